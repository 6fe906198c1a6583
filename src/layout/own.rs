//! What this program wrote: `whosaid.transcript/1`, a call a line. Everybody in it is identified already,
//! so nothing is worked out again: what was written is what is read, to the last piece of evidence. Places
//! are those of the file that the words were first read from.

use serde::Deserialize;

use super::{Draft, Layout, beginning, vendor};
use crate::{
    error::Diagnostic,
    source::Source,
    text::{Span, Traced},
    transcript::{
        Call, Exchange, Kind, Nonanswer, Participant, ParticipantId, Role, Section, SourceInfo, Transcript, Turn,
        Withheld,
    },
};

pub(super) const LAYOUT: Layout = Layout { name: "whosaid", matches, read: draft };

const SCHEMA: &str = "whosaid.transcript/1";

/// Why what was found is not read as calls.
pub(super) const LISTING: &str = "a list that whosaid printed, in which calls are not whole: \
    `whosaid export --transcripts` writes them as NDJSON, which reads back as it was";

fn matches(source: &Source) -> bool {
    printed(source).is_some()
}

/// What this program printed: the name of the schema, without its maker's.
fn printed(source: &Source) -> Option<&str> {
    let rest = beginning(&source.text, 200).trim_start().strip_prefix('{')?;
    let rest = rest.trim_start().strip_prefix("\"schema\"")?.trim_start();
    rest.strip_prefix(':')?.trim_start().strip_prefix("\"whosaid.")
}

/// Whether the columns of a table are those of this program's lists.
pub(super) fn is_listing(columns: &[String]) -> bool {
    const FIELDS: &[&str] = &["call.", "turn.", "speaker.", "in_answer_to.", "passage."];
    columns.iter().filter(|name| FIELDS.iter().any(|field| name.starts_with(field))).count() >= 2
}

/// The words and labels alone, as of any other JSON.
fn draft(source: &Source) -> Vec<Draft> {
    let mut drafts = vendor::read_text(source, &source.text);
    drafts.iter_mut().for_each(|draft| draft.layout = LAYOUT.name);
    drafts
}

/// The transcripts of a source that this program wrote; `None` if it did not.
pub(super) fn finished(source: &Source) -> Option<Vec<Transcript>> {
    if !printed(source)?.starts_with("transcript/") {
        return Some(vec![broken(source, &source.text, LISTING.to_owned())]);
    }
    let lines = source.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = |line| {
        let why = |reason| broken(source, line, format!("a line of {SCHEMA} is {reason}"));
        transcript(source, line).unwrap_or_else(why)
    };
    Some(lines.map(read).collect())
}

/// The wire form of a transcript, as far as it is not worked out from the rest.
#[derive(Deserialize)]
struct Line {
    schema: String,
    call: Call,
    participants: Vec<Participant>,
    turns: Vec<TurnLine>,
    exchanges: Vec<ExchangeLine>,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Deserialize)]
struct TurnLine {
    ordinal: u32,
    speaker: String,
    role: Role,
    title: Option<String>,
    firm: Option<String>,
    section: Section,
    kind: Kind,
    exchange: Option<u32>,
    #[serde(default)]
    nonanswer: Vec<NonanswerLine>,
    hands_over_to: Option<String>,
    text: String,
    source_bytes: Span,
    start_seconds: Option<f64>,
}

#[derive(Deserialize)]
struct NonanswerLine {
    kind: Withheld,
    text: String,
    source_bytes: Span,
}

#[derive(Deserialize)]
struct ExchangeLine {
    ordinal: u32,
    questioner: String,
    question: Vec<u32>,
    answer: Vec<u32>,
    responders: Vec<String>,
}

