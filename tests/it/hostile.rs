//! Broken, doubled, shuffled and overlong variants of every fixture: all are read, by every layout,
//! without a panic, and what comes out points into the file.

use proptest::prelude::*;
use whosaid::{
    layout::{self, Draft, LAYOUTS},
    read,
    source::{self, Source},
};

fn fixtures() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    let (files, _) = source::find([folder]);
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// One way to break a file.
#[derive(Clone, Debug)]
enum Damage {
    /// Ends here.
    Cut(prop::sample::Index),
    /// Begins here.
    Behead(prop::sample::Index),
    /// All of it, twice.
    Double,
    /// A line stands elsewhere.
    Move(prop::sample::Index, prop::sample::Index),
    /// A line is gone.
    Lose(prop::sample::Index),
    /// A line is followed by a blank one, or by itself.
    Repeat(prop::sample::Index, bool),
    /// A line's end is gone.
    Join(prop::sample::Index),
    /// A byte is another.
    Flip(prop::sample::Index, u8),
    /// A heading or a sign of another layout stands in between.
    Insert(prop::sample::Index, usize),
}

const FOREIGN: &[&str] = &[
    "\0",
    "\nOperator\n",
    "\nQuestion-and-Answer Session\n",
    "\nCompany Participants\n",
    "\nCorporate Participants\n",
    "\n * \n",
    "\nQ - \n",
    "{BIO ",
    "{BIO 1 <GO>}",
    "    [1]\n",
    ",  -    [99999999999]\n",
    "\\u",
    "\\ud83d",
    "\"",
    "[{\"speech\":",
    "\u{2028}",
    " – ",
    "- -",
    "“",
    "\r",
];

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Damage::Cut),
        at().prop_map(Damage::Behead),
        Just(Damage::Double),
        (at(), at()).prop_map(|(from, to)| Damage::Move(from, to)),
        at().prop_map(Damage::Lose),
        (at(), any::<bool>()).prop_map(|(line, blank)| Damage::Repeat(line, blank)),
        at().prop_map(Damage::Join),
        (at(), any::<u8>()).prop_map(|(place, byte)| Damage::Flip(place, byte)),
        (at(), 0..FOREIGN.len()).prop_map(|(place, which)| Damage::Insert(place, which)),
    ]
}

fn apply(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    if bytes.is_empty() {
        return Vec::new();
    }
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    match damage {
        Damage::Cut(at) => return bytes[..at.index(bytes.len())].to_vec(),
        Damage::Behead(at) => return bytes[at.index(bytes.len())..].to_vec(),
        Damage::Double => return [bytes, bytes].concat(),
        Damage::Flip(at, byte) => {
            let mut bytes = bytes.to_vec();
            let at = at.index(bytes.len());
            bytes[at] = *byte;
            return bytes;
        }
        Damage::Insert(at, which) => {
            let (before, after) = bytes.split_at(at.index(bytes.len()));
            return [before, FOREIGN[*which].as_bytes(), after].concat();
        }
        Damage::Move(from, to) => {
            let line = lines.remove(from.index(lines.len()));
            lines.insert(to.index(lines.len() + 1), line);
        }
        Damage::Lose(at) => {
            lines.remove(at.index(lines.len()));
        }
        Damage::Repeat(at, blank) => {
            let at = at.index(lines.len());
            let line = if *blank { b"\n" } else { lines[at] };
            lines.insert(at + 1, line);
        }
        Damage::Join(at) => {
            let at = at.index(lines.len());
            lines[at] = lines[at].trim_ascii_end();
        }
    }
    lines.concat()
}

fn check_draft(draft: &Draft, n_bytes: u64) {
    for turn in &draft.turns {
        assert!(turn.text.span().end <= n_bytes);
        if let Some(label) = &turn.label {
            assert!(label.name.span().end <= n_bytes);
        }
    }
    for odd in &draft.diagnostics {
        assert!(odd.turn.is_none_or(|turn| turn as usize <= draft.turns.len()));
        assert!(odd.source_bytes.is_none_or(|span| span.start <= span.end && span.end <= n_bytes));
    }
}

fn check(bytes: &[u8]) {
    let source = Source::from_bytes("call", bytes);
    for layout in LAYOUTS {
        for draft in layout::read_as(layout.name, &source).unwrap() {
            check_draft(&draft, bytes.len() as u64);
        }
    }
    for transcript in read(&source) {
        assert!(transcript.turns.iter().all(|turn| turn.participant < transcript.participants.len()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_read(which in any::<prop::sample::Index>(), damages in prop::collection::vec(damage(), 1..6)) {
        let fixtures = fixtures();
        let mut bytes = which.get(&fixtures).clone();
        for damage in &damages {
            bytes = apply(&bytes, damage);
        }
        check(&bytes);
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..512)) {
        check(&bytes);
    }
}

/// Reads with every layout. What is quadratic does not come to an end here: the runner's patience is the
/// limit, and `cargo bench` has the times.
fn check_overlong(text: &str) {
    let source = Source::from_bytes("call", text.as_bytes());
    for layout in LAYOUTS {
        let drafts = layout::read_as(layout.name, &source).unwrap();
        let said: usize = drafts.iter().flat_map(|draft| &draft.turns).map(|turn| turn.text.len()).sum();
        assert!(said <= 4 * text.len() + 4 * drafts.len(), "{} makes {said} bytes of {}", layout.name, text.len());
    }
}

#[test]
fn overlong_files_are_read_to_their_end() {
    const MANY: usize = 100_000;
    check_overlong(&"and so on ".repeat(MANY));
    check_overlong(&"Jane Doe".repeat(MANY));
    check_overlong(&format!("Executives\nJane Doe - CEO\nOperator\n{}", "Thank you.Jane DoeGood. ".repeat(MANY)));
    check_overlong(&"Operator\n".repeat(MANY));
    check_overlong(&"Jane Doe - Example Bank\n".repeat(MANY));
    check_overlong(&"Company Participants\nX (A:B)\n".repeat(MANY));
    check_overlong(&"StreetEvents Event Transcript\nA    [1]\n".repeat(MANY));
    check_overlong(&"A {BIO 1 <GO>}\n".repeat(MANY));
    check_overlong(&"â€™".repeat(MANY));
    check_overlong(&"{\"prepared_remarks\":[{\"speaker\":\"A\",\"speech\":\"B\"},".repeat(MANY));
    check_overlong(&"[".repeat(MANY));
    check_overlong(&"{\"a\":".repeat(MANY));
    check_overlong(&"\n".repeat(MANY));
    check_overlong(&"\u{c}".repeat(MANY));
    check_overlong(&"Jane Doe\n\u{c}".repeat(MANY));
    check_overlong(&format!("\u{c}\u{c}{}", "Jane Doe, Example Bank\nThank you.\n".repeat(MANY)));
    check_overlong(&format!("\u{c}\u{c}{}", "JANE DOE. ".repeat(MANY)));
    check_overlong(&"04/18/2002 A (B) Q1 2002\n\u{c}".repeat(MANY / 10));
    check_overlong(&format!("responses:\n- body: '{{{}", "''\n".repeat(MANY)));
    check_overlong(&"responses:\n- body: '{'\n".repeat(MANY));
    check_overlong(&"{\"schema\":\"whosaid.transcript/1\",\n".repeat(MANY));
    check_overlong(&"\0".repeat(MANY));
}
