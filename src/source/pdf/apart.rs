//! PDF files read in a process of their own, which the system ends when it takes too much: the crate that reads them
//! has no limits, and all that a file can make it do cannot be counted from outside.

use std::{
    borrow::Cow,
    io::{self, Read, Write},
    process::{Command, Stdio},
    sync::{Condvar, Mutex, OnceLock, PoisonError},
};

use rlimit::{Resource, setrlimit};

/// Bytes of memory that may be asked for, beyond four times the file's own size.
const MEMORY: u64 = 1 << 30;

/// Seconds of a processor's time. The longest transcript takes two.
const SECONDS: u64 = 60;

const TOO_MUCH: &str = "a damaged PDF, or one that takes more time or memory than any transcript does";

/// So many are read at once, whatever else is: each may take what it may.
const AT_ONCE: usize = 4;

type Reader = fn() -> io::Result<Command>;

static READER: OnceLock<Reader> = OnceLock::new();

static AT_WORK: Mutex<usize> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

/// Has every PDF read by the process that the command starts, which must [`serve`].
pub fn read_pdfs_apart(reader: fn() -> io::Result<Command>) {
    // Who comes second finds it done.
    let _ = READER.set(reader);
}

/// Reads one PDF in this process, within limits that stay: the file from `input`, its text to `output`.
///
/// # Errors
/// Why there is no text.
pub fn serve(mut input: impl Read, mut output: impl Write) -> Result<(), Cow<'static, str>> {
    let failed = |error: io::Error| Cow::from(format!("a PDF that could not be handed over: {error}"));
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(failed)?;
    confine(bytes.len() as u64);
    output.write_all(super::read(bytes)?.as_bytes()).and_then(|()| output.flush()).map_err(failed)
}

/// The text of a PDF, by a process of its own where there is a command for it.
pub(in crate::source) fn text(bytes: &[u8]) -> Result<String, Cow<'static, str>> {
    match READER.get() {
        Some(reader) => {
            let _turn = Turn::take();
            ask(*reader, bytes)
        }
        None => super::read(bytes.to_vec()).map_err(Cow::from),
    }
}

/// One of those that may be at work.
struct Turn;

impl Turn {
    fn take() -> Turn {
        let mut at_work = AT_WORK.lock().unwrap_or_else(PoisonError::into_inner);
        while *at_work >= AT_ONCE {
            at_work = DONE.wait(at_work).unwrap_or_else(PoisonError::into_inner);
        }
        *at_work += 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *AT_WORK.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        DONE.notify_one();
    }
}

fn ask(reader: Reader, bytes: &[u8]) -> Result<String, Cow<'static, str>> {
    let failed = |error: io::Error| Cow::from(format!("a PDF, and no process can be had to read it: {error}"));
    let started = reader().map_err(failed)?.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut process = started.map_err(failed)?;
    // It takes all before it says anything, so neither waits for the other. What it does not take it has no use for.
    if let Some(mut stdin) = process.stdin.take() {
        let _ = stdin.write_all(bytes);
    }
    let ended = process.wait_with_output().map_err(failed)?;
    match ended.status.code() {
        Some(0) => String::from_utf8(ended.stdout).map_err(|_| Cow::from(TOO_MUCH)),
        Some(1) => Err(String::from_utf8_lossy(&ended.stderr).trim().to_owned().into()),
        // The system ended it.
        _ => Err(TOO_MUCH.into()),
    }
}

/// Where a limit cannot be set there is none; where one was set that is stricter, it stays.
fn confine(len: u64) {
    let memory = MEMORY.saturating_add(len.saturating_mul(4));
    for (resource, most) in [(Resource::AS, memory), (Resource::CPU, SECONDS), (Resource::CORE, 0)] {
        let most = resource.get().map_or(most, |(soft, hard)| most.min(soft).min(hard));
        let _ = setrlimit(resource, most, most);
    }
}
