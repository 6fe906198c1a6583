//! Which layout is this? One reader per family, chosen by what the text looks like.
//!
//! A new layout is one file, one row in [`LAYOUTS`] and one fixture.

mod cues;
mod draft;
mod plain;
mod voices;

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
pub const LAYOUTS: &[Layout] = &[cues::VTT, cues::SRT, plain::LAYOUT];

/// Reads a source with the first layout that it looks like.
pub fn read(source: &Source) -> Vec<Draft> {
    let layout = LAYOUTS.iter().find(|layout| (layout.matches)(source)).unwrap_or(&plain::LAYOUT);
    (layout.read)(source)
}
