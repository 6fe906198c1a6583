//! Which candidates are labels: a colon stands inside speech too, so the whole file is the witness.
//!
//! A label is a role, or a name that recurs, or that somebody introduced, or that looks like a person's
//! and stands where labels stand. Against it speak words that the text also uses in lower case.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

use super::{label::Candidate, line::Line, shape::Shape};

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
    for (number, (line, candidate)) in lines.iter().zip(candidates).enumerate() {
        let Some(candidate) = candidate else { continue };
        let name = &text[line.range.start + candidate.name.start..line.range.start + candidate.name.end];
        let words =
            || name.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).filter(|w| w.chars().count() > 1);
        let place = *places.entry(words().collect::<Vec<_>>().join(" ").to_lowercase()).or_insert_with(|| {
            keys.push(Key {
                words: words().collect(),
                shape: candidate.shape,
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
            });
            keys.len() - 1
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
    let mut patterns: Vec<&str> = Vec::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, key) in keys.iter().enumerate().filter(|(_, key)| is_doubtful(key)) {
        for &word in &key.words {
            let place = *places.entry(word.to_lowercase()).or_insert_with(|| {
                patterns.push(word);
                holders.push(Vec::new());
                patterns.len() - 1
            });
            holders[place].push(number);
        }
    }
    if patterns.is_empty() {
        return;
    }
    let Ok(automaton) = AhoCorasick::builder().ascii_case_insensitive(true).build(&patterns) else { return };
    let mut lower = vec![0_usize; patterns.len()];
    let labels: Vec<(usize, usize)> = lines
        .iter()
        .zip(candidates)
        .filter_map(|(line, c)| c.as_ref().map(|c| (line.range.start + c.name.start, line.range.start + c.name.end)))
        .collect();
    for found in automaton.find_overlapping_iter(text) {
        if !is_word(text, found.start(), found.end()) {
            continue;
        }
        let place = found.pattern().as_usize();
        if text[found.range()].starts_with(char::is_lowercase) {
            lower[place] += 1;
            continue;
        }
        let label = labels.partition_point(|&(_, end)| end < found.end());
        if labels.get(label).is_some_and(|&(start, _)| start <= found.start()) {
            continue;
        }
        for &number in &holders[place] {
            let key = &mut keys[number];
            key.mentioned = true;
            let first = key.lines.first().map_or(0, |&line| lines[line].range.start);
            key.introduced |= found.end() <= first && first - found.end() < NEAR;
        }
    }
    for key in keys.iter_mut().filter(|key| is_doubtful(key)) {
        let count = key.lines.len();
        key.common = !key.words.is_empty()
            && key
                .words
                .iter()
                .all(|word| places.get(&word.to_lowercase()).is_some_and(|&place| lower[place] >= count));
    }
}

fn is_doubtful(key: &Key) -> bool {
    key.shape != Shape::Certain && !(key.shape == Shape::Person && key.lines.len() > 3)
}

fn is_word(text: &str, start: usize, end: usize) -> bool {
    !text[..start].ends_with(char::is_alphanumeric) && !text[end..].starts_with(char::is_alphanumeric)
}

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
