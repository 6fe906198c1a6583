//! A transcript as a block of documents, and back.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;

use super::{
    facts::{call_facts, participant_facts, place_facts},
    lists::{Facts, WordList},
    schema::Fields,
    standing::{Standing, pack_traits},
};
use crate::{
    error::Diagnostic,
    passage,
    text::Traced,
    transcript::{
        Call, Evidence, Exchange, Kind, Nonanswer, Participant, Period, Section, SourceInfo, Transcript, Turn,
    },
};

/// What every hit needs of its call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The event.
    pub call: Call,
    /// The file.
    pub source: SourceInfo,
    /// Who takes part, their evidence left out.
    pub participants: Vec<Participant>,
    /// For each participant, how much they said.
    pub spoken: Vec<Spoken>,
    /// For each exchange, who asks: indexes in the participants.
    pub questioners: Vec<usize>,
}

/// How much somebody said on a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// Turns.
    pub turns: u32,
    /// Words, as they are indexed: transcribers' notes are none.
    pub words: u32,
    /// Exchanges in which they answer.
    #[serde(default)]
    pub answers: u32,
}

impl Card {
    /// Who asks in an exchange, counted from 1.
    pub fn questioner(&self, exchange: Option<u32>) -> Option<&Participant> {
        let asks = self.questioners.get(exchange?.checked_sub(1)? as usize)?;
        self.participants.get(*asks)
    }
}

/// The rest of a transcript, but for its words. What later versions add must be `serde(default)`, so that
/// `index --rebuild` reads what earlier ones wrote.
#[derive(Serialize, Deserialize)]
pub(super) struct Rest {
    /// Where it stands, so that the stored documents alone are enough to make the index again. From schema 5.
    #[serde(default)]
    pub(super) place: Option<Place>,
    evidence: Vec<Vec<Evidence>>,
    turns: Vec<TurnRecord>,
    exchanges: Vec<Exchange>,
    diagnostics: Vec<Diagnostic>,
}

/// A turn without its words.
#[derive(Serialize, Deserialize)]
struct TurnRecord {
    participant: usize,
    section: Section,
    kind: Kind,
    exchange: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    nonanswers: Vec<Nonanswer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hands_over_to: Option<usize>,
    start_seconds: Option<f64>,
    /// Where the words come from, as [`Traced::runs`] has it.
    runs: Vec<[u64; 4]>,
    n_passages: u32,
}

/// The file a transcript was read from, as `index` compares it to decide what to skip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileStamp {
    /// Size in bytes, as on disk.
    pub(super) size: u64,
    /// Time of last change, in nanoseconds since 1970; 0 if unknown.
    pub(super) modified: u64,
}

/// Where a transcript stands: which file, and which call of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// The file on disk: for a member of an archive, the archive.
    pub(super) file: String,
    /// Counted from 0.
    pub(super) nth: u64,
    /// The call's id before it was told apart from others that have the same.
    pub(super) base: String,
    pub(super) stamp: FileStamp,
}

impl Place {
    /// The place as a fact that all documents of the block share.
    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.file, self.nth)
    }
}

/// The documents of a transcript: its head, its passages, its tail.
pub(super) fn documents(transcript: &Transcript, place: &Place, fields: &Fields) -> Vec<TantivyDocument> {
    let block = Block { transcript, place, fields };
    // Written out once: they are the same for every passage of a speaker.
    let speaker_facts: Vec<Facts> = transcript
        .participants
        .iter()
        .map(|participant| {
            let mut facts = Facts::default();
            facts.add("is", "passage");
            facts.extend(place_facts(place));
            facts.extend(participant_facts(participant));
            facts
        })
        .collect();
    let mut documents = vec![TantivyDocument::default()];
    let mut spoken = vec![Spoken::default(); transcript.participants.len()];
    let mut turns = Vec::with_capacity(transcript.turns.len());
    for turn in &transcript.turns {
        let passages = passage::divide(&turn.text);
        spoken[turn.participant].turns += 1;
        for range in &passages {
            let words = WordList::of(&turn.text[range.clone()]);
            spoken[turn.participant].words += words.n_words();
            let facts = speaker_facts[turn.participant].clone();
            documents.push(block.passage(turn, range, &words, facts, documents.len()));
        }
        turns.push(TurnRecord {
            participant: turn.participant,
            section: turn.section,
            kind: turn.kind,
            exchange: turn.exchange,
            nonanswers: turn.nonanswers.clone(),
            hands_over_to: turn.hands_over_to,
            start_seconds: turn.start_seconds,
            runs: turn.text.runs(),
            n_passages: passages.len() as u32,
        });
    }
    for responder in transcript.exchanges.iter().flat_map(|exchange| &exchange.responders) {
        spoken[*responder].answers += 1;
    }
    documents.push(block.tail(turns, documents.len()));
    documents[0] = block.head(spoken, documents.len());
    documents
}

