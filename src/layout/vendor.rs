//! JSON of data vendors and of speech recognisers: speech as records, or a whole transcript as a string.
//! One call a file or many, JSON Lines, JSON in a string, JSON in a Markdown page.

use super::{
    Draft, Header, Layout,
    draft::{no_speakers, not_a_transcript},
    header,
    lines::{furniture, glued_heading, tail},
    metadata::{self, fill},
    records::{self, Names},
    tree::{self, Damage, Node},
    voices,
};
use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "json", matches: |source| begin(&source.text).is_some(), read };

/// Keys of strings that hold a whole transcript, and the section if it is only a part.
const WHOLE: &[(&str, Option<Section>)] = &[
    ("content", None),
    ("transcript", None),
    ("raw_content", None),
    ("transcript_text", None),
    ("full_text", None),
    ("prepared_remarks", Some(Section::Prepared)),
    ("questions_and_answers", Some(Section::Qa)),
    ("text", None),
    ("body", None),
    ("articleBody", None),
];
/// A name with title and firm is not longer.
const LONGEST_HEADING: usize = 300;
/// Less than this is no transcript of a call.
const SHORTEST: usize = 200;

/// Where the JSON begins: at once, or after the heading of a Markdown page.
fn begin(text: &str) -> Option<usize> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    let at = text.len() - start.len();
    let next = |at: usize| text[at + 1..].trim_start().chars().next();
    match start.as_bytes().first()? {
        b'{' => (matches!(next(at), Some('"' | '}') | None)).then_some(at),
        b'[' => (matches!(next(at), Some('{' | ']' | '[') | None)).then_some(at),
        b'"' => start.get(1..)?.trim_start_matches("\\n").trim_start().starts_with(['{', '[']).then_some(at),
        b'#' => ["\n{", "\n["].iter().filter_map(|mark| text.find(mark)).min().map(|at| at + 1).filter(|at| *at < 2000),
        _ => None,
    }
}

fn read(source: &Source) -> Vec<Draft> {
    read_text(source, &source.text)
}

/// Reads a text that is JSON: a source's own, or one that stands in a cell of a table.
pub(super) fn read_text(source: &Source, text: &Traced) -> Vec<Draft> {
    let Some(start) = begin(text) else { return vec![not_a_transcript(LAYOUT.name, "it is no JSON")] };
    let (values, damage) = tree::parse(&text[start..]);
    let mut drafts = if let [Node::Text(raw)] = values[..] {
        // JSON written as a string of JSON.
        let inner = tree::unescape(text, raw);
        let (values, damage) = tree::parse(&inner);
        let mut drafts = calls(source, &inner, &values);
        note_damage(&mut drafts, damage, &inner, 0);
        drafts
    } else {
        calls(source, text, &values)
    };
    note_damage(&mut drafts, damage, text, start);
    if drafts.is_empty() {
        drafts.push(not_a_transcript(LAYOUT.name, "no field of this JSON holds speech"));
    }
    drafts
}

fn note_damage(drafts: &mut Vec<Draft>, damage: Option<Damage>, text: &Traced, offset: usize) {
    let Some(Damage { what, at }) = damage else { return };
    if drafts.is_empty() {
        drafts.push(not_a_transcript(
            LAYOUT.name,
            format!("the JSON is damaged ({what}), and what could be read of it holds no speech"),
        ));
    }
    let at = (offset + at).min(text.len());
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let diagnostic = Diagnostic {
        code: "damaged-json".to_owned(),
        turn: None,
        text: format!("the JSON is damaged: {what}; the rest of the value is lost"),
        source_bytes: Some(text.source_span(at..at)),
    };
    if let Some(draft) = drafts.last_mut() {
        draft.diagnostics.push(diagnostic);
    }
}

