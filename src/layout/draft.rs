//! What a layout reader hands on: a call as printed, nobody identified yet.

use jiff::civil::Date;

use crate::{
    error::Diagnostic,
    text::Traced,
    transcript::{Period, Section},
};

/// A call as printed.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The name of the layout that read it.
    pub layout: &'static str,
    /// What is printed about the event.
    pub header: Header,
    /// The printed list of participants, where there is one.
    pub roster: Vec<RosterEntry>,
    /// The turns, in order. Neighbours may share a label: the reader has joined what the layout
    /// prints as one turn, and no more.
    pub turns: Vec<DraftTurn>,
    /// What was odd, and the furniture taken out. `turn` counts in [`Self::turns`].
    pub diagnostics: Vec<Diagnostic>,
}

/// What is printed about the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The company's name.
    pub company: Option<String>,
    /// The ticker, in upper case.
    pub ticker: Option<String>,
    /// The stock exchange, as printed.
    pub exchange: Option<String>,
    /// The fiscal period.
    pub period: Option<Period>,
    /// The day of the call.
    pub date: Option<Date>,
    /// The title, as printed.
    pub title: Option<String>,
}

/// One line of a printed list of participants.
#[derive(Clone, Debug)]
pub struct RosterEntry {
    /// The name as printed.
    pub name: Traced,
    /// The position, if printed.
    pub title: Option<Traced>,
    /// The firm, if printed. For the company's own people some layouts print the company here.
    pub firm: Option<Traced>,
    /// Under which heading the line stands.
    pub side: Side,
}

/// The side of the table on which a roster lists somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// "Company Participants", "Executives", "Management".
    Company,
    /// "Conference Call Participants", "Analysts".
    Outside,
    /// One list for all.
    Unsaid,
    /// Members of a meeting, each of an organisation of their own: nobody's company.
    Member,
}

/// What one speaker says, as printed.
#[derive(Clone, Debug, Default)]
pub struct DraftTurn {
    /// The speaker's line; `None` where the text names no speaker.
    pub label: Option<Label>,
    /// What was said, paragraphs separated by an empty line (`\n\n`), furniture taken out.
    pub text: Traced,
    /// The section, if a printed heading or field says so; `None` lets it be worked out.
    pub section: Option<Section>,
    /// Seconds from the start.
    pub start_seconds: Option<f64>,
}

/// A speaker's line as printed at a turn, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The name as printed, without honorific marks of the layout (`Q -`, `{BIO …}`).
    pub name: Traced,
    /// The position, if the label prints one.
    pub title: Option<Traced>,
    /// The firm, if the label prints one.
    pub firm: Option<Traced>,
    /// Whether the label marks the turn as a question or an answer.
    pub mark: Option<Mark>,
}

/// A printed flag: `Q -` or `A -`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A question.
    Question,
    /// An answer.
    Answer,
}

/// Notes it, once, if no turn has a speaker's name. `unknown` speaks, and the text can still be searched.
pub(super) fn no_speakers(draft: &mut Draft) {
    let told = draft.diagnostics.iter().any(|odd| odd.code == "no-speakers");
    if !told && !draft.turns.is_empty() && draft.turns.iter().all(|turn| turn.label.is_none()) {
        let text = "the text names no speaker".to_owned();
        draft.diagnostics.push(Diagnostic { code: "no-speakers".to_owned(), turn: None, text, source_bytes: None });
    }
}

/// Puts what was odd after the last turn there if the turn that it was counted for had no words.
pub(super) fn clamp_diagnostics(draft: &mut Draft) {
    let end = u32::try_from(draft.turns.len()).unwrap_or(u32::MAX);
    for turn in draft.diagnostics.iter_mut().filter_map(|diagnostic| diagnostic.turn.as_mut()) {
        *turn = end.min(*turn);
    }
}

/// What is no transcript: a draft without turns, and the reason.
pub(super) fn not_a_transcript(layout: &'static str, reason: impl Into<String>) -> Draft {
    let mut draft = Draft { layout, ..Draft::default() };
    let code = "not-a-transcript".to_owned();
    draft.diagnostics.push(Diagnostic { code, turn: None, text: reason.into(), source_bytes: None });
    draft
}
