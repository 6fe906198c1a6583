//! StreetEvents (Thomson Reuters, Refinitiv, LSEG), with and without rules:
//! `Name,  Firm - Title    [7]` above every turn, rosters of two-line entries, legal text at the end. The text of its PDFs
//! has another look ([`paged`]).

mod paged;

use std::collections::HashSet;

use super::{
    Draft, Label, Layout, RosterEntry, Side,
    lines::{has, head, lines},
    plain::{is_label, shape, shape::Shape},
    script::Script,
};
use crate::{source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "streetevents", matches, read };

const BRAND: &str = "StreetEvents Event Transcript";

/// How much of a text is looked at to recognise it.
const HEAD: usize = 64 * 1024;

/// A page may begin in mid-call: then its numbered headings give it away.
fn matches(source: &Source) -> bool {
    let head = head(&source.text, HEAD);
    paged::matches(head)
        || has(head, BRAND)
        || (has(head, "[2]") && lines(head).filter_map(heading).filter(|h| h.contains(",  ")).count() >= 3)
        || is_tight(head)
}

/// Whether all runs of blanks became one, as on web pages: then rules above and below give headings away, in a text that
/// has the parts of a transcript.
fn is_tight(text: &str) -> bool {
    const FEWEST: usize = 3;
    if !has(text, " [2]") {
        return false;
    }
    let lines: Vec<&str> = lines(head(text, HEAD)).filter(|line| !line.is_empty()).collect();
    let ruled = lines.windows(3).filter(|three| is_rule(three[0]) && is_rule(three[2]) && tight(three[1]).is_some());
    let ruled = ruled.count();
    ruled >= FEWEST
        && lines.iter().any(|line| part_heading(line).is_some())
        && lines.iter().filter(|line| is_label(line)).count() < ruled
}

/// A file may hold several calls, one after another.
fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    if paged::matches(head(text, HEAD)) {
        return vec![paged::read(text)];
    }
    let mut drafts = Vec::new();
    let tight = is_tight(text);
    let mut call = Call::new(text, tight);
    for line in lines(text) {
        if line.ends_with(BRAND) {
            let done = std::mem::replace(&mut call, Call::new(text, tight));
            drafts.extend(done.finish());
        } else {
            call.line(line);
        }
    }
    drafts.extend(call.finish());
    if drafts.is_empty() {
        drafts.push(Script::new(LAYOUT.name, text).finish());
    }
    drafts
}

/// The part that a line is the printed heading of, and the section that it opens.
fn part_heading(line: &str) -> Option<(Part, Option<Section>)> {
    if line.len() > 40 {
        return None;
    }
    Some(match line.to_ascii_lowercase().as_str() {
        "corporate participants" => (Part::Roster(Side::Company), None),
        // The vendor's own spelling, for years.
        "conference call participiants" | "conference call participants" => (Part::Roster(Side::Outside), None),
        "definitions" | "disclaimer" => (Part::Tail, None),
        "presentation" => (Part::Spoken, Some(Section::Prepared)),
        "questions and answers" | "questions & answers" => (Part::Spoken, Some(Section::Qa)),
        _ => return None,
    })
}

/// Where in a transcript a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Roster(Side),
    Spoken,
    /// Definitions, disclaimers, copyright.
    Tail,
}

struct Call<'a> {
    script: Script<'a>,
    part: Part,
    tail: Option<(&'a str, &'a str)>,
    /// One blank stands where two should.
    tight: bool,
    /// The line before this one is a rule that opens a heading.
    ruled: bool,
    /// A heading waits for the rule below it.
    waits: bool,
    /// The names of the lists.
    listed: HashSet<&'a str>,
}

impl<'a> Call<'a> {
    fn new(text: &'a Traced, tight: bool) -> Self {
        Call {
            script: Script::new(LAYOUT.name, text),
            part: Part::Title,
            tail: None,
            tight,
            ruled: false,
            waits: false,
            listed: HashSet::new(),
        }
    }

