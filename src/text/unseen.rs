//! What nobody sees, and what makes another word of a word and another name of a name: characters without width, and
//! sequences that steer a terminal.

use std::{
    collections::BTreeSet,
    fmt::{self, Display, Formatter},
};

use super::{Span, Traced, sequence::sequence_len};

/// What was left out of a text. Prints as a clause.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    n: usize,
    kinds: BTreeSet<char>,
    n_sequences: usize,
    /// The first of them.
    pub first: Option<Span>,
}

impl Unseen {
    /// Notes a character, and where it stands in the source.
    pub(crate) fn note(&mut self, c: char, span: Span) {
        self.n += 1;
        self.kinds.insert(c);
        self.place(span);
    }

    /// Notes a sequence that steers a terminal, and where it stands in the source.
    pub(crate) fn note_sequence(&mut self, span: Span) {
        self.n_sequences += 1;
        self.place(span);
    }

    fn place(&mut self, span: Span) {
        let first = self.first.get_or_insert(span);
        *first = span.min(*first);
    }

    /// Itself, if there is anything to tell.
    pub(crate) fn told(self) -> Option<Unseen> {
        self.first.is_some().then_some(self)
    }
}

impl Display for Unseen {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let kinds: Vec<String> = self.kinds.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        match self.n {
            0 => {}
            1 => write!(f, "1 character that nobody sees was left out: {}", kinds[0])?,
            n => write!(f, "{n} characters that nobody sees were left out: {}", kinds.join(", "))?,
        }
        let between = if self.n > 0 { "; " } else { "" };
        match self.n_sequences {
            0 => Ok(()),
            1 => write!(f, "{between}1 sequence that steers a terminal was left out"),
            n => write!(f, "{between}{n} sequences that steer a terminal were left out"),
        }
    }
}

/// Leaves out characters without width, hyphens that show at the end of a line only, and sequences that steer a
/// terminal. What turns the direction of its neighbours is left, to be spelled out where it is shown; what makes them run
/// from left to right, as they do, is not.
pub(crate) fn without_unseen(text: Traced) -> (Traced, Option<Unseen>) {
    let mut unseen = Unseen::default();
    let text = without_characters(text, &mut unseen);
    // A character without width breaks no sequence.
    let text = without_sequences(text, &mut unseen);
    (text, unseen.told())
}

fn without_characters(text: Traced, unseen: &mut Unseen) -> Traced {
    let (mut seen, mut done) = (Traced::default(), 0);
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
    rest_of(text, seen, done)
}

fn without_sequences(text: Traced, unseen: &mut Unseen) -> Traced {
    let (mut seen, mut done) = (Traced::default(), 0);
    for at in memchr::memchr_iter(0x1B, text.as_bytes()) {
        // The end of one may be an escape as well.
        let Some(len) = text.get(at..).filter(|_| at >= done).and_then(sequence_len) else { continue };
        seen.push_range(&text, done..at);
        done = at + len;
        unseen.note_sequence(text.source_span(at..done));
    }
    rest_of(text, seen, done)
}

/// What was seen of a text, and its rest.
fn rest_of(text: Traced, mut seen: Traced, done: usize) -> Traced {
    if done == 0 {
        return text;
    }
    seen.push_range(&text, done..text.len());
    seen
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
