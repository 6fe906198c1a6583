//! Two lines above every speech, the name and below it the office or the firm, and again so at every turn: Capital IQ's text
//! (S&P), the pages of Seeking Alpha since 2025, and what is saved of either as Markdown.
//!
//! Any two short lines may stand one above the other. That the same two do so again and again is what no speech does.

use std::collections::{HashMap, HashSet};

use super::{
    Draft, Header, Label, Layout, RosterEntry, Side, furniture, header,
    lines::{head, lines, next_words},
    plain::{self, shape, shape::Shape},
    running::{is_wrapped, running},
    script::Script,
};
use crate::{source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "stacked", matches, read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 256 * 1024;

/// Names, and offices or firms, are no longer.
const LONGEST_NAME: usize = 60;
const LONGEST: usize = 160;

/// Two pairs of lines and more that come again.
fn matches(source: &Source) -> bool {
    is_stacked(&source.text)
}

pub(super) fn is_stacked(text: &str) -> bool {
    const ENOUGH: usize = 2;
    let head = head(text, HEAD);
    let lines: Vec<&str> = lines(head).map(bare).filter(|line| !line.is_empty()).collect();
    let again = pairs(&lines).into_values().filter(|count| *count > 1).count();
    again >= ENOUGH && (again > 2 * ENOUGH || lines.iter().any(|line| section(line).is_some()))
}

/// A line without what Markdown puts around it.
fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| plain::line::is_margin(c) || matches!(c, '*' | '_' | '#' | '\\'))
}

/// How often each name stands above each office or firm.
fn pairs<'a>(lines: &[&'a str]) -> HashMap<(&'a str, &'a str), usize> {
    let mut pairs = HashMap::new();
    // That a line is too long for a name is seen first: nearly all are.
    for pair in lines.windows(2).filter(|pair| may_name(pair[0]) && is_affiliation(pair[1]) && is_name(pair[0])) {
        *pairs.entry((pair[0], pair[1])).or_default() += 1;
    }
    pairs
}

fn is_name(line: &str) -> bool {
    may_name(line) && shape::of(line).is_some_and(|shape| shape == Shape::Person)
}

fn may_name(line: &str) -> bool {
    line.len() <= LONGEST_NAME && !line.contains([':', ','])
}

/// Whether a line may be an office or a firm: capitalised, and no sentence.
pub(super) fn is_affiliation(line: &str) -> bool {
    const SMALL: &[&str] = &["of", "and", "for", "the", "to", "in", "de", "du", "&", "-", "–", "at", "on", "plc"];
    let capital = |word: &str| !word.starts_with(char::is_lowercase) || SMALL.contains(&word.trim_end_matches(','));
    let speech = line.ends_with(['?', '!', ',', ':', ';', '…']) || line.ends_with('.') && !is_firm(line);
    (2..=LONGEST).contains(&line.len())
        && line.starts_with(char::is_uppercase)
        && !speech
        && (plain::names_position(line) || is_firm(line) || line.contains(' '))
        && line.split_whitespace().all(capital)
        && !furniture::known(line).is_some_and(|kind| kind == furniture::Furniture::Heading)
        && section(line).is_none()
}

/// `Fjord Securities LLC, Research Division`.
fn is_firm(line: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "inc",
        "llc",
        "lllp",
        "llp",
        "lp",
        "ltd",
        "limited",
        "plc",
        "ag",
        "co",
        "corp",
        "company",
        "corporation",
        "incorporated",
        "division",
        "nv",
        "sa",
        "securities",
        "bank",
        "capital",
        "research",
        "partners",
        "equities",
        "group",
    ];
    let last = line.rsplit(' ').next().unwrap_or_default().replace('.', "").to_lowercase();
    ENDINGS.contains(&last.as_str())
}

fn section(line: &str) -> Option<Section> {
    furniture::section_heading(line)
}

