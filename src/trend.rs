//! How often something is said, quarter by quarter: mentions, and the words they are among.
//!
//! # What a mention is
//! The conjuncts of a query are parted in filters (`role:analyst`, or a flag) and the rest, its words.
//! * The words are one pattern (a word, a phrase, NEAR, or a choice of these), whatever else is excluded by
//!   NOT: every occurrence is a mention, as many as do not overlap. `tariff` counts each tariff and tariffs.
//! * The words are more than that (`data center`: both, wherever they stand): every passage that matches is one.
//! * The words are those of `asked:( )` or `answered:( )`: every exchange that matches is one.
//!
//! The words spoken are those of all passages that the same filters choose: filters narrow both the
//! mentions and the words, the query's words only the mentions.
//!
//! A call that is in the index from several sources counts once, by one of its transcripts: of those in which the filters
//! choose something the one that tells its quarter and its day, then its company, then the longest, then the first by id.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use crate::{
    cast::firms,
    error::Result,
    index::{Apart, Card, Clock, Counted, Hit, Outline, Place, Request, Snapshot, Sort, Sums, Survey, Whose, Within},
    people::{self, Event, Part},
    query::{Dates, Filter, Pattern, Run, Scope},
    transcript::Period,
};

/// By what a trend is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The speaker's role.
    Role,
    /// The section of the call.
    Section,
    /// The company, endings like Inc. ignored.
    Company,
    /// The speaker: one line a person, as [`people::gather`] has it.
    Speaker,
    /// The firm the speaker works for; the company's own people have none, and are left out.
    Firm,
}

/// What trends are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'t> {
    /// By which quarters.
    pub clock: Clock,
    /// By what else.
    pub by: Option<By>,
    /// The first day that counts. First mentions are looked for before it, too.
    pub since: Option<Date>,
    /// Files and folders to answer from.
    pub within: Within<'t>,
}

/// The mentions of one query.
#[derive(Clone, Debug)]
pub struct Trend {
    /// The quarters, none left out from the first to the last in which anything counted was said.
    pub quarters: Vec<Period>,
    /// For each quarter, the calls on which passages fit the filters.
    pub calls: Vec<u64>,
    /// One line for each role, company, …; one alone if nothing is told apart.
    pub lines: Vec<Line>,
    /// What is in no quarter.
    pub unplaced: Unplaced,
    /// Transcripts that were left out since another of the same call counts.
    pub copies: usize,
    /// The first mention.
    pub first: Option<Hit>,
    /// Whether the first mention is on or after the first day that counts.
    pub is_new: Option<bool>,
}

/// The mentions of one query by some of the speakers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// By whom or where; `None` if nothing is told apart.
    pub group: Option<String>,
    /// For each quarter, the calls on which those of this line speak.
    pub calls: Vec<u64>,
    /// For each quarter.
    pub points: Vec<Point>,
}

/// A quarter of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Point {
    /// Mentions.
    pub mentions: u64,
    /// Words spoken.
    pub words: u64,
}

/// What is in no quarter: calls that do not tell, or (by fiscal quarters) are about a whole year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unplaced {
    /// Calls.
    pub calls: u64,
    /// Mentions on them.
    pub mentions: u64,
}

impl Point {
    /// Mentions in 10,000 words, in hundredths; `None` where nothing was said.
    ///
    /// ```
    /// # use whosaid::trend::Point;
    /// assert_eq!(Point { mentions: 3, words: 8_000 }.rate(), Some(375));
    /// assert_eq!(Point { mentions: 0, words: 0 }.rate(), None);
    /// ```
    pub fn rate(self) -> Option<u64> {
        // Rounded to the nearest.
        (self.words > 0).then(|| (self.mentions * 1_000_000 + self.words / 2) / self.words)
    }
}

impl Line {
    /// All mentions.
    pub fn mentions(&self) -> u64 {
        self.points.iter().map(|point| point.mentions).sum()
    }
}

impl Trend {
    /// All mentions in quarters.
    pub fn mentions(&self) -> u64 {
        self.lines.iter().map(Line::mentions).sum()
    }
}

/// What of a query is counted, and in which passages.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Question {
    /// The filters: what narrows mentions and words alike.
    filters: Run,
    /// What a passage must fit besides having an occurrence.
    rest: Run,
    what: Mention,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mention {
    Occurrence(Pattern),
    Passage,
    Exchange,
}

impl Question {
    fn of(run: &Run) -> Question {
        let (filters, words): (Vec<Run>, Vec<Run>) = run.conjuncts().iter().cloned().partition(Run::is_filter);
        let (excluded, asked): (Vec<Run>, Vec<Run>) = words.into_iter().partition(|part| matches!(part, Run::Not(_)));
        let filters = all(filters);
        if let [part] = &asked[..]
            && let Some(pattern) = pattern(part)
        {
            let rest = all(filters.conjuncts().iter().cloned().chain(excluded).collect());
            return Question { filters, rest, what: Mention::Occurrence(pattern) };
        }
        let what = if asked.iter().any(has_side) { Mention::Exchange } else { Mention::Passage };
        Question { filters, rest: run.clone(), what }
    }
}

