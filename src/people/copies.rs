//! Which calls are one event, published by several sources, and which companies are one.
//!
//! Whoever changes what one event is, looks at `likely.rs` too: there it is told which cards are worth reading.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::{is_nameless, is_own, likely::ALIKE};
use crate::{
    cast::{Likeness, Name, firms},
    index::Card,
    query::names,
};

/// So many people of one name say nothing about the companies they are at.
const COMMON_NAME: usize = 8;

/// Who says less says as much as many others.
const FEW_WORDS: u32 = 50;

/// Numbers for the companies and the events of some calls.
#[derive(Debug, Default)]
pub(super) struct Events {
    /// By the id of a call: the company, and the event.
    numbers: HashMap<String, (usize, usize)>,
    /// For a company those with which it has people in common.
    kin: HashMap<usize, Vec<usize>>,
}

impl Events {
    /// Two calls are one event if
    /// 1. the company is the same, by its ticker, or by its name but for the legal ending; or two of its people are;
    /// 2. the fiscal period or the day is the same, or nothing is known of either on one of them;
    /// 3. the same people ask in the same order, a few of them left out at most; where hardly anybody asks, the same people
    ///    speak, and say as much.
    ///
    /// The third is what decides: sources err about days and periods, and a company may hold two calls on one day. The
    /// less the others say, the more has to agree.
    pub(super) fn of<'c>(cards: impl Iterator<Item = &'c Card>) -> Events {
        let mut seen = HashSet::new();
        let calls: Vec<Facts<'c>> = cards.filter(|card| seen.insert(&card.call.id)).map(Facts::of).collect();
        let companies = companies(&calls);
        let mut events: Vec<usize> = (0..calls.len()).collect();
        for at in buckets(&calls, &companies).into_values() {
            for (i, &a) in at.iter().enumerate() {
                for &b in &at[i + 1..] {
                    let may_be = companies[a] == companies[b] || calls[a].shares_people(&calls[b]);
                    let are_one = root(&mut events, a) == root(&mut events, b);
                    if may_be && !are_one && calls[a].is_copy_of(&calls[b]) {
                        join(&mut events, a, b);
                    }
                }
            }
        }
        let kin = kin(&calls, &companies);
        let numbers = calls.iter().zip(&companies).enumerate();
        let numbers = numbers.map(|(i, (facts, company))| {
            let event = root(&mut events, i);
            (facts.card.call.id.clone(), (*company, event))
        });
        Events { numbers: numbers.collect(), kin }
    }

    /// The number of a call's company; one of its own where the company is not known.
    pub(super) fn company(&self, card: &Card) -> usize {
        self.numbers.get(&card.call.id).map_or(usize::MAX, |numbers| numbers.0)
    }

    /// The number of a call's event.
    pub(super) fn event(&self, card: &Card) -> usize {
        self.numbers.get(&card.call.id).map_or(usize::MAX, |numbers| numbers.1)
    }

    /// The companies that have people in common with one: renamed, taken over, spun off.
    pub(super) fn kin(&self, company: usize) -> &[usize] {
        self.kin.get(&company).map_or(&[], Vec::as_slice)
    }
}

/// What is compared of a call.
struct Facts<'c> {
    card: &'c Card,
    /// Those who ask, each family name once, in order.
    askers: Vec<Name>,
    /// The names of those who speak, with how many words they say, and of the company's own among them.
    speakers: Vec<(Name, u32)>,
    own: Vec<Name>,
    words: u64,
}

