//! CallStreet (FactSet): dotted rules between the speeches, and above each the name, the office and the firm on the next
//! line, with `Q` or `A` at its end among the questions. Only the operator stands before a colon.
//!
//! The list of participants is printed in two columns, which text runs together; who speaks is told by the headings, and
//! the list only says on which side they sit.

use super::{
    Draft, Header, Label, Layout, Mark, RosterEntry, Side, header,
    lines::{head, lines, next_words, same},
    plain::{self, shape, shape::Shape},
    running::{is_wrapped, running},
    script::Script,
};
use crate::{source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "callstreet", matches, read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 128 * 1024;

/// Names and offices are no longer.
const LONGEST: usize = 200;

/// A section's heading, and headings below dotted rules.
fn matches(source: &Source) -> bool {
    const ENOUGH: usize = 2;
    let head = head(&source.text, HEAD);
    if memchr::memmem::find(head.as_bytes(), b"..........").is_none() {
        return false;
    }
    let mut lines = lines(head).filter(|line| !line.is_empty()).peekable();
    let (mut sections, mut headings, mut ruled) = (0, 0, false);
    while let Some(line) = lines.next() {
        sections += usize::from(section(line).is_some());
        headings += usize::from(ruled && lines.peek().is_some_and(|below| heading(line, below).is_some()));
        ruled = is_rule(line);
    }
    sections > 0 && headings >= ENOUGH
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let lines: Vec<&str> = lines(text).map(|line| line.trim_matches(plain::line::is_margin)).collect();
    let running = running(&lines);
    let mut call =
        Call { script: Script::new(LAYOUT.name, text), part: Part::Title, rosters: Vec::new(), ruled: false };
    let wrapped = is_wrapped(&lines);
    let below = next_words(&lines);
    let mut opens = false;
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let below = Some(below[at]).filter(|&below| below < lines.len() && !line.is_empty() && call.expects_heading());
        let heading = below.and_then(|below| heading(line, lines[below]));
        if let (Some(heading), Some(below)) = (heading, below) {
            call.open(&heading);
            at = below;
        } else if (running[at] || is_head(line) && call.part != Part::Title) && !is_rule(line) {
            call.script.skip(line);
        } else {
            call.line(line, wrapped && !opens);
        }
        // The end of a page is no end of a paragraph.
        opens = line.is_empty() && !(at > 0 && running[at - 1]) || opens && running[at];
        at += 1;
    }
    vec![call.finish()]
}

/// Where in a transcript a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Roster(Side),
    Spoken,
    /// The publisher's disclaimer.
    Tail,
}

/// A speaker's two lines, taken apart.
struct Heading<'a> {
    name: &'a str,
    title: Option<&'a str>,
    firm: Option<&'a str>,
    mark: Option<Mark>,
    /// What is glued to the mark.
    said: &'a str,
}

struct Call<'a> {
    script: Script<'a>,
    part: Part,
    /// The lines of the lists, and their sides.
    rosters: Vec<(&'a str, Side)>,
    /// Whether a rule or a section's heading stands before, and nothing said since.
    ruled: bool,
}

impl<'a> Call<'a> {
    fn expects_heading(&self) -> bool {
        self.ruled && self.part == Part::Spoken
    }

    fn open(&mut self, heading: &Heading<'a>) {
        let part = |part: &str| self.script.source.part(part);
        let (title, firm) = (heading.title.map(part), heading.firm.map(part));
        self.script.open(Some(Label { name: part(heading.name), title, firm, mark: heading.mark }));
        self.script.say(heading.said);
        self.ruled = false;
    }

    fn line(&mut self, line: &'a str, goes_on: bool) {
        if line.is_empty() {
            return;
        }
        if is_rule(line) {
            self.ruled = true;
        } else if let Some(section) = section(line) {
            self.script.enter(section);
            (self.part, self.ruled) = (Part::Spoken, true);
        } else if let Some(side) = side(line).filter(|_| self.part != Part::Spoken) {
            self.part = Part::Roster(side);
        } else if self.part == Part::Spoken && same(line, "Disclaimer") {
            self.part = Part::Tail;
            self.script.skip(line);
        } else {
            match self.part {
                Part::Title => self.script.title.push(line),
                Part::Roster(side) => self.rosters.push((line, side)),
                Part::Spoken => self.spoken(line, goes_on),
                Part::Tail => self.script.skip(line),
            }
        }
    }

    fn spoken(&mut self, line: &'a str, goes_on: bool) {
        const OPERATOR: &str = "Operator:";
        if let Some(said) = line.strip_prefix(OPERATOR) {
            let name = self.script.source.part(&line[..OPERATOR.len() - 1]);
            self.script.open(Some(Label { name, ..Label::default() }));
            self.script.say(said.trim());
        } else if goes_on || self.script.breaks_off() {
            self.script.go_on(line);
        } else {
            self.script.say(line);
        }
        self.ruled = false;
    }

    fn finish(mut self) -> Draft {
        let rosters = std::mem::take(&mut self.rosters);
        let source = self.script.source;
        for (line, _) in &rosters {
            self.script.skip(line);
        }
        let all = title(&self.script.title);
        let mut draft = self.script.finish();
        if all.ticker.is_some() {
            let said = std::mem::replace(&mut draft.header, all);
            super::metadata::fill(&mut draft.header, said);
        }
        draft.roster = roster(source, &draft, &rosters);
        super::draft::no_speakers(&mut draft);
        draft
    }
}

/// What the title page says, whose lines are one title: the company stands above the call, and the day beside them.
fn title(lines: &[&str]) -> Header {
    let mut lines: Vec<&str> = lines.iter().copied().filter(|line| !line.ends_with("Transcript")).collect();
    // The company first.
    lines.sort_by_key(|line| header::ticker(line).is_none());
    header::from_lines(&[lines.join(" ").as_str()])
}

