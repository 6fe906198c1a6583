//! Every fixture with its golden reading: drop a file into `fixtures/`, run with `INSTA_UPDATE=always`,
//! and review what it was taken for.

use std::{fmt::Write as _, path::Path};

use whosaid::{
    read,
    source::{self, Limits},
    transcript::Transcript,
};

/// The first words of a text.
fn opening(text: &str) -> String {
    text.split_whitespace().take(9).collect::<Vec<_>>().join(" ")
}

/// A transcript as a page to be read: everything but the full text of its turns.
fn page(transcript: &Transcript) -> String {
    let mut out = String::new();
    let call = &transcript.call;
    let or_none = |value: Option<&str>| value.unwrap_or("-").to_owned();
    let [period, date] = [call.period.map(|p| p.to_string()), call.date.map(|d| d.to_string())];
    let _ = writeln!(
        out,
        "{} · {} · {}:{} · {} · {}",
        call.id,
        or_none(call.company.as_deref()),
        or_none(call.exchange.as_deref()),
        or_none(call.ticker.as_deref()),
        or_none(period.as_deref()),
        or_none(date.as_deref())
    );
    let _ = writeln!(out, "layout {}, {} bytes\n", transcript.source.layout, transcript.source.bytes);
    for person in &transcript.participants {
        let _ = writeln!(
            out,
            "{} · {} · {} · {} · {}",
            person.name,
            person.role,
            or_none(person.title.as_deref()),
            or_none(person.firm.as_deref()),
            person.aliases.join(", ")
        );
        for evidence in &person.evidence {
            let turn = evidence.turn.map_or(String::new(), |turn| format!(" #{turn}"));
            let span = evidence.source_bytes;
            let _ =
                writeln!(out, "    {}{turn} [{}..{}] {}", evidence.rule, span.start, span.end, opening(&evidence.text));
        }
    }
    out.push('\n');
    for turn in &transcript.turns {
        let speaker = &transcript.participants[turn.participant].name;
        let exchange = turn.exchange.map_or(String::new(), |exchange| format!("@{exchange}"));
        let time = turn.start_seconds.map_or(String::new(), |seconds| format!(" {seconds}s"));
        let span = turn.text.span();
        let _ = writeln!(
            out,
            "#{} {} {}{exchange}{time} {speaker} [{}..{}]: {}",
            turn.ordinal,
            turn.section,
            turn.kind,
            span.start,
            span.end,
            opening(&turn.text)
        );
    }
    out.push('\n');
    for exchange in &transcript.exchanges {
        let name = |id: &usize| transcript.participants[*id].name.clone();
        let responders: Vec<String> = exchange.responders.iter().map(name).collect();
        let _ = writeln!(
            out,
            "@{} {} asks {:?}, answered {:?} by {}",
            exchange.ordinal,
            name(&exchange.questioner),
            exchange.question,
            exchange.answer,
            responders.join(", ")
        );
    }
    out.push('\n');
    for diagnostic in &transcript.diagnostics {
        let _ = writeln!(out, "{}: {}", diagnostic.code, opening(&diagnostic.text));
    }
    out
}

#[test]
fn fixtures_are_read_as_they_were_reviewed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (files, failures) = source::find([&root]);
    assert!(failures.is_empty(), "{failures:?}");
    assert!(files.len() >= 25, "{} fixtures", files.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/fixtures");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        for file in files {
            let name = file.strip_prefix(&root).unwrap().to_string_lossy().replace(['/', '\\'], "-");
            let sources = source::open(&file, Limits::default()).unwrap();
            let pages: Vec<String> = sources.flat_map(|source| read(&source.unwrap())).map(|t| page(&t)).collect();
            insta::assert_snapshot!(name, pages.join("\n====\n\n"));
        }
    });
}
