//! `calls`: which calls are in the index, and how much was said on them by whom.

use std::{cmp::Reverse, collections::HashMap};

use whosaid::{
    index::{Apart, Counted, Survey, Whose},
    query::{Filter, Run, Scope},
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
    Column::number("nonanswers").spare(),
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
            "nonanswers",
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
        CallOrder::Nonanswers => most(lines, 5),
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
    let kept_back = kept_back(&reach)?;
    let kept_back = |id: &str| kept_back.get(id).copied().unwrap_or(0);
    let mut lines: Vec<CallLine<'_>> = cards.iter().map(|card| json::call(card, kept_back(&card.call.id))).collect();
    sort(&mut lines, args.sort);
    let lines: Vec<CallLine<'_>> = lines.into_iter().skip(args.form.offset).take(limit).collect();
    listing::print(settings, args.form.format().unwrap_or(Format::Table), &args.form.fields, &listing(), &lines)?;
    Ok(reach.outcome(cards.len()))
}

/// For each call the exchanges in which an answer keeps something back.
fn kept_back(reach: &Reach) -> Result<HashMap<String, usize>> {
    let survey = Survey { apart: Apart::Speaker, within: reach.paths.as_deref(), ..Survey::default() };
    let run = Run::Filter(Filter::Nonanswer(None));
    let mut exchanges = HashMap::new();
    for sum in reach.snapshot.sum(&survey, Counted::Exchanges, &run)?.sums {
        if let Whose::Speaker(card, _) = sum.whose {
            *exchanges.entry(card.call.id.clone()).or_default() += sum.n as usize;
        }
    }
    Ok(exchanges)
}
