//! Articles in HTML: the readable text, without navigation and ads, every byte traced; then read by the
//! layout that the text looks like.

mod page;
mod tag;

use super::{Draft, Layout, bilingual, draft::not_a_transcript, lines};
use crate::{error::Diagnostic, source::Source};

pub(super) const LAYOUT: Layout = Layout { name: "html", matches, read };

/// A document, or a piece of one: a tag at the beginning, and some that HTML has.
fn matches(source: &Source) -> bool {
    let head = lines::head(source.text.trim_start_matches(['\u{feff}', '\0', ' ', '\t', '\r', '\n']), 4096)
        .to_ascii_lowercase();
    let tags = ["<p>", "<p ", "<br", "<div", "<span", "<html", "<body", "<head", "<table", "<article"];
    head.starts_with('<') && (head.starts_with("<!doctype html") || tags.iter().any(|tag| head.contains(tag)))
}

fn read(source: &Source) -> Vec<Draft> {
    let page = page::read(&source.text);
    let mut draft = if page.translated { bilingual::read(&page.text) } else { super::read_inner(source, page.text) };
    draft.layout = LAYOUT.name;
    // An article names its speakers; what does not is some other page.
    if draft.turns.iter().filter(|turn| turn.label.is_some()).count() < 2 {
        return vec![not_a_transcript(LAYOUT.name, "no speakers stand in the readable text of this page")];
    }
    draft.diagnostics.extend(page.left_out.iter().map(|text| {
        let mut diagnostic = lines::furniture(text, text, 0);
        diagnostic.turn = None;
        diagnostic
    }));
    draft.diagnostics.extend(page.unseen.told().map(Diagnostic::unseen));
    vec![draft]
}

#[cfg(test)]
mod tests;
