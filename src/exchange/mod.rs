//! Which turns answer which question, and what each turn does.
//!
//! The floor is a small machine that walks over the turns once: somebody is given the floor, asks,
//! is answered by one or more, and thanks. A question opens an exchange; whatever the company says
//! until the next question answers it; courtesies and the operator's words open and close nothing.

mod speech;

use self::speech::{Floor, Speech};
use crate::{
    cast::Cast,
    layout::{Draft, Mark},
    transcript::{Exchange, Kind, ParticipantId, Role, Section},
};

/// Kinds and exchanges of all turns.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// For each turn, what it does, and the exchange it belongs to (counted from 1).
    pub turns: Vec<(Kind, Option<u32>)>,
    /// The exchanges, in order.
    pub exchanges: Vec<Exchange>,
}

/// Pairs questions with answers.
pub fn pair(draft: &Draft, sections: &[Section], cast: &Cast) -> Pairing {
    let turns = views(draft, sections, cast);
    let mut hall = Hall {
        turns: &turns,
        pairing: Pairing::default(),
        open: None,
        floor: Floor::Stays,
        given_by_company: false,
        last_ask: None,
    };
    for number in 0..turns.len() {
        let kind = hall.take(number);
        hall.pairing.turns.push((kind, None));
    }
    hall.finish()
}

/// On which side of the table somebody sits, for one turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Runs the line.
    Stage,
    /// Asks.
    Asks,
    /// Answers.
    Answers,
    /// Not known.
    Unknown,
}

/// One turn as the floor sees it.
struct View<'a> {
    speaker: ParticipantId,
    role: Role,
    side: Side,
    section: Section,
    text: &'a str,
    speech: Speech,
}

fn views<'a>(draft: &'a Draft, sections: &[Section], cast: &Cast) -> Vec<View<'a>> {
    let printed = draft.turns.iter().any(|turn| turn.section.is_some());
    let view = |(number, turn): (usize, &'a crate::layout::DraftTurn)| {
        let speaker = cast.speakers.get(number).copied().unwrap_or_default();
        let role = cast.participants.get(speaker).map_or(Role::Unknown, |participant| participant.role);
        let mark = turn.label.as_ref().and_then(|label| label.mark);
        let section = sections.get(number).copied().unwrap_or(Section::Prepared);
        let side = match (mark, role) {
            (Some(Mark::Question), _) => Side::Asks,
            (Some(Mark::Answer), _) => Side::Answers,
            (None, Role::Operator) => Side::Stage,
            (None, Role::Analyst | Role::Other) => Side::Asks,
            (None, Role::Executive | Role::Ir) => Side::Answers,
            (None, Role::Unknown) => Side::Unknown,
        };
        // An analyst who speaks is past the prepared remarks, unless a heading says otherwise.
        let section = if !printed && role == Role::Analyst { Section::Qa } else { section };
        View { speaker, role, side, section, text: &turn.text, speech: speech::judge(&turn.text) }
    };
    draft.turns.iter().enumerate().map(view).collect()
}

/// The exchange that is open: its index, and what has happened in it.
#[derive(Clone, Copy, Debug)]
struct Open {
    exchange: usize,
    questioner: ParticipantId,
    /// The company has answered.
    answered: bool,
    /// The questioner's last words were thanks, or the operator went on to the next.
    over: bool,
}

/// The floor, while the turns go by.
struct Hall<'a> {
    turns: &'a [View<'a>],
    pairing: Pairing,
    open: Option<Open>,
    floor: Floor,
    /// It was one of the company's who gave the floor to the next.
    given_by_company: bool,
    /// The last turn of the asking side, whatever it said.
    last_ask: Option<usize>,
}

