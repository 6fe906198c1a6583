//! What a condition on dates or periods leaves out since its call has none: said, not passed over.

use whosaid::query::{Dates, Filter, Periods, Plan, Run, Scope};

use super::{
    ask::{Question, Reach, lower},
    outcome::Result,
    settings::Settings,
};

/// Says on standard error how many passages fit all else of a question and are in calls without a date, or period.
pub fn tell(question: &Question, scope: Scope, reach: &Reach, settings: &Settings) -> Result<()> {
    let Plan::And(parts) = &question.plan else { return Ok(()) };
    let any_date = Filter::Date(Dates { from: None, to: None });
    let any_period = Filter::Period(Periods { from: None, to: None });
    for (known, name, is_it) in [
        (any_date, "date", (|filter| matches!(filter, Filter::Date(_))) as fn(&Filter) -> bool),
        (any_period, "fiscal period", |filter| matches!(filter, Filter::Period(_))),
    ] {
        let is_condition = |part: &&Plan| matches!(part, Plan::Filter(filter) if is_it(filter));
        if !parts.iter().any(|part| is_condition(&part)) {
            continue;
        }
        let others = parts.iter().filter(|part| !is_condition(part));
        let mut all = others.map(lower).collect::<Result<Vec<Run>>>()?;
        all.push(Run::Not(Box::new(Run::Filter(known))));
        let n = reach.snapshot.count(&Run::And(all), scope, reach.paths.as_deref())?;
        if n > 0 {
            let passages = if n == 1 { "1 passage is".to_owned() } else { format!("{n} passages are") };
            settings.hint(&format!("{passages} left out: no {name} is known of the call"));
        }
    }
    Ok(())
}
