//! Subtitles: WebVTT with voice tags (Teams) or `Name: text` (Zoom), and SRT with names before the text.

use std::collections::HashMap;

use super::{
    Draft, Label, Layout,
    draft::no_speakers,
    header,
    voices::{self, Cue, Voices},
};
use crate::{
    error::Diagnostic,
    source::Source,
    text::{Traced, Unseen, is_unseen, sequence},
};

pub(super) const VTT: Layout = Layout { name: "webvtt", matches: is_vtt, read: |source| vec![read(source, "webvtt")] };
pub(super) const SRT: Layout = Layout { name: "srt", matches: is_srt, read: |source| vec![read(source, "srt")] };

fn is_vtt(source: &Source) -> bool {
    source.text.trim_start_matches('\u{feff}').trim_start().starts_with("WEBVTT")
}

/// A number, then a line with two times.
fn is_srt(source: &Source) -> bool {
    let text = source.text.trim_start_matches('\u{feff}');
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(2).any(|line| timing(line).is_some())
}

/// The first of the two times in `00:00:01.000 --> 00:00:02.000 position:0%`.
fn timing(line: &str) -> Option<f64> {
    let (start, end) = line.split_once("-->")?;
    voices::seconds(end.split_whitespace().next()?)?;
    voices::seconds(start).filter(|_| start.contains(':'))
}

fn read(source: &Source, layout: &'static str) -> Draft {
    let (mut cues, mut unseen) = (Vec::new(), Unseen::default());
    for block in blocks(&source.text) {
        read_block(&source.text, block, &mut cues, &mut unseen);
    }
    if source.text.get(..200).unwrap_or(&source.text).contains("Kind: captions") {
        drop_rolled_up_lines(&mut cues);
    }
    let names = Names::collect(&cues);
    let mut voices = Voices::default();
    let mut current: Option<Label> = None;
    for piece in cues.into_iter().flat_map(|cue| cue.lines) {
        let (label, text) = match piece.voice {
            Some(voice) => (voices::label(voice), piece.text),
            None => names.split(&piece.text),
        };
        let label = label.or_else(|| if names.at_every_cue || piece.fresh { None } else { current.clone() });
        current.clone_from(&label);
        voices.say(Cue { label, text, start: Some(piece.start), fresh: piece.fresh, glued: false });
    }
    let mut draft = Draft { layout, turns: voices.finish(), ..Draft::default() };
    draft.diagnostics.extend(unseen.told().map(Diagnostic::unseen));
    no_speakers(&mut draft);
    header::complete(&mut draft.header, voices::opening(&draft.turns));
    draft
}

/// Paragraphs: runs of lines without an empty one.
fn blocks(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut lines = text.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\0'));
    std::iter::from_fn(move || {
        let first = lines.find(|line| !line.is_empty())?;
        let rest = lines.by_ref().take_while(|line| !line.is_empty());
        Some(std::iter::once(first).chain(rest).collect())
    })
}

/// One subtitle: what is on the screen at a time.
#[derive(Default)]
struct Subtitle {
    lines: Vec<Piece>,
}

/// A part of a subtitle by one voice.
struct Piece {
    /// From a voice tag.
    voice: Option<Traced>,
    /// After a `>>`: somebody else speaks.
    fresh: bool,
    text: Traced,
    start: f64,
}

/// Reads the cues of a block. A block can hold several (no empty line between them), or be the rest
/// of the cue before it (an empty line in its text).
fn read_block(text: &Traced, block: Vec<&str>, cues: &mut Vec<Subtitle>, unseen: &mut Unseen) {
    let is_comment = ["WEBVTT", "NOTE", "STYLE", "REGION"].iter().any(|word| block[0].starts_with(word));
    let mut start = cues.last().and_then(|cue| cue.lines.last()).map(|piece| piece.start);
    if !block.iter().any(|line| line.contains("-->") && timing(line).is_some()) {
        if let (Some(start), Some(cue), false) = (start, cues.last_mut(), is_comment) {
            block.iter().for_each(|line| read_line(text, line, start, &mut cue.lines, unseen));
        }
        return;
    }
    let mut lines = block.into_iter().peekable();
    let mut seen_timing = false;
    while let Some(line) = lines.next() {
        if let Some(time) = line.contains("-->").then(|| timing(line)).flatten() {
            seen_timing = true;
            start = Some(time);
            cues.push(Subtitle::default());
        } else if let (true, Some(start), Some(cue)) = (seen_timing, start, cues.last_mut()) {
            let is_number = line.bytes().all(|b| b.is_ascii_digit());
            if is_number && lines.peek().is_some_and(|next| timing(next).is_some()) {
                continue;
            }
            read_line(text, line, start, &mut cue.lines, unseen);
        }
    }
}

