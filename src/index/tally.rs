//! Counts of passages by call, speaker, section and kind, without reading their words.

use std::{collections::BTreeMap, sync::Arc};

use tantivy::{DocAddress, collector::DocSetCollector, columnar::Column};

use super::{
    Card, Snapshot, Within,
    block::{KIND_AND_SECTION, unpack_traits},
    forms::ClassStatistics,
};
use crate::{
    error::Result,
    query::{Run, Scope},
    transcript::{Kind, Participant, Section},
};

/// How many passages that match are alike in call, speaker, section and kind.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Their call.
    pub card: Arc<Card>,
    /// Their speaker: index in the card's participants.
    pub participant: usize,
    /// Their section.
    pub section: Section,
    /// Their kind.
    pub kind: Kind,
    /// How many there are.
    pub count: usize,
}

impl Tally {
    /// Who speaks.
    pub fn speaker(&self) -> &Participant {
        &self.card.participants[self.participant]
    }
}

impl Snapshot {
    /// Counts the passages that match, by call id, speaker, section and kind, in that order.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn tally(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<Tally>> {
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(run, scope, within, &statistics)?;
        let found = self.searcher.search(query.as_ref(), &DocSetCollector).map_err(|error| self.damaged(&error))?;
        let mut counts: BTreeMap<(DocAddress, u64, u64), usize> = BTreeMap::new();
        let columns = self.columns()?;
        for address in found {
            let [back, speaker, traits] = &columns[address.segment_ord as usize];
            let number = |column: &Column<u64>| column.first(address.doc_id).unwrap_or(0);
            let head = address.doc_id.saturating_sub(number(back) as u32);
            let head = DocAddress::new(address.segment_ord, head);
            *counts.entry((head, number(speaker), number(traits) & KIND_AND_SECTION)).or_default() += 1;
        }
        let mut tallies = Vec::with_capacity(counts.len());
        for ((head, speaker, traits), count) in counts {
            let card = self.card(head)?;
            let participant = speaker as usize;
            if participant >= card.participants.len() {
                return Err(self.broken("a passage has no speaker"));
            }
            let (kind, section, _) = unpack_traits(traits);
            tallies.push(Tally { card, participant, section, kind, count });
        }
        tallies.sort_by(|a, b| {
            a.card
                .call
                .id
                .cmp(&b.card.call.id)
                .then(a.participant.cmp(&b.participant))
                .then(a.section.cmp(&b.section))
                .then(a.kind.cmp(&b.kind))
        });
        Ok(tallies)
    }

    /// For each segment, the columns that are counted by.
    fn columns(&self) -> Result<Vec<[Column<u64>; 3]>> {
        let open = |segment: &tantivy::SegmentReader| -> tantivy::Result<[Column<u64>; 3]> {
            let fast = segment.fast_fields();
            Ok([fast.u64("back")?, fast.u64("speaker")?, fast.u64("traits")?])
        };
        let segments = self.searcher.segment_readers().iter();
        segments.map(|segment| open(segment).map_err(|error| self.damaged(&error))).collect()
    }
}
