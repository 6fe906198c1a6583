//! Tables of query lines: what they mean, what is wrong with them, what is noted.

use proptest::prelude::*;

use super::{Plan, Query, parse};

fn understood(line: &str) -> Query {
    parse(line).unwrap_or_else(|error| panic!("{error}"))
}

/// A line, and how it is understood.
fn check(table: &[(&str, &str)]) {
    for (line, expected) in table {
        let plan = understood(line).plan;
        assert_eq!(plan.to_string(), *expected, "{line}");
        let again = understood(expected);
        assert_eq!(again.plan, plan, "{line} printed as {expected}");
        assert!(plan.lower().is_ok(), "{line}");
    }
}

#[test]
fn the_query_table_of_the_contract() {
    check(&[
        ("wafer orders", "wafer orders"),
        ("\"gross margin\"", "\"gross margin\""),
        ("a OR b", "a OR b"),
        ("NOT a", "-a"),
        ("-a", "-a"),
        ("a b OR c d", "(a b) OR (c d)"),
        ("a (b OR c)", "a (b OR c)"),
        ("a AND NOT b", "a -b"),
        ("a OR NOT b", "a OR -b"),
        ("a NOT b", "a -b"),
        ("a AND -b", "a -b"),
        ("a AND b OR c AND d", "(a b) OR (c d)"),
        ("a NEAR/5 b", "a NEAR/5 b"),
        ("a ADJ/5 b", "a ADJ/5 b"),
        ("a NEAR/5 b c", "a NEAR/5 b c"),
        ("c a NEAR/5 b OR d", "(c a NEAR/5 b) OR d"),
        ("\"x y\" NEAR/5 (b OR \"c d\")", "\"x y\" NEAR/5 (b OR \"c d\")"),
        ("a NEAR/5 b ADJ/3 c", "(a NEAR/5 b) ADJ/3 c"),
        ("NOT a NEAR/5 b", "-(a NEAR/5 b)"),
        ("a NEAR b", "a NEAR/10 b"),
        ("(a b) NEAR/1000 c", "(a b) NEAR/1000 c"),
        ("invent*", "invent*"),
        ("\"gross marg*\"", "\"gross marg*\""),
        ("*", "*"),
        ("* wafer", "* wafer"),
        ("", "*"),
        ("  \n ", "*"),
        ("role:ceo", "role:ceo"),
        ("role:(ceo OR cfo)", "role:ceo OR role:cfo"),
        ("-role:ceo a", "-role:ceo a"),
        ("speaker:\"Ted Brackwell\"", "speaker:\"ted brackwell\""),
        ("speaker:(brackwell -ted)", "speaker:brackwell -speaker:ted"),
        ("section:q&a", "section:qa"),
        ("date:2023-01-01..2023-06-30", "date:2023-01-01..2023-06-30"),
        (
            "asked:(wafer OR foundry) answered:\"not the primary problem\" role:ceo",
            "asked:(wafer OR foundry) answered:(\"not the primary problem\") role:ceo",
        ),
        ("-asked:wafer", "-asked:(wafer)"),
        ("asked:-wafer", "asked:(-wafer)"),
        ("asked:role:analyst", "asked:(role:analyst)"),
    ]);
}

#[test]
fn words_as_people_write_them() {
    check(&[
        ("$57.9 million", "57.9 million"),
        ("45%", "45"),
        ("10-K", "10-k"),
        ("R&D Q&A AT&T", "r&d q&a at&t"),
        ("BRC-20 A13", "brc-20 a13"),
        ("U.S. US us", "u.s u.s us"),
        ("B.K. Winslade", "bk winslade"),
        ("year-over-year", "year-over-year"),
        ("pre-order", "pre-order"),
        ("preorder", "preorder"),
        ("pre order", "pre order"),
        ("pre AND order", "pre AND order"),
        ("on pre order", "on pre order"),
        ("pre (order)", "pre order"),
        ("and or not near", "and or not near"),
        ("company’s", "company's"),
        ("acme.com", "acme/com"),
        ("supply/demand", "supply/demand"),
        ("28-30", "28/30"),
        ("13,000", "13000"),
        ("\"AND NOT\"", "\"and not\""),
        ("“gross margin”", "\"gross margin\""),
        ("„gross margin“", "\"gross margin\""),
        ("李伟", "李/伟"),
    ]);
}

