//! The command line, as its users meet it.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::Stdio,
};

use serde_json::Value;

use crate::harness::Desk;

fn text(value: &Value, path: &str) -> String {
    let found = path.split('.').fold(value, |value, key| &value[key]);
    found.as_str().map_or_else(|| found.to_string(), str::to_owned)
}

#[test]
fn one_command_works_on_a_fresh_machine() {
    let desk = Desk::new();
    let output = desk.run(&["search", "wafer orders", "--in", "fixtures", "-n", "3"]);
    assert_eq!(output.status, Some(0), "{output}");
    assert!(output.stderr.is_empty(), "{output}");
    assert!(output.stdout.starts_with(" 1  ORVL-"), "{output}");
    assert!(!output.stdout.contains('\u{1b}'), "{output}");
    assert!(desk.path("index/meta.json").exists());
    // The words may stand apart, and the second time nothing has to be read.
    let again = desk.run(&["search", "wafer", "orders", "-n", "3", "--in", "fixtures"]);
    assert_eq!(again.stdout, output.stdout);
    assert_eq!(desk.run(&["search", "wafer orders", "-n3"]).stdout, output.stdout);
}

#[test]
fn in_answers_from_those_paths_alone() {
    let desk = Desk::indexed();
    for (paths, expected) in [
        (&["fixtures/plain/orvl-2023q2.txt"][..], 1),
        (&["./fixtures/plain/orvl-2023q2.txt", "fixtures//plain/kdvn-2022q3.txt"], 2),
        (&["fixtures/plain/"], 14),
        (&["."], 14),
    ] {
        let calls = desk.json(&[&["calls", "--in"], paths].concat());
        assert_eq!(calls.len(), expected, "{paths:?}");
    }
    // What is gone is dropped.
    std::fs::remove_file(desk.path("fixtures/plain/orvl-2023q2.txt")).unwrap();
    assert_eq!(desk.json(&["calls", "--in", "fixtures"]).len(), 13);
}

/// The last digits of a sum depend on the machine's logarithms; what is printed must not.
#[test]
fn scores_are_printed_to_four_digits() {
    let desk = Desk::indexed();
    let hits = desk.run(&["search", "wafer orders", "--json", "-n", "50"]);
    let scores: Vec<String> = hits.lines().iter().map(|hit| hit["score"].to_string()).collect();
    let digits = |score: &String| score.split_once('.').map_or(0, |(_, digits)| digits.len());
    assert!(scores.iter().all(|score| digits(score) <= 4), "{scores:?}");
    assert!(scores.iter().any(|score| digits(score) == 4), "{scores:?}");
}

#[test]
fn mistakes_are_answered_with_what_to_do() {
    let desk = Desk::indexed();
    desk.write("empty/.keep", "");
    let mut answers = String::new();
    for args in [
        &["search", "wafer", "--bogus"][..],
        &["search", "wafer", "--sort", "best"],
        &["search", "roel:ceo"],
        &["search", "wafer", "--role", "boss"],
        &["search", "wafer", "--since", "2023-02-30"],
        &["search", "wafer", "--fields", "speaker.nmae"],
        &["search", "wafer", "--facets", "colour"],
        &["search", "--in", "fixtures", "wafer"],
        &["search", "wafer", "--in", "nowhere"],
        &["search", "wafer", "--in", "empty"],
        &["search", "wafer", "--index", "elsewhere"],
        &["search"],
        &["index", "nowhere"],
        &["index", "empty"],
        &["parse", "nowhere.txt"],
        &["parse", "fixtures"],
        &["show", "ORVL-2023Q5"],
        &["show", "ORVL-2023Q2#99"],
        &["show", "ORVL-2023Q2@99"],
        &["analyst", "nobody"],
        &["frobnicate"],
    ] {
        let output = desk.run(args);
        assert_ne!(output.status, Some(0), "{output}");
        assert!(output.stderr.starts_with("whosaid: "), "{output}");
        answers.push_str(&format!("{output}\n\n"));
    }
    insta::assert_snapshot!("mistakes", answers);
}

#[test]
fn explains_why_everybody_is_taken_for_who_they_are() {
    let explained = Desk::new().run(&["parse", "--explain", "fixtures/plain/orvl-2023q2.txt"]);
    assert_eq!(explained.status, Some(0));
    insta::assert_snapshot!("explain", explained.stdout);
}

