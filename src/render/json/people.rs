//! What `speakers` prints.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{people::Person, transcript::Role};

/// `whosaid.speaker/1`: what `speakers` prints.
#[derive(Serialize)]
pub struct SpeakerLine<'a> {
    schema: &'static str,
    name: &'a str,
    /// Other names on other calls.
    aliases: &'a [String],
    roles: &'a [Role],
    titles: &'a [String],
    firms: &'a [String],
    companies: &'a [String],
    calls: Vec<&'a str>,
    /// The same calls by other sources: for the id of a call the others.
    copies: BTreeMap<&'a str, &'a [String]>,
    turns: u32,
    words: u32,
    answers: u32,
    /// Of all exchanges of these calls, to four digits.
    share_of_answers: Option<f64>,
}

/// The fields of a [`SpeakerLine`] that `--fields` can name.
pub const SPEAKER_FIELDS: &[&str] = &[
    "name",
    "aliases",
    "roles",
    "titles",
    "firms",
    "companies",
    "calls",
    "copies",
    "turns",
    "words",
    "answers",
    "share_of_answers",
];

/// The wire form of a person across calls.
pub fn speaker(person: &Person) -> SpeakerLine<'_> {
    let copies = person.calls.iter().filter(|at| !at.copies.is_empty());
    SpeakerLine {
        schema: "whosaid.speaker/1",
        name: &person.name,
        aliases: &person.aliases,
        roles: &person.roles,
        titles: &person.titles,
        firms: &person.firms,
        companies: &person.companies,
        calls: person.calls.iter().map(|at| at.call.as_str()).collect(),
        copies: copies.map(|at| (at.call.as_str(), at.copies.as_slice())).collect(),
        turns: person.turns,
        words: person.words,
        answers: person.answers,
        share_of_answers: person.share_of_answers().map(|share| (share * 1e4).round() / 1e4),
    }
}

impl SpeakerLine<'_> {
    /// Its cells in a table: name, role, title or firm, company, calls, turns, words, share of answers. The newest
    /// of several titles or firms; of several companies, how many.
    pub fn cells(&self) -> Vec<String> {
        let place = self.firms.last().or(self.titles.last());
        let roles: Vec<&str> = self.roles.iter().map(|role| role.as_str()).collect();
        let companies = match self.companies {
            [one] => one.clone(),
            several => format!("{} companies", several.len()),
        };
        vec![
            self.name.to_owned(),
            roles.join(", "),
            place.cloned().unwrap_or_default(),
            companies,
            self.calls.len().to_string(),
            self.turns.to_string(),
            self.words.to_string(),
            self.share_of_answers
                .filter(|_| self.answers > 0)
                .map(|share| format!("{:.0}%", share * 100.0))
                .unwrap_or_default(),
        ]
    }
}
