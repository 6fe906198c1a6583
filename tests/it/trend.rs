//! Trends and the facts of calls, as their users meet them, and against counts made the plain way.

use std::{collections::BTreeMap, path::Path};

use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use whosaid::{
    index::{Clock, Hit, Index, Snapshot},
    query::{Run, Scope, parse},
    text::{each_word, stem},
    transcript::{Period, Role},
    trend::{By, Point, Terms, Trend, trends},
};

use crate::harness::Desk;

fn snapshot() -> (tempfile::TempDir, Snapshot) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    index.refresh(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/story")], false, &()).unwrap();
    let snapshot = index.snapshot();
    (folder, snapshot)
}

fn run(line: &str) -> Run {
    parse(line).unwrap().plan.lower().unwrap()
}

fn trend(snapshot: &Snapshot, line: &str, terms: &Terms<'_>) -> Trend {
    trends(snapshot, &[run(line)], terms).unwrap().remove(0)
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each_word(text, |word| {
        if word.length == 1 {
            words.push(word.term.to_owned());
        }
    });
    words
}

/// Points by quarter, counted by reading every passage.
fn by_hand(
    snapshot: &Snapshot,
    is_among: &dyn Fn(&Hit) -> bool,
    mentions: &dyn Fn(&[String]) -> usize,
) -> BTreeMap<Period, Point> {
    let mut points: BTreeMap<Period, Point> = BTreeMap::new();
    for hit in snapshot.all(&Run::All, Scope::Passage, None).unwrap().iter().filter(|hit| is_among(hit)) {
        let words = words(&hit.text);
        let point = points.entry(hit.card.call.period.unwrap()).or_default();
        point.words += words.len() as u64;
        point.mentions += mentions(&words) as u64;
    }
    points
}

#[test]
fn mentions_and_words_are_what_a_reader_counts() {
    let (_folder, snapshot) = snapshot();
    let form = |of: &'static str| move |words: &[String]| words.iter().filter(|word| stem(word) == stem(of)).count();
    let phrase = |words: &[String]| words.windows(2).filter(|pair| pair[0] == "data" && pair[1] == "centers").count();
    let both = |words: &[String]| {
        usize::from(["data", "center"].iter().all(|of| words.iter().any(|word| stem(word) == stem(of))))
    };
    let either = |words: &[String]| form("tariff")(words) + form("shortage")(words);
    let alone = |words: &[String]| if form("steel")(words) > 0 { 0 } else { form("tariff")(words) };
    let role = |hit: &Hit| hit.card.participants[hit.participant].role;
    let anybody = |_: &Hit| true;
    let analysts = |hit: &Hit| role(hit) == Role::Analyst;
    let others = |hit: &Hit| role(hit) != Role::Analyst;
    type Case<'c> = (&'c str, &'c dyn Fn(&Hit) -> bool, &'c dyn Fn(&[String]) -> usize);
    let cases: [Case<'_>; 8] = [
        ("tariff", &anybody, &form("tariff")),
        ("\"data centers\"", &anybody, &phrase),
        ("data center", &anybody, &both),
        ("tariff OR shortage", &anybody, &either),
        ("tariff -steel", &anybody, &alone),
        ("tariff role:analyst", &analysts, &form("tariff")),
        ("tariff -role:analyst", &others, &form("tariff")),
        ("data center role:analyst", &analysts, &both),
    ];
    for (line, is_among, mentions) in cases {
        let found = trend(&snapshot, line, &Terms::default());
        let expected = by_hand(&snapshot, is_among, mentions);
        assert!(found.mentions() > 0, "{line}");
        for (quarter, point) in found.quarters.iter().zip(&found.lines[0].points) {
            assert_eq!(*point, expected.get(quarter).copied().unwrap_or_default(), "{line} {quarter}");
        }
        assert_eq!(found.mentions(), expected.values().map(|point| point.mentions).sum::<u64>(), "{line}");
    }
}

