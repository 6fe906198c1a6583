//! The engine against the oracle: random queries over random small corpora, the same passages every time.

use std::collections::BTreeSet;

use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use whosaid::{
    index::{Index, Request, Sort},
    passage,
    query::{Run, Scope, parse},
    text::Traced,
    transcript::Transcript,
};

use crate::oracle;

/// How many corpora, and how many queries over each. `WHOSAID_DIFFERENTIAL=N` multiplies the corpora.
const CORPORA: usize = 40;
const QUERIES: usize = 120;

/// A passage, as both sides name it: call, turn, first byte.
type Name = (String, u32, usize);

/// Fills paragraphs up with a word that no query asks for, so that each is a passage of its own.
fn fill(mut transcripts: Vec<Transcript>) -> Vec<Transcript> {
    let filling = " um".repeat(passage::PARAGRAPH);
    for turn in transcripts.iter_mut().flat_map(|transcript| &mut transcript.turns) {
        let paragraphs: Vec<String> = turn.text.split("\n\n").map(|text| format!("{text} {filling}.")).collect();
        turn.text = Traced::verbatim(paragraphs.join("\n\n"), 0);
    }
    transcripts
}

fn found_by_engine(index: &Index, run: &Run, scope: Scope, sort: Sort) -> BTreeSet<Name> {
    let request = Request { run: run.clone(), scope, paths: None, sort, limit: usize::MAX, offset: 0 };
    let hits = index.snapshot().search(&request).expect("a search");
    let names: BTreeSet<Name> = hits.iter().map(|hit| (hit.card.call.id.clone(), hit.turn, hit.start)).collect();
    assert_eq!(names.len(), hits.len(), "a passage was found twice");
    names
}

#[test]
fn the_engine_finds_what_the_oracle_finds() {
    let times: usize = std::env::var("WHOSAID_DIFFERENTIAL").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut n_hits, mut n_found) = (0, 0);
    for _ in 0..CORPORA * times {
        let transcripts = fill(oracle::corpus().new_tree(&mut runner).expect("a corpus").current());
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open_or_create(folder.path()).expect("an index");
        // In two commits, so that there are segments to join.
        let (first, second) = transcripts.split_at(transcripts.len() / 2);
        index.add(first).expect("an addition");
        index.add(second).expect("an addition");
        let passages = oracle::passages(&transcripts, &passage::divide);
        for _ in 0..QUERIES {
            let line = oracle::line().new_tree(&mut runner).expect("a line").current();
            let scope = oracle::scope().new_tree(&mut runner).expect("a scope").current();
            let Ok(query) = parse(&line) else { continue };
            let run = query.plan.lower().expect("what is parsed can be run");
            let name = |i: usize| {
                let passage = &passages[i];
                (passage.transcript.call.id.clone(), passage.turn.ordinal, passage.range.start)
            };
            let expected: BTreeSet<Name> = oracle::hits(&run, scope, &passages).into_iter().map(name).collect();
            for sort in [Sort::Relevance, Sort::Newest] {
                let found = found_by_engine(&index, &run, scope, sort);
                let differ = |name: &&Name| found.contains(*name) != expected.contains(*name);
                let text = |name: &Name| {
                    let turn = transcripts.iter().find(|t| t.call.id == name.0).map(|t| &t.turns[name.1 as usize]);
                    turn.map(|turn| format!("{:?}: {}", turn.kind, turn.text.as_str()))
                };
                let odd: Vec<_> = found.union(&expected).filter(differ).map(text).collect();
                assert_eq!(found, expected, "`{line}` within {scope:?} by {sort:?}, run as {run:?}: {odd:?}");
            }
            let counted = index.snapshot().count(&run, scope, None).expect("a count");
            assert_eq!(counted, expected.len(), "`{line}` counted");
            n_hits += expected.len();
            n_found += usize::from(!expected.is_empty());
        }
    }
    // The queries must ask for something that is there, or this test would test nothing.
    assert!(n_found > CORPORA * QUERIES / 4, "only {n_found} queries found something, {n_hits} passages");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// A page is a part of the whole answer, whatever its size: no hit twice, none lost.
    #[test]
    fn pages_are_parts_of_one_answer(corpus in oracle::corpus(), line in oracle::line(), size in 1usize..5) {
        let folder = tempfile::tempdir().expect("a folder");
        let index = Index::open_or_create(folder.path()).expect("an index");
        index.add(&corpus).expect("an addition");
        let Ok(query) = parse(&line) else { return Ok(()) };
        let run = query.plan.lower().expect("what is parsed can be run");
        let page = |offset, limit| {
            let request = Request { run: run.clone(), scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit, offset };
            let hits = index.snapshot().search(&request).expect("a search");
            hits.into_iter().map(|hit| (hit.card.call.id.clone(), hit.turn, hit.start)).collect::<Vec<_>>()
        };
        let whole = page(0, 1_000);
        let pages: Vec<_> = (0..whole.len().div_ceil(size)).flat_map(|n| page(n * size, size)).collect();
        prop_assert_eq!(pages, whole);
    }
}
