//! What a condition on dates or periods leaves out since its call has none: said, not passed over.

use whosaid::query::{Dates, Filter, Periods, Plan, Run, Scope};

use super::{
    ask::{Question, Reach, lower},
    outcome::Result,
    settings::Settings,
};

/// Says on standard error how many passages fit all else of a question and are in calls without a date, or period.
pub fn tell(question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<()> {
    let count = |run: &Run| Ok(reach.snapshot.count(run, scope, reach.paths.as_deref())?);
    tell_counted(question, "passage", count, settings)
}

/// The same of things that are counted otherwise.
pub fn tell_counted(
    question: &Question,
    what: &str,
    count: impl Fn(&Run) -> Result<usize>,
    settings: &Settings,
) -> Result<()> {
    for (left_out, unknown) in left_out(question)? {
        let n = count(&left_out)?;
        if n > 0 {
            let things = if n == 1 { format!("1 {what} is") } else { format!("{n} {what}s are") };
            settings.hint(&format!("{things} left out: no {unknown} is known of the call"));
        }
    }
    Ok(())
}

/// Whether a filter is a condition of some kind.
type IsIt = fn(&Filter) -> bool;

/// Since and until: where no day is known they take the end of the period for it.
fn is_open(dates: &Dates) -> bool {
    dates.from.is_some() != dates.to.is_some()
}

/// What fits all else of a question, and is in calls of which is not known what its conditions are about; and what that is.
fn left_out(question: &Question) -> Result<Vec<(Run, &'static str)>> {
    let parts = match &question.plan {
        Plan::And(parts) => parts.as_slice(),
        part => std::slice::from_ref(part),
    };
    let date = Run::Filter(Filter::Date(Dates { from: None, to: None }));
    let period = Run::Filter(Filter::Period(Periods { from: None, to: None }));
    let conditions: [(Vec<Run>, &'static str, IsIt); 3] = [
        (vec![date.clone()], "date", |filter| matches!(filter, Filter::Date(dates) if !is_open(dates))),
        (
            vec![date, period.clone()],
            "date and no period",
            |filter| matches!(filter, Filter::Date(dates) if is_open(dates)),
        ),
        (vec![period], "fiscal period", |filter| matches!(filter, Filter::Period(_))),
    ];
    let mut found = Vec::new();
    for (known, name, is_it) in conditions {
        let is_condition = |part: &&Plan| is_about(part, is_it);
        if !parts.iter().any(|part| is_condition(&part)) {
            continue;
        }
        let others = parts.iter().filter(|part| !is_condition(part));
        let mut all = others.map(lower).collect::<Result<Vec<Run>>>()?;
        all.extend(known.into_iter().map(|known| Run::Not(Box::new(known))));
        found.push((Run::And(all), name));
    }
    Ok(found)
}

/// Whether a part of a question is a condition of some kind, or a choice of such.
fn is_about(part: &Plan, is_it: IsIt) -> bool {
    match part {
        Plan::Filter(filter) => is_it(filter),
        Plan::Or(parts) => !parts.is_empty() && parts.iter().all(|part| is_about(part, is_it)),
        _ => false,
    }
}
