//! For programs: JSON Lines, one object a line. Owns the wire forms and their versions.

mod calls;
mod counts;
mod exchanges;
mod hits;
mod people;

use std::io;

use jiff::civil::Date;
use serde::Serialize;

pub use calls::{CALL_FIELDS, CallLine, call};
pub use counts::{CountLine, FacetLine, count, facet};
pub use exchanges::{EXCHANGE_FIELDS, ExchangeOfCall, TurnOfCall, exchange_of_call, turn_of_call};
pub use hits::{HIT_FIELDS, HitLine, hit};
pub use people::{SPEAKER_FIELDS, SpeakerLine, speaker};

use super::sanitize::is_unseen;
use crate::{
    error::Diagnostic,
    excerpt,
    text::Span,
    transcript::{Call, Exchange, Kind, Participant, Period, Role, Section, SourceInfo, Transcript, Turn, Withheld},
};

/// Writes an object on a line of its own. What a terminal would obey or not show is written as an escape.
///
/// # Errors
/// If the output cannot be written.
pub fn write(mut out: impl io::Write, line: &impl Serialize) -> io::Result<()> {
    line.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Escaping))?;
    out.write_all(b"\n")
}

/// Compact JSON with escapes for all that cannot be seen, not only for what the standard asks.
struct Escaping;

impl serde_json::ser::Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        let bytes = fragment.as_bytes();
        let mut next = 0;
        while let Some(ahead) = not_plain(&bytes[next..]) {
            let at = next + ahead;
            let Some(c) = fragment[at..].chars().next() else { break };
            next = at + c.len_utf8();
            if !is_unseen(c) {
                continue;
            }
            out.write_all(&fragment.as_bytes()[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[done..])
    }
}

/// The first byte that is not printable ASCII; nearly all is. Looked for without branches, many bytes at a time.
fn not_plain(bytes: &[u8]) -> Option<usize> {
    const MANY: usize = 32;
    let is_odd = |byte: &u8| byte.wrapping_sub(b' ') > b'~' - b' ';
    let plain = bytes.chunks(MANY).take_while(|chunk| !chunk.iter().fold(false, |odd, byte| odd | is_odd(byte)));
    let from = MANY * plain.count();
    bytes.get(from..)?.iter().position(is_odd).map(|ahead| from + ahead)
}

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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nonanswer: Vec<NonanswerLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hands_over_to: Option<&'a str>,
    text: &'a str,
    source_bytes: Span,
    start_seconds: Option<f64>,
}

/// Where an answer keeps something back: how, in which words, and their bytes in the file.
#[derive(Serialize)]
pub struct NonanswerLine<'a> {
    kind: Withheld,
    text: &'a str,
    source_bytes: Span,
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
    /// How many things the question asks.
    parts: usize,
    /// Its sentences that ask.
    asks: Vec<&'a str>,
}

/// The wire form of a transcript.
pub fn transcript(transcript: &Transcript) -> TranscriptLine<'_> {
    TranscriptLine {
        schema: "whosaid.transcript/1",
        source: &transcript.source,
        call: &transcript.call,
        participants: &transcript.participants,
        turns: transcript.turns.iter().map(|t| turn(t, &transcript.participants)).collect(),
        exchanges: transcript.exchanges.iter().map(|e| exchange(transcript, e)).collect(),
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
        nonanswer: turn
            .nonanswers
            .iter()
            .map(|found| NonanswerLine {
                kind: found.kind,
                text: &turn.text[found.words.clone()],
                source_bytes: turn.text.source_span(found.words.clone()),
            })
            .collect(),
        hands_over_to: turn.hands_over_to.map(|id| participants[id].name.as_str()),
        text: &turn.text,
        source_bytes: turn.text.span(),
        start_seconds: turn.start_seconds,
    }
}

fn exchange<'a>(transcript: &'a Transcript, exchange: &'a Exchange) -> ExchangeLine<'a> {
    let participants = &transcript.participants;
    let texts = exchange.question.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    let texts = texts.map(|turn| turn.text.as_str());
    let asking: Vec<_> = texts.map(|text| (text, excerpt::asking(text))).collect();
    let questioner = &participants[exchange.questioner];
    ExchangeLine {
        ordinal: exchange.ordinal,
        questioner: &questioner.name,
        firm: questioner.firm.as_deref(),
        question: &exchange.question,
        answer: &exchange.answer,
        responders: exchange.responders.iter().map(|&id| participants[id].name.as_str()).collect(),
        parts: asking.iter().map(|(text, asking)| excerpt::parts_of(text, asking)).max().unwrap_or(1),
        asks: asking.iter().flat_map(|(text, asking)| asking.iter().map(|range| &text[range.clone()])).collect(),
    }
}

/// The call, as every line has it.
#[derive(Serialize)]
pub struct CallPart<'a> {
    id: &'a str,
    company: Option<&'a str>,
    ticker: Option<&'a str>,
    exchange: Option<&'a str>,
    period: Option<Period>,
    date: Option<Date>,
    title: Option<&'a str>,
    source: &'a str,
}

/// The call of a card or of a transcript.
pub fn call_part<'a>(call: &'a Call, source: &'a SourceInfo) -> CallPart<'a> {
    CallPart {
        id: &call.id,
        company: call.company.as_deref(),
        ticker: call.ticker.as_deref(),
        exchange: call.exchange.as_deref(),
        period: call.period,
        date: call.date,
        title: call.title.as_deref(),
        source: &source.path,
    }
}

/// Whoever speaks, as lines of hits and of calls have them.
#[derive(Serialize)]
struct SpeakerPart<'a> {
    name: &'a str,
    role: Role,
    title: Option<&'a str>,
    firm: Option<&'a str>,
}

fn speaker_part(participant: &Participant) -> SpeakerPart<'_> {
    let Participant { name, role, title, firm, .. } = participant;
    SpeakerPart { name, role: *role, title: title.as_deref(), firm: firm.as_deref() }
}

/// `CAN-2023Q2#5`.
pub fn turn_reference(call: &str, turn: u32) -> String {
    format!("{call}#{turn}")
}

/// Some turns of a transcript.
fn turns<'a>(transcript: &'a Transcript, ordinals: &[u32]) -> Vec<TurnLine<'a>> {
    let known = ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    known.map(|t| turn(t, &transcript.participants)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_means_the_same() {
        let text = "a\u{202e}b\u{1b}[0m \u{9b}\u{e0041} \"q\" 李\n";
        let mut line = Vec::new();
        write(&mut line, &text).unwrap();
        let line = String::from_utf8(line).unwrap();
        assert_eq!(line, "\"a\\u202eb\\u001b[0m \\u009b\\udb40\\udc41 \\\"q\\\" 李\\n\"\n");
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }
}
