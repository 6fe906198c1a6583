//! Damage: whatever byte or file of an index is changed, cut or gone, the answer is the right one or none.
//!
//! `WHOSAID_FLIPS=5000 cargo test damage` tries more, `WHOSAID_SEED=7` others.

use std::{fs, path::Path};

use whosaid::{
    error::Error,
    index::{Index, Request, Sort},
    query::{Pattern, Run, Scope},
};

use crate::{
    harness::{Desk, copy},
    kill::{Random, number},
};

/// What a reader asks, in one text: searches, counts, whole calls.
fn answers(folder: &Path) -> Result<String, Error> {
    let snapshot = Index::open(folder)?.snapshot();
    let mut text = String::new();
    for run in [
        Run::Pattern(Pattern::Forms("order".to_owned())),
        Run::Pattern(Pattern::Sequence(["thank", "you"].map(|word| Pattern::Exact(word.to_owned())).into())),
        Run::Pattern(Pattern::Prefix("guid".to_owned())),
        Run::And(vec![
            Run::Pattern(Pattern::Forms("margin".to_owned())),
            Run::Pattern(Pattern::Forms("gross".to_owned())),
        ]),
        Run::All,
    ] {
        for (scope, sort) in [(Scope::Passage, Sort::Relevance), (Scope::Exchange, Sort::Newest)] {
            let request = Request { run: run.clone(), scope, paths: None, sort, limit: 30, offset: 0 };
            for hit in snapshot.search(&request)? {
                let (id, turn) = (&hit.card.call.id, hit.turn);
                text.push_str(&format!("{id}#{turn} {} {:?} {} {:?}\n", hit.score, hit.kind, hit.text, hit.source));
            }
        }
        text.push_str(&format!("{}\n", snapshot.count(&run, Scope::Turn, None)?));
    }
    for transcript in snapshot.each_call(&Run::All, None)? {
        text.push_str(&format!("{:?}\n", transcript?));
    }
    Ok(text)
}

/// A damage, done to a file.
fn damage(path: &Path, random: &mut Random) -> String {
    let mut bytes = fs::read(path).unwrap();
    let (at, name) = (random.below(bytes.len().max(1)), path.file_name().unwrap().to_string_lossy());
    match random.below(10) {
        0 => {
            fs::remove_file(path).unwrap();
            return format!("{name}: removed");
        }
        1 | 2 => {
            bytes.truncate(at);
            fs::write(path, bytes).unwrap();
            return format!("{name}: cut to {at} bytes");
        }
        3 => {
            let end = (at + 1 + random.below(64)).min(bytes.len());
            bytes[at..end].fill(0);
        }
        _ => bytes[at] ^= 1 << random.below(8),
    }
    fs::write(path, bytes).unwrap();
    format!("{name}: byte {at}")
}

#[test]
fn damage_is_never_passed_off_as_an_answer() {
    let seed = number("WHOSAID_SEED", 1);
    let n_flips = number("WHOSAID_FLIPS", 150);
    let desk = Desk::new();
    // Several segments, one of them with deletions, and too few to be merged.
    for path in ["fixtures/plain/orvl-2023q1.txt", "fixtures/plain"] {
        assert_eq!(desk.run(&["index", path, "--threads", "1"]).status, Some(0));
    }
    let text = fs::read_to_string(desk.path("fixtures/plain/orvl-2023q2.txt")).unwrap();
    desk.write("fixtures/plain/orvl-2023q2.txt", text.replacen("the", "that", 3));
    assert_eq!(desk.run(&["index", "fixtures/plain", "--threads", "1"]).status, Some(0));
    let whole = desk.path("index");
    let truth = answers(&whole).unwrap();
    assert!(Index::check(&whole).unwrap().problems.is_empty());
    let files: Vec<String> = files(&whole).into_iter().filter(|name| !name.ends_with(".lock")).collect();
    assert!(files.iter().any(|name| name.ends_with(".del")), "{files:?}");

    let (mut n_refused, mut n_right, mut n_whole) = (0, 0, 0);
    let mut random = Random::new(seed);
    let damaged = desk.path("damaged");
    for n in 0..n_flips {
        let _ = fs::remove_dir_all(&damaged);
        copy(&whole, &damaged);
        let file = damaged.join(&files[random.below(files.len())]);
        let before = fs::read(&file).unwrap();
        let what = format!("seed {seed}, damage {n}: {}", damage(&file, &mut random));
        match answers(&damaged) {
            Ok(answer) => {
                assert!(answer == truth, "{what}: another answer");
                n_right += 1;
            }
            Err(Error::Damaged { .. }) => n_refused += 1,
            Err(error) => panic!("{what}: {error}"),
        }
        // Zeros may have stood where zeros were put.
        if fs::read(&file).is_ok_and(|bytes| bytes == before) {
            n_whole += 1;
            continue;
        }
        let found = !Index::check(&damaged).is_ok_and(|health| health.problems.is_empty());
        assert!(found, "{what}: `check` finds nothing");
        // Mended as far as it goes, and what it says then is true.
        if n % 10 == 0 {
            let rebuilt = Index::rebuild(&damaged, whosaid::index::Options::default(), &()).unwrap();
            assert!(Index::check(&damaged).unwrap().problems.is_empty(), "{what}");
            assert!(rebuilt.calls == 14 || !rebuilt.lost.is_empty(), "{what}: {rebuilt:?}");
        }
    }
    println!("{n_flips} damages: {n_refused} refused, {n_right} answered right, {n_whole} changed nothing");
    assert!(n_refused > n_flips / 2, "{n_refused} of {n_flips} were noticed");
}

