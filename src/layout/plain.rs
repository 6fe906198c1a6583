//! Bare `Name: text` lines, the form of most free transcripts.

use super::{Draft, DraftTurn, Label, Layout};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "plain", matches: |_| true, read };

fn read(source: &Source) -> Vec<Draft> {
    let mut draft = Draft { layout: LAYOUT.name, ..Draft::default() };
    for line in source.text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some((name, text)) = line.split_once(": ")
            && name.len() <= 60
            && name.split(' ').count() <= 6
        {
            let name = source.text.part(name.trim());
            let label = Some(Label { name, ..Label::default() });
            draft.turns.push(DraftTurn { label, text: source.text.part(text.trim()), ..DraftTurn::default() });
        } else if let Some(turn) = draft.turns.last_mut() {
            turn.text.push_made("\n\n");
            turn.text.push_range(&source.text, source.text.range_of(line));
        }
    }
    let _ = Traced::default();
    vec![draft]
}
