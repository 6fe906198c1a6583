//! `check`: is everything there, and is it what was written?

use std::io::Write as _;

use serde::Serialize;
use whosaid::{
    index::{Health, Index},
    render::json,
};

use super::{
    args::Check,
    outcome::{Outcome, Result},
    settings::Settings,
};

/// The health of an index as it is printed.
#[derive(Serialize)]
struct Line<'h> {
    schema: &'static str,
    ok: bool,
    calls: usize,
    passages: usize,
    files: usize,
    bytes: u64,
    problems: &'h [String],
}

/// Runs `check`.
pub fn run(args: &Check, settings: &Settings) -> Result<Outcome> {
    let health = Index::check(&settings.index)?;
    let Health { calls, passages, files, bytes, ref problems } = health;
    let ok = problems.is_empty();
    let mut out = settings.stdout();
    if args.json {
        json::write(&mut out, &Line { schema: "whosaid.check/1", ok, calls, passages, files, bytes, problems })?;
    } else {
        problems.iter().for_each(|problem| settings.complain(problem));
        let verdict = if ok { "every checksum holds, every call is whole" } else { "damaged" };
        let folder = settings.folder();
        writeln!(out, "{folder}: {calls} calls, {passages} passages; {files} files, {bytes} bytes: {verdict}")?;
    }
    out.flush()?;
    if ok {
        return Ok(Outcome::Found);
    }
    settings.hint(&format!("`whosaid index --rebuild --index {}` restores what is intact", settings.index.display()));
    Ok(Outcome::Damaged)
}
