//! Brings the index up to date with files: adds what is new, replaces what changed, skips what did not.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Mutex,
    time::{Duration, Instant, UNIX_EPOCH},
};

use rayon::prelude::*;
use tantivy::{IndexWriter, TantivyDocument, indexer::UserOperation};

use super::{
    Index,
    block::{FileStamp, Place, documents},
    damaged,
    schema::{Stamp, fact},
    settle::Claim,
};
use crate::{
    error::{Error, Result},
    read,
    source::{self, Limits},
    transcript::Transcript,
};

/// How long a second writer waits for the first.
const PATIENCE: Duration = Duration::from_secs(10);

/// Memory that the writer may fill before it writes a segment, in bytes, for each thread.
const MEMORY_PER_THREAD: usize = 64 << 20;

/// What a refresh did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Files read for the first time.
    pub added: usize,
    /// Files that were in the index and have changed.
    pub replaced: usize,
    /// Files that say what they said before.
    pub unchanged: usize,
    /// Files taken out since they are gone.
    pub pruned: usize,
    /// Calls read.
    pub calls: usize,
    /// Turns read.
    pub turns: usize,
    /// Bytes read, unpacked.
    pub bytes: u64,
    /// What could not be read, and why, by path.
    pub failures: Vec<Error>,
}

/// Is told how a refresh goes on. Calls come from several threads.
pub trait Progress: Sync {
    /// So many files, of so many bytes on disk in all, are going to be read.
    fn begin(&self, n_files: usize, bytes: u64);
    /// A file of so many bytes on disk has been read.
    fn advance(&self, bytes: u64);
}

impl Progress for () {
    fn begin(&self, _: usize, _: u64) {}
    fn advance(&self, _: u64) {}
}

/// What the threads that read files share.
#[derive(Default)]
struct Shared {
    summary: Summary,
    /// Who claims an id, by the id before it is told apart, in capitals.
    claims: BTreeMap<String, Vec<Claim>>,
    /// Files of which something was written, and whatever was there before taken out.
    written: BTreeSet<String>,
    /// Ids, before they were told apart, of which a claim may have gone.
    touched: BTreeSet<String>,
}

/// What there is to do.
#[derive(Default)]
struct Changes {
    /// Files to read, and whether they are in the index.
    to_read: Vec<(PathBuf, FileStamp, bool)>,
    /// Files to take out.
    gone: BTreeSet<String>,
    summary: Summary,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.gone.is_empty()
    }
}

impl Index {
    /// Brings the index up to date with the files that `paths` mean, in one commit. With `prune`, files
    /// that are in the index and gone from under `paths` are taken out. What is in the index of a file that
    /// can no longer be read stays.
    ///
    /// # Errors
    /// If the index cannot be written. What is wrong with a file is in the summary, and the rest goes on.
    pub fn refresh(&self, paths: &[PathBuf], prune: bool, progress: &dyn Progress) -> Result<Summary> {
        let changes = self.changes(paths, prune)?;
        if changes.is_empty() {
            return Ok(changes.summary);
        }
        let mut writer = self.writer()?;
        // Whoever wrote meanwhile may have done it all.
        self.reload()?;
        let Changes { to_read, gone, mut summary } = self.changes(paths, prune)?;
        summary.pruned = gone.len();
        progress.begin(to_read.len(), to_read.iter().map(|(_, stamp, _)| stamp.size).sum());
        let mut shared = Shared { summary, ..Shared::default() };
        for file in &gone {
            shared.touched.extend(self.snapshot().bases_of(file)?);
            writer.delete_term(fact(&self.fields, "path", file));
        }
        let shared = Mutex::new(shared);
        to_read.par_iter().try_for_each(|(path, stamp, was_known)| {
            let outcome = self.read_file(&writer, path, *stamp, *was_known, &shared);
            progress.advance(stamp.size);
            outcome
        })?;
        let mut shared = shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        shared.written.extend(gone);
        self.settle(&writer, shared.claims, shared.touched, &shared.written)?;
        self.commit(&mut writer)?;
        writer.wait_merging_threads().map_err(|error| damaged(&self.folder, &error))?;
        self.reload()?;
        shared.summary.failures.sort_by_cached_key(ToString::to_string);
        Ok(shared.summary)
    }

