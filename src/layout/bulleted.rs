//! Articles copied from a page on which every paragraph is an item of a list, the speakers' lines too: `• Operator`,
//! `• Good day …`, `• Ada Lund - CFO`. Without the bullets they are what other readers know; what stands below an item
//! without one is its translation, or its words again, unless the page has bullets at the speakers' lines alone.

use std::collections::HashSet;

use super::{
    Draft, Layout,
    draft::no_speakers,
    fool::is_translation,
    lines::{furniture, has, head, lines},
    plain::{self, is_label, line::ends_sentence, shape, shape::Shape},
    seekingalpha,
};
use crate::{error::Diagnostic, source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "bulleted", matches: |source| is_bulleted(&source.text), read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 128 * 1024;

/// Speakers' lines are no longer.
const LONGEST: usize = 140;

fn is_bulleted(text: &str) -> bool {
    let head = head(text, HEAD);
    (has(head, "•") || has(head, "●")) && List::of(head).is_call()
}

/// An item's text.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix(['•', '●']).map(str::trim_start)
}

/// Whom an item names, if it is a speaker's line: `Operator`, `Ada Lund:`, `Ada Lund - CFO`.
fn speaker(item: &str) -> Option<&str> {
    if item.len() > LONGEST {
        return None;
    }
    let name = item.strip_suffix(':').unwrap_or(item).trim_end();
    if is_operator(name) {
        return Some(name);
    }
    if let Some((name, office)) = name.split_once(" - ") {
        let is_head = shape::of(name) == Some(Shape::Person) && plain::names_position(office) && !ends_sentence(office);
        return is_head.then_some(name);
    }
    let is_name = || matches!(shape::of(name), Some(Shape::Person | Shape::Certain));
    (item.ends_with(':') && is_name()).then_some(name)
}

fn is_operator(name: &str) -> bool {
    name.eq_ignore_ascii_case("operator")
}

/// What is counted of a text's items, and of the lines between them.
#[derive(Default)]
struct List {
    items: usize,
    /// Items that name a speaker, those of them that end in a colon, and those that have a sentence below them: the
    /// operator's among these, and whether anybody's come again.
    heads: usize,
    colons: usize,
    right: usize,
    operators: usize,
    again: bool,
    /// Items of speech that stand there again, or translated, below themselves.
    doubled: usize,
    /// Other lines below the first item, and those of them that begin with somebody's name and a colon.
    others: usize,
    labels: usize,
}

impl List {
    fn of(text: &str) -> List {
        let mut list = List::default();
        let mut names: HashSet<&str> = HashSet::new();
        // The item right above, and the speaker below whose name nothing has been said yet.
        let (mut above, mut named) = ("", None);
        for line in lines(text).filter(|line| !line.is_empty()) {
            let item = item(line);
            let name = item.and_then(speaker);
            if item.is_none() && list.items == 0 {
                continue;
            }
            if item.is_none() && (line == above || is_translation(line)) {
                let of_speech = !above.is_empty() && !is_translation(above) && speaker(above).is_none();
                list.doubled += usize::from(of_speech);
                above = "";
                continue;
            }
            let words = item.unwrap_or(line);
            if let Some(before) = named.take().filter(|_| name.is_none() && is_said(words)) {
                list.right += 1;
                list.operators += usize::from(is_operator(before));
                list.again |= !names.insert(before);
            }
            match item {
                Some(item) => {
                    list.items += 1;
                    list.heads += usize::from(name.is_some());
                    list.colons += usize::from(name.is_some() && item.ends_with(':'));
                    (above, named) = (item, name);
                }
                None => {
                    list.others += 1;
                    list.labels += usize::from(is_label(line));
                    above = "";
                }
            }
        }
        list
    }

    /// Whether people speak below items again and again. A list of people has no sentences below them; and where lines
    /// that are no items name speakers, the items are somebody's list.
    fn is_call(&self) -> bool {
        const FEWEST: usize = 8;
        const ENOUGH: usize = 3;
        let spoken = self.operators > 1 || self.again && self.right >= ENOUGH;
        let paragraphs = self.others <= self.items;
        let speakers_alone = self.has_colons() && self.heads * 2 > self.items;
        self.items >= FEWEST
            && spoken
            && self.right * 2 > self.heads
            && (paragraphs || speakers_alone)
            && (self.labels == 0 || self.has_colons() && self.labels < self.right)
    }

