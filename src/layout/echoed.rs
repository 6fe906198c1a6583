//! Pages copied with all that stood on them: the whole call on one line, every heading glued to what is said (`… go
//! ahead.AAda LundCFOThank you`), and below it the words again, a paragraph a turn, without the names. What the line has and
//! the paragraphs have not are the headings.

use std::ops::Range;

use super::{
    Draft, Label, Layout,
    draft::{no_speakers, not_a_transcript},
    lines::{head, lines},
    plain::{self, shape, shape::Shape},
    script::Script,
};
use crate::{error::Diagnostic, source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "echoed", matches: |source| echo(&source.text).is_some(), read };

/// Headings are no longer.
const LONGEST: usize = 200;

/// A line and the paragraphs below it that stand in it.
struct Echo<'t> {
    front: Vec<&'t str>,
    line: &'t str,
    /// Where in the line each paragraph stands that was found.
    found: Vec<Range<usize>>,
    /// All that follows the line.
    below: &'t str,
}

/// The longest line, if what follows it says the same again.
fn echo(text: &str) -> Option<Echo<'_>> {
    const SHORTEST: usize = 2000;
    const FEWEST: usize = 4;
    let lines: Vec<&str> = lines(text).filter(|line| !line.is_empty()).collect();
    let at = (0..lines.len()).max_by_key(|&at| lines[at].len())?;
    let (line, below) = (lines[at], &lines[at + 1..]);
    if line.len() < SHORTEST || below.len() < FEWEST {
        return None;
    }
    let found = places(line, below)?;
    let again: usize = found.iter().map(ExactSizeIterator::len).sum();
    let start = below[0].as_ptr() as usize - text.as_ptr() as usize;
    (found.len() >= FEWEST && again * 2 > line.len()).then(|| Echo {
        front: lines[..at].to_vec(),
        line,
        found,
        below: &text[start..],
    })
}

/// Where in a line paragraphs stand, one after another, with no more than a heading between; `None` if they do not.
fn places(line: &str, paragraphs: &[&str]) -> Option<Vec<Range<usize>>> {
    let all: usize = paragraphs.iter().map(|paragraph| paragraph.len()).sum();
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut missed, mut absent) = (0, 0);
    for paragraph in paragraphs {
        let from = found.last().map_or(0, |last| last.end);
        let near = head(&line[from..], LONGEST + missed + paragraph.len());
        match memchr::memmem::find(near.as_bytes(), paragraph.as_bytes()) {
            Some(at) => {
                found.push(from + at..from + at + paragraph.len());
                missed = 0;
            }
            // The next stands so much farther on; but where nothing is found any more, nothing is looked for for long.
            None => {
                missed = (missed + paragraph.len()).min(8 * LONGEST);
                absent += paragraph.len();
                // In other texts hardly any is found, and to look for each would take longer than to read them.
                if absent * 10 > all {
                    return None;
                }
            }
        }
    }
    Some(found)
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let Some(echo) = echo(text) else { return vec![not_a_transcript(LAYOUT.name, "it says nothing twice")] };
    let mut script = Script::new(LAYOUT.name, text);
    script.title = echo.front;
    let mut said = 0;
    for place in echo.found {
        let between = echo.line[said..place.start].trim();
        match label(text, between) {
            Some(label) => script.open(Some(label)),
            None => script.say(between),
        }
        script.say(&echo.line[place.clone()]);
        said = place.end;
    }
    script.say(echo.line[said..].trim());
    let mut draft = script.finish();
    no_speakers(&mut draft);
    draft.diagnostics.push(Diagnostic {
        code: "repeated".to_owned(),
        turn: None,
        text: "the same words again, without the names, are left out".to_owned(),
        source_bytes: Some(text.source_span(text.range_of(echo.below))),
    });
    vec![draft]
}

/// `AAda LundCFO`: an initial in a circle, the name, an office or a firm.
fn label(source: &Traced, heading: &str) -> Option<Label> {
    let heading = heading.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut chars = heading.chars();
    let initial = chars.next().filter(|initial| chars.next() == Some(*initial) && initial.is_uppercase());
    let heading = &heading[initial.map_or(0, char::len_utf8)..];
    if heading.len() > LONGEST {
        return None;
    }
    let (name, rest) = heading.split_at(seam(heading).unwrap_or(heading.len()));
    shape::of(name).filter(|shape| *shape != Shape::Weak)?;
    let rest = (!rest.is_empty()).then(|| source.part(rest));
    let (title, firm) =
        if rest.as_ref().is_some_and(|rest| plain::names_position(rest)) { (rest, None) } else { (None, rest) };
    Some(Label { name: source.part(name), title, firm, mark: None })
}

/// Where a capital follows a small letter, and not as in `McRoe`: what names begin with has no seam behind it.
pub(super) fn seam(heading: &str) -> Option<usize> {
    const INSIDE: [&str; 20] = [
        "Mc", "Mac", "De", "Del", "Des", "Di", "Da", "Dos", "Du", "Dee", "La", "Le", "Lo", "Mary", "San", "St", "Ten",
        "Van", "Von", "Fitz",
    ];
    let mut before = ' ';
    heading.char_indices().find_map(|(at, c)| {
        let word = heading[..at].rsplit(' ').next().unwrap_or_default();
        let seam = c.is_uppercase() && (before.is_lowercase() || before == '.' && heading[..at].ends_with("r."));
        before = c;
        (seam && !INSIDE.contains(&word)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_line_has_are_headings() {
        let long = "We built more boats than in any quarter before. ".repeat(60);
        let said = ["Welcome to the call of Nordlys.", long.trim(), "Why is that?", "Because.", "Thank you."];
        let headings = ["0Operator", "AAda McLundCFO", "BBo RoeFjord Bank", "Ada McLundCFO", "Operator"];
        let line: String = headings.iter().zip(said).flat_map(|(heading, said)| [*heading, said]).collect();
        let text = format!("Earnings Call Transcript2020-Q2from\n\t{line}\n\n{}\n", said.join("\n\n"));
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let draft = read(&source).remove(0);
        let row = |turn: &crate::layout::DraftTurn| {
            let label = turn.label.clone().unwrap_or_default();
            let part = |part: Option<Traced>| part.map_or(String::new(), Traced::into_string);
            (label.name.into_string(), part(label.title), part(label.firm))
        };
        let rows: Vec<_> = draft.turns.iter().map(row).collect();
        let want = [
            ("Operator", "", ""),
            ("Ada McLund", "CFO", ""),
            ("Bo Roe", "", "Fjord Bank"),
            ("Ada McLund", "CFO", ""),
            ("Operator", "", ""),
        ];
        assert_eq!(rows, want.map(|(name, title, firm)| (name.to_owned(), title.to_owned(), firm.to_owned())));
        assert!(draft.turns.iter().zip(said).all(|(turn, said)| turn.text.as_str() == said));
        assert_eq!(draft.diagnostics.iter().filter(|odd| odd.code == "repeated").count(), 1);
        let once = Source::from_bytes("-", line.as_bytes());
        assert!(!(LAYOUT.matches)(&once));
    }
}
