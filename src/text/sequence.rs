//! Sequences that steer a terminal: colours, titles of windows, links. A log of a session has them around any word.

/// Longer ones are none: they would take words with them. A link holds an address.
const LONGEST: usize = 2000;

/// How many bytes of a text such a sequence at its beginning takes.
pub(crate) fn sequence_len(text: &str) -> Option<usize> {
    sequence(text.chars().map(|c| (c, c.len_utf8())))
}

/// The same of characters as they are written, each with the bytes that it takes. None holds the beginning of another,
/// so that all of a text are found in time linear in its length.
pub(crate) fn sequence(written: impl Iterator<Item = (char, usize)>) -> Option<usize> {
    let mut len = 0;
    let chars = written.take(LONGEST).map(|(c, bytes)| {
        len += bytes;
        c
    });
    opens(chars)?.then_some(len)
}

/// Whether characters begin with such a sequence; reads no further than its end.
fn opens(mut chars: impl Iterator<Item = char>) -> Option<bool> {
    Some(match chars.next()? {
        '\u{1b}' => match chars.next()? {
            '[' => is_control(chars),
            ']' | 'P' | 'X' | '^' | '_' => is_string(chars),
            // Which characters are drawn: `tput sgr0` begins with it.
            '(' | ')' => matches!(chars.next()?, '0'..='2' | 'A' | 'B'),
            _ => false,
        },
        '\u{9b}' => is_control(chars),
        '\u{9d}' => is_string(chars),
        _ => false,
    })
}

/// Numbers, and the letter that says what they are for.
fn is_control(mut chars: impl Iterator<Item = char>) -> bool {
    let last = chars.find(|c| !matches!(c, ' '..='?'));
    last.is_some_and(|c| matches!(c, '@'..='~'))
}

/// Words for the terminal, up to a bell or the sign that ends them.
fn is_string(mut chars: impl Iterator<Item = char>) -> bool {
    match chars.find(|c| c.is_control()) {
        Some('\u{7}' | '\u{9c}') => true,
        Some('\u{1b}') => chars.next() == Some('\\'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequences_are_whole_or_none() {
        for sequence in [
            "\u{1b}[m",
            "\u{1b}[31m",
            "\u{1b}[38;5;12m",
            "\u{1b}[?25l",
            "\u{9b}2J",
            "\u{1b}(B",
            "\u{1b}]0;title\u{7}",
            "\u{1b}]8;;https://example.org/\u{1b}\\",
            "\u{9d}0;title\u{9c}",
        ] {
            assert_eq!(sequence_len(&format!("{sequence}wafer")), Some(sequence.len()), "{sequence:?}");
        }
        for none in
            ["", "wafer", "\u{1b}", "\u{1b}wafer", "\u{1b}[31", "\u{1b}[3\né", "\u{1b}]0;no end", "\u{1b}]0\nm\u{7}"]
        {
            assert_eq!(sequence_len(none), None, "{none:?}");
        }
        assert_eq!(sequence_len(&format!("\u{1b}]{}\u{7}", "word ".repeat(LONGEST))), None);
    }
}
