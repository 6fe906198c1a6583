//! The local engine: the only room that knows tantivy.
//!
//! [`Index::open`] and [`Index::refresh`] are the way in, [`Snapshot`] the way out: one committed state,
//! whatever writers do meanwhile.

mod block;
mod call_query;
mod check;
mod columns;
mod each;
mod facts;
#[cfg(test)]
mod faults;
mod forms;
mod listed;
mod lists;
mod lock;
mod lower;
mod outline;
mod rank;
mod rebuild;
mod refresh;
mod remains;
mod schema;
mod sealed;
mod segments;
mod settle;
mod similar;
mod snapshot;
mod span_query;
mod spelling;
mod standing;
mod survey;
mod tally;
mod top;
mod unit_query;
mod word_query;
mod writing;

use std::path::{Path, PathBuf};

use tantivy::{
    IndexReader, IndexSettings, ReloadPolicy,
    store::{Compressor, ZstdCompressor},
};

#[doc(hidden)]
pub use block::restored;
pub use block::{Card, Spoken};
pub use check::Health;
pub use each::Hits;
pub(crate) use facts::firm_words;
pub use outline::{Outline, Place};
pub use rebuild::Rebuilt;
pub use refresh::{Progress, Summary};
pub use snapshot::{Hit, Request, Snapshot, Within};
pub use survey::{Apart, Clock, Counted, Sum, Sums, Survey, Whose};
pub use tally::{RoleTally, Tally};
pub use top::Sort;
pub use writing::Options;

use crate::error::{Error, Result};
use lists::{FactReader, WordReader};
use lock::WriteLock;
use schema::{FACTS, Fields, Stamp, WORDS};
use sealed::{META, Sealed};
use writing::Session;

/// An index in a folder.
pub struct Index {
    folder: PathBuf,
    options: Options,
    directory: Sealed,
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
}

impl Index {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// If there is none, or it cannot be read, or another version wrote it.
    pub fn open(folder: &Path) -> Result<Index> {
        if !holds_index(folder)? {
            return Err(Error::NoIndex { folder: folder.to_owned() });
        }
        check_stamp(folder)?;
        let damaged = |error| damaged(folder, &error);
        let directory = Sealed::open(folder).map_err(damaged)?;
        let index = tantivy::Index::open(directory.clone()).map_err(damaged)?;
        Index::ready(folder, directory, index)
    }

    /// Opens the index in a folder, or makes one there.
    ///
    /// # Errors
    /// As [`Index::open`], or if the folder cannot be written.
    pub fn open_or_create(folder: &Path) -> Result<Index> {
        Index::open_or_create_with(folder, Options::default())
    }

    /// The same, to be written as `options` say.
    ///
    /// # Errors
    /// As [`Index::open_or_create`].
    pub fn open_or_create_with(folder: &Path, options: Options) -> Result<Index> {
        if !holds_index(folder)? {
            std::fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
            let lock = WriteLock::take(folder, options.patience)?;
            // Whoever had the lock may have made it.
            if !holds_index(folder)? {
                let directory = Sealed::open(folder).map_err(|error| damaged(folder, &error))?;
                let index = Index { options, ..Index::create(folder, directory)? };
                Session::begin_locked(&index, Some(lock))?.commit()?;
                return Ok(index);
            }
        }
        Ok(Index { options, ..Index::open(folder)? })
    }

    /// One committed state, as of now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.reader.searcher(), self.fields, self.folder.clone())
    }

    /// An index without calls. It is of no version until the first commit.
    fn create(folder: &Path, directory: Sealed) -> Result<Index> {
        // Of blocks as small as these, higher levels make nothing smaller.
        let fastest = ZstdCompressor { compression_level: Some(1) };
        let settings = IndexSettings { docstore_compression: Compressor::Zstd(fastest), ..IndexSettings::default() };
        let index = tantivy::Index::create(directory.clone(), schema::build().0, settings);
        Index::ready(folder, directory, index.map_err(|error| damaged(folder, &error))?)
    }

    /// The same index for a writer, whose merging would otherwise map every byte of it.
    fn for_writing(&self) -> tantivy::Result<tantivy::Index> {
        let index = tantivy::Index::open(self.directory.clone().frugal())?;
        register_readers(&index);
        Ok(index)
    }

    fn ready(folder: &Path, directory: Sealed, index: tantivy::Index) -> Result<Index> {
        let (schema, fields) = schema::build();
        if index.schema() != schema {
            return Err(Error::Damaged { folder: folder.to_owned(), reason: "its fields are not ours".to_owned() });
        }
        register_readers(&index);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| damaged(folder, &error))?;
        Ok(Index { folder: folder.to_owned(), options: Options::default(), directory, index, fields, reader })
    }
}

