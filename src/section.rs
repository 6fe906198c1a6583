//! Where the prepared remarks end and the questions begin.
//!
//! Printed headings are believed. Without them the boundary is the first turn that stages the
//! questions: the operator's first introduction, or, where the host runs the questions, the host's.

use crate::{
    cast::{self, Voices},
    layout::Draft,
    transcript::Section,
};

/// The section of every turn.
pub fn divide(draft: &Draft) -> Vec<Section> {
    divide_voices(draft, &Voices::of(draft))
}

/// The section of every turn, where it is known whose voice it is.
pub(crate) fn divide_voices(draft: &Draft, voices: &Voices) -> Vec<Section> {
    // A heading of the remarks alone says nothing about where they end.
    if draft.turns.iter().any(|turn| turn.section == Some(Section::Qa)) {
        let mut section = Section::Prepared;
        let printed = draft.turns.iter().map(|turn| {
            section = turn.section.unwrap_or(section);
            section
        });
        return printed.collect();
    }
    let first = cast::first_question(draft, voices).unwrap_or(draft.turns.len());
    (0..draft.turns.len()).map(|turn| if turn < first { Section::Prepared } else { Section::Qa }).collect()
}
