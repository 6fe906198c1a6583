//! People across calls: who is one person, and who is meant by a name.

mod called;
mod copies;
mod facts;
mod identity;
mod likely;
mod passages;
mod ties;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    sync::Arc,
};

use jiff::civil::Date;
use serde::Serialize;

pub(crate) use self::copies::number_companies;
pub use self::passages::same_passages;
pub use self::{
    called::{is_called, may_be},
    facts::Facts,
};
use crate::{
    cast::firms,
    error::Result,
    index::{Card, Outline, Snapshot, Spoken, Within},
    query::names,
    transcript::{Participant, Period, Role},
};

/// Somebody who speaks on one call or more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The full name that most calls give.
    pub name: String,
    /// Other names on other calls, the most frequent first.
    pub aliases: Vec<String>,
    /// The roles, in the order of calls.
    pub roles: Vec<Role>,
    /// The titles, in the order of calls.
    pub titles: Vec<String>,
    /// The firms, each once, by their plainest names; the newest last.
    pub firms: Vec<String>,
    /// The companies on whose calls.
    pub companies: Vec<String>,
    /// On which calls, the same call by several sources counted once.
    pub calls: Vec<Appearance>,
    /// All participants that are this person, copies among them: id of the call, and which participant.
    pub spots: Vec<(String, usize)>,
    /// At which firm, from when to when, in the order of calls.
    pub stints: Vec<Stint>,
    /// When the first call was, where that is known.
    pub first: Option<When>,
    /// When the last was.
    pub last: Option<When>,
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

/// Somebody on a call. If several sources have the call, on the one in which they ask most; then on one that tells its
/// company; then on the one in which they say most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appearance {
    /// The id of the call.
    pub call: String,
    /// Which participant of it.
    pub participant: usize,
    /// The same call by other sources: their ids.
    pub copies: Vec<String>,
    /// The day, as any of the sources tells.
    pub date: Option<Date>,
    /// The fiscal period, as any of the sources tells.
    pub period: Option<Period>,
    /// The company, as any of the sources tells.
    pub company: Option<String>,
    /// For whom they spoke there, as any of the sources tells.
    pub firm: Option<String>,
    /// About when it was: the day, or what the fiscal period lets one guess. For the order alone.
    pub about: Option<Date>,
}

/// About when a call about a period is held, where no day is known: some weeks after it.
fn guessed_day(period: Period) -> Option<Date> {
    let (years, month) = match period.quarter {
        Some(quarter @ 1..=3) => (0, i8::try_from(quarter).ok()? * 3 + 1),
        _ => (1, 1),
    };
    Date::new(period.year.checked_add(years)?, month, 28).ok()
}

/// When a call was: the day, or else the fiscal period it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum When {
    /// On this day.
    Day(Date),
    /// On a day unknown, about this period.
    About(Period),
}

impl When {
    fn of(day: Option<Date>, period: Option<Period>) -> Option<When> {
        day.map(When::Day).or(period.map(When::About))
    }

    /// A day near it. For the order alone.
    pub fn near(self) -> Option<Date> {
        match self {
            When::Day(day) => Some(day),
            When::About(period) => guessed_day(period),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            When::Day(day) => day.fmt(f),
            When::About(period) => period.fmt(f),
        }
    }
}

/// For whom somebody asked, from when to when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stint {
    /// The firm, by its plainest name there.
    pub firm: String,
    /// The first call for it.
    pub from: Option<When>,
    /// The last.
    pub to: Option<When>,
}

/// A participant of a call.
pub type Part = (Arc<Card>, usize);

/// A call that is in the index from several sources.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its transcripts, in the order of their ids.
    pub transcripts: Vec<(Outline, Arc<Card>)>,
}

/// The calls under some paths that are there from several sources. Few cards are read: see `likely.rs`.
///
/// # Errors
/// If the index is damaged.
pub fn events(snapshot: &Snapshot, within: Within<'_>) -> Result<Vec<Event>> {
    let outlines = snapshot.outlines(within)?;
    let read = |at: usize| Ok((outlines[at].clone(), snapshot.card_of(outlines[at].place)?));
    let mut transcripts = likely::likely(&outlines).into_iter().map(read).collect::<Result<Vec<_>>>()?;
    transcripts.sort_by(|a, b| a.1.call.id.cmp(&b.1.call.id));
    let numbers = copies::Events::of(transcripts.iter().map(|(_, card)| card.as_ref()));
    let mut events: BTreeMap<usize, Vec<(Outline, Arc<Card>)>> = BTreeMap::new();
    for (outline, card) in transcripts {
        events.entry(numbers.event(&card)).or_default().push((outline, card));
    }
    let events = events.into_values().filter(|transcripts| transcripts.len() > 1);
    Ok(events.map(|transcripts| Event { transcripts }).collect())
}

/// For each of some cards a number: the same for those that are of one event, as far as these tell.
pub fn same_events<'c>(cards: impl Iterator<Item = &'c Card> + Clone) -> Vec<usize> {
    let events = copies::Events::of(cards.clone());
    cards.map(|card| events.event(card)).collect()
}

