//! Who is who by a list of names and offices above the first label.

use std::{collections::HashSet, ops::Range};

use super::{
    label::{self, Candidate},
    line::Line,
};
use crate::{
    layout::{RosterEntry, Side},
    text::Traced,
};

/// The speakers whom a list above the first label names with their offices. One alone is who wrote a text.
pub(super) fn listed(text: &Traced, above: &[Line], surnames: impl FnOnce() -> HashSet<String>) -> Vec<RosterEntry> {
    const FEWEST: usize = 2;
    let entries = above.iter().filter_map(|line| {
        let heading = label::heading(&text[line.range.clone()])?;
        let part = |range: Range<usize>| text.slice(line.range.start + range.start..line.range.start + range.end);
        let (title, firm) = (heading.title.map(part), heading.firm.map(part));
        Some(RosterEntry { name: part(heading.name), title, firm, side: Side::Unsaid })
    });
    let mut entries: Vec<RosterEntry> = entries.collect();
    if entries.len() >= FEWEST {
        // Firms, places and people to write to have the look of speakers.
        let surnames = surnames();
        let speaks = |name: &str| !name.contains(',') && surname(name).is_some_and(|name| surnames.contains(&name));
        entries.retain(|entry| speaks(&entry.name));
    }
    if entries.len() < FEWEST { Vec::new() } else { entries }
}

/// The last words of the speakers' names.
pub(super) fn speakers(
    text: &str,
    lines: &[Line],
    candidates: &[Option<Candidate>],
    labels: &[bool],
) -> HashSet<String> {
    let labels = (0..lines.len()).filter(|&number| labels[number]);
    let name = |number: usize| Some(&text[lines[number].range.clone()][candidates[number].as_ref()?.name.clone()]);
    labels.filter_map(name).filter_map(surname).collect()
}

/// The last word of a name, as it is compared.
fn surname(name: &str) -> Option<String> {
    name.split_whitespace().next_back().map(str::to_lowercase)
}
