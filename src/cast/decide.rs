//! From claims to participants: the strongest decides, and its words are the evidence.

use super::{
    Cast,
    claim::{Claim, Fact, Strength},
    names::{Likeness, Name},
    people::{People, Person, bare},
    titles,
    voice::{LabelKind, Voices},
};
use crate::{
    layout::Draft,
    transcript::{Evidence, Participant, Role},
};

/// Turns people into participants: those who speak first, in order of appearance.
pub(super) fn cast(draft: &Draft, voices: &Voices, people: People) -> Cast {
    let order = order(voices, &people);
    let mut place = vec![0; people.list.len()];
    for (at, &person) in order.iter().enumerate() {
        place[person] = at;
    }
    let speakers = voices.of_turn.iter().map(|&voice| place[people.of_voice[voice]]).collect();
    let participants = order.iter().map(|&person| participant(draft, voices, &people.list[person])).collect();
    Cast { participants, speakers }
}

/// People in the order of participants: those who speak by their first turn, then those who are only named.
pub(super) fn order(voices: &Voices, people: &People) -> Vec<usize> {
    let (mut order, silent): (Vec<usize>, Vec<usize>) =
        (0..people.list.len()).partition(|&person| !people.list[person].voices.is_empty());
    let first = |person: &usize| people.list[*person].voices.iter().filter_map(|&v| voices.list[v].turns.first()).min();
    order.sort_by_key(first);
    order.extend(silent);
    order
}

/// The claims that decide of a person: role, title, firm, name.
pub(super) fn deciding(person: &Person) -> [Option<&Claim>; 4] {
    let by_claim = strongest_role(person);
    let role = match by_claim {
        _ if person.operator => Role::Operator,
        Some((_, Role::Executive)) if ir_title(person).is_some() => Role::Ir,
        Some((_, role)) => role,
        None => Role::Unknown,
    };
    let name = person.claims.iter().find(|claim| matches!(claim.fact, Fact::Name(_)));
    let (title, firm) = details(person, role);
    [by_claim.map(|(claim, _)| claim), title, firm, name]
}

/// The title of the company's people and guests, the firm of outsiders.
fn details(person: &Person, role: Role) -> (Option<&Claim>, Option<&Claim>) {
    let company = matches!(role, Role::Executive | Role::Ir);
    let title = (company || role == Role::Other).then(|| title(person)).flatten();
    let firm = matches!(role, Role::Analyst | Role::Other | Role::Unknown).then(|| firm(person)).flatten();
    (title, firm)
}

/// The strongest claim to a role, the first among equals.
fn strongest_role(person: &Person) -> Option<(&Claim, Role)> {
    let mut best: Option<(&Claim, Role)> = None;
    for claim in &person.claims {
        let Fact::Role(role) = claim.fact else { continue };
        if best.is_none_or(|(known, _)| claim.strength > known.strength) {
            best = Some((claim, role));
        }
    }
    best
}

/// A title that says investor relations.
fn ir_title(person: &Person) -> Option<&Claim> {
    person.claims.iter().find(|c| matches!(&c.fact, Fact::Title(words) if titles::is_ir(words)))
}

fn participant(draft: &Draft, voices: &Voices, person: &Person) -> Participant {
    let mut evidence = Vec::new();
    let role = role(draft, voices, person, &mut evidence);
    let (title, firm) = details(person, role);
    for claim in title.iter().chain(&firm) {
        note(&mut evidence, &claim.evidence);
    }
    let (name, aliases) = forms(voices, person, &mut evidence);
    let words = |claim: &Claim| match &claim.fact {
        Fact::Title(words) | Fact::Firm(words) => Some(words.clone()),
        _ => None,
    };
    Participant { name, role, title: title.and_then(words), firm: firm.and_then(words), aliases, evidence }
}

fn note(evidence: &mut Vec<Evidence>, new: &Evidence) {
    if !evidence.contains(new) {
        evidence.push(new.clone());
    }
}

/// The role: the strongest claim's; investor relations if the title says so.
fn role(draft: &Draft, voices: &Voices, person: &Person, evidence: &mut Vec<Evidence>) -> Role {
    if person.operator {
        let printed = person.claims.iter().find(|c| c.fact == Fact::Role(Role::Operator));
        let turn = person.voices.iter().filter_map(|&v| voices.list[v].turns.first()).min();
        match (printed, turn) {
            (Some(claim), _) => note(evidence, &claim.evidence),
            (None, Some(&turn)) => note(evidence, &super::claim::opening(draft, "runs-the-line", turn)),
            (None, None) => {}
        }
        return Role::Operator;
    }
    let Some((claim, role)) = strongest_role(person) else { return Role::Unknown };
    note(evidence, &claim.evidence);
    match role {
        Role::Executive => ir_title(person).map_or(role, |claim| {
            note(evidence, &claim.evidence);
            Role::Ir
        }),
        role => role,
    }
}

/// The title: the strongest claim's; among equals the one that names most positions.
fn title(person: &Person) -> Option<&Claim> {
    best(person, |fact| match fact {
        Fact::Title(words) => Some(titles::positions(words).len()),
        _ => None,
    })
}