#[test]
fn an_index_of_another_version_or_none_of_ours_has_its_own_status() {
    let desk = Desk::indexed();
    let meta = std::fs::read_to_string(desk.path("index/meta.json")).unwrap();
    assert!(meta.contains("analyzer"));
    // Older versions bore no seal.
    let (unsealed, _) = meta.split_once("\nwhosaid-crc32:").unwrap();
    desk.write("index/meta.json", unsealed.replace("\\\"analyzer\\\":", "\\\"analyzer\\\":9"));
    let output = desk.run(&["search", "wafer"]);
    assert_eq!(output.status, Some(4), "{output}");
    assert!(output.stderr.contains("another version") || output.stderr.contains("was written by"), "{output}");
    desk.write("index/meta.json", "{ no json");
    assert_eq!(desk.run(&["search", "wafer"]).status, Some(4));
}

#[test]
fn nothing_found_says_why() {
    let desk = Desk::indexed();
    for (args, hints) in [
        (&["search", "wafre"][..], &["nothing matches `wafre`", "`wafer`"][..]),
        (&["search", "wafer banana"], &["nothing matches `banana`"]),
        (&["search", "pumps wafer"], &["without `pumps`: ", "without `wafer`: "]),
        (&["search", "wafer", "--speaker", "bielak"], &["without `wafer`: ", "without `speaker:bielak`: "]),
        (&["search", "wafer", "--speaker", "whitcomb"], &["nothing matches `speaker:whitcomb`", "`whitcombe`"]),
        (&["search", "\"orders wafer\""], &["nowhere one after another"]),
        (&["search", "wafer", "--company", "nowhere", "--json"], &["nothing matches `company:nowhere`"]),
        (&["search", "wafre", "--count"], &["nothing matches `wafre`"]),
        (&["speakers", "nobody"], &["nothing matches `speaker:nobody`"]),
        (&["calls", "--ticker", "ORVLE"], &["nothing matches `ticker:ORVLE`", "`ORVL`"]),
        (&["export", "wafre"], &["nothing matches `wafre`"]),
    ] {
        let output = desk.run(args);
        assert_eq!(output.status, Some(1), "{output}");
        assert!(["", "0\n"].contains(&&*output.stdout), "{output}");
        for hint in hints {
            assert!(output.stderr.contains(hint), "{hint:?} not in {output}");
        }
    }
}

#[test]
fn a_hit_on_the_wire_is_as_the_contract_has_it() {
    let desk = Desk::indexed();
    let hits = desk.json(&["search", "\"wafer orders\""]);
    assert!(!hits.is_empty());
    for (i, hit) in hits.iter().enumerate() {
        assert_eq!(text(hit, "schema"), "whosaid.hit/1");
        assert_eq!(hit["rank"], i + 1);
        let reference = format!("{}#{}", text(hit, "call.id"), hit["turn"]["ordinal"]);
        assert_eq!(text(hit, "ref"), reference);
        let passage = &hit["passage"];
        let words = passage["text"].as_str().unwrap();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        assert_eq!(number(&passage["end"]) - number(&passage["start"]), words.len());
        let marks = passage["highlights"].as_array().unwrap();
        assert!(!marks.is_empty());
        for mark in marks {
            let marked = &words[number(&mark[0])..number(&mark[1])];
            assert_eq!(marked.to_lowercase(), "wafer orders");
        }
        // The bytes of the source are the words.
        let file = std::fs::read(desk.path(&text(hit, "call.source"))).unwrap();
        let bytes = &passage["source_bytes"];
        assert_eq!(String::from_utf8_lossy(&file[number(&bytes[0])..number(&bytes[1])]), words);
    }
    let keys: Vec<&String> = hits[0].as_object().unwrap().keys().collect();
    for key in ["call", "passage", "rank", "ref", "schema", "score", "speaker", "turn"] {
        assert!(keys.iter().any(|known| *known == key), "{key}");
    }
}

