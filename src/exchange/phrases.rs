//! The words that tell what a turn does: lists, and nothing else.

use std::sync::LazyLock;

use crate::text::{Cues, LazyLexicon, Lexicon};

/// Words of greeting, thanks, agreement and leave, and the small words that stand among them.
pub(super) const COURTESY: u32 = 1;
/// Words of thanks.
pub(super) const THANKS: u32 = 2;
/// Words of greeting.
pub(super) const GREETS: u32 = 4;
/// Yes and no.
pub(super) const AFFIRMS: u32 = 8;

pub(super) static WORDS: LazyLexicon = LazyLexicon::new(|| {
    Lexicon::new(&[
        (COURTESIES, COURTESY),
        ("thank thanks appreciate appreciated", THANKS),
        ("hi hello hey morning afternoon evening welcome bye", GREETS),
        (
            "yes no yeah yep yup nope correct exactly right absolutely sure definitely true certainly precisely indeed \
             agree agreed not",
            AFFIRMS,
        ),
    ])
});

const COURTESIES: &str = "a absolutely afternoon again ahead all alright am and answer answering answers appreciate appreciated as at \
     awesome back be best bet bye bye-bye call care clear color colour comments congrats congratulations cool \
     correct day detail details evening everybody everyone exactly excellent fair fantastic folks follow-up follow-ups \
     for forward gentlemen get go good got gotcha great guys have hello helpful helps hey hi hop i i'll i'm in \
     insight interesting is it it's job jump just ladies later let lot luck ma'am makes me mine morning most mr mrs \
     ms much my next nice night no of off offline ok okay on one operator our pass perfect perspective please \
     pleasure problem quarter question questions queue quick rest results right see sense sir so soon sounds \
     squeezing sure take taking talk terrific thank thanks that that's thats the this thorough thoughts time to \
     today too turn understand understood up very was we welcome well wonderful yeah year yep yes you you're your \
     yup";

/// About the line, and not about the company.
pub(super) const TECHNICAL: u32 = 1 << 0;
/// Questions that ask nothing.
pub(super) const GREETING: u32 = 1 << 1;
/// Taking leave.
pub(super) const LEAVING: u32 = 1 << 2;
/// Giving the floor to the next.
pub(super) const NEXT: u32 = 1 << 3;
/// Trouble with the line.
pub(super) const INTERRUPTION: u32 = 1 << 4;
/// Taking the floor back.
pub(super) const CLOSING: u32 = 1 << 5;
/// Handing a question to a colleague.
pub(super) const HANDING: u32 = 1 << 6;
/// Reading out a question.
pub(super) const READING: u32 = 1 << 7;
/// Reading out what another wrote.
pub(super) const ALOUD: u32 = 1 << 8;
/// Saying that no question is left, by somebody of the company.
pub(super) const LAST: u32 = 1 << 9;
/// Words to somebody who is about to speak.
pub(super) const CALLING: u32 = 1 << 10;
/// One of the company's running the line.
pub(super) const STAGE: u32 = 1 << 11;
/// Taking leave of everybody on the call.
pub(super) const FAREWELL: u32 = 1 << 12;
/// Whom to turn to after the call.
pub(super) const CONTACT: u32 = 1 << 13;
/// Taking a question up: oneself, or whoever is named.
pub(super) const TAKING: u32 = 1 << 14;
/// What one does who is asked by name to answer.
pub(super) const CALLED: u32 = 1 << 15;
/// Not having understood what was asked.
pub(super) const UNCLEAR: u32 = 1 << 16;
/// Taking a question up oneself.
pub(super) const OWN: u32 = 1 << 18;
/// Ending the call, in words that do not only take leave.
pub(super) const ENDING: u32 = 1 << 17;

/// Of the sets that are wanted, those of which a phrase stands in the text.
pub(super) fn said(text: &str, wanted: u32) -> u32 {
    SETS.lists(text, wanted)
}

static SETS: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (TECHNICAL_WORDS, TECHNICAL),
        (GREETING_WORDS, GREETING),
        (LEAVING_WORDS, LEAVING),
        (NEXT_WORDS, NEXT),
        (INTERRUPTION_WORDS, INTERRUPTION),
        (CLOSING_WORDS, CLOSING),
        (HANDING_WORDS, HANDING),
        (READING_WORDS, READING),
        (ALOUD_WORDS, ALOUD),
        (LAST_WORDS, LAST),
        (CALLING_WORDS, CALLING),
        (STAGE_WORDS, STAGE),
        (FAREWELL_WORDS, FAREWELL),
        (CONTACT_WORDS, CONTACT),
        (TAKING_WORDS, TAKING),
        (CALLED_WORDS, CALLED),
        (UNCLEAR_WORDS, UNCLEAR),
        (ENDING_WORDS, ENDING),
        (OWN_WORDS, OWN),
    ])
});

const TECHNICAL_WORDS: &[&str] = &[
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
];

const GREETING_WORDS: &[&str] = &[
    "how are you?",
    "how are you,",
    "how are you.",
    "how are you doing",
    "how are you all?",
    "how are you guys?",
    "how are you guys doing",
    "how are you today",
    "how are you this",
    "how's it going",
    "how are things",
    "how you doing",
    "how is everyone",
    "how is everybody",
    "may i say thank",
    "can i just say thank",
];

