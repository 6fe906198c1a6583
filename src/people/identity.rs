//! Which participants are one person.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use jiff::civil::Date;

use super::{
    Keys, Part,
    copies::Events,
    guessed_day, is_nameless, is_own,
    ties::{Tie, Ties, given, ties, wanted},
};
use crate::{
    cast::{Likeness, Name, is_given},
    transcript::Role,
};

/// Somebody on one event: the participants that several sources make of them.
pub(super) type Individual = Vec<usize>;

/// Days.
const QUARTER: i32 = 92;

/// Groups participants into people, and the participants of each into individuals, in the order of events.
pub(super) fn identify(parts: &[Part], events: &Events, keys: &mut Keys) -> Vec<Vec<Individual>> {
    let event = |at: &usize| events.event(&parts[*at].0);
    let mut first_day = HashMap::new();
    let mut guessed = HashMap::new();
    for (card, _) in parts {
        let day = first_day.entry(events.event(card)).or_insert(card.call.date);
        *day = [*day, card.call.date].into_iter().flatten().min();
        if let Some(period) = card.call.period {
            guessed.entry(events.event(card)).or_insert(period);
        }
    }
    let about = |event: usize| {
        let guess = || guessed.get(&event).copied().and_then(guessed_day);
        first_day.get(&event).copied().flatten().or_else(guess)
    };
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_cached_key(|at| {
        let (card, id) = &parts[*at];
        (about(event(at)), event(at), card.call.id.clone(), *id)
    });
    let mut register = Register { events, known: Vec::new(), by_name: HashMap::new() };
    let mut individuals: Vec<(Individual, usize)> = Vec::new();
    for parts_of_one in order.chunk_by(|a, b| event(a) == event(b)) {
        for individual in meet(parts_of_one, parts) {
            let person = register.enter(Known::of(&individual, parts, events, keys));
            individuals.push((individual, person));
        }
    }
    register.join_forms();
    let mut people: BTreeMap<usize, Vec<Individual>> = BTreeMap::new();
    for (individual, person) in individuals {
        people.entry(register.root(person)).or_default().push(individual);
    }
    people.into_values().collect()
}

/// The people of one event: those whose names on several sources of it are most alike are one.
fn meet(event: &[usize], parts: &[Part]) -> Vec<Individual> {
    let call = |at: usize| &parts[at].0.call.id;
    let label = |at: usize| parts[at].0.participants.get(parts[at].1).map_or("", |person| person.name.as_str());
    let mut found: Vec<(Individual, Vec<Name>)> = Vec::new();
    for copy in event.chunk_by(|a, b| call(*a) == call(*b)) {
        let is_named = |i: usize| !is_nameless(label(copy[i]));
        let names: Vec<Name> = copy.iter().map(|at| Name::new(label(*at))).collect();
        let mut pairs: Vec<(u8, usize, usize)> = Vec::new();
        for (i, name) in names.iter().enumerate().filter(|(i, _)| is_named(*i)) {
            let alike = |(_, forms): &(Individual, Vec<Name>)| forms.iter().map(|form| rank(form, name)).max();
            pairs.extend(found.iter().enumerate().filter_map(|(j, known)| Some((alike(known)?, i, j))));
        }
        pairs.retain(|(rank, ..)| *rank > 0);
        pairs.sort_by_key(|(rank, i, j)| (Reverse(*rank), *i, *j));
        let mut places: Vec<Option<usize>> = vec![None; copy.len()];
        for (_, i, j) in pairs {
            if places[i].is_none() && !places.contains(&Some(j)) {
                places[i] = Some(j);
            }
        }
        for (i, (at, name)) in copy.iter().zip(names).enumerate() {
            let names = if is_named(i) { vec![name] } else { Vec::new() };
            match places[i] {
                Some(j) => {
                    found[j].0.push(*at);
                    found[j].1.extend(names);
                }
                None => found.push((vec![*at], names)),
            }
        }
    }
    found.into_iter().map(|(individual, _)| individual).collect()
}

/// How much two names by two sources of one event are alike. There a family name is enough, if nothing fits better.
fn rank(a: &Name, b: &Name) -> u8 {
    match a.likeness(b) {
        Likeness::Same if a == b => 5,
        Likeness::Same => 4,
        Likeness::Spelling => 3,
        Likeness::Part => 2,
        Likeness::None => u8::from(a.is_full() && b.is_full() && a.words().last() == b.words().last()),
    }
}

