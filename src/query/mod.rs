//! The query line: what it means, free of any engine.
//!
//! ```text
//! text ─ parse ─▶ Plan (as understood: printable, serializable, round-trips) ─ lower ─▶ Run (as run)
//! ```

mod calendar;
mod error;
mod explain;
mod fields;
mod highlight;
mod lexer;
mod lookalike;
mod lower;
pub mod names;
mod parser;
mod plan;
mod print;
mod run;
pub mod spans;
mod star;
mod terms;
#[cfg(test)]
mod tests;

pub use error::QueryError;
pub use explain::Clause;
pub use fields::{Field, filter};
pub use highlight::{Highlighter, highlights};
pub use lower::LowerError;
pub use parser::parse;
pub use plan::{Note, Plan, Query, Term};
pub use run::{Dates, Filter, Pattern, Periods, Run, Scope, Side};
