//! The query line and its highlighter against the oracle.

use std::collections::BTreeSet;

use proptest::prelude::*;
use whosaid::{
    query::{Highlighter, Pattern, Run, Scope, highlights, parse, spans::Spans},
    text::{each_word, stem},
    transcript::Kind,
};

use crate::oracle;

fn understood(line: &str) -> Run {
    let query = parse(line).unwrap_or_else(|error| panic!("{error}"));
    query.plan.lower().expect("what is parsed can be run")
}

/// The places of the words that lie in the ranges.
fn places_in(text: &str, ranges: &[std::ops::Range<usize>]) -> BTreeSet<u32> {
    let mut places = BTreeSet::new();
    each_word(text, |word| {
        let inside = ranges.iter().any(|range| range.start <= word.range.start && word.range.end <= range.end);
        if inside && word.length == 1 {
            places.insert(word.position);
        }
    });
    places
}

/// The places that speak for the passage, filters being known.
fn speaking(run: &Run, passage: usize, passages: &[oracle::Passage<'_>]) -> BTreeSet<u32> {
    if !oracle::is_true(run, &[passage], passages) {
        return BTreeSet::new();
    }
    match run {
        Run::Pattern(pattern) => oracle::taking_part(pattern, &oracle::words(passages[passage].text())),
        Run::And(parts) | Run::Or(parts) => parts.iter().flat_map(|part| speaking(part, passage, passages)).collect(),
        Run::All | Run::Filter(_) | Run::Not(_) | Run::Side(..) => BTreeSet::new(),
    }
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let word = prop::sample::select(vec!["order", "pre", "preorder", "margin", "gross", "cost", "us", "u.s", "10k"]);
    let leaf = (0..3u8, word).prop_map(|(kind, word)| match kind {
        0 => Pattern::Forms(word.to_owned()),
        1 => Pattern::Exact(word.to_owned()),
        _ => Pattern::Prefix(word[..2].to_owned()),
    });
    leaf.prop_recursive(4, 16, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Pattern::Any),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Pattern::Sequence),
            (0..6u32, prop::bool::ANY, inner.clone(), inner).prop_map(|(within, ordered, left, right)| {
                Pattern::Near { within, ordered, left: Box::new(left), right: Box::new(right) }
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// The algebra of spans finds what brute force finds, for any pattern at all.
    #[test]
    fn spans_are_what_the_oracle_says(pattern in any_pattern(), text in oracle::text()) {
        let words = oracle::words(&text);
        let mut spans = Spans::new(&pattern);
        let names = spans.leaves().to_vec();
        let mut leaves = |number: usize, out: &mut Vec<(u32, u32)>| {
            out.extend(words.iter().filter(|(term, _)| match &names[number] {
                Pattern::Forms(word) => stem(word) == stem(term),
                Pattern::Exact(word) => word == term,
                Pattern::Prefix(word) => term.starts_with(word.as_str()),
                other => panic!("{other:?} is no leaf"),
            }).map(|(_, place)| *place));
        };
        let expected: Vec<(u32, u32)> = oracle::occurrences(&pattern, &words).into_iter().collect();
        prop_assert_eq!(spans.occurrences(&mut leaves), expected.clone(), "{} in {}", pattern, text);
        prop_assert_eq!(spans.occurs(&mut leaves), !expected.is_empty());
        let marked: BTreeSet<u32> = spans.marks(&mut leaves).into_iter().flat_map(|(start, end)| start..end).collect();
        prop_assert_eq!(marked, oracle::taking_part(&pattern, &words), "{} in {}", pattern, text);
        let shown = highlights(&Run::Pattern(pattern.clone()), &text, Kind::Remarks);
        prop_assert!(shown.windows(2).all(|pair| pair[0].end <= pair[1].start), "{:?}", shown);
        prop_assert_eq!(places_in(&text, &shown), oracle::taking_part(&pattern, &words), "{} in {}", pattern, text);
    }

    /// What is highlighted in a hit is what made it one; what is no hit shows nothing.
    #[test]
    fn highlights_are_true(line in oracle::line(), corpus in oracle::corpus()) {
        let run = understood(&line);
        let passages = oracle::passages(&corpus, &oracle::paragraphs);
        let hits = oracle::hits(&run, Scope::Passage, &passages);
        let mut highlighter = Highlighter::new(&run, Scope::Passage);
        let joins = run.to_string().contains("exchanges whose");
        for (number, passage) in passages.iter().enumerate() {
            let fits = |filter: &whosaid::query::Filter| Some(oracle::fits(filter, passage));
            let shown = highlighter.ranges_where(passage.text(), passage.turn.kind, &fits);
            if !joins {
                let expected = speaking(&run, number, &passages);
                prop_assert_eq!(places_in(passage.text(), &shown), expected, "{} in {}", line, passage.text());
                prop_assert!(hits.contains(&number) || shown.is_empty());
            }
        }
    }

    /// A line means the same when it is printed and read again, to the oracle, too.
    #[test]
    fn printing_keeps_the_hits(line in oracle::line(), scope in oracle::scope(), corpus in oracle::corpus()) {
        let plan = parse(&line).unwrap_or_else(|error| panic!("{error}")).plan;
        let passages = oracle::passages(&corpus, &oracle::paragraphs);
        let again = understood(&plan.to_string());
        prop_assert_eq!(
            oracle::hits(&understood(&line), scope, &passages),
            oracle::hits(&again, scope, &passages)
        );
    }
}

/// The oracle itself, on cases small enough to see.
#[test]
fn the_oracle_reads_literally() {
    for (line, text, expected) in [
        ("order", "we ordered", true),
        ("\"order\"", "we ordered", false),
        ("\"cost cost\"", "cost", false),
        ("cost NEAR/3 cost", "a cost b", false),
        ("cost NEAR/3 cost", "a cost b c cost", true),
        ("cost NEAR/2 cost", "a cost b c cost", false),
        ("a ADJ/1 b", "b a", false),
        ("a ADJ/1 b", "a b", true),
        ("pre-order", "a preorder", true),
        ("preorder", "a pre-order", true),
        ("preorder", "a pre order", true),
        ("pre order", "a preorder", true),
        ("(a b) NEAR/2 c", "a c x x b", false),
        ("(a b) NEAR/2 c", "a c x b", true),
        ("a AND NOT b", "a", true),
        ("a AND NOT b", "a b", false),
        ("a OR NOT b", "b", false),
        ("\"gross mar*\"", "gross margins", true),
        ("U.S.", "us", false),
        ("U.S.", "US", true),
        ("US", "us", false),
        ("57.9", "$57.9 million", true),
        ("R&D", "R&D", true),
        ("10-K", "a 10-K", true),
    ] {
        let Run::Pattern(pattern) = &understood(line) else {
            // Run it as a whole.
            let words = oracle::words(text);
            assert_eq!(truth(&understood(line), &words), expected, "{line} in {text}");
            continue;
        };
        assert_eq!(!oracle::occurrences(pattern, &oracle::words(text)).is_empty(), expected, "{line} in {text}");
    }
}

fn truth(run: &Run, words: &[(String, oracle::Place)]) -> bool {
    match run {
        Run::All => true,
        Run::Pattern(pattern) => !oracle::occurrences(pattern, words).is_empty(),
        Run::And(parts) => parts.iter().all(|part| truth(part, words)),
        Run::Or(parts) => parts.iter().any(|part| truth(part, words)),
        Run::Not(part) => !truth(part, words),
        Run::Filter(_) | Run::Side(..) => false,
    }
}
