//! The text of the vendor's PDFs: headings of letters set apart (`P R E S E N T A T I O N`), `Name - Firm - Title` above
//! every turn, `Name Firm - Title` in the lists, and a head and a foot on every page, whose end nothing marks.

use std::collections::HashSet;

use super::{LAYOUT, Part};
use crate::{
    layout::{
        Draft, Header, Label, RosterEntry, Side, header,
        lines::lines,
        plain::{self, line::ends_sentence, shape, shape::Shape},
        running::{is_wrapped, running},
        script::Script,
    },
    text::Traced,
    transcript::Section,
};

/// Headings are no longer.
const LONGEST: usize = 260;

/// Two of the headings in letters set apart, in a text without pages' ends.
pub(super) fn matches(head: &str) -> bool {
    const ENOUGH: usize = 2;
    const NEEDLE: &[u8] = b" R ";
    memchr::memchr(b'\x0c', head.as_bytes()).is_none()
        && memchr::memmem::find(head.as_bytes(), NEEDLE).is_some()
        && lines(head).filter(|line| part(line).is_some()).take(ENOUGH).count() == ENOUGH
}

/// The part that a heading in letters set apart opens, and its section.
fn part(line: &str) -> Option<(Part, Option<Section>)> {
    if line.len() > 80 || !line.split_whitespace().all(|letter| letter.len() == 1) {
        return None;
    }
    let words: String = line.split_whitespace().collect();
    match words.to_ascii_lowercase().as_str() {
        "corporateparticipants" => Some((Part::Roster(Side::Company), None)),
        "conferencecallparticipants" | "conferencecallparticipiants" => Some((Part::Roster(Side::Outside), None)),
        "presentation" => Some((Part::Spoken, Some(Section::Prepared))),
        "questionsandanswers" | "questions&answers" => Some((Part::Spoken, Some(Section::Qa))),
        "definitions" | "disclaimer" => Some((Part::Tail, None)),
        _ => None,
    }
}

pub(super) fn read(text: &Traced) -> Draft {
    let lines: Vec<&str> = lines(text).map(|line| line.trim_matches(plain::line::is_margin)).collect();
    let (running, wrapped) = (running(&lines), is_wrapped(&lines));
    let mut call =
        Call { script: Script::new(LAYOUT.name, text), part: Part::Title, listed: Vec::new(), names: HashSet::new() };
    let mut opens = false;
    for (at, line) in lines.iter().enumerate() {
        if line.is_empty() {
            opens |= at == 0 || !running[at - 1];
        } else if running[at] && call.part != Part::Title && !call.is_heading(line) {
            call.script.skip(line);
        } else {
            call.line(line, wrapped && !opens);
            opens = false;
        }
    }
    call.finish()
}

struct Call<'a> {
    script: Script<'a>,
    part: Part,
    listed: Vec<(&'a str, Side)>,
    /// Who has a heading.
    names: HashSet<&'a str>,
}

impl<'a> Call<'a> {
    /// Whether a speaker's line stands here; many come again as often as a page's head does.
    fn is_heading(&self, line: &str) -> bool {
        self.part == Part::Spoken && heading(self.script.source, line).is_some()
    }

    fn line(&mut self, line: &'a str, goes_on: bool) {
        if let Some((part, section)) = part(line) {
            self.part = part;
            if let Some(section) = section {
                self.script.enter(section);
            }
            return;
        }
        match self.part {
            Part::Title => self.script.title.push(line),
            Part::Roster(side) => self.listed.push((line, side)),
            Part::Tail => self.script.skip(line),
            Part::Spoken => match heading(self.script.source, line) {
                Some(label) => {
                    self.names.insert(line.split(" - ").next().unwrap_or(line));
                    self.script.open(Some(label));
                }
                None if goes_on || self.script.breaks_off() => self.script.go_on(line),
                None => self.script.say(line),
            },
        }
    }

    fn finish(mut self) -> Draft {
        let source = self.script.source;
        let title = title(&self.script.title);
        let mut roster = Vec::new();
        for (line, side) in std::mem::take(&mut self.listed) {
            match entry(source, line, side, &self.names) {
                Some(entry) => roster.push(entry),
                None => self.script.skip(line),
            }
        }
        let mut draft = self.script.finish();
        let said = std::mem::replace(&mut draft.header, title);
        crate::layout::metadata::fill(&mut draft.header, said);
        draft.roster = roster;
        draft
    }
}

/// `Operator`, `Unidentified Participant`: names that stand alone.
fn is_alone(line: &str) -> bool {
    line.len() <= 60 && !ends_sentence(line) && shape::of(line) == Some(Shape::Certain)
}

/// `Name - Firm - Title`.
fn heading(source: &Traced, line: &str) -> Option<Label> {
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ',']) && !line.ends_with("Inc.") {
        return None;
    }
    let part = |part: &str| Some(source.part(part.trim())).filter(|part| !part.is_empty());
    let Some((name, rest)) = line.split_once(" - ") else {
        return is_alone(line).then(|| Label { name: source.part(line), ..Label::default() });
    };
    let (firm, title) = rest.split_once(" - ")?;
    shape::of(name).filter(|shape| matches!(shape, Shape::Person | Shape::Certain))?;
    Some(Label { name: source.part(name), title: part(title), firm: part(firm), mark: None })
}

/// `Name Firm - Title`, of somebody who has a heading: where the name ends, only that can tell.
fn entry(source: &Traced, line: &str, side: Side, names: &HashSet<&str>) -> Option<RosterEntry> {
    const WORDS: usize = 8;
    let ends = line.match_indices(' ').map(|(at, _)| at).take(WORDS);
    let end = ends.filter(|&at| names.contains(&line[..at])).last()?;
    let (firm, title) = line[end..].split_once(" - ")?;
    let part = |part: &str| Some(source.part(part.trim())).filter(|part| !part.is_empty());
    Some(RosterEntry { name: source.part(&line[..end]), title: part(title), firm: part(firm), side })
}

/// What the title page says: `NRDL.OL - Q1 2025 Nordlys ASA`, and perhaps more of it on the next line.
fn title(lines: &[&str]) -> Header {
    let code = |line: &&str| {
        line.split_once(" - ").is_some_and(|(code, _)| !code.is_empty() && code.len() <= 12 && !code.contains(' '))
    };
    let Some(at) = lines.iter().position(code) else { return header::from_lines(lines) };
    let (code, call) = lines[at].split_once(" - ").unwrap_or_default();
    let more = lines.get(at + 1).filter(|more| !more.contains(':')).copied().unwrap_or_default();
    let call = format!("{call} {more}");
    let mut all = vec![call.trim()];
    all.extend(lines[at + 1..].iter().skip(usize::from(!more.is_empty())));
    let mut header = header::from_lines(&all[..1]);
    crate::layout::metadata::fill(&mut header, header::from_lines(&all[1..]));
    let symbol = code.split('.').next().unwrap_or(code);
    if symbol.len() <= 5 && !symbol.is_empty() && symbol.bytes().all(|b| b.is_ascii_uppercase()) {
        header.ticker = Some(symbol.to_owned());
    }
    header
}
