//! Headings on lines of their own, `Name -- Title` or `Name--Firm -- Analyst` or a bare name, the words
//! below: Motley Fool's text, old and new, AlphaStreet's, Yahoo's with a roster by semicolons.
//!
//! The list of participants, wherever it stands, says which lines are names; a heading with a dash and
//! a title adds its name to them. Translations between the lines are left out.

mod heading;
mod roster;
mod seams;

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use regex::Regex;

use self::heading::Heading;
pub(super) use self::heading::{is_name, is_position};
use super::{
    Draft, Header, Label, Layout, RosterEntry, Side, beginning, furniture, header, lines,
    plain::{self, line::ends_sentence},
    script::Script,
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "motleyfool", matches, read };

/// Several headings with a dash, or a page whose transcript begins under the new layout's heading. Most
/// texts are of other layouts, so what is cheap to look for is looked for first.
fn matches(source: &Source) -> bool {
    const ENOUGH: usize = 4;
    const LONGEST: usize = 300;
    const SAMPLE: usize = 4000;
    let text = source.text.as_str();
    let short = || lines::raw_lines(text).filter(|line| line.len() <= LONGEST);
    let is_heading = |line: &&str| clean(line).is_some_and(|line| Heading::parse(line).is_some());
    let new = ["Full Conference Call Transcript", "FULL CONFERENCE CALL TRANSCRIPT"];
    let has = |words| lines::has(text, words);
    let dashes = has("--");
    new.iter().any(|heading| has(heading)) && short().filter_map(clean).any(is_new_layout)
        || (dashes || has(" — "))
            && short().filter(|line| has_long_dash(line)).filter(is_heading).take(ENOUGH).count() == ENOUGH
            && !stand_below_names(text)
        || dashes && has("\n--") && has_split_headings(&short().filter_map(clean).take(SAMPLE).collect::<Vec<_>>())
        || roster::has_semicolons(short().take(SAMPLE).filter_map(clean))
}

/// Whether the lines with dashes stand below the speakers' names, and are no more than `Fjord Bank -- Analyst`.
fn stand_below_names(text: &str) -> bool {
    const SAMPLE: usize = 12;
    let (mut before, mut all, mut below) = ("", 0, 0);
    // Whether the line before is one with a dash, and whether it stands below a name.
    let mut dashed = None;
    for line in lines::raw_lines(text).filter_map(clean) {
        // A list has no sentences.
        if let Some(is_below) = dashed.take().filter(|_| ends_sentence(line)) {
            all += 1;
            below += usize::from(is_below);
        }
        if has_long_dash(line) && Heading::parse(line).is_some_and(|heading| heading.title.is_some()) {
            dashed = Some(!has_long_dash(before) && is_name(before));
        }
        if all == SAMPLE {
            break;
        }
        before = line;
    }
    below * 4 > all * 3
}

/// A dash that other layouts do not print between name and title.
fn has_long_dash(line: &str) -> bool {
    line.contains("--") || line.contains(" — ")
}

fn is_new_layout(line: &str) -> bool {
    line.trim_end_matches(':').eq_ignore_ascii_case("full conference call transcript")
}

fn read(source: &Source) -> Vec<Draft> {
    vec![read_text(&source.text)]
}

pub(super) fn read_text(text: &Traced) -> Draft {
    match seams::opened(text) {
        Some(text) => read_seamless(&text),
        None => read_seamless(text),
    }
}

fn read_seamless(text: &Traced) -> Draft {
    let lines: Vec<&str> = readable(text).collect();
    match lines.iter().position(|line| is_new_layout(line)) {
        Some(at) => read_new(text, &lines, at),
        None => read_old(text, &lines),
    }
}

/// The lines of a text; where lines are marked as English, those.
fn readable(text: &str) -> impl Iterator<Item = &str> {
    let mut marked = false;
    text.lines()
        .filter(move |line| {
            marked |= line.contains("] [EN] ");
            !marked || line.contains("[EN]") || line.contains(['━', '👤'])
        })
        .filter_map(clean)
}

/// A line without what tools for bilingual reading put around it; `None` if it is blank or a translation.
fn clean(line: &str) -> Option<&str> {
    let line =
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '━' | '👤' | '\u{200b}' | '\u{feff}' | '\0'));
    let line = match line.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((number, rest)) if number.trim().bytes().all(|b| b.is_ascii_digit()) && !number.trim().is_empty() => {
                rest.trim_start().strip_prefix("[EN]").unwrap_or(rest).trim_start()
            }
            _ => line,
        },
        None => line,
    };
    let is_rule = line.bytes().all(|b| matches!(b, b'=' | b'-' | b'_' | b'*'));
    (!line.is_empty() && (!is_rule || line == "--") && !is_translation(line)).then_some(line)
}

