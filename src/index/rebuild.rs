//! Makes an index again from the transcripts stored in it: after a change of the format, or damage.
//!
//! The new index is written beside the old one, in the same folder. It takes its place by the replacing of
//! one small file, so that whatever happens there is one of the two.

use std::{collections::BTreeMap, path::Path};

use tantivy::Directory as _;

use super::{
    Index, damaged, holds_index,
    lock::WriteLock,
    refresh::Progress,
    remains::{Kept, Remains},
    sealed::{MANAGED, META, REBUILT, Sealed},
    snapshot::base_of,
    writing::{Options, Session, is_of_segment, names, sweep},
};
use crate::error::{Error, Result};

/// What a rebuild did.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// Calls that are in the new index.
    pub calls: usize,
    /// What could not be read, as sentences.
    pub lost: Vec<String>,
}

impl Index {
    /// Makes the index in a folder again from the transcripts in it, whatever version wrote it and
    /// however much of it is damaged.
    ///
    /// # Errors
    /// If there is no index, or the new one cannot be written.
    pub fn rebuild(folder: &Path, options: Options, progress: &dyn Progress) -> Result<Rebuilt> {
        if let Ok(false) = holds_index(folder) {
            return Err(Error::NoIndex { folder: folder.to_owned() });
        }
        let lock = WriteLock::take(folder, options.patience)?;
        for name in names(folder).iter().filter(|name| name.starts_with(REBUILT)) {
            std::fs::remove_file(folder.join(name)).map_err(|source| Error::Io { path: folder.join(name), source })?;
        }
        let mut remains = Remains::find(folder)?;
        let files = Sealed::open(folder).map_err(|error| damaged(folder, &error))?.for_rebuild();
        let index = Index { options, ..Index::create(folder, files)? };
        let session = Session::begin_locked(&index, Some(lock))?;
        let calls = match copy(&mut remains, &session, progress) {
            Ok(calls) => calls,
            Err(error) => return Err(session.cause(error)),
        };
        let _lock = session.commit()?;
        promote(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        collect_garbage(folder)?;
        sweep(folder);
        Ok(Rebuilt { calls, lost: remains.lost })
    }
}

/// Copies every call that is whole, under the id that it must have.
fn copy(remains: &mut Remains, session: &Session<'_>, progress: &dyn Progress) -> Result<usize> {
    let mut kept = Kept::new();
    remains.each(true, &mut |segment, _, place| {
        kept.insert((place.file, place.nth, place.base.clone()), (segment, place.base));
        session.check_stop()
    })?;
    // In the order of their places, as `settle` has it.
    let mut ranks: BTreeMap<String, usize> = BTreeMap::new();
    for (_, id) in kept.values_mut() {
        let rank = ranks.entry(id.to_uppercase()).or_default();
        *rank += 1;
        if *rank > 1 {
            *id = format!("{id}~{rank}");
        }
    }
    progress.begin(kept.len(), kept.len() as u64);
    let mut n_calls = 0;
    remains.each(false, &mut |segment, mut transcript, place| {
        let key = (place.file.clone(), place.nth, place.base.clone());
        match kept.remove(&key) {
            Some((from, id)) if from == segment => {
                debug_assert_eq!(base_of(&id), place.base);
                transcript.call.id = id;
                session.put(&transcript, &place)?;
                n_calls += 1;
                progress.advance(1);
            }
            // The later one is still to come.
            Some(other) => drop(kept.insert(key, other)),
            None => {}
        }
        Ok(())
    })?;
    Ok(n_calls)
}

/// Puts the new index in the place of the old one.
fn promote(folder: &Path) -> std::io::Result<()> {
    let files = Sealed::open(folder).map_err(std::io::Error::other)?;
    // First a list of all files, old and new: what is not on it would never be removed.
    let mut all: Vec<String> = names(folder).into_iter().filter(|name| is_of_segment(name)).collect();
    all.push(META.to_owned());
    files.atomic_write(Path::new(MANAGED), serde_json::to_string(&all)?.as_bytes())?;
    // Both lists change: whichever power spares, no living file may be missing on the other.
    files.sync_directory()?;
    let rebuilt = [META, MANAGED].map(|name| format!("{REBUILT}{name}"));
    let list = files.atomic_read(Path::new(&rebuilt[0])).map_err(std::io::Error::other)?;
    files.atomic_write(Path::new(META), &list)?;
    rebuilt.iter().try_for_each(|name| std::fs::remove_file(folder.join(name)))
}

/// Removes the files of the old index.
fn collect_garbage(folder: &Path) -> Result<()> {
    let collect = || -> tantivy::Result<()> {
        let mut index = tantivy::Index::open(Sealed::open(folder)?)?;
        let mut living = index.load_metas()?.list_segment_files();
        living.insert(META.into());
        index.directory_mut().garbage_collect(|| living)?;
        Ok(())
    };
    collect().map_err(|error| damaged(folder, &error))
}
