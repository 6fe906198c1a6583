//! Speech as records: in a tree of JSON, the array of objects that each have a speaker and a text,
//! whatever a vendor calls them. What vendors differ in is in the tables of names below.

mod names;

use std::collections::HashMap;

pub(super) use self::names::Names;
use super::{
    DraftTurn, Label, Mark,
    tree::{Node, unescape},
    voices::{self, Cue, Voices},
};
use crate::{text::Traced, transcript::Section};

const SPEAKER: &[&str] = &[
    "speaker_name",
    "speakerName",
    "speaker",
    "Speaker",
    "speaker_label",
    "speakerLabel",
    "speaker_id",
    "speakerId",
    "spk",
    "ParticipantRole",
    "participant_role",
    "ParticipantId",
    "participant",
];
/// Names of the name, where the speaker is an object.
const IN_SPEAKER: &[&str] = &["name", "display_name", "speaker_name", "label", "id"];
/// Names that mean a speaker only in a corpus of conversations; elsewhere, who posted or owns something.
const CORPUS_SPEAKER: &[&str] = &["user", "name"];
const CORPUS: &[&str] = &["reply_to", "reply-to", "conversation_id", "session"];
const TEXT: &[&str] = &[
    "text",
    "content",
    "Content",
    "transcript",
    "transcription",
    "speech",
    "utterance",
    "statement",
    "sentence",
    "Text",
    "text_blocks",
    "sentences",
    "punctuated_word",
    "word",
    "display",
    "message",
];
/// Arrays of single words.
const WORDS: &[&str] = &["elements", "spans", "words", "items", "Items"];
const WORD: &[&str] = &["punctuated_word", "value", "text", "word", "content", "Content"];
const TITLE: &[&str] = &[
    "title",
    "speaker_title",
    "role",
    "role_title",
    "position",
    "designation",
    "job_title",
    "speaker_role",
    "speakerRole",
    "speaker_type",
    "speakerType",
];
const FIRM: &[&str] = &["firm", "affiliation", "company", "organization", "organisation"];
const SECTION: &[&str] = &["section", "session", "segment_type", "section_type"];
const MARK: &[&str] = &["statement_type", "turn_type"];
/// Names of a start time, and how many seconds one of its units is.
const START: &[(&str, f64)] = &[
    ("start", 1.0),
    ("start_time", 1.0),
    ("startTime", 1.0),
    ("start_seconds", 1.0),
    ("BeginOffsetMillis", 1e-3),
    ("start_ms", 1e-3),
    ("startMs", 1e-3),
    ("offsetMilliseconds", 1e-3),
    ("offsetInTicks", 1e-7),
    ("ts", 1.0),
    ("begin", 1.0),
    ("timestamp", 1.0),
    ("start_timestamp", 1.0),
];
/// Arrays whose later elements are other guesses at the same speech.
const GUESSES: &[&str] = &["alternatives", "nBest", "NBest", "hypotheses"];

/// Where a call's speech stands in its tree.
#[derive(Debug, Default)]
pub(super) struct Records<'n, 't> {
    rows: Vec<&'n Node<'t>>,
    /// The section the place itself names (`questions_and_answers: [...]`), for the rows from there on.
    sections: Vec<(usize, Option<Section>)>,
    /// Bytes of speech.
    pub(super) size: usize,
    voiced: bool,
}

/// Finds the speech of one call: the place that holds most of it, in the fewest records (utterances
/// rather than the words that they are made of), with speakers if any place has them.
pub(super) fn find<'n, 't>(root: &'n Node<'t>) -> Option<Records<'n, 't>> {
    let mut found = Places::default();
    search(root, &mut Vec::new(), &mut found);
    let voiced = found.places.iter().any(|place| place.voiced);
    let mut places: Vec<_> = found.places.into_iter().filter(|place| place.voiced == voiced).collect();
    let most = places.iter().map(|place| place.size).max()?;
    places.retain(|place| place.size * 10 >= most * 8);
    places.into_iter().min_by_key(|place| place.rows.len())
}

