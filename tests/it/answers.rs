//! Questions asked badly, or cleverly: the answer is true, or says why there is none.

use std::path::Path;

use whosaid::{
    index::Index,
    people::Facts,
    query::{Field, Filter, Highlighter, Plan, Run, Scope, filter, parse},
};

use crate::harness::Desk;

#[test]
fn a_query_line_filters_what_an_analyst_is_shown() {
    let desk = Desk::indexed();
    let count = |line: &str| desk.run(&["analyst", "brackwell", line, "--json"]).lines().len();
    let (all, filtered) = (count("*"), count("call:orvl-2023q2"));
    assert!(0 < filtered && filtered < all, "{filtered} of {all}");
    assert!(count("wafer call:orvl-2023q2") <= filtered);
    assert_eq!(count("wafer role:operator"), 0);
    let noted = desk.run(&["analyst", "brackwell", "wafer )"]);
    assert!(noted.stderr.contains("a stray ) is ignored"), "{noted}");
}

#[test]
fn nobody_is_told_who_was_found_instead() {
    let desk = Desk::indexed();
    for (args, expected) in [
        (&["analyst", "brackwell", "--since", "2050"][..], "no question of `brackwell` fits the filters"),
        (&["analyst", "dastoor"], "`dastoor` is no analyst in the index, but Samir Dastoor"),
        (&["analyst", "dastoor"], "whosaid search --speaker 'dastoor'"),
        (&["analyst", "nobody"], "no analyst `nobody` in the index"),
    ] {
        let output = desk.run(args);
        assert_eq!(output.status, Some(1), "{output}");
        assert!(output.stderr.contains(expected), "{output}");
    }
    // What could not be read still counts.
    desk.write("picture.png", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 0]);
    let flawed = desk.run(&["analyst", "nobody", "--in", "picture.png", "fixtures"]);
    assert_eq!(flawed.status, Some(2), "{flawed}");
}

#[test]
fn an_empty_dossier_says_what_emptied_it() {
    let desk = Desk::indexed();
    let all = desk.json(&["analyst", "etchart"]).len();
    let wafer = desk.json(&["analyst", "etchart", "wafer"]).len();
    let everybody: usize =
        desk.run(&["search", "wafer", "--within", "exchange", "--count"]).stdout.trim().parse().unwrap();
    assert!(0 < wafer && wafer < all && all < everybody);
    for (args, hints) in [
        (
            &["analyst", "etchart", "wafre"][..],
            &[&format!("`wafre` is in none of {all} exchanges; did you mean `wafer`?")[..]][..],
        ),
        // Others say this; she and those who answer her do not.
        (&["analyst", "etchart", "pumps"], &["`pumps` is in none of"]),
        (
            &["analyst", "etchart", "wafer", "--answered-by", "operator"],
            &["`--answered-by operator` fits nobody who answers"],
        ),
        (&["analyst", "etchart", "--answered-by", "whitcomb"], &["did you mean `Lenora Whitcombe`?"]),
        (&["analyst", "etchart", "--answered-by", "cfp"], &["did you mean `cfo`?"]),
        (&["analyst", "etchart", "--answered-by", "zzzzzz"], &["; those who do: ", "Lenora Whitcombe"]),
    ] {
        let output = desk.run(args);
        assert_eq!((output.status, output.stdout.as_str()), (Some(1), ""), "{output}");
        assert!(output.stderr.contains("nothing found in what Marisol Etchart asked"), "{output}");
        hints.iter().for_each(|hint| assert!(output.stderr.contains(hint), "{hint:?} not in {output}"));
    }
    // The firm that she works for is proposed, not one that is spelled like it elsewhere.
    let [first] = &desk.json(&["analyst", "etchart", "-n", "1"])[..] else { panic!("not one") };
    let firm = first["analyst"]["firm"].as_str().unwrap();
    let (word, _) = firm.split_once(' ').unwrap();
    let typed = format!("{}x", &word[..word.len() - 1]);
    let output = desk.run(&["analyst", "etchart", "--firm", &typed]);
    assert!(output.stderr.contains(&format!("--firm {typed} fits none; did you mean `{firm}`?")), "{output}");
}

