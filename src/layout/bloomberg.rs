//! Bloomberg, copied from the screen: `Name{BIO 123 <GO>}` above every turn, `Q -` and `A -` before
//! the names, and rosters with what the mouse hovered over.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::{
    Draft, Label, Layout, Mark, RosterEntry, Side,
    lines::{has, head, lines, same},
    script::Script,
};
use crate::{source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "bloomberg", matches, read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 64 * 1024;

const COMPANY: &str = "Company Participants";
const OTHER: &str = "Other Participants";
const PRESENTATION: &str = "Presentation";
const QUESTIONS: &str = "Questions And Answers";

/// The link behind a name: `{BIO 15134332 <GO>}`.
const LINK: &str = "{BIO ";

fn matches(source: &Source) -> bool {
    let head = head(&source.text, HEAD);
    if has(head, LINK) && has(head, "<GO>}") {
        return true;
    }
    let stands = |heading| lines(head).any(|line| same(line, heading));
    has(head, "Other Participants") && stands(OTHER) && (stands(PRESENTATION) || stands(QUESTIONS))
}

/// A file may hold several calls; each begins with a title and the company's roster.
fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let mut drafts = Vec::new();
    let mut call = Call::new(text);
    let mut lines = lines(text).peekable();
    while let Some(line) = lines.next() {
        let title = !line.is_empty() && lines.peek().is_some_and(|next| same(next, COMPANY));
        if (title || same(line, COMPANY)) && call.part == Part::Spoken {
            drafts.push(std::mem::replace(&mut call, Call::new(text)).finish());
        }
        call.line(line);
    }
    drafts.push(call.finish());
    drafts
}

/// Where in a transcript a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Roster(Side),
    Spoken,
}

struct Call<'a> {
    script: Script<'a>,
    part: Part,
    /// A roster line that is only a name: the rest may follow after what the mouse hovered over.
    pending: Option<&'a str>,
    /// Names that stand in the roster or above a turn, in lower case.
    names: HashSet<String>,
    /// Whether the line before was blank or a printed heading.
    fresh: bool,
}

impl<'a> Call<'a> {
    fn new(text: &'a Traced) -> Self {
        Call {
            script: Script::new(LAYOUT.name, text),
            part: Part::Title,
            pending: None,
            names: HashSet::new(),
            fresh: true,
        }
    }

    fn line(&mut self, line: &'a str) {
        let fresh = std::mem::replace(&mut self.fresh, line.is_empty());
        if line.is_empty() {
            return;
        }
        if let Some(part) = self.part_heading(line) {
            self.settle();
            self.part = part;
            self.fresh = true;
            return;
        }
        match self.part {
            Part::Title if !line.contains(LINK) => self.script.title.push(line),
            Part::Roster(side) if !line.contains(LINK) => self.roster(line, side),
            Part::Title | Part::Roster(_) | Part::Spoken => {
                self.settle();
                self.part = Part::Spoken;
                self.spoken(line, fresh);
            }
        }
    }

    /// The part that this line is the printed heading of.
    fn part_heading(&mut self, line: &str) -> Option<Part> {
        if same(line, COMPANY) {
            return Some(Part::Roster(Side::Company));
        } else if same(line, OTHER) {
            return Some(Part::Roster(Side::Outside));
        } else if same(line, PRESENTATION) {
            self.script.enter(Section::Prepared);
        } else if same(line, QUESTIONS) {
            self.script.enter(Section::Qa);
        } else {
            return None;
        }
        Some(Part::Spoken)
    }

    fn spoken(&mut self, line: &'a str, fresh: bool) {
        if line.len() < 30 && same(line, "(Question And Answer)") {
            self.script.skip(line);
            return;
        }
        let heading = heading(line).filter(|heading| heading.linked || (fresh && self.knows(heading)));
        let Some(heading) = heading else {
            self.script.say(line);
            return;
        };
        self.names.insert(heading.name.to_lowercase());
        let name = self.script.source.part(heading.name);
        self.script.open(Some(Label { name, title: None, firm: None, mark: heading.mark }));
    }

