//! Tables of cases for the reader of bare lines.

use super::*;

/// Labels and texts of a text's turns, and its furniture.
fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let draft = read_text(&Traced::verbatim(text, 0));
    for turn in &draft.turns {
        assert!(!turn.text.is_empty());
    }
    let turns = draft.turns.iter().map(|turn| {
        let name = turn.label.as_ref().map_or("-", |label| label.name.as_str());
        (name.to_owned(), turn.text.to_string())
    });
    let furniture = draft.diagnostics.iter().filter(|d| d.code == "furniture").map(|d| {
        let span = d.source_bytes.expect("furniture has its place");
        assert_eq!(&text[span.start as usize..span.end as usize], d.text);
        d.text.clone()
    });
    (turns.collect(), furniture.collect())
}

fn check(text: &str, want: &[(&str, &str)], furniture: &[&str]) {
    let (turns, found) = read(text);
    let turns: Vec<(&str, &str)> = turns.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(turns, want);
    assert_eq!(found, furniture);
    let carriage = read(&text.replace('\n', "\r\n"));
    assert_eq!(carriage.0, read(text).0, "the same with CRLF");
}

#[test]
fn a_colon_in_speech_is_no_label() {
    check(
        "Operator: Our host is Ada Lundqvist. Ada, go ahead.\n\nAda Lundqvist: Thank you. We grew.\n\n\
         Here is the thing: boats float.\n\nRevenue: it rose, and revenue will rise again.\n\n\
         North America: it was flat.\n\nNow to Ola.\n\nOla Berg: Thank you, Ada. It is 10:30 here.\n\nAda Lundqvist: Yes.",
        &[
            ("Operator", "Our host is Ada Lundqvist. Ada, go ahead."),
            (
                "Ada Lundqvist",
                "Thank you. We grew.\n\nHere is the thing: boats float.\n\nRevenue: it rose, and revenue will rise \
                 again.\n\nNorth America: it was flat.\n\nNow to Ola.",
            ),
            ("Ola Berg", "Thank you, Ada. It is 10:30 here."),
            ("Ada Lundqvist", "Yes."),
        ],
        &[],
    );
}

#[test]
fn furniture_is_in_nobodys_mouth() {
    let long = "We sold more boats than in the year before, and we sold them at better prices in every single harbor of the \
                country, which is why we will build a new yard in the spring of next year.";
    let text = format!(
        "Nordlys Inc. (NASDAQ:NRDL) Q2 2023 Earnings Call Transcript August 29, 2023\n\nIn this article:\n\n\
         Operator: Go ahead, Ada.\n\nAda Lund: {long}\n\nbest boats for long trips\nbest boats for long trips\n\n\
         Lena Ostrowska/Shutterstock.com\n\n{long}\n\n{long}\n\n{long}\n\n\
         See also 12 Best Fjords for Kayaking and 15 Cheapest Ferries in 2023.\n\nQ&A Session\n\nOperator: Kai Moe, please.\n\n\
         Kai Moe: {long}\n\nAdvertisement"
    );
    let four = [long; 4].join("\n\n");
    check(
        &text,
        &[("Operator", "Go ahead, Ada."), ("Ada Lund", &four), ("Operator", "Kai Moe, please."), ("Kai Moe", long)],
        &[
            "In this article:",
            "best boats for long trips",
            "best boats for long trips",
            "Lena Ostrowska/Shutterstock.com",
            "See also 12 Best Fjords for Kayaking and 15 Cheapest Ferries in 2023.",
            "Q&A Session",
            "Advertisement",
        ],
    );
    let draft = read_text(&Traced::verbatim(text, 0));
    let sections: Vec<_> = draft.turns.iter().map(|turn| turn.section).collect();
    let (prepared, qa) = (Some(Section::Prepared), Some(Section::Qa));
    assert_eq!(sections, [prepared, prepared, qa, qa]);
    assert_eq!(draft.header.company.as_deref(), Some("Nordlys Inc."));
}

#[test]
fn blank_lines_of_a_page_part_no_sentence() {
    let line = "and what we did in our yard is that we built more boats than in the year before,";
    let text = format!(
        "ADA LUND: Good morning. On the call with me are Kai Moe, chief executive officer, Ida\n\n\
         Rahm, chief financial officer, and Ola Berg, who builds most of our boats in Bergvik\n{line}\n\n{line}\n\
         {line}\n{line}\n\n{line}\n{line}\n{line}\n\nPage head\n\n{line}\nthat is all.\n\nKai will begin.\n\nKAI MOE: Thank you.\n\n\
         OUR BOATS\n\nWe built them.\n\nADA LUND: Thanks.\n"
    );
    let (turns, _) = read(&text);
    let paragraphs: Vec<&str> = turns[0].1.split("\n\n").collect();
    assert!(paragraphs[0].contains("officer, Ida Rahm, chief financial officer"), "{paragraphs:?}");
    assert!(paragraphs[1].starts_with("Page head and what"), "{paragraphs:?}");
    assert_eq!((paragraphs.len(), paragraphs[2]), (3, "Kai will begin."), "{paragraphs:?}");
    assert_eq!(turns[1].1, "Thank you.\n\nOUR BOATS\n\nWe built them.");
}

