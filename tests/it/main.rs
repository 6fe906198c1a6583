//! All integration tests, in one program.

mod cli;
mod engine;
mod gold;
mod harness;
mod oracle;
mod query;
mod tidy;
