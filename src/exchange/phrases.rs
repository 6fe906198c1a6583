//! The words that tell what a turn does: lists, and nothing else.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Words of greeting, thanks, agreement and leave, sorted. Small words that stand among them are here too.
#[rustfmt::skip]
pub(super) const COURTESIES: &[&str] = &[
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

/// About the line, and not about the company.
pub(super) static TECHNICAL: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Questions that ask nothing.
pub(super) static GREETING: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "how are you",
        "how's it going",
        "how are things",
        "how you doing",
        "how is everyone",
        "how is everybody",
        "may i say thank",
        "can i just say thank",
    ])
});

/// Taking leave.
pub(super) static LEAVING: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Giving the floor to the next.
pub(super) static NEXT: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Trouble with the line.
pub(super) static INTERRUPTION: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Taking the floor back.
pub(super) static CLOSING: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Handing a question to a colleague.
pub(super) static HANDING: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Reading out a question.
pub(super) static READING: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// Reading out what another wrote.
pub(super) static ALOUD: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "will read",
        "i'll read",
        "me read",
        "reading the question",
        "from a shareholder",
        "from a stockholder",
        "from an investor",
        "question submitted",
        "submitted a question",
        "submitted question",
        "submitted online",
        "question online",
        "online question",
        "through the web",
        "via the web",
        "from the web",
        "via email",
        "by email",
    ])
});

/// Saying that no question is left, by somebody of the company.
pub(super) static LAST: LazyLock<AhoCorasick> = LazyLock::new(|| {
    phrases(&[
        "that we have time for",
        "all the time",
        "out of time",
        "no other hands",
        "no more hands",
        "no further hands",
        "see no other",
        "see no more",
        "see no further",
        "those are all the questions",
        "those were all the questions",
        "that was the last",
    ])
});

/// Words to somebody who is about to speak.
pub(super) static CALLING: LazyLock<AhoCorasick> = LazyLock::new(|| {
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

/// One of the company's running the line.
pub(super) static STAGE: LazyLock<AhoCorasick> = LazyLock::new(|| {
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
pub(super) fn has(set: &AhoCorasick, text: &str) -> bool {
    if text.contains('’') { set.is_match(text.replace('’', "'").as_str()) } else { set.is_match(text) }
}
