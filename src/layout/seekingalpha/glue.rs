//! Headings glued into the text: `…go ahead sir.Jane Q. DoeGood morning.` on one line.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

/// More headings than this are looked for in no text: no call has so many participants.
const MAX_HEADINGS: usize = 1000;

/// Headings of the layout itself.
const OWN: &[&str] = &[
    "Operator",
    "Question-and-Answer Session",
    "Question-And-Answer Session",
    "Unidentified Analyst",
    "Unidentified Company Representative",
    "Unidentified Participant",
    "Unidentified Speaker",
];

/// Whether a line may hold a glued heading: a sentence follows another without a space, or the operator's
/// words their name.
pub(super) fn is_hinted(line: &str) -> bool {
    let glued =
        |pair: &[u8]| pair[1].is_ascii_uppercase() && matches!(pair[0], b'.' | b'?' | b'!' | b')' | b']' | b'-');
    line.len() > "Operator".len()
        && (line.starts_with("Operator") || line.as_bytes().windows(2).any(glued) || line.contains(['”', '…']))
}

/// Finds what the roster and the layout let us expect as headings inside a line.
pub(super) struct Glue {
    headings: Option<AhoCorasick>,
}

impl Glue {
    /// Expects these headings, as they would stand on a line of their own.
    pub fn new<'a>(headings: impl Iterator<Item = &'a str>) -> Self {
        let headings = OWN.iter().copied().chain(headings.filter(|heading| heading.contains(' ')).take(MAX_HEADINGS));
        Glue { headings: AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(headings).ok() }
    }

    /// Cuts a line at its glued headings, each a piece of its own. Most lines are one piece.
    pub fn split<'a>(&self, line: &'a str) -> Vec<&'a str> {
        let headings = self.find(line);
        if headings.is_empty() {
            return vec![line];
        }
        let mut pieces = Vec::new();
        let mut done = 0;
        for heading in headings {
            pieces.push(line[done..heading.start].trim());
            pieces.push(&line[heading.clone()]);
            done = heading.end;
        }
        pieces.push(line[done..].trim());
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    /// A heading is glued if no space sets it off from the sentence before and the one after.
    fn find(&self, line: &str) -> Vec<Range<usize>> {
        let Some(headings) = &self.headings else { return Vec::new() };
        let mut found: Vec<Range<usize>> = Vec::new();
        for heading in headings.find_iter(line) {
            let range = heading.range();
            let follows_heading = found.last().map_or(range.start == 0, |last| last.end == range.start);
            let follows = follows_heading
                || line[..range.start].ends_with(['.', '?', '!', ')', ']', '”', '"', '…', '-', '–', '—']);
            let leads = line[range.end..].starts_with(|c: char| c.is_uppercase() || matches!(c, '[' | '(' | '“' | '"'));
            if follows && leads {
                found.push(range);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glued_headings_are_cut_out() {
        let glue = Glue::new(["Jane Q. Doe", "Max Roe - Example Bank", "Max Roe", "Cher"].into_iter());
        for (line, pieces) in [
            ("Please go ahead.Jane Q. DoeGood morning.", &["Please go ahead.", "Jane Q. Doe", "Good morning."][..]),
            (
                "Any questions?Question-and-Answer SessionOperatorThank you.Max Roe - Example BankThanks.",
                &[
                    "Any questions?",
                    "Question-and-Answer Session",
                    "Operator",
                    "Thank you.",
                    "Max Roe - Example Bank",
                    "Thanks.",
                ],
            ),
            ("OperatorThank you.", &["Operator", "Thank you."]),
            ("Thank you. Jane Q. Doe will speak.", &["Thank you. Jane Q. Doe will speak."]),
            ("We like CherAmi.", &["We like CherAmi."]),
            ("Jane Q. Doe", &["Jane Q. Doe"]),
        ] {
            assert_eq!(glue.split(line), pieces);
        }
    }
}
