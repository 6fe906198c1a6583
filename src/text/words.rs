//! Words as they are indexed, asked for and highlighted.
//!
//! Unicode's word boundaries (UAX #29), then what talk of money and machines needs on top:
//!
//! | written | words |
//! |---|---|
//! | `pre-order`, `10-K`, `year-over-year` | the parts in their places, and the whole (`preorder`) across them |
//! | `R&D`, `Q&A`, `AT&T` | one word |
//! | `H.C.`, `U.K.` | one word without dots: `hc`, `uk` |
//! | `U.S.` | `u.s`, apart from the pronoun; `US` in capitals is both |
//! | `13,000`, `57.9`, `$57.9`, `45%` | `13000`, `57.9`, `57.9`, `45` |
//! | `company’s` | `company's` |
//! | `[indiscernible]`, `(ph)`, `[Technical Difficulty]` | no words |
//!
//! Case and accents are folded.

use std::ops::Range;

use super::simple::{Simple, simple_word};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// A word at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The folded word.
    pub term: &'a str,
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Its place, counted in words from 0.
    pub position: u32,
    /// How many places it takes: 1, or more for the whole of a hyphenated compound.
    pub length: u32,
}

/// First parts of compounds that people write with a hyphen, with a blank, or as one word.
pub const PREFIXES: &[&str] = &[
    "anti", "bi", "bio", "co", "counter", "cross", "cyber", "de", "e", "ex", "extra", "fore", "hyper", "inter",
    "intra", "macro", "mega", "micro", "mid", "mini", "mis", "multi", "nano", "neo", "non", "off", "on", "out", "over",
    "para", "post", "pre", "pro", "pseudo", "quasi", "re", "retro", "self", "semi", "sub", "super", "tele", "trans",
    "tri", "ultra", "un", "under", "up",
];

/// The most places the whole of a compound may take: longer chains of hyphens are only their parts.
const LONGEST_COMPOUND: usize = 4;

/// Calls `emit` for every word of `text`, by position, a compound before its parts.
#[inline]
pub fn each_word(text: &str, emit: impl FnMut(Word<'_>)) {
    scan::<true>(text, emit);
}

/// Words one by one; what is simple at a glance, if `GLANCE`.
#[inline]
fn scan<const GLANCE: bool>(text: &str, mut emit: impl FnMut(Word<'_>)) {
    let mut scanner = Scanner { text, position: 0, atoms: Vec::new(), term: String::new(), whole: String::new() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        if matches!(bytes[at], b'[' | b'(' | b'{' | b'<')
            && let Some(end) = note_end(text, at)
        {
            at = end;
            continue;
        }
        if GLANCE && let Some(simple) = simple_word(bytes, at) {
            scanner.simple(&simple, &mut emit);
            at = simple.end;
            continue;
        }
        let mut end = at + 1;
        while end < bytes.len() && !bytes[end].is_ascii_whitespace() && !matches!(bytes[end], b'[' | b'(' | b'{' | b'<')
        {
            end += 1;
        }
        scanner.chunk(at..end, &mut emit);
        at = end;
    }
}

/// Folds case and accents: what one character of a term may look like in a text.
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let from = out.len();
        out.push_str(word);
        out[from..].make_ascii_lowercase();
        return;
    }
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '’' | '‘' | 'ʼ' | '＇' => out.push('\''),
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'ı' => out.push('i'),
            'þ' | 'Þ' => out.push_str("th"),
            c => out.extend(c.to_lowercase().filter(|c| !is_combining_mark(*c))),
        }
    }
}

/// What transcribers put in brackets in place of speech: the first word decides.
const NOTES: &[&str] = &[
    "applause",
    "audio",
    "background",
    "break",
    "call",
    "cough",
    "crosstalk",
    "disfmarker",
    "foreign",
    "gap",
    "inaudible",
    "indecipherable",
    "indiscernible",
    "interpreted",
    "laugh",
    "laughs",
    "laughter",
    "multiple",
    "music",
    "no",
    "noise",
    "operator",
    "overlapping",
    "pause",
    "ph",
    "phonetic",
    "sic",
    "silence",
    "speaking",
    "technical",
    "translated",
    "unclear",
    "unintelligible",
    "unk",
    "video",
    "vocalsound",
    "voice",
];