    /// What there is to do, by names, sizes and times of change.
    fn changes(&self, paths: &[PathBuf], prune: bool) -> Result<Changes> {
        let (mut found, failures) = source::find(paths);
        // An index inside a folder of transcripts is none of them.
        let own = std::fs::canonicalize(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let is_own = |path: &Path| {
            let folder =
                path.parent().map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
            folder.and_then(|folder| std::fs::canonicalize(folder).ok()).is_some_and(|folder| folder == own)
        };
        let mut own_folders: BTreeMap<PathBuf, bool> = BTreeMap::new();
        found.retain(|path| {
            let folder = path.parent().unwrap_or(path).to_owned();
            !*own_folders.entry(folder).or_insert_with(|| is_own(path))
        });
        let mut known = self.snapshot().files()?;
        let mut changes = Changes { summary: Summary { failures, ..Summary::default() }, ..Changes::default() };
        for path in found {
            let stamp = stamp(&path);
            match known.remove(name(&path).as_str()) {
                Some(before) if before == stamp && stamp.modified > 0 => changes.summary.unchanged += 1,
                before => changes.to_read.push((path, stamp, before.is_some())),
            }
        }
        let is_gone = |file: &String| {
            // What cannot be looked at is not known to be gone.
            paths.iter().any(|path| is_under(file, &name(&source::tidy(path))))
                && Path::new(file).try_exists().is_ok_and(|exists| !exists)
        };
        if prune {
            changes.gone = known.into_keys().filter(is_gone).collect();
        }
        Ok(changes)
    }

    /// Adds transcripts that were read or made elsewhere, in one commit. Their ids must be unique, and new to
    /// the index; what was there under the same source path stays.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn add(&self, transcripts: &[Transcript]) -> Result<()> {
        let mut writer = self.writer()?;
        for transcript in transcripts {
            let (file, base) = (transcript.source.path.clone(), transcript.call.id.clone());
            let place = Place { file, nth: 0, base, stamp: FileStamp::default() };
            self.put(&writer, transcript, &place)?;
        }
        self.commit(&mut writer)?;
        writer.wait_merging_threads().map_err(|error| damaged(&self.folder, &error))?;
        self.reload()
    }

    /// Writes the stamp into an index that has none.
    pub(super) fn commit_stamp(&self) -> Result<()> {
        let mut writer = self.writer()?;
        self.commit(&mut writer)
    }

    fn reload(&self) -> Result<()> {
        self.reader.reload().map_err(|error| damaged(&self.folder, &error))
    }

    fn commit(&self, writer: &mut IndexWriter) -> Result<()> {
        let damaged = |error| damaged(&self.folder, &error);
        let mut prepared = writer.prepare_commit().map_err(damaged)?;
        prepared.set_payload(&Stamp::current().to_payload());
        prepared.commit().map_err(damaged)?;
        Ok(())
    }

    /// The writer, once nobody else has it.
    fn writer(&self) -> Result<IndexWriter> {
        let n_threads = std::thread::available_parallelism().map_or(1, |n| n.get().min(8));
        let started = Instant::now();
        loop {
            match self.index.writer_with_num_threads(n_threads, n_threads * MEMORY_PER_THREAD) {
                Ok(writer) => return Ok(writer),
                Err(error) => match damaged(&self.folder, &error) {
                    Error::Locked { .. } if started.elapsed() < PATIENCE => {
                        std::thread::sleep(Duration::from_millis(50));
                    }
                    error => return Err(error),
                },
            }
        }
    }

