//! Which turns answer which question, and what each turn does.
//!
//! The floor is a small machine that walks over the turns once: somebody is given the floor, asks,
//! is answered by one or more, and thanks. A question opens an exchange; whatever the company says
//! until the next question answers it; courtesies and the operator's words open and close nothing.

mod handing;
mod host;
mod phrases;
mod question;
mod speech;
#[cfg(test)]
mod tests;
mod withheld;

pub(crate) use self::handing::only_hands_over;
use self::speech::{Floor, Speech};
use crate::{
    cast::Cast,
    layout::{Draft, Mark},
    transcript::{Exchange, Kind, Nonanswer, ParticipantId, Role, Section},
};

/// Kinds and exchanges of all turns.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// For each turn, what it does, and the exchange it belongs to (counted from 1).
    pub turns: Vec<(Kind, Option<u32>)>,
    /// For each turn, where it keeps back what was asked.
    pub nonanswers: Vec<Vec<Nonanswer>>,
    /// For each turn, to whom it passes the question on.
    pub hand_overs: Vec<Option<ParticipantId>>,
    /// The exchanges, in order.
    pub exchanges: Vec<Exchange>,
}

/// Pairs questions with answers.
pub fn pair(draft: &Draft, sections: &[Section], cast: &Cast) -> Pairing {
    let turns = views(draft, sections, cast);
    let mut hall = Hall {
        turns: &turns,
        answered: vec![0; cast.participants.len()],
        host: None,
        pairing: Pairing::default(),
        open: None,
        floor: Floor::Stays,
        given_by_company: false,
        last_ask: None,
        is_staged: turns.iter().any(|turn| turn.side == Side::Stage),
        farewells: host::farewells(&turns),
    };
    for number in 0..turns.len() {
        let kind = hall.take(number);
        hall.pairing.turns.push((kind, None));
    }
    let mut pairing = hall.finish();
    let answers = |number: usize| pairing.turns[number].0 == Kind::Answer;
    pairing.nonanswers = (0..turns.len())
        .map(|number| if answers(number) { withheld::withheld(turns[number].text) } else { Vec::new() })
        .collect();
    pairing.hand_overs =
        (0..turns.len()).map(|number| handing::hands_over_to(&turns, &pairing, cast, number)).collect();
    pairing
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
    /// They have said nothing before.
    first: bool,
    /// They made remarks in the prepared part, if somebody from outside: a guest, who may answer later.
    guest: bool,
    /// Calls by name whoever speaks next.
    calls_next: bool,
    text: &'a str,
    speech: Speech,
}

fn views<'a>(draft: &'a Draft, sections: &[Section], cast: &Cast) -> Vec<View<'a>> {
    let printed = draft.turns.iter().any(|turn| turn.section.is_some());
    let mut seen = vec![false; cast.participants.len()];
    let mut guests = vec![false; cast.participants.len()];
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
        let first = seen.get_mut(speaker).is_some_and(|seen| !std::mem::replace(seen, true));
        let guest = guests.get_mut(speaker).is_some_and(|guest| {
            *guest |= role == Role::Other && mark.is_none() && section == Section::Prepared;
            *guest
        });
        let next = cast.speakers.get(number + 1).and_then(|&next| cast.participants.get(next));
        let calls_next = role == Role::Ir && next.is_some_and(|next| is_called(&turn.text, &next.name));
        let speech = speech::judge(&turn.text);
        View { speaker, role, side, section, first, guest, calls_next, text: &turn.text, speech }
    };
    draft.turns.iter().enumerate().map(view).collect()
}

/// Whether a text has the last word of a name.
fn is_called(text: &str, name: &str) -> bool {
    name.split_whitespace().next_back().is_some_and(|last| text.contains(last))
}

/// The exchange that is open: its index, and what has happened in it.
#[derive(Clone, Copy, Debug)]
struct Open {
    exchange: usize,
    questioner: ParticipantId,
    /// The company has answered.
    answered: bool,
    /// It did more than ask back.
    told: bool,
    /// The questioner's last words were thanks, or the operator went on to the next.
    over: bool,
}

