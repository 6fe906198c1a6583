//! Speakers' headings as banks and companies print them: a line of its own (`Ada Berg, Fjord Bank`), a
//! column beside the text, a name in capitals before a full stop, an office or a firm around a name
//! before a colon. What a line may be, before the whole text says whether it is.

use std::ops::Range;

use super::sheet::Line;
use crate::{
    cast::titles,
    layout::{
        Mark,
        plain::shape::{self, Shape},
    },
};

/// Longer lines are speech.
const LONGEST: usize = 130;

/// How a label stands to its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// On a line of its own.
    Own,
    /// In a column to the left.
    Column,
    /// In capitals, before a full stop.
    Stop,
    /// Before a colon.
    Colon,
}

/// A line that may be a label, taken apart. Ranges are bytes of the text.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) style: Style,
    pub(super) name: Range<usize>,
    pub(super) title: Option<Range<usize>>,
    pub(super) firm: Option<Range<usize>>,
    pub(super) mark: Option<Mark>,
    /// The parts of the lines that are text.
    pub(super) text: Vec<Range<usize>>,
    /// How many lines it takes.
    pub(super) n_lines: usize,
    pub(super) shape: Shape,
}

/// The lines of a text, and a place among them.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Line],
    pub(super) at: usize,
}

impl<'a> Place<'a> {
    fn line(self, ahead: usize) -> Option<&'a str> {
        self.lines.get(self.at + ahead).map(|line| &self.text[line.range.clone()])
    }

    fn range(self, part: &str) -> Range<usize> {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        start..start + part.len()
    }

    /// Whether the line `ahead` goes on with the one before it.
    fn goes_on(self, ahead: usize) -> bool {
        self.lines.get(self.at + ahead).is_some_and(|line| !line.opens)
    }
}

/// Takes the line at a place apart, if it may be a label.
pub(super) fn candidate(place: Place<'_>) -> Option<Candidate> {
    let line = place.line(0)?;
    // Two blanks behind a full stop are no column.
    stop(place, line).or_else(|| column(place, line)).or_else(|| own(place, line)).or_else(|| colon(place, line))
}

/// `Ada Berg`, `Ada Berg, Fjord Bank`, `Ada Berg – Fjord Bank – Analyst`, `<<Ada Berg – CFO>>`, and perhaps
/// the office on the next line.
pub(super) fn own(place: Place<'_>, line: &str) -> Option<Candidate> {
    let (words, mark) = without_mark(line);
    let inner = words.strip_prefix("<<").and_then(|rest| rest.strip_suffix(">>")).unwrap_or(words).trim();
    let inner = inner.strip_suffix('.').filter(|inner| is_titled(inner)).unwrap_or(inner);
    if inner.len() > LONGEST || ends_as_speech(inner) || inner.contains(':') {
        return None;
    }
    let (name, rest) = split_name(inner);
    let name = undoubled(name);
    let shape = shape_of(name).filter(|_| !is_firm(name) && !is_numbered(name))?;
    let (title, firm) = details(rest).or_else(|| is_remark(rest).then_some((None, None)))?;
    let mut own = Candidate {
        style: Style::Own,
        name: place.range(name),
        title: title.map(|title| place.range(title)),
        firm: firm.map(|firm| place.range(firm)),
        mark,
        text: Vec::new(),
        n_lines: 1,
        shape,
    };
    if rest.is_empty()
        && place.goes_on(1)
        && let Some(below) = place.line(1)
        && let (office, mark) = without_mark(below)
        && office.len() <= LONGEST
        && (mark.is_some() || is_office(office) && !ends_as_speech(office))
        && let Some((title, firm)) = details(office.trim_start_matches(['–', '—', '-', ' ']))
        && title.is_some()
    {
        own.title = title.map(|title| place.range(title));
        own.firm = firm.map(|firm| place.range(firm));
        own.mark = mark;
        own.n_lines = 2;
    } else if rest.is_empty()
        && place.goes_on(1)
        && let Some(firm) =
            place.line(1).filter(|below| below.len() <= LONGEST && below.ends_with(", Research Division"))
    {
        own.firm = Some(place.range(firm));
        own.n_lines = 2;
    }
    Some(own)
}

/// `Ada Berg, Chief Financial Officer`, and no sentence.
fn is_titled(line: &str) -> bool {
    let capital = |word: &str| word.len() <= 3 || !word.starts_with(char::is_lowercase);
    line.split_once(", ").is_some_and(|(_, office)| is_office(office)) && line.split(' ').all(capital)
}

