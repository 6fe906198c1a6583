//! Bare `Name: text` lines, the form of most free transcripts.
//!
//! Lines are taken apart one by one ([`label`]), and judged together ([`verdict`]): what begins like a
//! label is one only if the whole file says so. What nobody said is taken out ([`furniture`]).

mod evidence;
mod label;
pub(super) mod line;
pub(super) mod shape;
mod verdict;

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

pub(super) use label::{is_label, names_position, office};

use self::{
    evidence::Evidence,
    label::{Candidate, Shapes},
    line::{Line, ends_sentence},
    shape::Shape,
};
use super::{
    Draft, DraftTurn, Label, Layout, RosterEntry, Side, codes,
    draft::not_a_transcript,
    furniture::{self, Page},
    header,
};
use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "plain", matches: |_| true, read };

fn read(source: &Source) -> Vec<Draft> {
    let mut draft = read_lines(&source.text, true);
    codes::spell_out(&mut draft, &source.text);
    vec![draft]
}

/// Reads one call's text. Vendors' files that hold such a text in a field hand it on to this.
pub(super) fn read_text(text: &Traced) -> Draft {
    read_lines(text, false)
}

/// The same; `dashed` if names and offices with a dash between may be headings, which other readers know better.
fn read_lines(text: &Traced, dashed: bool) -> Draft {
    let lines = line::split(text);
    let wrapped = line::is_wrapped(text, &lines);
    let mut shapes = Shapes::default();
    let mut candidates: Vec<Option<Candidate>> =
        lines.iter().map(|line| label::candidate_of(&text[line.range.clone()], &mut shapes)).collect();
    let folded = fold(text, &lines, &mut candidates);
    roles(text, &lines, &mut candidates);
    head(text, &lines, &mut candidates);
    if dashed {
        head_by_dashes(text, &lines, &mut candidates);
    }
    let labels = verdict::judge(text, &lines, &candidates, wrapped);
    let page = Page::new(lines.iter().map(|line| &text[line.range.clone()]), wrapped);
    let mut reader = Reader {
        text,
        lines: &lines,
        wrapped,
        margin: if wrapped { line::margin(&lines) } else { usize::MAX },
        said: 0,
        draft: Draft { layout: LAYOUT.name, ..Draft::default() },
        headings: Vec::new(),
    };
    let first = labels.iter().position(|&is_label| is_label);
    match first {
        Some(first) => {
            reader.draft.roster = listed(text, &lines[..first], || speakers(text, &lines, &candidates, &labels));
            reader.front(first);
            let last = labels.iter().rposition(|&is_label| is_label).unwrap_or(first);
            let mut number = first;
            while number < lines.len() {
                let candidate = candidates[number].as_ref().filter(|_| labels[number]);
                match candidate {
                    Some(candidate) => {
                        let more = usize::from(folded.contains(&number));
                        reader.open(number, candidate, more);
                        number += more;
                    }
                    None if number > last && furniture::opens_tail(reader.line(number)) => {
                        reader.tail(number);
                        break;
                    }
                    None => reader.continue_with(number, &page, labels.get(number + 1) != Some(&false)),
                }
                number += 1;
            }
        }
        None => reader.unlabelled(),
    }
    match reader.against() {
        Some(reason) => not_a_transcript(LAYOUT.name, reason),
        None => reader.finish(),
    }
}

/// Why nobody said what these turns hold, if nobody did.
pub(super) fn against(turns: &[DraftTurn]) -> Option<&'static str> {
    Evidence::gather(turns.iter().map(|turn| turn.text.as_str())).against_named()
}

/// Whether hardly anybody is addressed in a text: nobody is greeted or thanked, and `you` is next to never said.
pub(super) fn addresses_nobody(text: &str) -> bool {
    Evidence::of(text).addresses_nobody()
}

/// Headings of name, title and firm run over the margin: joins two lines' candidates, at the first.
fn fold(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) -> std::collections::HashSet<usize> {
    let mut folded = std::collections::HashSet::new();
    for number in 1..lines.len() {
        let (before, after) = (&text[lines[number - 1].range.clone()], &text[lines[number].range.clone()]);
        let is_capital = |part: &str| part.contains(char::is_uppercase) && !part.contains(char::is_lowercase);
        let open =
            candidates[number - 1].is_none() && before.len() < 200 && before.contains(", ") && is_capital(before);
        let close = || after.split_once(':').is_some_and(|(head, _)| head.len() < 160 && is_capital(head));
        if !open || lines[number].opens || before.ends_with(['.', '?', '!', ':']) || !close() {
            continue;
        }
        if let Some(candidate) = label::candidate_of(&format!("{before} {after}"), &mut Shapes::default())
            && candidate.name.end < before.len()
        {
            candidates[number - 1] = Some(candidate);
            candidates[number] = None;
            folded.insert(number - 1);
        }
    }
    folded
}

