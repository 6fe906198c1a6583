//! The law of the house: which room may know what. See ARCHITECTURE.md.

use std::path::{Path, PathBuf};

/// Rooms from the ground up: a file may use its own line and the lines above it.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["error"],
    &["source"],
    &["layout", "transcript", "section", "cast", "exchange"],
    &["passage"],
    &["query"],
    &["index", "excerpt"],
    &["people", "trend"],
    &["render"],
    &["cli"],
];

/// Crates that only one room may name.
const KNOWN_BY_ONE: &[(&str, &str)] = &[
    ("tantivy", "index"),
    ("crc32fast", "index"),
    ("signal_hook", "cli"),
    ("clap", "cli"),
    ("unicode_segmentation", "text"),
    ("frostem", "text"),
    ("unicode_security", "text"),
    ("indicatif", "cli"),
    ("terminal_size", "cli"),
    ("html5gum", "layout"),
    ("hayro_interpret", "source"),
    ("rlimit", "source"),
];

/// Words that must not be left lying about. Put together here, so that this file does not hold them.
fn left_overs() -> [String; 5] {
    ["to do!", "unimpl emented!", "d bg!", "FIX ME", "/wo rk/"].map(|word| word.replace(' ', ""))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// All source files with their room and text.
fn sources() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    assert!(files.len() > 30, "the walk found {} files", files.len());
    let with_room = files.into_iter().map(|file| {
        let name = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let room = name.split(['/', '.']).next().unwrap_or_default().to_owned();
        (name, room, std::fs::read_to_string(&file).unwrap())
    });
    with_room.collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&room))
}

/// The rooms that a text names by `crate::room`, also in a list: `crate::{a, b::c}`.
fn rooms_named(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("").to_owned());
            continue;
        };
        let (mut depth, mut word) = (0, String::new());
        for c in list.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(std::mem::take(&mut word)),
                c if depth == 0 => word.push(c),
                _ => {}
            }
        }
        found.push(word);
    }
    found.iter().map(|word| word.trim().split("::").next().unwrap_or("").trim().to_owned()).collect()
}

#[test]
fn arrows_point_down() {
    let mut wrong = Vec::new();
    for (name, room, text) in sources() {
        let Some(own) = floor(&room) else {
            assert!(["lib", "main"].contains(&room.as_str()), "{name}: which floor is `{room}` on?");
            continue;
        };
        for used in rooms_named(&text) {
            if floor(&used).is_some_and(|floor| floor > own) {
                wrong.push(format!("{name} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (name, room, text) in sources() {
        for (library, home) in KNOWN_BY_ONE {
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            let names = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
            if room != *home && names.into_iter().any(|word| word == *library) && room != "main" {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_leaves_nothing_lying_about() {
    for (name, _, text) in sources() {
        assert!(text.starts_with("//!"), "{name} does not begin with what it is for");
        for word in left_overs() {
            assert!(!text.contains(&word), "{name} holds `{word}`");
        }
    }
}

/// The walls are real: a file that breaks the law would be found.
#[test]
fn the_law_can_be_broken() {
    assert_eq!(rooms_named("use crate::{index::Hit, text::{fold, stem}, error};"), ["index", "text", "error"]);
    assert_eq!(rooms_named("crate::cli::run()"), ["cli"]);
    assert!(floor("index") > floor("text"));
}
