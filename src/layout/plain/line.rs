//! Physical lines: where they start and end, and whether the text is hard-wrapped.

use std::ops::Range;

/// A line that is not blank, without its margins.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Bytes in the text, trimmed.
    pub(super) range: Range<usize>,
    /// Whether an empty line, or the beginning of the text, stands before it.
    pub(super) opens: bool,
}

/// White space, and the invisible characters that web pages and byte order marks leave at margins.
pub(in crate::layout) fn is_margin(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\0')
}

/// The lines of a text that are not blank. `\n`, `\r\n` and a lone `\r` end a line.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut opens = true;
    let mut start = 0;
    let bytes = text.as_bytes();
    while start < bytes.len() {
        let end = memchr::memchr2(b'\n', b'\r', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = text[start..end].trim_matches(is_margin);
        if line.is_empty() {
            opens = true;
        } else {
            let at = line.as_ptr() as usize - text.as_ptr() as usize;
            lines.push(Line { range: at..at + line.len(), opens });
            opens = false;
        }
        start = end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    lines
}

/// Whether a piece of text ends as a sentence does, closing quotes and brackets aside.
pub(in crate::layout) fn ends_sentence(text: &str) -> bool {
    let text =
        text.trim_end_matches(|c: char| is_margin(c) || matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '*' | '»'));
    text.ends_with(['.', '?', '!', '…', '。', '？', '！'])
}

/// Whether the lines were broken at a margin, in the middle of sentences, so that a line is not a paragraph.
pub(super) fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    const MARGIN: usize = 160;
    let (mut followed, mut broken, mut long) = (0_usize, 0_usize, 0_usize);
    for pair in lines.windows(2) {
        let line = &text[pair[0].range.clone()];
        long += usize::from(line.len() > MARGIN);
        if !pair[1].opens && line.len() > 40 {
            followed += 1;
            broken += usize::from(!ends_sentence(line));
        }
    }
    // Text wrapped at a margin has no line far beyond it, but for a stray table or address.
    followed >= 8 && broken * 2 > followed && long * 20 < lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_line_ends_give_the_same_lines() {
        let want = vec![("a b", true), ("c", false), ("d", true)];
        for text in ["a b\nc\n\nd\n", "a b\r\nc\r\n\r\nd\r\n", "a b\rc\r\rd", "\u{feff} a b \n\u{a0}c\n \t\n\u{200b}d"]
        {
            let lines = split(text);
            let got: Vec<_> = lines.iter().map(|line| (&text[line.range.clone()], line.opens)).collect();
            assert_eq!(got, want, "{text:?}");
        }
    }

    #[test]
    fn wrapped_text_breaks_sentences_at_its_line_ends() {
        let wrapped = "this line has no end and it is long enough to be counted\n".repeat(12);
        let whole = "This line is a paragraph, it is long enough to be counted.\n".repeat(12);
        assert!(is_wrapped(&wrapped, &split(&wrapped)));
        assert!(!is_wrapped(&whole, &split(&whole)));
    }
}