    fn line(&mut self, line: &'a str) {
        if line.is_empty() {
            return;
        }
        if is_rule(line) {
            self.ruled = !std::mem::take(&mut self.waits);
            return;
        }
        let ruled = std::mem::take(&mut self.ruled);
        if let Some((part, section)) = part_heading(line) {
            self.part = part;
            if let Some(section) = section {
                self.script.enter(section);
            }
            if part != Part::Tail {
                return;
            }
        }
        let heading = heading(line).or_else(|| tight(line).filter(|_| self.tight && ruled));
        self.waits = heading.is_some();
        match (self.part, heading) {
            (Part::Tail, _) => self.tail = Some((self.tail.map_or(line, |(first, _)| first), line)),
            // A roster that nothing closes, or no roster at all: the headings say what is spoken.
            (_, Some(heading)) => {
                self.part = Part::Spoken;
                let label = match self.tight {
                    true => self.tight_label(heading),
                    false => label(self.script.source, heading),
                };
                self.script.open(Some(label));
            }
            (Part::Title, None) if is_edition(line) => {}
            (Part::Title, None) => self.script.title.push(undated(line)),
            (Part::Roster(side), None) => self.roster(line, side),
            (Part::Spoken, None) => self.script.say(line),
        }
    }

    /// ` * Name`, then `Firm - Title` on the next line; either half of that may be missing.
    fn roster(&mut self, line: &'a str, side: Side) {
        let source = self.script.source;
        let roster = &mut self.script.draft.roster;
        if let Some(name) = line.strip_prefix("* ") {
            self.listed.insert(name.trim());
            roster.push(RosterEntry { name: source.part(name.trim()), title: None, firm: None, side });
        } else if let Some(entry) = roster.last_mut() {
            (entry.firm, entry.title) = affiliation(source, line);
        }
    }

    /// `Name, Firm - Title`: names hold commas too, and the list tells where they end.
    fn tight_label(&self, heading: &str) -> Label {
        let commas = || heading.match_indices(", ").map(|(comma, _)| comma);
        let name = commas().filter(|comma| self.listed.contains(&heading[..*comma])).last();
        let Some(comma) = name.or_else(|| commas().next()) else { return label(self.script.source, heading) };
        let (firm, title) = affiliation(self.script.source, &heading[comma + 2..]);
        Label { name: self.script.source.part(&heading[..comma]), title, firm, mark: None }
    }

    fn finish(mut self) -> Option<Draft> {
        let source = self.script.source;
        if let Some((first, last)) = self.tail {
            let tail = source.range_of(first).start..source.range_of(last).end;
            self.script.skip(&source[tail]);
        }
        let untitled = self.script.title.is_empty() && self.tail.is_none();
        let draft = self.script.finish();
        let empty = untitled && draft.turns.is_empty() && draft.roster.is_empty();
        (!empty).then_some(draft)
    }
}

/// `=====` and `-----`; a character or two may have slipped in at the end of one that goes across the page.
fn is_rule(line: &str) -> bool {
    const SHORTEST: usize = 10;
    const ACROSS: usize = 60;
    const STRAY: usize = 2;
    let rest = line.trim_start_matches(['=', '-']);
    let run = line.len() - rest.len();
    run >= SHORTEST && (rest.is_empty() || run >= ACROSS && rest.chars().count() <= STRAY)
}

/// `E D I T E D   V E R S I O N`, `P R E L I M I N A R Y …`
fn is_edition(line: &str) -> bool {
    line.split_whitespace().all(|word| word.len() == 1)
}

/// A title without the day on which it was published: `Nov 10, 2019 (…) -- Edited Transcript of …`.
fn undated(line: &str) -> &str {
    line.split_once(") -- Edited Transcript of").map_or(line, |(_, title)| title.trim_start())
}

/// The label in `label    [7]`.
fn heading(line: &str) -> Option<&str> {
    numbered(line).filter(|label| label.ends_with("  ")).map(str::trim).filter(|label| !label.is_empty())
}

/// The same with one blank before the number, behind a name, or a name and what its bearer is.
fn tight(line: &str) -> Option<&str> {
    let label = numbered(line).filter(|label| label.ends_with(' ')).map(str::trim)?;
    let is_name = || matches!(shape::of(label), Some(Shape::Person | Shape::Certain));
    (label.contains(", ") || is_name()).then_some(label)
}

/// What stands before a number in square brackets at a line's end.
fn numbered(line: &str) -> Option<&str> {
    if line.len() > 400 {
        return None;
    }
    let (label, number) = line.strip_suffix(']')?.rsplit_once('[')?;
    let numbered = !number.is_empty() && number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit());
    numbered.then_some(label)
}

