//! Names for voices that have only a number: from calls, hand-overs, and what speakers say of themselves.

use std::ops::Range;

use super::{
    claim::{Fact, Strength, said},
    floor::Floors,
    gather::Heard,
    introductions::Introduction,
    mention::Occasion,
    names::{Likeness, Name},
    people::{People, bare},
    span,
    voice::Voices,
};
use crate::layout::Draft;

/// More names than are said on any call.
const CROWD: usize = 1500;

/// A name that may be a voice's.
#[derive(Clone, Debug)]
struct Guess {
    person: usize,
    form: String,
    name: Name,
    weight: u32,
    strength: Strength,
    rule: &'static str,
    turn: usize,
    words: Range<usize>,
    /// Whether it is nothing but a word at the end of a turn.
    address: bool,
}

/// Names numbered voices, where what was said leaves no doubt.
pub(super) fn name_voices(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &mut People) {
    // Each name is compared with each other: of more than any call has nothing is worked out.
    let names = heard.mentions.len() + heard.asides.len() + heard.openings.len() + heard.calls.len();
    if people.is_crowd() || names > CROWD || !people.list.iter().any(|person| person.numbered) {
        return;
    }
    let mut guesses = called(draft, heard, floors, people);
    guesses.extend(handed(draft, voices, heard, floors, people));
    guesses.extend(presented(draft, voices, heard, people));
    let directory = directory(draft, heard);
    guesses.retain_mut(|guess| complete(guess, &directory));
    settle(draft, heard, guesses, people);
}

/// Those who took the floor when they were called.
fn called(draft: &Draft, heard: &Heard, floors: &Floors, people: &People) -> Vec<Guess> {
    let guess = |taken: &super::floor::Taken| {
        let (turn, introduction) = &heard.calls[taken.call];
        let form = bare(&draft.turns[*turn].text[introduction.name.clone()]).to_owned();
        // Whoever stands in says so, and is not the one called.
        let stands_in = heard.openings.iter().any(|(at, opening)| *at == taken.turn && opening.for_whom.is_some());
        (people.list[taken.person].numbered && !stands_in && !is_firm(draft, *turn, introduction)).then(|| Guess {
            person: taken.person,
            name: Name::new(&form),
            form,
            weight: 4,
            strength: Strength::Introduction,
            rule: "operator-introduction",
            turn: *turn,
            words: introduction.words.clone(),
            address: false,
        })
    };
    floors.taken.iter().filter_map(guess).collect()
}

fn is_firm(draft: &Draft, turn: usize, introduction: &Introduction) -> bool {
    introduction.firm.as_ref() == Some(&introduction.name)
        || span::looks_like_firm(&super::phrase::tokens(&draft.turns[turn].text, introduction.name.clone()))
}

/// Those who speak next after a hand-over.
fn handed(draft: &Draft, voices: &Voices, heard: &Heard, floors: &Floors, people: &People) -> Vec<Guess> {
    let mut guesses = Vec::new();
    let asides =
        heard.asides.iter().filter(|(turn, _)| floors.asker[*turn] != Some(people.of_voice[voices.of_turn[*turn]]));
    for (turn, mention) in heard.mentions.iter().filter(|(_, mention)| mention.kind.gives_floor()).chain(asides) {
        let text: &str = &draft.turns[*turn].text;
        // Only the last hand-over of a turn moves the floor, and only from its end.
        let later = heard
            .mentions
            .iter()
            .any(|(other, m)| other == turn && m.kind.gives_floor() && m.name.start > mention.name.end);
        if later || text.len() - mention.name.end > 400 {
            continue;
        }
        let Some(person) = people.next_person(voices, *turn).filter(|&person| people.list[person].numbered) else {
            continue;
        };
        let form = bare(&text[mention.name.clone()]).to_owned();
        guesses.push(Guess {
            person,
            name: Name::new(&form),
            form,
            weight: if *turn < heard.first_qa { 3 } else { 2 },
            strength: Strength::Handover,
            rule: "hand-over",
            turn: *turn,
            words: mention.words.clone(),
            address: mention.kind == Occasion::Address,
        });
    }
    guesses
}

/// Those who say who they are.
fn presented(draft: &Draft, voices: &Voices, heard: &Heard, people: &People) -> Vec<Guess> {
    let guess = |(turn, opening): &(usize, super::spoken::Opening)| {
        let person = people.of_voice[voices.of_turn[*turn]];
        let form = bare(&draft.turns[*turn].text[opening.name.clone()?]).to_owned();
        people.list[person].numbered.then(|| Guess {
            person,
            name: Name::new(&form),
            form,
            weight: 5,
            strength: Strength::SelfIntroduction,
            rule: "self-introduction",
            turn: *turn,
            words: opening.words.clone(),
            address: false,
        })
    };
    heard.openings.iter().filter_map(guess).collect()
}

