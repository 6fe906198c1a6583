//! Who passes a question on to a colleague, and whether that is all they do.

use std::ops::Range;

use super::{Pairing, View, speech};
use crate::{
    cast::Cast,
    text::sentences,
    transcript::{Kind, ParticipantId},
};

/// A turn of more words than this does more than hand over.
const LONGEST: usize = 40;

/// Who says more words than these besides handing over says something.
const BESIDES: usize = 10;

/// Questions that ask whether an answer will do, or nothing, and call nobody.
const TAGS: &[&str] = &["know?", "right?", "correct?", "okay?", "yes?", "that help?", "sense?", "clear?", "helpful?"];

/// The same of what was said, if they do not ask who will.
const ANSWERED: &[&str] = &["answer your question?", "answers your question?"];

/// What stands before the name of somebody who is given the floor.
const GIVING: &[&str] = &[
    "let",
    "ask",
    "let me have",
    "i'll have",
    "i will have",
    "like to have",
    "go to",
    "turn to",
    "you to",
    "start with",
    "begin with",
];

/// Words that may stand before a name that begins a clause.
const JOINING: &[&str] =
    &["and", "so", "but", "or", "well", "then", "maybe", "perhaps", "thanks", "okay", "yes", "no", "hi"];

/// Words between a name and what its bearer is to do.
const AUXILIARIES: &[&str] = &[
    "can", "could", "will", "would", "should", "may", "might", "do", "you", "to", "please", "maybe", "perhaps", "and",
    "i",
];

/// To whom a short answer passes its question on: the next of the company's who answers the same.
pub(super) fn hands_over_to(
    turns: &[View<'_>],
    pairing: &Pairing,
    cast: &Cast,
    number: usize,
) -> Option<ParticipantId> {
    let (turn, (kind, exchange)) = (&turns[number], pairing.turns[number]);
    if kind != Kind::Answer || turn.speech.words >= LONGEST {
        return None;
    }
    // Who asks back, and is answered by the one who asked, hands nothing over.
    let moves = |next: &usize| matches!(pairing.turns[*next].0, Kind::Answer | Kind::Question);
    let next = (number + 1..turns.len()).find(moves).filter(|next| pairing.turns[*next].0 == Kind::Answer)?;
    let to = turns[next].speaker;
    let name = &cast.participants.get(to)?.name;
    (pairing.turns[next].1 == exchange && to != turn.speaker && hands_over(turn.text, name)).then_some(to)
}

/// Whether a text passes a question on, somebody of this name speaking next: in so many words, by calling them, or by
/// asking. Who says "I'll take the first" of themselves, or "you know?", does not.
fn hands_over(text: &str, name: &str) -> bool {
    let sentences: Vec<&str> = sentences(text).map(|range| &text[range]).collect();
    let last = sentences.last().map_or("", |last| last.trim_end());
    let answered = || ends_with_any(last, ANSWERED) && ["that", "this", "did", "Did"].iter().any(|it| has(last, it));
    let tag = ends_with_any(last, TAGS) || answered();
    let addressed = || sentences.iter().any(|sentence| is_addressed(sentence, name));
    if last.ends_with('?') && (!tag || addressed()) || speech::hands_over(text) {
        return true;
    }
    is_called(last, name) && last.split_whitespace().count() < 3
        || sentences.iter().any(|sentence| calls(sentence, name))
}

/// Whether a sentence calls somebody of this name to answer; "Ola, I'll answer that" does not.
fn calls(sentence: &str, name: &str) -> bool {
    let own = || {
        let first = sentence.split_whitespace().next().unwrap_or_default();
        let last = sentence.split_whitespace().next_back().unwrap_or_default();
        speech::takes_own(sentence) && (is_called(first, name) || is_called(last, name))
    };
    speech::calls(sentence) && is_addressed(sentence, name) && !own()
}

/// Whether a text has one of the words of a name.
fn is_called(text: &str, name: &str) -> bool {
    !places(text, name).is_empty()
}

/// Whether a sentence speaks to somebody of this name, gives them the floor, or says what they will do with it; "as Ola
/// said" only speaks of them.
fn is_addressed(sentence: &str, name: &str) -> bool {
    places(sentence, name).into_iter().any(|place| {
        let (before, after) = (sentence[..place.start].trim_end(), sentence[place.end..].trim_start());
        let begins = before.is_empty() || before.ends_with(is_mark) || ends_with_any(before, JOINING);
        let ends = after.is_empty() || after.starts_with(is_mark);
        begins && ends || ends_with_any(before, GIVING) || is_to_act(after)
    })
}

/// Whether what follows a name is what somebody who is called does: "can take that".
fn is_to_act(after: &str) -> bool {
    let mut rest = after;
    while let Some((word, others)) = rest.split_once(' ')
        && AUXILIARIES.iter().any(|auxiliary| word.eq_ignore_ascii_case(auxiliary))
    {
        rest = others;
    }
    speech::begins_call(rest)
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '$' | '%' | '&')
}

