//! Headings that a page's design leaves a badge on: an initial in a circle (`A`, below it `Ada Lund`, below that perhaps
//! `executive`), a tag (`speaker`, `Ada Lund`, `CFO`), a part in brackets (`Ada Lund (Executives)`).
//!
//! What stands beside a badge is a name whatever it looks like, so no roster is needed, and none is printed. But lists of
//! people have such badges too: headings have words below them, and people speak again.

use std::collections::HashSet;

use super::{
    Draft, Label, Layout, RosterEntry, Side,
    draft::{no_speakers, not_a_transcript},
    furniture,
    lines::{head, lines, next_words},
    plain::{self, is_label, line::ends_sentence, shape, shape::Shape},
    running::is_wrapped,
    script::Script,
    stacked,
};
use crate::source::Source;

pub(super) const LAYOUT: Layout = Layout { name: "badged", matches: |source| is_badged(&source.text), read };

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

/// Headings, nearly all of them with a name and with words, and somebody who has one again. A list has its people once,
/// and one below the other.
fn is_badged(text: &str) -> bool {
    const FEWEST: usize = 3;
    let head = head(text, HEAD);
    let Some((badge, all)) = most(head).filter(|(_, all)| *all >= FEWEST) else { return false };
    let page = Page::new(badge, head);
    let (mut right, mut labels, mut again) = (0, 0, false);
    let mut names: HashSet<&str> = HashSet::new();
    for (at, line) in page.lines.iter().enumerate() {
        labels += usize::from(is_label(line));
        if let Some(heading) = page.heading(at).filter(|heading| heading.sure && page.has_words(heading)) {
            right += usize::from(heading.badged);
            again |= !names.insert(heading.name);
        }
    }
    // Where colons end as many names, those are who speaks.
    again && right * 5 >= all * 4 && labels < right
}

/// The badge that a text has most of, and how often. Every text is asked, so nothing is kept of the lines.
fn most(text: &str) -> Option<(Badge, usize)> {
    let (mut initials, mut tags, mut parts) = (0, 0, 0);
    for line in lines(text) {
        initials += usize::from(initial(line).is_some());
        tags += usize::from(is_tag(line));
        parts += usize::from(part(line).is_some());
    }
    let badges = [(Badge::Initial, initials), (Badge::Tag, tags), (Badge::Part, parts)];
    badges.into_iter().max_by_key(|(_, all)| *all)
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
    if line.len() > LONGEST {
        return None;
    }
    let (name, part) = line.strip_suffix(')')?.rsplit_once('(')?;
    Some((name.trim_end(), side(part.trim())?))
}

fn is_operator(line: &str) -> bool {
    ["operator", "conference operator", "moderator"].iter().any(|role| line.eq_ignore_ascii_case(role))
}

/// Whether a line has the look of a name, and of little else.
fn is_sure_name(line: &str) -> bool {
    line.len() <= LONGEST
        && shape::of(line).is_some_and(|shape| matches!(shape, Shape::Person | Shape::Certain | Shape::Single))
}

/// Whether a line may be a name: short, and no sentence, though `Jr.` and `B.` have full stops.
fn may_name(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let shortened = last.ends_with('.') && last.len() <= "Esq.".len() && last.starts_with(char::is_uppercase);
    line.len() <= LONGEST
        && line.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
        && !line.ends_with([',', ';', ':'])
        && (shortened || !ends_sentence(line))
        && (shape::of(line).is_some() || !is_spoken(line))
}

/// Whether whoever said this line had come to an end, or was interrupted.
fn is_over(line: &str) -> bool {
    ends_sentence(line) || line.ends_with([')', ']', '-', '–', '—']) || furniture::section_heading(line).is_some()
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
    /// Whether the name looks like one.
    sure: bool,
}

impl<'t> Heading<'t> {
    fn new(name: &'t str, end: usize, badged: bool) -> Self {
        Heading { name, title: None, firm: None, side: None, end, badged, sure: is_sure_name(name) }
    }
}

