//! Benchmarks by stage, over the fixtures and over made-up calls.
//! Each asserts its answer, so that nothing gets fast by being wrong.

use std::{hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use whosaid::{
    cast, exchange, index::Index, layout, passage, read, section, source::Source, text::each_word,
    transcript::Transcript,
};

#[path = "../measure/corpus/mod.rs"]
mod corpus;
mod searching;
mod stock;

use searching::{searching, tell};

/// Calls in the index that is made and refreshed over and over.
const CALLS: usize = 100;

/// The fixtures, by path.
fn fixtures() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("fixtures").map(|e| e.expect("entry").path()).collect();
    files.sort();
    let text = |path: &Path| std::fs::read_to_string(path).expect("a fixture");
    files.iter().map(|path| (path.to_string_lossy().into_owned(), text(path))).collect()
}

/// The fixtures, some megabytes of them, as sources.
fn sources() -> Vec<Source> {
    let files = fixtures();
    (0..20).flat_map(|_| files.iter().map(|(path, text)| Source::from_bytes(path.clone(), text.as_bytes()))).collect()
}

fn reading(c: &mut Criterion) {
    let files = fixtures();
    let n_bytes: u64 = files.iter().map(|(_, text)| text.len() as u64 * 20).sum();
    let sources = sources();
    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(n_bytes)).sample_size(10);
    group.bench_function("decode", |b| {
        b.iter(|| {
            let texts =
                (0..20).flat_map(|_| &files).map(|(path, text)| Source::from_bytes(path.clone(), text.as_bytes()));
            assert_eq!(texts.map(|source| source.bytes).sum::<u64>(), n_bytes);
        });
    });
    group.bench_function("layout", |b| {
        b.iter(|| {
            let turns: usize = sources.iter().flat_map(layout::read).map(|draft| draft.turns.len()).sum();
            assert_eq!(turns, 374 * 20);
        });
    });
    let drafts: Vec<_> = sources.iter().flat_map(layout::read).collect();
    group.bench_function("section", |b| {
        b.iter(|| assert_eq!(drafts.iter().map(section::divide).map(|s| s.len()).sum::<usize>(), 374 * 20));
    });
    let sections: Vec<_> = drafts.iter().map(section::divide).collect();
    group.bench_function("cast", |b| {
        b.iter(|| {
            let casts = drafts.iter().zip(&sections).map(|(draft, sections)| cast::resolve(draft, sections));
            assert_eq!(casts.map(|cast| cast.speakers.len()).sum::<usize>(), 374 * 20);
        });
    });
    let casts: Vec<_> = drafts.iter().zip(&sections).map(|(d, s)| cast::resolve(d, s)).collect();
    group.bench_function("exchange", |b| {
        b.iter(|| {
            let all = drafts.iter().zip(&sections).zip(&casts);
            let n: usize = all.map(|((d, s), c)| exchange::pair(d, s, c).exchanges.len()).sum();
            assert!(n >= 70 * 20, "{n}");
        });
    });
    group.bench_function("whole", |b| {
        b.iter(|| {
            let turns: usize = sources.iter().flat_map(read).map(|transcript| transcript.turns.len()).sum();
            assert_eq!(turns, 374 * 20);
        });
    });
    group.finish();
}

fn dividing(c: &mut Criterion) {
    let transcripts: Vec<Transcript> = sources().iter().flat_map(read).collect();
    let texts: Vec<&str> = transcripts.iter().flat_map(|t| &t.turns).map(|turn| turn.text.as_str()).collect();
    let mut group = c.benchmark_group("text");
    group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum())).sample_size(10);
    group.bench_function("passages", |b| {
        b.iter(|| assert!(texts.iter().map(|text| passage::divide(text).len()).sum::<usize>() > 374 * 20));
    });
    group.bench_function("words", |b| {
        b.iter(|| {
            let mut n = 0;
            texts.iter().for_each(|text| each_word(text, |word| n += usize::from(word.length == 1)));
            assert_eq!(n, 12_996 * 20);
        });
    });
    group.finish();
}

fn indexing(c: &mut Criterion) {
    let files = tempfile::tempdir().expect("a folder");
    tell(CALLS, files.path());
    let n_bytes = std::fs::read_dir(files.path())
        .expect("files")
        .map(|entry| entry.and_then(|entry| entry.metadata()).expect("a file").len())
        .sum();
    let mut group = c.benchmark_group("index");
    group.throughput(Throughput::Bytes(n_bytes)).sample_size(10);
    group.bench_function("refresh from nothing", |b| {
        b.iter(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let index = Index::open_or_create(folder.path()).expect("an index");
            let summary = index.refresh(&[files.path().to_owned()], false, &()).expect("a refresh");
            assert_eq!((summary.calls, summary.failures.len()), (CALLS, 0));
        });
    });
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open_or_create(folder.path()).expect("an index");
    index.refresh(&[files.path().to_owned()], false, &()).expect("a refresh");
    group.bench_function("refresh of nothing new", |b| {
        b.iter(|| {
            let summary = index.refresh(&[files.path().to_owned()], false, &()).expect("a refresh");
            assert_eq!((summary.unchanged, summary.added), (CALLS, 0));
        });
    });
    group.bench_function("open", |b| b.iter(|| black_box(Index::open(folder.path()).expect("an index"))));
    group.finish();
}

criterion_group!(benches, reading, dividing, indexing, searching);
criterion_main!(benches);
