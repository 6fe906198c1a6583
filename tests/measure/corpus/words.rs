//! What is said: words as frequent as in real calls.

use std::{collections::HashSet, fmt::Write as _};

use super::chance::{Chance, mixed};

/// Common words and pairs of words, and how often they are said in a million.
const COMMON: &str = include_str!("words.txt");

/// How often the word of a rank is said in a million, where `COMMON` ends; straight lines between logarithms.
const RANKS: &[(f64, f64)] = &[
    (500.0, 261.0),
    (1_000.0, 119.5),
    (2_000.0, 43.8),
    (5_000.0, 9.14),
    (10_000.0, 2.34),
    (20_000.0, 0.47),
    (40_000.0, 0.12),
    (150_000.0, 0.008),
];

/// The rank of the first word made of syllables, and of the last.
const MADE: std::ops::Range<usize> = 760..150_000;

/// Ranks from which on companies differ in what they say, how many neighbours in rank stand for one another
/// there, and how many of these a company says.
const BANDS: [(usize, usize, usize); 2] = [(250, 4, 2), (1_000, 32, 2)];

/// Words to a sentence.
const SENTENCE: &[(f64, f64)] =
    &[(0.0, 1.0), (0.1, 6.0), (0.25, 12.0), (0.5, 19.0), (0.75, 29.0), (0.9, 42.0), (0.99, 72.0), (1.0, 90.0)];

/// Commas and numbers in a thousand words.
const COMMAS: usize = 62;
const NUMBERS: usize = 23;

/// Words after which a paragraph ends with its sentence.
const PARAGRAPH: usize = 90;

/// All words, to be drawn as often as they are said (the alias method).
pub struct Words {
    words: Vec<Box<str>>,
    /// By place: how much of it is its own (of 2^32), and whose the rest is.
    alias: Vec<(u32, u32)>,
}

impl Words {
    pub fn new(seed: u64) -> Words {
        let mut weighed: Vec<(f64, Box<str>)> = COMMON
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(weight, word)| (weight.parse().expect("a number"), word.into()))
            .collect();
        let made = made_words(seed, &weighed);
        weighed.extend(MADE.map(frequency).zip(made));
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let alias = alias(&weighed);
        Words { words: weighed.into_iter().map(|(_, word)| word).collect(), alias }
    }

    /// A word as `company` says it on the call that `call` stands for.
    fn draw(&self, chance: &mut Chance, company: u64, call: u64) -> &str {
        let place = chance.below(self.alias.len());
        let (own, other) = self.alias[place];
        let rank = if (chance.next() >> 32) as u32 <= own { place } else { other as usize };
        let Some((from, width, said)) = BANDS.iter().rev().find(|(from, ..)| rank >= *from) else {
            return &self.words[rank];
        };
        let band = (rank - from) / width;
        let stream = if chance.permille(800) { company } else { call };
        let nth = mixed(&[stream, band as u64, chance.below(*said) as u64]) as usize % width;
        &self.words[(from + band * width + nth).min(self.words.len() - 1)]
    }

    /// Says `n` words in sentences.
    pub fn say(&self, chance: &mut Chance, topic: (u64, u64), n: usize, question: bool, out: &mut String) {
        let (mut left, mut in_paragraph) = (n, 0);
        while left > 0 {
            let length = chance.draw(SENTENCE).clamp(1, left);
            let length = if left - length < 3 { left } else { length };
            left -= length;
            in_paragraph += length;
            self.sentence(chance, topic, length, out);
            out.push(if question && (left == 0 || chance.permille(150)) { '?' } else { '.' });
            if left > PARAGRAPH / 2 && in_paragraph > PARAGRAPH {
                out.push_str("\n\n");
                in_paragraph = 0;
            } else if left > 0 {
                out.push(' ');
            }
        }
    }

    fn sentence(&self, chance: &mut Chance, (company, call): (u64, u64), length: usize, out: &mut String) {
        let start = out.len();
        for nth in 0..length {
            if nth > 0 {
                out.push_str(if chance.permille(COMMAS) { ", " } else { " " });
            }
            if nth > 0 && chance.permille(NUMBERS) {
                number(chance, out);
            } else {
                out.push_str(self.draw(chance, company, call));
            }
        }
        if let Some(first) = out.get_mut(start..=start) {
            first.make_ascii_uppercase();
        }
    }
}

