//! A disk that fails when it is told to, for tests: at one step of writing, from one step on, or by losing power.
//!
//! It stands between [`super::sealed`] and the system in tests only. A folder that no test has prepared is written to
//! as ever.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError},
};

use super::sealed::META;
use tantivy::{
    Directory,
    directory::{
        AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
        WritePtr,
        error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
    },
};

/// When and how a disk fails.
#[derive(Clone, Copy, Debug)]
struct Fault {
    /// The step at which it does, counted from 0.
    at: usize,
    /// Whether it is counted from the writing of the list of segments on: there it is committed.
    is_from_list: bool,
    kind: io::ErrorKind,
    /// Whether every later step fails, too.
    is_lasting: bool,
    /// Whether the step is done all the same, and only said to have failed.
    is_done: bool,
}

/// What a folder's disk has been through.
#[derive(Debug, Default)]
struct State {
    fault: Option<Fault>,
    n_steps: usize,
    /// Steps before the list of segments was written, if it was.
    n_before_list: Option<usize>,
    /// Files whose bytes may not have reached the disk.
    unsynced: BTreeSet<PathBuf>,
    /// Names that were made, replaced or removed since the folder was last synced, and what stood there before.
    renamed: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

type Shared = Arc<Mutex<State>>;

static PREPARED: LazyLock<Mutex<HashMap<PathBuf, Shared>>> = LazyLock::new(Mutex::default);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Counts a step. `Err` if it fails; whether it is to be done all the same.
    fn step(&mut self) -> Result<(), (bool, io::Error)> {
        let n = self.n_steps;
        self.n_steps += 1;
        let Some(fault) = self.fault else { return Ok(()) };
        let first = if fault.is_from_list { self.n_before_list } else { Some(0) };
        match first.and_then(|first| n.checked_sub(first + fault.at)) {
            Some(0) => Err((fault.is_done, fault.kind.into())),
            Some(_) if fault.is_lasting => Err((false, fault.kind.into())),
            _ => Ok(()),
        }
    }

    /// Notes what stands under a name that is about to change.
    fn note(&mut self, folder: &Path, name: &Path) {
        self.renamed.entry(name.to_owned()).or_insert_with(|| std::fs::read(folder.join(name)).ok());
    }
}

/// A folder that may fail.
#[derive(Clone, Debug)]
pub(super) struct Disk {
    folder: PathBuf,
    files: MmapDirectory,
    state: Shared,
}

impl Disk {
    pub(super) fn open(folder: &Path) -> Result<Disk, OpenDirectoryError> {
        let state = lock(&PREPARED).get(folder).cloned().unwrap_or_default();
        Ok(Disk { folder: folder.to_owned(), files: MmapDirectory::open(folder)?, state })
    }

    /// Does a step, or fails in its place.
    fn step<T>(&self, act: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = lock(&self.state);
        match state.step() {
            Ok(()) => act(&mut state),
            Err((is_done, error)) => {
                if is_done {
                    act(&mut state)?;
                }
                Err(error)
            }
        }
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let mut outcome = Ok(());
        let failed = |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
        let step = self.step(|state| {
            state.note(&self.folder, path);
            outcome = self.files.delete(path);
            Ok(())
        });
        step.map_err(failed).and(outcome)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let mut opened = None;
        let step = self.step(|state| {
            state.note(&self.folder, path);
            state.unsynced.insert(path.to_owned());
            opened = Some(self.files.open_write(path));
            Ok(())
        });
        step.map_err(failed)?;
        match opened {
            Some(inner) => {
                let writing = Writing { inner: inner?, path: path.to_owned(), disk: self.clone() };
                Ok(io::BufWriter::new(Box::new(writing)))
            }
            None => Err(failed(io::ErrorKind::Other.into())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(META) {
            let mut state = lock(&self.state);
            state.n_before_list = state.n_before_list.or(Some(state.n_steps));
        }
        self.step(|state| {
            state.note(&self.folder, path);
            self.files.atomic_write(path, data)
        })
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.step(|state| {
            state.renamed.clear();
            self.files.sync_directory()
        })
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// A file that is being written.
struct Writing {
    inner: WritePtr,
    path: PathBuf,
    disk: Disk,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let inner = &mut self.inner;
        let outcome = self.disk.step(|_| inner.write(bytes));
        if outcome.is_err() {
            // As a disk does that has just become full.
            inner.write_all(&bytes[..bytes.len() / 2])?;
            inner.flush()?;
        }
        outcome
    }

    fn flush(&mut self) -> io::Result<()> {
        let inner = &mut self.inner;
        self.disk.step(|_| inner.flush())
    }
}

impl TerminatingWrite for Writing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let (inner, path) = (&mut self.inner, &self.path);
        self.disk.step(|state| {
            inner.flush()?;
            inner.terminate_ref(token)?;
            state.unsynced.remove(path);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::Error,
        index::{
            Index, Options, Request, Sort,
            sealed::{MANAGED, Sealed},
        },
        query::{Pattern, Run, Scope},
    };

    /// Numbers that are the same for the same seed.
    struct Random(u64);

    impl Random {
        /// splitmix64, below `n`.
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) % n as u64) as usize
        }
    }

