//! What can fail, and where; and what was odd in a transcript but did not stop us.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::text::Span;

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
