//! The floor: who speaks when the operator has called somebody.

use super::{
    claim::{Fact, Strength, said},
    firms,
    gather::Heard,
    introductions::Introduction,
    names::{Likeness, Name},
    people::{People, bare, is_company},
    phrase::tokens,
    voice::Voices,
};
use crate::{layout::Draft, transcript::Role};

/// For each turn, whose floor it is: the person who was called last.
#[derive(Debug, Default)]
pub(super) struct Floors {
    /// The asker who has the floor in a turn.
    pub asker: Vec<Option<usize>>,
    /// Calls that were answered, in order: the call's index in [`Heard::calls`], who took the floor, in which turn.
    pub taken: Vec<Taken>,
}

/// A call that somebody answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// The call, in [`Heard::calls`].
    pub call: usize,
    /// Who took the floor.
    pub person: usize,
    /// Where they first spoke.
    pub turn: usize,
    /// Whether their name is the one called; `None` where they have no name.
    pub by_name: Option<bool>,
}

/// How many turns after a call somebody may take the floor.
const WAIT: usize = 7;

/// Gives every call to the person who takes it.
pub(super) fn assign(draft: &Draft, voices: &Voices, heard: &Heard, people: &mut People) -> Floors {
    let mut floors = Floors { asker: vec![None; draft.turns.len()], taken: Vec::new() };
    let mut at = 0;
    // Who has spoken on another's floor has answered, and does not ask where the name called is another's.
    let mut answered = vec![false; people.list.len()];
    while at < heard.calls.len() {
        let turn = heard.calls[at].0;
        let end = at + heard.calls[at..].iter().take_while(|(other, _)| *other == turn).count();
        let until = heard.calls.get(end).map_or(draft.turns.len(), |(next, _)| *next);
        for taken in take(draft, voices, heard, people, &answered, at..end, until).into_iter().flatten() {
            claim(draft, heard, people, taken);
            floors.taken.push(taken);
            floors.asker[taken.turn..until].fill(Some(taken.person));
        }
        for turn in heard.calls[at].0 + 1..until {
            let person = people.of_voice[voices.of_turn[turn]];
            answered[person] |= floors.asker[turn].is_some_and(|asker| asker != person);
        }
        at = end;
    }
    floors
}

/// Who takes the floor after the calls of one turn: the first who may, and the one who was named, who may be another.
fn take(
    draft: &Draft,
    voices: &Voices,
    heard: &Heard,
    people: &People,
    answered: &[bool],
    calls: std::ops::Range<usize>,
    until: usize,
) -> [Option<Taken>; 2] {
    let (turn, _) = heard.calls[calls.start];
    let caller = people.of_voice[voices.of_turn[turn]];
    let window = turn + 1..until.max(turn + 2).min(turn + 1 + WAIT).min(draft.turns.len());
    let speaker = |turn: usize| people.of_voice[voices.of_turn[turn]];
    let named = calls.clone().rev().find_map(|call| {
        names_of(draft, turn, &heard.calls[call].1).into_iter().find_map(|name| {
            let turn = window.clone().find(|&turn| {
                let person = &people.list[speaker(turn)];
                speaker(turn) != caller
                    && !person.operator
                    && !person.numbered
                    && person.likeness(&name) != Likeness::None
            })?;
            Some(Taken { call, person: speaker(turn), turn, by_name: Some(true) })
        })
    });
    let by_host = !people.list[caller].operator;
    // The first who is not known to be the company's: analysts are misheard, and stood in for.
    let first = window
        .take_while(|&turn| !answers_at_length(draft, people, speaker(turn), turn))
        .find(|&turn| {
            let person = &people.list[speaker(turn)];
            speaker(turn) != caller && !person.operator && !person.is_company() && !answered[speaker(turn)]
        })
        .filter(|&turn| named.is_none_or(|named| turn < named.turn && named.person != speaker(turn)))
        // A host names many people who ask nothing.
        .filter(|&turn| !by_host || people.list[speaker(turn)].numbered);
    let first = first.map(|turn| {
        let person = speaker(turn);
        let by_name = if people.list[person].numbered { None } else { Some(false) };
        Taken { call: calls.end - 1, person, turn, by_name }
    });
    [first, named]
}

/// Whether the company already answers: then the asker has spoken, under another's label.
fn answers_at_length(draft: &Draft, people: &People, person: usize, turn: usize) -> bool {
    !people.list[person].operator && people.list[person].is_company() && draft.turns[turn].text.len() > 150
}

/// The names that an introduction may have called: the name, and in case the two were taken for each other, the firm.
fn names_of(draft: &Draft, turn: usize, introduction: &Introduction) -> Vec<Name> {
    let text: &str = &draft.turns[turn].text;
    let mut names = vec![Name::new(&text[introduction.name.clone()])];
    names.extend(introduction.also.clone().map(|also| Name::new(&text[also])));
    names.extend(introduction.firm.clone().map(|firm| Name::new(&text[firm])));
    names.retain(|name| !name.is_empty());
    names
}

