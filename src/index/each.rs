//! Everything that matches, one after the other: for those who want all of it and hold none of it.

use std::{cmp::Reverse, sync::Arc};

use tantivy::{DocAddress, DocId};

use super::{Snapshot, Within, block::Card, forms::ClassStatistics, snapshot::Hit};
use crate::{
    error::Result,
    query::{Run, Scope},
    transcript::Transcript,
};

/// A call, and its passages that match.
struct Found {
    /// What orders calls: by date, then by the number of the call's id, as everywhere.
    order: (u64, Reverse<u64>),
    head: DocAddress,
    docs: Vec<DocId>,
}

/// Passages that match, in the order of calls and turns.
pub struct Hits<'s> {
    snapshot: &'s Snapshot,
    calls: std::vec::IntoIter<Found>,
    /// The call at hand, and its passages that are still to come.
    call: Option<(DocAddress, Arc<Card>, std::vec::IntoIter<DocId>)>,
}

impl Iterator for Hits<'_> {
    type Item = Result<Hit>;

    fn next(&mut self) -> Option<Result<Hit>> {
        loop {
            if let Some((head, card, docs)) = &mut self.call
                && let Some(doc) = docs.next()
            {
                let address = DocAddress::new(head.segment_ord, doc);
                return Some(self.snapshot.hit_at(address, 0.0, Arc::clone(card)));
            }
            let Found { head, docs, .. } = self.calls.next()?;
            match self.snapshot.card_at(head) {
                Ok(card) => self.call = Some((head, Arc::new(card), docs.into_iter())),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

impl Snapshot {
    /// Every passage that matches, in the order of calls and turns, one after the other.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn each(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Hits<'_>> {
        let calls = self.found(run, scope, within)?.into_iter();
        Ok(Hits { snapshot: self, calls, call: None })
    }

    /// Every passage that matches, in the order of calls and turns.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn all(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<Hit>> {
        self.each(run, scope, within)?.collect()
    }

    /// Every call of which some head or passage fits a filter, whole, by id, case ignored, one after the other.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn each_call(
        &self,
        run: &Run,
        within: Within<'_>,
    ) -> Result<impl ExactSizeIterator<Item = Result<Transcript>> + use<'_>> {
        let calls = self.listed(run, within)?;
        Ok(calls.into_iter().map(|call| self.transcript_at(call.place.head())))
    }

    /// The card of a head, which is not kept.
    pub(super) fn card_at(&self, head: DocAddress) -> Result<Card> {
        self.json(&self.document(head)?, self.fields.card)
    }

    /// The calls with passages that match, in order.
    fn found(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<Found>> {
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(run, scope, within, &statistics)?;
        let [back, date, tie] = [self.column("back")?, self.column("date")?, self.column("tie")?];
        let mut all: Vec<Found> = Vec::new();
        self.each_match(query.as_ref(), |segment, doc| {
            let at = segment as usize;
            let head = doc.saturating_sub(back[at].first(doc).unwrap_or(0) as DocId);
            let address = DocAddress::new(segment, head);
            match all.last_mut() {
                Some(last) if last.head == address => last.docs.push(doc),
                _ => all.push(Found {
                    order: (date[at].first(head).unwrap_or(0), Reverse(tie[at].first(head).unwrap_or(0))),
                    head: address,
                    docs: vec![doc],
                }),
            }
        })?;
        all.sort_by_key(|found| (found.order, found.head));
        Ok(all)
    }
}
