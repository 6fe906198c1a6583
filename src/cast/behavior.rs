//! What people do, where nothing says who they are: who presents is the company's, who asks is an
//! analyst, who answers is the company's.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    claim::{Fact, Strength, opening, said},
    floor::Floors,
    gather::Heard,
    names::{Likeness, Name},
    people::{People, Person, bare, is_company},
    phrase::floor as boundary,
    voice::{LabelKind, Voices},
};
use crate::{layout::Draft, text::Cues, transcript::Role};

/// What only those say who ask.
const ASKS: u32 = 1;
/// What only those say to whom the floor was given: nobody else is thanked for taking a question.
const HAS_FLOOR: u32 = 2;

static SIGNS: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        (
            &[
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
            ],
            ASKS,
        ),
        (
            &[
                "taking my question",
                "take my question",
                "taking the question",
                "taking our question",
                "squeezing me in",
                "fitting me in",
                "letting me ask",
            ],
            HAS_FLOOR,
        ),
    ])
});

/// A word of thanks is no longer, in bytes.
const COURTESY: usize = 60;

/// How much of a turn's beginning is looked at, in bytes.
const OPENING: usize = 400;

/// Whether a turn begins as those do who were given the floor to ask.
pub(super) fn has_floor(text: &str) -> bool {
    SIGNS.lists(&text[..boundary(text, 240)], HAS_FLOOR) > 0
}