/// Whether most letters of a line are Chinese, Japanese or Korean.
pub(super) fn is_translation(line: &str) -> bool {
    if line.is_ascii() {
        return false;
    }
    let (mut eastern, mut letters) = (0, 0);
    for c in line.chars().take(400).filter(|c| c.is_alphabetic()) {
        letters += 1;
        eastern +=
            usize::from(matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    }
    // One such character says what three Latin letters say, and no English line begins with one.
    eastern * 4 > letters || line.chars().find(|c| c.is_alphabetic()).is_some_and(is_eastern)
}

fn is_eastern(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Summary and takeaways first, then the call as `Name:text`.
fn read_new(text: &Traced, lines: &[&str], at: usize) -> Draft {
    let mut body = Traced::default();
    let body_lines = &lines[at + 1..];
    let end = body_lines.iter().position(|line| furniture::opens_tail(line)).unwrap_or(body_lines.len());
    for line in &body_lines[..end] {
        if !body.is_empty() {
            body.push_made("\n\n");
        }
        body.push(&text.part(line));
    }
    let mut draft = plain::read_text(&body);
    let spoken = std::mem::replace(&mut draft.header, title(&lines[..at]));
    super::metadata::fill(&mut draft.header, spoken);
    draft.layout = LAYOUT.name;
    draft.roster = roster::read(text, &lines[..at]).entries;
    let turns = draft.turns.len();
    let around = lines[..=at].iter().map(|line| (0, line)).chain(body_lines[end..].iter().map(|line| (turns, line)));
    draft.diagnostics.extend(around.map(|(turn, line)| lines::furniture(text, line, turn)));
    draft
}

fn read_old(text: &Traced, lines: &[&str]) -> Draft {
    let mut roster = roster::read(text, lines);
    if roster.entries.iter().all(|entry| entry.side != Side::Outside) {
        roster.add_unheaded(text, lines);
    }
    let mut names: HashSet<String> = roster.entries.iter().map(|entry| key(&entry.name)).collect();
    let split = has_split_headings(lines);
    for (at, line) in lines.iter().enumerate() {
        let heading = Heading::parse(line).filter(|heading| heading.title.is_some());
        let heading =
            heading.or_else(|| split.then(|| Heading::split(&lines[at..]).map(|(heading, _)| heading)).flatten());
        names.extend(heading.map(|heading| key(heading.name)));
    }
    let mut reader =
        Reader { text, names, split, script: Script::new(LAYOUT.name, text), front: Vec::new(), opened: false };
    let last = last_heading(&reader, lines, &roster);
    let welcome = welcome(&reader, lines);
    let mut at = 0;
    while at < lines.len() {
        if welcome.contains(&at) {
            reader.script.say(lines[at]);
            at += 1;
            continue;
        }
        let listed = roster.lines.contains(&at);
        let tail = reader.has_spoken() && (listed || furniture::opens_tail(lines[at]));
        if tail && at < last {
            let len = if listed { 1 } else { ad_len(&reader, &lines[at..]) };
            lines[at..at + len].iter().filter(|_| !listed).for_each(|line| reader.script.skip(line));
            at += len;
            continue;
        }
        if tail {
            // The list at the end, links and notices after it.
            let tail = lines[at..].iter().enumerate().filter(|(more, _)| !roster.lines.contains(&(at + more)));
            tail.for_each(|(_, line)| reader.script.skip(line));
            break;
        }
        at += if listed { 1 } else { reader.line(&lines[at..]) };
    }
    let mut draft = reader.script.finish();
    let spoken = std::mem::replace(&mut draft.header, title(&reader.front));
    super::metadata::fill(&mut draft.header, spoken);
    draft.roster = roster.entries;
    super::draft::no_speakers(&mut draft);
    draft
}

/// Where the last speaker's line with words below it stands. What opens a tail before it is an advertisement among the
/// speeches.
fn last_heading(reader: &Reader<'_>, lines: &[&str], roster: &roster::Roster) -> usize {
    let is_heading = |at: usize| !roster.lines.contains(&at) && reader.heading(lines[at]).is_some();
    (0..lines.len().saturating_sub(1)).rev().find(|&at| is_heading(at) && !is_heading(at + 1)).unwrap_or(0)
}

/// The lines above the first heading that somebody said, from a greeting on: copies lose the operator's heading, whose
/// words open the call. What else stands there was written about it.
fn welcome(reader: &Reader<'_>, lines: &[&str]) -> Range<usize> {
    const LONGEST: usize = 12;
    let is_heading = |at: &usize| reader.heading(lines[*at]).is_some() || reader.split_heading(&lines[*at..]).is_some();
    let first = (0..lines.len()).find(is_heading).unwrap_or(0);
    let is_section = |line: &&str| furniture::section_heading(line.trim_end_matches(':')).is_some();
    let section = lines[..first].iter().rposition(is_section).map_or(0, |section| section + 1);
    let start = section + lines[section..first].iter().take_while(|line| !greets(line)).count();
    let front = &lines[start..first];
    let said = front.len() <= LONGEST
        && front.iter().all(|line| furniture::known(line).is_none())
        && furniture::is_speech(&front.join(" "));
    if said { start..first } else { 0..0 }
}

/// `Good day, and welcome to …`
fn greets(line: &str) -> bool {
    const FEWEST_WORDS: usize = 8;
    const GREETINGS: [&str; 7] = [
        "good morning",
        "good afternoon",
        "good evening",
        "good day",
        "greetings",
        "welcome to",
        "ladies and gentlemen",
    ];
    let start = beginning(line, 60).to_lowercase();
    let greeting = GREETINGS.iter().any(|greeting| start.contains(greeting));
    greeting && !start.contains("said") && line.split_whitespace().count() >= FEWEST_WORDS
}

/// How many lines an advertisement takes: up to its footnote or its link, but not beyond the next speaker's line.
fn ad_len(reader: &Reader<'_>, lines: &[&str]) -> usize {
    const LONGEST: usize = 14;
    let near = &lines[..lines.len().min(LONGEST)];
    let near = &near[..near.iter().position(|line| reader.heading(line).is_some()).unwrap_or(near.len())];
    let footnote = near.iter().rposition(|line| line.starts_with('*'));
    let link = || near.iter().rposition(|line| line.ends_with(['›', '»']));
    footnote.or_else(link).map_or(1, |last| last + 1)
}

/// The lists of participants of a page.
pub(super) fn roster(text: &Traced, lines: &[&str]) -> Vec<RosterEntry> {
    roster::read(text, lines).entries
}

/// What the page says of the call, whose title has the price's change glued to it:
/// `Example Corp(EXCO-1.25%)Q1 2024 Earnings CallMay 07, 2024`.
fn title(lines: &[&str]) -> Header {
    let mut header = header::from_lines(lines);
    if let Some(found) = lines.iter().take(60).find_map(|line| QUOTE.captures(line)) {
        header.company = Some(found["company"].trim().to_owned());
        header.ticker = Some(found["ticker"].to_owned());
    }
    header
}

static QUOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?<company>\p{Lu}[^()]{1,80}?) ?\((?<ticker>[A-Z][A-Z.]{0,5})(?: ?[+-]?\d+\.\d+%)\) ?(?:Q[1-4]|FY)")
        .expect("a valid pattern")
});

