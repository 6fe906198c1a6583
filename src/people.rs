//! People across calls: who is one person, and who is meant by a name.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    cast::{self, firms},
    index::{Card, Spoken},
    query::names,
    transcript::{Call, Participant, Role},
};

/// Somebody who speaks on one call or more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name, in its fullest form.
    pub name: String,
    /// The roles, the most frequent first.
    pub roles: Vec<Role>,
    /// The titles, in the order of calls.
    pub titles: Vec<String>,
    /// The firms, in the order of calls.
    pub firms: Vec<String>,
    /// The companies on whose calls.
    pub companies: Vec<String>,
    /// The ids of the calls.
    pub calls: Vec<String>,
    /// Turns.
    pub turns: u32,
    /// Words.
    pub words: u32,
}

/// A participant of a call.
pub type Part = (Arc<Card>, usize);

/// The people behind these participants, those who said most first. One person is one name: among the
/// company's own, one name at one company, since another company's John Smith is another man. Two forms of
/// a name (Ted, Theodore) are one person at one company, of one firm, or on one company's calls.
pub fn gather(parts: impl IntoIterator<Item = Part>) -> Vec<Person> {
    let mut parts: Vec<Part> = parts.into_iter().collect();
    parts.sort_by_cached_key(|(card, id)| (card.call.date, card.call.id.clone(), *id));
    let mut namesakes: BTreeMap<(String, String), Vec<Person>> = BTreeMap::new();
    for (card, id) in &parts {
        let Some(participant) = card.participants.get(*id) else { continue };
        let people = namesakes.entry(family(participant, &card.call)).or_default();
        let known = people.iter().position(|person| person.is(participant, &card.call));
        let at = known.unwrap_or_else(|| {
            people.push(Person::default());
            people.len() - 1
        });
        let spoken = card.spoken.get(*id).copied().unwrap_or_default();
        people[at].add(participant, &card.call, spoken);
    }
    let mut people: Vec<Person> = namesakes.into_values().flatten().collect();
    people.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.name.cmp(&b.name)));
    people
}

impl Person {
    /// Whether a participant with the same family name is this person.
    fn is(&self, participant: &Participant, call: &Call) -> bool {
        let same_firm = || match &participant.firm {
            Some(firm) => self.firms.iter().any(|known| firms::same(known, firm)),
            None => false,
        };
        // Who asks one company's management, under another firm's name, has changed the firm.
        let follows = || call.company.as_ref().is_some_and(|company| self.companies.contains(company));
        names::words(&self.name) == names::words(&participant.name)
            || (cast::same_name(&self.name, &participant.name)
                && !self.calls.contains(&call.id)
                && (is_own(participant.role) || same_firm() || follows()))
    }

    fn add(&mut self, participant: &Participant, call: &Call, spoken: Spoken) {
        if participant.name.chars().count() > self.name.chars().count() {
            self.name.clone_from(&participant.name);
        }
        if !self.roles.contains(&participant.role) {
            self.roles.push(participant.role);
        }
        let lists = [
            (&mut self.titles, participant.title.as_ref()),
            (&mut self.firms, participant.firm.as_ref()),
            (&mut self.companies, call.company.as_ref()),
            (&mut self.calls, Some(&call.id)),
        ];
        for (list, value) in lists {
            if let Some(value) = value.filter(|value| !list.contains(value)) {
                list.push(value.clone());
            }
        }
        self.turns += spoken.turns;
        self.words += spoken.words;
    }
}

/// Among whom somebody is looked for: the last word of the name, and the company for its own people.
fn family(participant: &Participant, call: &Call) -> (String, String) {
    let company =
        is_own(participant.role).then(|| names::normalize(call.company.as_deref().unwrap_or_default()).join(" "));
    (names::words(&participant.name).pop().unwrap_or_default(), company.unwrap_or_default())
}

fn is_own(role: Role) -> bool {
    matches!(role, Role::Executive | Role::Ir)
}

/// Whether a name as somebody types it can mean a participant, by the name or another form of it on the
/// call. Initials stand for names and names for initials; middle initials may be left out or put in.
pub fn may_be(typed: &str, participant: &Participant) -> bool {
    let typed = names::words(typed);
    let forms = std::iter::once(&participant.name).chain(&participant.aliases);
    !typed.is_empty() && forms.into_iter().any(|form| fits(&typed, &names::words(form)))
}

fn fits(typed: &[String], name: &[String]) -> bool {
    let is_initial = |word: &str| word.chars().nth(1).is_none();
    let alike = |a: &str, b: &str| a == b || ((is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next());
    // A family name is never an initial, so at least one word must be the same in full.
    let in_full = typed.iter().any(|word| !is_initial(word) && name.contains(word)) || typed == name;
    in_full
        && typed.iter().enumerate().all(|(i, word)| {
            let is_middle = i > 0 && i + 1 < typed.len() && is_initial(word);
            is_middle || name.iter().any(|other| alike(word, other))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn participant(name: &str, role: Role, aliases: &[&str]) -> Participant {
        Participant {
            name: name.to_owned(),
            role,
            title: None,
            firm: None,
            aliases: aliases.iter().map(ToString::to_string).collect(),
            evidence: Vec::new(),
        }
    }

    #[test]
    fn names_are_forgiving_and_not_loose() {
        for (typed, name, aliases, expected) in [
            ("dede", "Kevin Dede", &[][..], true),
            ("kevin dede", "Kevin Dede", &[], true),
            ("Dede, Kevin", "Kevin Dede", &[], true),
            ("k dede", "Kevin Dede", &[], true),
            ("kevin m. dede", "Kevin Dede", &[], true),
            ("kevin dede", "K. Dede", &[], true),
            ("kevin dede", "Kevin M. Dede", &[], true),
            ("muller", "Jörg Müller", &[], true),
            ("jim farrant", "James Farrant", &["Jim"], false),
            ("jim", "James Farrant", &["Jim"], true),
            ("ted brackwell", "Theodore Brackwell", &["Ted Brackwell"], true),
            ("john dede", "Kevin Dede", &[], false),
            ("ded", "Kevin Dede", &[], false),
            ("k", "Kevin Dede", &[], false),
            ("", "Kevin Dede", &[], false),
            ("shuang zhang", "Nangeng Zhang", &[], false),
        ] {
            assert_eq!(may_be(typed, &participant(name, Role::Analyst, aliases)), expected, "{typed} {name}");
        }
    }

    #[test]
    fn one_name_is_one_person_but_for_other_companies_people() {
        let card = |id: &str, company: &str, role: Role| {
            let call = Call { id: id.to_owned(), company: Some(company.to_owned()), ..Call::default() };
            let source = crate::transcript::SourceInfo {
                path: String::new(),
                layout: String::new(),
                bytes: 0,
                hash: String::new(),
            };
            let participants = vec![participant("John Smith", role, &[])];
            (
                Arc::new(Card {
                    call,
                    source,
                    participants,
                    spoken: vec![Spoken { turns: 1, words: 9 }],
                    questioners: vec![],
                }),
                0,
            )
        };
        let (analyst, executive) = (Role::Analyst, Role::Executive);
        let people = gather([
            card("A", "Acme Inc.", analyst),
            card("B", "Beta", analyst),
            card("B", "Beta", executive),
            card("A", "Acme", executive),
        ]);
        let found: Vec<(u32, usize)> = people.iter().map(|person| (person.words, person.calls.len())).collect();
        assert_eq!(found, [(18, 2), (9, 1), (9, 1)]);
    }
}
