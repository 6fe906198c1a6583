//! Which candidates are labels: a colon stands inside speech too, so the whole file is the witness.
//!
//! A label is a role, or a name that recurs, or that somebody introduced, or that looks like a person's
//! and stands where labels stand. Against it speak words that the text also uses in lower case.

use std::{collections::HashMap, ops::Range};

use super::{label::Candidate, line::Line, shape::Shape};
use crate::text::{WordStarts, word_len};

/// All candidates that print the same name.
struct Key<'a> {
    words: Vec<&'a str>,
    shape: Shape,
    lines: Vec<usize>,
    marked: bool,
    positioned: bool,
    /// Printed in capitals throughout.
    capital: bool,
    detailed: bool,
    glued: usize,
    lowered: usize,
    /// Capitalised elsewhere than at a label.
    mentioned: bool,
    /// Mentioned shortly before its first label.
    introduced: bool,
    /// Every word of it also stands in lower case, at least as often as the label stands.
    common: bool,
}

impl<'a> Key<'a> {
    fn new(name: &str, words: Vec<&'a str>, shape: Shape) -> Self {
        Key {
            words,
            shape,
            lines: Vec::new(),
            marked: false,
            positioned: false,
            capital: !name.contains(char::is_lowercase) && name.contains(char::is_uppercase),
            detailed: false,
            glued: 0,
            lowered: 0,
            mentioned: false,
            introduced: false,
            common: false,
        }
    }
}

/// How near before a label a mention is an introduction, in bytes.
const NEAR: usize = 400;
/// From which score on a candidate is a label.
const ENOUGH: i32 = 3;

/// For every line, whether its candidate is a label.
pub(super) fn judge(text: &str, lines: &[Line], candidates: &[Option<Candidate>], wrapped: bool) -> Vec<bool> {
    let mut keys = gather(text, lines, candidates);
    let dense = is_dense(lines, &keys, wrapped);
    witness(text, lines, candidates, &mut keys);
    let glued = keys.iter().map(|key| key.glued).sum::<usize>() * 2 > keys.iter().map(|key| key.lines.len()).sum();
    let style = Style { dense, glued, capital: are_capital(&keys) };
    let mut verdicts = vec![false; lines.len()];
    for key in &keys {
        if key.shape == Shape::Certain || score(key, &style) >= ENOUGH {
            for &line in &key.lines {
                verdicts[line] = true;
            }
        }
    }
    verdicts
}

fn gather<'a>(text: &'a str, lines: &[Line], candidates: &[Option<Candidate>]) -> Vec<Key<'a>> {
    let mut keys: Vec<Key> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (number, (line, candidate)) in lines.iter().zip(candidates).enumerate() {
        let Some(candidate) = candidate else { continue };
        let name = &text[line.range.start + candidate.name.start..line.range.start + candidate.name.end];
        let place = *known.entry(name).or_insert_with(|| {
            let words = name.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’'));
            let words: Vec<&str> = words.filter(|word| word.chars().count() > 1).collect();
            *places.entry(words.join(" ").to_lowercase()).or_insert_with(|| {
                keys.push(Key::new(name, words, candidate.shape));
                keys.len() - 1
            })
        });
        let key = &mut keys[place];
        let said = text[line.range.clone()].get(candidate.text..).unwrap_or_default();
        key.shape = key.shape.max(candidate.shape);
        key.lines.push(number);
        key.marked |= candidate.mark.is_some();
        key.positioned |= candidate.title.is_some();
        key.detailed |= candidate.title.is_some() || candidate.firm.is_some();
        key.glued += usize::from(candidate.glued);
        key.lowered += usize::from(said.starts_with(char::is_lowercase));
    }
    keys
}

/// Whether nearly every paragraph begins with what looks like a label, as where each turn is one line.
fn is_dense(lines: &[Line], keys: &[Key], wrapped: bool) -> bool {
    let likely = |key: &&Key| key.shape >= Shape::Single || key.lines.len() > 1;
    let Some(first) = keys.iter().filter(likely).filter_map(|key| key.lines.first()).min() else { return false };
    let paragraphs = lines[*first..].iter().filter(|line| !wrapped || line.opens).count();
    let labelled: usize = keys.iter().filter(likely).map(|key| key.lines.len()).sum();
    labelled * 100 >= paragraphs * 93
}