/// The people behind these participants, those who said most first.
///
/// Two participants are one person
/// 1. on one event, that is two transcripts of one call by two sources, if their names are the most alike of all there, if
///    only in the family name. Two participants of one transcript are two people, and so are those in whom they are known;
/// 2. on two events, if their names have the same words, in any order (accents, case, punctuation, titles aside). Outsiders
///    who share neither a firm nor a company are then still two if each is at their firm while the other is at theirs:
///    people move from one to the other once. A lone first or last name is nobody's without a firm or a company;
/// 3. if their names are forms of one (Ted and Theodore, T. and Ted, a middle name more or less) and they share a firm or a
///    company. Names by which an event shows one person count for both. For outsiders whose family name is one, a firm and
///    a company are enough with the same initial (a short name of somebody's own making, so not John and Jane), and a firm with a letter's
///    difference. With nothing in common, a usual short form or a middle name is enough where nobody else fits;
/// 4. among a company's own, only if the company is the same, or has another two people's names in common with it: it was
///    renamed, or taken over. Another company's John Smith is another man.
///
/// Of several who fit, the one with most in common is meant, and then the latest. A firm that changes is no reason against:
/// an analyst's name stays when the firm does not. Namesakes of whom one begins after the other has ended are therefore one
/// to us; `--firm` tells them apart. Whoever the line calls "Unidentified Analyst" is nobody's other self; operators without a
/// name are no people, but one entry.
///
/// An event counts once, however many sources have it; which calls are one event is said in `copies.rs`.
pub fn gather(parts: &[Part]) -> Vec<Person> {
    those(parts, |_| true)
}

/// The people among these who are meant by any of their participants.
pub fn those(parts: &[Part], is_meant: impl Fn(&Part) -> bool) -> Vec<Person> {
    let mut keys = Keys::default();
    let events = copies::Events::of(parts.iter().map(|(card, _)| card.as_ref()));
    let mut people = identity::identify(parts, &events, &mut keys);
    people.retain(|individuals| individuals.iter().flatten().any(|at| parts.get(*at).is_some_and(&is_meant)));
    let person = |individuals: Vec<Vec<usize>>| {
        let mut sketch = Sketch {
            person: Person::default(),
            events: &events,
            keys: &mut keys,
            firms: Vec::new(),
            companies: HashSet::new(),
        };
        let mut names = BTreeMap::new();
        for individual in individuals {
            let mut individual: Vec<&Part> = individual.iter().filter_map(|at| parts.get(*at)).collect();
            individual.sort_by_cached_key(|(card, id)| {
                Reverse((asked(card, *id), card.call.company.is_some(), spoken(card, *id).words))
            });
            sketch.add(&individual);
            for name in individual.iter().filter_map(|(card, id)| Some(&card.participants.get(*id)?.name)) {
                *names.entry(name.clone()).or_insert(0) += 1;
            }
        }
        let mut person = sketch.person;
        person.is_named(names);
        person
    };
    let mut people: Vec<Person> = people.into_iter().map(person).collect();
    people.sort_by(|a, b| {
        let by_name =
            || (&a.name, a.calls.first().map(|at| &at.call)).cmp(&(&b.name, b.calls.first().map(|at| &at.call)));
        b.words.cmp(&a.words).then_with(by_name)
    });
    people
}

fn asked(card: &Card, id: usize) -> u32 {
    card.questioners.iter().filter(|asker| **asker == id).count() as u32
}

fn spoken(card: &Card, id: usize) -> Spoken {
    card.spoken.get(id).copied().unwrap_or_default()
}

/// What names of firms are compared by, each worked out once.
#[derive(Default)]
struct Keys {
    firms: HashMap<String, Option<String>>,
}

impl Keys {
    /// That of a firm; `None` where the words name none.
    fn firm(&mut self, name: &str) -> Option<String> {
        if let Some(key) = self.firms.get(name) {
            return key.clone();
        }
        let key = Some(firms::key(name)).filter(|key| !key.is_empty() && firms::is_name(name));
        self.firms.insert(name.to_owned(), key.clone());
        key
    }
}

/// A person while events are added.
struct Sketch<'k> {
    person: Person,
    events: &'k copies::Events,
    keys: &'k mut Keys,
    /// The keys of the person's firms.
    firms: Vec<String>,
    /// The numbers of the companies.
    companies: HashSet<usize>,
}

