//! `index`: reads transcripts into the index.

use std::{io::Write as _, path::PathBuf, time::Instant};

use whosaid::{
    index::{self, Summary},
    query::Run,
    source,
};

use super::{
    args::Index,
    ask::is_serious,
    outcome::{Outcome, Result},
    progress::Bar,
    settings::Settings,
};

/// Runs `index`.
pub fn run(args: &Index, settings: &Settings) -> Result<Outcome> {
    let began = Instant::now();
    let paths: Vec<PathBuf> = args.paths.iter().map(|path| source::tidy(path)).collect();
    let index = index::Index::open_or_create(&settings.index)?;
    let bar = Bar::new(&settings.stderr);
    let summary = index.refresh(&paths, args.prune, &bar)?;
    bar.finish();
    for failure in &summary.failures {
        settings.complain(&failure.to_string());
    }
    let n_calls = index.snapshot().calls(&Run::All, None)?.len();
    let mut out = settings.stdout();
    for line in lines(&summary, began.elapsed().as_secs_f64()) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{} in {}", plural(n_calls, "call"), settings.index.display())?;
    out.flush()?;
    if summary.failures.iter().any(|failure| is_serious(failure, &paths)) {
        return Ok(Outcome::Flawed);
    }
    let n_files = summary.added + summary.replaced + summary.unchanged + summary.pruned;
    if n_files == 0 {
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        settings.complain(&format!("no transcripts in {}", named.join(", ")));
    }
    Ok(Outcome::of(n_files))
}

/// What was done, in a line or two.
fn lines(summary: &Summary, seconds: f64) -> Vec<String> {
    let counts = [
        (summary.added, "added"),
        (summary.replaced, "replaced"),
        (summary.unchanged, "unchanged"),
        (summary.pruned, "dropped"),
        (summary.failures.len(), "not read"),
    ];
    let done: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    let mut lines = Vec::new();
    if !done.is_empty() {
        lines.push(format!("files: {}", done.join(", ")));
    }
    if summary.calls > 0 {
        let megabytes = summary.bytes as f64 / 1e6;
        let (calls, turns) = (plural(summary.calls, "call"), plural(summary.turns, "turn"));
        lines.push(format!("read {calls}, {turns}, {megabytes:.1} MB in {seconds:.1} s"));
    }
    lines
}

fn plural(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