#[test]
fn pasted_text_never_fails() {
    check(&[
        ("what's miners' view?", "what's miners view"),
        ("inventory -", "inventory"),
        ("(inventory", "inventory"),
        ("inventory)", "inventory"),
        (")(", "*"),
        ("()", "*"),
        ("AND inventory", "inventory"),
        ("inventory AND", "inventory"),
        ("inventory OR", "inventory"),
        ("OR inventory OR OR cost", "inventory OR cost"),
        ("a AND OR b", "a OR b"),
        ("inventory NOT", "inventory"),
        ("a NEAR/5", "a"),
        ("NEAR/5 a", "a"),
        ("a NEAR/5 NEAR/3 b", "a NEAR/3 b"),
        ("a NEAR/5 – b", "a NEAR/5 b"),
        ("OR", "or"),
        ("AND NOT", "and not"),
        ("inventory: high", "inventory high"),
        ("http://x.com/a?b=c", "http/x/com/a/b/c"),
        ("note:this", "note/this"),
        ("role: ceo", "role ceo"),
        ("Operator: thank you", "operator thank you"),
        ("Role:ceo", "role/ceo"),
        ("he said \"yes", "he said yes"),
        ("5\" wafer and 6\" wafer", "5 wafer and 6 wafer"),
        ("our [indiscernible] plan (ph)", "our plan"),
        ("our [Technical Difficulty] plan", "our plan"),
        ("\"our [inaudible] plan\"", "\"our plan\""),
        ("\"\" a", "a"),
        ("'gross margin'", "gross margin"),
        ("NOT NOT a", "a"),
        ("a && b || c", "(a b) OR c"),
        ("a||b", "a OR b"),
        ("a | b", "a OR b"),
        ("!a b", "-a b"),
        ("! a", "-a"),
        ("!(a b)", "-(a b)"),
        ("a !role:ceo", "a -role:ceo"),
        ("stop! go", "stop go"),
        ("**bold**", "bold"),
        ("12:30 p.m.", "12/30 pm"),
        ("margins, pricing; mix", "margins pricing mix"),
    ]);
}

#[test]
fn whatever_is_taken_otherwise_is_noted() {
    for (line, expected) in [
        ("a NEAR b", "NEAR without a number means NEAR/10"),
        ("he said \"yes", "a stray \" is ignored"),
        ("(a", "a stray ( is ignored"),
        ("a -", "`-` has no letter or digit: ignored"),
        ("a AND", "AND has nothing after it: ignored"),
        ("OR a", "OR has nothing before it: ignored"),
        ("a NEAR/5", "NEAR/5 has nothing after it: ignored"),
        ("a NOT", "NOT has nothing after it: ignored"),
        ("OR", "`OR` is taken as text: there is nothing else in the query"),
        ("note:this", "`note:` is no field and taken as text"),
        ("symbol:can", "`symbol:` is no field and taken as text; did you mean `ticker:`?"),
        ("role: ceo", "`role:` is taken as text; a field's value follows without a blank"),
        ("Role:ceo", "`Role:` is taken as text; the field is written `role:`"),
        ("down -5%", "`-5%` means NOT 5%; to search for the number, put it in quotes"),
        ("a [inaudible]", "`[inaudible]` is a transcriber's mark, not what was said: ignored"),
        ("a ()", "empty parentheses are ignored"),
        ("a \"\"", "a phrase without words is ignored"),
        ("a near/5 b", "`near/5` is taken as text; write NEAR/5"),
        ("a w/5 b", "`w/5` is taken as text; write NEAR/5"),
        ("NEAR2(a b)", "`NEAR2` is taken as text; write NEAR/2"),
        ("\"a b\"~5", "`~5` is taken as text; for words near each other write a NEAR/5 b"),
        ("inventry~1", "`inventry~1` is taken as text: there is no weight or fuzziness here"),
        ("mar?in", "in `mar?in` the ? stands for no letter; `word*` finds words that begin so"),
        ("inventories~1 a", "`inventories~1` is taken as text: there is no weight or fuzziness here"),
        ("margin^2", "`margin^2` is taken as text: there is no weight or fuzziness here"),
        ("NEAR/x", "`NEAR/x` is taken as text; write NEAR/5 or ADJ/5"),
        (
            "\"our [inaudible] plan\"",
            "in `our [inaudible] plan` what stands in brackets is a transcriber's mark: ignored",
        ),
        ("a<music>b", "in `a<music>b` what stands in brackets is a transcriber's mark: ignored"),
        ("+a b", "the + is ignored: words without OR between them are all required"),
    ] {
        let notes: Vec<String> = understood(line).notes.into_iter().map(|note| note.message).collect();
        assert_eq!(notes, [expected], "{line}");
    }
    for silent in ["a b", "\"a b\" OR c", "(a OR b) -c", "role:ceo", "what's this, then?", "a: b", "10-K: $5.9"] {
        assert_eq!(understood(silent).notes, [], "{silent}");
    }
}

