//! Indexes of every format there has been: read, or refused and mended. See `tests/compat/README.md`.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::harness::Desk;

/// The committed indexes, by schema.
fn formats() -> Vec<(u32, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat");
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let schema = |path: &PathBuf| path.file_name()?.to_str()?.strip_prefix("schema-")?.parse().ok();
    let mut formats: Vec<(u32, PathBuf)> = entries.filter_map(|path| Some((schema(&path)?, path))).collect();
    formats.sort();
    formats
}

/// Puts an index on a desk, so that the committed one stays as it is.
fn on_desk(desk: &Desk, format: &Path) {
    for entry in std::fs::read_dir(format.join("index")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        desk.write(&format!("index/{name}"), std::fs::read(&path).unwrap());
    }
}

fn expected(format: &Path) -> Vec<Value> {
    let packed = std::fs::read(format.join("export.ndjson.zst")).unwrap();
    let text = String::from_utf8(zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Whether everything that was said then is still said; later versions may say more.
fn still_says(now: &Value, then: &Value) -> bool {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            then.iter().all(|(key, then)| now.get(key).is_some_and(|now| still_says(now, then)))
        }
        (Value::Array(now), Value::Array(then)) => {
            now.len() == then.len() && now.iter().zip(then).all(|(now, then)| still_says(now, then))
        }
        (now, then) => now == then,
    }
}

#[test]
fn every_format_is_read_or_mended() {
    let formats = formats();
    assert!(formats.len() >= 2, "{formats:?}");
    let mut n_refused = 0;
    for (schema, format) in &formats {
        let desk = Desk::new();
        on_desk(&desk, format);
        let calls = desk.run(&["calls"]);
        if calls.status == Some(4) {
            n_refused += 1;
            assert!(calls.stderr.contains(&format!("schema {schema}")), "{calls}");
            assert!(calls.stderr.contains("`whosaid index --rebuild --index index`"), "{calls}");
            // Adding to it is refused as well, and harms nothing.
            assert_eq!(desk.run(&["index", "fixtures"]).status, Some(4));
            let rebuilt = desk.run(&["index", "--rebuild"]);
            assert_eq!((rebuilt.status, rebuilt.stderr.as_str()), (Some(0), ""), "{rebuilt}");
        }
        let export = desk.run(&["export", "--transcripts"]);
        let (now, then) = (export.lines(), expected(format));
        assert_eq!(now.len(), then.len(), "schema {schema}");
        for then in &then {
            let now = now.iter().find(|now| now["call"]["id"] == then["call"]["id"]);
            let now = now.unwrap_or_else(|| panic!("schema {schema}: no {}", then["call"]["id"]));
            assert!(still_says(now, then), "schema {schema}: {now:#}\n{then:#}");
        }
        let check = desk.run(&["check"]);
        assert_eq!(check.status, Some(0), "{check}");
    }
    assert!(n_refused < formats.len(), "no committed index is of today's format: see tests/compat/README.md");
}

/// A mended index knows its files as before: what has not changed is not read again.
#[test]
fn a_mended_index_knows_its_files() {
    let desk = Desk::new();
    let path = desk.path("fixtures/plain");
    let held = desk.run(&["index", path.to_str().unwrap()]);
    assert_eq!(held.status, Some(0), "{held}");
    let before = desk.run(&["export", "--transcripts"]).stdout;
    for _ in 0..2 {
        let rebuilt = desk.run(&["index", "--rebuild"]);
        assert_eq!(rebuilt.status, Some(0), "{rebuilt}");
        assert_eq!(desk.run(&["export", "--transcripts"]).stdout, before);
        let again = desk.run(&["index", path.to_str().unwrap()]);
        assert!(again.stdout.contains("14 unchanged") && !again.stdout.contains("added"), "{again}");
    }
    // Nothing of the old index is left behind.
    let files = std::fs::read_dir(desk.path("index")).unwrap().count();
    assert!(files < 30, "{files} files");
}
