//! Patterns whose words must stand in a certain order or nearness: checked on true positions.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader,
    postings::{Postings, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::{Field, IndexRecordOption},
};

use super::forms::Form;
use crate::query::{
    Pattern,
    spans::{Occurrence, Spans, count_apart},
};

/// Documents in which a pattern occurs.
#[derive(Clone, Debug)]
pub(super) struct SpanQuery {
    pub(super) field: Field,
    pub(super) pattern: Pattern,
    /// What the pattern is made of.
    pub(super) spans: Spans,
    /// The forms of each of its leaves.
    pub(super) leaves: Vec<Vec<Form>>,
    /// In how many documents each leaf is taken to be.
    pub(super) frequencies: Vec<u64>,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SpanWeight { query: self.clone(), bm25: self.bm25(scoring)? }))
    }
}

struct SpanWeight {
    query: SpanQuery,
    /// One for each leaf; none if nobody asks for scores.
    bm25: Vec<Bm25Weight>,
}

impl SpanQuery {
    /// How each leaf scores; empty if nobody asks for scores.
    fn bm25(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Vec<Bm25Weight>> {
        let mut bm25 = Vec::new();
        if let EnableScoring::Enabled { statistics_provider, .. } = scoring {
            let n_documents = statistics_provider.total_num_docs()?;
            let n_tokens = statistics_provider.total_num_tokens(self.field)?;
            let average = n_tokens as Score / n_documents.max(1) as Score;
            for &frequency in &self.frequencies {
                let frequency = frequency.min(n_documents);
                bm25.push(Bm25Weight::for_one_term_without_explain(frequency, n_documents, average));
            }
        }
        Ok(bm25)
    }

    /// The scores of single documents of a segment.
    pub(super) fn scores(&self, reader: &SegmentReader, scoring: EnableScoring<'_>) -> tantivy::Result<Scores> {
        Ok(Scores(SpanWeight { query: self.clone(), bm25: self.bm25(scoring)? }.without_candidates(reader, 1.0)?))
    }

    /// Calls `emit` for each document in which the pattern occurs, with how many occurrences do not overlap.
    pub(super) fn each_count(&self, reader: &SegmentReader, mut emit: impl FnMut(DocId, u64)) -> tantivy::Result<()> {
        let mut scorer = SpanWeight { query: self.clone(), bm25: Vec::new() }.with_candidates(reader, 1.0)?;
        let mut target = 0;
        while scorer.seek_candidate(target) {
            let mut found = scorer.occurrences();
            if !found.is_empty() {
                emit(scorer.doc, count_apart(&mut found));
            }
            target = scorer.doc + 1;
        }
        Ok(())
    }
}

/// What a pattern scores in single documents, whatever lies between them.
pub(super) struct Scores(SpanScorer);

impl Scores {
    /// The score in a document, at or after the last one asked for, if the pattern occurs there.
    pub(super) fn of(&mut self, doc: DocId) -> Option<Score> {
        self.0.doc = doc;
        let found = self.0.occurrences();
        (!found.is_empty()).then(|| self.0.value(how_many(&found)))
    }
}

impl SpanWeight {
    /// A scorer that knows which documents are worth a look, and stands at none yet.
    fn with_candidates(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<SpanScorer> {
        // How often a word is in a document bounds the score, and is told without its places.
        let option = if self.bm25.is_empty() { IndexRecordOption::Basic } else { IndexRecordOption::WithFreqs };
        let candidates = Candidates::of(&self.query.pattern, &mut |leaf| {
            let place = self.query.spans.leaves().iter().position(|known| known == leaf);
            let forms = place.map_or(&[][..], |place| &self.query.leaves[place]);
            LeafPostings::open(reader, self.query.field, forms, option)
        })?;
        Ok(SpanScorer { candidates, ..self.without_candidates(reader, boost)? })
    }

    /// A scorer that is told where to look.
    fn without_candidates(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<SpanScorer> {
        let positions = IndexRecordOption::WithFreqsAndPositions;
        let open = |forms: &Vec<Form>| LeafPostings::open(reader, self.query.field, forms, positions);
        Ok(SpanScorer {
            candidates: Candidates::Any(Vec::new()),
            spans: self.query.spans.clone(),
            leaves: self.query.leaves.iter().map(open).collect::<Result<_, _>>()?,
            doc: 0,
            bm25: self.bm25.iter().map(|bm25| bm25.boost_by(boost)).collect(),
            norms: reader.get_fieldnorms_reader(self.query.field)?,
            positions: Vec::new(),
        })
    }
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = self.with_candidates(reader, boost)?;
        if scorer.find(0) == TERMINATED { Ok(Box::new(EmptyScorer)) } else { Ok(Box::new(scorer)) }
    }

    /// Looks at the places only in documents that could score enough if all their words stood as asked.
    fn for_each_pruning(
        &self,
        mut threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        let mut scorer = self.with_candidates(reader, 1.0)?;
        let mut target = 0;
        while scorer.seek_candidate(target) {
            let most = scorer.candidates.most(scorer.doc);
            // Rounding may put this a last bit below the score of fewer: whoever prunes leaves more than that.
            if scorer.value(most) > threshold {
                let n_found = how_many(&scorer.occurrences());
                debug_assert!(n_found <= most, "{n_found} occurrences where {most} were thought the most");
                let score = scorer.value(n_found);
                if n_found > 0 && score > threshold {
                    threshold = callback(scorer.doc, score);
                }
            }
            target = scorer.doc + 1;
        }
        Ok(())
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new_with_string("occurrences of a pattern".into(), if found { scorer.score() } else { 0.0 }))
    }
}

/// The places of one leaf: the union of its forms.
struct LeafPostings {
    postings: Vec<(SegmentPostings, u32)>,
    doc: DocId,
}

impl LeafPostings {
    fn open(
        reader: &SegmentReader,
        field: Field,
        forms: &[Form],
        option: IndexRecordOption,
    ) -> tantivy::Result<LeafPostings> {
        let index = reader.inverted_index(field)?;
        let mut postings = Vec::with_capacity(forms.len());
        for form in forms {
            postings.extend(index.read_postings(&form.term, option)?.map(|found| (found, form.length)));
        }
        let doc = postings.iter().map(|(postings, _)| postings.doc()).min().unwrap_or(TERMINATED);
        Ok(LeafPostings { postings, doc })
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.doc = TERMINATED;
            for (postings, _) in &mut self.postings {
                let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
                self.doc = self.doc.min(doc);
            }
        }
        self.doc
    }

