//! Who runs the line, by what they say: the label need not tell.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    introductions,
    names::Name,
    phrase,
    voice::{LabelKind, Voice},
};
use crate::{layout::Draft, text::Cues};

/// What only somebody says who runs the line.
const LINE: u32 = 1 << 0;
/// What an operator says first.
const GREETS: u32 = 1 << 1;
/// What hosts say too, when they run the questions themselves.
const QUESTION: u32 = 1 << 2;
/// What somebody says who speaks for the company, and an operator who reads a warning in the first turn.
const WARNS: u32 = 1 << 3;
/// What somebody says who speaks for the company, in the first person: no operator does.
const OURS: u32 = 1 << 4;
/// What introduces a question.
const INTRODUCES: u32 = 1 << 5;

static SIGNS: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (
            &[
                "listen-only",
                "listen only",
                "operator instruction",
                "line is open",
                "line is now open",
                "line is live",
                "line is now live",
                "press star",
                "star one",
                "star 1",
                "may now disconnect",
                "may disconnect",
                "now disconnect",
                "from the line of",
                "being recorded",
                "thank you for standing by",
                "lines have been placed",
                "proceed with your question",
                "this concludes today",
                "conference operator",
                "conference facilitator",
                "no further questions",
                "have a question from",
                "your question please",
                "please go ahead",
                "you may begin",
                "ask your question",
                "please proceed",
                "conference call is now over",
                "thank you for your participation",
                "thanks for your participation",
                "thank you for participating",
                "lines in mute",
                "lines will be",
                "question-and-answer session",
                "question and answer session",
            ],
            LINE,
        ),
        (
            &[
                "conference operator",
                "conference facilitator",
                "conference coordinator",
                "for standing by",
                "listen-only",
                "listen only",
                "event operator",
                "call operator",
                "be your operator",
                "be your moderator",
                "be your coordinator",
            ],
            GREETS,
        ),
        (
            &[
                "question comes from",
                "question is from",
                "question today comes",
                "next question",
                "first question",
                "last question",
                "question will come",
            ],
            QUESTION,
        ),
        (&["forward-looking", "forward looking", "non-gaap", "our ceo", "our cfo", "our chief"], WARNS),
        (&["with me today", "i'm joined", "i am joined", "joining me"], OURS),
        (
            &[
                "question comes from",
                "question is from",
                "question will come",
                "the line of",
                "line is open",
                "line is now open",
                "next question",
                "first question",
                "question today comes",
            ],
            INTRODUCES,
        ),
    ])
});

/// Of the signs that are wanted, those that stand in the text.
fn signs(text: &str, wanted: u32) -> u32 {
    let found = SIGNS.lists(text, wanted);
    let star = || memchr::memchr_iter(b'*', text.as_bytes()).any(|at| text[at + 1..].starts_with('1'));
    if found & LINE < wanted & LINE && star() { found | LINE } else { found }
}

/// The longest turn of stage management that is looked at.
const STAGE: usize = 1600;

/// Whether a turn introduces a question, at a glance.
pub(super) fn introduces(text: &str) -> bool {
    text.len() <= STAGE && signs(text, INTRODUCES) > 0
}

/// Whether a turn of somebody without a name stages the questions.
pub(super) fn stages(text: &str) -> bool {
    text.len() <= 600 && signs(text, LINE) > 0 || text.len() <= 120 && names_somebody(text)
}

/// Whether a turn introduces somebody to ask.
fn names_somebody(text: &str) -> bool {
    !introductions::find(text, 0..text.len()).is_empty()
}

/// Whether a voice runs the line: by its label, or because nearly all it says is stage management.
pub(super) fn is_operator(draft: &Draft, roster: &HashSet<Name>, voice: &Voice) -> bool {
    match voice.kind {
        LabelKind::Operator => return true,
        LabelKind::Missing | LabelKind::Unidentified(_) => return false,
        _ => {}
    }
    if !voice.name.is_empty() && roster.contains(&voice.name) {
        return false;
    }
    let opens = voice.turns.first() == Some(&0) && greets(&draft.turns[0].text);
    let stages = Stage::of(draft, voice, opens);
    let turns = voice.turns.len();
    // A single turn tells too little of somebody with a name, unless it opens the call.
    let enough = if voice.kind == LabelKind::Numbered || opens { 1 } else { 3 };
    let management = stages.line + stages.question + stages.names;
    if opens && (management + stages.glued) * 2 >= turns {
        // Whatever else is glued to their turns.
        return true;
    }
    !stages.company && stages.long == 0 && stages.line > 0 && management >= enough && management * 5 >= turns * 3
}

