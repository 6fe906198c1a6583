//! Where the questions begin, from what is said.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

use super::{
    behavior,
    introductions::{self, Cue},
    names::{Likeness, Name},
    phrase,
    voice::{LabelKind, Voices},
};
use crate::layout::{Draft, Mark};

/// How much of the end of a long turn is looked at.
const TAIL: usize = 400;

/// What has been said by the company before there can be questions, in bytes.
const REMARKS: usize = 400;

/// The first turn of the questions and answers.
pub(crate) fn first_question(draft: &Draft, voices: &Voices) -> Option<usize> {
    let marked = draft.turns.iter().position(|turn| super::voice::mark(turn) == Some(Mark::Question));
    let mut remarks = 0;
    let staged = (0..draft.turns.len()).find(|&turn| {
        let opens = opens(draft, voices, turn, remarks);
        if !voices.at(turn).operator || draft.turns[turn].text.len() > 3000 {
            remarks += draft.turns[turn].text.len();
        }
        opens
    });
    // Where something is marked as an answer, something was asked.
    let answered = draft.turns.iter().position(|turn| super::voice::mark(turn) == Some(Mark::Answer));
    match (marked, staged) {
        (Some(marked), Some(staged))
            if staged < marked
                && (marked - staged <= 2
                    || answered.is_some_and(|answered| answered < marked)
                    || is_sparse(draft, staged)) =>
        {
            Some(staged)
        }
        (Some(marked), _) => Some(marked),
        (None, staged) => {
            let said = staged.into_iter().chain(answered).min();
            // Nobody runs the line: a host may say so of the last question only.
            let hosted = || !voices.list.iter().any(|voice| voice.operator);
            match said {
                Some(said) if hosted() => Some(unstaged(draft, voices).map_or(said, |first| first.min(said))),
                Some(said) => Some(said),
                None => unstaged(draft, voices),
            }
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
    let newcomer = is_newcomer(draft, voices, turn);
    (asks && reads_questions(text))
        || (asks || asker.is_some() || newcomer)
            && introductions::find(text, tail).iter().any(|i| {
                let name = Name::new(&text[i.name.clone()]);
                let named = asker.is_some_and(|asker| asker.likeness(&name) != Likeness::None);
                let called = i.firm.is_some() && (named || newcomer && i.cue == Cue::Spoken);
                // Nothing but the name of whoever asks next: "Ann Roe."
                let lone = named && text.len() <= LONE;
                let spoken = i.cue == Cue::Spoken && asks && is_question(&text[i.words.clone()]);
                name.is_full() && (called || lone || spoken)
            })
}

/// More than a name and a word of thanks.
const LONE: usize = 100;

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
    static ANNOUNCES: LazyLock<Regex> =
        LazyLock::new(|| rule(r"\b(?:take|taking|open|start|begin|go|move|turn)\b[^.?!]{0,40}\b(?:questions|q&a)\b"));
    speaks_of_questions(tail) && ANNOUNCES.is_match(tail.as_bytes())
}

/// A pattern over bytes: a count of characters of Unicode would take long to build.
fn rule(pattern: &str) -> Regex {
    let inside = r"(?:[^.?!\x80-\xff]|[\xc2-\xf4][\x80-\xbf]{1,3})";
    RegexBuilder::new(&pattern.replace("[^.?!]", inside))
        .case_insensitive(true)
        .unicode(false)
        .build()
        .expect("a literal pattern compiles")
}

/// Whether the word stands there without which no pattern of this file can match.
fn speaks_of_questions(text: &str) -> bool {
    static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words = ["question", "q&a"];
        AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a short list of literals compiles")
    });
    WORDS.is_match(text)
}

/// Who speaks for the first time behind a turn, by full name, and asks something.
pub(super) fn asker<'a>(draft: &Draft, voices: &'a Voices, turn: usize) -> Option<&'a Name> {
    let voice = &voices.list[*voices.of_turn.get(turn + 1)?];
    let new = voice.turns.first() == Some(&(turn + 1)) && !voice.operator && voice.name.is_full();
    (new && is_asked(&draft.turns[turn + 1].text)).then_some(&voice.name)
}

