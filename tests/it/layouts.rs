//! What the layout readers make of a fixture of every family, before anybody is identified.

use std::{fmt::Write as _, path::PathBuf};

use whosaid::{
    layout::{self, Draft, LAYOUTS, Label, Layout, RosterEntry},
    source::{self, Limits, Source},
    text::Traced,
};

use crate::harness::Desk;

const FAMILIES: &[&str] = &[
    "badged",
    "bloomberg",
    "bold",
    "bulleted",
    "callstreet",
    "fielded",
    "html",
    "json",
    "meeting",
    "motleyfool",
    "motleyfool-json",
    "pages",
    "recording",
    "seekingalpha",
    "srt",
    "stacked",
    "streetevents",
    "table",
    "tokens",
    "webvtt",
];

fn files(family: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(family);
    let (files, errors) = source::find([folder]);
    assert!(errors.is_empty() && !files.is_empty(), "{family}: {errors:?}");
    files
}

fn open(path: &std::path::Path) -> Source {
    let mut sources = source::open(path, Limits::default()).unwrap();
    sources.next().unwrap().unwrap()
}

fn shown(part: Option<&Traced>) -> &str {
    part.map_or("-", Traced::as_str)
}

fn roster_line(entry: &RosterEntry) -> String {
    format!("{:?}: {} | {} | {}", entry.side, &*entry.name, shown(entry.title.as_ref()), shown(entry.firm.as_ref()))
}

fn label_line(label: &Label) -> String {
    let mark = label.mark.map_or(String::new(), |mark| format!("{mark:?} "));
    format!("{mark}{} | {} | {}", &*label.name, shown(label.title.as_ref()), shown(label.firm.as_ref()))
}

/// A draft as a table for people: header, roster, turns, what was odd.
fn table(draft: &Draft) -> String {
    let mut table = format!("{:?}\n", draft.header);
    for entry in &draft.roster {
        writeln!(table, "{}", roster_line(entry)).unwrap();
    }
    for (ordinal, turn) in draft.turns.iter().enumerate() {
        let label = turn.label.as_ref().map_or("nobody".to_owned(), label_line);
        let section = turn.section.map_or("-".to_owned(), |section| section.to_string());
        writeln!(table, "{ordinal} {section} {label}: {}", turn.text.replace('\n', "⏎")).unwrap();
    }
    for odd in &draft.diagnostics {
        writeln!(table, "{} before {:?}: {}", odd.code, odd.turn, odd.text.replace(['\r', '\n'], "⏎")).unwrap();
    }
    table
}

#[test]
fn drafts_are_as_printed() {
    for family in FAMILIES {
        for path in files(family) {
            let source = open(&path);
            let drafts = layout::read(&source);
            assert!(drafts.iter().all(|draft| draft.layout == *family), "{}", path.display());
            let text = drafts.iter().map(table).collect::<Vec<_>>().join("\n");
            let name = path.file_stem().unwrap().to_string_lossy();
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(format!("{family}-{name}"), text);
            });
        }
    }
}

/// The spoken words and who says them, without the signs that only some encodings have.
fn spoken(path: &std::path::Path) -> Vec<(String, String)> {
    let source = open(path);
    let [draft] = &layout::read(&source)[..] else { panic!("{}: not one call", path.display()) };
    let name = |label: &Option<Label>| label.as_ref().map_or(String::new(), |label| label.name.to_string());
    draft.turns.iter().map(|turn| (name(&turn.label), turn.text.to_string())).collect()
}

#[test]
fn one_call_in_several_forms_is_one_call() {
    for (family, forms) in
        [("streetevents", &["ruled", "norule"][..]), ("seekingalpha", &["blank", "twice", "windows"][..])]
    {
        let files = files(family);
        let mut calls = forms.iter().map(|form| {
            let named = |path: &&PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(form);
            spoken(files.iter().find(named).unwrap())
        });
        let first = calls.next().unwrap();
        for call in calls {
            assert_eq!(call, first, "{family}");
        }
    }
}

