//! Names of people: their forms on one call, and whether two forms can be one person.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A name as it is compared: lower-case words without accents, honorifics and suffixes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    words: Vec<String>,
}

/// How much two names look like one person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Different people.
    None,
    /// One is a part of the other: only a first or only a last name.
    Part,
    /// Two spellings, as far as one can tell: sound enough only where something else says so too.
    Spelling,
    /// Two forms of one name.
    Same,
}

/// Words around a name that are no part of it.
pub(super) const HONORIFICS: &[&str] = &[
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "miss",
    "dr",
    "dr.",
    "sir",
    "prof",
    "prof.",
    "professor",
    "madam",
    "madame",
    "doctor",
    "lord",
    "dame",
];
const SUFFIXES: &[&str] =
    &["jr", "sr", "ii", "iii", "iv", "phd", "cfa", "cpa", "md", "mba", "esq", "cbe", "obe", "kc", "qc", "cma", "facs"];

impl Name {
    /// Reads a name. Whatever stands in brackets is a further form and is left out (`James (Jim) Roe`).
    pub(crate) fn new(text: &str) -> Name {
        let mut reading = Reading::default();
        if text.is_ascii() {
            text.chars().all(|c| reading.take(c));
        } else {
            text.nfkd().all(|c| reading.take(c));
        }
        reading.flush();
        Name { words: reading.words }
    }

    /// The words.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether there is a first and a last name.
    pub(crate) fn is_full(&self) -> bool {
        self.words.len() >= 2
    }

    /// Whether two full names differ by a letter or so in one word only: safe to join without further evidence.
    pub(crate) fn nearly(&self, other: &Name) -> bool {
        let (Some(a_first), Some(b_first), Some(a_last), Some(b_last)) =
            (self.words.first(), other.words.first(), self.words.last(), other.words.last())
        else {
            return false;
        };
        let close = |a: &str, b: &str| a.len().min(b.len()) >= 5 && distance(a, b, 1) <= 1;
        self.is_full()
            && other.is_full()
            && ((given_alike(a_first, b_first) && close(a_last, b_last))
                || (a_last == b_last && close(a_first, b_first)))
    }

    /// Whether two full names differ in nothing but a usual short form of the given name, and middle names left out or
    /// shortened.
    pub(crate) fn is_close(&self, other: &Name) -> bool {
        let (few, many) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let ([a_first, few @ .., a_last], [b_first, many @ .., b_last]) = (&few.words[..], &many.words[..]) else {
            return false;
        };
        let fits = |middle: &String| many.iter().any(|word| word.starts_with(middle) || middle.starts_with(word));
        a_last == b_last && (a_first == b_first || short_forms(a_first, b_first)) && few.iter().all(fits)
    }

    /// How much two names look like one person's.
    pub(crate) fn likeness(&self, other: &Name) -> Likeness {
        let (a, b) = (&self.words, &other.words);
        let (Some(a_first), Some(b_first), Some(a_last), Some(b_last)) = (a.first(), b.first(), a.last(), b.last())
        else {
            return Likeness::None;
        };
        if a == b {
            return Likeness::Same;
        }
        if a.len() == 1 || b.len() == 1 {
            let (single, many) = if a.len() == 1 { (a_first, b) } else { (b_first, a) };
            // A full name that has lost its space (`JaneDoe`) is no part of the other.
            return if is_joined(single, many) { Likeness::Same } else { part(single, many) };
        }
        let last = a_last == b_last || a.ends_with_joined(b) || b.ends_with_joined(a);
        // Most names of a call are different people's, and their last names tell: those are looked at first. Where they
        // have nothing in common, nothing hangs on the first names but the order of the words.
        let near_last = last || near(a_last, b_last) || heard_alike(a_last, b_last);
        let begins = a_last.chars().next() == b_last.chars().next();
        let first =
            (near_last || begins) && (given_alike(a_first, b_first) || middle_as_first(a, b) || middle_as_first(b, a));
        if last && first {
            return Likeness::Same;
        }
        if same_words(a, b) {
            // Family name first, as in Chinese and Hungarian.
            return Likeness::Same;
        }
        // Where the last names are not near, alike first names were asked for only where the last begin alike.
        let spelled = near_last && (first || near(a_first, b_first)) || first && sketch(a_last, b_last);
        if spelled { Likeness::Spelling } else { Likeness::None }
    }
}

/// Whether two names have the same words, in whatever order.
fn same_words(a: &[String], b: &[String]) -> bool {
    let times = |words: &[String], word: &String| words.iter().filter(|other| *other == word).count();
    a.len() == b.len() && a.iter().all(|word| times(a, word) == times(b, word))
}

