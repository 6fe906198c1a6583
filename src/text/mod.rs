//! Text: traced strings, words and sentences. The only room that knows unicode-segmentation.

mod traced;

pub use traced::{Span, Traced};
