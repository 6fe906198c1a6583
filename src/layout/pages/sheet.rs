//! Pages to lines: what stands at the edge of page after page is the printer's, and taken out; sentences
//! that a page's end cut in two go on.

use std::{collections::HashMap, ops::Range};

use crate::layout::plain::line::ends_sentence;

/// Running heads and feet stand within so many lines of a page's edge, on short pages nearer.
const EDGE: usize = 4;

/// Longer lines are text.
const LONGEST_HEAD: usize = 200;

/// A line that is not blank and not furniture.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Bytes in the text, trimmed.
    pub(super) range: Range<usize>,
    /// Whether a paragraph may begin here: after an empty line, a rule or a page's end.
    pub(super) opens: bool,
    /// Whether it is the first of its page.
    pub(super) tops: bool,
    /// The page, from 0.
    pub(super) page: usize,
}

/// The lines of all pages in order, and what was taken out.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub(super) lines: Vec<Line>,
    pub(super) furniture: Vec<Range<usize>>,
}

/// Parts a text into pages at form feeds, and takes out the running heads and feet.
pub(super) fn read(text: &str) -> Sheets {
    let lines = split(text);
    let edges = edges(text, &lines);
    let mut sheets = Sheets::default();
    // What has been passed over since the last line that was kept.
    let (mut gap, mut turned, mut rule) = (true, true, false);
    for (line, edge) in lines.into_iter().zip(edges) {
        gap |= line.opens;
        turned |= line.tops;
        if edge || is_rule(&text[line.range.clone()]) {
            rule |= !edge;
            sheets.furniture.push(line.range);
            continue;
        }
        let words = &text[line.range.clone()];
        let before = sheets.lines.last().map_or("", |line| &text[line.range.clone()]);
        // Blanks around a page's end say nothing; a sentence's end does, and so does the text's beginning.
        let parts = !turned || before.is_empty() || (ends_sentence(before) && !words.starts_with(char::is_lowercase));
        sheets.lines.push(Line { opens: rule || gap && parts, tops: turned, ..line });
        (gap, turned, rule) = (false, false, false);
    }
    sheets
}

/// All lines that are not blank.
fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut opens, mut tops, mut page) = (true, true, 0);
    let mut returned = false;
    for piece in text.split_inclusive(['\n', '\u{c}', '\r']) {
        let trimmed = piece.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
        if trimmed.is_empty() {
            // The second half of a Windows line end is no empty line.
            opens |= !(returned && piece == "\n");
        } else {
            let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
            lines.push(Line { range: start..start + trimmed.len(), opens, tops, page });
            (opens, tops) = (false, false);
        }
        returned = piece.ends_with('\r');
        if piece.ends_with('\u{c}') {
            (opens, tops) = (true, true);
            page += 1;
        }
    }
    lines
}

/// Which lines are running heads and feet: at the edges of several pages the same but for the numbers,
/// and hardly anywhere else.
fn edges(text: &str, lines: &[Line]) -> Vec<bool> {
    let mut at_edge = vec![false; lines.len()];
    let mut n_pages = 0;
    let mut rest = &mut at_edge[..];
    for page in lines.chunk_by(|a, b| a.page == b.page) {
        let (flags, later) = rest.split_at_mut(page.len());
        let edge = (page.len() / 4).clamp(1, EDGE);
        flags[..edge].fill(true);
        flags[page.len() - edge..].fill(true);
        rest = later;
        n_pages += 1;
    }
    let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
    for (line, edge) in lines.iter().zip(&at_edge) {
        let words = &text[line.range.clone()];
        if words.len() <= LONGEST_HEAD {
            let (edges, all) = counts.entry(shape(words)).or_default();
            *edges += usize::from(*edge);
            *all += 1;
        }
    }
    let often = if n_pages < 6 { 2 } else { 3 };
    let is_running = |words: &str| {
        if is_page_number(words) {
            return Some(true);
        }
        let shape = shape(words);
        let &(edges, all) = counts.get(&shape)?;
        // A page number alone is one at any edge; names of speakers stand at edges by chance.
        let number = shape.chars().all(|c| !c.is_alphabetic()) && shape.contains('#') && words.len() <= 12;
        let numbered = shape.contains('#') && edges * 4 >= all * 3;
        Some(edges >= often && (numbered || edges * 10 >= all * 9) || number && edges >= 2)
    };
    lines.iter().zip(at_edge).map(|(line, edge)| edge && is_running(&text[line.range.clone()]) == Some(true)).collect()
}

