//! Everything that matches, one after the other: for those who want all of it and hold none of it.

use std::sync::Arc;

use tantivy::{DocAddress, query::EnableScoring};

use super::{Snapshot, Within, block::Card, forms::ClassStatistics, snapshot::Hit};
use crate::{
    error::{Error, Result},
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

impl Snapshot {
    /// Every passage that matches, in the order of calls and turns.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn all(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<Hit>> {
        let mut hits = Vec::new();
        self.each(run, scope, within, &mut |hit| {
            hits.push(hit);
            Ok::<(), Error>(())
        })?;
        Ok(hits)
    }

    /// Gives every passage that matches, in the order of calls and turns, and says how many there were.
    ///
    /// # Errors
    /// If the index is damaged, or what takes the passages fails.
    pub fn each<E: From<Error>>(
        &self,
        run: &Run,
        scope: Scope,
        within: Within<'_>,
        take: &mut dyn FnMut(Hit) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut n_hits = 0;
        for found in self.found(run, scope, within)? {
            let card: Arc<Card> = Arc::new(self.json(&self.document(found.head)?, self.fields.card)?);
            for doc in found.docs {
                let address = DocAddress::new(found.head.segment_ord, doc);
                take(self.hit_at(address, 0.0, Arc::clone(&card))?)?;
                n_hits += 1;
            }
        }
        Ok(n_hits)
    }

    /// Gives every call of which some head or passage fits a filter, whole, by id; and says how many there were.
    ///
    /// # Errors
    /// If the index is damaged, or what takes the calls fails.
    pub fn each_call<E: From<Error>>(
        &self,
        run: &Run,
        within: Within<'_>,
        take: &mut dyn FnMut(Transcript) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut heads = Vec::new();
        for head in self.heads_that_fit(run, within)? {
            let card: Card = self.json(&self.document(head)?, self.fields.card)?;
            heads.push((card.call.id, head));
        }
        heads.sort();
        for (_, head) in &heads {
            take(self.transcript_at(*head)?)?;
        }
        Ok(heads.len())
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
