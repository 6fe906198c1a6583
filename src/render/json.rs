//! For programs: JSON Lines, one object a line. Owns the wire forms and their versions.

use serde::Serialize;

use crate::{
    error::Diagnostic,
    text::Span,
    transcript::{Call, Exchange, Kind, Participant, Role, Section, SourceInfo, Transcript, Turn},
};

/// `whosaid.transcript/1`: what `parse` prints.
#[derive(Serialize)]
pub struct TranscriptLine<'a> {
    schema: &'static str,
    source: &'a SourceInfo,
    call: &'a Call,
    participants: &'a [Participant],
    turns: Vec<TurnLine<'a>>,
    exchanges: Vec<ExchangeLine<'a>>,
    diagnostics: &'a [Diagnostic],
}

/// A turn, with its speaker spelled out.
#[derive(Serialize)]
pub struct TurnLine<'a> {
    ordinal: u32,
    speaker: &'a str,
    role: Role,
    title: Option<&'a str>,
    firm: Option<&'a str>,
    section: Section,
    kind: Kind,
    exchange: Option<u32>,
    text: &'a str,
    source_bytes: Span,
    start_seconds: Option<f64>,
}

/// An exchange, with its people spelled out.
#[derive(Serialize)]
pub struct ExchangeLine<'a> {
    ordinal: u32,
    questioner: &'a str,
    firm: Option<&'a str>,
    question: &'a [u32],
    answer: &'a [u32],
    responders: Vec<&'a str>,
}

/// The wire form of a transcript.
pub fn transcript(transcript: &Transcript) -> TranscriptLine<'_> {
    TranscriptLine {
        schema: "whosaid.transcript/1",
        source: &transcript.source,
        call: &transcript.call,
        participants: &transcript.participants,
        turns: transcript.turns.iter().map(|t| turn(t, &transcript.participants)).collect(),
        exchanges: transcript.exchanges.iter().map(|e| exchange(e, &transcript.participants)).collect(),
        diagnostics: &transcript.diagnostics,
    }
}

fn turn<'a>(turn: &'a Turn, participants: &'a [Participant]) -> TurnLine<'a> {
    let speaker = &participants[turn.participant];
    TurnLine {
        ordinal: turn.ordinal,
        speaker: &speaker.name,
        role: speaker.role,
        title: speaker.title.as_deref(),
        firm: speaker.firm.as_deref(),
        section: turn.section,
        kind: turn.kind,
        exchange: turn.exchange,
        text: &turn.text,
        source_bytes: turn.text.span(),
        start_seconds: turn.start_seconds,
    }
}

fn exchange<'a>(exchange: &'a Exchange, participants: &'a [Participant]) -> ExchangeLine<'a> {
    let questioner = &participants[exchange.questioner];
    ExchangeLine {
        ordinal: exchange.ordinal,
        questioner: &questioner.name,
        firm: questioner.firm.as_deref(),
        question: &exchange.question,
        answer: &exchange.answer,
        responders: exchange.responders.iter().map(|&id| participants[id].name.as_str()).collect(),
    }
}
