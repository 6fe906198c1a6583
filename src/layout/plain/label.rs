//! A line taken apart: what may be a speaker's label, and what follows it.

use std::{collections::HashMap, ops::Range};

use super::{line::is_margin, shape, shape::Shape};
use crate::{
    layout::{Mark, beginning},
    text::note_end,
};

/// What may be a label at the beginning of a line. Ranges are bytes of that line.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The name, without marks and details.
    pub(super) name: Range<usize>,
    /// The position, if the label prints one.
    pub(super) title: Option<Range<usize>>,
    /// The firm, if the label prints one.
    pub(super) firm: Option<Range<usize>>,
    /// `Q -` or `A -` before the name.
    pub(super) mark: Option<Mark>,
    /// Seconds, if a time stands before or after the name.
    pub(super) start_seconds: Option<f64>,
    /// Where the text begins.
    pub(super) text: usize,
    /// What the name looks like.
    pub(super) shape: Shape,
    /// Whether the text follows the colon without a blank.
    pub(super) glued: bool,
}

/// The longest label without and with title and firm, in bytes.
const LONGEST_NAME: usize = 80;
const LONGEST: usize = 260;

/// What the names of one text look like; most stand there many times.
#[derive(Debug, Default)]
pub(super) struct Shapes<'a>(HashMap<&'a str, Option<Shape>>);

/// Takes a line apart, if it begins as a label may.
#[cfg(test)]
fn candidate(line: &str) -> Option<Candidate> {
    candidate_of(line, &mut Shapes::default())
}

/// The same, where others of its text were looked at before.
pub(super) fn candidate_of<'a>(line: &'a str, shapes: &mut Shapes<'a>) -> Option<Candidate> {
    let window = beginning(line, LONGEST);
    let colon = memchr::memchr(b':', window.as_bytes()).is_some() || !window.is_ascii() && window.contains('：');
    if !colon {
        return None;
    }
    let (stamp, from) = leading_time(line);
    let (head, text) = head(line, from)?;
    let glued = line[text..].starts_with(|c: char| !is_margin(c));
    let text = text + (line[text..].len() - line[text..].trim_start_matches(is_margin).len());
    let (mark, head) = mark(line, head);
    let (trailing, head) = trailing_time(line, head);
    // A bracket that closes behind the colon: `Acme Inc. (NASDAQ:ACME) …`
    let brackets = |bracket: char| line[head.clone()].matches(bracket).count();
    if head.is_empty() || brackets('(') != brackets(')') || is_columns(&line[head.clone()]) {
        return None;
    }
    let (name, title, firm) = details(line, head)?;
    let name = unbracketed(line, name);
    let known = &line[name.clone()];
    let shape = (*shapes.0.entry(known).or_insert_with(|| shape::of(known)))?;
    // `Ada Lund: 00:00:20`, and the words below.
    let below = seconds(line[text..].trim_end());
    let text = if below.is_some() { line.len() } else { text };
    Some(Candidate { name, title, firm, mark, start_seconds: stamp.or(trailing).or(below), text, shape, glued })
}

/// Takes a line apart that is nothing but a name and an office: `Ada Lund, Director, Investor Relations`.
pub(super) fn heading(line: &str) -> Option<Candidate> {
    if line.len() > LONGEST_NAME || line.contains(':') {
        return None;
    }
    let (name, office) = line.split_once(", ")?;
    if !names_position(office) {
        return None;
    }
    alone(line, name, office)
}

/// Takes a line apart that is nothing but a name and, behind dashes, what its bearer is: `Ada Lund - Nordlys - CEO`,
/// `Bo Roe - Fjord Bank`.
pub(super) fn dashed(line: &str) -> Option<Candidate> {
    if line.len() > LONGEST || line.contains(':') {
        return None;
    }
    let (name, detail) = [" - ", " – ", " -- ", " — "].iter().find_map(|dash| line.split_once(dash))?;
    alone(line, name, detail)
}

/// A heading that stands alone on its line, every word of which is a name's.
fn alone(line: &str, name: &str, detail: &str) -> Option<Candidate> {
    if line.ends_with(['.', '?', '!', ',', ';']) || !are_capital(detail) {
        return None;
    }
    let shape = shape::of(name).filter(|shape| *shape == Shape::Person)?;
    Some(Candidate::whole(line, details(line, 0..line.len())?, shape))
}