#[test]
fn parts_add_up_to_the_whole() {
    let (_folder, snapshot) = snapshot();
    for line in ["tariff", "tariff section:qa", "data center", "\"data center\" OR \"data centers\""] {
        let whole = trend(&snapshot, line, &Terms::default()).mentions();
        for by in [By::Role, By::Section, By::Company, By::Speaker] {
            let parts = trend(&snapshot, line, &Terms { by: Some(by), ..Terms::default() });
            assert_eq!(parts.mentions(), whole, "{line} {by:?}");
        }
        let calendar = trend(&snapshot, line, &Terms { clock: Clock::Calendar, ..Terms::default() });
        assert_eq!(calendar.mentions() + calendar.unplaced.mentions, whole, "{line}");
    }
    // Every exchange is one, however many of its passages match.
    let exchanges = trend(&snapshot, "asked:tariff", &Terms::default()).mentions();
    let hits = snapshot.all(&run("asked:tariff"), Scope::Passage, None).unwrap();
    let mut places: Vec<_> = hits.iter().map(|hit| (hit.card.call.id.clone(), hit.exchange)).collect();
    places.sort();
    places.dedup();
    assert!(exchanges > 0 && places.len() < hits.len());
    assert_eq!(exchanges, places.len() as u64);
}

#[test]
fn trends_are_shown_as_they_were_reviewed() {
    let desk = Desk::story();
    let mut pages = String::new();
    for args in [
        &["trend", "tariffs"][..],
        &["trend", "tariffs", "shortage", "--calendar", "--since", "2023-11"],
        &["trend", "tariffs", "--by", "role", "--section", "qa"],
        &["trend", "tariffs", "--by", "company", "--ascii"],
        &["trend", "\"data center\" OR \"data centers\"", "--by", "speaker", "-n", "6"],
        &["trend", "data center", "--by", "firm"],
        &["trend", "asked:tariffs", "--company", "ostrevik"],
        &["trend", "tariffs", "nowhere", "--ticker", "plmg", "--format", "csv"],
        &["trend", "tariffs", "--json", "--role", "ceo"],
        &["trend", "tariffs", "--fields", "quarter,mentions", "--role", "ceo"],
        &["trend", "nowhere"],
        &["trend", "role:ceo"],
        &["trend", "shortage", "--since", "2024-06"],
        &["trend", "shortage", "--by", "colour"],
        &["trend", "shortage", "--fiscal", "--calendar"],
        &["trend", "shortage", "--since", "2024", "--until", "2023"],
        &["trend"],
        &["calls"],
        &["calls", "--sort", "analysts", "-n", "3", "--fields", "call.id,analysts,executive_share"],
        &["calls", "--sort", "oldest", "-n", "2", "--json"],
    ] {
        pages.push_str(&format!("{}\n\n", desk.run(args)));
    }
    let narrow = desk.wide(60);
    for args in [&["trend", "tariffs"][..], &["trend", "tariffs", "shortage"], &["trend", "tariffs", "--by", "company"]]
    {
        pages.push_str(&format!("{}\n\n", narrow.run(args)));
    }
    insta::assert_snapshot!(pages);
}

#[test]
fn charts_are_as_wide_as_the_page_and_no_wider() {
    let mut desk = Desk::story();
    for width in [40, 47, 60, 79, 100, 131, 160, 200] {
        desk = desk.wide(width);
        for args in [
            &["trend", "tariffs"][..],
            &["trend", "tariffs", "shortage"],
            &["trend", "tariffs", "shortage", "data", "--ascii"],
            &["trend", "tariffs", "--by", "speaker"],
        ] {
            let output = desk.run(args);
            assert_eq!(output.status, Some(0), "{output}");
            assert!(output.stdout.lines().all(|line| line.width() <= width), "{width}: {output}");
        }
    }
}

#[test]
fn quarters_without_calls_and_without_mentions_are_kept() {
    let desk = Desk::story();
    let rows = desk.json(&["trend", "tariffs", "nowhere"]);
    let of = |query: &str, quarter: &str| -> &Value {
        rows.iter().find(|row| row["query"] == query && row["quarter"] == quarter).unwrap()
    };
    assert_eq!((&of("tariffs", "2024Q3")["words"], &of("tariffs", "2024Q3")["per_10k"]), (&0.into(), &Value::Null));
    assert_eq!(of("tariffs", "2023Q1")["mentions"], 0);
    assert_eq!(of("nowhere", "2023Q1")["mentions"], 0);
    assert!(of("nowhere", "2023Q1")["words"].as_u64() > Some(0));
    let firsts: Vec<&Value> = rows.iter().filter(|row| row["schema"] == "whosaid.first/1").collect();
    assert_eq!(firsts.len(), 1);
    assert_eq!((&firsts[0]["ref"], &firsts[0]["new"]), (&"PLMG-2023Q2#10".into(), &Value::Null));
}

