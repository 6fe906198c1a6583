//! Nothing is lost in silence: where much of a text's prose was taken for what nobody said, it is given back, as turns by
//! nobody knows whom. Readers know many forms, and a form that they do not know must not cost the words.

use std::ops::Range;

use super::{Draft, DraftTurn, furniture, lines};
use crate::{
    error::Diagnostic,
    text::{Span, Traced},
};

/// Prose is given back from one byte in so many on, of all that is prose or was said.
const SHARE: usize = 10;

/// And from so many bytes on: less is a notice.
const LEAST: usize = 600;

/// What was taken out between two turns.
struct Gap {
    /// The turn that follows.
    turn: usize,
    /// The paragraphs in it, in order, each the lines it is made of.
    paragraphs: Vec<Vec<Range<usize>>>,
}

impl Gap {
    /// The paragraphs from the first that is prose to the last.
    fn prose<'g>(&'g self, text: &str) -> &'g [Vec<Range<usize>>] {
        let is_prose = |paragraph: &Vec<Range<usize>>| is_prose(text, paragraph);
        let first = self.paragraphs.iter().position(is_prose).unwrap_or(self.paragraphs.len());
        let last = self.paragraphs.iter().rposition(is_prose).map_or(first, |last| last + 1);
        &self.paragraphs[first..last]
    }
}

/// Gives the prose back that stands between the turns of a draft as furniture, if there is much of it. `text` is what the
/// draft was read from.
pub(super) fn give_back(draft: &mut Draft, text: &Traced) {
    let spans: Vec<_> = draft.turns.iter().map(|turn| turn.text.span()).collect();
    if spans.is_empty() || !spans.is_sorted() {
        return;
    }
    let gaps = gaps(draft, text, &spans);
    let prose: Vec<(&Gap, &[Vec<Range<usize>>])> =
        gaps.iter().map(|gap| (gap, gap.prose(text))).filter(|(_, prose)| !prose.is_empty()).collect();
    let is_lost = |paragraph: &&Vec<Range<usize>>| is_prose(text, paragraph);
    let lost: usize =
        prose.iter().flat_map(|(_, prose)| prose.iter()).filter(is_lost).flatten().map(ExactSizeIterator::len).sum();
    let said: usize = draft.turns.iter().map(|turn| turn.text.len()).sum();
    if lost < LEAST || lost * SHARE < lost + said {
        return;
    }
    let kept: Vec<Kept> = prose.into_iter().filter_map(|(gap, prose)| Kept::new(text, gap.turn, prose)).collect();
    insert(draft, kept);
}

/// The furniture of a draft by the gaps between its turns. What stands inside a turn is left there.
fn gaps(draft: &Draft, text: &Traced, spans: &[Span]) -> Vec<Gap> {
    let furniture = draft.diagnostics.iter().filter(|odd| odd.code == "furniture").filter_map(|odd| odd.source_bytes);
    let mut pieces: Vec<(usize, Range<usize>)> = furniture
        .filter_map(|span| {
            let turn = spans.partition_point(|said| said.start <= span.start);
            let inside = turn.checked_sub(1).is_some_and(|before| span.start < spans[before].end);
            let range = text.range_from(span).filter(|_| !inside)?;
            Some((turn, range))
        })
        .collect();
    pieces.sort_unstable_by_key(|(_, range)| (range.start, range.end));
    let mut gaps: Vec<Gap> = Vec::new();
    let mut end = 0;
    for (turn, range) in pieces {
        for line in text[range].lines().map(str::trim).filter(|line| !line.is_empty()) {
            let line = text.range_of(line);
            if line.start < end {
                continue;
            }
            let goes_on = text
                .get(end..line.start)
                .is_some_and(|blank| blank.trim().is_empty() && blank.matches('\n').count() < 2);
            end = line.end;
            if gaps.last().is_none_or(|gap| gap.turn != turn) {
                gaps.push(Gap { turn, paragraphs: Vec::new() });
            }
            let Some(gap) = gaps.last_mut() else { continue };
            match gap.paragraphs.last_mut().filter(|_| goes_on) {
                Some(paragraph) => paragraph.push(line),
                None => gap.paragraphs.push(vec![line]),
            }
        }
    }
    gaps
}