/// Takes tags out of a line, and splits it where the voice changes.
fn read_line(text: &Traced, line: &str, start: f64, pieces: &mut Vec<Piece>, unseen: &mut Unseen) {
    let mut piece = Piece { voice: None, fresh: false, text: Traced::default(), start };
    let mut rest = line;
    while let Some(at) = rest.find(['<', '&', '>']) {
        piece.text.push(&text.part(&rest[..at]));
        let tail = &rest[at..];
        let len = if let Some((tag, len)) = tag(tail) {
            if let Some(name) = voice_name(tag) {
                finish(&mut piece, pieces, Some(undone(text, name, unseen)), false);
            } else if tag == "/v" {
                finish(&mut piece, pieces, None, false);
            }
            len
        } else if let Some(len) = undo(text, tail, &mut piece.text, unseen) {
            len
        } else if tail.starts_with(">>") {
            finish(&mut piece, pieces, None, true);
            tail.len() - tail.trim_start_matches('>').len()
        } else {
            piece.text.push(&text.part(&tail[..1]));
            1
        };
        rest = &tail[len..];
    }
    piece.text.push(&text.part(rest));
    finish(&mut piece, pieces, None, false);
}

/// Puts the piece away, if it has words, and begins the next.
fn finish(piece: &mut Piece, pieces: &mut Vec<Piece>, voice: Option<Traced>, fresh: bool) {
    let next = Piece { voice, fresh, text: Traced::default(), start: piece.start };
    let done = std::mem::replace(piece, next);
    if done.text.trim().is_empty() {
        piece.fresh |= done.fresh;
    } else {
        pieces.push(done);
    }
}

/// `<v Name>` and its length. A `<` that opens no tag is text.
fn tag(text: &str) -> Option<(&str, usize)> {
    const LONGEST: usize = 120;
    let inside = text.strip_prefix('<')?;
    inside.starts_with(|c: char| c == '/' || c.is_ascii_alphanumeric()).then_some(())?;
    let end = inside.bytes().take(LONGEST).position(|b| b == b'>')?;
    Some((&inside[..end], end + 2))
}

/// The name in `v Name` or `v.loud Name`.
fn voice_name(tag: &str) -> Option<&str> {
    let rest = tag.strip_prefix('v')?;
    let name = rest.trim_start_matches(|c: char| !c.is_whitespace());
    (rest.starts_with('.') || rest.starts_with(char::is_whitespace))
        .then(|| name.trim())
        .filter(|name| !name.is_empty())
}

/// A name with its references undone.
fn undone(text: &Traced, name: &str, unseen: &mut Unseen) -> Traced {
    let (mut out, mut rest) = (Traced::default(), name);
    while let Some(at) = rest.find('&') {
        out.push(&text.part(&rest[..at]));
        let len = undo(text, &rest[at..], &mut out, unseen).unwrap_or_else(|| {
            out.push(&text.part(&rest[at..=at]));
            1
        });
        rest = &rest[at + len..];
    }
    out.push(&text.part(rest));
    out
}

/// Undoes a reference at the beginning of `tail`, and says how long it is. What nobody sees is noted and left out.
fn undo(text: &Traced, tail: &str, out: &mut Traced, unseen: &mut Unseen) -> Option<usize> {
    let (character, mut len) = entity(tail)?;
    let steers = character.is_control().then(|| sequence(written(tail))).flatten();
    len = steers.unwrap_or(len);
    let span = text.source_span(text.range_of(&tail[..len]));
    if steers.is_some() {
        unseen.note_sequence(span);
    } else if is_unseen(character, out) {
        unseen.note(character, span);
    } else {
        let shown = if character.is_control() { ' ' } else { character };
        out.push_substitute(shown.encode_utf8(&mut [0; 4]), span);
    }
    Some(len)
}

/// The characters of a line from some place on, up to a tag, each with the bytes that it is written in.
fn written(line: &str) -> impl Iterator<Item = (char, usize)> {
    let mut rest = line;
    std::iter::from_fn(move || {
        let first = rest.chars().next().filter(|c| *c != '<')?;
        let (character, len) = entity(rest).unwrap_or((first, first.len_utf8()));
        rest = &rest[len..];
        Some((character, len))
    })
}