/// Whether a value is itself one record of speech, as a line of JSON Lines may be.
pub(super) fn is_record(node: &Node<'_>) -> bool {
    speaker(node).is_some() && size(node) > 0
}

/// Reads records as they are.
pub(super) fn of_rows<'n, 't>(rows: Vec<&'n Node<'t>>) -> Records<'n, 't> {
    let size = rows.iter().map(|row| size(row)).sum();
    Records { rows, sections: vec![(0, None)], size, voiced: true }
}

/// Arrays of records, by the keys that lead to them.
#[derive(Default)]
struct Places<'n, 't> {
    at: HashMap<Vec<&'t str>, usize>,
    places: Vec<Records<'n, 't>>,
}

fn search<'n, 't>(node: &'n Node<'t>, path: &mut Vec<&'t str>, found: &mut Places<'n, 't>) {
    for (key, value) in node.entries() {
        path.push(key);
        let guesses = if GUESSES.contains(key) { value.elements().first() } else { None };
        search(guesses.unwrap_or(value), path, found);
        path.pop();
    }
    let rows = node.elements();
    let sample = rows.len().min(50);
    let spoken = rows.iter().take(sample).filter(|row| size(row) > 0).count();
    let voiced = rows.iter().take(sample).filter(|row| speaker(row).is_some()).count();
    let timed = rows.iter().take(sample).filter(|row| start(row).is_some()).count();
    if spoken > 0 && spoken * 2 >= sample && (voiced > 0 || timed * 2 > sample) {
        let section = path.iter().rev().find_map(|key| section_of(key));
        // Arrays at the same path (the turns of each section) are one place; sections do not part them.
        let place = path.iter().filter(|key| section_of(key).is_none()).copied().collect::<Vec<_>>();
        let next = found.places.len();
        let at = *found.at.entry(place).or_insert(next);
        if at == next {
            found.places.push(Records::default());
        }
        let records = &mut found.places[at];
        records.sections.push((records.rows.len(), section));
        records.voiced |= voiced > 0;
        records.size += rows.iter().map(size).sum::<usize>();
        records.rows.extend(rows);
    } else {
        rows.iter().for_each(|row| search(row, path, found));
    }
}

impl<'t> Records<'_, 't> {
    /// The turns: a record each, or, where there are times and a machine wrote them, cues joined.
    pub(super) fn turns(&self, text: &Traced, names: &Names<'t>) -> Vec<DraftTurn> {
        let starts: Vec<Option<f64>> = self.rows.iter().map(|row| start(row)).collect();
        let unit = unit(&starts, self.size);
        let varying = [TITLE, FIRM].map(|keys| self.varies(keys));
        let rows = self.rows.iter().zip(starts).enumerate().map(|(index, (row, start))| Row {
            label: label(text, row, names, varying),
            text: speech(text, row),
            start: start.zip(unit).map(|(start, unit)| start * unit),
            glued: row.get("type").and_then(Node::scalar) == Some("punctuation"),
            section: self.section(index, row),
        });
        let mut rows: Vec<Row> = rows.collect();
        if self.sections.len() > 1 && rows.iter().all(|row| row.start.is_some()) {
            // Channels of one recording, one after the other in the file.
            rows.sort_by(|a, b| a.start.unwrap_or(0.0).total_cmp(&b.start.unwrap_or(0.0)));
        }
        if rows.iter().any(|row| row.start.is_some()) {
            join(rows)
        } else {
            rows.into_iter().filter_map(Row::turn).collect()
        }
    }

    /// Whether a field differs between records: one that never does describes the call, not the speaker.
    fn varies(&self, keys: &[&str]) -> bool {
        let mut values = self.rows.iter().filter_map(|row| row.any(keys)).filter_map(Node::scalar);
        let first = values.next();
        self.rows.len() < 3 || values.any(|value| Some(value) != first)
    }

    fn section(&self, index: usize, row: &Node<'_>) -> Option<Section> {
        let printed = row.any(SECTION).and_then(Node::scalar).and_then(section_of);
        printed
            .or_else(|| self.sections.iter().rev().find(|(from, _)| *from <= index).and_then(|(_, section)| *section))
    }
}