fn all(mut parts: Vec<Run>) -> Run {
    match parts.len() {
        0 => Run::All,
        1 => parts.remove(0),
        _ => Run::And(parts),
    }
}

/// The pattern that a query is, or that is a choice of the patterns it is a choice of.
fn pattern(run: &Run) -> Option<Pattern> {
    match run {
        Run::Pattern(pattern) => Some(pattern.clone()),
        Run::Or(parts) => Some(Pattern::Any(parts.iter().map(pattern).collect::<Option<_>>()?)),
        _ => None,
    }
}

fn has_side(run: &Run) -> bool {
    match run {
        Run::Side(..) => true,
        Run::And(parts) | Run::Or(parts) => parts.iter().any(has_side),
        Run::Not(part) => has_side(part),
        Run::All | Run::Pattern(_) | Run::Filter(_) => false,
    }
}

/// The trend of each query.
///
/// # Errors
/// If the index is damaged.
pub fn trends(snapshot: &Snapshot, runs: &[Run], terms: &Terms<'_>) -> Result<Vec<Trend>> {
    let apart = match terms.by {
        None => Apart::Nothing,
        Some(By::Role) => Apart::Role,
        Some(By::Section) => Apart::Section,
        Some(By::Company) => Apart::Company,
        Some(By::Speaker | By::Firm) => Apart::Speaker,
    };
    let survey = Survey { clock: terms.clock, apart, since: terms.since, within: terms.within, without: None };
    let events = people::events(snapshot, terms.within)?;
    // Queries with the same filters are counted among the same words.
    let mut spoken: HashMap<Run, (HashSet<Place>, Sums)> = HashMap::new();
    let mut found = Vec::with_capacity(runs.len());
    for run in runs {
        let question = Question::of(run);
        if !spoken.contains_key(&question.filters) {
            let copies = copies(snapshot, &events, terms, &question.filters)?;
            let survey = Survey { without: Some(&copies), ..survey };
            let words = snapshot.sum(&survey, Counted::Words, &question.filters)?;
            spoken.insert(question.filters.clone(), (copies, words));
        }
        let (copies, words) = &spoken[&question.filters];
        let counted = match &question.what {
            Mention::Occurrence(pattern) => Counted::Occurrences(pattern),
            Mention::Passage => Counted::Passages,
            Mention::Exchange => Counted::Exchanges,
        };
        let survey = Survey { without: Some(copies), ..survey };
        let mentions = snapshot.sum(&survey, counted, &question.rest)?;
        let mut trend = plot(&mentions, words, terms.by);
        trend.copies = copies.len();
        trend.first = first(snapshot, run, terms.within)?;
        let day = trend.first.as_ref().and_then(|hit| hit.card.call.date);
        trend.is_new = terms.since.and_then(|since| day.map(|day| day >= since));
        found.push(trend);
    }
    let ends = found.iter().flat_map(|trend| [trend.quarters.first(), trend.quarters.last()]).flatten();
    if let (Some(from), Some(to)) = (ends.clone().min().copied(), ends.max().copied()) {
        found.iter_mut().for_each(|trend| trend.widen(from, to));
    }
    Ok(found)
}

/// The transcripts that do not count among those in which some filters choose something: of each event all but one.
fn copies(snapshot: &Snapshot, events: &[Event], terms: &Terms<'_>, filters: &Run) -> Result<HashSet<Place>> {
    let places = |event: &Event| event.transcripts.iter().map(|(outline, _)| outline.place).collect::<Vec<_>>();
    let all: Vec<Place> = events.iter().flat_map(places).collect();
    let chosen = snapshot.with_passages(&all, filters)?;
    let mut copies = HashSet::new();
    for event in events {
        let mut transcripts: Vec<&(Outline, Arc<Card>)> = event.transcripts.iter().collect();
        transcripts.retain(|(outline, _)| chosen.contains(&outline.place));
        transcripts.sort_by_key(|(outline, card)| {
            let (no_period, no_day) = (outline.period.is_none(), outline.date.is_none());
            let is_unplaced = match terms.clock {
                Clock::Fiscal => no_period,
                Clock::Calendar => no_day,
            };
            (is_unplaced, no_period || no_day, outline.company.is_none(), Reverse(outline.words), &card.call.id)
        });
        copies.extend(transcripts.iter().skip(1).map(|(outline, _)| outline.place));
    }
    Ok(copies)
}

