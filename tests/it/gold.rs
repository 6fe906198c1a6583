//! What the program understands of the fixtures, against what people who read them wrote down.
//!
//! `tests/gold/README.md` describes the tables. Every difference is a line in a golden file, so that a
//! change for better or worse shows in review; the sums at its end must not get worse.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use whosaid::{cast::firms, read, source::Source, transcript::Transcript};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The rows of a table, by file.
fn table(name: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let text = std::fs::read_to_string(root().join("tests/gold/plain").join(name)).unwrap();
    let mut rows: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let mut cells = line.split('\t').map(str::to_owned);
        let file = cells.next().unwrap();
        rows.entry(file).or_default().push(cells.collect());
    }
    rows
}

fn transcript(file: &str) -> (Transcript, String) {
    let bytes = std::fs::read(root().join("fixtures/plain").join(file)).unwrap();
    let mut transcripts = read(&Source::from_bytes(Path::new(file).to_string_lossy(), &bytes));
    assert_eq!(transcripts.len(), 1, "{file}");
    (transcripts.remove(0), String::from_utf8(bytes).unwrap())
}

/// Counts what is right, and keeps a line for what is not.
#[derive(Default)]
struct Tally {
    right: BTreeMap<&'static str, [usize; 2]>,
    lines: Vec<String>,
}

impl Tally {
    fn check(&mut self, what: &'static str, place: &str, expected: &str, found: &str, same: bool) {
        let [right, all] = self.right.entry(what).or_default();
        *all += 1;
        if same {
            *right += 1;
        } else {
            self.lines.push(format!("{place}: {what}: {found:?}, not {expected:?}"));
        }
    }

    fn equal(&mut self, what: &'static str, place: &str, expected: &str, found: &str) {
        self.check(what, place, expected, found, expected == found);
    }

    fn report(mut self) -> String {
        self.lines.sort();
        let sums = self.right.iter().map(|(what, [right, all])| format!("{what}: {right} of {all}"));
        self.lines.into_iter().chain(sums).collect::<Vec<_>>().join("\n")
    }
}

fn same_firm(expected: &str, found: &str) -> bool {
    (expected.is_empty() && found.is_empty())
        || (!expected.is_empty() && !found.is_empty() && firms::normalize(expected) == firms::normalize(found))
}

#[test]
fn turns_are_understood_as_people_understand_them() {
    let mut tally = Tally::default();
    for (file, rows) in table("TRUTH.tsv") {
        let (transcript, _) = transcript(&file);
        tally.equal("turns", &file, &rows.len().to_string(), &transcript.turns.len().to_string());
        for (row, turn) in rows.iter().zip(&transcript.turns) {
            let [ordinal, speaker, role, firm, section, kind, exchange, opening] = &row[..] else { panic!("{row:?}") };
            let place = format!("{file}#{ordinal}");
            let found: Vec<&str> = turn.text.split_whitespace().take(3).collect();
            tally.equal("opening", &place, opening, &found.join(" "));
            let person = &transcript.participants[turn.participant];
            let is_named = person.name == *speaker || person.aliases.contains(speaker);
            tally.check("speaker", &place, speaker, &person.name, is_named);
            tally.equal("role", &place, role, person.role.as_str());
            let found = person.firm.as_deref().unwrap_or("");
            tally.check("firm", &place, firm, found, same_firm(firm, found));
            tally.equal("section", &place, section, turn.section.as_str());
            tally.equal("kind", &place, kind, turn.kind.as_str());
            tally.equal("exchange", &place, exchange, &turn.exchange.map_or(String::new(), |n| n.to_string()));
        }
    }
    insta::assert_snapshot!("turns", tally.report());
}

