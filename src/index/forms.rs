//! From a word of the query to the words of the dictionary: forms, exact spellings, prefixes.
//!
//! The index holds words as they were said; which of them are forms of one word is worked out here,
//! from the dictionary, when somebody asks. So the index stays small, an exact phrase stays exact, and
//! what is highlighted is what was found.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    Searcher, SegmentReader, Term,
    query::Bm25StatisticsProvider,
    schema::{Field, IndexRecordOption},
};

use super::{
    Snapshot,
    schema::{LENGTH_MARK, split_key, word_key},
    segments,
};
use crate::{
    error::Result,
    query::Pattern,
    text::{stem, stem_prefix},
};

/// A word of the dictionary and how many places it takes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    pub(super) term: Term,
    pub(super) length: u32,
}

/// The dictionary words that a leaf of a pattern (a single word) stands for, sorted. Complete: never cut.
pub(super) fn expand(searcher: &Searcher, field: Field, leaf: &Pattern) -> tantivy::Result<Vec<Form>> {
    let mut keys = Vec::new();
    match leaf {
        Pattern::Exact(word) => {
            // The word itself, and the wholes that are spelled so: these alone lie before what goes on.
            let end = format!("{word}{}", char::from(LENGTH_MARK as u8 + 1));
            collect(searcher, field, word, Some(&end), &mut keys, |key| split_key(key).0 == *word)?;
        }
        Pattern::Forms(word) => {
            let class = stem(word);
            let wanted = |key: &str| {
                let found = split_key(key).0;
                found == *word || stem(found) == class
            };
            collect(searcher, field, &stem_prefix(word), None, &mut keys, wanted)?;
        }
        Pattern::Prefix(prefix) => collect(searcher, field, prefix, None, &mut keys, |_| true)?,
        Pattern::Any(_) | Pattern::Sequence(_) | Pattern::Near { .. } => {}
    }
    keys.sort_unstable();
    keys.dedup();
    let form = |key: String| {
        let (word, length) = split_key(&key);
        Form { term: Term::from_field_text(field, &word_key(word, length)), length }
    };
    Ok(keys.into_iter().map(form).collect())
}

impl Snapshot {
    /// The words of the index that a word of a query stands for, with the numbers of passages they are in, the
    /// most frequent first; wholes as they are found (`preorder`).
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn words_of(&self, leaf: &Pattern) -> Result<Vec<(String, u64)>> {
        let find = || -> tantivy::Result<Vec<(String, u64)>> {
            let statistics = ClassStatistics::new(&self.searcher);
            let mut words: BTreeMap<String, u64> = BTreeMap::new();
            for form in expand(&self.searcher, self.fields.words, leaf)? {
                let n = statistics.frequency(&form.term)?;
                let value = form.term.value();
                let key = value.as_str().unwrap_or_default();
                *words.entry(split_key(key).0.to_owned()).or_default() += n;
            }
            let mut words: Vec<_> = words.into_iter().filter(|(_, n)| *n > 0).collect();
            words.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            Ok(words)
        };
        find().map_err(|error| self.damaged(&error))
    }
}

/// The keys of the dictionary that begin with `prefix`, come before `end`, and are wanted. Dictionaries are opened, and with
/// that checked, by all processors, if there is much to look at.
fn collect(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    end: Option<&str>,
    keys: &mut Vec<String>,
    wanted: impl Fn(&str) -> bool + Sync,
) -> tantivy::Result<()> {
    let look = |_, segment: &SegmentReader| -> tantivy::Result<Vec<String>> {
        let index = segment.inverted_index(field)?;
        let range = index.terms().range().ge(prefix.as_bytes());
        let range = if let Some(end) = end { range.lt(end.as_bytes()) } else { range };
        let mut stream = range.into_stream()?;
        let mut keys = Vec::new();
        while stream.advance() {
            let Ok(key) = std::str::from_utf8(stream.key()) else { continue };
            if !key.starts_with(prefix) {
                break;
            }
            if wanted(key) {
                keys.push(key.to_owned());
            }
        }
        Ok(keys)
    };
    keys.extend(segments::of_each(searcher, look)?.into_iter().flatten());
    Ok(())
}

/// The length of a passage, in words, against which longer ones lose weight. A constant, since tantivy's own
/// average depends on how segments came to be merged, and the same files must give the same order.
pub(super) const AVERAGE_WORDS: u64 = 64;

/// Statistics in which all forms of a word weigh as one word (else the rarest inflection would rank
/// first), and which depend on what is in the index alone, not on its history.
pub(super) struct ClassStatistics<'s> {
    searcher: &'s Searcher,
    classes: Mutex<HashMap<Term, u64>>,
    /// What words of the query stand for: they are asked for again where nearness is looked at.
    expanded: Mutex<HashMap<Pattern, Expanded>>,
}

/// The forms of a word, and in how many documents they are taken to be.
type Expanded = (Arc<[Form]>, u64);

impl<'s> ClassStatistics<'s> {
    pub(super) fn new(searcher: &'s Searcher) -> Self {
        ClassStatistics { searcher, classes: Mutex::default(), expanded: Mutex::default() }
    }

    /// What a leaf of a pattern stands for; its forms weigh as one word from now on.
    pub(super) fn forms(&self, field: Field, leaf: &Pattern) -> tantivy::Result<Expanded> {
        let lock = || self.expanded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(leaf) {
            return Ok(known.clone());
        }
        let forms: Arc<[Form]> = expand(self.searcher, field, leaf)?.into();
        let expanded = (Arc::clone(&forms), self.join(&forms)?);
        lock().insert(leaf.clone(), expanded.clone());
        Ok(expanded)
    }

    /// Lets these forms weigh as one word; gives the number of documents they are taken to be in.
    fn join(&self, forms: &[Form]) -> tantivy::Result<u64> {
        let mut total = 0;
        for form in forms {
            total += self.frequency(&form.term)?;
        }
        let total = total.min(self.searcher.num_docs());
        let mut classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        for form in forms {
            classes.insert(form.term.clone(), total);
        }
        Ok(total)
    }
}

impl ClassStatistics<'_> {
    /// In how many documents a word is, those taken out not counted.
    fn frequency(&self, term: &Term) -> tantivy::Result<u64> {
        let mut total = 0;
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(term.field())?;
            total += match segment.alive_bitset() {
                None => index.doc_freq(term)?,
                Some(alive) => match index.read_postings(term, IndexRecordOption::Basic)? {
                    Some(postings) => postings.doc_freq_given_deletes(alive),
                    None => 0,
                },
            } as u64;
        }
        Ok(total)
    }
}

impl Bm25StatisticsProvider for ClassStatistics<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs() * AVERAGE_WORDS)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let classes = self.classes.lock().unwrap_or_else(PoisonError::into_inner);
        classes.get(term).copied().map_or_else(|| self.frequency(term), Ok)
    }
}
