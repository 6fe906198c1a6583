//! What must hold of any bytes at all, by entrance. Run by the fuzz targets, and over `regressions/` by `cargo test`.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    sync::{LazyLock, Once},
    time::Duration,
};

use whosaid::{
    error::Error,
    index::{Index, Options, Request, Sort, restored},
    layout::{self, LAYOUTS},
    passage,
    query::{Pattern, Run, Scope, parse},
    read as understand, render,
    source::{self, Limits, Source},
    transcript::Transcript,
};

/// Any line is understood or refused at a place inside it, and what was understood reads back from its printed form.
pub fn query(data: &[u8]) {
    let line = String::from_utf8_lossy(data);
    match parse(&line) {
        Ok(query) => {
            let printed = query.plan.to_string();
            let again = parse(&printed).unwrap_or_else(|error| panic!("{line:?} prints as {printed:?}: {error}"));
            assert_eq!(again.plan, query.plan, "{line:?} prints as {printed:?}");
            let run = query.plan.lower().expect("what parses is not too large");
            assert!(!run.clauses().is_empty());
            assert!(query.notes.iter().all(|note| line.get(note.range.clone()).is_some()));
        }
        Err(error) => {
            assert!(line.get(error.range.clone()).is_some(), "{:?} is no part of {line:?}", error.range);
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Any bytes are read.
pub fn read(data: &[u8]) {
    for transcript in understand(&Source::from_bytes("fuzz", data)) {
        check(&transcript, data.len() as u64);
    }
}

/// Any bytes are read by every reader, whatever they look like: the first byte chooses it.
pub fn layout(data: &[u8]) {
    let Some((choice, rest)) = data.split_first() else { return };
    let layout = &LAYOUTS[usize::from(*choice) % LAYOUTS.len()];
    let source = Source::from_bytes("fuzz", rest);
    for draft in layout::read_as(layout.name, &source).expect("a layout by its own name") {
        for turn in &draft.turns {
            assert!(turn.text.span().end <= rest.len() as u64, "{}", layout.name);
        }
    }
}

/// Any file is opened, or refused, within its limits.
pub fn container(data: &[u8]) {
    let path = scratch().join(format!("whosaid-fuzz-{}", std::process::id()));
    std::fs::write(&path, data).expect("a temporary file can be written");
    let limits = Limits { bytes: 1 << 20 };
    if let Ok(sources) = source::open(&path, limits) {
        for source in sources.take(64).flatten() {
            assert!(source.bytes <= limits.bytes);
            assert!(source.text.as_str().len() as u64 <= 3 * limits.bytes);
        }
    }
}

/// Turns are numbered, and every passage and every piece of evidence stands inside the file.
fn check(transcript: &Transcript, len: u64) {
    for (ordinal, turn) in transcript.turns.iter().enumerate() {
        assert_eq!(turn.ordinal as usize, ordinal);
        assert!(turn.participant < transcript.participants.len());
        let span = turn.text.span();
        assert!(span.start <= span.end && span.end <= len);
        let mut end = 0;
        for passage in passage::divide(&turn.text) {
            assert!(passage.start == end && passage.end > end);
            end = passage.end;
        }
        assert_eq!(end, turn.text.as_str().len());
    }
    let evidence = transcript.participants.iter().flat_map(|participant| &participant.evidence);
    assert!(evidence.into_iter().all(|evidence| evidence.source_bytes.end <= len));
}

/// Where files are tried: in memory, if there is such a folder, since a rebuild waits for its disk a dozen times.
fn scratch() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

/// A small index of invented calls, and what it answers. Its files are copied by linking: nobody writes into them.
struct Whole {
    folder: PathBuf,
    /// By kind, so that the same number means the same kind of file in every process.
    files: Vec<String>,
    answers: String,
}

impl Whole {
    /// A copy of it, made anew if the last one was rebuilt, or broke something.
    fn copy(&self) -> PathBuf {
        let damaged = self.folder.join("damaged");
        let mut found = if damaged.is_dir() { names(&damaged) } else { Vec::new() };
        found.retain(|name| !name.ends_with(".lock"));
        if found.len() != self.files.len() || !found.iter().all(|name| self.is_linked(name, &damaged)) {
            let _ = fs::remove_dir_all(&damaged);
            fs::create_dir(&damaged).expect("a folder can be made");
            self.files.iter().for_each(|name| self.link(name, &damaged));
        }
        damaged
    }

    fn link(&self, name: &str, damaged: &Path) {
        let _ = fs::remove_file(damaged.join(name));
        fs::hard_link(self.folder.join("whole").join(name), damaged.join(name)).expect("a file can be linked");
    }

    /// Whether a file of the copy is still the very file that was copied.
    fn is_linked(&self, name: &str, damaged: &Path) -> bool {
        let number = |folder: &Path| fs::metadata(folder.join(name)).map(|metadata| metadata.ino()).ok();
        number(damaged).is_some() && number(damaged) == number(&self.folder.join("whole"))
    }
}

static WHOLE: LazyLock<Whole> = LazyLock::new(|| {
    let folder = scratch().join(format!("whosaid-fuzz-index-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let (calls, whole) = (folder.join("calls"), folder.join("whole"));
    fs::create_dir_all(&calls).expect("a temporary folder can be made");
    let index = Index::open_or_create_with(&whole, options()).expect("an index can be made");
    for (name, firm) in [("a.txt", "Briar Securities"), ("b.txt", "Hill Street"), ("b.txt", "Dunmarrow")] {
        let text = format!(
            "Operator: Our first question comes from the line of Ann Holt from {firm}. Please go ahead.\n\n\
             Ann Holt: Thanks. How are wafer orders?\n\nBo Lindqvist: They are up in {firm}. Thank you, Ann.\n"
        );
        fs::write(calls.join(name), text).expect("a call can be written");
        index.refresh(std::slice::from_ref(&calls), false, &()).expect("a call can be indexed");
    }
    drop(index);
    let answers = answers(&whole).expect("a whole index answers");
    let mut files: Vec<String> = names(&whole).into_iter().filter(|name| !name.ends_with(".lock")).collect();
    files.sort_by_key(|name| name.chars().rev().collect::<String>());
    Whole { folder, files, answers }
});

fn options() -> Options {
    Options { threads: 1, patience: Duration::ZERO, ..Options::default() }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder can be read").flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// What a reader asks, in one text.
fn answers(folder: &Path) -> Result<String, Error> {
    let snapshot = Index::open(folder)?.snapshot();
    let mut text = String::new();
    for run in
        [Run::All, Run::Pattern(Pattern::Forms("order".to_owned())), Run::Pattern(Pattern::Prefix("th".to_owned()))]
    {
        let request = Request { run, scope: Scope::Passage, paths: None, sort: Sort::Relevance, limit: 20, offset: 0 };
        for hit in snapshot.search(&request)? {
            text.push_str(&format!("{}#{} {} {:?}\n", hit.card.call.id, hit.turn, hit.score, hit.text));
        }
    }
    for transcript in snapshot.each_call(&Run::All, None)? {
        text.push_str(&format!("{:?}\n", transcript?));
    }
    Ok(text)
}

/// Panics of the engine are caught where damaged bytes are read; only ours are faults.
fn quiet_engine() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let file = info.location().map_or("", std::panic::Location::file);
            if !["/registry/", "/rustc/", "/library/"].iter().any(|part| file.contains(part)) {
                told(info);
            }
        }));
    });
}