#[test]
fn people_are_who_they_are() {
    let mut tally = Tally::default();
    for (file, rows) in table("PEOPLE.tsv") {
        let (transcript, _) = transcript(&file);
        let n_speak = transcript.turns.iter().map(|turn| turn.participant).collect::<BTreeSet<_>>().len();
        let expected = rows.iter().filter(|row| row[4] == "yes").count();
        tally.equal("speakers", &file, &expected.to_string(), &n_speak.to_string());
        tally.equal("people", &file, &rows.len().to_string(), &transcript.participants.len().to_string());
        for row in rows {
            let [name, role, title, firm, speaks] = &row[..] else { panic!("{row:?}") };
            let same: Vec<_> = transcript
                .participants
                .iter()
                .enumerate()
                .filter(|(_, p)| {
                    (p.name == *name || p.aliases.contains(name)) && same_firm(firm, p.firm.as_deref().unwrap_or(""))
                })
                .collect();
            let place = format!("{file} {name}");
            tally.equal("found", &place, "1", &same.len().to_string());
            let Some((id, person)) = same.first() else { continue };
            tally.equal("name", &place, name, &person.name);
            tally.equal("role", &place, role, person.role.as_str());
            tally.equal("title", &place, title, person.title.as_deref().unwrap_or(""));
            let found = transcript.turns.iter().any(|turn| turn.participant == *id);
            tally.equal("speaks", &place, speaks, if found { "yes" } else { "no" });
            for evidence in &person.evidence {
                let span = evidence.source_bytes;
                assert!(span.start < span.end, "{place}: {evidence:?} leads to no bytes");
            }
        }
    }
    insta::assert_snapshot!("people", tally.report());
}

#[test]
fn calls_are_which_they_are() {
    let mut tally = Tally::default();
    for (file, rows) in table("CALLS.tsv") {
        let (transcript, _) = transcript(&file);
        let [id, company, ticker, exchange, period, date] = &rows[0][..] else { panic!("{rows:?}") };
        let call = transcript.call;
        let text = |value: Option<String>| value.unwrap_or_default();
        tally.equal("id", &file, id, &call.id);
        tally.equal("company", &file, company, &text(call.company));
        tally.equal("ticker", &file, ticker, &text(call.ticker));
        tally.equal("exchange", &file, exchange, &text(call.exchange));
        tally.equal("period", &file, period, &text(call.period.map(|period| period.to_string())));
        tally.equal("date", &file, date, &text(call.date.map(|date| date.to_string())));
    }
    insta::assert_snapshot!("calls", tally.report());
}

/// Nothing that nobody said is in anybody's mouth, and nothing that somebody said is lost: every line
/// of a file is furniture by the table and by the program, or neither.
#[test]
fn every_line_is_said_or_furniture() {
    let mut tally = Tally::default();
    for (file, rows) in table("FURNITURE.tsv") {
        let (transcript, text) = transcript(&file);
        let furniture: BTreeSet<usize> = rows.iter().map(|row| row[0].parse().unwrap()).collect();
        let mut start = 0;
        for (i, line) in text.split_inclusive('\n').enumerate() {
            let words = line.trim();
            let from = start + line.find(words).unwrap_or(0);
            start += line.len();
            if words.is_empty() {
                continue;
            }
            let said = transcript.turns.iter().any(|turn| {
                let span = turn.text.span();
                let inside = span.start <= from as u64 && (from + words.len()) as u64 <= span.end;
                // A label stands before its turn's text.
                let labelled = span.start > from as u64 && span.start <= (from + words.len()) as u64;
                (inside || labelled) && turn.text.contains(words.rsplit(": ").next().unwrap_or(words))
            });
            let expected = if furniture.contains(&(i + 1)) { "furniture" } else { "said" };
            let place = format!("{file}:{}", i + 1);
            tally.check("line", &place, expected, words, said == (expected == "said"));
        }
    }
    insta::assert_snapshot!("furniture", tally.report());
}

/// Answers that keep something back are flagged for what they are, and no others.
#[test]
fn non_answers_are_flagged() {
    let mut tally = Tally::default();
    for (file, rows) in table("NONANSWERS.tsv") {
        let (transcript, _) = transcript(&file);
        let expected: BTreeMap<u32, &str> = rows.iter().map(|row| (row[0].parse().unwrap(), row[1].as_str())).collect();
        for turn in &transcript.turns {
            let place = format!("{file}#{}", turn.ordinal);
            let found: Vec<&str> = turn.nonanswers.iter().map(|one| &turn.text[one.words.clone()]).collect();
            let way = expected.get(&turn.ordinal).copied().unwrap_or("none");
            if way != "none" || !found.is_empty() {
                let ways: Vec<&str> = turn.ways().into_iter().map(whosaid::transcript::Withheld::as_str).collect();
                let found = format!("{} ({})", ways.join(", "), found.join(" | "));
                tally.check("flagged", &place, way, &found, turn.nonanswers.is_empty() == (way == "none"));
                tally.check("way", &place, way, &found, ways.contains(&way) || ways.is_empty() && way == "none");
            }
        }
    }
    insta::assert_snapshot!("nonanswers", tally.report());
}