/// Notes longer than this are taken for speech in brackets.
const LONGEST_NOTE: usize = 48;

/// If a transcriber's note opens at the bracket at `at`, one past its closing bracket.
pub(crate) fn note_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let close = match bytes[at] {
        b'[' => b']',
        b'(' => b')',
        b'{' => b'}',
        _ => b'>',
    };
    let inside = &bytes[at + 1..(at + 1 + LONGEST_NOTE).min(bytes.len())];
    let length = inside.iter().position(|b| *b == close)?;
    let inside = text.get(at + 1..at + 1 + length)?;
    let first = inside.split(|c: char| !c.is_ascii_alphabetic()).find(|word| !word.is_empty())?;
    let first = first.to_ascii_lowercase();
    // "(no …)" and "(call …)" also begin remarks; a note of these words is in square brackets and short.
    let doubtful = matches!(first.as_str(), "no" | "call" | "multiple" | "voice" | "video" | "break" | "gap");
    let note = NOTES.binary_search(&first.as_str()).is_ok() && (!doubtful || bytes[at] == b'[');
    note.then_some(at + length + 2)
}

/// A run of letters and digits inside a chunk, and what joins it to the one before.
struct Atom {
    range: Range<usize>,
    joined_by: Option<char>,
}

struct Scanner<'t> {
    text: &'t str,
    position: u32,
    atoms: Vec<Atom>,
    term: String,
    whole: String,
}

