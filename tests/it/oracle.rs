//! A brute-force reader of queries as run: literally what the comments of `query::Run` say, without an
//! index, without an algebra of spans, without a care for time. And random corpora and query lines, in
//! which few words meet often.

use std::{collections::BTreeSet, ops::Range};

use proptest::prelude::*;
use whosaid::{
    query::{Filter, Pattern, Run, Scope, Side, names},
    text::{Traced, each_word, stem},
    transcript::{Call, Exchange, Kind, Participant, Period, Role, Section, SourceInfo, Transcript, Turn},
};

/// Word positions `[start, end)`.
pub type Place = (u32, u32);

/// A passage and all that is known of it.
pub struct Passage<'t> {
    pub transcript: &'t Transcript,
    pub call: usize,
    pub turn: &'t Turn,
    /// Its bytes in the turn's text.
    pub range: Range<usize>,
    words: Vec<(String, Place)>,
}

impl<'t> Passage<'t> {
    pub fn text(&self) -> &'t str {
        &self.turn.text.as_str()[self.range.clone()]
    }

    fn speaker(&self) -> &'t Participant {
        &self.transcript.participants[self.turn.participant]
    }
}

/// The words of a text with their places.
pub fn words(text: &str) -> Vec<(String, Place)> {
    let mut words = Vec::new();
    each_word(text, |word| words.push((word.term.to_owned(), (word.position, word.position + word.length))));
    words
}

/// The passages of all turns, cut by `divide`.
pub fn passages<'t>(transcripts: &'t [Transcript], divide: &dyn Fn(&str) -> Vec<Range<usize>>) -> Vec<Passage<'t>> {
    let mut passages = Vec::new();
    for (call, transcript) in transcripts.iter().enumerate() {
        for turn in &transcript.turns {
            for range in divide(turn.text.as_str()) {
                let words = words(&turn.text.as_str()[range.clone()]);
                passages.push(Passage { transcript, call, turn, range, words });
            }
        }
    }
    passages
}

/// The numbers of the passages that are hits.
pub fn hits(run: &Run, scope: Scope, passages: &[Passage<'_>]) -> Vec<usize> {
    let all: Vec<usize> = (0..passages.len()).collect();
    if scope == Scope::Passage {
        return all.into_iter().filter(|p| is_true(run, &[*p], passages)).collect();
    }
    let conjuncts: &[Run] = if let Run::And(parts) = run { parts } else { std::slice::from_ref(run) };
    let (choosing, rest): (Vec<&Run>, Vec<&Run>) = conjuncts.iter().partition(|part| only_filters(part));
    let counts = |p: &usize| choosing.iter().all(|filter| is_true(filter, &[*p], passages));
    let counting: Vec<usize> = all.into_iter().filter(counts).collect();
    let mut patterns = Vec::new();
    rest.iter().for_each(|part| not_negated(part, &mut patterns));
    let is_hit = |p: &usize| {
        let Some(own) = unit(scope, &passages[*p]) else { return false };
        let members: Vec<usize> =
            counting.iter().copied().filter(|q| unit(scope, &passages[*q]).as_ref() == Some(&own)).collect();
        let shows = |pattern: &&Pattern| !occurrences(pattern, &passages[*p].words).is_empty();
        rest.iter().all(|part| is_true(part, &members, passages)) && (patterns.is_empty() || patterns.iter().any(shows))
    };
    counting.iter().copied().filter(is_hit).collect()
}

/// What passages must share to be of one unit; nothing for those in no unit.
fn unit(scope: Scope, passage: &Passage<'_>) -> Option<(usize, u32)> {
    match scope {
        Scope::Passage => unreachable!("a passage is a unit of its own"),
        Scope::Turn => Some((passage.call, passage.turn.ordinal)),
        Scope::Exchange => passage.turn.exchange.map(|exchange| (passage.call, exchange)),
        Scope::Call => Some((passage.call, 0)),
    }
}

fn only_filters(run: &Run) -> bool {
    match run {
        Run::Filter(_) => true,
        Run::Not(part) => only_filters(part),
        Run::And(parts) | Run::Or(parts) => parts.iter().all(only_filters),
        Run::All | Run::Pattern(_) | Run::Side(..) => false,
    }
}

fn not_negated<'r>(run: &'r Run, found: &mut Vec<&'r Pattern>) {
    match run {
        Run::Pattern(pattern) => found.push(pattern),
        Run::And(parts) | Run::Or(parts) => parts.iter().for_each(|part| not_negated(part, found)),
        Run::All | Run::Filter(_) | Run::Not(_) | Run::Side(..) => {}
    }
}

