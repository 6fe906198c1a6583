//! Lists of people above the first speech, each under a heading: `Host`, `Speakers`, `Analysts`, then a line a person, a
//! name and an office or a firm. With or without empty lines between, and the first beside the heading or below it.

use std::ops::Range;

use super::{
    label::{self, Candidate, Place, Style},
    sheet::Sheets,
    side_heading,
};
use crate::{
    layout::{RosterEntry, Side, plain::shape::Shape},
    text::Traced,
};

/// Title pages and lists are no longer than this, in lines.
const FRONT: usize = 200;

/// What is listed.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) roster: Vec<RosterEntry>,
    /// The lines that list it, by number.
    pub(super) lines: Vec<usize>,
}

/// The people listed before the first words of whoever runs the line.
pub(super) fn read(text: &Traced, sheets: &Sheets) -> Front {
    let mut front = Front::default();
    let mut side = None;
    let mut heading = None;
    for (at, line) in sheets.lines.iter().enumerate().take(FRONT) {
        let place = Place { text, lines: &sheets.lines, at };
        let line = &text[line.range.clone()];
        let (headed, rest) = split_heading(line);
        if headed.is_some() {
            (side, heading) = (headed, Some(at));
        }
        if rest.is_empty() {
            continue;
        }
        let person = side.and_then(|side| Some((side, person(place, rest)?)));
        let Some((side, person)) = person else {
            // Whatever else stands there ends the list, and speech all of them.
            side = None;
            let speaks = |label: Candidate| label.style == Style::Colon && label.shape == Shape::Certain;
            if label::candidate(place).is_some_and(speaks) {
                break;
            }
            continue;
        };
        front.lines.extend(heading.take().filter(|heading| *heading != at));
        front.lines.push(at);
        let part = |range: Option<Range<usize>>| range.map(|range| text.slice(range));
        let name = text.slice(person.name);
        let (name, title, firm) = (name.part(without_honorific(&name)), part(person.title), part(person.firm));
        front.roster.push(RosterEntry { name, title, firm, side });
    }
    front
}

/// The side that a line's heading names, and what stands behind it: `MANAGEMENT: MS. ADA BERG – CHIEF EXECUTIVE`. Who
/// moderates is listed too, by the house that hosts the call.
fn split_heading(line: &str) -> (Option<Side>, &str) {
    if let Some(side) = side_heading(line) {
        return (Some(side), "");
    }
    let Some((heading, rest)) = line.split_once(':') else { return (None, line) };
    let moderates = ["moderator", "moderators"].iter().any(|word| heading.trim().eq_ignore_ascii_case(word));
    match side_heading(heading).or(moderates.then_some(Side::Outside)) {
        Some(side) => (Some(side), rest.trim()),
        None => (None, line),
    }
}

/// `MR. BO LIND` without what everybody of the list is called.
fn without_honorific(name: &str) -> &str {
    const WORDS: &[&str] = &["mr", "mrs", "ms", "miss", "shri", "smt"];
    let is_one = |word: &str| WORDS.iter().any(|known| word.trim_end_matches('.').eq_ignore_ascii_case(known));
    name.split_once(' ').filter(|(word, _)| is_one(word)).map_or(name, |(_, rest)| rest.trim_start())
}

/// Somebody with an office or a firm, and nothing else.
fn person(place: Place<'_>, words: &str) -> Option<Candidate> {
    label::own(place, words).filter(|person| person.title.is_some() || person.firm.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::pages::sheet;

    #[test]
    fn people_are_listed_under_their_headings() {
        let text = Traced::verbatim(
            "Nordlys 2024\nHost\nAda Berg, Head of Investor Relations\nSpeakers:\n\nOla Rahm, Chief Executive Officer\nBo Lind, Fjord Chief Financial Officer\nPRESENTATION\nJo Moe, Chief Risk Officer\n",
            0,
        );
        let sheets = sheet::read(&text);
        let front = read(&text, &sheets);
        assert_eq!(front.lines, [1, 2, 3, 4, 5]);
        let listed: Vec<_> = front
            .roster
            .iter()
            .map(|p| (p.name.as_str().to_owned(), p.title.as_deref().unwrap_or_default().to_owned(), p.side))
            .collect();
        let want = [
            ("Ada Berg", "Head of Investor Relations"),
            ("Ola Rahm", "Chief Executive Officer"),
            ("Bo Lind", "Fjord Chief Financial Officer"),
        ];
        let want: Vec<_> = want.map(|(name, title)| (name.to_owned(), title.to_owned(), Side::Company)).into();
        assert_eq!(listed, want);
    }

    #[test]
    fn the_first_may_stand_beside_the_heading() {
        let text = Traced::verbatim(
            "MANAGEMENT: MR. BO LIND– MANAGING DIRECTOR & CEO\n            MS. ADA BERG- CFO\nMODERATOR: MR. OLA RAHM – FJORD SECURITIES\n\
             Moderator: Good day.\nMANAGEMENT: MR. JO MOE – CHIEF RISK OFFICER\n",
            0,
        );
        let front = read(&text, &sheet::read(&text));
        let listed: Vec<_> = front
            .roster
            .iter()
            .map(|p| (p.name.as_str(), p.title.as_deref().or(p.firm.as_deref()).unwrap_or_default(), p.side))
            .collect();
        let want = [
            ("BO LIND", "MANAGING DIRECTOR & CEO", Side::Company),
            ("ADA BERG", "CFO", Side::Company),
            ("OLA RAHM", "FJORD SECURITIES", Side::Outside),
        ];
        assert_eq!((listed, front.lines), (want.into(), vec![0, 1, 2]));
    }
}