/// For whom somebody speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Company,
    Outsider,
    /// The line's own: no person, but one label.
    Line,
    /// No evidence.
    Unknown,
}

/// What is known of a person, by one event or many.
pub(super) struct Known {
    /// The person that they are; themselves, until they turn out to be another.
    root: usize,
    pub(super) names: Vec<Name>,
    pub(super) firms: Vec<String>,
    pub(super) companies: Vec<usize>,
    pub(super) side: Side,
    events: HashSet<usize>,
    /// The days of the first and of the last event.
    days: Option<(Date, Date)>,
}

impl Known {
    fn of(individual: &Individual, parts: &[Part], events: &Events, keys: &mut Keys) -> Known {
        let (names, firms, companies) = (Vec::new(), Vec::new(), Vec::new());
        let (side, events_of) = (Side::Unknown, HashSet::new());
        let mut known = Known { root: 0, names, firms, companies, side, events: events_of, days: None };
        for (card, id) in individual.iter().filter_map(|at| parts.get(*at)) {
            let Some(person) = card.participants.get(*id) else { continue };
            known.events.insert(events.event(card));
            known.days = known.days.or(card.call.date.map(|day| (day, day)));
            extend(&mut known.companies, [events.company(card)]);
            extend(&mut known.names, (!is_nameless(&person.name)).then(|| Name::new(&person.name)));
            extend(&mut known.firms, person.firm.as_deref().and_then(|firm| keys.firm(firm)));
            known.side = match person.role {
                role if is_own(role) => Side::Company,
                Role::Analyst => Side::Outsider,
                Role::Operator if is_nameless(&person.name) => Side::Line,
                _ => known.side,
            };
        }
        known
    }

    fn full_names(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|name| name.is_full())
    }

    /// Whether both have firms, and the time of the one begins before that of the other ends, and the other way round: who
    /// moves from one firm to another is not back in between.
    fn is_elsewhere_meanwhile(&self, other: &Known) -> bool {
        let (Some(a), Some(b)) = (self.days, other.days) else { return false };
        // Sources err about days, mostly by less than a quarter.
        let is_before = |a: Date, b: Date| a.until(b).is_ok_and(|span| span.get_days() > QUARTER);
        !self.firms.is_empty() && !other.firms.is_empty() && is_before(a.0, b.1) && is_before(b.0, a.1)
    }

    /// Whether something holds of each full name of the one and each of the other.
    fn all_full_names(&self, other: &Known, hold: impl Fn(&Name, &Name) -> bool) -> bool {
        self.full_names().next().is_some()
            && other.full_names().next().is_some()
            && self.full_names().all(|a| other.full_names().all(|b| hold(a, b)))
    }
}

fn extend<T: PartialEq>(list: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for one in more {
        if !list.contains(&one) {
            list.push(one);
        }
    }
}

/// What two have in common.
#[derive(Clone, Copy)]
struct Shared {
    firm: bool,
    company: bool,
}

/// The people known so far.
struct Register<'e> {
    events: &'e Events,
    known: Vec<Known>,
    /// By all words of a name, in any order, those who bear it.
    by_name: HashMap<String, Ties>,
}

