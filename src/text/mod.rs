//! Text: traced strings, words, stems and sentences. The only room that knows unicode-segmentation.
//!
//! One tokenizer serves the index, the query line and the highlighter. It is part of the index's
//! format: whoever changes what [`each_word`] or [`stem`] gives must raise [`ANALYZER`].

mod cues;
mod eights;
mod lexicon;
mod lookalike;
mod sentences;
mod sequence;
mod sieve;
mod simple;
mod slips;
mod stem;
mod traced;
mod unseen;
mod words;

pub(crate) use cues::Cues;
pub(crate) use eights::{Runs, WordStarts, count_runs, word_len};
pub(crate) use lexicon::{LazyLexicon, Lexicon};
pub use lookalike::lookalikes;
pub use sentences::sentences;
pub(crate) use sequence::sequence;
pub use slips::nearest;
pub(crate) use slips::{most_slips, slips};
pub use stem::{stem, stem_prefix};
pub use traced::{Span, Traced};
pub use unseen::Unseen;
pub(crate) use unseen::{is_unseen, without_unseen};
pub(crate) use words::note_end;
pub use words::{PREFIXES, Word, each_word, fold};

/// The version of the analyzer, stamped into every index.
pub const ANALYZER: u32 = 1;