/// Whether a query is true of a unit.
pub fn is_true(run: &Run, unit: &[usize], passages: &[Passage<'_>]) -> bool {
    match run {
        Run::All => true,
        Run::Pattern(pattern) => unit.iter().any(|p| !occurrences(pattern, &passages[*p].words).is_empty()),
        Run::Filter(filter) => unit.iter().any(|p| fits(filter, &passages[*p])),
        Run::And(parts) => parts.iter().all(|part| is_true(part, unit, passages)),
        Run::Or(parts) => parts.iter().any(|part| is_true(part, unit, passages)),
        Run::Not(part) => !is_true(part, unit, passages),
        Run::Side(side, inner) => unit.iter().any(|p| is_on_exchange(*side, inner, &passages[*p], passages)),
    }
}

/// Whether a passage is a question or an answer of an exchange whose one side is as `inner` says.
fn is_on_exchange(side: Side, inner: &Run, passage: &Passage<'_>, passages: &[Passage<'_>]) -> bool {
    let kind = match side {
        Side::Asked => Kind::Question,
        Side::Answered => Kind::Answer,
    };
    let Some(exchange) = passage.turn.exchange else { return false };
    let of_side = |q: &Passage<'_>| q.call == passage.call && q.turn.exchange == Some(exchange) && q.turn.kind == kind;
    let unit: Vec<usize> = (0..passages.len()).filter(|q| of_side(&passages[*q])).collect();
    matches!(passage.turn.kind, Kind::Question | Kind::Answer) && !unit.is_empty() && is_true(inner, &unit, passages)
}

/// Whether a filter fits a passage.
pub fn fits(filter: &Filter, passage: &Passage<'_>) -> bool {
    let (speaker, call) = (passage.speaker(), &passage.transcript.call);
    let has_all = |words: &[String], of: Vec<String>| words.iter().all(|word| of.contains(word));
    match filter {
        Filter::Speaker(words) => {
            let forms = std::iter::once(&speaker.name).chain(&speaker.aliases);
            has_all(words, forms.flat_map(|form| names::words(form)).collect())
        }
        Filter::Role(roles) => roles.contains(&speaker.role),
        Filter::Title(words) => speaker.title.as_ref().is_some_and(|title| has_all(words, names::words(title))),
        Filter::Position(position) => matches!(
            (speaker.title.as_deref(), position.as_str()),
            (Some("CEO"), "ceo") | (Some("Chief Financial Officer"), "cfo") | (Some("VP, Sales"), "vp")
        ),
        Filter::Firm(words) => speaker.firm.as_ref().is_some_and(|firm| has_all(words, names::normalize(firm))),
        Filter::Company(words) => call.company.as_ref().is_some_and(|name| has_all(words, names::normalize(name))),
        Filter::Ticker(ticker) => call.ticker.as_ref() == Some(ticker),
        Filter::Call(id) => call.id.to_uppercase() == *id,
        Filter::Section(section) => passage.turn.section == *section,
        Filter::Kind(kind) => passage.turn.kind == *kind,
        Filter::Nonanswer(way) => {
            way.map_or(!passage.turn.nonanswers.is_empty(), |way| passage.turn.ways().contains(&way))
        }
        Filter::Period(periods) => call.period.is_some_and(|period| {
            let first = |period: Period| (period.year, period.quarter.unwrap_or(1));
            let last = |period: Period| (period.year, period.quarter.unwrap_or(4));
            periods.from.is_none_or(|from| last(period) >= first(from))
                && periods.to.is_none_or(|to| first(period) <= last(to))
        }),
        Filter::Date(dates) => call
            .date
            .is_some_and(|date| dates.from.is_none_or(|from| from <= date) && dates.to.is_none_or(|to| date <= to)),
    }
}

/// All occurrences of a pattern.
pub fn occurrences(pattern: &Pattern, words: &[(String, Place)]) -> BTreeSet<Place> {
    readings(pattern, words).into_iter().map(|reading| reading.place).collect()
}

/// The places that take part in any occurrence.
pub fn taking_part(pattern: &Pattern, words: &[(String, Place)]) -> BTreeSet<u32> {
    readings(pattern, words).into_iter().flat_map(|reading| reading.words).collect()
}

/// One way to read a pattern into a text: where it stands, and by which words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reading {
    place: Place,
    words: BTreeSet<u32>,
}

