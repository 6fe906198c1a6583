//! Which words of a passage made it match: exactly these, phrases as phrases.

use std::{collections::HashMap, ops::Range};

use super::{
    Filter, Pattern, Run, Scope, Side,
    spans::{Occurrence, Spans},
};
use crate::{
    text::{each_word, stem},
    transcript::Kind,
};

/// The words of a passage that make it match, as sorted, disjoint byte ranges; to do this for many
/// passages, use a [`Highlighter`].
pub fn highlights(run: &Run, text: &str, kind: Kind) -> Vec<Range<usize>> {
    Highlighter::new(run, Scope::Passage).ranges(text, kind)
}

/// A query made ready to be highlighted in many passages.
#[derive(Clone, Debug)]
pub struct Highlighter {
    clause: Clause,
    words: Words,
    /// Whether a passage by itself decides; else other passages of its unit have their say.
    alone: bool,
}

/// What is known of the truth of a clause in a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    No,
    Maybe,
    Yes,
}

#[derive(Clone, Debug)]
struct Clause {
    kind: ClauseKind,
    truth: Truth,
}

#[derive(Clone, Debug)]
enum ClauseKind {
    All,
    Pattern {
        spans: Spans,
        /// The numbers of its leaves among all of the query's.
        leaves: Vec<usize>,
    },
    Filter(Filter),
    And(Vec<Clause>),
    Or(Vec<Clause>),
    Not(Box<Clause>),
    Side(Side, Box<Clause>),
}

impl Highlighter {
    /// For a query whose words meet within `scope`.
    pub fn new(run: &Run, scope: Scope) -> Self {
        let mut words = Words::default();
        Self { clause: Clause::new(run, &mut words), words, alone: scope == Scope::Passage }
    }

    /// The words that make a passage of this kind match, as sorted, disjoint byte ranges.
    pub fn ranges(&mut self, text: &str, kind: Kind) -> Vec<Range<usize>> {
        self.ranges_where(text, kind, &|_| None)
    }

    /// The same, where it is known which filters fit the passage: a branch of OR whose filter does not
    /// fit is not what made it match.
    pub fn ranges_where(
        &mut self,
        text: &str,
        kind: Kind,
        fits: &dyn Fn(&Filter) -> Option<bool>,
    ) -> Vec<Range<usize>> {
        if self.words.leaves.is_empty() {
            return Vec::new();
        }
        self.words.read(text);
        let passage = Passage { words: &self.words, kind, fits };
        if self.alone {
            self.clause.judge(&passage);
        }
        let mut marks = Vec::new();
        self.clause.mark(&passage, self.alone, &mut marks);
        let mut ranges: Vec<Range<usize>> = marks.iter().filter_map(|mark| self.words.bytes(*mark)).collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges.dedup_by(|next, last| {
            let overlap = next.start < last.end;
            if overlap {
                last.end = last.end.max(next.end);
            }
            overlap
        });
        ranges
    }
}

/// What is looked at.
struct Passage<'p> {
    words: &'p Words,
    kind: Kind,
    fits: &'p dyn Fn(&Filter) -> Option<bool>,
}

impl Clause {
    fn new(run: &Run, words: &mut Words) -> Self {
        let kind = match run {
            Run::All => ClauseKind::All,
            Run::Pattern(pattern) => {
                let spans = Spans::new(pattern);
                let leaves = spans.leaves().iter().map(|leaf| words.number(leaf)).collect();
                ClauseKind::Pattern { spans, leaves }
            }
            Run::Filter(filter) => ClauseKind::Filter(filter.clone()),
            Run::And(parts) => ClauseKind::And(parts.iter().map(|part| Clause::new(part, words)).collect()),
            Run::Or(parts) => ClauseKind::Or(parts.iter().map(|part| Clause::new(part, words)).collect()),
            Run::Not(part) => ClauseKind::Not(Box::new(Clause::new(part, words))),
            Run::Side(side, inner) => ClauseKind::Side(*side, Box::new(Clause::new(inner, words))),
        };
        Clause { kind, truth: Truth::Maybe }
    }

