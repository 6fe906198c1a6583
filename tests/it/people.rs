//! People across calls and sources, as users of dossiers and lists meet them.

use std::path::Path;

use serde_json::Value;

use crate::harness::Desk;

/// The desk of the story, with one of its calls by another source, which calls an analyst by a short name.
fn with_a_copy() -> Desk {
    let desk = Desk::story();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/story/plmg-2024q2.txt");
    let text = std::fs::read_to_string(path).unwrap();
    desk.write(
        "other/plmg.txt",
        text.replace("Daniel Okonjo", "Dan Okonjo").replace("Three things.", "Three things now."),
    );
    assert_eq!(desk.run(&["index", "other"]).status, Some(0));
    desk
}

fn also_as(exchange: &Value) -> Vec<&str> {
    exchange["also_as"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn a_call_by_two_sources_is_told_once_and_both_are_named() {
    let (alone, desk) = (Desk::story(), with_a_copy());
    let before = alone.json(&["analyst", "daniel okonjo"]);
    // Whichever of the names is typed.
    for name in ["daniel okonjo", "dan okonjo"] {
        let told = desk.json(&["analyst", name]);
        assert_eq!(told.len(), before.len(), "{name}");
        let twice: Vec<Vec<&str>> = told.iter().map(also_as).filter(|copies| !copies.is_empty()).collect();
        assert_eq!(twice.len(), 1);
        let analyst = &told[0]["analyst"];
        assert_eq!(analyst["calls"], before[0]["analyst"]["calls"]);
        assert_eq!(analyst["aliases"].as_array().map(Vec::len), Some(1));
    }
    let page = desk.run(&["analyst", "dan okonjo"]).stdout;
    assert!(page.starts_with("Daniel Okonjo, also Dan Okonjo\n"), "{page}");
    assert!(page.contains("also as PLMG-2024Q2"), "{page}");
}

#[test]
fn what_two_sources_have_of_one_call_is_one_hit_for_people_and_two_for_programs() {
    let (alone, desk) = (Desk::story(), with_a_copy());
    let search = ["search", "\"data center\" OR tariffs", "--ticker", "plmg", "--period", "2024Q2", "-n", "100"];
    let (one, both) = (alone.json(&search), desk.json(&search));
    assert_eq!(both.len(), 2 * one.len());
    let page = desk.run(&search).stdout;
    assert_eq!(page.matches("also in PLMG-2024Q2").count(), one.len(), "{page}");
    assert!(!alone.run(&search).stdout.contains("also in"));
}

#[test]
fn lists_of_people_count_a_call_once_and_can_be_sorted() {
    let desk = with_a_copy();
    let [line] = &desk.json(&["speakers", "okonjo", "--firm", "lathrop"])[..] else { panic!("not one") };
    assert_eq!(line["calls"].as_array().unwrap().len(), 5);
    assert_eq!(line["copies"].as_object().unwrap().len(), 1);
    let sorted = |order: &str, field: &str| -> Vec<Value> {
        let lines = desk.json(&["speakers", "--role", "analyst", "--sort", order]);
        lines.iter().map(|line| line[field].clone()).collect()
    };
    let names = sorted("name", "name");
    assert!(names.len() > 5 && names.is_sorted_by_key(|name| name.as_str().unwrap().to_lowercase()), "{names:?}");
    for order in ["words", "turns"] {
        let numbers = sorted(order, order);
        assert!(numbers.is_sorted_by_key(|n| std::cmp::Reverse(n.as_u64())), "{order}: {numbers:?}");
    }
    let calls = sorted("calls", "calls");
    assert!(calls.is_sorted_by_key(|calls| std::cmp::Reverse(calls.as_array().unwrap().len())), "{calls:?}");
}

#[test]
fn a_trend_counts_a_call_once() {
    let (alone, desk) = (Desk::story(), with_a_copy());
    // The copy says a word more, and so it is the one that counts.
    let row = |desk: &Desk, args: &[&str]| {
        let rows = desk.json(&[&["trend", "tariffs", "--ticker", "plmg"], args].concat());
        let row = rows.into_iter().find(|row| row["quarter"] == "2024Q2").unwrap_or_default();
        ["calls", "mentions", "words"].map(|field| row[field].as_u64().unwrap_or(0))
    };
    let [calls, mentions, words] = row(&alone, &[]);
    assert!(mentions > 0);
    assert_eq!(row(&desk, &[]), [calls, mentions, words + 1]);
    for by in ["role", "section", "company", "firm"] {
        let sum = |desk: &Desk| -> u64 {
            let rows = desk.json(&["trend", "tariffs", "--by", by]);
            rows.iter().filter_map(|row| row["mentions"].as_u64()).sum()
        };
        assert_eq!(sum(&alone), sum(&desk), "{by}");
    }
    // Of those that the filters choose: who asks for a copy gets it, and so does who asks for its speakers' names.
    let ids: Vec<String> = desk
        .json(&["calls", "--ticker", "plmg", "--period", "2024Q2"])
        .iter()
        .map(|line| line["call"]["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 2);
    let mut longer = ids.iter().filter(|id| row(&desk, &["--call", id]) == [calls, mentions, words + 1]);
    assert!(longer.next().is_some() && longer.next().is_none());
    assert!(ids.iter().any(|id| row(&desk, &["--call", id]) == [calls, mentions, words]));
    for name in ["daniel okonjo", "dan okonjo"] {
        let rows = desk.json(&["trend", "hall", "--ticker", "plmg", "--period", "2024Q2", "--speaker", name]);
        assert_eq!(rows[0]["calls"], 1, "{name}");
    }
    assert_eq!(row(&desk, &["--in", "other"]), [calls, mentions, words + 1]);
    let told = desk.run(&["trend", "tariffs"]).stderr;
    assert!(told.contains("1 transcript of a call that counts by another source's"), "{told}");
    assert!(!alone.run(&["trend", "tariffs"]).stderr.contains("another source"));
}

#[test]
fn a_dossier_takes_from_a_copy_what_a_source_lacks() {
    let desk = Desk::story();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/story/plmg-2024q2.txt");
    let text = std::fs::read_to_string(path).unwrap();
    let body = text.split_once("Operator:").unwrap().1;
    // No day, no firms, and longer, so that it is the one that is shown.
    let body = body
        .replace("Daniel Okonjo with Lathrop & Greaves", "Daniel Okonjo")
        .replace("Three things.", "Three things for now.");
    desk.write("other/plmg.txt", format!("Pellmoor Grid Systems, Inc. Q2 2024 Earnings Call\n\nOperator:{body}"));
    assert_eq!(desk.run(&["index", "other"]).status, Some(0));
    let page = desk.run(&["analyst", "daniel okonjo", "--company", "pellmoor"]).stdout;
    let place = page.lines().find(|line| line.contains("2024Q2@")).unwrap();
    assert!(place.contains("2024-08-0") && place.contains("Lathrop"), "{place}");
    // A period is better than nothing, and orders.
    let alone = Desk::new();
    alone.write("a.txt", std::fs::read_to_string(desk.path("other/plmg.txt")).unwrap());
    let page = alone.run(&["analyst", "daniel okonjo", "--in", "a.txt"]).stdout;
    assert!(page.contains(" · 2024Q2 · Pellmoor"), "{page}");
}

#[test]
fn a_trend_by_speaker_has_one_line_a_person() {
    let desk = with_a_copy();
    let rows = desk.json(&["trend", "hall", "--by", "speaker", "--role", "analyst"]);
    let groups: std::collections::BTreeSet<&str> = rows.iter().filter_map(|row| row["group"].as_str()).collect();
    assert!(groups.contains("Daniel Okonjo") && !groups.contains("Dan Okonjo"), "{groups:?}");
}

#[test]
fn calls_tell_in_how_many_exchanges_something_is_kept_back() {
    let desk = Desk::story();
    for line in desk.json(&["calls"]) {
        let call = line["call"]["id"].as_str().unwrap();
        let output = desk.run(&["search", "", "--nonanswer", "any", "--call", call, "-n", "99", "--json"]);
        let exchanges: std::collections::BTreeSet<u64> =
            output.lines().iter().filter_map(|hit| hit["turn"]["exchange"].as_u64()).collect();
        assert_eq!(line["nonanswers"].as_u64(), Some(exchanges.len() as u64), "{call}");
    }
}

#[test]
fn what_another_source_knows_of_the_call_is_told_in_text_and_json_alike() {
    let desk = Desk::new();
    let call = |heading: &str, more: &str| {
        format!(
            "{heading}\nCompany Participants\nJo Orr, Chief Executive Officer\nDi Ely, Chief Financial Officer\n\n\
             Operator: Welcome. Our first question comes from Ann Roe with Hill Bank. Please go ahead.\n\n\
             Ann Roe: What about the margin in the winter?\n\nJo Orr: It was better than in the summer.{more}\n\n\
             Operator: Our next question comes from Bo Li with Dale. Please go ahead.\n\n\
             Bo Li: How many boats did you sell?\n\nJo Orr: We sold two hundred boats.\n\n\
             Operator: Our next question comes from Cy Fenn with Cove. Please go ahead.\n\n\
             Cy Fenn: What do you spend on the new dock?\n\nDi Ely: We spend three million.\n"
        )
    };
    desk.write("calls/a.txt", call("Q2 2023 Earnings Call", ""));
    desk.write(
        "calls/b.txt",
        call("Bluepine Boats Inc. (NYSE:BPB) Q2 2023 Earnings Call August 2, 2023", " Much better."),
    );
    assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
    for exchange in desk.json(&["analyst", "ann roe"]) {
        assert_eq!(exchange["call"]["company"], "Bluepine Boats Inc.", "{exchange}");
        assert_eq!(exchange["call"]["date"], "2023-08-02", "{exchange}");
    }
    let page = desk.run(&["analyst", "ann roe"]).stdout;
    assert!(page.contains("2023-08-02 · Bluepine Boats Inc."), "{page}");
}

#[test]
fn companies_are_found_written_together_and_apart() {
    let desk = Desk::new();
    for (file, company) in [("a", "BluePineBoats"), ("b", "Red Oak Boats, Inc.")] {
        let call = format!(
            "{company} (NYSE:{file}X) Q2 2023 Earnings Call\n\nOperator: Welcome to the call.\n\nJo Orr: We sold boats.\n"
        );
        desk.write(&format!("calls/{file}.txt"), call);
    }
    assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
    for (name, want) in [
        ("bluepine", "BluePineBoats"),
        ("blue pine", "BluePineBoats"),
        ("blue pine boats", "BluePineBoats"),
        ("bluepineboats", "BluePineBoats"),
        ("redoak", "Red Oak Boats, Inc."),
        ("RedOakBoats", "Red Oak Boats, Inc."),
    ] {
        let calls = desk.json(&["calls", "--company", name]);
        let found: Vec<&Value> = calls.iter().map(|line| &line["call"]["company"]).collect();
        assert_eq!(found, [want], "{name}");
    }
}
