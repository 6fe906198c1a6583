//! The company's own people who run the line: they call the next who asks, read out what was sent in, and end the
//! call.

use super::{
    Hall, Side, View,
    speech::{self, Floor},
};
use crate::transcript::{Kind, Role};

/// What a host says at the end is longer than this if it is more than a good-bye.
const LONGEST_FAREWELL: usize = 1200;

/// The longest way to end a call, with the day of the next and what may not be said until then.
const LONGEST_END: usize = 2500;

/// From which turn on everybody but the operator takes leave, or says nothing.
pub(super) fn farewells(turns: &[View<'_>]) -> usize {
    let leaves = |turn: &View<'_>| turn.speech.is_empty() && !turn.speech.affirms || speech::takes_leave(turn.text);
    let may_follow = |turn: &View<'_>| turn.side == Side::Stage || turn.side == Side::Answers && leaves(turn);
    turns.iter().rposition(|turn| !may_follow(turn)).map_or(0, |last| last + 1)
}

impl Hall<'_> {
    /// Whether one of the company's ends the call: nobody but the operator follows, or who takes leave, too. A host does so
    /// once the operator took the floor back, or where there is none; anybody, by taking leave where no question waits, and
    /// a host in whatever words.
    pub(super) fn says_good_bye(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let is_closed = || self.floor == Floor::Closes || !self.is_staged && speech::closes(turn.text);
        let leaves = || speech::takes_leave(turn.text) && !self.is_awaited(number);
        let short = turn.text.len() < LONGEST_FAREWELL;
        let ends = || turn.text.len() < LONGEST_END && speech::ends_call(turn.text) && !self.is_awaited(number);
        number + 1 >= self.farewells && (turn.role == Role::Ir && (short && is_closed() || ends()) || short && leaves())
    }

    /// What one of the company's who runs the line does with the floor: "Operator, next question please."
    pub(super) fn manages(&self, number: usize) -> Option<Floor> {
        let turn = &self.turns[number];
        if self.calls_next(number) {
            return Some(Floor::Next);
        }
        if self.is_before_answer(number) {
            return None;
        }
        if turn.role == Role::Ir && self.directs(number) {
            let closes = !speech::names_next(turn.text) && speech::floor(turn.text) == Floor::Closes;
            return Some(if closes { Floor::Closes } else { Floor::Next });
        }
        let limit = if turn.role == Role::Ir { 25 } else { 12 };
        let manages = !turn.speech.technical && turn.speech.content < limit && speech::manages(turn.text, &turn.speech);
        manages.then_some(Floor::Next)
    }

    /// Whether a host's words, be they many, are about the call and not about the company: the operator follows, or they
    /// say that it ends.
    fn directs(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let next = self.turns.get(number + 1).is_some_and(|next| next.side == Side::Stage);
        let ends = || self.open.is_some() && speech::closes(turn.text);
        turn.text.len() < LONGEST_FAREWELL && !self.is_awaited(number) && (next || ends()) && speech::directs(turn.text)
    }

    /// Whether a question waits for the company: then its words answer, whatever they are.
    fn is_awaited(&self, number: usize) -> bool {
        let before = number.checked_sub(1).and_then(|before| self.pairing.turns.get(before));
        before.is_some_and(|(kind, _)| *kind == Kind::Question) || self.open.is_some_and(|open| !open.answered)
    }

    /// Whether a host reads a question that somebody sent in: a colleague answers, and no analyst spoke.
    pub(super) fn reads_question(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let next = self.turns.get(number + 1);
        let reads = match turn.role {
            Role::Ir => speech::reads_question(turn.text, &turn.speech),
            Role::Executive => self.floor != Floor::Stays && speech::reads_aloud(turn.text, &turn.speech),
            _ => false,
        };
        reads
            && next.is_some_and(|next| next.side == Side::Answers && next.speaker != turn.speaker)
            && self.last_ask.is_none_or(|asked| asked + 1 != number)
            && (self.floor != Floor::Stays || self.open.is_none_or(|open| open.questioner == turn.speaker))
    }

    /// Whether a host calls somebody by name, who then speaks for the first time and is no colleague. With an operator
    /// on the line this is the operator's to do.
    fn calls_next(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let next = self.turns.get(number + 1);
        !self.is_staged
            && turn.calls_next
            && next.is_some_and(|next| next.first && matches!(next.side, Side::Asks | Side::Unknown))
    }

    /// Whether one who reads questions out says that there will be no more.
    pub(super) fn ends_reading(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        turn.side == Side::Answers
            && self.open.is_some_and(|open| open.answered && open.questioner == turn.speaker)
            && !turn.speech.asks
            && speech::closes(turn.text)
    }
}
