//! Lists of participants: before the call or after it, name first or title first.

use std::{collections::HashSet, ops::Range};

use super::heading::{Heading, is_name, is_position};
use crate::{
    layout::{RosterEntry, Side},
    text::Traced,
};

/// The lists of a page.
pub(super) struct Roster {
    pub(super) entries: Vec<RosterEntry>,
    /// The lines they stand on.
    pub(super) lines: HashSet<usize>,
}

/// The side that a heading of a list names.
fn side(line: &str) -> Option<Side> {
    const SIDES: &[(&[&str], Side)] = &[
        (&["call participants", "participants", "conference participants", "conference call attendees"], Side::Unsaid),
        (&["corporate participants", "company participants", "executives", "management"], Side::Company),
        (&["analysts", "conference call participants", "other participants"], Side::Outside),
    ];
    let words = line.trim_matches(|c: char| !c.is_alphanumeric());
    let is = |heading: &&str| words.eq_ignore_ascii_case(heading);
    SIDES.iter().find(|(headings, _)| headings.iter().any(is)).map(|(_, side)| *side)
}

/// Reads all lists: what follows a heading, up to the first line that is no entry.
pub(super) fn read(text: &Traced, lines: &[&str]) -> Roster {
    let mut roster = Roster { entries: Vec::new(), lines: HashSet::new() };
    for (heading, side) in lines.iter().enumerate().filter_map(|(at, line)| Some((at, side(line)?))) {
        let list = entries(text, lines, heading + 1, side);
        if !list.is_empty() {
            roster.lines.extend(heading..list.end);
            roster.entries.extend(list.entries);
        }
    }
    roster.tell_sides();
    roster
}

impl Roster {
    /// Adds a list that lost its heading: three headings and more with nothing said under them.
    pub(super) fn add_unheaded(&mut self, text: &Traced, lines: &[&str]) {
        const FEWEST: usize = 3;
        let mut at = 0;
        while at < lines.len() {
            let is_heading = |line: &&&str| Heading::parse(line).is_some_and(|heading| heading.title.is_some());
            let run = lines[at..].iter().take_while(is_heading).count();
            if run >= FEWEST {
                let list = entries(text, &lines[..at + run], at, Side::Unsaid);
                self.lines.extend(at..list.end);
                self.entries.extend(list.entries);
            }
            at += run.max(1);
        }
        self.tell_sides();
    }

    /// A list that marks its analysts holds the company's people besides.
    fn tell_sides(&mut self) {
        let marked = self.entries.iter().any(|entry| entry.side == Side::Outside);
        let company = self.entries.iter_mut().filter(|entry| entry.side == Side::Unsaid && entry.title.is_some());
        company.filter(|_| marked).for_each(|entry| entry.side = Side::Company);
    }
}

struct List {
    entries: Vec<RosterEntry>,
    end: usize,
}

impl List {
    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn entries(text: &Traced, lines: &[&str], start: usize, side: Side) -> List {
    let mut list = List { entries: Vec::new(), end: start };
    while let Some((entry, len)) = entry(text, &lines[list.end.min(lines.len())..], side) {
        list.entries.push(entry);
        list.end += len;
    }
    list
}

/// One entry, and how many lines it takes.
fn entry(text: &Traced, lines: &[&str], side: Side) -> Option<(RosterEntry, usize)> {
    const LONGEST: usize = 200;
    let line = *lines.first()?;
    if line.len() > LONGEST {
        return None;
    }
    let (parts, len) = match lines {
        [name, "--", firm, "--", title, ..] if is_position(title) => (vec![*name, firm, title], 5),
        [name, "--", rest, ..] => (std::iter::once(*name).chain(parts(rest)).collect(), 3),
        _ => (parts(line), 1),
    };
    let (name, rest) = match parts[..] {
        // Some are printed without title or firm; a section's heading looks the same, but no entry follows it.
        [name]
            if is_name(name)
                && !is_position(name)
                && self::side(name).is_none()
                && lines.get(1).is_some_and(|next| next.len() <= LONGEST && next.contains([';', '-', '—', '–'])) =>
        {
            (name, &parts[1..])
        }
        [title, name] if is_position(title) && !is_position(name) && is_name(name) => (name, &parts[..1]),
        [name, _] | [name, _, _] if is_name(name) || !name.contains(' ') && name.len() < 30 => (name, &parts[1..]),
        _ => return None,
    };
    let (title, firm) = match *rest {
        [one] if side == Side::Outside && !is_position(one) => (None, Some(one)),
        [one] => (Some(one), None),
        [first, second] if is_position(first) && !is_position(second) => (Some(first), Some(second)),
        [first, second] => (Some(second), Some(first)),
        _ => (None, None),
    };
    let is_analyst = title.is_some_and(|title| title.to_lowercase().split_whitespace().any(|word| word == "analyst"));
    let side = if side == Side::Unsaid && is_analyst && (firm.is_some() || title == Some("Analyst")) {
        Side::Outside
    } else {
        side
    };
    let part = |part: &str| text.part(part);
    Some((RosterEntry { name: part(name), title: title.map(part), firm: firm.map(part), side }, len))
}

/// The parts of an entry, split at dashes or semicolons.
fn parts(line: &str) -> Vec<&str> {
    let mut rest = line;
    let mut parts = Vec::new();
    while let Some(Range { start, end }) = separator(rest) {
        parts.push(rest[..start].trim());
        rest = &rest[end..];
    }
    parts.push(rest.trim());
    parts.retain(|part| !part.is_empty());
    parts
}

fn separator(text: &str) -> Option<Range<usize>> {
    ["--", " — ", " – ", " - ", ";"]
        .iter()
        .filter_map(|mark| text.find(mark).map(|at| at..at + mark.len()))
        .min_by_key(|range| range.start)
}

/// Whether a list of participants by semicolons stands on the page: `Name; Title; Company`.
pub(super) fn has_semicolons<'l>(mut lines: impl Iterator<Item = &'l str>) -> bool {
    lines.by_ref().take(200).any(|line| side(line).is_some())
        && lines.take(4).filter(|line| parts(line).len() == 3 && line.matches(';').count() == 2).count() >= 1
}
