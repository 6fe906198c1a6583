//! From a plan as understood to a query as run.

use jiff::civil::Date;

use super::{Dates, Filter, Pattern, Periods, Plan, Run, fields, plan::Term};
use crate::transcript::{Period, Role};

/// The most words that the combinations inside a NEAR may come to.
const MOST_COMBINED: usize = 4096;

/// A plan that cannot be run; [`super::parse`] gives no such plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LowerError {
    /// NOT, a filter or a side of an exchange inside NEAR.
    #[error("only words, phrases and groups of these can stand inside NEAR")]
    Unfit,
    /// Groups in NEAR in groups in NEAR.
    #[error("too many combinations of words inside each other's NEAR")]
    TooMany,
}

impl Plan {
    /// The query as run.
    ///
    /// # Errors
    /// If a plan that was not parsed has inside NEAR what cannot stand there, or too much of it.
    pub fn lower(&self) -> Result<Run, LowerError> {
        Ok(match self {
            Plan::All => Run::All,
            Plan::Filter(filter) => filter_run(filter),
            Plan::And(parts) if parts.is_empty() => Run::All,
            Plan::And(parts) => Run::And(parts.iter().map(Plan::lower).collect::<Result<_, _>>()?),
            Plan::Or(parts) => Run::Or(parts.iter().map(Plan::lower).collect::<Result<_, _>>()?),
            Plan::Not(part) => match part.lower()? {
                Run::Not(inner) => *inner,
                run => Run::Not(Box::new(run)),
            },
            Plan::Side(side, inner) => Run::Side(*side, Box::new(inner.lower()?)),
            Plan::Word(_) | Plan::Glued(_) | Plan::Halves(..) | Plan::Phrase(_) | Plan::Near { .. } => {
                patterns(self)?.run()
            }
        })
    }
}

fn filter_run(filter: &Filter) -> Run {
    let itself = Run::Filter(filter.clone());
    match filter {
        Filter::Title(words) => match fields::position(words) {
            Some(position) => Run::Or(vec![itself, Run::Filter(Filter::Position(position.to_owned()))]),
            None => itself,
        },
        // Analysts have titles, too; who asks for the CEO means the company's.
        Filter::Position(_) => Run::And(vec![Run::Filter(Filter::Role(vec![Role::Executive, Role::Ir])), itself]),
        Filter::Date(Dates { from: Some(day), to: None }) => Run::Or(vec![itself, undated(ends_from(*day))]),
        Filter::Date(Dates { from: None, to: Some(day) }) => {
            let has_period = Run::Filter(Filter::Period(Periods { from: None, to: None }));
            // On the last day there is, nothing is after it.
            let ends_before = day.tomorrow().ok().map(|day| Run::Not(Box::new(ends_from(day))));
            Run::Or(vec![itself, undated(Run::And(std::iter::once(has_period).chain(ends_before).collect()))])
        }
        _ => itself,
    }
}

/// Of calls without a day, those of which something holds. Since and until take the end of the fiscal period for the day, as
/// trends do; a day, or days from one to another, ask for calls whose day is known.
fn undated(run: Run) -> Run {
    let dated = Run::Filter(Filter::Date(Dates { from: None, to: None }));
    Run::And(vec![Run::Not(Box::new(dated)), run])
}

/// Whether the fiscal period ends on this day or after it.
fn ends_from(day: Date) -> Run {
    let quarter = Period { year: day.year(), quarter: Some((day.month().unsigned_abs() - 1) / 3 + 1) };
    Run::Filter(Filter::Period(Periods { from: Some(quarter), to: None }))
}

/// Words, phrases and NEARs as patterns: one of `single`, or all of one of `groups`.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    single: Vec<Pattern>,
    groups: Vec<Vec<Pattern>>,
}

