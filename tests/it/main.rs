//! All integration tests, in one program.

mod cli;
mod differential;
mod engine;
mod gold;
mod harness;
mod hostile;
mod layouts;
mod oracle;
mod query;
mod tidy;
