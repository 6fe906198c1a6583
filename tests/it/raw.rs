//! Characters that steer a terminal, turn the direction of text, or cannot be seen: whichever way they come in, as they
//! are or as an escape that a reader undoes, they reach no output raw, and split no word and no name.

use std::fs;

use crate::harness::Desk;

/// Words with such characters, as a layout writes them, and the files they stand in.
const NAME: &str = "e\u{202e}vil\u{1b}[31m\u{9b}2J\u{200b}";

/// What may not be printed, but for the end of a line and a tab.
fn is_raw(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A call in which `{zw}`, `{esc}`, `{csi}`, `{rlo}` and `{iso}` stand for such characters.
const TURNS: [(&str, &str); 4] = [
    ("Operator", "Good day. Our first question comes from the line of Jane{zw} Doe with Bri{zw}ar Securities."),
    ("Jane{zw} Doe", "Are the zan{zw}zi{esc}[31mbars{esc}[0m sold{rlo} out, {csi}2J or {iso}hidden?"),
    ("Bo Lind{zw}qvist", "The zanzi{zw}bars are sold{rlo} out. Thank{esc}]0;owned{bel} you, Jane."),
    ("Operator", "This concludes to{zw}day's call."),
];

const CODES: [(&str, u32); 6] =
    [("{zw}", 0x200b), ("{esc}", 0x1b), ("{csi}", 0x9b), ("{rlo}", 0x202e), ("{iso}", 0x2066), ("{bel}", 7)];

/// A text with each such character in some writing.
fn written(text: &str, write: impl Fn(u32) -> String) -> String {
    CODES.iter().fold(text.to_owned(), |text, (mark, code)| text.replace(mark, &write(*code)))
}

/// The call in every layout that undoes escapes, and as bare lines.
fn files() -> Vec<(&'static str, String)> {
    let raw = |code| char::from_u32(code).unwrap().to_string();
    let json = |code| format!("\\u{code:04x}");
    let html = |code: u32| if code.is_multiple_of(2) { format!("&#{code};") } else { format!("&#x{code:x};") };
    let turns =
        |write: &dyn Fn(&str, &str) -> String| TURNS.iter().map(|(who, what)| write(who, what)).collect::<String>();
    let list = |first: &str, last: &str, write: &dyn Fn(&str, &str) -> String| {
        format!("{first}{}{last}", turns(write).trim_end_matches(','))
    };
    vec![
        ("plain.txt", written(&turns(&|who, what| format!("{who}: {what}\n\n")), raw)),
        ("lines.jsonl", written(&turns(&|who, what| format!("{{\"speaker\":\"{who}\",\"text\":\"{what}\"}}\n")), json)),
        (
            "vendor.json",
            written(
                &list("[{\"symbol\":\"ZNZB\",\"year\":2024,\"quarter\":2,\"content\":\"", "\"}]", &|who, what| {
                    format!("{who}: {what}\\n")
                }),
                json,
            ),
        ),
        (
            "page.html",
            written(
                &list("<html><body><article>", "</article></body></html>", &|who, what| {
                    format!("<p><strong>{who}:</strong> {what}</p>")
                }),
                html,
            ),
        ),
        (
            "cues.vtt",
            written(
                &list("WEBVTT\n\n", "", &|who, what| format!("00:01.000 --> 00:02.000\n<v {who}>{what}\n\n")),
                html,
            ),
        ),
        ("table.csv", written(&list("speaker,text\n", "", &|who, what| format!("{who},\"{what}\"\n")), raw)),
    ]
}

/// Asserts that nothing is printed raw.
fn assert_harmless(desk: &Desk, args: &[&str]) -> String {
    let output = desk.run(args);
    assert!(matches!(output.status, Some(0..=2)), "{output}");
    let printed = format!("{}{}", output.stdout, output.stderr);
    let raw: Vec<String> = printed.chars().filter(|c| is_raw(*c)).map(|c| format!("U+{:04X}", u32::from(c))).collect();
    assert!(raw.is_empty(), "{args:?} prints {raw:?} raw: {printed:?}");
    printed
}

#[test]
fn nothing_raw_comes_out_and_no_word_is_split() {
    for (file, text) in files() {
        let desk = Desk::new();
        let path = format!("calls/{NAME}-{file}");
        desk.write(&path, &text);
        desk.write(&format!("calls/{NAME}.bin"), [0, 159, 7, 1].repeat(100));
        desk.write(&format!("calls/{NAME}.png.gz"), [0x1f, 0x8b, 0, 0]);
        assert_harmless(&desk, &["index", "calls"]);
        let parsed = assert_harmless(&desk, &["parse", &path]);
        assert!(parsed.contains("\"code\":\"unseen\""), "{file}: {parsed}");
        assert!(parsed.contains("\"name\":\"Jane Doe\""), "{file}: {parsed}");
        assert_harmless(&desk, &["parse", "--explain", &path]);
        assert_harmless(&desk, &["parse", "--print-layout", &path]);
        assert_eq!(desk.run(&["search", "zanzibars", "--count"]).stdout, "2\n", "{file}");
        assert_eq!(desk.run(&["search", "31m* OR 0m OR owned", "--count"]).stdout, "0\n", "{file}");
        assert_eq!(desk.run(&["search", "speaker:\"jane doe\" zanzibars", "--count"]).stdout, "1\n", "{file}");
        let id = desk.json(&["calls"])[0]["call"]["id"].as_str().unwrap().to_owned();
        let (turn, exchange) = (format!("{id}#1"), format!("{id}@1"));
        for args in [
            &["search", "zanzibars", "--in", "calls"][..],
            &["search", "zanzibars", "--json"],
            &["search", "zanzibars", "--format", "csv"],
            &["search", "zanzibars", "--format", "table"],
            &["search", "zanzibars", "-C", "2", "--exchange"],
            &["search", "zanzibars", "--explain"],
            &["search", "zanzibars", "--facets", "speaker,company,title,firm"],
            &["show", &id],
            &["show", &turn, "-C", "1"],
            &["show", &exchange],
            &["show", &id, "--json"],
            &["calls"],
            &["calls", "--json"],
            &["calls", "--format", "csv"],
            &["speakers"],
            &["speakers", "doe"],
            &["speakers", "--json"],
            &["speakers", "--format", "csv"],
            &["analyst", "doe"],
            &["analyst", "doe", "--json"],
            &["trend", "zanzibars", "--by", "speaker", "--svg", "trend.svg"],
            &["trend", "zanzibars", "--by", "firm", "--json"],
            &["export"],
            &["export", "--format", "csv"],
            &["export", "--transcripts"],
            // What is typed is printed in errors and hints.
            &["search", "zanzibars\u{1b}[31m\u{202e}", "company:\u{9b}2J"],
            &["search", "speaker:(\u{202e}"],
            &["search", "roel\u{1b}:ceo"],
            &["show", "\u{1b}[31m\u{202e}#7"],
            &["analyst", "d\u{1b}oe"],
            &["search", "zanzibars", "--since", "\u{1b}[31m"],
            &["search", "zanzibars", "--sort", "\u{202e}\u{1b}[31m"],
            &["search", "zanzibars", "--\u{1b}[31m"],
            &["search", "zanzibars", "--in", "calls/\u{202e}gone\u{1b}[31m"],
            &["search", "zanzibars", "--index", "\u{202e}gone\u{1b}[31m"],
            &["index", "calls", "--index", "\u{202e}here\u{1b}[31m"],
            &["check", "--index", "\u{202e}here\u{1b}[31m"],
            &["index", "--rebuild", "--index", "\u{202e}here\u{1b}[31m"],
            &["parse", "\u{202e}gone\u{1b}[31m"],
            &["\u{1b}[31m"],
        ] {
            assert_harmless(&desk, args);
        }
        if let Ok(svg) = fs::read_to_string(desk.path("trend.svg")) {
            assert!(!svg.chars().any(is_raw), "{svg:?}");
        }
        // In colour, the escapes are ours alone.
        let colored = desk.run(&["search", "zanzibars", "--color", "always"]).stdout;
        let ours = colored.split('\u{1b}').skip(1).all(|rest| {
            rest.strip_prefix('[').and_then(|rest| rest.split_once('m')).is_some_and(|(code, _)| {
                code.len() < 12 && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b';')
            })
        });
        assert!(ours && !colored.contains(['\u{9b}', '\u{7}', '\u{202e}', '\u{2066}', '\u{200b}']), "{colored:?}");
    }
}

/// What we wrote ourselves, and somebody has put such characters into.
#[test]
fn our_own_lines_are_no_way_in() {
    let desk = Desk::new();
    let parsed = desk.run(&["parse", "fixtures/plain/orvl-2023q2.txt"]).stdout;
    let forged = parsed.replacen("wafer", "wa\\u200bfer", 1).replacen("prices", "pri\\u00adces\\u001b[31m\\u202e", 1);
    assert_ne!(forged, parsed);
    desk.write("own/forged.jsonl", &forged);
    let again = assert_harmless(&desk, &["parse", "own/forged.jsonl"]);
    assert!(again.contains("2 characters that nobody sees were left out: U+00AD, U+200B"), "{again}");
    assert!(again.contains("1 sequence that steers a terminal was left out"), "{again}");
    assert!(!again.contains("wa\\u200bfer") && !again.contains("[31m"), "{again}");
    for args in [&["search", "wafer", "--in", "own", "-n", "50"][..], &["search", "prices", "--json", "-n", "50"]] {
        assert_harmless(&desk, args);
    }
}