#[test]
fn names_and_words_lead_back_to_the_bytes() {
    for family in FAMILIES {
        for path in files(family) {
            let bytes = std::fs::read(&path).unwrap();
            let source = Source::from_bytes("call", &bytes);
            for draft in layout::read(&source) {
                let names = draft.turns.iter().filter_map(|turn| turn.label.as_ref()).map(|label| &label.name);
                for text in names.chain(draft.turns.iter().map(|turn| &turn.text)) {
                    let words = || text.split(|c: char| !c.is_ascii_alphanumeric());
                    let Some(first) = words().find(|word| word.len() > 2) else { continue };
                    let span = text.source_span(text.range_of(first));
                    if span.start == span.end {
                        // Written by the reader: the first word of `Speaker 3`, where only the number is printed.
                        continue;
                    }
                    let there = &bytes[span.start as usize..span.end as usize];
                    assert_eq!(there, first.as_bytes(), "{}: {}", path.display(), &**text);
                }
            }
        }
    }
}

/// A transcript as `parse` prints it, but for where it was read from.
fn printed(transcript: &whosaid::transcript::Transcript) -> String {
    let mut line = Vec::new();
    whosaid::render::json::write(&mut line, &whosaid::render::json::transcript(transcript)).unwrap();
    let mut line: serde_json::Value = serde_json::from_slice(&line).unwrap();
    line["source"] = serde_json::Value::Null;
    line.to_string()
}

/// Every fixture, written and read again, is what it was: people, evidence, places, exchanges, oddities.
#[test]
fn what_this_program_writes_it_reads_as_it_was() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let (files, errors) = source::find([root]);
    assert!(errors.is_empty());
    for path in files {
        for source in source::open(&path, Limits::default()).unwrap() {
            let first = whosaid::read(&source.unwrap());
            let mut lines = Vec::new();
            for transcript in &first {
                whosaid::render::json::write(&mut lines, &whosaid::render::json::transcript(transcript)).unwrap();
            }
            let again = whosaid::read(&Source::from_bytes("again", &lines));
            let shown = |calls: &[_]| calls.iter().map(printed).collect::<Vec<_>>();
            assert_eq!(shown(&again), shown(&first), "{}", path.display());
            assert!(again.iter().all(|call| call.source.layout == "whosaid"));
        }
    }
}

#[test]
fn broken_lines_of_our_own_say_why() {
    const CALL: &str = "Operator: Our host is Ada Berg. Ada, go ahead.\n\nAda Berg: Thank you. We grew.\n\nOperator: Our \
                        first question comes from Ola Rahm with Fjord Bank.\n\nOla Rahm: Why did you grow?\n\nAda Berg: \
                        We sold “more” boats.";
    let call = whosaid::read(&Source::from_bytes("-", CALL.as_bytes())).remove(0);
    let mut line = Vec::new();
    whosaid::render::json::write(&mut line, &whosaid::render::json::transcript(&call)).unwrap();
    let line = String::from_utf8(line).unwrap();
    let cases = [
        (line[..line.len() / 2].to_owned(), "damaged"),
        (line.replacen("transcript/1", "transcript/2", 1), "another version"),
        (line.replacen("\"ordinal\":1,", "\"ordinal\":7,", 1), "turns are missing"),
        (line.replacen("\"speaker\":\"Ola Rahm\"", "\"speaker\":\"Nobody\"", 1), "nobody of the cast"),
        (line.replacen("\"question\":[3]", "\"question\":[99]", 1), "an exchange"),
    ];
    for (text, reason) in cases {
        let got = whosaid::read(&Source::from_bytes("-", format!("{line}{text}\n").as_bytes()));
        assert_eq!(got.len(), 2, "{reason}");
        assert!(!got[0].turns.is_empty());
        let odd = &got[1].diagnostics;
        assert!(got[1].turns.is_empty() && odd[0].text.contains(reason), "{reason}: {odd:?}");
    }
}

/// Lists of what was found hold no whole call; they are refused, and what to do instead is said.
#[test]
fn our_own_lists_are_no_calls() {
    let desk = Desk::indexed();
    for args in [
        &["export", "--format", "csv"][..],
        &["export"],
        &["search", "wafer", "--format", "csv"],
        &["search", "wafer", "--format", "csv", "--fields", "speaker.name,passage.text"],
        &["calls", "--format", "csv"],
        &["calls", "--json"],
    ] {
        let list = desk.run(args).stdout;
        assert!(list.lines().count() > 1, "{args:?}");
        desk.write("list.txt", &list);
        for command in ["parse", "index"] {
            let refused = desk.run(&[command, "list.txt"]);
            assert!(
                refused.status == Some(2) && refused.stdout.lines().all(|line| !line.contains("turns")),
                "{refused}"
            );
            assert!(refused.stderr.contains("whosaid export --transcripts"), "{args:?}: {refused}");
        }
    }
}

