//! People across calls: who is one person, and who is meant by a name.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    cast::{self, firms, titles},
    index::{Card, Hit, Spoken},
    query::{Filter, Run, names},
    transcript::{Call, Kind, Participant, Period, Role, Section, Withheld},
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
    /// The firms, each once, the newest last.
    pub firms: Vec<String>,
    /// The companies on whose calls.
    pub companies: Vec<String>,
    /// The ids of the calls.
    pub calls: Vec<String>,
    /// At which firm, from when to when, in the order of calls.
    pub stints: Vec<Stint>,
    /// The day of the first call, where days are known.
    pub first: Option<Date>,
    /// The day of the last.
    pub last: Option<Date>,
    /// Turns.
    pub turns: u32,
    /// Words.
    pub words: u32,
    /// Exchanges in which they ask.
    pub asks: u32,
    /// Exchanges in which they answer.
    pub answers: u32,
    /// All exchanges of their calls.
    pub exchanges: u32,
}

/// For whom somebody asked, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stint {
    /// The firm, as it was called last.
    pub firm: String,
    /// The first call for it.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}

/// A participant of a call.
pub type Part = (Arc<Card>, usize);

/// The people behind these participants, those who said most first.
///
/// Two participants are one person if
/// 1. their names have the same words (accents, case and punctuation aside), or one is a form of the other (Ted and
///    Theodore, a middle initial more or less) and they share a firm or a company: for the company's own people always,
///    for an outsider if a firm is the same, or a company on whose calls both speak;
/// 2. they are not on one call together: two participants of a call are two people;
/// 3. among a company's own, the company is the same: another company's John Smith is another man;
/// 4. both have a name: whoever the line calls "Unidentified Analyst" is nobody's other self.
///
/// A firm that changes is no reason against: an analyst's name stays when the firm does not. Namesakes at two firms who
/// never meet on a call are therefore one to us; `--firm` tells them apart.
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
        people[at].asks += card.questioners.iter().filter(|asker| *asker == id).count() as u32;
        people[at].exchanges += card.questioners.len() as u32;
    }
    people_in_order(namesakes)
}

fn people_in_order(namesakes: BTreeMap<(String, String), Vec<Person>>) -> Vec<Person> {
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
        let follows = || call.company.as_ref().is_some_and(|company| self.knows_company(company));
        if self.calls.contains(&call.id) || is_nameless(&participant.name) {
            return false;
        }
        names::words(&self.name) == names::words(&participant.name)
            || (cast::same_name(&self.name, &participant.name)
                && (is_own(participant.role) || same_firm() || follows()))
    }

    fn add(&mut self, participant: &Participant, call: &Call, spoken: Spoken) {
        if participant.name.chars().count() > self.name.chars().count() {
            self.name.clone_from(&participant.name);
        }
        if !self.roles.contains(&participant.role) {
            self.roles.push(participant.role);
        }
        // A company is listed once, as it was written first.
        let company = call.company.as_ref().filter(|company| !self.knows_company(company));
        let lists = [
            (&mut self.titles, participant.title.as_ref()),
            (&mut self.companies, company),
            (&mut self.calls, Some(&call.id)),
        ];
        for (list, value) in lists {
            if let Some(value) = value.filter(|value| !list.contains(value)) {
                list.push(value.clone());
            }
        }
        self.first = self.first.or(call.date);
        self.last = call.date.or(self.last);
        if let Some(firm) = &participant.firm {
            self.works_for(firm, call.date);
        }
        self.turns += spoken.turns;
        self.words += spoken.words;
        self.answers += spoken.answers;
    }

    fn knows_company(&self, company: &str) -> bool {
        let words = names::normalize(company);
        self.companies.iter().any(|known| names::normalize(known) == words)
    }

    /// Calls come in the order of their days, those without one before: a firm that is not the last one's begins a stint,
    /// and a call without a day begins none at a firm that is known.
    fn works_for(&mut self, firm: &str, date: Option<Date>) {
        let is_same = |known: &str| firms::same(known, firm);
        // A firm is listed once, as it was written first; the newest last.
        let known = self.firms.iter().position(|known| is_same(known)).map(|at| self.firms.remove(at));
        self.firms.push(known.unwrap_or_else(|| firm.to_owned()));
        if let Some(at) = self.stints.iter().position(|stint| stint.from.is_none() && is_same(&stint.firm)) {
            if date.is_none() {
                return;
            }
            self.stints.remove(at);
        }
        match self.stints.last_mut() {
            Some(stint) if is_same(&stint.firm) => {
                firm.clone_into(&mut stint.firm);
                stint.from = stint.from.or(date);
                stint.to = date.or(stint.to);
            }
            _ => self.stints.push(Stint { firm: firm.to_owned(), from: date, to: date }),
        }
    }

    /// The share of their calls' exchanges in which they answer; `None` where nothing was asked.
    pub fn share_of_answers(&self) -> Option<f64> {
        (self.exchanges > 0).then(|| f64::from(self.answers) / f64::from(self.exchanges))
    }
}

/// Among whom somebody is looked for: the last word of the name, and the company for its own people.
fn family(participant: &Participant, call: &Call) -> (String, String) {
    let company =
        is_own(participant.role).then(|| names::normalize(call.company.as_deref().unwrap_or_default()).join(" "));
    (names::words(&participant.name).pop().unwrap_or_default(), company.unwrap_or_default())
}

