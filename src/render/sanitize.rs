//! Makes text from files harmless to a terminal: what has no shape of its own, or reorders its
//! neighbours, is spelled out.

use std::borrow::Cow;

use crate::text::lookalikes;

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

/// The same for names and other short things that are told apart by their letters: a letter that looks Latin and is
/// not, in a word that else is, is spelled out as well.
pub fn unmasked(text: &str) -> Cow<'_, str> {
    let letters = lookalikes(text);
    if letters.is_empty() {
        return visible(text);
    }
    let (mut shown, mut done) = (String::with_capacity(text.len() + 16), 0);
    for at in letters {
        let Some(letter) = text[at..].chars().next() else { continue };
        shown.push_str(&visible(&text[done..at]));
        shown.extend(letter.escape_unicode());
        done = at + letter.len_utf8();
    }
    shown.push_str(&visible(&text[done..]));
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
            assert_eq!(unmasked(text), expected);
        }
    }

    #[test]
    fn a_letter_in_disguise_is_spelled_out() {
        for (text, expected) in [
            ("\u{410}nn Holt · Briar \u{421}apital", "\\u{410}nn Holt · Briar \\u{421}apital"),
            ("\u{1b}M\u{430}x\u{202e}", "\\u{1b}M\\u{430}x\\u{202e}"),
            ("`Петр` may be 2 analysts", "`Петр` may be 2 analysts"),
        ] {
            assert_eq!(unmasked(text), expected);
        }
    }
}
