//! Hits for people: where and who in two lines, then the sentences that matter.

use std::{borrow::Cow, ops::Range};

use super::{Label, Page, Piece, flow, json::turn_reference};
use crate::{
    excerpt::{self, Part},
    index::Hit,
    transcript::{Kind, Participant, Role, Section},
};

/// Between two things said of one thing.
const DOT: &str = " · ";

/// A hit: its rank, where it is, who said it, what is shown of it, and where else the same is in other transcripts of the
/// call.
pub fn render(page: &Page, rank: usize, hit: &Hit, highlights: &[Range<usize>], also: &[String]) -> String {
    let indent = indent(page, rank);
    let mut text = heading(page, rank, hit, indent);
    let excerpt = excerpt::select(&hit.text, highlights, excerpt::ROOM);
    let pieces = pieces(&excerpt.parts(&hit.text, highlights));
    text.push_str(&flow::wrap(page, &pieces, &" ".repeat(indent), indent));
    if !also.is_empty() {
        let mut pieces = vec![Piece::new(Label::Aside, "also in ")];
        for (i, reference) in also.iter().enumerate() {
            pieces.push(Piece::new(Label::Aside, if i > 0 { ", " } else { "" }));
            pieces.push(Piece::new(Label::Reference, reference));
        }
        text.push_str(&flow::wrap(page, &pieces, &" ".repeat(indent), indent));
    }
    text
}

/// The first two lines of a hit.
pub fn heading(page: &Page, rank: usize, hit: &Hit, indent: usize) -> String {
    let call = &hit.card.call;
    let mut first = vec![Piece::new(Label::Reference, &turn_reference(&call.id, hit.turn))];
    let date = call.date.map(|date| date.to_string());
    for part in [date.as_deref(), call.company.as_deref()].into_iter().flatten() {
        first.push(Piece::new(Label::Aside, DOT));
        first.push(Piece::name(part));
    }
    let speaker = &hit.card.participants[hit.participant];
    let mut second = who(speaker);
    second.push(Piece::new(Label::Aside, &format!("{DOT}{}", section(hit.section))));
    // "Prepared remarks · remarks" would say it twice.
    if (hit.section, hit.kind) != (Section::Prepared, Kind::Remarks) {
        second.push(Piece::new(Label::Aside, DOT));
        second.extend(does(hit.kind, hit.card.questioner(hit.exchange)));
    }
    let number = format!("{rank:>width$}  ", width = indent - 2);
    let mut text = flow::wrap(page, &first, &number, indent);
    text.push_str(&flow::wrap(page, &second, &" ".repeat(indent), indent));
    text
}

/// How far what stands below a rank is set in.
pub fn indent(page: &Page, rank: usize) -> usize {
    let least = if page.width < 60 { 1 } else { 2 };
    rank.to_string().len().max(least) + 2
}

/// A speaker with role, and title or firm.
pub fn who(speaker: &Participant) -> Vec<Piece> {
    let mut pieces = vec![Piece::new(Label::Speaker, &speaker.name)];
    if !speaker.name.eq_ignore_ascii_case(speaker.role.as_str()) {
        pieces.push(Piece::new(Label::Aside, DOT));
        pieces.push(Piece::plain(role(speaker.role)));
    }
    if let Some(position) = position(speaker) {
        pieces.push(Piece::new(Label::Aside, DOT));
        pieces.push(Piece::name(&position));
    }
    pieces
}

/// The firm of an outsider, the title of the company's own; both where both are known.
fn position(speaker: &Participant) -> Option<Cow<'_, str>> {
    match (speaker.title.as_deref(), speaker.firm.as_deref()) {
        (Some(title), Some(firm)) => Some(Cow::Owned(format!("{title}, {firm}"))),
        (title, firm) => title.or(firm).map(Cow::Borrowed),
    }
}

/// A role as one would say it.
fn role(role: Role) -> &'static str {
    match role {
        Role::Ir => "investor relations",
        Role::Unknown => "role unknown",
        role => role.as_str(),
    }
}

/// A section as one would say it.
pub fn section(section: Section) -> &'static str {
    match section {
        Section::Prepared => "prepared remarks",
        Section::Qa => "Q&A",
    }
}

/// What a turn does, and in answer to whom.
pub fn does(kind: Kind, questioner: Option<&Participant>) -> Vec<Piece> {
    match (kind, questioner) {
        (Kind::Answer, Some(questioner)) => {
            vec![Piece::plain("answering "), Piece::name(&questioner.name)]
        }
        (kind, _) => vec![Piece::plain(kind.as_str())],
    }
}

/// The parts of an excerpt as pieces.
pub fn pieces(parts: &[Part<'_>]) -> Vec<Piece> {
    let piece = |part: &Part<'_>| match part {
        Part::Words(text) => Piece::plain(text),
        Part::Match(text) => Piece::new(Label::Match, text),
        Part::Gap => Piece::new(Label::Aside, " … "),
    };
    parts.iter().map(piece).collect()
}
