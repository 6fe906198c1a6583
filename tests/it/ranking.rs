//! Real questions, with the passage that should answer each: where it comes in the list, kept in git.

use std::{fmt::Write as _, path::Path};

use whosaid::{
    index::{Index, Request, Sort},
    query::{Scope, parse},
};

#[test]
fn the_passages_that_should_come_first_do() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    index.refresh(&[root.join("fixtures/plain")], false, &()).unwrap();
    let snapshot = index.snapshot();
    let table = std::fs::read_to_string(root.join("tests/gold/plain/QUERIES.tsv")).unwrap();
    let mut report = String::new();
    let (mut n, mut first, mut fifth, mut reciprocal) = (0, 0, 0, 0.0);
    for line in table.lines().skip(1) {
        let [query, file, turn, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let run = parse(query).unwrap_or_else(|error| panic!("{error}")).plan.lower().unwrap();
        let request = Request { run, scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit: 100, offset: 0 };
        let hits = snapshot.search(&request).unwrap();
        let rank = hits.iter().position(|hit| {
            hit.card.source.path.ends_with(file) && hit.turn.to_string() == turn && hit.text.contains(words)
        });
        n += 1;
        first += usize::from(rank == Some(0));
        fifth += usize::from(rank.is_some_and(|rank| rank < 5));
        reciprocal += rank.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0));
        let rank = rank.map_or("-".to_owned(), |rank| (rank + 1).to_string());
        let _ = writeln!(report, "{rank:>3} of {:>3}  {query}", hits.len());
    }
    assert!(n >= 40, "{n} queries");
    let share = |count: usize| 100.0 * count as f64 / n as f64;
    let _ = writeln!(
        report,
        "\n{n} queries: recall@1 {:.1}%, recall@5 {:.1}%, MRR {:.3}",
        share(first),
        share(fifth),
        reciprocal / n as f64
    );
    insta::assert_snapshot!(report);
}