/// One byte in each file, at its beginning, in the middle and at its end: also where opening and asking do not look.
#[test]
fn a_changed_byte_is_found_in_every_file() {
    let desk = Desk::new();
    // In one segment, whose files are longer than what is checked at a time.
    for again in ["again", "once-more", "and-again"] {
        copy(&desk.path("fixtures/plain"), &desk.path("fixtures").join(again));
    }
    assert_eq!(desk.run(&["index", "fixtures", "--threads", "1"]).status, Some(0));
    let index = desk.path("index");
    let mut n_long = 0;
    for name in files(&index).into_iter().filter(|name| !name.ends_with(".lock")) {
        let whole = fs::read(index.join(&name)).unwrap();
        n_long += usize::from(whole.len() > 2 * (16 << 10));
        for at in [0, whole.len() / 3, whole.len() / 2, whole.len() * 2 / 3, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(index.join(&name), bytes).unwrap();
            let found = !Index::check(&index).is_ok_and(|health| health.problems.is_empty());
            assert!(found, "{name}: byte {at} of {}", whole.len());
        }
        fs::write(index.join(&name), whole).unwrap();
    }
    assert!(n_long >= 3, "{n_long} long files");
    assert!(Index::check(&index).unwrap().problems.is_empty());
}

#[test]
fn the_command_line_says_how_to_mend_it() {
    let desk = Desk::indexed();
    let store = files(&desk.path("index")).into_iter().find(|name| name.ends_with(".store")).unwrap();
    let path = desk.path("index").join(store);
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, bytes).unwrap();
    let search = desk.run(&["search", "the OR a", "-n", "1000"]);
    assert_eq!((search.status, search.stdout.as_str()), (Some(4), ""), "{search}");
    assert!(search.stderr.contains("`whosaid index --rebuild --index index`"), "{search}");
    let check = desk.run(&["check", "--json"]);
    assert_eq!(check.status, Some(4), "{check}");
    assert_eq!(check.lines()[0]["ok"], false);
    let problem = check.lines()[0]["problems"][0].as_str().unwrap().to_owned();
    assert_eq!(problem.matches(".store").count(), 1, "{problem}");
    let rebuilt = desk.run(&["index", "--rebuild"]);
    assert_eq!(rebuilt.status, Some(2), "{rebuilt}");
    assert!(rebuilt.stderr.contains("lost: "), "{rebuilt}");
    assert_eq!(desk.run(&["check"]).status, Some(0));
    // What was lost is read again from its files, and nothing else.
    assert_eq!(desk.run(&["index", "fixtures"]).status, Some(0));
    let intact = Desk::indexed();
    assert_eq!(desk.run(&["export", "--transcripts"]).stdout, intact.run(&["export", "--transcripts"]).stdout);
}

/// The list of segments is gone: the calls are found all the same.
#[test]
fn an_index_without_its_list_is_restored_from_its_segments() {
    let desk = Desk::indexed();
    let before = desk.run(&["export"]).stdout;
    for name in ["meta.json", ".managed.json"] {
        fs::remove_file(desk.path("index").join(name)).unwrap();
    }
    assert_eq!(desk.run(&["search", "wafer"]).status, Some(4));
    assert_eq!(desk.run(&["index", "fixtures"]).status, Some(4));
    let rebuilt = desk.run(&["index", "--rebuild"]);
    assert!(rebuilt.stderr.contains("may have come back"), "{rebuilt}");
    assert_eq!(desk.run(&["export"]).stdout, before);
    assert_eq!(desk.run(&["check"]).status, Some(0));
}

/// The names of the files in a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    files.sort();
    files
}
