//! From a passage with highlights to what is shown of it: the sentences that matter.

mod asked;

use std::ops::Range;

pub(crate) use self::asked::parts_of;
pub use self::asked::{answering, asking, asking_in_context, parts};

use crate::text::sentences;

/// About how many characters of a passage are shown.
pub const ROOM: usize = 420;

/// How much of a sentence stands on each side of a highlight, if the whole is too long to show.
const AROUND: usize = 120;

/// What is shown of a passage: whole sentences where they are of bearable length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Bytes of the passage, in order, apart from each other.
    pub fragments: Vec<Range<usize>>,
}

/// A part of an excerpt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'p> {
    /// Words of the passage.
    Words(&'p str),
    /// Words of the passage that made it match.
    Match(&'p str),
    /// Where something is left out.
    Gap,
}

/// Chooses what to show of a passage in about `room` characters. `highlights` are sorted and do not overlap.
pub fn select(passage: &str, highlights: &[Range<usize>], room: usize) -> Excerpt {
    let end = passage.trim_end().len();
    let start = end - passage[..end].trim_start().len();
    if end - start <= room {
        return Excerpt { fragments: (start < end).then_some(start..end).into_iter().collect() };
    }
    let candidates = candidates(passage, highlights, room);
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(weight(passage, &candidates[i], highlights)));
    let mut chosen = vec![false; candidates.len()];
    let mut left = room;
    for (rank, &i) in order.iter().enumerate() {
        let matters = rank == 0 || highlights.iter().any(|mark| overlaps(mark, &candidates[i]));
        if matters && (rank == 0 || candidates[i].len() <= left) {
            chosen[i] = true;
            left = left.saturating_sub(candidates[i].len());
        }
    }
    fill(&candidates, &mut chosen, left);
    let shown = candidates.iter().zip(&chosen).filter(|(_, chosen)| **chosen).map(|(range, _)| range.clone());
    Excerpt { fragments: join(passage, shown) }
}

/// The sentences, and in place of those too long to show, what stands around their highlights.
fn candidates(passage: &str, highlights: &[Range<usize>], room: usize) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(passage) {
        if passage[sentence.clone()].trim().is_empty() {
            continue;
        }
        if sentence.len() <= room {
            found.push(sentence);
            continue;
        }
        let inside: Vec<&Range<usize>> = highlights.iter().filter(|mark| overlaps(mark, &sentence)).collect();
        if inside.is_empty() {
            found.push(
                sentence.start..before_word(passage, sentence.start + room.min(sentence.len())).max(sentence.start),
            );
        }
        for mark in inside {
            // A phrase may cross the end of the sentence; what is beyond belongs to the next.
            let (start, end) = (mark.start.max(sentence.start), mark.end.min(sentence.end));
            let from = start.saturating_sub(AROUND).max(sentence.start);
            let from = if from == sentence.start { from } else { after_word(passage, from).min(start) };
            let to = before_word(passage, end.saturating_add(AROUND).min(sentence.end)).max(end);
            match found.last_mut() {
                Some(last) if last.end >= from => last.end = last.end.max(to),
                _ => found.push(from..to),
            }
        }
    }
    found
}

/// How much a candidate matters: different words first, then how many, then the earlier.
fn weight(
    passage: &str,
    candidate: &Range<usize>,
    highlights: &[Range<usize>],
) -> (usize, usize, std::cmp::Reverse<usize>) {
    let marks: Vec<&Range<usize>> = highlights.iter().filter(|mark| overlaps(mark, candidate)).collect();
    let mut words: Vec<String> = marks.iter().map(|mark| passage[(*mark).clone()].to_lowercase()).collect();
    words.sort_unstable();
    words.dedup();
    (words.len(), marks.len(), std::cmp::Reverse(candidate.start))
}