/// `Page 3`, `Page 1 of 3`: a foot, though it is printed once.
fn is_page_number(words: &str) -> bool {
    let mut words = words.split_whitespace();
    let is_number = |word: Option<&str>| word.is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    words.next().is_some_and(|word| word.eq_ignore_ascii_case("page"))
        && is_number(words.next())
        && words.next().is_none_or(|word| matches!(word, "of" | "/") && is_number(words.next()))
        && words.next().is_none()
}

/// A line of dots, dashes or the like.
fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '.' | '-' | '–' | '—' | '_' | '=' | '*' | '~' | ' '))
}

/// A line without what changes from page to page.
fn shape(words: &str) -> String {
    let mut shape = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '0'..='9' if shape.ends_with('#') => {}
            '0'..='9' => shape.push('#'),
            c if c.is_whitespace() => {
                if !shape.ends_with(' ') {
                    shape.push(' ');
                }
            }
            c => shape.push(c),
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, lines: &[(&str, bool)], furniture: &[&str]) {
        let sheets = read(text);
        let got: Vec<_> = sheets.lines.iter().map(|line| (&text[line.range.clone()], line.opens)).collect();
        assert_eq!(got, lines);
        let taken: Vec<_> = sheets.furniture.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(taken, furniture);
    }

    #[test]
    fn heads_and_feet_are_taken_out_and_sentences_go_on() {
        check(
            "Nordlys plc\nWe sold more\n\n     Page 1 of 3\n\u{c}Nordlys plc\n\nboats.\n\nPage 2 of 3\n\u{c}Nordlys plc\nAda Berg\nThanks.\nPage 3 of 3\n",
            &[("We sold more", true), ("boats.", false), ("Ada Berg", true), ("Thanks.", false)],
            &["Nordlys plc", "Page 1 of 3", "Nordlys plc", "Page 2 of 3", "Nordlys plc", "Page 3 of 3"],
        );
    }

    #[test]
    fn a_speaker_at_the_top_of_pages_is_no_head() {
        check(
            "Ada Berg\nWe grew.\nAda Berg\nYes.\nOla Rahm\nThen why?\nAda Berg\nBecause we sold.\nMore boats.\n\u{c}Ada Berg\nSo it is.\n\u{c}Ada Berg\nAgain.\n",
            &[
                ("Ada Berg", true),
                ("We grew.", false),
                ("Ada Berg", false),
                ("Yes.", false),
                ("Ola Rahm", false),
                ("Then why?", false),
                ("Ada Berg", false),
                ("Because we sold.", false),
                ("More boats.", false),
                ("Ada Berg", true),
                ("So it is.", false),
                ("Ada Berg", true),
                ("Again.", false),
            ],
            &[],
        );
    }

    #[test]
    fn a_foot_may_be_printed_once() {
        check("We sold\n\nPage 1 of 2\n\u{c}boats.\n", &[("We sold", true), ("boats.", false)], &["Page 1 of 2"]);
        check("We sold\n\nPage one\n\u{c}Boats.\n", &[("We sold", true), ("Page one", true), ("Boats.", false)], &[]);
    }

    #[test]
    fn rules_open_paragraphs() {
        check("We grew\n......\nAda Berg\n", &[("We grew", true), ("Ada Berg", true)], &["......"]);
    }
}
