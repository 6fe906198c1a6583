//! StreetEvents (Thomson Reuters, Refinitiv, LSEG), with and without rules:
//! `Name,  Firm - Title    [7]` above every turn, rosters of two-line entries, legal text at the end. The text of its PDFs
//! has another look ([`paged`]).

mod paged;

use super::{
    Draft, Label, Layout, RosterEntry, Side,
    lines::{has, head, lines},
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
}

/// A file may hold several calls, one after another.
fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    if paged::matches(head(text, HEAD)) {
        return vec![paged::read(text)];
    }
    let mut drafts = Vec::new();
    let mut call = Call::new(text);
    for line in lines(text) {
        if line.ends_with(BRAND) {
            let done = std::mem::replace(&mut call, Call::new(text));
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
}

impl<'a> Call<'a> {
    fn new(text: &'a Traced) -> Self {
        Call { script: Script::new(LAYOUT.name, text), part: Part::Title, tail: None }
    }

    fn line(&mut self, line: &'a str) {
        if line.is_empty() || is_rule(line) {
            return;
        }
        if let Some(part) = self.part_heading(line) {
            self.part = part;
            if part != Part::Tail {
                return;
            }
        }
        match (self.part, heading(line)) {
            (Part::Tail, _) => self.tail = Some((self.tail.map_or(line, |(first, _)| first), line)),
            // A roster that nothing closes, or no roster at all: the headings say what is spoken.
            (_, Some(heading)) => {
                self.part = Part::Spoken;
                self.script.open(Some(label(self.script.source, heading)));
            }
            (Part::Title, None) if is_edition(line) => {}
            (Part::Title, None) => self.script.title.push(line),
            (Part::Roster(side), None) => self.roster(line, side),
            (Part::Spoken, None) => self.script.say(line),
        }
    }

    /// The part that this line is the printed heading of.
    fn part_heading(&mut self, line: &str) -> Option<Part> {
        if line.len() > 40 {
            return None;
        }
        let section = match line.to_ascii_lowercase().as_str() {
            "corporate participants" => return Some(Part::Roster(Side::Company)),
            // The vendor's own spelling, for years.
            "conference call participiants" | "conference call participants" => {
                return Some(Part::Roster(Side::Outside));
            }
            "definitions" | "disclaimer" => return Some(Part::Tail),
            "presentation" => Section::Prepared,
            "questions and answers" | "questions & answers" => Section::Qa,
            _ => return None,
        };
        self.script.enter(section);
        Some(Part::Spoken)
    }

    /// ` * Name`, then `Firm - Title` on the next line; either half of that may be missing.
    fn roster(&mut self, line: &str, side: Side) {
        let source = self.script.source;
        let roster = &mut self.script.draft.roster;
        if let Some(name) = line.strip_prefix("* ") {
            roster.push(RosterEntry { name: source.part(name.trim()), title: None, firm: None, side });
        } else if let Some(entry) = roster.last_mut() {
            (entry.firm, entry.title) = affiliation(source, line);
        }
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

/// The label in `label    [7]`.
fn heading(line: &str) -> Option<&str> {
    if line.len() > 400 {
        return None;
    }
    let (label, number) = line.strip_suffix(']')?.rsplit_once('[')?;
    let numbered = !number.is_empty() && number.len() <= 5 && number.bytes().all(|b| b.is_ascii_digit());
    (numbered && label.ends_with("  ")).then(|| label.trim()).filter(|label| !label.is_empty())
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