#[test]
fn every_filter_filters_and_means_what_the_query_line_means() {
    let desk = Desk::indexed();
    let all = desk.json(&["search", "the", "-n", "1000"]);
    for (flag, value, path, expected) in [
        ("speaker", "dastoor", "speaker.name", "Samir Dastoor"),
        ("role", "operator", "speaker.role", "operator"),
        ("company", "orvelle", "call.company", "Orvelle Semiconductor, Inc."),
        ("ticker", "orvl", "call.ticker", "ORVL"),
        ("call", "orvl-2023q2", "call.id", "ORVL-2023Q2"),
        ("section", "prepared", "turn.section", "prepared"),
        ("kind", "remarks", "turn.kind", "remarks"),
        ("period", "2023Q2", "call.period", "2023Q2"),
    ] {
        let hits = desk.json(&["search", "the", "-n", "1000", &format!("--{flag}"), value]);
        assert!(hits.len() < all.len(), "--{flag} leaves all");
        assert!(hits.iter().all(|hit| text(hit, path) == expected), "--{flag} {value}");
        assert_eq!(hits.len(), all.iter().filter(|hit| text(hit, path) == expected).count(), "--{flag} {value}");
        assert_eq!(hits, desk.json(&["search", &format!("the {flag}:{value}"), "-n", "1000"]), "{flag}:{value}");
    }
    let hits = desk.json(&["search", "the", "-n", "1000", "--since", "2023-02-02", "--until", "2023-07"]);
    assert!(hits.iter().all(|hit| ("2023-02-02".."2023-08").contains(&&*text(hit, "call.date"))));
    assert!(hits.iter().any(|hit| text(hit, "call.date") == "2023-02-02"));
    let hits = desk.json(&["search", "--firm", "calderstrand", "-n", "1000"]);
    assert!(hits.iter().all(|hit| text(hit, "speaker.firm") == "Calderstrand Securities"));
    let hits = desk.json(&["search", "--title", "cfo", "-n", "1000"]);
    assert!(hits.iter().any(|hit| text(hit, "speaker.title") == "Chief Financial Officer"));
}

#[test]
fn a_flag_twice_means_either_and_two_flags_mean_both() {
    let desk = Desk::indexed();
    let count = |args: &[&str]| -> u64 {
        let counts = desk.json(&[&["search", "--count"], args].concat());
        assert_eq!(text(&counts[0], "schema"), "whosaid.count/1");
        counts[0]["count"].as_u64().unwrap()
    };
    let (orvelle, keldvane) = (count(&["--ticker", "ORVL"]), count(&["--ticker", "KDVN"]));
    assert_eq!(count(&["--ticker", "ORVL", "--ticker", "KDVN"]), orvelle + keldvane);
    let (qa, prepared) =
        (count(&["--ticker", "ORVL", "--section", "qa"]), count(&["--ticker", "ORVL", "--section", "prepared"]));
    assert_eq!(qa + prepared, orvelle);
    assert!(qa > 0 && prepared > 0);
}

#[test]
fn pages_join_to_the_whole_and_sorting_is_by_day() {
    let desk = Desk::indexed();
    for sort in ["relevance", "newest", "oldest"] {
        let refs = |args: &[&str]| -> Vec<String> {
            let hits = desk.json(&[&["search", "wafer", "--sort", sort], args].concat());
            hits.iter()
                .map(|hit| format!("{} {} {}", text(hit, "call.date"), text(hit, "ref"), hit["passage"]["start"]))
                .collect()
        };
        let all = refs(&["-n", "1000"]);
        let pages = [refs(&["-n", "7"]), refs(&["-n", "7", "--offset", "7"]), refs(&["-n", "1000", "--offset", "14"])];
        assert_eq!(pages.concat(), all, "{sort}");
        let days: Vec<&str> = all.iter().map(|hit| &hit[..10]).collect();
        match sort {
            "newest" => assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}"),
            "oldest" => assert!(days.is_sorted(), "{days:?}"),
            _ => {}
        }
    }
    assert_eq!(desk.json(&["search", "the"]).len(), 20);
    let past = desk.run(&["search", "wafer", "--offset", "999"]);
    assert_eq!((past.status, past.stdout.as_str()), (Some(0), ""), "{past}");
}

#[test]
fn facets_count_every_passage() {
    let desk = Desk::indexed();
    let n = desk.json(&["search", "wafer", "--count"])[0]["count"].as_u64().unwrap();
    let facets = desk.json(&["search", "wafer", "--facets", "role,company,kind,section,year"]);
    for field in ["role", "company", "kind", "section", "year"] {
        let of_field = facets.iter().filter(|facet| facet["field"] == field);
        assert_eq!(of_field.map(|facet| facet["count"].as_u64().unwrap()).sum::<u64>(), n, "{field}");
    }
    // With a facet that only cards tell, all are counted by cards.
    let by_card = desk.json(&["search", "wafer", "--facets", "role,company,kind,section,year,firm"]);
    assert_eq!(by_card[..facets.len()], facets[..]);
}

