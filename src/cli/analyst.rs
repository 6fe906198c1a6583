//! `analyst`: all that an analyst asked, and who answered what.

use std::{cmp::Reverse, collections::BTreeSet, io::Write as _, ops::Range};

use whosaid::{
    people::{self, Appearance, Facts, Part, Person},
    query::{Field, Filter, Highlighter, Run, Scope, names},
    render::{
        Label, dossier,
        json::{self, EXCHANGE_FIELDS, ExchangeOfCall},
        table::Column,
    },
    text,
    transcript::{Exchange, Role, Transcript, Turn},
};

use super::{
    args::{Analyst, Filters, Format},
    ask::{Question, Reach, field_plan, lower},
    listing::{self, Listing},
    nothing,
    outcome::{Outcome, Result},
    settings::Settings,
    speakers::parts,
    unasked, undated,
};

/// So many candidates are named.
const CANDIDATES: usize = 20;

const COLUMNS: &[Column<'static>] = &[
    Column::words("ref", Label::Reference).whole(),
    Column::words("date", Label::Aside).whole(),
    Column::words("company", Label::Plain),
    Column::words("firm", Label::Plain).spare(),
    Column::words("answered by", Label::Speaker),
    Column::words("asked", Label::Plain),
];

/// The columns of a CSV file of exchanges.
const CSV: &[&str] = &[
    "ref",
    "call.company",
    "call.ticker",
    "call.period",
    "call.date",
    "analyst.name",
    "analyst.firm",
    "exchange.parts",
    "asked",
    "exchange.responders",
    "answered",
];

/// Runs `analyst`.
pub fn run(args: &Analyst, settings: &Settings) -> Result<Outcome> {
    args.form.check(EXCHANGE_FIELDS)?;
    let chosen = Chosen::of(args)?;
    let filters = Question::new(&[], &chosen.of_the_question)?;
    let line = Question::new(&args.query, &Filters::default())?;
    let reach = Reach::open(&args.sources, settings)?;
    line.tell_notes(settings);
    let candidates = called(&args.name, &Run::And(vec![is_analyst(), filters.run.clone()]), &reach)?;
    let count = |run: &Run| {
        let left_out = called(&args.name, &Run::And(vec![is_analyst(), run.clone()]), &reach)?;
        Ok(left_out.iter().map(|person| person.asks as usize).sum())
    };
    undated::tell_counted(&filters, "exchange", count, settings)?;
    let Some(person) = the_one(&args.name, &candidates) else {
        if candidates.is_empty() && !reach.tell_if_empty(settings)? {
            tell_nobody(args, &reach, settings)?;
        } else if !candidates.is_empty() {
            tell_several(args, &candidates, settings);
        }
        return Ok(reach.outcome(0));
    };
    let mut asked = exchanges(person, &reach)?;
    let matching = if args.query.is_empty() { None } else { Some(matching(&line.run, &reach)?) };
    let fits = |transcript: &Transcript, exchange: &Exchange| {
        let place = || (transcript.call.id.clone(), exchange.ordinal);
        matching.as_ref().is_none_or(|matching| matching.contains(&place())) && chosen.answers_fit(transcript, exchange)
    };
    if !asked.iter().any(|asked| asked.exchanges.iter().any(|exchange| fits(&asked.transcript, exchange))) {
        unasked::explain(args, person, &asked, &line, &reach, settings)?;
        return Ok(reach.outcome(0));
    }
    let (mut n_before, mut n_found) = (args.form.offset, 0);
    for Asked { transcript, exchanges, .. } in &mut asked {
        exchanges.retain(|exchange| fits(transcript, exchange));
        n_found += exchanges.len();
        let n_skipped = n_before.min(exchanges.len());
        exchanges.drain(..n_skipped);
        n_before -= n_skipped;
    }
    let mut n_left = args.form.limit.unwrap_or(usize::MAX);
    for Asked { exchanges, .. } in &mut asked {
        exchanges.truncate(n_left);
        n_left -= exchanges.len();
    }
    asked.retain(|asked| !asked.exchanges.is_empty());
    print(args, settings, &line, person, &asked)?;
    let others = candidates.iter().filter(|other| *other != person);
    others.for_each(|other| settings.hint(&format!("not {}", introduce(other))));
    Ok(reach.outcome(n_found))
}

/// Who is meant: the only one, or the only one whose name it is in so many words.
fn the_one<'p>(name: &str, candidates: &'p [Person]) -> Option<&'p Person> {
    if let [person] = candidates {
        return Some(person);
    }
    let is_called =
        |person: &&Person| people::is_called(name, &[std::slice::from_ref(&person.name), &person.aliases].concat());
    let mut called = candidates.iter().filter(is_called);
    called.next().filter(|_| called.next().is_none())
}

