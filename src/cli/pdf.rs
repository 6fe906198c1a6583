//! `read-pdf`: the process that reads one PDF for another of ours, and may be ended for what it takes.

use std::{
    env,
    io::{self, Write as _},
    path::PathBuf,
    process::Command,
};

use whosaid::source;

use super::outcome::Outcome;

/// Starts this program once more, to read a PDF.
pub fn reader() -> Command {
    // Where there is this name, it leads to the program that runs, even when another has taken its place.
    let program = if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { env::current_exe() };
    let mut command = Command::new(program.unwrap_or_else(|_| PathBuf::from("whosaid")));
    // What our allocator lays hold of in advance would count.
    command.arg("read-pdf").env("MIMALLOC_ARENA_RESERVE", "0");
    command
}

/// Runs `read-pdf`. Why there is no text is for the process that asked: it knows the file's name.
pub fn run() -> Outcome {
    match source::serve_pdf(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => Outcome::Found,
        Err(reason) => {
            // Nobody may listen any more.
            let _ = io::stderr().write_all(reason.as_bytes());
            Outcome::Nothing
        }
    }
}
