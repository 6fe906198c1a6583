//! The bodies of the fuzz targets, over what once broke them and over cuttings of the fixtures. `tests/fuzz/run` looks for more.

use std::{fs, path::Path};

#[path = "../fuzz/bodies.rs"]
mod bodies;

/// Where a crash of a target lies, and what is run on it.
type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] =
    &[("query", bodies::query), ("read", bodies::read), ("layout", bodies::layout), ("container", bodies::container)];

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_once_broke_does_not_break() {
    for (name, body) in TARGETS {
        let Ok(folder) = fs::read_dir(home().join("tests/fuzz/regressions").join(name)) else { continue };
        for entry in folder {
            body(&fs::read(entry.unwrap().path()).unwrap());
        }
    }
}

#[test]
fn every_target_stands_cuttings_of_the_fixtures() {
    let (files, _) = whosaid::source::find([home().join("fixtures")]);
    assert!(files.len() > 40, "{}", files.len());
    for (i, path) in files.iter().enumerate() {
        let bytes = fs::read(path).unwrap();
        let (from, to) = (bytes.len() * (i % 5) / 11, bytes.len() * (6 + i % 5) / 11);
        let mut cutting = bytes[from..to].to_vec();
        if let Some(byte) = cutting.get_mut(i * 37 % 500) {
            *byte ^= 1 << (i % 8);
        }
        let chosen = [&[u8::try_from(i % 256).unwrap()], cutting.as_slice()].concat();
        bodies::query(cutting.get(..400).unwrap_or(&cutting));
        bodies::read(&cutting);
        bodies::layout(&chosen);
        bodies::container(&cutting);
    }
}