/// Any bytes as a part of an index: the first says which file, the second what is done to it. The answer is the right
/// one or none, `check` is not deceived, and a rebuild ends.
pub fn index(data: &[u8]) {
    let [which, how, rest @ ..] = data else { return };
    if how % 8 == 7 {
        return stored(rest);
    }
    quiet_engine();
    let whole = &*WHOLE;
    let damaged = whole.copy();
    let name = &whole.files[usize::from(*which) % whole.files.len()];
    fs::remove_file(damaged.join(name)).expect("a file can be removed");
    let before = fs::read(whole.folder.join("whole").join(name)).expect("a file can be read");
    let bytes = changed(&before, how % 8, rest);
    fs::write(damaged.join(name), &bytes).expect("a file can be written");
    let answer = answers(&damaged);
    match &answer {
        Ok(answer) => assert!(*answer == whole.answers, "another answer"),
        Err(error) => assert!(error.to_string().len() < 10_000, "an endless reason"),
    }
    if bytes != before && how % 8 < 4 {
        assert!(!Index::check(&damaged).is_ok_and(|health| health.problems.is_empty()), "`check` finds nothing");
    }
    if how & 24 == 24 {
        let rebuilt = Index::rebuild(&damaged, options(), &()).expect("a rebuild can be written");
        assert!(rebuilt.calls <= 100);
        assert!(answers(&damaged).is_ok(), "what was rebuilt cannot be read");
        assert!(Index::check(&damaged).is_ok_and(|health| health.problems.is_empty()));
        fs::remove_dir_all(&damaged).expect("a folder can be removed");
    } else {
        whole.link(name, &damaged);
    }
}

