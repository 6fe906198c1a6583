//! Why everybody on a call is taken for what they are, to be read.

use super::{Label, Page, Piece, flow, hits, reading};
use crate::{
    cast::{Reason, Reasoning},
    transcript::Transcript,
};

/// How far reasons are set in, and how wide the column of what they are about is.
const INDENT: usize = 2;
const ABOUT: usize = 6;

/// A call's participants, each with what was claimed of them: what decided first, what lost behind it.
pub fn call(page: &Page, transcript: &Transcript, reasoning: &[Reasoning]) -> String {
    let mut text = reading::heading(page, &transcript.call);
    for (participant, reasons) in transcript.participants.iter().zip(reasoning) {
        text.push('\n');
        text.push_str(&flow::wrap(page, &hits::who(participant), "", INDENT));
        if reasons.is_empty() {
            let nothing = Piece::new(Label::Aside, "nothing says who this is");
            text.push_str(&flow::wrap(page, &[nothing], &" ".repeat(INDENT), INDENT));
        }
        let mut first: Option<&Reason> = None;
        for reason in reasons {
            let head = first.filter(|first| first.about == reason.about);
            let agrees = head.is_some_and(|head| head.decides && head.says == reason.says);
            text.push_str(&self::reason(page, reason, if head.is_some() { "" } else { reason.about }, agrees));
            first = head.or(Some(reason));
        }
    }
    text
}

/// A line or more: what it is about, what it says, how strong it is, by which rule, where, and the words; what `agrees`
/// with what decided says it again.
fn reason(page: &Page, reason: &Reason, about: &str, agrees: bool) -> String {
    let mut pieces = Vec::new();
    if reason.decides {
        pieces.push(Piece::new(Label::Speaker, &reason.says));
        pieces.push(Piece::new(Label::Aside, &format!(" {},", reason.confidence)));
    } else if agrees {
        pieces.push(Piece::new(Label::Aside, "and by"));
    } else {
        pieces.push(Piece::new(Label::Aside, &format!("not {}:", reason.says)));
    }
    let rule = if reason.strength == reason.evidence.rule {
        format!(" {}", reason.strength)
    } else {
        format!(" {} ({})", reason.strength, reason.evidence.rule)
    };
    pieces.push(Piece::new(Label::Aside, &rule));
    if let Some(turn) = reason.evidence.turn {
        pieces.push(Piece::plain(" "));
        pieces.push(Piece::new(Label::Reference, &format!("#{turn}")));
    }
    if !reason.evidence.text.is_empty() {
        pieces.push(Piece::plain(&format!(" “{}”", reason.evidence.text)));
    }
    let first = format!("{}{about:ABOUT$}", " ".repeat(INDENT));
    flow::wrap(page, &pieces, &first, INDENT + ABOUT)
}
