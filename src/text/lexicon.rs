//! Lists of short words, looked up by number: one look at a word tells every list that holds it.

use std::{ops::Range, sync::LazyLock};

use super::{
    eights::{HIGH, lowercase},
    sieve::Sieve,
};

/// The longest word that can be listed, in bytes.
const LONGEST: usize = 24;

/// A word in lower case and with straight apostrophes, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key([u64; LONGEST / 8]);

impl Key {
    /// The key of a word in any case; `None` for what no list holds: words that are long, empty, or not English.
    #[inline]
    pub(crate) fn of(word: &str) -> Option<Key> {
        // A key ends where its zeros begin.
        if word.ends_with('\0') {
            return None;
        }
        let mut bytes = [0; LONGEST];
        let place = bytes.get_mut(..word.len()).filter(|place| !place.is_empty())?;
        // The length is not known beforehand: byte by byte is faster than a call.
        for (to, from) in place.iter_mut().zip(word.bytes()) {
            *to = from;
        }
        let mut numbers = Key::numbers(&bytes);
        if (numbers[0] | numbers[1] | numbers[2]) & HIGH != 0 {
            bytes = [0; LONGEST];
            for (at, c) in word.chars().enumerate() {
                let c = if matches!(c, '’' | '‘') { '\'' } else { c };
                *bytes.get_mut(at)? = u8::try_from(c).ok().filter(u8::is_ascii)?;
            }
            numbers = Key::numbers(&bytes);
        }
        Some(Key(numbers.map(lowercase)))
    }

    /// The key of a word that stands in a text: quicker, where as many bytes follow as a word may have.
    #[inline]
    fn at(text: &str, range: Range<usize>) -> Option<Key> {
        let len = range.len();
        match text.as_bytes().get(range.start..).and_then(|rest| rest.first_chunk::<LONGEST>()) {
            Some(bytes) if len <= LONGEST && len > 0 && bytes[len - 1] != 0 => {
                let numbers = Key::numbers(bytes);
                let [a, b, c] = numbers;
                let numbers = match len {
                    0..=8 => [a & first(len), 0, 0],
                    9..=16 => [a, b & first(len - 8), 0],
                    _ => [a, b, c & first(len - 16)],
                };
                if (numbers[0] | numbers[1] | numbers[2]) & HIGH == 0 {
                    return Some(Key(numbers.map(lowercase)));
                }
            }
            _ => {}
        }
        Key::of(&text[range])
    }

    fn numbers(bytes: &[u8; LONGEST]) -> [u64; LONGEST / 8] {
        let mut numbers = [0; LONGEST / 8];
        for (number, eight) in numbers.iter_mut().zip(bytes.as_chunks::<8>().0) {
            *number = u64::from_le_bytes(*eight);
        }
        numbers
    }

    /// The one number that tells a word of up to eight bytes.
    fn short(self) -> Option<u64> {
        let [a, b, c] = self.0;
        (b | c == 0).then_some(a)
    }

    fn mixed(self) -> u64 {
        let [a, b, c] = self.0;
        a ^ b.rotate_left(23) ^ c.rotate_left(41)
    }
}

/// The first one to eight bytes of a number.
#[inline]
fn first(n: usize) -> u64 {
    u64::MAX >> (64 - 8 * n)
}

/// Words, each with the lists that hold it, as bits.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// How all words begin, by their first eight bytes. Most words of speech are in no list, and need not be looked for.
    beginnings: Sieve,
    /// Words of up to eight bytes, which are nearly all that is asked for.
    short: Table<u64>,
    long: Table<Key>,
}

/// Keys with their lists, each at the place that its number tells, or behind it. Less than half of all slots are taken,
/// so that a search ends soon.
#[derive(Debug)]
struct Table<K> {
    slots: Vec<(K, u32)>,
    bits: u32,
}

impl<K: Copy + PartialEq> Table<K> {
    /// Keys with their numbers and lists; `nothing` stands in empty slots.
    fn new(keys: &[(K, u64, u32)], nothing: K) -> Table<K> {
        let bits = (keys.len() * 2 + 2).next_power_of_two().trailing_zeros();
        let mut table = Table { slots: vec![(nothing, 0); 1 << bits], bits };
        for (key, number, lists) in keys {
            let slot = table.slot(*key, *number);
            table.slots[slot].0 = *key;
            table.slots[slot].1 |= lists;
        }
        table
    }