/// Looks for the words of doubtful names in all of the text, once.
fn witness(text: &str, lines: &[Line], candidates: &[Option<Candidate>], keys: &mut [Key]) {
    let mut doubted = Doubted::default();
    for (number, key) in keys.iter().enumerate().filter(|(_, key)| is_doubtful(key)) {
        for &word in &key.words {
            doubted.add(word, number);
        }
    }
    if doubted.holders.is_empty() {
        return;
    }
    let mut lower = vec![0_usize; doubted.holders.len()];
    let labels: Vec<(usize, usize)> = lines
        .iter()
        .zip(candidates)
        .filter_map(|(line, c)| c.as_ref().map(|c| (line.range.start + c.name.start, line.range.start + c.name.end)))
        .collect();
    doubted.each(text, |place, found| {
        if text[found.clone()].starts_with(char::is_lowercase) {
            lower[place] += 1;
            return;
        }
        let label = labels.partition_point(|&(_, end)| end < found.end);
        if labels.get(label).is_some_and(|&(start, _)| start <= found.start) {
            return;
        }
        for &number in &doubted.holders[place] {
            let key = &mut keys[number];
            key.mentioned = true;
            let first = key.lines.first().map_or(0, |&line| lines[line].range.start);
            key.introduced |= found.end <= first && first - found.end < NEAR;
        }
    });
    for key in keys.iter_mut().filter(|key| is_doubtful(key)) {
        let count = key.lines.len();
        key.common = !key.words.is_empty()
            && key
                .words
                .iter()
                .all(|word| doubted.places.get(&word.to_ascii_lowercase()).is_some_and(|&place| lower[place] >= count));
    }
}

fn is_doubtful(key: &Key) -> bool {
    key.shape != Shape::Certain && !(key.shape == Shape::Person && key.lines.len() > 3)
}

/// The words of doubtful names, and who has them.
#[derive(Default)]
struct Doubted {
    /// For each word, the names that have it.
    holders: Vec<Vec<usize>>,
    /// Where a word stands in that list; in lower case.
    places: HashMap<String, usize>,
}

impl Doubted {
    fn add(&mut self, word: &str, holder: usize) {
        let place = *self.places.entry(word.to_ascii_lowercase()).or_insert_with(|| {
            self.holders.push(Vec::new());
            self.holders.len() - 1
        });
        self.holders[place].push(holder);
    }

    /// Calls `tell` with each of the words that stands in a text, whatever its case, and its place there.
    fn each(&self, text: &str, mut tell: impl FnMut(usize, Range<usize>)) {
        // Most words of the text are passed over by their first letters.
        let mut opens = [false; Opening::ALL];
        for word in self.places.keys() {
            for opening in Opening::of_word(word.as_bytes()) {
                opens[opening.0] = true;
            }
        }
        let bytes = text.as_bytes();
        let mut lower = String::new();
        let mut look = |at: usize| {
            if !begins_word(text, at) {
                return;
            }
            lower.clear();
            let mut find = |end: usize| {
                lower.push_str(&text[at + lower.len()..end]);
                lower.make_ascii_lowercase();
                if let Some(&place) = self.places.get(lower.as_str()) {
                    tell(place, at..end);
                }
            };
            // Most words are letters of ASCII and no more, and end in one place.
            let end = at + word_len(bytes, at);
            if end > at && bytes.get(end).is_none_or(|next| next.is_ascii() && *next != b'\'') {
                find(end);
            } else {
                ends(text, at).take(FORMS).for_each(find);
            }
        };
        let opens = |at: usize| opens[Opening::at(bytes, at).0];
        WordStarts::that(opens, text).for_each(&mut look);
        // Words that begin with another letter are rare, and so is each of their first bytes.
        let mut first: Vec<u8> = self.places.keys().filter_map(|word| word.bytes().next()).collect();
        first.retain(|byte| !byte.is_ascii_alphanumeric());
        first.sort_unstable();
        first.dedup();
        first.iter().for_each(|byte| memchr::memchr_iter(*byte, bytes).filter(|at| opens(*at)).for_each(&mut look));
    }
}