fn tell_several(args: &Analyst, candidates: &[Person], settings: &Settings) {
    settings.complain(&format!("`{}` may be {} analysts", args.name, candidates.len()));
    candidates.iter().take(CANDIDATES).for_each(|person| settings.hint(&introduce(person)));
    if candidates.len() > CANDIDATES {
        settings.hint(&format!("and {} more", candidates.len() - CANDIDATES));
    }
    settings.hint("more of the name, --firm or --company decide");
}

/// The filters, apart by what they are about.
struct Chosen {
    /// Those that choose the analyst and the call.
    of_the_question: Filters,
    /// Those that one of the answers must fit: who answers, and what is kept back.
    of_an_answer: Run,
}

impl Chosen {
    fn of(args: &Analyst) -> Result<Chosen> {
        let mut filters = args.filters.clone();
        let answer = Filters { nonanswer: std::mem::take(&mut filters.nonanswer), ..Filters::default() };
        let mut run = Question::new(&[], &answer)?.run;
        let who: Vec<Run> = args.answered_by.iter().map(|who| answerer(who)).collect::<Result<_>>()?;
        if !who.is_empty() {
            run = Run::And(vec![run, Run::Or(who)]);
        }
        Ok(Chosen { of_the_question: filters, of_an_answer: run })
    }

    fn answers_fit(&self, transcript: &Transcript, exchange: &Exchange) -> bool {
        let turns = || exchange.answer.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
        self.of_an_answer == Run::All || turns().any(|turn| fits(transcript, turn, &self.of_an_answer))
    }
}

/// Who answers: a role or a position, or else a name.
pub fn answerer(who: &str) -> Result<Run> {
    field_plan(Field::Role, who).or_else(|_| field_plan(Field::Speaker, who)).and_then(|plan| lower(&plan))
}

/// Whether the conditions that a query puts on every passage fit those of a turn.
pub fn fits(transcript: &Transcript, turn: &Turn, run: &Run) -> bool {
    let (speaker, ways) = (transcript.participants.get(turn.participant), turn.ways());
    let facts = Facts { call: &transcript.call, speaker, section: turn.section, kind: turn.kind, ways: &ways };
    facts.are_chosen_by(run)
}

fn is_analyst() -> Run {
    Run::Filter(Filter::Role(vec![Role::Analyst]))
}

/// The people who may be called so, among those who speak in the passages that match: with all their names, also those
/// that were not typed.
fn called(name: &str, run: &Run, reach: &Reach) -> Result<Vec<Person>> {
    let may_be = |(card, id): &Part| card.participants.get(*id).is_some_and(|p| people::may_be(name, p));
    let mut meant = parts(&bearing(names::words(name), run), reach)?;
    meant.retain(may_be);
    let families = meant.iter().filter_map(|(card, id)| names::words(&card.participants.get(*id)?.name).pop());
    let families: BTreeSet<String> = families.collect();
    if families.is_empty() {
        return Ok(Vec::new());
    }
    let relatives = parts(&bearing(families, run), reach)?;
    Ok(people::those(&relatives, may_be))
}

/// What those say, of what matches, who have one of these words in their names.
fn bearing(words: impl IntoIterator<Item = String>, run: &Run) -> Run {
    let words = words.into_iter().map(|word| Run::Filter(Filter::Speaker(vec![word])));
    Run::And(vec![run.clone(), Run::Or(words.collect())])
}

/// Says why nobody is found: the filters, the role, or the name.
fn tell_nobody(args: &Analyst, reach: &Reach, settings: &Settings) -> Result<()> {
    let name = &args.name;
    let analysts = called(name, &is_analyst(), reach)?;
    if !analysts.is_empty() {
        settings.complain(&format!("no question of `{name}` fits the filters"));
        analysts.iter().for_each(|person| settings.hint(&format!("without them: {}", introduce(person))));
        let (firms, companies) = (&args.filters.firm, &args.filters.company);
        tell_nearest("firm", firms, analysts.iter().flat_map(|person| &person.firms), settings);
        tell_nearest("company", companies, analysts.iter().flat_map(|person| &person.companies), settings);
        return Ok(());
    }
    let others = called(name, &Run::All, reach)?;
    if let Some(person) = others.first() {
        let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
        settings.complain(&format!("`{name}` is no analyst in the index, but {} ({})", person.name, roles.join(", ")));
        settings.hint(&format!("`whosaid search --speaker '{name}'` finds what was said"));
        return Ok(());
    }
    settings.complain(&format!("no analyst `{name}` in the index"));
    settings.hint(&nearest(name, reach)?);
    Ok(())
}

