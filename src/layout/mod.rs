//! Which layout is this? One reader per family, chosen by what the text looks like.
//!
//! A new layout is one file, one row in [`LAYOUTS`] and one fixture.

mod badged;
mod bilingual;
mod bloomberg;
mod bold;
mod bulleted;
mod callstreet;
mod codes;
mod cues;
mod draft;
mod echoed;
mod fielded;
mod fool;
mod furniture;
mod header;
mod html;
mod json;
mod lines;
mod lost;
mod meeting;
mod metadata;
mod motleyfool;
mod oneline;
mod own;
mod pages;
mod plain;
mod recording;
mod records;
mod release;
mod running;
mod script;
mod seekingalpha;
mod stacked;
mod streetevents;
mod table;
mod tokens;
mod tree;
mod vendor;
mod voices;

pub use draft::{Draft, DraftTurn, Header, Label, Mark, RosterEntry, Side};

use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Transcript};

/// A layout: its name, how to recognise it, how to read it.
#[derive(Debug)]
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
    callstreet::LAYOUT,
    fielded::LAYOUT,
    bulleted::LAYOUT,
    badged::LAYOUT,
    stacked::LAYOUT,
    oneline::LAYOUT,
    echoed::LAYOUT,
    bold::LAYOUT,
    seekingalpha::LAYOUT,
    meeting::LAYOUT,
    plain::LAYOUT,
];

impl Layout {
    /// The layout of this name.
    pub fn named(name: &str) -> Option<&'static Layout> {
        LAYOUTS.iter().find(|layout| layout.name == name)
    }

    /// The first layout that a source looks like.
    fn of(source: &Source) -> &'static Layout {
        LAYOUTS.iter().find(|layout| (layout.matches)(source)).unwrap_or(&plain::LAYOUT)
    }
}

/// The transcripts of a source that this program wrote itself, in which everybody is identified already;
/// `None` for any other, and for one that is to be read with another layout.
pub(crate) fn finished(source: &Source, chosen: Option<&Layout>) -> Option<Vec<Transcript>> {
    if chosen.is_some_and(|layout| layout.name != own::LAYOUT.name) {
        return None;
    }
    let mut transcripts = own::finished(source)?;
    let Some((seen, unseen)) = seen(source) else { return Some(transcripts) };
    transcripts = own::finished(&seen)?;
    transcripts.iter_mut().for_each(|transcript| transcript.diagnostics.push(unseen.clone()));
    Some(transcripts)
}

/// In so many turns a call is opened.
const WELCOME: usize = 3;

/// Reads a source with the first layout that it looks like.
pub fn read(source: &Source) -> Vec<Draft> {
    read_with(source, None)
}

/// Reads a source with the layout that was chosen for it, whatever it looks like; if none was, with the first
/// that it looks like.
pub fn read_with(source: &Source, chosen: Option<&Layout>) -> Vec<Draft> {
    let layout = chosen.unwrap_or_else(|| Layout::of(source));
    let mut drafts = read_seen(source, layout);
    for turn in drafts.iter_mut().flat_map(|draft| &mut draft.turns) {
        if let Some(whole) = lines::without_breaks(&turn.text) {
            turn.text = whole;
        }
    }
    for draft in drafts.iter_mut().filter(|draft| draft.header.date.is_none()) {
        draft.header.date = draft.turns.iter().take(WELCOME).find_map(|turn| header::recorded(&turn.text));
    }
    if let [draft] = &mut drafts[..]
        && !is_data(layout)
        && !draft.turns.is_empty()
    {
        metadata::fill(&mut draft.header, header::front_matter(&source.text));
    }
    // What is told beside the text is right as it is.
    for draft in drafts.iter_mut().filter(|_| !is_data(layout)) {
        header::settle_possessive(&mut draft.header, draft.turns.iter().map(|turn| turn.text.as_str()));
    }
    drafts
}

/// Reads a source without the escapes of characters that nobody sees, where its layout has escapes.
fn read_seen(source: &Source, layout: &Layout) -> Vec<Draft> {
    let Some((seen, unseen)) = is_data(layout).then(|| seen(source)).flatten() else { return read_by(layout, source) };
    let mut drafts = read_by(layout, &seen);
    drafts.iter_mut().for_each(|draft| draft.diagnostics.push(unseen.clone()));
    drafts
}

/// Reads a source with a layout; what that took for furniture is looked at again.
fn read_by(layout: &Layout, source: &Source) -> Vec<Draft> {
    let mut drafts = (layout.read)(source);
    // Records have fields, and what is read out of a page or a field comes by here on its own.
    let is_text = !is_data(layout) && layout.name != html::LAYOUT.name;
    drafts.iter_mut().filter(|_| is_text).for_each(|draft| lost::give_back(draft, &source.text));
    let release = match &drafts[..] {
        [draft] if is_text => release::against(&source.text, draft),
        _ => None,
    };
    release.map_or(drafts, |reason| vec![draft::not_a_transcript(layout.name, reason)])
}

/// Whether a layout is one of records with fields, in which characters may be escaped.
fn is_data(layout: &Layout) -> bool {
    [own::LAYOUT, recording::LAYOUT, motleyfool::LAYOUT, vendor::LAYOUT, table::LAYOUT]
        .iter()
        .any(|data| data.name == layout.name)
}

/// A source without the escapes of characters that nobody sees, and what is to be said of them; `None` if there are
/// none.
fn seen(source: &Source) -> Option<(Source, Diagnostic)> {
    let (text, unseen) = tree::without_unseen_escapes(&source.text)?;
    let (path, hash, diagnostics) = (source.path.clone(), source.hash.clone(), source.diagnostics.clone());
    Some((Source { path, bytes: source.bytes, hash, text, diagnostics }, Diagnostic::unseen(unseen)))
}

/// Reads a source with the layout of this name, whatever it looks like; `None` if there is no such
/// layout.
pub fn read_as(name: &str, source: &Source) -> Option<Vec<Draft>> {
    Layout::named(name).map(|layout| read_with(source, Some(layout)))
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
    read_by(layout.unwrap_or(&plain::LAYOUT), &inner).into_iter().next().unwrap_or_default()
}

/// The longest beginning of `text` of at most `len` bytes that ends on a character boundary.
fn beginning(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    &text[..end]
}