#[test]
fn errors_point_and_propose() {
    for (line, place, message, proposal) in [
        ("wafer roel:ceo", "roel", "no field `roel`", "did you mean `role:`?"),
        ("role:boss", "boss", "no role `boss`", "known are"),
        ("role:(ceo OR boss)", "boss", "no role `boss`", "known are"),
        ("date:2023-02-30 x", "2023-02-30", "there is no day", ""),
        ("period:\"Q5 2023\"", "Q5 2023", "`Q5 2023` is not a fiscal period", ""),
        ("period:2023Q2..2022Q3", "2023Q2..2022Q3", "2023Q2 is after 2022Q3", "did you mean"),
        ("a NEAR/0 b", "NEAR/0", "NEAR reaches from 1 to 1000 words", ""),
        ("a ADJ/1001 b", "ADJ/1001", "ADJ reaches from 1 to 1000 words", ""),
        ("a NEAR/99999999999 b", "NEAR/99999999999", "NEAR reaches from 1 to 1000 words", ""),
        ("a NEAR/5 NOT b", "NOT", "NOT cannot stand inside NEAR/5", "close the NEAR/5"),
        ("a NEAR/5 -b", "-", "NOT cannot stand inside NEAR/5", ""),
        ("a NEAR/5 (b OR (c -d))", "-d", "NOT cannot stand inside NEAR/5", ""),
        ("a NEAR/5 role:ceo", "role:ceo", "a filter cannot stand inside NEAR/5", "put it beside"),
        ("asked:a NEAR/5 b", "asked:a", "asked: or answered: cannot stand inside NEAR/5", ""),
        ("* NEAR/5 b", "*", "`*`, which is everything, cannot stand", ""),
        ("*margin", "*", "a `*` stands only at the end of a word", "words cannot be searched by their end; `margin`"),
        ("mar*in", "*", "a `*` stands only at the end of a word", "did you mean `mar*`?"),
        ("\"gross * margin\"", "*", "a `*` stands only at the end of a word", "for a gap between words"),
        ("i*", "*", "`i*` would find too much", ""),
        ("speaker:brack*", "brack*", "`speaker:` takes whole values, without `*`", ""),
        ("role:()", "role:", "`role:` needs a value", ""),
        ("title:\"\"", "", "`title:` needs a value", ""),
        ("asked:()", "asked:", "`asked:` needs words to look for", "write asked:"),
        ("asked:(a answered:b)", "answered:", "`answered:` cannot stand inside another field", ""),
        ("role:(ceo firm:x)", "firm:", "`firm:` cannot stand inside another field", ""),
        ("role:(ceo NEAR/5 cfo)", "NEAR/5", "NEAR stands between words", ""),
        (
            "call:ACME-2023Q2#5",
            "ACME-2023Q2#5",
            "`ACME-2023Q2#5` is a place in a call",
            "did you mean `call:ACME-2023Q2`?",
        ),
    ] {
        let error = parse(line).expect_err(line);
        assert_eq!(&line[error.range.clone()], place, "{line}: {error}");
        assert!(error.message.starts_with(message), "{line}: {error}");
        assert!(error.proposal.as_deref().unwrap_or_default().starts_with(proposal), "{line}: {error}");
        assert_eq!(proposal.is_empty(), error.proposal.is_none() || proposal.is_empty(), "{line}: {error}");
    }
}

