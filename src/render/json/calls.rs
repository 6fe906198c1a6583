//! What `calls` prints.

use serde::Serialize;

use super::{CallPart, SpeakerPart, call_part, speaker_part};
use crate::{
    index::{Card, Spoken},
    transcript::{Participant, Role},
};

/// `whosaid.call/1`: what `calls` prints.
#[derive(Serialize)]
pub struct CallLine<'a> {
    schema: &'static str,
    call: CallPart<'a>,
    /// Its turns.
    pub turns: u32,
    words: u32,
    /// Its exchanges.
    pub exchanges: usize,
    /// Analysts who speak.
    pub analysts: usize,
    /// The share of the words that executives say, in thousandths; null where nobody says a word.
    #[serde(serialize_with = "share")]
    pub executive_share: Option<u64>,
    /// Exchanges in which an answer keeps something back.
    nonanswers: usize,
    participants: Vec<SpeakerPart<'a>>,
}

/// A share in thousandths, as a number of three decimals.
#[expect(clippy::ref_option, reason = "serde gives a reference to the field")]
fn share<S: serde::Serializer>(thousandths: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    thousandths.map(|n| n as f64 / 1000.0).serialize(serializer)
}

/// The fields of a [`CallLine`] that `--fields` can name.
pub const CALL_FIELDS: &[&str] = &[
    "call.id",
    "call.company",
    "call.ticker",
    "call.exchange",
    "call.period",
    "call.date",
    "call.title",
    "call.source",
    "turns",
    "words",
    "exchanges",
    "analysts",
    "executive_share",
    "nonanswers",
    "participants",
];

/// The wire form of a call in the index; `nonanswers` are its exchanges in which an answer keeps something back.
pub fn call(card: &Card, nonanswers: usize) -> CallLine<'_> {
    CallLine {
        schema: "whosaid.call/1",
        call: call_part(&card.call, &card.source),
        turns: card.spoken.iter().map(|spoken| spoken.turns).sum(),
        words: card.spoken.iter().map(|spoken| spoken.words).sum(),
        exchanges: card.questioners.len(),
        analysts: speakers(card).filter(|(p, spoken)| p.role == Role::Analyst && spoken.turns > 0).count(),
        executive_share: executive_share(card),
        nonanswers,
        participants: card.participants.iter().map(speaker_part).collect(),
    }
}

/// The participants of a call, with how much they said.
fn speakers(card: &Card) -> impl Iterator<Item = (&Participant, Spoken)> {
    card.participants.iter().zip(card.spoken.iter().copied())
}

/// How many of a thousand words executives say.
fn executive_share(card: &Card) -> Option<u64> {
    let words = |is_meant: &dyn Fn(Role) -> bool| -> u64 {
        speakers(card).filter(|(p, _)| is_meant(p.role)).map(|(_, spoken)| u64::from(spoken.words)).sum()
    };
    let all = words(&|_| true);
    (all > 0).then(|| (words(&|role| role == Role::Executive) * 1000 + all / 2) / all)
}

impl CallLine<'_> {
    /// Its cells in a table: id, date, company, turns, words, questions, analysts, the executives' share, non-answers.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.call.id.to_owned(),
            self.call.date.map(|date| date.to_string()).unwrap_or_default(),
            self.call.company.unwrap_or_default().to_owned(),
            self.turns.to_string(),
            self.words.to_string(),
            self.exchanges.to_string(),
            self.analysts.to_string(),
            self.executive_share.map_or_else(|| "-".to_owned(), |share| format!("{}%", (share + 5) / 10)),
            self.nonanswers.to_string(),
        ]
    }
}