impl Sketch<'_> {
    /// Adds an event: what the first source has of it, and what others know besides.
    fn add(&mut self, individual: &[&Part]) {
        let Some((card, id)) = individual.first() else { return };
        let copies = individual[1..].iter().map(|(card, _)| card.call.id.clone()).collect();
        let person = &mut self.person;
        person.spots.extend(individual.iter().map(|(card, id)| (card.call.id.clone(), *id)));
        let spoken = spoken(card, *id);
        person.turns += spoken.turns;
        person.words += spoken.words;
        person.answers += spoken.answers;
        person.asks += asked(card, *id);
        person.exchanges += card.questioners.len() as u32;
        let known = || individual.iter().filter_map(|(card, id)| Some((card, card.participants.get(*id)?)));
        // The first of them is the one that was chosen.
        let date = known().find_map(|(card, _)| card.call.date);
        let period = known().find_map(|(card, _)| card.call.period);
        let when = When::of(date, period);
        person.first = person.first.or(when);
        person.last = when.or(person.last);
        let mut firms = known().filter_map(|(_, participant)| participant.firm.as_ref());
        let firm = firms.find_map(|firm| Some((firm, self.keys.firm(firm)?)));
        self.person.calls.push(Appearance {
            call: card.call.id.clone(),
            participant: *id,
            copies,
            date,
            period,
            company: known().find_map(|(card, _)| card.call.company.clone()),
            firm: firm.as_ref().map(|(firm, _)| (*firm).clone()),
            about: when.and_then(When::near),
        });
        if let Some((firm, key)) = firm {
            self.works_for(firm, key, when);
        }
        known().for_each(|(card, participant)| self.note(card, participant));
    }

    /// Notes what is listed once; a company as it was written first.
    fn note(&mut self, card: &Card, participant: &Participant) {
        let person = &mut self.person;
        if !person.roles.contains(&participant.role) {
            person.roles.push(participant.role);
        }
        if let Some(title) = participant.title.as_ref().filter(|title| !person.titles.contains(title)) {
            person.titles.push(title.clone());
        }
        if let Some(company) = &card.call.company
            && self.companies.insert(self.events.company(card))
        {
            person.companies.push(company.clone());
        }
    }

    /// Calls come in the order of their days, or periods, those without either before: a firm that is not the last one's
    /// begins a stint, and a call of which neither is known begins none at a firm that is. A firm is listed once, the newest
    /// last.
    fn works_for(&mut self, firm: &str, key: String, when: Option<When>) {
        let person = &mut self.person;
        let known = self.firms.iter().position(|known| *known == key);
        let was_last = known.is_some_and(|at| at + 1 == self.firms.len());
        let name = known.map_or_else(|| firm.to_owned(), |at| plainer(&person.firms.remove(at), firm));
        known.map(|at| self.firms.remove(at));
        person.firms.push(name);
        self.firms.push(key.clone());
        let mut is_same = |known: &str| self.keys.firm(known).as_ref() == Some(&key);
        if let Some(at) = person.stints.iter().position(|stint| stint.from.is_none() && is_same(&stint.firm)) {
            if when.is_none() {
                return;
            }
            person.stints.remove(at);
        }
        match person.stints.last_mut() {
            Some(stint) if was_last && is_same(&stint.firm) => {
                stint.firm = plainer(&stint.firm, firm);
                stint.from = stint.from.or(when);
                stint.to = when.or(stint.to);
            }
            _ => person.stints.push(Stint { firm: firm.to_owned(), from: when, to: when }),
        }
    }
}

impl Person {
    /// Takes the name that most calls give: a full one before another; and of its spellings one that is not in capitals.
    fn is_named(&mut self, spellings: BTreeMap<String, usize>) {
        let mut names: BTreeMap<Vec<String>, (usize, String)> = BTreeMap::new();
        let mut spellings: Vec<(String, usize)> = spellings.into_iter().collect();
        spellings.sort_by_cached_key(|(name, n)| (is_shouted(name), Reverse(*n)));
        for (name, n) in spellings {
            names.entry(names::words(&name)).or_insert((0, name)).0 += n;
        }
        let mut names: Vec<(Vec<String>, (usize, String))> = names.into_iter().collect();
        let is_full = |words: &[String], name: &str| words.len() > 1 && !is_nameless(name);
        names.sort_by_key(|(words, (n, name))| Reverse((is_full(words, name), *n, words.concat().len())));
        let mut names = names.into_iter().map(|(_, (_, name))| name);
        self.name = names.next().unwrap_or_default();
        self.aliases = names.collect();
    }

    /// The share of their calls' exchanges in which they answer; `None` where nothing was asked.
    pub fn share_of_answers(&self) -> Option<f64> {
        (self.exchanges > 0).then(|| f64::from(self.answers) / f64::from(self.exchanges))
    }
}

/// Whether something is written in capitals only.
fn is_shouted(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// Of two names of a firm, the second a newer one, the one with less after it ("Longacre", "Longacre Capital, Research
/// Division"), and not in capitals; where they begin otherwise, the newer, since houses are renamed.
fn plainer(a: &str, b: &str) -> String {
    let (small_a, small_b) = (a.to_lowercase(), b.to_lowercase());
    let goes_on = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let is_cut = small_a.strip_prefix(&small_b).is_some_and(goes_on);
    let goes_further = small_b.strip_prefix(&small_a).is_some_and(goes_on);
    let is_other = !goes_further && !small_a.starts_with(&small_b) && !is_shouted(b);
    let is_better = if is_cut { small_a != small_b || is_shouted(a) } else { is_other };
    if is_better && !b.is_empty() { b.to_owned() } else { a.to_owned() }
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

#[cfg(test)]
mod tests;
