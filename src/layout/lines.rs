//! Texts as lines, and lines as paragraphs: what all line-based layouts share.

use super::plain::line::ends_sentence;
use crate::{error::Diagnostic, text::Traced};

/// The lines of a text, trimmed, blank ones as `""`. Ends of all three kinds (LF, CRLF, CR) count.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let end = if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' };
    split(text, end).map(str::trim)
}

/// The lines of a text as they stand there, which LF or CRLF ends.
pub(super) fn raw_lines(text: &str) -> impl Iterator<Item = &str> {
    split(text, b'\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// The parts of a text between bytes of ASCII. Every layout asks for lines, and nearly all of it is a search for their ends.
fn split(text: &str, end: u8) -> impl Iterator<Item = &str> {
    let mut start = 0;
    memchr::memchr_iter(end, text.as_bytes()).chain([text.len()]).map(move |end| {
        let part = &text[start..end];
        start = end + 1;
        part
    })
}

/// The beginning of a text, at most `len` bytes: where layouts show themselves.
pub(super) fn head(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}

/// Whether words stand in a text, looked for many bytes at a time.
pub(super) fn has(text: &str, words: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), words.as_bytes()).is_some()
}

/// The end of a text, at most `len` bytes.
pub(super) fn tail(text: &str, len: usize) -> &str {
    let start = (text.len().saturating_sub(len)..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

/// Appends a line as a paragraph of its own.
pub(super) fn push_paragraph(to: &mut Traced, source: &Traced, line: &str) {
    if line.is_empty() {
        return;
    }
    if !to.is_empty() {
        to.push_made("\n\n");
    }
    to.push_range(source, source.range_of(line));
}

/// A text without the line breaks inside its sentences, where it has any: to whoever reads what was said, they are
/// blanks. Paragraphs stay apart, and so do sentences.
pub(super) fn without_breaks(text: &Traced) -> Option<Traced> {
    let bytes = text.as_bytes();
    let mut whole = Traced::default();
    let (mut kept, mut line) = (0, 0);
    while let Some(found) = memchr::memchr(b'\n', &bytes[line..]) {
        let end = line + found;
        let before = text[line..end].trim_end();
        let next = text.len() - text[end..].trim_start().len();
        let lone = memchr::memchr_iter(b'\n', &bytes[end..next]).count() == 1;
        if lone && next < text.len() && !before.is_empty() && !ends_sentence(before) {
            let gap = line + before.len()..next;
            whole.push_range(text, kept..gap.start);
            whole.push_substitute(" ", text.source_span(gap));
            kept = next;
        }
        line = next;
    }
    (kept > 0).then(|| {
        whole.push_range(text, kept..text.len());
        whole
    })
}

/// Where the heading of who speaks next begins, if a speech ends in it without a blank between: `… Thank you.Ada Lund -- CFO`.
pub(super) fn glued_heading(line: &str, next: &str) -> Option<usize> {
    let at = line.rfind(next).filter(|_| !next.is_empty())?;
    let (before, behind) = (&line[..at], line[at + next.len()..].trim_start());
    let is_heading = behind.is_empty() || behind.starts_with("--") || behind.starts_with('—');
    let is_glued = !before.ends_with(|c: char| c.is_whitespace() || c.is_alphanumeric()) || behind.starts_with("--");
    (is_heading && is_glued).then_some(at)
}

/// What nobody said, as a diagnostic: `part` of the source, which stood before or in turn number
/// `turn`. A long part is named by its beginning.
pub(super) fn furniture(source: &Traced, part: &str, turn: usize) -> Diagnostic {
    let beginning = head(part, 120);
    let rest = if beginning.len() < part.len() { "…" } else { "" };
    Diagnostic {
        code: "furniture".to_owned(),
        turn: Some(turn as u32),
        text: format!("{beginning}{rest}"),
        source_bytes: Some(source.source_span(source.range_of(part))),
    }
}

/// Whether `a` and `b` are the same but for the case of ASCII letters.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// For each line, where the next one with words stands: the number of lines, where there is none.
pub(super) fn next_words(lines: &[&str]) -> Vec<usize> {
    let mut next = lines.len();
    let mut below: Vec<usize> = Vec::with_capacity(lines.len());
    for (at, line) in lines.iter().enumerate().rev() {
        below.push(next);
        if !line.is_empty() {
            next = at;
        }
    }
    below.reverse();
    below
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn blank_lines_are_looked_past() {
        assert_eq!(next_words(&["a", "", "b", ""]), [2, 2, 4, 4]);
        assert_eq!(next_words(&["", ""]), [2, 2]);
        assert!(next_words(&[]).is_empty());
    }

    #[test]
    fn line_breaks_inside_sentences_are_blanks() {
        for (text, want) in [
            ("With me are Ada\nLund, our CFO,\r\n  and Kai Moe.", Some("With me are Ada Lund, our CFO, and Kai Moe.")),
            ("We grew.\nWe will grow\nmore.\n\nThank\n you.", Some("We grew.\nWe will grow more.\n\nThank you.")),
            ("We grew.\nWe will grow.", None),
            ("Our boats\n\nThey float\n \nwell", None),
            ("one\n", None),
            ("\n\none", None),
            ("", None),
        ] {
            let whole = without_breaks(&Traced::verbatim(text, 10));
            assert_eq!(whole.as_deref(), want, "{text:?}");
            let Some(whole) = whole else { continue };
            // The words behind a break lead back to where they stand.
            let (last, there) = (whole.rfind(' ').unwrap() + 1, text.rfind(' ').unwrap() + 1);
            let span = Span { start: 10 + there as u64, end: 10 + text.len() as u64 };
            assert_eq!(whole.source_span(last..whole.len()), span, "{text:?}");
        }
    }
}