/// Takes neighbours of what is chosen as long as there is room: first what follows, then what precedes.
fn fill(candidates: &[Range<usize>], chosen: &mut [bool], mut left: usize) {
    loop {
        let fits = |i: &usize| !chosen[*i] && candidates[*i].len() <= left;
        let follows = (1..chosen.len()).find(|i| chosen[i - 1] && fits(i));
        let precedes = || (0..chosen.len().saturating_sub(1)).rev().find(|i| chosen[i + 1] && fits(i));
        let Some(next) = follows.or_else(precedes) else { return };
        chosen[next] = true;
        left -= candidates[next].len();
    }
}

/// Ranges without the white space around them, neighbours as one.
fn join(passage: &str, ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let text = &passage[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        match joined.last_mut() {
            Some(last) if start <= last.end || passage[last.end..start].trim().is_empty() => {
                last.end = last.end.max(end);
            }
            _ => joined.push(start..end),
        }
    }
    joined
}

fn overlaps(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The end of the last whole word before `at`, or `at` brought to a character's edge.
fn before_word(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    if at == text.len() || text[at..].starts_with(char::is_whitespace) {
        return at;
    }
    text[..at].rfind(char::is_whitespace).filter(|blank| at - blank < AROUND).unwrap_or(at)
}

/// The beginning of the first whole word after `at`.
fn after_word(text: &str, at: usize) -> usize {
    let at = floor(text, at);
    let blank = text[at..].find(char::is_whitespace).filter(|n| *n < AROUND);
    blank.map_or(at, |n| at + n + text[at + n..].chars().next().map_or(0, char::len_utf8))
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

impl Excerpt {
    /// Its parts in order, with a gap wherever something is left out, also before the first and after the last.
    pub fn parts<'p>(&self, passage: &'p str, highlights: &[Range<usize>]) -> Vec<Part<'p>> {
        let mut parts = Vec::new();
        let mut done = 0;
        for fragment in &self.fragments {
            if !passage[done..fragment.start].trim().is_empty() {
                parts.push(Part::Gap);
            }
            mark(passage, fragment, highlights, &mut parts);
            done = fragment.end;
        }
        if !self.fragments.is_empty() && !passage[done..].trim().is_empty() {
            parts.push(Part::Gap);
        }
        parts
    }
}

