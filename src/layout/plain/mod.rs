//! Bare `Name: text` lines, the form of most free transcripts.
//!
//! Lines are taken apart one by one ([`label`]), and judged together ([`verdict`]): what begins like a
//! label is one only if the whole file says so. What nobody said is taken out ([`furniture`]).

mod evidence;
mod heading;
mod label;
pub(super) mod line;
mod listed;
pub(super) mod shape;
mod verdict;

use std::ops::Range;

pub(super) use label::{are_capital, is_label, names_position, office};

use self::{
    evidence::Evidence,
    label::{Candidate, Shapes},
    line::{Line, ends_sentence},
};
use super::{
    Draft, DraftTurn, Label, Layout, codes,
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
    let folded = heading::fold(text, &lines, &mut candidates);
    heading::roles(text, &lines, &mut candidates);
    heading::by_commas(text, &lines, &mut candidates);
    if dashed {
        heading::by_dashes(text, &lines, &mut candidates);
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
            reader.draft.roster =
                listed::listed(text, &lines[..first], || listed::speakers(text, &lines, &candidates, &labels));
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
mod tests;
