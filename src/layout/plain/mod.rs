//! Bare `Name: text` lines, the form of most free transcripts.
//!
//! Lines are taken apart one by one ([`label`]), and judged together ([`verdict`]): what begins like a
//! label is one only if the whole file says so. What nobody said is taken out ([`furniture`]).

mod label;
mod line;
mod shape;
mod verdict;

use self::{
    label::Candidate,
    line::{Line, ends_sentence},
};
use super::{
    Draft, DraftTurn, Label, Layout,
    furniture::{self, Page},
    header,
};
use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "plain", matches: |_| true, read };

fn read(source: &Source) -> Vec<Draft> {
    vec![read_text(&source.text)]
}

/// Reads one call's text. Vendors' files that hold such a text in a field hand it on to this.
pub(super) fn read_text(text: &Traced) -> Draft {
    let lines = line::split(text);
    let wrapped = line::is_wrapped(text, &lines);
    let mut candidates: Vec<Option<Candidate>> =
        lines.iter().map(|line| label::candidate(&text[line.range.clone()])).collect();
    let folded = fold(text, &lines, &mut candidates);
    let labels = verdict::judge(text, &lines, &candidates, wrapped);
    let page = Page::new(lines.iter().map(|line| &text[line.range.clone()]), wrapped);
    let mut reader = Reader {
        text,
        lines: &lines,
        wrapped,
        draft: Draft { layout: LAYOUT.name, ..Draft::default() },
        headings: Vec::new(),
    };
    let first = labels.iter().position(|&is_label| is_label);
    match first {
        Some(first) => {
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
    reader.finish()
}

/// Headings of name, title and firm run over the margin: joins two lines' candidates, at the first.
fn fold(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) -> std::collections::HashSet<usize> {
    let mut folded = std::collections::HashSet::new();
    for number in 1..lines.len() {
        let (before, after) = (&text[lines[number - 1].range.clone()], &text[lines[number].range.clone()]);
        let is_capital = |part: &str| part.contains(char::is_uppercase) && !part.contains(char::is_lowercase);
        let open =
            candidates[number - 1].is_none() && before.contains(", ") && is_capital(before) && before.len() < 200;
        let close = || after.split_once(':').is_some_and(|(head, _)| head.len() < 160 && is_capital(head));
        if !open || lines[number].opens || before.ends_with(['.', '?', '!', ':']) || !close() {
            continue;
        }
        if let Some(candidate) = label::candidate(&format!("{before} {after}"))
            && candidate.name.end < before.len()
        {
            candidates[number - 1] = Some(candidate);
            candidates[number] = None;
            folded.insert(number - 1);
        }
    }
    folded
}

struct Reader<'a> {
    text: &'a Traced,
    lines: &'a [Line],
    wrapped: bool,
    draft: Draft,
    /// Section headings among the turns: which, and before which turn.
    headings: Vec<(Section, usize)>,
}

impl Reader<'_> {
    fn line(&self, number: usize) -> &str {
        &self.text[self.lines[number].range.clone()]
    }

    /// What stands before the first label: title lines, and furniture.
    fn front(&mut self, first: usize) {
        let front: Vec<&str> = (0..first).map(|number| &self.text[self.lines[number].range.clone()]).collect();
        self.draft.header = header::from_lines(&front);
        let title = self.draft.header.title.clone();
        let mut unseen = true;
        for number in 0..first {
            let line = self.line(number);
            if unseen && title.as_deref() == Some(line) {
                unseen = false;
            } else if furniture::is_speech(line) && furniture::known(line).is_none() {
                self.append_unlabelled(number);
            } else {
                self.furniture(number, 0);
            }
        }
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
        if !said.is_empty() {
            self.draft.turns.push(DraftTurn { text: self.text.part(said), ..DraftTurn::default() });
        }
    }

    fn append(&mut self, number: usize) {
        let Line { range, opens } = self.lines[number].clone();
        let wrapped = self.wrapped;
        let Some(turn) = self.draft.turns.last_mut() else { return };
        if !turn.text.is_empty() {
            let goes_on = wrapped
                && (!opens || (!ends_sentence(&turn.text) && self.text[range.start..].starts_with(char::is_lowercase)));
            if !goes_on {
                turn.text.push_made("\n\n");
            } else if !ends_in_hyphen(&turn.text) {
                turn.text.push_made(" ");
            }
        }
        turn.text.push_range(self.text, range);
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
        if let Some(reason) = furniture::no_speech(self.text) {
            return self.diagnose("not-a-transcript", None, reason.to_owned(), None);
        }
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

    fn diagnose(&mut self, code: &str, turn: Option<usize>, text: String, range: Option<std::ops::Range<usize>>) {
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
        if self.draft.turns.is_empty() && self.draft.diagnostics.iter().all(|d| d.code != "not-a-transcript") {
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