/// The firm: the strongest claim's, the first among equals.
fn firm(person: &Person) -> Option<&Claim> {
    best(person, |fact| match fact {
        Fact::Firm(_) => Some(0),
        _ => None,
    })
}

fn best(person: &Person, worth: impl Fn(&Fact) -> Option<usize>) -> Option<&Claim> {
    let mut best: Option<(Strength, usize, &Claim)> = None;
    for claim in &person.claims {
        let Some(worth) = worth(&claim.fact) else { continue };
        if best.is_none_or(|(strength, most, _)| (claim.strength, worth) > (strength, most)) {
            best = Some((claim.strength, worth, claim));
        }
    }
    best.map(|(_, _, claim)| claim)
}

/// The name and the other forms of it.
fn forms(voices: &Voices, person: &Person, evidence: &mut Vec<Evidence>) -> (String, Vec<String>) {
    let said = person.claims.iter().find_map(|claim| match &claim.fact {
        Fact::Name(name) => Some((name.clone(), &claim.evidence)),
        _ => None,
    });
    let mut forms: Vec<&str> = person.forms.iter().map(|(form, _)| form.as_str()).collect();
    let name = if let Some((name, reason)) = said {
        note(evidence, reason);
        name
    } else {
        fullest(voices, person)
    };
    forms.retain(|form| !form.is_empty() && *form != name);
    let mut aliases: Vec<String> = Vec::new();
    for form in forms {
        let form = if person.voices.is_empty() { bare(form) } else { form };
        if form != name && aliases.iter().all(|known| known != form) {
            aliases.push(form.to_owned());
        }
    }
    (name, aliases)
}

/// The fullest form: the longest of the labels; a form that was only said if the labels give but one word (a first name,
/// or a name that has lost its space).
fn fullest(voices: &Voices, person: &Person) -> String {
    let labels = person.voices.iter().map(|&v| &voices.list[v]);
    let mut best: Option<(&str, &Name)> = None;
    for voice in labels {
        if best.is_none_or(|(_, name)| voice.name.words().len() > name.words().len()) {
            best = Some((&voice.label, &voice.name));
        }
    }
    let named = person.voices.iter().all(|&v| voices.list[v].kind == LabelKind::Named);
    let fuller = person.forms.iter().filter(|(_, form)| match best {
        None => true,
        Some((_, name)) => {
            let alike = || matches!(form.likeness(name), Likeness::Part | Likeness::Same);
            named && !name.is_full() && form.is_full() && alike()
        }
    });
    let said = fuller.max_by_key(|(_, name)| name.words().len()).map(|(form, _)| form.clone());
    let label = best.map(|(label, _)| label.to_owned());
    said.or(label).filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(claims: &[(Fact, Strength)]) -> Person {
        let mut person = Person::default();
        for (fact, strength) in claims {
            let evidence =
                Evidence { rule: String::new(), turn: None, text: String::new(), source_bytes: (0..0).into_span() };
            person.claim(fact.clone(), *strength, evidence);
        }
        person
    }

    trait IntoSpan {
        fn into_span(self) -> crate::text::Span;
    }

    impl IntoSpan for std::ops::Range<u64> {
        fn into_span(self) -> crate::text::Span {
            crate::text::Span { start: self.start, end: self.end }
        }
    }

    #[test]
    fn the_strongest_decides() {
        let (title, firm) = (|words: &str| Fact::Title(words.into()), |words: &str| Fact::Firm(words.into()));
        let (analyst, executive) = (Fact::Role(Role::Analyst), Fact::Role(Role::Executive));
        for (claims, want) in [
            (vec![], [None, None, None]),
            (
                vec![(executive.clone(), Strength::Behavior), (analyst.clone(), Strength::Introduction)],
                [Some("analyst"), None, None],
            ),
            // The first among equals.
            (
                vec![(analyst.clone(), Strength::Floor), (executive.clone(), Strength::Floor)],
                [Some("analyst"), None, None],
            ),
            // Among equals, the title that names most positions.
            (
                vec![
                    (executive.clone(), Strength::Welcome),
                    (title("CEO"), Strength::Welcome),
                    (title("Chairman and CEO"), Strength::Welcome),
                ],
                [Some("executive"), Some("Chairman and CEO"), None],
            ),
            // No firm for the company's people, no title for analysts.
            (vec![(executive, Strength::Label), (firm("Acme"), Strength::Floor)], [Some("executive"), None, None]),
            (
                vec![(analyst, Strength::Label), (title("CEO"), Strength::Floor), (firm("Acme"), Strength::Floor)],
                [Some("analyst"), None, Some("Acme")],
            ),
        ] {
            let person = person(&claims);
            let words = |claim: Option<&Claim>| {
                claim.map(|claim| match &claim.fact {
                    Fact::Role(role) => role.to_string(),
                    Fact::Title(words) | Fact::Firm(words) | Fact::Name(words) => words.clone(),
                })
            };
            let [role, title, firm, _] = deciding(&person).map(words);
            assert_eq!([role, title, firm], want.map(|word| word.map(str::to_owned)), "{claims:?}");
        }
    }
}
