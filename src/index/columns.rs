//! The columns of numbers of one state of the index, each opened when it is first asked for, and once.
//!
//! Opening one is not free: it is looked up by name, and the heads of all its blocks are read, so that it grows
//! with the segment. A page of hits asks for the same eight columns again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use tantivy::{SegmentReader, columnar::Column, index::SegmentId};

/// Columns that are open, by segment and name. Copies share them.
#[derive(Clone, Default)]
pub(super) struct Columns(Arc<Mutex<Opened>>);

type Opened = HashMap<(SegmentId, &'static str), Column<u64>>;

impl Columns {
    /// A column of a segment.
    pub(super) fn open(&self, reader: &SegmentReader, name: &'static str) -> tantivy::Result<Column<u64>> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (reader.segment_id(), name);
        if let Some(column) = opened.get(&key) {
            return Ok(column.clone());
        }
        let column = reader.fast_fields().u64(name)?;
        opened.insert(key, column.clone());
        Ok(column)
    }
}

impl std::fmt::Debug for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Columns")
    }
}