#[test]
fn several_queries_of_several_companies_can_be_told_apart() {
    let mut desk = Desk::story();
    for width in [40, 60, 80, 120, 200] {
        desk = desk.wide(width);
        let output = desk.run(&["trend", "tariffs", "shortage", "--by", "company"]);
        for query in ["tariffs", "shortage"] {
            for company in ["Pellmoor", "Ostrevik"] {
                assert!(output.stdout.contains(&format!("{query} · {company}")), "{width}: {output}");
            }
        }
        // The range of the curves is said, and each of them spans it.
        assert!(output.stdout.contains("2023Q1-2024Q4"), "{width}: {output}");
        assert!(output.stdout.lines().all(|line| line.width() <= width), "{width}: {output}");
    }
}

#[test]
fn years_without_a_call_are_one_line_for_people_and_rows_for_programs() {
    let desk = Desk::story();
    let old = "Pellmoor Grid Systems, Inc. (NYSE:PLMG) Q1 2002 Earnings Call Transcript May 2, 2002\n\n\
               Operator: Welcome to the call. Please go ahead, Ms. Brandvold.\n\n\
               Hannah Brandvold: Thank you. Steel tariffs cost us $3 million in the quarter.\n";
    desk.write("old/plmg-2002q1.txt", old);
    assert_eq!(desk.run(&["index", "old"]).status, Some(0));
    let gap = "⋮ 2002Q2 to 2022Q4: no calls";
    for args in [&["trend", "tariffs"][..], &["trend", "tariffs", "shortage"], &["trend", "tariffs", "--by", "speaker"]]
    {
        let output = desk.run(args);
        assert!(output.stdout.lines().any(|line| line == gap), "{output}");
        // Before what is told of the first mention there are the quarters with calls, no more.
        assert!(output.stdout.lines().count() < 20, "{output}");
    }
    let csv = desk.run(&["trend", "tariffs", "--format", "csv"]).stdout;
    assert_eq!(csv.lines().filter(|line| line.contains(",0,0,0,")).count(), 84, "{csv}");
    let rows = desk.json(&["trend", "tariffs"]);
    assert!(rows.iter().any(|row| row["quarter"] == "2010Q1" && row["words"] == 0));
    let picture = desk.run(&["trend", "tariffs", "--svg", "-"]).stdout;
    assert!(picture.contains(&format!(">{gap}</text>")), "{picture}");
    assert!(!picture.contains("2010Q1"), "{picture}");
}

#[test]
fn a_picture_of_nothing_is_not_written_in_silence() {
    let desk = Desk::story();
    let output = desk.run(&["trend", "nowhere", "--svg", "none.svg"]);
    assert_eq!(output.status, Some(1), "{output}");
    assert!(output.stderr.contains("none.svg is not written"), "{output}");
    assert!(!desk.path("none.svg").exists());
}

