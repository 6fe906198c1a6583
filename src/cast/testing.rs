//! Small calls for the tests of this room, written as `label: words`, a turn each.

use super::{Cast, Voices, resolve};
use crate::{
    layout::{Draft, DraftTurn, Label},
    section,
    text::Traced,
    transcript::Participant,
};

/// A draft of turns; a turn without a label is one without a colon.
pub(super) fn draft(turns: &[&str]) -> Draft {
    let mut at = 0;
    let turn = |turn: &&str| {
        let (label, text) = turn.split_once(": ").map_or((None, *turn), |(label, text)| (Some(label), text));
        let start = at;
        at += turn.len() as u64 + 1;
        DraftTurn {
            label: label.map(|label| Label { name: Traced::verbatim(label, start), ..Label::default() }),
            text: Traced::verbatim(text, start + label.map_or(0, |label| label.len() as u64 + 2)),
            ..DraftTurn::default()
        }
    };
    Draft { turns: turns.iter().map(turn).collect(), ..Draft::default() }
}

/// Who is on such a call.
pub(super) fn cast(turns: &[&str]) -> Cast {
    let draft = draft(turns);
    resolve(&draft, &section::divide(&draft))
}

/// `name role title firm` of everybody, without what is not known.
pub(super) fn people(turns: &[&str]) -> Vec<String> {
    cast(turns).participants.iter().map(one).collect()
}

fn one(participant: &Participant) -> String {
    let mut text = format!("{} {}", participant.name, participant.role);
    for detail in [&participant.title, &participant.firm].into_iter().flatten() {
        text.push_str(" | ");
        text.push_str(detail);
    }
    text
}

/// The voices of such a call.
pub(super) fn voices(turns: &[&str]) -> (Draft, Voices) {
    let draft = draft(turns);
    let voices = Voices::of(&draft);
    (draft, voices)
}

/// Long enough to be remarks.
pub(super) const REMARKS: &str = "We sold more boats than in the year before, and the yard is full until the spring. \
    Our costs were lower than we had planned, because wood was cheap and the winter was short. We have hired forty \
    people for the new dock, and we will hire as many again when it opens. The order book stands at two hundred boats, \
    which is what we build in a year. We are proud of what the people at the yard have done, and we thank them.";
