//! The query line: what it means, free of any engine.
//!
//! ```text
//! text ─ parse ─▶ Plan (as understood: printable, serializable, round-trips) ─ lower ─▶ Run (as run)
//! ```

mod calendar;
mod error;
mod fields;
mod lexer;
mod lower;
pub mod names;
mod parser;
mod plan;
mod print;
mod run;
pub mod spans;
mod terms;

pub use error::QueryError;
pub use fields::Field;
pub use lower::LowerError;
pub use parser::parse;
pub use plan::{Note, Plan, Query, Term};
pub use run::{Dates, Filter, Pattern, Periods, Run, Scope, Side};
