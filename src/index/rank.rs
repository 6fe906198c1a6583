//! What makes the first page better than BM25 alone.
//!
//! Three things, all within the best [`WINDOW`] hits, so that pages stay stable and costs bounded:
//! words that stand near each other count more, and as a phrase more still; of hits from one call each
//! counts a little less than the one before; and passages that are form rather than content (see
//! [`crate::passage::worth`]) were held down already while collecting.

use std::collections::HashMap;

use tantivy::{DocId, Score, Searcher, SegmentReader, query::EnableScoring};

use super::{columns::Numbers, lower::Lowering, span_query::SpanQuery, top::Ranked};
use crate::query::{Pattern, Run};

/// How many of the best hits are looked at again.
pub(super) const WINDOW: usize = 200;

/// Words this close are about one thing.
const NEAR: u32 = 10;

/// How much nearness adds, as a share of what the words are worth.
const NEAR_SHARE: Score = 0.3;

/// How much standing side by side, in the order asked, adds to that.
const ADJACENT_SHARE: Score = 0.5;

/// How much each further hit from one call loses, and at most.
const REPEAT_LOSS: Score = 0.06;
const MOST_LOSS: Score = 0.3;

/// Reorders the best hits of a query.
pub(super) fn rerank(lowering: &Lowering<'_>, run: &Run, hits: &mut [Ranked]) -> tantivy::Result<()> {
    let window = hits.len().min(WINDOW);
    let (best, _) = hits.split_at_mut(window);
    for pair in neighbors(run) {
        for (within, ordered, share) in [(NEAR, false, NEAR_SHARE), (1, true, ADJACENT_SHARE)] {
            let (left, right) = (Box::new(pair[0].clone()), Box::new(pair[1].clone()));
            let query = lowering.spans(&Pattern::Near { within, ordered, left, right })?;
            let scoring = EnableScoring::enabled_from_statistics_provider(lowering.statistics, lowering.searcher);
            add(&query, scoring, lowering.searcher, share, best)?;
        }
    }
    best.sort_unstable_by(|a, b| b.cmp(a));
    spread(lowering, best)?;
    best.sort_unstable_by(|a, b| b.cmp(a));
    Ok(())
}

/// The patterns asked for side by side: each with the one that follows it.
fn neighbors(run: &Run) -> Vec<[&Pattern; 2]> {
    let Run::And(parts) = run else { return Vec::new() };
    let patterns: Vec<&Pattern> =
        parts.iter().filter_map(|part| if let Run::Pattern(p) = part { Some(p) } else { None }).collect();
    patterns.windows(2).map(|pair| [pair[0], pair[1]]).collect()
}

/// Adds a share of what a query scores to those of the hits that it matches.
fn add(
    query: &SpanQuery,
    scoring: EnableScoring<'_>,
    searcher: &Searcher,
    share: Score,
    hits: &mut [Ranked],
) -> tantivy::Result<()> {
    let mut by_segment: HashMap<u32, Vec<(DocId, usize)>> = HashMap::new();
    for (i, hit) in hits.iter().enumerate() {
        by_segment.entry(hit.address.segment_ord).or_default().push((hit.address.doc_id, i));
    }
    for (segment, mut docs) in by_segment {
        docs.sort_unstable();
        let mut scores = query.scores(searcher.segment_reader(segment), scoring)?;
        for (doc, i) in docs {
            if let Some(score) = scores.of(doc) {
                hits[i].score += share * score;
            }
        }
    }
    Ok(())
}

/// Holds down what comes again and again from one call; hits are in order.
fn spread(lowering: &Lowering<'_>, hits: &mut [Ranked]) -> tantivy::Result<()> {
    let back = |reader: &SegmentReader| lowering.columns.open(reader, "back");
    let columns = lowering.searcher.segment_readers().iter().map(back).collect::<tantivy::Result<Vec<Numbers>>>()?;
    let mut seen: HashMap<(u32, DocId), u16> = HashMap::new();
    for hit in hits {
        let (segment, doc) = (hit.address.segment_ord, hit.address.doc_id);
        let back = columns.get(segment as usize).and_then(|column| column.first(doc)).unwrap_or(0);
        let before = seen.entry((segment, doc.saturating_sub(back as DocId))).or_insert(0);
        hit.score *= 1.0 - (REPEAT_LOSS * Score::from(*before)).min(MOST_LOSS);
        *before += 1;
    }
    Ok(())
}
