//! The best hits, in an order that depends on nothing but the hits: not on segments, threads or history.

use std::{
    cmp::Ordering,
    collections::BinaryHeap,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use tantivy::{
    DocAddress, DocId, Score, SegmentReader,
    collector::{Collector, SegmentCollector},
    query::Weight,
    schema::Field,
};

use super::{
    columns::{Columns, Numbers},
    forms::AVERAGE_WORDS,
    segments,
};
use crate::passage::WHOLE;

/// How hits are ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest call first, then as spoken.
    Newest,
    /// Oldest call first, then as spoken.
    Oldest,
}

/// A hit and what it is ordered by: greater is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) score: Score,
    time: i64,
    tie: u64,
    place: u64,
    pub(super) address: DocAddress,
}

impl Eq for Ranked {}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score
            .total_cmp(&other.score)
            .then(self.time.cmp(&other.time))
            .then(self.tie.cmp(&other.tie))
            .then(other.place.cmp(&self.place))
            // Two indexed copies of one passage: any order will do, as long as it is one.
            .then(other.address.cmp(&self.address))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Collects the best `limit` hits.
pub(super) struct Top {
    pub(super) limit: usize,
    pub(super) sort: Sort,
    pub(super) columns: Columns,
    /// The field of words.
    pub(super) words: Field,
    /// The score that a hit must exceed to get in, as far as any segment tells: one that has so many better ones by itself
    /// speaks for all. Only where a score does not depend on what was passed over: tantivy's union sums the words of a
    /// document in an order that does, and so the last bit would depend on which thread was first.
    pub(super) floor: Option<Floor>,
}

/// A score that only rises, whichever thread raises it.
#[derive(Default)]
pub(super) struct Floor(AtomicU32);

impl Floor {
    /// Raises it to what one segment tells; what is known now.
    fn raise(&self, threshold: Score) -> Score {
        if threshold <= 0.0 {
            let known = Score::from_bits(self.0.load(Relaxed));
            return if known > 0.0 { known } else { threshold };
        }
        // Of positive numbers the bits are in order as the numbers are.
        let bits = threshold.to_bits();
        Score::from_bits(self.0.fetch_max(bits, Relaxed).max(bits))
    }
}

/// The columns that order hits.
struct Order {
    back: Numbers,
    date: Numbers,
    tie: Numbers,
    worth: Numbers,
    sort: Sort,
    segment: u32,
}

impl Order {
    fn open(reader: &SegmentReader, segment: u32, top: &Top) -> tantivy::Result<Order> {
        let column = |name| top.columns.open(reader, name);
        Ok(Order {
            back: column("back")?,
            date: column("date")?,
            tie: column("tie")?,
            worth: column("worth")?,
            sort: top.sort,
            segment,
        })
    }

    /// What a score of the words is worth.
    fn weigh(&self, doc: DocId, score: Score) -> Score {
        if self.sort != Sort::Relevance {
            return 0.0;
        }
        // At most 1, so that a score that is too low before is too low after.
        let worth = self.worth.first(doc).unwrap_or(u64::from(WHOLE)).min(u64::from(WHOLE));
        coarse(score * (worth as Score / Score::from(WHOLE)))
    }

    fn rank(&self, doc: DocId, score: Score) -> Ranked {
        let back = self.back.first(doc).unwrap_or(0);
        let head = doc - (back as DocId).min(doc);
        // What has no day comes last.
        let time = self.date.first(head).map_or(i64::MIN, |date| {
            let date = date as i64;
            if self.sort == Sort::Oldest { -date } else { date }
        });
        Ranked {
            score,
            time,
            tie: self.tie.first(head).unwrap_or(0),
            place: back,
            address: DocAddress::new(self.segment, doc),
        }
    }
}

