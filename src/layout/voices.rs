//! Cues to turns: timed pieces of speech, a few words to a few sentences long, joined while one voice
//! goes on. Shared by every layout that a machine wrote.

use super::{DraftTurn, Label, lines::head};
use crate::text::Traced;

/// One timed piece of speech.
#[derive(Debug, Default)]
pub(super) struct Cue {
    /// Whose voice; `None` where the layout does not say.
    pub(super) label: Option<Label>,
    /// The words.
    pub(super) text: Traced,
    /// Seconds from the start.
    pub(super) start: Option<f64>,
    /// Belongs to the word before it, without a space: a full stop of its own.
    pub(super) glued: bool,
    /// Marked as a change of voice, though no name says so.
    pub(super) fresh: bool,
}

/// Joins cues into turns.
#[derive(Debug, Default)]
pub(super) struct Voices {
    turns: Vec<DraftTurn>,
}

impl Voices {
    /// Adds a cue: to the last turn if the voice is the same, else as a new turn. Cues without words
    /// are passed over.
    pub(super) fn say(&mut self, cue: Cue) {
        let words = cue.text.trim();
        if words.is_empty() {
            return;
        }
        let words = cue.text.range_of(words);
        match self.turns.last_mut() {
            Some(turn) if cue.glued || (goes_on(turn, &cue) && !cue.fresh) => {
                if !cue.glued {
                    turn.text.push_made(" ");
                }
                turn.text.push_range(&cue.text, words);
            }
            _ => self.turns.push(DraftTurn {
                label: cue.label,
                text: cue.text.slice(words),
                start_seconds: cue.start,
                ..DraftTurn::default()
            }),
        }
    }

    /// The turns.
    pub(super) fn finish(self) -> Vec<DraftTurn> {
        self.turns
    }
}

/// Whether a cue is more of a turn. Where no voice has a name, a new turn begins with the first sentence
/// after a minute, so that times stay useful.
fn goes_on(turn: &DraftTurn, cue: &Cue) -> bool {
    const MINUTE: f64 = 60.0;
    match (&turn.label, &cue.label) {
        (Some(a), Some(b)) => a.name.as_str() == b.name.as_str(),
        (None, None) => {
            let seconds = cue.start.zip(turn.start_seconds).map_or(0.0, |(now, then)| now - then);
            seconds < MINUTE || !turn.text.ends_with(['.', '?', '!'])
        }
        _ => false,
    }
}

/// The first words, in which a host says which call it is.
pub(super) fn opening(turns: &[DraftTurn]) -> impl Iterator<Item = &str> {
    const TURNS: usize = 3;
    const LEN: usize = 4096;
    turns.iter().take(TURNS).map(|turn| head(&turn.text, LEN))
}

/// The label of a voice as a machine prints it. A bare number or letter (`3`, `B`) says nothing when
/// read alone, so it becomes `Speaker 3`; everything else stays as printed.
pub(super) fn label(printed: Traced) -> Option<Label> {
    let name = printed.trim();
    if name.is_empty() {
        return None;
    }
    let is_number = name.bytes().all(|b| b.is_ascii_digit());
    let is_letter = name.len() == 1 && name.bytes().all(|b| b.is_ascii_uppercase());
    let name = if is_number || is_letter {
        let mut named = Traced::default();
        named.push_made("Speaker ");
        named.push(&printed.part(name));
        named
    } else {
        printed.part(name)
    };
    Some(Label { name, ..Label::default() })
}

/// Reads a time as subtitles and meeting tools print it: `1:02:03.5`, `00:02:03,500`, `2:03`, `12.5s`.
pub(super) fn seconds(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('s');
    let mut total = 0.0;
    let mut parts = 0;
    for part in text.split(':') {
        let well_formed = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        parts += 1;
        if !well_formed || parts > 3 || part.len() > 12 {
            return None;
        }
        let value: f64 = if part.contains(',') { part.replace(',', ".").parse() } else { part.parse() }.ok()?;
        total = total * 60.0 + value;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(name: &str, text: &str) -> Cue {
        let label = label(Traced::verbatim(name, 0));
        Cue { label, text: Traced::verbatim(text, 9), ..Cue::default() }
    }

    #[test]
    fn neighbouring_cues_of_one_voice_are_one_turn() {
        let mut voices = Voices::default();
        for (name, text) in [("A", " Good"), ("A", "morning. "), ("B", "Hi"), ("B", "  "), ("A", "Next")] {
            voices.say(cue(name, text));
        }
        voices.say(Cue { glued: true, ..cue("", ".") });
        let turns: Vec<_> = voices
            .finish()
            .into_iter()
            .map(|turn| (turn.label.unwrap_or_default().name.into_string(), turn.text.into_string()))
            .collect();
        let expected = [("Speaker A", "Good morning."), ("Speaker B", "Hi"), ("Speaker A", "Next.")];
        assert_eq!(turns, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }

    #[test]
    fn bare_numbers_and_letters_become_speakers() {
        for (printed, name) in [("0", "Speaker 0"), ("B", "Speaker B"), ("SPEAKER_03", "SPEAKER_03"), ("Al", "Al")] {
            assert_eq!(label(Traced::verbatim(printed, 0)).unwrap().name.as_str(), name);
        }
        assert!(label(Traced::verbatim("  ", 0)).is_none());
    }

    #[test]
    fn times() {
        let cases = [
            ("00:04:01.680", Some(241.68)),
            ("00:00:02,500", Some(2.5)),
            ("1:02", Some(62.0)),
            ("12.5", Some(12.5)),
            ("0.28s", Some(0.28)),
            ("1:2:3:4", None),
            ("", None),
            ("::", None),
            ("ten", None),
        ];
        for (text, expected) in cases {
            let got = seconds(text);
            let close = got.zip(expected).is_some_and(|(a, b)| (a - b).abs() < 1e-9);
            assert!(close || got == expected, "{text}: {got:?}");
        }
    }
}
