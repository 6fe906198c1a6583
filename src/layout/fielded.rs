//! Turns as blocks of fields, one a line: `Speaker: Ada Lund`, `Job Title: CFO`, `Company: Nordlys`, `Utterance 7: We grew …`.
//! So programs write out what they have taken apart; lines without a field go on with what was said.

use super::{
    Draft, Label, Layout,
    draft::{no_speakers, not_a_transcript},
    furniture, header,
    lines::{has, head, lines},
    metadata, plain,
    script::Script,
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "fielded", matches: |source| is_fielded(&source.text), read };

/// How much of a text is looked at to recognise it.
const HEAD: usize = 64 * 1024;

/// What a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Speaker,
    Title,
    Firm,
    /// What is said; whether it is counted, as in `Utterance 7`.
    Said {
        counted: bool,
    },
}

/// A field's kind and its value.
fn field(line: &str) -> Option<(Field, &str)> {
    const LONGEST_KEY: usize = 24;
    const LONGEST_NAME: usize = 80;
    let (key, value) = line.split_at_checked(head(line, LONGEST_KEY).find(':')?)?;
    let value = value[1..].trim();
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_ascii_lowercase();
    let counted = word.len() < key.trim_end().len();
    let field = match word.as_str() {
        "utterance" | "speech" | "statement" => Field::Said { counted },
        _ if counted => return None,
        // `Speaker: Will you see?` was said.
        "speaker" if value.ends_with(['?', '!', ',']) || value.len() > LONGEST_NAME => return None,
        "speaker" => Field::Speaker,
        "job title" | "title" | "position" | "role" => Field::Title,
        "company" | "firm" | "affiliation" | "organization" => Field::Firm,
        _ => return None,
    };
    Some((field, value))
}

/// A block: whose it is, and what its last field says, if that is what was said.
struct Block<'t> {
    name: &'t str,
    title: Option<&'t str>,
    firm: Option<&'t str>,
    said: Option<&'t str>,
    /// How many lines it takes.
    len: usize,
}

impl<'t> Block<'t> {
    /// The block that begins with the first of some lines, none of which is blank.
    fn read(lines: &[&'t str]) -> Option<Self> {
        let (Field::Speaker, name) = field(lines.first()?)? else { return None };
        let mut block = Block { name, title: None, firm: None, said: None, len: 1 };
        for line in &lines[1..] {
            let some = |value: &'t str| Some(value).filter(|value| !value.is_empty());
            match field(line) {
                Some((Field::Title, title)) if block.title.is_none() => block.title = some(title),
                Some((Field::Firm, firm)) if block.firm.is_none() => block.firm = some(firm),
                Some((Field::Said { .. }, said)) => {
                    block.said = Some(said);
                    block.len += 1;
                    break;
                }
                _ => break,
            }
            block.len += 1;
        }
        Some(block)
    }

    fn label(&self, text: &Traced) -> Option<Label> {
        let part = |part: &str| text.part(part);
        let (title, firm) = (self.title.map(part), self.firm.map(part));
        (!self.name.is_empty()).then(|| Label { name: part(self.name), title, firm, mark: None })
    }
}

/// Several blocks in which somebody says something, and fewer labels.
fn is_fielded(text: &str) -> bool {
    const FEWEST: usize = 3;
    let head = head(text, HEAD);
    if !has(head, "Speaker:") && !has(head, "SPEAKER:") {
        return false;
    }
    let lines: Vec<&str> = lines(head).filter(|line| !line.is_empty()).collect();
    let (mut blocks, mut labels, mut at) = (0, 0, 0);
    while at < lines.len() {
        match Block::read(&lines[at..]) {
            Some(block) => {
                blocks += usize::from(!block.name.is_empty() && block.said.is_some());
                at += block.len;
            }
            None => {
                labels += usize::from(blocks > 0 && field(lines[at]).is_none() && plain::is_label(lines[at]));
                at += 1;
            }
        }
    }
    blocks >= FEWEST && labels < blocks
}

/// A file may hold several calls, each with an end that is printed.
fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let lines: Vec<&str> = lines(text).filter(|line| !line.is_empty()).collect();
    let opens = |at: usize| Block::read(&lines[at..]).is_some();
    let first = (0..lines.len()).find(|&at| opens(at)).unwrap_or(0);
    let last = (0..lines.len()).rev().find(|&at| opens(at)).unwrap_or(0);
    // What stands above the first block, or below the last end, is no call.
    let mut starts = vec![0];
    starts.extend((first..last).filter(|&at| is_end(lines[at])).map(|end| end + 1));
    starts.push(lines.len());
    let drafts = starts.windows(2).map(|pair| read_call(text, &lines[pair[0]..pair[1]]));
    drafts.collect()
}