/// Whether a list of words ends with another list's last words written as one (`de la Cruz`, `delacruz`).
trait EndsWithJoined {
    fn ends_with_joined(&self, other: &Self) -> bool;
}

impl EndsWithJoined for Vec<String> {
    fn ends_with_joined(&self, other: &Self) -> bool {
        let Some(last) = other.last() else { return false };
        // A joined word is as long as its parts.
        (2..self.len()).any(|n| is_joined(last, &self[self.len() - n..]))
    }
}

/// Whether a word is others written as one.
fn is_joined(word: &str, parts: &[String]) -> bool {
    let mut rest = word;
    parts.iter().all(|part| rest.strip_prefix(part.as_str()).inspect(|left| rest = left).is_some()) && rest.is_empty()
}

/// A name while it is read.
#[derive(Default)]
struct Reading {
    words: Vec<String>,
    word: String,
    /// How many brackets are open.
    depth: usize,
}

impl Reading {
    /// Takes a character; whether the name may go on.
    fn take(&mut self, c: char) -> bool {
        match c {
            '(' | '[' | '{' => self.depth += 1,
            ')' | ']' | '}' => self.depth = self.depth.saturating_sub(1),
            _ if self.depth > 0 => {}
            c if c.is_ascii_alphanumeric() => self.word.push(c.to_ascii_lowercase()),
            c if is_combining_mark(c) => {}
            c if c.is_alphanumeric() => self.word.extend(c.to_lowercase()),
            // Apostrophes and hyphens come and go between spellings; so do the stops of `C.J.`.
            '\'' | '’' | '‘' | '`' | '-' | '‐' | '‑' | '.' if !self.word.is_empty() => {}
            _ => self.flush(),
        }
        self.depth > 0 || c != ','
    }

    /// Ends a word.
    fn flush(&mut self) {
        let (word, words) = (&mut self.word, &mut self.words);
        let skip = word.is_empty()
            || HONORIFICS.contains(&word.as_str()) && words.is_empty()
            || SUFFIXES.contains(&word.as_str()) && words.len() >= 2;
        if skip {
            word.clear();
        } else {
            words.push(std::mem::take(word));
        }
    }
}

/// A lone name against a full one.
fn part(single: &str, many: &[String]) -> Likeness {
    let first = many.first().is_some_and(|first| given_alike(single, first));
    let any = many.iter().any(|word| word == single);
    if first || any { Likeness::Part } else { Likeness::None }
}

/// `Ahmed Sami Badri` is called Sami Badri; `Christopher James Muse` is called C.J. Muse.
fn middle_as_first(long: &[String], short: &[String]) -> bool {
    let Some(first) = short.first() else { return false };
    let given = &long[..long.len().saturating_sub(1)];
    if given.len() < 2 {
        return false;
    }
    let initials: String = given.iter().filter_map(|word| word.chars().next()).collect();
    given.iter().skip(1).any(|word| word.len() > 1 && given_alike(word, first))
        || (first.len() >= 2 && initials.len() >= 2 && (initials == *first || initials.starts_with(first.as_str())))
}

/// Whether two given names can be one person's: equal, an initial, short and long form.
pub(super) fn given_alike(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() <= 1 {
        return !short.is_empty() && long.starts_with(short);
    }
    (short.len() >= 3 && (long.starts_with(short) || (short.len() >= 4 && long.ends_with(short)))) || short_forms(a, b)
}

/// Whether a word is a given name of the table.
pub(crate) fn is_given(word: &str) -> bool {
    ROWS.contains_key(word.to_lowercase().as_str())
}

/// The rows of the table of short forms in which a given name stands.
pub(crate) fn rows_of_short_forms(word: &str) -> &'static [usize] {
    ROWS.get(word).map_or(&[], Vec::as_slice)
}

/// Whether two given names stand in one row of the table of short forms.
fn short_forms(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (ROWS.get(a), ROWS.get(b)) else { return false };
    a.iter().any(|row| b.contains(row))
}

/// Whether a few letters differ, given the length of the words.
fn near(a: &str, b: &str) -> bool {
    let (a_len, b_len) = (a.chars().count(), b.chars().count());
    let allowed = match a_len.min(b_len) {
        0..=2 => return false,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    };
    a_len.abs_diff(b_len) <= allowed && distance(a, b, allowed) <= allowed
}

/// Whether two surnames have the same consonants in the same order, as misheard names mostly do.
fn heard_alike(a: &str, b: &str) -> bool {
    bones(a).eq(bones(b)) && bones(a).nth(1).is_some()
}