/// `Ada Berg      Thank you.`, with the firm in brackets behind the name or below it.
fn column(place: Place<'_>, line: &str) -> Option<Candidate> {
    const WIDEST: usize = 60;
    let (head, said) = line.split_at(line.find("  ")?);
    let said = said.trim_start();
    if head.len() > WIDEST || head.contains(':') || said.len() < 3 {
        return None;
    }
    let (name, firm) = bracketed(head).unwrap_or((head, ""));
    let shape = shape_of(name)?;
    let mut label = Candidate {
        style: Style::Column,
        name: place.range(name),
        title: None,
        firm: (!firm.is_empty()).then(|| place.range(firm)),
        mark: None,
        text: vec![place.range(said)],
        n_lines: 1,
        shape,
    };
    if firm.is_empty()
        && place.goes_on(1)
        && let Some(below) = place.line(1)
        && let Some(inner) = below.strip_prefix('(')
        && let Some((firm, rest)) = inner.split_once(')')
        && firm.len() <= WIDEST
        && (rest.starts_with("  ") || rest.is_empty())
    {
        label.firm = Some(place.range(firm));
        label.text.push(place.range(rest.trim_start()));
        label.n_lines = 2;
    }
    Some(label)
}

/// `CHAIR BERG. Good afternoon.`
fn stop(place: Place<'_>, line: &str) -> Option<Candidate> {
    let end = line.char_indices().take(50).find_map(|(at, c)| {
        // An initial's full stop ends no name.
        (c == '.' && line[..at].rsplit(' ').next().is_some_and(|word| word.len() > 2)).then_some(at)
    })?;
    let (name, said) = (&line[..end], &line[end + 1..]);
    let capital = name.contains(' ') && !name.contains(char::is_lowercase);
    let said = said.strip_prefix([' ', '\u{a0}'])?.trim_start();
    (capital && !said.is_empty()).then_some(())?;
    let shape = shape_of(name).filter(|shape| *shape >= Shape::Person)?;
    Some(Candidate {
        style: Style::Stop,
        name: place.range(name),
        title: None,
        firm: None,
        mark: None,
        text: vec![place.range(said)],
        n_lines: 1,
        shape,
    })
}

/// `Operator: …`, `Chief Executive Ada Berg: …`, `Ola Rahm from Fjord Bank: …`.
fn colon(place: Place<'_>, line: &str) -> Option<Candidate> {
    let (head, said) = line.split_once(':').filter(|(head, _)| head.len() <= LONGEST)?;
    let said = said.trim_start();
    let (name, title, firm) = match head.split_once(" from ") {
        Some((name, firm)) if firm.starts_with(char::is_uppercase) => (name, None, Some(firm)),
        _ => {
            let (title, name) = leading_office(head);
            (name, title, None)
        }
    };
    let shape = shape_of(name)?;
    (shape == Shape::Certain || title.is_some() || firm.is_some()).then_some(())?;
    Some(Candidate {
        style: Style::Colon,
        name: place.range(name),
        title: title.map(|title| place.range(title)),
        firm: firm.map(|firm| place.range(firm)),
        mark: None,
        text: vec![place.range(said)],
        n_lines: 1,
        shape,
    })
}

/// `closing remarks` behind a name: a few small words.
fn is_remark(rest: &str) -> bool {
    let words = rest.trim_start_matches([' ', '–', '—', '-']);
    rest.starts_with(' ') && words.starts_with(char::is_lowercase) && words.split(' ').count() <= 2
}

/// `II. NORTHERN FLEET`: a heading with its number.
fn is_numbered(name: &str) -> bool {
    let number = name.split(' ').next().and_then(|word| word.strip_suffix('.')).unwrap_or_default();
    number.len() > 1 && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// Ends as firms' names do, or as headings.
fn is_firm(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ag",
        "plc",
        "inc",
        "ltd",
        "limited",
        "llc",
        "corp",
        "corporation",
        "company",
        "bank",
        "group",
        "nv",
        "sa",
        "holdings",
        "results",
        "transcript",
        "call",
        "session",
        "division",
        "section",
        "data",
        "summary",
        "overview",
        "highlights",
        "outlook",
    ];
    let last = name.rsplit(' ').next().unwrap_or_default().trim_end_matches('.');
    ENDINGS.iter().any(|ending| last.eq_ignore_ascii_case(ending))
}

/// A name with its look; single words are too little.
fn shape_of(name: &str) -> Option<Shape> {
    shape::of(name).filter(|shape| *shape >= Shape::Person)
}

/// The question's or answer's letter at the right margin.
fn without_mark(line: &str) -> (&str, Option<Mark>) {
    let (rest, mark) = match line.as_bytes() {
        [.., b' ', b'Q'] => (&line[..line.len() - 1], Mark::Question),
        [.., b' ', b'A'] => (&line[..line.len() - 1], Mark::Answer),
        _ => return (line, None),
    };
    (rest.trim_end(), Some(mark))
}

