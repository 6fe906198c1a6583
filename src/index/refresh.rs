//! Brings the index up to date with files: adds what is new, replaces what changed, skips what did not.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
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
    /// Files read for the first time, read again, left alone, and taken out.
    pub added: usize,
    /// Files that were in the index and have changed.
    pub replaced: usize,
    /// Files that have not changed.
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

/// A call read in this run: where it stands, and the id it was indexed under, if it was.
struct Claim {
    place: Place,
    id: Option<String>,
}

/// What the threads that read files share.
#[derive(Default)]
struct Shared {
    summary: Summary,
    /// Who claims an id, by the id before it is told apart.
    claims: BTreeMap<String, Vec<Claim>>,
}

impl Index {
    /// Brings the index up to date with the files that `paths` mean, in one commit. With `prune`, files
    /// that are in the index and gone from under `paths` are taken out.
    ///
    /// # Errors
    /// If the index cannot be written. What is wrong with a file is in the summary, and the rest goes on.
    pub fn refresh(&self, paths: &[PathBuf], prune: bool, progress: &dyn Progress) -> Result<Summary> {
        let (mut found, failures) = source::find(paths);
        // An index inside a folder of transcripts is none of them.
        let own = name(&source::tidy(&self.folder));
        found.retain(|path| own == "." || !is_under(&name(path), &own));
        let mut known = self.snapshot().files()?;
        let mut summary = Summary { failures, ..Summary::default() };
        let mut to_read = Vec::new();
        for path in found {
            let stamp = stamp(&path);
            match known.remove(name(&path).as_str()) {
                Some(before) if before == stamp && stamp.modified > 0 => summary.unchanged += 1,
                before => to_read.push((path, stamp, before.is_some())),
            }
        }
        let gone: Vec<String> = known
            .into_keys()
            .filter(|file| prune && paths.iter().any(|path| is_under(file, &name(path))) && !Path::new(file).exists())
            .collect();
        if to_read.is_empty() && gone.is_empty() {
            return Ok(summary);
        }
        summary.pruned = gone.len();
        progress.begin(to_read.len(), to_read.iter().map(|(_, stamp, _)| stamp.size).sum());
        let mut writer = self.writer()?;
        let mut touched = BTreeSet::new();
        let replaced = to_read.iter().filter(|(_, _, known)| *known).map(|(path, ..)| name(path));
        for file in gone.into_iter().chain(replaced) {
            touched.extend(self.snapshot().bases_of(&file)?);
            writer.delete_term(fact(&self.fields, "path", &file));
        }
        let shared = Mutex::new(Shared { summary, claims: BTreeMap::new() });
        to_read.par_iter().try_for_each(|(path, stamp, was_known)| {
            let outcome = self.read_file(&writer, path, *stamp, *was_known, &shared);
            progress.advance(stamp.size);
            outcome
        })?;
        let Shared { mut summary, claims } = shared.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.settle(&writer, claims, touched)?;
        self.commit(&mut writer)?;
        writer.wait_merging_threads().map_err(|error| damaged(&self.folder, &error))?;
        self.reader.reload().map_err(|error| damaged(&self.folder, &error))?;
        summary.failures.sort_by_cached_key(ToString::to_string);
        Ok(summary)
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
        self.reader.reload().map_err(|error| damaged(&self.folder, &error))
    }

