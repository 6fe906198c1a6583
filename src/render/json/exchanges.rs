//! What `show` and `analyst` print: a turn, or an exchange, by itself.

use serde::Serialize;

use super::{CallPart, ExchangeLine, TurnLine, call_part, exchange, turn, turn_reference, turns};
use crate::{
    people::{Appearance, Person, Stint, When},
    transcript::{Exchange, Transcript},
};

/// `whosaid.turn/1`: what `show` prints of a turn, one line each.
#[derive(Serialize)]
pub struct TurnOfCall<'a> {
    schema: &'static str,
    #[serde(rename = "ref")]
    reference: String,
    call: CallPart<'a>,
    turn: TurnLine<'a>,
}

/// The wire form of a turn by itself.
pub fn turn_of_call(transcript: &Transcript, ordinal: u32) -> Option<TurnOfCall<'_>> {
    let said = transcript.turns.get(ordinal as usize)?;
    Some(TurnOfCall {
        schema: "whosaid.turn/1",
        reference: turn_reference(&transcript.call.id, ordinal),
        call: call_part(&transcript.call, &transcript.source),
        turn: turn(said, &transcript.participants),
    })
}

/// `whosaid.exchange/1`: what `show` and `analyst` print of an exchange.
#[derive(Serialize)]
pub struct ExchangeOfCall<'a> {
    schema: &'static str,
    #[serde(rename = "ref")]
    reference: String,
    call: CallPart<'a>,
    exchange: ExchangeLine<'a>,
    turns: Vec<TurnLine<'a>>,
    /// The same call by other sources.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also_as: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    analyst: Option<AnalystPart<'a>>,
    /// What was asked, and what was answered: the turns of either, where they are wanted as a cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<String>,
}

/// The fields of an [`ExchangeOfCall`] that `--fields` can name.
pub const EXCHANGE_FIELDS: &[&str] = &[
    "ref",
    "call.id",
    "call.company",
    "call.ticker",
    "call.exchange",
    "call.period",
    "call.date",
    "call.title",
    "call.source",
    "exchange.ordinal",
    "exchange.questioner",
    "exchange.firm",
    "exchange.question",
    "exchange.answer",
    "exchange.responders",
    "exchange.parts",
    "exchange.asks",
    "also_as",
    "analyst.name",
    "analyst.aliases",
    "analyst.firms",
    "analyst.companies",
    "analyst.calls",
    "analyst.exchanges",
    "analyst.first",
    "analyst.last",
    "analyst.firm",
    "asked",
    "answered",
    "turns",
];

/// Who asks, on all calls that were looked at.
#[derive(Clone, Copy, Serialize)]
pub struct AnalystPart<'a> {
    name: &'a str,
    aliases: &'a [String],
    firms: &'a [Stint],
    companies: &'a [String],
    calls: usize,
    exchanges: u32,
    first: Option<When>,
    last: Option<When>,
    /// For whom they asked here, as any source of the call tells.
    firm: Option<&'a str>,
}

impl<'a> ExchangeOfCall<'a> {
    /// With what is known of the analyst who asks, and what other sources know of the call on which they do.
    #[must_use]
    pub fn asked_by(mut self, person: &'a Person, at: &'a Appearance) -> Self {
        self.also_as = &at.copies;
        self.call.date = self.call.date.or(at.date);
        self.call.period = self.call.period.or(at.period);
        self.call.company = self.call.company.or(at.company.as_deref());
        self.analyst = Some(AnalystPart {
            name: &person.name,
            aliases: &person.aliases,
            firms: &person.stints,
            companies: &person.companies,
            calls: person.calls.len(),
            exchanges: person.asks,
            first: person.first,
            last: person.last,
            firm: at.firm.as_deref(),
        });
        self
    }

    /// With the words of the question, and of the answer.
    #[must_use]
    pub fn in_words(mut self, transcript: &Transcript, exchange: &Exchange) -> Self {
        let words = |ordinals: &[u32]| {
            let turns = ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
            turns.map(|turn| turn.text.to_string()).collect::<Vec<_>>().join("\n\n")
        };
        (self.asked, self.answered) = (Some(words(&exchange.question)), Some(words(&exchange.answer)));
        self
    }

    /// The cells of a table.
    pub fn cells(&self) -> Vec<String> {
        let firm = self.exchange.firm.or(self.analyst.and_then(|analyst| analyst.firm));
        vec![
            self.reference.clone(),
            self.call.date.map(|date| date.to_string()).unwrap_or_default(),
            self.call.company.unwrap_or_default().to_owned(),
            firm.unwrap_or_default().to_owned(),
            self.exchange.responders.join(", "),
            self.asked.clone().unwrap_or_default(),
        ]
    }
}

/// The wire form of an exchange by itself, with its turns.
pub fn exchange_of_call<'a>(transcript: &'a Transcript, asked: &'a Exchange) -> ExchangeOfCall<'a> {
    ExchangeOfCall {
        schema: "whosaid.exchange/1",
        reference: format!("{}@{}", transcript.call.id, asked.ordinal),
        call: call_part(&transcript.call, &transcript.source),
        exchange: exchange(transcript, asked),
        turns: turns(transcript, &transcript.turns_of(asked.ordinal)),
        also_as: &[],
        analyst: None,
        asked: None,
        answered: None,
    }
}