/// Whether a call is opened as only operators do.
fn greets(text: &str) -> bool {
    let opening = &text[..phrase::floor(text, 400)];
    let welcomes = ["elcome to", "being recorded"].iter().any(|words| opening.contains(words));
    let host = || signs(&text[..phrase::floor(text, 700)], OURS) > 0 || holds_office(opening);
    signs(opening, GREETS) > 0 || (welcomes && !host())
}

/// Whether somebody says by their own name what they are in the company.
fn holds_office(opening: &str) -> bool {
    const OFFICES: &[&str] = &["investor relations", "director", "vice president", "officer", "head of", "treasurer"];
    let Some((_, own)) = opening.split_once("y name is ") else { return false };
    let own = own.split(". ").next().unwrap_or(own).to_lowercase();
    OFFICES.iter().any(|office| own.contains(office)) && !own.contains("operator")
}

/// How many turns of a voice manage the stage, each counted once, by its plainest sign.
#[derive(Debug, Default)]
struct Stage {
    line: usize,
    question: usize,
    names: usize,
    long: usize,
    glued: usize,
    company: bool,
}

impl Stage {
    /// Looks at the turns of a voice, as long as it may be one; `opens` says that it opens the call as operators do.
    fn of(draft: &Draft, voice: &Voice, opens: bool) -> Stage {
        let mut stage = Stage::default();
        for (seen, &turn) in voice.turns.iter().enumerate() {
            let text: &str = &draft.turns[turn].text;
            let managed = stage.line + stage.question + stage.names + stage.glued;
            let others = stage.company || stage.long > 0 || (seen - managed.min(seen)) * 5 > voice.turns.len() * 2;
            if seen > 6 && managed * 4 < seen || !opens && others {
                // Not going to be one.
                break;
            }
            if text.len() > STAGE && turn > 0 && signs(&text[..phrase::floor(text, 240)], LINE | QUESTION) > 0 {
                // What others say is glued to the operator's words.
                stage.glued += 1;
            }
            if text.len() > 2 * STAGE {
                // The operator's own words are few, but some read the warnings too.
                stage.long += usize::from(turn > 0);
                continue;
            }
            let signs = signs(text, LINE | QUESTION | WARNS | OURS);
            if signs & OURS > 0 || turn > 0 && signs & WARNS > 0 {
                stage.company = true;
            } else if text.len() <= STAGE && signs & LINE > 0 {
                stage.line += 1;
            } else if text.len() <= STAGE && signs & QUESTION > 0 {
                stage.question += 1;
            } else if text.len() <= 120 && names_somebody(text) {
                stage.names += 1;
            }
        }
        stage
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::testing::{REMARKS, voices};

    #[test]
    fn who_runs_the_line() {
        let remarks = format!("Ann Roe: {REMARKS}");
        let opens = "Rita: Good day, and thank you for standing by. All lines are in listen-only mode.";
        let calls = "Rita: Our next question comes from the line of Jo Doe with Acme. Your line is open.";
        for (turns, want) in [
            // By the label, whatever they say.
            (&["Operator: Boats.", &remarks][..], "Operator"),
            // By what they say, under a name.
            (&[opens, &remarks, calls, "Jo Doe: Why?", &remarks, calls], "Rita"),
            // A host says so too, and more.
            (&["Ann Roe: Our next question comes from Jo Doe.", "Jo Doe: Why?", &remarks], ""),
            // Once is not enough for somebody with a name who does not open the call.
            (&[&remarks, calls, "Jo Doe: Why?"], ""),
            (
                &["SPEAKER_00: Good day, and thank you for standing by. All lines are in listen-only mode.", &remarks],
                "SPEAKER_00",
            ),
        ] {
            let (_, voices) = voices(turns);
            let found: Vec<&str> = voices.list.iter().filter(|v| v.operator).map(|v| v.label.as_str()).collect();
            assert_eq!(found.join(" "), want, "{turns:?}");
        }
    }

    #[test]
    fn a_greeting_of_the_companys_is_no_operators() {
        for (text, want) in [
            ("Good day, and thank you for standing by. My name is Rita.", true),
            ("Welcome to the call, which is being recorded.", true),
            ("Welcome to our call. I'm joined by our CFO.", false),
            ("Good morning. We sold more boats.", false),
            ("Welcome. My name is Rita Roe, Director of Investor Relations. The call is being recorded.", false),
            ("Welcome. My name is Rita, and I will be your operator; our Director will speak.", true),
        ] {
            assert_eq!(greets(text), want, "{text}");
        }
    }
}
