//! All integration tests, in one program.

mod answers;
mod cli;
mod compat;
mod damage;
mod determinism;
mod differential;
mod engine;
mod fuzz;
mod gold;
mod goldens;
mod harness;
mod hostile;
mod kill;
mod layouts;
mod mutilated;
mod oracle;
mod people;
mod properties;
mod query;
mod ranking;
mod raw;
mod readme;
mod tidy;
mod together;
mod trend;
mod untrusted;