/// Looks at lines that are nothing but a role and a name. `SPEAKER: Ada Lund` at every turn is her label, and
/// `Moderator: Ada Lund` on a cover says who is host, in nobody's words.
fn roles(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const COVER: usize = 20;
    const FEWEST: usize = 2;
    const LONGEST: usize = 40;
    let line = |number: usize| &text[lines[number].range.clone()];
    let mut named: Vec<(usize, Range<usize>)> = Vec::new();
    let (mut speakers, mut moderators, mut roles, mut cover) = (0, 0, 0, None);
    for (number, candidate) in candidates.iter().enumerate() {
        let Some(candidate) = candidate else { continue };
        let is_role = |role: &str| line(number)[candidate.name.clone()].eq_ignore_ascii_case(role);
        let name = candidate.called(line(number));
        moderators += usize::from(is_role("moderator"));
        match name {
            Some(name) if is_role("speaker") => named.push((number, name)),
            Some(_) if number < COVER && roles == 0 && is_role("moderator") => cover = Some(number),
            _ => {
                speakers += usize::from(is_role("speaker"));
                roles += usize::from(candidate.shape == Shape::Certain);
            }
        }
    }
    // Whether a sentence stands below, before the next label.
    let is_said = |number: usize| {
        let below = (number + 1..candidates.len()).take(LONGEST).take_while(|&number| candidates[number].is_none());
        below.map(line).any(ends_sentence)
    };
    // Who is called so speaks if more is said below, or, where the next speaks at once, if he does so again.
    let is_label = |number: usize| candidates.get(number).is_some_and(Option::is_some);
    let cover = cover.filter(|&number| !is_said(number) && (moderators == 1 || !is_label(number + 1)));
    // Somebody known as no more than a speaker says names, too.
    let n_said = named.iter().filter(|(number, _)| is_said(*number)).count();
    let are_labels = named.len() >= FEWEST && speakers == 0 && n_said * 2 > named.len();
    if let Some(number) = cover {
        candidates[number] = None;
    }
    for (number, name) in named.into_iter().filter(|_| are_labels) {
        let end = lines[number].range.len();
        if let Some(candidate) = candidates[number].as_mut() {
            (candidate.name, candidate.text, candidate.shape) = (name, end, Shape::Certain);
        }
    }
}

/// The speakers whom a list above the first label names with their offices. One alone is who wrote a text.
fn listed(text: &Traced, above: &[Line], surnames: impl FnOnce() -> HashSet<String>) -> Vec<RosterEntry> {
    const FEWEST: usize = 2;
    let entries = above.iter().filter_map(|line| {
        let heading = label::heading(&text[line.range.clone()])?;
        let part = |range: Range<usize>| text.slice(line.range.start + range.start..line.range.start + range.end);
        let (title, firm) = (heading.title.map(part), heading.firm.map(part));
        Some(RosterEntry { name: part(heading.name), title, firm, side: Side::Unsaid })
    });
    let mut entries: Vec<RosterEntry> = entries.collect();
    if entries.len() >= FEWEST {
        // Firms, places and people to write to have the look of speakers.
        let surnames = surnames();
        let speaks = |name: &str| !name.contains(',') && surname(name).is_some_and(|name| surnames.contains(&name));
        entries.retain(|entry| speaks(&entry.name));
    }
    if entries.len() < FEWEST { Vec::new() } else { entries }
}

/// The last words of the speakers' names.
fn speakers(text: &str, lines: &[Line], candidates: &[Option<Candidate>], labels: &[bool]) -> HashSet<String> {
    let labels = (0..lines.len()).filter(|&number| labels[number]);
    let name = |number: usize| Some(&text[lines[number].range.clone()][candidates[number].as_ref()?.name.clone()]);
    labels.filter_map(name).filter_map(surname).collect()
}

/// The last word of a name, as it is compared.
fn surname(name: &str) -> Option<String> {
    name.split_whitespace().next_back().map(str::to_lowercase)
}

/// Takes lines that are nothing but a name and an office, with words below them, for labels: `Ada Lund, CEO`. One alone
/// is who wrote a text.
fn head(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const FEWEST: usize = 2;
    let headings = above_words(text, lines, candidates, label::heading);
    if headings.len() >= FEWEST {
        headings.into_iter().for_each(|(number, heading)| candidates[number] = Some(heading));
    }
}

/// The same with dashes, `Ada Lund - Nordlys - CEO`, in a text whose speakers have such headings and no labels: they come
/// again, or the operator stands between them. Then `Bo Roe - Fjord Bank` is one, too.
fn head_by_dashes(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const FEWEST: usize = 2;
    let labels = candidates.iter().flatten().filter(|candidate| candidate.shape >= Shape::Person);
    if labels.take(FEWEST).count() == FEWEST || come_again(text, lines, candidates) >= FEWEST {
        return;
    }
    let headings = above_words(text, lines, candidates, label::dashed);
    if headings.iter().filter(|(_, heading)| heading.title.is_some()).count() < FEWEST {
        return;
    }
    let operators = above_words(text, lines, candidates, label::operator);
    let mut names = HashSet::new();
    let mut all = headings.iter().map(|(number, heading)| &text[lines[*number].range.clone()][heading.name.clone()]);
    let differ = all.all(|name| names.insert(name));
    if operators.is_empty() && differ {
        return;
    }
    for (number, heading) in headings.into_iter().chain(operators) {
        candidates[number] = Some(Candidate { shape: Shape::Certain, ..heading });
    }
}

