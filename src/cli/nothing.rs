//! Nothing found: which word or filter emptied the result, and what would have matched without it.

use std::collections::BTreeSet;

use whosaid::{
    query::{Filter, Plan, Run, Scope},
    render::sanitize,
};

use super::{
    ask::{Question, Reach, lower},
    outcome::Result,
    settings::Settings,
};

/// Words and filters that are looked up one by one; of a longer query, the first.
const LOOKED_UP: usize = 40;

/// What is said of them.
const TOLD: usize = 8;

/// Says on standard error why a question has no answer.
pub fn explain(question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<()> {
    if reach.tell_if_empty(settings)? {
        return Ok(());
    }
    settings.complain("nothing found");
    let parts = conjuncts(question)?;
    let mut lines = Vec::new();
    for (part, run) in parts.iter().take(LOOKED_UP) {
        if count(run, scope, reach)? == 0 {
            lines.extend(blame(part, reach)?);
        }
    }
    if lines.is_empty() && parts.len() > 1 {
        lines = without_one(&parts, scope, reach)?;
        lines.extend(wider(question, scope, reach)?);
    }
    let mut told = BTreeSet::new();
    lines.retain(|line| told.insert(line.clone()));
    for line in lines.iter().take(TOLD) {
        settings.hint(&sanitize::visible(line));
    }
    if lines.len() > TOLD {
        settings.hint(&format!("and {} more like these", lines.len() - TOLD));
    }
    Ok(())
}

/// The parts of a question that must all be true, as understood and as run.
pub fn conjuncts(question: &Question) -> Result<Vec<(&Plan, Run)>> {
    let parts: Vec<&Plan> = match &question.plan {
        Plan::And(parts) => parts.iter().collect(),
        plan => vec![plan],
    };
    parts.into_iter().map(|part| Ok((part, lower(part)?))).collect()
}

fn count(run: &Run, scope: Scope, reach: &Reach) -> Result<usize> {
    Ok(reach.snapshot.count(run, scope, reach.paths.as_deref())?)
}

/// Why a part matches nothing by itself.
fn blame(part: &Plan, reach: &Reach) -> Result<Vec<String>> {
    let mut unknown = Vec::new();
    for word in words(part).into_iter().take(LOOKED_UP) {
        if count(&lower(&word)?, Scope::Passage, reach)? == 0 {
            let close = match &word {
                Plan::Word(term) => reach.snapshot.similar_words(&term.text)?,
                Plan::Filter(filter) => similar_names(filter, reach)?,
                _ => Vec::new(),
            };
            unknown.push(format!("nothing matches `{word}`{}", proposal(&close)));
        }
    }
    if unknown.is_empty() {
        unknown.push(match part {
            Plan::Phrase(_) => format!("the words of {part} are there, but nowhere one after another"),
            Plan::Near { .. } => format!("the words of `{part}` are there, but nowhere so close"),
            part => format!("nothing matches `{part}`"),
        });
    }
    Ok(unknown)
}

/// The words and filters of a plan that it asks for.
fn words(plan: &Plan) -> Vec<Plan> {
    match plan {
        Plan::Word(_) | Plan::Filter(_) => vec![plan.clone()],
        Plan::Phrase(terms) | Plan::Glued(terms) => terms.iter().cloned().map(Plan::Word).collect(),
        Plan::Halves(first, rest) => vec![Plan::Word(first.clone()), Plan::Word(rest.clone())],
        Plan::Near { left, right, .. } => [words(left), words(right)].concat(),
        Plan::And(parts) | Plan::Or(parts) => parts.iter().flat_map(words).collect(),
        Plan::Side(_, inner) => words(inner),
        Plan::Not(_) | Plan::All => Vec::new(),
    }
}

/// Names in the index spelled much like those of a filter.
fn similar_names(filter: &Filter, reach: &Reach) -> Result<Vec<(String, u64)>> {
    let (field, words) = match filter {
        Filter::Speaker(words) => ("speaker", words.clone()),
        Filter::Firm(words) => ("firm", words.clone()),
        Filter::Company(words) => ("company", words.clone()),
        Filter::Title(words) => ("title", words.clone()),
        Filter::Ticker(ticker) => ("ticker", vec![ticker.clone()]),
        Filter::Call(id) => ("call", vec![id.clone()]),
        _ => return Ok(Vec::new()),
    };
    let mut close = Vec::new();
    for word in words {
        close.extend(reach.snapshot.similar_names(field, &word)?);
    }
    Ok(close)
}

fn proposal(close: &[(String, u64)]) -> String {
    let words: Vec<String> = close.iter().take(3).map(|(word, _)| format!("`{word}`")).collect();
    if words.is_empty() { String::new() } else { format!("; did you mean {}?", words.join(" or ")) }
}

/// What would match if one part were left out.
fn without_one(parts: &[(&Plan, Run)], scope: Scope, reach: &Reach) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (i, (part, _)) in parts.iter().enumerate().take(LOOKED_UP) {
        let rest = parts.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, (_, run))| run.clone());
        let n = count(&Run::And(rest.collect()), scope, reach)?;
        if n > 0 {
            lines.push(format!("without `{part}`: {}", passages(n)));
        }
    }
    if lines.is_empty() {
        lines.push("each part matches by itself, but even with one left out the rest does not".to_owned());
    }
    Ok(lines)
}

/// What would match if the words could meet further apart.
fn wider(question: &Question, scope: Scope, reach: &Reach) -> Result<Vec<String>> {
    let scopes = [(Scope::Turn, "turn"), (Scope::Exchange, "exchange"), (Scope::Call, "call")];
    if scope != Scope::Passage {
        return Ok(Vec::new());
    }
    for (scope, name) in scopes {
        let n = count(&question.run, scope, reach)?;
        if n > 0 {
            return Ok(vec![format!("with --within {name}: {}", passages(n))]);
        }
    }
    Ok(Vec::new())
}

fn passages(n: usize) -> String {
    if n == 1 { "1 passage".to_owned() } else { format!("{n} passages") }
}
