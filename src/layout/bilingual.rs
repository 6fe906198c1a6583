//! Texts that stood beside a translation, in chunks that end anywhere: a speaker's line is glued to the
//! words before it (`Go ahead. Ann Lee`), and the title to the words after it (`Ann Lee: CFO Thanks.`).
//! The roster at the top tells what is name and what is title.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{Draft, Label, RosterEntry, fool, furniture, script::Script};
use crate::{text::Traced, transcript::Section};

/// Reads the text with its roster's help.
pub(super) fn read(text: &Traced) -> Draft {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let roster = fool::roster(text, &lines);
    let headings = headings(text, &roster);
    let first = headings.first().map_or(text.len(), |heading| heading.start);
    let mut script = Script::new("html", text);
    script.title = text[..first].lines().collect();
    let ends = headings.iter().skip(1).map(|next| next.start).chain([text.len()]);
    let mut seen = 0;
    for (heading, end) in headings.iter().zip(ends) {
        if let Some(section) = text[seen..heading.start].lines().filter_map(section_heading).next_back() {
            script.enter(section);
        }
        seen = heading.start;
        let part = |part: &str| text.part(part);
        let label = Label {
            name: part(heading.name),
            title: heading.title.map(part),
            firm: heading.firm.map(part),
            mark: None,
        };
        script.open(Some(named(label, &roster)));
        for line in text[heading.body..end].lines().map(str::trim) {
            match section_heading(line) {
                Some(_) => script.skip(line),
                None => script.say(line),
            }
        }
    }
    let mut draft = script.finish();
    draft.roster = roster;
    draft
}

/// Where the title or the firm is printed in the name's place, the name of the only one who has it.
fn named(label: Label, roster: &[RosterEntry]) -> Label {
    let has = |part: &Option<Traced>| part.as_ref().is_some_and(|part| part.as_str() == label.name.as_str());
    let mut owners = roster.iter().filter(|entry| has(&entry.title) || has(&entry.firm));
    match (owners.next(), owners.next()) {
        (Some(owner), None) if label.title.is_none() && label.firm.is_none() => {
            let (title, firm) = if has(&owner.title) { (Some(label.name), None) } else { (None, Some(label.name)) };
            Label { name: owner.name.clone(), title, firm, mark: None }
        }
        _ => label,
    }
}

/// The section that a line opens, whatever pictures or damaged characters stand before the words.
fn section_heading(line: &str) -> Option<Section> {
    furniture::section_heading(line.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
}

/// A speaker's line in the run of the text.
struct Heading<'t> {
    start: usize,
    body: usize,
    name: &'t str,
    title: Option<&'t str>,
    firm: Option<&'t str>,
}

fn headings<'t>(text: &'t str, roster: &[RosterEntry]) -> Vec<Heading<'t>> {
    const NOBODY: [&str; 5] = [
        "Operator",
        "Unidentified Analyst",
        "Unknown Analyst",
        "Unknown Executive",
        "Unidentified Company Representative",
    ];
    let entries: HashMap<&str, &RosterEntry> = roster.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    let offices = offices(roster);
    let names = entries.keys().copied().chain(NOBODY).chain(offices.keys().copied());
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names) else {
        return Vec::new();
    };
    let listed = finder.find_iter(text).map(|name| (name.start(), name.end()));
    let mut places: Vec<(usize, usize)> = listed.chain(unlisted(text)).collect();
    places.sort_unstable();
    places.dedup_by_key(|(start, _)| *start);
    let mut headings: Vec<Heading<'t>> = Vec::new();
    for (start, end) in places {
        let is_office = offices.contains_key(&text[start..end]) && !text[end..].starts_with(':');
        if headings.last().is_none_or(|last| last.body <= start) && !is_office {
            headings.extend(heading(text, start, end, &entries));
        }
    }
    headings
}

/// Titles and firms that only one of the roster has: before a colon they stand in the name's place.
fn offices(roster: &[RosterEntry]) -> HashMap<&str, usize> {
    let mut owners: HashMap<&str, usize> = HashMap::new();
    for office in roster.iter().flat_map(|entry| [entry.title.as_deref(), entry.firm.as_deref()]).flatten() {
        *owners.entry(office).or_default() += 1;
    }
    owners.retain(|office, n| *n == 1 && office.len() > 2);
    owners
}

/// Names that no roster lists, where they can be nothing else: at the end of a line with a line for the
/// title and an empty one below, or at the beginning of one with a colon.
fn unlisted(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut lines = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    });
    let mut window: [(usize, &str); 3] = [(0, ""); 3];
    loop {
        let next = lines.next();
        window = [window[1], window[2], next.unwrap_or((text.len(), ""))];
        let [(start, line), (_, title), (_, below)] = window;
        let tail = line.rfind(['.', '?', '!', ']']).map_or(0, |at| at + 1);
        let tail = tail + (line[tail..].len() - line[tail..].trim_start().len());
        if below.is_empty() && !title.is_empty() && title.len() <= 160 && fool::is_name(&line[tail..]) {
            found.push((start + tail, start + line.len()));
        } else if let Some((name, _)) = line.split_once(": ")
            && fool::is_name(name)
        {
            found.push((start, start + name.len()));
        }
        if next.is_none() && title.is_empty() {
            return found;
        }
    }
}