impl<'c> Facts<'c> {
    fn of(card: &'c Card) -> Facts<'c> {
        let mut askers: Vec<Name> = Vec::new();
        for asker in card.questioners.iter().filter_map(|id| card.participants.get(*id)) {
            let name = Name::new(&asker.name);
            let is_known = || askers.iter().any(|known| known.words().last() == name.words().last());
            if !is_nameless(&asker.name) && !name.words().is_empty() && !is_known() {
                askers.push(name);
            }
        }
        let speak = card.participants.iter().zip(&card.spoken);
        let speak = speak.filter(|(person, spoken)| spoken.words > 0 && !is_nameless(&person.name));
        let speak: Vec<(Name, u32, bool)> =
            speak.map(|(person, spoken)| (Name::new(&person.name), spoken.words, is_own(person.role))).collect();
        Facts {
            card,
            askers,
            own: speak.iter().filter(|(.., is_own)| *is_own).map(|(name, ..)| name.clone()).collect(),
            speakers: speak.into_iter().map(|(name, words, _)| (name, words)).collect(),
            words: card.spoken.iter().map(|spoken| u64::from(spoken.words)).sum(),
        }
    }

    fn shares_people(&self, other: &Facts<'_>) -> bool {
        self.own.iter().filter(|name| name.is_full() && other.own.contains(name)).count() >= 2
    }

    fn is_copy_of(&self, other: &Facts<'_>) -> bool {
        let (Some(least), Some(spoken)) = (self.least_in_common(other), self.spoken_alike(other)) else { return false };
        let (few, many) = (self.askers.len().min(other.askers.len()), self.askers.len().max(other.askers.len()));
        if few >= 3 {
            let common = in_order(&self.askers, &other.askers);
            return match least {
                Least::Most => common * 5 >= few * 4 && common * 3 >= many,
                Least::NearlyAll => common * 10 >= many * 9 && spoken >= ALIKE,
            };
        }
        let shared = self.speakers.iter().filter(|(name, _)| other.speakers.iter().any(|(known, _)| known == name));
        let most = self.speakers.len().max(other.speakers.len());
        let speak_alike = spoken >= 90 && most > 1 && shared.count() * 2 > most;
        least == Least::Most && (speak_alike || self.is_cut_from(other) || other.is_cut_from(self))
    }

    /// Whether nobody asks here, and those who speak do so on the other too, most of them as much: the questions, and
    /// maybe some of the answers, were left out.
    fn is_cut_from(&self, other: &Facts<'_>) -> bool {
        if !self.askers.is_empty() || other.askers.is_empty() {
            return false;
        }
        let (mut all, mut as_much) = (0, 0);
        for (name, words) in self.speakers.iter().filter(|(_, words)| *words >= FEW_WORDS) {
            let there = other.speakers.iter().find(|(known, _)| known.likeness(name) >= Likeness::Spelling);
            let Some((_, there)) = there else { return false };
            all += 1;
            as_much += usize::from(words.min(there) * 10 >= words.max(there) * 9);
        }
        as_much >= 3 && as_much + 1 >= all
    }

    /// How much has to agree, given what is said of period and day; `None` where these are enough to tell two apart.
    fn least_in_common(&self, other: &Facts<'_>) -> Option<Least> {
        let (a, b) = (&self.card.call, &other.card.call);
        let periods = a.period.zip(b.period).map(|(a, b)| a == b);
        let days = a.date.zip(b.date).map(|(a, b)| a.until(b).is_ok_and(|span| span.get_days().abs() <= 1));
        match (periods, days) {
            (Some(true), _) => Some(Least::Most),
            (None, Some(true)) => Some(Least::Most),
            (Some(false), Some(true)) | (None, None) => Some(Least::NearlyAll),
            (Some(false) | None, _) => None,
        }
    }

    /// The words of the shorter one, as a share of the longer, in hundredths.
    fn spoken_alike(&self, other: &Facts<'_>) -> Option<u64> {
        (self.words.min(other.words) * 100).checked_div(self.words.max(other.words))
    }
}

/// How much of two calls has to agree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    /// One source may have left out a good part.
    Most,
    NearlyAll,
}

/// Whether two who ask in the same place may be one: with one family name, or names that somebody misheard.
fn may_be_one(a: &Name, b: &Name) -> bool {
    a.words().last() == b.words().last() || a.likeness(b) >= Likeness::Spelling
}

/// How many two lists have in common, in the same order.
fn in_order(a: &[Name], b: &[Name]) -> usize {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if may_be_one(x, y) { corner + 1 } else { above.max(row[j]) };
            corner = above;
        }
    }
    row[b.len()]
}