    fn number(name: &str, usual: usize) -> usize {
        std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
    }

    /// A disk that fails so in a folder, as long as this lives.
    struct Prepared {
        folder: PathBuf,
        state: Shared,
    }

    impl Prepared {
        fn new(folder: &Path, fault: Option<Fault>) -> Prepared {
            let state = Arc::new(Mutex::new(State { fault, ..State::default() }));
            lock(&PREPARED).insert(folder.to_owned(), Arc::clone(&state));
            Prepared { folder: folder.to_owned(), state }
        }

        /// What was not synced is gone, cut short, or there: as it pleases.
        fn lose_power(&self, random: &mut Random) {
            let state = lock(&self.state);
            for name in &state.unsynced {
                let path = self.folder.join(name);
                if let Ok(bytes) = std::fs::read(&path) {
                    std::fs::write(&path, &bytes[..random.below(bytes.len() + 1)]).unwrap();
                }
            }
            for (name, before) in &state.renamed {
                if random.below(2) == 0 {
                    continue;
                }
                match before {
                    Some(bytes) => std::fs::write(self.folder.join(name), bytes).unwrap(),
                    None => drop(std::fs::remove_file(self.folder.join(name))),
                }
            }
        }
    }

    impl Prepared {
        /// Of all that was not synced, one name alone is as it was before.
        fn lose(&self, name: &str) {
            if let Some(Some(before)) = lock(&self.state).renamed.get(Path::new(name)) {
                std::fs::write(self.folder.join(name), before).unwrap();
            }
        }
    }

    impl Drop for Prepared {
        fn drop(&mut self) {
            lock(&PREPARED).remove(&self.folder);
        }
    }

    /// A folder of calls, an index of what they were, and what it says then and when it is brought up to date.
    struct Desk {
        folder: tempfile::TempDir,
        before: String,
        after: String,
    }

