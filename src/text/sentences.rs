//! Sentences, as a reader of a passage would cut them.
//!
//! UAX #29 breaks after "Mr.", "J.P." and "in the U.S."; transcripts are full of these. A full stop
//! ends a sentence here unless what stands before it is a title, an initial or a known abbreviation,
//! or what follows goes on in lower case.

use std::ops::Range;

use super::{LazyLexicon, Lexicon, eights::Places};

/// Words whose full stop does not end a sentence when another word follows.
const ABBREVIATIONS: u32 = 1;
/// Abbreviations that may end a sentence: they do if the next word could begin one and no name goes on.
const LEGAL: u32 = 2;
/// Words that begin sentences and rarely go on after "U.S." or "Inc.".
const OPENERS: u32 = 4;

static LISTS: LazyLexicon = LazyLexicon::new(|| {
    Lexicon::new(&[
        (
            "adm approx apr asst aug ave bros capt cf col dec dept dr e.g est feb fig gen gov hon i.e jan jul jun lt maj \
             mar messrs mr mrs ms mt no nov oct prof rep rev sen sep sept sgt st vs",
            ABBREVIATIONS,
        ),
        ("co corp inc jr llc ltd plc sr", LEGAL),
        (
            "a after and as at before but during first for from he how i if in it last next now of on our please she so \
             thank thanks that the then there these they this those to today we what when with you your",
            OPENERS,
        ),
    ])
});

/// No abbreviation is longer, in bytes; no acronym either that anybody spells.
const LONGEST: usize = 12;

/// Whether a byte is the first of what may end a sentence.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'.' | b'!' | b'?' | 0xe2 | 0xe3 | 0xef)
}

/// The sentences of `text`, in order: they tile it, each with the white space that follows it.
/// A line break always ends one.
pub fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut marks = Places::of(text.as_bytes(), may_end);
    let (mut start, mut at) = (0, 0);
    std::iter::from_fn(move || {
        while let Some(mark) = marks.next_from(at) {
            let Some(c) = text[mark..].chars().next() else { break };
            let behind = mark + c.len_utf8();
            let ends = match c {
                '\n' | '\u{2028}' | '\u{2029}' => true,
                '。' | '！' | '？' => true,
                '.' | '!' | '?' | '…' => {
                    let after = skip_closers(text, behind);
                    if !is_break(text, start, mark, c, after) {
                        // Marks in a row fall together; looking at each would take time for all that follow it.
                        at = after;
                        continue;
                    }
                    true
                }
                _ => false,
            };
            at = behind;
            if ends {
                let end = skip_closers(text, behind);
                at = end + (text[end..].len() - text[end..].trim_start().len());
                return Some(std::mem::replace(&mut start, at)..at);
            }
        }
        at = text.len();
        (start < at).then(|| std::mem::replace(&mut start, at)..at)
    })
}

/// Past full stops in a row, closing quotes and brackets.
fn skip_closers(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let closers = ['.', '!', '?', '"', '\'', '”', '’', '»', ')', ']'];
    from + rest.len() - rest.trim_start_matches(closers).len()
}

/// Whether the mark at `at` ends the sentence begun at `start`; `after` is past marks and closers.
fn is_break(text: &str, start: usize, at: usize, mark: char, after: usize) -> bool {
    let rest = &text[after..];
    if rest.is_empty() {
        return true;
    }
    let Some(next) = rest.trim_start().chars().next() else { return true };
    if !rest.starts_with(char::is_whitespace) || next.is_lowercase() {
        return false;
    }
    // "in the U.S.?" ends in a full stop and a question mark.
    if mark != '.' || text[at..after].contains(['?', '!']) {
        return true;
    }
    let before = &text[start..at];
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“')).next().unwrap_or("");
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() && word != "I" {
        return false; // an initial
    }
    if word.len() > LONGEST {
        return true;
    }
    let lists = LISTS.lists_at(text, at - word.len()..at);
    if lists & ABBREVIATIONS > 0 {
        // "No." is a number's sign before a digit, and a whole answer before anything else.
        return word.eq_ignore_ascii_case("no") && !next.is_ascii_digit();
    }
    let acronym = word.contains('.') && word.split('.').all(|part| part.chars().count() == 1);
    if acronym || lists & LEGAL > 0 {
        return begins_sentence(rest.trim_start());
    }
    true
}

/// Whether the next word is one that begins sentences.
fn begins_sentence(rest: &str) -> bool {
    LISTS.lists(rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("")) & OPENERS > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_readers_end_them() {
        for (text, expected) in [
            ("One. Two? Three!", &["One. ", "Two? ", "Three!"][..]),
            ("Thanks, Mr. Smith. Go ahead.", &["Thanks, Mr. Smith. ", "Go ahead."]),
            ("J.P. Morgan asks. Yes.", &["J.P. Morgan asks. ", "Yes."]),
            ("John R. Doe spoke.", &["John R. Doe spoke."]),
            ("Demand in the U.S. Market rose. We won.", &["Demand in the U.S. Market rose. ", "We won."]),
            ("We sell in the U.S. The rest is Europe.", &["We sell in the U.S. ", "The rest is Europe."]),
            ("Acme Inc. Reported. \"Good.\" Then", &["Acme Inc. Reported. ", "\"Good.\" ", "Then"]),
            ("In the U.S.? Or elsewhere? No.", &["In the U.S.? ", "Or elsewhere? ", "No."]),
            ("It was 3.5 percent. OK.", &["It was 3.5 percent. ", "OK."]),
            ("so.. Mr. Cheng will", &["so.. ", "Mr. Cheng will"]),
            ("Is it? No. It is No. 5 now.", &["Is it? ", "No. ", "It is No. 5 now."]),
            ("a\n\nb", &["a\n\n", "b"]),
            ("你好。谢谢。", &["你好。", "谢谢。"]),
            ("", &[]),
        ] {
            let found: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
