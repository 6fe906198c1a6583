//! Transcripts for people, to be read: a whole call, some turns, an exchange.

use std::ops::Range;

use super::{Label, Page, Piece, flow, hits};
use crate::{
    excerpt,
    transcript::{Call, Participant, Transcript, Turn},
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