const LEAVING_WORDS: &[&str] = &[
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
];

const NEXT_WORDS: &[&str] = &[
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
];

const INTERRUPTION_WORDS: &[&str] = &[
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
];

const CLOSING_WORDS: &[&str] = &[
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
    "other remarks",
    "closing thoughts",
    "final thoughts",
    "concluding comments",
    "turn the call back",
    "turn the conference back",
    "hand the call back",
    "any further comments",
    "that was our last question",
    "there are no question",
    "that was the last question",
    "have run out of time",
    "all the time we have",
    "ends our q",
    "ends the q",
];

const HANDING_WORDS: &[&str] = &[
    "pass th",
    "pass it",
    "pass to",
    "hand it",
    "hand that",
    "hand this",
    "hand over",
    "turn it",
    "return it",
    "turn that",
    "turn this",
    "i'll ask",
    "i will ask",
    "ask our",
    "let me ask",
    "i'll let",
    "we'll let",
    "we will let",
    "i will let",
    "over to",
    "refer th",
    "you take",
    "you want to take",
    "you want to start",
    "you want to answer",
    "you want to comment",
    "you want to add",
    "you like to take",
    "you start",
];

const TAKING_WORDS: &[&str] = &["take that", "take this", "take it", "take the", "start with", "turn to"];

pub(super) const CALLED_WORDS: &[&str] = &[
    "take ",
    "start ",
    "go to",
    "go ahead",
    "comment",
    "can you",
    "could you",
    "would you",
    "want to",
    "please ",
    "answer ",
    "handle ",
    "cover ",
    "speak to",
    "talk to",
    "turn to",
    "address ",
    "begin ",
    "give ",
];

const READING_WORDS: &[&str] = &[
    "question is",
    "question on",
    "question about",
    "question from",
    "question:",
    "question comes from",
    "question, ",
    "asks",
    "is asking",
];

const ALOUD_WORDS: &[&str] = &[
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
];

const LAST_WORDS: &[&str] = &[
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
];

const CALLING_WORDS: &[&str] = &[
    "go ahead",
    "unmute",
    "your line",
    "you may",
    "please proceed",
    "can you hear",
    "your question",
    "limit your",
    "one question",
];

const STAGE_WORDS: &[&str] = &[
    "last caller",
    "last call,",
    "last call.",
    "one more call",
    "one last call",
    "more short question",
    "have time for",
    "final set of questions",
    "questions in the queue",
    "questions from the queue",
    "next question",
    "first question",
    "last question",
    "final question",
    "next caller",
    "operator, ",
    "operator.",
    "take the next",
    "more question",
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
];

const FAREWELL_WORDS: &[&str] = &[
    "like to close by",
    "let me close by",
    "i'll close by",
    "for joining",
    "for participating",
    "for your participation",
    "for listening",
    "for attending",
    "for being with us",
    "for dialing in",
    "for calling in",
    "for tuning in",
    "your continued interest",
    "for your interest in",
    "for your time today",
    "look forward to speaking",
    "look forward to talking",
    "look forward to seeing",
    "look forward to updating",
    "looking forward to speaking",
    "looking forward to talking",
    "looking forward to seeing",
    "have a great day",
    "have a great rest",
    "have a great evening",
    "have a great weekend",
    "have a good day",
    "have a good evening",
    "have a good weekend",
    "have a nice day",
    "have a wonderful",
    "replay of",
    "a replay",
    "concludes our",
    "concludes the call",
    "concludes today",
    "concludes this",
    "feel free to contact",
    "feel free to reach",
    "feel free to call",
    "next quarterly call",
    "next quarterly conference",
    "next quarterly earnings",
];

const CONTACT_WORDS: &[&str] = &[
    "feel free",
    "get back to you",
    "reach out to",
    "unable to get",
    "weren't able to get",
    "trying to get in",
    "trouble getting",
    "investor relations",
];

const ENDING_WORDS: &[&str] = &[
    "wraps up",
    "wrap up",
    "sign off",
    "close out",
    "close the call",
    "completes our",
    "completes the",
    "conclude",
    "in closing",
    "who joined",
];

/// What ends, if not a piece of business.
pub(super) const CALL_WORDS: &[&str] = &[
    "call",
    "conference",
    "webcast",
    "meeting",
    "session",
    "today",
    "q&a",
    "question",
    "questions",
    "remarks",
    "comments",
    "thoughts",
    "statement",
    "disconnect",
    "thank",
];

const OWN_WORDS: &[&str] = &[
    "i'll take",
    "i'll answer",
    "i'll start",
    "i'll cover",
    "i'll handle",
    "i'll begin",
    "i'll address",
    "i'll comment",
    "i will take",
    "i will answer",
    "i will start",
    "i can take",
    "i can answer",
    "i can start",
    "let me take",
    "let me start",
    "let me answer",
];

const UNCLEAR_WORDS: &[&str] = &[
    "understand the question",
    "understand your question",
    "understood the question",
    "understood your question",
    "understand what you",
    "follow the question",
    "follow your question",
    "following the question",
    "following your question",
    "get the question",
    "get your question",
    "got the question",
    "sure what you're asking",
    "sure i understand",
    "sure i follow",
];
