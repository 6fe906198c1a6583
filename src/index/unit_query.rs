//! Conditions on more than a passage: a turn, an exchange, one side of an exchange, a call.
//!
//! Each leaf of the formula is looked up in passages and becomes the sorted list of units it is true of;
//! the formula is worked out on these lists; the passages to show are then filtered by their unit.

use std::ops::Range;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

use super::columns::{Columns, Numbers};

/// What is one unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// A turn.
    Turn,
    /// An exchange; passages outside every exchange are in no unit.
    Exchange,
    /// A call.
    Call,
}

/// A formula over sets of passages, to be worked out on units.
#[derive(Clone, Debug)]
pub(super) enum Formula<L> {
    /// True of a unit that has one of these passages.
    Leaf(L),
    /// All of these; of none: everything.
    And(Vec<Formula<L>>),
    /// One of these.
    Or(Vec<Formula<L>>),
    /// Not this.
    Not(Box<Formula<L>>),
}

impl<L> Formula<L> {
    fn map<M>(&self, make: &mut impl FnMut(&L) -> tantivy::Result<M>) -> tantivy::Result<Formula<M>> {
        let mut several = |parts: &[Formula<L>]| parts.iter().map(|part| part.map(make)).collect::<Result<_, _>>();
        Ok(match self {
            Formula::Leaf(leaf) => Formula::Leaf(make(leaf)?),
            Formula::And(parts) => Formula::And(several(parts)?),
            Formula::Or(parts) => Formula::Or(several(parts)?),
            Formula::Not(part) => Formula::Not(Box::new(part.map(make)?)),
        })
    }
}

/// The passages `shown` that lie in a unit of which `formula` is true.
#[derive(Debug)]
pub(super) struct UnitQuery {
    pub(super) unit: Unit,
    /// All passages that count: what a negation is taken against.
    pub(super) universe: Box<dyn Query>,
    /// Its leaves must be within the universe.
    pub(super) formula: Formula<Box<dyn Query>>,
    /// What is shown, and how it scores.
    pub(super) shown: Box<dyn Query>,
    pub(super) columns: Columns,
}

impl Clone for UnitQuery {
    fn clone(&self) -> Self {
        let Ok(formula) = self.formula.map(&mut |leaf| Ok(leaf.box_clone())) else {
            unreachable!("cloning a query cannot fail")
        };
        let (universe, shown) = (self.universe.box_clone(), self.shown.box_clone());
        UnitQuery { unit: self.unit, universe, formula, shown, columns: self.columns.clone() }
    }
}

impl Query for UnitQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let unscored = match scoring {
            EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
            disabled @ EnableScoring::Disabled { .. } => disabled,
        };
        Ok(Box::new(UnitWeight {
            unit: self.unit,
            universe: self.universe.weight(unscored)?,
            formula: self.formula.map(&mut |leaf| leaf.weight(unscored))?,
            shown: self.shown.weight(scoring)?,
            columns: self.columns.clone(),
        }))
    }
}

struct UnitWeight {
    unit: Unit,
    universe: Box<dyn Weight>,
    formula: Formula<Box<dyn Weight>>,
    shown: Box<dyn Weight>,
    columns: Columns,
}

impl Weight for UnitWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let keys = Keys::open(self.unit, reader, &self.columns)?;
        let units = self.evaluate(&self.formula, &keys, reader)?;
        if units.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer =
            UnitScorer { shown: self.shown.scorer(reader, boost)?, units, of_call: 0..0, keys, call: 0..0 };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.shown.explain(reader, doc)
    }
}

impl UnitWeight {
    /// The units of which a formula is true, ascending.
    fn evaluate(
        &self,
        formula: &Formula<Box<dyn Weight>>,
        keys: &Keys,
        reader: &SegmentReader,
    ) -> tantivy::Result<Vec<u64>> {
        match formula {
            Formula::Leaf(leaf) => keys.of(leaf.as_ref(), reader),
            Formula::Or(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.append(&mut self.evaluate(part, keys, reader)?);
                }
                all.sort_unstable();
                all.dedup();
                Ok(all)
            }
            Formula::Not(part) => {
                let mut all = keys.of(self.universe.as_ref(), reader)?;
                subtract(&mut all, &self.evaluate(part, keys, reader)?);
                Ok(all)
            }
            Formula::And(parts) => {
                let (negative, positive): (Vec<_>, Vec<_>) = parts.iter().partition(|p| matches!(p, Formula::Not(_)));
                let mut all: Option<Vec<u64>> = None;
                for part in positive {
                    let units = self.evaluate(part, keys, reader)?;
                    all = Some(match all {
                        None => units,
                        Some(mut before) => {
                            intersect(&mut before, &units);
                            before
                        }
                    });
                }
                let mut all = all.map_or_else(|| keys.of(self.universe.as_ref(), reader), Ok)?;
                for part in negative {
                    if let Formula::Not(part) = part {
                        subtract(&mut all, &self.evaluate(part, keys, reader)?);
                    }
                }
                Ok(all)
            }
        }
    }
}