/// All calls of a file's values.
fn calls(source: &Source, text: &Traced, values: &[Node<'_>]) -> Vec<Draft> {
    let rows: Vec<&Node<'_>> = values.iter().filter(|value| records::is_record(value)).collect();
    if rows.len() > 1 && rows.len() * 2 > values.len() {
        return conversations(text, &rows);
    }
    let mut drafts = Vec::new();
    for value in values {
        let mut holders = vec![value];
        // A list of calls, or an envelope around one.
        while let [holder] = holders[..] {
            match elements_with_calls(holder) {
                Some(inner) => holders = inner,
                None => break,
            }
        }
        drafts.extend(holders.into_iter().filter_map(|holder| call(source, text, holder)));
    }
    drafts
}

/// The calls that an array, or an object around an array, lists.
fn elements_with_calls<'n, 't>(holder: &'n Node<'t>) -> Option<Vec<&'n Node<'t>>> {
    let lists = holder.entries().iter().map(|(_, value)| value).filter(|value| !value.elements().is_empty());
    let list = if let Node::Array(_) = holder { holder } else { lists.max_by_key(|list| list.elements().len())? };
    let elements = list.elements();
    let is_call = |node: &Node<'_>| {
        let holds = WHOLE.iter().any(|(key, _)| match node.get(key) {
            Some(Node::Text(raw)) => raw.len() >= SHORTEST,
            Some(Node::Array(rows)) => rows.iter().take(5).any(records::is_record),
            _ => false,
        });
        holds && !records::is_record(node)
    };
    let sample = elements.len().min(20);
    let likely = elements.iter().take(sample).filter(|node| is_call(node)).count();
    (likely * 2 > sample).then(|| elements.iter().collect())
}

/// Lines that are each one utterance, perhaps of many conversations.
fn conversations<'t>(text: &'t Traced, rows: &[&Node<'t>]) -> Vec<Draft> {
    const CONVERSATION: &[&str] = &["conversation_id", "root", "call_id", "transcript_id", "session_id", "meeting_id"];
    let mut order: Vec<&str> = Vec::new();
    let mut groups: std::collections::HashMap<&str, Vec<&Node<'t>>> = std::collections::HashMap::new();
    for row in rows {
        let id = row.any(CONVERSATION).and_then(Node::scalar).unwrap_or_default();
        let group = groups.entry(id).or_default();
        if group.is_empty() {
            order.push(id);
        }
        group.push(row);
    }
    let draft = |id: &str| {
        let group = groups.remove(id).unwrap_or_default();
        let mut header = group.first().map(|row| metadata::of_object(text, row)).unwrap_or_default();
        header.title = (!id.is_empty()).then(|| tree::unescape(text, id).into_string());
        let turns = records::of_rows(group).turns(text, &Names::default());
        header::complete(&mut header, voices::opening(&turns));
        Draft { layout: LAYOUT.name, header, turns, ..Draft::default() }
    };
    order.into_iter().map(draft).collect()
}

/// One call: the records in a value, or the string that holds its transcript, whichever says more.
fn call(source: &Source, text: &Traced, node: &Node<'_>) -> Option<Draft> {
    let header = metadata::of_object(text, node);
    let whole: usize = wholes(node).map(|(raw, _)| raw.len()).sum();
    let mut draft = match records::find(node) {
        Some(records) if records.size * 2 > whole => {
            let turns = records.turns(text, &Names::collect(node));
            let mut draft = Draft { turns, ..Draft::default() };
            cut_glued_headings(&mut draft);
            no_speakers(&mut draft);
            draft
        }
        _ => match original(text, node) {
            Some(original) => super::read_inner(source, original),
            None => read_wholes(source, text, node, &header)?,
        },
    };
    let printed = std::mem::replace(&mut draft.header, header);
    fill(&mut draft.header, printed);
    header::complete(&mut draft.header, voices::opening(&draft.turns));
    draft.layout = LAYOUT.name;
    (!draft.turns.is_empty()).then_some(draft)
}