    /// Works out the truth of this clause and all within, as far as the passage tells.
    fn judge(&mut self, passage: &Passage<'_>) -> Truth {
        self.truth = match &mut self.kind {
            ClauseKind::All => Truth::Yes,
            ClauseKind::Pattern { spans, leaves } => {
                if spans.occurs(&mut |leaf, out| passage.words.places(leaves, leaf, out)) {
                    Truth::Yes
                } else {
                    Truth::No
                }
            }
            ClauseKind::Filter(Filter::Kind(kind)) => {
                if *kind == passage.kind {
                    Truth::Yes
                } else {
                    Truth::No
                }
            }
            ClauseKind::Filter(filter) => match (passage.fits)(filter) {
                Some(true) => Truth::Yes,
                Some(false) => Truth::No,
                None => Truth::Maybe,
            },
            ClauseKind::And(parts) => parts.iter_mut().map(|part| part.judge(passage)).min().unwrap_or(Truth::Yes),
            ClauseKind::Or(parts) => parts.iter_mut().map(|part| part.judge(passage)).max().unwrap_or(Truth::No),
            ClauseKind::Not(part) => match part.judge(passage) {
                Truth::Yes => Truth::No,
                Truth::Maybe => Truth::Maybe,
                Truth::No => Truth::Yes,
            },
            // An exchange has other passages, too.
            ClauseKind::Side(..) if matches!(passage.kind, Kind::Question | Kind::Answer) => Truth::Maybe,
            ClauseKind::Side(..) => Truth::No,
        };
        self.truth
    }

    /// Adds the words that speak for the passage; `judged` if the truth of the clauses is known.
    fn mark(&mut self, passage: &Passage<'_>, judged: bool, out: &mut Vec<Occurrence>) {
        if judged && self.truth == Truth::No {
            return;
        }
        match &mut self.kind {
            ClauseKind::All | ClauseKind::Filter(_) | ClauseKind::Not(_) => {}
            ClauseKind::Pattern { spans, leaves } => {
                out.extend(spans.marks(&mut |leaf, out| passage.words.places(leaves, leaf, out)));
            }
            ClauseKind::And(parts) | ClauseKind::Or(parts) => {
                for part in parts {
                    part.mark(passage, judged, out);
                }
            }
            ClauseKind::Side(side, inner) => {
                let this_side = match side {
                    Side::Asked => passage.kind == Kind::Question,
                    Side::Answered => passage.kind == Kind::Answer,
                };
                if this_side {
                    inner.mark(passage, false, out);
                }
            }
        }
    }
}

/// The words that the query looks for, and where they stand in the passage at hand.
#[derive(Clone, Debug, Default)]
struct Words {
    leaves: Vec<Pattern>,
    numbers: HashMap<Pattern, usize>,
    stems: HashMap<String, usize>,
    exact: HashMap<String, usize>,
    prefixes: Vec<(String, usize)>,
    /// Which leaves a term is one of, for terms seen before.
    seen: HashMap<String, Box<[usize]>>,
    /// The bytes of each place of the passage.
    ranges: Vec<Range<usize>>,
    /// The places of each leaf in the passage.
    places: Vec<Vec<Occurrence>>,
}

/// So many terms are remembered.
const MOST_SEEN: usize = 1 << 16;

impl Words {
    fn number(&mut self, leaf: &Pattern) -> usize {
        if let Some(number) = self.numbers.get(leaf) {
            return *number;
        }
        let mut number = self.leaves.len();
        match leaf {
            // Words of one stem are one leaf.
            Pattern::Forms(word) => number = *self.stems.entry(stem(word)).or_insert(number),
            Pattern::Exact(word) => {
                self.exact.insert(word.clone(), number);
            }
            Pattern::Prefix(word) => self.prefixes.push((word.clone(), number)),
            Pattern::Any(_) | Pattern::Sequence(_) | Pattern::Near { .. } => {}
        }
        if number == self.leaves.len() {
            self.leaves.push(leaf.clone());
            self.places.push(Vec::new());
        }
        self.numbers.insert(leaf.clone(), number);
        number
    }

    /// Finds the leaves in a text.
    fn read(&mut self, text: &str) {
        self.ranges.clear();
        for places in &mut self.places {
            places.clear();
        }
        if self.seen.len() > MOST_SEEN {
            self.seen.clear();
        }
        each_word(text, |word| {
            if word.length == 1 && word.position as usize == self.ranges.len() {
                self.ranges.push(word.range.clone());
            }
            if !self.seen.contains_key(word.term) {
                let leaves = self.leaves_of(word.term);
                self.seen.insert(word.term.to_owned(), leaves);
            }
            for leaf in self.seen.get(word.term).into_iter().flatten() {
                self.places[*leaf].push((word.position, word.position + word.length));
            }
        });
    }