/// Whether a label says that nobody knows the name.
fn is_nameless(name: &str) -> bool {
    const UNKNOWN: &[&str] = &[
        "unidentified",
        "unknown",
        "unnamed",
        "analyst",
        "participant",
        "shareholder",
        "speaker",
        "operator",
        "audience",
    ];
    let words = names::words(name);
    words.is_empty() || words.iter().any(|word| UNKNOWN.contains(&word.as_str()))
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

/// What filters look at: what is known of a passage besides its words.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'f> {
    /// Its call.
    pub call: &'f Call,
    /// Who speaks.
    pub speaker: Option<&'f Participant>,
    /// Its turn's section.
    pub section: Section,
    /// Its turn's kind.
    pub kind: Kind,
    /// The ways in which its turn keeps back what was asked.
    pub ways: &'f [Withheld],
}

impl<'f> Facts<'f> {
    /// Those of a hit.
    pub fn of(hit: &'f Hit) -> Self {
        let speaker = hit.card.participants.get(hit.participant);
        Facts { call: &hit.card.call, speaker, section: hit.section, kind: hit.kind, ways: &hit.ways }
    }

    /// Whether a filter fits, as the index has it.
    pub fn fit(&self, filter: &Filter) -> bool {
        let speaker = |has: &dyn Fn(&Participant) -> bool| self.speaker.is_some_and(has);
        match filter {
            Filter::Speaker(words) => speaker(&|p| {
                let forms = std::iter::once(&p.name).chain(&p.aliases);
                all_in(words, &forms.flat_map(|name| names::words(name)).collect::<Vec<_>>())
            }),
            Filter::Role(roles) => speaker(&|p| roles.contains(&p.role)),
            Filter::Title(words) => speaker(&|p| p.title.as_ref().is_some_and(|t| all_in(words, &names::words(t)))),
            Filter::Position(position) => speaker(&|p| {
                let meant = p.title.iter().flat_map(|title| titles::positions(title));
                meant.map(titles::Position::as_str).any(|known| known == position)
            }),
            Filter::Firm(words) => speaker(&|p| p.firm.as_ref().is_some_and(|firm| all_in(words, &firm_words(firm)))),
            Filter::Company(words) => self.call.company.as_ref().is_some_and(|name| all_in(words, &firm_words(name))),
            Filter::Ticker(ticker) => {
                self.call.ticker.as_ref().is_some_and(|known| known.to_uppercase() == ticker.to_uppercase())
            }
            Filter::Call(id) => self.call.id.to_uppercase() == id.to_uppercase(),
            Filter::Section(section) => *section == self.section,
            Filter::Kind(kind) => *kind == self.kind,
            Filter::Nonanswer(way) => way.map_or(!self.ways.is_empty(), |way| self.ways.contains(&way)),
            Filter::Period(periods) => self.call.period.is_some_and(|period| {
                let (first, last) = quarters(period);
                periods.from.is_none_or(|from| quarters(from).0 <= last)
                    && periods.to.is_none_or(|to| first <= quarters(to).1)
            }),
            Filter::Date(dates) => self
                .call
                .date
                .is_some_and(|date| dates.from.is_none_or(|from| from <= date) && dates.to.is_none_or(|to| date <= to)),
        }
    }

    /// Whether the conditions that a question puts on every passage fit: the filters among its conjuncts.
    pub fn are_chosen_by(&self, run: &Run) -> bool {
        match run {
            Run::And(parts) => parts.iter().all(|part| self.truth(part) != Some(false)),
            run => self.truth(run) != Some(false),
        }
    }

    /// The truth of filters, alone or combined; `None` if words have a say.
    fn truth(&self, run: &Run) -> Option<bool> {
        match run {
            Run::Filter(filter) => Some(self.fit(filter)),
            Run::Not(part) => self.truth(part).map(|truth| !truth),
            Run::And(parts) => {
                all_known(parts.iter().map(|part| self.truth(part)))?.into_iter().all(|truth| truth).into()
            }
            Run::Or(parts) => {
                all_known(parts.iter().map(|part| self.truth(part)))?.into_iter().any(|truth| truth).into()
            }
            Run::All | Run::Pattern(_) | Run::Side(..) => None,
        }
    }
}

fn all_known(truths: impl Iterator<Item = Option<bool>>) -> Option<Vec<bool>> {
    truths.collect()
}

fn all_in(words: &[String], known: &[String]) -> bool {
    words.iter().all(|word| known.contains(word))
}

/// The words by which a firm or a company is found: its own, and those of its name as it is compared.
fn firm_words(firm: &str) -> Vec<String> {
    [names::words(firm), names::normalize(firm), names::normalize(&firms::normalize(firm))].concat()
}

/// The first and the last quarter of a period.
fn quarters(period: Period) -> ((i64, u8), (i64, u8)) {
    let year = i64::from(period.year);
    period.quarter.map_or(((year, 1), (year, 4)), |quarter| ((year, quarter), (year, quarter)))
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
            ("brackwell", "Ted Brackwell", &[][..], true),
            ("ted brackwell", "Ted Brackwell", &[], true),
            ("Brackwell, Ted", "Ted Brackwell", &[], true),
            ("t brackwell", "Ted Brackwell", &[], true),
            ("ted m. brackwell", "Ted Brackwell", &[], true),
            ("ted brackwell", "T. Brackwell", &[], true),
            ("ted brackwell", "Ted M. Brackwell", &[], true),
            ("muller", "Jörg Müller", &[], true),
            ("jim farrant", "James Farrant", &["Jim"], false),
            ("jim", "James Farrant", &["Jim"], true),
            ("ted brackwell", "Theodore Brackwell", &["Ted Brackwell"], true),
            ("john brackwell", "Ted Brackwell", &[], false),
            ("brack", "Ted Brackwell", &[], false),
            ("t", "Ted Brackwell", &[], false),
            ("", "Ted Brackwell", &[], false),
            ("carla tennick", "Dora Tennick", &[], false),
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
                    spoken: vec![Spoken { turns: 1, words: 9, answers: 0 }],
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
