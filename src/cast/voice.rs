//! Voices: turns that carry one label, before anybody knows whose it is.

use std::collections::{HashMap, HashSet};

use super::{names::Name, operator};
use crate::{
    layout::{Draft, DraftTurn, Mark, RosterEntry},
    transcript::Section,
};

/// One label and the turns that carry it.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    /// The label's name, as printed.
    pub label: String,
    /// The same, to compare.
    pub name: Name,
    /// What kind of label it is.
    pub kind: LabelKind,
    /// The turns, in order.
    pub turns: Vec<usize>,
    /// Whether it runs the line.
    pub operator: bool,
}

/// What a label says by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LabelKind {
    /// A person's name.
    Named,
    /// A number or a letter for a voice: `SPEAKER_03`.
    Numbered,
    /// `Operator`, `Moderator`, `Coordinator`.
    Operator,
    /// `Unidentified Analyst` and the like: somebody, and not always the same.
    Unidentified(Hint),
    /// No label at all.
    Missing,
}

/// What an unidentified speaker is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hint {
    Analyst,
    Company,
    Guest,
    Participant,
    Nothing,
}

/// All voices of a call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Voices {
    pub(super) list: Vec<Voice>,
    /// For each turn, its voice.
    pub(super) of_turn: Vec<usize>,
}

impl Voices {
    /// Groups the turns by label, and finds out who runs the line.
    pub(crate) fn of(draft: &Draft) -> Voices {
        let mut voices = Voices::default();
        // What a label is, is found out once, and not at each of its turns.
        let mut kinds: HashMap<&str, LabelKind> = HashMap::new();
        let mut known: HashMap<(&str, bool), usize> = HashMap::new();
        // Unidentified speakers are one person as long as no operator speaks, and no longer.
        let mut floor: HashMap<(&str, bool), usize> = HashMap::new();
        for (turn, draft_turn) in draft.turns.iter().enumerate() {
            let label = draft_turn.label.as_ref().map_or("", |label| label.name.trim());
            let mut kind = *kinds.entry(label).or_insert_with(|| kind_of(label));
            if matches!(kind, LabelKind::Unidentified(_))
                && mark(draft_turn).is_none()
                && operator::stages(&draft_turn.text)
            {
                kind = LabelKind::Operator;
            }
            if !floor.is_empty() && (kind == LabelKind::Operator || operator::introduces(&draft_turn.text)) {
                floor.clear();
            }
            let book = if matches!(kind, LabelKind::Unidentified(_)) { &mut floor } else { &mut known };
            let voice = *book.entry((label, kind == LabelKind::Operator)).or_insert_with(|| {
                let name = if kind == LabelKind::Named { Name::new(label) } else { Name::default() };
                voices.list.push(Voice { label: label.to_owned(), name, kind, turns: Vec::new(), operator: false });
                voices.list.len() - 1
            });
            voices.list[voice].turns.push(turn);
            voices.of_turn.push(voice);
        }
        let runs_it = |entry: &&RosterEntry| entry.title.as_ref().is_some_and(|title| runs_the_line(title));
        let (hosts, others): (Vec<&RosterEntry>, Vec<&RosterEntry>) = draft.roster.iter().partition(runs_it);
        let names = |entries: Vec<&RosterEntry>| -> HashSet<Name> {
            entries.into_iter().map(|entry| Name::new(&entry.name)).filter(|name| !name.is_empty()).collect()
        };
        let (hosts, roster) = (names(hosts), names(others));
        for voice in &mut voices.list {
            let label = voice.turns.first().and_then(|&turn| draft.turns[turn].label.as_ref());
            let labelled = label.is_some_and(|label| label.title.as_ref().is_some_and(|title| runs_the_line(title)));
            voice.operator = labelled || hosts.contains(&voice.name) || operator::is_operator(draft, &roster, voice);
        }
        voices
    }

    /// The voice of a turn.
    pub(super) fn at(&self, turn: usize) -> &Voice {
        &self.list[self.of_turn[turn]]
    }
}

/// Whether a printed mark says that the turn asks or answers.
pub(super) fn mark(turn: &DraftTurn) -> Option<Mark> {
    turn.label.as_ref().and_then(|label| label.mark)
}

/// The first turn of the questions and answers; the number of turns if there is none.
pub(super) fn first_qa(sections: &[Section]) -> usize {
    sections.iter().position(|&section| section == Section::Qa).unwrap_or(sections.len())
}

/// Whether a printed title is that of somebody who runs the line: `Conference Facilitator`.
pub(super) fn runs_the_line(title: &str) -> bool {
    kind_of(title) == LabelKind::Operator
}

