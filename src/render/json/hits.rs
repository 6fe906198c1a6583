//! What `search` and `export` print: passages.

use std::ops::Range;

use serde::Serialize;

use super::{CallPart, SpeakerPart, TurnLine, call_part, speaker_part, turn_reference, turns};
use crate::{
    index::Hit,
    text::Span,
    transcript::{Kind, Section, Transcript, Withheld},
};

/// `whosaid.hit/1`: what `search` and `export` print.
#[derive(Serialize)]
pub struct HitLine<'a> {
    schema: &'static str,
    rank: usize,
    score: f64,
    #[serde(rename = "ref")]
    reference: String,
    call: CallPart<'a>,
    turn: TurnPart<'a>,
    speaker: SpeakerPart<'a>,
    in_answer_to: Option<AskerPart<'a>>,
    passage: PassagePart<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Vec<TurnLine<'a>>>,
}

#[derive(Serialize)]
struct TurnPart<'a> {
    ordinal: u32,
    section: Section,
    kind: Kind,
    exchange: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    nonanswer: &'a [Withheld],
}

#[derive(Serialize)]
struct AskerPart<'a> {
    name: &'a str,
    firm: Option<&'a str>,
}

#[derive(Serialize)]
struct PassagePart<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    highlights: Vec<[usize; 2]>,
    source_bytes: Span,
}

/// The fields of a [`HitLine`] that `--fields` can name, but for `context`.
pub const HIT_FIELDS: &[&str] = &[
    "rank",
    "score",
    "ref",
    "call.id",
    "call.company",
    "call.ticker",
    "call.exchange",
    "call.period",
    "call.date",
    "call.title",
    "call.source",
    "turn.ordinal",
    "turn.section",
    "turn.kind",
    "turn.exchange",
    "turn.nonanswer",
    "speaker.name",
    "speaker.role",
    "speaker.title",
    "speaker.firm",
    "in_answer_to.name",
    "in_answer_to.firm",
    "passage.text",
    "passage.start",
    "passage.end",
    "passage.highlights",
    "passage.source_bytes",
];

/// The wire form of a hit; `highlights` are bytes of its text, `context` the turns around it, if asked for.
pub fn hit<'a>(
    rank: usize,
    hit: &'a Hit,
    highlights: &[Range<usize>],
    context: Option<(&'a Transcript, &[u32])>,
) -> HitLine<'a> {
    let text = hit.text.trim_end();
    let asker = hit.card.questioner(hit.exchange).filter(|_| hit.kind == Kind::Answer);
    HitLine {
        schema: "whosaid.hit/1",
        rank,
        // Four digits tell any two hits apart that should be; more would only tell compilers apart.
        score: (f64::from(hit.score) * 1e4).round() / 1e4,
        reference: turn_reference(&hit.card.call.id, hit.turn),
        call: call_part(&hit.card.call, &hit.card.source),
        turn: TurnPart {
            ordinal: hit.turn,
            section: hit.section,
            kind: hit.kind,
            exchange: hit.exchange,
            nonanswer: &hit.ways,
        },
        speaker: speaker_part(&hit.card.participants[hit.participant]),
        in_answer_to: asker.map(|asker| AskerPart { name: &asker.name, firm: asker.firm.as_deref() }),
        passage: PassagePart {
            text,
            start: hit.start,
            end: hit.start + text.len(),
            highlights: highlights.iter().map(|mark| [mark.start, mark.end]).collect(),
            source_bytes: hit.source,
        },
        context: context.map(|(transcript, ordinals)| turns(transcript, ordinals)),
    }
}

impl HitLine<'_> {
    /// Its cells in a table: rank, reference, date, speaker, role, passage.
    pub fn cells(&self) -> Vec<String> {
        vec![
            self.rank.to_string(),
            self.reference.clone(),
            self.call.date.map(|date| date.to_string()).unwrap_or_default(),
            self.speaker.name.to_owned(),
            self.speaker.role.to_string(),
            self.passage.text.to_owned(),
        ]
    }
}