/// The first passage, by the day of its call, of which a query is true. Calls without a date count only
/// if there is no other.
fn first(snapshot: &Snapshot, run: &Run, within: Within<'_>) -> Result<Option<Hit>> {
    let dated = Run::Filter(Filter::Date(Dates { from: None, to: None }));
    let dated = all(run.conjuncts().iter().cloned().chain([dated]).collect());
    for run in [dated, run.clone()] {
        let paths = within.map(<[String]>::to_vec);
        let request = Request { run, scope: Scope::Passage, paths, sort: Sort::Oldest, limit: 1, offset: 0 };
        if let Some(hit) = snapshot.search(&request)?.pop() {
            return Ok(Some(hit));
        }
    }
    Ok(None)
}

/// A kind of speaker: what orders it, what tells it apart, and what it may be called.
type Key = (u8, String);

#[derive(Default)]
struct Group {
    /// The shortest of the names it goes by.
    name: String,
    points: BTreeMap<Period, Point>,
    calls: BTreeMap<Period, u64>,
    /// The calls on which several of them may speak.
    heard: HashSet<String>,
}

/// Puts mentions and words together, by quarter and kind of speaker.
fn plot(mentions: &Sums, words: &Sums, by: Option<By>) -> Trend {
    let people = if by == Some(By::Speaker) { People::of([mentions, words]) } else { People::default() };
    let companies = people::number_companies([mentions, words].into_iter().flat_map(company_names));
    let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
    let mut unplaced = Unplaced { calls: words.calls.get(&None).copied().unwrap_or(0), ..Unplaced::default() };
    for (sums, is_mention) in [(mentions, true), (words, false)] {
        for sum in &sums.sums {
            let Some((key, name)) = key(&sum.whose, by, &people, &companies) else { continue };
            let Some(quarter) = sum.quarter else {
                unplaced.mentions += if is_mention { sum.n } else { 0 };
                continue;
            };
            let group = groups.entry(key).or_default();
            // Of names as long one that is not in capitals.
            let order = |name: &str| (name.chars().count(), !name.chars().any(char::is_lowercase), name.to_owned());
            if group.name.is_empty() || order(&name) < order(&group.name) {
                group.name = name;
            }
            let point = group.points.entry(quarter).or_default();
            if is_mention {
                point.mentions += sum.n;
                continue;
            }
            point.words += sum.n;
            let is_counted = match &sum.whose {
                Whose::Speaker(card, _) => group.heard.insert(card.call.id.clone()),
                _ => true,
            };
            *group.calls.entry(quarter).or_default() += if is_counted { sum.calls } else { 0 };
        }
    }
    let mut calls = words.calls.clone();
    calls.remove(&None);
    let quarters: Vec<Period> = calls.keys().flatten().copied().collect();
    let quarters = match (quarters.first(), quarters.last()) {
        (Some(first), Some(last)) => through(*first, *last),
        _ => Vec::new(),
    };
    let calls = quarters.iter().map(|quarter| calls.get(&Some(*quarter)).copied().unwrap_or(0)).collect();
    let lines = lines(groups, &quarters, by);
    Trend { quarters, calls, lines, unplaced, copies: 0, first: None, is_new: None }
}

fn company_names(sums: &Sums) -> impl Iterator<Item = &str> {
    sums.sums.iter().filter_map(|sum| match &sum.whose {
        Whose::Company(name) => name.as_deref(),
        _ => None,
    })
}

/// The groups that mention it, in order: roles and sections in their own, others by how often they do.
fn lines(groups: BTreeMap<Key, Group>, quarters: &[Period], by: Option<By>) -> Vec<Line> {
    if by.is_none() && groups.is_empty() {
        let (calls, points) = (vec![0; quarters.len()], vec![Point::default(); quarters.len()]);
        return vec![Line { group: None, calls, points }];
    }
    let line = |group: Group| Line {
        group: by.map(|_| group.name),
        calls: quarters.iter().map(|quarter| group.calls.get(quarter).copied().unwrap_or(0)).collect(),
        points: quarters.iter().map(|quarter| group.points.get(quarter).copied().unwrap_or_default()).collect(),
    };
    let mut lines: Vec<Line> = groups.into_values().map(line).collect();
    if by.is_some() {
        lines.retain(|line| line.mentions() > 0);
    }
    if matches!(by, Some(By::Company | By::Speaker | By::Firm)) {
        lines.sort_by_cached_key(|line| (Reverse(line.mentions()), line.group.clone()));
    }
    lines
}

/// Who is who among those whose words were counted.
#[derive(Default)]
struct People {
    /// By call and participant.
    numbers: HashMap<(String, usize), usize>,
    /// Their names.
    names: Vec<String>,
}