#[test]
fn a_dossier_is_a_list_like_others() {
    let desk = Desk::indexed();
    let refs = |args: &[&str]| -> Vec<String> {
        let lines = desk.json(&[&["analyst", "etchart"], args].concat());
        lines.iter().map(|line| line["ref"].as_str().unwrap().to_owned()).collect()
    };
    let all = refs(&[]);
    assert_eq!([refs(&["-n", "3"]), refs(&["--offset", "3"])].concat(), all);
    let page = desk.run(&["analyst", "etchart", "-n", "2"]).stdout;
    assert!(page.contains(&format!("2 of {} exchanges", all.len())), "{page}");
    let past = desk.run(&["analyst", "etchart", "--offset", "999", "--json"]);
    assert_eq!((past.status, past.stdout.as_str()), (Some(0), ""), "{past}");
    let csv =
        desk.run(&["analyst", "etchart", "-n", "2", "--format", "csv", "--fields", "ref,analyst.firm,asked"]).stdout;
    assert!(csv.starts_with("ref,analyst.firm,asked\n") && csv.contains('?'), "{csv}");
    let table = desk.run(&["analyst", "etchart", "-n", "2", "--format", "table"]).stdout;
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("ref "), "{table}");
    let wrong = desk.run(&["analyst", "etchart", "--fields", "analyst.frim"]);
    assert!(wrong.status == Some(2) && wrong.stderr.contains("did you mean `analyst.firm`?"), "{wrong}");
}

#[test]
fn proposals_are_what_is_there_where_one_looks() {
    let desk = Desk::indexed();
    desk.write("calls/a.txt", "Ann Holt: Widgets are sold out, and so are the wavers.\n\nJim Roe: Thank you, all.\n");
    assert_eq!(desk.run(&["index", "calls"]).status, Some(0));
    let hints = |args: &[&str]| desk.run(&[&["search"], args].concat()).stderr;
    let everywhere = hints(&["wafre"]);
    assert!(everywhere.contains("`wafer`"), "{everywhere}");
    let within = hints(&["wafre", "--in", "calls"]);
    assert!(!within.contains("`wafer`"), "{within}");
    let within = hints(&["waverz", "--in", "calls"]);
    assert!(within.contains("did you mean `wavers`?"), "{within}");
    let filtered = hints(&["wafre", "--speaker", "holt"]);
    assert!(!filtered.contains("`wafer`"), "{filtered}");
    let filtered = hints(&["waverz", "--speaker", "holt"]);
    assert!(filtered.contains("did you mean `wavers`?"), "{filtered}");
    let analyst = desk.run(&["analyst", "holtt", "--in", "calls"]);
    assert!(!analyst.stderr.contains("did you mean"), "nobody is an analyst there: {analyst}");
}

#[test]
fn what_is_said_before_a_hand_over_is_shown() {
    const CALL: &str = "Nordlys Q2 2023 Earnings Call

Operator: Welcome to the Nordlys second quarter 2023 earnings conference call. I will now hand over to Ada Lundqvist, Chief \
Executive Officer.

Ada Lundqvist: Thank you. With me is Ola Berg, our Chief Financial Officer. We sold all of our boats. We are now open for questions.

Operator: Our first question comes from the line of Kai Moe with Fjord Capital. Please go ahead.

Kai Moe: How does steel move your margins?

Ola Berg: It is not immaterial, some 20 basis points. Ada, what do we say?

Ada Lundqvist: It will grow a little with the second yard, and then stay where it is.

Operator: Our next question comes from the line of Liv Dahl with Skerry Partners. Please go ahead.

Liv Dahl: When will the second yard open?

Ola Berg: I will pass this question to Ada.

Ada Lundqvist: It will open in May, before the season begins in the north.
";
    let desk = Desk::new();
    desk.write("a.txt", CALL);
    assert_eq!(desk.run(&["index", "a.txt"]).status, Some(0));
    let calls = desk.json(&["calls"]);
    let id = calls[0]["call"]["id"].as_str().unwrap();
    let both = ["some 20 basis points", "hands over to Ada Lundqvist"];
    for (args, shown) in [
        (&["show", &format!("{id}@1")][..], true),
        (&["show", &format!("{id}@2")], false),
        (&["analyst", "kai moe"], true),
        (&["analyst", "liv dahl"], false),
    ] {
        let page = desk.run(args).stdout;
        assert!(page.contains(both[1]) && page.contains(both[0]) == shown, "{page}");
        assert!(!page.contains("pass this question"), "{page}");
    }
}

