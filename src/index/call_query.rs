//! What is said of a call, asked of its passages: a query for heads, and all documents of their blocks.
//!
//! A head knows how long its block is, so the documents are ranges of numbers, and nothing is looked up for them.

use std::ops::Range;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::columns::Columns;

/// What is taken of a call whose head is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// All its documents.
    Block,
    /// The head alone. This is for what cannot be told to seek as other queries can: it is found out at once.
    Head,
}

/// Documents of the calls whose head a query finds. It does not score.
#[derive(Debug)]
pub(super) struct CallQuery {
    /// Finds heads, and nothing else.
    pub(super) heads: Box<dyn Query>,
    pub(super) extent: Extent,
    pub(super) columns: Columns,
}

impl Clone for CallQuery {
    fn clone(&self) -> Self {
        CallQuery { heads: self.heads.box_clone(), extent: self.extent, columns: self.columns.clone() }
    }
}

impl Query for CallQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = match scoring {
            EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
            disabled @ EnableScoring::Disabled { .. } => disabled,
        };
        let heads = self.heads.weight(unscored)?;
        Ok(Box::new(CallWeight { heads, extent: self.extent, columns: self.columns.clone() }))
    }
}

struct CallWeight {
    heads: Box<dyn Weight>,
    extent: Extent,
    columns: Columns,
}

impl Weight for CallWeight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let length = match self.extent {
            Extent::Block => Some(self.columns.open(reader, "length")?),
            Extent::Head => None,
        };
        let mut blocks = Vec::new();
        self.heads.for_each_no_score(reader, &mut |heads| {
            blocks.extend(heads.iter().map(|&head| {
                let length = length.as_ref().and_then(|length| length.first(head)).unwrap_or(1);
                head..head.saturating_add(length as DocId).min(reader.max_doc())
            }));
        })?;
        Ok(match blocks.first() {
            Some(first) => Box::new(CallScorer { doc: first.start, blocks, at: 0 }),
            None => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() <= doc && scorer.seek(doc) == doc;
        Ok(Explanation::new_with_string("of such a call".into(), if found { scorer.score() } else { 0.0 }))
    }
}

struct CallScorer {
    /// Ascending, none of them empty.
    blocks: Vec<Range<DocId>>,
    /// Which block `doc` is in.
    at: usize,
    doc: DocId,
}

impl DocSet for CallScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.seek(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc < target {
            self.at += self.blocks[self.at..].partition_point(|block| block.end <= target);
            self.doc = self.blocks.get(self.at).map_or(TERMINATED, |block| block.start.max(target));
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.blocks.iter().map(|block| block.end - block.start).sum()
    }
}

impl Scorer for CallScorer {
    fn score(&mut self) -> Score {
        0.0
    }
}