/// Takes out the heading of the next turn where it is glued to the end of one: whoever took a page apart cut it in the
/// wrong place.
fn cut_glued_headings(draft: &mut Draft) {
    for number in 1..draft.turns.len() {
        let (before, next) = draft.turns.split_at_mut(number);
        let (Some(turn), Some(label)) = (before.last_mut(), next.first().and_then(|next| next.label.as_ref())) else {
            continue;
        };
        let last = tail(&turn.text, LONGEST_HEADING);
        let Some(at) = glued_heading(last, label.name.trim()) else { continue };
        let at = turn.text.len() - last.len() + at;
        draft.diagnostics.push(furniture(&turn.text, &turn.text[at..], number - 1));
        turn.text = turn.text.part(turn.text[..at].trim_end());
    }
}

/// The strings of a value that hold a transcript.
fn wholes<'t>(node: &Node<'t>) -> impl Iterator<Item = (&'t str, Option<Section>)> {
    let inner = ["transcript", "data", "result"].iter().filter_map(|key| node.get(key));
    std::iter::once(node)
        .chain(inner)
        .find_map(|node| {
            let found: Vec<_> = WHOLE
                .iter()
                .filter_map(|(key, section)| match node.get(key) {
                    Some(Node::Text(raw)) if raw.len() >= SHORTEST => Some((*raw, *section)),
                    _ => None,
                })
                .collect();
            // Both parts, where the call is printed in two; else the first whole.
            let parts: Vec<_> = found.iter().copied().filter(|(_, section)| section.is_some()).collect();
            let chosen = if parts.is_empty() { found.into_iter().take(1).collect() } else { parts };
            (!chosen.is_empty()).then_some(chosen)
        })
        .into_iter()
        .flatten()
}

/// The English paragraphs of a file that sets a translation beside each.
fn original(text: &Traced, node: &Node<'_>) -> Option<Traced> {
    fn english<'t>(pair: &Node<'t>) -> Option<&'t str> {
        pair.any(&["en", "original", "source_text"])?.scalar()
    }
    let pairs = node.entries().iter().map(|(_, value)| value.elements());
    let pairs = pairs.max_by_key(|pairs| pairs.iter().filter(|pair| english(pair).is_some()).count())?;
    let mut whole = Traced::default();
    for raw in pairs.iter().filter_map(english) {
        if !whole.is_empty() {
            whole.push_made("\n\n");
        }
        whole.push(&tree::unescape(text, raw));
    }
    (whole.len() >= SHORTEST).then_some(whole)
}

