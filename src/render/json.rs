//! For programs: JSON Lines, one object a line. Owns the wire forms and their versions.

use std::{collections::BTreeMap, io, ops::Range};

use jiff::civil::Date;
use serde::Serialize;

use super::sanitize::is_unseen;
use crate::{
    error::Diagnostic,
    excerpt,
    index::{Card, Hit, Spoken},
    people::{Appearance, Person, Stint, When},
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
struct SpeakerPart<'a> {
    name: &'a str,
    role: Role,
    title: Option<&'a str>,
    firm: Option<&'a str>,
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
    let speaker = &hit.card.participants[hit.participant];
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
        speaker: SpeakerPart {
            name: &speaker.name,
            role: speaker.role,
            title: speaker.title.as_deref(),
            firm: speaker.firm.as_deref(),
        },
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

/// `CAN-2023Q2#5`.
pub fn turn_reference(call: &str, turn: u32) -> String {
    format!("{call}#{turn}")
}

/// Some turns of a transcript.
fn turns<'a>(transcript: &'a Transcript, ordinals: &[u32]) -> Vec<TurnLine<'a>> {
    let known = ordinals.iter().filter_map(|&ordinal| transcript.turns.get(ordinal as usize));
    known.map(|t| turn(t, &transcript.participants)).collect()
}

/// `whosaid.call/1`: what `calls` prints.
#[derive(Serialize)]
pub struct CallLine<'a> {
    schema: &'static str,
    call: CallPart<'a>,
    turns: u32,
    words: u32,
    exchanges: usize,
    /// Analysts who speak.
    analysts: usize,
    /// The share of the words that executives say, in thousandths; null where nobody says a word.
    #[serde(serialize_with = "share")]
    executive_share: Option<u64>,
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
        participants: card
            .participants
            .iter()
            .map(|p| SpeakerPart { name: &p.name, role: p.role, title: p.title.as_deref(), firm: p.firm.as_deref() })
            .collect(),
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
    /// Its id.
    pub fn id(&self) -> &str {
        self.call.id
    }

    /// Its day.
    pub fn date(&self) -> Option<Date> {
        self.call.date
    }

    /// Its company.
    pub fn company(&self) -> Option<&str> {
        self.call.company
    }

    /// Its turns, words, questions and analysts, the executives' share of the words, and the answers that keep something
    /// back.
    pub fn numbers(&self) -> [u64; 6] {
        let counts = [self.exchanges, self.analysts].map(|n| n as u64);
        let share = self.executive_share.unwrap_or(0);
        [u64::from(self.turns), u64::from(self.words), counts[0], counts[1], share, self.nonanswers as u64]
    }

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

/// `whosaid.count/1`: what `--count` prints.
#[derive(Serialize)]
pub struct CountLine {
    schema: &'static str,
    count: usize,
}

/// The wire form of a count.
pub fn count(count: usize) -> CountLine {
    CountLine { schema: "whosaid.count/1", count }
}

/// `whosaid.facet/1`: what `--facets` prints, one line a value.
#[derive(Serialize)]
pub struct FacetLine<'a> {
    schema: &'static str,
    field: &'a str,
    value: Option<&'a str>,
    count: usize,
}

impl FacetLine<'_> {
    /// Its cells in a table: field, value, count.
    pub fn cells(&self) -> Vec<String> {
        vec![self.field.to_owned(), self.value.unwrap_or("(none)").to_owned(), self.count.to_string()]
    }
}

/// The wire form of a count by value; `None` counts what has no such value.
pub fn facet<'a>(field: &'a str, value: Option<&'a str>, count: usize) -> FacetLine<'a> {
    FacetLine { schema: "whosaid.facet/1", field, value, count }
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
