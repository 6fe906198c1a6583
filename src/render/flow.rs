//! Running text: labelled pieces, broken into lines by the width they take.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Label, Page, sanitize};

/// A piece of text that is something. Its text is fit for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    label: Label,
    text: String,
}

impl Piece {
    /// Makes a piece of any text.
    pub fn new(label: Label, text: &str) -> Piece {
        let text = if label == Label::Speaker { sanitize::unmasked(text) } else { sanitize::visible(text) };
        Piece { label, text: text.into_owned() }
    }

    /// A piece that is a name, of a firm or a company.
    pub fn name(text: &str) -> Piece {
        Piece { label: Label::Plain, text: sanitize::unmasked(text).into_owned() }
    }

    /// A piece that is only words.
    pub fn plain(text: &str) -> Piece {
        Piece::new(Label::Plain, text)
    }
}

/// What is not broken, unless it is wider than a line.
#[derive(Default)]
struct Word {
    parts: Vec<Piece>,
    width: usize,
    /// The blank before it, if there is one.
    blank: Option<Label>,
}

impl Word {
    fn push(&mut self, label: Label, c: char) {
        self.width += c.width().unwrap_or(0);
        match self.parts.last_mut() {
            Some(part) if part.label == label => part.text.push(c),
            _ => self.parts.push(Piece { label, text: c.into() }),
        }
    }
}

/// The text in lines: the first begins with `first`, the others with `rest` blanks.
pub fn wrap(page: &Page, pieces: &[Piece], first: &str, rest: usize) -> String {
    let mut out = String::from(first);
    let (indent, mut at) = (" ".repeat(rest), first.width());
    let room = page.width.max(rest + 8);
    let mut is_start = true;
    for word in words(pieces) {
        let gap = usize::from(word.blank.is_some() && !is_start);
        if !is_start && at + gap + word.width > room {
            out.push('\n');
            out.push_str(&indent);
            at = rest;
        } else if gap == 1 {
            page.put(&mut out, word.blank.unwrap_or_default(), " ");
            at += 1;
        }
        at = if at + word.width <= room {
            word.parts.iter().for_each(|part| page.put(&mut out, part.label, &part.text));
            at + word.width
        } else {
            put_in_parts(page, &word, &mut out, at, room, &indent)
        };
        is_start = false;
    }
    out.push('\n');
    out
}

/// A word wider than a line, cut where the line ends. Gives the column reached.
fn put_in_parts(page: &Page, word: &Word, out: &mut String, mut at: usize, room: usize, indent: &str) -> usize {
    for part in &word.parts {
        let mut fits = String::new();
        for c in part.text.chars() {
            let width = c.width().unwrap_or(0);
            if at + width > room {
                page.put(out, part.label, &fits);
                fits.clear();
                out.push('\n');
                out.push_str(indent);
                at = indent.len();
            }
            fits.push(c);
            at += width;
        }
        page.put(out, part.label, &fits);
    }
    at
}

/// The words of all pieces. Wide characters (CJK) are words of their own: lines break between them.
fn words(pieces: &[Piece]) -> Vec<Word> {
    let (mut words, mut word) = (Vec::new(), Word::default());
    let finish = |word: &mut Word, words: &mut Vec<Word>, blank| {
        if !word.parts.is_empty() {
            words.push(std::mem::take(word));
        }
        word.blank = word.blank.or(blank);
    };
    for piece in pieces {
        for c in piece.text.chars() {
            if c.is_whitespace() && c != '\u{a0}' {
                finish(&mut word, &mut words, Some(piece.label));
                continue;
            }
            let is_wide = c.width() == Some(2) && c.is_alphanumeric();
            if is_wide {
                finish(&mut word, &mut words, None);
            }
            word.push(piece.label, c);
        }
    }
    finish(&mut word, &mut words, None);
    words
}

/// The text cut to a width, the cut marked.
pub fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let (mut kept, mut at) = (String::new(), 0);
    for c in text.chars() {
        at += c.width().unwrap_or(0);
        if at + 1 > width {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize) -> Page {
        Page { width, color: false, is_terminal: false }
    }

    #[test]
    fn lines_break_between_words_and_hang() {
        let text = [Piece::plain("We placed the wafer "), Piece::new(Label::Match, "orders"), Piece::plain(".  Soon")];
        assert_eq!(wrap(&page(16), &text, "1 ", 2), "1 We placed the\n  wafer orders.\n  Soon\n");
        assert_eq!(wrap(&page(80), &text, "", 0), "We placed the wafer orders. Soon\n");
    }

    #[test]
    fn what_is_too_wide_is_cut_and_cjk_breaks_anywhere() {
        assert_eq!(wrap(&page(10), &[Piece::plain("abcdefghijklmno p")], "", 0), "abcdefghij\nklmno p\n");
        assert_eq!(wrap(&page(8), &[Piece::plain("你好谢谢你好")], "", 0), "你好谢谢\n你好\n");
        for width in 0..40 {
            let text = wrap(&page(width), &[Piece::plain("wide 李伟 x\u{202e}y ffffffffffffffffffff")], "   ", 3);
            assert!(text.lines().all(|line| line.width() <= width.max(11)), "{width}: {text}");
        }
    }

    #[test]
    fn colour_follows_the_label_and_nothing_else_is_let_through() {
        let colored = Page { width: 80, color: true, is_terminal: true };
        let line = wrap(&colored, &[Piece::plain("a \u{1b}[0m "), Piece::new(Label::Match, "b c")], "", 0);
        assert_eq!(
            line,
            "a \\u{1b}[0m \u{1b}[1m\u{1b}[31mb\u{1b}[0m\u{1b}[1m\u{1b}[31m \u{1b}[0m\u{1b}[1m\u{1b}[31mc\u{1b}[0m\n"
        );
    }

    #[test]
    fn cuts_are_marked() {
        assert_eq!(cut("Orvelle Semiconductor", 10), "Orvelle S…");
        assert_eq!(cut("Orvelle", 7), "Orvelle");
        assert_eq!(cut("李伟李伟", 4), "李…");
    }
}
