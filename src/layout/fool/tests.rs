//! Tables of cases for the readers of headings.

use super::*;
use crate::layout::Side;

fn draft(text: &str) -> Draft {
    let source = Source::from_bytes("-", text.as_bytes());
    assert!(matches(&source), "not recognised: {text}");
    read(&source).remove(0)
}

fn turns(draft: &Draft) -> Vec<String> {
    let row = |turn: &crate::layout::DraftTurn| {
        let label = turn.label.clone().unwrap_or_default();
        let more = [label.title, label.firm].into_iter().flatten().map(|part| format!("/{}", part.as_str()));
        let section = turn.section.map_or(String::new(), |section| format!(" {section}"));
        format!("{}{}{section}: {}", label.name.as_str(), more.collect::<String>(), turn.text.as_str())
    };
    draft.turns.iter().map(row).collect()
}

const TURNS: [&str; 5] = [
    "Operator prepared: Good day.",
    "Ann Lee/CFO prepared: Thanks -- all.\n\nRevenue -- up.",
    "Operator qa: First question.",
    "Bo van Dyk/Analyst/Hill Road qa: Hi -- I ask?",
    "Ann Lee/CFO qa: Yes.",
];

#[test]
fn old_layouts() {
    let old = "Image source: The Motley Fool.\n\nExample Corp(EXCO+1.25%)Q1 2024 Earnings CallMay 07, 2024,8:30 a.m. ET\n\n\
        Contents:\n\nPrepared Remarks\n\nQuestions and Answers\n\nCall Participants\n\nPrepared Remarks:\n\nOperator\n\nGood day.\n\n\
        Ann Lee--CFO\n\nThanks -- all.\n\nRevenue -- up.\n\nQuestions and Answers:\n\nOperator\n\nFirst question.\n\n\
        Bo van Dyk--Hill Road -- Analyst\n\nHi -- I ask?\n\nAnn Lee--CFO\n\nYes.\n\nDuration: 61 minutes\n\nCall participants:\n\n\
        Ann Lee--CFO\n\nBo van Dyk--Hill Road -- Analyst\n\nMore EXCO analysis\n\nAll earnings call transcripts\n";
    let spread = "Image source: The Motley Fool.\nExample Corp\n(\nEXCO\n1.26%\n)\nQ1 2024 Earnings Call\nMay 07, 2024\n,\n8:30 a.m. ET\n\
        Contents:\nPrepared Remarks\nQuestions and Answers\nCall Participants\nPrepared Remarks:\nOperator\nGood day.\nAnn Lee\n--\nCFO\n\
        Thanks -- all.\nRevenue -- up.\nQuestions and Answers:\nOperator\nFirst question.\nBo van Dyk\n--\nHill Road -- Analyst\nHi -- I ask?\n\
        Ann Lee\n--\nCFO\nYes.\nDuration: 61 minutes\nCall participants:\nAnn Lee\n--\nCFO\nBo van Dyk\n--\nHill Road\n--\nAnalyst\n";
    for text in [old, spread] {
        let draft = draft(text);
        assert_eq!(turns(&draft), TURNS, "{text}");
        let sides: Vec<_> = draft.roster.iter().map(|entry| (entry.name.as_str(), entry.side)).collect();
        assert_eq!(sides, [("Ann Lee", Side::Company), ("Bo van Dyk", Side::Outside)]);
        assert_eq!(draft.header.period.map(|p| p.to_string()).as_deref(), Some("2024Q1"));
    }
}

#[test]
fn an_operator_whose_heading_was_lost_is_heard() {
    let welcome = "Good day, and thank you all for waiting. I am glad to see so many of you on the line today.\n\
        [Operator Instructions]\nYou may begin, Ann.\n";
    let call = "Ann Lee -- CFO\nThanks.\nQuestions and Answers:\nBo Dyk -- Hill -- Analyst\nWhy?\nAnn Lee -- CFO\nWell.\n\
        Cy Eng -- Dale -- Analyst\nHow?\n";
    let heard = "prepared: Good day, and thank you all for waiting. I am glad to see so many of you on the line today.\n\n\
        [Operator Instructions]\n\nYou may begin, Ann.";
    let title = "Example Corp Q1 2024 Earnings Call\n";
    for (above, want) in [
        (String::new(), None),
        (format!("{title}Prepared Remarks:\n"), Some(title.trim())),
        (format!("Image source: The Motley Fool.\n{title}"), Some(title.trim())),
    ] {
        let draft = draft(&format!("{above}{welcome}{call}"));
        assert_eq!(turns(&draft)[0].trim(), heard, "{above}");
        assert_eq!(turns(&draft)[1], "Ann Lee/CFO prepared: Thanks.");
        assert_eq!(draft.header.title.as_deref(), want);
    }
    // A title that ends as a sentence does, and a page's marks.
    let above = "Example Corp Inc.\nQ1 2024 Earnings Call\nMay 7, 2024, 5:00 p.m.\n";
    let named = draft(&format!("{above}{welcome}{call}"));
    assert_eq!(turns(&named)[0].trim(), heard);
    assert_eq!(named.header.company.as_deref(), Some("Example Corp Inc."));
    assert_eq!(named.header.date.map(|date| date.to_string()).as_deref(), Some("2024-05-07"));
    // What somebody wrote about the call.
    let prose = "Key takeaways.\nAnn Lee said: \"We are pleased with our results, and I thank you all, and our people, for \
        the best quarter that we ever had.\"\nOur team has told you what we think of it, and you should know that we own it.\n";
    assert!(turns(&draft(&format!("{title}{prose}{call}")))[0].starts_with("Ann Lee"));
    let lede = "Example Corp sold more boats in the first quarter than in any before it. Its shares rose by a tenth.\n";
    assert!(turns(&draft(&format!("{title}{lede}{call}")))[0].starts_with("Ann Lee"));
}