fn read_wholes(source: &Source, text: &Traced, node: &Node<'_>, header: &Header) -> Option<Draft> {
    let mut whole: Option<Draft> = None;
    for (raw, section) in wholes(node) {
        let mut draft = super::read_inner(source, tree::unescape(text, raw));
        draft.turns.iter_mut().for_each(|turn| turn.section = turn.section.or(section));
        match &mut whole {
            None => whole = Some(draft),
            Some(whole) => {
                let before = u32::try_from(whole.turns.len()).unwrap_or(u32::MAX);
                whole.turns.append(&mut draft.turns);
                whole.roster.append(&mut draft.roster);
                draft.diagnostics.retain(|diagnostic| diagnostic.code != "no-speakers");
                whole.diagnostics.extend(draft.diagnostics.into_iter().map(|mut diagnostic| {
                    diagnostic.turn = diagnostic.turn.map(|turn| turn.saturating_add(before));
                    diagnostic
                }));
            }
        }
    }
    // A long string that names no speaker is a transcript only if its object describes a call.
    let named = |draft: &Draft| draft.turns.iter().filter(|turn| turn.label.is_some()).count() >= 2;
    whole.filter(|draft| named(draft) || header.period.is_some() || header.date.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<String> {
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source), "not recognised: {text}");
        let mut rows = Vec::new();
        for draft in read(&source) {
            rows.extend(draft.turns.iter().map(|turn| {
                let label = turn.label.clone().unwrap_or_default();
                let more = [label.title, label.firm].into_iter().flatten().map(|part| format!("/{}", part.as_str()));
                let start = turn.start_seconds.map_or(String::new(), |start| format!(" @{start:.2}"));
                let section = turn.section.map_or(String::new(), |section| format!(" {section}"));
                format!("{}{}{start}{section}: {}", label.name.as_str(), more.collect::<String>(), turn.text.as_str())
            }));
            rows.extend(draft.diagnostics.iter().map(|diagnostic| diagnostic.code.clone()));
        }
        rows
    }

    #[test]
    fn one_turn_a_record() {
        let cases: [(&str, &[&str]); 8] = [
            (
                r#"{"turns": [{"speaker_name": "Ann Lee", "speaker_role": "cfo", "section_type": "prepared_remarks",
                    "content": "One."}, {"speaker_name": "Bo Day", "speaker_role": "analyst", "section_type": "qa",
                    "content": "Two?"}]}"#,
                &["Ann Lee/cfo prepared: One.", "Bo Day/analyst qa: Two?"],
            ),
            (
                r#"{"symbol": "EXCO", "quarter": "2022Q4", "transcript": [
                    {"speaker": "Operator", "title": "Operator", "content": "Welcome.", "sentiment": "0.0"},
                    {"speaker": "Ann Lee", "title": "CFO", "content": "\u201cHi\u201d", "sentiment": "0.1"}]}"#,
                &["Operator/Operator: Welcome.", "Ann Lee/CFO: “Hi”"],
            ),
            (
                r#"{"event": {"year": 2023, "quarter": 1}, "speakers": [{"speaker": "spk03", "text": "One."},
                    {"speaker": "spk01", "text": "Two."}],
                    "speaker_name_map_v2": {"spk03": {"name": "Ann Lee", "title": "CEO"}}}"#,
                &["Ann Lee/CEO: One.", "spk01: Two."],
            ),
            (
                r#"{"transcript": [{"name": "x", "speaker": {"name": "Ann Lee", "roles": [{"role_title": "Chair"}]},
                    "session": "question_answer", "speech": ["One.", "Two."]}]}"#,
                &["Ann Lee/Chair qa: One.\n\nTwo."],
            ),
            (
                r#"{"prepared_remarks": [{"speaker": "A B", "text": "One."}], "qa": [{"speaker": "C D", "text": "Two?"}]}"#,
                &["A B prepared: One.", "C D qa: Two?"],
            ),
            (
                "{\"id\": \"1\", \"user\": \"Ann\", \"conversation_id\": \"c\", \"text\": \"Hi\"}\n\
                 {\"id\": \"2\", \"user\": \"Bo\", \"conversation_id\": \"d\", \"text\": \"Ho\"}\n",
                &["Ann: Hi", "Bo: Ho"],
            ),
            (
                r#"{"statements": [{"speaker": "Ann Lee", "text": "One. Bo?Bo Day -- Chief Officer"},
                    {"speaker": "Bo Day", "text": "Two, Cy Poe"}, {"speaker": "Cy Poe", "text": "Three.Operator"},
                    {"speaker": "Operator", "text": "Bye."}]}"#,
                &[
                    "Ann Lee: One. Bo?",
                    "Bo Day: Two, Cy Poe",
                    "Cy Poe: Three.",
                    "Operator: Bye.",
                    "furniture",
                    "furniture",
                ],
            ),
            (r#"{"a": {"b": "c"}, "d": [1, 2]}"#, &["not-a-transcript"]),
        ];
        for (text, expected) in cases {
            assert_eq!(turns(text), expected, "{text}");
        }
    }

    #[test]
    fn recognisers() {
        let cases: [(&str, &[&str]); 8] = [
            (
                r#"{"segments": [{"start": 0.5, "end": 1, "text": " One", "speaker": "SPEAKER_00", "words": [{"word": "One"}]},
                    {"start": 1, "text": " two.", "speaker": "SPEAKER_00"}, {"start": 2, "text": " Yes", "speaker": "SPEAKER_01"}]}"#,
                &["SPEAKER_00 @0.50: One two.", "SPEAKER_01 @2.00: Yes"],
            ),
            (
                r#"{"text": "One. Two.", "segments": [{"type": "transcript.text.segment", "id": "s0", "start": 0.0, "speaker": "A",
                    "text": "One."}, {"start": 3.5, "speaker": "B", "text": "Two."}]}"#,
                &["Speaker A @0.00: One.", "Speaker B @3.50: Two."],
            ),
            (
                r#"{"text": "One two.", "words": [{"text": "One", "start": 250, "speaker": "A"}, {"text": "two.", "start": 700,
                    "speaker": "A"}], "utterances": [{"text": "One two.", "start": 250, "end": 9000, "speaker": "A",
                    "words": [{"text": "One", "start": 250, "speaker": "A"}]}, {"text": "Yes.", "start": 9100, "speaker": "B"}]}"#,
                &["Speaker A @0.25: One two.", "Speaker B @9.10: Yes."],
            ),
            (
                r#"{"results": {"channels": [{"alternatives": [{"transcript": "One. Two.", "words": [
                    {"word": "one", "punctuated_word": "One.", "start": 1.5, "speaker": 0},
                    {"word": "two", "punctuated_word": "Two.", "start": 2.5, "speaker": 1}]}, {"transcript": "no"}]}]}}"#,
                &["Speaker 0 @1.50: One.", "Speaker 1 @2.50: Two."],
            ),
            (
                r#""{\"results\": {\"utterances\": [{\"start\": 1.0, \"transcript\": \"One\\u2019s.\", \"speaker\": 2}]}}""#,
                &["Speaker 2 @1.00: One’s."],
            ),
            (
                r#"{"results": {"items": [
                    {"type": "pronunciation", "start_time": "0.5", "speaker_label": "spk_0", "alternatives": [{"content": "One"}]},
                    {"type": "punctuation", "alternatives": [{"content": "."}]},
                    {"type": "pronunciation", "start_time": "1.5", "speaker_label": "spk_1", "alternatives": [{"content": "Two"}]}]}}"#,
                &["spk_0 @0.50: One.", "spk_1 @1.50: Two"],
            ),
            (
                r#"{"results": {"speaker_labels": {"segments": [{"speaker_label": "spk_0", "start_time": "0.5", "items": [
                    {"start_time": "0.5", "speaker_label": "spk_0"}, {"start_time": "1.5", "speaker_label": "spk_1"}]}]}, "items": [
                    {"type": "pronunciation", "start_time": "0.5", "alternatives": [{"content": "One"}]},
                    {"type": "punctuation", "alternatives": [{"content": "."}]},
                    {"type": "pronunciation", "start_time": "1.5", "alternatives": [{"content": "Two"}]}]}}"#,
                &["spk_0 @0.50: One.", "spk_1 @1.50: Two"],
            ),
            (
                r#"{"speakers": [{"id": 0, "name": "Ann Lee"}], "monologues": [{"speaker": 0, "elements": [
                    {"type": "text", "value": "One", "ts": 0.6}, {"type": "punct", "value": " "}, {"type": "text", "value": "two", "ts": 1},
                    {"type": "punct", "value": "."}]}, {"speaker": 1, "elements": [{"type": "text", "value": "Yes", "ts": 2}]}]}"#,
                &["Ann Lee @0.60: One two.", "Speaker 1 @2.00: Yes"],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(turns(text), expected, "{text}");
        }
    }

    #[test]
    fn damage_is_told_and_the_rest_is_read() {
        let whole = r#"{"transcript": [{"speaker": "Ann", "content": "One."}, {"speaker": "Bo", "content": "Two."}]}"#;
        assert_eq!(turns(&whole[..87]), ["Ann: One.", "Bo: Tw", "damaged-json"].map(str::to_owned));
        assert_eq!(turns(&format!("{whole}\n{whole}")).len(), 4);
        for text in ["{", "[{", "[", "\"{", "\"{\\", "{\"a\":\0", "# x\n{"] {
            assert!(turns(text).contains(&"not-a-transcript".to_owned()), "{text}");
        }
        assert_eq!(turns(&"[".repeat(100_000)), ["not-a-transcript", "damaged-json"]);
    }
}
