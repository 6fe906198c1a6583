//! From a query as run to tantivy's queries.

use std::ops::Bound;

use tantivy::{
    Searcher, Term,
    query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery},
    schema::{Field, IndexRecordOption},
};

use super::{
    block::{day_number, quarters},
    call_query::{CallQuery, Extent},
    columns::Columns,
    forms::ClassStatistics,
    schema::{Fields, fact},
    span_query::SpanQuery,
    unit_query::{Formula, Unit, UnitQuery},
    word_query::WordQuery,
};
use crate::{
    query::{Filter, Pattern, Run, Scope, Side, spans::Spans},
    transcript::{Kind, Period, Withheld},
};

/// From this many forms on (a short prefix), each weighs the same and only presence counts.
const MANY_FORMS: usize = 256;

/// Up to so many forms are sought one by one; more are put together, some documents at a time.
const FEW_FORMS: usize = 24;

/// Lowers queries against one state of the index: dictionary words are looked up while lowering.
pub(super) struct Lowering<'s> {
    pub(super) searcher: &'s Searcher,
    pub(super) fields: &'s Fields,
    pub(super) statistics: &'s ClassStatistics<'s>,
    pub(super) columns: &'s Columns,
}

type Lowered = tantivy::Result<Box<dyn Query>>;