/// A call on its way into the index.
struct Block<'t> {
    transcript: &'t Transcript,
    place: &'t Place,
    fields: &'t Fields,
}

impl Block<'_> {
    /// `back` documents after the head.
    fn passage(
        &self,
        turn: &Turn,
        range: &Range<usize>,
        words: &WordList,
        mut facts: Facts,
        back: usize,
    ) -> TantivyDocument {
        let fields = self.fields;
        let mut document = TantivyDocument::default();
        let text = &turn.text[range.clone()];
        words.put_into(&mut document, fields);
        document.add_text(fields.text, text);
        facts.add("section", turn.section.as_str());
        facts.add("kind", turn.kind.as_str());
        for way in turn.ways() {
            facts.add("nonanswer", way.as_str());
        }
        facts.put_into(&mut document, fields);
        let standing = Standing {
            turn: turn.ordinal,
            exchange: turn.exchange.unwrap_or(0),
            speaker: turn.participant as u32,
            traits: pack_traits(turn, self.transcript.participants[turn.participant].role),
            start: range.start,
            source: turn.text.source_span(range.start..range.start + text.trim_end().len()),
        };
        document.add_bytes(fields.standing, &standing.to_bytes());
        let worth = passage::worth(turn.kind, text);
        self.add_columns(&mut document, back, &standing, words.n_words(), worth);
        document
    }

    fn head(&self, spoken: Vec<Spoken>, length: usize) -> TantivyDocument {
        let (transcript, place, fields) = (self.transcript, self.place, self.fields);
        let n_words = spoken.iter().map(|spoken| spoken.words).sum();
        let card = Card {
            call: transcript.call.clone(),
            source: transcript.source.clone(),
            participants: transcript
                .participants
                .iter()
                .map(|p| Participant { evidence: Vec::new(), ..p.clone() })
                .collect(),
            spoken,
            questioners: transcript.exchanges.iter().map(|exchange| exchange.questioner).collect(),
        };
        let mut head = TantivyDocument::default();
        // Plain data without maps of odd keys: writing it as JSON cannot fail.
        head.add_text(fields.card, serde_json::to_string(&card).unwrap_or_default());
        let mut facts = Facts::default();
        facts.add("is", "head");
        facts.add("base", &place.base.to_uppercase());
        facts.extend(call_facts(transcript, place));
        transcript.participants.iter().for_each(|participant| facts.extend(participant_facts(participant)));
        facts.put_into(&mut head, fields);
        self.add_columns(&mut head, 0, &Standing::default(), n_words, 0);
        head.add_u64(fields.length, length as u64);
        head.add_text(fields.path, &place.file);
        head.add_u64(fields.nth, place.nth);
        head.add_u64(fields.size, place.stamp.size);
        head.add_u64(fields.modified, place.stamp.modified);
        head.add_u64(fields.tie, tie(&transcript.call.id));
        if let Some(company) = &transcript.call.company {
            head.add_text(fields.company, company);
        }
        if let Some(date) = transcript.call.date {
            head.add_u64(fields.date, day_number(date));
        }
        if let Some(period) = transcript.call.period {
            let (first, last) = quarters(period);
            head.add_u64(fields.period_first, first);
            head.add_u64(fields.period_last, last);
        }
        head
    }

    /// `back` documents after the head. It has no fact but those by which a whole block is taken out.
    fn tail(&self, turns: Vec<TurnRecord>, back: usize) -> TantivyDocument {
        let (transcript, fields) = (self.transcript, self.fields);
        let rest = Rest {
            place: Some(self.place.clone()),
            evidence: transcript.participants.iter().map(|p| p.evidence.clone()).collect(),
            turns,
            exchanges: transcript.exchanges.clone(),
            diagnostics: transcript.diagnostics.clone(),
        };
        let mut tail = TantivyDocument::default();
        tail.add_text(fields.rest, serde_json::to_string(&rest).unwrap_or_default());
        let mut facts = Facts::default();
        facts.extend(place_facts(self.place));
        facts.put_into(&mut tail, fields);
        self.add_columns(&mut tail, back, &Standing::default(), 0, 0);
        tail
    }

    /// The columns that have a value in every document.
    fn add_columns(&self, document: &mut TantivyDocument, back: usize, standing: &Standing, n_words: u32, worth: u8) {
        let fields = self.fields;
        document.add_u64(fields.back, back as u64);
        document.add_u64(fields.turn, u64::from(standing.turn));
        document.add_u64(fields.exchange, u64::from(standing.exchange));
        document.add_u64(fields.speaker, u64::from(standing.speaker));
        document.add_u64(fields.traits, standing.traits);
        document.add_u64(fields.n_words, u64::from(n_words));
        document.add_u64(fields.worth, u64::from(worth));
    }
}

