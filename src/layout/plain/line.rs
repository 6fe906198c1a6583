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

/// A line of some length: what tells how lines are broken.
const LONG: usize = 40;

/// Whether the lines were broken at a margin, in the middle of sentences, so that a line is not a paragraph.
pub(super) fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    const MARGIN: usize = 160;
    /// So many lines of some length tell by themselves, so few where every one of them breaks off.
    const ENOUGH: usize = 8;
    const FEWEST: usize = 3;
    let (mut followed, mut broken, mut sure) = (0_usize, 0_usize, 0_usize);
    for pair in lines.windows(2) {
        let (line, next) = (&text[pair[0].range.clone()], &text[pair[1].range.clone()]);
        if !pair[1].opens && line.len() > LONG {
            followed += 1;
            let breaks_off = !ends_sentence(line);
            broken += usize::from(breaks_off);
            sure += usize::from(breaks_off && next.starts_with(char::is_lowercase));
        }
    }
    let told = followed >= ENOUGH && broken * 2 > followed;
    let told_by_few = followed >= FEWEST && broken == followed && sure > 0;
    // Text wrapped at a margin has no line far beyond it, but for a stray table or address.
    let is_long = |line: &&Line| line.range.len() > MARGIN && printed_len(&text[line.range.clone()]) > MARGIN;
    let n_long = || lines.split_last().map_or(0, |(_, before)| before.iter().filter(is_long).count());
    (told || told_by_few) && n_long() * 20 < lines.len()
}

/// The length of a line but for the blanks with which a page was justified.
fn printed_len(line: &str) -> usize {
    line.split_ascii_whitespace().map(|word| word.len() + 1).sum()
}

/// From which length on a line may have been broken because the margin was near: most of the usual width, for letters
/// differ in theirs.
pub(super) fn margin(lines: &[Line]) -> usize {
    let mut lengths: Vec<usize> = lines.iter().map(|line| line.range.len()).filter(|len| *len > LONG).collect();
    let usual = lengths.len() * 9 / 10;
    if lengths.is_empty() {
        return usize::MAX;
    }
    let (_, width, _) = lengths.select_nth_unstable(usual);
    *width * 3 / 4
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
        // Few lines tell as much if all of them break off, and blanks between words are no length.
        assert!(is_wrapped(&wrapped[..57 * 4], &split(&wrapped[..57 * 4])));
        let listed = wrapped[..57 * 4].replace("this", "This");
        assert!(!is_wrapped(&listed, &split(&listed)));
        let justified = wrapped.replace(' ', "          ");
        assert!(is_wrapped(&justified, &split(&justified)));
    }
}
