//! What people do, where nothing says who they are: who presents is the company's, who asks is an
//! analyst, who answers is the company's.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{
    claim::{Fact, Strength, opening, said},
    floor::Floors,
    gather::Heard,
    names::{Likeness, Name},
    people::{People, Person, bare},
    phrase::floor as boundary,
    voice::Voices,
};
use crate::{layout::Draft, transcript::Role};

/// What only those say who ask.
static ASKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build([
            "taking my question",
            "take my question",
            "taking the question",
            "my question",
            "thanks for the time",
            "my first question",
            "congrats on",
            "congratulations on",
            "a follow-up",
            "quick question",
            "two questions",
            "couple of questions",
            "couple questions",
            "was wondering",
            "wanted to ask",
            "could you",
            "can you",
            "question on",
            "question is",
            "squeezing me in",
            "fitting me in",
            "question for",
            "for taking",
            "just curious",
        ])
        .expect("a short list of literals compiles")
});

/// What only those say to whom the floor was given: nobody else is thanked for taking a question.
static HAS_FLOOR: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build([
            "taking my question",
            "take my question",
            "taking the question",
            "taking our question",
            "squeezing me in",
            "fitting me in",
            "letting me ask",
        ])
        .expect("a short list of literals compiles")
});

/// Whether a turn begins as those do who were given the floor to ask.
pub(super) fn has_floor(text: &str) -> bool {
    HAS_FLOOR.is_match(&text[..boundary(text, 240)])
}

