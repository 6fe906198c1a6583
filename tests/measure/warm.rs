//! What a search costs once an index is open: `cargo run --release --example warm -- INDEX ROUNDS QUERY...`.
//!
//! A line a query: how many passages match, then for each round the milliseconds from the line as typed to the
//! ten best passages with their text. `exchange:` before a query means `--within exchange`.

use std::{error::Error, path::Path, time::Instant};

use whosaid::{
    index::{Index, Request, Sort},
    query::{self, Scope},
};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, rounds, queries @ ..] = args.as_slice() else {
        return Err("usage: warm INDEX ROUNDS QUERY...".into());
    };
    let snapshot = Index::open(Path::new(folder))?.snapshot();
    let rounds: usize = rounds.parse()?;
    for query in queries {
        let (line, scope) = match query.strip_prefix("exchange:") {
            Some(line) => (line, Scope::Exchange),
            None => (query.as_str(), Scope::Passage),
        };
        let request = || -> Result<Request, Box<dyn Error>> {
            let run = query::parse(line)?.plan.lower()?;
            Ok(Request { run, scope, paths: None, sort: Sort::Relevance, limit: 10, offset: 0 })
        };
        let hits = snapshot.count(&request()?.run, scope, None)?;
        print!("{hits}");
        for _ in 0..rounds {
            let began = Instant::now();
            let found = snapshot.search(&request()?)?;
            print!("\t{:.4}", began.elapsed().as_secs_f64() * 1e3);
            assert_eq!(found.len(), hits.min(10));
        }
        println!();
    }
    Ok(())
}