/// Whether a voice with a number for a name speaks for the first time behind a turn, and asks something.
fn is_newcomer(draft: &Draft, voices: &Voices, turn: usize) -> bool {
    let Some(&voice) = voices.of_turn.get(turn + 1) else { return false };
    let voice = &voices.list[voice];
    let new = voice.turns.first() == Some(&(turn + 1)) && voice.kind == LabelKind::Numbered && !voice.operator;
    new && is_asked(&draft.turns[turn + 1].text)
}

/// Whether a turn asks something, and is no longer than a question.
fn is_asked(text: &str) -> bool {
    /// Longer than most questions, and shorter than remarks.
    const QUESTION: usize = 1500;
    text.len() <= QUESTION && text.contains('?')
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
    rule(
        r"\b(?:go|move|turn|jump|start|begin|take|get)\b[^.?!]{0,40}\b(?:questions?|q&a)\b|\bfirst question (?:is|from|comes|on|was)\b",
    )
});

/// Whether a host turns to questions that were sent in, and reads one: "Let's go to investor questions. …?"
fn reads_questions(text: &str) -> bool {
    if text.len() > 1500 || !text.contains('?') || !speaks_of_questions(text) {
        return false;
    }
    let Some(turn) = TURNS.find(text.as_bytes()) else { return false };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::testing::{REMARKS, voices};

    #[test]
    fn the_first_question() {
        let remarks = format!("Ann Roe: {REMARKS}");
        let long = format!("Ann Roe: {}", [REMARKS; 8].join(" "));
        let welcome = "Operator: Welcome to the call. All lines are in listen-only mode. A question-and-answer session will follow.";
        let call = "Operator: Our first question comes from the line of Jo Doe with Acme. Please go ahead.";
        let asks = "Jo Doe: Thanks for taking my question. What about the margin?";
        let answers = "Ann Roe: It was better.";
        for (turns, want) in [
            (&[welcome, &remarks, call, asks, answers][..], Some(2)),
            (&[welcome, &remarks], None),
            // The greeting speaks of questions, and is none.
            (&[welcome], None),
            // A host who runs the questions.
            (&[&remarks, "Ann Roe: Our next question comes from Jo Doe with Acme.", asks, answers], Some(1)),
            (&[&remarks, "Ann Roe: Next up is Jo Doe of Acme.", asks, answers], Some(1)),
            (&[&remarks, "Ann Roe: Jo Doe, Acme.", asks, answers], Some(1)),
            (&[&remarks, "Ann Roe: Jo Doe.", asks, answers], Some(1)),
            (
                &[&remarks, "Ann Roe: Next up is Jo Doe of Acme.", "SPEAKER_03: What about the margin?", answers],
                Some(1),
            ),
            // A name alone does not tell which number asks.
            (&[&remarks, "Ann Roe: Jo Doe.", "SPEAKER_03: What about the margin?", answers], None),
            // The operator was not written down.
            (&[&long, asks, answers], Some(1)),
            (&[&long, "Jo Doe: The yard is large.", answers], None),
            // Nor are all questions staged where nobody runs the line.
            (
                &[
                    &long,
                    asks,
                    answers,
                    "Ann Roe: Our last question comes from Al Poe with Acme.",
                    "Al Poe: Why?",
                    answers,
                ],
                Some(1),
            ),
        ] {
            let (draft, voices) = voices(turns);
            assert_eq!(first_question(&draft, &voices), want, "{turns:?}");
        }
    }

    #[test]
    fn one_mark_does_not_move_the_questions() {
        let call = "Operator: Our first question comes from the line of Jo Doe with Acme. Please go ahead.";
        let remarks = format!("Ann Roe: {REMARKS}");
        let mut turns = vec!["Operator: Good day.", &remarks, call];
        turns.extend(["Jo Doe: What about the margin?", "Ann Roe: It was better."].repeat(4));
        let (mut draft, voices) = voices(&turns);
        draft.turns[9].label.as_mut().expect("a label").mark = Some(Mark::Question);
        assert_eq!(first_question(&draft, &voices), Some(2));
        // Answers that are marked before it were asked for, however many there are.
        for turn in [4, 6, 8] {
            draft.turns[turn].label.as_mut().expect("a label").mark = Some(Mark::Answer);
        }
        assert_eq!(first_question(&draft, &voices), Some(2));
    }
}
