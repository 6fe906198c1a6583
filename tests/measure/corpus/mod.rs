//! Made-up earnings calls, as many as wanted: what can be measured on without anybody's transcripts.
//!
//! Knows nothing of whosaid. The same seed and number give the same call, and the first calls of a large
//! corpus are the calls of a small one. What is fitted to real calls are figures only: how often common words
//! are said (`words.txt`, per million), how the frequency of rarer ones falls with their rank, how long turns
//! and sentences are, and how many people ask and answer. Rare words, names and companies are made of
//! syllables. Words have no syntax, but they are bursty: each company talks about its own few.

mod call;
mod chance;
mod people;
mod words;

pub use call::{Call, Corpus};
