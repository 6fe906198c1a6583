//! The quarters of a chart as they are drawn: one by one, but a long run in which no call was held as one gap.
//!
//! One old call in an index would else stretch every chart over decades of nothing. Programs get every quarter.

use std::ops::Range;

use super::chart::Series;
use crate::transcript::Period;

/// A run of empty quarters shorter than this is shown as it is.
pub(super) const LEAST_GAP: usize = 3;

/// A step along the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A quarter, by its number.
    Quarter(usize),
    /// Quarters in which no call was held.
    Gap(Range<usize>),
}

/// The steps of so many quarters; empty runs of at least so many are gaps. Those before the first call and after the last
/// are kept, should there be any.
pub(super) fn steps(n_quarters: usize, series: &[Series], least_gap: usize) -> Vec<Step> {
    let is_empty = |i: &usize| series.iter().all(|one| one.calls.get(*i).is_none_or(|calls| *calls == 0));
    let mut steps = Vec::with_capacity(n_quarters);
    let mut at = 0;
    while at < n_quarters {
        let end = at + (at..n_quarters).take_while(is_empty).count();
        if end - at >= least_gap && at > 0 && end < n_quarters {
            steps.push(Step::Gap(at..end));
        } else {
            steps.extend((at..end).map(Step::Quarter));
        }
        if end < n_quarters {
            steps.push(Step::Quarter(end));
        }
        at = end + 1;
    }
    steps
}

/// What a gap says: `2003Q1 to 2019Q3: no calls`.
pub(super) fn told(gap: &Range<usize>, quarters: &[Period]) -> String {
    let quarter = |i: usize| quarters.get(i).map(ToString::to_string).unwrap_or_default();
    format!("{} to {}: no calls", quarter(gap.start), quarter(gap.end.saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(calls: &[u64]) -> Series {
        Series { label: String::new(), calls: calls.to_vec(), points: Vec::new() }
    }

    #[test]
    fn only_long_runs_without_any_call_are_gaps() {
        use Step::{Gap, Quarter};
        let one = series(&[1, 0, 0, 2, 0, 0, 0, 1]);
        let expected = [Quarter(0), Quarter(1), Quarter(2), Quarter(3), Gap(4..7), Quarter(7)];
        assert_eq!(steps(8, std::slice::from_ref(&one), LEAST_GAP), expected);
        // What is a call of one trend is no gap of any.
        let other = series(&[1, 0, 0, 0, 0, 1, 0, 1]);
        assert_eq!(steps(8, &[one, other], LEAST_GAP), (0..8).map(Quarter).collect::<Vec<_>>());
        assert_eq!(steps(4, &[series(&[0, 0, 0, 0])], LEAST_GAP), (0..4).map(Quarter).collect::<Vec<_>>());
        assert_eq!(steps(0, &[], LEAST_GAP), []);
    }

    #[test]
    fn a_gap_says_from_when_to_when() {
        let quarters: Vec<Period> = ["2002Q4", "2003Q1", "2003Q2"].map(|quarter| quarter.parse().unwrap()).to_vec();
        assert_eq!(told(&(1..3), &quarters), "2003Q1 to 2003Q2: no calls");
    }
}
