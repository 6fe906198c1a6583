//! Turns to passages: runs of whole sentences, the unit that is indexed, matched and shown.

use std::{ops::Range, sync::LazyLock};

use crate::{
    text::{Cues, count_runs, sentences},
    transcript::Kind,
};

/// A passage that has this many words is closed at the next end of a sentence.
///
/// Chosen by measurement, see ARCHITECTURE.md ("Why a passage is what it is").
pub const FULL: usize = 80;

/// A passage that has this many words is closed at the end of a paragraph.
pub const PARAGRAPH: usize = 40;

/// A sentence longer than this is cut between words: a speech recogniser that writes no full stops
/// must not make one passage of an hour.
const LONGEST_SENTENCE: usize = 400;

/// What a passage is worth at most: see [`worth`].
pub const WHOLE: u8 = 100;

/// Words of safe-harbour statements and of housekeeping. Any two of them in one passage make it form.
const FORM: &[&str] = &[
    "forward-looking",
    "forward looking",
    "safe harbor",
    "safe harbour",
    "actual results",
    "differ materially",
    "risk factors",
    "risks and uncertainties",
    "undertake no obligation",
    "no obligation to",
    "securities and exchange commission",
    "securities litigation reform",
    "non-gaap",
    "reconciliation",
    "press release",
    "webcast",
    "replay",
    "listen-only",
    "being recorded",
    "will now begin",
    "star one",
    "star 1",
];

/// Courtesies: a passage that is little more than one of these says nothing.
const COURTESY: &[&str] = &[
    "thank you",
    "thanks for",
    "congrat",
    "good morning",
    "good afternoon",
    "good evening",
    "go ahead",
    "next question",
    "can you hear",
];

/// All these words at once, each a list of its own.
static TELLING: LazyLock<Cues> = LazyLock::new(|| {
    let words = FORM.iter().chain(COURTESY);
    let lists: Vec<_> = (0..).zip(words).map(|(nth, word)| (std::slice::from_ref(word), 1 << nth)).collect();
    Cues::new(&lists)
});

/// How much a passage says, in hundredths: questions, answers and remarks all, stage management, courtesies
/// and legal form less, so that they rank last among passages with the same words.
pub fn worth(kind: Kind, text: &str) -> u8 {
    let told = TELLING.lists(text, u32::MAX >> (32 - FORM.len() - COURTESY.len()));
    let n_forms = (told & ((1 << FORM.len()) - 1)).count_ones();
    let is_courteous = told >> FORM.len() > 0;
    let by_kind = match kind {
        Kind::Question | Kind::Answer => WHOLE,
        Kind::Remarks => 95,
        Kind::Aside => 50,
        Kind::Moderation => 45,
    };
    if n_forms >= 2 {
        return by_kind.min(45);
    }
    let is_short = || text.split_ascii_whitespace().take(25).count() < 25;
    if is_courteous && is_short() && !text.contains('?') { by_kind.min(60) } else { by_kind }
}

/// The passages of a turn's text: byte ranges that tile it, each with the white space that follows.
pub fn divide(text: &str) -> Vec<Range<usize>> {
    let mut passages = Vec::new();
    let mut start = 0;
    let mut words = 0;
    for sentence in sentences(text) {
        for part in cut(text, sentence) {
            words += count_runs(&text[part.clone()]);
            let ends_paragraph = text[part.clone()].ends_with('\n');
            if words >= FULL || (ends_paragraph && words >= PARAGRAPH) {
                passages.push(start..part.end);
                start = part.end;
                words = 0;
            }
        }
    }
    if start < text.len() {
        // A short rest belongs to the passage before it rather than standing alone.
        match passages.last_mut() {
            Some(last) if words < PARAGRAPH / 4 => last.end = text.len(),
            _ => passages.push(start..text.len()),
        }
    }
    passages
}

/// Cuts a sentence of unreasonable length between words.
fn cut(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    // Most sentences are far below the limit even if every byte began a word.
    if sentence.len() < LONGEST_SENTENCE {
        return vec![sentence];
    }
    let mut parts = Vec::new();
    let (mut start, mut words, mut in_word) = (sentence.start, 0, false);
    for (at, c) in text[sentence.clone()].char_indices() {
        let blank = c.is_whitespace();
        if in_word && blank {
            words += 1;
        }
        in_word = !blank;
        let at = sentence.start + at;
        if blank && words >= LONGEST_SENTENCE {
            let end = at + c.len_utf8();
            parts.push(start..end);
            (start, words) = (end, 0);
        }
    }
    if start < sentence.end {
        parts.push(start..sentence.end);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_tile_the_turn_in_whole_sentences() {
        let sentence = "We shipped more pumps than in any quarter before this one. ";
        let text = format!("{}\n\n{}Thank you.", sentence.repeat(9), sentence.repeat(3));
        let passages = divide(&text);
        assert!(passages.len() > 1);
        assert_eq!(passages[0].start, 0);
        assert_eq!(passages.last().map(|p| p.end), Some(text.len()));
        assert!(passages.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert!(passages.iter().all(|p| text[p.clone()].starts_with("We ") || text[p.clone()].starts_with("\n")));
    }

    #[test]
    fn form_is_worth_less_than_content() {
        let harbor = "Today's remarks contain forward-looking statements; actual results may differ.";
        assert!(worth(Kind::Remarks, harbor) < worth(Kind::Remarks, "Our actual results beat the plan."));
        assert!(worth(Kind::Question, "Thank you for taking my question.") < WHOLE);
        assert_eq!(worth(Kind::Question, "Thanks for taking my question. How are wafer orders?"), WHOLE);
        assert!(worth(Kind::Moderation, "Our next question is from the line of Ann Roe.") < 50);
    }

    #[test]
    fn a_sentence_without_end_is_cut() {
        let text = "word ".repeat(2_000);
        assert!(divide(&text).iter().all(|p| text[p.clone()].split(' ').count() <= LONGEST_SENTENCE + FULL));
        assert!(divide("").is_empty());
    }
}
