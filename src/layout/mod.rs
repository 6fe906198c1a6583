//! Which layout is this? One reader per family, chosen by what the text looks like.
//!
//! A new layout is one file, one row in [`LAYOUTS`] and one fixture.

mod draft;
mod furniture;
mod header;
mod plain;

pub use draft::{Draft, DraftTurn, Header, Label, Mark, RosterEntry, Side};

use crate::source::Source;

/// A layout: its name, how to recognise it, how to read it.
pub struct Layout {
    /// As `--layout` and `source.layout` have it.
    pub name: &'static str,
    /// Whether a text looks like it. Looks at the beginning, or at a sample; never at the file's name.
    pub matches: fn(&Source) -> bool,
    /// Reads it. Total on any text: what cannot be read becomes a diagnostic.
    pub read: fn(&Source) -> Vec<Draft>,
}

/// All layouts, the most particular first; the last takes any text.
pub const LAYOUTS: &[Layout] = &[plain::LAYOUT];

/// Reads a source with the first layout that it looks like.
pub fn read(source: &Source) -> Vec<Draft> {
    let layout = LAYOUTS.iter().find(|layout| (layout.matches)(source)).unwrap_or(&plain::LAYOUT);
    (layout.read)(source)
}

/// The longest beginning of `text` of at most `len` bytes that ends on a character boundary.
fn beginning(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}
