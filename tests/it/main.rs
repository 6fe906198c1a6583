//! All integration tests, in one program.

mod differential;
mod engine;
mod gold;
mod oracle;
mod query;
mod tidy;
