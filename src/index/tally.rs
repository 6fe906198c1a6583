//! Counts of passages by what they have in common, without reading their words.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use tantivy::{DocAddress, DocId, query::EnableScoring};

use super::{
    Card, Snapshot, Within,
    forms::ClassStatistics,
    outline::{Outline, Place},
    segments,
    standing::{KIND_AND_SECTION, ROLE, unpack_role, unpack_traits},
};
use crate::{
    error::Result,
    query::{Run, Scope},
    transcript::{Kind, Participant, Role, Section},
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

/// How many passages that match are alike in call, role, section and kind.
#[derive(Clone, Debug)]
pub struct RoleTally {
    /// Their call.
    pub call: Arc<Outline>,
    /// The role of who speaks.
    pub role: Role,
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
        let columns = [self.column("speaker")?, self.column("traits")?];
        let counts = self.count_alike(run, scope, within, |segment, doc| {
            let [speaker, traits] = columns.each_ref().map(|column| column[segment].first(doc).unwrap_or(0));
            (speaker, traits & KIND_AND_SECTION)
        })?;
        // They are in the order of their heads.
        let mut heads: Vec<DocAddress> = counts.iter().map(|((head, _), _)| *head).collect();
        heads.dedup();
        let cards = heads.iter().copied().zip(self.cards(&heads)?).collect::<HashMap<_, _>>();
        let mut tallies = Vec::with_capacity(counts.len());
        for ((head, (speaker, traits)), count) in counts {
            let card = Arc::clone(&cards[&head]);
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

    /// Counts the passages that match by call, role, section and kind, which columns tell: no card is read.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn tally_roles(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<Vec<RoleTally>> {
        let traits = self.column("traits")?;
        let counts = self.count_alike(run, scope, within, |segment, doc| {
            traits[segment].first(doc).unwrap_or(0) & (KIND_AND_SECTION | ROLE)
        })?;
        // They are in the order of their heads.
        let mut heads: Vec<DocAddress> = counts.iter().map(|((head, _), _)| *head).collect();
        heads.dedup();
        let outlines = self.outlines_of(&heads)?.into_iter();
        let calls: HashMap<Place, Arc<Outline>> = outlines.map(|outline| (outline.place, Arc::new(outline))).collect();
        let tally = |((head, traits), count): ((DocAddress, u64), usize)| {
            let call = calls.get(&Place::new(head.segment_ord, head.doc_id));
            let call = Arc::clone(call.ok_or_else(|| self.broken("a passage has no head"))?);
            let (kind, section, _) = unpack_traits(traits);
            Ok(RoleTally { call, role: unpack_role(traits), section, kind, count })
        };
        counts.into_iter().map(tally).collect()
    }

    /// Counts the passages that match, by call and by what `key` makes of segment and document, in this order.
    fn count_alike<K: Ord + Send>(
        &self,
        run: &Run,
        scope: Scope,
        within: Within<'_>,
        key: impl Fn(usize, DocId) -> K + Sync,
    ) -> Result<Vec<((DocAddress, K), usize)>> {
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(run, scope, within, &statistics)?;
        let backs = self.column("back")?;
        let unscored = EnableScoring::disabled_from_searcher(&self.searcher);
        let count = || -> tantivy::Result<_> {
            let weight = query.weight(unscored)?;
            segments::of_each(&self.searcher, |segment, reader| {
                let mut counts = Vec::new();
                // A call's passages follow one another.
                let (mut head, mut of_head) = (DocAddress::new(segment, 0), BTreeMap::new());
                segments::each_doc(weight.as_ref(), reader, |doc| {
                    let back = backs[segment as usize].first(doc).unwrap_or(0);
                    let its = DocAddress::new(segment, doc.saturating_sub(back as DocId));
                    if its != head {
                        counts.extend(std::mem::take(&mut of_head).into_iter().map(|(key, n)| ((head, key), n)));
                        head = its;
                    }
                    *of_head.entry(key(segment as usize, doc)).or_default() += 1;
                })?;
                counts.extend(of_head.into_iter().map(|(key, n)| ((head, key), n)));
                Ok(counts)
            })
        };
        Ok(count().map_err(|error| self.damaged(&error))?.into_iter().flatten().collect())
    }
}
