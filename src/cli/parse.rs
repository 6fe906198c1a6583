//! `parse`: what is understood of a file, without an index.

use std::io::Write as _;

use whosaid::{
    error::{Error, Result as LibraryResult},
    layout::Layout,
    render::{json, reasoning, sanitize::visible},
    source::{self, Limits, Source},
};

use super::{
    args::Parse,
    outcome::{Outcome, Result},
    settings::Settings,
};

/// Runs `parse`. A file that cannot be read is reported, and the next one follows.
pub fn run(args: &Parse, settings: &Settings) -> Result<Outcome> {
    let mut out = settings.stdout();
    let (mut n_calls, mut is_flawed) = (0, false);
    for file in &args.files {
        let sources = match source::open(file, Limits::default()) {
            Ok(sources) => sources,
            Err(error) => {
                settings.complain(&advice(&error));
                is_flawed = true;
                continue;
            }
        };
        for source in sources {
            n_calls += print(args, source, &mut out, settings, &mut is_flawed)?;
        }
    }
    out.flush()?;
    Ok(if is_flawed { Outcome::Flawed } else { Outcome::of(n_calls) })
}

/// Prints the calls of a source; how many there are.
fn print(
    args: &Parse,
    source: LibraryResult<Source>,
    out: &mut impl std::io::Write,
    settings: &Settings,
    is_flawed: &mut bool,
) -> Result<usize> {
    let source = match source {
        Ok(source) => source,
        Err(error) => {
            settings.complain(&advice(&error));
            *is_flawed = true;
            return Ok(0);
        }
    };
    if args.explain {
        return explain(&source, args.layout, out, settings, is_flawed);
    }
    let (mut n_calls, mut refusal) = (0, None);
    for transcript in whosaid::read_each(&source, args.layout) {
        if transcript.turns.is_empty() {
            refusal.get_or_insert_with(|| Error::nobody_speaks(&source.path, &transcript.diagnostics));
            continue;
        }
        n_calls += 1;
        if args.print_layout {
            let parts = [transcript.source.path.as_str(), &transcript.source.layout, &transcript.call.id];
            writeln!(out, "{}", parts.map(|part| visible(part).replace(['\t', '\n'], " ")).join("\t"))?;
        } else {
            json::write(&mut *out, &json::transcript(&transcript))?;
        }
    }
    refuse(&source, n_calls, refusal, settings, is_flawed);
    Ok(n_calls)
}

/// Says why a file in which nobody speaks is no transcript.
fn refuse(source: &Source, n_calls: usize, refusal: Option<Error>, settings: &Settings, is_flawed: &mut bool) {
    if n_calls == 0 {
        settings.complain(&refusal.unwrap_or_else(|| Error::nobody_speaks(&source.path, &[])).to_string());
        *is_flawed = true;
    }
}

/// Prints why everybody on the calls of a source is taken for who they are; how many calls there are.
fn explain(
    source: &Source,
    chosen: Option<&Layout>,
    out: &mut impl std::io::Write,
    settings: &Settings,
    is_flawed: &mut bool,
) -> Result<usize> {
    let mut calls = whosaid::read_explained(source, chosen);
    let refusal = calls.iter().find(|(transcript, _)| transcript.turns.is_empty());
    let refusal = refusal.map(|(transcript, _)| Error::nobody_speaks(&source.path, &transcript.diagnostics));
    calls.retain(|(transcript, _)| !transcript.turns.is_empty());
    refuse(source, calls.len(), refusal, settings, is_flawed);
    for (number, (transcript, why)) in calls.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        out.write_all(reasoning::call(&settings.prose(), transcript, why).as_bytes())?;
    }
    Ok(calls.len())
}

fn advice(error: &Error) -> String {
    match error {
        Error::Io { source, .. } if source.kind() == std::io::ErrorKind::IsADirectory => {
            format!("{error}; `parse` reads files, `index` folders")
        }
        error => error.to_string(),
    }
}
