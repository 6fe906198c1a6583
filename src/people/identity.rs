//! Which participants are one person.

use std::collections::HashMap;

use super::{Part, copies::Events, is_nameless, is_own};
use crate::{
    cast::{Likeness, Name, firms},
    transcript::Role,
};

/// Somebody on one event: the participants that several sources make of them.
pub(super) type Individual = Vec<usize>;

/// Groups participants into people, and the participants of each into individuals, in the order of events.
pub(super) fn identify(parts: &[Part]) -> Vec<Vec<Individual>> {
    let events = Events::of(parts.iter().map(|(card, _)| card.as_ref()));
    let mut order: Vec<usize> = (0..parts.len()).collect();
    let mut first_day = HashMap::new();
    for (card, _) in parts {
        let day = first_day.entry(events.event(card)).or_insert(card.call.date);
        *day = [*day, card.call.date].into_iter().flatten().min();
    }
    order.sort_by_cached_key(|&at| {
        let (card, id) = &parts[at];
        let event = events.event(card);
        (first_day.get(&event).copied().flatten(), event, card.call.id.clone(), *id)
    });
    let mut register = Register { events: &events, known: Vec::new(), by_name: HashMap::new() };
    let mut people: Vec<Vec<Individual>> = Vec::new();
    for event in order.chunk_by(|a, b| events.event(&parts[*a].0) == events.event(&parts[*b].0)) {
        let individuals = individuals(event, parts);
        for (individual, traits) in individuals.into_iter().map(|one| Traits::of(one, parts, &events)) {
            let at = register.enter(traits);
            if at == people.len() {
                people.push(Vec::new());
            }
            people[at].push(individual);
        }
    }
    people
}

/// The people of one event: those whose names on several sources of it are most alike are one.
fn individuals(event: &[usize], parts: &[Part]) -> Vec<Individual> {
    let call = |at: usize| &parts[at].0.call.id;
    let label = |at: usize| parts[at].0.participants.get(parts[at].1).map_or("", |person| person.name.as_str());
    let mut found: Vec<(Individual, Vec<Name>)> = Vec::new();
    for copy in event.chunk_by(|a, b| call(*a) == call(*b)) {
        let names: Vec<Name> = copy.iter().map(|at| Name::new(label(*at))).collect();
        let mut pairs: Vec<(Likeness, usize, usize)> = Vec::new();
        for (i, name) in names.iter().enumerate().filter(|(i, _)| !is_nameless(label(copy[*i]))) {
            let likeness = |(_, forms): &(Individual, Vec<Name>)| forms.iter().map(|form| form.likeness(name)).max();
            let rivals = found.iter().enumerate();
            pairs.extend(rivals.filter_map(|(j, known)| Some((likeness(known)?, i, j))));
        }
        pairs.retain(|(likeness, ..)| *likeness > Likeness::None);
        pairs.sort_by_key(|(likeness, i, j)| (std::cmp::Reverse(*likeness), *i, *j));
        let mut places: Vec<Option<usize>> = vec![None; copy.len()];
        for (_, i, j) in pairs {
            if places[i].is_none() && !places.contains(&Some(j)) {
                places[i] = Some(j);
            }
        }
        for ((at, name), place) in copy.iter().zip(names).zip(places) {
            match place {
                Some(j) => {
                    found[j].0.push(*at);
                    found[j].1.push(name);
                }
                None if is_nameless(label(*at)) => found.push((vec![*at], Vec::new())),
                None => found.push((vec![*at], vec![name])),
            }
        }
    }
    found.into_iter().map(|(individual, _)| individual).collect()
}

/// What is compared of an individual.
struct Traits {
    event: usize,
    company: usize,
    names: Vec<Name>,
    firms: Vec<String>,
    side: Side,
}

/// For whom somebody speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Company,
    Outsider,
    /// The line's own: no person, but one label.
    Line,
    /// No evidence.
    Unknown,
}

