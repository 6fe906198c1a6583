//! All integration tests, in one program.

mod differential;
mod engine;
mod gold;
mod hostile;
mod layouts;
mod oracle;
mod query;
mod tidy;