/// What somebody is whose printed title is nothing but a word for a side of the call, and no position: `executive`.
pub(super) fn side_of(title: &str) -> Option<Hint> {
    // Vendors call a side by one or by many of it.
    let one = title.trim().trim_end_matches('s');
    match kind_of(one) {
        LabelKind::Unidentified(hint) => Some(hint),
        _ => None,
    }
}

fn kind_of(label: &str) -> LabelKind {
    if label.is_empty() {
        return LabelKind::Missing;
    }
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    const OPERATORS: &[&str] = &["operator", "moderator", "coordinator", "facilitator", "teleoperator"];
    const AROUND: &[&str] = &["the", "conference", "call", "assistant", "event", "meeting", "webcast", "unidentified"];
    if has(OPERATORS) && words.iter().all(|word| OPERATORS.contains(word) || AROUND.contains(word)) {
        return LabelKind::Operator;
    }
    let counted = words.last().is_some_and(|w| w.len() <= 3 && (w.bytes().all(|b| b.is_ascii_digit()) || w.len() == 1));
    const VOICES: &[&str] = &["speaker", "spk", "spkr", "voice", "participant", "person", "channel", "user"];
    let voice = words.first().is_some_and(|word| VOICES.contains(word));
    // `spk03`, and `3` alone.
    let bare = words.first().map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let glued =
        words.len() == 1 && bare.is_some_and(|bare| bare != words[0] && (bare.is_empty() || VOICES.contains(&bare)));
    if glued || (words.len() == 2 && voice && counted) {
        return LabelKind::Numbered;
    }
    let unidentified = has(&[
        "unidentified",
        "unknown",
        "unnamed",
        "unidentifed",
        "unidentifies",
        "unverified",
        "anonymous",
        "undetermined",
    ]) || lower.starts_with("unidentified");
    let generic = words.iter().all(|word| {
        matches!(
            *word,
            "analyst"
                | "speaker"
                | "participant"
                | "audience"
                | "member"
                | "shareholder"
                | "executive"
                | "company"
                | "representative"
                | "male"
                | "female"
                | "man"
                | "woman"
                | "investor"
                | "questioner"
                | "caller"
                | "attendee"
                | "of"
                | "the"
                | "corporate"
                | "management"
                | "moderators"
                | "interpreter"
                | "translator"
                | "press"
                | "journalist"
        )
    });
    if unidentified || generic {
        return LabelKind::Unidentified(hint(&lower));
    }
    LabelKind::Named
}

fn hint(lower: &str) -> Hint {
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["analyst"]) {
        Hint::Analyst
    } else if has(&["executive", "company", "corporate", "management", "representative"]) {
        Hint::Company
    } else if has(&[
        "audience",
        "shareholder",
        "press",
        "journalist",
        "attendee",
        "interpreter",
        "translator",
        "investor",
    ]) {
        Hint::Guest
    } else if has(&["participant", "caller", "questioner"]) {
        Hint::Participant
    } else {
        Hint::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_may_be_words_for_a_side() {
        for (title, want) in [
            ("executive", Some(Hint::Company)),
            ("Analysts", Some(Hint::Analyst)),
            ("shareholder", Some(Hint::Guest)),
            ("unknown", Some(Hint::Nothing)),
            ("Executive Director", None),
            ("ceo", None),
            ("operator", None),
        ] {
            assert_eq!(side_of(title), want, "{title}");
        }
    }

    #[test]
    fn labels_say_what_they_are() {
        for (label, want) in [
            ("Ann Roe", LabelKind::Named),
            ("Person Roe", LabelKind::Named),
            ("SPEAKER_03", LabelKind::Numbered),
            ("spk03", LabelKind::Numbered),
            ("spk_0", LabelKind::Numbered),
            ("Speaker 4", LabelKind::Numbered),
            ("Speaker A", LabelKind::Numbered),
            ("Participant #2", LabelKind::Numbered),
            ("7", LabelKind::Numbered),
            ("R2", LabelKind::Named),
            ("The Operator", LabelKind::Operator),
            ("Conference Call Operator", LabelKind::Operator),
            ("Unidentified Analyst", LabelKind::Unidentified(Hint::Analyst)),
            ("Unknown Executive", LabelKind::Unidentified(Hint::Company)),
            ("Shareholder", LabelKind::Unidentified(Hint::Guest)),
            ("THE CALLER", LabelKind::Unidentified(Hint::Participant)),
            ("", LabelKind::Missing),
        ] {
            assert_eq!(kind_of(label), want, "{label}");
        }
    }
}
