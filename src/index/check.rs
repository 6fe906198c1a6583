//! Is everything there, and is it what was written? Checks every byte and every call.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use tantivy::{DocAddress, DocId};

use super::{
    Index, Snapshot, damaged,
    sealed::{MANAGED, META, Sealed},
};
use crate::{
    error::{Error, Result},
    passage,
    transcript::Transcript,
};

/// What a check found.
#[derive(Debug, Default)]
pub struct Health {
    /// Calls that are whole.
    pub calls: usize,
    /// Their passages.
    pub passages: usize,
    /// Files that were checked.
    pub files: usize,
    /// Bytes that were checked.
    pub bytes: u64,
    /// What is wrong, as sentences; empty if nothing is.
    pub problems: Vec<String>,
}

impl Index {
    /// Checks the index in a folder: versions, every checksum, every call.
    ///
    /// # Errors
    /// If there is no index, or another version wrote it. What is damaged is in the result.
    pub fn check(folder: &Path) -> Result<Health> {
        let mut health = Health::default();
        let index = match Index::open(folder) {
            Ok(index) => Some(index),
            Err(Error::Damaged { reason, .. }) => {
                health.problems.push(reason);
                None
            }
            Err(error) => return Err(error),
        };
        let living = living(folder, index.as_ref())?;
        let found: Vec<std::io::Result<u64>> = living.par_iter().map(|path| verify(folder, path)).collect();
        for (path, bytes) in living.iter().zip(found) {
            health.files += 1;
            match bytes {
                Ok(bytes) => health.bytes += bytes,
                Err(error) => {
                    // Some mistakes name the file, as where they are met nobody else would.
                    let (name, reason) = (format!("{}: ", path.display()), error.to_string());
                    health.problems.push(format!("{name}{}", reason.strip_prefix(&name).unwrap_or(&reason)));
                }
            }
        }
        if let Some(index) = index {
            index.snapshot().check_calls(&mut health)?;
        }
        health.problems.sort();
        health.problems.dedup();
        Ok(health)
    }
}

/// The files that the index is made of, sorted.
fn living(folder: &Path, index: Option<&Index>) -> Result<Vec<PathBuf>> {
    let mut living: BTreeSet<PathBuf> = [META, MANAGED].map(PathBuf::from).into();
    match index {
        Some(index) => {
            let meta = index.index.load_metas().map_err(|error| damaged(folder, &error))?;
            // A list of what may be: a store that is being sorted, and deletions where there are none.
            let is_kept = |path: &PathBuf| {
                !path.to_string_lossy().ends_with(".0.del") && path.extension() != Some("temp".as_ref())
            };
            living.extend(meta.list_segment_files().into_iter().filter(is_kept));
        }
        // Nobody can say which belong to it.
        None => living.extend(
            super::writing::names(folder).into_iter().filter(|n| super::writing::is_of_segment(n)).map(PathBuf::from),
        ),
    }
    Ok(living.into_iter().collect())
}

/// Checks every byte of a file; how many there are.
fn verify(folder: &Path, path: &Path) -> std::io::Result<u64> {
    Sealed::open(folder).map_err(std::io::Error::other)?.verify(path)?;
    Ok(std::fs::metadata(folder.join(path))?.len())
}

impl Snapshot {
    /// Checks that every call is whole and has an id of its own, and that every passage is of a call.
    fn check_calls(&self, health: &mut Health) -> Result<()> {
        let heads = match self.heads(self.fact("is", "head"), None) {
            Ok(heads) => heads,
            Err(Error::Damaged { reason, .. }) => {
                health.problems.push(reason);
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let checked: Vec<Result<(String, usize), String>> =
            heads.par_iter().map(|head| self.check_call(*head).map_err(|error| error.to_string())).collect();
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for call in checked {
            match call {
                Ok((id, n_passages)) => {
                    health.calls += 1;
                    health.passages += n_passages;
                    *ids.entry(id).or_default() += 1;
                }
                Err(problem) => health.problems.push(problem),
            }
        }
        let twice = ids.iter().filter(|(_, n)| **n > 1);
        health.problems.extend(twice.map(|(id, n)| format!("{id}: {n} calls have this id")));
        let n_all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX);
        // A head and a tail each.
        let n_known = 2 * health.calls + health.passages;
        if health.problems.is_empty() && n_all != n_known {
            health.problems.push(format!("{} documents are of no call", n_all.abs_diff(n_known)));
        }
        Ok(())
    }

    /// Checks one call: its id, and how many passages it has.
    fn check_call(&self, head: DocAddress) -> Result<(String, usize), String> {
        let id = self.card_at(head).map_err(|error| error.to_string())?.call.id;
        let transcript = self.transcript_at(head).map_err(|error| format!("{id}: {error}"))?;
        if transcript.call.id != id {
            return Err(format!("{id}: its head disagrees with itself"));
        }
        let n_passages = self.check_passages(head, &transcript).map_err(|reason| format!("{id}: {reason}"))?;
        Ok((id.to_uppercase(), n_passages))
    }

    /// Checks that what is known of each passage without reading it is true.
    fn check_passages(&self, head: DocAddress, transcript: &Transcript) -> Result<usize, String> {
        let reader = self.searcher.segment_reader(head.segment_ord);
        let number = |name, doc| {
            let column = self.columns.open(reader, name).map_err(|error| error.to_string())?;
            Ok::<Option<u64>, String>(column.first(doc))
        };
        let mut doc: DocId = head.doc_id;
        for turn in &transcript.turns {
            for range in passage::divide(&turn.text) {
                doc += 1;
                let at = DocAddress::new(head.segment_ord, doc);
                let standing = self.document(at).ok().and_then(|document| self.standing(&document).ok());
                let span = turn.text.source_span(range.start..range.start + turn.text[range.clone()].trim_end().len());
                let is_told = standing.is_some_and(|standing| {
                    standing.start == range.start
                        && standing.source == span
                        && standing.turn == turn.ordinal
                        && standing.exchange == turn.exchange.unwrap_or(0)
                        && standing.speaker as usize == turn.participant
                });
                let expected = [
                    ("back", u64::from(doc - head.doc_id)),
                    ("turn", u64::from(turn.ordinal)),
                    ("speaker", turn.participant as u64),
                    ("exchange", u64::from(turn.exchange.unwrap_or(0))),
                ];
                let mut is_true = is_told && !reader.is_deleted(doc);
                for (name, value) in expected {
                    is_true &= number(name, doc)? == Some(value);
                }
                if !is_true {
                    return Err(format!("passage {} of it is not in its place", doc - head.doc_id));
                }
            }
        }
        let tail = doc + 1;
        if number("back", tail)? != Some(u64::from(tail - head.doc_id)) || reader.is_deleted(tail) {
            return Err("its tail is not in its place".to_owned());
        }
        Ok((doc - head.doc_id) as usize)
    }
}