/// Whether the words of an office or a firm are capitalised, but for the small ones.
pub(in crate::layout) fn are_capital(phrase: &str) -> bool {
    const SMALL: &[&str] = &["of", "and", "for", "the", "to", "in", "&", "-", "–", "--", "—"];
    phrase.split(' ').all(|word| !word.starts_with(char::is_lowercase) || SMALL.contains(&word))
}

/// Whether a line begins as only a label does: `Ada Lund: Thank you.`
pub(in crate::layout) fn is_label(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        name.len() <= LONGEST_NAME && matches!(shape::of(name.trim_end()), Some(Shape::Person | Shape::Certain))
    })
}

/// A line that is nothing but the operator's.
pub(super) fn operator(line: &str) -> Option<Candidate> {
    line.eq_ignore_ascii_case("operator").then(|| Candidate::whole(line, (0..line.len(), None, None), Shape::Certain))
}

/// A name without the brackets around all of it, which say that it is spelt as it was heard: `(Ada Lund)`. What is no
/// name stays as it is: `(Operator Instructions)`.
fn unbracketed(line: &str, name: Range<usize>) -> Range<usize> {
    let whole = &line[name.clone()];
    let inner =
        whole.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|_| note_end(whole, 0).is_none());
    inner.filter(|inner| !inner.contains(['(', ')'])).map_or(name, |inner| trim(line, part(line, inner)))
}

impl Candidate {
    /// All of a line: what is said stands below it.
    fn whole(line: &str, (name, title, firm): Parts, shape: Shape) -> Self {
        Candidate { name, title, firm, mark: None, start_seconds: None, text: line.len(), shape, glued: false }
    }

    /// Where the name stands if the line has nothing but a role and a name behind its colon: `Moderator: Ada Lund`.
    pub(super) fn called(&self, line: &str) -> Option<Range<usize>> {
        // A candidate of two lines has its text in the second.
        line.get(self.text..)?;
        let name = trim(line, self.text..line.len());
        let of_role = self.shape == Shape::Certain && !name.is_empty() && name.len() <= LONGEST_NAME;
        (of_role && shape::of(&line[name.clone()]) == Some(Shape::Person)).then_some(name)
    }
}

/// Whether three blanks part the columns of a page; where all gaps are as wide, they part words.
fn is_columns(head: &str) -> bool {
    head.contains("   ") && head.split("  ").any(|part| part.trim().contains(' '))
}

/// The range before the colon, and where the text after it begins.
fn head(line: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let rest = &line[from..];
    let bold = rest.strip_prefix("**").or_else(|| rest.strip_prefix("__"));
    if let Some(inner) = bold {
        let start = from + 2;
        let close = beginning(inner, LONGEST).find(&rest[..2])?;
        let inside = inner[..close].trim_end();
        let after = start + close + 2;
        if let Some(name) = inside.strip_suffix([':', '：']) {
            return Some((trim(line, start..start + name.len()), after));
        }
        let colon = line[after..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
        return Some((trim(line, start..start + close), after + colon.len_utf8()));
    }
    // A colon between digits belongs to a time, as in `Speaker 1 (00:12):`.
    let (at, colon) = beginning(rest, LONGEST).match_indices([':', '：']).find(|&(at, colon)| {
        let digit = |c: char| c.is_ascii_digit();
        !(rest[..at].ends_with(digit) && rest[at + colon.len()..].starts_with(digit))
    })?;
    let after = from + at + colon.len();
    if line[after..].starts_with("//") {
        return None;
    }
    Some((trim(line, from..from + at), after))
}

/// `Q – ` and `A - ` before the name.
fn mark(line: &str, head: Range<usize>) -> (Option<Mark>, Range<usize>) {
    let whole = &line[head.clone()];
    // `<Q – Ada Lund>:`
    let inner = whole.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let (text, head) = inner.map_or((whole, head), |inner| (inner, part(line, inner)));
    for (word, mark) in
        [("Question", Mark::Question), ("Answer", Mark::Answer), ("Q", Mark::Question), ("A", Mark::Answer)]
    {
        if let Some(rest) = text.strip_prefix(word) {
            let dash = rest.trim_start();
            let name = dash.trim_start_matches(is_dash);
            if name.len() < dash.len() && (dash.len() < rest.len() || name.starts_with(' ')) {
                return (Some(mark), trim(line, head.end - name.len()..head.end));
            }
        }
    }
    match text {
        "Q" => (Some(Mark::Question), head),
        "A" => (Some(Mark::Answer), head),
        _ => (None, head),
    }
}

/// A dash, also one that was encoded twice (`â` and two C1 controls).
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | 'â' | '\u{80}'..='\u{9f}')
}

