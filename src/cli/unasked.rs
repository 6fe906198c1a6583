//! Why an analyst, who is known, has no exchange that fits: which condition emptied the dossier. Only this analyst's
//! exchanges are counted, and only what is in them is proposed.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use whosaid::{
    people::Person,
    query::{Field, Plan, Run},
    text::nearest,
    transcript::{Exchange, Transcript},
};

use super::{
    analyst::{Asked, answerer, fits, matching},
    args::Analyst,
    ask::{Question, Reach, field_plan, lower},
    nothing::{self, conjuncts, proposal},
    outcome::Result,
    settings::Settings,
};

/// So many of those who answer are named.
const NAMED: usize = 4;

/// A condition on exchanges.
struct Condition {
    /// As typed, or as understood.
    told: String,
    test: Test,
}

enum Test {
    /// This is said in the exchange: a part of the query line, and the exchanges of which it is true.
    Said(Plan, BTreeSet<(String, u32)>),
    /// An answer is by one of these, as typed and as run.
    By(Vec<String>, Run),
    /// An answer keeps something back.
    Kept(Run),
}

impl Condition {
    fn holds(&self, transcript: &Transcript, exchange: &Exchange) -> bool {
        match &self.test {
            Test::Said(_, places) => places.contains(&(transcript.call.id.clone(), exchange.ordinal)),
            Test::By(_, run) | Test::Kept(run) => answers(transcript, exchange, run),
        }
    }
}

fn answers(transcript: &Transcript, exchange: &Exchange, run: &Run) -> bool {
    let mut turns = exchange.answer.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    turns.any(|turn| fits(transcript, turn, run))
}