/// The consonants of a word, those that sound alike as one, none twice in a row.
fn bones(word: &str) -> impl Iterator<Item = char> {
    let mut before = None;
    let heard = word.chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w'));
    let alike = heard.map(|c| match c {
        'c' | 'q' => 'k',
        'z' => 's',
        'd' => 't',
        'b' => 'p',
        'v' => 'f',
        'j' => 'g',
        c => c,
    });
    alike.filter(move |c| before.replace(*c) != Some(*c))
}

/// Whether two surnames that begin alike have half of their letters in place.
fn sketch(a: &str, b: &str) -> bool {
    let longer = a.chars().count().max(b.chars().count());
    longer >= 4 && distance(a, b, longer / 2) * 2 <= longer
}

/// Letters to change, add or leave out to make one word of the other; stops counting above `most`.
fn distance(a: &str, b: &str, most: usize) -> usize {
    const LONGEST: usize = 40;
    // What letters a word has, as bits: each that the other has not is a change, and most words have too many of them.
    let kinds = |word: &str| word.chars().take(LONGEST).fold(0_u64, |kinds, c| kinds | 1 << (u32::from(c) % 64));
    let (a_kinds, b_kinds) = (kinds(a), kinds(b));
    let fewest = (a_kinds & !b_kinds).count_ones().max((b_kinds & !a_kinds).count_ones());
    if fewest as usize > most {
        return most + 1;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(LONGEST).collect(), b.chars().take(LONGEST).collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

/// In which rows of the table a name stands.
static ROWS: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut rows: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, names) in SHORT_FORMS.lines().enumerate() {
        for name in names.split(' ') {
            rows.entry(name).or_default().push(row);
        }
    }
    rows
});

/// Given names and their usual short forms, a row each.
static SHORT_FORMS: &str = include_str!("short_forms.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_close_differ_in_short_forms_and_middle_names_only() {
        for (a, b, want) in [
            ("Ann Roe", "Ann Beth Roe", true),
            ("Ann B. Roe", "Ann Beth Roe", true),
            ("Bob Li", "Robert J. Li", true),
            ("Ann B. Roe", "Ann C. Roe", false),
            ("A. Roe", "Ann Roe", false),
            ("Ann Roe", "Annabel Roe", false),
            ("Ann", "Ann Roe", false),
        ] {
            assert_eq!(Name::new(a).is_close(&Name::new(b)), want, "{a} / {b}");
            assert_eq!(Name::new(b).is_close(&Name::new(a)), want, "{b} / {a}");
        }
    }

    #[test]
    fn likeness_of_names() {
        use Likeness::{None, Part, Same, Spelling};
        for (a, b, want) in [
            ("Ann Roe", "Ann Roe", Same),
            ("Ann B. Roe", "Mrs. Ann Roe, CFA", Same),
            ("Anne Marie O’Hara", "Ann OHara", Same),
            ("Bob Li", "Robert Li", Same),
            ("C.J. Kim", "Christopher James Kim", Same),
            ("Ahmed Sami Doe", "Sami Doe", Same),
            ("José Núñez", "Jose Nunez", Same),
            ("James (Jim) Roe", "Jim Roe", Same),
            ("Zhang Wei", "Wei Zhang", Same),
            ("Maria de la Cruz", "Maria Delacruz", Same),
            ("Jen-Hsun Poe", "Jensen Poe", Same),
            ("JaneDoe", "Jane Doe", Same),
            ("JaneQ.Doe", "Jane Q. Doe", Same),
            // Not the full name, but what may be a longer form of the first.
            ("JaneDoe", "Jane Q. Doe", Part),
            ("JaneQ", "Jane Q. Doe", Part),
            ("James", "James Jin Cheng", Part),
            ("Zhang", "Xi Zhang", Part),
            ("Bob", "Robert Li", Part),
            ("Ken Gabrielski", "Ken Gawrelski", Spelling),
            ("Bryan Spilane", "Brian Spillane", Spelling),
            // A few letters of the given name; half of the family name, where it begins alike.
            ("Melina Okafor", "Belina Okafor", Spelling),
            ("Ann Marchant", "Ann Marquard", Spelling),
            ("Ann Marchant", "Eve Marquard", None),
            ("Ann Marchant", "Ann Tarquard", None),
            // One consonant is too little to have been heard alike.
            ("Ann Lee", "Ann Lai", None),
            ("Xi Zhang", "Shuang Zhang", None),
            ("Ann Roe", "Mary Roe", None),
            ("Ann Roe", "Ann Smith", None),
            ("", "Ann", None),
        ] {
            assert_eq!(Name::new(a).likeness(&Name::new(b)), want, "{a} / {b}");
            assert_eq!(Name::new(b).likeness(&Name::new(a)), want, "{b} / {a}");
        }
    }
}