#[test]
fn copies_known_by_their_ticker_alone_count_once_and_other_companies_do_not() {
    let desk = Desk::story();
    let call = desk.json(&["show", "PLMG-2024Q2"]).remove(0);
    let write = |name: &str, ticker: &str, company: Value, period: Value| {
        let mut call = call.clone();
        (call["call"]["ticker"], call["call"]["company"], call["call"]["period"]) = (ticker.into(), company, period);
        call["call"]["id"] = name.into();
        // It is known by its first key.
        let schema = call.as_object_mut().unwrap().remove("schema").unwrap();
        desk.write(
            &format!("copies/{name}.jsonl"),
            call.to_string().replacen('{', &format!("{{\"schema\":{schema},"), 1),
        );
    };
    let counted = || {
        let rows = desk.json(&["trend", "tariffs", "--calendar", "--in", "copies"]);
        let sum = |field: &str| rows.iter().filter_map(|row| row[field].as_u64()).sum::<u64>();
        (sum("calls"), sum("mentions"))
    };
    write("A", "PLMG", Value::Null, "2024Q2".into());
    let (calls, mentions) = counted();
    assert!(calls == 1 && mentions > 0);
    // Without a name, by another period's name, by another spelling.
    write("B", "PLMG", Value::Null, Value::Null);
    write("C", "plmg", "PELLMOORGRID".into(), Value::Null);
    assert_eq!(counted(), (1, mentions));
    // The same words, but two tickers and no name: two companies.
    write("D", "XLMG", Value::Null, Value::Null);
    assert_eq!(counted(), (2, 2 * mentions));
}

#[test]
fn the_calls_of_a_row_are_its_own() {
    let (_folder, snapshot) = snapshot();
    let whole = trend(&snapshot, "tariff", &Terms::default());
    assert_eq!(whole.lines[0].calls, whole.calls);
    for by in [By::Company, By::Role, By::Section, By::Speaker, By::Firm] {
        let parts = trend(&snapshot, "tariff", &Terms { by: Some(by), ..Terms::default() });
        for line in &parts.lines {
            let group = line.group.clone().unwrap();
            for (i, quarter) in parts.quarters.iter().enumerate() {
                let is_theirs = |hit: &Hit| {
                    let speaker = &hit.card.participants[hit.participant];
                    match by {
                        By::Company => hit.card.call.company.as_deref().is_some_and(|name| name.starts_with(&group)),
                        By::Role => speaker.role.to_string() == group,
                        By::Section => hit.section.to_string() == group,
                        By::Speaker => speaker.name == group,
                        By::Firm => speaker.firm.as_deref().is_some_and(|firm| firm.starts_with(&group)),
                    }
                };
                let hits = snapshot.all(&Run::All, Scope::Passage, None).unwrap();
                let hits = hits.iter().filter(|hit| hit.card.call.period == Some(*quarter) && is_theirs(hit));
                let mut calls: Vec<&str> = hits.map(|hit| hit.card.call.id.as_str()).collect();
                calls.sort_unstable();
                calls.dedup();
                assert_eq!(line.calls[i], calls.len() as u64, "{by:?} {group} {quarter}");
            }
        }
    }
}

#[test]
fn what_is_new_is_told_from_what_was_known() {
    let desk = Desk::story();
    for (query, since, expected) in
        [("tariffs", "2023-07", true), ("tariffs", "2023-09", false), ("methanol", "2023", true)]
    {
        let output = desk.run(&["trend", query, "--since", since, "--json"]);
        let rows = output.lines();
        assert_eq!(rows.last().unwrap()["new"], expected, "{output}");
    }
    // A call whose day is unknown counts as of the end of its quarter.
    let counts = |since: &str| {
        let output = desk.run(&["trend", "tariffs", "--since", since]);
        output.stdout.lines().any(|row| row.starts_with("2023Q4       1    334         6 "))
    };
    assert!(counts("2023-07") && counts("2023-12-31") && !counts("2024-01"));
    let output = desk.run(&["trend", "tariffs", "--calendar"]);
    assert!(output.stderr.contains("no date is known; --fiscal counts by period"), "{output}");
}

#[test]
fn pictures_are_written_whole() {
    let desk = Desk::story();
    let output = desk.run(&["trend", "tariffs", "\"data centers\"", "--svg", "trend.svg"]);
    assert_eq!(output.status, Some(0), "{output}");
    assert!(output.stdout.contains("first tariffs: PLMG-2023Q2#10"), "{output}");
    let picture = std::fs::read_to_string(desk.path("trend.svg")).unwrap();
    insta::assert_snapshot!("trend_svg", picture);
    let alone = desk.run(&["trend", "tariffs", "\"data centers\"", "--svg", "-"]);
    assert_eq!(alone.stdout, picture);
    let failed = desk.run(&["trend", "tariffs", "--svg", "no/such/folder.svg"]);
    assert_eq!(failed.status, Some(2), "{failed}");
}
