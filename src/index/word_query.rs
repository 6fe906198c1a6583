//! Words in any of their forms, as one of several conditions: looked up where the others already agree.
//!
//! tantivy's union reads all its postings ahead and scores them, window by window, which is right where every
//! document counts. Beside other words or facts few do: here the forms are sought one by one, and only what is
//! asked for is scored. What is found, and what it scores, is the same.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

/// Documents in which one of some words occurs.
#[derive(Clone, Debug)]
pub(super) struct WordQuery {
    pub(super) field: Field,
    /// The forms of each word, and in how many documents they are taken to be.
    pub(super) words: Vec<(Vec<Term>, u64)>,
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
        Ok(Box::new(WordWeight { query: self.clone(), bm25 }))
    }
}

struct WordWeight {
    query: WordQuery,
    /// One for each word; none if nobody asks for scores.
    bm25: Vec<Bm25Weight>,
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
        if forms.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let doc = forms.iter().map(|(form, _)| form.doc()).min().unwrap_or(TERMINATED);
        Ok(Box::new(WordScorer {
            forms,
            doc,
            bm25: self.bm25.iter().map(|bm25| bm25.boost_by(boost)).collect(),
            norms: reader.get_fieldnorms_reader(self.query.field)?,
        }))
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
            self.doc = TERMINATED;
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
        self.forms.iter().fold(0, |sum, (form, _)| sum.saturating_add(form.size_hint()))
    }
}

impl Scorer for WordScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        let here = self.forms.iter().filter(|(form, _)| form.doc() == self.doc);
        here.filter_map(|(form, word)| Some(self.bm25.get(*word)?.score(norm, form.term_freq()))).sum()
    }
}
