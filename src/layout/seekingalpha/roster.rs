//! The printed lists of participants, and where they end.

use std::collections::HashSet;

use super::label::{Candidate, Kind, is_named, key, last_name, split_detail};
use crate::{
    layout::{RosterEntry, Side, plain},
    text::Traced,
};

/// The side of the table that a line is the printed heading of.
pub(super) fn side_heading(line: &str) -> Option<Side> {
    if line.len() > 40 {
        return None;
    }
    match key(line).as_str() {
        "executives"
        | "executive"
        | "companyparticipants"
        | "corporateparticipants"
        | "companyrepresentatives"
        | "companyexecutives"
        | "presenters"
        | "management" => Some(Side::Company),
        "analysts" | "analyst" | "conferencecallparticipants" | "callparticipants" | "otherparticipants" => {
            Some(Side::Outside)
        }
        "participants" => Some(Side::Unsaid),
        _ => None,
    }
}

/// Whether a line reads as speech, and so what stands above it as a heading.
pub(super) fn is_sentence(line: &str) -> bool {
    let (name, detail) = split_detail(line);
    // Titles may be longer than sentences, and end in `Inc.`
    if name.len() < line.len() && is_named(name) && detail.starts_with(char::is_uppercase) && line.len() < 500 {
        return false;
    }
    line.len() > 200 || (line.ends_with(['.', '?', '!']) && line.split_whitespace().count() >= 6)
}

/// Who is listed, for comparing.
#[derive(Default)]
pub(super) struct Names {
    whole: HashSet<String>,
    last: HashSet<String>,
}

impl Names {
    pub fn add(&mut self, name: &str) {
        self.whole.insert(key(name));
        self.last.insert(last_name(name));
    }

    pub fn has(&self, name: &str) -> bool {
        self.whole.contains(&key(name))
    }

    /// Whether somebody of that surname is listed.
    pub fn has_last(&self, name: &str) -> bool {
        let last = last_name(name);
        last.len() > 1 && self.last.contains(&last)
    }
}

/// What a line under a roster's heading is.
pub(super) enum Line<'a> {
    /// An entry: name, and title or firm.
    Entry(&'a str, &'a str),
    /// The roster is over: this line is spoken, or the heading of what is.
    Over,
    /// Neither; `Loading…`, a stray word.
    Junk,
}

/// Reads a line under a roster's heading, knowing what follows it and who is listed already.
pub(super) fn line<'a>(line: &'a str, next: Option<&str>, names: &Names) -> Line<'a> {
    if line.len() > 200 && is_sentence(line) {
        return Line::Over;
    }
    let candidate = Candidate::of(line).filter(|candidate| candidate.kind != Kind::Doubtful);
    if candidate.is_some_and(|c| c.kind == Kind::Operator) || (candidate.is_some() && next.is_some_and(is_sentence)) {
        return Line::Over;
    }
    let (name, detail) = split_detail(line);
    if detail.is_empty() && names.has(name) {
        Line::Over
    } else if line.ends_with('-') || !detail.is_empty() || candidate.is_some() {
        if name.split_whitespace().count() <= 8 { Line::Entry(name, detail) } else { Line::Junk }
    } else if is_sentence(line) {
        Line::Over
    } else {
        Line::Junk
    }
}

/// The company's people have titles, the others firms.
pub(super) fn entry(source: &Traced, name: &str, detail: &str, side: Side) -> RosterEntry {
    // `Nordlys, CFO`: where, and what.
    let (place, office) = detail.split_once(", ").unwrap_or_default();
    let part = |part: &str| (!part.is_empty()).then(|| source.part(part));
    let (title, firm) = match side {
        Side::Outside => (None, part(detail)),
        _ if !plain::names_position(place) && plain::names_position(office) => (part(office), part(place)),
        _ => (part(detail), None),
    };
    RosterEntry { name: source.part(name), title, firm, side }
}