/// Whether nothing of a word stands before a place.
fn begins_word(text: &str, at: usize) -> bool {
    text.is_char_boundary(at) && !text[..at].ends_with(char::is_alphanumeric)
}

/// In how many places a word may end that has apostrophes: `O'Hara`, `O'Hara's`.
const FORMS: usize = 4;

/// Where a word that begins at `at` may end: before its apostrophes, and at its end.
fn ends(text: &str, at: usize) -> impl Iterator<Item = usize> {
    let mut chars = text[at..].char_indices().map(move |(i, c)| (at + i, c)).peekable();
    let len = text.len();
    std::iter::from_fn(move || {
        chars.next().filter(|(_, c)| c.is_alphanumeric() || matches!(c, '\'' | '’'))?;
        while chars.next_if(|(_, c)| c.is_alphanumeric()).is_some() {}
        Some(chars.peek().map_or(len, |(i, _)| *i))
    })
}

/// How a word begins, as a number.
struct Opening(usize);

impl Opening {
    const ALL: usize = 1 << 12;

    fn new(a: u8, b: u8, c: u8) -> Opening {
        let mixed = u32::from_le_bytes([a | 0x20, b | 0x20, c, 0]).wrapping_mul(0x9e37_79b1);
        Opening((mixed >> 20) as usize)
    }

    #[inline]
    fn at(bytes: &[u8], at: usize) -> Opening {
        if let Some(&[a, b, c, _]) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
            return Opening::new(a, b, THIRD[usize::from(c)]);
        }
        let byte = |n: usize| bytes.get(at + n).copied().unwrap_or_default();
        Opening::new(byte(0), byte(1), THIRD[usize::from(byte(2))])
    }

    /// The openings of a word, whatever follows it.
    fn of_word(word: &[u8]) -> [Opening; 2] {
        let byte = |n: usize| word.get(n).copied().unwrap_or_default();
        let third = word.get(2).copied();
        [b' ', 0x80].map(|behind| Opening::new(byte(0), byte(1), THIRD[usize::from(third.unwrap_or(behind))]))
    }
}

/// What the third byte of a word counts for: all marks before which words of two letters end are one, and so is all that
/// is not ASCII.
const THIRD: [u8; 256] = {
    let mut third = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let this = byte as u8;
        third[byte] = if this >= 0x80 {
            1
        } else if this.is_ascii_alphanumeric() {
            this | 0x20
        } else {
            0
        };
        byte += 1;
    }
    third
};

/// How this file prints its labels.
struct Style {
    /// Nearly every paragraph has one.
    dense: bool,
    /// The text follows the colon without a blank.
    glued: bool,
    /// In capitals.
    capital: bool,
}

/// Whether labels are printed in capitals: nine of ten of what looks most like labels.
fn are_capital(keys: &[Key]) -> bool {
    let likely = || keys.iter().filter(|key| key.shape >= Shape::Person && key.lines.len() > 1);
    let all: usize = likely().map(|key| key.lines.len()).sum();
    let capital: usize = likely().filter(|key| key.capital).map(|key| key.lines.len()).sum();
    all > 4 && capital * 10 >= all * 9
}

fn score(key: &Key, style: &Style) -> i32 {
    let &Style { dense, glued, capital } = style;
    let count = key.lines.len();
    let mut score = match key.shape {
        Shape::Weak => 0,
        Shape::Single => 1,
        Shape::Person | Shape::Certain => 2,
    };
    score += i32::from(count > 1) + i32::from(count > 2);
    score += if dense { 2 } else { 0 };
    score += match (capital, key.capital) {
        (true, true) => 2,
        (true, false) => -2,
        (false, _) => 0,
    };
    score += if key.introduced { 2 } else { i32::from(key.mentioned) };
    score += if key.marked || key.positioned { 2 } else { 0 };
    score -= if key.common { 3 } else { 0 };
    score -= if key.detailed && !key.positioned { 1 } else { 0 };
    score -= if key.glued == count && !glued { 2 } else { 0 };
    score -= if key.lowered == count && !dense { 2 } else { 0 };
    score
}