#[test]
fn hard_wrapped_text_is_joined() {
    let line = "this line is broken at its margin and goes on in the next one without an end";
    let text = format!(
        "Presentation\nADA LUNDQVIST, SENIOR MD, HEAD OF BOATS & SENIOR DIRECTOR, NORDLYS HOLDINGS, RESEARCH\n\
         DIVISION: Good morning,\n{line}\n{line}\n{line}\nPage 1 of 2 © 2020 Nordlys, Inc. All rights reserved.\n\n{line}\n{line}.\n\
         KAI MOE: Why is\n{line}\n{line}\n{line}?\nADA LUNDQVIST: Look,\n{line}\n{line}."
    );
    let said = |count: usize| vec![line; count].join(" ");
    check(
        &text,
        &[
            ("ADA LUNDQVIST", &format!("Good morning, {}.", said(5))),
            ("KAI MOE", &format!("Why is {}?", said(3))),
            ("ADA LUNDQVIST", &format!("Look, {}.", said(2))),
        ],
        &["Presentation", "Page 1 of 2 © 2020 Nordlys, Inc. All rights reserved."],
    );
}

#[test]
fn a_time_beside_a_name_is_no_speech() {
    let text = Traced::verbatim(
        "Ada Lund: 00:00:20\n\nHello.\n\nKai Moe: 01:02\n\nHello, Ada.\n\nAda Lund: 00:01:30\n\nWell.\n\nKai Moe: 01:40\n\nWell, Ada.\n\nAda Lund: 2:00\n\nYes.\n\nKai Moe: 2:10\n\nNo.",
        0,
    );
    let draft = read_text(&text);
    let turns: Vec<_> = draft.turns.iter().map(|turn| (turn.start_seconds, turn.text.as_str())).collect();
    assert_eq!(turns[..3], [(Some(20.0), "Hello."), (Some(62.0), "Hello, Ada."), (Some(90.0), "Well.")]);
}

#[test]
fn names_and_offices_stand_above_what_is_said() {
    let said = "We built more boats than in any quarter before, and we built them in our own yard.";
    let text = format!(
        "Nordlys Inc. (NRDL)\n\nAda Lund, CEO\n\nKai Moe, CFO\n\nIda Rahm, Director, Investor Relations\n\n{said}\n\n\
         Ada Lund, CEO\n\n{said}\n\nKai Moe, CFO\n\n{said}\n\nOperator:\n\nA question.\n\nAda Lund:\n\n{said}\n"
    );
    let (turns, _) = read(&text);
    let names: Vec<&str> = turns.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Ada Lund", "Kai Moe", "Operator", "Ada Lund"]);
    let text = text.replace("Kai Moe, CFO\n\nIda", "2 May 2024\n\nIda");
    let names: Vec<String> = read(&text).0.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Ida Rahm", "Ada Lund", "Kai Moe", "Operator", "Ada Lund"]);
    // Who wrote a text said nothing in it.
    let (turns, _) = read(&format!("Ada Lund, CEO\n\n{said}\n\n{said}"));
    assert!(turns.iter().all(|(name, _)| name == "-"));
}

