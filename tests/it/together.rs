//! Readers and writers at the same time.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
};

use whosaid::{
    index::{Index, Request, Sort},
    query::{Pattern, Run, Scope},
};

use crate::harness::Desk;

fn request() -> Request {
    let run = Run::Pattern(Pattern::Forms("quarter".to_owned()));
    Request { run, scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit: 10_000, offset: 0 }
}

/// What a snapshot says, all of it.
fn said(snapshot: &whosaid::index::Snapshot) -> String {
    let hits = snapshot.search(&request()).unwrap();
    let hits = hits.iter().map(|hit| format!("{}#{} {}\n", hit.card.call.id, hit.turn, hit.text));
    let calls = snapshot.each_call(&Run::All, None).unwrap().map(|call| call.unwrap());
    hits.chain(calls.map(|call| format!("{} {}\n", call.call.id, call.turns.len()))).collect()
}

/// While files are added one by one, a reader sees some number of whole calls, never fewer than before.
#[test]
fn a_reader_sees_one_committed_state() {
    let desk = Desk::new();
    let index = Index::open_or_create(&desk.path("index")).unwrap();
    let done = AtomicBool::new(false);
    let mut files: Vec<_> = fs::read_dir(desk.path("fixtures/plain")).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut most, mut n_states) = (0, 0);
            loop {
                let is_last = done.load(SeqCst);
                let snapshot = Index::open(&desk.path("index")).unwrap().snapshot();
                let n = snapshot.n_calls().unwrap();
                assert!(n >= most, "{n} calls after {most}");
                n_states += usize::from(n > most);
                most = n;
                // Asked twice, it says the same, whatever was committed meanwhile; and every call is whole.
                assert_eq!(said(&snapshot), said(&snapshot));
                assert_eq!(snapshot.each_call(&Run::All, None).unwrap().count(), n);
                if is_last {
                    return (most, n_states);
                }
            }
        });
        // Also if this panics: the reader would never end.
        let end = SetAtEnd(&done);
        for file in &files {
            index.refresh(std::slice::from_ref(file), false, &()).unwrap();
        }
        drop(end);
        let (most, n_states) = reader.join().unwrap();
        assert_eq!(most, files.len());
        assert!(n_states > 2, "it saw {n_states} states");
    });
}

/// Sets a flag when it goes.
struct SetAtEnd<'f>(&'f AtomicBool);

impl Drop for SetAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, SeqCst);
    }
}

/// Somebody reads for hours: writers go on, what is read stays, and what was replaced goes with its last reader.
#[test]
fn a_reader_stops_no_writer_and_what_it_read_vanishes_after_it() {
    let desk = Desk::new();
    let folder = desk.path("index");
    let index = Index::open_or_create(&folder).unwrap();
    let paths = [desk.path("fixtures/plain")];
    index.refresh(&paths, false, &()).unwrap();
    let reader = Index::open(&folder).unwrap();
    let snapshot = reader.snapshot();
    let before = said(&snapshot);
    // Every call is replaced, so that no old segment is left.
    for entry in fs::read_dir(&paths[0]).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("the ", "that ")).unwrap();
    }
    assert_eq!(index.refresh(&paths, false, &()).unwrap().replaced, 14);
    assert_eq!(said(&snapshot), before, "a snapshot has changed");
    let now = said(&Index::open(&folder).unwrap().snapshot());
    assert_ne!(now, before);
    drop((snapshot, reader));
    // With the next commit at the latest.
    desk.write("more/a.txt", "Operator: Welcome.\n\nAnn Roe: Thank you all, and until next quarter.\n");
    index.refresh(&[desk.path("more")], false, &()).unwrap();
    let meta = fs::read_to_string(folder.join("meta.json")).unwrap();
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let segments: Vec<String> = names.filter(|name| name.len() > 32).collect();
    assert!(!segments.is_empty());
    for name in segments {
        let id = [&name[..8], &name[8..12], &name[12..16], &name[16..20], &name[20..32]].join("-");
        assert!(meta.contains(&id), "{name} is left");
    }
}
