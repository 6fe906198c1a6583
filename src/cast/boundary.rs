//! Where the questions begin, from what is said.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    behavior,
    introductions::{self, Cue},
    names::{Likeness, Name},
    phrase,
    voice::Voices,
};
use crate::layout::{Draft, Mark};

/// How much of the end of a long turn is looked at.
const TAIL: usize = 400;

/// What has been said by the company before there can be questions, in bytes.
const REMARKS: usize = 400;

/// The first turn of the questions and answers.
pub(crate) fn first_question(draft: &Draft) -> Option<usize> {
    let voices = Voices::of(draft);
    let marked = draft.turns.iter().position(|turn| super::voice::mark(turn) == Some(Mark::Question));
    let mut remarks = 0;
    let staged = (0..draft.turns.len()).find(|&turn| {
        let opens = opens(draft, &voices, turn, remarks);
        if !voices.at(turn).operator || draft.turns[turn].text.len() > 3000 {
            remarks += draft.turns[turn].text.len();
        }
        opens
    });
    match (marked, staged) {
        (Some(marked), Some(staged)) if staged < marked && (marked - staged <= 2 || is_sparse(draft, staged)) => {
            Some(staged)
        }
        (Some(marked), _) => Some(marked),
        (None, staged) => {
            // Where something is marked as an answer, something was asked.
            let answered = draft.turns.iter().position(|turn| super::voice::mark(turn) == Some(Mark::Answer));
            staged.into_iter().chain(answered).min().or_else(|| unstaged(draft, &voices))
        }
    }
}

/// Whether few turns from here on are marked as questions or answers: then the first mark says little.
fn is_sparse(draft: &Draft, from: usize) -> bool {
    let marked = draft.turns[from..].iter().filter(|turn| super::voice::mark(turn).is_some()).count();
    marked * 4 < draft.turns.len() - from
}

/// Whether a turn opens the questions.
fn opens(draft: &Draft, voices: &Voices, turn: usize, remarks: usize) -> bool {
    let text: &str = &draft.turns[turn].text;
    let tail = phrase::floor(text, text.len().saturating_sub(TAIL))..text.len();
    let greeting = remarks < REMARKS;
    if voices.at(turn).operator {
        let introduces = introductions::find(text, tail).iter().any(|i| {
            if greeting {
                i.cue == Cue::Spoken && is_question(&text[i.words.clone()])
            } else {
                !has_spoken(voices, turn, &text[i.name.clone()])
            }
        });
        return introduces || (!greeting && begins(text) && !is_greeting(text));
    }
    // A host who runs the questions: only plain words count, people say "question" often enough.
    if greeting {
        return false;
    }
    let asks = text.contains("question");
    let asker = asker(draft, voices, turn);
    (asks && reads_questions(text))
        || (asks || asker.is_some())
            && introductions::find(text, tail).iter().any(|i| {
                let name = Name::new(&text[i.name.clone()]);
                let called = asker.is_some_and(|asker| i.firm.is_some() && asker.likeness(&name) != Likeness::None);
                i.cue == Cue::Spoken && name.is_full() && (called || asks && is_question(&text[i.words.clone()]))
            })
}

/// The first question of a call whose operator was not written down: somebody new asks behind the remarks, and either
/// speaks as those do who have been given the floor, or has just heard that questions are taken.
fn unstaged(draft: &Draft, voices: &Voices) -> Option<usize> {
    /// Longer than any greeting.
    const TALK: usize = 3000;
    let mut said = 0;
    (1..draft.turns.len()).find(|&turn| {
        said += draft.turns[turn - 1].text.len();
        let text: &str = &draft.turns[turn].text;
        let before: &str = &draft.turns[turn - 1].text;
        let answered = voices.of_turn.get(turn + 1).is_some_and(|&next| voices.list[next].turns[0] < turn);
        said > TALK
            && answered
            && asker(draft, voices, turn - 1).is_some()
            && (behavior::has_floor(text)
                || announces(&before[phrase::floor(before, before.len().saturating_sub(TAIL))..]))
    })
}

/// `Ann, Bo and I will now take your questions`, `let's start our Q&A`: the end of the remarks.
fn announces(tail: &str) -> bool {
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:take|taking|open|start|begin|go|move|turn)\b[^.?!]{0,40}\b(?:questions|q&a)\b")
            .expect("a literal pattern compiles")
    });
    ANNOUNCES.is_match(tail)
}

/// Who speaks for the first time behind a turn, by full name, and asks something.
pub(super) fn asker<'a>(draft: &Draft, voices: &'a Voices, turn: usize) -> Option<&'a Name> {
    /// Longer than most questions, and shorter than remarks.
    const QUESTION: usize = 1500;
    let voice = &voices.list[*voices.of_turn.get(turn + 1)?];
    let text: &str = &draft.turns[turn + 1].text;
    let new = voice.turns.first() == Some(&(turn + 1)) && !voice.operator && voice.name.is_full();
    (new && text.len() <= QUESTION && text.contains('?')).then_some(&voice.name)
}

/// Whether somebody who has spoken before is called: then it is no question, but a line that was lost.
fn has_spoken(voices: &Voices, turn: usize, name: &str) -> bool {
    let name = Name::new(name);
    voices.list.iter().any(|voice| {
        !voice.operator
            && voice.turns.first().is_some_and(|&first| first < turn)
            && voice.name.likeness(&name) != Likeness::None
    })
}

/// A greeting at the beginning of a call, which may speak of the questions to come.
fn is_greeting(text: &str) -> bool {
    ["listen-only", "listen only", "elcome to", "rejoin", "reconnect"].iter().any(|words| text.contains(words))
}

/// A host's turn to the questions.
static TURNS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:go|move|turn|jump|start|begin|take|get)\b[^.?!]{0,40}\b(?:questions?|q&a)\b|\bfirst question (?:is|from|comes|on|was)\b")
        .expect("a literal pattern compiles")
});

/// Whether a host turns to questions that were sent in, and reads one: "Let's go to investor questions. …?"
fn reads_questions(text: &str) -> bool {
    if text.len() > 1500 {
        return false;
    }
    let Some(turn) = TURNS.find(text) else { return false };
    text[turn.start()..].split_inclusive(['.', '?', '!']).any(|sentence| {
        let staging = ["perator", "nstruction", "ready", "hear me"].iter().any(|word| sentence.contains(word));
        sentence.ends_with('?') && sentence.len() > 40 && !staging && !sentence.contains("please")
    })
}

fn is_question(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    lower.contains("question")
        && (lower.contains("from") || lower.contains(" is ") || lower.contains("go to") || lower.contains("with"))
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
        "open the floor",
        "open the line",
    ];
    questions.iter().any(|words| lower.contains(words))
}