impl Lowering<'_> {
    /// A query, its words meeting within `scope`.
    pub(super) fn query(&self, run: &Run, scope: Scope) -> Lowered {
        let unit = match scope {
            Scope::Passage => return self.passages(run),
            Scope::Turn => Unit::Turn,
            Scope::Exchange => Unit::Exchange,
            Scope::Call => Unit::Call,
        };
        let conjuncts: Vec<&Run> = match run {
            Run::And(parts) => parts.iter().collect(),
            other => vec![other],
        };
        let (filters, rest): (Vec<&Run>, Vec<&Run>) = conjuncts.into_iter().partition(|part| part.is_filter());
        let counting: Vec<Run> = filters.into_iter().cloned().collect();
        let formula = Run::And(rest.into_iter().cloned().collect());
        let universe = self.passages(&Run::And(counting.clone()))?;
        let patterns = self.positive_patterns(&formula)?;
        let shown: Box<dyn Query> =
            if patterns.is_empty() { universe.box_clone() } else { must(vec![universe.box_clone(), any(patterns)]) };
        let formula = self.formula(&formula, &universe)?;
        Ok(Box::new(UnitQuery { unit, universe, formula, shown, columns: self.columns.clone() }))
    }

    /// The passages of which a query is true.
    pub(super) fn passages(&self, run: &Run) -> Lowered {
        let query = self.run(run)?;
        Ok(if is_of_passages(run) { query } else { must(vec![query, self.all()]) })
    }

    /// The passages, and the heads, of which a query is true: a head has the facts of all who take part,
    /// also of those who do not speak.
    pub(super) fn run(&self, run: &Run) -> Lowered {
        if !is_of_passages(run)
            && let Some(heads) = self.heads(run)
        {
            return Ok(constant(self.calls(heads)));
        }
        Ok(match run {
            Run::All => self.all(),
            Run::Pattern(pattern) => self.pattern(pattern)?,
            Run::Filter(filter) => constant(match self.found(filter) {
                Found::Heads(heads) => self.calls(heads),
                Found::Bearers(bearers) => bearers,
            }),
            Run::Or(parts) => any(parts.iter().map(|part| self.run(part)).collect::<Result<_, _>>()?),
            Run::Not(part) => self.without(vec![self.all()], vec![self.run(part)?]),
            Run::Side(side, inner) => self.side(*side, inner)?,
            Run::And(parts) => {
                let (mut positive, mut negative) = (Vec::new(), Vec::new());
                for part in parts {
                    match part {
                        Run::Not(part) => negative.push(self.run(part)?),
                        part => positive.push(part),
                    }
                }
                let mut positive = match positive[..] {
                    [part] => vec![self.run(part)?],
                    _ => positive.into_iter().map(|part| self.conjunct(part)).collect::<Result<_, _>>()?,
                };
                if positive.is_empty() {
                    positive.push(self.all());
                }
                self.without(positive, negative)
            }
        })
    }

    fn all(&self) -> Box<dyn Query> {
        constant(self.fact("is", "passage"))
    }

    fn fact(&self, name: &str, value: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(fact(self.fields, name, value), IndexRecordOption::Basic))
    }

    fn facts(&self, name: &str, values: &[String]) -> Box<dyn Query> {
        must(values.iter().map(|value| self.fact(name, value)).collect())
    }

    fn without(&self, positive: Vec<Box<dyn Query>>, negative: Vec<Box<dyn Query>>) -> Box<dyn Query> {
        if negative.is_empty() {
            return must(positive);
        }
        let positive = positive.into_iter().map(|query| (Occur::Must, query));
        let negative = negative.into_iter().map(|query| (Occur::MustNot, query));
        Box::new(BooleanQuery::new(positive.chain(negative).collect()))
    }

    /// One of several conditions that must all be true.
    fn conjunct(&self, run: &Run) -> Lowered {
        match run {
            Run::Pattern(pattern) => match single_words(pattern) {
                Some(leaves) => self.words_to_seek(&leaves),
                None => self.pattern(pattern),
            },
            run => self.run(run),
        }
    }

    /// Words of few forms, of which only those are looked at that stand where other conditions are true.
    fn words_to_seek(&self, leaves: &[&Pattern]) -> Lowered {
        let field = self.fields.words;
        let (mut words, mut n_forms) = (Vec::with_capacity(leaves.len()), 0);
        for leaf in leaves {
            let (forms, frequency) = self.statistics.forms(field, leaf)?;
            n_forms += forms.len();
            if n_forms > FEW_FORMS {
                return self.words(leaves);
            }
            words.push((forms.iter().map(|form| form.term.clone()).collect(), frequency));
        }
        // A single term is quicker still as tantivy's own.
        if n_forms <= 1 { self.words(leaves) } else { Ok(Box::new(WordQuery { field, words, phrases: None })) }
    }

    /// A word that is written in one word or in several: positions are looked at for the rare latter alone.
    fn writings(&self, pattern: &Pattern) -> tantivy::Result<Option<WordQuery>> {
        let Pattern::Any(parts) = pattern else { return Ok(None) };
        let field = self.fields.words;
        let (single, several): (Vec<&Pattern>, Vec<&Pattern>) =
            parts.iter().partition(|part| single_words(part).is_some());
        let leaves: Vec<&Pattern> = single.into_iter().filter_map(single_words).flatten().collect();
        let mut words: Vec<(Vec<Term>, u64)> = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            let (forms, frequency) = self.statistics.forms(field, leaf)?;
            words.push((forms.iter().map(|form| form.term.clone()).collect(), frequency));
        }
        if words.is_empty() || words.iter().map(|(forms, _)| forms.len()).sum::<usize>() > FEW_FORMS {
            return Ok(None);
        }
        let several = Pattern::Any(several.into_iter().cloned().collect());
        Ok(Some(WordQuery { field, words, phrases: Some(self.spans(&several)?) }))
    }

    fn words(&self, leaves: &[&Pattern]) -> Lowered {
        let mut queries = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            queries.push(self.word(self.fields.words, leaf)?);
        }
        Ok(any(queries))
    }

    /// A pattern of single words is a union of postings; anything else looks at positions.
    pub(super) fn pattern(&self, pattern: &Pattern) -> Lowered {
        match single_words(pattern) {
            Some(leaves) => self.words(&leaves),
            None => Ok(match self.writings(pattern)? {
                Some(query) => Box::new(query),
                None => Box::new(self.spans(pattern)?),
            }),
        }
    }

    /// A pattern that looks at positions.
    pub(super) fn spans(&self, pattern: &Pattern) -> tantivy::Result<SpanQuery> {
        let field = self.fields.words;
        let spans = Spans::new(pattern);
        let (mut leaves, mut frequencies) = (Vec::new(), Vec::new());
        for leaf in spans.leaves() {
            let (forms, frequency) = self.statistics.forms(field, leaf)?;
            frequencies.push(frequency);
            leaves.push(forms.to_vec());
        }
        Ok(SpanQuery { field, pattern: pattern.clone(), spans, leaves, frequencies })
    }

    fn word(&self, field: Field, leaf: &Pattern) -> Lowered {
        let (forms, _) = self.statistics.forms(field, leaf)?;
        let terms = forms.iter().map(|form| form.term.clone());
        if forms.len() > MANY_FORMS {
            return Ok(constant(Box::new(TermSetQuery::new(terms))));
        }
        let scored = |term: Term| -> Box<dyn Query> { Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) };
        Ok(any(terms.map(scored).collect()))
    }

    /// What a filter finds.
    fn found(&self, filter: &Filter) -> Found {
        match filter {
            Filter::Speaker(words) => Found::Bearers(self.facts("speaker", words)),
            Filter::Title(words) => Found::Bearers(self.facts("title", words)),
            Filter::Firm(words) => Found::Bearers(self.facts("firm", words)),
            Filter::Position(position) => Found::Bearers(self.fact("position", position)),
            Filter::Section(section) => Found::Bearers(self.fact("section", section.as_str())),
            Filter::Kind(kind) => Found::Bearers(self.fact("kind", kind.as_str())),
            Filter::Nonanswer(Some(way)) => Found::Bearers(self.fact("nonanswer", way.as_str())),
            Filter::Nonanswer(None) => {
                Found::Bearers(any(Withheld::ALL.iter().map(|way| self.fact("nonanswer", way.as_str())).collect()))
            }
            Filter::Role(roles) => {
                Found::Bearers(any(roles.iter().map(|role| self.fact("role", role.as_str())).collect()))
            }
            Filter::Company(words) => Found::Heads(self.facts("company", words)),
            Filter::Ticker(ticker) => Found::Heads(self.fact("ticker", &ticker.to_uppercase())),
            Filter::Call(id) => Found::Heads(self.fact("call", &id.to_uppercase())),
            Filter::Date(dates) => {
                let from = dates.from.map(day_number);
                Found::Heads(self.range(self.fields.date, from, dates.to.map(day_number)))
            }
            Filter::Period(periods) => {
                let first = |period: Period| quarters(period).0;
                let last = |period: Period| quarters(period).1;
                Found::Heads(must(vec![
                    self.range(self.fields.period_last, periods.from.map(first), None),
                    self.range(self.fields.period_first, None, periods.to.map(last)),
                ]))
            }
        }
    }

    /// The heads of which a query is true, if all that it asks is said of whole calls.
    pub(super) fn heads(&self, run: &Run) -> Option<Box<dyn Query>> {
        let several = |parts: &[Run]| parts.iter().map(|part| self.heads(part)).collect::<Option<Vec<_>>>();
        match run {
            Run::Filter(filter) => match self.found(filter) {
                Found::Heads(heads) => Some(heads),
                Found::Bearers(_) => None,
            },
            Run::Or(parts) if !parts.is_empty() => several(parts).map(any),
            Run::And(parts) if !parts.is_empty() => several(parts).map(must),
            Run::Not(part) => Some(self.without(vec![self.fact("is", "head")], vec![self.heads(part)?])),
            _ => None,
        }
    }

    /// The heads that have a number within these bounds.
    fn range(&self, field: Field, from: Option<u64>, to: Option<u64>) -> Box<dyn Query> {
        let bound = |value: u64| Bound::Included(Term::from_field_u64(field, value));
        // An open end still asks for a value: what has no date is in no range of dates.
        let from = bound(from.unwrap_or(0));
        let heads = Box::new(RangeQuery::new(from, to.map_or(Bound::Unbounded, bound)));
        Box::new(CallQuery { heads, extent: Extent::Head, columns: self.columns.clone() })
    }

    /// What is of calls whose head a query finds.
    fn calls(&self, heads: Box<dyn Query>) -> Box<dyn Query> {
        Box::new(CallQuery { heads, extent: Extent::Block, columns: self.columns.clone() })
    }

    /// The questions and answers of exchanges whose one side is as the inner query says.
    fn side(&self, side: Side, inner: &Run) -> Lowered {
        let kind = match side {
            Side::Asked => Kind::Question,
            Side::Answered => Kind::Answer,
        };
        let universe = constant(self.fact("kind", kind.as_str()));
        let formula = self.formula(inner, &universe)?;
        let both = any(vec![self.fact("kind", Kind::Question.as_str()), self.fact("kind", Kind::Answer.as_str())]);
        let mut shown = vec![(Occur::Must, constant(both))];
        for pattern in self.positive_patterns(inner)? {
            shown.push((Occur::Should, must(vec![universe.box_clone(), pattern])));
        }
        let shown = Box::new(BooleanQuery::new(shown));
        Ok(Box::new(UnitQuery { unit: Unit::Exchange, universe, formula, shown, columns: self.columns.clone() }))
    }

    /// A query as a formula on units made of the passages of `universe`.
    fn formula(&self, run: &Run, universe: &dyn Query) -> tantivy::Result<Formula<Box<dyn Query>>> {
        let several = |parts: &[Run]| parts.iter().map(|part| self.formula(part, universe)).collect::<Result<_, _>>();
        Ok(match run {
            Run::And(parts) => Formula::And(several(parts)?),
            Run::Or(parts) => Formula::Or(several(parts)?),
            Run::Not(part) => Formula::Not(Box::new(self.formula(part, universe)?)),
            leaf => Formula::Leaf(must(vec![universe.box_clone(), self.conjunct(leaf)?])),
        })
    }

    /// The patterns of a query that are not negated.
    fn positive_patterns(&self, run: &Run) -> tantivy::Result<Vec<Box<dyn Query>>> {
        let mut found = Vec::new();
        let mut rest = vec![run];
        while let Some(run) = rest.pop() {
            match run {
                Run::Pattern(_) => found.push(self.conjunct(run)?),
                Run::And(parts) | Run::Or(parts) => rest.extend(parts.iter().rev()),
                Run::All | Run::Filter(_) | Run::Not(_) | Run::Side(..) => {}
            }
        }
        Ok(found)
    }
}

