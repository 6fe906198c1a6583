//! The process that reads one PDF for another of ours, and may be ended for what it takes.

use std::{
    env,
    io::{self, Write as _},
    panic,
    path::PathBuf,
    process::{Command, ExitCode},
};

use whosaid::source;

/// What this program is told, as the first argument, to read a PDF. It is no command: nobody else has a use for it.
pub const WORD: &str = "read-pdf";

/// Starts this program once more, to read a PDF.
///
/// # Errors
/// If it is not known where this program is.
pub fn reader() -> io::Result<Command> {
    // Where there is this name, it leads to the program that runs, even when another has taken its place.
    let this = PathBuf::from("/proc/self/exe");
    let program = if cfg!(target_os = "linux") && this.exists() { this } else { env::current_exe()? };
    let mut command = Command::new(program);
    // What our allocator lays hold of in advance would count.
    command.arg(WORD).env("MIMALLOC_ARENA_RESERVE", "0");
    Ok(command)
}

/// Reads a PDF. Why there is no text is for the process that asked: it knows the file's name.
pub fn run() -> ExitCode {
    // Where the reader of PDFs stumbles, the file is damaged, and that is all there is to say.
    panic::set_hook(Box::new(|_| {}));
    match source::serve_pdf(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            // Nobody may listen any more.
            let _ = io::stderr().write_all(reason.as_bytes());
            ExitCode::FAILURE
        }
    }
}