impl Register<'_> {
    /// Enters an individual as somebody with the same name and a firm or a company in common, or as somebody new. If they
    /// have several names, those who have one of these are one.
    fn enter(&mut self, new: Known) -> usize {
        let mut keys: Vec<String> = new.names.iter().map(sorted).collect();
        if new.side == Side::Line {
            keys.push(String::new());
        }
        let more = ties(&new);
        let mut person: Option<usize> = None;
        for key in &keys {
            let known = person.map_or(&new, |at| &self.known[at]);
            let bearers =
                self.by_name.get(key).into_iter().flat_map(|bearers| bearers.with(wanted(known, self.events)));
            let others = bearers.map(|at| self.root(at)).filter(|at| person != Some(*at));
            let likely = others.filter_map(|at| Some((self.with_one_name(known, &self.known[at])?, at)));
            // The latest of equals.
            match (person, likely.max()) {
                (_, None) => {}
                (None, Some((_, at))) => {
                    self.note(at, &new);
                    person = Some(at);
                }
                (Some(first), Some((_, at))) => {
                    self.join(first, at);
                    person = Some(first.min(at));
                }
            }
        }
        let at = person.unwrap_or(self.known.len());
        if at == self.known.len() {
            self.known.push(Known { root: at, ..new });
        }
        self.enlist(at, keys, &more);
        at
    }

    /// Lists a person under all their names, by all that others may have in common with them. What is new is `more`, unless
    /// there are several names: these may have come with others' ties.
    fn enlist(&mut self, at: usize, mut keys: Vec<String>, more: &[Tie]) {
        let known = &self.known[at];
        if known.names.len() > 1 {
            keys.extend(known.names.iter().map(sorted));
            let all = ties(known);
            keys.into_iter().for_each(|key| self.by_name.entry(key).or_default().put(&all, at));
        } else {
            keys.into_iter().for_each(|key| self.by_name.entry(key).or_default().put(more, at));
        }
    }

    /// How much speaks for two who have a name in common being one; `None` if they are not.
    fn with_one_name(&self, a: &Known, b: &Known) -> Option<u8> {
        if a.side == Side::Line || b.side == Side::Line {
            return (a.side == b.side).then_some(0);
        }
        let shared = self.shared(a, b)?;
        (shared.firm || shared.company).then_some(u8::from(shared.firm) * 2 + u8::from(shared.company))
    }

    /// What two have in common; `None` if they cannot be one.
    fn shared(&self, a: &Known, b: &Known) -> Option<Shared> {
        let (few, many) = if a.events.len() <= b.events.len() { (a, b) } else { (b, a) };
        if !few.events.is_disjoint(&many.events) {
            return None;
        }
        let company = a.companies.iter().any(|company| b.companies.contains(company));
        let kin = || a.companies.iter().any(|at| self.events.kin(*at).iter().any(|kin| b.companies.contains(kin)));
        let firm = a.firms.iter().any(|firm| b.firms.contains(firm));
        let may_be = match (a.side, b.side) {
            (Side::Company, Side::Company) => company || kin(),
            (Side::Outsider, Side::Outsider) => true,
            (Side::Unknown, _) | (_, Side::Unknown) => company,
            _ => false,
        };
        may_be.then_some(Shared { firm, company: company || a.side == Side::Company })
    }

    /// Joins people whose names are one, or forms of one, best evidence first.
    fn join_forms(&mut self) {
        let mut families: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, known) in self.known.iter().enumerate().filter(|(at, known)| known.root == *at) {
            let mut keys: Vec<&String> = known.full_names().filter_map(|name| name.words().last()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter().for_each(|key| families.entry(key.clone()).or_default().push(at));
        }
        for family in families.values() {
            let mut pairs = self.pairs(family);
            pairs.retain(|(grade, ..)| *grade > 0);
            self.join_pairs(&pairs);
        }
        // Where nothing but a form of the name is in common, nobody else may fit.
        for family in families.values() {
            let pairs = self.pairs(family);
            let mut rivals: HashMap<usize, usize> = HashMap::new();
            pairs.iter().flat_map(|(_, a, b)| [a, b]).for_each(|at| *rivals.entry(*at).or_default() += 1);
            let is_alone = |(_, a, b): &&(u8, usize, usize)| rivals.get(a) == Some(&1) && rivals.get(b) == Some(&1);
            let alone: Vec<(u8, usize, usize)> = pairs.iter().filter(is_alone).copied().collect();
            self.join_pairs(&alone);
        }
    }

    /// Those of a family two of whom may be one, with how much speaks for it, most first.
    fn pairs(&self, family: &[usize]) -> Vec<(u8, usize, usize)> {
        let grade = |(a, b)| Some((self.with_forms_of_a_name(&self.known[a], &self.known[b])?, a, b));
        let mut pairs: Vec<(u8, usize, usize)> = self.candidates(family).into_iter().filter_map(grade).collect();
        pairs.sort_by_key(|(grade, a, b)| (Reverse(*grade), *a, *b));
        pairs
    }

    /// Those of a family two of whom have something in common without which they are not one: of a large family, a few of
    /// all pairs.
    fn candidates(&self, family: &[usize]) -> Vec<(usize, usize)> {
        let mut family: Vec<usize> = family.iter().map(|at| self.root(*at)).collect();
        family.sort_unstable();
        family.dedup();
        let mut before = Ties::default();
        let mut candidates = Vec::new();
        for b in family {
            let known = &self.known[b];
            let given = given(known);
            let mut others: Vec<usize> = before.with([wanted(known, self.events), given.clone()].concat()).collect();
            others.sort_unstable();
            others.dedup();
            candidates.extend(others.into_iter().map(|a| (a, b)));
            before.put(&ties(known), b);
            before.put(&given, b);
        }
        candidates
    }

    /// Joins pairs, but those whom what was joined before tells apart.
    fn join_pairs(&mut self, pairs: &[(u8, usize, usize)]) {
        for (_, a, b) in pairs {
            let (a, b) = (self.root(*a), self.root(*b));
            if a != b && self.with_forms_of_a_name(&self.known[a], &self.known[b]).is_some() {
                self.join(a, b);
            }
        }
    }

    /// How much speaks for two who have forms of one name being one; `None` if they are not.
    fn with_forms_of_a_name(&self, a: &Known, b: &Known) -> Option<u8> {
        if a.side == Side::Line || b.side == Side::Line {
            return None;
        }
        let Shared { firm, company } = self.shared(a, b)?;
        let share = u8::from(firm) * 2 + u8::from(company);
        let are_forms = || a.all_full_names(b, |a, b| a.likeness(b) == Likeness::Same);
        let given = |name: &Name| name.words().first().cloned().unwrap_or_default();
        let begins_alike = |a: &Name, b: &Name| {
            let (a, b) = (given(a), given(b));
            a.chars().next() == b.chars().next() && !(is_given(&a) && is_given(&b))
        };
        if share > 0 && are_forms() {
            return Some(2 + share);
        }
        // Two of a firm who follow one company, and are never on one call, are one with a short name of their own making;
        // but John and Jane are two.
        let is_near = || a.full_names().any(|a| b.full_names().any(|b| a.nearly(b)));
        let are_own = a.side == Side::Company && b.side == Side::Company;
        if (firm && company && a.all_full_names(b, begins_alike)) || ((firm || are_own) && is_near()) {
            return Some(2);
        }
        let are_outsiders = a.side == Side::Outsider && b.side == Side::Outsider;
        if !are_outsiders || a.is_elsewhere_meanwhile(b) {
            return None;
        }
        if a.full_names().any(|name| b.names.contains(name)) && are_forms() {
            return Some(1);
        }
        a.all_full_names(b, Name::is_close).then_some(0)
    }

    fn root(&self, mut at: usize) -> usize {
        while self.known[at].root != at {
            at = self.known[at].root;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (a.min(b), a.max(b));
        let side = self.known[b].side;
        let empty = Known {
            root: a,
            names: Vec::new(),
            firms: Vec::new(),
            companies: Vec::new(),
            side,
            events: HashSet::new(),
            days: None,
        };
        let other = std::mem::replace(&mut self.known[b], empty);
        self.note(a, &other);
    }

    fn note(&mut self, at: usize, more: &Known) {
        let known = &mut self.known[at];
        if known.side == Side::Unknown {
            known.side = more.side;
        }
        extend(&mut known.names, more.names.iter().cloned());
        extend(&mut known.firms, more.firms.iter().cloned());
        // The line is on all calls of all companies, and not looked for by any of them.
        if known.side != Side::Line {
            extend(&mut known.companies, more.companies.iter().copied());
        }
        known.events.extend(&more.events);
        known.days = match (known.days, more.days) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
    }
}

