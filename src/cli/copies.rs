//! Hits that are the same words in several transcripts of one call: for people they are one.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use whosaid::{index::Hit, people, render::json::turn_reference, text::each_word};

/// So many words of a hundred must two passages have in common: sources hear differently.
const ALIKE: usize = 80;

/// A passage of so many words is the same as a longer one that has them: sources divide differently. A shorter one could be
/// part of many.
const TELLING: usize = 20;

/// On a page of so many hits it is found out first which are alike: mostly none are, and who is on the calls of the others
/// need not be looked at.
const PAGE: usize = 50;

/// For each hit: the references of those further down that are the same passage of another transcript of the call; `None`
/// for these themselves.
pub fn fold(hits: &[Hit]) -> Vec<Option<Vec<String>>> {
    let mut folded: Vec<Option<Vec<String>>> = vec![Some(Vec::new()); hits.len()];
    let words: Vec<Vec<u64>> = hits.iter().map(|hit| words(&hit.text)).collect();
    let is_same = |i: usize, j: usize| hits[i].card.call.id != hits[j].card.call.id && are_alike(&words[i], &words[j]);
    let has_double = |i: &usize| hits.len() > PAGE || (0..hits.len()).any(|j| is_same(*i, j));
    let doubles: Vec<usize> = (0..hits.len()).filter(has_double).collect();
    let events = people::same_events(doubles.iter().map(|&i| hits[i].card.as_ref()));
    // The hits of an event that stand on the page: few, however long that is.
    let mut firsts: HashMap<usize, Vec<usize>> = HashMap::new();
    for (&i, event) in doubles.iter().zip(events) {
        let firsts = firsts.entry(event).or_default();
        if let Some(&first) = firsts.iter().find(|&&first| is_same(i, first)) {
            let hit = &hits[i];
            let reference = turn_reference(&hit.card.call.id, hit.turn);
            folded[first].get_or_insert_default().push(reference);
            folded[i] = None;
        } else {
            firsts.push(i);
        }
    }
    folded
}

/// A number for each word, in the order of these numbers.
fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::new();
    each_word(text, |word| {
        let mut hasher = DefaultHasher::new();
        word.term.hash(&mut hasher);
        words.push(hasher.finish());
    });
    words.sort_unstable();
    words
}

fn are_alike(a: &[u64], b: &[u64]) -> bool {
    let all = if a.len().min(b.len()) >= TELLING { a.len().min(b.len()) } else { a.len().max(b.len()) };
    let (mut common, mut rest) = (0, b);
    for word in a {
        while let [first, after @ ..] = rest
            && first < word
        {
            rest = after;
        }
        if rest.first() == Some(word) {
            (common, rest) = (common + 1, &rest[1..]);
        }
    }
    common * 100 >= all * ALIKE
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
            assert_eq!(are_alike(&words(long), &words(text)), expected, "{text}");
            assert_eq!(are_alike(&words(text), &words(long)), expected, "{text}");
        }
    }
}