fn readings(pattern: &Pattern, text: &[(String, Place)]) -> BTreeSet<Reading> {
    let leaf = |is: &dyn Fn(&str) -> bool| -> BTreeSet<Reading> {
        let found = text.iter().filter(|(term, _)| is(term));
        found.map(|(_, place)| Reading { place: *place, words: (place.0..place.1).collect() }).collect()
    };
    match pattern {
        Pattern::Forms(word) => leaf(&|term| stem(term) == stem(word)),
        Pattern::Exact(word) => leaf(&|term| term == word),
        Pattern::Prefix(word) => leaf(&|term| term.starts_with(word.as_str())),
        Pattern::Any(parts) => parts.iter().flat_map(|part| readings(part, text)).collect(),
        Pattern::Sequence(parts) => {
            let mut parts = parts.iter().map(|part| readings(part, text));
            let Some(first) = parts.next() else { return BTreeSet::new() };
            parts.fold(first, |before, next| {
                pairs(&before, &next).filter(|(a, b)| a.place.1 == b.place.0).map(|(a, b)| both(a, b)).collect()
            })
        }
        Pattern::Near { within, ordered, left, right } => {
            let (left, right) = (readings(left, text), readings(right, text));
            let before = |a: &Reading, b: &Reading| a.place.1 <= b.place.0 && b.place.0 - a.place.1 < *within;
            pairs(&left, &right)
                .filter(|(a, b)| before(a, b) || (!ordered && before(b, a)))
                .map(|(a, b)| both(a, b))
                .collect()
        }
    }
}

fn pairs<'r>(
    left: &'r BTreeSet<Reading>,
    right: &'r BTreeSet<Reading>,
) -> impl Iterator<Item = (&'r Reading, &'r Reading)> {
    left.iter().flat_map(move |a| right.iter().map(move |b| (a, b)))
}

fn both(a: &Reading, b: &Reading) -> Reading {
    let place = (a.place.0.min(b.place.0), a.place.1.max(b.place.1));
    Reading { place, words: a.words.union(&b.words).copied().collect() }
}

/// A vocabulary so small that words meet: inflections, compounds in all writings, homographs, numbers.
const VOCABULARY: &[&str] = &[
    "order",
    "orders",
    "ordered",
    "pre",
    "preorder",
    "pre-order",
    "pre-orders",
    "margin",
    "margins",
    "gross",
    "cost",
    "cost",
    "US",
    "us",
    "U.S.",
    "10-K",
    "R&D",
    "57.9",
    "year-over-year",
    "over",
];

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(VOCABULARY).prop_map(str::to_owned)
}

/// A short text.
pub fn text() -> impl Strategy<Value = String> {
    let joint = prop::sample::select(vec![" ", " ", " ", ", ", " [inaudible] ", "/"]);
    prop::collection::vec((word(), joint), 1..10)
        .prop_map(|words| words.into_iter().flat_map(|(word, joint)| [word, joint.to_owned()]).collect())
}

/// Something that can stand inside NEAR, as a query line; groups in parentheses.
pub fn words_and_groups() -> impl Strategy<Value = String> {
    let phrase = prop::collection::vec(word(), 1..4).prop_map(|words| format!("\"{}\"", words.join(" ")));
    let leaf = prop_oneof![
        5 => word(),
        2 => phrase,
        1 => prop::sample::select(vec!["or*", "mar*", "pre*", "10*", "\"gross mar*\"", "pre-or*", "gross/cost"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), 1..6u32, prop::bool::ANY, inner.clone()).prop_map(|(left, n, ordered, right)| {
                format!("({left} {}/{n} {right})", if ordered { "ADJ" } else { "NEAR" })
            }),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            prop::collection::vec(inner, 2..3).prop_map(|parts| format!("({})", parts.join(" "))),
        ]
    })
}

fn filter() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "role:analyst",
        "role:company",
        "role:ceo",
        "role:(ceo OR analyst)",
        "title:cfo",
        "title:sales",
        "speaker:lee",
        "speaker:\"Lee, Ann\"",
        "firm:\"harbor pine\"",
        "firm:lane",
        "company:acme",
        "ticker:acme",
        "call:zeno-2023",
        "section:qa",
        "section:prepared",
        "kind:question",
        "kind:answer",
        "period:2023Q1",
        "period:2023",
        "period:2022..2023Q1",
        "date:2023-05",
        "since:2023-05",
        "until:2023-04-30",
    ])
    .prop_map(str::to_owned)
}

/// A query line.
pub fn line() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![6 => words_and_groups(), 2 => filter()];
    let within = |inner: BoxedStrategy<String>| {
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" "))),
            2 => prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" OR "))),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND NOT {b})")),
            1 => inner.prop_map(|part| format!("-{part}")).prop_map(|part| part.replace("--", "NOT -")),
        ]
    };
    let inside = leaf.clone().prop_recursive(2, 8, 3, move |inner| within(inner.boxed()));
    let sides = (prop::sample::select(vec!["asked", "answered"]), inside.clone())
        .prop_map(|(side, inner)| format!("{side}:({inner})"));
    let any = prop_oneof![4 => inside, 1 => sides];
    prop::collection::vec(any, 1..4).prop_map(|parts| parts.join(" "))
}