/// A record, read.
struct Row {
    label: Option<Label>,
    text: Traced,
    start: Option<f64>,
    glued: bool,
    section: Option<Section>,
}

impl Row {
    fn turn(self) -> Option<DraftTurn> {
        let words = self.text.trim();
        (!words.is_empty()).then(|| DraftTurn {
            label: self.label,
            text: self.text.part(words),
            section: self.section,
            start_seconds: self.start,
        })
    }
}

fn join(rows: Vec<Row>) -> Vec<DraftTurn> {
    let mut voices = Voices::default();
    let mut current = None;
    for row in rows {
        // A comma of its own has no speaker in some vendors' words.
        let label = if row.glued { current.clone() } else { row.label };
        current.clone_from(&label);
        voices.say(Cue { label, text: row.text, start: row.start, glued: row.glued, fresh: false });
    }
    voices.finish()
}

/// Whose record it is.
fn speaker<'n, 't>(row: &'n Node<'t>) -> Option<&'n Node<'t>> {
    let is_name = |node: &&Node<'t>| matches!(node, Node::Text(_) | Node::Number(_) | Node::Object(_));
    let corpus = || row.any(CORPUS).and_then(|_| row.any(CORPUS_SPEAKER));
    row.any(SPEAKER).or_else(corpus).filter(is_name)
}

fn label(text: &Traced, row: &Node<'_>, names: &Names<'_>, [titled, firmed]: [bool; 2]) -> Option<Label> {
    let at_this_time = || names.by_time.get(row.get("start_time")?.scalar()?).copied();
    let speaker = speaker(row);
    let printed = match speaker {
        Some(speaker) => speaker.scalar().or_else(|| speaker.any(IN_SPEAKER).and_then(Node::scalar)),
        None => at_this_time(),
    }?;
    let speaker = speaker.unwrap_or(&Node::Word("null"));
    let known = names.by_id.get(printed);
    let name = known.map_or(printed, |known| known.name);
    let mut label = voices::label(unescape(text, name))?;
    let field = |keys: &[&str], node: &Node<'_>| {
        let raw = node.any(keys).and_then(Node::scalar)?;
        let value = unescape(text, raw);
        Some(value.part(value.trim())).filter(|value| !value.is_empty())
    };
    let office = speaker.get("roles").and_then(|roles| roles.elements().first());
    label.title = known
        .and_then(|known| known.title)
        .map(|title| unescape(text, title))
        .or_else(|| field(TITLE, row).filter(|_| titled))
        .or_else(|| field(TITLE, speaker))
        .or_else(|| office.and_then(|office| field(TITLE, office)));
    label.firm = field(FIRM, row).filter(|_| firmed);
    label.mark = row.any(MARK).and_then(Node::scalar).and_then(|mark| match mark {
        "Q" => Some(Mark::Question),
        "A" => Some(Mark::Answer),
        _ => None,
    });
    Some(label)
}

/// How many bytes of speech a record has.
fn size(row: &Node<'_>) -> usize {
    match row.any(TEXT) {
        Some(Node::Text(raw)) => raw.len(),
        Some(Node::Array(parts)) => parts.iter().map(|part| part.scalar().map_or_else(|| size(part), str::len)).sum(),
        _ => match (guess(row), row.any(WORDS)) {
            (Some(guess), _) => size(guess),
            (None, Some(words)) => words.elements().iter().filter_map(word).map(str::len).sum(),
            (None, None) => 0,
        },
    }
}

