//! The bodies of the fuzz targets, over what once broke them and over mutations of good input, the same every time.
//!
//! `WHOSAID_FUZZ=20000 cargo test fuzz` tries more, `WHOSAID_SEED=7` others; `tests/fuzz/run` is led by coverage, and
//! needs nightly.

use std::{fs, ops::Range, path::Path};

use crate::kill::{Random, number};

#[path = "../fuzz/bodies.rs"]
mod bodies;

/// The most bytes of a file that a mutation begins with.
const PIECE: usize = 6000;

/// What readers look for, to be put where it does not belong.
const FOREIGN: &[&str] = &[
    "\0",
    "\n",
    "\r",
    "\u{c}",
    "\u{2028}",
    "\u{202e}",
    "\"",
    "\\u",
    "\\ud83d",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "&#x0;",
    "</p><p>",
    "<b>",
    ":",
    " - ",
    " – ",
    "\nOperator: ",
    "\nOperator\n",
    "\nQ - ",
    "\n[1]\n",
    "    [99999999999]\n",
    "{BIO 1 <GO>}",
    "\nQuestion-and-Answer Session\n",
    "\nCompany Participants\n",
    "\nExecutives\n",
    "from the line of ",
    "00:00:01,000 --> 00:00:02,000\n",
    "WEBVTT\n",
    "[{\"speech\":",
    " NEAR/5 ",
    " AND NOT ",
    "asked:(",
    "-9223372036854775808",
    "é",
    "\u{1f600}",
    "\u{fffd}",
];

/// A body, and how many times as often as usual it is run: some are slow.
struct Target {
    name: &'static str,
    body: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
    share: f64,
}

const TARGETS: &[Target] = &[
    Target { name: "query", body: bodies::query, seeds: lines, share: 4.0 },
    Target { name: "read", body: bodies::read, seeds: pieces, share: 1.0 },
    Target { name: "layout", body: bodies::layout, seeds: chosen_pieces, share: 2.0 },
    Target { name: "container", body: bodies::container, seeds: pieces, share: 2.0 },
    Target { name: "index", body: bodies::index, seeds: parts, share: 0.5 },
];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str) -> Vec<Vec<u8>> {
    let folder = home().join(folder);
    // A folder that nothing has been put into is not in the repository.
    let files = if folder.is_dir() { whosaid::source::find([folder]).0 } else { Vec::new() };
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn pieces() -> Vec<Vec<u8>> {
    let files = files("fixtures");
    assert!(files.len() > 40, "{}", files.len());
    files.into_iter().map(|file| file[..file.len().min(PIECE)].to_vec()).collect()
}

fn chosen_pieces() -> Vec<Vec<u8>> {
    (0..=255).zip(pieces().into_iter().cycle()).map(|(choice, piece)| [&[choice], piece.as_slice()].concat()).collect()
}

fn lines() -> Vec<Vec<u8>> {
    let readme = fs::read_to_string(home().join("README.md")).unwrap();
    readme.lines().filter(|line| line.starts_with("| `")).map(|line| line.replace('`', " ").into_bytes()).collect()
}

/// Which file of an index, what is done to it, and with which bytes.
fn parts() -> Vec<Vec<u8>> {
    let stored = files("tests/fuzz/seeds/index");
    assert!(!stored.is_empty());
    let how = || (0..8u8).chain(24..32);
    let ways = (0..24u8).flat_map(|file| how().map(move |way| [&[file, way, 0, 40], &b"0,\"a\":1\xff"[..]].concat()));
    ways.chain(std::iter::repeat_n(stored, 40).flatten()).collect()
}

#[test]
fn what_once_broke_does_not_break() {
    for target in TARGETS {
        for input in files(&format!("tests/fuzz/regressions/{}", target.name)) {
            (target.body)(&input);
        }
    }
}

#[test]
fn a_stored_call_is_put_together_again() {
    let seed = files("tests/fuzz/seeds/index").remove(0);
    let text = String::from_utf8(seed[2..].to_vec()).unwrap();
    let parts: Vec<&str> = text.split('\0').collect();
    let texts = parts[2..].iter().map(ToString::to_string).collect();
    let (transcript, n_documents) = whosaid::index::restored(parts[0], parts[1], texts).unwrap();
    assert_eq!(transcript.turns.len(), 2);
    assert!(n_documents > 2);
}

#[test]
fn query_lines_stand_mutation() {
    fuzz("query");
}

#[test]
fn whole_readings_stand_mutation() {
    fuzz("read");
}

#[test]
fn readers_stand_mutation() {
    fuzz("layout");
}

#[test]
fn containers_stand_mutation() {
    fuzz("container");
}

#[test]
fn parts_of_an_index_stand_mutation() {
    fuzz("index");
}

/// Runs a body over mutations of its seeds. What breaks it is left behind for `regressions/`.
fn fuzz(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let seeds = (target.seeds)();
    let seed = number("WHOSAID_SEED", 1);
    let n_runs = (number("WHOSAID_FUZZ", 400) as f64 * target.share) as usize;
    let mut random = Random::new(seed);
    for n in 0..n_runs {
        let mut input = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(6) {
            mutate(&mut input, &seeds, &mut random);
        }
        let left = LeftBehind { name, n, input: &input };
        (target.body)(&input);
        std::mem::forget(left);
    }
    println!("{name}: {n_runs} mutations");
}

/// Writes its input to a file if it is dropped by a panic.
struct LeftBehind<'i> {
    name: &'i str,
    n: usize,
    input: &'i [u8],
}

impl Drop for LeftBehind<'_> {
    fn drop(&mut self) {
        let path = std::env::temp_dir().join(format!("whosaid-{}-{}", self.name, self.n));
        let _ = fs::write(&path, self.input);
        eprintln!("what broke it is in {}: put it into tests/fuzz/regressions/{}", path.display(), self.name);
    }
}

fn mutate(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len() + 1);
    match random.below(8) {
        0 | 1 => {
            if let Some(byte) = input.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        2 => {
            if let Some(byte) = input.get_mut(at) {
                *byte = random.below(256) as u8;
            }
        }
        3 => drop(input.drain(range(at, input.len(), random))),
        4 => {
            let again = input[range(at, input.len(), random)].to_vec();
            let to = random.below(input.len() + 1);
            input.splice(to..to, again);
        }
        5 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            input.splice(at..at, other[range(from, other.len(), random)].iter().copied());
        }
        _ => {
            let foreign = FOREIGN[random.below(FOREIGN.len())];
            input.splice(at..at, foreign.repeat(1 + random.below(3)).into_bytes());
        }
    }
}

/// Some bytes from a place on: mostly few.
fn range(at: usize, len: usize, random: &mut Random) -> Range<usize> {
    let most = [4, 40, 400][random.below(3)];
    at..(at + random.below(most)).min(len)
}