/// The lines of a page whose headings have this badge.
struct Page<'t> {
    badge: Badge,
    lines: Vec<&'t str>,
    /// For each line where the next one with words is.
    below: Vec<usize>,
    /// The line on which the first speaker's heading begins.
    first: usize,
}

impl<'t> Page<'t> {
    fn new(badge: Badge, text: &'t str) -> Self {
        let lines: Vec<&str> = lines(text).collect();
        let below = next_words(&lines);
        // With no line before the first, any heading is free to stand.
        let mut page = Page { badge, lines, below, first: usize::MAX };
        let first = (0..page.lines.len()).find(|&at| page.heading(at).is_some_and(|heading| heading.sure));
        page.first = first.unwrap_or_default();
        page
    }

    /// The next line with words, and where it is.
    fn words(&self, at: usize) -> Option<(usize, &'t str)> {
        let below = *self.below.get(at)?;
        Some((below, *self.lines.get(below)?))
    }

    /// Whether nobody is in mid-sentence above a line.
    fn is_free(&self, at: usize) -> bool {
        at <= self.first || self.lines[..at].iter().rfind(|line| !line.is_empty()).is_none_or(|line| is_over(line))
    }

    /// Whether a line is such as headings begin with.
    fn is_badge(&self, line: &str) -> bool {
        match self.badge {
            Badge::Initial => initial(line).is_some() || is_operator(line),
            Badge::Tag => is_tag(line),
            Badge::Part => part(line).is_some() || is_operator(line),
        }
    }

    /// Whether words stand below a heading, and no other heading.
    fn has_words(&self, heading: &Heading) -> bool {
        self.words(heading.end - 1).is_some_and(|(_, line)| !self.is_badge(line) && !is_label(line))
    }

    /// Reads the heading that begins at a line. Beside a badge a name needs no look of one; beside a mere letter only where
    /// nobody's sentence is cut.
    fn heading(&self, at: usize) -> Option<Heading<'t>> {
        let line = self.lines[at];
        if self.badge != Badge::Tag && is_operator(line) {
            let heading = Heading::new(line, at + 1, false);
            return (self.is_free(at) && self.has_words(&heading)).then_some(heading);
        }
        let heading = match self.badge {
            Badge::Initial => self.below_initial(at, initial(line)?)?,
            Badge::Tag => self.below_tag(at)?,
            Badge::Part => {
                let (name, side) = part(line)?;
                Heading { side, ..Heading::new(name, at + 1, true) }
            }
        };
        let is_free = || self.badge != Badge::Initial || self.is_free(at);
        (heading.sure || may_name(heading.name) && is_free()).then_some(heading)
    }

    fn below_initial(&self, at: usize, initial: char) -> Option<Heading<'t>> {
        let (name_at, name) = self.words(at)?;
        if !name.starts_with(initial) || name.chars().nth(1).is_none() {
            return None;
        }
        let part = self.words(name_at).and_then(|(at, line)| Some((at + 1, side(line)?)));
        let (end, side) = part.unwrap_or((name_at + 1, None));
        Some(Heading { side, ..Heading::new(name, end, true) })
    }

    fn below_tag(&self, at: usize) -> Option<Heading<'t>> {
        let (name_at, name) = self.words(at).filter(|_| is_tag(self.lines[at]))?;
        let heading = Heading::new(name, name_at + 1, true);
        let Some(office) = self.office(name_at + 1) else { return Some(heading) };
        let (title, firm) = plain::office(office);
        Some(Heading { title, firm, end: name_at + 2, ..heading })
    }

    /// The line below a tagged name, if it is an office or a firm. One written as offices are may stand right above what is
    /// said; any other stands alone, with words below it: else it is what was said.
    fn office(&self, at: usize) -> Option<&'t str> {
        let office = *self.lines.get(at)?;
        if office.is_empty() || office.len() > LONGEST || ends_sentence(office) || is_tag(office) || is_spoken(office) {
            return None;
        }
        let (position, capitals) = (plain::names_position(office), stacked::is_affiliation(office));
        let alone = self.lines.get(at + 1).is_some_and(|line| line.is_empty());
        let above_words = || alone && self.words(at).is_some_and(|(_, line)| !is_tag(line));
        (position && capitals || (position || capitals) && above_words()).then_some(office)
    }
}

