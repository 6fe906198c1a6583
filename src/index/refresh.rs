//! Brings the index up to date with files: adds what is new, replaces what changed, skips what did not.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant, UNIX_EPOCH},
};

use rayon::prelude::*;

use super::{
    Index,
    block::{FileStamp, Place},
    damaged,
    settle::Claim,
    spelling::{Names, Spelling, name},
    writing::Session,
};
use crate::{
    error::{Error, Result},
    layout::Layout,
    read_each,
    source::{self, Limits, Source},
    transcript::Transcript,
};

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
    /// What the given paths are called in the index: as they were given, and, where what they mean was first read under
    /// another spelling, as they were called then.
    pub names: Vec<String>,
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

/// For so long what was seen of the files is believed.
const FRESH: Duration = Duration::from_millis(500);

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
        let state = || self.reader.searcher().generation().segments().clone();
        let before = state();
        let changes = self.changes(paths, prune)?;
        if changes.is_empty() {
            return Ok(changes.summary);
        }
        let looked = Instant::now();
        let session = Session::begin(self)?;
        self.reload()?;
        // Whoever wrote meanwhile may have done it all, and whoever waited has not seen what became of the files.
        let is_fresh = state() == before && looked.elapsed() < FRESH;
        let mut changes = if is_fresh { changes } else { self.changes(paths, prune)? };
        changes.summary.pruned = changes.gone.len();
        progress.begin(changes.to_read.len(), changes.to_read.iter().map(|(_, stamp, _)| stamp.size).sum());
        let mut summary = match self.apply(&session, changes, progress) {
            Ok(summary) => summary,
            Err(error) => return Err(session.cause(error)),
        };
        session.commit()?;
        self.reload()?;
        summary.failures.sort_by_cached_key(ToString::to_string);
        Ok(summary)
    }

    /// Makes the changes; they are not committed yet.
    fn apply(&self, session: &Session<'_>, changes: Changes, progress: &dyn Progress) -> Result<Summary> {
        let Changes { to_read, gone, summary } = changes;
        let mut shared = Shared { summary, ..Shared::default() };
        for file in &gone {
            shared.touched.extend(self.snapshot().bases_of(file)?);
            session.delete("path", file);
        }
        let shared = Mutex::new(shared);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.options.threads.max(1)).build();
        let pool = pool.map_err(|error| Error::Io {
            path: self.folder.clone(),
            source: std::io::Error::other(error.to_string()),
        })?;
        pool.install(|| {
            // Files of a folder are of one size more or less; one at a time keeps all threads busy to the end.
            to_read.par_iter().with_max_len(1).try_for_each(|(path, stamp, was_known)| {
                session.check_stop()?;
                let reading =
                    Reading { index: self, session, path, stamp: *stamp, was_known: *was_known, shared: &shared };
                let outcome = reading.run();
                progress.advance(stamp.size);
                outcome
            })
        })?;
        let mut shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        shared.written.extend(gone);
        self.settle(session, shared.claims, shared.touched, &shared.written)?;
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
        // What did not change may have been read with another layout.
        let is_chosen = self.options.layout.is_some();
        let mut changes = Changes { summary: Summary { failures, ..Summary::default() }, ..Changes::default() };
        let mut spelling = Spelling::default();
        let Names { files, others } = spelling.names(found, &known);
        let given: Vec<PathBuf> = paths.iter().map(|path| source::tidy(path)).collect();
        changes.summary.names = spelling.called(&given, &others);
        for path in files {
            let stamp = stamp(&path);
            match known.remove(name(&path).as_str()) {
                Some(before) if before == stamp && stamp.modified > 0 && !is_chosen => changes.summary.unchanged += 1,
                before => changes.to_read.push((path, stamp, before.is_some())),
            }
        }
        // What cannot be looked at is not known to be gone.
        let is_gone = |file: &String| {
            spelling.is_within(file, &given) && Path::new(file).try_exists().is_ok_and(|exists| !exists)
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
        let session = Session::begin(self)?;
        for transcript in transcripts {
            let (file, base) = (transcript.source.path.clone(), transcript.call.id.clone());
            session.put(transcript, &Place { file, nth: 0, base, stamp: FileStamp::default() })?;
        }
        session.commit()?;
        self.reload()
    }

    pub(super) fn reload(&self) -> Result<()> {
        self.reader.reload().map_err(|error| damaged(&self.folder, &error))
    }
}

/// A file that is being read.
struct Reading<'r> {
    index: &'r Index,
    session: &'r Session<'r>,
    path: &'r Path,
    stamp: FileStamp,
    was_known: bool,
    shared: &'r Mutex<Shared>,
}