#[test]
fn what_is_no_word_is_no_question() {
    let desk = Desk::indexed();
    for line in ["$", "%", "[foreign language]", "|| !"] {
        for args in [&["search", line][..], &["search", line, "--count"], &["export", line], &["analyst", "x", line]] {
            let output = desk.run(args);
            assert_eq!((output.status, output.stdout.as_str()), (Some(2), ""), "{output}");
            assert!(output.stderr.contains("nothing to search for"), "{output}");
        }
    }
    assert_eq!(desk.run(&["search", "*", "--count"]).status, Some(0));
}

#[test]
fn other_tools_operators_never_mean_the_opposite() {
    let desk = Desk::indexed();
    let count = |line: &str| desk.run(&["search", line, "--count"]).stdout;
    assert_eq!(count("!wafer"), count("NOT wafer"));
    assert_eq!(count("wafer || pump"), count("wafer OR pump"));
    assert_eq!(count("wafer && orders"), count("wafer AND orders"));
    let small = desk.run(&["search", "wafer or zanzibar"]);
    assert!(small.stderr.contains("`or` is a word here; the operator is written OR"), "{small}");
    let explained = desk.run(&["search", "wafer and orders", "--explain"]);
    assert!(explained.stderr.contains("`and` is a word here"), "{explained}");
    assert!(!desk.run(&["search", "wafer and orders"]).stderr.contains("is a word here"));
    assert!(!desk.run(&["search", "\"wafer or zanzibar\""]).stderr.contains("is a word here"));
}

#[test]
fn a_flag_holds_one_value_and_no_operators() {
    let desk = Desk::indexed();
    let leak = desk.run(&["search", "--speaker", "(dastoor) wafer (samir)", "--count"]);
    assert_eq!(leak.status, Some(1), "{leak}");
    assert_eq!(desk.run(&["search", "--role", "(ceo) wafer (cfo)"]).status, Some(2));
    let reversed = desk.run(&["search", "wafer", "--since", "2024", "--until", "2023"]);
    assert_eq!(reversed.status, Some(2), "{reversed}");
    assert!(reversed.stderr.contains("--since 2024 is after --until 2023"), "{reversed}");
}

#[test]
fn filters_fit_what_the_index_finds_by_them() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    index.refresh(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain")], false, &()).unwrap();
    let snapshot = index.snapshot();
    let all = snapshot.all(&Run::All, Scope::Passage, None).unwrap();
    for (field, value) in [
        (Field::Speaker, "brackwell"),
        (Field::Role, "analyst"),
        (Field::Role, "company"),
        (Field::Title, "financial chief"),
        (Field::Firm, "dunmarrow capital markets"),
        (Field::Company, "orvelle semiconductor inc"),
        (Field::Ticker, "orvl"),
        (Field::Call, "orvl-2023q2"),
        (Field::Section, "qa"),
        (Field::Kind, "answer"),
        (Field::Nonanswer, "refuses"),
        (Field::Nonanswer, "any"),
        (Field::Period, "2023"),
        (Field::Period, "2022Q4..2023Q1"),
        (Field::Since, "2023-02"),
        (Field::Until, "2023-02-02"),
    ] {
        let Ok(Plan::Filter(asked)) = filter(field, value) else { panic!("{value} is no plain filter") };
        check(&snapshot, &all, &asked);
    }
    for position in ["ceo", "cfo", "vp"] {
        check(&snapshot, &all, &Filter::Position(position.to_owned()));
    }
}

fn check(snapshot: &whosaid::index::Snapshot, all: &[whosaid::index::Hit], asked: &Filter) {
    let place = |hit: &whosaid::index::Hit| (hit.card.call.id.clone(), hit.turn, hit.start);
    let mut fitting: Vec<_> = all.iter().filter(|hit| Facts::of(hit).fit(asked)).map(place).collect();
    let mut found: Vec<_> =
        snapshot.all(&Run::Filter(asked.clone()), Scope::Passage, None).unwrap().iter().map(place).collect();
    fitting.sort();
    found.sort();
    assert_eq!(fitting, found, "{asked}");
    assert!(fitting.len() < all.len(), "{asked}");
}

