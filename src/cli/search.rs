//! `search`: passages that match.

use std::{collections::HashMap, io::Write as _, ops::Range};

use whosaid::{
    index::{Hit, Request, Sort},
    people::{self, Facts},
    query::{Highlighter, Run, Scope},
    render::{
        Label, hits,
        json::{self, HIT_FIELDS, HitLine},
        reading,
        table::{self, Column},
    },
    transcript::{Transcript, Turn},
};

use super::{
    args::{Format, Meet, Order, Search},
    ask::{Question, Reach},
    explain, facets,
    listing::{self, Listing},
    nothing,
    outcome::{Failure, Outcome, Result},
    settings::Settings,
    undated,
};

/// How many hits are shown, unless more or fewer are asked for.
const LIMIT: usize = 20;

/// A page of hits, with all that is shown of them.
struct Found<'s> {
    reach: &'s Reach,
    args: &'s Search,
    hits: Vec<Hit>,
    /// For each hit, what made it match.
    marks: Vec<Vec<Range<usize>>>,
    /// The calls that are read from, if more is shown than passages.
    transcripts: HashMap<String, Transcript>,
}

/// Runs `search`.
pub fn run(args: &Search, settings: &Settings) -> Result<Outcome> {
    args.form.check(HIT_FIELDS)?;
    if let Some(facet) = args.facets.iter().find(|facet| facets::named(facet).is_none()) {
        return Err(Failure::usage(format!("no facet `{facet}`"), format!("known are {}", facets::names().join(", "))));
    }
    let question = Question::new(&args.query, &args.filters)?;
    if question.run == Run::All && !args.count && args.facets.is_empty() && args.sources.paths.is_empty() {
        return Err(Failure::usage("nothing to search for", "give a query or a filter; `export` prints all passages"));
    }
    let scope = scope(args.within);
    let reach = Reach::open(&args.sources, settings)?;
    if args.explain {
        explain::tell(&question, scope, &reach)?;
    } else {
        question.tell_notes(settings);
    }
    let n_found = if args.count {
        count(args, &question, scope, &reach, settings)?
    } else if args.facets.is_empty() {
        Found::new(args, &question, scope, &reach)?.print(settings)?
    } else {
        facets::run(args, &question, scope, &reach, settings)?
    };
    undated::tell(&question, scope, &reach, settings)?;
    if n_found == 0 {
        nothing::explain(&question, scope, &reach, settings)?;
    }
    if n_found == 0 || args.explain {
        small_operators(&args.query).into_iter().for_each(|hint| settings.hint(&hint));
    }
    Ok(reach.outcome(n_found))
}

/// A hint on each operator written small between words: it is searched for like any other word.
fn small_operators(query: &[String]) -> Vec<String> {
    let line = query.join(" ");
    // Every second piece stands in quotes.
    let outside: Vec<&str> = line.split('"').step_by(2).flat_map(str::split_whitespace).collect();
    let written = ["and", "or", "not"].into_iter().filter(|word| outside.len() > 1 && outside.contains(word));
    written.map(|word| format!("`{word}` is a word here; the operator is written {}", word.to_uppercase())).collect()
}

fn scope(within: Meet) -> Scope {
    match within {
        Meet::Passage => Scope::Passage,
        Meet::Turn => Scope::Turn,
        Meet::Exchange => Scope::Exchange,
        Meet::Call => Scope::Call,
    }
}

fn sort(order: Order) -> Sort {
    match order {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
    }
}