#[test]
fn a_heading_glued_to_the_words_before_it() {
    let text = "Prepared Remarks:\nOperator\nGood day. You may begin.Ann Lee -- Chief Financial Officer\nThanks.\n\
        Call participants:\nAnn Lee -- Chief Financial Officer\nBo Dyk -- Hill -- Analyst\nCy Eng -- Dale -- Analyst\nDi Fox -- Dale -- Analyst\n";
    let expected = ["Operator prepared: Good day. You may begin.", "Ann Lee/Chief Financial Officer prepared: Thanks."];
    assert_eq!(turns(&draft(text)), expected);
}

#[test]
fn the_new_layout_is_read_from_the_transcript_on() {
    let text = "NASDAQ:EXCO\n\nExample Corp\n\nDATE\n\nWednesday, January 7, 2026 at 9 a.m. ET\n\nCALL PARTICIPANTS\n\n\
        Chief Executive Officer — Ann Lee\n\nTAKEAWAYS\n\nRevenue-- $1 billion, and we thank you for our success, which we think you like.\n\n\
        Full Conference Call Transcript\n\nAnn Lee:Thank you, everyone.\n\nMore of it, as I said.\n\nBo Dyk:Hi, my question.\n\nAnn Lee:Yes.\n\n\
        Bo Dyk:Thanks.\n\nThis article is a transcript of this conference call.\n\nStocks Mentioned\n";
    let draft = draft(text);
    let expected = [
        "Ann Lee: Thank you, everyone.\n\nMore of it, as I said.",
        "Bo Dyk: Hi, my question.",
        "Ann Lee: Yes.",
        "Bo Dyk: Thanks.",
    ];
    assert_eq!(turns(&draft), expected);
    assert_eq!(draft.roster[0].title.as_deref(), Some("Chief Executive Officer"));
}

#[test]
fn translations_are_left_out() {
    let text = "Prepared Remarks:\n  [  1] [EN] Operator\n       [中] 操作员\n  [  2] [EN] Good day.\n       [中] 日安。\n\
        [ 3] [EN] Ann Lee--CFO\n[中] 李安--首席财务官\n[ 4] [EN] Thanks.\n[ 5] [EN] Bo Dyk--Hill -- Analyst\n[ 6] [EN] One?\n[ 7] [EN] Ann Lee--CFO\n\
        [ 8] [EN] Yes.\n[ 9] [EN] Bo Dyk--Hill -- Analyst\n[10] [EN] Two.\n";
    assert_eq!(turns(&draft(text)).len(), 5);
    assert!(!turns(&draft(text)).iter().any(|turn| turn.contains('日')));
}

#[test]
fn rosters_by_semicolons() {
    let text = "Q3 2023 Example Inc Earnings Call\n\nIn this article:\n\nParticipants\n\nAnn Lee; CFO; Example Inc.\n\nBo Dyk\n\n\
        Cy Eng; Analyst; Hill Road, LLC\n\nPresentation\n\nOperator\n\nGood day.\n\nAnn Lee\n\nThanks.\n\nBo Dyk\n\nHi.\n";
    let expected = ["Operator prepared: Good day.", "Ann Lee prepared: Thanks.", "Bo Dyk prepared: Hi."];
    assert_eq!(turns(&draft(text)), expected);
}

#[test]
fn headings() {
    let some = |name, title, firm| Some(Heading { name, title, firm });
    let cases = [
        ("Ann Lee -- CFO", some("Ann Lee", Some("CFO"), None)),
        ("Ann Lee--Hill & Co. -- Analyst", some("Ann Lee", Some("Analyst"), Some("Hill & Co."))),
        ("Ann Lee — Hill — Analyst", some("Ann Lee", Some("Analyst"), Some("Hill"))),
        ("Ann B. Lee, Jr.", some("Ann B. Lee, Jr.", None, None)),
        ("Operator", some("Operator", None, None)),
        ("Unidentified Analyst", some("Unidentified Analyst", None, None)),
        ("Gross Margin-- 86%", None),
        ("International Revenue-- Grew 45% year over year.", None),
        ("Yes -- I Think", None),
        ("Ann Lee -- I think so.", None),
        ("Thank you", None),
    ];
    for (line, expected) in cases {
        assert_eq!(Heading::parse(line), expected, "{line}");
    }
}

#[test]
fn an_advertisement_among_the_speeches_ends() {
    let text = "Operator\n\nGood day.\n\nAnn Lee -- Investor Relations\n\nThank you.\n\nWhere to invest $1,000 right now\n\
        When our analyst team has a tip, it can pay to listen.\n\nLearn more ›\n*Stock Advisor returns as of June 2, 2025\n\n\
        These are risks.\n\nBo Roe -- CFO\n\nWe grew.\n\nShould you invest $1,000 in Example right now?\n\nWe will go on.\n\n\
        Cy Po -- Fjord -- Analyst\n\nWhy?\n\nBo Roe -- CFO\n\nBecause.\n\nBefore you buy stock in Example, consider this.\n";
    let draft = draft(text);
    assert_eq!(
        turns(&draft),
        [
            "Operator: Good day.",
            "Ann Lee/Investor Relations: Thank you.\n\nThese are risks.",
            "Bo Roe/CFO: We grew.\n\nWe will go on.",
            "Cy Po/Analyst/Fjord: Why?",
            "Bo Roe/CFO: Because.",
        ]
    );
    let furniture = draft.diagnostics.iter().filter(|odd| odd.code == "furniture");
    assert_eq!(furniture.filter(|odd| odd.text.contains("Stock Advisor") || odd.text.contains("$1,000")).count(), 3);
}