/// Ends as a sentence or a clause does, and not as a firm's or a person's name.
fn ends_as_speech(line: &str) -> bool {
    const SHORT: &[&str] = &[
        "jr.", "sr.", "inc.", "co.", "corp.", "ltd.", "llc.", "plc.", "n.v.", "s.a.", "l.p.", "b.v.", "a.g.", "s.p.a.",
        "u.s.", "a.s.",
    ];
    if line.ends_with(['?', '!', ';', ',', '…', '-', '–']) {
        return true;
    }
    let last = line.rsplit(' ').next().unwrap_or_default();
    line.ends_with('.') && !SHORT.iter().any(|short| last.eq_ignore_ascii_case(short))
}

/// The name, and what stands behind the first sign that ends one.
fn split_name(line: &str) -> (&str, &str) {
    let ends = [", ", "; ", " – ", " — ", "– ", "— ", "- ", " - ", " -- ", " (", " | "];
    let suffixed = |at: usize| {
        let after = line[at..].trim_start_matches([',', ' ']);
        ["Jr", "Sr", "II", "III", "IV", "CFA", "PhD", "MD"].iter().any(|suffix| {
            let rest = after.strip_prefix(suffix).filter(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()));
            // With more behind it, a managing director.
            rest.is_some_and(|rest| *suffix != "MD" || !rest.starts_with(','))
        })
    };
    let mut at = 0;
    loop {
        let next = ends.iter().filter_map(|end| line[at..].find(end).map(|found| (at + found, end.len()))).min();
        match next {
            Some((found, len)) if line[found..].starts_with(", ") && suffixed(found) => at = found + len,
            Some((found, _)) => return (&line[..found], &line[found..]),
            None => return (line, ""),
        }
    }
}

/// `Ada BergAda Berg`: print over print, to look bold, is read twice.
fn undoubled(name: &str) -> &str {
    match name.split_at_checked(name.len() / 2) {
        Some((first, again)) if first == again && first.contains(' ') => first,
        _ => name,
    }
}

/// Title and firm, in whichever order they are printed; `None` if the words are neither.
fn details(rest: &str) -> Option<(Option<&str>, Option<&str>)> {
    let rest = rest.trim_start_matches([',', ';', ' ', '–', '—', '-', '|', '(']).trim_end();
    let rest = if rest.contains('(') { rest } else { rest.trim_end_matches([')', ' ']) };
    if rest.is_empty() {
        return Some((None, None));
    }
    // A sentence goes on in small letters.
    let small = rest.split(' ').filter(|word| word.len() > 3 && word.starts_with(char::is_lowercase)).count();
    if !rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || small > 2 {
        return None;
    }
    let dashed = [" – ", " — ", " - ", " -- "].iter().find_map(|dash| rest.split_once(dash));
    let (first, second) = match dashed {
        Some(pair) => pair,
        None => match comma_before_firm(rest) {
            Some(at) => (&rest[..at], &rest[at + 2..]),
            None if is_office(rest) => return Some((Some(rest), None)),
            None => return Some((None, Some(rest))),
        },
    };
    Some(if is_office(second) && !(is_office(first) && dashed.is_none()) {
        (Some(second), Some(first))
    } else if is_office(first) {
        (Some(first), Some(second))
    } else {
        (None, Some(rest))
    })
}

/// The comma after which no office follows: `Chair, President & CEO, Fjord Bank`.
fn comma_before_firm(rest: &str) -> Option<usize> {
    rest.match_indices(", ").map(|(at, _)| at).find(|&at| is_office(&rest[..at]) && !is_office(&rest[at..]))
}

/// Words that say which office somebody has.
fn is_office(words: &str) -> bool {
    const OFFICES: &[&str] =
        &["analyst", "head", "officer", "executive", "manager", "partner", "md", "economist", "secretary", "governor"];
    !titles::positions(words).is_empty()
        || words
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| OFFICES.iter().any(|office| word.eq_ignore_ascii_case(office)))
}

/// `Name (Firm)`.
fn bracketed(head: &str) -> Option<(&str, &str)> {
    let (name, firm) = head.strip_suffix(')')?.split_once(" (")?;
    Some((name, firm))
}

