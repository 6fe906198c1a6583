//! `calls`: which calls are in the index, and how much was said on them by whom.

use std::{cmp::Reverse, collections::HashMap};

use clap::ValueEnum as _;
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
    undated,
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

/// The columns of a list in some order: the one that it is by is shown, however little room there is.
fn columns(order: CallOrder) -> Vec<Column<'static>> {
    let by = order.to_possible_value();
    let is_shown = |column: &Column<'_>| by.as_ref().is_some_and(|by| by.get_name() == column.heading);
    COLUMNS.iter().map(|column| Column { is_spare: column.is_spare && !is_shown(column), ..*column }).collect()
}

/// How they are listed.
fn listing<'c, 'a>(columns: &'c [Column<'c>]) -> Listing<'c, CallLine<'a>> {
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
        columns,
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
    args.form.check(CALL_FIELDS)?;
    let question = Question::new(&[], &args.filters)?;
    let reach = Reach::open(&args.sources, settings)?;
    let cards = reach.snapshot.calls(&question.run, reach.paths.as_deref())?;
    let count = |run: &Run| Ok(reach.snapshot.calls(run, reach.paths.as_deref())?.len());
    undated::tell_counted(&question, "call", count, settings)?;
    if cards.is_empty() {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    let limit = args.form.limit.unwrap_or(usize::MAX);
    let kept_back = kept_back(&reach)?;
    let kept_back = |id: &str| kept_back.get(id).copied().unwrap_or(0);
    let mut lines: Vec<CallLine<'_>> = cards.iter().map(|card| json::call(card, kept_back(&card.call.id))).collect();
    sort(&mut lines, args.sort);
    let lines: Vec<CallLine<'_>> = lines.into_iter().skip(args.form.offset).take(limit).collect();
    let columns = columns(args.sort);
    let format = args.form.format().unwrap_or(Format::Table);
    listing::print(settings, format, &args.form.fields, &listing(&columns), &lines)?;
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

#[cfg(test)]
mod tests {
    use whosaid::render::{Page, table};

    use super::*;

    #[test]
    fn what_a_list_is_sorted_by_is_shown() {
        let row = ["ORVL-2023Q1", "2023-05-02", "Orvelle Semiconductor", "90", "9000", "20", "9", "60%", "3"];
        let rows = [row.map(str::to_owned).to_vec()];
        let page = Page { width: 60, color: false, is_terminal: true };
        let headings =
            |order| table::render(&page, &columns(order), &rows).lines().next().unwrap_or_default().to_owned();
        assert!(!headings(CallOrder::Id).contains("nonanswers"), "there is room for all");
        for order in CallOrder::value_variants().iter().filter(|order| **order >= CallOrder::Turns) {
            let name = order.to_possible_value().unwrap().get_name().to_owned();
            assert!(headings(*order).contains(&name), "{name}: {}", headings(*order));
        }
    }
}
