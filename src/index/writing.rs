//! A run of changes that ends in one commit: the lock, the writer, and how much may be under way.

use std::{
    path::Path,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use tantivy::{
    Directory as _, Document, IndexWriter, TantivyDocument, TantivyError,
    directory::error::LockError,
    indexer::{IndexWriterOptions, LogMergePolicy, UserOperation},
    schema::Field,
};

use super::{
    Index,
    block::{Place, documents},
    damaged,
    lock::{PAUSE, WriteLock},
    schema::{Stamp, fact},
    sealed::{MANAGED, REBUILT},
};
use crate::{
    error::{Error, Result},
    layout::Layout,
    transcript::Transcript,
};

/// Memory that segments may fill before they are written, in bytes, all threads together.
const SEGMENT_MEMORY: usize = 96 << 20;

/// What tantivy asks for at least, for each thread.
const LEAST_SEGMENT_MEMORY: usize = 16 << 20;

/// Bytes of documents that may wait to be indexed. What is larger waits alone.
const WAITING_MEMORY: usize = 32 << 20;

/// Segments with more documents than this are not merged any more: their texts are held as a whole while they are
/// copied, so this bounds the memory of a long run, and how often a text is copied.
const MERGED: usize = 800_000;

/// How many segments of a size become one.
const MERGED_AT_ONCE: usize = 4;

/// The most threads that write segments.
const MOST_WRITERS: usize = 8;

/// How an index is written.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many threads read and index. What is written does not depend on it.
    pub threads: usize,
    /// How long to wait for another writer.
    pub patience: Duration,
    /// Set from outside to end a run early: nothing of it is kept.
    pub stop: Arc<AtomicBool>,
    /// The layout to read files with, whatever they look like. It is not remembered: a file that changes later is
    /// read by its looks again, unless the layout is given again.
    pub layout: Option<&'static Layout>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            patience: Duration::from_secs(10),
            stop: Arc::default(),
            layout: None,
        }
    }
}

/// How many bytes may still be handed over.
struct Allowance {
    used: Mutex<usize>,
    freed: Condvar,
}

impl Allowance {
    /// Waits until so many bytes are free, or nothing is taken at all.
    fn take(self: &Arc<Self>, bytes: usize) -> Permit {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        while *used > 0 && *used + bytes > WAITING_MEMORY {
            used = self.freed.wait(used).unwrap_or_else(PoisonError::into_inner);
        }
        *used += bytes;
        Permit { allowance: Arc::clone(self), bytes }
    }
}

/// Bytes taken; given back when dropped.
struct Permit {
    allowance: Arc<Allowance>,
    bytes: usize,
}

impl Drop for Permit {
    fn drop(&mut self) {
        *self.allowance.used.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.allowance.freed.notify_all();
    }
}

/// A document that counts as waiting until tantivy lets go of it: its queue counts batches, and a batch of
/// ours is a whole call.
pub(super) struct Waiting {
    document: TantivyDocument,
    _permit: Arc<Permit>,
}

impl Document for Waiting {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }
}

/// Changes that are being made. Dropped without a commit, they leave no trace but files that the next
/// session sweeps away.
pub(super) struct Session<'i> {
    index: &'i Index,
    writer: IndexWriter<Waiting>,
    allowance: Arc<Allowance>,
    lock: Option<WriteLock>,
}

