//! A draft under construction: headings open turns, lines fill them.

use super::{
    Draft, DraftTurn, Label,
    draft::clamp_diagnostics,
    header,
    lines::{furniture, head, push_paragraph},
    plain::line::ends_sentence,
};
use crate::{error::Diagnostic, text::Traced, transcript::Section};

/// The draft that a line-based reader is writing, and where in the call it is.
pub(super) struct Script<'a> {
    /// The text that lines are cut from.
    pub source: &'a Traced,
    /// What has been read so far.
    pub draft: Draft,
    /// Under which printed heading the coming turns stand.
    pub section: Option<Section>,
    /// The lines above the rosters and the turns.
    pub title: Vec<&'a str>,
}

/// The welcome, in which the company and the period are said, stands within the first turns, near
/// their beginning.
const WELCOME_TURNS: usize = 3;
const WELCOME_LEN: usize = 4096;

impl<'a> Script<'a> {
    pub fn new(layout: &'static str, source: &'a Traced) -> Self {
        Script { source, draft: Draft { layout, ..Draft::default() }, section: None, title: Vec::new() }
    }

    /// A heading: what follows is said by this speaker.
    pub fn open(&mut self, label: Option<Label>) {
        self.drop_empty();
        self.draft.turns.push(DraftTurn { label, section: self.section, ..DraftTurn::default() });
    }

    /// A paragraph, said by whoever has the floor; by nobody we know if none has.
    pub fn say(&mut self, line: &str) {
        if line.is_empty() {
            return;
        }
        if self.draft.turns.is_empty() {
            self.open(None);
        }
        if let Some(turn) = self.draft.turns.last_mut() {
            push_paragraph(&mut turn.text, self.source, line);
        }
    }

    /// A further line of the paragraph that was said last: the text was wrapped there.
    pub fn go_on(&mut self, line: &str) {
        match self.draft.turns.last_mut().filter(|turn| !turn.text.is_empty()) {
            Some(turn) => {
                turn.text.push_made(" ");
                turn.text.push_range(self.source, self.source.range_of(line));
            }
            None => self.say(line),
        }
    }

    /// Whether what was said last stops in mid-sentence, as at a page's end.
    pub fn breaks_off(&self) -> bool {
        let last = self.draft.turns.last().filter(|turn| !turn.text.is_empty());
        last.is_some_and(|turn| !ends_sentence(&turn.text) && !turn.text.ends_with(':'))
    }

    /// As [`Self::say`], for a text that is no part of the source (an unescaped one).
    pub fn say_traced(&mut self, line: &Traced) {
        if line.is_empty() {
            return;
        }
        if self.draft.turns.is_empty() {
            self.open(None);
        }
        if let Some(turn) = self.draft.turns.last_mut() {
            if !turn.text.is_empty() {
                turn.text.push_made("\n\n");
            }
            turn.text.push(line);
        }
    }

    /// As [`Self::skip`], for a text that is no part of the source.
    pub fn skip_traced(&mut self, part: &Traced) {
        self.draft.diagnostics.push(Diagnostic {
            code: "furniture".to_owned(),
            turn: Some(self.draft.turns.len() as u32),
            text: part.to_string(),
            source_bytes: Some(part.span()),
        });
    }

    /// The part of the call changes: what follows is nobody's until the next heading.
    pub fn enter(&mut self, section: Section) {
        self.section = Some(section);
    }

    /// Takes out what nobody said.
    pub fn skip(&mut self, part: &str) {
        if !part.is_empty() {
            let turn = self.draft.turns.len();
            self.draft.diagnostics.push(furniture(self.source, part, turn));
        }
    }

    pub fn finish(mut self) -> Draft {
        self.drop_empty();
        clamp_diagnostics(&mut self.draft);
        let Draft { header, turns, .. } = &mut self.draft;
        // Where the questions have a printed heading, what stands above it needs none.
        let questions = turns.iter().position(|turn| turn.section == Some(Section::Qa)).unwrap_or(0);
        for turn in &mut turns[..questions] {
            turn.section.get_or_insert(Section::Prepared);
        }
        *header = header::from_lines(&self.title);
        header::complete(header, turns.iter().take(WELCOME_TURNS).map(|turn| head(&turn.text, WELCOME_LEN)));
        self.draft
    }

    /// A heading under which nothing stands is no turn, but worth a word.
    fn drop_empty(&mut self) {
        let Some(turn) = self.draft.turns.pop_if(|turn| turn.text.is_empty()) else { return };
        let Some(label) = turn.label else { return };
        self.draft.diagnostics.push(Diagnostic {
            code: "empty-turn".to_owned(),
            turn: Some(self.draft.turns.len() as u32),
            text: label.name.to_string(),
            source_bytes: Some(label.name.span()),
        });
    }
}