    /// Adds the places in a document, at or after the last one asked for.
    fn append(&mut self, doc: DocId, positions: &mut Vec<u32>, out: &mut Vec<Occurrence>) {
        if self.seek(doc) != doc {
            return;
        }
        for (postings, length) in &mut self.postings {
            if postings.doc() == doc {
                postings.positions(positions);
                out.extend(positions.iter().map(|&at| (at, at + *length)));
            }
        }
    }
}

/// Which documents are worth a look at positions: the boolean skeleton of a pattern. Each leaf has a
/// cursor of its own, since parts of an alternative run ahead of one another.
enum Candidates {
    Leaf(LeafPostings),
    Any(Vec<Candidates>),
    All(Vec<Candidates>),
}

impl Candidates {
    fn of(
        pattern: &Pattern,
        open: &mut dyn FnMut(&Pattern) -> tantivy::Result<LeafPostings>,
    ) -> tantivy::Result<Candidates> {
        let mut several = |patterns: &[&Pattern]| -> tantivy::Result<Vec<Candidates>> {
            let parts = patterns.iter().map(|pattern| Candidates::of(pattern, open));
            let mut parts = parts.collect::<tantivy::Result<Vec<Candidates>>>()?;
            // The rarest leads: it skips the most.
            parts.sort_by_key(Candidates::size_hint);
            Ok(parts)
        };
        Ok(match pattern {
            Pattern::Forms(_) | Pattern::Exact(_) | Pattern::Prefix(_) => Candidates::Leaf(open(pattern)?),
            Pattern::Any(patterns) => Candidates::Any(several(&patterns.iter().collect::<Vec<_>>())?),
            Pattern::Sequence(patterns) => Candidates::All(several(&patterns.iter().collect::<Vec<_>>())?),
            Pattern::Near { left, right, .. } => Candidates::All(several(&[left, right])?),
        })
    }

