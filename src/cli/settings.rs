//! Settings as resolved: arguments, environment and terminal, looked at once.

use std::{
    env,
    io::{self, BufWriter, IsTerminal as _, StdoutLock},
    path::PathBuf,
};

use whosaid::{
    index::Options,
    render::{Page, sanitize},
};

use super::args::{Global, When};

/// Lines longer than this are hard to read, however wide the terminal.
const WIDEST: usize = 110;

/// The width where there is no terminal to ask.
const WIDTH: usize = 100;

/// What commands need to know of their surroundings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The index folder.
    pub index: PathBuf,
    /// How the index is written.
    pub options: Options,
    /// What standard output is laid out on.
    pub page: Page,
    /// What standard error is laid out on.
    pub stderr: Page,
}

impl Settings {
    /// Looks at the environment and the terminal.
    pub fn resolve(args: &Global) -> Settings {
        let page =
            |is_terminal: bool| Page { width: width(is_terminal), color: color(args.color, is_terminal), is_terminal };
        Settings {
            index: args.index.clone().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or_else(|| "index".into()),
            options: options(),
            page: page(io::stdout().is_terminal()),
            stderr: page(io::stderr().is_terminal()),
        }
    }

    /// The page for running text: not wider than one can read.
    pub fn prose(&self) -> Page {
        Page { width: self.page.width.min(WIDEST), ..self.page }
    }

    /// The index folder as it may be printed.
    pub fn folder(&self) -> String {
        sanitize::visible(&self.index.to_string_lossy()).into_owned()
    }

    /// Standard output.
    pub fn stdout(&self) -> BufWriter<StdoutLock<'static>> {
        BufWriter::new(io::stdout().lock())
    }
}

/// How the index is written, as far as the environment says.
fn options() -> Options {
    let threads = env::var("WHOSAID_THREADS").ok().and_then(|n| n.parse().ok()).filter(|n| (1..=256).contains(n));
    Options { threads: threads.unwrap_or(Options::default().threads), ..Options::default() }
}

fn color(when: When, is_terminal: bool) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => is_terminal && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// The terminal's width, `$COLUMNS` where there is none.
fn width(is_terminal: bool) -> usize {
    let terminal = is_terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0));
    let columns = || env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.or_else(columns).filter(|width| *width > 0).unwrap_or(WIDTH)
}
