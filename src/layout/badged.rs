//! Headings that a page's design leaves a badge on: an initial in a circle (`A`, below it `Ada Lund`, below that perhaps
//! `executive`), a tag (`speaker`, `Ada Lund`, `CFO`), a part in brackets (`Ada Lund (Executives)`).
//!
//! What stands under a badge is a name whatever it looks like, so no roster is needed, and none is printed.

use std::collections::HashSet;

use super::{
    Draft, Label, Layout, RosterEntry, Side,
    draft::no_speakers,
    furniture,
    lines::{head, lines, next_words},
    plain::{self, line::ends_sentence, shape, shape::Shape},
    running::is_wrapped,
    script::Script,
};
use crate::source::Source;

pub(super) const LAYOUT: Layout = Layout { name: "badged", matches: |source| badge(&source.text).is_some(), read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 128 * 1024;

/// Names and offices are no longer.
const LONGEST: usize = 120;

/// So many lines may be the page's title.
const TITLE: usize = 12;

/// What marks the headings of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Badge {
    /// A line of one letter, with which the next one begins.
    Initial,
    /// A line that is the word `speaker`.
    Tag,
    /// The speaker's part in the call, in brackets behind the name.
    Part,
}

/// The badge of a text's headings, if it has one: a few lines, nearly all of which have a name below or before them.
fn badge(text: &str) -> Option<Badge> {
    const FEWEST: usize = 3;
    let lines: Vec<&str> = lines(head(text, HEAD)).collect();
    let badges = [
        (Badge::Initial, lines.iter().filter(|line| initial(line).is_some()).count()),
        (Badge::Tag, lines.iter().filter(|line| is_tag(line)).count()),
        (Badge::Part, lines.iter().filter(|line| part(line).is_some()).count()),
    ];
    let (badge, all) = badges.into_iter().max_by_key(|(_, all)| *all).filter(|(_, all)| *all >= FEWEST)?;
    let below = next_words(&lines);
    let is_right = |at: &usize| heading(badge, &lines, &below, *at).is_some_and(|heading| heading.badged);
    let right = (0..lines.len()).filter(is_right).count();
    (right >= FEWEST && right * 5 >= all * 4).then_some(badge)
}

fn initial(line: &str) -> Option<char> {
    let mut chars = line.chars();
    chars.next().filter(|c| c.is_uppercase() && chars.next().is_none())
}

fn is_tag(line: &str) -> bool {
    line.eq_ignore_ascii_case("speaker")
}

/// The side of the table for which a part in the call stands; `None` within is the operator's.
fn side(part: &str) -> Option<Option<Side>> {
    match part.to_lowercase().as_str() {
        "executive" | "executives" => Some(Some(Side::Company)),
        "analyst" | "analysts" => Some(Some(Side::Outside)),
        "attendee" | "attendees" | "shareholder" | "shareholders" | "operator" => Some(None),
        _ => None,
    }
}

/// `Ada Lund (Executives)`: the name, and her part.
fn part(line: &str) -> Option<(&str, Option<Side>)> {
    let (name, part) = line.strip_suffix(')')?.rsplit_once('(')?;
    let name = name.trim_end();
    (line.len() <= LONGEST && !name.is_empty() && !name.contains(['.', ':']) || is_operator(name))
        .then(|| Some((name, side(part.trim())?)))
        .flatten()
}

fn is_operator(line: &str) -> bool {
    ["operator", "conference operator", "moderator"].iter().any(|role| line.eq_ignore_ascii_case(role))
}

/// A speaker's lines, taken apart.
struct Heading<'t> {
    name: &'t str,
    title: Option<&'t str>,
    firm: Option<&'t str>,
    side: Option<Side>,
    /// Where what is said begins.
    end: usize,
    /// The operator has no badge on some pages.
    badged: bool,
}

/// Reads the heading that begins at a line; `below` tells where the next line with words is.
fn heading<'t>(badge: Badge, lines: &[&'t str], below: &[usize], at: usize) -> Option<Heading<'t>> {
    let line = lines[at];
    let words = |at: usize| below.get(at).and_then(|below| Some((*below, *lines.get(*below)?)));
    let is_name = |line: &str| {
        line.len() <= LONGEST
            && shape::of(line).is_some_and(|shape| matches!(shape, Shape::Person | Shape::Certain | Shape::Single))
    };
    let bare = |name, end, badged| Heading { name, title: None, firm: None, side: None, end, badged };
    if badge != Badge::Tag && is_operator(line) {
        return Some(bare(line, at + 1, false));
    }
    match badge {
        Badge::Initial => {
            let initial = initial(line)?;
            let (name_at, name) = words(at)?;
            if !name.starts_with(initial) || name.chars().nth(1).is_none() || !is_name(name) {
                return None;
            }
            let part = words(name_at).and_then(|(at, line)| Some((at + 1, side(line)?)));
            let (end, side) = part.unwrap_or((name_at + 1, None));
            Some(Heading { side, ..bare(name, end, true) })
        }
        Badge::Tag => {
            let (name_at, name) = words(at).filter(|_| is_tag(line))?;
            if !is_name(name) {
                return None;
            }
            let office = lines.get(name_at + 1).copied().unwrap_or_default();
            let alone = lines.get(name_at + 2).is_none_or(|line| line.is_empty());
            let fits = !office.is_empty() && office.len() <= LONGEST && !ends_sentence(office) && !is_tag(office);
            if !fits || !(alone || plain::names_position(office)) {
                return Some(bare(name, name_at + 1, true));
            }
            let (title, firm) = plain::office(office);
            Some(Heading { title, firm, ..bare(name, name_at + 2, true) })
        }
        Badge::Part => {
            let (name, side) = part(line)?;
            is_name(name).then(|| Heading { side, ..bare(name, at + 1, true) })
        }
    }
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let badge = badge(text).unwrap_or(Badge::Tag);
    let lines: Vec<&str> = lines(text).collect();
    let below = next_words(&lines);
    let wrapped = is_wrapped(&lines);
    let last = (0..lines.len()).rev().find(|&at| heading(badge, &lines, &below, at).is_some()).unwrap_or(0);
    let mut script = Script::new(LAYOUT.name, text);
    let mut listed: HashSet<&str> = HashSet::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some(heading) = heading(badge, &lines, &below, at) {
            let part = |part: &str| text.part(part);
            if let Some(side) = heading.side
                && listed.insert(heading.name)
            {
                script.draft.roster.push(RosterEntry { name: part(heading.name), title: None, firm: None, side });
            }
            let (title, firm) = (heading.title.map(part), heading.firm.map(part));
            script.open(Some(Label { name: part(heading.name), title, firm, mark: None }));
            at = heading.end;
            continue;
        }
        if let Some(section) = furniture::section_heading(line) {
            script.enter(section);
            script.skip(line);
        } else if script.draft.turns.is_empty() {
            front(&mut script, line);
        } else if at > last && furniture::opens_tail(line) {
            lines[at..].iter().filter(|line| !line.is_empty()).for_each(|line| script.skip(line));
            break;
        } else if furniture::known(line).is_some() {
            script.skip(line);
        } else if wrapped && script.breaks_off() && !line.is_empty() {
            script.go_on(line);
        } else {
            script.say(line);
        }
        at += 1;
    }
    let mut draft = script.finish();
    no_speakers(&mut draft);
    vec![draft]
}

