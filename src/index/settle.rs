//! Which of several calls with one id gets it.
//!
//! By path, and by place in the file, the first keeps the id and the others get `~2`, `~3`, … So ids
//! depend on what is in the index, and not on the order in which it came there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use tantivy::IndexWriter;

use super::{Index, block::Place, refresh::read_again, schema::fact};
use crate::{error::Result, transcript::Transcript};

/// A call that would have an id if it were the only one.
pub(super) struct Claim {
    /// Where it stands.
    pub(super) place: Place,
    /// The id it is indexed under, if it is.
    pub(super) id: Option<String>,
    /// The call itself, if it cannot be read again.
    pub(super) held: Option<Transcript>,
}

impl Index {
    /// Gives every call the id it must have. `claims` are those of this run, by id in capitals; `touched`
    /// ids of which a claim may have gone; `written` the files of which nothing older is left.
    pub(super) fn settle(
        &self,
        writer: &IndexWriter,
        mut claims: BTreeMap<String, Vec<Claim>>,
        touched: BTreeSet<String>,
        written: &BTreeSet<String>,
    ) -> Result<()> {
        let snapshot = self.snapshot();
        for base in touched {
            claims.entry(base).or_default();
        }
        let mut wrong: Vec<(Claim, String)> = Vec::new();
        for (base, mut claims) in claims {
            for (place, id) in snapshot.claims(&base)? {
                if !written.contains(&place.file) {
                    claims.push(Claim { place, id: Some(id), held: None });
                }
            }
            claims.sort_by(|a, b| (&a.place.file, a.place.nth).cmp(&(&b.place.file, b.place.nth)));
            for (rank, claim) in claims.into_iter().enumerate() {
                let own = &claim.place.base;
                let id = if rank == 0 { own.clone() } else { format!("{own}~{}", rank + 1) };
                if claim.id.as_ref() != Some(&id) {
                    wrong.push((claim, id));
                }
            }
        }
        for (claim, _) in wrong.iter().filter(|(claim, _)| claim.id.is_some()) {
            writer.delete_term(fact(&self.fields, "place", &claim.place.name()));
        }
        // File by file, so that no more than one is held.
        wrong.sort_by(|(a, _), (b, _)| (&a.place.file, a.place.nth).cmp(&(&b.place.file, b.place.nth)));
        let mut last: Option<(String, Vec<Transcript>)> = None;
        for (claim, id) in wrong {
            let Claim { place, id: stored, held } = claim;
            let transcript = match (held, stored) {
                (Some(held), _) => Some(held),
                (None, Some(stored)) if !written.contains(&place.file) => snapshot.transcript(&stored)?,
                (None, _) => {
                    if last.as_ref().is_none_or(|(file, _)| *file != place.file) {
                        last = Some((place.file.clone(), read_again(Path::new(&place.file))));
                    }
                    last.as_ref().and_then(|(_, transcripts)| transcripts.get(place.nth as usize).cloned())
                }
            };
            if let Some(mut transcript) = transcript {
                transcript.call.id = id;
                self.put(writer, &transcript, &place)?;
            }
        }
        Ok(())
    }
}