fn read_call(text: &Traced, lines: &[&str]) -> Draft {
    let mut script = Script::new(LAYOUT.name, text);
    let (mut told, mut opened, mut at) = (Vec::new(), false, 0);
    while at < lines.len() {
        let line = lines[at];
        if let Some(block) = Block::read(&lines[at..]) {
            script.open(block.label(text));
            script.say(block.said.unwrap_or_default());
            at += block.len;
            opened = true;
            continue;
        }
        let counted = match field(line) {
            Some((Field::Said { counted: true }, said)) => Some(said),
            _ => None,
        };
        if opened && is_end(line) {
            lines[at..].iter().for_each(|line| script.skip(line));
            break;
        } else if !opened && counted.is_none() && !furniture::is_speech(line) {
            // `[CALL DETAILS]` stands above fields.
            if !line.starts_with('[') {
                script.title.push(line);
                told.extend(line.split_once(": "));
            }
            script.skip(line);
        } else {
            // One who says more than one thing has a field for each.
            script.say(counted.unwrap_or(line));
        }
        at += 1;
    }
    let mut draft = script.finish();
    // Of its company and its day the front speaks in fields, too.
    let values: Vec<&str> = told.iter().map(|(_, value)| *value).collect();
    let names_company = |key: &str| ["bank", "company", "issuer"].iter().any(|word| key.eq_ignore_ascii_case(word));
    let company = told.iter().find(|(key, _)| names_company(key)).map(|(_, company)| (*company).to_owned());
    draft.header.company = company.or(draft.header.company);
    metadata::fill(&mut draft.header, header::from_lines(&values));
    no_speakers(&mut draft);
    match plain::against(&draft.turns) {
        Some(reason) => not_a_transcript(LAYOUT.name, reason),
        None => draft,
    }
}

