//! Words of the index that are spelled like another: what somebody may have meant.

use std::collections::BTreeSet;

use tantivy::schema::Field;

use super::{Snapshot, schema::split_key};
use crate::{error::Result, text::fold};

/// How many words are proposed.
const PROPOSALS: usize = 5;

impl Snapshot {
    /// Words that were said and are spelled much like this one, the closest first, with the number of
    /// passages they are in.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn similar_words(&self, word: &str) -> Result<Vec<(String, u64)>> {
        self.similar(self.fields.words, "", &fold(word))
    }

    /// The same among the words of names, with how many documents bear them: `field` is one of `speaker`, `firm`, `company`, `title`, `ticker`, `call`.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn similar_names(&self, field: &str, word: &str) -> Result<Vec<(String, u64)>> {
        let word = if matches!(field, "ticker" | "call") { word.to_uppercase() } else { fold(word) };
        self.similar(self.fields.facts, &format!("{field}:"), &word)
    }

    /// Ids of calls that begin so, case ignored, in capitals; a few of them.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn ids_that_begin(&self, with: &str) -> Result<Vec<String>> {
        let wanted = format!("call:{}", with.to_uppercase());
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.facts).map_err(|error| self.damaged(&error))?;
            let stream = index.terms().range().ge(wanted.as_bytes()).into_stream();
            let mut stream = stream.map_err(|error| self.damaged(&error.into()))?;
            let mut left = PROPOSALS;
            while left > 0 && stream.advance() {
                left -= 1;
                let key = std::str::from_utf8(stream.key()).ok().filter(|key| key.starts_with(&wanted));
                let Some(id) = key.and_then(|key| key.strip_prefix("call:")) else { break };
                found.insert(id.to_owned());
            }
        }
        Ok(found.into_iter().take(PROPOSALS).collect())
    }

    fn similar(&self, field: Field, prefix: &str, word: &str) -> Result<Vec<(String, u64)>> {
        let wanted: Vec<char> = word.chars().collect();
        let most = most_edits(wanted.len());
        let mut found: Vec<(usize, String, u64)> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field).map_err(|error| self.damaged(&error))?;
            let stream = index.terms().range().ge(prefix.as_bytes()).into_stream();
            let mut stream = stream.map_err(|error| self.damaged(&error.into()))?;
            while stream.advance() {
                let n_passages = u64::from(stream.value().doc_freq);
                let Ok(key) = std::str::from_utf8(stream.key()) else { continue };
                let Some(key) = key.strip_prefix(prefix) else { break };
                let (spelled, length) = split_key(key);
                let is_close = spelled.len().abs_diff(word.len()) <= 4 * most && length == 1 && spelled != word;
                if is_close && let Some(edits) = edits(&wanted, spelled, most) {
                    match found.iter_mut().find(|(_, known, _)| known == spelled) {
                        Some((_, _, n)) => *n += n_passages,
                        None => found.push((edits, spelled.to_owned(), n_passages)),
                    }
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
        Ok(found.into_iter().take(PROPOSALS).map(|(_, spelled, n)| (spelled, n)).collect())
    }
}

/// How many slips of the finger a word of so many letters may hold.
fn most_edits(n_chars: usize) -> usize {
    match n_chars {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// Letters to insert, drop, replace or swap with their neighbour, if at most `most`.
fn edits(wanted: &[char], spelled: &str, most: usize) -> Option<usize> {
    let spelled: Vec<char> = spelled.chars().collect();
    if wanted.len().abs_diff(spelled.len()) > most || wanted.len() > 64 {
        return None;
    }
    let mut before_last = vec![0; spelled.len() + 1];
    let mut last: Vec<usize> = (0..=spelled.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in spelled.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == spelled[j - 1] && wanted[i - 1] == *b {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn slips_of_the_finger_are_counted() {
        for (wanted, spelled, expected) in [
            ("wafre", "wafer", Some(1)),
            ("waffer", "wafer", Some(1)),
            ("wafer", "wafers", Some(1)),
            ("margin", "mragni", Some(2)),
            ("wafer", "safety", None),
            ("müller", "muller", Some(1)),
            ("", "", Some(0)),
        ] {
            let wanted: Vec<char> = wanted.chars().collect();
            assert_eq!(edits(&wanted, spelled, 2), expected, "{spelled}");
        }
    }
}
