//! The side that asks: what is a question, and whether it opens an exchange or goes on with one.

use super::{Hall, Open, Side, speech, speech::Floor};
use crate::{
    text::sentences,
    transcript::{Exchange, Kind, ParticipantId, Role},
};

impl Hall<'_> {
    pub(super) fn ask(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        self.last_ask = Some(number);
        let speech = turn.speech;
        let same = self.open.filter(|open| open.questioner == turn.speaker);
        if !self.is_question(number) {
            if let Some(open) = &mut self.open
                && same.is_some()
                && (speech.thanks || speech.leaves)
                && open.answered
            {
                open.over = true;
            }
            return Kind::Aside;
        }
        self.floor = Floor::Stays;
        match same {
            // Nobody has answered yet, or only asked back: it is still the same question.
            Some(open) if !open.answered || self.was_asked_back(number) && !(speech.asks && open.told) => {
                self.pairing.exchanges[open.exchange].question.push(number as u32);
                if let Some(open) = &mut self.open {
                    open.over = false;
                }
            }
            _ => self.begin(number),
        }
        Kind::Question
    }

    /// Whether a turn of the asking side asks: with a question mark, or with enough that is no courtesy and a reply.
    pub(super) fn is_question(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let speech = turn.speech;
        if speech.asks || self.concludes(number) {
            return true;
        }
        if self.was_asked_back(number) && speech.content > 0 && !speech.thanks && !speech.technical {
            return true;
        }
        if speech.technical || speech.is_empty() {
            return false;
        }
        // Cut off in mid-sentence while being answered.
        let follows = self.open.is_some_and(|open| open.answered && !open.over && open.questioner == turn.speaker);
        if follows && speech.content <= 8 && is_cut_off(turn.text) && !self.takes_up(number) {
            return false;
        }
        let ends = match self.turns.get(number + 1) {
            None => true,
            Some(next) => match next.side {
                Side::Stage => true,
                Side::Asks => next.speaker != turn.speaker,
                Side::Answers | Side::Unknown => next.speech.is_empty() && (next.speech.thanks || !next.speech.affirms),
            },
        };
        let limit = if ends || speech.leaves {
            25
        } else if speech.thanks {
            9
        } else {
            5
        };
        speech.content >= limit
    }

    /// Whether a follow-up draws a conclusion, and is answered with a yes or a no: "So that is a yes."
    fn concludes(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let follows = self.open.is_some_and(|open| open.answered && open.questioner == turn.speaker);
        let next = self.turns.get(number + 1).filter(|next| next.side == Side::Answers && next.speech.content > 2);
        follows
            && !turn.speech.thanks
            && turn.speech.words >= 4
            && turn.text.starts_with("So ")
            && next.is_some_and(|next| next.speech.affirms)
    }

    /// Whether one who was cut off had begun another question: the company had done speaking, and then speaks at length.
    /// "And then…" begins none.
    fn takes_up(&self, number: usize) -> bool {
        const LENGTH: usize = 20;
        const LEAST: usize = 4;
        let text = self.turns[number].text;
        let last = sentences(text).last().map_or("", |range| &text[range]);
        let before = number.checked_sub(1).and_then(|before| self.turns.get(before));
        let next = self.turns.get(number + 1);
        last.split_whitespace().nth(LEAST).is_some()
            && !text.starts_with(['.', '…', '-', '–', '—'])
            && before.is_some_and(|before| before.side == Side::Answers && !is_cut_off(before.text))
            && next.is_some_and(|next| next.side == Side::Answers && next.speech.words >= LENGTH)
    }

    /// Whether the company's last turn before this one asked back.
    pub(super) fn was_asked_back(&self, number: usize) -> bool {
        number
            .checked_sub(1)
            .and_then(|before| self.turns.get(before))
            .is_some_and(|before| before.side == Side::Answers && speech::asks_back(before.text, &before.speech))
    }

    /// Who spoke last on the asking side.
    pub(super) fn last_asker(&self) -> ParticipantId {
        self.last_ask.map_or(usize::MAX, |number| self.turns[number].speaker)
    }

    pub(super) fn begin(&mut self, number: usize) {
        let questioner = self.turns[number].speaker;
        let exchange = self.pairing.exchanges.len();
        self.pairing.exchanges.push(Exchange {
            ordinal: exchange as u32 + 1,
            questioner,
            question: vec![number as u32],
            answer: Vec::new(),
            responders: Vec::new(),
        });
        self.open = Some(Open { exchange, questioner, answered: false, told: false, over: false });
    }

    /// Whether somebody taken for one of the company's asks: the floor has just been given, and it is somebody
    /// who has not spoken before; or the question that is open is theirs.
    pub(super) fn asks_all_the_same(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        if turn.role == Role::Executive && self.open.is_some_and(|open| open.questioner == turn.speaker) {
            return true;
        }
        let given = number.checked_sub(1).is_some_and(|before| self.pairing.turns[before].0 == Kind::Moderation);
        given
            && self.floor == Floor::Next
            && turn.role == Role::Executive
            && turn.speech.asks
            && turn.first
            && self.turns.get(number + 1).is_some_and(|next| next.side == Side::Answers && next.speaker != turn.speaker)
    }
}

/// Whether a text breaks off.
fn is_cut_off(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['-', '–', '—', '…']) || text.ends_with("...")
}
