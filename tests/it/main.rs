//! All integration tests, in one program.

mod oracle;
mod query;