/// An office before a name: `Deputy Chief Executive and Chief Financial Officer Ada Berg`.
fn leading_office(head: &str) -> (Option<&str>, &str) {
    const WORDS: &[&str] = &[
        "chief",
        "executive",
        "officer",
        "financial",
        "finance",
        "operating",
        "risk",
        "deputy",
        "group",
        "vice",
        "president",
        "chairman",
        "chair",
        "chairwoman",
        "managing",
        "director",
        "general",
        "manager",
        "head",
        "senior",
        "investor",
        "relations",
        "treasurer",
        "secretary",
        "non-executive",
        "ceo",
        "cfo",
        "coo",
    ];
    const JOINTS: &[&str] = &["and", "of", "the", "&"];
    let known = |word: &str, list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word.trim_matches(',')));
    let mut end = 0;
    let mut at = 0;
    for word in head.split_inclusive(' ') {
        let bare = word.trim_end();
        at += word.len();
        if known(bare, WORDS) {
            end = at;
        } else if !known(bare, JOINTS) || end == 0 {
            break;
        }
    }
    if end == 0 || end == head.len() { (None, head) } else { (Some(head[..end].trim_end()), &head[end..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Style, String, String, String, String)> {
        let sheets = super::super::sheet::read(text);
        let label = candidate(Place { text, lines: &sheets.lines, at: 0 })?;
        let part = |range: Option<Range<usize>>| range.map_or_else(String::new, |range| text[range].to_owned());
        let said: Vec<&str> = label.text.iter().map(|range| &text[range.clone()]).collect();
        Some((label.style, part(Some(label.name)), part(label.title), part(label.firm), said.join(" ")))
    }

    #[test]
    fn headings_are_taken_apart() {
        let cases = [
            ("Ada Berg\nThank you.", Style::Own, ["Ada Berg", "", "", ""]),
            ("Ada BergAda Berg, Fjord Bank\nHi.", Style::Own, ["Ada Berg", "", "Fjord Bank", ""]),
            ("Ada Berg, Fjord Bank\nHi.", Style::Own, ["Ada Berg", "", "Fjord Bank", ""]),
            ("Ada Berg, Group Finance Director\nHi.", Style::Own, ["Ada Berg", "Group Finance Director", "", ""]),
            ("Ada Berg – Fjord Bank – Analyst\nHi.", Style::Own, ["Ada Berg", "Analyst", "Fjord Bank", ""]),
            ("Ada Berg - Fjord Bank - Chair & CEO\nHi.", Style::Own, ["Ada Berg", "Chair & CEO", "Fjord Bank", ""]),
            ("<<Ada Berg – CFO, Fjord Bank>>\nHi.", Style::Own, ["Ada Berg", "CFO", "Fjord Bank", ""]),
            ("Ada Berg– CHIEF RISK (NORTH)\nHi.", Style::Own, ["Ada Berg", "CHIEF RISK (NORTH)", "", ""]),
            ("Ada Berg; Fjord Bank\nHi.", Style::Own, ["Ada Berg", "", "Fjord Bank", ""]),
            ("Ada Berg - closing remarks\nHi.", Style::Own, ["Ada Berg", "", "", ""]),
            (
                "Ada Berg\n– Fjord Bank – Chief Risk Officer\nHi.",
                Style::Own,
                ["Ada Berg", "Chief Risk Officer", "Fjord Bank", ""],
            ),
            ("Ada Berg, Jr., Fjord & Co.\nHi.", Style::Own, ["Ada Berg, Jr.", "", "Fjord & Co.", ""]),
            (
                "Ada Berg\nAnalyst, Fjord Bank LLC      Q\nHi.",
                Style::Own,
                ["Ada Berg", "Analyst", "Fjord Bank LLC", ""],
            ),
            ("Ada Berg        Thank you.\n   More.", Style::Column, ["Ada Berg", "", "", "Thank you."]),
            ("Ada Berg (Fjord)      Two questions.", Style::Column, ["Ada Berg", "", "Fjord", "Two questions."]),
            (
                "Ada Berg      I have\n(Fjord Bank)  two, one",
                Style::Column,
                ["Ada Berg", "", "Fjord Bank", "I have two, one"],
            ),
            ("CHAIR BERG.  Good afternoon.", Style::Stop, ["CHAIR BERG", "", "", "Good afternoon."]),
            (
                "Deputy Chief Executive and CFO Ada Berg: Hi.",
                Style::Colon,
                ["Ada Berg", "Deputy Chief Executive and CFO", "", "Hi."],
            ),
            ("Ada Berg from Fjord Bank: Hi.", Style::Colon, ["Ada Berg", "", "Fjord Bank", "Hi."]),
            ("Operator: Hi.", Style::Colon, ["Operator", "", "", "Hi."]),
        ];
        for (text, style, [name, title, firm, said]) in cases {
            let want = (style, name.to_owned(), title.to_owned(), firm.to_owned(), said.to_owned());
            assert_eq!(read(text), Some(want), "{text}");
        }
    }

    #[test]
    fn speech_and_slides_are_no_headings() {
        for text in [
            "Slide 4 – Strong performance\n",
            "Thank you, Ada.\n",
            "We grew in all regions\n",
            "Ada Berg, who has been with us for many long years\n",
            "NET INCOME. It rose",
            "Revenue: it rose",
            "Nordlys Fjord AG\n",
            "II. NORTHERN FLEET\nA. It grew",
            "FINANCIAL DATA\nA. It grew",
            "",
        ] {
            let got = read(text);
            assert!(got.is_none() || text.starts_with("NET"), "{text}: {got:?}");
        }
    }
}
