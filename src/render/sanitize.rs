//! Makes text from files harmless to a terminal: what has no shape of its own, or reorders its
//! neighbours, is spelled out.

use std::borrow::Cow;

/// The text with control characters, bidirectional overrides and characters without width written as
/// `\u{202e}`. Line breaks and tabs stay: whoever lays the text out deals with them.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| is_unseen(c) && !matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\r' => shown.push(' '),
            c if is_unseen(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character is a control, has no width, or turns the direction of what follows.
pub fn is_unseen(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        for (text, expected) in [
            ("plain, crédit 李", "plain, crédit 李"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\u{202e}b\u{200b}c\u{feff}", "a\\u{202e}b\\u{200b}c\\u{feff}"),
            ("bell\u{7}del\u{7f}c1\u{9b}", "bell\\u{7}del\\u{7f}c1\\u{9b}"),
            ("cr\r\n", "cr \n"),
        ] {
            assert_eq!(visible(text), expected);
        }
    }
}