/// How many names that may be labels, of whatever look, stand before colons more than once.
fn come_again(text: &Traced, lines: &[Line], candidates: &[Option<Candidate>]) -> usize {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (line, candidate) in lines.iter().zip(candidates) {
        if let Some(candidate) = candidate {
            *times.entry(&text[line.range.clone()][candidate.name.clone()]).or_default() += 1;
        }
    }
    times.values().filter(|times| **times > 1).count()
}

/// The lines that are headings by their look, and have words below them.
fn above_words(
    text: &Traced,
    lines: &[Line],
    candidates: &[Option<Candidate>],
    look: impl Fn(&str) -> Option<Candidate>,
) -> Vec<(usize, Candidate)> {
    const FULL: usize = 60;
    let line = |number: usize| &text[lines[number].range.clone()];
    let mut headings = Vec::new();
    // A list's lines stand one above the other.
    let mut before = false;
    for number in 0..lines.len().saturating_sub(1) {
        let heading = look(line(number));
        let listed = std::mem::replace(&mut before, heading.is_some());
        let Some(heading) = heading.filter(|_| !listed && lines[number].opens && candidates[number].is_none()) else {
            continue;
        };
        let below = line(number + 1);
        if candidates[number + 1].is_none() && (below.len() >= FULL || ends_sentence(below)) {
            headings.push((number, heading));
        }
    }
    headings
}

struct Reader<'a> {
    text: &'a Traced,
    lines: &'a [Line],
    wrapped: bool,
    /// From which length on a line may have been broken at the margin.
    margin: usize,
    /// The line that was said last.
    said: usize,
    draft: Draft,
    /// Section headings among the turns: which, and before which turn.
    headings: Vec<(Section, usize)>,
}