/// How far below the threshold a block of postings may be passed over.
///
/// tantivy notes in each block the passage that scores best for the average length of its segment, and passes over
/// the block if that one falls short. We score with a constant average, for which another passage of the block may
/// be better; but by no more than the one average exceeds the other, since a term's share of the score grows with
/// the average at most in proportion.
fn slack(reader: &SegmentReader, words: Field) -> tantivy::Result<Score> {
    let average = reader.inverted_index(words)?.total_num_tokens() as Score / reader.max_doc().max(1) as Score;
    let ours = AVERAGE_WORDS as Score;
    // A little more, for what is rounded.
    Ok(0.999 * (average / ours).min(ours / average.max(Score::MIN_POSITIVE)))
}

/// Cuts off what depends on the order in which a sum was taken, which differs from segment to segment.
/// Never up: what was below the threshold must stay there.
fn coarse(score: Score) -> Score {
    const STEP: Score = 1024.0;
    (score * STEP).floor() / STEP
}

/// The best of a segment; the worst of them on top, to be thrown out.
struct Best {
    heap: BinaryHeap<std::cmp::Reverse<Ranked>>,
    limit: usize,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best { heap: BinaryHeap::new(), limit }
    }

    fn push(&mut self, hit: Ranked) {
        if self.heap.len() < self.limit {
            self.heap.push(std::cmp::Reverse(hit));
        } else if let Some(mut worst) = self.heap.peek_mut()
            && hit > worst.0
        {
            *worst = std::cmp::Reverse(hit);
        }
    }

    /// Hits at or below this score cannot get in any more.
    fn threshold(&self) -> Score {
        match self.heap.peek() {
            // One step below the worst: an equal score may still win on time or place.
            Some(worst) if self.heap.len() == self.limit => worst.0.score.next_down(),
            _ => Score::MIN,
        }
    }

    fn into_vec(self) -> Vec<Ranked> {
        self.heap.into_iter().map(|hit| hit.0).collect()
    }
}

/// Collects when nothing can be skipped: sorted by time, nobody asks for scores.
pub(super) struct Child {
    best: Best,
    order: Order,
}

impl SegmentCollector for Child {
    type Fruit = Vec<Ranked>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let score = self.order.weigh(doc, score);
        // Most fall short by their score, and nothing else of them need be looked up.
        if score > self.best.threshold() {
            self.best.push(self.order.rank(doc, score));
        }
    }

    fn harvest(self) -> Vec<Ranked> {
        self.best.into_vec()
    }
}

impl Collector for Top {
    type Fruit = Vec<Ranked>;
    type Child = Child;

    fn for_segment(&self, segment: u32, reader: &SegmentReader) -> tantivy::Result<Child> {
        Ok(Child { best: Best::new(self.limit), order: Order::open(reader, segment, self)? })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        segment: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<Ranked>> {
        let mut child = self.for_segment(segment, reader)?;
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|alive| alive.is_alive(doc));
        if self.requires_scoring() {
            let slack = slack(reader, self.words)?;
            let own = Floor::default();
            let shared = self.floor.as_ref().unwrap_or(&own);
            let mut floor = shared.raise(Score::MIN);
            let lowest = |floor: Score| if floor > 0.0 { floor * slack } else { floor };
            weight.for_each_pruning(lowest(floor), reader, &mut |doc, score| {
                if is_alive(doc) && score > floor {
                    child.collect(doc, score);
                    floor = shared.raise(child.best.threshold());
                }
                lowest(floor)
            })?;
        } else {
            segments::each_doc(weight, reader, |doc| child.collect(doc, 0.0))?;
        }
        Ok(child.harvest())
    }

    fn merge_fruits(&self, fruits: Vec<Vec<Ranked>>) -> tantivy::Result<Vec<Ranked>> {
        let mut hits: Vec<Ranked> = fruits.into_iter().flatten().collect();
        hits.sort_unstable_by(|a, b| b.cmp(a));
        hits.truncate(self.limit);
        Ok(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_rises_and_never_falls() {
        let floor = Floor::default();
        for (told, known) in [
            (Score::MIN, Score::MIN),
            (0.0, 0.0),
            (-1.0, -1.0),
            (0.5, 0.5),
            (0.25, 0.5),
            (Score::MIN, 0.5),
            (7.5, 7.5),
            (0.0, 7.5),
        ] {
            assert_eq!(floor.raise(told), known, "{told}");
        }
    }
}