    fn leaves_of(&self, term: &str) -> Box<[usize]> {
        let form = if self.stems.is_empty() { None } else { self.stems.get(&stem(term)) };
        let prefixes = self.prefixes.iter().filter(|(prefix, _)| term.starts_with(prefix.as_str()));
        form.into_iter().chain(self.exact.get(term)).chain(prefixes.map(|(_, leaf)| leaf)).copied().collect()
    }

    fn places(&self, leaves: &[usize], leaf: usize, out: &mut Vec<Occurrence>) {
        if let Some(places) = leaves.get(leaf).and_then(|number| self.places.get(*number)) {
            out.extend_from_slice(places);
        }
    }

    fn bytes(&self, (start, end): Occurrence) -> Option<Range<usize>> {
        let first = self.ranges.get(start as usize)?;
        let end = (end as usize).min(self.ranges.len());
        Some(first.start..self.ranges.get(end.checked_sub(1)?)?.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn shown(line: &str, kind: Kind, text: &str) -> String {
        let run = parse(line).expect(line).plan.lower().expect(line);
        let mut out = text.to_owned();
        for range in highlights(&run, text, kind).into_iter().rev() {
            out.insert(range.end, '>');
            out.insert(range.start, '<');
        }
        out
    }

    #[test]
    fn what_made_it_match_is_marked() {
        for (line, expected) in [
            ("order", "we <ordered> more <orders>, in <order>"),
            ("\"gross margin\"", "gross up: the <gross margin>, not margin gross"),
            ("\"gross marg*\"", "the <gross margins> margin"),
            ("invent*", "<Inventories> and <inventions>, not reinvent"),
            ("pre-order", "a <pre-order>, a <preorder>, a <pre order>, an order"),
            ("preorder", "a <pre-order>, a <preorder>, a <pre order>, an order"),
            ("pre order", "a <pre-order>, a <preorder>, a <pre> <order>, an <order>"),
            ("wafer NEAR/3 cost", "<wafer> and its <cost>; but then x y z the cost of w x a wafer"),
            ("wafer ADJ/3 cost", "cost <wafer> <cost>"),
            ("cost -wafer", "the <cost> of it"),
            ("cost OR (wafer foundry)", "<cost> of wafer"),
            ("cost OR (wafer foundry)", "<cost> of <wafer> and <foundry>"),
            ("cost OR (wafer -foundry)", "<cost> of wafer and foundry"),
            ("U.S.", "the <U.S>. and us, <US>"),
            ("57.9", "$<57.9> million"),
            ("asked:cost", "no cost"),
            ("R&D", "<R&D> costs"),
            ("year-over-year", "grew <year-over-year> and <year over year>"),
            ("-(-cost)", "<cost>"),
            ("(cost foundry) OR role:ceo", "cost"),
        ] {
            let text: String = expected.chars().filter(|c| !matches!(c, '<' | '>')).collect();
            assert_eq!(shown(line, Kind::Remarks, &text), expected, "{line}");
        }
    }

    #[test]
    fn sides_are_marked_on_their_side_only() {
        let line = "asked:(wafer cost) answered:(fine OR wafer) good";
        assert_eq!(shown(line, Kind::Question, "wafer fine good"), "<wafer> fine <good>");
        assert_eq!(shown(line, Kind::Answer, "cost wafer fine good"), "cost <wafer> <fine> <good>");
        assert_eq!(shown(line, Kind::Remarks, "cost wafer fine good"), "cost wafer fine good");
        assert_eq!(shown("-asked:wafer good", Kind::Question, "wafer good"), "wafer <good>");
    }

    #[test]
    fn beyond_the_passage_all_that_is_looked_for_is_marked() {
        let run = parse("wafer cost role:ceo").expect("a query").plan.lower().expect("a run");
        let found = Highlighter::new(&run, Scope::Turn).ranges("the cost", Kind::Answer);
        assert_eq!(found.first(), Some(&(4..8)));
        assert!(Highlighter::new(&run, Scope::Passage).ranges("the cost", Kind::Answer).is_empty());
        let mut both = Highlighter::new(&run, Scope::Passage);
        assert_eq!(both.ranges_where("cost wafer", Kind::Answer, &|_| Some(true)), [0..4, 5..10]);
        assert!(both.ranges_where("cost wafer", Kind::Answer, &|_| Some(false)).is_empty());
    }
}