impl Reading<'_> {
    /// Reads and indexes all calls of the file, one after the other.
    fn run(&self) -> Result<()> {
        if self.path.as_os_str() == "-" {
            // It cannot be read again, and its name is what it holds.
            let (sources, failures) = split(self.open());
            self.lock().summary.failures.extend(failures);
            let hashes: BTreeSet<&str> = sources.iter().map(|source| source.hash.as_str()).collect();
            let Some(hash) = hashes.first() else { return Ok(()) };
            return self.take_in(&format!("-/{hash}"), sources.iter().map(|source| Ok(Cow::Borrowed(source))));
        }
        let file = name(self.path);
        if self.was_known && self.index.options.layout.is_none() && self.says_the_same(&file)? {
            self.lock().summary.unchanged += 1;
            return Ok(());
        }
        self.take_in(&file, self.open().map(|source| source.map(Cow::Owned)))
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Box<dyn Iterator<Item = Result<Source>>> {
        match source::open(self.path, Limits::default()) {
            Ok(sources) => Box::new(sources),
            Err(error) => Box::new(std::iter::once(Err(error))),
        }
    }

    /// Whether a file that was only touched still says what is in the index.
    fn says_the_same(&self, file: &str) -> Result<bool> {
        let mut hashes = BTreeSet::new();
        for source in self.open() {
            let Ok(source) = source else { return Ok(false) };
            hashes.insert(source.hash);
        }
        Ok(self.index.snapshot().hashes_of(file)? == hashes)
    }

    /// Indexes the calls of a file's sources. What was there of the file goes as soon as it gives a call.
    fn take_in<'s>(&self, file: &str, sources: impl Iterator<Item = Result<Cow<'s, Source>>>) -> Result<()> {
        let mut n_calls = 0;
        for source in sources {
            let source = match source {
                Ok(source) => source,
                Err(error) => {
                    self.lock().summary.failures.push(error);
                    continue;
                }
            };
            let n_before = n_calls;
            let refused = understand(&source, self.index.options.layout, &mut |transcript| {
                if n_calls == 0 {
                    self.replace(file)?;
                }
                n_calls += 1;
                self.put(file, n_calls - 1, transcript)
            })?;
            let mut shared = self.lock();
            shared.summary.failures.extend(refused);
            shared.summary.bytes += if n_calls > n_before { source.bytes } else { 0 };
        }
        Ok(())
    }

    /// Takes out what was there of a file.
    fn replace(&self, file: &str) -> Result<()> {
        let bases = self.index.snapshot().bases_of(file)?;
        self.session.delete("path", file);
        let mut shared = self.lock();
        *(if self.was_known { &mut shared.summary.replaced } else { &mut shared.summary.added }) += 1;
        shared.touched.extend(bases);
        shared.written.insert(file.to_owned());
        Ok(())
    }

    fn put(&self, file: &str, nth: u64, transcript: Transcript) -> Result<()> {
        let base = transcript.call.id.clone();
        let place = Place { file: file.to_owned(), nth, base: base.clone(), stamp: self.stamp };
        // A second claim to an id waits until all are known: see `settle`.
        let is_first = {
            let mut shared = self.lock();
            shared.summary.calls += 1;
            shared.summary.turns += transcript.turns.len();
            let claims = shared.claims.entry(base.to_uppercase()).or_default();
            let is_first = claims.is_empty();
            // Standard input cannot be read again.
            let held = (!is_first && self.path.as_os_str() == "-").then(|| transcript.clone());
            claims.push(Claim { place: place.clone(), id: is_first.then_some(base), held });
            is_first
        };
        if is_first { self.session.put(&transcript, &place) } else { Ok(()) }
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

/// Gives the calls of a file that was read a moment ago, counted from 0; none, if it is gone.
///
/// # Errors
/// If it cannot be read any more: the run must not end as if nothing were missing.
pub(super) fn read_again(
    path: &Path,
    chosen: Option<&Layout>,
    take: &mut dyn FnMut(u64, Transcript) -> Result<()>,
) -> Result<()> {
    let sources = match source::open(path, Limits::default()) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        sources => sources?,
    };
    let mut nth = 0;
    for source in sources.flatten() {
        understand(&source, chosen, &mut |transcript| {
            nth += 1;
            take(nth - 1, transcript)
        })?;
    }
    Ok(())
}

/// Gives the calls of a source; if it holds none, says why it is no transcript.
fn understand(
    source: &Source,
    chosen: Option<&Layout>,
    take: &mut dyn FnMut(Transcript) -> Result<()>,
) -> Result<Option<Error>> {
    let (mut n_calls, mut refusal) = (0, None);
    for transcript in read_each(source, chosen) {
        if transcript.turns.is_empty() {
            refusal.get_or_insert_with(|| Error::nobody_speaks(&source.path, &transcript.diagnostics));
            continue;
        }
        n_calls += 1;
        take(transcript)?;
    }
    Ok((n_calls == 0).then(|| refusal.unwrap_or_else(|| Error::nobody_speaks(&source.path, &[]))))
}

fn stamp(path: &Path) -> FileStamp {
    let Ok(metadata) = std::fs::metadata(path) else { return FileStamp::default() };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    FileStamp { size: metadata.len(), modified: modified.map_or(0, |time| time.as_nanos() as u64) }
}
