//! What is wrong with a query line, and where.

use std::{fmt, ops::Range};

use unicode_width::UnicodeWidthChar;

/// A mistake in a query line. Its display shows the line with the place underlined, and a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The line.
    pub query: String,
    /// The place, in bytes of the line.
    pub range: Range<usize>,
    /// What is wrong, as a lower-case clause.
    pub message: String,
    /// What to do about it, as a lower-case clause.
    pub proposal: Option<String>,
}

impl std::error::Error for QueryError {}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, indent, width) = underlined(&self.query, &self.range);
        write!(f, "{}\n  {line}\n  {:indent$}{}", self.message, "", "^".repeat(width))?;
        match &self.proposal {
            Some(proposal) => write!(f, "\n{proposal}"),
            None => Ok(()),
        }
    }
}

/// How much of the line is shown before and after the place.
const AROUND: usize = 60;

/// The line fit to be shown, and where and how wide to underline: long lines are cut around the place,
/// what would disturb a terminal is replaced.
fn underlined(query: &str, range: &Range<usize>) -> (String, usize, usize) {
    let start = floor(query, range.start);
    let end = floor(query, range.end.max(range.start)).max(start);
    let from = query[..start].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let shown_end = query[start..end].char_indices().nth(AROUND).map_or(end, |(at, _)| start + at);
    let to = query[shown_end..].char_indices().nth(AROUND).map_or(query.len(), |(at, _)| shown_end + at);
    let (before, place, after) =
        (plain(&query[from..start]), plain(&query[start..shown_end]), plain(&query[shown_end..to]));
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < query.len() { "…" } else { "" });
    let indent = width(head) + width(&before);
    let line = format!("{head}{before}{place}{after}{tail}");
    (line.trim_end().to_owned(), indent, width(&place).max(1))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Without what takes no or no certain width: controls, bidirectional overrides, joiners.
fn plain(text: &str) -> String {
    let replaced = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if c.width().unwrap_or(0) == 0 => '\u{FFFD}',
        c => c,
    };
    text.chars().map(replaced).collect()
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(query: &str, range: Range<usize>) -> String {
        let (query, message) = (query.to_owned(), "wrong".to_owned());
        QueryError { query, range, message, proposal: Some("do right".to_owned()) }.to_string()
    }

    #[test]
    fn the_place_is_underlined() {
        assert_eq!(error("a roel:ceo", 2..6), "wrong\n  a roel:ceo\n    ^^^^\ndo right");
        assert_eq!(error("李 x", 4..5), "wrong\n  李 x\n     ^\ndo right");
        assert_eq!(error("a\u{202e}\nb", 5..6), "wrong\n  a\u{FFFD} b\n     ^\ndo right");
        assert_eq!(error("", 0..0), "wrong\n  \n  ^\ndo right");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let long = format!("{}x{}", "é ".repeat(1000), "ü ".repeat(1000));
        let shown = error(&long, 3000..3001);
        assert!(shown.contains("\n  …"), "{shown}");
        assert!(shown.contains("…\n"), "{shown}");
        assert!(shown.chars().count() < 220, "{shown}");
        error(&long, 1..5000);
        error(&long, 7000..9000);
    }
}
