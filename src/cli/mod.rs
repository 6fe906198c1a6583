//! The command line: arguments as typed ([`args`]), settings as resolved ([`settings`]), calls into the
//! library, one file a command. The only room that knows clap, prints, or looks at the environment.

mod analyst;
mod args;
mod ask;
mod calls;
mod check;
mod explain;
mod export;
mod facets;
mod index;
mod interrupt;
mod listing;
mod manual;
mod nothing;
mod outcome;
mod parse;
mod pdf;
mod progress;
mod search;
mod settings;
mod show;
mod speakers;
mod trend;
mod unasked;
mod undated;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;
use whosaid::{query::Field, source};

use args::{Args, Command};
use outcome::{Outcome, Result};
use settings::Settings;

/// Runs one command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|word| word == pdf::WORD) {
        return pdf::run();
    }
    let args = match Args::try_parse_from(args.into_iter().map(query_with_a_dash)) {
        Ok(args) => args,
        Err(error) => return outcome::usage(&error),
    };
    let settings = Settings::resolve(&args.global);
    source::read_pdfs_apart(pdf::reader);
    outcome::exit(outcome::guard(|| dispatch(args.command, &settings), &settings), &settings)
}

/// What begins with a `-` and is part of a query, like `'-operator guidance'` or `-role:operator`, made to look to clap as
/// little like flags as it does to who typed it: no flag has a space inside, unless its value does, nor a field's name.
fn query_with_a_dash(arg: OsString) -> OsString {
    let is_query = arg.to_str().and_then(|text| text.strip_prefix('-')).is_some_and(|rest| {
        let is_line = rest.split_once(char::is_whitespace).is_some_and(|(first, _)| first.chars().count() > 1);
        let is_field = rest.split_once(':').is_some_and(|(name, _)| Field::named(name).is_some());
        !rest.starts_with('-') && (is_line || is_field)
    });
    if !is_query {
        return arg;
    }
    let mut spaced = OsString::from(" ");
    spaced.push(arg);
    spaced
}

fn dispatch(command: Command, settings: &Settings) -> Result<Outcome> {
    match command {
        Command::Search(args) => search::run(&args, settings),
        Command::Show(args) => show::run(&args, settings),
        Command::Analyst(args) => analyst::run(&args, settings),
        Command::Speakers(args) => speakers::run(&args, settings),
        Command::Trend(args) => trend::run(&args, settings),
        Command::Calls(args) => calls::run(&args, settings),
        Command::Index(args) => index::run(&args, settings),
        Command::Check(args) => check::run(&args, settings),
        Command::Parse(args) => parse::run(&args, settings),
        Command::Export(args) => export::run(&args, settings),
        Command::Completions(args) => manual::completions(&args),
        Command::Man => manual::man(),
    }
}
