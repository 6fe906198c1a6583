//! Stock tantivy, used as its documentation says, over turns that somebody else has read: the peer to beat.
//!
//! `stock index TURNS.jsonl FOLDER`, `stock search FOLDER QUERY`, `stock warm FOLDER ROUNDS QUERY...`.
//! Text with English stems, positions and stored; two indexing threads; all words of a query must be there.

use std::{
    error::Error,
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    path::Path,
    time::Instant,
};

use serde::Deserialize;
use tantivy::{
    Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument,
    collector::{Count, TopDocs},
    query::QueryParser,
    schema::{IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value},
};

const THREADS: usize = 2;
const MEMORY: usize = THREADS * (64 << 20);

#[derive(Deserialize)]
struct Turn<'a> {
    call: &'a str,
    turn: u64,
    #[serde(borrow)]
    speaker: std::borrow::Cow<'a, str>,
    role: &'a str,
    firm: Option<String>,
    title: Option<String>,
    section: &'a str,
    text: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["index", turns, folder] => index(turns, folder),
        ["search", folder, query] => search(folder, query),
        ["warm", folder, rounds, queries @ ..] => warm(folder, rounds.parse()?, queries),
        _ => Err("stock index TURNS FOLDER | search FOLDER QUERY | warm FOLDER ROUNDS QUERY...".into()),
    }
}

fn schema() -> Schema {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer("en_stem").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing).set_stored());
    for name in ["call", "speaker", "role", "firm", "title", "section"] {
        schema.add_text_field(name, STRING | STORED);
    }
    schema.add_u64_field("turn", STORED);
    schema.build()
}

fn index(turns: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    if Path::new(folder).exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(folder, schema())?;
    let schema = index.schema();
    let field = |name: &str| schema.get_field(name);
    let (text, turn) = (field("text")?, field("turn")?);
    let (call, speaker, role) = (field("call")?, field("speaker")?, field("role")?);
    let (firm, title, section) = (field("firm")?, field("title")?, field("section")?);
    let mut writer: IndexWriter = index.writer_with_num_threads(THREADS, MEMORY)?;
    let mut lines = BufReader::with_capacity(1 << 20, File::open(turns)?);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        let read: Turn = serde_json::from_str(&line)?;
        let mut document = TantivyDocument::default();
        document.add_text(text, read.text);
        document.add_u64(turn, read.turn);
        document.add_text(call, read.call);
        document.add_text(speaker, read.speaker);
        document.add_text(role, read.role);
        document.add_text(section, read.section);
        read.firm.into_iter().for_each(|value| document.add_text(firm, value));
        read.title.into_iter().for_each(|value| document.add_text(title, value));
        writer.add_document(document)?;
        line.clear();
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

/// An open index and what parses its queries.
fn open(folder: &str) -> Result<(IndexReader, QueryParser), Box<dyn Error>> {
    let index = Index::open_in_dir(folder)?;
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
    let mut parser = QueryParser::for_index(&index, vec![index.schema().get_field("text")?]);
    parser.set_conjunction_by_default();
    Ok((reader, parser))
}

/// The ten best, with what is stored of them.
fn ten(reader: &IndexReader, parser: &QueryParser, query: &str) -> Result<Vec<TantivyDocument>, Box<dyn Error>> {
    let searcher = reader.searcher();
    let query = parser.parse_query(query)?;
    let best = searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?;
    best.into_iter().map(|(_, address)| Ok(searcher.doc(address)?)).collect()
}

/// A whole process: open, search, print.
fn search(folder: &str, query: &str) -> Result<(), Box<dyn Error>> {
    let (reader, parser) = open(folder)?;
    let schema = reader.searcher().schema().clone();
    let mut out = std::io::stdout().lock();
    for document in ten(&reader, &parser, query)? {
        let of = |name: &str| schema.get_field(name).ok().and_then(|f| document.get_first(f)?.as_str()).unwrap_or("-");
        writeln!(out, "{}\t{}\t{}\t{}", of("call"), of("speaker"), of("role"), of("text").replace('\n', " "))?;
    }
    Ok(())
}

/// How many hits each query has, and the milliseconds of each round.
fn warm(folder: &str, rounds: usize, queries: &[&str]) -> Result<(), Box<dyn Error>> {
    let (reader, parser) = open(folder)?;
    for query in queries {
        let hits = reader.searcher().search(&parser.parse_query(query)?, &Count)?;
        print!("{hits}");
        for _ in 0..rounds {
            let began = Instant::now();
            let found = ten(&reader, &parser, query)?;
            print!("\t{:.4}", began.elapsed().as_secs_f64() * 1e3);
            assert_eq!(found.len(), hits.min(10));
        }
        println!();
    }
    Ok(())
}
