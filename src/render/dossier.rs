//! What an analyst asked and got, for people: who it is, then an exchange in a few lines each.

use std::ops::Range;

use super::{
    Label, Page, Piece, flow, hits,
    reading::{self, Marks},
};
use crate::{
    excerpt::{self, Part},
    people::{Appearance, Person},
    transcript::{Exchange, Transcript, Turn},
};

/// How far what was said is set in.
const INDENT: usize = 4;

/// About how many characters of one answer are shown.
const ROOM: usize = 360;

/// Who it is: name, and other names on other calls, firms by period, how much on which companies' calls, from when to when.
pub fn heading(page: &Page, person: &Person, shown: usize) -> String {
    let mut name = vec![Piece::new(Label::Speaker, &person.name)];
    if !person.aliases.is_empty() {
        name.push(Piece::new(Label::Aside, &format!(", also {}", person.aliases.join(", "))));
    }
    let mut text = flow::wrap(page, &name, "", 4);
    let mut line = |words: &str| text.push_str(&flow::wrap(page, &[Piece::name(words)], "  ", 4));
    for stint in &person.stints {
        let when = match (stint.from, stint.to) {
            (Some(from), Some(to)) if from != to => format!(", {from} to {to}"),
            (Some(day), _) | (None, Some(day)) => format!(", {day}"),
            (None, None) => String::new(),
        };
        line(&format!("{}{when}", stint.firm));
    }
    let days = match (person.first, person.last) {
        (Some(first), Some(last)) if first != last => format!("; first {first}, last {last}"),
        (Some(day), _) => format!("; {day}"),
        _ => String::new(),
    };
    let all = person.asks as usize;
    let shown = if shown < all { format!("{shown} of {all} exchanges") } else { plural(all, "exchange") };
    line(&format!("{shown} on {} of {}{days}", plural(person.calls.len(), "call"), companies(person)));
    text
}

fn companies(person: &Person) -> String {
    match person.companies.as_slice() {
        [] => "unknown companies".to_owned(),
        few if few.len() <= 4 => few.join("; "),
        many => plural(many.len(), "company"),
    }
}

fn plural(n: usize, what: &str) -> String {
    match (n, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (n, Some(stem)) => format!("{n} {stem}ies"),
        (n, None) => format!("{n} {what}s"),
    }
}

/// An exchange: where and when, what is asked, and the best sentences of each answer. `at` says what other sources know of the
/// call and of the analyst.
pub fn exchange(
    page: &Page,
    transcript: &Transcript,
    exchange: &Exchange,
    at: &Appearance,
    marks: Marks<'_>,
) -> String {
    let mut text = place(page, transcript, exchange, at);
    let turns = |ordinals: &[u32]| -> Vec<&Turn> {
        ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize)).collect()
    };
    let question = turns(&exchange.question);
    for turn in &question {
        let (asking, marks) = (excerpt::asking_in_context(&turn.text), marks(turn));
        // A sentence with what was searched for is shown, also if it does not ask.
        let found = crate::text::sentences(&turn.text).filter(|range| overlap(range, &marks));
        let mut shown: Vec<Range<usize>> = asking.into_iter().chain(found).collect();
        shown.sort_by_key(|range| range.start);
        // Neighbours are one, with the blank between them.
        shown.dedup_by(|later, before| {
            let adjoins = later.start <= before.end || turn.text[before.end..later.start].trim().is_empty();
            if adjoins {
                before.end = before.end.max(later.end);
            }
            adjoins
        });
        text.push_str(&said(page, turn, &excerpt::Excerpt { fragments: shown }, &marks, INDENT));
    }
    let asked = question.iter().map(|turn| turn.text.as_str()).collect::<Vec<_>>().join("\n");
    for turn in turns(&exchange.answer) {
        text.push_str(&reading::answerer(page, transcript, turn, INDENT));
        if !reading::only_hands_over(transcript, turn) {
            let marks = marks(turn);
            let excerpt = excerpt::answering(&turn.text, &asked, &marks, ROOM);
            text.push_str(&said(page, turn, &excerpt, &marks, INDENT + 2));
        }
    }
    if exchange.answer.is_empty() {
        text.push_str(&flow::wrap(page, &[Piece::new(Label::Aside, "nobody answers")], &" ".repeat(INDENT), INDENT));
    }
    text
}

/// The reference, the day (or else the period), the company, the firm at the time, and the parts of the question if it has
/// several.
fn place(page: &Page, transcript: &Transcript, exchange: &Exchange, at: &Appearance) -> String {
    let call = &transcript.call;
    let mut pieces = vec![Piece::new(Label::Reference, &format!("{}@{}", call.id, exchange.ordinal))];
    let texts = exchange.question.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    let parts = texts.map(|turn| excerpt::parts(&turn.text)).max().unwrap_or(1);
    let firm = transcript.participants.get(exchange.questioner).and_then(|asker| asker.firm.clone());
    let firm = firm.or_else(|| at.firm.clone());
    let date = call.date.or(at.date).map(|date| date.to_string());
    let date = date.or_else(|| call.period.or(at.period).map(|period| period.to_string()));
    let company = call.company.clone().or_else(|| at.company.clone());
    let parts = (parts > 1).then(|| format!("{parts} parts"));
    let also = (!at.copies.is_empty()).then(|| format!("also as {}", at.copies.join(", ")));
    for part in [date, company, firm, parts, also].into_iter().flatten() {
        pieces.push(Piece::new(Label::Aside, " · "));
        pieces.push(Piece::name(&part));
    }
    flow::wrap(page, &pieces, "", 2)
}

fn said(page: &Page, turn: &Turn, excerpt: &excerpt::Excerpt, marks: &[Range<usize>], indent: usize) -> String {
    let mut parts = excerpt.parts(&turn.text, marks);
    if parts.first() == Some(&Part::Gap) {
        parts.remove(0);
    }
    if parts.last() == Some(&Part::Gap) {
        parts.pop();
    }
    flow::wrap(page, &hits::pieces(&parts), &" ".repeat(indent), indent)
}

fn overlap(range: &Range<usize>, marks: &[Range<usize>]) -> bool {
    marks.iter().any(|mark| mark.start < range.end && range.start < mark.end)
}
