//! Hits that are the same words in several transcripts of one call: for people they are one.

use std::collections::HashMap;

use whosaid::{index::Hit, people, render::json::turn_reference, text::each_word};

/// So many words of a hundred must two passages have in common: sources hear differently.
const ALIKE: usize = 80;

/// A passage of so many words is the same as a longer one that has them: sources divide differently. A shorter one could be
/// part of many.
const TELLING: usize = 20;

/// For each hit: the references of those further down that are the same passage of another transcript of the call; `None`
/// for these themselves.
pub fn fold(hits: &[Hit]) -> Vec<Option<Vec<String>>> {
    let mut folded: Vec<Option<Vec<String>>> = vec![Some(Vec::new()); hits.len()];
    let events = people::same_events(hits.iter().map(|hit| hit.card.as_ref()));
    let words: Vec<HashMap<String, usize>> = hits.iter().map(|hit| words(&hit.text)).collect();
    for (i, hit) in hits.iter().enumerate() {
        let is_same = |j: &usize| {
            let other = &hits[*j];
            other.card.call.id != hit.card.call.id && events[*j] == events[i] && are_alike(&words[*j], &words[i])
        };
        if let Some(first) = (0..i).filter(|j| folded[*j].is_some()).find(is_same) {
            let reference = turn_reference(&hit.card.call.id, hit.turn);
            folded[first].get_or_insert_default().push(reference);
            folded[i] = None;
        }
    }
    folded
}

/// How often each word is there.
fn words(text: &str) -> HashMap<String, usize> {
    let mut words = HashMap::new();
    each_word(text, |word| *words.entry(word.term.to_owned()).or_default() += 1);
    words
}

fn are_alike(a: &HashMap<String, usize>, b: &HashMap<String, usize>) -> bool {
    let common: usize = a.iter().map(|(word, n)| (*n).min(b.get(word).copied().unwrap_or(0))).sum();
    let (a, b) = (a.values().sum::<usize>(), b.values().sum::<usize>());
    let all = if a.min(b) >= TELLING { a.min(b) } else { a.max(b) };
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
