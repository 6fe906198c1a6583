//! Where the questions begin, from what is said.

use super::{
    introductions::{self, Cue},
    voice::Voices,
};
use crate::layout::{Draft, Mark};

/// How much of the end of a long turn is looked at.
const TAIL: usize = 400;

/// The first turn of the questions and answers.
pub(crate) fn first_question(draft: &Draft) -> Option<usize> {
    let voices = Voices::of(draft);
    let marked = draft.turns.iter().position(|turn| super::voice::mark(turn) == Some(Mark::Question));
    let staged = (0..draft.turns.len()).find(|&turn| opens(draft, &voices, turn));
    match (marked, staged) {
        (Some(marked), Some(staged)) if staged < marked && marked - staged <= 2 => Some(staged),
        (Some(marked), _) => Some(marked),
        (None, staged) => staged,
    }
}

/// Whether a turn opens the questions.
fn opens(draft: &Draft, voices: &Voices, turn: usize) -> bool {
    let text: &str = &draft.turns[turn].text;
    let tail = text.len().saturating_sub(TAIL)..text.len();
    if voices.at(turn).operator {
        let greeting = turn <= 1 && is_greeting(text);
        let introduces = introductions::find(text, tail)
            .iter()
            .any(|i| if greeting { is_question(&text[i.words.clone()]) } else { i.cue == Cue::Spoken || turn > 1 });
        return introduces || (!greeting && begins(text));
    }
    // A host who runs the questions: only plain words count, people say "question" often enough.
    turn > 0
        && text.contains("question")
        && introductions::find(text, tail).iter().any(|i| is_question(&text[i.words.clone()]) && i.cue == Cue::Spoken)
}

fn is_greeting(text: &str) -> bool {
    ["listen-only", "listen only", "elcome to", "standing by", "being recorded"]
        .iter()
        .any(|words| text.contains(words))
}

fn is_question(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    lower.contains("question") && (lower.contains("from") || lower.contains(" is ") || lower.contains("go to"))
}

/// `We will now begin the question-and-answer session`.
fn begins(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let questions = [
        "question-and-answer",
        "question and answer",
        "q&a",
        "first question",
        "open for questions",
        "ask a question",
        "operator instruction",
    ];
    questions.iter().any(|words| lower.contains(words))
}
