//! Motley Fool pages that somebody has taken apart into JSON: `prepared_remarks` and `q_and_a` as
//! lists of speaker and speech, `participants` as `Name--Title` or `Name--Firm -- Analyst`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    Draft, Label, Layout, RosterEntry, Side, json,
    lines::{glued_heading, lines, same},
    script::Script,
};
use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "motleyfool-json", matches, read };

fn matches(source: &Source) -> bool {
    let text = source.text.trim_start();
    text.starts_with(['{', '[']) && text.contains("\"prepared_remarks\"") && text.contains("\"speech\"")
}

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow, default)]
    prepared_remarks: Vec<Speech<'a>>,
    #[serde(borrow, default)]
    q_and_a: Vec<Speech<'a>>,
    #[serde(borrow, default)]
    participants: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Speech<'a> {
    #[serde(borrow)]
    speaker: &'a RawValue,
    #[serde(borrow)]
    speech: &'a RawValue,
}

/// One call, a list of calls, or one call after another.
fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let values = if text.trim_start().starts_with('[') {
        serde_json::from_str::<Vec<&RawValue>>(text)
    } else {
        serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().collect()
    };
    let drafts = match values {
        Ok(values) => values.into_iter().map(|value| read_value(text, value.get())).collect(),
        Err(error) => vec![recover(text, text, &error)],
    };
    if drafts.is_empty() { vec![Script::new(LAYOUT.name, text).finish()] } else { drafts }
}

fn read_value(text: &Traced, value: &str) -> Draft {
    match serde_json::from_str::<Page>(value) {
        Ok(page) => read_page(text, &page),
        Err(error) => recover(text, value, &error),
    }
}

/// A page that is cut off or damaged: as many speeches as can be read.
fn recover(text: &Traced, damaged: &str, error: &serde_json::Error) -> Draft {
    let page = Page {
        prepared_remarks: values_after(damaged, "\"prepared_remarks\""),
        q_and_a: values_after(damaged, "\"q_and_a\""),
        participants: values_after(damaged, "\"participants\""),
    };
    let mut draft = read_page(text, &page);
    draft.diagnostics.push(Diagnostic {
        code: "damaged-json".to_owned(),
        turn: None,
        text: format!("read as far as it goes: {error}"),
        source_bytes: None,
    });
    draft
}

/// The values of the list after `key`, up to the first that cannot be read.
fn values_after<'a, T: Deserialize<'a>>(text: &'a str, key: &str) -> Vec<T> {
    let mut values = Vec::new();
    let list = text
        .split_once(key)
        .and_then(|(_, rest)| rest.trim_start_matches([':', ' ', '\n', '\r', '\t']).strip_prefix('['));
    let mut rest = list.unwrap_or_default();
    loop {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<T>();
        let Some(Ok(value)) = stream.next() else { return values };
        values.push(value);
        rest = rest[stream.byte_offset()..].trim_start();
        rest = rest.strip_prefix(',').unwrap_or_default();
    }
}

fn read_page(text: &Traced, page: &Page) -> Draft {
    let mut call = Call { script: Script::new(LAYOUT.name, text), in_roster: false };
    for participant in page.participants.iter().filter_map(|raw| json::string(text, raw)) {
        call.participant(&participant);
    }
    for (section, speeches, after) in
        [(Section::Prepared, &page.prepared_remarks, page.q_and_a.first()), (Section::Qa, &page.q_and_a, None)]
    {
        call.script.enter(section);
        for (number, speech) in speeches.iter().enumerate() {
            let next = speeches.get(number + 1).or(after);
            let next = next.and_then(|next| json::string(text, next.speaker));
            call.speech(speech, next.as_deref().map_or("", str::trim));
        }
    }
    call.script.finish()
}

struct Call<'a> {
    script: Script<'a>,
    /// Whether what follows are the page's participants, taken for speakers.
    in_roster: bool,
}

impl Call<'_> {
    /// A speech, before that of `next`.
    fn speech(&mut self, speech: &Speech, next: &str) {
        let text = self.script.source;
        let (Some(speaker), Some(said)) = (json::string(text, speech.speaker), json::string(text, speech.speech))
        else {
            return;
        };
        let name = trimmed(&speaker);
        if !self.heading(&name) {
            if self.in_roster && said.trim().is_empty() {
                self.participant(&name);
                return;
            }
            self.in_roster = false;
            self.script.open(Some(Label { name, ..Label::default() }));
        }
        let mut lines: Vec<&str> = lines(&said).collect();
        if let Some(last) = lines.last_mut()
            && let Some(at) = glued_heading(last, next)
        {
            self.script.skip_traced(&said.part(&last[at..]));
            *last = last[..at].trim_end();
        }
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            self.script.say_traced(&said.part(line));
        }
    }

    /// The page's own headings, which whoever took it apart took for speakers.
    fn heading(&mut self, name: &Traced) -> bool {
        if name.starts_with("Duration:") {
            self.script.skip_traced(name);
        } else if same(name, "Call participants:") {
            self.in_roster = true;
        } else if same(name, "Prepared Remarks:") {
            self.script.enter(Section::Prepared);
        } else if same(name, "Questions and Answers:") || same(name, "Questions & Answers:") {
            self.script.enter(Section::Qa);
        } else {
            return false;
        }
        true
    }

    /// `Name--Title`, `Name--Firm -- Analyst`, or a name alone.
    fn participant(&mut self, line: &Traced) {
        let mut parts = line.splitn(2, "--").map(str::trim);
        let name = parts.next().unwrap_or_default();
        let rest = parts.next().unwrap_or_default();
        let part = |part: &str| (!part.trim().is_empty()).then(|| line.part(part.trim()));
        let (side, title, firm) = match rest.rsplit_once("--") {
            Some((firm, position)) if is_outsider(position) => (Side::Outside, part(position), part(firm)),
            _ if rest.is_empty() => (Side::Unsaid, None, None),
            _ => (Side::Company, part(rest), None),
        };
        if !name.is_empty() {
            self.script.draft.roster.push(RosterEntry { name: line.part(name), title, firm, side });
        }
    }
}

/// `Analyst`, also misspelt.
fn is_outsider(position: &str) -> bool {
    let position = position.trim().to_ascii_lowercase();
    position.starts_with("ana") && position.ends_with("st") || position.contains("analyst")
}

fn trimmed(text: &Traced) -> Traced {
    text.part(text.trim())
}
