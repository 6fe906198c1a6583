//! Which calls may be one event, by what columns tell of them: those whose cards are worth reading.
//!
//! Most calls of most indexes have no copy, and reading a card takes longer than everything else that is asked of a call.
//! So this must pass whatever `copies.rs` would call one event, as far as no card is needed to know, and little else. Two
//! transcripts are missed here whose companies go by names without a word in common, if neither their tickers nor their ids
//! are the same.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
};

use super::copies::{company_keys, join, root};
use crate::index::Outline;

/// The places of those that may be one event with another.
pub(super) fn likely(outlines: &[Outline]) -> Vec<usize> {
    let companies = companies(outlines);
    let mut marks = vec![false; outlines.len()];
    let (mut by_period, mut by_day, mut by_id) = (HashMap::new(), HashMap::new(), HashMap::new());
    for (i, outline) in outlines.iter().enumerate() {
        if let Some(number) = outline.namesake {
            meet(&mut by_id, number, i, &mut marks);
        }
        let Some(company) = companies[i] else { continue };
        if let Some(period) = outline.period {
            meet(&mut by_period, (company, period), i, &mut marks);
        }
        for day in outline.date.into_iter().flat_map(|day| [Some(day), day.tomorrow().ok()]).flatten() {
            meet(&mut by_day, (company, day), i, &mut marks);
        }
    }
    let mut of_company: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, company) in companies.iter().enumerate().filter_map(|(i, company)| Some((i, (*company)?))) {
        of_company.entry(company).or_default().push(i);
    }
    of_company.values().filter(|calls| calls.len() > 1).for_each(|calls| mark_untold(outlines, calls, &mut marks));
    marks.iter().enumerate().filter(|(_, mark)| **mark).map(|(i, _)| i).collect()
}

/// Marks two that meet under one key.
fn meet<K: Eq + Hash>(first: &mut HashMap<K, usize>, key: K, i: usize, marks: &mut [bool]) {
    let first = *first.entry(key).or_insert(i);
    if first != i {
        marks[first] = true;
        marks[i] = true;
    }
}

/// Marks calls of a company of which neither period nor day can be compared, if they are about as long.
fn mark_untold(outlines: &[Outline], calls: &[usize], marks: &mut [bool]) {
    // By whether period and day are known, the lengths in order.
    let class = |i: usize| usize::from(outlines[i].period.is_some()) * 2 + usize::from(outlines[i].date.is_some());
    let mut lengths: [Vec<u64>; 4] = Default::default();
    calls.iter().for_each(|&i| lengths[class(i)].push(outlines[i].words));
    lengths.iter_mut().for_each(|lengths| lengths.sort_unstable());
    for &i in calls {
        let words = outlines[i].words;
        let about_as_long = |class: usize| {
            let from = lengths[class].partition_point(|other| other * 100 < words * ALIKE);
            lengths[class][from..].iter().take_while(|other| words * 100 >= **other * ALIKE).take(2).count()
        };
        // Those with which it has neither in common; it is itself among those of its own kind.
        let others: usize = match class(i) {
            0 => (0..4).map(about_as_long).sum::<usize>() - 1,
            1 => about_as_long(0) + about_as_long(2),
            2 => about_as_long(0) + about_as_long(1),
            _ => about_as_long(0),
        };
        marks[i] |= others > 0;
    }
}

/// The words of the shorter of two that may be one, as a share of the longer's in hundredths, where nothing else is known.
pub(super) const ALIKE: u64 = 85;

/// Numbers for the companies of calls, where they are known: one for each that shares its ticker or its name with another.
fn companies(outlines: &[Outline]) -> Vec<Option<usize>> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    let mut by_ticker: HashMap<usize, usize> = HashMap::new();
    let mut roots: Vec<usize> = Vec::new();
    let number = |roots: &mut Vec<usize>| {
        roots.push(roots.len());
        roots.len() - 1
    };
    let numbers: Vec<Option<usize>> = outlines
        .iter()
        .map(|outline| {
            let named = outline.company.as_deref().map(|name| {
                *by_name.entry(name).or_insert_with(|| {
                    let number = number(&mut roots);
                    for key in company_keys(name) {
                        let known = *first.entry(key).or_insert(number);
                        join(&mut roots, known, number);
                    }
                    number
                })
            });
            let listed = outline.ticker.map(|ticker| *by_ticker.entry(ticker).or_insert_with(|| number(&mut roots)));
            if let (Some(a), Some(b)) = (named, listed) {
                join(&mut roots, a, b);
            }
            named.or(listed)
        })
        .collect();
    numbers.into_iter().map(|number| number.map(|number| root(&mut roots, number))).collect()
}
