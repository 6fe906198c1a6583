//! Many phrases looked for at once, where words begin.
//!
//! Automata for a few dozen phrases take longer to build than a call takes to read. Nearly every word is passed over here
//! by its first four bytes, and the few others are compared.

use std::ops::Range;

use super::{WordStarts, sieve::Sieve};

/// Phrases, each with the lists that hold it, as bits.
#[derive(Debug)]
pub(crate) struct Cues {
    /// How phrases begin.
    openings: Sieve,
    /// Where in `phrases` those of each slot begin and end.
    slots: Box<[(u16, u16); SLOTS]>,
    phrases: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    opening: u32,
    text: Box<[u8]>,
    lists: u32,
}

const SLOTS: usize = 1 << 12;

/// The first four bytes of a phrase. The case of letters is the only difference that is wanted; others are found when
/// phrases are compared.
fn opening(text: &[u8]) -> Option<u32> {
    text.first_chunk().map(|four| u32::from_le_bytes(*four) | 0x2020_2020)
}

#[inline]
fn slot(opening: u32) -> usize {
    (opening.wrapping_mul(0x9e37_79b1) >> 20) as usize
}

impl Cues {
    /// Lists of phrases of at least four bytes, with straight apostrophes. A phrase that ends within a word is found
    /// where that word goes on.
    pub(crate) fn new(lists: &[(&[&str], u32)]) -> Cues {
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut add = |text: &str, lists: u32| {
            let opening = opening(text.as_bytes());
            debug_assert!(opening.is_some(), "too short for a phrase: {text}");
            phrases.extend(opening.map(|opening| Phrase { opening, text: text.as_bytes().into(), lists }));
        };
        for (phrases, list) in lists {
            for phrase in *phrases {
                add(phrase, *list);
                if phrase.contains('\'') {
                    add(&phrase.replace('\'', "’"), *list);
                }
            }
        }
        phrases.sort_by_key(|phrase| slot(phrase.opening));
        let mut slots = Box::new([(0, 0); SLOTS]);
        for (at, phrase) in (0..).zip(&phrases) {
            let (first, behind) = &mut slots[slot(phrase.opening)];
            if *behind == 0 {
                *first = at;
            }
            *behind = at + 1;
        }
        let openings = Sieve::of(phrases.iter().map(|phrase| u64::from(phrase.opening)));
        Cues { openings, slots, phrases }
    }

    /// Of the lists that are wanted, those of which a phrase stands in the text, in any case.
    pub(crate) fn lists(&self, text: &str, wanted: u32) -> u32 {
        let mut missing = wanted;
        for (at, phrases) in self.likely(text) {
            for phrase in phrases {
                if phrase.lists & missing != 0 && phrase.stands_at(text.as_bytes(), at) {
                    missing &= !phrase.lists;
                    if missing == 0 {
                        return wanted;
                    }
                }
            }
        }
        wanted & !missing
    }

    /// Where each phrase of the text stands, in the order in which they begin, and the lists that hold it.
    pub(crate) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (Range<usize>, u32)> {
        self.likely(text).flat_map(move |(at, phrases)| {
            let stand = phrases.iter().filter(move |phrase| phrase.stands_at(text.as_bytes(), at));
            stand.map(move |phrase| (at..at + phrase.text.len(), phrase.lists))
        })
    }

    /// The places where phrases may begin, and which: those that share a slot.
    #[inline]
    fn likely<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, &'a [Phrase])> {
        let opening = |at: usize| text.as_bytes().get(at..).and_then(opening);
        let may = move |at: usize| opening(at).is_some_and(|opening| self.openings.passes(opening.into()));
        WordStarts::that(may, text).map(move |at| {
            let (first, behind) = self.slots[slot(opening(at).unwrap_or_default())];
            (at, &self.phrases[usize::from(first)..usize::from(behind)])
        })
    }
}

impl Phrase {
    /// Whether the phrase stands at a place, in any case.
    fn stands_at(&self, bytes: &[u8], at: usize) -> bool {
        let opens = opening(&bytes[at..]) == Some(self.opening);
        opens && bytes[at..].get(..self.text.len()).is_some_and(|part| part.eq_ignore_ascii_case(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_where_words_begin() {
        let cues = Cues::new(&[(&["can't hear", "over to"], 1), (&["over there", "pass th"], 2)]);
        for (text, lists) in [
            ("I can't hear you.", 1),
            ("I CAN’T HEAR", 1),
            ("Over to you, over there", 3),
            ("I'll pass this on", 2),
            ("moreover to", 0),
            ("(over\tto)", 0),
            ("pass t", 0),
            ("over-to", 0),
            ("é over to", 1),
            ("", 0),
        ] {
            assert_eq!(cues.lists(text, 3), lists, "{text}");
            let mut each = 0;
            for (place, lists) in cues.places(text) {
                each |= lists;
                let found = text[place].to_lowercase().replace('’', "'");
                assert!(["can't hear", "over to", "over there", "pass th"].contains(&found.as_str()), "{found}");
            }
            assert_eq!(each, lists, "{text}");
        }
    }
}
