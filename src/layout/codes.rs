//! Minutes that print speakers as codes (`AR: I agree.`), and above them a key: a table of attendees (`| Ann Roe | AR | Acme |`)
//! or a list (`Ann Roe (AR), Bo Li (BLI)`). Speakers get the names of the key, and what organisation it gives them.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{Draft, RosterEntry, Side, lines::lines};
use crate::text::Traced;

/// Keys stand within so many bytes of the beginning.
const FRONT: usize = 1 << 15;

/// Fewer codes are no key.
const FEWEST: usize = 3;

const LONGEST_NAME: usize = 60;

/// Whom a code stands for.
struct Entry<'t> {
    name: &'t str,
    organisation: Option<&'t str>,
}

/// Spells out labels that are codes, if the text has a key to them.
pub(super) fn spell_out(draft: &mut Draft, text: &Traced) {
    let labels = || draft.turns.iter().filter_map(|turn| turn.label.as_ref());
    let coded = labels().filter(|label| is_code(&label.name)).count();
    if coded < FEWEST || coded * 2 < labels().count() {
        return;
    }
    let key = key(super::beginning(text, FRONT));
    let codes: HashSet<&str> = labels().map(|label| label.name.as_str()).filter(|name| is_code(name)).collect();
    if codes.iter().filter(|code| key.contains_key(*code)).count() * 2 <= codes.len() {
        return;
    }
    let mut roster: HashMap<&str, RosterEntry> = HashMap::new();
    for label in draft.turns.iter_mut().filter_map(|turn| turn.label.as_mut()) {
        let Some((code, entry)) = key.get_key_value(label.name.as_str()) else { continue };
        roster.entry(code).or_insert_with(|| RosterEntry {
            name: text.part(entry.name),
            title: None,
            firm: entry.organisation.map(|organisation| text.part(organisation)),
            side: Side::Member,
        });
        label.name = text.part(entry.name);
    }
    let mut roster: Vec<RosterEntry> = roster.into_values().collect();
    roster.sort_by_key(|entry| entry.name.span().start);
    draft.roster.extend(roster);
}

/// The codes of a text's key, which stands above all that is said; none if there are too few.
fn key(text: &str) -> HashMap<&str, Entry<'_>> {
    let mut key = HashMap::new();
    let is_said = |line: &&str| line.split_once(':').is_some_and(|(label, _)| is_code(label.trim_matches('*')));
    for line in lines(text).take_while(|line| !is_said(line)) {
        if line.starts_with('|') {
            key.extend(row(line));
        } else {
            listed(line, &mut key);
        }
    }
    if key.len() < FEWEST {
        key.clear();
    }
    key
}

/// `| Ann Roe | AR | Acme |`, and the code first.
fn row(line: &str) -> Option<(&str, Entry<'_>)> {
    let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).take(6).collect();
    let code = cells.iter().position(|cell| is_code(cell))?;
    let name = cells.iter().position(|cell| is_name(cell))?;
    let organisation = cells.iter().enumerate().find(|(at, cell)| *at > code.max(name) && !cell.is_empty());
    Some((cells[code], Entry { name: cells[name], organisation: organisation.map(|(_, cell)| *cell) }))
}

/// `Ann Roe (AR), Bo Li (BLI)`.
fn listed<'t>(line: &'t str, key: &mut HashMap<&'t str, Entry<'t>>) {
    let mut from = 0;
    for (open, _) in line.match_indices('(') {
        let Some(len) = line[open + 1..].bytes().take(6).position(|b| b == b')') else { continue };
        let code = &line[open + 1..open + 1 + len];
        if !is_code(code) || open < from {
            continue;
        }
        let before: Range<usize> = from..open;
        from = open + len + 2;
        let name = line[before].rsplit([',', ';', ':', '*']).next().unwrap_or_default().trim();
        let name = name.strip_prefix("and ").unwrap_or(name).trim_start_matches(['-', '.', ' ']);
        if is_name(name) {
            key.entry(code).or_insert(Entry { name, organisation: None });
        }
    }
}

/// Two to four capitals.
fn is_code(text: &str) -> bool {
    (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// Two words or more that begin as names do, and no sentence.
fn is_name(text: &str) -> bool {
    let words = text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    // Initials have full stops, sentences too.
    let stops = text.split(' ').any(|word| word.ends_with('.') && word.len() > 3);
    words >= 2 && text.len() <= LONGEST_NAME && !stops && !text.contains(['?', '[', '`']) && !is_code(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::plain;

    fn names(text: &str) -> String {
        let text = Traced::verbatim(text, 0);
        let mut draft = plain::read_text(&text);
        spell_out(&mut draft, &text);
        let labels = draft.turns.iter().map(|turn| turn.label.as_ref().map_or("", |label| label.name.as_str()));
        let firms = draft.roster.iter().filter_map(|entry| entry.firm.as_ref().map(|firm| firm.as_str()));
        labels.chain(firms).collect::<Vec<_>>().join(", ")
    }

    const TALK: &str = "AR: I think we should wait.\n\nBLI: Why do you think so?\n\nAR: I have no time.\n\nJD: We can help \
                        you.\n\nBLI: Yes.\n\nZZ: I agree with you.\n";

    #[test]
    fn codes_are_spelt_out_by_their_key() {
        let table = "| Name | Code | Organization |\n|---|---|---|\n| Ann B. Roe | AR | Acme |\n| Bo Li | BLI | Longacre |\n| \
                     Jo Doe | JD | |\n\n";
        assert_eq!(
            names(&format!("{table}{TALK}")),
            "Ann B. Roe, Bo Li, Ann B. Roe, Jo Doe, Bo Li, ZZ, Acme, Longacre"
        );
        let list = "Ann Roe (AR), Bo Li (BLI), and Jo Doe (JD)\n\n";
        assert_eq!(names(&format!("{list}{TALK}")), "Ann Roe, Bo Li, Ann Roe, Jo Doe, Bo Li, ZZ");
        assert_eq!(names(TALK), "AR, BLI, AR, JD, BLI, ZZ");
    }
}
