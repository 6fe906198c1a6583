//! Words of the index that are spelled like another: what somebody may have meant.

use std::collections::BTreeSet;

use tantivy::schema::Field;

use super::{Snapshot, schema::split_key, segments};
use crate::{
    error::Result,
    text::{fold, most_slips, slips},
};

/// How many ids are proposed.
const PROPOSALS: usize = 5;

/// How many words are: some of them may be out of reach of whoever asks.
const SIMILAR: usize = 50;

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
        let most = most_slips(wanted.len());
        let close = segments::of_each(&self.searcher, |_, segment| {
            let mut close: Vec<(usize, String, u64)> = Vec::new();
            let index = segment.inverted_index(field)?;
            let mut stream = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while stream.advance() {
                let Ok(key) = std::str::from_utf8(stream.key()) else { continue };
                let Some(key) = key.strip_prefix(prefix) else { break };
                let (spelled, length) = split_key(key);
                let may_be = spelled.len().abs_diff(word.len()) <= 4 * most && length == 1 && spelled != word;
                if may_be && let Some(edits) = slips(&wanted, spelled, most) {
                    close.push((edits, spelled.to_owned(), u64::from(stream.value().doc_freq)));
                }
            }
            Ok(close)
        });
        let mut found: Vec<(usize, String, u64)> = Vec::new();
        for (edits, spelled, n_passages) in close.map_err(|error| self.damaged(&error))?.into_iter().flatten() {
            match found.iter_mut().find(|(_, known, _)| *known == spelled) {
                Some((_, _, n)) => *n += n_passages,
                None => found.push((edits, spelled, n_passages)),
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(b.2.cmp(&a.2)).then_with(|| a.1.cmp(&b.1)));
        Ok(found.into_iter().take(SIMILAR).map(|(_, spelled, n)| (spelled, n)).collect())
    }
}