fn speech(text: &Traced, row: &Node<'_>) -> Traced {
    match row.any(TEXT) {
        Some(Node::Text(raw)) => unescape(text, raw),
        Some(Node::Array(parts)) => {
            let mut whole = Traced::default();
            for part in parts {
                let (gap, part) =
                    part.scalar().map_or_else(|| (" ", speech(text, part)), |raw| ("\n\n", unescape(text, raw)));
                if !whole.is_empty() {
                    whole.push_made(gap);
                }
                whole.push_range(&part, part.range_of(part.trim()));
            }
            whole
        }
        _ => match (guess(row), row.any(WORDS)) {
            (Some(guess), _) => speech(text, guess),
            (None, Some(words)) => sentence(text, words),
            (None, None) => Traced::default(),
        },
    }
}

/// Words joined. Some vendors give the spaces as words too; with others, punctuation is a word.
fn sentence(text: &Traced, words: &Node<'_>) -> Traced {
    let words: Vec<&str> = words.elements().iter().filter_map(word).collect();
    let spaced = words.iter().any(|word| !word.is_empty() && word.trim().is_empty());
    let mut whole = Traced::default();
    for word in words {
        let is_punctuation = word.chars().all(|c| matches!(c, '.' | ',' | '?' | '!' | ':' | ';'));
        if !spaced && !whole.is_empty() && !is_punctuation {
            whole.push_made(" ");
        }
        whole.push(&unescape(text, word));
    }
    whole
}

fn word<'t>(node: &Node<'t>) -> Option<&'t str> {
    if let Node::Text(raw) = node {
        return Some(raw);
    }
    node.any(WORD).or_else(|| guess(node)?.any(WORD)).and_then(Node::scalar)
}

/// The best guess of a recogniser.
fn guess<'n, 't>(row: &'n Node<'t>) -> Option<&'n Node<'t>> {
    row.any(GUESSES).and_then(|guesses| guesses.elements().first())
}

/// When a record begins, in its vendor's unit: its own field, or its first word's.
fn start(row: &Node<'_>) -> Option<f64> {
    let own = |row: &Node<'_>| {
        START.iter().find_map(|(key, scale)| {
            let value = row.get(key)?;
            value.number().or_else(|| voices::seconds(value.scalar()?)).map(|number| number * scale)
        })
    };
    own(row).or_else(|| {
        let parts = row.any(&["start_times"]).or_else(|| row.any(WORDS)).or_else(|| row.any(TEXT))?;
        parts.elements().iter().take(3).find_map(|part| part.number().or_else(|| own(part)))
    })
}

/// Seconds or milliseconds? Nobody needs ten seconds for a letter. Times of day and dates are none.
fn unit(starts: &[Option<f64>], size: usize) -> Option<f64> {
    const SECONDS_PER_BYTE: f64 = 1.0;
    const CENTURY: f64 = 3.2e9;
    let mut known = starts.iter().flatten();
    let first = known.next().copied().unwrap_or(0.0);
    let last = known.next_back().copied().unwrap_or(first);
    if last > CENTURY / 10.0 {
        return None;
    }
    let slow = last - first > SECONDS_PER_BYTE * size as f64;
    let whole = starts.iter().flatten().all(|start| start.fract() == 0.0);
    Some(if slow && whole && last > 1000.0 { 1e-3 } else { 1.0 })
}

/// `qa`, `question_answer`, `Questions and Answers`; `pres`, `prepared_remarks`.
pub(super) fn section_of(word: &str) -> Option<Section> {
    const LONGEST: usize = 40;
    if word.len() > LONGEST {
        return None;
    }
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
    match letters.as_str() {
        "qa"
        | "qanda"
        | "questionanswer"
        | "questionandanswer"
        | "questionsandanswers"
        | "questionandanswersession" => Some(Section::Qa),
        "pres" | "presentation" | "prepared" | "preparedremarks" | "managementdiscussion" => Some(Section::Prepared),
        _ => None,
    }
}
