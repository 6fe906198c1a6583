//! What the words of one turn do: ask, thank, hand the floor on, or nothing at all.
//!
//! Only the wording is judged here; who speaks, and after whom, is for the parent.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

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

/// Words of greeting, thanks, agreement and leave, sorted. Small words that stand among them are here too.
#[rustfmt::skip]
const COURTESIES: &[&str] = &[
    "a", "absolutely", "afternoon", "again", "ahead", "all", "alright", "am", "and", "answer", "answering",
    "answers", "appreciate", "appreciated", "as", "at", "awesome", "back", "be", "best", "bet", "bye",
    "bye-bye", "call", "care", "clear", "color", "colour", "comments", "congrats", "congratulations", "cool",
    "correct", "day", "detail", "details", "evening", "everybody", "everyone", "exactly", "excellent", "fair",
    "fantastic", "folks", "follow-up", "follow-ups", "for", "forward", "gentlemen", "get", "go", "good", "got",
    "gotcha", "great", "guys", "have", "hello", "helpful", "helps", "hey", "hi", "hop", "i", "i'll", "i'm",
    "in", "insight", "interesting", "is", "it", "it's", "job", "jump", "just", "ladies", "later", "let", "lot",
    "luck", "ma'am", "makes", "me", "mine", "morning", "most", "mr", "mrs", "ms", "much", "my", "next", "nice",
    "night", "no", "of", "off", "offline", "ok", "okay", "on", "one", "operator", "our", "pass", "perfect",
    "perspective", "please", "pleasure", "problem", "quarter", "question", "questions", "queue", "quick",
    "rest", "results", "right", "see", "sense", "sir", "so", "soon", "sounds", "squeezing", "sure", "take",
    "taking", "talk", "terrific", "thank", "thanks", "that", "that's", "thats", "the", "this", "thorough",
    "thoughts", "time", "to", "today", "too", "turn", "understand", "understood", "up", "very", "was", "we",
    "welcome", "well", "wonderful", "yeah", "year", "yep", "yes", "you", "you're", "your", "yup",
];

static TECHNICAL: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "hear me",
        "hear you",
        "hear us",
        "you hear",
        "on mute",
        "breaking up",
        "broke up",
        "cut off",
        "cut out",
        "your line",
        "repeat the question",
        "repeat your question",
        "repeat that",
        "repeat it",
        "can't hear",
        "cannot hear",
        "couldn't hear",
        "didn't hear",
        "didn't catch",
        "did not catch",
        "say that again",
        "still there",
        "are you there",
        "is my line",
        "am i on",
        "am i live",
        "lost you",
        "you there",
        "restate the question",
        "say it again",
        "ask the question again",
        "come again",
        "your name",
    ])
});

static GREETING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "how are you",
        "how's it going",
        "how are things",
        "how you doing",
        "how is everyone",
        "how is everybody",
    ])
});

static LEAVING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "back in the queue",
        "back in queue",
        "back into the queue",
        "get back in line",
        "hop back",
        "jump back in",
        "jump off",
        "that's all i ha",
        "that's all from me",
        "that's all for me",
        "that is all i ha",
        "that's it for me",
        "pass it on",
        "pass it along",
        "turn it over",
        "leave it there",
        "that does it for me",
        "all my questions",
        "that's helpful",
        "that's very helpful",
        "that's really helpful",
        "that's great color",
        "for the color",
        "for the answer",
        "appreciate it",
        "appreciate the",
        "good luck",
        "best of luck",
        "take it offline",
        "follow up offline",
    ])
});

static NEXT: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "next question",
        "next caller",
        "first question",
        "final question",
        "last question",
        "line of",
        "question comes",
        "question is from",
        "question today",
        "questions comes",
        "question will come",
        "question from",
        "go ahead",
        "line is open",
        "line is now open",
        "line is live",
        "next we",
        "next up",
        "next, we",
        "next in",
        "we'll go to",
        "we will go to",
        "we go to",
        "we'll take",
        "we will take",
        "we'll move",
        "move on to",
        "move to the line",
        "you may ask",
        "please proceed",
        "go next to",
        "now go to",
        "hear from",
        "over to",
    ])
});

static INTERRUPTION: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "not too clear",
        "not clear",
        "your line is muted",
        "on mute",
        "asking your question again",
        "ask your question again",
        "repeat your question",
        "cannot hear you",
        "can't hear you",
        "unable to hear",
        "technical difficult",
        "lost connection",
        "line has dropped",
        "line dropped",
        "still connected",
        "please stand by",
        "one moment",
        "please hold",
        "still there",
        "are you there",
        "rejoin",
        "reconnect",
        "check your mute",
        "unmute",
        "pick up your handset",
    ])
});

static CLOSING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "no further question",
        "no more question",
        "no additional question",
        "no other question",
        "not showing any further",
        "concludes",
        "conclude the",
        "closing remarks",
        "closing comments",
        "closing statement",
        "final remarks",
        "concluding remarks",
        "final comments",
        "end of the question",
        "end of our question",
        "end of today's",
        "end of the q&a",
        "reached the end",
        "you may disconnect",
        "you may now disconnect",
        "disconnect your lines",
        "further remarks",
        "additional remarks",
        "any further comments",
        "that was our last question",
        "there are no question",
        "that was the last question",
        "have run out of time",
        "all the time we have",
        "ends our q",
        "ends the q",
    ])
});

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

static READING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "question is",
        "question on",
        "question about",
        "question from",
        "question:",
        "question comes from",
        "question, ",
        "asks",
        "is asking",
    ])
});

/// Words to somebody who is about to speak.
static CALLING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "go ahead",
        "unmute",
        "your line",
        "you may",
        "please proceed",
        "can you hear",
        "your question",
        "limit your",
        "one question",
    ])
});

static HANDING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "pass th",
        "pass it",
        "pass to",
        "hand it",
        "hand that",
        "hand this",
        "hand over",
        "turn it",
        "turn that",
        "turn this",
        "turn to",
        "take that",
        "take this",
        "take it",
        "take the",
        "i'll ask",
        "i will ask",
        "ask our",
        "let me ask",
        "start with",
        "i'll let",
        "i will let",
        "over to",
        "refer th",
    ])
});

static STAGE: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "next question",
        "first question",
        "last question",
        "final question",
        "next caller",
        "operator, ",
        "operator.",
        "take the next",
        "one more question",
        "open the line",
        "open up the line",
        "open it up for question",
        "open the call",
        "open for question",
        "ready for question",
        "take your question",
        "take question",
        "begin the q&a",
        "poll for",
        "next one",
        "who's next",
        "question comes from",
        "question is from",
        "let's go to",
        "move to the next",
        "our next",
        "please go ahead",
        "over to you for",
    ])
});

fn phrases(list: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().ascii_case_insensitive(true).build(list).expect("a small set of phrases")
}

/// Whether any phrase stands in the text, apostrophes of either kind.
fn has(set: &AhoCorasick, text: &str) -> bool {
    if text.contains('’') { set.is_match(text.replace('’', "'").as_str()) } else { set.is_match(text) }
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
