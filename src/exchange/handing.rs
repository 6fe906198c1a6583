//! Who passes a question on to a colleague, and whether that is all they do.

use super::{Pairing, View, speech};
use crate::{
    cast::Cast,
    text::sentences,
    transcript::{Kind, ParticipantId},
};

/// A turn of more words than this does more than hand over.
const LONGEST: usize = 40;

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
    let sentences = sentences(text);
    let last = sentences.last().map_or("", |range| text[range.clone()].trim_end());
    let tag = ["know?", "right?", "correct?", "okay?", "yes?"].iter().any(|tag| last.ends_with(tag));
    if last.ends_with('?') && (!tag || is_called(text, name)) || speech::hands_over(text) {
        return true;
    }
    is_called(last, name) && last.split_whitespace().count() < 3
        || sentences.into_iter().any(|range| calls(&text[range], name))
}

/// Whether a sentence calls somebody of this name to answer; "Ola, I'll answer that" does not.
fn calls(sentence: &str, name: &str) -> bool {
    let own = || {
        let first = sentence.split_whitespace().next().unwrap_or_default();
        let last = sentence.split_whitespace().next_back().unwrap_or_default();
        speech::takes_own(sentence) && (is_called(first, name) || is_called(last, name))
    };
    speech::calls(sentence) && is_called(sentence, name) && !own()
}

/// Whether a text has one of the words of a name.
fn is_called(text: &str, name: &str) -> bool {
    let mut parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.len() > 2);
    parts.any(|part| {
        let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
        text.match_indices(part)
            .any(|(at, _)| begins(at) && !text[at + part.len()..].starts_with(char::is_alphanumeric))
    })
}

/// Whether an answer that hands over to somebody of this name says nothing of its own.
pub(crate) fn only_hands_over(text: &str, name: &str) -> bool {
    sentences(text).into_iter().all(|range| {
        let sentence = text[range].trim_end();
        let speech = speech::judge(sentence);
        let asks = sentence.ends_with('?') && speech.words < LONGEST;
        let says = speech.content > 2 || speech.affirms && speech.content > 1;
        !says || asks || speech::hands_over(sentence) || is_called(sentence, name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_asked_to_answer_is_told_from_who_answers() {
        for (text, hands, only) in [
            ("I will pass this question to Ola.", true, true),
            ("Thanks, Kai. So Ola, and then we will go to Ida.", true, true),
            ("Let's go to Ola to understand the price of steel.", true, true),
            ("Good question. Ola?", true, true),
            ("Great question. Ola.", true, true),
            ("Do you want to take that?", true, true),
            ("It's not immaterial. Ola, what do we say?", true, false),
            ("Yes. But it won't be steel. That is right, is it not, Ola?", true, false),
            ("We built more ferries than ever before. Ola, any comments on steel?", true, false),
            ("I'll take the first bit. The price is 46 million.", false, false),
            ("Let me start with steel.", false, false),
            ("We turn down no orders, you know?", false, false),
            ("As Ola said, steel is dear.", false, false),
            ("Ola, I'll answer on steel.", false, false),
            ("Ola, you built them, and we are pleased with it.", false, false),
            ("I will answer the first one. I'll give the second to you, Ola.", true, true),
            ("On the first one, we'll turn to you, Ola.", true, true),
        ] {
            assert_eq!(hands_over(text, "Ola Berg"), hands, "{text}");
            assert!(!hands || only_hands_over(text, "Ola Berg") == only, "{text}");
        }
    }
}
