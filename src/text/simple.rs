//! Most of what is said: a word of ASCII letters and digits between blanks, with marks before and behind it at most.
//! It is found here at a glance; everything else is looked at closely in [`super::words`], which would say the same.

use std::ops::Range;

use super::eights::{HIGH, alphanumeric, capitals, eight_at};

/// What a byte is to a simple word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter or a digit.
    Word,
    Blank,
    /// Neither, and opens no note of a transcriber's.
    Mark,
    /// A bracket that may open a note: a chunk ends before it.
    Opener,
    /// No ASCII.
    Other,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b'[' | b'(' | b'{' | b'<' => Class::Opener,
            b if b.is_ascii_whitespace() => Class::Blank,
            b if b.is_ascii_alphanumeric() => Class::Word,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

/// A chunk of text without blanks that holds one simple word, or none.
pub(super) struct Simple {
    /// The word; empty if there is none.
    pub(super) word: Range<usize>,
    /// Where the chunk ends.
    pub(super) end: usize,
    /// Whether the word is as it is indexed: there are neither capitals nor curly apostrophes in it.
    pub(super) is_folded: bool,
}

/// The simple word of the chunk that begins at `at`, if that is all there is in it.
#[inline]
pub(super) fn simple_word(bytes: &[u8], at: usize) -> Option<Simple> {
    // The bracket with which a chunk begins has been looked at.
    let from = if CLASSES[usize::from(bytes[at])] == Class::Opener { at + 1 } else { at };
    let start = skip_marks(bytes, from);
    let (mut end, mut is_folded) = (start, true);
    loop {
        let (len, has_capitals) = word_at(bytes, end);
        end += len;
        is_folded &= !has_capitals;
        let Some(apostrophe) = apostrophe_len(bytes, end) else { break };
        let is_between_letters = end > start
            && bytes[end - 1].is_ascii_alphabetic()
            && bytes.get(end + apostrophe).is_some_and(u8::is_ascii_alphabetic);
        if !is_between_letters {
            break;
        }
        // Of a number the apostrophe is no part.
        if bytes[start].is_ascii_digit() {
            return None;
        }
        is_folded &= apostrophe == 1;
        end += apostrophe;
    }
    let behind = skip_marks(bytes, end);
    let is_all = bytes.get(behind).is_none_or(|b| matches!(CLASSES[usize::from(*b)], Class::Blank | Class::Opener));
    is_all.then_some(Simple { word: start..end, end: behind, is_folded })
}

/// How many letters and digits stand from a place on, and whether there are capitals among them.
#[inline]
fn word_at(bytes: &[u8], at: usize) -> (usize, bool) {
    let (mut len, mut has_capitals) = (0, false);
    loop {
        let eight = eight_at(bytes, at + len);
        let others = !alphanumeric(eight) & HIGH;
        // All bits below the first byte that is none of the word.
        let word = others.wrapping_sub(1) & !others;
        has_capitals |= capitals(eight) & word != 0;
        if others != 0 {
            return (len + (others.trailing_zeros() / 8) as usize, has_capitals);
        }
        len += 8;
    }
}

/// How long the apostrophe is that stands at a place.
#[inline]
fn apostrophe_len(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'\'' => Some(1),
        0xe2 if bytes[at..].starts_with("’".as_bytes()) => Some("’".len()),
        _ => None,
    }
}

/// Past marks: those of ASCII, and the dashes and quotation marks of Unicode.
#[inline]
fn skip_marks(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += match CLASSES[usize::from(*byte)] {
            Class::Mark => 1,
            Class::Other if is_general_mark(&bytes[at..]) => 3,
            _ => break,
        };
    }
    at
}

/// From U+2010 to U+201F, which are dashes and quotation marks, and the ellipsis.
fn is_general_mark(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe2, 0x80, 0x90..=0x9f | 0xa6, ..])
}