/// `Name`, `--` and `Title` on three lines.
fn has_split_headings(lines: &[&str]) -> bool {
    lines.windows(3).filter(|three| three[1] == "--" && Heading::split(three).is_some()).take(3).count() == 3
}

/// A name as it is compared.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

struct Reader<'t> {
    text: &'t Traced,
    names: HashSet<String>,
    split: bool,
    script: Script<'t>,
    front: Vec<&'t str>,
    /// The first heading has been read.
    opened: bool,
}

impl<'t> Reader<'t> {
    fn has_spoken(&self) -> bool {
        self.script.draft.turns.iter().any(|turn| !turn.text.is_empty())
    }

    /// Reads the first of some lines, and says how many it took.
    fn line(&mut self, lines: &[&'t str]) -> usize {
        let line = lines[0];
        if let Some((heading, len)) = self.split_heading(lines) {
            self.open(&heading);
            return len;
        }
        if let Some(section) = furniture::section_heading(line.trim_end_matches(':')) {
            self.script.enter(section);
            self.script.skip(line);
        } else if let Some(heading) = self.heading(line) {
            self.open(&heading);
        } else if !self.opened {
            self.front.push(line);
            self.script.skip(line);
        } else if furniture::known(line).is_some() || line.starts_with("Duration:") {
            self.script.skip(line);
        } else if let Some((words, heading)) = self.glued(line) {
            self.script.say(words);
            self.open(&heading);
        } else {
            self.script.say(line);
        }
        1
    }

    /// A heading over several lines, in a text that has such headings.
    fn split_heading<'l>(&self, lines: &[&'l str]) -> Option<(Heading<'l>, usize)> {
        if self.split { Heading::split(lines) } else { None }
    }

    /// A heading with a title, or a line that is a known name.
    fn heading<'l>(&self, line: &'l str) -> Option<Heading<'l>> {
        let heading = Heading::parse(line)?;
        (heading.title.is_some() || heading.is_nobody() || self.names.contains(&key(heading.name))).then_some(heading)
    }

    /// A heading at the end of a paragraph, where a line break was lost: `You may begin.Ann Lee -- CFO`.
    fn glued<'l>(&self, line: &'l str) -> Option<(&'l str, Heading<'l>)> {
        const LONGEST: usize = 200;
        let from = (line.len().saturating_sub(LONGEST)..).find(|&at| line.is_char_boundary(at))?;
        let dash = from + line[from..].find("--")?;
        let end = from + line[from..dash].rfind(['.', '?', '!', ']'])? + 1;
        let heading = Heading::parse(line[end..].trim_start())?;
        (heading.title.is_some() && self.names.contains(&key(heading.name))).then(|| (line[..end].trim_end(), heading))
    }

    fn open(&mut self, heading: &Heading<'_>) {
        let part = |part: &str| self.text.part(part);
        let label = Label {
            name: part(heading.name),
            title: heading.title.map(part),
            firm: heading.firm.map(part),
            mark: None,
        };
        self.script.open(Some(label));
        self.opened = true;
    }
}

#[cfg(test)]
mod tests;
