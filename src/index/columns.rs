//! The columns of numbers of one state of the index, each opened when it is first asked for, and once.
//!
//! Opening one is not free: it is looked up by name, and the heads of all its blocks are read, so that it grows
//! with the segment. A page of hits asks for the same eight columns again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{
    DocId, SegmentReader,
    columnar::{Column, ColumnIndex, ColumnValues},
    index::SegmentId,
};

/// A column of numbers.
#[derive(Clone)]
pub(super) enum Numbers {
    /// Every document has one: nothing need be counted to find it.
    Dense(Arc<dyn ColumnValues<u64>>),
    /// Some have.
    Sparse(Column<u64>),
}

impl Numbers {
    /// The number of a document.
    pub(super) fn first(&self, doc: DocId) -> Option<u64> {
        match self {
            Numbers::Dense(values) => (doc < values.num_vals()).then(|| values.get_val(doc)),
            Numbers::Sparse(column) => column.first(doc),
        }
    }
}

/// Columns that are open, by segment and name. Copies share them.
#[derive(Clone, Default)]
pub(super) struct Columns(Arc<Mutex<Opened>>);

type Opened = HashMap<(SegmentId, &'static str), Numbers>;

impl Columns {
    /// A column of a segment.
    pub(super) fn open(&self, reader: &SegmentReader, name: &'static str) -> tantivy::Result<Numbers> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (reader.segment_id(), name);
        if let Some(column) = lock().get(&key) {
            return Ok(column.clone());
        }
        // Without the lock: other threads open others.
        let column = match reader.fast_fields().u64(name)? {
            Column { index: ColumnIndex::Full, values } => Numbers::Dense(values),
            column => Numbers::Sparse(column),
        };
        lock().insert(key, column.clone());
        Ok(column)
    }
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Columns")
    }
}