/// Every full name that is said on the call.
fn directory(draft: &Draft, heard: &Heard) -> Vec<(String, Name, bool)> {
    let mut directory: Vec<(String, Name, bool)> = Vec::new();
    let mentions = heard
        .mentions
        .iter()
        .filter(|(_, m)| m.kind != Occasion::Address)
        .map(|(turn, m)| (*turn, m.name.clone(), true));
    let people = heard.calls.iter().filter(|(_, i)| i.firm.as_ref() != Some(&i.name));
    let calls = people.map(|(turn, i)| (*turn, i.name.clone(), false));
    for (turn, range, company) in mentions.chain(calls) {
        let form = bare(&draft.turns[turn].text[range]).to_owned();
        let name = Name::new(&form);
        if name.is_full() && directory.iter().all(|(_, known, _)| known.likeness(&name) != Likeness::Same) {
            directory.push((form, name, company));
        }
    }
    directory
}

/// Makes a full name of a first name, if the call knows only one. Whether the guess is worth keeping: a word at
/// the end of a turn is a name only if it is one elsewhere.
fn complete(guess: &mut Guess, directory: &[(String, Name, bool)]) -> bool {
    if guess.name.is_full() {
        return !guess.address || directory.iter().any(|(_, name, _)| name.likeness(&guess.name) >= Likeness::Spelling);
    }
    let company = guess.rule == "hand-over";
    let mut fitting = directory
        .iter()
        .filter(|(_, name, theirs)| (*theirs || !company) && name.likeness(&guess.name) == Likeness::Part);
    let (Some((form, name, _)), None) = (fitting.next(), fitting.next()) else { return !guess.address };
    guess.form.clone_from(form);
    guess.name = name.clone();
    guess.weight = guess.weight.saturating_sub(1);
    true
}

/// Gives each voice the name that most speaks for, and each name to one voice.
fn settle(draft: &Draft, heard: &Heard, guesses: Vec<Guess>, people: &mut People) {
    let mut totals: Vec<(u32, Guess)> = Vec::new();
    for guess in guesses {
        let same = totals
            .iter_mut()
            .find(|(_, other)| other.person == guess.person && other.name.likeness(&guess.name) >= Likeness::Spelling);
        match same {
            Some((weight, _)) => *weight += guess.weight,
            None => totals.push((guess.weight, guess)),
        }
    }
    totals.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let mut named: Vec<(usize, Name)> = Vec::new();
    for (at, (weight, guess)) in totals.iter().enumerate() {
        let taken = named
            .iter()
            .any(|(person, name)| *person == guess.person || name.likeness(&guess.name) >= Likeness::Spelling);
        let rivals = totals.iter().enumerate().any(|(other, (rival, g))| {
            other != at
                && *rival >= *weight
                && (g.person == guess.person || g.name.likeness(&guess.name) == Likeness::Same)
        });
        if taken || !guess.name.is_full() || rivals {
            continue;
        }
        named.push((guess.person, guess.name.clone()));
        let evidence = said(draft, guess.rule, guess.turn, guess.words.clone());
        people.list[guess.person].claim(Fact::Name(guess.form.clone()), guess.strength, evidence);
        for (turn, mention) in &heard.mentions {
            let name = Name::new(&draft.turns[*turn].text[mention.name.clone()]);
            if mention.title.is_some() && name.likeness(&guess.name) == Likeness::Same {
                people.claim_mention(draft, guess.person, *turn, mention, heard.is_call);
            }
        }
    }
    people.drop_heard(&named);
}

#[cfg(test)]
mod tests {
    use crate::cast::testing::{REMARKS, cast};

    const WELCOME: &str = "SPEAKER_00: Thank you for standing by. All lines are in listen-only mode. I would like to turn \
        the call over to Ann Roe, Head of Investor Relations.";

    /// The names of all, in order of appearance.
    fn names(turns: &[&str]) -> String {
        let cast = cast(turns);
        cast.participants.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn voices_get_the_names_that_are_called() {
        let remarks = format!("SPEAKER_02: {REMARKS}");
        let hands = "SPEAKER_01: Good morning. With me is Bo Li, our CFO. I will now turn the call over to Bo Li.";
        let call = "SPEAKER_00: Our first question comes from the line of Jo Doe with Acme. Your line is open.";
        let asks = "SPEAKER_03: Thanks for taking my question. What about the margin?";
        let named = names(&[WELCOME, hands, &remarks, call, asks, "SPEAKER_02: It was better."]);
        assert_eq!(named, "SPEAKER_00, Ann Roe, Bo Li, Jo Doe");
        let spoken = [WELCOME, hands, &remarks, call, "SPEAKER_03: This is Max Poe on for Jo. What about the margin?"];
        assert!(names(&spoken).contains("Max Poe"), "{}", names(&spoken));
    }

    #[test]
    fn without_doubt_or_not_at_all() {
        let remarks = format!("SPEAKER_01: {REMARKS}");
        // Nobody says who SPEAKER_01 is; and one name may be either's.
        let call = "SPEAKER_00: Our first question comes from the line of Jo Doe with Acme. Your line is open.";
        let named =
            names(&["SPEAKER_00: All lines are in listen-only mode.", &remarks, call, "SPEAKER_01: It was better."]);
        assert!(named.contains("SPEAKER_01"), "{named}");
    }
}