fn number(chance: &mut Chance, out: &mut String) {
    let (whole, part) = (1 + chance.below(120), chance.below(10));
    let written = match chance.below(10) {
        0..3 => write!(out, "{}%", whole % 60),
        3 => write!(out, "{whole}.{part}%"),
        4 => write!(out, "${whole} million"),
        5 => write!(out, "${}.{part} billion", whole % 12 + 1),
        6 => write!(out, "20{}", 14 + whole % 12),
        7 => write!(out, "{}", whole * 10),
        8 => write!(out, "$0.{:02}", whole % 100),
        _ => write!(out, "Q{}", 1 + whole % 4),
    };
    written.expect("a string takes all");
}

/// How often the word of a rank is said in a million.
fn frequency(rank: usize) -> f64 {
    let rank = (rank as f64).ln();
    let upper = RANKS.iter().position(|(at, _)| rank < at.ln()).unwrap_or(RANKS.len() - 1).max(1);
    let ((a, high), (b, low)) = (RANKS[upper - 1], RANKS[upper]);
    let along = (rank - a.ln()) / (b.ln() - a.ln());
    (high.ln() + (low.ln() - high.ln()) * along).exp()
}

/// Words of syllables, each once, and more than half of them forms of others, as a stemmer would have it.
fn made_words(seed: u64, common: &[(f64, Box<str>)]) -> Vec<Box<str>> {
    const ENDINGS: &[&str] = &["s", "s", "ed", "ing", "er", "ers", "ly", "ment", "ments", "able"];
    let mut chance = Chance::of(&[seed, 1]);
    let mut seen: HashSet<Box<str>> = common.iter().map(|(_, word)| word.clone()).collect();
    let (mut made, mut stems): (Vec<Box<str>>, Vec<Box<str>>) = (Vec::new(), Vec::new());
    while made.len() < MADE.len() {
        let is_form = stems.len() > 100 && chance.permille(550);
        let word: Box<str> = if is_form {
            let stem = &stems[stems.len() - 1 - chance.below(stems.len() / 2)];
            format!("{stem}{}", chance.pick(ENDINGS)).into()
        } else {
            let least = if stems.len() < 600 { 1 } else { 2 };
            syllables(&mut chance, least, 2).into()
        };
        if seen.insert(word.clone()) {
            if !is_form {
                stems.push(word.clone());
            }
            made.push(word);
        }
    }
    made
}

/// From `least` to `most` syllables.
pub fn syllables(chance: &mut Chance, least: usize, most: usize) -> String {
    const ONSETS: &[&str] = &[
        "b", "br", "c", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "k", "l", "m", "n", "p", "pl", "pr", "r", "s",
        "sh", "st", "t", "tr", "v", "w", "z", "",
    ];
    const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ai", "ea", "ou", "y"];
    const CODAS: &[&str] = &["", "", "n", "l", "r", "s", "t", "m", "nd", "ck", "p", "d", "g", "rk"];
    let mut word = String::new();
    for _ in 0..least + chance.below(most - least + 1) {
        word += chance.pick(ONSETS);
        word += chance.pick(VOWELS);
        word += chance.pick(CODAS);
    }
    word
}

/// Vose's tables.
fn alias(weighed: &[(f64, Box<str>)]) -> Vec<(u32, u32)> {
    let n = weighed.len();
    let total: f64 = weighed.iter().map(|(weight, _)| weight).sum();
    let mut share: Vec<f64> = weighed.iter().map(|(weight, _)| weight * n as f64 / total).collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..n).partition(|place| share[*place] < 1.0);
    let mut alias: Vec<(u32, u32)> = (0..n).map(|place| (u32::MAX, place as u32)).collect();
    while let (Some(few), Some(many)) = (small.pop(), large.pop()) {
        alias[few] = ((share[few] * f64::from(u32::MAX)) as u32, many as u32);
        share[many] -= 1.0 - share[few];
        if share[many] < 1.0 { small.push(many) } else { large.push(many) }
    }
    alias
}