impl Scanner<'_> {
    /// The word of a chunk that is simple.
    #[inline]
    fn simple(&mut self, simple: &Simple, emit: &mut impl FnMut(Word<'_>)) {
        let range = simple.word.clone();
        if range.is_empty() {
            return;
        }
        let word = &self.text[range.clone()];
        let position = self.position;
        self.position += 1;
        if simple.is_folded {
            emit(Word { term: word, range, position, length: 1 });
            return;
        }
        self.term.clear();
        fold_into(word, &mut self.term);
        emit(Word { term: &self.term, range: range.clone(), position, length: 1 });
        if let Some(capital) = homograph(word) {
            emit(Word { term: capital, range, position, length: 1 });
        }
    }

    /// The words of a chunk without white space.
    fn chunk(&mut self, chunk: Range<usize>, emit: &mut impl FnMut(Word<'_>)) {
        self.atoms.clear();
        let text = &self.text[chunk.clone()];
        if text.is_ascii() {
            self.ascii_atoms(chunk.clone());
        } else {
            for (offset, word) in text.unicode_word_indices() {
                self.split_unicode_word(chunk.start + offset, word);
            }
        }
        let mut atoms = std::mem::take(&mut self.atoms);
        self.mark_joins(&mut atoms);
        let mut rest = &atoms[..];
        while !rest.is_empty() {
            let n = 1 + rest[1..].iter().take_while(|atom| atom.joined_by.is_some()).count();
            self.compound(&rest[..n], emit);
            rest = &rest[n..];
        }
        self.atoms = atoms;
    }

    /// UAX #29 for ASCII: letters and digits, with `'` and `.` kept between letters, `'`, `.` and `,` between digits.
    fn ascii_atoms(&mut self, chunk: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut at = chunk.start;
        while at < chunk.end {
            if !bytes[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            let start = at;
            while at < chunk.end {
                if bytes[at].is_ascii_alphanumeric() {
                    at += 1;
                    continue;
                }
                let (before, after) = (bytes[at - 1], bytes.get(at + 1).copied().filter(|_| at + 1 < chunk.end));
                let Some(after) = after else { break };
                let letters = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
                let digits = before.is_ascii_digit() && after.is_ascii_digit();
                match bytes[at] {
                    b'\'' | b'.' if letters || digits => at += 1,
                    b',' if digits => at += 1,
                    _ => break,
                }
            }
            self.push_atoms(start..at);
        }
    }

    fn split_unicode_word(&mut self, start: usize, word: &str) {
        let mut from = 0;
        for (at, separator) in word.match_indices([':', '_', '·', '‧', '․']) {
            if at > from {
                self.push_atoms(start + from..start + at);
            }
            from = at + separator.len();
        }
        if from < word.len() {
            self.push_atoms(start + from..start + word.len());
        }
    }

    /// Takes a word with dots apart, unless it is a number or an acronym: a missing blank after a
    /// full stop (`quarter.We`) must not make one word of two.
    fn push_atoms(&mut self, range: Range<usize>) {
        let word = &self.text[range.clone()];
        let dotted = word.contains('.') && word.bytes().any(|b| b.is_ascii_alphabetic());
        if dotted && !is_acronym(word) && !word.starts_with(|c: char| c.is_ascii_digit()) {
            let mut start = range.start;
            for part in word.split('.') {
                self.atoms.push(Atom { range: start..start + part.len(), joined_by: None });
                start += part.len() + 1;
            }
        } else {
            self.atoms.push(Atom { range, joined_by: None });
        }
    }

    /// Notes which atoms a hyphen or an ampersand joins.
    fn mark_joins(&self, atoms: &mut [Atom]) {
        for i in 1..atoms.len() {
            let (before, atom) = (&atoms[i - 1], &atoms[i]);
            let joint = match &self.text[before.range.end..atom.range.start] {
                "-" | "\u{2010}" | "\u{2011}" => Some('-'),
                "&" if before.range.len() <= 3 && atom.range.len() <= 3 => Some('&'),
                _ => None,
            };
            atoms[i].joined_by = joint;
        }
    }

    /// Emits the whole of a compound, then its parts; `&` makes one part of two.
    fn compound(&mut self, atoms: &[Atom], emit: &mut impl FnMut(Word<'_>)) {
        let hyphens = atoms.iter().filter(|atom| atom.joined_by == Some('-')).count();
        let numeric = || atoms.iter().all(|atom| self.text.as_bytes()[atom.range.start].is_ascii_digit());
        if (1..LONGEST_COMPOUND).contains(&hyphens) && !numeric() {
            self.whole.clear();
            for atom in atoms {
                if atom.joined_by == Some('&') {
                    self.whole.push('&');
                }
                fold_atom(&self.text[atom.range.clone()], &mut self.whole);
            }
            let range = atoms[0].range.start..atoms[atoms.len() - 1].range.end;
            emit(Word { term: &self.whole, range, position: self.position, length: hyphens as u32 + 1 });
        }
        let mut i = 0;
        while i < atoms.len() {
            self.term.clear();
            let mut range = atoms[i].range.clone();
            fold_atom(&self.text[range.clone()], &mut self.term);
            let single = i + 1;
            i = single;
            while i < atoms.len() && atoms[i].joined_by == Some('&') {
                self.term.push('&');
                fold_atom(&self.text[atoms[i].range.clone()], &mut self.term);
                range.end = atoms[i].range.end;
                i += 1;
            }
            if self.term.is_empty() {
                continue;
            }
            emit(Word { term: &self.term, range: range.clone(), position: self.position, length: 1 });
            if let Some(capital) = homograph(&self.text[range.clone()]) {
                emit(Word { term: capital, range, position: self.position, length: 1 });
            }
            self.position += 1;
        }
    }
}

/// `US` and `IT` in capitals are also `U.S.` and `I.T.`.
fn homograph(word: &str) -> Option<&'static str> {
    match word {
        "US" => Some("u.s"),
        "IT" => Some("i.t"),
        _ => None,
    }
}

/// Single letters with dots between: `H.C`, `U.S.A`.
fn is_acronym(word: &str) -> bool {
    word.len() >= 3 && word.split('.').all(|letter| letter.chars().count() == 1)
}

fn fold_atom(word: &str, out: &mut String) {
    let from = out.len();
    fold_into(word, out);
    let folded = &out[from..];
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        if folded.contains([',', '\'']) {
            let plain: String = folded.chars().filter(|c| !matches!(c, ',' | '\'')).collect();
            out.truncate(from);
            out.push_str(&plain);
        }
    } else if folded.contains('.') && !matches!(folded, "u.s" | "i.t") {
        let plain: String = folded.chars().filter(|c| *c != '.').collect();
        out.truncate(from);
        out.push_str(&plain);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> String {
        let mut out = Vec::new();
        each_word(text, |word| {
            assert!(text.is_char_boundary(word.range.start) && text.is_char_boundary(word.range.end));
            let length = if word.length > 1 { format!("/{}", word.length) } else { String::new() };
            out.push(format!("{}@{}{length}", word.term, word.position));
        });
        out.join(" ")
    }

    #[test]
    fn words_are_as_people_mean_them() {
        for (text, expected) in [
            ("Gross margin.", "gross@0 margin@1"),
            ("a pre-order now", "a@0 preorder@1/2 pre@1 order@2 now@3"),
            ("10-K filing", "10k@0/2 10@0 k@1 filing@2"),
            ("BRC-20", "brc20@0/2 brc@0 20@1"),
            ("year-over-year", "yearoveryear@0/3 year@0 over@1 year@2"),
            ("R&D, Q&A; AT&T", "r&d@0 q&a@1 at&t@2"),
            ("Smith & Sons", "smith@0 sons@1"),
            ("A.B. Longacre, AB", "ab@0 longacre@1 ab@2"),
            ("the U.S. and us, the US", "the@0 u.s@1 and@2 us@3 the@4 us@5 u.s@5"),
            ("$57.9 million, 13,000; 45%", "57.9@0 million@1 13000@2 45@3"),
            ("28-30 units", "28@0 30@1 units@2"),
            ("the company’s and company's", "the@0 company's@1 and@2 company's@3"),
            ("last quarter.We grew", "last@0 quarter@1 we@2 grew@3"),
            ("Crédit Agricole, Müller, ﬁrst", "credit@0 agricole@1 muller@2 first@3"),
            ("our [indiscernible] plan (ph) [bulk carrier's] x", "our@0 plan@1 bulk@2 carrier's@3 x@4"),
            ("[Technical Difficulty]", ""),
            ("A13 series", "a13@0 series@1"),
            ("李伟 said", "李@0 伟@1 said@2"),
            ("-- and - so", "and@0 so@1"),
            ("e-mail@acme.com", "email@0/2 e@0 mail@1 acme@2 com@3"),
            ("(unless it ends", "unless@0 it@1 ends@2"),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn a_glance_says_what_a_close_look_says(pieces in proptest::collection::vec(
            prop_oneof![
                "[a-zA-Z0-9]{1,12}", "[ \t\n\r\u{b}\u{c}]", "[-'’.,&_:;!?$%\u{0}\u{7f}]", "[“”‘—–…\u{200b}\u{200d}\u{2024}\u{2027}]",
                "[\\[\\](){}<>]", Just("US".to_owned()), Just("IT".to_owned()), Just("(ph)".to_owned()),
                Just("company’s".to_owned()), Just("don't".to_owned()), "[éßø李\u{301}]",
            ], 0..12)) {
            let text = pieces.concat();
            let (mut glance, mut close) = (Vec::new(), Vec::new());
            let owned = |word: Word<'_>| (word.term.to_owned(), word.range, word.position, word.length);
            scan::<true>(&text, |word| glance.push(owned(word)));
            scan::<false>(&text, |word| close.push(owned(word)));
            prop_assert_eq!(glance, close);
        }
    }

    #[test]
    fn notes_are_sorted_for_the_search() {
        assert!(NOTES.is_sorted());
        assert!(PREFIXES.is_sorted());
    }
}