    /// Whether a heading without a link is one: by its mark, or because the name is known.
    fn knows(&self, heading: &Heading) -> bool {
        let name = heading.name;
        let anonymous =
            || same(name, "Operator") || (name.starts_with("Unidentified ") && name.split(' ').count() <= 3);
        heading.mark.is_some() || anonymous() || self.names.contains(&name.to_lowercase())
    }

    fn roster(&mut self, line: &'a str, side: Side) {
        if is_hover(line) {
            self.script.skip(line);
        } else if let Some(rest) = line.strip_prefix(',') {
            match self.pending.take() {
                Some(name) => self.enter(name, rest, side),
                None => self.script.skip(line),
            }
        } else if let Some((name, rest)) = line.split_once(',') {
            self.settle();
            self.enter(name, rest, side);
        } else if self.pending.is_some_and(|name| last_word(name) == last_word(line)) {
            // The hover card repeats the name, in another form.
            self.script.skip(line);
        } else {
            self.settle();
            self.pending = Some(line);
        }
    }

    /// A name that nothing followed is an entry of its own.
    fn settle(&mut self) {
        if let (Some(name), Part::Roster(side)) = (self.pending.take(), self.part) {
            self.enter(name, "", side);
        }
    }

    /// `Name, Title` for the company; `Name, Analyst, Firm` or `Name, Firm` for others.
    fn enter(&mut self, name: &str, rest: &str, side: Side) {
        let source = self.script.source;
        let part = |part: &str| {
            let part = part.trim().trim_end_matches([',', '.']).trim_end();
            (!part.is_empty()).then(|| source.part(part))
        };
        let (title, firm) = match (side, rest.split_once(',')) {
            (Side::Outside, Some((title, firm))) if is_position(title) => (part(title), part(firm)),
            (Side::Outside, _) if !is_position(rest) => (None, part(rest)),
            _ => (part(rest), None),
        };
        self.names.insert(name.trim().to_lowercase());
        self.script.draft.roster.push(RosterEntry { name: source.part(name.trim()), title, firm, side });
    }

    fn finish(mut self) -> Draft {
        self.settle();
        self.script.finish()
    }
}

/// A line that may stand above a turn.
struct Heading<'a> {
    name: &'a str,
    mark: Option<Mark>,
    /// Whether the vendor's link follows the name.
    linked: bool,
}

fn heading(line: &str) -> Option<Heading<'_>> {
    if line.len() > 120 {
        return None;
    }
    let (mark, rest) = match line.split_once(" - ") {
        Some(("Q", rest)) => (Some(Mark::Question), rest),
        Some(("A", rest)) => (Some(Mark::Answer), rest),
        _ => (None, line),
    };
    let (name, linked) = match rest.split_once(LINK) {
        Some((name, link)) => (name, link.trim_end().ends_with('}')),
        None => (rest, false),
    };
    let name = name.trim();
    let named = !name.is_empty()
        && name.split(' ').count() <= 7
        && !name.contains(['{', '}', '?', '!', ':', ';', '"'])
        && (linked || !name.ends_with(['.', ',']) || name.ends_with("r."));
    named.then_some(Heading { name, mark, linked })
}

fn last_word(name: &str) -> Option<&str> {
    name.split_whitespace().next_back()
}

/// Whether this is what somebody is, and not whom they work for.
fn is_position(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    text.is_empty() || ["analyst", "investor", "shareholder", "moderator", "reporter"].iter().any(|word| text == *word)
}

/// A hover card: telephone numbers, `3/2021-PRESENT | Firm, POSITION`, `Loading ...`.
fn is_hover(line: &str) -> bool {
    static HOVER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^(?:\+?[\d ()./-]{7,}|loading\b.{0,5}|(?:[\d/]{4,7}|unknown)-(?:[\d/]{4,7}|present|unknown) \|.*)$",
        )
        .expect("a valid pattern")
    });
    HOVER.is_match(line)
}
