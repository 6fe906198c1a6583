//! Tables of comma-separated values: a row for each utterance, or for each call with its transcript in
//! a cell, as text or as JSON.

use super::{
    Draft, DraftTurn, Header, Label, Layout,
    draft::{no_speakers, not_a_transcript},
    header,
    metadata::{self, Fields, fill},
    own,
    records::section_of,
    vendor, voices,
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout =
    Layout { name: "table", matches: |source| Columns::read(&source.text).is_some(), read };

const SPEAKER: &[&str] = &["speaker", "speaker_name", "person", "speakername", "name"];
const TEXT: &[&str] = &["text", "sentence", "content", "speech", "utterance", "statement"];
const WHOLE: &[&str] = &["transcript", "content", "raw_content", "text", "transcript_text", "full_text"];
const TITLE: &[&str] = &["title", "role", "position"];
const FIRM: &[&str] = &["firm", "company", "affiliation", "organization"];
const SECTION: &[&str] = &["section", "session"];
const START: &[&str] = &["start", "start_time", "start_seconds", "ts"];
/// Columns that tell one call from another.
const CALL: &[&str] = &["ticker", "symbol", "year", "quarter", "date", "call_id", "file", "source_pdf"];

/// Which columns a table has.
struct Columns {
    names: Vec<String>,
    separator: u8,
    /// The first byte after the heading.
    body: usize,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    /// A row is what somebody says: the columns of the speaker and the text.
    Utterances { speaker: usize, text: usize },
    /// A row is a call: the column of the transcript.
    Calls { whole: usize },
    /// A row is what this program found.
    Listing,
}

impl Columns {
    fn read(text: &str) -> Option<Columns> {
        const LONGEST: usize = 1000;
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        let line = text[start..].lines().next().filter(|line| line.len() <= LONGEST)?;
        let separator = [b',', b'\t', b';'].into_iter().max_by_key(|s| line.bytes().filter(|b| b == s).count())?;
        let (cells, len) = row(&text[start..], separator)?;
        let names: Vec<String> = cells.iter().map(|cell| cell.raw.trim().to_lowercase()).collect();
        let is_name = |name: &String| {
            name.len() <= 40 && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-' | '.'))
        };
        let at = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
        (names.len() >= 2 && names.iter().all(is_name)).then_some(())?;
        let kind = match (at(SPEAKER), at(TEXT), at(WHOLE)) {
            (Some(speaker), Some(text), _) => Kind::Utterances { speaker, text },
            _ if own::is_listing(&names) => Kind::Listing,
            (_, _, Some(whole)) if at(CALL).is_some() => Kind::Calls { whole },
            _ => return None,
        };
        Some(Columns { separator, body: start + len, kind, names })
    }

    fn at(&self, wanted: &[&str]) -> Option<usize> {
        wanted.iter().find_map(|wanted| self.names.iter().position(|name| name == wanted))
    }
}

/// A field as it stands: what is between the quotes, if it has some.
#[derive(Clone, Copy, PartialEq)]
struct Cell<'t> {
    raw: &'t str,
    quoted: bool,
}

impl Cell<'_> {
    fn text(self, source: &Traced) -> Traced {
        if !self.quoted || !self.raw.contains("\"\"") {
            return source.part(self.raw);
        }
        let mut out = Traced::default();
        let mut rest = self.raw;
        while let Some(at) = rest.find("\"\"") {
            out.push(&source.part(&rest[..at]));
            out.push_substitute("\"", source.source_span(source.range_of(&rest[at..at + 2])));
            rest = &rest[at + 2..];
        }
        out.push(&source.part(rest));
        out
    }
}

/// The cells of the first row of a text, and its length with the line's end.
fn row(text: &str, separator: u8) -> Option<(Vec<Cell<'_>>, usize)> {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut at = 0;
    (!text.is_empty()).then_some(())?;
    loop {
        if bytes.get(at) == Some(&b'"') {
            let end = closing_quote(bytes, at + 1);
            cells.push(Cell { raw: &text[at + 1..end], quoted: true });
            at = end;
        } else {
            cells.push(Cell { raw: &text[at..at], quoted: false });
        }
        // The rest of an unquoted cell, or what follows a closing quote by mistake.
        let start = at;
        at += bytes[at..].iter().take_while(|b| **b != separator && **b != b'\n').count();
        if let Some(cell) = cells.last_mut().filter(|cell| !cell.quoted) {
            cell.raw = text[start..at].trim_end_matches('\r');
        }
        if bytes.get(at) != Some(&separator) {
            return Some((cells, (at + 1).min(text.len())));
        }
        at += 1;
    }
}

/// Where a quoted cell ends: at a quote that is not doubled, or with the text.
fn closing_quote(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The cells of a row by the names of their columns.
struct Named<'c, 't> {
    columns: &'c Columns,
    cells: &'c [Cell<'t>],
}

impl Fields for Named<'_, '_> {
    fn field(&self, names: &[&str]) -> Option<String> {
        let cell = self.cells.get(self.columns.at(names)?)?;
        Some(cell.raw.trim().to_owned()).filter(|value| !value.is_empty())
    }
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let Some(columns) = Columns::read(text) else { return vec![not_a_transcript(LAYOUT.name, "it is no table")] };
    let mut at = columns.body;
    let rows = std::iter::from_fn(|| {
        let (cells, len) = row(&text[at..], columns.separator)?;
        at += len;
        Some(cells)
    });
    let mut drafts = match columns.kind {
        Kind::Utterances { speaker, text: column } => utterances(source, &columns, rows, speaker, column),
        Kind::Listing => return vec![not_a_transcript(LAYOUT.name, own::LISTING)],
        Kind::Calls { whole } => rows.flat_map(|cells| call(source, &columns, &cells, whole)).collect(),
    };
    drafts.retain(|draft: &Draft| !draft.turns.is_empty());
    for draft in &mut drafts {
        no_speakers(draft);
        header::complete(&mut draft.header, voices::opening(&draft.turns));
    }
    if drafts.is_empty() {
        drafts.push(not_a_transcript(LAYOUT.name, "no row of this table holds speech"));
    }
    drafts
}

