//! The sentences of a question that ask, and of an answer those that answer them.

use std::{collections::BTreeSet, ops::Range};

use super::{Excerpt, select};
use crate::text::{each_word, sentences, stem};

/// Where nothing ends in a question mark, these ask.
const INDIRECT: &[&str] = &[
    "wondering",
    "curious",
    "could you",
    "can you",
    "would you",
    "wanted to ask",
    "want to ask",
    "like to ask",
    "question is",
    "questions are",
    "talk about",
    "any color",
    "any colour",
    "give us",
    "help us",
    "how do",
    "how should",
    "what is",
    "what are",
    "like to know",
];

/// Sentences that ask nothing of the company.
const COURTESIES: &[&str] = &[
    "hear me",
    "how are you",
    "how's everybody",
    "how is everybody",
    "if i may",
    "is that okay",
    "can i ask",
    "may i ask",
];

/// The beginnings of sentences that put the question before them in other words.
const AGAIN: &[&str] =
    &["or ", "is that ", "like ", "so is ", "right?", "meaning ", "i mean", "any color", "any colour"];

/// The sentences of a question that ask, in order: those with a question mark, else those that ask in other words, else
/// the last that says something.
pub fn asking(question: &str) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = sentences(question).into_iter().map(|range| trim(question, range)).collect();
    let says = |range: &Range<usize>, least: usize| {
        let text = &question[range.clone()];
        let courtesy = |text: String| COURTESIES.iter().any(|courtesy| text.contains(courtesy));
        text.split_whitespace().nth(least - 1).is_some() && (text.len() > 60 || !courtesy(text.to_lowercase()))
    };
    let direct: Vec<Range<usize>> = all
        .iter()
        .filter(|range| question[(*range).clone()].ends_with(['?', '？']) && says(range, 2))
        .cloned()
        .collect();
    if !direct.is_empty() {
        return direct;
    }
    let asks = |range: &Range<usize>| {
        let text = question[range.clone()].to_lowercase();
        INDIRECT.iter().any(|words| text.contains(words))
    };
    let indirect: Vec<Range<usize>> = all.iter().filter(|range| asks(range) && says(range, 4)).cloned().collect();
    if !indirect.is_empty() {
        return indirect;
    }
    let thanks = |range: &Range<usize>| question[range.clone()].to_lowercase().contains("thank");
    let last = all.iter().rev().find(|range| says(range, 4) && !thanks(range));
    last.or(all.iter().rev().find(|range| !range.is_empty())).cloned().into_iter().collect()
}

/// Fewer words than these hardly say what they ask about.
const FEW: usize = 12;

/// The sentences of a question that ask, as [`asking`] has them, with what a reader needs to follow them: a short one is
/// about the sentence before it.
pub fn asking_in_context(question: &str) -> Vec<Range<usize>> {
    let all: Vec<Range<usize>> = sentences(question).into_iter().map(|range| trim(question, range)).collect();
    let words = |range: &Range<usize>| question[range.clone()].split_whitespace().count();
    let mut shown: Vec<Range<usize>> = Vec::new();
    for range in asking(question) {
        let before = all.iter().rev().find(|other| other.end <= range.start);
        let follows = shown.last().is_some_and(|last| before.is_some_and(|before| before.end <= last.end));
        let context = before.filter(|before| !follows && words(&range) < FEW && words(before) > 3);
        shown.push(context.map_or(range.clone(), |before| before.start..range.end));
    }
    shown
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
        if !(follows && AGAIN.iter().any(|opening| begins(opening))) {
            parts += 1;
        }
        end = Some(range.end);
    }
    parts.max(1)
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
    fn the_sentence_with_the_questions_words_is_shown() {
        let answer =
            "Good morning, and thanks. The weather was fine in June. Steel prices fell by a fifth. We like boats.";
        let excerpt = answering(answer, "What did steel prices do?", &[], 40);
        let shown: Vec<&str> = excerpt.fragments.iter().map(|range| &answer[range.clone()]).collect();
        assert_eq!(shown, ["Steel prices fell by a fifth."]);
    }
}
