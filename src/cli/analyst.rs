//! `analyst`: all that an analyst asked, and who answered what.

use std::{cmp::Reverse, collections::BTreeSet, io::Write as _, ops::Range};

use whosaid::{
    people::{self, Appearance, Facts, Part, Person},
    query::{Filter, Highlighter, Run, Scope, names},
    render::{dossier, json},
    transcript::{Exchange, Role, Transcript, Turn},
};

use super::{
    args::{Analyst, Filters},
    ask::{Question, Reach},
    nothing,
    outcome::{Outcome, Result},
    settings::Settings,
    speakers::parts,
};

/// So many candidates are named.
const CANDIDATES: usize = 20;

/// Runs `analyst`.
pub fn run(args: &Analyst, settings: &Settings) -> Result<Outcome> {
    let chosen = Chosen::of(args)?;
    let filters = Question::new(&[], &chosen.of_the_question)?;
    let line = Question::new(&args.query, &Filters::default())?;
    let reach = Reach::open(&args.sources, settings)?;
    line.tell_notes(settings);
    let candidates = called(&args.name, &Run::And(vec![is_analyst(), filters.run.clone()]), &reach)?;
    let Some(person) = the_one(&args.name, &candidates) else {
        if candidates.is_empty() && !reach.tell_if_empty(settings)? {
            tell_nobody(args, &reach, settings)?;
        } else if !candidates.is_empty() {
            tell_several(args, &candidates, settings);
        }
        return Ok(reach.outcome(0));
    };
    let asked = exchanges(person, args, &chosen, &line, &reach)?;
    if asked.is_empty() {
        let both = Question::new(&args.query, &args.filters)?;
        nothing::explain(&both, Scope::Exchange, &reach, settings)?;
        return Ok(reach.outcome(0));
    }
    print(args, settings, &line, person, &asked)?;
    let others = candidates.iter().filter(|other| *other != person);
    others.for_each(|other| settings.hint(&format!("not {}", introduce(other))));
    Ok(reach.outcome(asked.iter().map(|asked| asked.exchanges.len()).sum()))
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
        let mut answer = Filters { nonanswer: std::mem::take(&mut filters.nonanswer), ..Filters::default() };
        let mut run = Question::new(&[], &answer)?.run;
        // Who answers may be meant by role or position, or by name.
        let who: Vec<Run> = args
            .answered_by
            .iter()
            .map(|who| {
                answer = Filters { role: vec![who.clone()], ..Filters::default() };
                Question::new(&[], &answer).or_else(|_| {
                    answer = Filters { speaker: vec![who.clone()], ..Filters::default() };
                    Question::new(&[], &answer)
                })
            })
            .map(|question| Ok(question?.run))
            .collect::<Result<_>>()?;
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

/// Whether the conditions that a query puts on every passage fit those of a turn.
fn fits(transcript: &Transcript, turn: &Turn, run: &Run) -> bool {
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

fn nearest(name: &str, reach: &Reach) -> Result<String> {
    let mut close = Vec::new();
    for word in names::words(name) {
        close.extend(reach.snapshot.similar_names("speaker", &word)?.into_iter().map(|(word, _)| word));
    }
    Ok(match close.as_slice() {
        [] => "`whosaid speakers --role analyst` lists those there are".to_owned(),
        close => format!("did you mean {}?", close.join(" or ")),
    })
}

/// A call and the exchanges of it in which the analyst asks.
struct Asked<'p> {
    at: &'p Appearance,
    transcript: Transcript,
    exchanges: Vec<Exchange>,
}

/// The exchanges in which the analyst asks, those that the query matches: newest call first, and those of a call in its
/// order, as they were heard.
fn exchanges<'p>(
    person: &'p Person,
    args: &Analyst,
    chosen: &Chosen,
    line: &Question,
    reach: &Reach,
) -> Result<Vec<Asked<'p>>> {
    let matching = if args.query.is_empty() { None } else { Some(matching(line, reach)?) };
    let mut asked = Vec::new();
    for at in &person.calls {
        let Some(transcript) = reach.snapshot.transcript(&at.call)? else { continue };
        let is_wanted = |exchange: &&Exchange| {
            let is_match = matching.as_ref().is_none_or(|m| m.contains(&(at.call.clone(), exchange.ordinal)));
            exchange.questioner == at.participant && is_match && chosen.answers_fit(&transcript, exchange)
        };
        let exchanges: Vec<Exchange> = transcript.exchanges.iter().filter(is_wanted).cloned().collect();
        if !exchanges.is_empty() {
            asked.push(Asked { at, transcript, exchanges });
        }
    }
    asked.sort_by_cached_key(|Asked { at, transcript, .. }| (Reverse(at.about), transcript.call.id.clone()));
    Ok(asked)
}

/// The exchanges of which the query line is true, by call and number: its words and filters are about
/// what anybody says there; the flags have chosen the analyst.
fn matching(line: &Question, reach: &Reach) -> Result<BTreeSet<(String, u32)>> {
    let hits = reach.snapshot.all(&line.run, Scope::Exchange, reach.paths.as_deref())?;
    Ok(hits.iter().filter_map(|hit| Some((hit.card.call.id.clone(), hit.exchange?))).collect())
}

fn print(args: &Analyst, settings: &Settings, line: &Question, person: &Person, asked: &[Asked<'_>]) -> Result<()> {
    let page = settings.prose();
    let mut out = settings.stdout();
    if args.json {
        for Asked { at, transcript, exchanges } in asked {
            for exchange in exchanges {
                json::write(&mut out, &json::exchange_of_call(transcript, exchange).asked_by(person, at))?;
            }
        }
        out.flush()?;
        return Ok(());
    }
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