/// What of a plan can stand inside NEAR.
pub(super) fn patterns(plan: &Plan) -> Result<Patterns, LowerError> {
    match plan {
        Plan::Word(term) => Ok(Patterns::one(term.pattern(false))),
        Plan::Glued(terms) => Ok(Patterns::one(sequence(terms, false))),
        Plan::Phrase(terms) => Ok(Patterns::one(sequence(terms, true))),
        Plan::Halves(first, rest) => {
            let whole = Pattern::Forms(format!("{}{}", first.text, rest.text));
            Ok(Patterns { single: vec![whole], groups: vec![vec![first.pattern(false), rest.pattern(false)]] })
        }
        Plan::Or(parts) => {
            let mut all = Patterns::default();
            for part in parts {
                let mut part = patterns(part)?;
                all.single.append(&mut part.single);
                all.groups.append(&mut part.groups);
            }
            all.bounded()
        }
        Plan::And(parts) => {
            let mut all = Patterns { single: Vec::new(), groups: vec![Vec::new()] };
            for part in parts {
                let part = patterns(part)?;
                // The plain case: one word more that must be there.
                if let ([], [group], [pattern], []) =
                    (&all.single[..], &mut all.groups[..], &part.single[..], &part.groups[..])
                {
                    group.push(pattern.clone());
                    continue;
                }
                all = product(&all.alternatives(), &part.alternatives(), |left, right| {
                    left.iter().chain(right).cloned().collect()
                })?;
            }
            all.bounded()
        }
        Plan::Near { within, ordered, left, right } => {
            let near = |left: &Pattern, right: &Pattern| Pattern::Near {
                within: *within,
                ordered: *ordered,
                left: Box::new(left.clone()),
                right: Box::new(right.clone()),
            };
            product(&patterns(left)?.alternatives(), &patterns(right)?.alternatives(), |left, right| {
                left.iter().flat_map(|left| right.iter().map(move |right| near(left, right))).collect()
            })
        }
        Plan::All | Plan::Filter(_) | Plan::Not(_) | Plan::Side(..) => Err(LowerError::Unfit),
    }
}

fn sequence(terms: &[Term], exact: bool) -> Pattern {
    match terms {
        [term] => term.pattern(exact),
        terms => Pattern::Sequence(terms.iter().map(|term| term.pattern(exact)).collect()),
    }
}

/// Every alternative of the one with every alternative of the other, if these are not too many.
fn product(
    left: &[Vec<Pattern>],
    right: &[Vec<Pattern>],
    combine: impl Fn(&[Pattern], &[Pattern]) -> Vec<Pattern>,
) -> Result<Patterns, LowerError> {
    let mut found = Patterns::default();
    let mut weight = 0;
    for left in left {
        for right in right {
            // What `combine` makes of them has at most so many words.
            let (words_left, words_right) = (words(left), words(right));
            weight += (words_left * right.len()).saturating_add(words_right * left.len()).max(1);
            if weight > MOST_COMBINED {
                return Err(LowerError::TooMany);
            }
            found.groups.push(combine(left, right));
        }
    }
    let (single, groups) = found.groups.into_iter().partition::<Vec<_>, _>(|group| group.len() == 1);
    Ok(Patterns { single: single.into_iter().flatten().collect(), groups })
}

/// How many words patterns are made of.
fn words(patterns: &[Pattern]) -> usize {
    patterns
        .iter()
        .map(|pattern| match pattern {
            Pattern::Forms(_) | Pattern::Exact(_) | Pattern::Prefix(_) => 1,
            Pattern::Any(parts) | Pattern::Sequence(parts) => words(parts),
            Pattern::Near { left, right, .. } => words(std::slice::from_ref(left)) + words(std::slice::from_ref(right)),
        })
        .sum()
}

impl Patterns {
    fn one(pattern: Pattern) -> Self {
        Patterns { single: vec![pattern], groups: Vec::new() }
    }

    fn bounded(self) -> Result<Self, LowerError> {
        let combined: usize = self.groups.iter().map(|group| words(group)).sum();
        if combined > MOST_COMBINED { Err(LowerError::TooMany) } else { Ok(self) }
    }

    /// The single ones as one alternative, then the groups.
    fn alternatives(mut self) -> Vec<Vec<Pattern>> {
        let mut all = Vec::with_capacity(self.groups.len() + 1);
        match self.single.len() {
            0 => {}
            1 => all.push(self.single),
            _ => all.push(vec![Pattern::Any(std::mem::take(&mut self.single))]),
        }
        all.append(&mut self.groups);
        all
    }

    fn run(self) -> Run {
        let mut runs: Vec<Run> = self
            .alternatives()
            .into_iter()
            .map(|mut group| {
                if group.len() == 1 {
                    Run::Pattern(group.swap_remove(0))
                } else {
                    Run::And(group.into_iter().map(Run::Pattern).collect())
                }
            })
            .collect();
        if runs.len() == 1 { runs.swap_remove(0) } else { Run::Or(runs) }
    }
}