/// A character reference as subtitles have them, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    const ENTITIES: [(&str, char); 8] = [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&nbsp;", ' '),
        ("&quot;", '"'),
        ("&shy;", '\u{ad}'),
        ("&lrm;", '\u{200e}'),
        ("&rlm;", '\u{200f}'),
    ];
    let named = ENTITIES.iter().find(|(name, _)| text.starts_with(name));
    named.map(|(name, character)| (*character, name.len())).or_else(|| numbered(text))
}

/// The character that `&#39;` or `&#x27;` stands for, and its length.
fn numbered(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let rest = text.strip_prefix("&#")?;
    let number = &rest[..rest.bytes().take(LONGEST).position(|byte| byte == b';')?];
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    Some((char::from_u32(code.ok()?)?, "&#;".len() + number.len()))
}

/// Automatic captions show each line twice: as the lower, then as the upper of two.
fn drop_rolled_up_lines(cues: &mut [Subtitle]) {
    let mut shown = String::new();
    for cue in cues {
        cue.lines.retain(|piece| piece.text.trim() != shown);
        if let Some(last) = cue.lines.last() {
            last.text.trim().clone_into(&mut shown);
        }
    }
}

/// Names printed before the text, `Name: text`, as opposed to colons in what is said.
struct Names {
    /// How many cues have this before their first colon.
    counts: HashMap<String, usize>,
    /// Nearly all cues have one: a cue without is somebody unnamed, not the voice before.
    at_every_cue: bool,
    /// Most cues have one.
    usual: bool,
}

impl Names {
    fn collect(cues: &[Subtitle]) -> Names {
        let mut counts = HashMap::new();
        let (mut named, mut all) = (0, 0);
        for piece in cues.iter().flat_map(|cue| &cue.lines).filter(|piece| piece.voice.is_none()) {
            all += 1;
            if let Some((name, _)) = prefix(&piece.text) {
                named += 1;
                *counts.entry(name.to_owned()).or_default() += 1;
            }
        }
        Names { counts, at_every_cue: named * 10 > all * 9, usual: named * 2 > all }
    }

    /// The label, if there is one, and the words.
    fn split(&self, text: &Traced) -> (Option<Label>, Traced) {
        let Some((name, words)) = prefix(text) else { return (None, text.clone()) };
        let repeated = self.counts.get(name).is_some_and(|&count| count > 1);
        let believed = is_numbered(name) || self.at_every_cue || (looks_like_name(name) && (self.usual || repeated));
        if !believed {
            return (None, text.clone());
        }
        (voices::label(text.part(name)), text.part(words))
    }
}

/// What stands before the first colon and after it, brackets and dialogue dashes taken off.
fn prefix(text: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 60;
    let text = text.trim_start_matches(['-', '–', ' ']);
    let closed = text.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    if let Some((name, words)) = closed
        && let name = name.trim()
        && (is_numbered(name) || words.starts_with(':'))
        && !name.is_empty()
        && name.len() <= LONGEST
    {
        return Some((name, words.trim_start_matches([':', ' '])));
    }
    let (name, words) = text.split_once(':')?;
    let name = name.trim();
    let spaced = words.is_empty() || words.starts_with(char::is_whitespace);
    let fits = !name.is_empty() && name.len() <= LONGEST && name.split_whitespace().count() <= 7;
    (spaced && fits && !name.contains(['?', '!', ';', '"'])).then_some((name, words))
}

/// `SPEAKER_03`, `Speaker 3`, `spk_1`.
fn is_numbered(name: &str) -> bool {
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = rest.trim_end_matches(['_', ' ', '-']).to_ascii_lowercase();
    rest.len() < name.len() && matches!(word.as_str(), "speaker" | "spk" | "voice")
}

