//! Articles copied from a page on which every paragraph is an item of a list, the speakers' lines too: `• Operator`,
//! `• Good day …`, `• Ada Lund - CFO`. Without the bullets they are what other readers know; what stands below an item
//! without one is its translation, or its words again, unless the page has bullets at the speakers' lines alone.

use super::{
    Draft, Layout,
    draft::no_speakers,
    fool,
    lines::{head, lines},
    plain::{self, line::ends_sentence, shape, shape::Shape},
    seekingalpha,
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "bulleted", matches: |source| is_bulleted(&source.text), read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 128 * 1024;

/// Speakers' lines are no longer.
const LONGEST: usize = 140;

/// An item's text.
fn item(line: &str) -> Option<&str> {
    line.strip_prefix(['•', '●']).map(str::trim_start)
}

/// Items, among them the operator again and again, or several people with their offices.
fn is_bulleted(text: &str) -> bool {
    const FEWEST: usize = 8;
    let head = head(text, HEAD);
    if !head.contains(['•', '●']) {
        return false;
    }
    let (mut items, mut others, mut operators, mut offices) = (0, 0, 0, 0);
    for line in lines(head).filter(|line| !line.is_empty()) {
        match item(line) {
            Some(item) => {
                items += 1;
                operators += usize::from(item.trim_end_matches(':').eq_ignore_ascii_case("operator"));
                offices += usize::from(is_head(item));
            }
            None => others += usize::from(items > 0),
        }
    }
    items >= FEWEST && others <= items * 2 && (operators >= 2 || offices >= 3)
}

/// `Ada Lund - CFO`.
fn is_head(item: &str) -> bool {
    item.len() <= LONGEST
        && item.split_once(" - ").is_some_and(|(name, office)| {
            shape::of(name) == Some(Shape::Person) && plain::names_position(office) && !ends_sentence(office)
        })
}

fn read(source: &Source) -> Vec<Draft> {
    let (text, colons) = bare(&source.text);
    let drafts = if colons { vec![plain::read_text(&text)] } else { seekingalpha::read_text(&text) };
    drafts.into_iter().take(1).map(finish).collect()
}

/// The text without its bullets and without translations, and whether colons end the speakers' lines.
fn bare(text: &Traced) -> (Traced, bool) {
    let mut bare = Traced::default();
    let (mut before, mut colons) = ("", false);
    for line in lines(text).filter(|line| !line.is_empty()) {
        let words = match item(line) {
            Some(words) => words,
            // Again, or in another language.
            None if line == before || fool::is_translation(line) => continue,
            None => line,
        };
        colons |= words.len() <= LONGEST && words.ends_with(':');
        before = words;
        if !bare.is_empty() {
            bare.push_made("\n");
        }
        bare.push_range(text, text.range_of(words));
    }
    (bare, colons)
}

/// A position is a title, on whichever side of the table it is held.
fn finish(mut draft: Draft) -> Draft {
    draft.layout = LAYOUT.name;
    for label in draft.turns.iter_mut().filter_map(|turn| turn.label.as_mut()) {
        if label.title.is_none() && label.firm.as_deref().is_some_and(plain::names_position) {
            label.title = label.firm.take();
        }
    }
    let told = draft.diagnostics.iter().any(|odd| odd.code == "no-speakers");
    if !told {
        no_speakers(&mut draft);
    }
    draft
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
}
