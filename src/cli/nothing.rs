//! Nothing found: which word or filter emptied the result, and what would have matched without it.

use std::collections::BTreeSet;

use whosaid::{
    query::{Field, Filter, Plan, Run, Scope, Term},
    render::sanitize,
};

use super::{
    ask::{Question, Reach, field_plan, lower},
    outcome::Result,
    settings::Settings,
};

/// Words and filters that are looked up one by one; of a longer query, the first.
const LOOKED_UP: usize = 40;

/// What is said of them.
const TOLD: usize = 8;

/// So many words are proposed for one.
const PROPOSALS: usize = 3;

/// Says on standard error why a question has no answer.
pub fn explain(question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<()> {
    if reach.tell_if_empty(settings)? {
        return Ok(());
    }
    settings.complain("nothing found");
    let parts = conjuncts(question)?;
    let (mut empty, mut filters) = (Vec::new(), Vec::new());
    for (part, run) in parts.iter().take(LOOKED_UP) {
        if count(run, scope, reach)? == 0 {
            empty.push(*part);
        } else if run.is_filter() {
            filters.push(run.clone());
        }
    }
    let mut lines = Vec::new();
    for part in empty {
        lines.extend(blame(part, &filters, reach)?);
    }
    if lines.is_empty() && parts.len() > 1 {
        lines = without_one(&parts, scope, reach)?;
        lines.extend(wider(question, scope, reach)?);
    }
    tell(lines, settings);
    Ok(())
}

/// Says why nothing is found: each reason once, and not too many.
pub fn tell(mut lines: Vec<String>, settings: &Settings) {
    let mut told = BTreeSet::new();
    lines.retain(|line| told.insert(line.clone()));
    for line in lines.iter().take(TOLD) {
        settings.hint(&sanitize::visible(line));
    }
    if lines.len() > TOLD {
        settings.hint(&format!("and {} more like these", lines.len() - TOLD));
    }
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

/// Why a part matches nothing by itself. What is proposed instead is there, where the other filters are true.
pub fn blame(part: &Plan, filters: &[Run], reach: &Reach) -> Result<Vec<String>> {
    let mut unknown = Vec::new();
    for word in words(part).into_iter().take(LOOKED_UP) {
        if count(&lower(&word)?, Scope::Passage, reach)? == 0 {
            unknown.push(format!(
                "nothing matches `{word}`{}",
                proposal(&similar(&word, reach, &|run| is_among(filters, run, reach))?)
            ));
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
pub fn words(plan: &Plan) -> Vec<Plan> {
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

/// Words, or names of a filter's kind, that are spelled much like one, and are there.
pub fn similar(word: &Plan, reach: &Reach, is_there: &dyn Fn(Run) -> Result<bool>) -> Result<Vec<String>> {
    let (field, words) = match word {
        Plan::Word(term) => (None, vec![term.text.clone()]),
        Plan::Filter(Filter::Speaker(words)) => (Some(Field::Speaker), words.clone()),
        Plan::Filter(Filter::Firm(words)) => (Some(Field::Firm), words.clone()),
        Plan::Filter(Filter::Company(words)) => (Some(Field::Company), words.clone()),
        Plan::Filter(Filter::Title(words)) => (Some(Field::Title), words.clone()),
        Plan::Filter(Filter::Ticker(ticker)) => (Some(Field::Ticker), vec![ticker.clone()]),
        Plan::Filter(Filter::Call(id)) => (Some(Field::Call), vec![id.clone()]),
        _ => return Ok(Vec::new()),
    };
    let mut found = Vec::new();
    for word in words {
        let close = match field {
            None => reach.snapshot.similar_words(&word)?,
            Some(field) => reach.snapshot.similar_names(field.as_str(), &word)?,
        };
        for (close, _) in close {
            if found.len() == PROPOSALS {
                break;
            }
            let plan = match field {
                None => Plan::Word(Term { text: close.clone(), open: false }),
                Some(field) => field_plan(field, &close)?,
            };
            if is_there(lower(&plan)?)? {
                found.push(close);
            }
        }
    }
    Ok(found)
}

/// Whether there is a passage of which something is true, where some filters are.
pub fn is_among(filters: &[Run], run: Run, reach: &Reach) -> Result<bool> {
    let all = Run::And(std::iter::once(run).chain(filters.iter().cloned()).collect());
    Ok(count(&all, Scope::Passage, reach)? > 0)
}

/// ``; did you mean `wafer`?``; nothing if there is nothing to propose.
pub fn proposal<T: AsRef<str>>(close: &[T]) -> String {
    let words: Vec<String> = close.iter().map(|word| format!("`{}`", word.as_ref())).collect();
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
