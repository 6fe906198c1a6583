//! All integration tests, in one program.

mod engine;
mod gold;
mod hostile;
mod layouts;
mod tidy;