fn transcript(source: &Source, line: &str) -> Result<Transcript, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| format!("damaged: {error}"))?;
    if line.schema != SCHEMA {
        return Err(format!("written by another version: {}, not {SCHEMA}", beginning(&line.schema, 60)));
    }
    let wrong = |what: &str| format!("damaged: {what}");
    let participants = line.participants;
    let turns = line.turns.into_iter().enumerate().map(|(at, turn)| {
        let participant = speaker(&participants, &turn).ok_or_else(|| wrong("a turn by nobody of the cast"))?;
        let known = turn.exchange.is_none_or(|exchange| (1..=line.exchanges.len()).contains(&(exchange as usize)));
        if turn.ordinal as usize != at || !known {
            return Err(wrong("turns are missing"));
        }
        let TurnLine { ordinal, section, kind, exchange, start_seconds, .. } = turn;
        let (text, nonanswers) = traced(&turn).ok_or_else(|| wrong("a turn without words or place"))?;
        let hands_over_to =
            turn.hands_over_to.and_then(|name| participants.iter().position(|person| person.name == name));
        Ok(Turn { ordinal, participant, section, kind, exchange, nonanswers, hands_over_to, text, start_seconds })
    });
    let turns: Vec<Turn> = turns.collect::<Result<_, String>>()?;
    let exchanges = line.exchanges.iter().enumerate().map(|(at, printed)| {
        let whole = printed.ordinal as usize == at + 1;
        whole.then(|| exchange(printed, &turns, &participants)).flatten().ok_or_else(|| wrong("an exchange"))
    });
    let exchanges = exchanges.collect::<Result<_, String>>()?;
    let mut diagnostics = source.diagnostics.clone();
    diagnostics.extend(line.diagnostics);
    Ok(Transcript { source: info(source), call: line.call, participants, turns, exchanges, diagnostics })
}

/// A turn's text, whose places are known for all of it and for the words that keep something back; the same number of
/// bytes is the same bytes, most often.
fn traced(turn: &TurnLine) -> Option<(Traced, Vec<Nonanswer>)> {
    let (text, whole) = (turn.text.as_str(), turn.source_bytes);
    whole.end.checked_sub(whole.start).filter(|len| *len <= u64::from(u32::MAX))?;
    let (mut traced, mut nonanswers) = (Traced::default(), Vec::new());
    let (mut at, mut place) = (0, whole.start);
    for NonanswerLine { kind, text: words, source_bytes: span } in &turn.nonanswer {
        let start = at + text.get(at..)?.find(words.as_str())?;
        if span.start < place || span.end < span.start || span.end > whole.end {
            return None;
        }
        traced.push_substitute(&text[at..start], Span { start: place, end: span.start });
        traced.push_substitute(words, *span);
        (at, place) = (start + words.len(), span.end);
        nonanswers.push(Nonanswer { kind: *kind, words: start..at });
    }
    traced.push_substitute(&text[at..], Span { start: place, end: whole.end });
    (!traced.is_empty()).then_some((traced, nonanswers))
}

fn speaker(participants: &[Participant], turn: &TurnLine) -> Option<ParticipantId> {
    participants.iter().position(|person| {
        person.name == turn.speaker
            && person.role == turn.role
            && person.title == turn.title
            && person.firm == turn.firm
    })
}

/// People in an exchange are those of its turns who are called so.
fn exchange(printed: &ExchangeLine, turns: &[Turn], participants: &[Participant]) -> Option<Exchange> {
    let among = |ordinals: &[u32], name: &str| {
        let spoke = ordinals.iter().filter_map(|at| turns.get(*at as usize)).map(|turn| turn.participant);
        let mut named = spoke.chain(0..participants.len()).filter(|id| participants[*id].name == name);
        named.next()
    };
    let all = || printed.question.iter().chain(&printed.answer);
    if all().any(|at| *at as usize >= turns.len()) {
        return None;
    }
    Some(Exchange {
        ordinal: printed.ordinal,
        questioner: among(&printed.question, &printed.questioner)?,
        question: printed.question.clone(),
        answer: printed.answer.clone(),
        responders: printed.responders.iter().map(|name| among(&printed.answer, name)).collect::<Option<_>>()?,
    })
}

fn info(source: &Source) -> SourceInfo {
    SourceInfo {
        path: source.path.clone(),
        layout: LAYOUT.name.to_owned(),
        bytes: source.bytes,
        hash: source.hash.clone(),
    }
}

/// A line that cannot be read: a call without turns, which says why.
fn broken(source: &Source, line: &str, text: String) -> Transcript {
    let span = source.text.source_span(source.text.range_of(line));
    let mut diagnostics = source.diagnostics.clone();
    diagnostics.push(Diagnostic { code: "not-a-transcript".to_owned(), turn: None, text, source_bytes: Some(span) });
    let id = format!("call-{}-{}", &source.hash[..8], span.start);
    Transcript {
        source: info(source),
        call: Call { id, ..Call::default() },
        participants: Vec::new(),
        turns: Vec::new(),
        exchanges: Vec::new(),
        diagnostics,
    }
}
