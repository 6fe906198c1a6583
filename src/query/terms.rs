//! From typed text to the words that are looked up, by the tokenizer of the index.

use std::ops::Range;

use super::{Pattern, plan::Term};
use crate::text::{PREFIXES, each_word};

/// A word of the query: alone, or the parts of a hyphenated compound and the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Compound {
    parts: Vec<String>,
    whole: Option<String>,
    range: Range<usize>,
}

/// The words of a text, each as plain as it can be written; the last is open if `open` says so.
pub(super) fn terms(text: &str, open: bool) -> Vec<Term> {
    let compounds = compounds(text, open);
    let last = compounds.len().saturating_sub(1);
    compounds.iter().enumerate().filter_map(|(i, compound)| Term::new(compound, text, open && i == last)).collect()
}

impl Term {
    /// The plainest writing that is read in the same way. (Unicode has characters that fold to
    /// punctuation; a word of such as is left over by folding is none.)
    fn new(compound: &Compound, source: &str, open: bool) -> Option<Self> {
        let plain = compound.parts.join("-");
        let typed = &source[compound.range.clone()];
        let is_same = |text: &str| {
            // A mark that combines with what stands before it is no beginning of a word.
            let again = if text.is_ascii() { compounds(text, open) } else { compounds(&format!("/{text}"), open) };
            let same = matches!(&again[..], [one] if one.parts == compound.parts && one.whole == compound.whole);
            same && text.starts_with(char::is_alphanumeric) && !text.contains(['*', ':', '(', ')', '"', '/'])
        };
        let text = [plain.as_str(), typed].into_iter().find(|text| is_same(text))?;
        Some(Term { text: text.to_owned(), open })
    }

    /// Whether it could be the second half of a word: letters only, not too few, and no first half itself.
    pub(super) fn is_rest(&self) -> bool {
        !self.open && is_rest(&self.text) && !self.is_prefix()
    }

    /// Whether it could be the first half of a word.
    pub(super) fn is_prefix(&self) -> bool {
        !self.open && PREFIXES.binary_search(&self.text.as_str()).is_ok()
    }

    /// What is looked up for it: exactly the word if `exact`, else its forms and its other writings.
    pub(super) fn pattern(&self, exact: bool) -> Pattern {
        let mut patterns: Vec<Pattern> =
            compounds(&self.text, self.open).into_iter().map(|compound| compound.pattern(exact, self.open)).collect();
        if patterns.len() == 1 { patterns.swap_remove(0) } else { Pattern::Sequence(patterns) }
    }
}

impl Compound {
    fn pattern(mut self, exact: bool, open: bool) -> Pattern {
        let word = |word: String| if exact { Pattern::Exact(word) } else { Pattern::Forms(word) };
        let last = |text: String| if open { Pattern::Prefix(text) } else { word(text) };
        let Some(end) = self.parts.pop() else { return Pattern::Any(Vec::new()) };
        if !self.parts.is_empty() {
            let mut sequence: Vec<Pattern> = self.parts.into_iter().map(word).collect();
            sequence.push(last(end));
            let sequence = Pattern::Sequence(sequence);
            return match self.whole {
                Some(whole) => Pattern::Any(vec![sequence, last(whole)]),
                None => sequence,
            };
        }
        let mut writings = vec![last(end.clone())];
        if !exact {
            let halves = PREFIXES.iter().filter_map(|prefix| Some((*prefix, end.strip_prefix(prefix)?)));
            let halves = halves.filter(|(_, rest)| is_rest(rest));
            writings.extend(halves.map(|(prefix, rest)| {
                Pattern::Sequence(vec![Pattern::Exact((*prefix).to_owned()), last(rest.to_owned())])
            }));
        }
        if writings.len() == 1 { writings.swap_remove(0) } else { Pattern::Any(writings) }
    }
}

fn is_rest(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// Groups what the tokenizer gives. `US` in capitals is the country here: who means the pronoun writes
/// it small. As a beginning (`US*`) it stays as it is.
fn compounds(text: &str, open: bool) -> Vec<Compound> {
    let mut found: Vec<Compound> = Vec::new();
    let (mut whole_until, mut next) = (0, 0);
    let end = text.trim_end().len();
    each_word(text, |word| {
        let (term, range) = (word.term.to_owned(), word.range.clone());
        if word.length > 1 {
            whole_until = word.position + word.length;
            found.push(Compound { parts: Vec::new(), whole: Some(term), range });
            return;
        }
        match found.last_mut() {
            Some(last) if word.position < next => {
                // Another reading of the same place.
                if let (Some(part), false) = (last.parts.last_mut(), open && range.end == end) {
                    *part = term;
                }
            }
            Some(last) if word.position < whole_until => last.parts.push(term),
            _ => found.push(Compound { parts: vec![term], whole: None, range }),
        }
        next = word.position + 1;
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_written_plainly() {
        for (text, expected) in [
            ("Pre-Order", "pre-order"),
            ("$57.9", "57.9"),
            ("10-K", "10-k"),
            ("R&D", "r&d"),
            ("Q&A,", "q&a"),
            ("BRC-20", "brc-20"),
            ("U.S.", "u.s"),
            ("US", "u.s"),
            ("us", "us"),
            ("H.C.", "hc"),
            ("13,000", "13000"),
            ("company’s", "company's"),
            ("and/or", "and or"),
            ("28-30", "28 30"),
            ("US-based", "US-based"),
            ("acme.com", "acme com"),
            ("Crédit", "credit"),
            ("⑴", "⑴"),
            ("…", ""),
        ] {
            let terms: Vec<String> = terms(text, false).into_iter().map(|term| term.text).collect();
            assert_eq!(terms.join(" "), expected, "{text}");
        }
        assert_eq!(terms("US", true), [Term { text: "us".to_owned(), open: true }]);
    }
}