/// Whether a word of a line is one with which people speak of themselves or to others: `Thank you, Chief`.
fn is_spoken(line: &str) -> bool {
    const SPOKEN: &[&str] = &["i", "we", "our", "my", "you", "your", "thank", "thanks"];
    line.split(|c: char| !c.is_alphanumeric()).any(|word| SPOKEN.contains(&word.to_lowercase().as_str()))
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let (badge, _) = most(head(text, HEAD)).unwrap_or((Badge::Tag, 0));
    let page = Page::new(badge, text);
    let lines = &page.lines;
    let wrapped = is_wrapped(lines);
    let last = (0..lines.len()).rev().find(|&at| page.heading(at).is_some()).unwrap_or(0);
    let mut script = Script::new(LAYOUT.name, text);
    let mut listed: HashSet<&str> = HashSet::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        if let Some(heading) = page.heading(at) {
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
    if let Some(reason) = plain::against(&draft.turns) {
        return vec![not_a_transcript(LAYOUT.name, reason)];
    }
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

    /// A call whose headings are parts, as many as there are names, and words under each.
    fn parts(names: &[&str]) -> String {
        names.iter().map(|name| format!("{name}\nWe grew.\n")).collect()
    }

    #[test]
    fn a_list_of_people_is_no_call() {
        let said = "Operator: Good day, and welcome to all of you.\nAda Lund: Thank you. We grew.\nOperator: A question.\n\
                    Bo Roe: Why is that so?\nAda Lund: Because we did.\n";
        for part in ["Executive", "Attendee"] {
            let list = format!("Ada Lund ({part})\nKai Moe ({part})\nIda Rahm ({part})\nBo Roe (Analyst)\n");
            assert_eq!(read_all(&format!("Nordlys Q2 2023 Earnings Call\n{list}\n{said}")), None);
            assert_eq!(read_all(&format!("Ada Lund: With me are:\n{list}And we grew.\n{said}")), None);
            // Printed twice, it has names that come again, but no words.
            assert_eq!(read_all(&format!("{list}{list}\nWe grew.\n")), None);
        }
        // Offices are words, but nobody comes again.
        let list = "Ada Lund (Executive)\nCEO\nKai Moe (Executive)\nCFO\nBo Roe (Analyst)\nFjord Bank\n";
        assert_eq!(read_all(&format!("{list}{said}")), None);
        // As many colons end names.
        let call = parts(&["Ada Lund (Executive)", "Kai Moe (Executive)", "Ada Lund (Executive)"]);
        assert_eq!(read_all(&call).map(|turns| turns.len()), Some(3));
        let labelled = |labels: &str| read_all(&format!("{call}{labels}")).map(|turns| turns.len());
        assert_eq!(labelled("Bo Roe: Why?\nAda Lund: So.\n"), Some(3));
        assert_eq!(labelled("Bo Roe: Why?\nAda Lund: So.\nBo Roe: I see.\n"), None);
        let named = call.replace("We grew.", "Ada Lund: We grew.") + &parts(&["Ada Lund (Executive)"; 3]);
        assert_eq!(read_all(&named), None);
        for list in [
            "A\nAccrual Basis\nWhat we owe is counted.\nB\nBook Value\nWhat our boats cost us.\nC\nCash Flow\nWhat we have.",
            "A\nAda Lund\nexecutive\nB\nBo Roe\nanalyst\nK\nKai Moe\nexecutive\nA\nAda Lund\nexecutive",
            "A\nAda Lund\nYard\nB\nBo Roe\nBoats\nK\nKai Moe\nOffice",
        ] {
            assert_eq!(read_all(list), None, "{list}");
        }
    }

    #[test]
    fn nearly_all_badges_are_headings() {
        let mut names = ["Ada Lund (Executive)"; 4];
        assert!(read_all(&parts(&names)).is_some());
        assert!(read_all(&parts(&names[..2])).is_none());
        // A badge beside no name counts, too: one of five is let pass, one of four is not.
        names[1] = "Boats & Yards (analysts)";
        assert!(read_all(&parts(&names)).is_none());
        assert!(read_all(&(parts(&names) + &parts(&names[..1]))).is_some());
        // What is too long for a name is none.
        let long = format!("We thank {} (analysts)", "Bo Roe, ".repeat(20));
        names[1] = &long;
        assert!(read_all(&parts(&names)).is_some());
    }

    #[test]
    fn a_name_beside_a_badge_needs_no_look_of_one() {
        let call = parts(&["Ada Lund (Executives)"; 8]);
        for name in ["Kai B. Moe", "Bo Roe Jr.", "Dr. Ida Rahm", "So Kim", "Ida & Kai, Fjord Bank", "Kim Quarter B."] {
            let turns = read_all(&format!("{call}{name} (Analysts)\nWhy?\n")).expect(name);
            assert_eq!(turns[8], format!("{name}///Outside: Why?"));
            let tagged = "speaker\nAda Lund\nWe grew.\n".repeat(8);
            let turns = read_all(&format!("{tagged}speaker\n{name}\nAnalyst, Fjord Bank\nWhy?\n")).expect(name);
            assert_eq!(turns[8], format!("{name}/Analyst/Fjord Bank/: Why?"));
        }
        for line in [
            "our analysts (analysts)",
            "We thank all of them (analysts)",
            "We grew. (Analysts)",
            "In order: (Analysts)",
            &format!("Ada {} (Analysts)", "Lund ".repeat(30)),
        ] {
            let turns = read_all(&format!("{call}{line}\nSo it is.\n")).expect(line);
            assert_eq!(turns.len(), 8, "{line}");
        }
        // A part in brackets is enough, whatever is said above it.
        let turns = read_all(&format!("{call}Thank you\nSo Kim (Analysts)\nWhy?\n")).expect("parts");
        assert_eq!(turns[8], "So Kim///Outside: Why?");
        // Below a letter it needs the end of a sentence above.
        let call = "A\nAda Lund\nWe grew.\n".repeat(8);
        for (above, says) in
            [("", true), ("Thank you, S.\n", true), ("with\n", false), ("Why -\n", true), ("Q&A\n", true)]
        {
            let turns = read_all(&format!("{call}{above}S\nSo Kim\nWhy?\n")).expect(above);
            assert_eq!(turns.last().is_some_and(|turn| turn == "So Kim///: Why?"), says, "{above:?}");
        }
        let turns = read_all(&format!("Nordlys\n\nW\nWill Page\nWell.\n{call}")).expect("initials");
        assert_eq!(turns[0], "Will Page///: Well.");
    }

    #[test]
    fn an_operator_stands_between_speeches() {
        let call = "Ada Lund (Executives)\nWe grew.\n".repeat(3);
        for role in ["Operator", "MODERATOR", "Conference Operator"] {
            let turns = |below: &str| read_all(&format!("{call}{below}")).expect("parts").split_off(3);
            assert_eq!(turns(&format!("{role}\nBo, please.\n")), [format!("{role}///: Bo, please.")]);
            assert!(turns(&format!("I hand back to our\n{role}\nfor the end.\n")).is_empty());
            let idle = read_all(&format!("{call}{role}\nBo Roe (Analysts)\nWhy?\n")).expect("parts");
            assert_eq!(
                idle[2..],
                [format!("Ada Lund///Company: We grew.|{role}"), "Bo Roe///Outside: Why?".to_owned()]
            );
        }
        // Where nobody has spoken yet, nothing is broken off; and who comes again may be the operator.
        let text = "Nordlys\nfrom 0\nOperator\nWelcome.\nA\nAda Lund\nWe grew.\nB\nBo Roe\nWhy?\nK\nKai Moe\nSo.\n";
        assert_eq!(read_all(text), None);
        assert_eq!(read_all(&format!("{text}Operator\nBye.")).expect("initials").len(), 5);
    }

    #[test]
    fn an_office_is_no_speech() {
        let call = "speaker\nAda Lund\nCEO\nWe grew.\n".repeat(3);
        for (below, want) in [
            ("Fjord Bank\n\nWhy?", "//Fjord Bank/: Why?"),
            ("Fjord Bank\nWhy?", "///: Fjord Bank|Why?"),
            ("Group treasurer\n\nWhy?", "/Group treasurer//: Why?"),
            ("Group treasurer\nsays so", "///: Group treasurer|says so"),
            ("Group Treasurer\nWhy?", "/Group Treasurer//: Why?"),
            ("Thank you, Ada\n\nspeaker\nKai Moe\nYes.", "///: Thank you, Ada"),
            ("Fjord Bank\n\nspeaker\nKai Moe\nYes.", "///: Fjord Bank"),
            ("Fjord Bank", "///: Fjord Bank"),
            ("Thank you, Ada\n\nWhy?", "///: Thank you, Ada|Why?"),
            ("Thank You, Chief\n\nWhy?", "///: Thank You, Chief|Why?"),
            ("The CEO knows.\n\nWhy?", "///: The CEO knows.|Why?"),
        ] {
            let turns = read_all(&format!("{call}speaker\nBo Roe\n{below}\n")).expect(below);
            assert_eq!(turns[3], format!("Bo Roe{want}"), "{below}");
        }
    }

    #[test]
    fn parts_tell_sides_where_they_can() {
        let call = |part: &str| read_all(&parts(&[&*format!("Ada Lund ({part})"); 3])).map(|turns| turns[0].clone());
        for (part, side) in
            [("executive", "Company"), ("Analyst", "Outside"), ("Attendees", ""), ("shareholder", ""), ("Operator", "")]
        {
            assert_eq!(call(part), Some(format!("Ada Lund///{side}: We grew.")), "{part}");
        }
        assert_eq!(call("Boats"), None);
    }

    #[test]
    fn what_nobody_says_is_furniture() {
        let front = "Nordlys\n".repeat(TITLE);
        let text = format!(
            "{front}Nordlys Inc. (NASDAQ:NRDL)\n{}Advertisement\nWe did.\nDisclaimer\nOf us.\nQ&A\n\
             Bo Roe (Analysts)\nWhy?\nDisclaimer\nNo advice.\n",
            parts(&["Ada Lund (Executives)"; 3])
        );
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let said: Vec<_> = draft.turns.iter().map(|turn| turn.text.replace("\n\n", "|")).collect();
        assert_eq!(said, ["We grew.", "We grew.", "We grew.|We did.|Disclaimer|Of us.", "Why?"]);
        assert_eq!(draft.turns[3].section, Some(crate::transcript::Section::Qa));
        let furniture: Vec<_> = draft.diagnostics.iter().skip(TITLE + 1).map(|odd| odd.text.as_str()).collect();
        assert_eq!(furniture, ["Advertisement", "Q&A", "Disclaimer", "No advice."]);
        assert_eq!(draft.header.ticker, None, "too far down");
    }

    #[test]
    fn where_nobody_speaks_is_no_call() {
        let odd = |said: &str| {
            let text = format!("speaker\nAda Lund\n{}\n", said.repeat(30)).repeat(4);
            let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
            (draft.turns.len(), draft.diagnostics.first().map(|odd| odd.code.clone()))
        };
        assert_eq!(odd("The boat is in the yard, and I built it. "), (4, None));
        assert_eq!(odd("The boat is in the yard, for it is not of use. ").1.as_deref(), Some("not-a-transcript"));
        // Whoever wants any text to be read so.
        let draft = read(&Source::from_bytes("-", b"")).remove(0);
        assert_eq!(draft.diagnostics[0].code, "not-a-transcript");
    }
}