impl<'i> Session<'i> {
    /// Begins, once nobody else writes.
    pub(super) fn begin(index: &'i Index) -> Result<Session<'i>> {
        let lock = WriteLock::take(&index.folder, index.options.patience)?;
        sweep(&index.folder);
        Session::begin_locked(index, Some(lock))
    }

    /// Begins under a lock that is held.
    pub(super) fn begin_locked(index: &'i Index, lock: Option<WriteLock>) -> Result<Session<'i>> {
        let n_threads = index.options.threads.clamp(1, MOST_WRITERS);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(n_threads)
            .memory_budget_per_thread((SEGMENT_MEMORY / n_threads).max(LEAST_SEGMENT_MEMORY))
            .num_merge_threads(1)
            .build();
        let damaged = |error| damaged(&index.folder, &error);
        let engine = index.for_writing().map_err(damaged)?;
        let began = Instant::now();
        // tantivy's own lock may still seem to be held: a process that another thread has just started holds all that was
        // open in ours until it runs its own program.
        let writer = loop {
            match engine.writer_with_options(options.clone()) {
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) if began.elapsed() < index.options.patience => {
                    std::thread::sleep(PAUSE);
                }
                writer => break writer.map_err(damaged)?,
            }
        };
        let mut merging = LogMergePolicy::default();
        merging.set_max_docs_before_merge(MERGED);
        merging.set_min_num_segments(MERGED_AT_ONCE);
        writer.set_merge_policy(Box::new(merging));
        // A run that was killed may have left lists of deletions under the very names that this one will write.
        writer.garbage_collect_files().wait().map_err(damaged)?;
        let allowance = Arc::new(Allowance { used: Mutex::new(0), freed: Condvar::new() });
        Ok(Session { index, writer, allowance, lock })
    }

    /// Takes out everything that was there before this moment and bears a fact.
    pub(super) fn delete(&self, name: &str, value: &str) {
        self.writer.delete_term(fact(&self.index.fields, name, value));
    }

    /// Indexes a transcript as one block.
    pub(super) fn put(&self, transcript: &Transcript, place: &Place) -> Result<()> {
        self.check_stop()?;
        let documents = documents(transcript, place, &self.index.fields);
        let permit = Arc::new(self.allowance.take(weight(transcript, documents.len())));
        let wait = |document| UserOperation::Add(Waiting { document, _permit: Arc::clone(&permit) });
        let block: Vec<UserOperation<Waiting>> = documents.into_iter().map(wait).collect();
        self.writer.run(block).map_err(|error| damaged(&self.index.folder, &error))?;
        Ok(())
    }

    /// Fails if the run is to end.
    pub(super) fn check_stop(&self) -> Result<()> {
        if self.index.options.stop.load(Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
    }

    /// Commits, and waits until segments that belong together are merged.
    /// Gives the lock back, for those who have more to do under it.
    pub(super) fn commit(mut self) -> Result<Option<WriteLock>> {
        self.check_stop()?;
        let damaged = |error| damaged(&self.index.folder, &error);
        let mut prepared = self.writer.prepare_commit().map_err(damaged)?;
        prepared.set_payload(&Stamp::current().to_payload());
        prepared.commit().map_err(damaged)?;
        // What is committed is safe; merging only makes it quicker.
        if self.index.options.stop.load(Relaxed) {
            return Err(Error::Interrupted);
        }
        self.writer.wait_merging_threads().map_err(damaged)?;
        Ok(self.lock)
    }

    /// Why it failed: a thread that could not write is only known to have died.
    pub(super) fn cause(mut self, error: Error) -> Error {
        if !matches!(error, Error::Io { .. }) {
            return error;
        }
        match self.writer.prepare_commit() {
            Err(cause) => damaged(&self.index.folder, &cause),
            Ok(_) => error,
        }
    }
}

/// About how many bytes the documents of a transcript take: its words twice, and what is said of each passage.
fn weight(transcript: &Transcript, n_documents: usize) -> usize {
    const DOCUMENT: usize = 1024;
    2 * transcript.turns.iter().map(|turn| turn.text.len()).sum::<usize>() + n_documents * DOCUMENT
}

/// Removes what a run that was killed left behind: files of segments that nobody knows of, and files that
/// were to replace others. Must be called under the lock.
pub(super) fn sweep(folder: &Path) {
    let Ok(directory) = super::sealed::Sealed::open(folder) else { return };
    let managed = directory.atomic_read(Path::new(MANAGED)).unwrap_or_default();
    let Ok(managed) = serde_json::from_slice::<std::collections::BTreeSet<String>>(&managed) else { return };
    for name in names(folder) {
        let is_stray = is_of_segment(&name) && !managed.contains(&name);
        if is_stray || name.starts_with(".tmp") || name.starts_with(REBUILT) {
            // What cannot be removed now, the next session removes.
            let _ = std::fs::remove_file(folder.join(name));
        }
    }
}

/// The names in a folder, sorted.
pub(super) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Whether a name is that of a segment's file: 32 hexadecimal digits, and what part it is.
pub(super) fn is_of_segment(name: &str) -> bool {
    name.split_once('.').is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The part of the documents that tantivy stores, for reading them back without their index.
pub(super) fn stored_text(document: &TantivyDocument, field: Field) -> Option<String> {
    use tantivy::schema::Value as _;
    document.get_first(field).and_then(|value| value.as_str().map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_of_the_engine_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(folder.path()).unwrap();
        let held = std::fs::File::create(folder.path().join(".tantivy-writer.lock")).unwrap();
        held.lock().unwrap();
        let hasty = Index { options: Options { patience: Duration::ZERO, ..Options::default() }, ..index };
        assert!(matches!(Session::begin(&hasty), Err(Error::Locked { .. })));
        let patient = Index { options: Options::default(), ..hasty };
        std::thread::scope(|scope| {
            scope.spawn(move || {
                std::thread::sleep(3 * PAUSE);
                drop(held);
            });
            assert!(Session::begin(&patient).is_ok());
        });
    }
}