/// A line above the first heading: of the title, or of the page around it, whose own day is not the call's.
fn front<'t>(script: &mut Script<'t>, line: &'t str) {
    let is_title = !furniture::is_speech(line) && !line.starts_with("Updated");
    if !line.is_empty() && script.title.len() < TITLE && is_title {
        script.title.push(line);
    }
    script.skip(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name/title/firm/side: words` of every turn; `None` if the text is of another layout.
    fn read_all(text: &str) -> Option<Vec<String>> {
        let source = Source::from_bytes("-", text.as_bytes());
        let draft = (LAYOUT.matches)(&source).then(|| read(&source).remove(0))?;
        let turns = draft.turns.iter().map(|turn| {
            let label = turn.label.clone().unwrap_or_default();
            let of = |part: Option<crate::text::Traced>| part.map_or(String::new(), |part| part.to_string());
            let side = draft.roster.iter().find(|entry| entry.name.as_str() == label.name.as_str());
            let side = side.map_or(String::new(), |entry| format!("{:?}", entry.side));
            format!(
                "{}/{}/{}/{side}: {}",
                label.name.as_str(),
                of(label.title),
                of(label.firm),
                turn.text.replace("\n\n", "|")
            )
        });
        Some(turns.collect())
    }

    #[test]
    fn initials_stand_above_names() {
        let text = "Nordlys Inc\nEarnings Call Transcript\n2022-Q2\n\nOperator\n\nWelcome.\n\nA\nAda Lund\n\nThank you.\n\n\
                    Kai?\n\nK\nKai Moe\nexecutive\n\nWe grew.\n\nOperator\n\nBo Roe, please.\n\nB\nBo Roe\nanalyst\n\nWhy?\n\nA\n\n\
                    Ada Lund\n\nBecause.";
        let want = [
            "Operator///: Welcome.",
            "Ada Lund///: Thank you.|Kai?",
            "Kai Moe///Company: We grew.",
            "Operator///: Bo Roe, please.",
            "Bo Roe///Outside: Why?",
            "Ada Lund///: Because.",
        ];
        assert_eq!(read_all(text).expect("initials"), want);
        // Marks of questions and answers are no initials.
        let marks = "Q\nWhy?\n\nA\nBecause we do.\n\nQ\nI see.\n\nA\nAda Lund said so.\n\nQ\nWell.\n\nA\nYes.\n";
        assert_eq!(read_all(marks), None);
    }

    #[test]
    fn tags_stand_above_names_and_offices() {
        let text = "Nordlys Inc\n\n5/7/2024\n\nspeaker\nOperator\nWelcome, all.\nspeaker\nAda Lund\nCEO\n\nThank you. We grew.\n\n\
                    speaker\nBo Roe\nAnalyst, Fjord Bank\n\nWhy is that?\nspeaker\nAda Lund\nCEO\nBecause.\nWe build.";
        let want = [
            "Operator///: Welcome, all.",
            "Ada Lund/CEO//: Thank you. We grew.",
            "Bo Roe/Analyst/Fjord Bank/: Why is that?",
            "Ada Lund/CEO//: Because.|We build.",
        ];
        assert_eq!(read_all(text).expect("tags"), want);
        assert_eq!(read_all("speaker\nthe thing that we built\nspeaker\nis loud.\nspeaker\nand so on"), None);
    }

    #[test]
    fn parts_stand_behind_names() {
        let text = "Operator (Operator)\nWelcome.\nAda Lund (Executives)\nThank you (all).\nOperator (Operator)\nBo.\n\
                    Bo Roe (Analysts)\nWhy?\nAda Lund (Executives)\nBecause.";
        let want = [
            "Operator///: Welcome.",
            "Ada Lund///Company: Thank you (all).",
            "Operator///: Bo.",
            "Bo Roe///Outside: Why?",
            "Ada Lund///Company: Because.",
        ];
        assert_eq!(read_all(text).expect("parts"), want);
        assert_eq!(read_all("Ada Lund (Fjord Bank)\nHello.\nBo Roe (Quay)\nHello.\nKai Moe (Pier)\nYes."), None);
    }
}
