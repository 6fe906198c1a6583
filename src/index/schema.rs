//! What the index holds: a transcript as a block of neighbouring documents.
//!
//! The first document of a block is the *head*: the card (what every hit needs of a call), when it was held, and
//! the file it came from. After it, in order, one document a passage: its words, its facts, its text, so that the
//! texts of a turn's passages, one after another, are the turn, and where it stands in the turn and in the source.
//! The last is the *tail*: the rest of the transcript without its words, which only a reader of the whole call
//! needs. A block is written in one batch, so its documents stay neighbours in one segment for ever, and a passage
//! finds its head by counting back.
//!
//! Two inverted fields: `words`, with positions, and `facts`, single terms like `role:analyst`. A passage has those of
//! its speaker, its turn and its file; what is said of the whole call, its head alone has. Columns are for
//! what is asked of many documents at once: opening one reads all of it. What is asked of a passage that is shown
//! stands beside its text.

use tantivy::{
    Term,
    schema::{FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions},
};

use super::lists::push_fact;
use crate::error::{Error, Result};

/// The version of everything in this file. Raise it with any change to what is written.
pub(crate) const SCHEMA: u32 = 7;

/// The name under which tantivy knows how words stand in one text.
pub(super) const WORDS: &str = "whosaid-words";

/// The name under which tantivy knows how facts stand in one text.
pub(super) const FACTS: &str = "whosaid-facts";

/// Between a hyphenated whole and the number of places it takes, in a term.
pub(super) const LENGTH_MARK: char = '\u{1f}';

/// The fields.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// Words with positions.
    pub(super) words: Field,
    /// Facts as single terms.
    pub(super) facts: Field,
    /// A passage's text, with the white space that follows it.
    pub(super) text: Field,
    /// Where a passage stands: see [`super::block::Standing`].
    pub(super) standing: Field,
    /// A head's card, as JSON.
    pub(super) card: Field,
    /// A tail's rest, as JSON.
    pub(super) rest: Field,
    /// How many documents back the head is; 0 for a head.
    pub(super) back: Field,
    /// The turn's ordinal. This and the next five have a value in every document, 0 in heads and tails: a column
    /// without gaps is looked up without counting them.
    pub(super) turn: Field,
    /// The exchange's ordinal; 0 for none.
    pub(super) exchange: Field,
    /// The participant's index.
    pub(super) speaker: Field,
    /// Role, kind and section, packed.
    pub(super) traits: Field,
    /// How many words are in a passage; in a head: in the whole call.
    pub(super) n_words: Field,
    /// How much it says, in hundredths.
    pub(super) worth: Field,
    /// How many documents a head's block has.
    pub(super) length: Field,
    /// The day of a head, as yyyymmdd.
    pub(super) date: Field,
    /// First and last quarter of a head's period, counted in quarters.
    pub(super) period_first: Field,
    pub(super) period_last: Field,
    /// A head's file: path, size, time of change in nanoseconds, and a hash of the call's id for ties.
    pub(super) path: Field,
    pub(super) size: Field,
    pub(super) modified: Field,
    pub(super) tie: Field,
    /// Which call of its file, counted from 0.
    pub(super) nth: Field,
    /// A head's company, as printed.
    pub(super) company: Field,
}

/// Builds the schema.
pub(super) fn build() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words =
        TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let facts = TextFieldIndexing::default()
        .set_tokenizer(FACTS)
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let fast = || NumericOptions::default() | FAST;
    let fields = Fields {
        words: schema.add_text_field("words", TextOptions::default().set_indexing_options(words)),
        facts: schema.add_text_field("facts", TextOptions::default().set_indexing_options(facts)),
        text: schema.add_text_field("text", STORED),
        standing: schema.add_bytes_field("standing", STORED),
        card: schema.add_text_field("card", STORED),
        rest: schema.add_text_field("rest", STORED),
        back: schema.add_u64_field("back", fast()),
        turn: schema.add_u64_field("turn", fast()),
        exchange: schema.add_u64_field("exchange", fast()),
        speaker: schema.add_u64_field("speaker", fast()),
        traits: schema.add_u64_field("traits", fast()),
        n_words: schema.add_u64_field("n_words", fast()),
        worth: schema.add_u64_field("worth", fast()),
        length: schema.add_u64_field("length", fast()),
        date: schema.add_u64_field("date", fast()),
        period_first: schema.add_u64_field("period_first", fast()),
        period_last: schema.add_u64_field("period_last", fast()),
        path: schema.add_text_field("path", TextOptions::default().set_fast("raw")),
        size: schema.add_u64_field("size", fast()),
        modified: schema.add_u64_field("modified", fast()),
        tie: schema.add_u64_field("tie", fast()),
        nth: schema.add_u64_field("nth", fast()),
        company: schema.add_text_field("company", TextOptions::default().set_fast("raw")),
    };
    (schema.build(), fields)
}

/// A fact as a term.
pub(super) fn fact(fields: &Fields, name: &str, value: &str) -> Term {
    let mut text = String::new();
    push_fact(&mut text, name, value);
    Term::from_field_text(fields.facts, &text)
}

/// A word as a term of the dictionary. A hyphenated whole (`preorder`, of length 2) is a term apart
/// from the word that is written so, since it takes more than one place.
pub(super) fn word_key(word: &str, length: u32) -> String {
    if length == 1 { word.to_owned() } else { format!("{word}{LENGTH_MARK}{length}") }
}

/// The word and the length of a term of the dictionary.
pub(super) fn split_key(key: &str) -> (&str, u32) {
    match key.split_once(LENGTH_MARK) {
        Some((word, length)) => (word, length.parse().unwrap_or(1)),
        None => (key, 1),
    }
}

/// What an index says of itself, in the payload of every commit.
#[derive(Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Stamp {
    schema: u32,
    analyzer: u32,
    whosaid: String,
}

impl Stamp {
    /// The stamp of this program.
    pub(super) fn current() -> Stamp {
        Stamp { schema: SCHEMA, analyzer: crate::text::ANALYZER, whosaid: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// As stored.
    pub(super) fn to_payload(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Refuses an index of another version.
    pub(super) fn check(payload: Option<&str>, folder: &std::path::Path) -> Result<()> {
        let stamp: Option<Stamp> = payload.and_then(|payload| serde_json::from_str(payload).ok());
        let ours = Stamp::current();
        match stamp {
            Some(stamp) if (stamp.schema, stamp.analyzer) == (ours.schema, ours.analyzer) => Ok(()),
            Some(stamp) => Err(Error::OtherVersion {
                folder: folder.to_owned(),
                found: format!("{} (schema {}, analyzer {})", stamp.whosaid, stamp.schema, stamp.analyzer),
            }),
            None => {
                Err(Error::Damaged { folder: folder.to_owned(), reason: "it bears no stamp of whosaid".to_owned() })
            }
        }
    }
}