type Parts = (Range<usize>, Option<Range<usize>>, Option<Range<usize>>);

/// Name, title and firm out of `NAME, TITLE, FIRM`, `Name -- Title`, `Name;Title` or a bare name.
fn details(line: &str, head: Range<usize>) -> Option<Parts> {
    let text = &line[head.clone()];
    // Few labels have a dash of any kind.
    let has_dash = memchr::memchr2(b'-', 0xe2, text.as_bytes()).is_some();
    for dash in [" -- ", "--", " — ", " – ", " - "].into_iter().filter(|_| has_dash) {
        if let Some((name, detail)) = text.split_once(dash) {
            let (first, second) = match detail.split_once(dash) {
                Some((first, second)) => (first, Some(second)),
                None => (detail, None),
            };
            return Some(sort(line, name, first, second));
        }
    }
    if let Some((name, title)) = text.split_once([';', '|']) {
        return Some(sort(line, name, title, None));
    }
    if let Some(comma) = first_comma(text) {
        let name = &text[..comma];
        let detail = text[comma + 1..].trim();
        if detail.is_empty() {
            return Some((trim(line, part(line, name)), None, None));
        }
        let (title, firm) = split_firm(detail);
        return Some(sort(line, name, title, firm));
    }
    (text.len() <= LONGEST_NAME).then_some((head, None, None))
}

/// Which of two details is the title. One alone is a title if it names a position, else a firm.
fn sort(line: &str, name: &str, first: &str, second: Option<&str>) -> Parts {
    let name = trim(line, part(line, name));
    let first_range = trim(line, part(line, first));
    let Some(second) = second else {
        return if names_position(first) { (name, Some(first_range), None) } else { (name, None, Some(first_range)) };
    };
    let second_range = trim(line, part(line, second));
    if names_position(second) && !names_position(first) {
        (name, Some(second_range), Some(first_range))
    } else {
        (name, Some(first_range), Some(second_range))
    }
}

/// The comma after the name: not the one before `Jr.` or `III`. `MD` with more behind it is a managing director, or it
/// makes no difference.
fn first_comma(text: &str) -> Option<usize> {
    text.match_indices(',').map(|(at, _)| at).find(|&at| {
        let mut parts = text[at + 1..].split(',');
        let next = parts.next().unwrap_or_default().trim().trim_end_matches('.');
        match next.to_ascii_lowercase().as_str() {
            "jr" | "sr" | "ii" | "iii" | "iv" | "phd" | "ph.d" | "cfa" => false,
            "md" | "m.d" => parts.next().is_some(),
            _ => true,
        }
    })
}

/// `CHAIRMAN, CEO, ACME HOLDINGS, INC.` into what is held and where: the firm begins at the first piece
/// that names no position.
fn split_firm(detail: &str) -> (&str, Option<&str>) {
    let mut at = 0;
    for piece in detail.split(',') {
        if !names_position(piece) && at > 0 {
            return (detail[..at].trim_end_matches([',', ' ']), Some(detail[at..].trim()));
        }
        at += piece.len() + 1;
    }
    (detail, None)
}

/// What is held, and where, of `Analyst, Fjord Bank LLC`; a phrase that names no position is a firm.
pub(in crate::layout) fn office(phrase: &str) -> (Option<&str>, Option<&str>) {
    match split_firm(phrase) {
        (firm, None) if !names_position(firm) => (None, Some(firm)),
        (title, firm) => (Some(title), firm),
    }
}

