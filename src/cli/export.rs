//! `export`: passages or whole calls, for other programs.

use std::io::Write as _;

use whosaid::{
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
    let n = if args.transcripts {
        transcripts(&question, &reach, settings)?
    } else {
        passages(args, &question, &reach, settings)?
    };
    if n == 0 {
        nothing::explain(&question, Scope::Passage, &reach, settings)?;
    }
    Ok(reach.outcome(n))
}

fn transcripts(question: &Question, reach: &Reach, settings: &Settings) -> Result<usize> {
    let cards = reach.snapshot.calls(&question.run, reach.paths.as_deref())?;
    let mut out = settings.stdout();
    for card in &cards {
        if let Some(transcript) = reach.snapshot.transcript(&card.call.id)? {
            json::write(&mut out, &json::transcript(&transcript))?;
        }
    }
    out.flush()?;
    Ok(cards.len())
}

fn passages(args: &Export, question: &Question, reach: &Reach, settings: &Settings) -> Result<usize> {
    let hits = reach.snapshot.all(&question.run, Scope::Passage, reach.paths.as_deref())?;
    let mut highlighter = Highlighter::new(&question.run, Scope::Passage);
    let mut out = settings.stdout();
    let lines = hits.iter().enumerate().map(|(i, hit)| {
        let marks = marks_of(&mut highlighter, hit);
        json::hit(i + 1, hit, &marks, None)
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
    Ok(hits.len())
}