/// `[TRANSCRIPT END]`, and below it what the program says of itself, or the next call.
fn is_end(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    line.starts_with('[') && line.ends_with(']') && line.contains("transcript") && line.contains("end")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> Draft {
        let source = Source::from_bytes("-", text.as_bytes());
        assert!((LAYOUT.matches)(&source), "{text}");
        read(&source).remove(0)
    }

    /// `name/title/firm: words` of every turn.
    fn turns(draft: &Draft) -> Vec<String> {
        let row = |turn: &crate::layout::DraftTurn| {
            let label = turn.label.clone().unwrap_or_default();
            let of = |part: &Option<Traced>| part.as_ref().map_or("", |part| part.as_str()).to_owned();
            let said = turn.text.replace("\n\n", "|");
            format!("{}/{}/{}: {said}", label.name.as_str(), of(&label.title), of(&label.firm))
        };
        draft.turns.iter().map(row).collect()
    }

    fn odd<'d>(draft: &'d Draft, code: &str) -> Vec<&'d str> {
        draft.diagnostics.iter().filter(|odd| odd.code == code).map(|odd| odd.text.as_str()).collect()
    }

    const CALL: &str = "[CALL DETAILS]\n\nBank: Nordlys Bank PLC\nCall Date: 2025-04-30\n\n[TRANSCRIPT START]\n\n\
        Speaker: Bo Roe\nCompany: Fjord Research\nUtterance 1: Good morning. Here is one: why?\n\n\
        Speaker: Ada Lund\nJob Title: Group CFO\nCompany:\nUtterance 2: Thank you, Bo.\nIt is so.\n\n\
        Speaker: Bo Roe\nCompany: Fjord Research\nUtterance 3: I see.\n";

    #[test]
    fn blocks_of_fields_are_turns() {
        let want = [
            "Bo Roe//Fjord Research: Good morning. Here is one: why?",
            "Ada Lund/Group CFO/: Thank you, Bo.|It is so.",
            "Bo Roe//Fjord Research: I see.",
        ];
        for text in [CALL.to_owned(), CALL.replace("Speaker:", "SPEAKER:").replace("Utterance", "SPEECH")] {
            let draft = draft(&text);
            assert_eq!(turns(&draft), want);
            assert_eq!(draft.header.date.map(|date| date.to_string()).as_deref(), Some("2025-04-30"));
            assert_eq!(draft.header.company.as_deref(), Some("Nordlys Bank PLC"));
            assert_eq!(draft.header.title, None);
            let front = ["[CALL DETAILS]", "Bank: Nordlys Bank PLC", "Call Date: 2025-04-30", "[TRANSCRIPT START]"];
            assert_eq!(odd(&draft, "furniture"), front);
        }
        for (of, by) in [("Job Title", "Role"), ("Job Title", "Position"), ("Job Title", "Title"), ("Company", "Firm")]
        {
            assert_eq!(turns(&draft(&CALL.replace(of, by))), want, "{by}");
        }
        for (of, by) in [("Company", "Affiliation"), ("Company", "Organization"), ("Utterance", "Statement")] {
            assert_eq!(turns(&draft(&CALL.replace(of, by))), want, "{by}");
        }
        assert_eq!(draft(&CALL.replace("Bank:", "Issuer:")).header.company.as_deref(), Some("Nordlys Bank PLC"));
    }

    #[test]
    fn what_a_block_lacks_costs_no_words() {
        let end = "Speaker: Kai Moe\nCompany: Nordlys\nSpeaker: Ida Rahm\nWe built it.\nUtterance 5: We did.\n\
            Speaker: Will you see?\nCompany: it is ours.\nStatement: none.\n[TRANSCRIPT END]\nMade by a program.\n";
        let draft = draft(&format!("{CALL}{end}"));
        let want = "Ida Rahm//: We built it.|We did.|Speaker: Will you see?|Company: it is ours.|Statement: none.";
        assert_eq!(turns(&draft)[3..], [want]);
        assert_eq!(odd(&draft, "empty-turn"), ["Kai Moe"]);
        assert_eq!(odd(&draft, "furniture")[4..], ["[TRANSCRIPT END]", "Made by a program."]);
        // A block without a name is nobody's.
        let draft = self::draft(&format!("{CALL}Speaker:\nUtterance 4: We built it.\n"));
        assert_eq!(turns(&draft)[3], "//: We built it.");
    }

    #[test]
    fn what_stands_above_the_first_block_may_be_said() {
        let said = "Good day to all of you on the line, and we thank you for waiting; Ada, I see that you are here.";
        let draft = draft(&format!("{said}\nUtterance 0: One moment.\n{CALL}"));
        assert_eq!(turns(&draft)[0], format!("//: {said}|One moment."));
    }

    #[test]
    fn each_call_of_a_file_has_an_end() {
        let second = CALL.replace("Nordlys", "Quay").replace("Ada", "Eve");
        let text = format!("{CALL}[TRANSCRIPT END]\n{second}[END OF TRANSCRIPT]\nMade by a program.\n");
        let source = Source::from_bytes("-", text.as_bytes());
        let drafts = read(&source);
        let companies: Vec<_> = drafts.iter().map(|draft| draft.header.company.as_deref()).collect();
        assert_eq!(companies, [Some("Nordlys Bank PLC"), Some("Quay Bank PLC")]);
        assert!(drafts.iter().all(|draft| draft.turns.len() == 3));
        assert_eq!(odd(&drafts[1], "furniture")[4..], ["[END OF TRANSCRIPT]", "Made by a program."]);
    }

    #[test]
    fn other_texts_have_other_readers() {
        for text in [
            // Labels.
            "Speaker: Hello.\nAda Lund: Hello.\nSpeaker: Well.\nAda Lund: Yes.\nSpeaker: Bye.\n",
            "Speaker: Ada Lund\nI thank you.\nSpeaker: Bo Roe\nWhy?\nSpeaker: Ada Lund\nWe grew.\n",
            // Forms that somebody reads out.
            "Operator: Welcome.\nSpeaker: Kai Moe\nStatement: I am well.\nSpeaker: Ida Rahm\nStatement: I am too.\nSpeaker: Bo Roe\n\
             Statement: So am I.\nBo Dyk: Why?\nAda Lund: Because.\nOperator: Bye.\n",
            // Two blocks.
            &CALL[..CALL.rfind("Speaker").expect("blocks")],
        ] {
            assert!(!is_fielded(text), "{text}");
        }
        let codes = "Speaker: A\nUtterance 1: x = {y};\n".repeat(40);
        let source = Source::from_bytes("-", codes.as_bytes());
        assert!(read(&source)[0].turns.is_empty());
    }
}