/// The words of a name in one order.
fn sorted(name: &Name) -> String {
    let mut words = name.words().to_vec();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::tests::crowd;

    fn register<'e>(parts: &[Part], events: &'e Events) -> Register<'e> {
        let mut register = Register { events, known: Vec::new(), by_name: HashMap::new() };
        for at in 0..parts.len() {
            register.enter(Known::of(&vec![at], parts, events, &mut Keys::default()));
        }
        register
    }

    #[test]
    fn whoever_may_be_one_is_looked_at_and_few_others_are() {
        let parts = crowd(1_000, 1);
        let events = Events::of(parts.iter().map(|(card, _)| card.as_ref()));
        let register = register(&parts, &events);
        let family: Vec<usize> = (0..register.known.len()).filter(|at| register.root(*at) == *at).collect();
        let candidates: HashSet<(usize, usize)> = register.candidates(&family).into_iter().collect();
        let (mut n_pairs, mut n_likely) = (0, 0);
        for (i, &b) in family.iter().enumerate() {
            for &a in &family[..i] {
                let is_likely = register.with_forms_of_a_name(&register.known[a], &register.known[b]).is_some();
                assert!(!is_likely || candidates.contains(&(a, b)), "{a} {b}");
                n_pairs += 1;
                n_likely += usize::from(is_likely);
            }
        }
        assert!(n_likely > 100 && candidates.len() * 20 < n_pairs, "{n_likely} {} {n_pairs}", candidates.len());
    }
}
