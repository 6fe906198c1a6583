//! What must hold of any bytes at all, by entrance. Run by the fuzz targets, and over `regressions/` by `cargo test`.

use whosaid::{
    layout::{self, LAYOUTS},
    passage,
    query::parse,
    read as understand,
    source::{self, Limits, Source},
    transcript::Transcript,
};

/// Any line is understood or refused at a place inside it, and what was understood reads back from its printed form.
pub fn query(data: &[u8]) {
    let line = String::from_utf8_lossy(data);
    match parse(&line) {
        Ok(query) => {
            let printed = query.plan.to_string();
            let again = parse(&printed).unwrap_or_else(|error| panic!("{line:?} prints as {printed:?}: {error}"));
            assert_eq!(again.plan, query.plan, "{line:?} prints as {printed:?}");
            let run = query.plan.lower().expect("what parses is not too large");
            assert!(!run.clauses().is_empty());
            assert!(query.notes.iter().all(|note| line.get(note.range.clone()).is_some()));
        }
        Err(error) => {
            assert!(line.get(error.range.clone()).is_some(), "{:?} is no part of {line:?}", error.range);
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Any bytes are read.
pub fn read(data: &[u8]) {
    for transcript in understand(&Source::from_bytes("fuzz", data)) {
        check(&transcript, data.len() as u64);
    }
}

/// Any bytes are read by every reader, whatever they look like: the first byte chooses it.
pub fn layout(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let layout = &LAYOUTS[usize::from(*choice) % LAYOUTS.len()];
    let source = Source::from_bytes("fuzz", rest);
    for draft in layout::read_as(layout.name, &source).expect("a layout by its own name") {
        for turn in &draft.turns {
            assert!(turn.text.span().end <= rest.len() as u64, "{}", layout.name);
        }
    }
}

/// Any file is opened, or refused, within its limits.
pub fn container(data: &[u8]) {
    let path = std::env::temp_dir().join(format!("whosaid-fuzz-{}", std::process::id()));
    std::fs::write(&path, data).expect("a temporary file can be written");
    let limits = Limits { bytes: 1 << 20 };
    if let Ok(sources) = source::open(&path, limits) {
        for source in sources.take(64).flatten() {
            assert!(source.bytes <= limits.bytes);
            assert!(source.text.as_str().len() as u64 <= 3 * limits.bytes);
        }
    }
}

/// Turns are numbered, and every passage and every piece of evidence stands inside the file.
fn check(transcript: &Transcript, len: u64) {
    for (ordinal, turn) in transcript.turns.iter().enumerate() {
        assert_eq!(turn.ordinal as usize, ordinal);
        assert!(turn.participant < transcript.participants.len());
        let span = turn.text.span();
        assert!(span.start <= span.end && span.end <= len);
        let mut end = 0;
        for passage in passage::divide(&turn.text) {
            assert!(passage.start == end && passage.end > end);
            end = passage.end;
        }
        assert_eq!(end, turn.text.as_str().len());
    }
    let evidence = transcript.participants.iter().flat_map(|participant| &participant.evidence);
    assert!(evidence.into_iter().all(|evidence| evidence.source_bytes.end <= len));
}