/// Puts a transcript together again from its head and the texts of its passages, in order, and says how many
/// of these it took. `None` if they do not fit together.
pub(super) fn restore(card: Card, rest: Rest, mut texts: impl Iterator<Item = String>) -> Option<(Transcript, usize)> {
    let Card { call, source, mut participants, .. } = card;
    if participants.len() != rest.evidence.len() {
        return None;
    }
    for (participant, evidence) in participants.iter_mut().zip(rest.evidence) {
        participant.evidence = evidence;
    }
    let mut n_texts = 0;
    let mut turns = Vec::with_capacity(rest.turns.len());
    for (ordinal, record) in rest.turns.into_iter().enumerate() {
        let mut text = String::new();
        for _ in 0..record.n_passages {
            text.push_str(&texts.next()?);
            n_texts += 1;
        }
        let is_whole = |nonanswer: &Nonanswer| text.get(nonanswer.words.clone()).is_some();
        let known = |id: usize| id < participants.len();
        if !known(record.participant)
            || !record.hands_over_to.is_none_or(known)
            || !record.nonanswers.iter().all(is_whole)
        {
            return None;
        }
        turns.push(Turn {
            ordinal: ordinal as u32,
            participant: record.participant,
            section: record.section,
            kind: record.kind,
            exchange: record.exchange,
            nonanswers: record.nonanswers,
            hands_over_to: record.hands_over_to,
            text: Traced::from_runs(text, &record.runs)?,
            start_seconds: record.start_seconds,
        });
    }
    let known = |id: &usize| *id < participants.len();
    if !rest.exchanges.iter().all(|exchange| known(&exchange.questioner) && exchange.responders.iter().all(known)) {
        return None;
    }
    let (exchanges, diagnostics) = (rest.exchanges, rest.diagnostics);
    Some((Transcript { source, call, participants, turns, exchanges, diagnostics }, n_texts))
}

/// A transcript from what an index stores of it, whatever that says, and how many documents it makes when it is
/// written again. For the fuzzer: by a seal of its own, only a forger could get such bytes here.
#[doc(hidden)]
pub fn restored(card: &str, rest: &str, texts: Vec<String>) -> Option<(Transcript, usize)> {
    let card: Card = serde_json::from_str(card).ok()?;
    let rest: Rest = serde_json::from_str(rest).ok()?;
    let stamp = FileStamp::default();
    let place = Place { file: card.source.path.clone(), nth: 0, base: card.call.id.clone(), stamp };
    let (transcript, _) = restore(card, rest, texts.into_iter())?;
    let n_documents = documents(&transcript, &place, &super::schema::build().1).len();
    Some((transcript, n_documents))
}

/// A day as a number that sorts as days do: 20230829.
pub(super) fn day_number(date: Date) -> u64 {
    date.year().max(0) as u64 * 10_000 + date.month() as u64 * 100 + date.day() as u64
}

/// The first and last quarter of a period, counted from year 0.
pub(super) fn quarters(period: Period) -> (u64, u64) {
    let year = u64::try_from(period.year).unwrap_or(0) * 4;
    match period.quarter {
        Some(quarter) => (year + u64::from(quarter) - 1, year + u64::from(quarter) - 1),
        None => (year, year + 3),
    }
}

/// A number for a call that depends on its id alone: it orders what is otherwise equal.
fn tie(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    hash.as_bytes()[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
