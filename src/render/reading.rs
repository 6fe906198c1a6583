//! Transcripts for people, to be read: a whole call, some turns, an exchange.

use std::ops::Range;

use super::{Label, Page, Piece, flow, hits};
use crate::{
    excerpt, exchange,
    transcript::{Call, Kind, Participant, Transcript, Turn},
};

/// How far what was said is set in.
const INDENT: usize = 4;

/// What is marked in a turn: bytes of its text.
pub type Marks<'m> = &'m dyn Fn(&Turn) -> Vec<Range<usize>>;

/// Marks nothing.
pub fn unmarked(_: &Turn) -> Vec<Range<usize>> {
    Vec::new()
}

/// A whole call: what it is, who takes part, and all that was said.
pub fn call(page: &Page, transcript: &Transcript) -> String {
    let mut text = heading(page, &transcript.call);
    text.push('\n');
    text.push_str(&people(page, transcript));
    let mut section = None;
    for turn in &transcript.turns {
        text.push('\n');
        if section != Some(turn.section) {
            section = Some(turn.section);
            let heading = capitalize(hits::section(turn.section));
            text.push_str(&flow::wrap(page, &[Piece::new(Label::Heading, &heading)], "", 0));
            text.push('\n');
        }
        text.push_str(&self::turn(page, transcript, turn, &[], 0));
    }
    text
}

/// What a call is, in a line or two.
pub fn heading(page: &Page, call: &Call) -> String {
    let mut pieces = vec![Piece::new(Label::Reference, &call.id)];
    let date = call.date.map(|date| date.to_string());
    let listing = match (&call.exchange, &call.ticker) {
        (Some(exchange), Some(ticker)) => Some(format!("{exchange}: {ticker}")),
        (None, ticker) => ticker.clone(),
        (Some(_), None) => None,
    };
    let period = call.period.map(|period| period.to_string());
    for part in [date, call.company.clone(), listing, period].into_iter().flatten() {
        pieces.push(Piece::new(Label::Aside, " · "));
        pieces.push(Piece::plain(&part));
    }
    let mut text = flow::wrap(page, &pieces, "", 0);
    if let Some(title) = &call.title {
        text.push_str(&flow::wrap(page, &[Piece::new(Label::Heading, title)], "", 0));
    }
    text
}

/// Some turns, in the order given, those of `focus` whole and the others for context.
pub fn turns(page: &Page, transcript: &Transcript, ordinals: &[u32], marks: Marks<'_>, indent: usize) -> String {
    let mut text = String::new();
    for turn in ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize)) {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&self::turn(page, transcript, turn, &marks(turn), indent));
    }
    text
}

/// A turn: its number and who speaks, then what was said, paragraph by paragraph.
fn turn(page: &Page, transcript: &Transcript, turn: &Turn, marks: &[Range<usize>], indent: usize) -> String {
    let speaker = &transcript.participants[turn.participant];
    let mut pieces = vec![Piece::new(Label::Reference, &format!("#{}", turn.ordinal)), Piece::plain(" ")];
    pieces.extend(hits::who(speaker));
    pieces.push(Piece::new(Label::Aside, " · "));
    pieces.extend(hits::does(turn.kind, questioner(transcript, turn)));
    pieces.extend(handed_to(transcript, turn));
    let mut text = flow::wrap(page, &pieces, &" ".repeat(indent), indent + INDENT);
    let inner = if page.width < 60 { indent + INDENT / 2 } else { indent + INDENT };
    let mut at = 0;
    for (n, paragraph) in turn.text.split("\n\n").enumerate() {
        if n > 0 {
            text.push('\n');
        }
        let mut parts = Vec::new();
        excerpt::mark(&turn.text, &(at..at + paragraph.len()), marks, &mut parts);
        text.push_str(&flow::wrap(page, &hits::pieces(&parts), &" ".repeat(inner), inner));
        at += paragraph.len() + 2;
    }
    text
}

/// An exchange: the question, hand-overs in a line, the answers, and asides folded to one line where they stand.
pub fn exchange(page: &Page, transcript: &Transcript, ordinals: &[u32]) -> String {
    let mut text = String::new();
    let mut folded: Vec<u32> = Vec::new();
    let known = ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    for turn in known {
        if turn.kind == Kind::Aside {
            folded.push(turn.ordinal);
            continue;
        }
        text.push_str(&asides(page, transcript, &std::mem::take(&mut folded)));
        if !text.is_empty() {
            text.push('\n');
        }
        if only_hands_over(transcript, turn) {
            text.push_str(&answerer(page, transcript, turn, 0));
        } else {
            text.push_str(&self::turn(page, transcript, turn, &[], 0));
        }
    }
    text.push_str(&asides(page, transcript, &folded));
    text
}

/// Asides in a line: who, and which turns.
fn asides(page: &Page, transcript: &Transcript, ordinals: &[u32]) -> String {
    let [first, ..] = ordinals else { return String::new() };
    let turns = ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    let mut names: Vec<&str> = turns.map(|turn| transcript.participants[turn.participant].name.as_str()).collect();
    names.dedup();
    let places: Vec<String> = ordinals.iter().map(|ordinal| format!("#{ordinal}")).collect();
    let what = if ordinals.len() == 1 { "an aside" } else { "asides" };
    let line =
        format!("({what}: {}; `show {}#{first}` reads on: {})", names.join(", "), transcript.call.id, places.join(" "));
    format!("\n{}", flow::wrap(page, &[Piece::new(Label::Aside, &line)], "", INDENT))
}

/// Who answers, in which role; to whom, if it is handed over, and whether something is kept back.
pub fn answerer(page: &Page, transcript: &Transcript, turn: &Turn, indent: usize) -> String {
    let mut pieces = vec![Piece::new(Label::Reference, &format!("#{}", turn.ordinal)), Piece::plain(" ")];
    pieces.extend(hits::who(&transcript.participants[turn.participant]));
    pieces.extend(handed_to(transcript, turn));
    for found in &turn.nonanswers {
        let words = turn.text.get(found.words.clone()).unwrap_or_default();
        pieces.push(Piece::new(Label::Aside, &format!(" · {}: “{words}”", found.kind)));
    }
    flow::wrap(page, &pieces, &" ".repeat(indent), indent + 2)
}

/// To whom a turn hands over.
fn handed_to(transcript: &Transcript, turn: &Turn) -> Option<Piece> {
    let to = transcript.participants.get(turn.hands_over_to?)?;
    Some(Piece::new(Label::Aside, &format!(" · hands over to {}", to.name)))
}

/// Whether a turn does nothing but hand over: then a line tells all of it.
pub fn only_hands_over(transcript: &Transcript, turn: &Turn) -> bool {
    let to = turn.hands_over_to.and_then(|id| transcript.participants.get(id));
    to.is_some_and(|to| exchange::only_hands_over(&turn.text, &to.name))
}

fn questioner<'t>(transcript: &'t Transcript, turn: &Turn) -> Option<&'t Participant> {
    let exchange = transcript.exchanges.get(turn.exchange?.checked_sub(1)? as usize)?;
    transcript.participants.get(exchange.questioner)
}

/// Everybody who takes part, names aligned.
fn people(page: &Page, transcript: &Transcript) -> String {
    let mut text = String::new();
    for participant in &transcript.participants {
        let mut pieces = hits::who(participant);
        if !transcript.turns.iter().any(|turn| transcript.participants.get(turn.participant) == Some(participant)) {
            pieces.push(Piece::new(Label::Aside, " (does not speak)"));
        }
        text.push_str(&flow::wrap(page, &pieces, "  ", 4));
    }
    text
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
