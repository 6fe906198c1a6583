//! Listens to the places where people are introduced, and notes what is said there.
//!
//! Most of a call is remarks and answers, in which nobody is introduced. Only the ends of turns,
//! the first turns and the operator's are read, so that the time spent does not grow with the talk.

use std::{ops::Range, sync::LazyLock};

use super::{
    behavior, boundary,
    guests::{self, Guest},
    introductions::{self, Cue, Introduction},
    mention::{self, Mention},
    names::{Likeness, Name},
    phrase::floor,
    spoken::{self, Opening},
    titles,
    voice::{LabelKind, Voices, first_qa},
};
use crate::{
    layout::{Draft, Label, Side},
    text::Cues,
    transcript::Section,
};

/// Everything heard about people.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Who is called to ask, and in which turn.
    pub calls: Vec<(usize, Introduction)>,
    /// Who is named with a title or given the floor, and in which turn.
    pub mentions: Vec<(usize, Mention)>,
    /// Who is asked to go on in the questions, by nothing but a name at the end of a turn.
    pub asides: Vec<(usize, Mention)>,
    /// What speakers say of themselves at the beginning of a turn.
    pub openings: Vec<(usize, Opening)>,
    /// Who is presented as an outsider, and in which turn.
    pub guests: Vec<(usize, Guest)>,
    /// The first turn of the questions.
    pub first_qa: usize,
    /// Whether anything says that a company speaks here to others.
    pub is_call: bool,
}

const TAIL: usize = 700;
const WELCOME: usize = 3000;
const OPENING: usize = 600;
const HOST: usize = 300;

/// Reads all the places.
pub(super) fn listen(draft: &Draft, voices: &Voices, sections: &[Section]) -> Heard {
    let mut heard = Heard { first_qa: first_qa(sections), ..Heard::default() };
    let mut remarks = 0;
    // Lone names at the end of a turn name only voices that have nothing but a number.
    let numbered = voices.list.iter().any(|voice| voice.kind == LabelKind::Numbered);
    let staffed = voices.list.iter().any(|voice| voice.operator);
    let mut seen = vec![0u8; voices.list.len()];
    for turn in 0..draft.turns.len() {
        let text: &str = &draft.turns[turn].text;
        let qa = turn >= heard.first_qa;
        let operator = voices.at(turn).operator;
        if qa {
            if numbered && !operator {
                heard.asides.extend(mention::vocative(text).map(|m| (turn, m)));
            }
            let asker = if operator { None } else { boundary::asker(draft, voices, turn) };
            calls(text, operator, asker.map(|name| (name, staffed)), turn, &mut heard.calls);
            if operator && text.len() <= 1500 && signs(text, HANDS_OVER) {
                heard.mentions.extend(mention::find(text, 0..text.len()).into_iter().map(|m| (turn, m)));
            }
            if operator {
                call_by_label(draft, voices, turn, &mut heard.calls);
            }
        }
        if !qa {
            for window in welcome_windows(text, operator, remarks) {
                heard.guests.extend(guests::find(text, window.clone()).into_iter().map(|guest| (turn, guest)));
                heard.mentions.extend(mention::find(text, window).into_iter().map(|m| (turn, m)));
            }
            if !operator {
                // Its sentence may have been read as another hand-over.
                let last = heard.mentions.last().filter(|(at, m)| *at == turn && m.kind.gives_floor());
                let given = last.map_or(0, |(_, m)| m.words.end);
                let vocative = mention::vocative(text).filter(|m| m.words.start >= given);
                heard.mentions.extend(vocative.map(|m| (turn, m)));
            }
            remarks += usize::from(!operator);
        }
        let voice = voices.of_turn[turn];
        let called = turn > 0 && voices.at(turn - 1).operator;
        if !operator && (seen[voice] < 2 || (qa && called)) {
            seen[voice] = 2.min(seen[voice] + 1);
            let opening = spoken::opening(text);
            if opening != Opening::default() {
                heard.openings.push((turn, opening));
            }
        }
    }
    heard.is_call = is_call(draft, voices, &heard);
    heard
}

/// Whether anything says that a company speaks here to others: its name, a quarter, an operator, a roster, printed
/// questions, offices and firms, somebody called for a firm, thanks for the floor, an account of its business. In other
/// talk people give each other the floor too, and that makes nobody an executive.
fn is_call(draft: &Draft, voices: &Voices, heard: &Heard) -> bool {
    draft.roster.iter().any(|entry| entry.side != Side::Member)
        || draft.header.period.is_some()
        || draft.header.company.is_some()
        || voices.list.iter().any(|voice| voice.operator)
        || draft.turns.iter().any(|turn| {
            let beside = turn.label.as_ref().is_some_and(|label| label.firm.is_some() || is_office(label));
            beside || turn.section.is_some() || super::voice::mark(turn).is_some()
        })
        || heard.calls.iter().any(|(_, introduction)| introduction.firm.is_some())
        || heard.mentions.iter().any(|(turn, mention)| {
            let title = mention.title.clone();
            title.is_some_and(|title| !titles::positions(&draft.turns[*turn].text[title]).is_empty())
        })
        || draft.turns[heard.first_qa.min(draft.turns.len())..].iter().any(|turn| behavior::has_floor(&turn.text))
        || accounts(draft)
}

