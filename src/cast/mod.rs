//! Who is who: labels, rosters and what was said, to participants with role, title, firm and evidence.
//!
//! ```text
//! turns ─ voice ─▶ voices ─ introductions, mention, spoken, roster, behaviour ─▶ claims ─ people ─▶ participants
//! ```
//!
//! A claim is one fact about one person, with the words that say so and how strong they are.
//! Claims are gathered by every rule, and only then weighed: the strongest decides.

mod behavior;
mod beside;
mod boundary;
mod claim;
mod decide;
pub mod firms;
mod floor;
mod gather;
mod guests;
mod introductions;
mod mention;
mod names;
mod operator;
mod people;
mod phrase;
mod printed;
mod reasoning;
mod recovery;
mod span;
mod spoken;
#[cfg(test)]
mod testing;
pub mod titles;
mod vocabulary;
mod voice;

pub use reasoning::{Reason, Reasoning, explain};

pub(crate) use boundary::first_question;
pub(crate) use names::{Likeness, Name, is_given, rows_of_short_forms};
pub(crate) use voice::Voices;

use crate::{
    layout::Draft,
    transcript::{Participant, ParticipantId, Section},
};

/// Whether two full names are forms of one: short and long given names, initials, accents, honorifics.
pub fn same_name(a: &str, b: &str) -> bool {
    let (a, b) = (names::Name::new(a), names::Name::new(b));
    a.is_full() && b.is_full() && a.likeness(&b) == names::Likeness::Same
}

/// Everybody on a call.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Those who speak, in order of first appearance, then those who are only named.
    pub participants: Vec<Participant>,
    /// For each turn, who speaks.
    pub speakers: Vec<ParticipantId>,
}

/// Works out who is who.
pub fn resolve(draft: &Draft, sections: &[Section]) -> Cast {
    resolve_voices(draft, &Voices::of(draft), sections)
}

/// Works out who is who, where it is known which turns are one voice's.
pub(crate) fn resolve_voices(draft: &Draft, voices: &Voices, sections: &[Section]) -> Cast {
    decide::cast(draft, voices, weigh(draft, voices, sections))
}

/// Everybody, with all that is claimed of them.
fn weigh(draft: &Draft, voices: &Voices, sections: &[Section]) -> people::People {
    let heard = gather::listen(draft, voices, sections);
    let mut people = people::People::join(draft, voices, heard.first_qa);
    people.read_printed(draft, voices);
    people.read_mentions(draft, voices, &heard);
    let floors = floor::assign(draft, voices, &heard, &mut people);
    behavior::read(draft, voices, &heard, &floors, &mut people);
    recovery::name_voices(draft, voices, &heard, &floors, &mut people);
    people
}
