//! What is asked of each segment of one state of the index.

use rayon::prelude::*;
use tantivy::{DocId, Searcher, SegmentOrdinal, SegmentReader, query::Weight};

/// From so many documents on, a second thread is worth its start.
const MUCH: u64 = 200_000;

/// What a function makes of each segment, in their order: of several at a time, if there is much to look at.
pub(super) fn of_each<T: Send>(
    searcher: &Searcher,
    look: impl Fn(SegmentOrdinal, &SegmentReader) -> tantivy::Result<T> + Sync,
) -> tantivy::Result<Vec<T>> {
    let look = |(at, segment): (usize, &SegmentReader)| look(at as SegmentOrdinal, segment);
    let segments = searcher.segment_readers();
    if searcher.num_docs() < MUCH {
        segments.iter().enumerate().map(look).collect()
    } else {
        segments.par_iter().enumerate().map(look).collect()
    }
}

/// Calls `take` with each document of a segment that a query finds and that is not taken out, in their order.
pub(super) fn each_doc(
    weight: &dyn Weight,
    reader: &SegmentReader,
    mut take: impl FnMut(DocId),
) -> tantivy::Result<()> {
    let alive = reader.alive_bitset();
    weight.for_each_no_score(reader, &mut |docs| {
        docs.iter().filter(|doc| alive.is_none_or(|alive| alive.is_alive(**doc))).for_each(|doc| take(*doc));
    })
}