/// Whether a phrase names a position.
pub(in crate::layout) fn names_position(phrase: &str) -> bool {
    const POSITIONS: &[&str] = &[
        "chief",
        "officer",
        "president",
        "chairman",
        "chairwoman",
        "chair",
        "director",
        "analyst",
        "ceo",
        "cfo",
        "coo",
        "cto",
        "cio",
        "cmo",
        "vp",
        "evp",
        "svp",
        "avp",
        "md",
        "head",
        "manager",
        "treasurer",
        "controller",
        "secretary",
        "counsel",
        "founder",
        "co-founder",
        "cofounder",
        "partner",
        "principal",
        "associate",
        "member",
        "ir",
        "relations",
        "operator",
        "moderator",
        "coordinator",
        "executive",
        "strategist",
        "economist",
        "consultant",
        "specialist",
        "representative",
        "leader",
        "lead",
        "investor",
        "host",
    ];
    phrase
        .split(|c: char| !(c.is_alphanumeric() || c == '-'))
        .any(|word| POSITIONS.contains(&word.to_ascii_lowercase().as_str()))
}

/// A time before the label: `[00:01:02]`, `(1:02)`, `00:01:02`. Gives the seconds and where the label begins.
fn leading_time(line: &str) -> (Option<f64>, usize) {
    let open = line.starts_with(['[', '(']);
    let start = usize::from(open);
    let digits = line.as_bytes().get(start).is_some_and(u8::is_ascii_digit);
    if !digits {
        return (None, 0);
    }
    let rest = &line[start..];
    let len = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(rest.len());
    let Some(seconds) = seconds(&rest[..len]) else { return (None, 0) };
    let after = rest[len..].trim_start_matches([']', ')', ' ', '\t', '-', '–']);
    (Some(seconds), line.len() - after.len())
}

/// A time after the name: `Speaker 1 (00:12)`, `Ada Lundqvist [1:02:03]`.
fn trailing_time(line: &str, head: Range<usize>) -> (Option<f64>, Range<usize>) {
    let text = &line[head.clone()];
    if let Some(inner) = text.strip_suffix([')', ']'])
        && let Some(open) = inner.rfind(['(', '['])
        && let Some(seconds) = seconds(&inner[open + 1..])
    {
        return (Some(seconds), trim(line, head.start..head.start + open));
    }
    (None, head)
}

/// `1:02:03.5` or `02:03` as seconds.
fn seconds(text: &str) -> Option<f64> {
    if text.len() < 4 || text.len() > 14 || !text.contains(':') {
        return None;
    }
    text.split(':').try_fold(0.0, |sum, part| {
        let number: f64 = part.parse().ok()?;
        (!part.is_empty() && number < 1000.0).then_some(sum * 60.0 + number)
    })
}

/// Where `part`, a slice of `line`, stands in it.
fn part(line: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - line.as_ptr() as usize;
    start..start + part.len()
}