#[test]
fn size_and_depth_are_bounded() {
    let refused = |line: &str| parse(line).expect_err("should be refused").message;
    assert!(refused(&format!("{}a{}", "(".repeat(100_000), ")".repeat(100_000))).starts_with("the query has more"));
    assert_eq!(understood(&"(".repeat(100_000)).notes.len(), 1);
    assert!(refused(&format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000))).starts_with("more than 64 levels"));
    assert!(refused(&format!("{}a b{}", "(a OR (b ".repeat(30), "))".repeat(30))).starts_with("more than 50 levels"));
    assert!(refused(&"a NEAR/5 ".repeat(5_000)).starts_with("more than 50 levels"));
    assert!(refused(&"a ".repeat(100_000)).starts_with("the query has more than 20000 words"));
    assert!(refused(&"(a OR b) NEAR/5 ".repeat(40).replace("OR", "AND")).starts_with("too many combinations"));
    assert!(refused(&format!("({}) NEAR/5 ({})", "a ".repeat(100), "b ".repeat(100))).starts_with("too many"));
    for long in [
        "a ".repeat(9_999),
        "(".repeat(200_000),
        "\"".repeat(39_999),
        "„".repeat(30_000),
        "NOT ".repeat(20_000),
        "- ".repeat(100_000),
        format!("({}) NEAR/5 b", "a OR ".repeat(2_000)),
        "x".repeat(1_000_000),
    ] {
        let plan = understood(&long).plan;
        assert!(plan.lower().is_ok());
    }
    let nested = format!("{}a{}", "(".repeat(64), ")".repeat(64));
    assert_eq!(understood(&nested).plan.to_string(), "a");
}

#[test]
fn plans_are_serializable() {
    let plan = understood("a \"b cd*\" NEAR/5 (d OR e) role:company -asked:(x y) date:2023.. period:2023").plan;
    let json = serde_json::to_string(&plan).expect("JSON");
    assert_eq!(serde_json::from_str::<Plan>(&json).expect("a plan"), plan, "{json}");
}

/// Whatever the line: an answer without a panic, places inside the line, and a plan that survives printing.
fn check_any(line: &str) -> Result<(), TestCaseError> {
    match parse(line) {
        Ok(query) => {
            let printed = query.plan.to_string();
            let again = parse(&printed).map_err(|error| TestCaseError::fail(format!("{line:?}: {error}")))?;
            prop_assert_eq!(&again.plan, &query.plan, "{:?} printed as {:?}", line, printed);
            prop_assert_eq!(query.plan.lower(), again.plan.lower());
            prop_assert!(query.plan.lower().is_ok());
            for note in query.notes {
                prop_assert!(line.get(note.range).is_some());
            }
            let _ = parse(&printed).expect("parsed before").plan.lower().map(|run| run.to_string());
        }
        Err(error) => {
            prop_assert!(line.get(error.range.clone()).is_some(), "{:?} {:?}", line, error.range);
            let _ = error.to_string();
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_parsed(line in "\\PC{0,60}") {
        check_any(&line)?;
    }

    #[test]
    fn any_line_of_query_like_pieces_is_parsed(
        pieces in proptest::collection::vec(
            prop_oneof![
                4 => prop::sample::select(vec![
                    "a", "pre", "order", "on", "pre-order", "US", "u.s", "R&D", "10-K", "x*", "inv*", "*", "and/or", "⑴", "ﬁn", "it's", "IT-x", "Ⅷ",
                ]).prop_map(str::to_owned),
                4 => prop::sample::select(vec![
                    " AND ", " OR ", " NOT ", " -", " NEAR/3 ", " ADJ ", " ", " ", "(", ")", "\"", "“", "-", "+", ":", "/", ".", "?",
                ]).prop_map(str::to_owned),
                2 => prop::sample::select(vec![
                    "role:ceo", "role:(", "speaker:", "firm:\"a b\"", "date:2023", "period:2023q1..", "asked:(", "answered:", "title:cfo", "call:x-1", "[inaudible]", "(ph)", "until:2023-01",
                ]).prop_map(str::to_owned),
                1 => "\\PC{0,3}",
            ],
            0..24,
        )
    ) {
        check_any(&pieces.concat())?;
    }
}
