//! `calls`: which calls are in the index, and how much was said on them by whom.

use std::cmp::Reverse;

use whosaid::{
    query::Scope,
    render::{
        Label,
        json::{self, CALL_FIELDS, CallLine},
        table::Column,
    },
};

use super::{
    args::{CallOrder, Calls, Format},
    ask::{Question, Reach},
    listing::{self, Listing},
    nothing,
    outcome::{Outcome, Result},
    settings::Settings,
};

const COLUMNS: &[Column<'static>] = &[
    Column::words("call", Label::Reference).whole(),
    Column::words("date", Label::Aside).whole(),
    Column::words("company", Label::Plain),
    Column::number("turns").spare(),
    Column::number("words"),
    Column::number("questions").spare(),
    Column::number("analysts").spare(),
    Column::number("executives").spare(),
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
            "analysts",
            "executive_share",
            "call.source",
        ],
        columns: COLUMNS,
        cells: |line| line.cells(),
    }
}

/// Puts calls, which are in the order of their ids, in another. What is not known comes last.
fn sort(lines: &mut [CallLine<'_>], order: CallOrder) {
    let most = |lines: &mut [CallLine<'_>], i: usize| lines.sort_by_key(|line| Reverse(line.numbers()[i]));
    match order {
        CallOrder::Id => {}
        CallOrder::Newest => lines.sort_by_key(|line| Reverse(line.date())),
        CallOrder::Oldest => lines.sort_by_key(|line| (line.date().is_none(), line.date())),
        CallOrder::Company => {
            lines.sort_by_cached_key(|line| {
                (line.company().is_none(), line.company().map(str::to_lowercase), line.date())
            });
        }
        CallOrder::Turns => most(lines, 0),
        CallOrder::Words => most(lines, 1),
        CallOrder::Questions => most(lines, 2),
        CallOrder::Analysts => most(lines, 3),
        CallOrder::Executives => most(lines, 4),
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
    let mut lines: Vec<CallLine<'_>> = cards.iter().map(|card| json::call(card)).collect();
    sort(&mut lines, args.sort);
    let lines: Vec<CallLine<'_>> = lines.into_iter().skip(args.form.offset).take(limit).collect();
    listing::print(settings, args.form.format().unwrap_or(Format::Table), &args.form.fields, &listing(), &lines)?;
    Ok(reach.outcome(cards.len()))
}