/// Claims roles from behavior, for those of whom nothing stronger is known.
pub(super) fn read(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    host(draft, voices, heard, people);
    stand_ins(draft, voices, heard, floors, people);
    // Remarks are a company's where there is something to remark before. In other talk, speaking is no evidence of
    // anything; nor is it where nobody is told from anybody else.
    if !heard.is_call {
        return;
    }
    let told = |person: &Person| person.voices.iter().any(|&voice| voices.list[voice].kind != LabelKind::Missing);
    for person in people.list.iter_mut().filter(|person| told(person)) {
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
    // Whoever speaks for the first time to ask is no manager, whatever a vendor's field says.
    let is_doubted = |person: &Person| {
        person.prepared == 0 && person.role().is_some_and(|(_, strength)| strength == Strength::Field)
    };
    let company: Vec<bool> = people.list.iter().map(|person| person.is_company() && !is_doubted(person)).collect();
    let unstaged = heard.calls.is_empty() && !voices.list.iter().any(|voice| voice.operator);
    for turn in heard.first_qa..draft.turns.len() {
        let person = people.of_voice[voices.of_turn[turn]];
        if people.list[person].operator {
            previous_asks = false;
            continue;
        }
        let text: &str = &draft.turns[turn].text;
        let signs = SIGNS.lists(&text[..boundary(text, OPENING)], ASKS | HAS_FLOOR);
        let asks = asking(text, signs);
        let floor = floors.asker[turn];
        let called = turn > 0 && voices.at(turn - 1).operator;
        let ours = |turn: usize| voices.of_turn.get(turn).is_some_and(|&voice| company[people.of_voice[voice]]);
        let heeded = unstaged && !ours(turn) && ours(turn + 1);
        let count = &mut counts[person];
        if heeded && text.contains('?') {
            // Nobody gives the floor: whom the company answers has asked.
            count.asks += 2;
            count.ask.get_or_insert(turn);
        } else if heeded && text.len() <= COURTESY {
            continue;
        } else if called && asks > 0 {
            // The operator gave the floor to somebody whose name is lost.
            count.asks += 1;
        } else if signs & HAS_FLOOR > 0 && has_floor(text) {
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
        let doubted = is_doubted(person);
        if person.operator || person.role().is_some() && !doubted || !told(person) {
            continue;
        }
        if doubted {
            if let Some(turn) = count.ask.filter(|_| count.asks > count.answers) {
                person.claim(Fact::Role(Role::Analyst), Strength::Floor, opening(draft, "asks", turn));
            }
        } else if count.asks > count.answers
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
fn asking(text: &str, signs: u32) -> usize {
    let tail = &text[boundary(text, text.len().saturating_sub(160))..];
    usize::from(memchr::memchr(b'?', tail.as_bytes()).is_some()) + 2 * usize::from(signs & ASKS > 0)
}

/// "It's Matt on for Simon": Matt asks, for Simon's firm; and firms that askers name themselves.
fn stand_ins(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    silent_askers(draft, voices, heard, floors, people);
    let named: HashSet<Name> = people.list.iter().flat_map(|p| p.forms.iter().map(|(_, name)| name.clone())).collect();
    let staffed = voices.list.iter().any(|voice| voice.operator);
    let taken: HashSet<(usize, usize)> = floors.taken.iter().map(|taken| (taken.turn, taken.person)).collect();
    for (turn, opening) in heard.openings.iter().filter(|(turn, _)| *turn >= heard.first_qa) {
        let id = people.of_voice[voices.of_turn[*turn]];
        let person = &mut people.list[id];
        if person.operator || person.is_company() && person.prepared > 0 {
            continue;
        }
        let evidence = said(draft, "self-introduction", *turn, opening.words.clone());
        let asker = floors.asker[*turn] == Some(id);
        let called = *turn > 0 && voices.at(turn - 1).operator;
        // Where nobody calls, whoever says for whom they speak asks.
        let stands = !staffed && opening.title.is_none() && !opening.outside;
        let theirs = opening.beside.clone().filter(|(name, firm)| {
            let text: &str = &draft.turns[*turn].text;
            stands
                && person.likeness(&Name::new(&text[name.clone()])) != Likeness::None
                && !is_company(draft, &text[firm.clone()])
        });
        let outside =
            opening.firm.clone().filter(|firm| stands && !is_company(draft, &draft.turns[*turn].text[firm.clone()]));
        let unasked = theirs.is_some() || opening.name.is_some() && outside.is_some();
        if opening.for_whom.is_some() || (opening.firm.is_some() && (asker || called)) || unasked {
            person.claim(Fact::Role(Role::Analyst), Strength::SelfIntroduction, evidence.clone());
        }
        let known = person.claims.iter().any(|claim| matches!(claim.fact, Fact::Firm(_)));
        let takes = taken.contains(&(*turn, id));
        let bare = opening
            .bare
            .clone()
            .filter(|bare| takes && !known && !named.contains(&Name::new(&draft.turns[*turn].text[bare.clone()])));
        let beside = opening.beside.clone().filter(|(name, _)| {
            let name = Name::new(&draft.turns[*turn].text[name.clone()]);
            takes && !known && person.likeness(&name) != Likeness::None
        });
        let bare = bare.or(beside.or(theirs).map(|(_, firm)| firm));
        let may = asker || called || opening.for_whom.is_some() || unasked;
        if let Some(firm) = opening.firm.clone().or(bare).filter(|_| may) {
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
        if people.is_crowd() || people.list.iter().any(|person| person.likeness(&name) >= Likeness::Spelling) {
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

/// Longer than the words that hand over to another.
const REMARKS: usize = 1000;

/// Whether the speaker of a turn has remarks of their own to make elsewhere before the questions: then they are no
/// mere host.
fn presents(draft: &Draft, voices: &Voices, heard: &Heard, host: usize) -> bool {
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
    // However it is said, the floor is another's who goes on at length.
    let next = people.next_person(voices, turn).map(|next| people.list[next].prepared);
    let hands_over = hands_over || next.is_some_and(|prepared| prepared > REMARKS);
    let person = &mut people.list[people.of_voice[voices.of_turn[turn]]];
    let titled = person.claims.iter().any(|claim| matches!(claim.fact, Fact::Title(_)));
    let outsider = matches!(person.role(), Some((Role::Analyst | Role::Other, _)));
    if warns && hands_over && !titled && !outsider && !presents(draft, voices, heard, turn) {
        let strength = person.role().map_or(Strength::Behavior, |(_, strength)| strength);
        person.claims.retain(|claim| claim.fact != Fact::Role(Role::Executive));
        person.claim(Fact::Role(Role::Ir), strength, opening(draft, "reads-safe-harbor", turn));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::testing::{REMARKS, people};

    #[test]
    fn asking_shows() {
        for (text, want) in [
            ("It was better.", 0),
            ("It was better, was it not?", 1),
            ("I was wondering about the margin.", 2),
            ("Thanks for taking my question. What about the margin?", 3),
        ] {
            assert_eq!(asking(text, SIGNS.lists(text, ASKS)), want, "{text}");
        }
        assert!(has_floor("Great. Thanks for taking the question. On the margin"));
        assert!(!has_floor("Thank you for the question, Jo."));
    }

    #[test]
    fn whom_the_company_answers_has_asked_where_nobody_calls() {
        let account = "Our revenue rose, our margin too, and our shareholders will get more.";
        let call = |account: &str| {
            let remarks = format!("Ann Roe: {} {account} Let's open up for questions.", [REMARKS; 8].join(" "));
            let asks = "Jo Doe: Good morning. On the dock. When does it open?";
            people(&[
                &remarks,
                asks,
                "Ann Roe: In May.",
                "Jo Doe: Very clear.",
                "Al Poe: Will it pay?",
                "Ann Roe: Yes.",
            ])
        };
        assert_eq!(call(account), ["Ann Roe executive", "Jo Doe analyst", "Al Poe analyst"]);
        // In other talk nothing says so.
        assert_eq!(call(""), ["Ann Roe unknown", "Jo Doe unknown", "Al Poe unknown"]);
    }

    #[test]
    fn the_host_who_warns_is_investor_relations() {
        let warns =
            "Ann Roe: Welcome. Our remarks hold forward-looking statements. I will now turn the call over to Bo Li.";
        let remarks = format!("Bo Li: {REMARKS}");
        let call = "Operator: Our first question comes from the line of Jo Doe with Acme. Please go ahead.";
        let asks = "Jo Doe: What about the margin?";
        let host = |more: &str| people(&[warns, &remarks, more, call, asks, "Bo Li: It was better."]).remove(0);
        assert_eq!(host("Bo Li: Operator, we are ready."), "Ann Roe ir");
        // Whoever has remarks of their own is more than a host.
        assert_eq!(host(&format!("Ann Roe: {REMARKS} {REMARKS} {REMARKS}")), "Ann Roe executive");
    }

    #[test]
    fn stand_ins_ask_for_the_firm_that_was_called() {
        let remarks = format!("Ann Roe: {REMARKS}");
        let turns = [
            "Operator: Welcome to the call.",
            &remarks,
            "Operator: Our first question comes from the line of Jo Doe with Acme. Please go ahead.",
            "Matt Poe: Hi. This is Matt on for Jo. What about the margin?",
            "Ann Roe: It was better.",
        ];
        let found = people(&turns);
        assert!(found.contains(&"Matt Poe analyst | Acme".to_owned()), "{found:?}");
        assert!(found.contains(&"Jo Doe analyst | Acme".to_owned()), "{found:?}");
    }

    #[test]
    fn firms_that_askers_name_themselves() {
        let remarks = format!("Ann Roe: {REMARKS}");
        for (asks, want) in [
            ("Jo Doe: Jo Doe, Longacre. What about the margin?", "Jo Doe analyst | Longacre"),
            ("Jo Doe: Good morning; Jo Doe at Longacre. What about the margin?", "Jo Doe analyst | Longacre"),
            // The name is another's: what stands beside it is no firm of the speaker's.
            ("Jo Doe: Ann Roe, Longacre. What about the margin?", "Jo Doe analyst"),
        ] {
            let call = "Operator: Our first question comes from the line of Jo Doe. Please go ahead.";
            let found = people(&["Operator: Welcome to the call.", &remarks, call, asks, "Ann Roe: It was better."]);
            assert_eq!(found[2], want, "{asks}");
        }
    }
}