/// What a filter finds: the heads of calls, where it is about whole calls, or what bears a fact itself.
enum Found {
    Heads(Box<dyn Query>),
    Bearers(Box<dyn Query>),
}

/// Whether a query can be true of passages only: heads have facts, but no words.
fn is_of_passages(run: &Run) -> bool {
    match run {
        Run::Filter(_) => false,
        // A negation takes away, and cannot keep heads out.
        Run::And(parts) => {
            let mut positive = parts.iter().filter(|part| !matches!(part, Run::Not(_))).peekable();
            positive.peek().is_none() || positive.any(is_of_passages)
        }
        Run::Or(parts) => parts.iter().all(is_of_passages),
        Run::All | Run::Pattern(_) | Run::Not(_) | Run::Side(..) => true,
    }
}

/// The words of a pattern that is a choice of words.
pub(super) fn single_words(pattern: &Pattern) -> Option<Vec<&Pattern>> {
    match pattern {
        Pattern::Any(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(single_words).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        Pattern::Sequence(_) | Pattern::Near { .. } => None,
        Pattern::Forms(_) | Pattern::Exact(_) | Pattern::Prefix(_) => Some(vec![pattern]),
    }
}

fn constant(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn must(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    if queries.len() == 1 {
        return queries.remove(0);
    }
    Box::new(BooleanQuery::intersection(queries))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}
