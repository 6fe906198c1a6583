//! Words in any of their forms and writings, as one of several conditions: looked up where the others already agree.
//!
//! tantivy's union reads all its postings ahead and scores them, window by window, which is right where every
//! document counts. Beside other words or facts few do: here the forms are sought one by one, and only what is
//! asked for is scored. What is found, and what it scores, is the same.
//!
//! A word that begins as `re` does may be written in two (`re venue`). Few passages have it so, and only there are
//! positions looked at.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, BooleanQuery, EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight},
    schema::{Field, IndexRecordOption},
};

use super::span_query::SpanQuery;

/// Documents in which one of some words occurs.
#[derive(Clone, Debug)]
pub(super) struct WordQuery {
    pub(super) field: Field,
    /// The forms of each word, and in how many documents they are taken to be.
    pub(super) words: Vec<(Vec<Term>, u64)>,
    /// What else may stand there: writings in several words.
    pub(super) phrases: Option<SpanQuery>,
}

impl Query for WordQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = Vec::new();
        if let EnableScoring::Enabled { statistics_provider, .. } = scoring {
            let n_documents = statistics_provider.total_num_docs()?;
            let n_tokens = statistics_provider.total_num_tokens(self.field)?;
            let average = n_tokens as Score / n_documents.max(1) as Score;
            for (_, frequency) in &self.words {
                let frequency = (*frequency).min(n_documents);
                bm25.push(Bm25Weight::for_one_term_without_explain(frequency, n_documents, average));
            }
        }
        let phrases = self.phrases.as_ref().map(|phrases| phrases.weight(scoring)).transpose()?;
        let term = |term: &Term| TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
        let mut terms = self.words.iter().flat_map(|(terms, _)| terms).map(term);
        let plain = match (terms.next(), terms.next()) {
            (Some(term), None) => term.weight(scoring)?,
            (first, second) => {
                let boxed = |term| -> Box<dyn Query> { Box::new(term) };
                BooleanQuery::union(first.into_iter().chain(second).chain(terms).map(boxed).collect())
                    .weight(scoring)?
            }
        };
        Ok(Box::new(WordWeight { query: self.clone(), bm25, phrases, plain }))
    }
}

struct WordWeight {
    query: WordQuery,
    /// One for each word; none if nobody asks for scores.
    bm25: Vec<Bm25Weight>,
    phrases: Option<Box<dyn Weight>>,
    /// The words alone, in tantivy's way.
    plain: Box<dyn Weight>,
}

impl Weight for WordWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.query.field)?;
        let option = if self.bm25.is_empty() { IndexRecordOption::Basic } else { IndexRecordOption::WithFreqs };
        let mut forms = Vec::new();
        for (word, (terms, _)) in self.query.words.iter().enumerate() {
            for term in terms {
                forms.extend(index.read_postings(term, option)?.map(|postings| (postings, word)));
            }
        }
        let phrases: Box<dyn Scorer> = match &self.phrases {
            Some(phrases) => phrases.scorer(reader, boost)?,
            None => Box::new(EmptyScorer),
        };
        let doc = forms.iter().map(|(form, _)| form.doc()).min().unwrap_or(TERMINATED).min(phrases.doc());
        if doc == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(WordScorer {
            forms,
            phrases,
            doc,
            bm25: self.bm25.iter().map(|bm25| bm25.boost_by(boost)).collect(),
            norms: reader.get_fieldnorms_reader(self.query.field)?,
        }))
    }

    /// First what is written in several words, wherever that is, then all the rest by blocks.
    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut told = Vec::new();
        if let Some(phrases) = &self.phrases {
            phrases.for_each_no_score(reader, &mut |docs| told.extend_from_slice(docs))?;
        }
        let mut scorer = self.scorer(reader, 1.0)?;
        for &doc in &told {
            let score = if scorer.seek(doc) == doc { scorer.score() } else { 0.0 };
            if score > threshold {
                threshold = callback(doc, score);
            }
        }
        self.plain.for_each_pruning(threshold, reader, &mut |doc, score| {
            if told.binary_search(&doc).is_err() {
                threshold = callback(doc, score);
            }
            threshold
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new_with_string("words in their forms".into(), if found { scorer.score() } else { 0.0 }))
    }
}

struct WordScorer {
    /// The postings of a form, and which word it is of.
    forms: Vec<(SegmentPostings, usize)>,
    phrases: Box<dyn Scorer>,
    doc: DocId,
    bm25: Vec<Bm25Weight>,
    norms: FieldNormReader,
}

impl DocSet for WordScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = if self.phrases.doc() < target { self.phrases.seek(target) } else { self.phrases.doc() };
            for (form, _) in &mut self.forms {
                let doc = if form.doc() < target { form.seek(target) } else { form.doc() };
                self.doc = self.doc.min(doc);
            }
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.forms.iter().fold(self.phrases.size_hint(), |sum, (form, _)| sum.saturating_add(form.size_hint()))
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        let here = self.forms.iter().filter(|(form, _)| form.doc() == self.doc);
        let words: Score =
            here.filter_map(|(form, word)| Some(self.bm25.get(*word)?.score(norm, form.term_freq()))).sum();
        if self.phrases.doc() == self.doc { words + self.phrases.score() } else { words }
    }
}
