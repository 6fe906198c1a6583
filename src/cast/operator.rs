//! Who runs the line, by what they say: the label need not tell.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{
    introductions,
    names::Name,
    voice::{LabelKind, Voice},
};
use crate::layout::Draft;

fn searcher(needles: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(needles).expect("a short list of literals compiles")
}

/// What only somebody says who runs the line.
static LINE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    searcher(&[
        "listen-only",
        "listen only",
        "operator instructions",
        "operator instruction",
        "line is open",
        "line is now open",
        "line is live",
        "press star",
        "star one",
        "star 1",
        "*1",
        "may now disconnect",
        "may disconnect",
        "now disconnect",
        "from the line of",
        "call is being recorded",
        "conference is being recorded",
        "conference call is being recorded",
        "event is being recorded",
        "thank you for standing by",
        "lines have been placed",
        "proceed with your question",
        "this concludes today's conference",
        "this concludes today’s conference",
        "question comes from",
        "question is from",
        "question today comes",
        "your question please",
        "next question",
        "for your participation",
        "no further questions",
    ])
});

/// What somebody says who speaks for the company.
static COMPANY: LazyLock<AhoCorasick> = LazyLock::new(|| {
    searcher(&[
        "forward-looking",
        "forward looking",
        "non-gaap",
        "our ceo",
        "our cfo",
        "our chief",
        "with me today",
        "i'm joined",
        "i am joined",
        "joining me",
    ])
});

/// What introduces a question.
static INTRODUCES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    searcher(&[
        "question comes from",
        "question is from",
        "question will come",
        "the line of",
        "line is open",
        "line is now open",
        "next question",
        "first question",
        "question today comes",
    ])
});

/// The longest turn of stage management that is looked at.
const STAGE: usize = 1600;

/// Whether a turn introduces a question, at a glance.
pub(super) fn introduces(text: &str) -> bool {
    text.len() <= STAGE && INTRODUCES.is_match(text)
}

/// Whether a turn of somebody without a name stages the questions.
pub(super) fn stages(text: &str) -> bool {
    text.len() <= STAGE
        && (LINE.is_match(text) || (text.len() <= 120 && !introductions::find(text, 0..text.len()).is_empty()))
}

/// Whether a voice runs the line: by its label, or because nearly all it says is stage management.
pub(super) fn is_operator(draft: &Draft, voice: &Voice) -> bool {
    match voice.kind {
        LabelKind::Operator => return true,
        LabelKind::Missing => return false,
        // A single turn tells too little of somebody with a name.
        _ => {}
    }
    if draft.roster.iter().any(|entry| !voice.name.is_empty() && Name::new(&entry.name) == voice.name) {
        return false;
    }
    let (mut stage, mut most, mut kinds) = (0, 0, 0);
    for &turn in &voice.turns {
        let text: &str = &draft.turns[turn].text;
        most = most.max(text.len());
        if text.len() > 2 * STAGE {
            continue;
        }
        let mut said: Vec<usize> = LINE.find_iter(text).map(|found| found.pattern().as_usize()).collect();
        if COMPANY.is_match(text) && turn > 0 {
            return false;
        }
        stage += usize::from(!said.is_empty());
        said.dedup();
        kinds += said.len();
    }
    let enough = if voice.kind == LabelKind::Numbered || voice.turns.first() == Some(&0) { 1 } else { 2 };
    stage >= enough && kinds > stage && stage * 3 >= voice.turns.len() * 2 && most <= 2 * STAGE
}