    /// Writes the stamp into an index that has none.
    pub(super) fn commit_stamp(&self) -> Result<()> {
        let mut writer = self.writer()?;
        self.commit(&mut writer)
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
        let sources = match source::open(path, Limits::default()) {
            Ok(sources) => sources,
            Err(error) => {
                lock().summary.failures.push(error);
                return Ok(());
            }
        };
        let mut nth = 0;
        for source in sources {
            let transcripts = source.and_then(|source| understand(&source));
            let transcripts = match transcripts {
                Ok(transcripts) => transcripts,
                Err(error) => {
                    lock().summary.failures.push(error);
                    continue;
                }
            };
            for transcript in transcripts {
                let base = transcript.call.id.clone();
                let place = Place { file: name(path), nth, base: base.clone(), stamp };
                nth += 1;
                let is_first = {
                    let mut shared = lock();
                    shared.summary.calls += 1;
                    shared.summary.turns += transcript.turns.len();
                    shared.summary.bytes += transcript.source.bytes;
                    let claims = shared.claims.entry(base.clone()).or_default();
                    let is_first = claims.is_empty();
                    claims.push(Claim { place: place.clone(), id: is_first.then_some(base) });
                    is_first
                };
                // A second claim to an id waits until all are known: see `settle`.
                if is_first {
                    self.put(writer, &transcript, &place)?;
                }
            }
        }
        if nth > 0 {
            let summary = &mut lock().summary;
            *(if was_known { &mut summary.replaced } else { &mut summary.added }) += 1;
        }
        Ok(())
    }

    /// Indexes a transcript as one block.
    fn put(&self, writer: &IndexWriter, transcript: &Transcript, place: &Place) -> Result<()> {
        let block: Vec<UserOperation<TantivyDocument>> =
            documents(transcript, place, &self.fields).into_iter().map(UserOperation::Add).collect();
        writer.run(block).map_err(|error| damaged(&self.folder, &error))?;
        Ok(())
    }

    /// Tells calls apart that would have the same id: by path, and by place in the file, the first keeps
    /// the id and the others get `~2`, `~3`, … So ids depend on what is in the index, and not on the
    /// order in which it came there. `touched` are ids of which a claim may have gone.
    fn settle(
        &self,
        writer: &IndexWriter,
        mut claims: BTreeMap<String, Vec<Claim>>,
        touched: BTreeSet<String>,
    ) -> Result<()> {
        let snapshot = self.snapshot();
        let read_now: BTreeSet<String> = claims.values().flatten().map(|claim| claim.place.file.clone()).collect();
        for base in touched {
            claims.entry(base).or_default();
        }
        let mut wrong = Vec::new();
        for (base, mut claims) in claims {
            for (place, id) in snapshot.claims(&base)? {
                if !read_now.contains(&place.file) && Path::new(&place.file).exists() {
                    claims.push(Claim { place, id: Some(id) });
                }
            }
            claims.sort_by(|a, b| (&a.place.file, a.place.nth).cmp(&(&b.place.file, b.place.nth)));
            for (rank, claim) in claims.into_iter().enumerate() {
                let id = if rank == 0 { base.clone() } else { format!("{base}~{}", rank + 1) };
                if claim.id.as_ref() != Some(&id) {
                    wrong.push((claim, id));
                }
            }
        }
        let stale = wrong.iter().filter_map(|(claim, _)| claim.id.as_ref());
        for id in stale {
            writer.delete_term(fact(&self.fields, "call", &id.to_uppercase()));
        }
        let mut files: HashMap<String, Vec<Transcript>> = HashMap::new();
        for (claim, id) in wrong {
            let Place { file, nth, .. } = &claim.place;
            let stored = if read_now.contains(file) { None } else { claim.id.as_deref() };
            let mut transcript = match stored {
                Some(stored) => snapshot.transcript(stored)?,
                None => {
                    let transcripts = files.entry(file.clone()).or_insert_with(|| read_again(Path::new(file)));
                    transcripts.get(*nth as usize).cloned()
                }
            };
            if let Some(transcript) = &mut transcript {
                transcript.call.id = id;
                self.put(writer, transcript, &claim.place)?;
            }
        }
        Ok(())
    }
}

/// The transcripts of a file that was read a moment ago.
fn read_again(path: &Path) -> Vec<Transcript> {
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

fn is_under(file: &str, path: &str) -> bool {
    file == path
        || path == "."
        || file.strip_prefix(path).is_some_and(|rest| path.ends_with('/') || rest.starts_with('/'))
}