/// Claims role and firm for whoever took the floor.
fn claim(draft: &Draft, heard: &Heard, people: &mut People, taken: Taken) {
    let (turn, introduction) = &heard.calls[taken.call];
    let person = &mut people.list[taken.person];
    if person.prepared > 0 && person.role().is_none_or(|(role, _)| matches!(role, Role::Executive | Role::Ir)) {
        // Whoever has presented is not called to ask, however the words run.
        return;
    }
    let (rule, strength) = match taken.by_name {
        Some(true) => ("operator-introduction", Strength::Introduction),
        _ => ("takes-the-floor", Strength::Floor),
    };
    let evidence = said(draft, rule, *turn, introduction.words.clone());
    let by_name = taken.by_name == Some(true);
    let owner = by_name.then(|| holder(&draft.turns[*turn].text, introduction.name.start)).flatten();
    if let Some(owner) = owner {
        // They ask for nobody but themselves.
        let evidence = said(draft, rule, *turn, owner.start..introduction.words.end);
        person.claim(Fact::Role(Role::Other), strength, evidence.clone());
        person.claim(Fact::Title(draft.turns[*turn].text[owner].to_owned()), strength, evidence);
    }
    person.claim(Fact::Role(Role::Analyst), strength, evidence.clone());
    if by_name {
        note_form(draft, *turn, introduction, person, &evidence);
    }
    let firm = firm_of(draft, *turn, introduction, by_name, person).or_else(|| {
        // "… from Ann Roe of Acme. Your question please, Ann Roe."
        let others = heard.calls[..taken.call].iter().rev().take_while(|(other, _)| other == turn);
        others.map(|(_, other)| other).find_map(|other| firm_of(draft, *turn, other, by_name, person))
    });
    if let Some(firm) = firm {
        person.claim(Fact::Firm(firm), strength, evidence);
    }
}

/// The words before a name that make its bearer a holder of shares: `a private investor, Mr. Roe`.
fn holder(text: &str, name: usize) -> Option<std::ops::Range<usize>> {
    const HOLDERS: &[&str] = &[
        "private investor",
        "individual investor",
        "retail investor",
        "private shareholder",
        "shareholder",
        "stockholder",
    ];
    let before = text[..name].trim_end_matches([' ', ',']);
    let words = HOLDERS.iter().find(|words| before.ends_with(*words))?;
    Some(before.len() - words.len()..before.len())
}

/// Notes the name as it was called: another form of the label's, or its reading in other letters.
fn note_form(
    draft: &Draft,
    turn: usize,
    introduction: &Introduction,
    person: &mut super::people::Person,
    evidence: &crate::transcript::Evidence,
) {
    let text: &str = &draft.turns[turn].text;
    let form = bare(&text[introduction.name.clone()]);
    let name = Name::new(form);
    if !name.is_full() {
        return;
    }
    let likeness = person.likeness(&name);
    let known = || person.forms.iter().any(|(known, _)| known.eq_ignore_ascii_case(form));
    if likeness == Likeness::Same && !known() {
        person.forms.push((form.to_owned(), name));
    } else if likeness == Likeness::None
        && let Some(also) = introduction.also.clone()
        && person.likeness(&Name::new(&text[also])) == Likeness::Same
    {
        person.claim(Fact::Name(form.to_owned()), Strength::Introduction, evidence.clone());
    }
}

/// The firm that an introduction names for the person who took the floor.
fn firm_of(
    draft: &Draft,
    turn: usize,
    introduction: &Introduction,
    by_name: bool,
    person: &super::people::Person,
) -> Option<String> {
    let text: &str = &draft.turns[turn].text;
    let called = &text[introduction.name.clone()];
    let Some(firm) = introduction.firm.clone() else {
        let words = tokens(text, introduction.name.clone());
        return (!by_name && firms::is_firm(&words)).then(|| called.to_owned());
    };
    let firm = &text[firm];
    // "From Acme, Ann Roe": name and firm were taken for each other.
    let swapped = by_name
        && person.likeness(&Name::new(called)) == Likeness::None
        && person.likeness(&Name::new(firm)) != Likeness::None;
    if swapped {
        return Some(called.to_owned());
    }
    // "From Richard -- Rich Roe": the second form of a name is no firm. "Jeff Roe with Jefferies" is one, whatever
    // the beginnings of the words.
    let words = tokens(text, introduction.firm.clone().unwrap_or_default());
    let apart =
        firms::is_firm(&words) || (person.likeness(&Name::new(firm)) == Likeness::None && !is_company(draft, firm));
    apart.then(|| firm.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::cast::testing::{REMARKS, people};

    /// The one who asks after the operator's words.
    fn asker(call: &str, asks: &str) -> String {
        let (remarks, call) = (format!("Ann Roe: {REMARKS}"), format!("Operator: {call}"));
        people(&["Operator: Welcome to the call.", &remarks, &call, asks, "Ann Roe: It was better."]).remove(2)
    }

    #[test]
    fn whoever_is_called_asks_for_their_firm() {
        for (call, asks, want) in [
            (
                "Our first question comes from the line of Jo Doe with Acme. Please go ahead.",
                "Jo Doe: What about the margin?",
                "Jo Doe analyst | Acme",
            ),
            // Name and firm were taken for each other.
            ("Our first question is from Acme, Jo Doe.", "Jo Doe: What about the margin?", "Jo Doe analyst | Acme"),
            // A firm that begins as the name does.
            (
                "Our first question comes from Jeff Doe with Jefferies. Please go ahead.",
                "Jeff Doe: What about the margin?",
                "Jeff Doe analyst | Jefferies",
            ),
            // Somebody else speaks: the firm is theirs.
            (
                "Our first question comes from the line of Jo Doe with Acme. Please go ahead.",
                "Bo Li: What about the margin?",
                "Bo Li analyst | Acme",
            ),
            // A name that is a word of firms.
            (
                "Our first question comes from Scott Group with Acme. Please go ahead.",
                "Scott Group: What about the margin?",
                "Scott Group analyst | Acme",
            ),
            // They ask for nobody but themselves.
            (
                "Our first question comes from the line of a private investor, Jo Doe. Please go ahead.",
                "Jo Doe: What about the margin?",
                "Jo Doe other | private investor",
            ),
        ] {
            assert_eq!(asker(call, asks), want, "{call}");
        }
    }
}