impl Hall<'_> {
    /// What the turn does; moves the floor.
    fn take(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        match turn.side {
            Side::Stage => self.stage(number),
            _ if turn.section == Section::Prepared => self.prepared(number),
            Side::Asks => self.ask(number),
            Side::Answers if self.asks_all_the_same(number) => self.ask(number),
            Side::Answers => self.answer(number),
            Side::Unknown => self.unknown(number),
        }
    }

    fn stage(&mut self, number: usize) -> Kind {
        match speech::floor(self.turns[number].text) {
            Floor::Stays => {}
            floor => {
                self.floor = floor;
                self.given_by_company = false;
                if let Some(open) = &mut self.open {
                    open.over = true;
                }
            }
        }
        Kind::Moderation
    }

    /// Investor relations opens the call and hands over: that is stage management too.
    fn prepared(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        let first =
            self.turns[..number].iter().all(|before| before.side == Side::Stage || before.speaker == turn.speaker);
        if turn.role == Role::Ir && (first && turn.text.len() < 6000 || turn.speech.words < 60) {
            Kind::Moderation
        } else if turn.speech.is_empty() && turn.speech.words < 20 {
            Kind::Aside
        } else {
            Kind::Remarks
        }
    }

    fn ask(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        let before = self.last_ask.replace(number);
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
            Some(open) if !open.answered || (!speech.asks && self.was_asked_back(number)) => {
                self.pairing.exchanges[open.exchange].question.push(number as u32);
                if let Some(open) = &mut self.open {
                    open.over = false;
                }
            }
            _ => self.begin(number),
        }
        let _ = before;
        Kind::Question
    }

    /// Whether a turn of the asking side asks: with a question mark, or with enough that is no courtesy and a reply.
    fn is_question(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let speech = turn.speech;
        if speech.asks {
            return true;
        }
        if speech.technical || speech.is_empty() {
            return false;
        }
        // Cut off in mid-sentence while being answered.
        let follows = self.open.is_some_and(|open| open.answered && !open.over && open.questioner == turn.speaker);
        if follows
            && speech.content <= 8
            && turn.text.trim_end().ends_with(['-', '–', '—', '…']) | turn.text.trim_end().ends_with("...")
        {
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

    /// Whether the company's last turn before this one was a short question of its own.
    fn was_asked_back(&self, number: usize) -> bool {
        number.checked_sub(1).and_then(|before| self.turns.get(before)).is_some_and(|before| {
            before.side == Side::Answers && before.speech.words < 25 && before.text.trim_end().ends_with('?')
        })
    }

    fn begin(&mut self, number: usize) {
        let questioner = self.turns[number].speaker;
        let exchange = self.pairing.exchanges.len();
        self.pairing.exchanges.push(Exchange {
            ordinal: exchange as u32 + 1,
            questioner,
            question: vec![number as u32],
            answer: Vec::new(),
            responders: Vec::new(),
        });
        self.open = Some(Open { exchange, questioner, answered: false, over: false });
    }

    fn answer(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        let speech = turn.speech;
        if self.reads_question(number) {
            self.begin(number);
            return Kind::Question;
        }
        if !speech.technical
            && speech::manages(turn.text, &speech)
            && speech.content < 25
            && !self.is_before_answer(number)
        {
            if turn.role == Role::Ir || speech.content < 12 {
                self.floor = Floor::Next;
                self.given_by_company = true;
                if let Some(open) = &mut self.open {
                    open.over = open.answered;
                }
                return Kind::Moderation;
            }
        }
        if self.floor == Floor::Next && self.given_by_company && speech.content >= 8 {
            // "Next question, please." "Sorry, let me add …": the floor was not taken yet.
            self.floor = Floor::Stays;
        }
        let Some(open) = self.open.filter(|_| self.floor == Floor::Stays) else {
            return if speech.is_empty() { Kind::Aside } else { Kind::Remarks };
        };
        let calls = speech.asks
            && speech.words <= 3
            && self.turns.get(number + 1).is_some_and(|next| next.side == Side::Answers);
        let answers = if open.over {
            speech.content >= 8 || speech.content >= 4 && !speech.thanks && !speech.technical
        } else if speech.is_empty() {
            (speech.affirms || speech.content > 0 && !speech.greets) && !speech.thanks
                || !open.answered && speech::hands_over(turn.text)
        } else {
            !calls && !(speech.technical && speech.content < 10)
        };
        if !answers {
            return Kind::Aside;
        }
        let exchange = &mut self.pairing.exchanges[open.exchange];
        exchange.answer.push(number as u32);
        if !exchange.responders.contains(&turn.speaker) {
            exchange.responders.push(turn.speaker);
        }
        self.open = Some(Open { answered: true, ..open });
        Kind::Answer
    }

    /// Whether a question waits and nobody has answered: then even "Operator, …" is part of a reply.
    fn is_before_answer(&self, number: usize) -> bool {
        self.floor == Floor::Stays
            && self.open.is_some_and(|open| !open.answered)
            && self.turns.get(number + 1).is_some_and(|next| next.side == Side::Answers)
    }

    /// Whether somebody taken for one of the company's asks: the floor has just been given, and it is nobody
    /// who has answered before; or the question that is open is theirs.
    fn asks_all_the_same(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        if turn.role == Role::Executive && self.open.is_some_and(|open| open.questioner == turn.speaker) {
            return true;
        }
        let given = number.checked_sub(1).is_some_and(|before| self.pairing.turns[before].0 == Kind::Moderation);
        given
            && self.floor == Floor::Next
            && turn.role == Role::Executive
            && turn.speech.asks
            && !self.pairing.exchanges.iter().any(|exchange| exchange.responders.contains(&turn.speaker))
            && self.turns.get(number + 1).is_some_and(|next| next.side == Side::Answers && next.speaker != turn.speaker)
    }

    /// Whether a host reads a question that somebody sent in: a colleague answers, and no analyst spoke.
    fn reads_question(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let next = self.turns.get(number + 1);
        turn.role == Role::Ir
            && turn.speech.asks
            && turn.speech.content >= 6
            && next.is_some_and(|next| next.side == Side::Answers && next.speaker != turn.speaker)
            && !self.last_ask.is_some_and(|asked| asked + 1 == number)
            && (self.floor == Floor::Next || self.open.is_none_or(|open| open.questioner == turn.speaker))
    }

    /// Somebody of whom nothing is known: asks if given the floor or asking, else answers what is open.
    fn unknown(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        let after_stage = number.checked_sub(1).is_some_and(|before| self.turns[before].side == Side::Stage);
        let questioner = self.open.is_some_and(|open| open.questioner == turn.speaker);
        if questioner || turn.speech.asks && (after_stage || self.floor == Floor::Next) {
            self.ask(number)
        } else if self.open.is_some() && self.floor == Floor::Stays {
            self.answer(number)
        } else if turn.speech.is_empty() {
            Kind::Aside
        } else {
            Kind::Remarks
        }
    }

    /// Numbers the turns by their exchanges: asides between question and last answer belong to it, and so
    /// do the courtesies of those who took part, up to the operator's next word.
    fn finish(mut self) -> Pairing {
        let count = self.turns.len();
        for (index, exchange) in self.pairing.exchanges.iter().enumerate() {
            let Some(&first) = exchange.question.first() else { continue };
            let last = exchange.answer.last().or(exchange.question.last()).copied().unwrap_or(first) as usize;
            let limit = self
                .pairing
                .exchanges
                .get(index + 1)
                .and_then(|next| next.question.first())
                .map_or(count, |&q| q as usize);
            let mut end = last;
            while end + 1 < limit
                && self.turns[end + 1].side != Side::Stage
                && self.pairing.turns[end + 1].0 == Kind::Aside
            {
                end += 1;
            }
            for turn in &mut self.pairing.turns[first as usize..=end.min(count - 1)] {
                turn.1 = Some(exchange.ordinal);
            }
        }
        self.pairing
    }
}