#[test]
fn only_the_branch_that_matched_is_marked() {
    let desk = Desk::indexed();
    let line = "(wafer role:ceo) OR orders";
    let run = parse(line).unwrap().plan.lower().unwrap();
    let mut looser = Highlighter::new(&run, Scope::Passage);
    let mut seen = 0;
    for hit in desk.json(&["search", line, "-n", "1000"]) {
        let text = hit["passage"]["text"].as_str().unwrap();
        let kind = serde_json::from_value(hit["turn"]["kind"].clone()).unwrap();
        let marks = hit["passage"]["highlights"].as_array().unwrap();
        if hit["speaker"]["role"] == "analyst" {
            let at = |mark: &serde_json::Value, i: usize| usize::try_from(mark[i].as_u64().unwrap()).unwrap();
            let marked = |mark| text[at(mark, 0)..at(mark, 1)].to_lowercase();
            assert!(marks.iter().all(|mark| marked(mark).starts_with("order")), "{text}");
            seen += usize::from(looser.ranges(text, kind).len() > marks.len());
        }
    }
    assert!(seen > 0, "no analyst says both");
}

#[test]
fn an_explanation_counts_every_clause_and_names_the_words_it_ran() {
    let desk = Desk::indexed();
    let count = |line: &str| desk.run(&["search", line, "--count"]).stdout.trim().to_owned();
    let explained = desk.run(&["search", "ordering OR (foundry -role:ceo)", "--explain", "-n", "1"]).stderr;
    let lines: Vec<Vec<&str>> = explained.lines().map(|line| line.split_whitespace().collect()).collect();
    let found = |clause: &str| {
        let line = lines.iter().find(|line| line.join(" ").contains(clause));
        line.unwrap_or_else(|| panic!("{clause}: {explained}"))
    };
    assert_eq!(lines[0].join(" "), "understood ordering OR (foundry -role:ceo)");
    assert_eq!(lines[1].join(" "), "passages each by itself");
    assert_eq!(found("one of")[1], count("ordering OR (foundry -role:ceo)"));
    assert_eq!(found("forms of ordering")[0], count("ordering"));
    assert!(
        found("forms of ordering").ends_with(&["orders", "ordering"]) || explained.contains("ordered"),
        "{explained}"
    );
    assert_eq!(found("forms of foundry")[0], count("foundry"));
    assert_eq!(found("not")[0], count("-role:ceo"));
}

#[test]
fn what_a_date_leaves_out_for_want_of_one_is_said() {
    let desk = Desk::new();
    desk.write(
        "calls/bare.txt",
        "Operator: Our first question comes from Ann Holt with Briar Securities.\nAnn Holt: Are widgets sold out?\n",
    );
    let output = desk.run(&["search", "widgets", "--since", "2020", "--in", "calls"]);
    assert_eq!(output.status, Some(1), "{output}");
    assert!(output.stderr.contains("1 passage is left out: no date and no period is known of the call"), "{output}");
    let output = desk.run(&["search", "widgets period:2020", "--in", "calls"]);
    assert!(output.stderr.contains("1 passage is left out: no fiscal period is known of the call"), "{output}");
    assert!(!desk.run(&["search", "widgets", "--in", "calls"]).stderr.contains("left out"));
}

#[test]
fn a_query_may_begin_with_a_dash_and_a_field_may_be_half_known() {
    let desk = Desk::indexed();
    let count = |line: &str| desk.run(&["search", line, "--count"]).stdout;
    assert_eq!(count("-role:operator wafer"), count("wafer -role:operator"));
    assert_eq!(desk.run(&["search", "-xyz"]).status, Some(2), "one word with a dash is a flag nobody knows");
    let half = desk.run(&["search", "wafer", "--fields", "id"]);
    assert_eq!(half.status, Some(2), "{half}");
    assert!(half.stderr.contains("did you mean `call.id`?"), "{half}");
}

#[test]
fn a_hopeless_query_of_thousands_of_words_gets_a_short_answer() {
    let desk = Desk::indexed();
    let words: Vec<String> = (0..3000).map(|n| format!("qqx{n}")).collect();
    let output = desk.run(&["search", &words.join(" OR ")]);
    assert_eq!(output.status, Some(1), "{output}");
    assert!(output.stderr.lines().count() <= 12, "{output}");
    assert!(output.stderr.contains("more like these"), "{output}");
}
