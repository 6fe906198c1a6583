//! Who said what, on which call, in which role, and in answer to whom.
//!
//! Data flows one way:
//!
//! ```text
//! bytes ─ source ─▶ text ─ layout ─▶ draft ─ section, cast, exchange ─▶ transcript ─ passage ─▶ index
//! query line ─ query ─▶ plan ─ index ─▶ hits ─ excerpt ─▶ passages with highlights ─ render ─▶ output
//! ```
//!
//! [`read`] is the first line, from bytes to a [`Transcript`]; reading text never fails, it gives a
//! transcript and diagnostics.

pub mod cast;
pub mod error;
pub mod excerpt;
pub mod exchange;
pub mod index;
pub mod layout;
pub mod passage;
pub mod people;
pub mod query;
pub mod render;
pub mod section;
pub mod source;
pub mod text;
pub mod transcript;
pub mod trend;

use source::Source;
use transcript::Transcript;

/// Reads every call that a source holds: one for most layouts, many for some vendors' files.
pub fn read(source: &Source) -> Vec<Transcript> {
    read_each(source).collect()
}

/// The same, one after the other, so that the calls of a large file need not be held at once.
pub fn read_each(source: &Source) -> impl Iterator<Item = Transcript> {
    layout::read(source).into_iter().map(|draft| {
        let sections = section::divide(&draft);
        let cast = cast::resolve(&draft, &sections);
        let pairing = exchange::pair(&draft, &sections, &cast);
        transcript::assemble(source, draft, sections, cast, pairing)
    })
}

/// The README's example is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
