//! What is asked: a query line and filter flags as one plan, and the part of the index that answers.

use std::{
    mem::ManuallyDrop,
    path::{Path, PathBuf},
};

use whosaid::{
    error::Error,
    index::{Index, Options, Snapshot, Summary},
    query::{self, Field, Filter, Note, Plan, Query, Run},
    source,
};

use super::{
    args::{Filters, Sources},
    outcome::{Failure, Outcome, Result},
    progress::Bar,
    settings::Settings,
};

/// A query line and filters, understood.
pub struct Question {
    /// What it means.
    pub plan: Plan,
    /// What is run.
    pub run: Run,
    /// What was taken otherwise than it was typed.
    pub notes: Vec<Note>,
}

impl Question {
    /// Understands a query line, its words given together or apart, and filter flags.
    pub fn new(words: &[String], filters: &Filters) -> Result<Question> {
        let Query { plan, notes } = query::parse(&words.join(" "))?;
        let mut parts = match plan {
            Plan::All => Vec::new(),
            Plan::And(parts) => parts,
            plan => vec![plan],
        };
        parts.extend(filter_plans(filters)?);
        let line = words.join(" ");
        // Everything is asked for by an empty line, or by `*`; never by what is no word.
        if parts.is_empty() && !line.trim().is_empty() && !line.contains('*') {
            let hint = notes.first().map_or("give a query or a filter", |note| note.message.as_str());
            return Err(Failure::usage("nothing to search for", hint));
        }
        Question::of(parts, notes)
    }

    /// The conjunction of some plans.
    pub fn of(mut parts: Vec<Plan>, notes: Vec<Note>) -> Result<Question> {
        let plan = match parts.len() {
            0 => Plan::All,
            1 => parts.remove(0),
            _ => Plan::And(parts),
        };
        let run = lower(&plan)?;
        Ok(Question { plan, run, notes })
    }

    /// Says on standard error what was taken otherwise than typed.
    pub fn tell_notes(&self, settings: &Settings) {
        for note in &self.notes {
            settings.hint(&note.message);
        }
    }
}

/// A plan as run.
pub fn lower(plan: &Plan) -> Result<Run> {
    plan.lower().map_err(|error| Failure::Usage(error.to_string(), None))
}

/// Filter flags as plans: one for each flag that was given.
fn filter_plans(filters: &Filters) -> Result<Vec<Plan>> {
    let flags = [
        (Field::Speaker, &filters.speaker),
        (Field::Role, &filters.role),
        (Field::Title, &filters.title),
        (Field::Firm, &filters.firm),
        (Field::Company, &filters.company),
        (Field::Ticker, &filters.ticker),
        (Field::Call, &filters.call),
        (Field::Section, &filters.section),
        (Field::Kind, &filters.kind),
        (Field::Nonanswer, &filters.nonanswer),
        (Field::Period, &filters.period),
        (Field::Since, &filters.since),
        (Field::Until, &filters.until),
    ];
    let mut plans = Vec::new();
    for (field, values) in flags {
        let mut choices = values.iter().map(|value| field_plan(field, value)).collect::<Result<Vec<Plan>>>()?;
        match choices.len() {
            0 => {}
            1 => plans.append(&mut choices),
            _ => plans.push(Plan::Or(choices)),
        }
    }
    check_days(&plans, filters)?;
    Ok(plans)
}

/// A flag's value, understood as the query line understands the value of the field; no operators are in it.
pub fn field_plan(field: Field, value: &str) -> Result<Plan> {
    if value.trim().is_empty() {
        let name = field.as_str();
        return Err(Failure::usage(format!("--{name} needs a value"), format!("try --{name} VALUE, or leave it out")));
    }
    Ok(query::filter(field, value)?)
}

