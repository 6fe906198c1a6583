//! The local engine: the only room that knows tantivy.
//!
//! [`Index::open`] and [`Index::refresh`] are the way in, [`Snapshot`] the way out: one committed state,
//! whatever writers do meanwhile.

mod block;
mod forms;
mod lower;
mod rank;
mod refresh;
mod schema;
mod settle;
mod similar;
mod snapshot;
mod span_query;
mod steady;
mod survey;
mod tally;
mod top;
mod unit_query;

use std::path::{Path, PathBuf};

use tantivy::{
    IndexReader, IndexSettings, ReloadPolicy,
    directory::{Directory as _, MmapDirectory},
    store::{Compressor, ZstdCompressor},
};

pub use block::{Card, Spoken};
pub use refresh::{Progress, Summary};
pub use snapshot::{Hit, Request, Snapshot, Within};
pub use survey::{Apart, Clock, Counted, Sum, Sums, Survey, Whose};
pub use tally::Tally;
pub use top::Sort;

use crate::error::{Error, Result};
use schema::{Fields, Stamp, TOKENIZER, Words};

/// An index in a folder.
pub struct Index {
    folder: PathBuf,
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
        if !holds_index(folder) {
            return Err(Error::NoIndex { folder: folder.to_owned() });
        }
        let damaged = |error| damaged(folder, &error);
        let directory = MmapDirectory::open(folder).map_err(|error| damaged(error.into()))?;
        let index = tantivy::Index::open(directory).map_err(damaged)?;
        let meta = index.load_metas().map_err(damaged)?;
        if meta.payload.is_none() && meta.segments.is_empty() {
            // Whoever made it came no further; it holds nothing yet, and can be stamped now.
            let index = Index::ready(folder, index)?;
            index.commit_stamp()?;
            return Ok(index);
        }
        Stamp::check(meta.payload.as_deref(), folder)?;
        Index::ready(folder, index)
    }

    /// Opens the index in a folder, or makes one there.
    ///
    /// # Errors
    /// As [`Index::open`], or if the folder cannot be written.
    pub fn open_or_create(folder: &Path) -> Result<Index> {
        if holds_index(folder) {
            return Index::open(folder);
        }
        std::fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        let damaged = |error| damaged(folder, &error);
        let directory = MmapDirectory::open(folder).map_err(|error| damaged(error.into()))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Zstd(ZstdCompressor::default()),
            ..IndexSettings::default()
        };
        let index = tantivy::Index::create(directory, schema::build().0, settings).map_err(damaged)?;
        // The stamp goes in with the first commit; until then the folder holds an index of no version.
        let index = Index::ready(folder, index)?;
        index.commit_stamp()?;
        Ok(index)
    }

    /// One committed state, as of now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::new(self.reader.searcher(), self.fields, self.folder.clone())
    }

    fn ready(folder: &Path, index: tantivy::Index) -> Result<Index> {
        let (schema, fields) = schema::build();
        if index.schema() != schema {
            return Err(Error::Damaged { folder: folder.to_owned(), reason: "its fields are not ours".to_owned() });
        }
        index.tokenizers().register(TOKENIZER, Words::default());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(|error| damaged(folder, &error))?;
        Ok(Index { folder: folder.to_owned(), index, fields, reader })
    }
}

/// Whether a folder holds an index, of whatever version.
fn holds_index(folder: &Path) -> bool {
    MmapDirectory::open(folder).is_ok_and(|directory| directory.exists(Path::new("meta.json")).unwrap_or(false))
}

/// What tantivy complains of, as ours.
fn damaged(folder: &Path, error: &tantivy::TantivyError) -> Error {
    use tantivy::{TantivyError as E, directory::error::LockError};
    match error {
        E::LockFailure(LockError::LockBusy, _) => Error::Locked { folder: folder.to_owned() },
        E::IoError(source) => {
            Error::Io { path: folder.to_owned(), source: std::io::Error::new(source.kind(), source.to_string()) }
        }
        other => Error::Damaged { folder: folder.to_owned(), reason: other.to_string() },
    }
}
