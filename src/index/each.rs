//! Everything that matches, one after the other: for those who want all of it and hold none of it.

use std::sync::Arc;

use tantivy::{DocAddress, query::EnableScoring};

use super::{Snapshot, Within, block::Card, forms::ClassStatistics, snapshot::Hit};
use crate::{
    error::Result,
    query::{Run, Scope},
    transcript::Transcript,
};

/// A call, and its passages that match.
struct Found {
    /// What orders calls: by date, then by the number of the call's id, as everywhere.
    order: (u64, std::cmp::Reverse<u64>),
    head: DocAddress,
    docs: Vec<u32>,
}

/// Passages that match, in the order of calls and turns.
pub struct Hits<'s> {
    snapshot: &'s Snapshot,
    calls: std::vec::IntoIter<Found>,
    /// The call at hand, and its passages that are still to come.
    call: Option<(DocAddress, Arc<Card>, std::vec::IntoIter<u32>)>,
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

    /// Every call of which some head or passage fits a filter, whole, by id, one after the other.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn each_call(
        &self,
        run: &Run,
        within: Within<'_>,
    ) -> Result<impl ExactSizeIterator<Item = Result<Transcript>> + use<'_>> {
        let heads = self.heads_that_fit(run, within)?;
        let named = heads.into_iter().map(|head| Ok((self.card_at(head)?.call.id, head)));
        let mut named = named.collect::<Result<Vec<(String, DocAddress)>>>()?;
        named.sort();
        Ok(named.into_iter().map(|(_, head)| self.transcript_at(head)))
    }

    /// The card of a head, which is not kept.
    pub(super) fn card_at(&self, head: DocAddress) -> Result<Card> {
        self.json(&self.document(head)?, self.fields.card)
    }

    /// The calls with passages that match, in order.
    fn found(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<Found>> {
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(run, scope, within, &statistics)?;
        let damaged = |error| self.damaged(&error);
        let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher)).map_err(damaged)?;
        let mut all = Vec::new();
        for (ord, reader) in self.searcher.segment_readers().iter().enumerate() {
            let fast = reader.fast_fields();
            let column = |name| fast.u64(name).map_err(damaged);
            let (back, date, tie) = (column("back")?, column("date")?, column("tie")?);
            let mut found: Vec<Found> = Vec::new();
            let mut add = |doc: u32| {
                let head = doc.saturating_sub(back.first(doc).unwrap_or(0) as u32);
                match found.last_mut() {
                    Some(last) if last.head.doc_id == head => last.docs.push(doc),
                    _ => found.push(Found {
                        order: (date.first(head).unwrap_or(0), std::cmp::Reverse(tie.first(head).unwrap_or(0))),
                        head: DocAddress::new(ord as u32, head),
                        docs: vec![doc],
                    }),
                }
            };
            let alive = reader.alive_bitset();
            let docs = weight.for_each_no_score(reader, &mut |docs| {
                docs.iter().filter(|doc| alive.is_none_or(|alive| alive.is_alive(**doc))).for_each(|doc| add(*doc));
            });
            docs.map_err(damaged)?;
            all.append(&mut found);
        }
        all.sort_by_key(|found| (found.order, found.head));
        Ok(all)
    }
}
