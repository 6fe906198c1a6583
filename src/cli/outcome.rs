//! How a command ended, and the exit status for it: decided here and nowhere else.

use std::{
    io::{self, Write as _},
    panic::{self, AssertUnwindSafe},
    process::ExitCode,
    sync::{Mutex, PoisonError},
};

use clap::error::ErrorKind;
use whosaid::{
    error::Error,
    index,
    query::QueryError,
    render::{Label, sanitize},
};

use super::settings::Settings;

/// The exit status of a run that was ended from outside, as shells have it.
pub const INTERRUPTED: u8 = 130;

/// The result of a command.
pub type Result<T> = std::result::Result<T, Failure>;

/// How a command ended that could do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// There was something to print: status 0.
    Found,
    /// There was nothing: status 1.
    Nothing,
    /// Done, but something given by name was wrong, and has been reported: status 2.
    Flawed,
    /// The index is damaged, as has been reported: status 4.
    Damaged,
}

impl Outcome {
    /// Found, if there was anything.
    pub fn of(n: usize) -> Outcome {
        if n > 0 { Outcome::Found } else { Outcome::Nothing }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The library says so.
    Library(Error),
    /// What was asked cannot be meant: what is wrong, and what to do.
    Usage(String, Option<String>),
    /// Standard output cannot be written.
    Output(io::Error),
}

impl Failure {
    /// A mistake in the arguments.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Usage(message.into(), Some(hint.into()))
    }

    fn status(&self) -> u8 {
        match self {
            Failure::Library(Error::NoIndex { .. } | Error::Io { .. } | Error::NotATranscript { .. }) => 2,
            Failure::Library(Error::Query { .. }) | Failure::Usage(..) => 2,
            Failure::Library(Error::Locked { .. }) => 3,
            Failure::Library(Error::OtherVersion { .. } | Error::Damaged { .. }) => 4,
            Failure::Library(Error::Interrupted) => INTERRUPTED,
            Failure::Library(_) | Failure::Output(_) => 2,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Library(error)
    }
}

impl From<QueryError> for Failure {
    fn from(error: QueryError) -> Self {
        Failure::Usage(QueryError { proposal: None, ..error.clone() }.to_string(), error.proposal)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}

/// Runs a command. Should the engine stumble over damaged bytes all the same, the index is damaged, and the
/// program no more at fault than for any other bytes.
pub fn guard(run: impl FnOnce() -> Result<Outcome>, settings: &Settings) -> Result<Outcome> {
    static STUMBLE: Mutex<Option<String>> = Mutex::new(None);
    let stumble = || STUMBLE.lock().unwrap_or_else(PoisonError::into_inner);
    let otherwise = panic::take_hook();
    panic::set_hook(Box::new(move |info| match info.location().map(panic::Location::file) {
        Some(file) if index::is_of_engine(file) => *stumble() = Some("its bytes make no sense".to_owned()),
        _ => otherwise(info),
    }));
    match panic::catch_unwind(AssertUnwindSafe(run)) {
        Ok(result) => result,
        Err(payload) => match stumble().take() {
            Some(reason) => Err(Error::Damaged { folder: settings.index.clone(), reason }.into()),
            None => panic::resume_unwind(payload),
        },
    }
}

/// The exit status of a command, its failure told on standard error.
pub fn exit(result: Result<Outcome>, settings: &Settings) -> ExitCode {
    let failure = match result {
        Ok(Outcome::Found) => return ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => return ExitCode::from(1),
        Ok(Outcome::Flawed) => return ExitCode::from(2),
        Ok(Outcome::Damaged) => return ExitCode::from(4),
        // Whoever reads has seen enough.
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(failure) => failure,
    };
    match &failure {
        Failure::Library(error) => settings.complain(&error.to_string()),
        Failure::Output(error) => settings.complain(&format!("standard output: {error}")),
        Failure::Usage(message, hint) => {
            settings.complain(message);
            if let Some(hint) = hint {
                settings.hint(hint);
            }
        }
    }
    ExitCode::from(failure.status())
}

/// What clap has to say: help and version on standard output, mistakes on standard error in our form.
pub fn usage(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Help into a closed pipe is no error either.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return ExitCode::from(2);
    }
    let text = error.to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let _ = writeln!(io::stderr(), "whosaid: {}", sanitize::visible(text.trim_end()));
    ExitCode::from(2)
}

impl Settings {
    /// Says on standard error what is wrong.
    pub fn complain(&self, message: &str) {
        self.tell("whosaid:", Label::Error, message);
    }

    /// Says on standard error what to do, or what else is worth knowing.
    pub fn hint(&self, message: &str) {
        self.tell("hint:", Label::Hint, message);
    }

    fn tell(&self, head: &str, label: Label, message: &str) {
        let mut line = String::new();
        self.stderr.put(&mut line, label, head);
        // Standard error may be closed; there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{line} {}", sanitize::unmasked(message));
    }
}