    /// The slot of a key, or the empty one where it would stand.
    #[inline]
    fn slot(&self, key: K, number: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - self.bits)) as usize;
        while self.slots[at].1 != 0 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    #[inline]
    fn lists(&self, key: K, number: u64) -> u32 {
        self.slots[self.slot(key, number)].1
    }
}

impl Lexicon {
    /// Lists of words in lower case, each as one text, with a bit for each.
    pub(crate) fn new(lists: &[(&str, u32)]) -> Lexicon {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for (words, list) in lists {
            for word in words.split_whitespace() {
                let key = Key::of(word);
                debug_assert!(key.is_some(), "too long for a list: {word}");
                match key.map(|key| (key, key.short())) {
                    Some((_, Some(number))) => short.push((number, number, *list)),
                    Some((key, None)) => long.push((key, key.mixed(), *list)),
                    None => {}
                }
            }
        }
        let beginnings = short.iter().map(|(number, ..)| *number).chain(long.iter().map(|(key, ..)| key.0[0]));
        Lexicon {
            beginnings: Sieve::of(beginnings),
            short: Table::new(&short, 0),
            long: Table::new(&long, Key([0; 3])),
        }
    }

    /// The lists that hold a word, in any case.
    #[inline]
    pub(crate) fn lists(&self, word: &str) -> u32 {
        Key::of(word).map_or(0, |key| self.of_key(key))
    }

    #[inline]
    fn of_key(&self, key: Key) -> u32 {
        match key.short() {
            Some(number) => self.short.lists(number, number),
            None => self.long.lists(key, key.mixed()),
        }
    }

    /// The lists that hold the word in this place of a text, in any case.
    #[inline]
    pub(crate) fn lists_at(&self, text: &str, range: Range<usize>) -> u32 {
        let len = range.len().min(8);
        if len > 0
            && let Some(eight) = text.as_bytes().get(range.start..).and_then(|rest| rest.first_chunk())
        {
            let number = u64::from_le_bytes(*eight) & first(len);
            if number & HIGH == 0 {
                let number = lowercase(number);
                if !self.beginnings.passes(number) {
                    return 0;
                }
                // Most words are so short that one number tells; not where zeros are the word's own.
                if range.len() <= 8 && number >> (8 * (len - 1)) != 0 {
                    return self.short.lists(number, number);
                }
            }
        }
        self.lists_of_rare(text, range)
    }

    /// The same for the few words that are long, not English, or at the end of a text.
    #[inline(never)]
    fn lists_of_rare(&self, text: &str, range: Range<usize>) -> u32 {
        Key::at(text, range).map_or(0, |key| self.of_key(key))
    }
}

/// A lexicon that is made when it is first asked.
pub(crate) type LazyLexicon = LazyLock<Lexicon>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_words_find_a_place() {
        let word = |n: u32| format!("{}{n:x}", if n.is_multiple_of(5) { "establish" } else { "w" });
        let list = |step: usize| (0..3000).step_by(step).map(word).collect::<Vec<_>>().join(" ");
        let lexicon = Lexicon::new(&[(&list(2), 1), (&list(3), 2)]);
        for n in 0..3200 {
            let want = if n < 3000 { u32::from(n % 2 == 0) | u32::from(n % 3 == 0) << 1 } else { 0 };
            assert_eq!(lexicon.lists(&word(n)), want, "{}", word(n));
            assert_eq!(lexicon.lists_at(&format!("{} and on", word(n)), 0..word(n).len()), want, "{}", word(n));
        }
    }

    #[test]
    fn words_are_found_in_their_lists() {
        let lexicon = Lexicon::new(&[("we we'll i question-and-answer", 1), ("i you [x] @z", 2)]);
        for (word, lists) in [
            ("we", 1),
            ("We", 1),
            ("WE'LL", 1),
            ("we’ll", 1),
            ("I", 3),
            ("you", 2),
            ("[X]", 2),
            ("{X}", 0),
            ("`z", 0),
            ("Question-and-Answer", 1),
            ("wé", 0),
            ("w", 0),
            ("", 0),
            ("question-and-answer-session", 0),
            ("we\0", 0),
            ("\0", 0),
            ("question-and-answer\0", 0),
        ] {
            assert_eq!(lexicon.lists(word), lists, "{word}");
            let text = format!("é{word}, and so on until nothing more is to be said.");
            assert_eq!(lexicon.lists_at(&text, 2..2 + word.len()), lists, "{word}");
        }
    }
}