/// A scope.
pub fn scope() -> impl Strategy<Value = Scope> {
    prop::sample::select(vec![Scope::Passage, Scope::Turn, Scope::Exchange, Scope::Call])
}

fn person(name: &str, role: Role, title: Option<&str>, firm: Option<&str>) -> Participant {
    let (title, firm) = (title.map(str::to_owned), firm.map(str::to_owned));
    Participant { name: name.to_owned(), role, title, firm, aliases: Vec::new(), evidence: Vec::new() }
}

/// What a random turn is: its kind, whether it opens an exchange, who speaks, what is said.
type Said = (Kind, bool, bool, Vec<String>);

fn said() -> impl Strategy<Value = Said> {
    let kind = prop_oneof![
        1 => Just(Kind::Moderation),
        2 => Just(Kind::Remarks),
        4 => Just(Kind::Question),
        4 => Just(Kind::Answer),
        1 => Just(Kind::Aside),
    ];
    (kind, prop::bool::ANY, prop::bool::ANY, prop::collection::vec(text(), 1..3))
}

/// A few calls of a few turns; a paragraph each is to be taken for a passage.
pub fn corpus() -> impl Strategy<Value = Vec<Transcript>> {
    prop::collection::vec(prop::collection::vec(said(), 1..8), 1..4)
        .prop_map(|calls| calls.into_iter().enumerate().map(|(number, said)| transcript(number, said)).collect())
}

fn transcript(number: usize, said: Vec<Said>) -> Transcript {
    let (ticker, period, date) = [
        ("ACME", Period { year: 2023, quarter: Some(1) }, Some((2023, 5, 2))),
        ("ACME", Period { year: 2022, quarter: Some(4) }, Some((2023, 2, 1))),
        ("ZENO", Period { year: 2023, quarter: None }, None),
    ][number % 3];
    let call = Call {
        id: format!("{ticker}-{period}"),
        company: Some(if ticker == "ACME" { "Acme & Sons, Inc." } else { "Zeno N.V." }.to_owned()),
        ticker: Some(ticker.to_owned()),
        period: Some(period),
        date: date.map(|(year, month, day)| jiff::civil::date(year, month, day)),
        ..Call::default()
    };
    let participants = vec![
        person("Operator", Role::Operator, None, None),
        person("Ann Lee", Role::Executive, Some("CEO"), None),
        person("Bob Ray", Role::Executive, Some("Chief Financial Officer"), None),
        person("Cy Poe", Role::Analyst, None, Some("Harbor & Pine LLC")),
        person("Di Lee", Role::Analyst, Some("VP, Sales"), Some("The B. Lane Company")),
    ];
    let mut turns: Vec<Turn> = Vec::new();
    let mut exchanges: Vec<Exchange> = Vec::new();
    for (ordinal, (kind, opens, second, paragraphs)) in said.into_iter().enumerate() {
        let ordinal = u32::try_from(ordinal).expect("few turns");
        let participant = match kind {
            Kind::Moderation => 0,
            Kind::Question => 3 + usize::from(second),
            Kind::Remarks | Kind::Answer | Kind::Aside => 1 + usize::from(second),
        };
        if kind == Kind::Question && (opens || exchanges.is_empty()) {
            let number = u32::try_from(exchanges.len() + 1).expect("few exchanges");
            let (question, answer, responders) = (Vec::new(), Vec::new(), Vec::new());
            exchanges.push(Exchange { ordinal: number, questioner: participant, question, answer, responders });
        }
        let exchange = exchanges.last_mut().filter(|_| kind != Kind::Remarks && (kind != Kind::Aside || opens));
        // An answer to no question is a remark.
        let kind = if kind == Kind::Answer && exchange.is_none() { Kind::Remarks } else { kind };
        let number = exchange.map(|exchange| {
            match kind {
                Kind::Question => exchange.question.push(ordinal),
                Kind::Answer => {
                    exchange.answer.push(ordinal);
                    if !exchange.responders.contains(&participant) {
                        exchange.responders.push(participant);
                    }
                }
                Kind::Moderation | Kind::Remarks | Kind::Aside => {}
            }
            exchange.ordinal
        });
        let section = if number.is_some() { Section::Qa } else { Section::Prepared };
        let text = Traced::verbatim(paragraphs.join("\n\n"), 0);
        turns.push(Turn {
            ordinal,
            participant,
            section,
            kind,
            exchange: number,
            text,
            start_seconds: None,
            nonanswers: Vec::new(),
            hands_over_to: None,
        });
    }
    let source =
        SourceInfo { path: format!("{number}.txt"), layout: "plain".to_owned(), bytes: 0, hash: "0".repeat(32) };
    Transcript { source, call, participants, turns, exchanges, diagnostics: Vec::new() }
}

/// A paragraph each.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        ranges.push(start..start + part.len());
        start += part.len();
    }
    ranges
}
