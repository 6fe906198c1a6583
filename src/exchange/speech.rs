//! What the words of one turn do: ask, thank, hand the floor on, or nothing at all.
//!
//! Only the wording is judged here; who speaks, and after whom, is for the parent.

use super::phrases::{
    AFFIRMS, ALOUD, CALL_WORDS, CALLED, CALLED_WORDS, CALLING, CLOSING, CONTACT, COURTESY, ENDING, FAREWELL, GREETING,
    GREETS, HANDING, INTERRUPTION, LAST, LEAVING, NEXT, OWN, READING, STAGE, TAKING, TECHNICAL, THANKS, UNCLEAR, WORDS,
    said,
};
use crate::text::{Runs, sentences};

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
    let mut speech = Speech { asks: has_question_mark(text), ..Speech::default() };
    let mut depth = 0_u32;
    let bytes = text.as_bytes();
    let mut runs = Runs::of(bytes);
    let mut at = 0;
    while at < bytes.len() && speech.words < ENOUGH {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
        } else if depth == 0
            && let Some((letters, end)) = plain_word(&mut runs, at)
        {
            speech.count(WORDS.lists_at(text, at..letters));
            at = end;
        } else {
            let end = bytes[at..].iter().position(u8::is_ascii_whitespace).map_or(bytes.len(), |len| at + len);
            let word = &text[at..end];
            if word.is_ascii() {
                speech.hear(word, &mut depth);
            } else {
                // White space beyond ASCII stands among few words.
                for part in word.split_whitespace() {
                    speech.hear(part, &mut depth);
                    if speech.words >= ENOUGH {
                        break;
                    }
                }
            }
            at = end;
        }
    }
    if speech.words < ENOUGH {
        let said = said(text, TECHNICAL | LEAVING | GREETING);
        speech.technical = said & TECHNICAL > 0 && speech.words < 40;
        speech.leaves = said & LEAVING > 0;
        // "Can you hear me?" asks nothing of the company.
        let idle = speech.technical && speech.content < 8 || said & GREETING > 0 && only_greets(text);
        speech.asks &= !idle || speech.content > 14;
    }
    speech
}

/// Where the last letter or digit and the whole of a word end that begins with one and is all ASCII, as nearly all are.
#[inline]
fn plain_word(runs: &mut Runs<'_>, at: usize) -> Option<(usize, usize)> {
    let bytes = runs.bytes();
    let mut letters = at + runs.len(at);
    let mut end = letters;
    while let Some(mark) = bytes.get(end).filter(|mark| !mark.is_ascii_whitespace()) {
        if !mark.is_ascii() || letters == at {
            return None;
        }
        end += 1;
        let more = runs.len(end);
        if more > 0 {
            end += more;
            letters = end;
        }
    }
    Some((letters, end))
}

fn has_question_mark(text: &str) -> bool {
    memchr::memchr(b'?', text.as_bytes()).is_some() || !text.is_ascii() && text.contains('？')
}

/// Whether all that ends in a question mark is a greeting, or about the line, or a few words that go with it: "From the
/// floor?"
fn only_greets(text: &str) -> bool {
    const FEW: usize = 4;
    let idle =
        |sentence: &str| said(sentence, GREETING | TECHNICAL) > 0 || sentence.split_whitespace().nth(FEW - 1).is_none();
    sentences(text).map(|range| &text[range]).all(|sentence| !has_question_mark(sentence) || idle(sentence))
}

