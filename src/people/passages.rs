//! Hits that are the same words in several transcripts of one call: for people they are one.

use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::same_events;
use crate::{index::Hit, text::each_word};

/// So many pairs of neighbouring words of a hundred must two passages have in common: sources hear differently.
const ALIKE: usize = 70;

/// A passage of so many words is the same as a longer one that has them: sources divide differently. A shorter one could be
/// part of many.
const TELLING: usize = 20;

/// What has fewer words is said again and again.
const SHORT: usize = 8;

/// On a page of so many hits it is found out first which are alike: mostly none are, and who is on the calls of the others
/// need not be looked at.
const PAGE: usize = 50;

/// Of so many pairs of words two passages that are alike have one in common, or they are not found to be.
const SKETCH: usize = 8;

/// With so many is a passage compared; what is said again and again is not worth more.
const MOST: usize = 64;

/// For each hit: which of those further down are the same passage of another transcript of the call, at most one of each;
/// `None` for these themselves.
pub fn same_passages(hits: &[Hit]) -> Vec<Option<Vec<usize>>> {
    let mut folded: Vec<Option<Vec<usize>>> = vec![Some(Vec::new()); hits.len()];
    let pairs: Vec<Vec<u64>> = hits.iter().map(|hit| pairs(&hit.text)).collect();
    let call = |i: usize| hits[i].card.call.id.as_str();
    let is_same = |i: usize, j: usize| call(i) != call(j) && are_alike(&pairs[i], &pairs[j]);
    let has_double = |i: &usize| hits.len() > PAGE || (0..hits.len()).any(|j| is_same(*i, j));
    let doubles: Vec<usize> = (0..hits.len()).filter(has_double).collect();
    let events = same_events(doubles.iter().map(|&i| hits[i].card.as_ref()));
    // By event and by some of their pairs of words, so that each is compared with few.
    let mut firsts: HashMap<(usize, u64), Vec<usize>> = HashMap::new();
    for (&i, event) in doubles.iter().zip(events) {
        let sketch = || pairs[i].iter().take(SKETCH).map(|pair| (event, *pair));
        let near: BTreeSet<usize> = sketch().filter_map(|key| firsts.get(&key)).flatten().copied().collect();
        let is_its_place = |first: &usize| {
            let others = folded[*first].iter().flatten();
            is_same(i, *first) && others.into_iter().all(|&other| call(other) != call(i))
        };
        if let Some(first) = near.into_iter().take(MOST).find(is_its_place) {
            folded[first].get_or_insert_default().push(i);
            folded[i] = None;
        } else {
            sketch().for_each(|key| firsts.entry(key).or_default().push(i));
        }
    }
    folded
}

/// A number for each pair of neighbouring words, in the order of these numbers.
fn pairs(text: &str) -> Vec<u64> {
    let (mut pairs, mut last) = (Vec::new(), None);
    each_word(text, |word| {
        let mut hasher = DefaultHasher::new();
        word.term.hash(&mut hasher);
        let this = hasher.finish();
        if let Some(last) = last.replace(this) {
            let mut hasher = DefaultHasher::new();
            (last, this).hash(&mut hasher);
            pairs.push(hasher.finish());
        }
    });
    pairs.sort_unstable();
    pairs
}

fn are_alike(a: &[u64], b: &[u64]) -> bool {
    let (shorter, longer) = (a.len().min(b.len()), a.len().max(b.len()));
    let all = if shorter >= TELLING { shorter } else { longer };
    let (mut common, mut rest) = (0, b);
    for pair in a {
        while let [first, after @ ..] = rest
            && first < pair
        {
            rest = after;
        }
        if rest.first() == Some(pair) {
            (common, rest) = (common + 1, &rest[1..]);
        }
    }
    shorter + 1 >= SHORT && common * 100 >= all * ALIKE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_are_alike_that_are_heard_or_divided_differently() {
        let long = "We ordered wafers three months ahead, and today we place orders four quarters ahead, paying for part \
                    of them up front, which is a great deal of money for us.";
        let heard = long.replace("wafers", "waivers").replace("quarters", "quarter");
        let part = &long[..long.find("which").unwrap_or_default()];
        let other = "We ordered steel, and it is a great deal of money for a company of our size and for its owners, who \
                     wait for part of it.";
        for (text, expected) in
            [(long, true), (&heard, true), (part, true), (other, false), ("We ordered for us.", false)]
        {
            assert_eq!(are_alike(&pairs(long), &pairs(text)), expected, "{text}");
            assert_eq!(are_alike(&pairs(text), &pairs(long)), expected, "{text}");
        }
        // Said again and again, and the same words in another order.
        assert!(!are_alike(&pairs("Yes, that is right."), &pairs("Yes, that is right.")));
        let turned = long.split(' ').rev().collect::<Vec<_>>().join(" ");
        assert!(!are_alike(&pairs(long), &pairs(&turned)));
    }
}