/// Whether lines read as speech, and not as what stands on any page.
fn is_prose(text: &str, paragraph: &[Range<usize>]) -> bool {
    let lines: Vec<&str> = paragraph.iter().map(|line| &text[line.clone()]).collect();
    furniture::is_speech(&lines.join(" ")) && lines.iter().all(|line| furniture::known(line).is_none())
}

/// What is given back before a turn.
struct Kept {
    turn: usize,
    said: Traced,
    span: Span,
}

impl Kept {
    fn new(text: &Traced, turn: usize, paragraphs: &[Vec<Range<usize>>]) -> Option<Kept> {
        let mut lines = paragraphs.iter().flatten();
        let first = lines.next()?;
        let span = text.source_span(first.start..lines.next_back().unwrap_or(first).end);
        let mut said = Traced::default();
        for paragraph in paragraphs {
            for (number, line) in paragraph.iter().enumerate() {
                if !said.is_empty() {
                    said.push_made(if number == 0 { "\n\n" } else { " " });
                }
                said.push_range(text, line.clone());
            }
        }
        Some(Kept { turn, said, span })
    }
}

/// Puts what is kept between the turns, as turns by nobody.
fn insert(draft: &mut Draft, kept: Vec<Kept>) {
    let within = |there: Span| {
        let next = kept.partition_point(|kept| kept.span.end < there.end);
        kept.get(next).is_some_and(|kept| kept.span.start <= there.start)
    };
    draft.diagnostics.retain(|odd| odd.code != "furniture" || !odd.source_bytes.is_some_and(within));
    for turn in draft.diagnostics.iter_mut().filter_map(|odd| odd.turn.as_mut()) {
        *turn += kept.partition_point(|kept| kept.turn <= *turn as usize) as u32;
    }
    let mut turns = Vec::with_capacity(draft.turns.len() + kept.len());
    let mut rest = std::mem::take(&mut draft.turns).into_iter();
    let mut taken = 0;
    for Kept { turn, said, span } in kept {
        turns.extend(rest.by_ref().take(turn - taken));
        taken = turn;
        let neighbour = rest.as_slice().first().or(turns.last());
        let section = neighbour.and_then(|turn: &DraftTurn| turn.section);
        draft.diagnostics.push(Diagnostic {
            code: "unnamed-speech".to_owned(),
            turn: Some(turns.len() as u32),
            text: format!("under no speaker's name, and kept: {}…", lines::head(&said, 80)),
            source_bytes: Some(span),
        });
        turns.push(DraftTurn { text: said, section, ..DraftTurn::default() });
    }
    turns.extend(rest);
    draft.turns = turns;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout, source::Source};

    /// Who says what, and what was odd, of a text with so much prose before its first name.
    fn read(paragraphs: usize, said: usize) -> (Vec<(String, String)>, Vec<String>) {
        let prose =
            "We sold more boats than last year, and\nI want to thank all of you who built them in our yard.\n\n";
        let text = format!(
            "Nordlys Inc. (NRDL) Q2 2024 Earnings Call\n\n{}Ann Lee -- CFO\n\n{}\n\nBo Roe -- Fjord -- Analyst\n\nWhy?\n\n\
             Ann Lee -- CFO\n\nBecause.\n\nBo Roe -- Fjord -- Analyst\n\nYes.\n",
            prose.repeat(paragraphs),
            "Thank you. ".repeat(said)
        );
        let draft = layout::read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let name = |turn: &DraftTurn| turn.label.as_ref().map_or(String::new(), |label| label.name.to_string());
        let turns = draft.turns.iter().map(|turn| (name(turn), turn.text.to_string())).collect();
        (turns, draft.diagnostics.into_iter().map(|odd| odd.code).collect())
    }

    #[test]
    fn much_prose_before_the_first_name_is_kept() {
        let (turns, odd) = read(8, 20);
        assert_eq!(turns.len(), 5);
        assert_eq!(turns[0].0, "");
        assert_eq!(turns[0].1.matches("than last year, and I want to thank").count(), 8, "{}", turns[0].1);
        assert!(odd.contains(&"unnamed-speech".to_owned()));
    }

    #[test]
    fn little_of_it_is_a_notice() {
        for (paragraphs, said) in [(1, 1), (8, 2000)] {
            let (turns, odd) = read(paragraphs, said);
            assert_eq!(turns.len(), 4);
            assert!(!odd.contains(&"unnamed-speech".to_owned()));
        }
    }
}
