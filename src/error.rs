//! What can fail, and where; and what was odd in a transcript but did not stop us.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::text::{Span, Unseen};

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can fail. The kind decides the exit status, the message says what, where and what next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file was read, and is no transcript, or not one that can be understood.
    #[error("{}: {reason}", path.display())]
    NotATranscript {
        /// The file.
        path: PathBuf,
        /// Why, as a lower-case clause.
        reason: String,
    },
    /// A query line that cannot be meant.
    #[error("{message}")]
    Query {
        /// The line, the place underlined, and what to write instead.
        message: String,
    },
    /// There is no index in the folder.
    #[error("{}: no index here; make one with `whosaid index PATH…`, or search files directly with `--in PATH…`", folder.display())]
    NoIndex {
        /// The folder.
        folder: PathBuf,
    },
    /// Another process writes to the index.
    #[error("{}: another whosaid is writing to this index{}; try again when it is done", folder.display(), of(holder))]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// Who it is, as it says of itself; may be empty.
        holder: String,
    },
    /// The index was written by another version.
    #[error("{}: the index was written by whosaid {found}; {}", folder.display(), mend(folder))]
    OtherVersion {
        /// The folder.
        folder: PathBuf,
        /// Version, schema and analyzer of the writer.
        found: String,
    },
    /// The index cannot be read.
    #[error("{}: the index is damaged ({reason}); {}", folder.display(), mend(folder))]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The run was ended from outside.
    #[error("interrupted; the index is as it was last committed, and the same command goes on from there")]
    Interrupted,
}

impl Error {
    /// That a file is no transcript since nobody speaks in it; why not, if the diagnostics tell.
    pub fn nobody_speaks(path: &str, diagnostics: &[Diagnostic]) -> Error {
        let told = diagnostics.iter().find(|diagnostic| diagnostic.code == "not-a-transcript");
        let reason = told.map_or_else(|| "nobody speaks in it".to_owned(), |told| told.text.clone());
        Error::NotATranscript { path: PathBuf::from(path), reason }
    }
}

fn of(holder: &str) -> String {
    if holder.is_empty() { String::new() } else { format!(" ({holder})") }
}

/// The command that mends an index.
fn mend(folder: &std::path::Path) -> String {
    format!("`whosaid index --rebuild --index {}` makes it again from the transcripts in it", folder.display())
}

/// Something odd in a transcript that was read all the same: furniture taken out, an encoding
/// repaired, a heading without text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// What kind of oddity, in kebab case: `furniture`, `encoding`, `no-speakers`, …
    pub code: String,
    /// The turn it stands in or before, if there is one.
    pub turn: Option<u32>,
    /// The words concerned, or a sentence about them.
    pub text: String,
    /// Where in the source.
    pub source_bytes: Option<Span>,
}

impl Diagnostic {
    /// Says which characters that nobody sees were left out.
    pub fn unseen(unseen: Unseen) -> Diagnostic {
        let (code, text) = ("unseen".to_owned(), unseen.to_string());
        Diagnostic { code, turn: None, text, source_bytes: unseen.first }
    }
}
