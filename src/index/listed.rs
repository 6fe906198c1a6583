//! Which calls there are, in the order of their ids. Of many, no card is read.

use std::collections::HashMap;

use rayon::prelude::*;
use tantivy::{DocSet as _, TERMINATED, schema::IndexRecordOption};

use super::{Card, Outline, Place, Snapshot, Within};
use crate::{error::Result, query::Run};

/// So few calls are sooner asked for their ids one by one.
const FEW: usize = 100;

impl Snapshot {
    /// The calls of which some head or passage fits a filter, by id, case ignored. What they share with others is not
    /// looked up.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn listed(&self, run: &Run, within: Within<'_>) -> Result<Vec<Outline>> {
        let mut outlines = self.outlines_of(&self.heads_that_fit(run, within)?)?;
        let ids = if outlines.len() <= FEW {
            let id = |outline: &Outline| {
                let id = self.card_of(outline.place)?.call.id.to_uppercase();
                Ok((outline.place, id.into_bytes().into()))
            };
            outlines.iter().map(id).collect::<Result<_>>()?
        } else {
            self.ids().map_err(|error| self.damaged(&error))?
        };
        outlines.sort_by(|a, b| ids.get(&a.place).cmp(&ids.get(&b.place)));
        Ok(outlines)
    }

    /// What a function makes of the cards of some calls, in their order; no card is kept.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn of_cards<T: Send>(&self, calls: &[Outline], make: impl Fn(&Card) -> T + Sync) -> Result<Vec<T>> {
        calls.par_iter().map(|call| Ok(make(&self.card_at(call.place.head())?))).collect()
    }

    /// How many calls have a head or a passage that fits a filter.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn n_listed(&self, run: &Run, within: Within<'_>) -> Result<usize> {
        Ok(self.heads_that_fit(run, within)?.len())
    }

    /// The ids of all calls, in capitals, from the dictionaries.
    fn ids(&self) -> tantivy::Result<HashMap<Place, Box<[u8]>>> {
        const CALL: &[u8] = b"call:";
        let mut ids = HashMap::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let index = reader.inverted_index(self.fields.facts)?;
            let mut terms = index.terms().range().ge(CALL).into_stream()?;
            while terms.advance()
                && let Some(id) = terms.key().strip_prefix(CALL)
            {
                let mut heads = index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                while heads.doc() != TERMINATED {
                    ids.insert(Place::new(segment, heads.doc()), id.into());
                    heads.advance();
                }
            }
        }
        Ok(ids)
    }
}
