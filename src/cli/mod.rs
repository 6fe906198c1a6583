//! The command line: arguments as typed ([`args`]), settings as resolved ([`settings`]), calls into the
//! library, one file a command. The only room that knows clap, prints, or looks at the environment.

mod analyst;
mod args;
mod ask;
mod calls;
mod export;
mod index;
mod listing;
mod manual;
mod nothing;
mod outcome;
mod parse;
mod progress;
mod search;
mod settings;
mod show;
mod speakers;

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use args::{Args, Command};
use outcome::{Outcome, Result};
use settings::Settings;

/// Runs one command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => return outcome::usage(&error),
    };
    let settings = Settings::resolve(&args.global);
    outcome::exit(dispatch(args.command, &settings), &settings)
}

fn dispatch(command: Command, settings: &Settings) -> Result<Outcome> {
    match command {
        Command::Search(args) => search::run(&args, settings),
        Command::Show(args) => show::run(&args, settings),
        Command::Analyst(args) => analyst::run(&args, settings),
        Command::Speakers(args) => speakers::run(&args, settings),
        Command::Calls(args) => calls::run(&args, settings),
        Command::Index(args) => index::run(&args, settings),
        Command::Parse(args) => parse::run(&args, settings),
        Command::Export(args) => export::run(&args, settings),
        Command::Completions(args) => manual::completions(&args),
        Command::Man => manual::man(),
    }
}
