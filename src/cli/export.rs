//! `export`: passages or whole calls, for other programs.

use std::{io::Write as _, ops::Range};

use serde::{Serialize, Serializer};
use whosaid::{
    index::Hit,
    query::{Highlighter, Scope},
    render::json::{self, HIT_FIELDS},
};

use super::{
    args::{Export, Format},
    ask::{Question, Reach},
    listing::{self, check},
    nothing,
    outcome::{Failure, Outcome, Result},
    search::{CSV, marks_of},
    settings::Settings,
    undated,
};

/// Runs `export`.
pub fn run(args: &Export, settings: &Settings) -> Result<Outcome> {
    check(&args.fields, HIT_FIELDS)?;
    if args.format == Format::Table {
        return Err(Failure::usage("no format `table` for export", "known are csv, json"));
    }
    let question = Question::new(&args.query, &args.filters)?;
    let reach = Reach::open(&args.sources, settings)?;
    question.tell_notes(settings);
    let mut n = if args.transcripts {
        transcripts(args, &question, &reach, settings)?
    } else {
        passages(args, &question, &reach, settings)?
    };
    // A page past the last passage is empty, though something matches.
    if n == 0 && (args.offset > 0 || args.limit == Some(0)) {
        n = reach.snapshot.count(&question.run, Scope::Passage, reach.paths.as_deref())?;
    }
    undated::tell(&question, Scope::Passage, &reach, settings)?;
    if n == 0 {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    Ok(reach.outcome(n))
}

fn transcripts(args: &Export, question: &Question, reach: &Reach, settings: &Settings) -> Result<usize> {
    let transcripts = reach.snapshot.each_call(&question.run, reach.paths.as_deref())?;
    let mut n = 0;
    let mut out = settings.stdout();
    for transcript in transcripts.skip(args.offset).take(args.limit.unwrap_or(usize::MAX)) {
        json::write(&mut out, &json::transcript(&transcript?))?;
        n += 1;
    }
    out.flush()?;
    Ok(n)
}

fn passages(args: &Export, question: &Question, reach: &Reach, settings: &Settings) -> Result<usize> {
    let hits = reach.snapshot.each(&question.run, Scope::Passage, reach.paths.as_deref())?;
    let mut highlighter = Highlighter::new(&question.run, Scope::Passage);
    let mut out = settings.stdout();
    let (mut n, mut failure) = (0, None);
    // One passage is held at a time: what is printed is as large as the index.
    let hits = hits.map_while(|hit| hit.map_err(|error| failure = Some(error)).ok());
    let hits = hits.skip(args.offset).take(args.limit.unwrap_or(usize::MAX));
    let lines = hits.map(|hit| {
        n += 1;
        let marks = marks_of(&mut highlighter, &hit);
        Line { rank: args.offset + n, hit, marks }
    });
    match args.format {
        Format::Csv => listing::print_csv(&mut out, settings, &args.fields, CSV, lines)?,
        _ => {
            for line in lines {
                listing::print_json(&mut out, &args.fields, &line)?;
            }
        }
    }
    out.flush()?;
    failure.map_or(Ok(n), |error| Err(error.into()))
}

/// A passage on its way out.
struct Line {
    rank: usize,
    hit: Hit,
    marks: Vec<Range<usize>>,
}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        json::hit(self.rank, &self.hit, &self.marks, None).serialize(serializer)
    }
}