/// Fails if the first day is after the last.
fn check_days(plans: &[Plan], filters: &Filters) -> Result<()> {
    let days = || {
        plans.iter().filter_map(|plan| if let Plan::Filter(Filter::Date(dates)) = plan { Some(dates) } else { None })
    };
    let (since, until) = (days().find_map(|dates| dates.from), days().find_map(|dates| dates.to));
    let ([first], [last]) = (filters.since.as_slice(), filters.until.as_slice()) else { return Ok(()) };
    if since > until && until.is_some() {
        let message = format!("--since {first} is after --until {last}");
        return Err(Failure::usage(message, format!("did you mean --since {last} --until {first}?")));
    }
    Ok(())
}

/// The part of an index that answers.
pub struct Reach {
    /// One committed state. It is not taken down: the process ends soon after, and gives back a hundred mapped files
    /// faster at once than one by one.
    pub snapshot: ManuallyDrop<Snapshot>,
    /// The files and folders to answer from; `None` for all.
    pub paths: Option<Vec<String>>,
    /// Whether a path given by name could not be read.
    is_flawed: bool,
}

impl Reach {
    /// Opens the index; with `--in`, brings it up to date first.
    pub fn open(sources: &Sources, settings: &Settings) -> Result<Reach> {
        if sources.paths.is_empty() {
            let snapshot = Index::open(&settings.index)?.snapshot();
            return Ok(Reach { snapshot: ManuallyDrop::new(snapshot), paths: None, is_flawed: false });
        }
        let mut paths: Vec<PathBuf> = sources.paths.iter().map(|path| source::tidy(path)).collect();
        paths.dedup();
        missing(&paths)?;
        let options = Options { layout: sources.layout, ..settings.options.clone() };
        let index = Index::open_or_create_with(&settings.index, options)?;
        let bar = Bar::new(&settings.stderr);
        let summary = index.refresh(&paths, true, &bar)?;
        bar.finish();
        let is_flawed = report(&summary, &paths, settings);
        let snapshot = ManuallyDrop::new(index.snapshot());
        Ok(Reach { snapshot, paths: Some(summary.names), is_flawed })
    }

    /// How a command ends that printed so many things.
    pub fn outcome(&self, n_found: usize) -> Outcome {
        if self.is_flawed { Outcome::Flawed } else { Outcome::of(n_found) }
    }

    /// Says on standard error that there is nothing at all to answer from; whether that is so.
    pub fn tell_if_empty(&self, settings: &Settings) -> Result<bool> {
        if !self.snapshot.is_empty(self.paths.as_deref())? {
            return Ok(false);
        }
        match &self.paths {
            Some(paths) => settings.complain(&format!("no transcripts in {}", paths.join(", "))),
            None => {
                settings.complain(&format!("the index in {} is empty", settings.index.display()));
                settings.hint("fill it with `whosaid index PATH…`");
            }
        }
        Ok(true)
    }
}

/// Fails if a path does not exist.
fn missing(paths: &[PathBuf]) -> Result<()> {
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        if let Err(source) = std::fs::metadata(path) {
            let error = Error::Io { path: path.clone(), source };
            let hint = "every word after --in is a path: put the query before it";
            return Err(Failure::usage(error.to_string(), hint));
        }
    }
    Ok(())
}

/// Says what could not be read: one by one what was given by name, in one line what lay about in folders.
/// Whether anything given by name was among it.
fn report(summary: &Summary, paths: &[PathBuf], settings: &Settings) -> bool {
    let failures = &summary.failures;
    let by_name = |error: &&Error| is_serious(error, &summary.names);
    for error in failures.iter().filter(by_name) {
        settings.complain(&error.to_string());
    }
    let n_others = failures.iter().filter(|error| !by_name(error)).count();
    if n_others > 0 {
        let files = if n_others == 1 { "1 file is".to_owned() } else { format!("{n_others} files are") };
        let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        settings.hint(&format!("{files} no transcript: `whosaid index {}` tells why", named.join(" ")));
    }
    failures.iter().any(|error| by_name(&error))
}

/// Whether a failure is more than some file in a folder that is no transcript.
pub fn is_serious(error: &Error, names: &[String]) -> bool {
    match error {
        Error::NotATranscript { path, .. } => names.iter().any(|name| Path::new(name) == path) && !Path::is_dir(path),
        _ => true,
    }
}