/// Words in capitals or with a capital, but for particles: `Maria van der Berg`, `Operator`.
fn looks_like_name(name: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '(');
    let mut words = name.split_whitespace();
    words.next().is_some_and(is_capital)
        && words
            .all(|word| is_capital(word) || matches!(word, "van" | "von" | "der" | "de" | "del" | "la" | "di" | "|"))
        && !name.contains(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<(String, String, Option<f64>)> {
        let source = Source::from_bytes("-", text.as_bytes());
        let layout = if is_vtt(&source) { &VTT } else { &SRT };
        assert!((layout.matches)(&source), "not recognised: {text}");
        let drafts = (layout.read)(&source);
        let turns = drafts.into_iter().flat_map(|draft| draft.turns);
        let row = |turn: super::super::DraftTurn| {
            (turn.label.map_or(String::new(), |l| l.name.into_string()), turn.text.into_string(), turn.start_seconds)
        };
        turns.map(row).collect()
    }

    fn row(name: &str, text: &str, start: f64) -> (String, String, Option<f64>) {
        (name.to_owned(), text.to_owned(), Some(start))
    }

    #[test]
    fn names_before_the_text() {
        let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee: Hello.\n\n\
                    2\n00:00:02.000 --> 00:00:03.000\nAnn Lee: The point is: yes.\n\n\
                    NOTE nothing\n\n3\n00:00:03.500 --> 00:00:04.000\nnixo (Corp): R&amp;D?\n";
        assert_eq!(turns(text), [row("Ann Lee", "Hello. The point is: yes.", 1.0), row("nixo (Corp)", "R&D?", 3.5)]);
    }

    #[test]
    fn voice_tags() {
        let text = "WEBVTT\n\nid-1\n00:01.000 --> 00:02.000 align:left\n<v Ann Lee>Good</v>\n<v Ann Lee>day.</v>\n\n\
                    00:03.000 --> 00:04.000\n<v.loud Bo Cruz><i>Hi</i>, <00:03.500>a < b.";
        assert_eq!(turns(text), [row("Ann Lee", "Good day.", 1.0), row("Bo Cruz", "Hi, a < b.", 3.0)]);
    }

    #[test]
    fn references_are_undone_and_what_nobody_sees_is_left_out() {
        let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v An&#8203;n &amp; Bo>zan&#8203;zi&shy;b&#x61;r&lrm; isn&#39;t &#27;&#;&#x; &#x110000; R&amp;D&#x1b;[31m";
        assert_eq!(turns(text), [row("Ann & Bo", "zanzibar isn't  &#;&#x; &#x110000; R&D", 1.0)]);
        let told = &read(&Source::from_bytes("-", text.as_bytes()), "webvtt").diagnostics[0];
        let want = "4 characters that nobody sees were left out: U+00AD, U+200B, U+200E; 1 sequence that steers a terminal was left out";
        assert_eq!((told.code.as_str(), told.text.as_str()), ("unseen", want));
        assert_eq!(told.source_bytes.map(|span| span.start), Some(37));
    }

    #[test]
    fn subrip_with_speakers() {
        let text = "1\r\n00:00:01,000 --> 00:00:02,000\r\n[SPEAKER_00]: One\r\n\r\n\
                    2\r\n00:00:02,000 --> 00:00:03,000\r\n[SPEAKER_01]: two\r\nlines\r\n\r\n";
        assert_eq!(turns(text), [row("SPEAKER_00", "One", 1.0), row("SPEAKER_01", "two lines", 2.0)]);
    }

    #[test]
    fn names_only_where_the_voice_changes() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\nAnn: One\n\n2\n00:00:02,000 --> 00:00:03,000\nmore\n\n\
                    3\n00:00:03,000 --> 00:00:04,000\nBo: three\n\n4\n00:00:04,000 --> 00:00:05,000\nso here: this\n\n\
                    5\n00:00:05,000 --> 00:00:06,000\nAnn: Five\n\n6\n00:00:06,000 --> 00:00:07,000\nBo: six\n";
        let expected = [
            row("Ann", "One more", 1.0),
            row("Bo", "three so here: this", 3.0),
            row("Ann", "Five", 5.0),
            row("Bo", "six", 6.0),
        ];
        assert_eq!(turns(text), expected);
    }

    #[test]
    fn chevrons_change_the_voice() {
        let text = "1\n00:00:01,000 --> 00:00:02,000\n>> One.\n>> Two.\n\n2\n00:00:02,000 --> 00:00:03,000\nMore.\n";
        assert_eq!(turns(text), [row("", "One.", 1.0), row("", "Two. More.", 1.0)]);
    }

    #[test]
    fn captions_that_roll_up_are_read_once() {
        let text =
            "WEBVTT\nKind: captions\n\n00:00:01.000 --> 00:00:02.000\none\n\n00:00:02.000 --> 00:00:03.000\none\ntwo\n";
        assert_eq!(turns(text), [row("", "one two", 1.0)]);
    }

    #[test]
    fn hostile_text_is_read_without_a_panic() {
        for text in [
            "WEBVTT",
            "WEBVTT\n\n-->",
            "WEBVTT\n\n0:1 --> 0:2",
            "WEBVTT\n\n0:1 --> 0:2\n<v",
            "WEBVTT\n\n0:1 --> 0:2\n<v >\0&é<é>",
        ] {
            let _ = turns(text);
        }
    }
}
