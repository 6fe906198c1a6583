//! `calls`: which calls are in the index.

use whosaid::{
    query::Scope,
    render::{
        Label,
        json::{self, CALL_FIELDS, CallLine},
        table::Column,
    },
};

use super::{
    args::{Calls, Format},
    ask::{Question, Reach},
    listing::{self, Listing},
    nothing,
    outcome::{Outcome, Result},
    settings::Settings,
};

const COLUMNS: &[Column<'static>] = &[
    Column::words("call", Label::Reference),
    Column::words("date", Label::Aside),
    Column::words("company", Label::Plain),
    Column::number("turns"),
    Column::number("words"),
    Column::number("questions"),
];

/// How they are listed.
fn listing<'a>() -> Listing<'static, CallLine<'a>> {
    Listing {
        fields: CALL_FIELDS,
        csv: &[
            "call.id",
            "call.company",
            "call.ticker",
            "call.period",
            "call.date",
            "call.title",
            "turns",
            "words",
            "exchanges",
            "call.source",
        ],
        columns: COLUMNS,
        cells: |line| line.cells(),
    }
}

/// Runs `calls`.
pub fn run(args: &Calls, settings: &Settings) -> Result<Outcome> {
    args.form.check(listing().fields)?;
    let question = Question::new(&[], &args.filters)?;
    let reach = Reach::open(&args.sources, settings)?;
    let cards = reach.snapshot.calls(&question.run, reach.paths.as_deref())?;
    if cards.is_empty() {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    let limit = args.form.limit.unwrap_or(usize::MAX);
    let lines: Vec<CallLine<'_>> =
        cards.iter().skip(args.form.offset).take(limit).map(|card| json::call(card)).collect();
    listing::print(settings, args.form.format().unwrap_or(Format::Table), &args.form.fields, &listing(), &lines)?;
    Ok(reach.outcome(cards.len()))
}