/// `Name,  Firm - Title`: two spaces set the name off, for names and firms hold commas themselves.
fn label(source: &Traced, heading: &str) -> Label {
    let (name, rest) = heading.split_once(",  ").unwrap_or((heading, ""));
    let (firm, title) = affiliation(source, rest);
    Label { name: source.part(name.trim()), title, firm, mark: None }
}

/// Firm and title in `Firm - Title`, where either may be missing.
fn affiliation(source: &Traced, text: &str) -> (Option<Traced>, Option<Traced>) {
    let (firm, title) = match text.split_once(" - ") {
        Some(both) => both,
        None => (text.trim().strip_suffix('-').unwrap_or(text), ""),
    };
    let part = |part: &str| {
        let part = part.trim();
        (!part.is_empty() && part != "-").then(|| source.part(part))
    };
    (part(firm), part(title.strip_suffix(" -").unwrap_or(title)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_publication_is_not_the_calls() {
        let line =
            "Nov 10, 2019 (Fjord Wire) -- Edited Transcript of Nordlys AB earnings conference call or presentation";
        assert!(undated(line).starts_with("Nordlys AB earnings"));
        assert_eq!(undated("Q1 2020 Nordlys AB Earnings Call"), "Q1 2020 Nordlys AB Earnings Call");
    }

    #[test]
    fn pages_leave_one_blank_of_two() {
        let rule = "-".repeat(80);
        let head = |label: &str| format!("{rule}\n\n{label}\n\n{rule}\n\n");
        let text = format!(
            "Q1 2020 Nordlys AB Earnings Call\n\nCorporate Participants\n\n{rule}\n\n* Ada Lund, Jr.\n\n\
             Nordlys AB - President & CEO\n\nPresentation\n\n{}Welcome, all.\n\n{}Thank you [1]. We grew.\n\n\
             Questions and Answers\n\n{}Why [2]\n\n",
            head("Operator [1]"),
            head("Ada Lund, Jr., Nordlys AB - President & CEO [2]"),
            head("Bo Roe, Fjord Bank, Research Division - Analyst [3]"),
        );
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let drafts = read(&source);
        let part = |part: &Option<Traced>| part.as_ref().map_or("", |part| part.as_str()).to_owned();
        let rows: Vec<String> = drafts[0]
            .turns
            .iter()
            .map(|turn| {
                let label = turn.label.clone().unwrap_or_default();
                format!("{}/{}/{}: {}", label.name.as_str(), part(&label.title), part(&label.firm), turn.text.as_str())
            })
            .collect();
        let want = [
            "Operator//: Welcome, all.",
            "Ada Lund, Jr./President & CEO/Nordlys AB: Thank you [1]. We grew.",
            "Bo Roe/Analyst/Fjord Bank, Research Division: Why [2]",
        ];
        assert_eq!(rows, want);
        let notes = text.replace("Operator [1]", "Note to the accounts [1]");
        assert!(read(&Source::from_bytes("-", notes.as_bytes()))[0].turns[0].label.is_none());
        let labelled = format!("{text}Ada Lund: So.\nKai Moe: Yes.\nAda Lund: So.\nKai Moe: Yes.\n");
        assert!(!is_tight(&labelled));
        // A heading below which nothing stands.
        let silent = text.replace("Welcome, all.", "");
        assert_eq!(read(&Source::from_bytes("-", silent.as_bytes()))[0].turns.len(), 2);
        let report = format!("{rule}\nSee the report of the board [1]\n{rule}\nWe read it all [2].\n").repeat(4);
        assert!(!is_tight(&report));
        let unruled = text.replace(&rule, "");
        assert!(!(LAYOUT.matches)(&Source::from_bytes("-", unruled.as_bytes())));
    }

    #[test]
    fn a_rule_may_have_a_stray_letter() {
        let long = "=".repeat(80);
        for (line, want) in [
            ("----------", true),
            ("=====-----", true),
            ("---------", false),
            ("----------s", false),
            ("", false),
            (&long, true),
            (&format!("{long}s"), true),
            (&format!("{long} é"), true),
            (&format!("{long}yes"), false),
            (&format!("s{long}"), false),
        ] {
            assert_eq!(is_rule(line), want, "{line}");
        }
    }
}