/// Whether a text ends with one of these, as words of their own.
fn ends_with_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let at = text.len().checked_sub(word.len()).filter(|&at| text.is_char_boundary(at));
        at.is_some_and(|at| text[at..].eq_ignore_ascii_case(word) && !text[..at].ends_with(char::is_alphanumeric))
    })
}

/// Whether a text has a word.
fn has(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|part| part == word)
}

/// Whether a text tells a figure: more than the number of a year or a quarter.
fn tells_figures(text: &str) -> bool {
    let is_figure = |word: &str| {
        let number = word.trim_start_matches(['$', '€', '£']);
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        digits > 0 && !is_year || matches!(word, "million" | "billion" | "percent")
    };
    text.split_whitespace().map(|word| word.trim_end_matches(is_mark)).any(is_figure)
}

/// Where words of a name stand in a text; those side by side are one place.
fn places(text: &str, name: &str) -> Vec<Range<usize>> {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
    let is_word = |range: &Range<usize>| {
        !text[..range.start].ends_with(char::is_alphanumeric) && !text[range.end..].starts_with(char::is_alphanumeric)
    };
    let found = parts.flat_map(|part| text.match_indices(part).map(|(at, part)| at..at + part.len()));
    let mut found: Vec<Range<usize>> = found.filter(is_word).collect();
    found.sort_by_key(|range| range.start);
    found.dedup_by(|later, before| {
        let one = later.start < before.end || text[before.end..later.start].trim().is_empty();
        before.end = if one { before.end.max(later.end) } else { before.end };
        one
    });
    found
}

/// Whether an answer that hands over to somebody of this name says nothing of its own. In doubt it does.
pub(crate) fn only_hands_over(text: &str, name: &str) -> bool {
    if tells_figures(text) {
        return false;
    }
    let (mut besides, mut handing) = (0, 0);
    for range in sentences(text) {
        let is_last = range.end == text.len();
        let sentence = text[range].trim_end();
        let speech = speech::judge(sentence);
        let asks = sentence.ends_with('?') && speech.words < LONGEST && is_last;
        let hands = asks || speech::hands_over(sentence) || calls(sentence, name);
        let says = speech.content > 2 || speech.affirms && speech.content > 1;
        if says && !hands && !is_addressed(sentence, name) {
            return false;
        }
        besides += speech.content;
        handing = if hands { speech.content.max(handing) } else { handing };
    }
    besides - handing <= BESIDES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_to_answer_is_told_from_who_answers() {
        for (text, only) in [
            ("I will pass this question to Ola.", Some(true)),
            ("Thanks, Kai. So Ola, and then we will go to Ida.", Some(true)),
            ("Let's go to Ola to understand the price of steel.", Some(true)),
            ("Good question. Ola?", Some(true)),
            ("Great question. Ola.", Some(true)),
            ("Do you want to take that?", Some(true)),
            ("It's not immaterial. Ola, what do we say?", Some(false)),
            ("Yes. But it won't be steel. That is right, is it not, Ola?", Some(false)),
            ("We built more ferries than ever before. Ola, any comments on steel?", Some(false)),
            ("I'll take the first bit. The price is 46 million.", None),
            ("Let me start with steel.", None),
            ("We turn down no orders, you know?", None),
            ("As Ola said, steel is dear.", None),
            ("Ola, I'll answer on steel.", None),
            ("Ola, you built them, and we are pleased with it.", None),
            ("I will answer the first one. I'll give the second to you, Ola.", Some(true)),
            ("On the first one, we'll turn to you, Ola.", Some(true)),
            ("Maybe Ola Berg can take that.", Some(true)),
            ("I'd like Ida to begin and have Ola comment on steel.", Some(true)),
            // A name that is only mentioned calls nobody.
            ("Of course we can comment on it, as Ola Berg and I have talked of nothing else.", None),
            ("We want to give Ola Berg's yard more steel.", None),
            ("We sold the yard in June. Does that help?", None),
            ("We paid a lot for the yard, as Ola Berg told the bank in May. Does that help?", None),
            ("Did that answer your question?", None),
            ("Would the CEO speak to nuclear?", Some(true)),
            ("Who will answer your question?", Some(true)),
            ("We have Berg Steel on the books at cost. Ola, do you want to take the rest?", Some(false)),
            ("Orders rose, and Ola comments on steel every week. Does that make sense?", None),
        ] {
            let hands = hands_over(text, "Ola Berg").then(|| only_hands_over(text, "Ola Berg"));
            assert_eq!(hands, only, "{text}");
        }
    }

    #[test]
    fn who_says_something_and_hands_over_is_shown() {
        for text in [
            "Steel will cost us 40 million more next year, as Ola told the bank in May. Ola, do you want to take the rest?",
            "The board gave Ola Berg leave to pay 12 crowns a share. Ola?",
            "Could steel fall by half before June? It could. Ola, you take the rest.",
            "Ola can take the orders, since for the yard we issued 40 million of bonds in May at six percent.",
            "Ola, we sold both yards in Bergen for cash, moved the ferries north, and closed in June. I'll pass it to you.",
        ] {
            assert!(hands_over(text, "Ola Berg"), "{text}");
            assert!(!only_hands_over(text, "Ola Berg"), "{text}");
        }
    }
}