/// Of those who speak, who stands in which list.
fn roster(source: &Traced, draft: &Draft, lines: &[(&str, Side)]) -> Vec<RosterEntry> {
    /// Longer lists and more speakers are none.
    const LINES: usize = 300;
    const SPEAKERS: usize = 200;
    let mut listed: Vec<RosterEntry> = Vec::new();
    let labels = draft.turns.iter().filter_map(|turn| turn.label.as_ref());
    let mut names = std::collections::HashSet::new();
    for label in labels.filter(|label| names.insert(label.name.as_str())).take(SPEAKERS) {
        let place =
            lines.iter().take(LINES).find_map(|(line, side)| Some((line, line.find(label.name.as_str())?, side)));
        if let Some((line, at, side)) = place {
            let name = source.part(&line[at..at + label.name.len()]);
            listed.push(RosterEntry { name, title: label.title.clone(), firm: label.firm.clone(), side: *side });
        }
    }
    listed
}

/// `Ada Berg` over `Chief Financial Officer, Nordlys Inc. A`.
fn heading<'a>(line: &'a str, below: &'a str) -> Option<Heading<'a>> {
    if line.len() > LONGEST || is_rule(below) || section(line).is_some() {
        return None;
    }
    shape::of(line).filter(|shape| matches!(shape, Shape::Person | Shape::Certain))?;
    let (office, mark, said) = marked(below);
    let positioned = plain::names_position(office) || mark.is_some();
    if office.len() > LONGEST || !positioned || mark.is_none() && ends_as_speech(office) {
        return None;
    }
    let (title, firm) = plain::office(office);
    Some(Heading { name: line, title, firm, mark, said })
}

/// Takes the mark off the end of an office, or out of a line that what is said is glued to:
/// `Analyst, Fjord Bank LLC QThank you.`
fn marked(line: &str) -> (&str, Option<Mark>, &str) {
    let mark = |byte: u8| if byte == b'Q' { Mark::Question } else { Mark::Answer };
    let bytes = head(line, LONGEST).as_bytes();
    if let [.., b' ', last @ (b'Q' | b'A')] = line.as_bytes() {
        return (line[..line.len() - 1].trim_end(), Some(mark(*last)), "");
    }
    let glued = (10..bytes.len().saturating_sub(2)).find(|&at| {
        matches!(bytes[at], b'Q' | b'A')
            && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'.' | b')' | b'\r'))
            && (bytes[at + 1].is_ascii_uppercase()
                && (bytes[at + 2].is_ascii_lowercase() || matches!(bytes[at + 2], b' ' | b'\'' | b','))
                || matches!(bytes[at + 1], b'[' | b'\r'))
    });
    match glued {
        Some(at) => (line[..at].trim_end(), Some(mark(bytes[at])), line[at + 1..].trim()),
        None => (line, None, ""),
    }
}

/// Whether a line ends as a sentence, and not as a firm.
fn ends_as_speech(line: &str) -> bool {
    const ENDINGS: &[&str] = &["inc.", "co.", "corp.", "ltd.", "l.p.", "n.v.", "s.a.", "a.g.", "jr.", "bros."];
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    line.ends_with(['?', '!', ':', ';']) || line.ends_with('.') && !ENDINGS.contains(&last.as_str())
}

/// `Nordlys, Inc. (NRDL) Corrected Transcript`, on every page.
fn is_head(line: &str) -> bool {
    line.ends_with("Corrected Transcript") || line.ends_with("Raw Transcript")
}

/// A row of dots.
fn is_rule(line: &str) -> bool {
    const FEWEST: usize = 20;
    line.len() >= FEWEST && line.bytes().all(|b| b == b'.')
}

fn section(line: &str) -> Option<Section> {
    if same(line, "MANAGEMENT DISCUSSION SECTION") {
        Some(Section::Prepared)
    } else if same(line, "QUESTION AND ANSWER SECTION") {
        Some(Section::Qa)
    } else {
        None
    }
}

fn side(line: &str) -> Option<Side> {
    if same(line, "CORPORATE PARTICIPANTS") {
        Some(Side::Company)
    } else if same(line, "OTHER PARTICIPANTS") {
        Some(Side::Outside)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_are_a_heading() {
        for (below, title, firm, mark, said) in [
            (
                "Chief Financial Officer, Nordlys, Inc.",
                Some("Chief Financial Officer"),
                Some("Nordlys, Inc."),
                None,
                "",
            ),
            ("Analyst, Fjord Bank LLC Q", Some("Analyst"), Some("Fjord Bank LLC"), Some(Mark::Question), ""),
            (
                "Analyst, R5 Fjord & Co. LLCQThank you.",
                Some("Analyst"),
                Some("R5 Fjord & Co. LLC"),
                Some(Mark::Question),
                "Thank you.",
            ),
            (
                "President, Chief Executive Officer & Director, Nordlys, Inc.A[Foreign]",
                Some("President, Chief Executive Officer & Director"),
                Some("Nordlys, Inc."),
                Some(Mark::Answer),
                "[Foreign]",
            ),
            ("Reporter, Fjord News Q", Some("Reporter"), Some("Fjord News"), Some(Mark::Question), ""),
        ] {
            let heading = heading("Ada B. Berg", below).expect(below);
            assert_eq!((heading.title, heading.firm, heading.mark, heading.said), (title, firm, mark, said));
        }
        for (line, below) in [
            ("Ada Berg", "Thank you, Director."),
            ("and so it is", "Analyst, Fjord Bank Q"),
            ("Ada Berg", "......................"),
        ] {
            assert!(heading(line, below).is_none(), "{line} {below}");
        }
    }
}
