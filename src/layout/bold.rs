//! Markdown whose speakers stand in bold type on lines of their own, what they say below, in paragraphs or as a list:
//! minutes of meetings, and pages that were saved as Markdown (`**Ann Roe**`, `**Ann Roe** - CFO`).
//!
//! Words in bold are headings too. Speakers are those who recur, or who look like a person.

use std::collections::{HashMap, HashSet};

use super::{
    Draft, DraftTurn, Label, Layout,
    draft::{clamp_diagnostics, not_a_transcript},
    furniture, header,
    lines::{lines, push_paragraph},
    plain::{self, shape, shape::Shape},
};
use crate::{source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "bold", matches, read };

/// The longest name, and the longest office or firm beside it, in bytes.
const LONGEST_NAME: usize = 60;
const LONGEST_DETAIL: usize = 120;

/// A line that is nothing but a heading in bold type.
#[derive(Clone, Copy, Debug)]
struct Heading<'t> {
    name: &'t str,
    title: Option<&'t str>,
    firm: Option<&'t str>,
}

/// `**Ann Roe**`, `**Ann Roe:**`, `### **Ann Roe**`, `**Ann Roe** - CFO`, `**Ann Roe, CFO**`.
fn heading(line: &str) -> Option<Heading<'_>> {
    let line = line.trim_start_matches('#').trim();
    let mark = ["**", "__"].into_iter().find(|mark| line.starts_with(mark))?;
    let (inside, after) = line[mark.len()..].split_once(mark)?;
    let after = after.trim();
    let beside = match after {
        "" | ":" | "：" => "",
        // `**Ann Roe:** words` is a label with its text.
        _ if inside.ends_with(':') || after.starts_with(':') || after.len() > LONGEST_DETAIL => return None,
        _ => ["-", "–", "—", ",", "|"].iter().find_map(|sign| after.strip_prefix(sign))?.trim(),
    };
    let inside = inside.trim().trim_end_matches(':').trim_end();
    let (name, within) = match [" - ", " – ", " — ", ", ", " | "].iter().find_map(|sign| inside.split_once(sign)) {
        Some((name, within)) if !is_suffix(within) => (name, within.trim()),
        _ => (inside, ""),
    };
    let detail = if within.is_empty() { beside } else { within };
    let named = name.starts_with(char::is_alphanumeric) && name.contains(char::is_alphabetic);
    let speech = |words: &str| words.ends_with(['?', '!', ';', ',']) || words.contains(". ") || words.contains('*');
    if !named || name.len() > LONGEST_NAME || detail.len() > LONGEST_DETAIL || speech(name) || speech(detail) {
        return None;
    }
    let detail = (!detail.is_empty()).then_some(detail);
    let (title, firm) = match detail {
        Some(detail) if plain::names_position(detail) => (Some(detail), None),
        other => (None, other),
    };
    Some(Heading { name, title, firm })
}

/// `Jr.`, `III`: more of the name.
fn is_suffix(words: &str) -> bool {
    ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "cfa", "md"].iter().any(|suffix| words.eq_ignore_ascii_case(suffix))
}

/// How many headings have each name, in lower case.
fn names(text: &str) -> HashMap<String, usize> {
    let mut names = HashMap::new();
    for heading in lines(text).filter_map(heading).filter(|heading| furniture::section_heading(heading.name).is_none())
    {
        *names.entry(heading.name.to_lowercase()).or_default() += 1;
    }
    names
}

/// Most headings in bold are those of somebody who speaks again, and there are fewer lines that begin with a name and a
/// colon: where these are the speakers, words in bold are running heads.
fn matches(source: &Source) -> bool {
    const FEWEST: usize = 4;
    if memchr::memmem::find(source.text.as_bytes(), b"**").is_none()
        && memchr::memmem::find(source.text.as_bytes(), b"__").is_none()
    {
        return false;
    }
    let names = names(&source.text);
    let all: usize = names.values().sum();
    let again: usize = names.values().filter(|&&count| count > 1).sum();
    let is_label = |line: &&str| {
        let name = line.split_once(": ").map_or("", |(name, _)| name);
        name.len() <= LONGEST_NAME && name.starts_with(char::is_uppercase)
    };
    let labels = lines(&source.text).filter(is_label).count();
    names.len() > 1 && all >= FEWEST && again * 2 >= all && labels < all
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let names = names(text);
    let small = small_words(text, &names);
    let mut reader =
        Reader { text, draft: Draft { layout: LAYOUT.name, ..Draft::default() }, front: Vec::new(), asked: false };
    for line in lines(text).filter(|line| !line.is_empty()) {
        match heading(line).filter(|heading| is_speaker(heading, &names, &small)) {
            Some(heading) => reader.open(&heading),
            None => reader.go_on(line),
        }
    }
    let draft = reader.finish();
    match plain::against(&draft.turns) {
        Some(reason) => vec![not_a_transcript(LAYOUT.name, reason)],
        None => vec![draft],
    }
}

/// Whether a heading is a speaker's: they recur, look like a person, or are called by a word that is no other word.
fn is_speaker(heading: &Heading<'_>, names: &HashMap<String, usize>, small: &HashSet<&str>) -> bool {
    let section = furniture::section_heading(heading.name).is_some();
    let again = names.get(&heading.name.to_lowercase()).is_some_and(|&count| count > 1);
    let person = shape::of(heading.name).is_some_and(|shape| match shape {
        Shape::Person | Shape::Certain => true,
        Shape::Single | Shape::Weak => !small.contains(heading.name.to_lowercase().as_str()),
    });
    !section && (again || person)
}

