//! All integration tests, in one program.

mod engine;
mod gold;
mod oracle;
mod query;
mod tidy;