impl Traits {
    fn of(individual: Individual, parts: &[Part], events: &Events) -> (Individual, Traits) {
        let mut traits =
            Traits { event: usize::MAX, company: usize::MAX, names: Vec::new(), firms: Vec::new(), side: Side::Unknown };
        for (card, id) in individual.iter().filter_map(|at| parts.get(*at)) {
            let Some(person) = card.participants.get(*id) else { continue };
            (traits.event, traits.company) = (events.event(card), events.company(card));
            let name = Name::new(&person.name);
            if !is_nameless(&person.name) && !traits.names.contains(&name) {
                traits.names.push(name);
            }
            let firm = person.firm.as_deref().map(firms::key).filter(|firm| !firm.is_empty());
            traits.firms.extend(firm.filter(|firm| !traits.firms.contains(firm)));
            traits.side = match person.role {
                role if is_own(role) => Side::Company,
                Role::Analyst => Side::Outsider,
                Role::Operator if is_nameless(&person.name) => Side::Line,
                _ => traits.side,
            };
        }
        (individual, traits)
    }
}

/// The people known so far.
struct Register<'e> {
    events: &'e Events,
    known: Vec<Known>,
    /// Where to look for somebody.
    by_name: HashMap<String, Vec<usize>>,
}

/// What is known of a person.
struct Known {
    names: Vec<Name>,
    firms: Vec<String>,
    companies: Vec<usize>,
    side: Side,
    last_event: usize,
}

impl Register<'_> {
    /// Enters an individual, and says as whom.
    fn enter(&mut self, traits: Traits) -> usize {
        let keys = self.keys(&traits, &[traits.company]);
        let mut rivals: Vec<usize> = Vec::new();
        for key in self.keys(&traits, self.events.kin(traits.company)).iter().chain(&keys) {
            rivals.extend(self.by_name.get(key).into_iter().flatten());
        }
        let likely = rivals.into_iter().filter_map(|at| Some((self.evidence(&traits, &self.known[at])?, at)));
        // The latest of equals.
        let at = likely.max().map_or(self.known.len(), |(_, at)| at);
        if at == self.known.len() {
            let (names, firms, companies) = (Vec::new(), Vec::new(), Vec::new());
            self.known.push(Known { names, firms, companies, side: traits.side, last_event: traits.event });
        }
        for key in keys {
            let bucket = self.by_name.entry(key).or_default();
            if !bucket.contains(&at) {
                bucket.push(at);
            }
        }
        let known = &mut self.known[at];
        known.last_event = traits.event;
        if known.side == Side::Unknown {
            known.side = traits.side;
        }
        extend(&mut known.names, traits.names);
        extend(&mut known.firms, traits.firms);
        extend(&mut known.companies, vec![traits.company]);
        at
    }

    /// Under what somebody is looked for: an outsider by family name, and by all words of the name in any order; the
    /// company's own by the same at these companies.
    fn keys(&self, traits: &Traits, companies: &[usize]) -> Vec<String> {
        if traits.side == Side::Line {
            return vec![String::new()];
        }
        let mut keys = Vec::new();
        for name in &traits.names {
            let mut sorted = name.words().to_vec();
            sorted.sort_unstable();
            for key in [name.words().last().cloned().unwrap_or_default(), sorted.join(" ")] {
                if traits.side != Side::Outsider {
                    keys.extend(companies.iter().map(|company| format!("{key}@{company}")));
                }
                if traits.side != Side::Company {
                    keys.push(key);
                }
            }
        }
        keys
    }

    /// How much speaks for an individual being a known person; `None` if they are not.
    fn evidence(&self, traits: &Traits, known: &Known) -> Option<u8> {
        if traits.side == Side::Line || known.side == Side::Line {
            return (traits.side == known.side).then_some(0);
        }
        if known.last_event == traits.event {
            return None;
        }
        let company = known.companies.contains(&traits.company);
        let kin = company || self.events.kin(traits.company).iter().any(|kin| known.companies.contains(kin));
        let firm = known.firms.iter().any(|firm| traits.firms.contains(firm));
        let may_be = match (known.side, traits.side) {
            (Side::Company, Side::Company) => kin,
            (Side::Outsider, Side::Outsider) => true,
            (Side::Unknown, _) | (_, Side::Unknown) => company,
            _ => false,
        };
        if !may_be {
            return None;
        }
        let is_same = traits.names.iter().any(|name| known.names.contains(name));
        let is_full = traits.names.iter().any(Name::is_full);
        let share = u8::from(firm) * 2 + u8::from(kin);
        if is_same && (is_full || share > 0) {
            return Some(4 + share);
        }
        let full = || known.names.iter().filter(|name| name.is_full());
        let alike = |name: &Name| name.is_full() && full().all(|known| name.likeness(known) == Likeness::Same);
        (share > 0 && full().next().is_some() && traits.names.iter().all(alike)).then_some(share)
    }
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}