impl Reader<'_> {
    fn line(&self, number: usize) -> &str {
        &self.text[self.lines[number].range.clone()]
    }

    /// Why nobody said all this, if nobody did.
    fn against(&self) -> Option<&'static str> {
        let turns = &self.draft.turns;
        if self.lines.is_empty() || turns.iter().all(|turn| turn.text.is_empty()) {
            return None;
        }
        evidence::other_format(self.text).or_else(|| {
            if turns.iter().any(|turn| turn.label.is_some()) {
                against(turns)
            } else {
                Evidence::of(self.text).against_unnamed()
            }
        })
    }

    /// What stands before the first label: title lines, and furniture.
    fn front(&mut self, first: usize) {
        let front: Vec<&str> = (0..first).map(|number| &self.text[self.lines[number].range.clone()]).collect();
        self.draft.header = header::from_lines(&front);
        let title = self.draft.header.title.clone();
        let (mut untold, mut number) = (true, 0);
        while number < first {
            let end = number + self.paragraph(number, first);
            if untold && title.as_deref().is_some_and(|title| self.line(number).contains(title)) {
                untold = false;
                number += 1;
            } else if self.is_spoken(number..end) {
                (number..end).for_each(|number| self.append_unlabelled(number));
                number = end;
            } else {
                self.furniture(number, 0);
                number += 1;
            }
        }
    }

    /// How many lines the paragraph has that begins at a line, before another line.
    fn paragraph(&self, number: usize, end: usize) -> usize {
        const LONGEST: usize = 60;
        let more = self.lines[number..end].iter().skip(1).take(LONGEST);
        1 + if self.wrapped { more.take_while(|line| !line.opens).count() } else { 0 }
    }

    /// Whether these lines read as something said.
    fn is_spoken(&self, lines: Range<usize>) -> bool {
        let words: Vec<&str> = lines.map(|number| self.line(number)).collect();
        furniture::is_speech(&words.join(" ")) && words.iter().all(|line| furniture::known(line).is_none())
    }

    /// A label, and the text behind it.
    fn open(&mut self, number: usize, candidate: &Candidate, more: usize) {
        let mut line = self.text.slice(self.lines[number].range.clone());
        if more > 0 {
            line.push_made(" ");
            line.push_range(self.text, self.lines[number + more].range.clone());
        }
        let label = Label {
            name: line.slice(candidate.name.clone()),
            title: candidate.title.clone().map(|range| line.slice(range)),
            firm: candidate.firm.clone().map(|range| line.slice(range)),
            mark: candidate.mark,
        };
        let text = line.slice(candidate.text.min(line.len())..line.len());
        self.said = number + more;
        self.drop_empty();
        self.draft.turns.push(DraftTurn {
            label: Some(label),
            text,
            section: None,
            start_seconds: candidate.start_seconds,
        });
    }

    /// What a vendor prints below a transcript.
    fn tail(&mut self, from: usize) {
        let turn = self.draft.turns.len().saturating_sub(1);
        for number in from..self.lines.len() {
            self.furniture(number, turn);
        }
    }

    /// A line without a label: goes on with the turn, or was said by nobody.
    fn continue_with(&mut self, number: usize, page: &Page, last: bool) {
        let line = self.line(number);
        if self.wrapped && !self.lines[number].opens && line.starts_with(char::is_lowercase) {
            return self.append(number);
        }
        if let Some(section) = furniture::section_heading(line) {
            self.headings.push((section, self.draft.turns.len()));
            return self.furniture(number, self.draft.turns.len());
        }
        if let Some(at) = furniture::unnamed_heading(line) {
            return self.open_unnamed(number, at);
        }
        let before = self.draft.turns.last().map_or("", |turn| turn.text.as_str());
        if furniture::known(line).is_some() || (!before.is_empty() && page.is_foreign(line, before, last)) {
            return self.furniture(number, self.draft.turns.len().saturating_sub(1));
        }
        self.append(number);
    }

    /// A heading that names nobody, and perhaps what somebody says behind it.
    fn open_unnamed(&mut self, number: usize, at: usize) {
        let range = self.lines[number].range.clone();
        let (head, said) = (range.start..range.start + at, range.start + at..range.end);
        self.drop_empty();
        let text = self.text[head.clone()].to_owned();
        if let Some(section) = furniture::section_heading(&text) {
            self.headings.push((section, self.draft.turns.len()));
        }
        self.diagnose("furniture", Some(self.draft.turns.len()), text, Some(head));
        let said = self.text[said].trim_start_matches(line::is_margin);
        self.said = number;
        if !said.is_empty() {
            self.draft.turns.push(DraftTurn { text: self.text.part(said), ..DraftTurn::default() });
        }
    }

    fn append(&mut self, number: usize) {
        let Line { range, opens } = self.lines[number].clone();
        let wrapped = self.wrapped;
        let at_margin = self.breaks_at_margin(number);
        self.said = number;
        let Some(turn) = self.draft.turns.last_mut() else { return };
        if !turn.text.is_empty() {
            // Pages leave blank lines in the middle of sentences, and of names.
            let broken = at_margin || self.text[range.start..].starts_with(char::is_lowercase);
            let goes_on = wrapped && (!opens || (broken && !ends_sentence(&turn.text)));
            if !goes_on {
                turn.text.push_made("\n\n");
            } else if !ends_in_hyphen(&turn.text) {
                turn.text.push_made(" ");
            }
        }
        turn.text.push_range(self.text, range);
    }

    /// Whether the line that was said last reaches the margin, so that a sentence may go on in this one. A short line that
    /// stands alone and ends no sentence is a heading, or a page's.
    fn breaks_at_margin(&self, number: usize) -> bool {
        let reaches = |line: &Line| line.range.len() >= self.margin;
        let alone = || self.lines.get(number + 1).is_none_or(|next| next.opens);
        let said = &self.lines[self.said];
        reaches(said)
            && !self.text[said.range.clone()].ends_with(':')
            && (reaches(&self.lines[number]) || ends_sentence(self.line(number)) || !alone())
    }

    /// Speech of somebody whom the text does not name.
    fn append_unlabelled(&mut self, number: usize) {
        if self.draft.turns.is_empty() || self.lines[number].opens {
            self.draft.turns.push(DraftTurn::default());
        }
        self.append(number);
    }

    /// A text without any label: every paragraph is a turn by nobody knows whom.
    fn unlabelled(&mut self) {
        let front = (0..self.lines.len().min(8))
            .take_while(|&number| !ends_sentence(self.line(number)) && self.line(number).len() < 200);
        let front = front.count();
        if front < self.lines.len() {
            self.front(front);
        }
        for number in if front < self.lines.len() { front } else { 0 }..self.lines.len() {
            if furniture::known(self.line(number)).is_some() {
                self.furniture(number, self.draft.turns.len().saturating_sub(1));
            } else {
                self.append_unlabelled(number);
            }
        }
        if !self.draft.turns.is_empty() {
            self.diagnose(
                "no-speakers",
                None,
                "the text names no speaker; its paragraphs are turns by unknown".to_owned(),
                None,
            );
        }
    }

    fn furniture(&mut self, number: usize, turn: usize) {
        let range = self.lines[number].range.clone();
        let text = self.text[range.clone()].to_owned();
        self.diagnose("furniture", Some(turn), text, Some(range));
    }

    fn diagnose(&mut self, code: &str, turn: Option<usize>, text: String, range: Option<Range<usize>>) {
        self.draft.diagnostics.push(Diagnostic {
            code: code.to_owned(),
            turn: turn.map(|turn| turn as u32),
            text,
            source_bytes: range.map(|range| self.text.source_span(range)),
        });
    }

    /// Takes the last turn away if nothing was said in it.
    fn drop_empty(&mut self) {
        let Some(turn) = self.draft.turns.pop_if(|turn| turn.text.is_empty()) else { return };
        if let Some(label) = turn.label {
            let source_bytes = Some(label.name.span());
            let turn = Some(self.draft.turns.len() as u32);
            let text = label.name.into_string();
            self.draft.diagnostics.push(Diagnostic { code: "empty-turn".to_owned(), turn, text, source_bytes });
        }
    }

    fn finish(mut self) -> Draft {
        self.drop_empty();
        if let [(Section::Qa, at)] = self.headings[..]
            && (1..self.draft.turns.len()).contains(&at)
        {
            for (ordinal, turn) in self.draft.turns.iter_mut().enumerate() {
                turn.section = Some(if ordinal < at { Section::Prepared } else { Section::Qa });
            }
        }
        let last = self.draft.turns.len().saturating_sub(1) as u32;
        for diagnostic in &mut self.draft.diagnostics {
            diagnostic.turn = diagnostic.turn.map(|turn| turn.min(last)).filter(|_| !self.draft.turns.is_empty());
        }
        if self.draft.turns.is_empty() {
            self.diagnose("empty", None, "nobody says anything in this text".to_owned(), None);
        }
        let speech = self.draft.turns.iter().take(3).map(|turn| turn.text.as_str());
        header::complete(&mut self.draft.header, speech);
        self.draft
    }
}

