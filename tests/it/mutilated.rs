//! Every fixture in every bad state that a download, an editor or a tool leaves files in, read through to the
//! end: sections, people, exchanges. No variant is a panic, and each is a call or says why it is none.

use std::fmt::Write as _;

use whosaid::{
    read,
    source::{self, Source},
};

/// Bytes of a file that is long.
const LONG: usize = 5 << 20;

/// All fixtures by their paths in the folder, with the bytes.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let (files, errors) = source::find([root]);
    assert!(errors.is_empty() && files.len() > 50, "{errors:?}");
    files.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect()
}

/// One fixture of each folder: the first.
fn one_of_each() -> Vec<(String, Vec<u8>)> {
    let mut fixtures = fixtures();
    fixtures.dedup_by_key(|(path, _)| path.rsplit_once('/').unwrap().0.to_owned());
    fixtures
}

/// Reads to the end; what comes out points into the file, and is a call or says why it is none.
fn check(what: &str, bytes: &[u8]) {
    let source = Source::from_bytes("call", bytes);
    let calls = read(&source);
    assert!(!calls.is_empty() || !source.diagnostics.is_empty(), "{what}: nothing, and no reason");
    for call in &calls {
        assert!(!call.turns.is_empty() || !call.diagnostics.is_empty(), "{what}: no turns, and no reason");
        for turn in &call.turns {
            assert!(turn.participant < call.participants.len(), "{what}");
            assert!(turn.text.span().end <= bytes.len() as u64 || call.source.layout == "whosaid", "{what}");
        }
        for exchange in &call.exchanges {
            let turns = exchange.question.iter().chain(&exchange.answer);
            assert!(turns.into_iter().all(|turn| (*turn as usize) < call.turns.len()), "{what}");
        }
    }
}

/// Numbers that look drawn by lot and are always the same.
fn lot() -> impl FnMut(usize) -> usize {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    }
}

#[test]
fn cut_anywhere() {
    const PLACES: usize = 24;
    for (path, bytes) in fixtures() {
        for nth in 0..PLACES {
            let at = bytes.len() * nth / PLACES + nth % 3;
            check(&format!("{path} cut at {at}"), &bytes[..at.min(bytes.len())]);
        }
    }
}

#[test]
fn doubled_and_shuffled() {
    let mut lot = lot();
    for (path, bytes) in fixtures() {
        check(&format!("{path} twice"), &[&bytes[..], &bytes].concat());
        let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
        for last in (1..lines.len()).rev() {
            lines.swap(last, lot(last + 1));
        }
        check(&format!("{path} shuffled"), &lines.concat());
    }
}

#[test]
fn nothing_said_and_bytes_of_zero() {
    let mut lot = lot();
    for (path, bytes) in fixtures() {
        let lines = bytes.split(|byte| *byte == b'\n');
        let labels = lines.map(|line| line.iter().position(|byte| *byte == b':').map_or(line, |at| &line[..=at]));
        check(&format!("{path} without words"), &labels.collect::<Vec<_>>().join(&b"\n"[..]));
        let mut zeros = bytes.clone();
        for _ in 0..bytes.len() / 50 {
            zeros.insert(lot(zeros.len()), 0);
        }
        check(&format!("{path} with zeros"), &zeros);
        check(&format!("{path} with a tail of zeros"), &[&bytes[..], &[0; 4096]].concat());
    }
}

#[test]
fn one_long_line() {
    for (path, bytes) in one_of_each() {
        let mut line = bytes.repeat(LONG / bytes.len() + 1);
        line.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
        check(&format!("{path} on one line"), &line);
    }
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 200_000;
    let leaf = r#"{"speaker": "Ada Berg", "text": "We sold more boats than ever this year."}"#;
    for (open, close) in [
        ("[", "]"),
        ("{\"a\":", "}"),
        ("{\"transcript\":[", "]}"),
        ("<div>", "</div>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<b><p>", ""),
        ("{\"text\":\"{", "\"}"),
        ("responses:\n- body: {", "}"),
        ("\"", "\""),
    ] {
        for tail in ["", close] {
            let mut text = open.repeat(DEEP);
            write!(text, "{leaf}{}", tail.repeat(DEEP)).unwrap();
            check(&format!("{open} {DEEP} times"), text.as_bytes());
        }
    }
}