/// Claims roles from behavior, for those of whom nothing stronger is known.
pub(super) fn read(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    host(draft, voices, heard, people);
    stand_ins(draft, voices, heard, floors, people);
    // Remarks are a company's where there is something to remark before: an operator, questions, a roster.
    // In other talk, speaking is no evidence of anything.
    let is_call = heard.first_qa < draft.turns.len()
        || !draft.roster.is_empty()
        || people.list.iter().any(|person| person.operator);
    for person in people.list.iter_mut().filter(|_| is_call) {
        if let Some(turn) = person.prepared_turn.filter(|_| !person.operator) {
            person.claim(
                Fact::Role(Role::Executive),
                Strength::Behavior,
                opening(draft, "speaks-in-prepared-remarks", turn),
            );
        }
    }
    let mut counts = vec![Count::default(); people.list.len()];
    let mut previous_asks = false;
    for turn in heard.first_qa..draft.turns.len() {
        let person = people.of_voice[voices.of_turn[turn]];
        if people.list[person].operator {
            previous_asks = false;
            continue;
        }
        let asks = asking(&draft.turns[turn].text);
        let floor = floors.asker[turn];
        let called = turn > 0 && voices.at(turn - 1).operator;
        let count = &mut counts[person];
        if called && asks > 0 {
            // The operator gave the floor to somebody whose name is lost.
            count.asks += 1;
        } else if has_floor(&draft.turns[turn].text) {
            count.asks += 1;
        } else if floor.is_some_and(|asker| asker != person) || (floor.is_none() && previous_asks && asks < 2) {
            count.answers += 1;
            count.answer.get_or_insert(turn);
        }
        if asks > 0 {
            count.asks += if floor.is_some_and(|asker| asker != person) { asks.saturating_sub(1) } else { asks };
            count.ask.get_or_insert(turn);
        }
        previous_asks |= asks > 0;
    }
    for (person, count) in people.list.iter_mut().zip(&counts) {
        if person.operator || person.role().is_some() {
            continue;
        }
        if count.asks > count.answers
            && let Some(turn) = count.ask
        {
            person.claim(Fact::Role(Role::Analyst), Strength::Behavior, opening(draft, "asks", turn));
        } else if let Some(turn) = count.answer {
            person.claim(Fact::Role(Role::Executive), Strength::Behavior, opening(draft, "answers", turn));
        }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    asks: usize,
    answers: usize,
    ask: Option<usize>,
    answer: Option<usize>,
}

/// How plainly a turn asks: 0 not at all, 1 it ends with a question, 2 it speaks as those who ask do, 3 both.
fn asking(text: &str) -> usize {
    let tail = &text[boundary(text, text.len().saturating_sub(160))..];
    let words = ASKS.is_match(&text[..boundary(text, 400)]);
    usize::from(tail.contains('?')) + 2 * usize::from(words)
}

/// "It's Matt on for Simon": Matt asks, for Simon's firm; and firms that askers name themselves.
fn stand_ins(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    silent_askers(draft, voices, heard, floors, people);
    let named: Vec<Name> = people.list.iter().flat_map(|p| p.forms.iter().map(|(_, name)| name.clone())).collect();
    for (turn, opening) in heard.openings.iter().filter(|(turn, _)| *turn >= heard.first_qa) {
        let id = people.of_voice[voices.of_turn[*turn]];
        let person = &mut people.list[id];
        if person.operator || person.is_company() && person.prepared > 0 {
            continue;
        }
        let evidence = said(draft, "self-introduction", *turn, opening.words.clone());
        let asker = floors.asker[*turn] == Some(id);
        let called = *turn > 0 && voices.at(turn - 1).operator;
        if opening.for_whom.is_some() || (opening.firm.is_some() && (asker || called)) {
            person.claim(Fact::Role(Role::Analyst), Strength::SelfIntroduction, evidence.clone());
        }
        let known = person.claims.iter().any(|claim| matches!(claim.fact, Fact::Firm(_)));
        let takes = floors.taken.iter().any(|taken| taken.turn == *turn && taken.person == id);
        let bare = opening
            .bare
            .clone()
            .filter(|bare| takes && !known && !named.contains(&Name::new(&draft.turns[*turn].text[bare.clone()])));
        let beside = opening.beside.clone().filter(|(name, _)| {
            let name = Name::new(&draft.turns[*turn].text[name.clone()]);
            takes && !known && person.likeness(&name) != Likeness::None
        });
        let bare = bare.or(beside.map(|(_, firm)| firm));
        if let Some(firm) = opening.firm.clone().or(bare).filter(|_| asker || called || opening.for_whom.is_some()) {
            person.claim(Fact::Firm(draft.turns[*turn].text[firm].to_owned()), Strength::SelfIntroduction, evidence);
        }
    }
}

/// Whoever was called, or stood in for, and does not speak: an analyst of the firm of whoever speaks instead.
fn silent_askers(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    for (turn, opening) in heard.openings.iter().filter(|(turn, _)| *turn >= heard.first_qa) {
        let Some(whom) = opening.for_whom.clone() else { continue };
        let text: &str = &draft.turns[*turn].text;
        let whom = bare(&text[whom]);
        let name = Name::new(whom);
        let speaker = people.of_voice[voices.of_turn[*turn]];
        let called =
            floors.taken.iter().find(|taken| taken.turn == *turn && taken.person == speaker).and_then(|taken| {
                let (turn, introduction) = &heard.calls[taken.call];
                let form = bare(&draft.turns[*turn].text[introduction.name.clone()]);
                let full = Name::new(form);
                (full.is_full() && full.likeness(&name) != Likeness::None).then_some((form, full))
            });
        let Some((form, name)) = called.or_else(|| name.is_full().then_some((whom, name))) else { continue };
        if people.list.iter().any(|person| person.likeness(&name) >= Likeness::Spelling) {
            continue;
        }
        let evidence = said(draft, "stood-in-for", *turn, opening.words.clone());
        let firm = people.list[speaker].claims.iter().find(|claim| matches!(claim.fact, Fact::Firm(_))).cloned();
        let mut silent = Person { forms: vec![(form.to_owned(), name)], ..Person::default() };
        silent.claim(Fact::Role(Role::Analyst), Strength::SelfIntroduction, evidence);
        silent.claims.extend(firm);
        people.list.push(silent);
    }
}

/// Whether the speaker of a turn has remarks of their own to make elsewhere before the questions: then they are no
/// mere host.
fn presents(draft: &Draft, voices: &Voices, heard: &Heard, host: usize) -> bool {
    /// Longer than the words that hand over to another.
    const REMARKS: usize = 1000;
    let turns = voices.at(host).turns.iter().take_while(|&&turn| turn < heard.first_qa);
    turns.filter(|&&turn| turn != host).any(|&turn| draft.turns[turn].text.len() > REMARKS)
}

/// Whoever opens the call, warns of forward-looking statements and hands over is investor relations, if nobody
/// gives them another title.
fn host(draft: &Draft, voices: &Voices, heard: &Heard, people: &mut People) {
    const WARNINGS: &[&str] =
        &["orward-looking", "orward looking", "safe harbor", "Safe Harbor", "risks and uncertainties"];
    let Some(turn) = (0..heard.first_qa).find(|&turn| !voices.at(turn).operator) else { return };
    let text: &str = &draft.turns[turn].text;
    let warns = text.len() < 7000 && WARNINGS.iter().any(|words| text.contains(words));
    let hands_over = heard.mentions.iter().any(|(at, m)| *at == turn && m.kind.gives_floor());
    let person = &mut people.list[people.of_voice[voices.of_turn[turn]]];
    let titled = person.claims.iter().any(|claim| matches!(claim.fact, Fact::Title(_)));
    let outsider = matches!(person.role(), Some((Role::Analyst | Role::Other, _)));
    if warns && hands_over && !titled && !outsider && !presents(draft, voices, heard, turn) {
        let strength = person.role().map_or(Strength::Behavior, |(_, strength)| strength);
        person.claims.retain(|claim| claim.fact != Fact::Role(Role::Executive));
        person.claim(Fact::Role(Role::Ir), strength, opening(draft, "reads-safe-harbor", turn));
    }
}