/// Whether a company gives an account of itself: `our first quarter`, `our operating margin`, `our shareholders`. Other
/// talk has none of these, or one.
fn accounts(draft: &Draft) -> bool {
    const ENOUGH: usize = 3;
    /// How far behind `our` such a word may stand.
    const WORDS: usize = 3;
    const OURS: [&[&str]; 8] = [
        &["quarter"],
        &["profit", "income", "earnings", "ebitda"],
        &["cash"],
        &["dividend", "buyback", "repurchase"],
        &["revenue"],
        &["margin"],
        &["shareholder", "stockholder"],
        &["guidance"],
    ];
    let mut said = [false; OURS.len()];
    for turn in &draft.turns {
        let is_ours = |(at, _): &(usize, &str)| {
            let before = turn.text[..*at].strip_suffix(['o', 'O']);
            before.is_some_and(|before| !before.ends_with(char::is_alphanumeric))
        };
        for (at, our) in turn.text.match_indices("ur ").filter(is_ours) {
            for word in turn.text[at + our.len()..].split(' ').take(WORDS) {
                let begins =
                    |known: &&str| word.get(..known.len()).is_some_and(|word| word.eq_ignore_ascii_case(known));
                for (said, words) in said.iter_mut().zip(OURS) {
                    *said |= words.iter().any(begins);
                }
            }
        }
    }
    said.iter().filter(|said| **said).count() >= ENOUGH
}

/// Whether a label prints an office of a company's.
fn is_office(label: &Label) -> bool {
    label.title.as_ref().is_some_and(|title| !titles::positions(title).is_empty())
}

/// The parts of a turn in the prepared remarks where people are presented.
fn welcome_windows(text: &str, operator: bool, remarks: usize) -> Vec<Range<usize>> {
    let opening = if operator || remarks < 2 { WELCOME } else { OPENING };
    let tail = text.len().saturating_sub(TAIL);
    if tail <= opening {
        return std::iter::once(0..text.len()).collect();
    }
    vec![0..floor(text, opening), sentence_start(text, tail)..text.len()]
}

/// The start of the sentence in which `at` stands, so that no sentence is read from its middle.
fn sentence_start(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    let from = floor(text, at.saturating_sub(400));
    text[from..at].rfind(". ").map_or(at, |dot| from + dot + 2)
}

/// Who is called to ask in a turn; `asker` asks next. Where there is an operator, a host must name a firm: else it
/// may be a colleague who is to answer.
fn calls(
    text: &str,
    operator: bool,
    asker: Option<(&Name, bool)>,
    turn: usize,
    found: &mut Vec<(usize, Introduction)>,
) {
    let whole = if operator { 1500 } else { HOST };
    let from = sentence_start(text, text.len().saturating_sub(whole));
    let from = if text.len() <= whole { 0 } else { from };
    if !operator && asker.is_none() && !signs(&text[from..], CALLS) {
        return;
    }
    for introduction in introductions::find(text, from..text.len()) {
        let asks = || {
            asker.is_some_and(|(asker, staffed)| {
                let firm = introduction.firm.clone();
                let outside = firm.is_some_and(|firm| titles::positions(&text[firm]).is_empty());
                (!staffed || outside) && asker.likeness(&Name::new(&text[introduction.name.clone()])) != Likeness::None
            })
        };
        if operator || host_calls(text, &introduction) || asks() {
            found.push((turn, introduction));
        }
    }
}

/// Whoever speaks next and is named in the operator's turn was called, however their name looks.
fn call_by_label(draft: &Draft, voices: &Voices, turn: usize, found: &mut Vec<(usize, Introduction)>) {
    let Some(next) = voices.of_turn.get(turn + 1).map(|&voice| &voices.list[voice]) else { return };
    let text: &str = &draft.turns[turn].text;
    if next.operator || !next.name.is_full() || text.len() > 1500 {
        return;
    }
    let mut called =
        found.iter().rev().take_while(|(other, _)| *other == turn).filter(|(_, introduction)| {
            Name::new(&text[introduction.name.clone()]).likeness(&next.name) != Likeness::None
        });
    let known = called.next();
    if known.into_iter().chain(called).any(|(_, introduction)| introduction.firm.is_some()) {
        return;
    }
    let is_known = known.is_some();
    // "Mr. Group with Acme": a name that looks like a word of a firm's hides the firm behind it.
    if let Some(introduction) = introductions::of_name(text, 0..text.len(), &next.name)
        .filter(|introduction| !is_known || introduction.firm.is_some())
    {
        found.push((turn, introduction));
    }
}

/// Whether a host calls somebody to ask: by full name, and with a firm or the word "question". Hosts also name
/// the colleague who is to answer.
fn host_calls(text: &str, introduction: &Introduction) -> bool {
    let full = Name::new(&text[introduction.name.clone()]).is_full();
    let words = &text[introduction.words.clone()];
    introduction.cue == Cue::Spoken
        && (full || introduction.firm.is_some())
        && (words.contains("question") || words.contains("line of") || (full && introduction.firm.is_some()))
        && !words.contains("question for")
}

/// Words of a host who may call somebody.
const CALLS: u32 = 1;
/// Words of an operator who may hand over to one of the company's.
const HANDS_OVER: u32 = 2;

/// Whether a sign stands in a text.
fn signs(text: &str, sign: u32) -> bool {
    static SIGNS: LazyLock<Cues> = LazyLock::new(|| {
        Cues::new(&[
            (&["question", "go to ", "hear from", "caller", "line", "next", "moving on", "move on", "floor"], CALLS),
            (&["introduc", "turn ", "return ", "hand "], HANDS_OVER),
        ])
    });
    SIGNS.lists(text, sign) > 0
}
