//! `index`: reads transcripts into the index.

use std::{
    io::Write as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use whosaid::{
    index::{self, Options, Summary},
    source,
};

use super::{
    args::Index,
    ask::is_serious,
    interrupt,
    outcome::{Outcome, Result},
    progress::Bar,
    settings::Settings,
};

/// Runs `index`.
pub fn run(args: &Index, settings: &Settings) -> Result<Outcome> {
    let began = Instant::now();
    let threads = args.threads.map_or(settings.options.threads, usize::from);
    let patience = Duration::from_secs(args.wait);
    let options = Options { threads, patience, stop: interrupt::watch(), layout: args.layout };
    let rebuilt = if args.rebuild { Some(rebuild(&options, settings)?) } else { None };
    if let (Some(outcome), true) = (rebuilt, args.paths.is_empty()) {
        return Ok(outcome);
    }
    let paths: Vec<PathBuf> = args.paths.iter().map(|path| source::tidy(path)).collect();
    let index = index::Index::open_or_create_with(&settings.index, options)?;
    let bar = Bar::new(&settings.stderr);
    let summary = index.refresh(&paths, args.prune, &bar)?;
    bar.finish();
    for failure in &summary.failures {
        settings.complain(&failure.to_string());
    }
    let n_calls = index.snapshot().n_calls()?;
    let mut out = settings.stdout();
    for line in lines(&summary, began.elapsed().as_secs_f64()) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{} in {}", plural(n_calls, "call"), settings.folder())?;
    out.flush()?;
    if summary.failures.iter().any(|failure| is_serious(failure, &summary.names)) || rebuilt == Some(Outcome::Flawed) {
        return Ok(Outcome::Flawed);
    }
    let n_files = summary.added + summary.replaced + summary.unchanged + summary.pruned;
    if n_files == 0 {
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        settings.complain(&format!("no transcripts in {}", named.join(", ")));
    }
    Ok(Outcome::of(n_files))
}

/// Makes the index again from what is in it, and says what could not be read.
fn rebuild(options: &Options, settings: &Settings) -> Result<Outcome> {
    let bar = Bar::new(&settings.stderr);
    let rebuilt = index::Index::rebuild(&settings.index, options.clone(), &bar)?;
    bar.finish();
    for lost in &rebuilt.lost {
        settings.complain(&format!("lost: {lost}"));
    }
    let mut out = settings.stdout();
    writeln!(out, "{} restored in {}", plural(rebuilt.calls, "call"), settings.folder())?;
    out.flush()?;
    if rebuilt.lost.is_empty() {
        return Ok(Outcome::Found);
    }
    settings.hint("what was lost comes back with `whosaid index PATH…`, from the files it was read from");
    Ok(Outcome::Flawed)
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
