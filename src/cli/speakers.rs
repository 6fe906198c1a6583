//! `speakers`: who speaks in the index.

use std::cmp::Reverse;

use whosaid::{
    index::Card,
    people::{self, Part, Person, When},
    query::{Field, Run, Scope, names},
    render::{
        Label,
        json::{self, SPEAKER_FIELDS, SpeakerLine},
        table::Column,
    },
};

use super::{
    args::{Format, SpeakerOrder, Speakers},
    ask::{Question, Reach, field_plan},
    listing::{self, Listing},
    nothing,
    outcome::{Outcome, Result},
    settings::Settings,
    undated,
};

const COLUMNS: &[Column<'static>] = &[
    Column::words("name", Label::Speaker),
    Column::words("role", Label::Plain),
    Column::words("title or firm", Label::Plain),
    Column::words("company", Label::Plain),
    Column::number("calls"),
    Column::number("turns"),
    Column::number("words"),
    Column::number("answers"),
];

/// How they are listed.
fn listing<'a>() -> Listing<'static, SpeakerLine<'a>> {
    Listing { fields: SPEAKER_FIELDS, csv: SPEAKER_FIELDS, columns: COLUMNS, cells: |line| line.cells() }
}

/// Runs `speakers`.
pub fn run(args: &Speakers, settings: &Settings) -> Result<Outcome> {
    args.form.check(listing().fields)?;
    let question = question(args)?;
    let reach = Reach::open(&args.sources, settings)?;
    let mut people = people::gather(&parts(&question.run, &reach)?);
    sort(&mut people, args.sort);
    undated::tell(&question, Scope::Passage, &reach, settings)?;
    if people.is_empty() {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    let limit = args.form.limit.unwrap_or(usize::MAX);
    let lines: Vec<SpeakerLine<'_>> = people.iter().skip(args.form.offset).take(limit).map(json::speaker).collect();
    listing::print(settings, args.form.format().unwrap_or(Format::Table), &args.form.fields, &listing(), &lines)?;
    Ok(reach.outcome(people.len()))
}

/// Puts people, who are in the order of their words, in another. Who never answers, or when nobody knows, comes last.
fn sort(people: &mut [Person], order: SpeakerOrder) {
    match order {
        SpeakerOrder::Words => {}
        SpeakerOrder::Name => people.sort_by_cached_key(|person| names::words(&person.name)),
        SpeakerOrder::Calls => people.sort_by_key(|person| Reverse(person.calls.len())),
        SpeakerOrder::Turns => people.sort_by_key(|person| Reverse(person.turns)),
        // In four digits, as it is told.
        SpeakerOrder::Answers => {
            people.sort_by_key(|person| Reverse(person.share_of_answers().map(|share| (share * 1e4).round() as u32)));
        }
        SpeakerOrder::Newest => people.sort_by_key(|person| Reverse(person.last.and_then(When::near))),
    }
}

/// The filters, and the name as one more.
fn question(args: &Speakers) -> Result<Question> {
    let filters = Question::new(&[], &args.filters)?;
    if args.name.is_empty() {
        return Ok(filters);
    }
    Question::of(vec![field_plan(Field::Speaker, &args.name.join(" "))?, filters.plan], filters.notes)
}

/// Those who speak in the passages that match.
pub fn parts(run: &Run, reach: &Reach) -> Result<Vec<Part>> {
    let paths = reach.paths.as_deref();
    if *run == Run::All {
        let cards = reach.snapshot.calls(run, paths)?;
        let speak = |card: &Card, id: usize| card.spoken.get(id).is_some_and(|spoken| spoken.turns > 0);
        let all = cards.into_iter().flat_map(|card| (0..card.participants.len()).map(move |id| (card.clone(), id)));
        return Ok(all.filter(|(card, id)| speak(card, *id)).collect());
    }
    let mut parts: Vec<Part> = reach
        .snapshot
        .tally(run, Scope::Passage, paths)?
        .into_iter()
        .map(|tally| (tally.card, tally.participant))
        .collect();
    parts.dedup_by(|a, b| a.0.call.id == b.0.call.id && a.1 == b.1);
    Ok(parts)
}