/// Tells an index how our words and facts stand in their texts.
fn register_readers(index: &tantivy::Index) {
    index.tokenizers().register(WORDS, WordReader::default());
    index.tokenizers().register(FACTS, FactReader::default());
}

/// Whether a source file is the engine's: a panic there means that an index is damaged.
pub fn is_of_engine(file: &str) -> bool {
    file.contains("tantivy")
}

/// Whether a folder holds an index, of whatever version. Fails if it holds the remains of one.
fn holds_index(folder: &Path) -> Result<bool> {
    let failed = |source| Error::Io { path: folder.to_owned(), source };
    if folder.join(META).try_exists().map_err(failed)? {
        return Ok(true);
    }
    match writing::names(folder).iter().find(|name| writing::is_of_segment(name)) {
        Some(_) => Err(Error::Damaged { folder: folder.to_owned(), reason: format!("{META} is missing") }),
        None => Ok(false),
    }
}

/// Refuses an index of another version, before anything else in it is believed.
fn check_stamp(folder: &Path) -> Result<()> {
    let broken = |reason: String| Error::Damaged { folder: folder.to_owned(), reason: format!("{META}: {reason}") };
    let directory = Sealed::open(folder).map_err(|error| damaged(folder, &error))?;
    let (meta, is_sealed) = directory.read_small(META).map_err(|source| match source.kind() {
        std::io::ErrorKind::InvalidData => broken(source.to_string()),
        _ => Error::Io { path: folder.join(META), source },
    })?;
    let meta: serde_json::Value = serde_json::from_slice(&meta).map_err(|error| broken(error.to_string()))?;
    let payload = meta["payload"].as_str();
    if payload.is_none() && is_sealed && meta["segments"].as_array().is_some_and(Vec::is_empty) {
        // Whoever made it came no further; it holds nothing yet, and is stamped with the first commit.
        return Ok(());
    }
    Stamp::check(payload, folder)?;
    if is_sealed { Ok(()) } else { Err(broken("it bears no seal".to_owned())) }
}

/// What tantivy complains of, as ours.
fn damaged(folder: &Path, error: &tantivy::TantivyError) -> Error {
    use tantivy::{
        TantivyError as E,
        directory::error::{LockError, OpenReadError, OpenWriteError},
    };
    let io = |source: &std::io::Error| match source.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => {
            Error::Damaged { folder: folder.to_owned(), reason: source.to_string() }
        }
        kind => Error::Io { path: folder.to_owned(), source: std::io::Error::new(kind, source.to_string()) },
    };
    match error {
        E::LockFailure(LockError::LockBusy, _) => Error::Locked { folder: folder.to_owned(), holder: String::new() },
        E::LockFailure(LockError::IoError(source), _) => io(source),
        E::IoError(source) => io(source),
        E::OpenReadError(OpenReadError::IoError { io_error, .. }) => io(io_error),
        E::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => io(io_error),
        E::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            Error::Damaged { folder: folder.to_owned(), reason: format!("{} is missing", path.display()) }
        }
        // What a thread of the writer met; nothing that is read ends in these.
        E::ErrorInThread(message) | E::InternalError(message) | E::SystemError(message) => {
            Error::Io { path: folder.to_owned(), source: std::io::Error::other(message.clone()) }
        }
        other => Error::Damaged { folder: folder.to_owned(), reason: other.to_string() },
    }
}