    /// Whether colons end the speakers' lines.
    fn has_colons(&self) -> bool {
        self.colons * 2 > self.heads
    }

    /// The text without its bullets, and what is left out: where items are doubled, their words again, or translated; above
    /// the first what the page says below its title in another tongue. Lines that nothing parts stay in one piece.
    fn bare<'t>(&self, text: &'t Traced) -> (Traced, Vec<Skipped<'t>>) {
        let mut bare = Traced::default();
        let mut skipped: Vec<Skipped> = Vec::new();
        let doubled = self.is_doubled();
        let (mut above, mut kept, mut titled, mut begun) = ("", 0, false, self.items == 0);
        for line in lines(text).filter(|line| !line.is_empty()) {
            let range = text.range_of(line);
            let item = item(line);
            begun |= item.is_some();
            let again = doubled && line == above;
            let foreign = if begun { doubled } else { titled };
            titled = true;
            let skips = item.is_none() && (again || foreign && is_translation(line));
            above = item.unwrap_or_default();
            if skips {
                skipped.push((line, again));
            } else if item.is_none() {
                continue;
            }
            bare.push_range(text, kept..range.start);
            kept = item.map_or(range.end, |words| text.range_of(words).start);
        }
        bare.push_range(text, kept..text.len());
        (bare, skipped)
    }

    /// Whether what stands below items is the same again. Where colons end the speakers' lines, it is what they say.
    fn is_doubled(&self) -> bool {
        !self.has_colons() && self.doubled * 2 > self.items - self.heads
    }
}

/// Whether a line reads as what somebody says.
fn is_said(line: &str) -> bool {
    const FULL: usize = 60;
    (ends_sentence(line) || line.len() >= FULL) && !is_label(line)
}

fn read(source: &Source) -> Vec<Draft> {
    let list = List::of(head(&source.text, HEAD));
    let (text, skipped) = list.bare(&source.text);
    let drafts = if list.has_colons() { vec![plain::read_text(&text)] } else { seekingalpha::read_text(&text) };
    let mut drafts: Vec<Draft> = drafts.into_iter().map(finish).collect();
    note(&mut drafts, &source.text, &skipped);
    drafts
}

/// A line that is left out, and whether that is for its words' standing there before.
type Skipped<'t> = (&'t str, bool);

/// A position is a title, on whichever side of the table it is held.
fn finish(mut draft: Draft) -> Draft {
    draft.layout = LAYOUT.name;
    for label in draft.turns.iter_mut().filter_map(|turn| turn.label.as_mut()) {
        if label.title.is_none() && label.firm.as_deref().is_some_and(plain::names_position) {
            label.title = label.firm.take();
        }
    }
    no_speakers(&mut draft);
    draft
}

