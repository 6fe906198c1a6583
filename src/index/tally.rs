//! Counts of passages by call, speaker, section and kind, without reading their words.

use std::{collections::BTreeMap, sync::Arc};

use tantivy::{DocAddress, DocId};

use super::{
    Card, Snapshot, Within,
    forms::ClassStatistics,
    standing::{KIND_AND_SECTION, unpack_traits},
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
        let mut counts: BTreeMap<(DocAddress, u64, u64), usize> = BTreeMap::new();
        let columns = [self.column("back")?, self.column("speaker")?, self.column("traits")?];
        self.each_match(query.as_ref(), |segment, doc| {
            let [back, speaker, traits] =
                columns.each_ref().map(|column| column[segment as usize].first(doc).unwrap_or(0));
            let head = DocAddress::new(segment, doc.saturating_sub(back as DocId));
            *counts.entry((head, speaker, traits & KIND_AND_SECTION)).or_default() += 1;
        })?;
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
}