fn intersect(all: &mut Vec<u64>, with: &[u64]) {
    let mut with = with.iter().copied().peekable();
    all.retain(|unit| {
        while with.next_if(|other| other < unit).is_some() {}
        with.peek() == Some(unit)
    });
}

fn subtract(all: &mut Vec<u64>, without: &[u64]) {
    let mut without = without.iter().copied().peekable();
    all.retain(|unit| {
        while without.next_if(|other| other < unit).is_some() {}
        without.peek() != Some(unit)
    });
}

/// Which unit a passage is in.
struct Keys {
    back: Numbers,
    /// How many documents a call has: known of its head.
    length: Numbers,
    /// The number within the call: `None` if the call itself is the unit.
    part: Option<Numbers>,
    unit: Unit,
}

impl Keys {
    fn open(unit: Unit, reader: &SegmentReader, columns: &Columns) -> tantivy::Result<Keys> {
        let part = match unit {
            Unit::Turn => Some(columns.open(reader, "turn")?),
            Unit::Exchange => Some(columns.open(reader, "exchange")?),
            Unit::Call => None,
        };
        Ok(Keys { back: columns.open(reader, "back")?, length: columns.open(reader, "length")?, part, unit })
    }

    /// The unit of a passage, as a number that is its own within the segment. `call` is the call looked at last, which
    /// most often is this one's.
    fn key(&self, doc: DocId, call: &mut Range<DocId>) -> Option<u64> {
        if !call.contains(&doc) {
            let head = doc.saturating_sub(self.back.first(doc)? as DocId);
            *call = head..head.saturating_add(self.length.first(head).unwrap_or(1) as DocId);
        }
        let part = match &self.part {
            Some(part) => part.first(doc)?,
            None => 0,
        };
        (self.unit != Unit::Exchange || part > 0).then_some(u64::from(call.start) << 32 | part)
    }

    /// The units of all passages that a weight finds, ascending.
    fn of(&self, weight: &dyn Weight, reader: &SegmentReader) -> tantivy::Result<Vec<u64>> {
        let (mut units, mut call): (Vec<u64>, _) = (Vec::new(), 0..0);
        let alive = reader.alive_bitset();
        weight.for_each_no_score(reader, &mut |docs| {
            for &doc in docs {
                if alive.is_none_or(|alive| alive.is_alive(doc))
                    && let Some(key) = self.key(doc, &mut call)
                    && units.last() != Some(&key)
                {
                    units.push(key);
                }
            }
        })?;
        // Passages come in order, so turns and calls do; exchanges may interleave.
        if !units.is_sorted() {
            units.sort_unstable();
        }
        units.dedup();
        Ok(units)
    }
}

struct UnitScorer {
    shown: Box<dyn Scorer>,
    units: Vec<u64>,
    /// Which of the units are of the call that is looked at; those before are behind.
    of_call: Range<usize>,
    keys: Keys,
    /// The call looked at last.
    call: Range<DocId>,
}

impl UnitScorer {
    /// Goes on to the next passage whose unit is wanted, unless already there.
    fn settle(&mut self) -> DocId {
        let mut doc = self.shown.doc();
        while doc != TERMINATED {
            // The passages of a call follow its head: up to the head of the next unit, none is wanted.
            let next = self.units.get(self.of_call.start).map_or(TERMINATED, |unit| head_of(*unit));
            if doc < next {
                doc = self.shown.seek(next);
                continue;
            }
            if let Some(key) = self.keys.key(doc, &mut self.call) {
                if head_of(key) != next || self.of_call.is_empty() {
                    self.enter(head_of(key));
                }
                if self.units[self.of_call.clone()].binary_search(&key).is_ok() {
                    return doc;
                }
            }
            doc = self.shown.advance();
        }
        doc
    }

    /// Goes on to the units of a call, if it has any, and stands before those of the next one if not.
    fn enter(&mut self, head: DocId) {
        let rest = &self.units[self.of_call.start..];
        let start = self.of_call.start + rest.partition_point(|unit| head_of(*unit) < head);
        let n = self.units[start..].partition_point(|unit| head_of(*unit) == head);
        self.of_call = start..start + n;
    }
}

/// The head of the call that a unit is in.
fn head_of(unit: u64) -> DocId {
    (unit >> 32) as DocId
}

impl DocSet for UnitScorer {
    fn advance(&mut self) -> DocId {
        self.shown.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.shown.doc() < target {
            self.shown.seek(target);
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.shown.doc()
    }

    fn size_hint(&self) -> u32 {
        self.shown.size_hint()
    }
}

impl Scorer for UnitScorer {
    fn score(&mut self) -> Score {
        self.shown.score()
    }
}