/// Calls that may be one event: of one company, and of one period or day; or with the same who ask first.
fn buckets(calls: &[Facts<'_>], companies: &[usize]) -> BTreeMap<(usize, String), Vec<usize>> {
    let mut buckets: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    for (i, facts) in calls.iter().enumerate() {
        let call = &facts.card.call;
        let mut put = |when: String| buckets.entry((companies[i], when)).or_default().push(i);
        if let Some(period) = call.period.filter(|period| period.quarter.is_some()) {
            put(period.to_string());
        }
        for day in call.date.into_iter().flat_map(|day| [Some(day), day.tomorrow().ok()]).flatten() {
            put(Date::to_string(&day));
        }
        if let Some(first) = facts.askers.get(..3) {
            let families: Vec<&str> = first.iter().filter_map(|name| name.words().last()).map(String::as_str).collect();
            buckets.entry((usize::MAX, families.join(" "))).or_default().push(i);
        }
    }
    buckets
}

/// By what the names of companies are compared: they are one if they share any. Blanks tell none apart, nor does the end of
/// a genitive.
pub(super) fn company_keys(name: &str) -> impl Iterator<Item = String> {
    let plain = ["'s", "’s", "'", "’"].iter().find_map(|end| name.trim_end().strip_suffix(end)).unwrap_or(name);
    let keys =
        [names::normalize(name).concat(), names::normalize(plain).concat(), firms::normalize(name).replace(' ', "")];
    keys.into_iter().filter(|key| !key.is_empty())
}

/// Numbers for companies of which only the names are known: the same for those that are one.
pub(crate) fn number_companies<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, usize> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut roots: Vec<usize> = Vec::new();
    for name in names {
        numbers.entry(name).or_insert_with(|| {
            let number = roots.len();
            roots.push(number);
            for key in company_keys(name) {
                let known = *first.entry(key).or_insert(number);
                join(&mut roots, known, number);
            }
            number
        });
    }
    numbers.into_iter().map(|(name, number)| (name, root(&mut roots, number))).collect()
}

/// Numbers for the companies of calls: one for each that shares its ticker or its name with another.
fn companies(calls: &[Facts<'_>]) -> Vec<usize> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut roots: Vec<usize> = (0..calls.len()).collect();
    for (i, facts) in calls.iter().enumerate() {
        let call = &facts.card.call;
        let ticker = call.ticker.as_ref().map(|ticker| format!("${}", ticker.to_uppercase()));
        for key in ticker.into_iter().chain(call.company.as_deref().into_iter().flat_map(company_keys)) {
            let known = *first.entry(key).or_insert(i);
            join(&mut roots, known, i);
        }
    }
    (0..calls.len()).map(|i| root(&mut roots, i)).collect()
}

/// Companies two of whose people have the same names: hardly by chance.
fn kin(calls: &[Facts<'_>], companies: &[usize]) -> HashMap<usize, Vec<usize>> {
    let mut at: HashMap<&Name, BTreeSet<usize>> = HashMap::new();
    for (facts, company) in calls.iter().zip(companies) {
        facts.own.iter().filter(|name| name.is_full()).for_each(|name| {
            at.entry(name).or_default().insert(*company);
        });
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for companies in at.into_values().filter(|companies| (2..=COMMON_NAME).contains(&companies.len())) {
        let companies: Vec<usize> = companies.into_iter().collect();
        for (i, a) in companies.iter().enumerate() {
            companies[i + 1..].iter().for_each(|b| *shared.entry((*a, *b)).or_default() += 1);
        }
    }
    let mut kin: HashMap<usize, Vec<usize>> = HashMap::new();
    for ((a, b), _) in shared.into_iter().filter(|(_, n)| *n >= 2) {
        kin.entry(a).or_default().push(b);
        kin.entry(b).or_default().push(a);
    }
    kin.values_mut().for_each(|companies| companies.sort_unstable());
    kin
}

pub(super) fn root(roots: &mut [usize], mut at: usize) -> usize {
    while roots[at] != at {
        roots[at] = roots[roots[at]];
        at = roots[at];
    }
    at
}

/// Of two roots the first stays one, so that numbers do not hang on the order of joining.
pub(super) fn join(roots: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(roots, a), root(roots, b));
    roots[a.max(b)] = a.min(b);
}
