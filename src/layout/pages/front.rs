//! Lists of people above the first speech, each under a heading: `Host`, `Speakers`, `Analysts`, then a line a person, a
//! name and an office or a firm. With or without empty lines between.

use std::ops::Range;

use super::{
    label::{self, Place, Style},
    sheet::Sheets,
    side_heading,
};
use crate::{layout::RosterEntry, text::Traced};

/// Title pages and lists are no longer than this, in lines.
const FRONT: usize = 200;

/// The people listed before byte `until` of the source.
pub(super) fn roster(text: &Traced, sheets: &Sheets, until: u64) -> Vec<RosterEntry> {
    let mut roster = Vec::new();
    let mut side = None;
    for (at, line) in sheets.lines.iter().enumerate().take(FRONT) {
        if text.source_span(line.range.clone()).start >= until {
            break;
        }
        if let Some(heading) = side_heading(&text[line.range.clone()]) {
            side = Some(heading);
            continue;
        }
        let Some(listed) = side else { continue };
        let person = label::candidate(Place { text, lines: &sheets.lines, at });
        let person = person.filter(|p| p.style == Style::Own && (p.title.is_some() || p.firm.is_some()));
        // Whatever else stands there ends the list.
        let Some(person) = person else {
            side = None;
            continue;
        };
        let part = |range: Option<Range<usize>>| range.map(|range| text.slice(range));
        let (name, title, firm) = (text.slice(person.name), part(person.title), part(person.firm));
        roster.push(RosterEntry { name, title, firm, side: listed });
    }
    roster
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::{Side, pages::sheet};

    #[test]
    fn people_are_listed_under_their_headings() {
        let text = Traced::verbatim(
            "Nordlys 2024\nHost\nAda Berg, Head of Investor Relations\nSpeakers:\n\nOla Rahm, Chief Executive Officer\nBo Lind, Fjord Chief Financial Officer\nPRESENTATION\nJo Moe, Chief Risk Officer\n",
            0,
        );
        let sheets = sheet::read(&text);
        let listed: Vec<_> = roster(&text, &sheets, u64::MAX)
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
        // What stands behind the beginning of the speech is none.
        assert!(roster(&text, &sheets, 0).is_empty());
    }
}