    /// Reads and indexes all calls of a file.
    fn read_file(
        &self,
        writer: &IndexWriter,
        path: &Path,
        stamp: FileStamp,
        was_known: bool,
        shared: &Mutex<Shared>,
    ) -> Result<()> {
        let lock = || shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (sources, mut failures) = match source::open(path, Limits::default()) {
            Ok(sources) => split(sources),
            Err(error) => (Vec::new(), vec![error]),
        };
        let hashes: BTreeSet<&str> = sources.iter().map(|source| source.hash.as_str()).collect();
        let file = file_name(path, &hashes);
        if was_known && failures.is_empty() && self.snapshot().hashes_of(&file)?.iter().eq(hashes.iter().copied()) {
            lock().summary.unchanged += 1;
            return Ok(());
        }
        let (understood, refused) = split(sources.iter().map(understand));
        failures.extend(refused);
        let transcripts: Vec<Transcript> = understood.into_iter().flatten().collect();
        lock().summary.failures.append(&mut failures);
        if transcripts.is_empty() {
            return Ok(());
        }
        let bases = self.snapshot().bases_of(&file)?;
        writer.delete_term(fact(&self.fields, "path", &file));
        {
            let mut shared = lock();
            let summary = &mut shared.summary;
            *(if was_known { &mut summary.replaced } else { &mut summary.added }) += 1;
            summary.calls += transcripts.len();
            summary.turns += transcripts.iter().map(|transcript| transcript.turns.len()).sum::<usize>();
            summary.bytes += sources.iter().map(|source| source.bytes).sum::<u64>();
            shared.touched.extend(bases);
            shared.written.insert(file.clone());
        }
        for (nth, transcript) in transcripts.into_iter().enumerate() {
            let base = transcript.call.id.clone();
            let place = Place { file: file.clone(), nth: nth as u64, base: base.clone(), stamp };
            // A second claim to an id waits until all are known: see `settle`.
            let is_first = {
                let mut shared = lock();
                let claims = shared.claims.entry(base.to_uppercase()).or_default();
                let is_first = claims.is_empty();
                // Standard input cannot be read again.
                let held = (!is_first && path.as_os_str() == "-").then(|| transcript.clone());
                claims.push(Claim { place: place.clone(), id: is_first.then_some(base), held });
                is_first
            };
            if is_first {
                self.put(writer, &transcript, &place)?;
            }
        }
        Ok(())
    }

    /// Indexes a transcript as one block.
    pub(super) fn put(&self, writer: &IndexWriter, transcript: &Transcript, place: &Place) -> Result<()> {
        let block: Vec<UserOperation<TantivyDocument>> =
            documents(transcript, place, &self.fields).into_iter().map(UserOperation::Add).collect();
        writer.run(block).map_err(|error| damaged(&self.folder, &error))?;
        Ok(())
    }
}

/// What went well, and what did not.
fn split<T>(results: impl Iterator<Item = Result<T>>) -> (Vec<T>, Vec<Error>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(error) => bad.push(error),
        }
    }
    (good, bad)
}

/// The transcripts of a file that was read a moment ago.
pub(super) fn read_again(path: &Path) -> Vec<Transcript> {
    let Ok(sources) = source::open(path, Limits::default()) else { return Vec::new() };
    sources.flatten().filter_map(|source| understand(&source).ok()).flatten().collect()
}

/// The calls of a source, or why it is no transcript.
fn understand(source: &source::Source) -> Result<Vec<Transcript>> {
    let transcripts = read(source);
    if transcripts.iter().any(|transcript| !transcript.turns.is_empty()) {
        return Ok(transcripts.into_iter().filter(|transcript| !transcript.turns.is_empty()).collect());
    }
    let told = transcripts.iter().flat_map(|t| &t.diagnostics).find(|d| d.code == "not-a-transcript");
    let reason = told.map_or_else(|| "nobody speaks in it".to_owned(), |diagnostic| diagnostic.text.clone());
    Err(Error::NotATranscript { path: PathBuf::from(&source.path), reason })
}

fn stamp(path: &Path) -> FileStamp {
    let Ok(metadata) = std::fs::metadata(path) else { return FileStamp::default() };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    FileStamp { size: metadata.len(), modified: modified.map_or(0, |time| time.as_nanos() as u64) }
}

/// A path as the index has it.
fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The name of a file in the index: its path, and for standard input what came out of it, so that one
/// input does not replace another.
fn file_name(path: &Path, hashes: &BTreeSet<&str>) -> String {
    match hashes.first() {
        Some(hash) if path.as_os_str() == "-" => format!("-/{hash}"),
        _ => name(path),
    }
}

/// Whether a file is what a path means, or below it.
fn is_under(file: &str, path: &str) -> bool {
    let is_below = !file.starts_with('/') && file != ".." && !file.starts_with("../");
    file == path
        || (path == "." && is_below)
        || file.strip_prefix(path).is_some_and(|rest| path.ends_with('/') || rest.starts_with('/'))
}