/// A line that opens a list of participants.
fn side(line: &str) -> Option<Side> {
    match line.to_ascii_lowercase().as_str() {
        _ if line.len() > 40 => None,
        "executives" | "company participants" | "corporate participants" => Some(Side::Company),
        "analysts" | "conference call participants" | "other participants" => Some(Side::Outside),
        "call participants" | "attendees" | "shareholders" => Some(Side::Unsaid),
        _ => None,
    }
}

fn read(source: &Source) -> Vec<Draft> {
    vec![read_text(&source.text)]
}

pub(super) fn read_text(text: &Traced) -> Draft {
    let lines: Vec<&str> = lines(text).map(bare).collect();
    let written: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    let call = Call {
        script: Script::new(LAYOUT.name, text),
        pairs: pairs(&written),
        names: HashSet::new(),
        side: None,
        spoken: false,
        roster: Vec::new(),
    };
    call.read(&lines)
}

struct Call<'a> {
    script: Script<'a>,
    pairs: HashMap<(&'a str, &'a str), usize>,
    /// Who has spoken.
    names: HashSet<&'a str>,
    /// The list that a line stands in.
    side: Option<Side>,
    spoken: bool,
    roster: Vec<RosterEntry>,
}

impl<'a> Call<'a> {
    fn read(mut self, lines: &[&'a str]) -> Draft {
        let running = running(lines);
        let said: Vec<&str> =
            lines.iter().zip(&running).filter(|(_, running)| !**running).map(|(line, _)| *line).collect();
        let wrapped = is_wrapped(&said);
        // What stands above the first heading of a part is title and lists.
        let first = lines.iter().position(|line| section(line).is_some()).unwrap_or(0);
        let below = next_words(lines);
        let mut opens = false;
        let mut at = 0;
        while at < lines.len() {
            let line = lines[at];
            let below = Some(below[at]).filter(|&below| below < lines.len());
            if line.is_empty() {
                opens |= at == 0 || !running[at - 1];
                at += 1;
                continue;
            }
            if let Some(section) = section(line) {
                self.script.enter(section);
                self.spoken = true;
            } else if at < first {
                self.front(line, running[at]);
            } else if let Some(len) = self.heading(line, below.map(|below| lines[below])) {
                at = if len == 2 { below.unwrap_or(at) } else { at };
            } else if running[at] || furniture::known(line).is_some() || is_leader(line) {
                self.script.skip(line);
                opens |= running[at] && opens;
                at += 1;
                continue;
            } else if wrapped && (!opens || self.script.breaks_off()) {
                self.script.go_on(line);
            } else {
                self.script.say(line);
            }
            opens = false;
            at += 1;
        }
        self.finish()
    }

    /// Opens a turn if a speaker's lines stand here; says how many.
    fn heading(&mut self, line: &'a str, below: Option<&'a str>) -> Option<usize> {
        let part = |part: &str| self.script.source.part(part);
        // `Ada Berg;CFO;Purchasing`: more offices than the line below holds.
        let line = line.split_once(';').map_or(line, |(name, _)| name);
        let certain = shape::of(line).is_some_and(|shape| shape == Shape::Certain);
        let named = certain && !line.contains(':') || is_name(line);
        if !named {
            return None;
        }
        let affiliation = below.filter(|below| {
            let again = || self.pairs.get(&(line, *below)).is_some_and(|count| *count > 1);
            is_affiliation(below)
                && (again() || plain::names_position(below) || is_firm(below))
                && !self.names.contains(below)
        });
        let label = match affiliation {
            Some(below) if below.contains(" - ") => {
                let (firm, title) = below.split_once(" - ").unwrap_or_default();
                Label { name: part(line), title: Some(part(title)), firm: Some(part(firm)), mark: None }
            }
            Some(below) if is_title(below) => Label { name: part(line), title: Some(part(below)), ..Label::default() },
            Some(below) => Label { name: part(line), firm: Some(part(below)), ..Label::default() },
            None if certain || self.names.contains(line) && !self.script.breaks_off() => {
                Label { name: part(line), ..Label::default() }
            }
            None => return None,
        };
        self.script.open(Some(label));
        self.names.insert(line);
        Some(1 + usize::from(affiliation.is_some()))
    }

    /// A line of the title or of a list. Where a list has a line a person it is read; where it has two columns, headings
    /// tell as much.
    fn front(&mut self, line: &'a str, running: bool) {
        if let Some(side) = side(line) {
            self.side = Some(side);
            return;
        }
        let Some(side) = self.side else {
            if !is_leader(line) {
                self.script.title.push(line);
            }
            return;
        };
        if running {
            self.script.title.push(line);
        }
        let part = |part: &str| self.script.source.part(part);
        match line.split_once(" - ").filter(|(name, _)| is_name(name)) {
            Some((name, detail)) => {
                let (title, firm) =
                    if side == Side::Outside { (None, Some(part(detail))) } else { (Some(part(detail)), None) };
                self.roster.push(RosterEntry { name: part(name), title, firm, side });
            }
            None => self.script.skip(line),
        }
    }

    fn finish(self) -> Draft {
        let title: Vec<String> = self.script.title.iter().map(|line| without_links(line)).collect();
        let printed: Vec<&str> = title.iter().map(String::as_str).collect();
        let printed = title_of(&printed);
        let mut draft = self.script.finish();
        let said = std::mem::replace(&mut draft.header, printed);
        super::metadata::fill(&mut draft.header, said);
        draft.roster = self.roster;
        super::draft::no_speakers(&mut draft);
        draft
    }
}

/// Whether an affiliation is an office, and not a firm.
fn is_title(line: &str) -> bool {
    plain::names_position(line) && !is_firm(line)
}

/// Rows of dots in a table of contents.
fn is_leader(line: &str) -> bool {
    line.contains("..........")
}

/// What the title says: `Nordlys Inc. NasdaqGS:NRDL` above the call's.
fn title_of(lines: &[&str]) -> Header {
    let mut header = header::from_lines(lines);
    let quoted = lines.iter().enumerate().take(12).find_map(|(at, line)| {
        let (company, quote) = line.rsplit_once(' ')?;
        let (exchange, ticker) = quote.split_once(':')?;
        let fits = exchange.chars().all(char::is_alphabetic)
            && ticker.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.')
            && (1..=8).contains(&ticker.len())
            && exchange.len() >= 2;
        // A long name is printed over two lines.
        let broken = is_firm(company) && !company.trim().contains(' ');
        let above = at.checked_sub(1).map(|above| lines[above]).filter(|_| broken).unwrap_or_default();
        fits.then(|| (format!("{above} {company}"), exchange, ticker))
    });
    if let Some((company, exchange, ticker)) = quoted {
        header.company = Some(company.trim().to_owned());
        header.exchange = Some(exchange.to_owned());
        header.ticker = Some(ticker.to_owned());
    }
    header
}

/// The words of a line of Markdown, without where its links lead.
fn without_links(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, link)) = rest.split_once('[') {
        let Some((shown, behind)) = link.split_once("](") else { break };
        let Some((_, behind)) = behind.split_once(')') else { break };
        words.push_str(before);
        words.push_str(shown);
        rest = behind;
    }
    words.push_str(rest);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_and_firms_are_told_from_speech() {
        for (line, is, title) in [
            ("Co-CEO, President & Director", true, true),
            ("Vice President of Investor Relations", true, true),
            ("Fjord Securities LLC, Research Division", true, false),
            ("Fjord Bank plc, Research Division", true, false),
            ("Nordlys & Co.", true, false),
            ("Director of Research at Fjord Bank Inc.", true, false),
            ("Thank you.", false, false),
            ("Thank you, and good morning", false, false),
            ("Presentation", false, false),
        ] {
            assert_eq!((is_affiliation(line), is && is_title(line)), (is, title), "{line}");
        }
    }

    #[test]
    fn links_are_read_as_their_words() {
        assert_eq!(without_links("Nordlys ([NRDL](https://a.b/c \"Nordlys\")) Q1"), "Nordlys (NRDL) Q1");
        assert_eq!(without_links("a [b c"), "a [b c");
    }
}