    impl Desk {
        fn new() -> Desk {
            let folder = tempfile::tempdir().unwrap();
            let calls = folder.path().join("calls");
            std::fs::create_dir(&calls).unwrap();
            let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain");
            let mut texts: Vec<String> = std::fs::read_dir(fixtures)
                .unwrap()
                .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
                .collect();
            texts.sort();
            let write = |n: usize, text: &str| std::fs::write(calls.join(format!("{n}.txt")), text).unwrap();
            let mut desk = Desk { folder, before: String::new(), after: String::new() };
            // Two commits, so that there are segments to be merged and lists of deletions to be replaced.
            for n in [0, 1, 2, 3, 4, 5] {
                write(n, &texts[n]);
                if n == 2 {
                    desk.run(&desk.path("whole")).unwrap();
                    write(1, &texts[1].replacen("quarter", "year", 2));
                }
            }
            desk.run(&desk.path("whole")).unwrap();
            desk.before = said(&desk.path("whole"));
            for n in [6, 7] {
                write(n, &texts[n]);
            }
            write(0, &texts[0].replace("the quarter", "this quarter"));
            write(4, &texts[4].replace("the quarter", "this quarter"));
            std::fs::remove_file(calls.join("3.txt")).unwrap();
            desk.copy();
            desk.run(&desk.path("index")).unwrap();
            desk.after = said(&desk.path("index"));
            assert_ne!(desk.before, desk.after);
            desk
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Puts the index as it was before in the place of the one that is worked on.
        fn copy(&self) {
            let _ = std::fs::remove_dir_all(self.path("index"));
            std::fs::create_dir(self.path("index")).unwrap();
            for entry in std::fs::read_dir(self.path("whole")).unwrap() {
                let entry = entry.unwrap();
                std::fs::copy(entry.path(), self.path("index").join(entry.file_name())).unwrap();
            }
        }

        /// Adds, replaces and prunes.
        fn run(&self, index: &Path) -> Result<(), Error> {
            let options = Options { threads: 2, ..Options::default() };
            let index = Index::open_or_create_with(index, options)?;
            index.refresh(&[self.path("calls")], true, &()).map(drop)
        }
    }

    /// All that an index says; it must open, and be whole.
    fn said(folder: &Path) -> String {
        let snapshot = Index::open(folder).unwrap().snapshot();
        let mut text = String::new();
        let run = Run::Pattern(Pattern::Forms("quarter".to_owned()));
        let request = Request { run, scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit: 50, offset: 0 };
        for hit in snapshot.search(&request).unwrap() {
            text.push_str(&format!("{}#{} {} {}\n", hit.card.call.id, hit.turn, hit.score, hit.text));
        }
        for transcript in snapshot.each_call(&Run::All, None).unwrap() {
            text.push_str(&format!("{:?}\n", transcript.unwrap()));
        }
        text
    }

    fn assert_whole(folder: &Path, what: &str) {
        let health = Index::check(folder).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert!(health.problems.is_empty(), "{what}: {:?}", health.problems);
    }

    /// Something that writes to an index, as `run` does.
    type Work = fn(&Desk, &Path) -> Result<(), Error>;

    fn rebuild(_: &Desk, index: &Path) -> Result<(), Error> {
        let options = Options { threads: 2, ..Options::default() };
        let rebuilt = Index::rebuild(index, options, &())?;
        assert!(rebuilt.lost.is_empty(), "{:?}", rebuilt.lost);
        Ok(())
    }

    /// Tries faults at random steps of some work, from whose end on the index says `end`. After each,
    /// the same work and bringing the index up to date, or that alone, end as ever.
    fn try_faults(desk: &Desk, work: Work, end: &str, loses_power: bool) {
        // A disk without power says nothing of why.
        let kinds: &[io::ErrorKind] = if loses_power { &KINDS[..1] } else { &KINDS };
        let index = desk.path("index");
        desk.copy();
        let n_steps = {
            let counted = Prepared::new(&index, None);
            work(desk, &index).unwrap();
            lock(&counted.state).n_steps
        };
        let n_faults = number("WHOSAID_FAULTS", 24);
        let mut random = Random(number("WHOSAID_SEED", 1) as u64);
        let (mut n_before, mut n_end, mut n_told) = (0, 0, 0);
        for n in 0..n_faults {
            desk.copy();
            let is_from_list = n % 2 == 0;
            let fault = Fault {
                at: random.below(if is_from_list { 8 } else { n_steps }),
                is_from_list,
                kind: kinds[random.below(kinds.len())],
                is_lasting: loses_power || random.below(2) == 0,
                is_done: random.below(4) == 0,
            };
            let what = format!("fault {n} of {n_steps} steps, {fault:?}");
            let outcome = {
                let prepared = Prepared::new(&index, Some(fault));
                let outcome = work(desk, &index);
                if loses_power {
                    prepared.lose_power(&mut random);
                }
                outcome
            };
            if let Err(error) = &outcome {
                n_told += 1;
                assert!(matches!(error, Error::Io { .. }), "{what}: {error}");
            }
            assert_whole(&index, &what);
            let state = said(&index);
            assert!(state == desk.before || state == end, "{what}: neither the one state nor the other");
            assert!(state == end || outcome.is_err(), "{what}: it was said to be done");
            *(if state == end { &mut n_end } else { &mut n_before }) += 1;
            // The same once more, and after a rebuild what comes next in any case.
            let next: &[Work] = if n % 3 == 0 { &[Desk::run] } else { &[work, Desk::run] };
            for next in next {
                next(desk, &index).unwrap_or_else(|error| panic!("{what}, and again: {error}"));
                assert_whole(&index, &what);
            }
            assert!(said(&index) == desk.after, "{what}: another end");
        }
        println!("{n_faults} faults in {n_steps} steps: {n_told} told, {n_before} times as before, {n_end} times done");
        assert!(n_end > 0 && n_told > 0);
    }