/// A candidate in one line: name, firms, how many calls.
fn introduce(person: &Person) -> String {
    let firms = if person.firms.is_empty() { String::new() } else { format!(", {}", person.firms.join(", then ")) };
    let calls = match person.calls.len() {
        1 => "1 call".to_owned(),
        n => format!("{n} calls"),
    };
    format!("{}{firms} ({calls})", person.name)
}

/// Proposes for each value of a flag the names that it may be a slip for.
fn tell_nearest<'n>(
    flag: &str,
    values: &[String],
    names: impl Iterator<Item = &'n String> + Clone,
    settings: &Settings,
) {
    for value in values {
        let close: Vec<&str> = names::words(value)
            .iter()
            .flat_map(|word| text::nearest(word, names.clone().map(String::as_str)))
            .collect();
        if !close.is_empty() {
            settings.hint(&format!("--{flag} {value} fits none{}", nothing::proposal(&close)));
        }
    }
}

/// The names of analysts that may be meant.
fn nearest(name: &str, reach: &Reach) -> Result<String> {
    let mut close = Vec::new();
    for word in names::words(name) {
        let is_there = |run| nothing::is_among(&[is_analyst()], run, reach);
        close.extend(nothing::similar(&field_plan(Field::Speaker, &word)?, reach, &is_there)?);
    }
    Ok(match close.as_slice() {
        [] => "`whosaid speakers --role analyst` lists those there are".to_owned(),
        close => format!("did you mean {}?", close.join(" or ")),
    })
}

/// A call and the exchanges of it in which the analyst asks.
pub struct Asked<'p> {
    at: &'p Appearance,
    /// The call.
    pub transcript: Transcript,
    /// The exchanges, as they were heard.
    pub exchanges: Vec<Exchange>,
}

/// The exchanges in which the analyst asks: newest call first.
fn exchanges<'p>(person: &'p Person, reach: &Reach) -> Result<Vec<Asked<'p>>> {
    let mut asked = Vec::new();
    for at in &person.calls {
        let Some(transcript) = reach.snapshot.transcript(&at.call)? else { continue };
        let asks = transcript.exchanges.iter().filter(|exchange| exchange.questioner == at.participant);
        let exchanges: Vec<Exchange> = asks.cloned().collect();
        if !exchanges.is_empty() {
            asked.push(Asked { at, transcript, exchanges });
        }
    }
    asked.sort_by_cached_key(|Asked { at, transcript, .. }| (Reverse(at.about), transcript.call.id.clone()));
    Ok(asked)
}

/// The exchanges of which a query line is true, by call and number: its words and filters are about
/// what anybody says there; the flags have chosen the analyst.
pub fn matching(line: &Run, reach: &Reach) -> Result<BTreeSet<(String, u32)>> {
    let hits = reach.snapshot.all(line, Scope::Exchange, reach.paths.as_deref())?;
    Ok(hits.iter().filter_map(|hit| Some((hit.card.call.id.clone(), hit.exchange?))).collect())
}

fn print(args: &Analyst, settings: &Settings, line: &Question, person: &Person, asked: &[Asked<'_>]) -> Result<()> {
    let Some(format) = args.form.format() else { return print_text(args, settings, line, person, asked) };
    // What was said is in the turns already, which only a whole line of JSON has.
    let is_whole = format == Format::Json && args.form.fields.is_empty();
    let lines = asked.iter().flat_map(|Asked { at, transcript, exchanges }| {
        exchanges.iter().map(move |exchange| {
            let line = json::exchange_of_call(transcript, exchange).asked_by(person, at);
            if is_whole { line } else { line.in_words(transcript, exchange) }
        })
    });
    let lines: Vec<ExchangeOfCall<'_>> = lines.collect();
    let cells = |line: &ExchangeOfCall<'_>| line.cells();
    let listing = Listing { fields: EXCHANGE_FIELDS, csv: CSV, columns: COLUMNS, cells };
    listing::print(settings, format, &args.form.fields, &listing, &lines)
}

fn print_text(
    args: &Analyst,
    settings: &Settings,
    line: &Question,
    person: &Person,
    asked: &[Asked<'_>],
) -> Result<()> {
    let page = settings.prose();
    let mut out = settings.stdout();
    let shown = asked.iter().map(|asked| asked.exchanges.len()).sum();
    out.write_all(dossier::heading(&page, person, shown).as_bytes())?;
    let highlighter = std::cell::RefCell::new(Highlighter::new(&line.run, Scope::Exchange));
    for Asked { at, transcript, exchanges } in asked {
        let marks = |turn: &Turn| -> Vec<Range<usize>> {
            if args.query.is_empty() || !fits(transcript, turn, &line.run) {
                return Vec::new();
            }
            highlighter.borrow_mut().ranges(&turn.text, turn.kind)
        };
        for exchange in exchanges {
            writeln!(out)?;
            out.write_all(dossier::exchange(&page, transcript, exchange, at, &marks).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}