fn heading<'t>(text: &'t str, start: usize, end: usize, entries: &HashMap<&str, &RosterEntry>) -> Option<Heading<'t>> {
    let before = &text[..start];
    let opens = before.is_empty()
        || before.ends_with('\n')
        || before.ends_with(' ') && before.trim_end().ends_with(['.', '?', '!', ']', ')', '"', '”', '…', '-']);
    let after = &text[end..];
    let name = &text[start..end];
    let entry = entries.get(name).copied();
    let known = entry.map(|entry| [entry.title.as_deref(), entry.firm.as_deref()]).unwrap_or_default();
    if !opens {
        return None;
    }
    if let Some(words) = after.strip_prefix(':') {
        let words_start = end + 1 + (words.len() - words.trim_start().len());
        let words = &text[words_start..];
        // The title as the roster has it, glued to the words.
        let glued = known.into_iter().flatten().find(|title| words.starts_with(title));
        let (printed, body) =
            glued.map_or((None, words_start), |title| (Some(&words[..title.len()]), words_start + title.len()));
        let is_firm = known[0].is_none();
        let (title, firm) = if is_firm { (None, printed) } else { (printed, None) };
        return Some(Heading { start, body, name, title, firm });
    }
    let below = after.strip_prefix('\n')?;
    let line_end = below.find('\n').unwrap_or(below.len());
    let line = below[..line_end].trim();
    let is_title = known.into_iter().flatten().any(|title| title == line)
        || !line.is_empty() && line.len() <= 160 && below[line_end..].starts_with("\n\n") && !line.ends_with('.');
    let title_start = end + 1;
    match (line.is_empty(), is_title) {
        (true, _) => Some(Heading { start, body: title_start, name, title: None, firm: None }),
        (false, true) => {
            let is_firm = known[0].is_none() && (known[1].is_some() || !fool::is_position(line));
            let (title, firm) = if is_firm { (None, Some(line)) } else { (Some(line), None) };
            Some(Heading { start, body: title_start + line_end, name, title, firm })
        }
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_titles_are_told_from_words() {
        let text = "Example Inc. (EXCO) Q3 2026 Earnings Call\n\nCompany Participants\n\nAnn Lee - CFO & Director\n\n\
            Conference Call Participants\n\nBo van Dyk - Hill LLC, Research Division\n\nPresentation\n\nOperator\n\nGood day. Ann Lee, go on. Ann Lee\n\
            CFO & Director\n\nThanks, Ann Lee here.\n\n\u{2753} Q&A\n\nOperator: Next. Bo van Dyk: Hill LLC, Research Division Maybe one. \
            Ann Lee: CFO & Director Yes: two. Bo van Dyk: Hill LLC, Research Division And the CFO & Director?\n\n\
            CFO & Director: Three. Hill LLC, Research Division: Thanks.";
        let draft = read(&Traced::verbatim(text, 0));
        let turns: Vec<_> = draft
            .turns
            .iter()
            .map(|turn| {
                let label = turn.label.clone().unwrap_or_default();
                let [title, firm] =
                    [label.title, label.firm].map(|part| part.map_or(String::new(), |part| part.into_string()));
                (label.name.into_string(), title, firm, turn.section, turn.text.to_string())
            })
            .collect();
        let row = |name: &str, title: &str, firm: &str, section, text: &str| {
            (name.to_owned(), title.to_owned(), firm.to_owned(), Some(section), text.to_owned())
        };
        let expected = [
            row("Operator", "", "", Section::Prepared, "Good day. Ann Lee, go on."),
            row("Ann Lee", "CFO & Director", "", Section::Prepared, "Thanks, Ann Lee here."),
            row("Operator", "", "", Section::Qa, "Next."),
            row("Bo van Dyk", "", "Hill LLC, Research Division", Section::Qa, "Maybe one."),
            row("Ann Lee", "CFO & Director", "", Section::Qa, "Yes: two."),
            row("Bo van Dyk", "", "Hill LLC, Research Division", Section::Qa, "And the CFO & Director?"),
            row("Ann Lee", "CFO & Director", "", Section::Qa, "Three."),
            row("Bo van Dyk", "", "Hill LLC, Research Division", Section::Qa, "Thanks."),
        ];
        assert_eq!(turns, expected);
        assert_eq!(draft.header.ticker.as_deref(), Some("EXCO"));
    }
}
