//! A query as understood: one tree between users and engines.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Filter, Side};

/// A query as understood. Its display is a query line that is understood the same way.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Plan {
    /// Everything: `*`, or an empty line.
    All,
    /// A word in any of its forms.
    Word(Term),
    /// Words written without a blank between them (`and/or`), in any of their forms, one after another.
    Glued(Vec<Term>),
    /// A first part and the rest of a word that may also be written as one: `pre order`.
    Halves(Term, Term),
    /// `"…"`: exactly these words, one after another.
    Phrase(Vec<Term>),
    /// `NEAR/n` and `ADJ/n`.
    Near {
        /// Within how many words.
        within: u32,
        /// In this order (`ADJ`).
        ordered: bool,
        /// The one.
        left: Box<Plan>,
        /// The other.
        right: Box<Plan>,
    },
    /// A filter: `field:value`.
    Filter(Filter),
    /// All of these.
    And(Vec<Plan>),
    /// One of these.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// `asked:(…)`, `answered:(…)`.
    Side(Side, Box<Plan>),
}

/// A word as typed, in its plainest writing: `pre-order`, `57.9`, `r&d`, `u.s`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Term {
    /// The word.
    pub text: String,
    /// Whether words that begin so are meant: `invent*`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
}

/// A query line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What it means.
    pub plan: Plan,
    /// What was taken otherwise than it was typed.
    pub notes: Vec<Note>,
}

/// Something that was taken otherwise than it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where in the line, in bytes.
    pub range: Range<usize>,
    /// What was made of it, and what to write instead.
    pub message: String,
}
