//! A query as it is run: words resolved to what is looked up, every rule of meaning spelled out.
//! Engines take this; nothing in it is theirs.
//!
//! # Meaning
//! A [`Pattern`] has *occurrences* in a passage: ranges of word positions `[start, end)`.
//! * [`Pattern::Forms`], [`Pattern::Exact`], [`Pattern::Prefix`]: the places of one word, a hyphenated
//!   whole taking as many places as it has parts.
//! * [`Pattern::Any`]: the occurrences of each.
//! * [`Pattern::Sequence`]: one after another, each beginning where the one before ends.
//! * [`Pattern::Near`]: an occurrence of each that do not overlap, with at most `within - 1` words between
//!   them (neighbours are within 1 of each other); ordered: the first stands before the second. It reaches
//!   from the beginning of the one to the end of the other.
//!
//! A [`Run`] is true or false of a *unit*: a set of passages. A pattern is true of a unit if one of its
//! passages has an occurrence, a filter if it fits one of its passages, and `And`, `Or`, `Not` as in logic.
//! By [`Scope::Passage`] each passage is a unit of its own. See [`Scope`] for the others.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::transcript::{Kind, Period, Role, Section, Withheld};

/// What is looked for in the words of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// A word in any of its forms: all words with the same [`crate::text::stem`].
    Forms(String),
    /// Exactly this word, folded.
    Exact(String),
    /// Words that begin so, folded.
    Prefix(String),
    /// Any of these.
    Any(Vec<Pattern>),
    /// One after another.
    Sequence(Vec<Pattern>),
    /// Close to each other.
    Near {
        /// How far apart at most: neighbours are 1 apart.
        within: u32,
        /// Whether the first must stand before the second.
        ordered: bool,
        /// The one.
        left: Box<Pattern>,
        /// The other.
        right: Box<Pattern>,
    },
}

/// A query as it is run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Run {
    /// Everything.
    All,
    /// Has an occurrence of the pattern.
    Pattern(Pattern),
    /// Fits.
    Filter(Filter),
    /// All of these; of none: everything.
    And(Vec<Run>),
    /// One of these; of none: nothing.
    Or(Vec<Run>),
    /// Not this.
    Not(Box<Run>),
    /// The passages (questions and answers only) of the exchanges of which the inner query is true,
    /// taking as the unit the passages of that side of the exchange.
    Side(Side, Box<Run>),
}

impl Run {
    /// Whether this is a filter, or filters combined: as a conjunct at the top of a query it chooses the passages
    /// that count.
    pub fn is_filter(&self) -> bool {
        match self {
            Run::Filter(_) => true,
            Run::Not(part) => part.is_filter(),
            Run::And(parts) | Run::Or(parts) => parts.iter().all(Run::is_filter),
            Run::All | Run::Pattern(_) | Run::Side(..) => false,
        }
    }

    /// The conjuncts at the top of a query.
    pub fn conjuncts(&self) -> &[Run] {
        match self {
            Run::All => &[],
            Run::And(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }
}

/// A side of an exchange: passages of kind question, or of kind answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// `asked:( )`
    Asked,
    /// `answered:( )`
    Answered,
}

/// Where the words must meet (`--within`).
///
/// Beyond the passage: the filters that stand as conjuncts at the top of the query choose the passages
/// that count; units are made of these; hits are the passages that count, lie in a unit of which the
/// query is true, and have an occurrence of one of its patterns that is not negated (if it has no such pattern: all
/// passages of the unit). Passages outside every exchange are in no exchange's unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// In one passage.
    #[default]
    Passage,
    /// In one turn.
    Turn,
    /// In one exchange.
    Exchange,
    /// In one call.
    Call,
}

/// A condition on what is known of a passage.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// The speaker's names, all forms together, have all these folded words.
    Speaker(Vec<String>),
    /// The role is one of these.
    Role(Vec<Role>),
    /// The title has all these folded words.
    Title(Vec<String>),
    /// The title means this position (`cfo`): see [`crate::cast`].
    Position(String),
    /// The firm has all these words, as normalized for comparison.
    Firm(Vec<String>),
    /// The company has all these words, as normalized for comparison.
    Company(Vec<String>),
    /// The ticker, in upper case.
    Ticker(String),
    /// The call's id, case ignored; kept in upper case.
    Call(String),
    /// The section.
    Section(Section),
    /// The kind.
    Kind(Kind),
    /// The turn answers, and keeps something back in this way; `None`: in any way.
    Nonanswer(Option<Withheld>),
    /// The call's fiscal period.
    Period(Periods),
    /// The call's day.
    Date(Dates),
}

/// A range of periods, both ends included. A year as an end means its first or last quarter; a call of
/// a whole year fits if its year overlaps the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Periods {
    /// The first.
    pub from: Option<Period>,
    /// The last.
    pub to: Option<Period>,
}

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dates {
    /// The first.
    pub from: Option<Date>,
    /// The last.
    pub to: Option<Date>,
}