    const KINDS: [io::ErrorKind; 3] =
        [io::ErrorKind::Other, io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied];

    #[test]
    fn where_a_write_fails_nothing_is_lost_and_the_same_run_completes() {
        let desk = Desk::new();
        try_faults(&desk, Desk::run, &desk.after, false);
    }

    #[test]
    fn where_power_is_lost_what_was_committed_stays() {
        let desk = Desk::new();
        try_faults(&desk, Desk::run, &desk.after, true);
    }

    /// Whichever step of writing fails, whoever writes is told.
    #[test]
    fn no_error_is_swallowed() {
        let folder = tempfile::tempdir().unwrap();
        let body = vec![1; 34 << 20];
        let work = || -> io::Result<()> {
            let sealed = Sealed::open(folder.path()).map_err(io::Error::other)?;
            let mut file = sealed.open_write(Path::new("a.store")).map_err(io::Error::other)?;
            [[7; 9_000], [8; 9_000], [9; 9_000]].iter().try_for_each(|bytes| file.write_all(bytes))?;
            file.flush()?;
            // So that the seal is too long to be held back: what is held back is tried again later.
            file.write_all(&body)?;
            file.terminate()?;
            sealed.atomic_write(Path::new(META), b"{}")?;
            sealed.sync_directory()
        };
        let n_steps = {
            let counted = Prepared::new(folder.path(), None);
            work().unwrap();
            lock(&counted.state).n_steps
        };
        assert!(n_steps > 6, "{n_steps} steps");
        for at in 0..n_steps {
            std::fs::remove_file(folder.path().join("a.store")).unwrap_or_default();
            let kind = io::ErrorKind::Other;
            let fault = Fault { at, is_from_list: false, kind, is_lasting: false, is_done: false };
            let _disk = Prepared::new(folder.path(), Some(fault));
            assert!(work().is_err(), "step {at} of {n_steps} has failed, and nobody knows");
        }
    }

    /// Both lists are replaced; the second must not outlive the first, which alone says which files are no strays.
    #[test]
    fn a_rebuild_that_loses_power_between_its_lists_loses_nothing() {
        let desk = Desk::new();
        let index = desk.path("index");
        for (at, is_done) in [(0, true), (1, false), (1, true), (2, false)] {
            desk.copy();
            let (is_from_list, is_lasting) = (true, true);
            let fault = Fault { at, is_from_list, kind: io::ErrorKind::Other, is_lasting, is_done };
            {
                let prepared = Prepared::new(&index, Some(fault));
                let _ = rebuild(&desk, &index);
                prepared.lose(MANAGED);
            }
            let what = format!("{fault:?}");
            // As the next run does first.
            crate::index::writing::sweep(&index);
            assert_whole(&index, &what);
            desk.run(&index).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_whole(&index, &what);
            assert!(said(&index) == desk.after, "{what}: another end");
        }
    }

    #[test]
    fn a_rebuild_that_cannot_write_loses_nothing() {
        let desk = Desk::new();
        try_faults(&desk, rebuild, &desk.before, false);
    }

    #[test]
    fn a_rebuild_that_loses_power_loses_nothing() {
        let desk = Desk::new();
        try_faults(&desk, rebuild, &desk.before, true);
    }
}
