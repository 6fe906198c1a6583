//! `show`: a call, a turn, an exchange, to be read.

use std::io::Write as _;

use whosaid::{
    index::{Index, Snapshot},
    render::{json, reading},
    transcript::{Exchange, Transcript},
};

use super::{
    args::Show,
    outcome::{Failure, Outcome, Result},
    settings::Settings,
};

/// What a reference names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Call,
    Turn(u32),
    Exchange(u32),
}

/// Runs `show`.
pub fn run(args: &Show, settings: &Settings) -> Result<Outcome> {
    let (id, place) = locate(&args.reference);
    if args.context.is_some() && !matches!(place, Place::Turn(_)) {
        let message = format!("-C goes with a turn, and `{}` is none", args.reference);
        return Err(Failure::usage(message, format!("a turn is written {id}#5; calls and exchanges are shown whole")));
    }
    let snapshot = Index::open(&settings.index)?.snapshot();
    let Some(transcript) = snapshot.transcript(id)? else {
        settings.complain(&format!("no call `{id}` in the index"));
        settings.hint(&nearest(&snapshot, id)?);
        return Ok(Outcome::Nothing);
    };
    let id = &transcript.call.id;
    match place {
        Place::Call => show_call(args, settings, &transcript),
        Place::Turn(n) if (n as usize) < transcript.turns.len() => show_turn(args, settings, &transcript, n),
        Place::Turn(n) => {
            settings.complain(&format!("{id} has no turn {n}"));
            settings.hint(&match transcript.turns.len() {
                0 => "nobody speaks on it".to_owned(),
                n => format!("its turns are {id}#0 to {id}#{}", n - 1),
            });
            Ok(Outcome::Nothing)
        }
        Place::Exchange(n) => match transcript.exchanges.iter().find(|exchange| exchange.ordinal == n) {
            Some(exchange) => show_exchange(args, settings, &transcript, exchange),
            None => {
                settings.complain(&format!("{id} has no exchange {n}"));
                settings.hint(&match transcript.exchanges.len() {
                    0 => "no question was asked on it".to_owned(),
                    n => format!("its exchanges are {id}@1 to {id}@{n}"),
                });
                Ok(Outcome::Nothing)
            }
        },
    }
}

/// Takes a reference apart. What looks like no place is part of the id, and will not be found.
fn locate(reference: &str) -> (&str, Place) {
    let number = |text: &str| text.parse::<u32>().ok();
    if let Some((id, n)) = reference.rsplit_once('#')
        && let Some(n) = number(n)
    {
        return (id, Place::Turn(n));
    }
    if let Some((id, n)) = reference.rsplit_once('@')
        && let Some(n) = number(n)
    {
        return (id, Place::Exchange(n));
    }
    (reference, Place::Call)
}

/// The ids that somebody may have meant.
fn nearest(snapshot: &Snapshot, id: &str) -> Result<String> {
    let mut found: Vec<String> = snapshot.similar_names("call", id)?.into_iter().map(|(id, _)| id).collect();
    let stem = id.split('-').next().unwrap_or_default();
    if found.is_empty() && !stem.is_empty() {
        found = snapshot.ids_that_begin(stem)?;
    }
    found.truncate(4);
    Ok(match found.as_slice() {
        [] => "`whosaid calls` lists those there are".to_owned(),
        found => format!("did you mean {}?", found.join(" or ")),
    })
}

fn show_call(args: &Show, settings: &Settings, transcript: &Transcript) -> Result<Outcome> {
    let mut out = settings.stdout();
    if args.json {
        json::write(&mut out, &json::transcript(transcript))?;
    } else {
        out.write_all(reading::call(&settings.prose(), transcript).as_bytes())?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}

fn show_turn(args: &Show, settings: &Settings, transcript: &Transcript, n: u32) -> Result<Outcome> {
    let last = u32::try_from(transcript.turns.len()).unwrap_or(u32::MAX).saturating_sub(1);
    let around = args.context.unwrap_or(0);
    let ordinals: Vec<u32> = (n.saturating_sub(around)..=n.saturating_add(around).min(last)).collect();
    let mut out = settings.stdout();
    if args.json {
        for turn in ordinals.iter().filter_map(|n| json::turn_of_call(transcript, *n)) {
            json::write(&mut out, &turn)?;
        }
    } else {
        out.write_all(read(settings, transcript, &ordinals).as_bytes())?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}

fn show_exchange(args: &Show, settings: &Settings, transcript: &Transcript, exchange: &Exchange) -> Result<Outcome> {
    let mut out = settings.stdout();
    if args.json {
        json::write(&mut out, &json::exchange_of_call(transcript, exchange))?;
    } else {
        let ordinals = transcript.turns_of(exchange.ordinal);
        let page = settings.prose();
        let heading = reading::heading(&page, &transcript.call);
        let text = reading::exchange(&page, transcript, &ordinals);
        out.write_all(format!("{heading}\n{text}").as_bytes())?;
    }
    out.flush()?;
    Ok(Outcome::Found)
}

fn read(settings: &Settings, transcript: &Transcript, ordinals: &[u32]) -> String {
    let page = settings.prose();
    let turns = reading::turns(&page, transcript, ordinals, &reading::unmarked, 0);
    format!("{}\n{turns}", reading::heading(&page, &transcript.call))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_calls_turns_and_exchanges() {
        for (reference, expected) in [
            ("CAN-2023Q2", ("CAN-2023Q2", Place::Call)),
            ("can-2023q2#5", ("can-2023q2", Place::Turn(5))),
            ("CAN-2023Q2@1", ("CAN-2023Q2", Place::Exchange(1))),
            ("CAN~2#0", ("CAN~2", Place::Turn(0))),
            ("CAN#x", ("CAN#x", Place::Call)),
            ("CAN#99999999999", ("CAN#99999999999", Place::Call)),
            ("", ("", Place::Call)),
        ] {
            assert_eq!(locate(reference), expected, "{reference}");
        }
    }
}
