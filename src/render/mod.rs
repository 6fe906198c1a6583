//! The output formats.

pub mod json;