/// The bytes of a file after something was done to it.
fn changed(before: &[u8], how: u8, rest: &[u8]) -> Vec<u8> {
    let over = |bytes: &[u8], end: usize| {
        let [high, low, new @ ..] = rest else { return bytes.to_vec() };
        let at = usize::from(u16::from_be_bytes([*high, *low])) % (end + 1);
        let mut bytes = bytes.to_vec();
        for (old, new) in bytes[at..].iter_mut().zip(new) {
            *old = *new;
        }
        bytes
    };
    // The end of a sealed file: eight bytes of length before eight of magic.
    let body =
        before.len().checked_sub(16).map_or(0, |at| usize::from(u16::from_le_bytes([before[at], before[at + 1]])));
    match how {
        0 => rest.to_vec(),
        1 => over(before, before.len()),
        // From the end: where the seal is.
        2 => {
            let mut turned: Vec<u8> = before.iter().rev().copied().collect();
            turned = over(&turned, 80.min(before.len()));
            turned.reverse();
            turned
        }
        3 => [before, rest].concat(),
        // As an older format has it: without a seal, and so without a check.
        4 => over(&before[..body.min(before.len())], body.min(before.len())),
        5 => [before, rest].concat()[rest.len()..].to_vec(),
        // A small file, other words under a seal that fits.
        _ => {
            let content = over(&before[..before.len().saturating_sub(24)], before.len().saturating_sub(24));
            [content.as_slice(), format!("\nwhosaid-crc32:{:08x}\n", crc32(&content)).as_bytes()].concat()
        }
    }
}

/// The checksum of small files, a byte at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    };
    !bytes.iter().fold(!0, step)
}

/// Any text as what is stored of a call: three parts and more, with zeros between them.
fn stored(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\0');
    let (card, rest) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Some((transcript, n_documents)) = restored(card, rest, parts.map(str::to_owned).collect()) else { return };
    assert!(n_documents > 0);
    for (ordinal, turn) in transcript.turns.iter().enumerate() {
        assert_eq!(turn.ordinal as usize, ordinal);
        assert!(turn.participant < transcript.participants.len());
        let _ = render::json::turn_of_call(&transcript, turn.ordinal);
    }
    let mut printed = Vec::new();
    render::json::write(&mut printed, &render::json::transcript(&transcript)).expect("memory can be written to");
    for exchange in &transcript.exchanges {
        render::json::write(&mut printed, &render::json::exchange_of_call(&transcript, exchange)).expect("as above");
    }
}
