//! Which layout is this? One reader per family, chosen by what the text looks like.
//!
//! A new layout is one file, one row in [`LAYOUTS`] and one fixture.

mod bilingual;
mod bloomberg;
mod cues;
mod draft;
mod fool;
mod furniture;
mod header;
mod html;
mod json;
mod lines;
mod meeting;
mod metadata;
mod motleyfool;
mod own;
mod pages;
mod plain;
mod recording;
mod records;
mod script;
mod seekingalpha;
mod streetevents;
mod table;
mod tokens;
mod tree;
mod vendor;
mod voices;

pub use draft::{Draft, DraftTurn, Header, Label, Mark, RosterEntry, Side};

use crate::{source::Source, text::Traced, transcript::Transcript};

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
pub const LAYOUTS: &[Layout] = &[
    cues::VTT,
    cues::SRT,
    html::LAYOUT,
    tokens::LAYOUT,
    own::LAYOUT,
    recording::LAYOUT,
    motleyfool::LAYOUT,
    vendor::LAYOUT,
    table::LAYOUT,
    streetevents::LAYOUT,
    bloomberg::LAYOUT,
    fool::LAYOUT,
    pages::LAYOUT,
    seekingalpha::LAYOUT,
    meeting::LAYOUT,
    plain::LAYOUT,
];

/// The transcripts of a source that this program wrote itself, in which everybody is identified already;
/// `None` for any other.
pub(crate) fn finished(source: &Source) -> Option<Vec<Transcript>> {
    own::finished(source)
}

/// Reads a source with the first layout that it looks like.
pub fn read(source: &Source) -> Vec<Draft> {
    let layout = LAYOUTS.iter().find(|layout| (layout.matches)(source)).unwrap_or(&plain::LAYOUT);
    (layout.read)(source)
}

/// Reads a source with the layout of this name, whatever it looks like; `None` if there is no such
/// layout.
pub fn read_as(name: &str, source: &Source) -> Option<Vec<Draft>> {
    LAYOUTS.iter().find(|layout| layout.name == name).map(|layout| (layout.read)(source))
}

/// Reads a text that stands inside a source of another form (a string of JSON, a cell of a table, the
/// readable text of a page), with the first layout that it looks like.
fn read_inner(outer: &Source, text: Traced) -> Draft {
    let inner = Source {
        path: outer.path.clone(),
        bytes: outer.bytes,
        hash: outer.hash.clone(),
        text,
        diagnostics: Vec::new(),
    };
    let layout = LAYOUTS
        .iter()
        .filter(|layout| ![vendor::LAYOUT.name, table::LAYOUT.name, html::LAYOUT.name].contains(&layout.name))
        .find(|layout| (layout.matches)(&inner));
    (layout.unwrap_or(&plain::LAYOUT).read)(&inner).into_iter().next().unwrap_or_default()
}

/// The longest beginning of `text` of at most `len` bytes that ends on a character boundary.
fn beginning(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}
