//! The sentences of a question that ask, and of an answer those that answer them.

mod wording;
mod words;

use std::{collections::BTreeSet, ops::Range};

use self::wording::Way;
use super::{Excerpt, select};
use crate::text::{each_word, sentences, stem};

/// The beginnings of sentences that put the question before them in other words.
const AGAIN: &[&str] =
    &["or ", "is that ", "like ", "so is ", "right?", "meaning ", "i mean", "any color", "any colour"];

/// The sentences of a question that ask, in order: with a question mark, in a question's order, or by saying what is wanted.
/// One that only names a topic asks where no question on it follows; a statement with a tag, where nothing follows that asks.
/// If none does, the last that says something.
pub fn asking(question: &str) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = sentences(question).map(|range| trim(question, range)).collect();
    let ways: Vec<Way> = all.iter().map(|range| wording::way(&question[range.clone()])).collect();
    let last = ways.iter().rposition(|way| matches!(way, Way::Asks | Way::Requests));
    let mut found = Vec::new();
    let mut announced: Option<&Range<usize>> = None;
    for (n, (range, way)) in all.iter().zip(&ways).enumerate() {
        let text = &question[range.clone()];
        match way {
            Way::Asks | Way::Requests => {
                found.extend(announced.take().filter(|_| wording::begins_topic(text)));
                found.push(range);
            }
            Way::Confirms if last.is_none_or(|last| last < n) => {
                found.extend(announced.take().filter(|_| wording::begins_topic(text)));
                found.push(range);
            }
            Way::Announces => {
                let other = wording::begins_topic(text) || wording::names_question(text);
                found.extend(announced.replace(range).filter(|_| other));
            }
            Way::Confirms | Way::Hints | Way::Not => {}
        }
    }
    found.extend(announced);
    if found.is_empty() {
        found.extend(all.iter().zip(&ways).filter(|(_, way)| **way == Way::Hints).map(|(range, _)| range));
    }
    if found.is_empty() {
        let says = |range: &&Range<usize>| {
            let text = &question[(*range).clone()];
            let thanks = text.to_lowercase().contains("thank");
            text.split_whitespace().nth(3).is_some() && !thanks && !wording::is_idle(text)
        };
        let last = all.iter().rev().find(says);
        found.extend(last.or(all.iter().rev().find(|range| !range.is_empty())));
    }
    found.into_iter().cloned().collect()
}

/// Fewer words than these hardly say what they ask about.
const FEW: usize = 12;

/// The sentences of a question that ask, as [`asking`] has them, with what a reader needs to follow them: a short one is
/// about the sentence before it.
pub fn asking_in_context(question: &str) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = sentences(question).map(|range| trim(question, range)).collect();
    let words = |range: &Range<usize>| question[range.clone()].split_whitespace().count();
    let mut shown: Vec<Range<usize>> = Vec::new();
    for range in asking(question) {
        let before = before(&all, range.start);
        let follows = shown.last().is_some_and(|last| before.is_some_and(|before| before.end <= last.end));
        let context = before.filter(|before| !follows && words(&range) < FEW && words(before) > 3);
        shown.push(context.map_or(range.clone(), |before| before.start..range.end));
    }
    shown
}

/// The last of the sentences that ends before a place; not looked for one by one, as every asking sentence wants its own.
fn before(all: &[Range<usize>], start: usize) -> Option<&Range<usize>> {
    all[..all.partition_point(|other| other.end <= start)].last()
}

/// How many things a question asks: its asking sentences, but for those that only put the one just before them in other
/// words ("Or is it more?"). At least one.
pub fn parts(question: &str) -> usize {
    parts_of(question, &asking(question))
}

/// The same, where its asking sentences are known.
pub(crate) fn parts_of(question: &str, asking: &[Range<usize>]) -> usize {
    let mut parts = 0;
    let mut end = None;
    for range in asking {
        let text = &question[range.clone()];
        let follows = end.is_some_and(|end: usize| question[end..range.start].trim().is_empty());
        let begins = |opening: &str| {
            text.as_bytes().get(..opening.len()).is_some_and(|first| first.eq_ignore_ascii_case(opening.as_bytes()))
        };
        if !(follows && (AGAIN.iter().any(|opening| begins(opening)) || restates(text))) {
            parts += 1;
        }
        end = Some(range.end);
    }
    parts.max(1)
}

/// Whether a sentence only says once more what was asked just before it: in few words, as a wish, or for confirmation.
fn restates(sentence: &str) -> bool {
    let few = || sentence.split_whitespace().nth(FEW - 1).is_none();
    match wording::way(sentence) {
        Way::Confirms => true,
        Way::Announces => !wording::begins_topic(sentence),
        Way::Requests => {
            !wording::begins_topic(sentence) && !sentence.ends_with(['?', '？']) && few() || sums_up(sentence)
        }
        Way::Asks | Way::Hints | Way::Not => false,
    }
}

