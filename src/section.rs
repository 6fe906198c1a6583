//! Where the prepared remarks end and the questions begin.

use crate::{layout::Draft, transcript::Section};

/// The section of every turn.
pub fn divide(draft: &Draft) -> Vec<Section> {
    draft.turns.iter().map(|turn| turn.section.unwrap_or(Section::Prepared)).collect()
}