/// The floor, while the turns go by.
struct Hall<'a> {
    turns: &'a [View<'a>],
    /// For each participant, the last exchange in which they answered.
    answered: Vec<u32>,
    /// Who spoke first, the operator aside.
    host: Option<ParticipantId>,
    pairing: Pairing,
    open: Option<Open>,
    floor: Floor,
    /// It was one of the company's who gave the floor to the next.
    given_by_company: bool,
    /// The last turn of the asking side, whatever it said.
    last_ask: Option<usize>,
    /// An operator runs the line.
    is_staged: bool,
    /// From which turn on nobody says more than good-bye.
    farewells: usize,
}

impl Hall<'_> {
    /// What the turn does; moves the floor.
    fn take(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        match turn.side {
            Side::Stage => self.stage(number),
            _ if self.is_prepared(number) => self.prepared(number),
            // Before "is it theirs?": whoever read a question out may end it, too.
            Side::Answers if self.ends_reading(number) => self.answer(number),
            Side::Asks if self.is_guests_answer(number) => self.answer(number),
            Side::Asks => self.ask(number),
            Side::Answers if self.asks_all_the_same(number) => self.ask(number),
            Side::Answers => self.answer(number),
            Side::Unknown => self.unknown(number),
        }
    }

    /// Whether a turn belongs to the prepared remarks: where they are said to be, unless a question is open.
    fn is_prepared(&self, number: usize) -> bool {
        self.turns[number].section == Section::Prepared && self.open.is_none_or(|open| open.over)
    }

    /// Whether a guest, who spoke in the prepared part, answers somebody's question.
    fn is_guests_answer(&self, number: usize) -> bool {
        let turn = &self.turns[number];
        let waits =
            self.floor == Floor::Stays && self.open.is_some_and(|open| !open.over && open.questioner != turn.speaker);
        turn.guest && waits && !turn.speech.asks && !turn.speech.thanks
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
        let hosts = *self.host.get_or_insert(turn.speaker) == turn.speaker;
        if turn.role == Role::Ir && (hosts && turn.text.len() < 6000 || turn.speech.words < 60) {
            Kind::Moderation
        } else if turn.speech.is_empty() && turn.speech.words < 20 {
            Kind::Aside
        } else {
            Kind::Remarks
        }
    }

    fn answer(&mut self, number: usize) -> Kind {
        let turn = &self.turns[number];
        let speech = turn.speech;
        if self.reads_question(number) {
            self.begin(number);
            self.floor = Floor::Stays;
            return Kind::Question;
        }
        if self.says_good_bye(number) {
            self.floor = Floor::Closes;
            return match turn.role {
                Role::Ir => Kind::Moderation,
                _ if speech.is_empty() => Kind::Aside,
                _ => Kind::Remarks,
            };
        }
        if self.ends_reading(number) {
            self.floor = Floor::Closes;
            return Kind::Remarks;
        }
        if let Some(floor) = self.manages(number) {
            self.floor = floor;
            self.given_by_company = true;
            if let Some(open) = &mut self.open {
                open.over = open.answered;
            }
            return Kind::Moderation;
        }
        if self.floor == Floor::Next && self.given_by_company && speech.content >= 8 {
            // "Next question, please." "Sorry, let me add …": the floor was not taken yet.
            self.floor = Floor::Stays;
        }
        let Some(open) = self.open.filter(|_| self.floor == Floor::Stays) else {
            return if speech.is_empty() { Kind::Aside } else { Kind::Remarks };
        };
        if !self.says_something(number, open) {
            return Kind::Aside;
        }
        let exchange = &mut self.pairing.exchanges[open.exchange];
        exchange.answer.push(number as u32);
        if let Some(answered) = self.answered.get_mut(turn.speaker)
            && *answered != exchange.ordinal
        {
            *answered = exchange.ordinal;
            exchange.responders.push(turn.speaker);
        }
        let told = open.told || !speech::asks_back(turn.text, &speech);
        self.open = Some(Open { answered: true, told, ..open });
        Kind::Answer
    }

    /// Whether the company's words belong to an answer: any that are no courtesy while one is awaited, more of
    /// them after the questioner has taken leave.
    fn says_something(&self, number: usize, open: Open) -> bool {
        let turn = &self.turns[number];
        let speech = turn.speech;
        if open.over {
            return speech.content >= if speech.thanks || speech.technical { 8 } else { 4 };
        }
        if open.questioner != self.last_asker() && self.is_reply_to_aside(number) {
            return speech.content >= 8;
        }
        if speech.is_empty() {
            // "Do you mean ferries?" "Yes." "Five."
            let explained = number.checked_sub(1).is_some_and(|before| self.was_asked_back(before))
                && self.turns.get(number + 1).is_none_or(|next| next.side != Side::Asks || !next.speech.asks);
            if open.answered && !speech.affirms && self.is_reply_to_aside(number) && !explained {
                return false;
            }
            let says = speech.affirms || speech.content > 0 && !speech.greets;
            return says && !speech.thanks || !open.answered && speech::takes_up(turn.text);
        }
        // "Angela?" calls a colleague, and that is all.
        let next = self.turns.get(number + 1);
        let calls = speech.asks && speech.words <= 3 && next.is_some_and(|next| next.side == Side::Answers);
        !calls && (!speech.technical || speech.content >= 10)
    }

    /// Whether the words just before asked nothing: what is said in return is a pleasantry.
    fn is_reply_to_aside(&self, number: usize) -> bool {
        number
            .checked_sub(1)
            .is_some_and(|before| self.turns[before].side == Side::Asks && self.pairing.turns[before].0 == Kind::Aside)
    }

    /// Whether a question waits and nobody has answered: then even "Operator, …" is part of a reply.
    fn is_before_answer(&self, number: usize) -> bool {
        self.floor == Floor::Stays
            && self.open.is_some_and(|open| !open.answered)
            && self.turns.get(number + 1).is_some_and(|next| next.side == Side::Answers)
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

    /// Numbers the turns by their exchanges. Courtesies belong to the exchange that they open or close; the
    /// words of those who run the line belong to none, also where they interrupt one.
    fn finish(mut self) -> Pairing {
        let mut free = 0;
        for index in 0..self.pairing.exchanges.len() {
            let exchange = &self.pairing.exchanges[index];
            let (ordinal, questioner) = (exchange.ordinal, exchange.questioner);
            let Some(&first) = exchange.question.first() else { continue };
            let last = exchange.answer.iter().chain(&exchange.question).max().copied().unwrap_or(first);
            let start = self.opening(free, first as usize, questioner);
            let next = self.pairing.exchanges.get(index + 1).filter(|next| next.questioner != questioner);
            free = self.closing(last as usize + 1, next.map(|next| next.questioner));
            for number in start..free {
                let (kind, number) = &mut self.pairing.turns[number];
                *number = (*kind != Kind::Moderation).then_some(ordinal);
            }
        }
        self.pairing
    }

    /// Where the courtesies before a question begin: "can you hear me", and what was lost to a bad line, over
    /// which the operator asked for it once more.
    fn opening(&self, free: usize, question: usize, questioner: ParticipantId) -> usize {
        let mut start = question;
        for number in (free..question).rev() {
            let turn = &self.turns[number];
            match self.pairing.turns[number].0 {
                Kind::Aside if turn.speaker == questioner && speech::is_heard(turn.text, &turn.speech) => {
                    start = number
                }
                Kind::Aside if turn.speaker != questioner => {}
                Kind::Moderation if turn.side == Side::Stage && speech::floor(turn.text) == Floor::Stays => {}
                _ => break,
            }
        }
        start
    }

    /// Where the courtesies after an exchange end, from `number` on: at the latest where the next who asks
    /// begins with their own.
    fn closing(&self, number: usize, next: Option<ParticipantId>) -> usize {
        let turns = self.turns.iter().zip(&self.pairing.turns).skip(number);
        let courtesies = turns.take_while(|(turn, (kind, _))| *kind == Kind::Aside && next != Some(turn.speaker));
        number + courtesies.count()
    }
}
