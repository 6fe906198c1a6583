//! How the words and the facts of a document are handed to tantivy: each as one text, made where transcripts are read,
//! and cut at its separators where they are indexed.
//!
//! So words are looked for once, on the threads that read, and a document with twenty facts takes one value.

use tantivy::{
    TantivyDocument,
    tokenizer::{Token, TokenStream, Tokenizer},
};

use super::schema::{Fields, LENGTH_MARK};
use crate::text::each_word;

/// Words longer than this are not indexed: nobody can type them.
const LONGEST_WORD: usize = 250;

/// The words of a text, as one text for tantivy: looked for once, counted, and handed over.
#[derive(Clone, Debug, Default)]
pub(super) struct WordList {
    /// Each word as a term of the dictionary, and what follows it: the next word in its place, or in the next.
    text: String,
    /// How many places there are, so that a hyphenated whole is as many as it has parts.
    n_words: u32,
}

/// The next word stands in the next place.
const NEXT_PLACE: char = '\n';
/// The next word stands in the same place: it is a part of the word before, or another writing of it.
const SAME_PLACE: char = '\t';

impl WordList {
    /// Looks for the words of a text.
    pub(super) fn of(text: &str) -> WordList {
        let mut list = WordList { text: String::with_capacity(text.len() + text.len() / 8), n_words: 0 };
        let mut last = 0;
        each_word(text, |word| {
            for _ in last..word.position {
                list.text.push(NEXT_PLACE);
            }
            if list.n_words > 0 && word.position == last {
                list.text.push(SAME_PLACE);
            }
            last = word.position;
            list.n_words = word.position + 1;
            if word.term.len() <= LONGEST_WORD {
                list.text.push_str(word.term);
                if word.length > 1 {
                    list.text.push(LENGTH_MARK);
                    list.text.push_str(&word.length.to_string());
                }
            }
        });
        list
    }

    pub(super) fn n_words(&self) -> u32 {
        self.n_words
    }

    /// Puts them into a document.
    pub(super) fn put_into(&self, document: &mut TantivyDocument, fields: &Fields) {
        document.add_text(fields.words, &self.text);
    }
}

/// Words of one text, as tantivy takes them.
#[derive(Clone, Default)]
pub(super) struct WordReader(Token);

impl Tokenizer for WordReader {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        self.0.position = 0;
        WordStream { token: &mut self.0, rest: text }
    }
}

/// The words of one text, one after the other.
pub(super) struct WordStream<'a> {
    token: &'a mut Token,
    rest: &'a str,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            // No word holds what stands between words.
            let len = self.rest.bytes().position(|byte| matches!(byte, b'\t' | b'\n')).unwrap_or(self.rest.len());
            if len > 0 {
                let (word, rest) = self.rest.split_at(len);
                self.token.text.clear();
                self.token.text.push_str(word);
                self.rest = rest;
                return true;
            }
            self.token.position += usize::from(self.rest.starts_with(NEXT_PLACE));
            self.rest = &self.rest[1..];
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// Between the facts of a text.
const NEXT_FACT: char = '\0';

/// Facts, as one text: a document with twenty takes one value, and one pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts(String);

impl Facts {
    /// Adds `role:analyst`.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push(NEXT_FACT);
        }
        push_fact(&mut self.0, name, value);
    }

    pub(super) fn extend(&mut self, facts: impl IntoIterator<Item = (&'static str, String)>) {
        facts.into_iter().for_each(|(name, value)| self.add(name, &value));
    }

    /// Puts them into a document, which has no others.
    pub(super) fn put_into(&self, document: &mut TantivyDocument, fields: &Fields) {
        document.add_text(fields.facts, &self.0);
    }
}

/// A fact as it is written.
pub(super) fn push_fact(to: &mut String, name: &str, value: &str) {
    to.push_str(name);
    to.push(':');
    // No text that is read holds what stands between facts; what somebody types may.
    to.extend(value.chars().filter(|c| *c != NEXT_FACT));
}

/// Facts of one text, as tantivy takes them.
#[derive(Clone, Default)]
pub(super) struct FactReader(Token);

impl Tokenizer for FactReader {
    type TokenStream<'a> = FactStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FactStream<'a> {
        self.0.position = 0;
        FactStream { token: &mut self.0, rest: Some(text) }
    }
}

/// The facts of one text, one after the other.
pub(super) struct FactStream<'a> {
    token: &'a mut Token,
    rest: Option<&'a str>,
}

impl TokenStream for FactStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(rest) = self.rest else { return false };
        let end = memchr::memchr(NEXT_FACT as u8, rest.as_bytes());
        let fact = &rest[..end.unwrap_or(rest.len())];
        self.rest = end.map(|end| &rest[end + 1..]);
        self.token.text.clear();
        self.token.text.push_str(fact);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
