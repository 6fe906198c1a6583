//! `calls`: which calls are in the index, and how much was said on them by whom.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use clap::ValueEnum as _;
use whosaid::{
    index::{Apart, Card, Counted, Outline, Survey, Whose},
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
fn sort(calls: &mut Vec<Outline>, order: CallOrder, reach: &Reach) -> Result<()> {
    match order {
        CallOrder::Id => {}
        CallOrder::Newest => calls.sort_by_key(|call| Reverse(call.date)),
        CallOrder::Oldest => calls.sort_by_key(|call| (call.date.is_none(), call.date)),
        CallOrder::Company => calls.sort_by_cached_key(|call| {
            (call.company.is_none(), call.company.as_ref().map(|company| company.to_lowercase()), call.date)
        }),
        CallOrder::Words => calls.sort_by_key(|call| Reverse(call.words)),
        CallOrder::Turns => most(calls, reach, |line| u64::from(line.turns))?,
        CallOrder::Questions => most(calls, reach, |line| line.exchanges as u64)?,
        CallOrder::Analysts => most(calls, reach, |line| line.analysts as u64)?,
        CallOrder::Executives => most(calls, reach, |line| line.executive_share.unwrap_or(0))?,
        CallOrder::Nonanswers => {
            let kept_back = kept_back(reach, None)?;
            let n = |card: &Card| kept_back.get(&card.call.id).copied().unwrap_or(0);
            by_numbers(calls, reach.snapshot.of_cards(calls, n)?);
        }
    }
    Ok(())
}

/// Most first of what only cards tell.
fn most(calls: &mut Vec<Outline>, reach: &Reach, number: impl Fn(&CallLine<'_>) -> u64 + Sync) -> Result<()> {
    let numbers = reach.snapshot.of_cards(calls, |card| number(&json::call(card, 0)))?;
    by_numbers(calls, numbers);
    Ok(())
}

/// Most first, by a number for each.
fn by_numbers<N: Ord>(calls: &mut Vec<Outline>, numbers: Vec<N>) {
    let mut numbered: Vec<(N, Outline)> = numbers.into_iter().zip(calls.drain(..)).collect();
    numbered.sort_by(|a, b| b.0.cmp(&a.0));
    calls.extend(numbered.into_iter().map(|(_, call)| call));
}

/// Runs `calls`.
pub fn run(args: &Calls, settings: &Settings) -> Result<Outcome> {
    args.form.check(CALL_FIELDS)?;
    let question = Question::new(&[], &args.filters)?;
    let reach = Reach::open(&args.sources, settings)?;
    let mut calls = reach.snapshot.listed(&question.run, reach.paths.as_deref())?;
    let count = |run: &Run| Ok(reach.snapshot.n_listed(run, reach.paths.as_deref())?);
    undated::tell_counted(&question, "call", count, settings)?;
    if calls.is_empty() {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    sort(&mut calls, args.sort, &reach)?;
    let limit = args.form.limit.unwrap_or(usize::MAX);
    let page = calls.iter().skip(args.form.offset).take(limit).map(|call| call.place);
    let cards = reach.snapshot.cards_of(page)?;
    let kept_back = kept_back(&reach, Some(&cards))?;
    let kept_back = |id: &str| kept_back.get(id).copied().unwrap_or(0);
    let lines: Vec<CallLine<'_>> = cards.iter().map(|card| json::call(card, kept_back(&card.call.id))).collect();
    let columns = columns(args.sort);
    let format = args.form.format().unwrap_or(Format::Table);
    listing::print(settings, format, &args.form.fields, &listing(&columns), &lines)?;
    Ok(reach.outcome(calls.len()))
}

/// For each of some calls, or of all, the exchanges in which an answer keeps something back.
fn kept_back(reach: &Reach, cards: Option<&[Arc<Card>]>) -> Result<HashMap<String, usize>> {
    /// Of more calls, all answers are sooner looked at.
    const FEW: usize = 1000;
    let survey = Survey { apart: Apart::Speaker, within: reach.paths.as_deref(), ..Survey::default() };
    let mut run = Run::Filter(Filter::Nonanswer(None));
    if let Some(cards) = cards.filter(|cards| cards.len() <= FEW) {
        let calls = cards.iter().map(|card| Run::Filter(Filter::Call(card.call.id.to_uppercase()))).collect();
        run = Run::And(vec![run, Run::Or(calls)]);
    }
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