/// Whether a sentence asks for anything on what was asked: "So on both, any color would be helpful."
fn sums_up(sentence: &str) -> bool {
    ["any color", "any colour", "any thoughts", "any detail"].iter().any(|words| sentence.contains(words))
}

/// What to show of an answer in about `room` characters: the sentences with highlights, or else those with most of the
/// question's words.
pub fn answering(answer: &str, question: &str, highlights: &[Range<usize>], room: usize) -> Excerpt {
    if !highlights.is_empty() {
        return select(answer, highlights, room);
    }
    let mut asked = BTreeSet::new();
    for range in asking(question) {
        each_word(&question[range], |word| {
            if word.term.chars().count() > 4 {
                asked.insert(stem(word.term));
            }
        });
    }
    let mut shared = Vec::new();
    each_word(answer, |word| {
        if asked.contains(&stem(word.term)) {
            shared.push(word.range.clone());
        }
    });
    shared.sort_by_key(|range: &Range<usize>| range.start);
    shared.dedup_by(|later, before| later.start < before.end);
    select(answer, &shared, room)
}

fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    start..start + inside.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentences_that_ask_are_found_and_counted() {
        for (question, asks, n) in [
            (
                "Hi, can you hear me? How many boats did you sell? And what of prices?",
                "How many boats did you sell?|And what of prices?",
                2,
            ),
            ("Thanks. Is the yard full? Or is there room for more?", "Is the yard full?|Or is there room for more?", 1),
            ("Good morning. I was wondering about steel. Thank you.", "I was wondering about steel.", 1),
            ("So that is a yes.", "So that is a yes.", 1),
            (
                "On ferries, I'm wondering how many you sold. And you will report in May. And if you can confirm the price. \
                 Do you expect more?",
                "On ferries, I'm wondering how many you sold.|And if you can confirm the price.|Do you expect more?",
                3,
            ),
            // A topic is asked about by what follows, or asks itself.
            ("My first question is on steel. You bought much. What did you pay?", "What did you pay?", 1),
            (
                "What did you pay? And then a quick one on wood, just wanted to ask your view of the price there.",
                "What did you pay?|And then a quick one on wood, just wanted to ask your view of the price there.",
                2,
            ),
            (
                "I wanted to ask about steel. And then, second, what did you pay for wood?",
                "I wanted to ask about steel.|And then, second, what did you pay for wood?",
                2,
            ),
            // Tags are rhetoric, but for the last.
            ("Boats are your life, right? So how many did you build?", "So how many did you build?", 1),
            ("So you sold all boats, right? Thank you.", "So you sold all boats, right?", 1),
            ("How are you assessing demand? Thanks.", "How are you assessing demand?", 1),
            ("Hi, how are you, Ada? Were boats dear.", "Were boats dear.", 1),
            ("When do you say, \"no more boats?\" 13", "When do you say, \"no more boats?\"", 1),
            ("Is that in the U.S.? Or is it elsewhere?", "Is that in the U.S.?|Or is it elsewhere?", 1),
            ("What of steel, if I may?", "What of steel, if I may?", 1),
            (
                "I wonder at boats. I was hoping you guys could give a price.",
                "I was hoping you guys could give a price.",
                1,
            ),
            (
                "What of ferries? So on both, any color would be very helpful to us here.",
                "What of ferries?|So on both, any color would be very helpful to us here.",
                1,
            ),
            ("Thank you.", "Thank you.", 1),
            ("", "", 1),
        ] {
            let found: Vec<&str> = asking(question).into_iter().map(|range| &question[range]).collect();
            assert_eq!(found.join("|"), asks, "{question}");
            assert_eq!(parts(question), n, "{question}");
        }
    }

    #[test]
    fn a_short_question_is_shown_with_what_it_is_about() {
        for (question, shown) in [
            (
                "Hi. You said boats sell better than before. Is that right?",
                "You said boats sell better than before. Is that right?",
            ),
            ("Hi all. Is that right? And for how long?", "Is that right?|And for how long?"),
            (
                "Prices rose again last year. What will they do in the year to come, and what do you plan for it?",
                "What will they do in the year to come, and what do you plan for it?",
            ),
        ] {
            let found: Vec<&str> = asking_in_context(question).into_iter().map(|range| &question[range]).collect();
            assert_eq!(found.join("|"), shown);
        }
    }

    #[test]
    fn the_sentence_before_each_is_found() {
        let all: Vec<Range<usize>> = (0..300).map(|n| n * 2..n * 2 + 1).collect();
        for pair in all.windows(2) {
            assert_eq!(before(&all, pair[1].start), Some(&pair[0]));
        }
        assert_eq!(before(&all, 0), None);
    }

    #[test]
    fn the_sentence_with_the_questions_words_is_shown() {
        let answer =
            "Good morning, and thanks. The weather was fine in June. Steel prices fell by a fifth. We like boats.";
        let excerpt = answering(answer, "What did steel prices do?", &[], 40);
        let shown: Vec<&str> = excerpt.fragments.iter().map(|range| &answer[range.clone()]).collect();
        assert_eq!(shown, ["Steel prices fell by a fifth."]);
    }
}
