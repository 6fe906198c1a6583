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

use layout::Layout;
use source::Source;
use transcript::Transcript;

/// Reads every call that a source holds: one for most layouts, many for some vendors' files.
pub fn read(source: &Source) -> Vec<Transcript> {
    read_each(source, None).collect()
}

/// The same, one after the other, so that the calls of a large file need not be held at once. A layout that is
/// chosen overrules what the source looks like.
pub fn read_each<'s>(source: &'s Source, chosen: Option<&Layout>) -> Box<dyn Iterator<Item = Transcript> + 's> {
    match layout::finished(source, chosen) {
        Some(transcripts) => Box::new(transcripts.into_iter()),
        None => Box::new(layout::read_with(source, chosen).into_iter().map(|draft| transcribe(source, draft))),
    }
}

/// The same, and for each participant of each call all that was claimed of them; nothing of a transcript of our own,
/// which was understood before.
pub fn read_explained(source: &Source, chosen: Option<&Layout>) -> Vec<(Transcript, Vec<cast::Reasoning>)> {
    if let Some(transcripts) = layout::finished(source, chosen) {
        return transcripts.into_iter().map(|transcript| (transcript, Vec::new())).collect();
    }
    let calls = layout::read_with(source, chosen).into_iter().map(|draft| {
        let why = cast::explain(&draft, &section::divide(&draft));
        (transcribe(source, draft), why)
    });
    calls.collect()
}

fn transcribe(source: &Source, mut draft: layout::Draft) -> Transcript {
    if draft.turns.is_empty() && draft.diagnostics.is_empty() {
        let (code, text) = ("not-a-transcript".to_owned(), "nobody speaks in it".to_owned());
        draft.diagnostics.push(error::Diagnostic { code, turn: None, text, source_bytes: None });
    }
    let (sections, cast) = understand(&draft);
    let pairing = exchange::pair(&draft, &sections, &cast);
    transcript::assemble(source, draft, sections, cast, pairing)
}

/// The sections of a call and who is on it; both ask whose voice a turn is, which is found out once.
fn understand(draft: &layout::Draft) -> (Vec<transcript::Section>, cast::Cast) {
    let voices = cast::Voices::of(draft);
    let sections = section::divide_voices(draft, &voices);
    let cast = cast::resolve_voices(draft, &voices, &sections);
    (sections, cast)
}

/// The README's example is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