impl People {
    fn of(sums: [&Sums; 2]) -> People {
        let whose = sums.into_iter().flat_map(|sums| &sums.sums).map(|sum| &sum.whose);
        let mut seen = HashSet::new();
        let parts: Vec<Part> = whose
            .filter_map(|whose| match whose {
                Whose::Speaker(card, id) => Some((card.clone(), *id)),
                _ => None,
            })
            .filter(|(card, id)| seen.insert((card.call.id.clone(), *id)))
            .collect();
        let mut numbers = HashMap::new();
        let mut names = Vec::new();
        for (number, person) in people::gather(&parts).into_iter().enumerate() {
            names.push(person.name);
            for spot in person.spots {
                numbers.insert(spot, number);
            }
        }
        People { numbers, names }
    }
}

/// What tells a kind of speaker apart, and its name; `None` for whom it does not count.
fn key(whose: &Whose, by: Option<By>, people: &People, companies: &HashMap<&str, usize>) -> Option<(Key, String)> {
    let known = |key: String, name: &str| Some(((0, key), name.to_owned()));
    match whose {
        Whose::Anybody => Some(((0, String::new()), String::new())),
        Whose::Role(role) => Some(((*role as u8, String::new()), role.to_string())),
        Whose::Section(section) => Some(((*section as u8, String::new()), section.to_string())),
        Whose::Company(Some(name)) => known(companies.get(name.as_str())?.to_string(), name),
        Whose::Company(None) => known(String::new(), "unknown"),
        Whose::Speaker(card, id) if by == Some(By::Firm) => {
            let firm = card.participants.get(*id)?.firm.as_deref()?;
            known(firms::key(firm), firm)
        }
        Whose::Speaker(card, id) => {
            let number = people.numbers.get(&(card.call.id.clone(), *id))?;
            known(number.to_string(), people.names.get(*number)?)
        }
    }
}

impl Trend {
    /// Adds empty quarters before and after.
    fn widen(&mut self, from: Period, to: Period) {
        let wide = through(from, to);
        let place = |quarter: &Period| self.quarters.binary_search(quarter).ok();
        let places: Vec<Option<usize>> = wide.iter().map(place).collect();
        self.calls = places.iter().map(|place| place.map_or(0, |i| self.calls[i])).collect();
        for line in &mut self.lines {
            line.calls = places.iter().map(|place| place.map_or(0, |i| line.calls[i])).collect();
            line.points = places.iter().map(|place| place.map_or_else(Point::default, |i| line.points[i])).collect();
        }
        self.quarters = wide;
    }
}

/// All quarters from one to another.
fn through(first: Period, last: Period) -> Vec<Period> {
    let number = |period: Period| i32::from(period.year) * 4 + i32::from(period.quarter.unwrap_or(1)) - 1;
    let period = |number: i32| Period {
        year: i16::try_from(number.div_euclid(4)).unwrap_or(i16::MAX),
        quarter: u8::try_from(number.rem_euclid(4) + 1).ok(),
    };
    (number(first)..=number(last)).map(period).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    #[test]
    fn what_is_counted_follows_from_the_query() {
        for (line, what, filters, rest) in [
            ("tariff", "occurrences", "", ""),
            ("tariff OR duty", "occurrences", "", ""),
            ("\"data center\"", "occurrences", "", ""),
            ("data NEAR/3 center role:analyst", "occurrences", "role:analyst", "role:analyst"),
            ("tariff -steel role:analyst", "occurrences", "role:analyst", "role:analyst NOT steel"),
            ("data center", "passages", "", "data center"),
            ("data center -role:analyst", "passages", "-role:analyst", "data center -role:analyst"),
            ("asked:(data center)", "exchanges", "", "asked:(data center)"),
        ] {
            let run = |line: &str| parse(line).unwrap().plan.lower().unwrap();
            let question = Question::of(&run(line));
            let found = match question.what {
                Mention::Occurrence(_) => "occurrences",
                Mention::Passage => "passages",
                Mention::Exchange => "exchanges",
            };
            assert_eq!(found, what, "{line}");
            assert_eq!(question.filters, run(filters), "{line}");
            assert_eq!(question.rest, run(rest), "{line}");
        }
    }

    #[test]
    fn no_quarter_is_left_out() {
        let quarters = |from: &str, to: &str| -> Vec<String> {
            through(from.parse().unwrap(), to.parse().unwrap()).iter().map(ToString::to_string).collect()
        };
        assert_eq!(quarters("2023Q3", "2024Q2"), ["2023Q3", "2023Q4", "2024Q1", "2024Q2"]);
        assert_eq!(quarters("2023Q3", "2023Q3"), ["2023Q3"]);
    }

    #[test]
    fn rates_are_rounded_to_the_nearest_hundredth() {
        for (mentions, words, expected) in [(1, 3, 333_333), (2, 3, 666_667), (0, 9, 0), (1, 10_000, 100)] {
            assert_eq!(Point { mentions, words }.rate(), Some(expected));
        }
    }
}