impl Speech {
    /// Whether nothing was said but courtesies, or nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        !self.asks && self.content <= 2
    }

    /// Counts a word that stands in no brackets.
    fn hear(&mut self, word: &str, depth: &mut u32) {
        *depth += u32::from(word.starts_with(['[', '(']));
        let inside = *depth > 0;
        if inside && word.contains([']', ')']) {
            *depth = depth.saturating_sub(1);
        }
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !inside && !bare.is_empty() {
            self.count(WORDS.lists(bare));
        }
    }

    /// Counts a word by the lists that hold it.
    fn count(&mut self, lists: u32) {
        self.words += 1;
        self.thanks |= lists & THANKS > 0;
        self.greets |= lists & GREETS > 0;
        self.affirms |= lists & AFFIRMS > 0;
        self.content += usize::from(lists & COURTESY == 0);
    }
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
    let said = said(end, CLOSING | INTERRUPTION | NEXT);
    if said & CLOSING > 0 && !end.contains("comes from") {
        Floor::Closes
    } else if said & INTERRUPTION > 0 && !names_next(end) {
        Floor::Stays
    } else if said & NEXT > 0 || text.contains(" with ") || text.contains(" from ") {
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
pub(super) fn names_next(text: &str) -> bool {
    ["next question", "comes from", "line of", "first question", "question is from"]
        .iter()
        .any(|phrase| text.contains(phrase))
}

/// Whether a short turn only manages the stage: "Operator, next question please."
pub(super) fn manages(text: &str, speech: &Speech) -> bool {
    speech.words < 45 && said(text, STAGE) > 0
}

/// Whether most of a host's words are about the call: who is next, how it ends, whom to turn to afterwards.
pub(super) fn directs(text: &str) -> bool {
    let (mut about, mut all) = (0, 0);
    for range in sentences(text) {
        let sentence = &text[range];
        let words = sentence.split_whitespace().count();
        if judge(sentence).content > 1 {
            all += words;
            let directs = said(sentence, STAGE | NEXT | LAST | FAREWELL | CONTACT) > 0 || ends(sentence);
            about += if directs { words } else { 0 };
        }
    }
    about * 2 > all && (said(text, STAGE | LAST) > 0 || any_ends(text))
}

/// Whether a sentence ends the call, and not a piece of business: "That concludes the session", but not "We expect to
/// conclude the sale."
fn ends(sentence: &str) -> bool {
    let words = || sentence.split(|c: char| !c.is_alphanumeric() && c != '&');
    let names = |word: &str| CALL_WORDS.iter().any(|call| word.eq_ignore_ascii_case(call));
    let leads = || beginning(sentence, "Thank you. And with that".len()).contains("ith that");
    said(sentence, CLOSING | ENDING) > 0 && (words().any(names) || leads() || sentence.contains("reached the end"))
}

fn any_ends(text: &str) -> bool {
    said(text, CLOSING | ENDING) > 0 && sentences(text).any(|range| ends(&text[range]))
}

/// Whether a short turn asks what was meant: with a question mark, or by saying that it was not understood.
pub(super) fn asks_back(text: &str, speech: &Speech) -> bool {
    speech.words < 25
        && (text.trim_end().ends_with('?')
            || speech.words < 15
                && said(text, UNCLEAR) > 0
                && ["not ", "n't", "n’t", "orry"].iter().any(|no| text.contains(no)))
}

/// Whether anything was heard: words, or those that the transcriber did not understand. `[Technical Difficulty]` is
/// nobody's.
pub(super) fn is_heard(text: &str, speech: &Speech) -> bool {
    speech.words > 0 || ["oreign", "anguage", "ndiscernible", "naudible"].iter().any(|word| text.contains(word))
}

/// Whether a courteous turn takes the question up, or hands it to a colleague.
pub(super) fn takes_up(text: &str) -> bool {
    said(text, HANDING | TAKING) > 0
}

/// Whether a text hands the question to a colleague, whoever it is.
pub(super) fn hands_over(text: &str) -> bool {
    said(text, HANDING) > 0
}

/// Whether a text in which a colleague is named asks them to answer.
pub(super) fn calls(text: &str) -> bool {
    said(text, CALLED) > 0
}

/// Whether a text begins with what one does who is asked to answer.
pub(super) fn begins_call(text: &str) -> bool {
    CALLED_WORDS
        .iter()
        .filter(|verb| {
            text.as_bytes().get(..verb.len()).is_some_and(|first| first.eq_ignore_ascii_case(verb.as_bytes()))
        })
        .any(|verb| verb.ends_with(' ') || !text[verb.len()..].starts_with(char::is_alphanumeric))
}

/// Whether a text says that whoever speaks will answer.
pub(super) fn takes_own(text: &str) -> bool {
    said(text, OWN) > 0
}

/// Whether a host reads out a question that somebody sent in, and does not give the floor to who asks it.
pub(super) fn reads_question(text: &str, speech: &Speech) -> bool {
    speech.content >= 6
        && (speech.asks || speech.content >= 14 && said(text, READING) > 0)
        && text.contains("uestion")
        && said(text, CALLING) == 0
}

/// Whether somebody other than the host reads out a question, and says that it is another's.
pub(super) fn reads_aloud(text: &str, speech: &Speech) -> bool {
    speech.asks && said(text, ALOUD) > 0
}

/// Whether a turn begins by taking leave of everybody: an answer that ends so does not.
pub(super) fn takes_leave(text: &str) -> bool {
    const BEGINNING: usize = 160;
    said(beginning(text, BEGINNING), FAREWELL) > 0
}

/// Whether a host's turn ends the call: it begins by saying so in one way or another, or says little else.
pub(super) fn ends_call(text: &str) -> bool {
    const BEGINNING: usize = 250;
    let beginning = beginning(text, BEGINNING);
    said(beginning, FAREWELL | LAST) > 0 || any_ends(beginning) || directs(text)
}

/// About so many bytes of a text.
fn beginning(text: &str, len: usize) -> &str {
    &text[..ceil(text, len.min(text.len()))]
}

/// Whether a turn says that there are no more questions.
pub(super) fn closes(text: &str) -> bool {
    said(text, LAST) > 0 || any_ends(text)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let counted = |text| (judge(text).words, judge(text).content);
        assert_eq!(counted("We're (laughs) well-known, [Ann] 3.5%) “thanks” é\u{2003}so - yes?"), (7, 4));
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

    #[test]
    fn a_call_ends_and_a_sale_does_not_end_it() {
        for (text, ends) in [
            ("We expect to close the acquisition of the Bergen yard in June for 40 million, and we paid half.", false),
            ("We expect to conclude the sale of both yards in June.", false),
            ("The loan closes out the old notes. That completes the plan which the board made for the ferries.", false),
            ("In closing the yard we lost 40 jobs.", false),
            ("We also expect to conclude the sale of both yards by the end of June, for 40 million in cash.", false),
            ("We expect to close out the old notes, this time for 40 million in cash.", false),
            ("Everyone is happy with that, and we expect to conclude the sale in June.", false),
            ("That completes the Q&A.", true),
            ("This will conclude our call.", true),
            ("With that, we will wrap up.", true),
            ("And with that we conclude.", true),
            ("We have reached the end. Thank you.", true),
            ("I would like to close by saying how grateful we are to everyone who listened.", true),
            ("In closing, I want to thank all of you.", true),
            ("Thank you all for joining us.", true),
        ] {
            assert_eq!(ends_call(text), ends, "{text}");
        }
    }
}