fn count(args: &Search, question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<usize> {
    let n = reach.snapshot.count(&question.run, scope, reach.paths.as_deref())?;
    let mut out = settings.stdout();
    match args.form.format() {
        Some(Format::Json) => json::write(&mut out, &json::count(n))?,
        _ => writeln!(out, "{n}")?,
    }
    out.flush()?;
    Ok(n)
}

impl<'s> Found<'s> {
    fn new(args: &'s Search, question: &Question, scope: Scope, reach: &'s Reach) -> Result<Found<'s>> {
        let hits = reach.snapshot.search(&Request {
            run: question.run.clone(),
            scope,
            paths: reach.paths.clone(),
            sort: sort(args.sort),
            limit: args.form.limit.unwrap_or(LIMIT),
            offset: args.form.offset,
        })?;
        let mut highlighter = Highlighter::new(&question.run, scope);
        let marks = hits.iter().map(|hit| marks_of(&mut highlighter, hit)).collect();
        let mut transcripts = HashMap::new();
        if args.context.is_some() || args.exchange {
            for id in hits.iter().map(|hit| &hit.card.call.id) {
                if !transcripts.contains_key(id)
                    && let Some(transcript) = reach.snapshot.transcript(id)?
                {
                    transcripts.insert(id.clone(), transcript);
                }
            }
        }
        Ok(Found { reach, args, hits, marks, transcripts })
    }

    /// Prints the page; how many hits are on it.
    fn print(&self, settings: &Settings) -> Result<usize> {
        let lines = || self.hits.iter().enumerate().map(|(i, _)| self.line(i)).collect::<Vec<HitLine<'_>>>();
        match self.args.form.format() {
            Some(format) => {
                let listing = Listing {
                    fields: HIT_FIELDS,
                    csv: CSV,
                    columns: COLUMNS,
                    cells: |line: &HitLine<'_>| line.cells(),
                };
                listing::print(settings, format, &self.args.form.fields, &listing, &lines())?;
            }
            None => self.print_text(settings)?,
        }
        // A page past the last hit is empty, though the query finds something.
        if self.hits.is_empty() && (self.args.form.offset > 0 || self.args.form.limit == Some(0)) {
            let n = self.count_all()?;
            if n > 0 {
                settings.hint(&format!("{n} passages match, and none is on this page"));
            }
            return Ok(n);
        }
        Ok(self.hits.len())
    }

    fn count_all(&self) -> Result<usize> {
        let question = Question::new(&self.args.query, &self.args.filters)?;
        Ok(self.reach.snapshot.count(&question.run, scope(self.args.within), self.reach.paths.as_deref())?)
    }

    fn rank(&self, i: usize) -> usize {
        self.args.form.offset + i + 1
    }

    fn line(&self, i: usize) -> HitLine<'_> {
        let hit = &self.hits[i];
        let around = self.transcripts.get(&hit.card.call.id).map(|transcript| (transcript, self.around(i, transcript)));
        let context = around.as_ref().map(|(transcript, ordinals)| (*transcript, ordinals.as_slice()));
        json::hit(self.rank(i), hit, &self.marks[i], context)
    }

    /// The turns shown with a hit, its own among them.
    fn around(&self, i: usize, transcript: &Transcript) -> Vec<u32> {
        let hit = &self.hits[i];
        match (self.args.context, hit.exchange) {
            (None, Some(exchange)) => transcript.turns_of(exchange),
            (n, _) => {
                let n = n.unwrap_or(0);
                let last = u32::try_from(transcript.turns.len()).unwrap_or(u32::MAX).saturating_sub(1);
                (hit.turn.saturating_sub(n)..=hit.turn.saturating_add(n).min(last)).collect()
            }
        }
    }

    fn print_text(&self, settings: &Settings) -> Result<()> {
        let page = settings.prose();
        let mut out = settings.stdout();
        let mut shown: Vec<(&str, Vec<u32>)> = Vec::new();
        let also = people::same_passages(&self.hits);
        for (i, hit) in self.hits.iter().enumerate() {
            let mut text = String::new();
            match (self.transcripts.get(&hit.card.call.id), &also[i]) {
                (None, None) => continue,
                (None, Some(also)) => {
                    let reference = |other: &usize| {
                        let other = &self.hits[*other];
                        json::turn_reference(&other.card.call.id, other.turn)
                    };
                    let also: Vec<String> = also.iter().map(reference).collect();
                    text.push_str(&hits::render(&page, self.rank(i), hit, &self.marks[i], &also));
                }
                (Some(transcript), _) => {
                    let around = self.around(i, transcript);
                    let place = (transcript.call.id.as_str(), around.clone());
                    // An exchange that several hits share is shown once, with all their marks.
                    if shown.contains(&place) {
                        continue;
                    }
                    shown.push(place);
                    let indent = hits::indent(&page, self.rank(i));
                    text.push_str(&hits::heading(&page, self.rank(i), hit, indent));
                    text.push('\n');
                    let marks = |turn: &Turn| self.marks_in(&transcript.call.id, turn);
                    text.push_str(&reading::turns(&page, transcript, &around, &marks, indent));
                }
            }
            if i > 0 {
                writeln!(out)?;
            }
            out.write_all(text.as_bytes())?;
        }
        out.flush()?;
        Ok(())
    }

    /// What made the passages of a turn match, those on this page, as bytes of the turn.
    fn marks_in(&self, call: &str, turn: &Turn) -> Vec<Range<usize>> {
        let here = self.hits.iter().zip(&self.marks);
        let here = here.filter(|(hit, _)| hit.card.call.id == call && hit.turn == turn.ordinal);
        let mut marks: Vec<Range<usize>> = here
            .flat_map(|(hit, marks)| marks.iter().map(|mark| hit.start + mark.start..hit.start + mark.end))
            .collect();
        marks.sort_by_key(|mark| mark.start);
        marks
    }
}

/// The words that made a hit match.
pub fn marks_of(highlighter: &mut Highlighter, hit: &Hit) -> Vec<Range<usize>> {
    highlighter.ranges_where(&hit.text, hit.kind, &|filter| Some(Facts::of(hit).fit(filter)))
}

/// The columns of a CSV file of passages.
pub const CSV: &[&str] = &[
    "rank",
    "score",
    "ref",
    "call.company",
    "call.ticker",
    "call.period",
    "call.date",
    "turn.section",
    "turn.kind",
    "turn.exchange",
    "speaker.name",
    "speaker.role",
    "speaker.title",
    "speaker.firm",
    "passage.text",
];

/// The columns of a table of passages.
const COLUMNS: &[table::Column<'static>] = &[
    Column::number("rank"),
    Column::words("ref", Label::Reference),
    Column::words("date", Label::Aside),
    Column::words("speaker", Label::Speaker),
    Column::words("role", Label::Plain),
    Column::words("passage", Label::Plain),
];