fn trim(line: &str, range: Range<usize>) -> Range<usize> {
    part(line, line[range].trim_matches(|c: char| is_margin(c) || c == '*'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_an_office_are_a_heading() {
        for line in [
            "Ada Lund, CEO",
            "Ada Lund, Director, Investor Relations",
            "Ada B. Lund, Head of IR",
            "Ada Lund - Nordlys Boats Limited - CEO & Non-Independent Director",
            "Ada Lund – Head of IR",
        ] {
            let heading = heading(line).or_else(|| dashed(line)).expect(line);
            assert!(line[heading.name].starts_with("Ada") && heading.title.is_some(), "{line}");
        }
        for line in [
            "Ada Lund",
            "Ada Lund, Nordlys",
            "Ada Lund, our new CEO",
            "Thank you, Director",
            "Ada Lund, the CEO.",
            "Ada Lund, CEO: yes",
            "Ada Lund - nordlys",
            "Nine boats - our Director said so",
        ] {
            assert!(heading(line).or_else(|| dashed(line)).is_none(), "{line}");
        }
        for dash in ["-", "–", "--", "—"] {
            let line = format!("Bo Roe {dash} Fjord Bank");
            let heading = dashed(&line).expect(&line);
            assert_eq!((&line[heading.name], &line[heading.firm.expect("a firm")]), ("Bo Roe", "Fjord Bank"));
        }
    }

    #[test]
    fn labels_come_apart() {
        let cases = [
            ("Ada Lundqvist: Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("Ada Lundqvist : Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("Ada Lundqvist:Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("Q – Ada Lundqvist: Hello.", "Ada Lundqvist", None, None, Some(Mark::Question), "Hello."),
            ("A - Ada Lundqvist: Hello.", "Ada Lundqvist", None, None, Some(Mark::Answer), "Hello."),
            ("<Q – Ada Lundqvist>: Hello.", "Ada Lundqvist", None, None, Some(Mark::Question), "Hello."),
            ("<A - Ola Berg>: Hello.", "Ola Berg", None, None, Some(Mark::Answer), "Hello."),
            ("(Ada Lundqvist): Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("<Ada Lundqvist>: Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("Ada (Addie) Lundqvist: Hello.", "Ada (Addie) Lundqvist", None, None, None, "Hello."),
            ("Ada   Lundqvist:   Hello.", "Ada   Lundqvist", None, None, None, "Hello."),
            ("**Ada Lundqvist:** Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("**Ada Lundqvist**: Hello.", "Ada Lundqvist", None, None, None, "Hello."),
            ("THE OPERATOR:", "THE OPERATOR", None, None, None, ""),
            (
                "ADA LUNDQVIST, CFO, NORDLYS AB: Hello.",
                "ADA LUNDQVIST",
                Some("CFO"),
                Some("NORDLYS AB"),
                None,
                "Hello.",
            ),
            (
                "IDA RAHM, HEAD, IR, NORDLYS HOLDINGS, INC.: Hi.",
                "IDA RAHM",
                Some("HEAD, IR"),
                Some("NORDLYS HOLDINGS, INC."),
                None,
                "Hi.",
            ),
            ("IDA RAHM, NORDLYS AB: Hi.", "IDA RAHM", None, Some("NORDLYS AB"), None, "Hi."),
            (
                "Ola Berg -- Fjord Capital -- Analyst: Hi.",
                "Ola Berg",
                Some("Analyst"),
                Some("Fjord Capital"),
                None,
                "Hi.",
            ),
            ("Ola Berg, Jr.: Hi.", "Ola Berg, Jr.", None, None, None, "Hi."),
            ("Ola Berg, MD: Hi.", "Ola Berg, MD", None, None, None, "Hi."),
            (
                "OLA BERG, MD, FJORD BANK AG, RESEARCH DIVISION: Hi.",
                "OLA BERG",
                Some("MD"),
                Some("FJORD BANK AG, RESEARCH DIVISION"),
                None,
                "Hi.",
            ),
            ("[00:01:02] Speaker 1: Hi.", "Speaker 1", None, None, None, "Hi."),
            ("Speaker 1 (00:12): Hi.", "Speaker 1", None, None, None, "Hi."),
        ];
        for (line, name, title, firm, mark, text) in cases {
            let got = candidate(line).unwrap_or_else(|| panic!("no candidate: {line}"));
            assert_eq!(&line[got.name.clone()], name, "{line}");
            assert_eq!(got.title.map(|r| &line[r]), title, "{line}");
            assert_eq!(got.firm.map(|r| &line[r]), firm, "{line}");
            assert_eq!(got.mark, mark, "{line}");
            assert_eq!(&line[got.text..], text, "{line}");
        }
    }

    #[test]
    fn sentences_and_times_are_no_candidates() {
        for line in [
            "Here is the thing: we grew.",
            "10:30 is early",
            "http://example.com",
            "We said: no.",
            ": x",
            "1：",
            "Acme Inc. (NASDAQ:ACME) Q2",
            "New Fjord Road, West (N),        Near the Church,        Website: nordlys.example",
            "::",
            "(Inaudible Question): Hello.",
        ] {
            assert!(candidate(line).is_none(), "{line}");
        }
    }

    #[test]
    fn times_are_seconds() {
        assert_eq!(candidate("[01:01:02] Ada Lund: Hi").and_then(|c| c.start_seconds), Some(3662.0));
        assert_eq!(candidate("Ada Lund (1:02): Hi").and_then(|c| c.start_seconds), Some(62.0));
    }
}
