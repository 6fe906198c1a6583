//! Claims: one fact about one person, how strong it is, and the words that say so.

use std::ops::Range;

use crate::{
    layout::Draft,
    text::Traced,
    transcript::{Evidence, Role},
};

/// What is claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// The role on the call.
    Role(Role),
    /// The title, in the words used.
    Title(String),
    /// The firm, as said.
    Firm(String),
    /// The name, or another form of it.
    Name(String),
}

/// How strong a claim is, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Where and how somebody speaks.
    Behavior,
    /// A vendor's field says so, in a word for a side of the call or a code for an office.
    Field,
    /// Speaks where the floor was given to somebody.
    Floor,
    /// Says so of themselves.
    SelfIntroduction,
    /// Is given the floor by name.
    Handover,
    /// Is presented by name and title.
    Welcome,
    /// Is called by name to ask.
    Introduction,
    /// The label itself says so.
    Label,
    /// A printed roster says so.
    Roster,
}

/// One fact, and why.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub fact: Fact,
    pub strength: Strength,
    pub evidence: Evidence,
}

/// The words of a turn as evidence for a rule.
pub(super) fn said(draft: &Draft, rule: &'static str, turn: usize, words: Range<usize>) -> Evidence {
    let text = &draft.turns[turn].text;
    let words = if text.get(words.clone()).is_some() { words } else { 0..0 };
    Evidence {
        rule: rule.to_owned(),
        turn: u32::try_from(turn).ok(),
        text: text.get(words.clone()).unwrap_or_default().to_owned(),
        source_bytes: text.source_span(words),
    }
}

/// Printed words as evidence for a rule; `turn` is the labelled turn, if it is a label.
pub(super) fn printed(rule: &'static str, turn: Option<usize>, words: &Traced) -> Evidence {
    Evidence {
        rule: rule.to_owned(),
        turn: turn.and_then(|turn| u32::try_from(turn).ok()),
        text: words.to_string(),
        source_bytes: words.span(),
    }
}

/// The opening words of a turn, as evidence for what somebody does there.
pub(super) fn opening(draft: &Draft, rule: &'static str, turn: usize) -> Evidence {
    let text: &str = &draft.turns[turn].text;
    let end = text.find(['.', '?', '!']).map_or(text.len(), |end| end + 1).min(120);
    said(draft, rule, turn, 0..super::phrase::floor(text, end))
}
