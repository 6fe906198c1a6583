//! `analyst`: all that an analyst asked, and who answered what.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Write as _,
    ops::Range,
};

use whosaid::{
    index::Snapshot,
    people::{self, Facts, Part, Person},
    query::{Filter, Highlighter, Run, Scope},
    render::{Label, Page, Piece, flow, hits, json, reading},
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

/// Runs `analyst`.
pub fn run(args: &Analyst, settings: &Settings) -> Result<Outcome> {
    let filters = Question::new(&[], &args.filters)?;
    let line = Question::new(&args.query, &Filters::default())?;
    let reach = Reach::open(&args.sources, settings)?;
    line.tell_notes(settings);
    let found = called(&args.name, &Run::And(vec![is_analyst(), filters.run.clone()]), &reach)?;
    let candidates = people::gather(found.iter().cloned());
    match candidates.as_slice() {
        [] => {
            if !reach.tell_if_empty(settings)? {
                tell_nobody(args, &reach, settings)?;
            }
            return Ok(reach.outcome(0));
        }
        [_] => {}
        several => {
            settings.complain(&format!("`{}` may be {} analysts", args.name, several.len()));
            several.iter().for_each(|person| settings.hint(&introduce(person)));
            return Ok(reach.outcome(0));
        }
    }
    let asked = exchanges(&found, args, &line, &reach)?;
    if asked.is_empty() {
        let both = Question::new(&args.query, &args.filters)?;
        nothing::explain(&both, Scope::Exchange, &reach, settings)?;
        return Ok(reach.outcome(0));
    }
    print(args, settings, &line, &candidates[0], &asked)?;
    Ok(reach.outcome(asked.iter().map(|(_, exchanges)| exchanges.len()).sum()))
}

fn is_analyst() -> Run {
    Run::Filter(Filter::Role(vec![Role::Analyst]))
}

/// Those who may be called so, among those who speak in the passages that match.
fn called(name: &str, run: &Run, reach: &Reach) -> Result<Vec<Part>> {
    let mut parts = parts(run, reach)?;
    parts.retain(|(card, id)| card.participants.get(*id).is_some_and(|p| people::may_be(name, p)));
    Ok(parts)
}

/// Says why nobody is found: the filters, the role, or the name.
fn tell_nobody(args: &Analyst, reach: &Reach, settings: &Settings) -> Result<()> {
    let name = &args.name;
    let analysts = people::gather(called(name, &is_analyst(), reach)?);
    if !analysts.is_empty() {
        settings.complain(&format!("no question of `{name}` fits the filters"));
        analysts.iter().for_each(|person| settings.hint(&format!("without them: {}", introduce(person))));
        return Ok(());
    }
    let others = people::gather(called(name, &Run::All, reach)?);
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
    for word in whosaid::query::names::words(name) {
        close.extend(reach.snapshot.similar_names("speaker", &word)?.into_iter().map(|(word, _)| word));
    }
    Ok(match close.as_slice() {
        [] => "`whosaid speakers --role analyst` lists those there are".to_owned(),
        close => format!("did you mean {}?", close.join(" or ")),
    })
}

/// A call and the exchanges of it in which the analyst asks.
type Asked = (Transcript, Vec<Exchange>);

/// The exchanges in which the analyst asks, those that the query matches, newest call first.
fn exchanges(found: &[Part], args: &Analyst, line: &Question, reach: &Reach) -> Result<Vec<Asked>> {
    let matching = if args.query.is_empty() { None } else { Some(matching(line, reach)?) };
    let mut by_call: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (card, id) in found {
        by_call.entry(&card.call.id).or_default().push(*id);
    }
    let mut asked = Vec::new();
    for (call, ids) in by_call {
        let Some(transcript) = read(&reach.snapshot, call)? else { continue };
        let is_wanted = |exchange: &&Exchange| {
            let is_match = matching.as_ref().is_none_or(|m| m.contains(&(call.to_owned(), exchange.ordinal)));
            ids.contains(&exchange.questioner) && is_match
        };
        let exchanges: Vec<Exchange> = transcript.exchanges.iter().filter(is_wanted).cloned().collect();
        if !exchanges.is_empty() {
            asked.push((transcript, exchanges));
        }
    }
    asked.sort_by(|(a, _), (b, _)| b.call.date.cmp(&a.call.date).then_with(|| a.call.id.cmp(&b.call.id)));
    Ok(asked)
}

fn read(snapshot: &Snapshot, call: &str) -> Result<Option<Transcript>> {
    Ok(snapshot.transcript(call)?)
}

/// The exchanges of which the query line is true, by call and number: its words and filters are about
/// what anybody says there; the flags have chosen the analyst.
fn matching(line: &Question, reach: &Reach) -> Result<BTreeSet<(String, u32)>> {
    let hits = reach.snapshot.all(&line.run, Scope::Exchange, reach.paths.as_deref())?;
    Ok(hits.iter().filter_map(|hit| Some((hit.card.call.id.clone(), hit.exchange?))).collect())
}

fn print(args: &Analyst, settings: &Settings, line: &Question, person: &Person, asked: &[Asked]) -> Result<()> {
    let page = settings.prose();
    let mut out = settings.stdout();
    if args.json {
        for (transcript, exchanges) in asked {
            for exchange in exchanges {
                json::write(&mut out, &json::exchange_of_call(transcript, exchange))?;
            }
        }
        out.flush()?;
        return Ok(());
    }
    out.write_all(heading(&page, person, asked).as_bytes())?;
    let highlighter = std::cell::RefCell::new(Highlighter::new(&line.run, Scope::Exchange));
    for (transcript, exchanges) in asked {
        let marks = |turn: &Turn| -> Vec<Range<usize>> {
            let speaker = transcript.participants.get(turn.participant);
            let ways = turn.ways();
            let facts = Facts { call: &transcript.call, speaker, section: turn.section, kind: turn.kind, ways: &ways };
            if args.query.is_empty() || !facts.are_chosen_by(&line.run) {
                return Vec::new();
            }
            highlighter.borrow_mut().ranges(&turn.text, turn.kind)
        };
        writeln!(out)?;
        out.write_all(reading::heading(&page, &transcript.call).as_bytes())?;
        for exchange in exchanges {
            writeln!(out)?;
            out.write_all(exchange_heading(&page, transcript, exchange).as_bytes())?;
            let ordinals: Vec<u32> = spoken(exchange);
            out.write_all(reading::turns(&page, transcript, &ordinals, &marks, 2).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(())
}

/// The turns that ask and answer, in order.
fn spoken(exchange: &Exchange) -> Vec<u32> {
    let mut ordinals = [exchange.question.as_slice(), exchange.answer.as_slice()].concat();
    ordinals.sort_unstable();
    ordinals.dedup();
    ordinals
}

fn heading(page: &Page, person: &Person, asked: &[Asked]) -> String {
    let n: usize = asked.iter().map(|(_, exchanges)| exchanges.len()).sum();
    let (questions, calls) =
        (if n == 1 { "question" } else { "questions" }, if asked.len() == 1 { "call" } else { "calls" });
    let mut pieces = vec![Piece::new(Label::Speaker, &person.name)];
    if !person.firms.is_empty() {
        pieces.push(Piece::plain(&format!(" · {}", person.firms.join(", then "))));
    }
    pieces.push(Piece::new(Label::Aside, &format!(" · {n} {questions} on {} {calls}", asked.len())));
    flow::wrap(page, &pieces, "", 0)
}

/// An exchange's reference, the firm at the time, and who answers.
fn exchange_heading(page: &Page, transcript: &Transcript, exchange: &Exchange) -> String {
    let mut pieces = vec![Piece::new(Label::Reference, &format!("{}@{}", transcript.call.id, exchange.ordinal))];
    if let Some(asker) = transcript.participants.get(exchange.questioner) {
        pieces.push(Piece::plain(" "));
        pieces.extend(hits::who(asker));
    }
    let mut seen: HashMap<usize, ()> = HashMap::new();
    let names: Vec<&str> = exchange
        .responders
        .iter()
        .filter(|id| seen.insert(**id, ()).is_none())
        .filter_map(|id| transcript.participants.get(*id))
        .map(|p| p.name.as_str())
        .collect();
    let answered =
        if names.is_empty() { "nobody answers".to_owned() } else { format!("answered by {}", names.join(", ")) };
    pieces.push(Piece::new(Label::Aside, &format!(" · {answered}")));
    flow::wrap(page, &pieces, "", 2)
}