/// Says on standard error why nothing that an analyst asked fits.
pub fn explain(
    args: &Analyst,
    person: &Person,
    asked: &[Asked<'_>],
    line: &Question,
    reach: &Reach,
    settings: &Settings,
) -> Result<()> {
    let all: Vec<(&Transcript, &Exchange)> =
        asked.iter().flat_map(|asked| asked.exchanges.iter().map(|exchange| (&asked.transcript, exchange))).collect();
    settings.complain(&format!("nothing found in what {} asked", person.name));
    let conditions = conditions(args, line, reach)?;
    let mut lines = Vec::new();
    for condition in &conditions {
        if !all.iter().any(|(transcript, exchange)| condition.holds(transcript, exchange)) {
            lines.extend(blame(condition, &all, reach)?);
        }
    }
    if lines.is_empty() && conditions.len() > 1 {
        lines = without_one(&conditions, &all);
    }
    nothing::tell(lines, settings);
    Ok(())
}

/// What exchanges have to fit, each by itself.
fn conditions(args: &Analyst, line: &Question, reach: &Reach) -> Result<Vec<Condition>> {
    let mut conditions = Vec::new();
    if !args.query.is_empty() {
        for (part, run) in conjuncts(line)? {
            let test = Test::Said(part.clone(), matching(&run, reach)?);
            conditions.push(Condition { told: part.to_string(), test });
        }
    }
    if !args.answered_by.is_empty() {
        let runs = args.answered_by.iter().map(|who| answerer(who)).collect::<Result<Vec<Run>>>()?;
        let told = format!("--answered-by {}", args.answered_by.join(" or "));
        conditions.push(Condition { told, test: Test::By(args.answered_by.clone(), Run::Or(runs)) });
    }
    if !args.filters.nonanswer.is_empty() {
        let ways = args.filters.nonanswer.iter().map(|way| lower(&field_plan(Field::Nonanswer, way)?));
        let told = format!("--nonanswer {}", args.filters.nonanswer.join(" or "));
        conditions.push(Condition { told, test: Test::Kept(Run::Or(ways.collect::<Result<_>>()?)) });
    }
    Ok(conditions)
}

/// Why a condition holds of none of the exchanges.
fn blame(condition: &Condition, all: &[(&Transcript, &Exchange)], reach: &Reach) -> Result<Vec<String>> {
    let told = &condition.told;
    Ok(match &condition.test {
        Test::Kept(_) => vec![format!("none of {} fits `{told}`", plural(all.len()))],
        Test::By(typed, _) => {
            let others = who_else(typed, all)?;
            vec![format!("`{told}` fits nobody who answers any of {}{others}", plural(all.len()))]
        }
        Test::Said(part, _) => {
            let calls: BTreeSet<&str> = all.iter().map(|(transcript, _)| transcript.call.id.as_str()).collect();
            let calls = calls.into_iter().map(|id| lower(&field_plan(Field::Call, id)?)).collect::<Result<_>>()?;
            let on_these = Run::Or(calls);
            let is_there = |run: Run| -> Result<bool> {
                let said = matching(&Run::And(vec![run, on_these.clone()]), reach)?;
                let place =
                    |(transcript, exchange): &(&Transcript, &Exchange)| (transcript.call.id.clone(), exchange.ordinal);
                Ok(all.iter().any(|one| said.contains(&place(one))))
            };
            let mut lines = Vec::new();
            for word in nothing::words(part) {
                if !is_there(lower(&word)?)? {
                    let close = proposal(&nothing::similar(&word, reach, &is_there)?);
                    lines.push(format!("`{word}` is in none of {}{close}", plural(all.len())));
                }
            }
            if lines.is_empty() {
                lines.push(format!("`{told}` is in none of {}, though its words are", plural(all.len())));
            }
            lines
        }
    })
}

/// Who else is meant, or could be: the names, roles and positions of those who answer that are spelled like what was typed,
/// else those who answer most.
fn who_else(typed: &[String], all: &[(&Transcript, &Exchange)]) -> Result<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for (transcript, exchange) in all {
        let names = exchange.responders.iter().filter_map(|id| transcript.participants.get(*id));
        names.for_each(|person| *times.entry(&person.name).or_default() += 1);
    }
    let mut roles = Vec::new();
    for role in Field::Role.values() {
        let run = answerer(role)?;
        if all.iter().any(|(transcript, exchange)| answers(transcript, exchange, &run)) {
            roles.push(role);
        }
    }
    let words = typed.iter().flat_map(|who| std::iter::once(who.as_str()).chain(who.split_whitespace()));
    let mut close: Vec<&str> = Vec::new();
    for word in words {
        let near = nearest(word, times.keys().copied().chain(roles.iter().copied()));
        close.extend(near.into_iter().filter(|name| !close.contains(name)).collect::<Vec<_>>());
    }
    if !close.is_empty() {
        return Ok(proposal(&close));
    }
    let mut names: Vec<(&str, usize)> = times.into_iter().collect();
    names.sort_by_key(|(name, n)| (Reverse(*n), *name));
    let named: Vec<&str> = names.iter().take(NAMED).map(|(name, _)| *name).collect();
    let more = if names.len() > NAMED { ", …" } else { "" };
    Ok(if named.is_empty() { String::new() } else { format!("; those who do: {}{more}", named.join(", ")) })
}

/// What would fit if one condition were left out.
fn without_one(conditions: &[Condition], all: &[(&Transcript, &Exchange)]) -> Vec<String> {
    let n_without = |left_out: usize| {
        let holds = |(transcript, exchange): &&(&Transcript, &Exchange)| {
            let mut others = conditions.iter().enumerate().filter(|(i, _)| *i != left_out);
            others.all(|(_, condition)| condition.holds(transcript, exchange))
        };
        all.iter().filter(holds).count()
    };
    let counts = conditions.iter().enumerate().map(|(i, condition)| (n_without(i), condition));
    let lines =
        counts.filter(|(n, _)| *n > 0).map(|(n, condition)| format!("without `{}`: {}", condition.told, plural(n)));
    let mut lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        lines.push("each condition fits some exchange, but even with one left out the rest does not".to_owned());
    }
    lines
}

fn plural(n: usize) -> String {
    if n == 1 { "1 exchange".to_owned() } else { format!("{n} exchanges") }
}
