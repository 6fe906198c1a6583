//! Who is who: labels, rosters and what was said, to participants with role, title, firm and evidence.

use crate::{
    layout::Draft,
    transcript::{Participant, ParticipantId, Role, Section},
};

/// Everybody on a call.
#[derive(Clone, Debug, Default)]
pub struct Cast {
    /// Those who speak, in order of first appearance, then those who are only named.
    pub participants: Vec<Participant>,
    /// For each turn, who speaks.
    pub speakers: Vec<ParticipantId>,
}

/// Works out who is who.
pub fn resolve(draft: &Draft, _sections: &[Section]) -> Cast {
    let mut cast = Cast::default();
    for turn in &draft.turns {
        let name = turn.label.as_ref().map_or("unknown", |label| label.name.as_str());
        let known = cast.participants.iter().position(|p| p.name == name);
        cast.speakers.push(known.unwrap_or_else(|| {
            cast.participants.push(Participant {
                name: name.to_owned(),
                role: if name == "Operator" { Role::Operator } else { Role::Unknown },
                title: None,
                firm: None,
                aliases: Vec::new(),
                evidence: Vec::new(),
            });
            cast.participants.len() - 1
        }));
    }
    cast
}

/// Stand-in until the cast branch lands.
pub fn firm_words(firm: &str) -> Vec<String> {
    firm.split_whitespace().map(|w| w.to_lowercase().replace(['.', ','], "")).collect()
}

/// Stand-in until the cast branch lands.
pub fn positions(title: &str) -> Vec<&'static str> {
    if title.contains("CFO") { vec!["cfo"] } else { Vec::new() }
}
