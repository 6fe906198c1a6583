//! Which of several calls with one id gets it.
//!
//! By path, and by place in the file, the first keeps the id and the others get `~2`, `~3`, … So ids
//! depend on what is in the index, and not on the order in which it came there.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{Index, block::Place, refresh::read_again, writing::Session};
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
        session: &Session<'_>,
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
            session.delete("place", &claim.place.name());
        }
        // By file, so that each is read once, and one call is held at a time.
        let mut again: BTreeMap<String, BTreeMap<u64, (Place, String)>> = BTreeMap::new();
        for (claim, id) in wrong {
            let Claim { place, id: stored, held } = claim;
            let transcript = match (held, stored) {
                (Some(held), _) => Some(held),
                (None, Some(stored)) if !written.contains(&place.file) => snapshot.transcript(&stored)?,
                (None, _) => {
                    again.entry(place.file.clone()).or_default().insert(place.nth, (place, id));
                    continue;
                }
            };
            if let Some(transcript) = transcript {
                put_as(session, transcript, id, &place)?;
            }
        }
        for (file, wanted) in again {
            read_again(Path::new(&file), self.options.layout, &mut |nth, transcript| match wanted.get(&nth) {
                Some((place, id)) => put_as(session, transcript, id.clone(), place),
                None => Ok(()),
            })?;
        }
        Ok(())
    }
}

fn put_as(session: &Session<'_>, mut transcript: Transcript, id: String, place: &Place) -> Result<()> {
    transcript.call.id = id;
    session.put(&transcript, place)
}
