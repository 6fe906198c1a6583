//! Turns as blocks of fields, one a line: `Speaker: Ada Lund`, `Job Title: CFO`, `Company: Nordlys`, `Utterance 7: We grew …`.
//! So programs write out what they have taken apart; lines without a field go on with what was said.

use super::{
    Draft, Label, Layout,
    draft::no_speakers,
    header,
    lines::{head, lines},
    script::Script,
};
use crate::source::Source;

pub(super) const LAYOUT: Layout = Layout { name: "fielded", matches: |source| is_fielded(&source.text), read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 64 * 1024;

/// What a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Speaker,
    Title,
    Firm,
    Said,
}

/// A field's kind and its value.
fn field(line: &str) -> Option<(Field, &str)> {
    const LONGEST: usize = 24;
    let at = head(line, LONGEST).find(':')?;
    let key = line[..at].trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_ascii_lowercase();
    let numbered = key.len() < line[..at].trim_end().len();
    let field = match key.as_str() {
        "speaker" if !numbered => Field::Speaker,
        "job title" | "title" | "position" if !numbered => Field::Title,
        "company" | "firm" | "affiliation" | "organization" if !numbered => Field::Firm,
        "utterance" | "speech" | "statement" => Field::Said,
        _ => return None,
    };
    Some((field, line[at + 1..].trim()))
}

/// Several blocks, each with a speaker and, a few lines below, what is said.
fn is_fielded(text: &str) -> bool {
    const FEWEST: usize = 3;
    if !text.contains("Speaker:") {
        return false;
    }
    let (mut blocks, mut open) = (0, false);
    for line in lines(head(text, HEAD)).filter(|line| !line.is_empty()) {
        open = match field(line) {
            Some((Field::Speaker, name)) => !name.is_empty(),
            Some((Field::Said, _)) => {
                blocks += usize::from(open);
                false
            }
            Some(_) => open,
            None => false,
        };
    }
    blocks >= FEWEST
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let mut script = Script::new(LAYOUT.name, text);
    let mut block: Option<Label> = None;
    for line in lines(text).filter(|line| !line.is_empty()) {
        let part = |value: &str| (!value.is_empty()).then(|| text.part(value));
        let waits = block.is_some();
        match (field(line), &mut block) {
            (Some((Field::Speaker, name)), _) => block = Some(Label { name: text.part(name), ..Label::default() }),
            (Some((Field::Title, title)), Some(label)) => label.title = part(title),
            (Some((Field::Firm, firm)), Some(label)) => label.firm = part(firm),
            (Some((Field::Said, said)), Some(_)) => {
                if let Some(label) = block.take() {
                    script.open(Some(label));
                }
                script.say(said);
            }
            _ if !waits && !script.draft.turns.is_empty() => script.say(line),
            _ => {
                // `[CALL DETAILS]` is a heading of fields.
                if !line.starts_with('[') {
                    script.title.push(line);
                }
                script.skip(line);
            }
        }
    }
    // Of its company and its day the front speaks in fields, too.
    let told: Vec<(&str, &str)> = script.title.iter().filter_map(|line| line.split_once(": ")).collect();
    let values: Vec<&str> = told.iter().map(|(_, value)| *value).collect();
    let mut values = header::from_lines(&values);
    let names_company = |key: &str| ["bank", "company", "issuer"].iter().any(|word| key.eq_ignore_ascii_case(word));
    values.company = told.iter().find(|(key, _)| names_company(key)).map(|(_, company)| (*company).to_owned());
    let mut draft = script.finish();
    if values.company.is_some() {
        draft.header.company = values.company.take();
    }
    super::metadata::fill(&mut draft.header, values);
    no_speakers(&mut draft);
    vec![draft]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_fields_are_turns() {
        let text = "[CALL DETAILS]\n\nBank: Nordlys Bank PLC\nCall Date: 2025-04-30\n\nSpeaker: Bo Roe\nCompany: Fjord Research\n\
                    Utterance 1: Good morning. Here is one: why?\n\nSpeaker: Ada Lund\nJob Title: Group CFO\n\
                    Utterance 2: Thank you, Bo.\nIt is so.\n\nSpeaker: Bo Roe\nCompany: Fjord Research\nUtterance 3: I see.\n";
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source));
        let draft = read(&source).remove(0);
        let row = |turn: &crate::layout::DraftTurn| {
            let label = turn.label.clone().unwrap_or_default();
            let of = |part: &Option<crate::text::Traced>| part.as_ref().map_or("", |part| part.as_str()).to_owned();
            format!("{}/{}/{}: {}", label.name.as_str(), of(&label.title), of(&label.firm), turn.text.as_str())
        };
        let want = [
            "Bo Roe//Fjord Research: Good morning. Here is one: why?",
            "Ada Lund/Group CFO/: Thank you, Bo.\n\nIt is so.",
            "Bo Roe//Fjord Research: I see.",
        ];
        assert_eq!(draft.turns.iter().map(row).collect::<Vec<_>>(), want);
        assert_eq!(draft.header.date.map(|date| date.to_string()).as_deref(), Some("2025-04-30"));
        assert_eq!(draft.header.company.as_deref(), Some("Nordlys Bank PLC"));
        let labels = "Speaker: Hello.\nAda Lund: Hello.\nSpeaker: Well.\nAda Lund: Yes.\nSpeaker: Bye.\n";
        assert!(!(LAYOUT.matches)(&Source::from_bytes("-", labels.as_bytes())));
    }
}
