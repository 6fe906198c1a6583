//! The query line: what it means, free of any engine.
//!
//! ```text
//! text ─ parse ─▶ Plan (as understood: printable, serializable, round-trips) ─ lower ─▶ Run (as run)
//! ```

mod run;

pub use run::{Dates, Filter, Pattern, Periods, Run, Scope, Side};
