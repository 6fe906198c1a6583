//! A call that was put on one line: title, `Executives A - Firm, B - Firm, Analysts C - Firm, Operator - Greetings …`. The lists
//! tell which words are headings; with a line's end at each it is read as the article that it was.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Draft, Layout, draft::not_a_transcript, lines::head, plain::line::ends_sentence, seekingalpha};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "oneline", matches: |source| lists(&source.text).is_some(), read };

const EXECUTIVES: &str = "Executives ";
const ANALYSTS: &str = " Analysts ";
const OPERATOR: &str = "Operator - ";

/// More headings than this are looked for in no text.
const MOST: usize = 1000;

/// Where the lists stand: the company's people, the others, and what is said behind them.
struct Lists {
    executives: Range<usize>,
    analysts: Range<usize>,
}

/// The lists, if the text is a long line that begins with them.
fn lists(text: &str) -> Option<Lists> {
    /// Titles are short, and lists are no longer.
    const TITLE: usize = 600;
    const LISTS: usize = 16 * 1024;
    const SHORTEST: usize = 200;
    let body = text.trim();
    if body.len() < SHORTEST || body.contains('\n') {
        return None;
    }
    let executives = head(text, TITLE).find(EXECUTIVES)? + EXECUTIVES.len();
    let near = head(&text[executives..], LISTS);
    let analysts = executives + near.find(ANALYSTS)? + ANALYSTS.len();
    let end = analysts + head(&text[analysts..], LISTS).find(OPERATOR)?;
    Some(Lists { executives: executives..analysts - ANALYSTS.len(), analysts: analysts..end })
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let Some(broken) = lists(text).and_then(|lists| broken(text, &lists)) else {
        return vec![not_a_transcript(LAYOUT.name, "it is no call on one line")];
    };
    let mut drafts = seekingalpha::read_text(&broken);
    drafts.truncate(1);
    for draft in &mut drafts {
        draft.layout = LAYOUT.name;
        let listed = draft.roster.iter_mut().map(|entry| (&mut entry.title, &mut entry.firm));
        let labels = draft.turns.iter_mut().filter_map(|turn| turn.label.as_mut());
        // All have a firm beside their names here, the company's people too.
        for (title, firm) in listed.chain(labels.map(|label| (&mut label.title, &mut label.firm))) {
            if firm.is_none() {
                *firm = title.take();
            }
        }
    }
    drafts
}

/// The entries of a list: commas part them, and stand in firms' names too.
fn entries<'t>(text: &'t str, list: &Range<usize>) -> Vec<&'t str> {
    let list = &text[list.clone()];
    let mut starts: Vec<usize> = list.match_indices(", ").map(|(at, _)| at + 2).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).map(|next| next - 2).chain([list.len()]);
    let pieces: Vec<Range<usize>> = starts.iter().zip(ends).map(|(&start, end)| start..end).collect();
    let mut entries: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        match entries.last_mut().filter(|_| !list[piece.clone()].contains(" -")) {
            Some(last) => last.end = piece.end,
            None => entries.push(piece),
        }
    }
    let trimmed = entries.into_iter().map(|entry| list[entry].trim_matches([' ', ',']));
    trimmed.filter(|entry| entry.contains(" -")).take(MOST).collect()
}

/// The text with a line for each entry, each heading, and what is said under it.
fn broken(text: &Traced, lists: &Lists) -> Option<Traced> {
    let (executives, analysts) = (entries(text, &lists.executives), entries(text, &lists.analysts));
    let headings = executives.iter().chain(&analysts).copied().chain([OPERATOR.trim_end()]);
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(headings).ok()?;
    let mut lines = Traced::default();
    let mut push = |part: &str| {
        let part = part.trim();
        if !part.is_empty() {
            if !lines.is_empty() {
                lines.push_made("\n");
            }
            lines.push_range(text, text.range_of(part));
        }
    };
    push(&text[..lists.executives.start - EXECUTIVES.len()]);
    let heading = |at: usize, words: &str| &text[at - words.len()..at];
    push(heading(lists.executives.start, EXECUTIVES));
    executives.iter().for_each(|entry| push(entry));
    push(heading(lists.analysts.start, ANALYSTS));
    analysts.iter().for_each(|entry| push(entry));
    let mut said = lists.analysts.end;
    for found in finder
        .find_iter(&text[said..])
        .map(|found| lists.analysts.end + found.start()..lists.analysts.end + found.end())
    {
        let before = text[said..found.start].trim_end();
        let is_heading =
            text[found.end..].starts_with(' ') && (before.is_empty() || ends_sentence(before) || before.ends_with('-'));
        if is_heading {
            push(before);
            push(text[found.clone()].trim_end_matches(['-', ' ']));
            said = found.end;
        }
    }
    push(&text[said..]);
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_on_one_line_is_taken_apart() {
        let text = "Nordlys Inc (NASDAQ:NRDL) Q1 2024 Earnings Conference Call - Final Transcript 2024-05-02T21:30:00+0000 Executives \
                    Ada Lund - Nordlys, Inc., Kai Moe - Nordlys, Inc., Unidentified Speaker - ,  Analysts Bo Roe - Fjord Bank, \
                    Operator -  Welcome to the call. Ada Lund, please. Ada Lund - Nordlys, Inc. Thank you. We grew. Operator -  \
                    Our first question comes from Bo Roe with Fjord Bank. Bo Roe - Fjord Bank Why is that? Kai Moe - Nordlys, \
                    Inc. Because we sold more. Bo Roe - Fjord Bank Thanks.";
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let draft = read(&source).remove(0);
        let name =
            |turn: &crate::layout::DraftTurn| turn.label.as_ref().map_or(String::new(), |label| label.name.to_string());
        let turns: Vec<(String, &str)> = draft.turns.iter().map(|turn| (name(turn), turn.text.as_str())).collect();
        let want = [
            ("Operator", "Welcome to the call. Ada Lund, please."),
            ("Ada Lund", "Thank you. We grew."),
            ("Operator", "Our first question comes from Bo Roe with Fjord Bank."),
            ("Bo Roe", "Why is that?"),
            ("Kai Moe", "Because we sold more."),
            ("Bo Roe", "Thanks."),
        ];
        assert_eq!(turns, want.map(|(name, said)| (name.to_owned(), said)));
        assert_eq!(draft.header.ticker.as_deref(), Some("NRDL"));
        let twice = Source::from_bytes("-", format!("{text}\n{text}").as_bytes());
        assert!(!(LAYOUT.matches)(&twice));
    }
}
