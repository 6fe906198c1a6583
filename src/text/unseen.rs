//! Characters that nobody sees, and that make another word of a word and another name of a name.

use std::{
    collections::BTreeSet,
    fmt::{self, Display, Formatter},
};

use super::{Span, Traced};

/// What was left out of a text. Prints as a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    n: usize,
    kinds: BTreeSet<char>,
    /// The first of them.
    pub first: Option<Span>,
}

impl Unseen {
    /// Notes a character, and where it stands in the source.
    pub(crate) fn note(&mut self, c: char, span: Span) {
        self.n += 1;
        self.kinds.insert(c);
        self.first.get_or_insert(span);
    }

    /// Itself, if there is anything to tell.
    pub(crate) fn told(self) -> Option<Unseen> {
        (self.n > 0).then_some(self)
    }
}

impl Display for Unseen {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kinds: Vec<String> = self.kinds.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        match self.n {
            1 => write!(f, "1 character that nobody sees was")?,
            n => write!(f, "{n} characters that nobody sees were")?,
        }
        write!(f, " left out: {}", kinds.join(", "))
    }
}

/// Leaves out characters without width, and hyphens that show at the end of a line only. What turns the direction of
/// its neighbours is left, to be spelled out where it is shown; what makes them run from left to right, as they do, is not.
pub(crate) fn without_unseen(text: Traced) -> (Traced, Option<Unseen>) {
    let (mut seen, mut unseen, mut done) = (Traced::default(), Unseen::default(), 0);
    // What such characters begin with in UTF-8.
    for at in memchr::memchr3_iter(0xC2, 0xE2, 0xEF, text.as_bytes()) {
        let Some(c) = text[at..].chars().next().filter(|c| is_unseen(*c, &text[..at])) else { continue };
        seen.push_range(&text, done..at);
        // One stretch ends and the next begins where a blank was.
        let blank = is_left(c) && text[..at].ends_with('\u{202c}') && !seen.ends_with(char::is_whitespace);
        done = at + c.len_utf8();
        if blank && !text[done..].starts_with(char::is_whitespace) {
            seen.push_substitute(" ", text.source_span(at..done));
        }
        unseen.note(c, text.source_span(at..done));
    }
    let Some(unseen) = unseen.told() else { return (text, None) };
    seen.push_range(&text, done..text.len());
    (seen, Some(unseen))
}

/// Whether a character makes what follows run from left to right.
fn is_left(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202d}')
}

/// Whether a character after some text shows nothing. Joiners shape letters of other scripts, and emoji.
pub(crate) fn is_unseen(c: char, before: &str) -> bool {
    match c {
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => true,
        '\u{202c}' => true,
        _ if is_left(c) => true,
        '\u{200c}' | '\u{200d}' => before.bytes().next_back().is_none_or(|byte| byte.is_ascii()),
        _ => false,
    }
}