#[test]
fn context_and_exchange_are_shown_around_a_hit() {
    let desk = Desk::indexed();
    let query = "\"Very little can be cancelled\"";
    let hit = desk.json(&["search", query, "-C", "1"]).remove(0);
    let turn = hit["turn"]["ordinal"].as_u64().unwrap();
    let around: Vec<u64> =
        hit["context"].as_array().unwrap().iter().map(|turn| turn["ordinal"].as_u64().unwrap()).collect();
    assert_eq!(around, [turn - 1, turn, turn + 1]);
    let hit = desk.json(&["search", query, "--exchange"]).remove(0);
    let turns = hit["context"].as_array().unwrap();
    assert!(turns.iter().all(|turn| turn["exchange"] == hit["turn"]["exchange"]));
    let page = desk.run(&["search", query, "--exchange"]);
    assert!(page.stdout.contains("how much of that can you cancel"), "{page}");
}

#[test]
fn fields_choose_what_is_printed() {
    let desk = Desk::indexed();
    let fields = ["search", "wafer", "-n", "1", "--fields", "speaker.name,ref"];
    let line = desk.run(&[&fields[..], &["--json"]].concat()).stdout;
    assert!(line.starts_with("{\"speaker\":{\"name\":\"") && line.contains("},\"ref\":\"ORVL-"), "{line}");
    let csv = desk.run(&[&fields[..], &["--format", "csv"]].concat()).stdout;
    assert!(csv.starts_with("speaker.name,ref\n"), "{csv}");
    let table = desk.run(&fields).stdout;
    assert_eq!(table.lines().next().unwrap().split_whitespace().collect::<Vec<_>>(), ["speaker.name", "ref"]);
    for (command, known) in [("calls", "call.id"), ("speakers", "words")] {
        assert_eq!(desk.run(&[command, "--fields", known]).status, Some(0));
        assert_eq!(desk.run(&[command, "--fields", "nope"]).status, Some(2));
    }
}

/// Cards are read of one page: the pages together must be the list.
#[test]
fn pages_of_calls_are_parts_of_the_list() {
    let desk = Desk::indexed();
    let orders =
        ["id", "newest", "oldest", "company", "turns", "words", "questions", "analysts", "executives", "nonanswers"];
    for order in orders {
        let whole = desk.json(&["calls", "--sort", order]);
        let mut pages = Vec::new();
        for offset in (0..whole.len()).step_by(4) {
            pages.extend(desk.json(&["calls", "--sort", order, "-n", "4", "--offset", &offset.to_string()]));
        }
        assert_eq!(whole, pages, "{order}");
        let numbers = |field: &str| whole.iter().map(|call| call[field].as_f64().unwrap()).collect::<Vec<f64>>();
        let field = match order {
            "questions" => "exchanges",
            "executives" => "executive_share",
            "turns" | "words" | "analysts" | "nonanswers" => order,
            _ => continue,
        };
        assert!(numbers(field).is_sorted_by(|a, b| a >= b), "{order}");
        assert!(numbers(field)[0] > 0.0, "{order}");
    }
    let beyond = desk.run(&["calls", "-n", "4", "--offset", "1000"]);
    assert!(beyond.stdout.lines().count() <= 1, "{beyond}");
}

