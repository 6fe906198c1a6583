//! What the words of one turn do: ask, thank, hand the floor on, or nothing at all.
//!
//! Only the wording is judged here; who speaks, and after whom, is for the parent.

use super::phrases::{
    ALOUD, CALLING, CLOSING, COURTESIES, GREETING, HANDING, INTERRUPTION, LAST, LEAVING, NEXT, READING, STAGE,
    TECHNICAL, has,
};

/// What a turn's words do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Speech {
    /// Words that carry something: not greeting, thanks, agreement, or a mark in brackets. Counted up to a limit.
    pub(super) content: usize,
    /// All words, counted up to the same limit.
    pub(super) words: usize,
    /// There is a question mark that asks for more than being heard.
    pub(super) asks: bool,
    /// Says yes or no.
    pub(super) affirms: bool,
    /// Greets somebody.
    pub(super) greets: bool,
    /// Thanks somebody.
    pub(super) thanks: bool,
    /// Takes leave: thanks for an answer, steps back into the queue.
    pub(super) leaves: bool,
    /// Is about the line, and not about the company: "can you hear me", "could you repeat the question".
    pub(super) technical: bool,
}

/// Beyond so many words a turn has content whatever they are.
const ENOUGH: usize = 60;

/// Judges the words of a turn.
pub(super) fn judge(text: &str) -> Speech {
    let mut speech = Speech { asks: text.contains(['?', '？']), ..Speech::default() };
    let mut depth = 0_u32;
    for word in text.split_whitespace() {
        depth += u32::from(word.starts_with(['[', '(']));
        let inside = depth > 0;
        if word.contains([']', ')']) {
            depth = depth.saturating_sub(1);
        }
        if inside {
            continue;
        }
        speech.count(word);
        if speech.words >= ENOUGH {
            break;
        }
    }
    if speech.words < ENOUGH {
        let technical = has(&TECHNICAL, text);
        speech.technical = technical && speech.words < 40;
        speech.leaves = has(&LEAVING, text);
        // "Can you hear me?" asks nothing of the company.
        let idle = speech.technical && speech.content < 8 || has(&GREETING, text);
        speech.asks &= !idle || speech.content > 14;
    }
    speech
}

impl Speech {
    /// Whether nothing was said but courtesies, or nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        !self.asks && self.content <= 2
    }

    fn count(&mut self, word: &str) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            return;
        }
        self.words += 1;
        let mut buffer = [0_u8; 24];
        let Some(lower) = lower(word, &mut buffer) else {
            self.content += 1;
            return;
        };
        self.thanks |= matches!(lower, "thank" | "thanks" | "appreciate" | "appreciated");
        self.greets |=
            matches!(lower, "hi" | "hello" | "hey" | "morning" | "afternoon" | "evening" | "welcome" | "bye");
        self.affirms |= matches!(
            lower,
            "yes"
                | "no"
                | "yeah"
                | "yep"
                | "yup"
                | "nope"
                | "correct"
                | "exactly"
                | "right"
                | "absolutely"
                | "sure"
                | "definitely"
                | "true"
                | "certainly"
                | "precisely"
                | "indeed"
                | "agree"
                | "agreed"
                | "not"
        );
        self.content += usize::from(COURTESIES.binary_search(&lower).is_err());
    }
}

/// The word in lower case, with a straight apostrophe, if it is short enough to be a courtesy.
fn lower<'a>(word: &str, buffer: &'a mut [u8; 24]) -> Option<&'a str> {
    let mut len = 0;
    for c in word.chars() {
        let c = if matches!(c, '’' | '‘') { '\'' } else { c.to_ascii_lowercase() };
        if len >= 20 {
            return None;
        }
        len += c.encode_utf8(&mut buffer[len..]).len();
    }
    std::str::from_utf8(&buffer[..len]).ok()
}

/// What whoever runs the line does with the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Floor {
    /// Gives it to the next who asks.
    Next,
    /// Takes it back: no more questions.
    Closes,
    /// Leaves it where it is.
    Stays,
}

/// What a turn of stage management does with the floor.
pub(super) fn floor(text: &str) -> Floor {
    let end = &text[ceil(text, text.len().saturating_sub(600))..];
    if has(&CLOSING, end) && !end.contains("comes from") {
        Floor::Closes
    } else if has(&INTERRUPTION, end) && !names_next(end) {
        Floor::Stays
    } else if has(&NEXT, end) || text.contains(" with ") || text.contains(" from ") {
        Floor::Next
    } else {
        Floor::Stays
    }
}

/// The next character boundary.
fn ceil(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Words that can only introduce somebody new.
fn names_next(text: &str) -> bool {
    ["next question", "comes from", "line of", "first question", "question is from"]
        .iter()
        .any(|phrase| text.contains(phrase))
}

/// Whether a short turn only manages the stage: "Operator, next question please."
pub(super) fn manages(text: &str, speech: &Speech) -> bool {
    speech.words < 45 && has(&STAGE, text)
}

/// Whether anything was heard: words, or those that the transcriber did not understand. `[Technical Difficulty]` is
/// nobody's.
pub(super) fn is_heard(text: &str, speech: &Speech) -> bool {
    speech.words > 0 || ["oreign", "anguage", "ndiscernible", "naudible"].iter().any(|word| text.contains(word))
}

/// Whether a courteous turn hands the question to a colleague.
pub(super) fn hands_over(text: &str) -> bool {
    has(&HANDING, text)
}

/// Whether a host reads out a question that somebody sent in, and does not give the floor to who asks it.
pub(super) fn reads_question(text: &str, speech: &Speech) -> bool {
    speech.content >= 6
        && (speech.asks || speech.content >= 14 && has(&READING, text))
        && text.contains("uestion")
        && !has(&CALLING, text)
}

/// Whether somebody other than the host reads out a question, and says that it is another's.
pub(super) fn reads_aloud(text: &str, speech: &Speech) -> bool {
    speech.asks && has(&ALOUD, text)
}

/// Whether a turn says that there are no more questions.
pub(super) fn closes(text: &str) -> bool {
    has(&CLOSING, text) || has(&LAST, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn courtesies_are_sorted() {
        assert!(COURTESIES.is_sorted());
    }

    #[test]
    fn courtesies_carry_nothing() {
        for text in [
            "Thank you very much.",
            "Okay. Thanks for answer.",
            "[Technical Difficulty]",
            "Great, that's very helpful. Thank you so much, Ada.",
            "Hi, good morning, everyone.",
            "Good morning. How are you?",
            "Right.",
            "",
        ] {
            assert!(judge(text).is_empty(), "{text}: {:?}", judge(text));
        }
        for text in
            ["And is that for the full year?", "Boat orders fell by a third in the north.", "What about margins?"]
        {
            assert!(!judge(text).is_empty(), "{text}: {:?}", judge(text));
        }
        assert!(judge("Sorry, can you hear me?").technical);
    }

    #[test]
    fn the_operator_moves_the_floor() {
        let cases = [
            ("Our next question comes from the line of Ada Lund with Fjord Capital.", Floor::Next),
            ("Ada Lund, your line is not too clear. Could you please try asking your question again?", Floor::Stays),
            ("There are no further questions. I'd like to turn the call back for closing remarks.", Floor::Closes),
            ("Thank you. Ada Lund with Fjord Capital.", Floor::Next),
            ("Thank you.", Floor::Stays),
        ];
        for (text, want) in cases {
            assert_eq!(floor(text), want, "{text}");
        }
    }
}