/// An index made of another index's export alone exports the same, but for where it was read from.
#[test]
fn an_export_makes_the_same_index() {
    let export = |desk: &Desk| {
        let mut lines = desk.run(&["export", "--transcripts"]).lines();
        lines.iter_mut().for_each(|line| line["source"] = serde_json::Value::Null);
        lines.sort_by_key(|line| line["call"]["id"].to_string());
        lines
    };
    let desk = Desk::indexed();
    let written = desk.run(&["export", "--transcripts"]);
    let other = Desk::new();
    other.write("calls.ndjson", &written.stdout);
    let output = other.run(&["index", "calls.ndjson"]);
    assert_eq!(output.status, Some(0), "{output}");
    assert_eq!(export(&other), export(&desk));
}

#[test]
fn every_layout_reads_by_its_name() {
    let names: Vec<&str> = layout::LAYOUTS.iter().map(|layout| layout.name).collect();
    let source = Source::from_bytes("call", b"Operator: Good morning.\n\nAda Berg: We grew, thank you.\n");
    for name in &names {
        assert_eq!(names.iter().filter(|other| other == &name).count(), 1, "{name}");
        for draft in layout::read_as(name, &source).unwrap() {
            assert_eq!(draft.layout, *name);
        }
    }
    assert!(layout::read_as("no such layout", &source).is_none());
}

/// The fixtures with the name of the layout that reads them.
fn by_layout() -> Vec<(&'static str, PathBuf)> {
    let others = [("pdf", "pages"), ("plain", "plain")];
    let folders = FAMILIES.iter().map(|family| (*family, *family)).chain(others);
    folders.flat_map(|(folder, layout)| files(folder).into_iter().map(move |path| (layout, path))).collect()
}

#[test]
fn a_layout_that_is_named_is_the_one_that_is_found() {
    for (name, path) in by_layout() {
        let source = open(&path);
        let layout = Layout::named(name).unwrap();
        let shown = |calls: Vec<_>| calls.iter().map(printed).collect::<Vec<_>>();
        let named = shown(whosaid::read_each(&source, Some(layout)).collect());
        assert_eq!(named, shown(whosaid::read(&source)), "{}", path.display());
    }
}

#[test]
fn a_layout_that_is_named_overrules_the_looks() {
    for (_, path) in by_layout() {
        let source = open(&path);
        for layout in LAYOUTS {
            for call in whosaid::read_each(&source, Some(layout)) {
                assert!(
                    !call.turns.is_empty() || !call.diagnostics.is_empty(),
                    "{} as {}",
                    path.display(),
                    layout.name
                );
                assert_eq!(call.source.layout, layout.name, "{}", path.display());
            }
        }
    }
}

#[test]
fn parse_and_index_read_with_the_layout_they_are_told() {
    const FILE: &str = "fixtures/plain/orvl-2023q2.txt";
    let desk = Desk::new();
    let layout_of = |args: &[&str]| desk.run(args).lines()[0]["source"]["layout"].clone();
    assert_eq!(layout_of(&["parse", FILE]), "plain");
    assert_eq!(layout_of(&["parse", "--layout", "pages", FILE]), "pages");
    let printed = desk.run(&["parse", "--layout", "pages", "--print-layout", FILE]);
    assert_eq!(printed.stdout, format!("{FILE}\tpages\tORVL-2023Q2\n"));
    // Also what did not change is read again; without a layout, it is let be.
    let export = ["export", "--transcripts"];
    for (args, expected) in [
        (&["index", FILE][..], "plain"),
        (&["index", "--layout", "pages", FILE], "pages"),
        (&["index", FILE], "pages"),
        (&["index", "--layout", "plain", FILE], "plain"),
        (&["calls", "--layout", "pages", "--in", FILE], "pages"),
    ] {
        assert_eq!(desk.run(args).status, Some(0));
        assert_eq!(layout_of(&export), expected, "{args:?}");
    }
    assert_eq!(desk.run(&["calls", "--layout", "pages"]).status, Some(2));
    for command in ["parse", "index"] {
        let refused = desk.run(&[command, "--layout", "plian", FILE]);
        assert_eq!(refused.status, Some(2), "{refused}");
        for expected in ["'plian'", "seekingalpha, meeting, plain]", "similar value exists: 'plain'"] {
            assert!(refused.stderr.contains(expected), "{refused}");
        }
    }
}
