//! Recordings of a vendor's answers, as tests of programs keep them: YAML in which each `body:` or
//! `string:` is a quoted scalar that holds JSON. The JSON is read as any other.

use super::{Draft, Layout, beginning, draft::not_a_transcript, vendor};
use crate::{
    source::Source,
    text::{Span, Traced},
};

pub(super) const LAYOUT: Layout = Layout { name: "recording", matches, read };

/// Keys of the scalars that hold an answer.
const KEYS: &[&str] = &["body:", "string:"];

fn matches(source: &Source) -> bool {
    const HEAD: usize = 4096;
    let head = beginning(&source.text, HEAD).trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let head = head.strip_prefix("---").map_or(head, str::trim_start);
    (head.starts_with("responses:") || head.starts_with("interactions:")) && answers(head).next().is_some()
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let answers = answers(text).map(|start| scalar(text, start));
    let mut drafts: Vec<Draft> = answers.flat_map(|answer| vendor::read_text(source, &answer)).collect();
    drafts.retain(|draft| !draft.turns.is_empty());
    drafts.iter_mut().for_each(|draft| draft.layout = LAYOUT.name);
    if drafts.is_empty() {
        drafts.push(not_a_transcript(LAYOUT.name, "no recorded answer holds speech"));
    }
    drafts
}

/// Where the scalars begin, at their quotes, that open as JSON does.
fn answers(text: &str) -> impl Iterator<Item = usize> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start().trim_start_matches("- ");
        let value = KEYS.iter().find_map(|key| inner.strip_prefix(key))?.trim_start();
        let json = value.strip_prefix(['\'', '"'])?;
        json.starts_with(['{', '[']).then(|| start + (line.len() - value.len()))
    })
}

/// A quoted scalar, folded over lines: a line's end is a blank, an empty line a line's end.
fn scalar(text: &Traced, start: usize) -> Traced {
    let bytes = text.as_bytes();
    let double = bytes[start] == b'"';
    let mut out = Traced::default();
    let (mut at, mut done) = (start + 1, start + 1);
    // A piece that stands for `len` bytes of the file.
    let substitute = |out: &mut Traced, at: usize, len: usize, done: &mut usize, text: &Traced, piece: &str| {
        out.push_range(text, *done..at);
        *done = at + len;
        let span: Span = text.source_span(at..at + len);
        out.push_substitute(piece, span);
    };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\'' if !double && bytes.get(at + 1) == Some(&b'\'') => {
                substitute(&mut out, at, 2, &mut done, text, "'");
                at = done;
            }
            b'\'' if !double => break,
            b'"' if double => break,
            b'\\' if double => {
                let (piece, len) = unescape(&text[at..]);
                substitute(&mut out, at, len, &mut done, text, piece);
                at = done;
            }
            b'\n' | b'\r' => {
                let rest = &text[at..];
                let space = rest.len() - rest.trim_start().len();
                let breaks = rest[..space].matches('\n').count();
                // Blanks before a line's end are not part of it.
                let end = done + text[done..at].trim_end_matches([' ', '\t']).len();
                out.push_range(text, done..end);
                done = at;
                let piece = if breaks > 1 { "\n".repeat(breaks - 1) } else { " ".to_owned() };
                substitute(&mut out, at, space.max(1), &mut done, text, &piece);
                at = done;
            }
            _ => at += 1,
        }
    }
    out.push_range(text, done..at.min(text.len()));
    out
}

/// What an escape of YAML stands for, and its length. Those of Unicode stay: JSON reads them too.
fn unescape(text: &str) -> (&str, usize) {
    match text.as_bytes().get(1) {
        Some(b'n') => ("\n", 2),
        Some(b't') => ("\t", 2),
        Some(b'r') => ("\r", 2),
        Some(b'"') => ("\"", 2),
        Some(b'\\') => ("\\", 2),
        Some(b' ') => (" ", 2),
        // A line broken at will.
        Some(b'\n' | b'\r') => {
            let rest = &text[1..];
            ("", 1 + rest.len() - rest.trim_start().len())
        }
        Some(_) => ("\\", 1),
        None => ("", 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<String> {
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source), "{text}");
        let line = |turn: &crate::layout::DraftTurn| {
            let name = turn.label.as_ref().map_or("-", |label| label.name.as_str());
            format!("{name}: {}", &*turn.text)
        };
        read(&source).iter().flat_map(|draft| draft.turns.iter().map(line)).collect()
    }

    #[test]
    fn quoted_answers_are_unfolded() {
        let want = ["spk1: It's a start.", "spk2: \"Yes\", then."];
        let single = "responses:\n- response:\n    body: '{\"speakers\": [{\"speaker\": \"spk1\", \"text\": \"It''s a\n      start.\"}, {\"speaker\": \"spk2\",\n      \"text\": \"\\\"Yes\\\",\n      then.\"}]}'\n    status: 200\n";
        assert_eq!(turns(single), want);
        let double = "interactions:\n- response:\n    body:\n      string: \"{\\\"speakers\\\": [{\\\"speaker\\\": \\\"spk1\\\", \\\"text\\\": \\\"It's a\\\n        \\ start.\\\"}, {\\\"speaker\\\": \\\"spk2\\\", \\\"text\\\": \\\"\\\\\\\"Yes\\\\\\\", then.\\\"}]}\"\n";
        assert_eq!(turns(double), want);
    }

    #[test]
    fn answers_without_speech_are_refused() {
        let source = Source::from_bytes("-", b"responses:\n- body: '{\"error\": 1}'\n- body: '{");
        assert!(read(&source)[0].turns.is_empty());
    }
}