#[test]
fn calls_turns_and_exchanges_can_be_read() {
    let desk = Desk::indexed();
    let call = desk.json(&["show", "orvl-2023q2"]).remove(0);
    assert_eq!(text(&call, "schema"), "whosaid.transcript/1");
    let parsed = desk.run(&["parse", "fixtures/plain/orvl-2023q2.txt"]).lines().remove(0);
    assert_eq!(call, parsed, "the index holds the whole transcript");
    let turns = desk.json(&["show", "ORVL-2023Q2#5", "-C", "1"]);
    assert_eq!(
        turns.iter().map(|turn| text(turn, "ref")).collect::<Vec<_>>(),
        ["ORVL-2023Q2#4", "ORVL-2023Q2#5", "ORVL-2023Q2#6"]
    );
    for reference in ["ORVL-2023Q2@1", "ORVL-2023Q2"] {
        let refused = desk.run(&["show", reference, "-C", "1"]);
        assert_eq!((refused.status, refused.stdout.as_str()), (Some(2), ""), "{refused}");
        assert!(refused.stderr.contains("-C goes with a turn"), "{refused}");
    }
    let exchange = desk.json(&["show", "ORVL-2023Q2@1"]).remove(0);
    assert_eq!(text(&exchange, "schema"), "whosaid.exchange/1");
    assert_eq!(exchange["exchange"]["ordinal"], 1);
    let page = desk.run(&["show", "ORVL-2023Q2"]);
    let every_turn =
        call["turns"].as_array().unwrap().iter().all(|turn| page.stdout.contains(&format!("#{} ", turn["ordinal"])));
    assert!(every_turn, "{page}");
}

#[test]
fn what_is_no_transcript_is_refused_and_the_rest_is_read() {
    let desk = Desk::new();
    desk.write("notes.txt", "Buy milk.\nCall the bank about the card.\n");
    for args in [&["parse"][..], &["parse", "--print-layout"], &["parse", "--explain"]] {
        let output = desk.run(&[args, &["notes.txt"]].concat());
        assert_eq!((output.status, output.stdout.as_str()), (Some(2), ""), "{output}");
        assert!(output.stderr.starts_with("whosaid: notes.txt: "), "{output}");
        let output = desk.run(&[args, &["notes.txt", "fixtures/plain/orvl-2023q2.txt"]].concat());
        assert!(output.status == Some(2) && output.stdout.contains("ORVL-2023Q2"), "{output}");
    }
}

#[test]
fn passages_can_be_exported_a_page_at_a_time() {
    let desk = Desk::indexed();
    let whole = desk.run(&["export", "wafer"]).stdout;
    let pages = [&["-n", "5"][..], &["-n", "1000", "--offset", "5"]];
    let pages = pages.map(|page| desk.run(&[&["export", "wafer"], page].concat()).stdout);
    assert_eq!(pages[0].lines().count(), 5);
    assert_eq!(pages.concat(), whole);
    assert_eq!(desk.run(&["export", "--transcripts", "-n", "2"]).stdout.lines().count(), 2);
    let past = desk.run(&["export", "wafer", "--offset", "9999"]);
    assert_eq!((past.status, past.stdout.as_str()), (Some(0), ""), "{past}");
}