/// Of the words that stand in headings, those that the text also has in lower case.
fn small_words<'t>(text: &'t str, names: &HashMap<String, usize>) -> HashSet<&'t str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.starts_with(char::is_lowercase) && names.contains_key(*word)).collect()
}

struct Reader<'t> {
    text: &'t Traced,
    draft: Draft,
    front: Vec<&'t str>,
    /// The questions have begun by a heading.
    asked: bool,
}

impl<'t> Reader<'t> {
    fn open(&mut self, heading: &Heading<'t>) {
        self.draft.turns.pop_if(|turn| turn.text.is_empty());
        let part = |words: Option<&str>| words.map(|words| self.text.part(words));
        let (name, title, firm) = (self.text.part(heading.name), part(heading.title), part(heading.firm));
        let label = Some(Label { name, title, firm, mark: None });
        self.draft.turns.push(DraftTurn { label, ..DraftTurn::default() });
    }

    /// What is said, or a heading, a table, a picture.
    fn go_on(&mut self, line: &'t str) {
        let words = line.trim_start_matches(['#', '*', '_', ' ']).trim_end_matches(['*', '_', ' ']);
        if let Some(section) = furniture::section_heading(words) {
            self.head(section);
        } else if !self.draft.turns.is_empty() && !is_set(line) && furniture::known(line).is_none() {
            let said = ["* ", "- ", "+ ", "> "].iter().find_map(|sign| line.strip_prefix(sign)).unwrap_or(line).trim();
            if let Some(turn) = self.draft.turns.last_mut() {
                push_paragraph(&mut turn.text, self.text, said);
            }
            return;
        }
        if self.draft.turns.is_empty() {
            self.front.push(words);
        }
        let turn = self.draft.turns.len().saturating_sub(1);
        self.draft.diagnostics.push(super::lines::furniture(self.text, line, turn));
    }

    /// A printed heading stands before the next turn.
    fn head(&mut self, section: Section) {
        let ordinal = self.draft.turns.len();
        if section == Section::Qa && ordinal > 0 && !self.asked {
            self.asked = true;
            self.draft.turns.iter_mut().for_each(|turn| turn.section = Some(Section::Prepared));
        }
    }

    fn finish(mut self) -> Draft {
        self.draft.turns.pop_if(|turn| turn.text.is_empty());
        // Behind the heading of the questions no turn has a section yet.
        if self.draft.turns.iter().any(|turn| turn.section.is_some()) {
            for turn in self.draft.turns.iter_mut().filter(|turn| turn.section.is_none()) {
                turn.section = Some(Section::Qa);
            }
        }
        let mut header = header::from_lines(&self.front);
        header::complete(&mut header, self.draft.turns.iter().take(3).map(|turn| turn.text.as_str()));
        self.draft.header = header;
        clamp_diagnostics(&mut self.draft);
        self.draft
    }
}

/// Headings, rows of tables, rules, pictures: nobody says them.
fn is_set(line: &str) -> bool {
    line.starts_with(['#', '|'])
        || line.starts_with("![")
        || line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::from_bytes("-", text.as_bytes())
    }

    #[test]
    fn headings_come_apart() {
        for (line, want) in [
            ("**Ann Roe**", Some(("Ann Roe", "", ""))),
            ("**Ann Roe:**", Some(("Ann Roe", "", ""))),
            ("### **Ann Roe**", Some(("Ann Roe", "", ""))),
            ("**Ann Roe** - CFO", Some(("Ann Roe", "CFO", ""))),
            ("**Ann Roe – Acme Capital**", Some(("Ann Roe", "", "Acme Capital"))),
            ("**Ann Roe, Jr.**", Some(("Ann Roe, Jr.", "", ""))),
            ("__Operator__", Some(("Operator", "", ""))),
            ("**Ann Roe:** We grew.", None),
            ("**We grew.** Then we", None),
            ("**Why?**", None),
            ("Ann Roe", None),
        ] {
            let got = heading(line).map(|h| (h.name, h.title.unwrap_or_default(), h.firm.unwrap_or_default()));
            assert_eq!(got, want, "{line}");
        }
    }

    #[test]
    fn who_recurs_speaks() {
        let text = "# Boat meeting, 3 May 2023\n\n| What | When |\n|---|---|\n\n**Ann Roe**\n* I think we should wait.\n* You \
                    know why.\n\n**Bo**\n* Yes, I do.\n\n**Summary**\n\nWe agreed on a summary.\n\n## Next\n**Ann \
                    Roe**\n* Thank you all.\n\n**Bo**\n* I thank you.\n";
        let source = source(text);
        assert!(matches(&source));
        let draft = read(&source).remove(0);
        let turns: Vec<(&str, &str)> = draft
            .turns
            .iter()
            .map(|turn| (turn.label.as_ref().map_or("", |label| label.name.as_str()), turn.text.as_str()))
            .collect();
        let want = [
            ("Ann Roe", "I think we should wait.\n\nYou know why."),
            ("Bo", "Yes, I do.\n\n**Summary**\n\nWe agreed on a summary."),
            ("Ann Roe", "Thank you all."),
            ("Bo", "I thank you."),
        ];
        assert_eq!(turns, want);
        assert_eq!(draft.header.date.map(|date| date.to_string()).as_deref(), Some("2023-05-03"));
    }

    #[test]
    fn bold_headings_of_an_article_are_no_speakers() {
        let text =
            "**Intro**\n\nBoats float.\n\n**Sails**\n\nThey are white.\n\n**Ropes**\n\nLong.\n\n**End**\n\nBye.\n";
        assert!(!matches(&source(text)));
    }
}