    /// About how many candidates there are, at most.
    fn size_hint(&self) -> u32 {
        match self {
            Candidates::Leaf(leaf) => {
                leaf.postings.iter().fold(0, |sum, (form, _)| sum.saturating_add(form.size_hint()))
            }
            Candidates::Any(parts) => parts.iter().fold(0, |sum, part| sum.saturating_add(part.size_hint())),
            Candidates::All(parts) => parts.iter().map(Candidates::size_hint).min().unwrap_or(0),
        }
    }

    /// At most how many occurrences there are in a document at which it stands: each is made of one of each part.
    fn most(&self, doc: DocId) -> u32 {
        match self {
            Candidates::Leaf(leaf) => {
                let here = leaf.postings.iter().filter(|(form, _)| form.doc() == doc);
                here.fold(0, |sum, (form, _)| sum.saturating_add(form.term_freq()))
            }
            Candidates::Any(parts) => parts.iter().fold(0, |sum, part| sum.saturating_add(part.most(doc))),
            Candidates::All(parts) => parts.iter().fold(1, |product, part| product.saturating_mul(part.most(doc))),
        }
    }

    /// The first candidate at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Candidates::Leaf(leaf) => leaf.seek(target),
            Candidates::Any(parts) => parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED),
            // A sequence of nothing stands nowhere.
            Candidates::All(parts) if parts.is_empty() => TERMINATED,
            Candidates::All(parts) => {
                let mut target = target;
                'again: while target < TERMINATED {
                    for part in &mut *parts {
                        let doc = part.seek(target);
                        if doc > target {
                            target = doc;
                            continue 'again;
                        }
                    }
                    break;
                }
                target
            }
        }
    }
}

fn how_many(occurrences: &[Occurrence]) -> u32 {
    u32::try_from(occurrences.len()).unwrap_or(u32::MAX)
}

struct SpanScorer {
    spans: Spans,
    candidates: Candidates,
    leaves: Vec<LeafPostings>,
    doc: DocId,
    bm25: Vec<Bm25Weight>,
    norms: FieldNormReader,
    positions: Vec<u32>,
}

impl SpanScorer {
    /// All occurrences in the document it stands at.
    fn occurrences(&mut self) -> Vec<Occurrence> {
        let (doc, leaves, positions) = (self.doc, &mut self.leaves, &mut self.positions);
        self.spans.occurrences(&mut |leaf, out| leaves[leaf].append(doc, positions, out))
    }

    /// What so many occurrences score in the document it stands at.
    fn value(&self, n_found: u32) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        self.bm25.iter().map(|bm25| bm25.score(norm, n_found)).sum()
    }

    /// Moves to the first document at or after `target` that is worth a look; whether there is one.
    fn seek_candidate(&mut self, target: DocId) -> bool {
        self.doc = self.candidates.seek(target).min(TERMINATED);
        self.doc < TERMINATED
    }

    /// Moves to the first document at or after `target` in which the pattern occurs.
    fn find(&mut self, mut target: DocId) -> DocId {
        while self.seek_candidate(target) {
            let (doc, leaves, positions) = (self.doc, &mut self.leaves, &mut self.positions);
            if self.spans.occurs(&mut |leaf, out| leaves[leaf].append(doc, positions, out)) {
                return doc;
            }
            target = doc + 1;
        }
        TERMINATED
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.find(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.find(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.candidates.size_hint()
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        let n_found = how_many(&self.occurrences());
        self.value(n_found)
    }
}
