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
    vocabulary::HONORIFICS,
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
    let directory = directory(draft, heard, floors);
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

/// Whether who is called is a firm, and nobody: `Ms. Ann Brothers with Acme` is somebody.
fn is_firm(draft: &Draft, turn: usize, introduction: &Introduction) -> bool {
    if introduction.firm.as_ref() == Some(&introduction.name) {
        return true;
    }
    let name = super::phrase::tokens(&draft.turns[turn].text, introduction.name.clone());
    let addressed = name.iter().find(|token| token.is_word()).is_some_and(|token| token.among(HONORIFICS));
    let somebody = introduction.firm.is_some() && addressed;
    !somebody && span::looks_like_firm(&name)
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

/// A full name that is said on the call.
struct Known {
    form: String,
    name: Name,
    /// Whether it is said as one of the company's people are named.
    company: bool,
    /// Who took the floor when it was called.
    taker: Option<usize>,
}

/// Every full name that is said on the call.
fn directory(draft: &Draft, heard: &Heard, floors: &Floors) -> Vec<Known> {
    let mut directory: Vec<Known> = Vec::new();
    let mentions = heard
        .mentions
        .iter()
        .filter(|(_, m)| m.kind != Occasion::Address)
        .map(|(turn, m)| (*turn, m.name.clone(), true, None));
    let people = heard.calls.iter().enumerate().filter(|(_, (_, i))| i.firm.as_ref() != Some(&i.name));
    let taker = |call: usize| floors.taken.iter().find(|taken| taken.call == call).map(|taken| taken.person);
    let calls = people.map(|(call, (turn, i))| (*turn, i.name.clone(), false, taker(call)));
    for (turn, range, company, taker) in mentions.chain(calls) {
        let form = bare(&draft.turns[turn].text[range]).to_owned();
        let name = Name::new(&form);
        if name.is_full() && directory.iter().all(|known| known.name.likeness(&name) != Likeness::Same) {
            directory.push(Known { form, name, company, taker });
        }
    }
    directory
}

/// Makes a full name of a first name, if the call knows only one that nobody else took the floor by. Whether the guess
/// is worth keeping: a word at the end of a turn is a name only if it is one elsewhere.
fn complete(guess: &mut Guess, directory: &[Known]) -> bool {
    if guess.name.is_full() {
        return !guess.address || directory.iter().any(|known| known.name.likeness(&guess.name) >= Likeness::Spelling);
    }
    let company = guess.rule == "hand-over";
    let mut fitting: Vec<&Known> = directory
        .iter()
        .filter(|known| (known.company || !company) && known.name.likeness(&guess.name) == Likeness::Part)
        .collect();
    if fitting.len() > 1 {
        // An initial may stand for many names.
        fitting.retain(|known| guess.name.words().iter().all(|word| known.name.words().contains(word)));
    }
    let [known] = fitting[..] else { return !guess.address };
    if known.taker.is_some_and(|taker| taker != guess.person) {
        return !guess.address;
    }
    guess.form.clone_from(&known.form);
    guess.name = known.name.clone();
    guess.weight = guess.weight.saturating_sub(1);
    true
}

/// Whether one voice cannot have both names. A part of a name is no other name, and a lone word in capitals is none.
fn contradicts(rival: &Guess, guess: &Guess) -> bool {
    let is_name = rival.name.is_full() || rival.form.contains(char::is_lowercase);
    is_name && rival.name.likeness(&guess.name) == Likeness::None
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
                && (g.person == guess.person && contradicts(g, guess) || g.name.likeness(&guess.name) == Likeness::Same)
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
    fn what_is_no_other_name_is_no_doubt() {
        let call =
            |name: &str| format!("SPEAKER_00: Our first question comes from the line of {name}. Your line is open.");
        let asks = "SPEAKER_03: Thanks for taking my question. What about the margin?";
        let remarks = format!("SPEAKER_02: {REMARKS}");
        let check = |turns: &[&str], want: &str| assert!(names(turns).contains(want), "{want}: {}", names(turns));
        // A surname that firms' names have, too.
        check(
            &[WELCOME, &remarks, &call("Mr. Bo Brothers with Acme"), asks, "SPEAKER_02: It was better."],
            "Bo Brothers",
        );
        // A good wish "with tomorrow's launch" stands in for nobody.
        let wish = "SPEAKER_03: Hi. Good luck with tomorrow's launch. What about the margin?";
        check(&[WELCOME, &remarks, &call("Jo Doe with Acme"), wish, "SPEAKER_02: It was better."], "Jo Doe");
        // What else the asker seems to be called is an abbreviation; whoever was called twice may be either.
        let again = "SPEAKER_02: Was that on the IPO, Jo?";
        let asked =
            [WELCOME, &remarks, &call("Jo Doe with Acme"), asks, again, "SPEAKER_03: Yes. What about it?", again];
        check(&asked, "Jo Doe");
        let twice = [WELCOME, &remarks, &call("Mina with Acme"), asks, &call("Jo Doe with Longacre"), asks];
        assert!(!names(&twice).contains("Jo Doe"), "{}", names(&twice));
        // Who says "it's Jo" and was not called is another Jo.
        let other = "SPEAKER_04: Yes, it's Jo. It was better than last year.";
        check(&[WELCOME, &remarks, &call("Jo Doe with Acme"), asks, other], "Jo Doe, SPEAKER_04");
        // A list without titles, and an initial like the name that is called.
        let welcome = "SPEAKER_01: Good morning. With us today are T. B. Poe and Tina Lee. Please turn to slide 3, which \
            gives our plan to Boston. Over to you, Tina.";
        check(&[WELCOME, welcome, &remarks], "Tina Lee");
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