/// The parts of a range, split at the edges of the highlights.
pub fn mark<'p>(passage: &'p str, range: &Range<usize>, highlights: &[Range<usize>], parts: &mut Vec<Part<'p>>) {
    let mut at = range.start;
    for mark in highlights.iter().filter(|mark| overlaps(mark, range)) {
        let (start, end) = (mark.start.max(at), mark.end.min(range.end));
        if at < start {
            parts.push(Part::Words(&passage[at..start]));
        }
        if start < end {
            parts.push(Part::Match(&passage[start..end]));
            at = end;
        }
    }
    if at < range.end {
        parts.push(Part::Words(&passage[at..range.end]));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(passage: &str, words: &[&str], room: usize) -> String {
        let mut highlights: Vec<Range<usize>> =
            words.iter().flat_map(|word| passage.match_indices(word).map(|(at, found)| at..at + found.len())).collect();
        highlights.sort_by_key(|range| range.start);
        let parts = select(passage, &highlights, room).parts(passage, &highlights);
        let show = |part: &Part<'_>| match part {
            Part::Words(text) => (*text).to_owned(),
            Part::Match(text) => format!("[{text}]"),
            Part::Gap => " … ".to_owned(),
        };
        parts.iter().map(show).collect()
    }

    #[test]
    fn the_sentences_that_matter_are_shown() {
        let passage = "Good morning. We grew in every region this year. Wafer supply was tight, said Mr. Smith. \
                       Pumps did well. Costs fell. Our orders for wafers went up in June. Thank you all for listening. ";
        for (words, room, expected) in [
            (
                &["orders"][..],
                500,
                "Good morning. We grew in every region this year. Wafer supply was tight, said Mr. Smith. \
                       Pumps did well. Costs fell. Our [orders] for wafers went up in June. Thank you all for listening.",
            ),
            (&["orders"], 40, " … Our [orders] for wafers went up in June. … "),
            (
                &["orders", "supply"],
                90,
                " … Wafer [supply] was tight, said Mr. Smith.  … Our [orders] for wafers went up in June. … ",
            ),
            (&["orders"], 75, " … Our [orders] for wafers went up in June. Thank you all for listening."),
            (&[], 30, "Good morning. … "),
        ] {
            let found = shown(passage, words, room).replace("  …", " …").replace("…  ", "… ");
            let expected = expected.replace("  …", " …");
            assert_eq!(found, expected, "{words:?} {room}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_around_its_highlights() {
        let passage = format!("{}wafer {}", "before ".repeat(100), "after ".repeat(100));
        let text = shown(&passage, &["wafer"], 300);
        assert!(text.starts_with(" … before") && text.ends_with("after … ") && text.contains("[wafer]"), "{text}");
        assert!(text.len() < 300, "{text}");
    }

    #[test]
    fn a_phrase_across_the_ends_of_long_sentences_is_shown_as_a_whole() {
        let passage = format!("{}one two. Three {}", "before ".repeat(80), "after ".repeat(80));
        let text = shown(&passage, &["one two. Three"], 300);
        assert!(text.contains("[one two. Three]"), "{text}");
        let short = format!("{}one. Two. Three {}", "before ".repeat(80), "after ".repeat(80));
        assert!(shown(&short, &["one. Two. Three"], 300).contains("[one. Two. Three]"));
    }

    proptest! {
        #[test]
        fn long_sentences_with_long_marks_are_cut_without_overlap(
            lengths in prop::collection::vec(1usize..160, 1..6),
            room in 0usize..ROOM + 1,
            marks in prop::collection::vec((0usize..3000, 1usize..400), 0..5),
        ) {
            let passage: String = lengths.iter().map(|n| format!("Upper{} end李. ", " word".repeat(*n))).collect();
            let mut highlights: Vec<Range<usize>> = Vec::new();
            let mut marks = marks;
            marks.sort_unstable();
            for (at, length) in marks {
                let start = floor(&passage, at % passage.len()).max(highlights.last().map_or(0, |last| last.end));
                let end = floor(&passage, start + length);
                if start < end {
                    highlights.push(start..end);
                }
            }
            let excerpt = select(&passage, &highlights, room);
            prop_assert!(excerpt.fragments.windows(2).all(|pair| pair[0].end < pair[1].start), "{:?}", excerpt.fragments);
            prop_assert!(!excerpt.parts(&passage, &highlights).is_empty());
        }

        #[test]
        fn fragments_ascend_and_highlights_are_whole(passage in "[a-z李. \n]{0,400}", room in 0usize..200, at in 0usize..400) {
            let start = floor(&passage, at);
            let end = floor(&passage, start + 6);
            let highlights: Vec<Range<usize>> = (start < end).then_some(start..end).into_iter().collect();
            let excerpt = select(&passage, &highlights, room);
            prop_assert!(excerpt.fragments.windows(2).all(|pair| pair[0].end < pair[1].start));
            let text: String = excerpt.parts(&passage, &highlights).iter().map(|part| match part {
                Part::Words(text) | Part::Match(text) => *text,
                Part::Gap => "…",
            }).collect();
            prop_assert!(excerpt.fragments.is_empty() == passage.trim().is_empty());
            prop_assert!(text.len() <= passage.len() + 3 * (excerpt.fragments.len() + 1));
            if let [mark] = &highlights[..] && !passage[mark.clone()].contains(char::is_whitespace) {
                let shown: usize = excerpt.fragments.iter().map(|f| f.end.min(mark.end).saturating_sub(f.start.max(mark.start))).sum();
                prop_assert!(shown > 0);
            }
        }
    }
}