/// Whether a line broke inside a hyphenated word.
fn ends_in_hyphen(text: &str) -> bool {
    text.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Labels and texts of a text's turns, and its furniture.
    fn read(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let draft = read_text(&Traced::verbatim(text, 0));
        for turn in &draft.turns {
            assert!(!turn.text.is_empty());
        }
        let turns = draft.turns.iter().map(|turn| {
            let name = turn.label.as_ref().map_or("-", |label| label.name.as_str());
            (name.to_owned(), turn.text.to_string())
        });
        let furniture = draft.diagnostics.iter().filter(|d| d.code == "furniture").map(|d| {
            let span = d.source_bytes.expect("furniture has its place");
            assert_eq!(&text[span.start as usize..span.end as usize], d.text);
            d.text.clone()
        });
        (turns.collect(), furniture.collect())
    }

    fn check(text: &str, want: &[(&str, &str)], furniture: &[&str]) {
        let (turns, found) = read(text);
        let turns: Vec<(&str, &str)> = turns.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(turns, want);
        assert_eq!(found, furniture);
        let carriage = read(&text.replace('\n', "\r\n"));
        assert_eq!(carriage.0, read(text).0, "the same with CRLF");
    }

    #[test]
    fn a_colon_in_speech_is_no_label() {
        check(
            "Operator: Our host is Ada Lundqvist. Ada, go ahead.\n\nAda Lundqvist: Thank you. We grew.\n\n\
             Here is the thing: boats float.\n\nRevenue: it rose, and revenue will rise again.\n\n\
             North America: it was flat.\n\nNow to Ola.\n\nOla Berg: Thank you, Ada. It is 10:30 here.\n\nAda Lundqvist: Yes.",
            &[
                ("Operator", "Our host is Ada Lundqvist. Ada, go ahead."),
                (
                    "Ada Lundqvist",
                    "Thank you. We grew.\n\nHere is the thing: boats float.\n\nRevenue: it rose, and revenue will rise \
                     again.\n\nNorth America: it was flat.\n\nNow to Ola.",
                ),
                ("Ola Berg", "Thank you, Ada. It is 10:30 here."),
                ("Ada Lundqvist", "Yes."),
            ],
            &[],
        );
    }

    #[test]
    fn furniture_is_in_nobodys_mouth() {
        let long = "We sold more boats than in the year before, and we sold them at better prices in every single harbor of the \
                    country, which is why we will build a new yard in the spring of next year.";
        let text = format!(
            "Nordlys Inc. (NASDAQ:NRDL) Q2 2023 Earnings Call Transcript August 29, 2023\n\nIn this article:\n\n\
             Operator: Go ahead, Ada.\n\nAda Lund: {long}\n\nbest boats for long trips\nbest boats for long trips\n\n\
             Lena Ostrowska/Shutterstock.com\n\n{long}\n\n{long}\n\n{long}\n\n\
             See also 12 Best Fjords for Kayaking and 15 Cheapest Ferries in 2023.\n\nQ&A Session\n\nOperator: Kai Moe, please.\n\n\
             Kai Moe: {long}\n\nAdvertisement"
        );
        let four = [long; 4].join("\n\n");
        check(
            &text,
            &[("Operator", "Go ahead, Ada."), ("Ada Lund", &four), ("Operator", "Kai Moe, please."), ("Kai Moe", long)],
            &[
                "In this article:",
                "best boats for long trips",
                "best boats for long trips",
                "Lena Ostrowska/Shutterstock.com",
                "See also 12 Best Fjords for Kayaking and 15 Cheapest Ferries in 2023.",
                "Q&A Session",
                "Advertisement",
            ],
        );
        let draft = read_text(&Traced::verbatim(text, 0));
        let sections: Vec<_> = draft.turns.iter().map(|turn| turn.section).collect();
        let (prepared, qa) = (Some(Section::Prepared), Some(Section::Qa));
        assert_eq!(sections, [prepared, prepared, qa, qa]);
        assert_eq!(draft.header.company.as_deref(), Some("Nordlys Inc."));
    }

    #[test]
    fn blank_lines_of_a_page_part_no_sentence() {
        let line = "and what we did in our yard is that we built more boats than in the year before,";
        let text = format!(
            "ADA LUND: Good morning. On the call with me are Kai Moe, chief executive officer, Ida\n\n\
             Rahm, chief financial officer, and Ola Berg, who builds most of our boats in Bergvik\n{line}\n\n{line}\n\
             {line}\n{line}\n\n{line}\n{line}\n{line}\n\nPage head\n\n{line}\nthat is all.\n\nKai will begin.\n\nKAI MOE: Thank you.\n\n\
             OUR BOATS\n\nWe built them.\n\nADA LUND: Thanks.\n"
        );
        let (turns, _) = read(&text);
        let paragraphs: Vec<&str> = turns[0].1.split("\n\n").collect();
        assert!(paragraphs[0].contains("officer, Ida Rahm, chief financial officer"), "{paragraphs:?}");
        assert!(paragraphs[1].starts_with("Page head and what"), "{paragraphs:?}");
        assert_eq!((paragraphs.len(), paragraphs[2]), (3, "Kai will begin."), "{paragraphs:?}");
        assert_eq!(turns[1].1, "Thank you.\n\nOUR BOATS\n\nWe built them.");
    }

    #[test]
    fn hard_wrapped_text_is_joined() {
        let line = "this line is broken at its margin and goes on in the next one without an end";
        let text = format!(
            "Presentation\nADA LUNDQVIST, SENIOR MD, HEAD OF BOATS & SENIOR DIRECTOR, NORDLYS HOLDINGS, RESEARCH\n\
             DIVISION: Good morning,\n{line}\n{line}\n{line}\nPage 1 of 2 © 2020 Nordlys, Inc. All rights reserved.\n\n{line}\n{line}.\n\
             KAI MOE: Why is\n{line}\n{line}\n{line}?\nADA LUNDQVIST: Look,\n{line}\n{line}."
        );
        let said = |count: usize| vec![line; count].join(" ");
        check(
            &text,
            &[
                ("ADA LUNDQVIST", &format!("Good morning, {}.", said(5))),
                ("KAI MOE", &format!("Why is {}?", said(3))),
                ("ADA LUNDQVIST", &format!("Look, {}.", said(2))),
            ],
            &["Presentation", "Page 1 of 2 © 2020 Nordlys, Inc. All rights reserved."],
        );
    }

    #[test]
    fn a_time_beside_a_name_is_no_speech() {
        let text = Traced::verbatim(
            "Ada Lund: 00:00:20\n\nHello.\n\nKai Moe: 01:02\n\nHello, Ada.\n\nAda Lund: 00:01:30\n\nWell.\n\nKai Moe: 01:40\n\nWell, Ada.\n\nAda Lund: 2:00\n\nYes.\n\nKai Moe: 2:10\n\nNo.",
            0,
        );
        let draft = read_text(&text);
        let turns: Vec<_> = draft.turns.iter().map(|turn| (turn.start_seconds, turn.text.as_str())).collect();
        assert_eq!(turns[..3], [(Some(20.0), "Hello."), (Some(62.0), "Hello, Ada."), (Some(90.0), "Well.")]);
    }

    #[test]
    fn names_and_offices_stand_above_what_is_said() {
        let said = "We built more boats than in any quarter before, and we built them in our own yard.";
        let text = format!(
            "Nordlys Inc. (NRDL)\n\nAda Lund, CEO\n\nKai Moe, CFO\n\nIda Rahm, Director, Investor Relations\n\n{said}\n\n\
             Ada Lund, CEO\n\n{said}\n\nKai Moe, CFO\n\n{said}\n\nOperator:\n\nA question.\n\nAda Lund:\n\n{said}\n"
        );
        let (turns, _) = read(&text);
        let names: Vec<&str> = turns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Ada Lund", "Kai Moe", "Operator", "Ada Lund"]);
        let text = text.replace("Kai Moe, CFO\n\nIda", "2 May 2024\n\nIda");
        let names: Vec<String> = read(&text).0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Ida Rahm", "Ada Lund", "Kai Moe", "Operator", "Ada Lund"]);
        // Who wrote a text said nothing in it.
        let (turns, _) = read(&format!("Ada Lund, CEO\n\n{said}\n\n{said}"));
        assert!(turns.iter().all(|(name, _)| name == "-"));
    }

    #[test]
    fn a_role_and_a_name_are_no_speech() {
        let said = "We built boats, and we sold them all.";
        let text = format!(
            "NORDLYS\n\nModerator:     Ada Lund\nMay 3, 2012\n\nOperator:\nGood day.\n\nAda Lund:\n{said}\n\nOperator:\nBye.\n"
        );
        let names = |text: &str| read(text).0.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names(&text), ["Operator", "Ada Lund", "Operator"]);
        let hosted = [
            "Moderator: Ada Lund\nGood day. Kai, how are you?\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
            "Moderator: Good Morning\nWe are glad.\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
            "Moderator: Kai Moe\nKai Moe: We grew.\nModerator: Bo Roe\nBo Roe: Why?\nKai Moe: It is so.",
            "Moderator: Good Afternoon\nladies and gentlemen, welcome to the call of\nNordlys. Please go ahead, Kai.\n\
             Kai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
            "Operator: Welcome.\nModerator: Kai Moe\nKai Moe: We grew.\nAda Lund: I see.\nKai Moe: Thank you.",
        ];
        for text in hosted {
            assert!(names(text).contains(&"Moderator".to_owned()), "{text}");
        }
        // Who is called so speaks.
        let text = text.replace("Operator:\nBye.", "Moderator:\nBye.");
        assert_eq!(names(&text), ["Operator", "Ada Lund", "Moderator"]);
        check(
            "SPEAKER: Ada Lund\nWe built boats.\nI did.\nSPEAKER: Kai Moe\nThank you, Ada.\nSPEAKER: Ada Lund\nWell.",
            &[("Ada Lund", "We built boats.\n\nI did."), ("Kai Moe", "Thank you, Ada."), ("Ada Lund", "Well.")],
            &[],
        );
        check(
            "SPEAKER: Ada Lund\nWe built boats, and\nwe sold them.\nSPEAKER: Kai Moe\nThank you.\nSPEAKER: Ada Lund\nWell.",
            &[("Ada Lund", "We built boats, and\n\nwe sold them."), ("Kai Moe", "Thank you."), ("Ada Lund", "Well.")],
            &[],
        );
        check(
            "Speaker: Good day.\nAda Lund: Yes.\nSpeaker: Kai Moe\nAda Lund: No.\nSpeaker: Ida Rahm\nAda Lund: Well.",
            &[
                ("Speaker", "Good day."),
                ("Ada Lund", "Yes."),
                ("Speaker", "Kai Moe"),
                ("Ada Lund", "No."),
                ("Speaker", "Ida Rahm"),
                ("Ada Lund", "Well."),
            ],
            &[],
        );
    }

    #[test]
    fn whom_a_speaker_calls_by_name_alone_speaks_below() {
        let text = "Ada Lund: Well.\nSpeaker: Kai Moe\nKai Moe: We grew.\nSpeaker: Bo Roe\nBo Roe: Why?\nAda Lund: So.";
        let names: Vec<String> = read(text).0.into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Ada Lund", "Speaker", "Kai Moe", "Speaker", "Bo Roe", "Ada Lund"]);
    }

    #[test]
    fn names_with_dashes_and_offices_stand_above_what_is_said() {
        let said = "We built more boats than in any quarter before, and we built them in our own yard.";
        let text = format!(
            "Nov 11, 2020\n\nAda Lund - Nordlys Boats Limited - CEO\n\n{said}\n\nOperator\n\nA question, please.\n\n\
             Bo Roe - Fjord Bank, Research Division - Research Analyst\n\n{said}\n"
        );
        let rows = |text: &str| {
            let part = |part: &Option<Traced>| part.as_ref().map_or("", |part| part.as_str()).to_owned();
            let row = |turn: &DraftTurn| {
                let label = turn.label.clone().unwrap_or_default();
                format!("{}/{}/{}", label.name.as_str(), part(&label.title), part(&label.firm))
            };
            read_lines(&Traced::verbatim(text, 0), true).turns.iter().map(row).collect::<Vec<_>>()
        };
        let want = [
            "Ada Lund/CEO/Nordlys Boats Limited",
            "Operator//",
            "Bo Roe/Research Analyst/Fjord Bank, Research Division",
        ];
        assert_eq!(rows(&text), want);
        let without = text.replace("Operator\n\n", "");
        assert!(!rows(&without).contains(&want[0].to_owned()), "nobody speaks again, and no operator");
        let again = format!("{without}\nAda Lund - CEO\n\n{said}\n\nKai Moe - Quay Bank\n\n{said}\n");
        assert_eq!(rows(&again), [want[0], want[2], "Ada Lund/CEO/", "Kai Moe//Quay Bank"]);
        // Whom a speaker tells of.
        let lives = format!(
            "Operator: Welcome.\n\nAda Lund: {said}\n\nKai Moe - Head of the Yard\n\n{said}\n\n\
             Ida Rahm - Head of the Office\n\n{said}\n\nSo much for them.\n\nOperator: Well.\n\nAda Lund: {said}\n"
        );
        assert_eq!(rows(&lives), ["Operator//", "Ada Lund//", "Operator//", "Ada Lund//"]);
        // Labels of one word.
        let labelled = format!("{text}\nLUND: We grew.\n\nMOE: We did.\n\nLUND: So it is.\n\nMOE: Yes, it is.\n");
        let row = |name: &str| format!("{name}//");
        assert!(rows(&labelled).ends_with(&[row("LUND"), row("MOE"), row("LUND"), row("MOE")]));
        let other = read_text(&Traced::verbatim(text, 0));
        assert!(other.turns.iter().all(|turn| turn.label.is_none()), "readers that know better are not disturbed");
    }

    #[test]
    fn a_list_above_the_first_label_tells_who_is_who() {
        let list = "PARTICIPANTS:\n     ADA LUND, CHAIRMAN AND CEO\n     KAI MOE, CHIEF FINANCIAL OFFICER\n\n";
        let said = "     OPERATOR:  Good day.\n     MS. LUND:  We grew.\n     MR. MOE:  We did, thank you.\n     OPERATOR:  Bye.\n";
        let draft = read_text(&Traced::verbatim(format!("NORDLYS\n{list}{said}"), 0));
        let roster = draft.roster.iter().map(|entry| {
            format!("{} {}", entry.name.as_str(), entry.title.as_ref().map_or("", |title| title.as_str()))
        });
        assert_eq!(roster.collect::<Vec<_>>(), ["ADA LUND CHAIRMAN AND CEO", "KAI MOE CHIEF FINANCIAL OFFICER"]);
        let places = "Nordlys Boats, Investor Relations\nVictoria Harbour, Head Office\nEve Holt, Managing Director\n";
        assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{places}\n{said}"), 0)).roster.is_empty());
        let firms = "Jefferson LLC, Research Division - Analyst\nQuay Bank, Research Division - Analyst\n";
        let division = said.replace("MS. LUND", "DIVISION");
        assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{firms}\n{division}{division}"), 0)).roster.is_empty());
        let below =
            "* Bo Roe\nFjord Bank, Research Division - Analyst\n* Kai Moe\nQuay Bank, Head of Research - Analyst\n";
        assert!(read_text(&Traced::verbatim(format!("NORDLYS\n{below}{said}"), 0)).roster.is_empty());
        let alone = read_text(&Traced::verbatim(format!("By Ada Lund, CEO\nAda Lund, CEO\n\n{said}"), 0));
        assert!(alone.roster.is_empty());
    }

    #[test]
    fn prose_in_lines_before_the_first_label_is_said() {
        let line = "and what we did in our yard is that we built more boats than before\n".repeat(4);
        let (turns, _) =
            read(&format!("{}Ada Lund: Thank you.\nKai Moe: Yes.\nAda Lund: Well.", format!("We {line}\n").repeat(4)));
        assert_eq!((turns[0].0.as_str(), turns[0].1.matches("built").count()), ("-", 4), "{turns:?}");
    }

    #[test]
    fn labels_come_in_many_dresses() {
        check(
            "THE OPERATOR:\nGood morning.\nMR. DONAL REEVE:\nThank you.\nTHE OPERATOR:\nA question.\nMR. DONAL REEVE:\nYes.",
            &[
                ("THE OPERATOR", "Good morning."),
                ("MR. DONAL REEVE", "Thank you."),
                ("THE OPERATOR", "A question."),
                ("MR. DONAL REEVE", "Yes."),
            ],
            &[],
        );
        check(
            "Operator:Hello.\nQ – José Ñíguez:Why?\nA – 佐藤健:Because.\nQ – José Ñíguez:I see.\nEnd of Q&A: Goodbye.",
            &[
                ("Operator", "Hello."),
                ("José Ñíguez", "Why?"),
                ("佐藤健", "Because."),
                ("José Ñíguez", "I see."),
                ("-", "Goodbye."),
            ],
            &["End of Q&A:"],
        );
        check(
            "**Ada Lund:** Hello.\n\n**Kai Moe:** Hello, Ada.\n\n**Ada Lund:** Well.",
            &[("Ada Lund", "Hello."), ("Kai Moe", "Hello, Ada."), ("Ada Lund", "Well.")],
            &[],
        );
        check("SPEAKER_00: Hi.\nSPEAKER_01: Hi.", &[("SPEAKER_00", "Hi."), ("SPEAKER_01", "Hi.")], &[]);
    }

    #[test]
    fn texts_without_speakers_are_read_all_the_same() {
        check(
            "We grew, and we will grow.\n\nThank you all.",
            &[("-", "We grew, and we will grow."), ("-", "Thank you all.")],
            &[],
        );
        for text in ["", "\n \n", "\u{feff}", "{\"a\": 1}", "\0\u{1}\u{2}\u{3}"] {
            let draft = read_text(&Traced::verbatim(text, 0));
            assert!(draft.turns.is_empty() && !draft.diagnostics.is_empty(), "{text:?}");
        }
    }
}