#[test]
fn an_analyst_is_found_by_any_form_of_the_name() {
    let desk = Desk::indexed();
    let whole = desk.json(&["analyst", "Marisol Etchart"]);
    assert!(whole.len() >= 7, "{}", whole.len());
    assert!(whole.iter().all(|exchange| text(exchange, "exchange.questioner") == "Marisol Etchart"));
    for name in ["etchart", "m. etchart", "ETCHART, Marisol", "marisol q. etchart"] {
        assert_eq!(desk.json(&["analyst", name]), whole, "{name}");
    }
    let some = desk.json(&["analyst", "etchart", "wafer"]);
    assert!(!some.is_empty() && some.len() < whole.len());
    let several = desk.run(&["analyst", "m"]);
    assert_eq!(several.status, Some(1), "{several}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::indexed();
    for args in
        [&["export"][..], &["search", "the", "-n", "1000"], &["show", "ORVL-2023Q2"], &["export", "--format", "csv"]]
    {
        let mut child = desk.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut complaint = String::new();
        child.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
        assert_eq!(complaint, "", "{args:?}");
        assert_eq!(child.wait().unwrap().code(), Some(0), "{args:?}");
    }
}

#[test]
fn what_a_transcript_holds_cannot_reach_the_terminal() {
    let desk = Desk::new();
    desk.write(
        "odd.txt",
        "Jane Doe: Good morning \u{1b}[31m\u{1b}red\u{202e}turned zanzibar.\n\nJohn Roe: =HYPERLINK zanzibar.\n",
    );
    let page = desk.run(&["search", "zanzibar", "--in", "odd.txt", "--color", "always"]);
    assert_eq!(page.status, Some(0), "{page}");
    // A whole sequence is left out; an escape that begins none is spelled out.
    assert!(page.stdout.contains("morning \\u{1b}red\\u{202e}turned"), "{page}");
    assert!(page.stdout.contains("\u{1b}[1m\u{1b}[31mzanzibar\u{1b}[0m"), "{page}");
    let line = desk.run(&["search", "zanzibar", "--json"]).stdout;
    assert!(!line.contains(['\u{1b}', '\u{202e}']), "{line}");
    let csv = desk.run(&["search", "zanzibar", "--format", "csv", "--fields", "passage.text"]);
    assert!(csv.stdout.contains("'=HYPERLINK"), "{csv}");
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let desk = Desk::indexed();
    let args = ["search", "wafer", "-n", "1"];
    assert!(!desk.run(&args).stdout.contains('\u{1b}'));
    let always = [&args[..], &["--color", "always"]].concat();
    assert!(desk.run(&always).stdout.contains("\u{1b}[1m\u{1b}[31mwafer"));
    assert_eq!(desk.finish(&args, desk.command(&args).env("NO_COLOR", "1")).stdout, desk.run(&args).stdout);
}

#[test]
fn lines_keep_to_the_width() {
    for width in [30, 40, 80] {
        let desk = Desk::indexed().wide(width);
        for args in [&["search", "the", "-n", "200"][..], &["show", "LSQN-2023Q3"], &["analyst", "etchart"]] {
            let output = desk.run(args);
            assert_eq!(output.status, Some(0), "{output}");
            let widest = output.stdout.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap();
            assert!(widest <= width, "{args:?} at {width}: {widest}");
        }
    }
}

#[test]
fn the_index_says_what_it_did() {
    let desk = Desk::new();
    desk.write("calls/a.txt", std::fs::read(desk.path("fixtures/plain/orvl-2023q1.txt")).unwrap());
    desk.write("calls/picture.png", [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 0]);
    let first = desk.run(&["index", "calls"]);
    assert_eq!(first.status, Some(0), "{first}");
    assert!(first.stdout.contains("1 added, 1 not read"), "{first}");
    assert!(first.stderr.contains("calls/picture.png: "), "{first}");
    let named = desk.run(&["index", "calls/picture.png", "calls/a.txt"]);
    assert_eq!(named.status, Some(2), "{named}");
    assert!(named.stdout.contains("1 unchanged"), "{named}");
    std::fs::remove_file(desk.path("calls/a.txt")).unwrap();
    let pruned = desk.run(&["index", "calls", "--prune"]);
    assert!(pruned.stdout.contains("1 dropped") && pruned.stdout.contains("0 calls"), "{pruned}");
    let empty = desk.run(&["search", "wafer"]);
    assert_eq!(empty.status, Some(1), "{empty}");
    assert!(empty.stderr.contains("is empty"), "{empty}");
}

#[test]
fn help_teaches() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]);
    assert_eq!(help.status, Some(0), "{help}");
    assert!(help.stdout.lines().count() <= 40, "{help}");
    let search = desk.run(&["search", "--help"]);
    for word in ["Examples:", "NEAR/5", "asked:", "--speaker", "--facets"] {
        assert!(search.stdout.contains(word), "{word}: {search}");
    }
    insta::assert_snapshot!("help", help);
    insta::assert_snapshot!("help_search", search);
    for command in ["completions", "man", "help"] {
        assert!(help.stdout.contains(&format!("\n  {command} ")), "{command}: {help}");
    }
    assert_eq!(desk.run(&["help"]).stdout, help.stdout);
    assert_eq!(desk.run(&["help", "search"]).stdout, search.stdout);
    assert_eq!(desk.run(&["help", "frobnicate"]).status, Some(2));
    // What runs over lines is broken once, where the line ends.
    for command in ["analyst", "trend"] {
        let help = desk.run(&[command, "--help"]).stdout;
        let (_, footer) = help.rsplit_once("\n\n").unwrap();
        let lines: Vec<&str> = footer.lines().collect();
        let next = lines[1..].iter().map(|line| line.split(' ').next().unwrap());
        for (line, next) in lines.iter().zip(next) {
            assert!(line.len() + 1 + next.len() > 90, "{help}");
        }
    }
    assert!(desk.run(&["analyst", "--help"]).stdout.contains("test who asks"));
    for args in [&["completions", "bash"][..], &["man"]] {
        let output = desk.run(args);
        assert!(output.status == Some(0) && output.stdout.contains("whosaid"), "{output}");
    }
}