#[test]
fn a_role_and_a_name_are_no_speech() {
    let said = "We built boats, and we sold them all.";
    let text = format!(
        "NORDLYS\n\nModerator:     Ada Lund\nMay 3, 2012\n\nOperator:\nGood day.\n\nAda Lund:\n{said}\n\nOperator:\nBye.\n"
    );
    let names = |text: &str| read(text).0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(&text), ["Operator", "Ada Lund", "Operator"]);
    let hosted = [
        "Moderator: Ada Lund\nGood day. Kai, how are you?\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
        "Moderator: Good Morning\nWe are glad.\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
        "Moderator: Kai Moe\nKai Moe: We grew.\nModerator: Bo Roe\nBo Roe: Why?\nKai Moe: It is so.",
        "Moderator: Good Afternoon\nladies and gentlemen, welcome to the call of\nNordlys. Please go ahead, Kai.\n\
         Kai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
        "Operator: Welcome.\nModerator: Kai Moe\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
    ];
    for text in hosted {
        assert!(names(text).contains(&"Moderator".to_owned()), "{text}");
    }
    // Who is called so speaks.
    let text = text.replace("Operator:\nBye.", "Moderator:\nBye.");
    assert_eq!(names(&text), ["Operator", "Ada Lund", "Moderator"]);
    check(
        "SPEAKER: Ada Lund\nWe built boats.\nI did.\nSPEAKER: Kai Moe\nThank you, Ada.\nSPEAKER: Ada Lund\nWell.",
        &[("Ada Lund", "We built boats.\n\nI did."), ("Kai Moe", "Thank you, Ada."), ("Ada Lund", "Well.")],
        &[],
    );
    check(
        "SPEAKER: Ada Lund\nWe built boats, and\nwe sold them.\nSPEAKER: Kai Moe\nThank you.\nSPEAKER: Ada Lund\nWell.",
        &[("Ada Lund", "We built boats, and\n\nwe sold them."), ("Kai Moe", "Thank you."), ("Ada Lund", "Well.")],
        &[],
    );
    check(
        "Speaker: Good day.\nAda Lund: Yes.\nSpeaker: Kai Moe\nAda Lund: No.\nSpeaker: Ida Rahm\nAda Lund: Well.",
        &[
            ("Speaker", "Good day."),
            ("Ada Lund", "Yes."),
            ("Speaker", "Kai Moe"),
            ("Ada Lund", "No."),
            ("Speaker", "Ida Rahm"),
            ("Ada Lund", "Well."),
        ],
        &[],
    );
}

#[test]
fn whom_a_speaker_calls_by_name_alone_speaks_below() {
    let text = "Ada Lund: Well.\nSpeaker: Kai Moe\nKai Moe: We grew.\nSpeaker: Bo Roe\nBo Roe: Why?\nAda Lund: So.";
    let names: Vec<String> = read(text).0.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Ada Lund", "Speaker", "Kai Moe", "Speaker", "Bo Roe", "Ada Lund"]);
    // Whoever is known as no more than a speaker, and tells of people.
    let text = "Speaker: Good day.\nAda Lund: Yes.\nSpeaker: Kai Moe\nHe builds boats.\nAda Lund: No.\n\
        Speaker: Ida Rahm\nShe sells them.\nAda Lund: Well.";
    let names: Vec<String> = read(text).0.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Speaker", "Ada Lund", "Speaker", "Ada Lund", "Speaker", "Ada Lund"]);
}

#[test]
fn names_with_dashes_and_offices_stand_above_what_is_said() {
    let said = "We built more boats than in any quarter before, and we built them in our own yard.";
    let text = format!(
        "Nov 11, 2020\n\nAda Lund - Nordlys Boats Limited - CEO\n\n{said}\n\nOperator\n\nA question, please.\n\n\
         Bo Roe - Fjord Bank, Research Division - Research Analyst\n\n{said}\n"
    );
    let rows = |text: &str| {
        let part = |part: &Option<Traced>| part.as_ref().map_or("", |part| part.as_str()).to_owned();
        let row = |turn: &DraftTurn| {
            let label = turn.label.clone().unwrap_or_default();
            format!("{}/{}/{}", label.name.as_str(), part(&label.title), part(&label.firm))
        };
        read_lines(&Traced::verbatim(text, 0), true).turns.iter().map(row).collect::<Vec<_>>()
    };
    let want =
        ["Ada Lund/CEO/Nordlys Boats Limited", "Operator//", "Bo Roe/Research Analyst/Fjord Bank, Research Division"];
    assert_eq!(rows(&text), want);
    let without = text.replace("Operator\n\n", "");
    assert!(!rows(&without).contains(&want[0].to_owned()), "nobody speaks again, and no operator");
    let again = format!("{without}\nAda Lund - CEO\n\n{said}\n\nKai Moe - Quay Bank\n\n{said}\n");
    assert_eq!(rows(&again), [want[0], want[2], "Ada Lund/CEO/", "Kai Moe//Quay Bank"]);
    // Whom a speaker tells of.
    let lives = format!(
        "Operator: Welcome.\n\nAda Lund: {said}\n\nKai Moe - Head of the Yard\n\n{said}\n\n\
         Ida Rahm - Head of the Office\n\n{said}\n\nSo much for them.\n\nOperator: Well.\n\nAda Lund: {said}\n"
    );
    assert_eq!(rows(&lives), ["Operator//", "Ada Lund//", "Operator//", "Ada Lund//"]);
    // Labels of one word.
    let labelled = format!("{text}\nLUND: We grew.\n\nMOE: We did.\n\nLUND: So it is.\n\nMOE: Yes, it is.\n");
    let row = |name: &str| format!("{name}//");
    assert!(rows(&labelled).ends_with(&[row("LUND"), row("MOE"), row("LUND"), row("MOE")]));
    let other = read_text(&Traced::verbatim(text, 0));
    assert!(other.turns.iter().all(|turn| turn.label.is_none()), "readers that know better are not disturbed");
}

