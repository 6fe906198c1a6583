//! Searching more than 100,000 passages of made-up calls, by form of query, beside stock tantivy.

use std::{path::Path, time::Duration};

use criterion::Criterion;
use whosaid::{
    index::{Index, Request, Snapshot, Sort},
    query::{self, Run, Scope},
    transcript::Transcript,
};

use crate::{corpus::Corpus, stock::Stock};

/// Calls that make 100,000 passages.
const CALLS: usize = 900;

/// Query lines by form, and where their words must meet.
const QUERIES: &[(&str, &str, Scope)] = &[
    ("term", "wafer", Scope::Passage),
    ("common term", "margin", Scope::Passage),
    ("two terms", "supply inventory", Scope::Passage),
    ("three terms", "revenue growth guidance", Scope::Passage),
    ("phrase", "\"gross margin\"", Scope::Passage),
    ("near", "margin NEAR/5 growth", Scope::Passage),
    ("adj in group", "(gross OR operating) ADJ/3 margin", Scope::Passage),
    ("prefix", "invent*", Scope::Passage),
    ("not", "margin NOT gross", Scope::Passage),
    ("filter", "china role:analyst section:qa", Scope::Passage),
    ("dates", "margin date:2023-01..2023-06", Scope::Passage),
    ("within turn", "wafer china", Scope::Turn),
    ("within exchange", "wafer china", Scope::Exchange),
    ("within call", "wafer foundry", Scope::Call),
    ("asked", "asked:margin", Scope::Passage),
    ("join", "asked:(margin OR inventory) answered:china", Scope::Passage),
];

/// The same asked of stock tantivy, where it can be.
const STOCK: &[(&str, &str)] = &[
    ("term", "wafer"),
    ("common term", "margin"),
    ("two terms", "supply inventory"),
    ("three terms", "revenue growth guidance"),
    ("phrase", "\"gross margin\""),
];

/// Writes the first calls there are.
pub fn tell(calls: usize, folder: &Path) {
    let corpus = Corpus::new(1);
    for nth in 0..calls {
        let call = corpus.call(nth);
        std::fs::write(folder.join(format!("{}.txt", call.id)), call.transcript()).expect("a call");
    }
}

fn passages(snapshot: &Snapshot) -> Vec<String> {
    let everything = snapshot.calls(&Run::All, None).expect("calls");
    let transcripts: Vec<Transcript> =
        everything.iter().filter_map(|card| snapshot.transcript(&card.call.id).expect("a transcript")).collect();
    let texts = transcripts.iter().flat_map(|transcript| &transcript.turns).map(|turn| &turn.text);
    texts.flat_map(|text| whosaid::passage::divide(text).into_iter().map(move |range| text[range].to_owned())).collect()
}

pub fn searching(c: &mut Criterion) {
    let files = tempfile::tempdir().expect("a folder");
    tell(CALLS, files.path());
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open_or_create(folder.path()).expect("an index");
    index.refresh(&[files.path().to_owned()], false, &()).expect("a refresh");
    let snapshot: Snapshot = index.snapshot();
    let n_passages = snapshot.count(&Run::All, Scope::Passage, None).expect("a count");
    assert!(n_passages > 100_000, "{n_passages}");

    let mut group = c.benchmark_group("search");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for (name, line, scope) in QUERIES {
        let run = query::parse(line).expect("a query").plan.lower().expect("a plan");
        let request = Request { run, scope: *scope, paths: None, sort: Sort::Relevance, limit: 10, offset: 0 };
        group.bench_function(*name, |b| {
            b.iter(|| assert_eq!(snapshot.search(&request).expect("hits").len(), 10, "{line}"));
        });
    }
    group.finish();

    let passages = passages(&snapshot);
    assert_eq!(passages.len(), n_passages);
    let stock = Stock::new(passages.iter().map(String::as_str));
    let mut group = c.benchmark_group("stock tantivy");
    group.sample_size(20).measurement_time(Duration::from_secs(2));
    for (name, line) in STOCK {
        let query = stock.query(line);
        group.bench_function(*name, |b| b.iter(|| assert_eq!(stock.ten(query.as_ref()).len(), 10, "{line}")));
    }
    group.finish();
}
