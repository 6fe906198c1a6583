//! What holds of any text: fixtures, cut, joined and broken at random.

use std::path::Path;

use proptest::prelude::*;
use whosaid::{
    index::{Index, Request, Sort},
    passage,
    query::{Highlighter, Scope, parse},
    read,
    source::{Source, find},
    text::sentences,
    transcript::Transcript,
};

fn fixtures() -> Vec<(String, String)> {
    let (files, _) = find([Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")]);
    let text = |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    files.iter().map(|path| (path.to_string_lossy().into_owned(), text(path))).collect()
}

fn understand(text: &str) -> Vec<Transcript> {
    read(&Source::from_bytes("call", text.as_bytes()))
}

/// A text made of lines of the fixtures, most of them in order.
fn text() -> impl Strategy<Value = String> {
    let files = fixtures();
    let n_files = files.len();
    (0..n_files, 0..200usize, 1..200usize, prop::collection::vec((0..400usize, any::<bool>()), 0..6)).prop_map(
        move |(file, skip, take, odd)| {
            let mut lines: Vec<&str> = files[file].1.lines().skip(skip).take(take).collect();
            for (at, is_broken) in odd {
                let line = files[at % n_files].1.lines().nth(at % 40).unwrap_or("");
                let cut = line.char_indices().map(|(i, _)| i).nth(at % 30).unwrap_or(0);
                lines.insert(at.min(lines.len()), if is_broken { &line[cut..] } else { line });
            }
            lines.join("\n")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The words of a turn stand in the file where its spans say, in the order of the turns, and never
    /// in two turns. (Layouts that hold text in JSON escapes are asked for their order alone.)
    #[test]
    fn spans_ascend_and_lead_back(text in text()) {
        for transcript in understand(&text) {
            let mut end = 0;
            for turn in &transcript.turns {
                let span = turn.text.span();
                prop_assert!(span.start <= span.end && span.end <= text.len() as u64);
                prop_assert!(end <= span.start, "{:?} goes back", turn.ordinal);
                end = span.end;
                let at = |offset: u64| text.is_char_boundary(usize::try_from(offset).unwrap());
                prop_assert!(at(span.start) && at(span.end));
                for passage in passage::divide(&turn.text) {
                    let span = turn.text.source_span(passage.clone());
                    prop_assert!(at(span.start) && at(span.end));
                }
            }
            for diagnostic in &transcript.diagnostics {
                let in_file = diagnostic.source_bytes.is_none_or(|span| span.end <= text.len() as u64);
                prop_assert!(in_file, "{diagnostic:?}");
            }
        }
    }

    /// Passages tile their turn, sentences tile any text.
    #[test]
    fn passages_and_sentences_tile(text in text()) {
        let tiles = |ranges: Vec<std::ops::Range<usize>>, text: &str| {
            let joined: String = ranges.iter().map(|range| &text[range.clone()]).collect();
            joined == text
        };
        prop_assert!(tiles(sentences(&text).collect(), &text));
        for transcript in understand(&text) {
            for turn in &transcript.turns {
                prop_assert!(tiles(passage::divide(&turn.text), &turn.text));
            }
        }
    }

    /// Line ends of Windows change nothing of what is understood.
    #[test]
    fn line_ends_change_nothing(text in text()) {
        let plain = text.replace('\r', "");
        let view = |transcripts: Vec<Transcript>| {
            let turn = |t: &Transcript| -> Vec<_> {
                let turns = t.turns.iter().map(|turn| {
                    let person = &t.participants[turn.participant];
                    (turn.text.replace('\r', ""), person.name.clone(), person.role, turn.section, turn.kind, turn.exchange)
                });
                turns.collect()
            };
            transcripts.iter().map(turn).collect::<Vec<_>>()
        };
        prop_assert_eq!(view(understand(&plain)), view(understand(&plain.replace('\n', "\r\n"))));
    }

    /// Ordinals count, sections do not go back, answers follow their question, everybody is somebody.
    #[test]
    fn transcripts_hold_together(text in text()) {
        for transcript in understand(&text) {
            let n_turns = transcript.turns.len() as u32;
            for (i, turn) in transcript.turns.iter().enumerate() {
                prop_assert_eq!(turn.ordinal as usize, i);
                prop_assert!(turn.participant < transcript.participants.len());
            }
            for (i, exchange) in transcript.exchanges.iter().enumerate() {
                prop_assert_eq!(exchange.ordinal as usize, i + 1);
                let first = exchange.question.first();
                prop_assert!(first.is_some(), "an exchange without a question");
                prop_assert!(exchange.answer.iter().all(|answer| Some(answer) > first && *answer < n_turns));
            }
            for participant in transcript.participants {
                for evidence in participant.evidence {
                    prop_assert!(evidence.source_bytes.end <= text.len() as u64);
                    prop_assert!(evidence.turn.is_none_or(|turn| turn < n_turns));
                }
            }
        }
    }

    /// Highlights lie inside the text, on character boundaries, in order and apart.
    #[test]
    fn highlights_lie_inside(text in text(), line in "[a-z\"() ]{1,12}( NEAR/3 [a-z]{2,5})?( [a-z]{2,4}\\*)?") {
        let Ok(query) = parse(&line) else { return Ok(()) };
        let run = query.plan.lower().unwrap();
        let mut highlighter = Highlighter::new(&run, Scope::Passage);
        let mut end = 0;
        for range in highlighter.ranges(&text, whosaid::transcript::Kind::Remarks) {
            prop_assert!(end <= range.start && range.start < range.end && range.end <= text.len());
            prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            end = range.end;
        }
    }
}

/// A word that stands once in all fixtures finds the passage it stands in.
#[test]
fn a_rare_word_finds_its_passage() {
    let folder = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(folder.path()).unwrap();
    index.refresh(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plain")], false, &()).unwrap();
    let snapshot = index.snapshot();
    let mut places = std::collections::BTreeMap::<String, Vec<(String, u32, usize)>>::new();
    for card in snapshot.calls(&whosaid::query::Run::All, None).unwrap() {
        let transcript = snapshot.transcript(&card.call.id).unwrap().unwrap();
        for turn in &transcript.turns {
            for passage in passage::divide(&turn.text) {
                whosaid::text::each_word(&turn.text[passage.clone()], |word| {
                    let place = (transcript.call.id.clone(), turn.ordinal, passage.start);
                    places.entry(word.term.to_owned()).or_default().push(place);
                });
            }
        }
    }
    let rare: Vec<_> = places.into_iter().filter(|(_, places)| places.len() == 1).collect();
    assert!(rare.len() > 500, "{}", rare.len());
    for (word, places) in rare {
        // In quotes, since the form alone is rare, not its stem.
        let run = parse(&format!("\"{word}\"")).unwrap().plan.lower().unwrap();
        let request = Request { run, scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit: 10, offset: 0 };
        let hits = snapshot.search(&request).unwrap();
        let found = hits.iter().any(|hit| (hit.card.call.id.clone(), hit.turn, hit.start) == places[0]);
        assert!(found, "{word} is not found in {:?}", places[0]);
    }
}