#[test]
fn a_list_above_the_first_label_tells_who_is_who() {
    let list = "PARTICIPANTS:\n     ADA LUND, CHAIRMAN AND CEO\n     KAI MOE, CHIEF FINANCIAL OFFICER\n\n";
    let said = "     OPERATOR:  Good day.\n     MS. LUND:  We grew.\n     MR. MOE:  We did, thank you.\n     OPERATOR:  Bye.\n";
    let draft = read_text(&Traced::verbatim(format!("NORDLYS\n{list}{said}"), 0));
    let roster = draft
        .roster
        .iter()
        .map(|entry| format!("{} {}", entry.name.as_str(), entry.title.as_ref().map_or("", |title| title.as_str())));
    assert_eq!(roster.collect::<Vec<_>>(), ["ADA LUND CHAIRMAN AND CEO", "KAI MOE CHIEF FINANCIAL OFFICER"]);
    let places = "Nordlys Boats, Investor Relations\nVictoria Harbour, Head Office\nEve Holt, Managing Director\n";
    assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{places}\n{said}"), 0)).roster.is_empty());
    let firms = "Jefferson LLC, Research Division - Analyst\nQuay Bank, Research Division - Analyst\n";
    let division = said.replace("MS. LUND", "DIVISION");
    assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{firms}\n{division}{division}"), 0)).roster.is_empty());
    let below = "* Bo Roe\nFjord Bank, Research Division - Analyst\n* Kai Moe\nQuay Bank, Head of Research - Analyst\n";
    assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{below}{said}"), 0)).roster.is_empty());
    let alone = read_text(&Traced::verbatim(format!("By Ada Lund, CEO\nAda Lund, CEO\n\n{said}"), 0));
    assert!(alone.roster.is_empty());
}

#[test]
fn prose_in_lines_before_the_first_label_is_said() {
    let line = "and what we did in our yard is that we built more boats than before\n".repeat(4);
    let (turns, _) =
        read(&format!("{}Ada Lund: Thank you.\nKai Moe: Yes.\nAda Lund: Well.", format!("We {line}\n").repeat(4)));
    assert_eq!((turns[0].0.as_str(), turns[0].1.matches("built").count()), ("-", 4), "{turns:?}");
}

#[test]
fn labels_come_in_many_dresses() {
    check(
        "THE OPERATOR:\nGood morning.\nMR. DONAL REEVE:\nThank you.\nTHE OPERATOR:\nA question.\nMR. DONAL REEVE:\nYes.",
        &[
            ("THE OPERATOR", "Good morning."),
            ("MR. DONAL REEVE", "Thank you."),
            ("THE OPERATOR", "A question."),
            ("MR. DONAL REEVE", "Yes."),
        ],
        &[],
    );
    check(
        "Operator:Hello.\nQ – José Ñíguez:Why?\nA – 佐藤健:Because.\nQ – José Ñíguez:I see.\nEnd of Q&A: Goodbye.",
        &[
            ("Operator", "Hello."),
            ("José Ñíguez", "Why?"),
            ("佐藤健", "Because."),
            ("José Ñíguez", "I see."),
            ("-", "Goodbye."),
        ],
        &["End of Q&A:"],
    );
    check(
        "**Ada Lund:** Hello.\n\n**Kai Moe:** Hello, Ada.\n\n**Ada Lund:** Well.",
        &[("Ada Lund", "Hello."), ("Kai Moe", "Hello, Ada."), ("Ada Lund", "Well.")],
        &[],
    );
    check("SPEAKER_00: Hi.\nSPEAKER_01: Hi.", &[("SPEAKER_00", "Hi."), ("SPEAKER_01", "Hi.")], &[]);
}

#[test]
fn texts_without_speakers_are_read_all_the_same() {
    check(
        "We grew, and we will grow.\n\nThank you all.",
        &[("-", "We grew, and we will grow."), ("-", "Thank you all.")],
        &[],
    );
    for text in ["", "\n \n", "\u{feff}", "{\"a\": 1}", "\0\u{1}\u{2}\u{3}"] {
        let draft = read_text(&Traced::verbatim(text, 0));
        assert!(draft.turns.is_empty() && !draft.diagnostics.is_empty(), "{text:?}");
    }
}