/// Notes what was left out at the turns where it stood.
fn note(drafts: &mut [Draft], text: &Traced, skipped: &[Skipped]) {
    let turns = |(number, draft): (usize, &Draft)| {
        let begins: Vec<u64> = draft.turns.iter().map(|turn| turn.text.span().start).collect();
        begins.into_iter().enumerate().map(move |(turn, begin)| (begin, number, turn + 1))
    };
    let turns: Vec<(u64, usize, usize)> = drafts.iter().enumerate().flat_map(turns).collect();
    for &(line, again) in skipped {
        let place = text.source_span(text.range_of(line)).start;
        let before = turns.partition_point(|(begin, ..)| *begin < place);
        let (number, turn) = before.checked_sub(1).map_or((0, 0), |last| (turns[last].1, turns[last].2));
        let odd = furniture(text, line, turn);
        // Prose that is there again is not lost, and nobody is to be given it back.
        let code = if again { "repeated".to_owned() } else { odd.code };
        if let Some(draft) = drafts.get_mut(number) {
            draft.diagnostics.push(Diagnostic { code, ..odd });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `name/title: words` of every turn; `None` if the text is of another layout.
    fn read_all(text: &str) -> Option<Vec<String>> {
        let source = Source::from_bytes("-", text.as_bytes());
        let draft = (LAYOUT.matches)(&source).then(|| read(&source).remove(0))?;
        let shown = |turn: &crate::layout::DraftTurn| {
            let label = turn.label.clone().unwrap_or_default();
            let title = label.title.map_or(String::new(), Traced::into_string);
            format!("{}/{title}: {}", label.name.as_str(), turn.text.replace("\n\n", "|"))
        };
        Some(draft.turns.iter().map(shown).collect())
    }

    const WANT: [&str; 5] = [
        "Operator/: Good day, and welcome to the call of Nordlys.|Ada, please.",
        "Ada Lund/President & CEO: Thank you. We built boats.",
        "Operator/: The first question is from Bo Roe of Fjord Bank.",
        "Bo Roe/Senior Analyst: How many boats?",
        "Ada Lund/President & CEO: We built nine of them.",
    ];

    const ITEMS: [&str; 11] = [
        "Operator",
        "Good day, and welcome to the call of Nordlys.",
        "Ada, please.",
        "Ada Lund - President & CEO",
        "Thank you. We built boats.",
        "Operator",
        "The first question is from Bo Roe of Fjord Bank.",
        "Bo Roe - Senior Analyst",
        "How many boats?",
        "Ada Lund - President & CEO",
        "We built nine of them.",
    ];

    #[test]
    fn items_are_paragraphs() {
        let page = |shown: &dyn Fn(&str) -> String| {
            format!("Nordlys (NRDL) 2023 Q2 逐字稿\n\n完整原文\n\n{}", ITEMS.map(shown).join(""))
        };
        assert_eq!(read_all(&page(&|item| format!("  • {item}\n\n"))).expect("a list"), WANT);
        // With a translation below each; names have none.
        let translated = page(&|item| match item.contains(['.', '?']) {
            true => format!("  • {item}\n\n    北極光造船公司\n\n"),
            false => format!("  • {item}\n\n    {item}\n\n"),
        });
        assert_eq!(read_all(&translated).expect("a list with translations"), WANT);
        assert_eq!(read_all(&page(&|item| format!("{item}\n\n"))), None);
    }

    #[test]
    fn only_the_speakers_lines_may_be_items() {
        let said = "We built more boats than in any quarter before, thank you.";
        let text = ["Operator", "Ada Lund", "Operator", "Bo Roe", "Ada Lund", "Bo Roe", "Ada Lund", "Operator"]
            .map(|name| format!("  • {name}:\n    {said}\n"))
            .join("");
        let turns = read_all(&format!("Nordlys\nQ2 2016 Earnings Call Transcript\n\n{text}")).expect("a list");
        assert_eq!(turns.len(), 8, "{turns:?}");
        assert_eq!(turns[1], format!("Ada Lund/: {said}"));
    }

    #[test]
    fn a_list_of_other_things_is_none() {
        let list = "• Ada Lund - CFO\n• Bo Roe - our CEO.\n• boats - nine\n".repeat(2) + &"• We grew.\n".repeat(9);
        assert_eq!(read_all(&list), None);
    }

    /// A call of items: `Operator`, `Ada Lund - CFO` and what they say, so many times.
    fn call(times: usize) -> String {
        "• Operator\n• Ada, please.\n• Ada Lund - CFO\n• We grew.\n".repeat(times)
    }

    #[test]
    fn a_list_of_people_is_no_call() {
        let said = "Operator: Good day, and welcome to all of you.\nAda Lund: Thank you. We grew.\nOperator: A question.\n\
                    Bo Roe: Why is that so?\nAda Lund: Because we did.\n";
        let list = "• Ada Lund - Director\n• Kai Moe - Director\n• Ida Rahm - Director\n";
        let boats = "• We built boats.\n".repeat(9);
        assert_eq!(read_all(&format!("{list}{boats}{said}")), None);
        assert_eq!(read_all(&format!("{list}{list}{boats}")), None);
        // Two operators of any list.
        assert_eq!(read_all(&"• Operator\n• Welder\n• Painter\n• Cook\n".repeat(3)), None);
        // Nobody comes again, or hardly anybody says anything.
        let once = "• Ada Lund - CFO\n• Yes.\n• Kai Moe - CEO\n• No.\n• Ida Rahm - Director\n• Well.\n• So.\n• So.\n";
        assert_eq!(read_all(once), None);
        assert!(read_all(&once.replace("Ida Rahm", "Ada Lund")).is_some());
        assert_eq!(read_all(&format!("{}{}", call(2), list.repeat(2))), None);
        let long = list.replace("Director", "Executive Vice President of Boats & Director of the Nordlys Yard");
        assert_eq!(read_all(&format!("{long}{long}{boats}")), None);
        assert_eq!(read_all(&"• Ada Lund - CFO\n• Ada Lund: We grew.\n".repeat(5)), None);
        // The operator is one.
        let operators = "• Operator\n• Ada, please.\n• We grew.\n• We did.\n".repeat(2);
        assert_eq!(read_all(&operators).map(|turns| turns.len()), Some(2));
        // Too short to tell.
        assert_eq!(read_all(&call(2).replacen("• Ada, please.\n", "", 1)), None);
        assert!(read_all(&call(2)).is_some());
    }

    #[test]
    fn items_are_most_of_the_text() {
        let with = |between: &str| read_all(&format!("{}{between}", call(2)));
        assert!(with(&"We built boats.\n".repeat(8)).is_some());
        assert!(with(&"We built boats.\n".repeat(9)).is_none());
        assert!(with("Our plan: boats.\n").is_some());
        assert!(with("Bo Roe: Why?\n").is_none());
        assert!(with(&"• Good Harbour\n".repeat(5)).is_some());
        let unended = "we built more boats than in any quarter before and we sold them all";
        assert!(read_all(&call(2).replace("We grew.", unended).replace("Ada, please.", unended)).is_some());
        let alone = "• Operator\nYes.\nNo.\nNo.\n• Ada Lund - CFO\nYes.\nNo.\nNo.\n".repeat(5);
        assert!(read_all(&alone).is_none());
        // Where they end in colons, more may stand between them; but if they are other things, they are a list's.
        let between = |items: &str, labels: &str| {
            let said = "We built boats.\nIt took us a year.\nYes.\n";
            read_all(&format!("{}{items}{labels}", format!("• Operator:\n{said}• Ada Lund:\n{said}").repeat(4)))
        };
        assert!(between("", "").is_some());
        assert!(between(&"• nine boats\n".repeat(9), "").is_none());
        assert!(between("", &"Bo Roe: Why?\n".repeat(7)).is_some());
        assert!(between("", &"Bo Roe: Why?\n".repeat(8)).is_none());
    }

    #[test]
    fn items_that_speak_end_no_speakers_lines() {
        let points = "• Let me give you three points:\n• Boats:\n";
        let turns = read_all(&format!("{}{points}", call(3))).expect("a list");
        assert_eq!(turns[5], "Ada Lund/CFO: We grew.|Let me give you three points:|Boats:");
        // A speaker's line is short.
        let long = format!("• Ada Lund - CFO {}\n• No.\n", "of boats ".repeat(20));
        assert_eq!(List::of(&format!("{}{long}", call(2))).heads, 4);
        let mixed = call(3).replace("Operator", "Operator:");
        assert_eq!(read_all(&mixed).expect("a list").len(), 6);
    }

    #[test]
    fn other_bullets_are_bullets() {
        assert_eq!(read_all(&call(2).replace('•', "●")), read_all(&call(2)));
        assert_eq!(read_all(&call(2)).expect("a list").len(), 4);
    }

    #[test]
    fn all_calls_are_read() {
        let list =
            "• Nordlys, Inc. (NASDAQ:NRDL) Q3 2007 Earnings Call\n• Executives\n• Ada Lund - CFO\n• Kai Moe - CEO\n";
        let text = format!("{list}{}", call(3)).repeat(2).replace("• We grew.\n", "• We grew.\n我們成長了\n");
        let text = text.replace("• Ada, please.\n", "• Ada, please.\n請說\n");
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let drafts = read(&source);
        assert_eq!(drafts.iter().map(|draft| draft.turns.len()).collect::<Vec<_>>(), [6, 6]);
        for draft in drafts {
            let furniture = draft.diagnostics.iter().filter(|odd| odd.code == "furniture");
            let turns: Vec<_> = furniture.filter_map(|odd| odd.turn).collect();
            assert_eq!(turns, [1, 2, 3, 4, 5, 6], "{:?}", draft.diagnostics);
        }
    }

    /// What is said, and what is left out: `code turn: words`.
    fn read_whole(text: &str) -> (Vec<String>, Vec<String>) {
        let turns = read_all(text).expect("a list");
        let source = Source::from_bytes("-", text.as_bytes());
        let odd = |odd: Diagnostic| format!("{} {}: {}", odd.code, odd.turn.unwrap_or_default(), odd.text);
        (turns, crate::layout::read_with(&source, Some(&LAYOUT)).remove(0).diagnostics.into_iter().map(odd).collect())
    }

    #[test]
    fn only_repeats_and_translations_are_left_out() {
        // What is said twice below a name is said twice.
        let text = "• Operator:\n• Yes.\n• Bo Roe:\nNo.\nNo.\nNo.\nI mean it.\n".repeat(4);
        let (turns, odd) = read_whole(&text);
        assert_eq!(turns[1], "Bo Roe/: No.|No.|No.|I mean it.");
        assert_eq!(odd, [""; 0]);
        let (turns, _) = read_whole(&format!("{}• No.\nNo.\n北方\n", call(3)));
        assert_eq!(turns[5], "Ada Lund/CFO: We grew.|No.|No.|北方");
        // In a list in two tongues only what stands right below its item is the same again.
        let doubled = call(3).replace("We grew.\n", "We grew.\n我們成長了\n").replace("please.\n", "please.\n請說\n");
        let (turns, odd) = read_whole(&format!("{doubled}• No.\nNo.\nNo.\n"));
        assert_eq!(turns[5], "Ada Lund/CFO: We grew.|No.|No.");
        assert_eq!(odd.len(), 7);
        assert_eq!(odd[..2], ["furniture 1: 請說", "furniture 2: 我們成長了"]);
        assert_eq!(odd[6], "repeated 6: No.");
        // Speech in another tongue is no translation.
        let eastern = "• Operator:\n• Ada Lund:\n".replace(":\n", ":\nWe grew.\n我們成長了\n").repeat(4);
        let (turns, odd) = read_whole(&eastern);
        assert_eq!((turns[0].as_str(), odd.len()), ("Operator/: We grew.|我們成長了", 0));
        let (_, odd) = read_whole(&format!("{eastern}• boats\n船\n"));
        assert_eq!(odd, [""; 0]);
        let (_, odd) = read_whole(&format!("{}{}", call(3), "• 我們成長了\n謝謝\n".repeat(7)));
        assert_eq!(odd, [""; 0]);
        // Nor is speech the same again where only the names are.
        let names = call(3).replace("• Operator\n", "• Operator\nOperator\n").replace("CFO\n", "CFO\nAda Lund - CFO\n");
        let (turns, _) = read_whole(&format!("{names}• No.\nNo.\n"));
        assert_eq!(turns.last().map(String::as_str), Some("Ada Lund/CFO: We grew.|No.|No."));
    }

    #[test]
    fn below_its_title_a_page_says_what_nobody_said() {
        let text = format!("北極光造船公司 (NRDL) 2023 Q2\n\n完整原文\n\n{}\n我們\n", call(3));
        let (turns, odd) = read_whole(&text);
        assert_eq!(
            (turns[5].as_str(), odd.as_slice()),
            ("Ada Lund/CFO: We grew.|我們", &["furniture 0: 完整原文".to_owned()][..])
        );
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        assert_eq!(draft.header.ticker.as_deref(), Some("NRDL"));
        // Without items there is nothing above the first.
        let draft = read(&Source::from_bytes("-", "北方\n我們成長了。\n".as_bytes())).remove(0);
        assert!(!draft.diagnostics.iter().any(|odd| odd.code == "furniture"));
    }

    #[test]
    fn prose_that_is_there_again_is_not_given_back() {
        let prose = "We sold more boats than last year, and I want to thank all of you who built them in our yard.";
        let text = call(4).replace("We grew.", &format!("{prose}\n{prose}")).replace("please.", "please.\n請說");
        let (turns, odd) = read_whole(&text);
        assert_eq!(turns[1], format!("Ada Lund/CFO: {prose}"));
        assert_eq!(odd.iter().filter(|odd| odd.starts_with("repeated")).count(), 4);
        assert!(!odd.iter().any(|odd| odd.starts_with("unnamed-speech")), "{odd:?}");
    }

    #[test]
    fn words_lead_back_to_where_they_stand() {
        let text = format!("北方\r\n{}", call(2).replace('\n', "\r\n"));
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        for turn in &draft.turns {
            let span = turn.text.span();
            assert_eq!(&text[span.start as usize..span.end as usize], turn.text.as_str());
        }
    }

    #[test]
    fn that_nobody_is_named_is_told_once() {
        let draft = read(&Source::from_bytes("-", b"We grew, and I thank you all.")).remove(0);
        assert_eq!(draft.diagnostics.iter().filter(|odd| odd.code == "no-speakers").count(), 1);
    }
}
