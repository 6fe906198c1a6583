//! One word a line, fields between bars: the reference transcripts of speech recognition
//! (`token|speaker|ts|endTs|punctuation|case|tags`). Sentences are put together again from the
//! punctuation column.

use super::{
    Draft, Layout,
    draft::no_speakers,
    header,
    voices::{self, Cue, Voices},
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout =
    Layout { name: "tokens", matches: |source| Columns::read(first_line(&source.text)).is_some(), read };

/// Where the fields stand.
struct Columns {
    speaker: usize,
    start: Option<usize>,
    after: Option<usize>,
    before: Option<usize>,
}

impl Columns {
    fn read(heading: &str) -> Option<Columns> {
        let names: Vec<&str> = heading.split('|').map(str::trim).collect();
        let at = |wanted: &str| names.iter().position(|name| *name == wanted);
        (names.first() == Some(&"token")).then_some(())?;
        Some(Columns {
            speaker: at("speaker")?,
            start: at("ts"),
            after: at("punctuation"),
            before: at("prepunctuation"),
        })
    }
}

fn first_line(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default()
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let mut draft = Draft { layout: LAYOUT.name, ..Draft::default() };
    let heading = first_line(text);
    let Some(columns) = Columns::read(heading) else { return vec![draft] };
    let rows = text.lines().filter(|line| line.contains('|') && *line != heading);
    let mut voices = Voices::default();
    let mut speakers = (None, false);
    for line in rows {
        let fields: Vec<&str> = line.trim_end().splitn(16, '|').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or(&line[line.len()..]);
        let speaker = field(columns.speaker).trim();
        speakers.1 |= speakers.0.is_some_and(|first| first != speaker);
        speakers.0 = speakers.0.or(Some(speaker));
        voices.say(Cue {
            // What a recogniser could not tell apart.
            label: if speaker == "UU" { None } else { voices::label(text.part(speaker)) },
            text: token(text, [columns.before.map(field), Some(field(0)), columns.after.map(field)]),
            start: columns.start.and_then(|at| voices::seconds(field(at))),
            ..Cue::default()
        });
    }
    draft.turns = voices.finish();
    if !speakers.1 {
        // A single number for all that is said is no speaker.
        draft.turns.iter_mut().for_each(|turn| turn.label = None);
    }
    no_speakers(&mut draft);
    header::complete(&mut draft.header, voices::opening(&draft.turns));
    vec![draft]
}

/// A word with the marks before and after it.
fn token(text: &Traced, parts: [Option<&str>; 3]) -> Traced {
    let mut token = Traced::default();
    for part in parts.into_iter().flatten() {
        token.push(&text.part(part));
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_sentences_of_speakers() {
        let text = "token|speaker|ts|endTs|punctuation|prepunctuation|case|tags\r\n\
                    Good|0|1.5|2||\"|UC|[]\r\nday|0|||,|||[]\r\nall|0|||.\"||LC|[]\r\n<laugh>|3|4.0||||LC|[]\r\nYes|3|||?||UC";
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let turns: Vec<_> = read(&source)[0]
            .turns
            .iter()
            .map(|turn| {
                (turn.label.clone().unwrap_or_default().name.into_string(), turn.text.to_string(), turn.start_seconds)
            })
            .collect();
        let expected = [("Speaker 0", "\"Good day, all.\"", 1.5), ("Speaker 3", "<laugh> Yes?", 4.0)];
        assert_eq!(turns, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), Some(c))));
    }

    #[test]
    fn one_number_for_everybody_is_no_speaker() {
        for text in
            ["token|speaker|ts\nGood|1|\nday|1|\n", "token|speaker|ts\nGood||\nday||\n", "token|speaker\n|\0|\n||||"]
        {
            let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
            assert!(draft.turns.iter().all(|turn| turn.label.is_none()), "{text}");
        }
    }
}