fn utterances<'t>(
    source: &'t Source,
    columns: &Columns,
    rows: impl Iterator<Item = Vec<Cell<'t>>>,
    speaker: usize,
    column: usize,
) -> Vec<Draft> {
    let text = &source.text;
    // A row a sentence: those of one speaker are one turn.
    let sentences = columns.names[column] == "sentence";
    let call: Vec<usize> = CALL.iter().filter_map(|name| columns.at(&[name])).collect();
    let mut current: Option<Vec<&str>> = None;
    let mut drafts: Vec<Draft> = Vec::new();
    for cells in rows {
        let (Some(name), Some(words)) = (cells.get(speaker), cells.get(column)) else { continue };
        let key: Vec<&str> = call.iter().map(|at| cells.get(*at).map_or("", |cell| cell.raw)).collect();
        if current.as_ref() != Some(&key) {
            let header = metadata::of_fields(&Named { columns, cells: &cells });
            let header = Header { company: None, title: None, ..header };
            drafts.push(Draft { layout: LAYOUT.name, header, ..Draft::default() });
            current = Some(key);
        }
        let Some(draft) = drafts.last_mut() else { continue };
        let words = words.text(text);
        let words = words.part(words.trim());
        let label = voices::label(name.text(text));
        if words.is_empty() {
            continue;
        }
        let same =
            |turn: &DraftTurn| turn.label.as_ref().map(|l| l.name.as_str()) == label.as_ref().map(|l| l.name.as_str());
        match draft.turns.last_mut().filter(|turn| sentences && same(turn)) {
            Some(turn) => {
                turn.text.push_made(" ");
                turn.text.push(&words);
            }
            None => draft.turns.push(turn(text, columns, &cells, label, words)),
        }
    }
    drafts
}

fn turn(text: &Traced, columns: &Columns, cells: &[Cell<'_>], label: Option<Label>, words: Traced) -> DraftTurn {
    let field = |names: &[&str]| {
        cells.get(columns.at(names)?).map(|cell| cell.text(text)).filter(|cell| !cell.trim().is_empty())
    };
    let label = label.map(|label| Label { title: field(TITLE), firm: field(FIRM), ..label });
    DraftTurn {
        label,
        text: words,
        section: field(SECTION).and_then(|section| section_of(section.trim())),
        start_seconds: field(START).and_then(|start| voices::seconds(&start)),
    }
}

/// The call, or calls, of a row.
fn call(source: &Source, columns: &Columns, cells: &[Cell<'_>], whole: usize) -> Vec<Draft> {
    let Some(cell) = cells.get(whole) else { return Vec::new() };
    let text = cell.text(&source.text);
    let mut drafts = if text.trim_start().starts_with(['{', '[']) {
        vendor::read_text(source, &text)
    } else {
        vec![super::read_inner(source, text)]
    };
    for draft in &mut drafts {
        fill(&mut draft.header, metadata::of_fields(&Named { columns, cells }));
        draft.layout = LAYOUT.name;
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<(String, String)> {
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source), "not recognised: {text}");
        let row = |turn: DraftTurn| (turn.label.unwrap_or_default().name.into_string(), turn.text.into_string());
        read(&source).into_iter().flat_map(|draft| draft.turns).map(row).collect()
    }

    #[test]
    fn rows_of_utterances() {
        let expected = [("Ann Lee", "She said \"no\", twice. Yes."), ("Bo", "Two\nlines")]
            .map(|(a, b)| (a.to_owned(), b.to_owned()));
        let text =
            "Speaker,Sentence\r\nAnn Lee,\"She said \"\"no\"\", twice.\"\r\nAnn Lee,Yes.\r\nBo,\"Two\nlines\r\n\"\r\n";
        assert_eq!(turns(text), expected);
        assert_eq!(turns("date;speaker;text\n2024-01-02;Ann;One\n2024-01-03;Ann;Two").len(), 2);
    }

    #[test]
    fn a_transcript_in_a_cell() {
        let text = "ticker,year,quarter,transcript\n\
            EXCO,2024,1,\"{\"\"date\"\": \"\"2024-02-01\"\", \"\"transcript\"\": [{\"\"speaker\"\": \"\"Ann\"\", \"\"text\"\": \"\"Hi\\n\"\"}]}\"\n";
        assert_eq!(turns(text), [("Ann".to_owned(), "Hi".to_owned())]);
        let drafts = read(&Source::from_bytes("-", text.as_bytes()));
        assert_eq!(drafts[0].header.period.map(|p| p.to_string()).as_deref(), Some("2024Q1"));
        assert_eq!(drafts[0].header.date.map(|d| d.to_string()).as_deref(), Some("2024-02-01"));
    }

    #[test]
    fn other_tables_and_prose_are_none_of_ours() {
        for text in ["a,b\n1,2\n", "Operator: Good day, everyone\nAnn: Hi, text", "", "text", "date,price\n1,2"] {
            assert!(!(LAYOUT.matches)(&Source::from_bytes("-", text.as_bytes())), "{text}");
        }
        for text in ["speaker,text", "speaker,text\n\"", "speaker,text\n\"a\"b,\0\n,,,,\n"] {
            let _ = turns(text);
        }
    }
}
