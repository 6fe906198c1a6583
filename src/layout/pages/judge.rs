//! Which lines that may be labels are labels: the whole text says so.

use std::collections::{HashMap, HashSet};

use super::{
    label::{Candidate, Place, Style, candidate},
    sheet::Line,
};
use crate::layout::plain::{line::ends_sentence, shape::Shape};

/// What a line turned out to be.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// Opens a turn.
    Label(Candidate),
    /// Names somebody in a printed list.
    Listed(Candidate),
}

/// The labels among the lines, by line.
pub(super) fn judge(text: &str, lines: &[Line]) -> HashMap<usize, Verdict> {
    let mut candidates: Vec<(usize, Candidate)> = Vec::new();
    for at in 0..lines.len() {
        let before = at.checked_sub(1).map_or("", |before| &text[lines[before].range.clone()]);
        // In text without empty lines, a sentence's end is as much room as there is.
        let room = lines[at].opens || lines[at].tops || ends_sentence(before) || super::is_slide(before);
        let found = candidate(Place { text, lines, at })
            .filter(|found| room || matches!(found.style, Style::Column | Style::Stop));
        candidates.extend(found.map(|found| (at, found)));
    }
    let witness = Witness::new(text, &candidates);
    let mut verdicts = HashMap::new();
    // Where the last list ended, if its lines say more than names.
    let mut listed: Option<usize> = None;
    for (i, (at, found)) in candidates.iter().enumerate() {
        if !witness.supports(text, found) {
            continue;
        }
        // A heading over nothing but another heading is a line of a list.
        let next = candidates.get(i + 1).filter(|(next, other)| {
            *next == at + found.n_lines && other.style == Style::Own && witness.supports(text, other)
        });
        // And the last line of a list looks like those above it.
        let detailed = found.title.is_some() || found.firm.is_some();
        let above = detailed && listed.is_some_and(|end| end == *at);
        let is_listed = found.style == Style::Own && (next.is_some() || above || at + found.n_lines >= lines.len());
        let verdict = if is_listed {
            listed = detailed.then_some(at + found.n_lines);
            Verdict::Listed(found.clone())
        } else {
            Verdict::Label(found.clone())
        };
        verdicts.insert(*at, verdict);
    }
    verdicts
}

/// What the text as a whole knows of its words and names.
struct Witness<'t> {
    /// Words that stand somewhere in small letters: no surname is among them.
    small: HashSet<&'t str>,
    /// How often a name stands where a label may.
    counts: HashMap<(Style, String), usize>,
    /// Capitalised words within lines, and how often.
    spoken: HashMap<&'t str, usize>,
    /// How many lines begin with capitals and a full stop.
    n_stops: usize,
}

impl<'t> Witness<'t> {
    fn new(text: &'t str, candidates: &[(usize, Candidate)]) -> Self {
        let n_stops = candidates.iter().filter(|(_, found)| found.style == Style::Stop).count();
        let mut witness = Witness { small: HashSet::new(), counts: HashMap::new(), spoken: HashMap::new(), n_stops };
        for word in text.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|word| word.len() > 1) {
            if word.starts_with(char::is_lowercase) {
                witness.small.insert(word);
            } else {
                *witness.spoken.entry(word).or_default() += 1;
            }
        }
        for (_, found) in candidates {
            *witness.counts.entry((found.style, key(&text[found.name.clone()]))).or_default() += 1;
        }
        witness
    }

    fn supports(&self, text: &str, found: &Candidate) -> bool {
        if found.shape == Shape::Certain {
            return true;
        }
        let name = &text[found.name.clone()];
        let count = self.counts.get(&(found.style, key(name))).copied().unwrap_or(0);
        let words = || name.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|word| word.len() > 1);
        let foreign = words().filter(|word| !self.small.contains(word.to_lowercase().as_str())).count();
        if foreign == 0 {
            return false;
        }
        let printed = found.title.is_some() || found.firm.is_some();
        // Called by one of their names somewhere, which is then said more often than it is printed.
        let called = || words().any(|word| self.spoken.get(word).is_some_and(|spoken| *spoken > count));
        match found.style {
            Style::Own | Style::Column => count > 1 || printed || called(),
            // A way of printing that a text has many times; else a sentence in capitals.
            Style::Stop => self.n_stops >= 4,
            Style::Colon => true,
        }
    }
}

/// A name as it is compared.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
