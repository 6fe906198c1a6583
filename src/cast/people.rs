//! People: voices joined where they are one person, and what is claimed of each.

use std::collections::{BTreeSet, HashMap};

use super::{
    claim::{Claim, Fact, Strength, said},
    firms,
    gather::Heard,
    mention::{Mention, Occasion},
    names::{Likeness, Name},
    spoken::Opening,
    titles,
    voice::{LabelKind, Voices},
};
use crate::{layout::Draft, transcript::Role};

/// Somebody on the call.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    /// The voices that are theirs; none if they are only named.
    pub voices: Vec<usize>,
    /// The forms of the name, as printed or said: labels first.
    pub forms: Vec<(String, Name)>,
    /// What is claimed of them.
    pub claims: Vec<Claim>,
    /// Whether they run the line.
    pub operator: bool,
    /// Whether they are a voice with a number for a name.
    pub numbered: bool,
    /// Bytes they say in the prepared remarks.
    pub prepared: usize,
    /// The last of their turns in the prepared remarks, to show.
    pub prepared_turn: Option<usize>,
}

impl Person {
    /// How much a name looks like one of theirs.
    pub(super) fn likeness(&self, name: &Name) -> Likeness {
        self.forms.iter().take(MOST_FORMS).map(|(_, form)| form.likeness(name)).max().unwrap_or(Likeness::None)
    }

    /// Whether a full name has the last word of one of theirs: an unheard-of short form, where all else fits.
    fn shares_surname(&self, name: &Name) -> bool {
        name.is_full()
            && self.forms.iter().any(|(_, form)| form.is_full() && form.words().last() == name.words().last())
    }

    /// Claims a fact; of a firm none where the words are no more than a piece of its name.
    pub(super) fn claim(&mut self, fact: Fact, strength: Strength, evidence: crate::transcript::Evidence) {
        let fact = match fact {
            Fact::Firm(firm) => match firms::whole(&firm) {
                Some(firm) => Fact::Firm(firm.to_owned()),
                None => return,
            },
            fact => fact,
        };
        self.claims.push(Claim { fact, strength, evidence });
    }

    /// The strongest claim to a role so far.
    pub(super) fn role(&self) -> Option<(Role, Strength)> {
        self.claims
            .iter()
            .filter_map(|claim| match claim.fact {
                Fact::Role(role) => Some((role, claim.strength)),
                _ => None,
            })
            .reduce(|best, next| if next.1 > best.1 { next } else { best })
    }

    /// Whether they are the company's, by what is known so far.
    pub(super) fn is_company(&self) -> bool {
        match self.role() {
            Some((role, _)) => matches!(role, Role::Executive | Role::Ir),
            None => self.prepared > 0,
        }
    }
}

/// Everybody on a call.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub list: Vec<Person>,
    /// For each voice, whose it is.
    pub of_voice: Vec<usize>,
    /// Those whose labels hold a word, the first of them.
    by_word: HashMap<String, Vec<usize>>,
}

/// More people than any call has. From here on names are looked up by their words, and no more by all the ways in
/// which two names can be alike: the time must not grow with the square of the labels.
const CROWD: usize = 500;

/// More forms than any name has on a call. Whoever has more is not one person, but numbers after a name.
pub(super) const MOST_FORMS: usize = 32;

/// How many people of a crowd are compared that share a word.
const FEW: usize = 16;

impl People {
    /// Whether there are more people than a call has.
    pub(super) fn is_crowd(&self) -> bool {
        self.list.len() > CROWD
    }

    /// Those who may have a name: everybody, or in a crowd a few who share a word with it.
    fn near<'p>(&'p self, name: &'p Name) -> Box<dyn Iterator<Item = (usize, &'p Person)> + 'p> {
        if !self.is_crowd() {
            return Box::new(self.list.iter().enumerate());
        }
        let found: BTreeSet<usize> = name
            .words()
            .iter()
            .filter_map(|word| self.by_word.get(word))
            .flat_map(|people| people.iter().copied().take(FEW))
            .collect();
        Box::new(found.into_iter().filter_map(|at| Some((at, self.list.get(at)?))))
    }

    /// Joins the voices whose labels are forms of one name.
    pub(super) fn join(draft: &Draft, voices: &Voices, first_qa: usize) -> People {
        let mut people = People::default();
        let listed = Listed::of(draft);
        for (id, voice) in voices.list.iter().enumerate() {
            let known = (voice.kind == LabelKind::Named).then(|| people.known(voices, id, &listed)).flatten();
            let known = known.or_else(|| {
                (voice.kind == LabelKind::Operator).then(|| people.operator_of(voices, &voice.label)).flatten()
            });
            let person = known.unwrap_or_else(|| {
                people.list.push(Person { operator: voice.operator, ..Person::default() });
                people.list.len() - 1
            });
            people.of_voice.push(person);
            for word in voice.name.words() {
                let same = people.by_word.entry(word.clone()).or_default();
                if same.len() < FEW && same.last() != Some(&person) {
                    same.push(person);
                }
            }
            let person = &mut people.list[person];
            person.voices.push(id);
            person.forms.push((voice.label.clone(), voice.name.clone()));
            person.operator |= voice.operator;
            person.numbered |= voice.kind == LabelKind::Numbered;
            for &turn in voice.turns.iter().filter(|&&turn| turn < first_qa) {
                person.prepared += draft.turns[turn].text.len();
                person.prepared_turn = Some(turn);
            }
        }
        people
    }

    fn operator_of(&self, voices: &Voices, label: &str) -> Option<usize> {
        let same = |&id: &usize| voices.list[id].label.eq_ignore_ascii_case(label);
        // There are few labels for who runs the line.
        let all = || self.list.iter().enumerate().filter(|(_, person)| person.operator);
        all().find(|(_, person)| person.voices.iter().any(same)).map(|(at, _)| at)
    }

    /// The person to whom a named voice belongs, if one of the earlier ones is.
    fn known(&self, voices: &Voices, id: usize, listed: &Listed<'_>) -> Option<usize> {
        let name = &voices.list[id].name;
        let mut parts = Vec::new();
        let mut spellings = Vec::new();
        for (at, person) in self.near(name) {
            match person.likeness(name) {
                Likeness::Same => return Some(at),
                _ if person.voices.len() >= MOST_FORMS => {}
                Likeness::Spelling if !converse(voices, &person.voices, id) => spellings.push(at),
                Likeness::Part if !converse(voices, &person.voices, id) => parts.push(at),
                _ => {}
            }
        }
        let only = |found: &[usize]| if let [one] = found { Some(*one) } else { None };
        let forms = |at: usize| self.list[at].forms.iter().take(MOST_FORMS).map(|(_, form)| form);
        let close =
            |&at: &usize| forms(at).any(|form| form.nearly(name)) && !forms(at).any(|f| listed.are_two(f, name));
        spellings.retain(|at| close(at));
        only(&spellings).or_else(|| only(&parts).filter(|_| !self.is_crowd() && lone_form_is_safe(voices, name)))
    }

    /// The one person with this name: the same form, else a spelling of it, else the only one it is a part of.
    pub(super) fn resolve(&self, name: &Name) -> Option<usize> {
        let mut best = (Likeness::None, None, 0);
        for (at, person) in self.near(name).filter(|(_, person)| !person.numbered) {
            let likeness = person.likeness(name);
            if likeness > best.0 {
                best = (likeness, Some(at), 1);
            } else if likeness == best.0 && likeness != Likeness::None {
                best.2 += 1;
            }
        }
        best.1.filter(|_| best.2 == 1 || best.0 == Likeness::Same)
    }

    /// Reads the welcome and the hand-overs.
    pub(super) fn read_mentions(&mut self, draft: &Draft, voices: &Voices, heard: &Heard) {
        let name_of = |(turn, m): &(usize, Mention)| Name::new(&draft.turns[*turn].text[m.name.clone()]);
        let names: Vec<Name> = heard.mentions.iter().map(name_of).collect();
        self.read_guests(draft, heard);
        for (turn, mention) in &heard.mentions {
            let text: &str = &draft.turns[*turn].text;
            let name = Name::new(&text[mention.name.clone()]);
            let next = self.next_person(voices, *turn);
            if let Some(person) = self.mentioned(&name, next, mention, &names) {
                self.claim_mention(draft, person, *turn, mention, heard.is_call);
            } else if heard.is_call
                && is_silent(mention, &name, *turn, heard)
                && !is_company(draft, &text[mention.name.clone()])
                && self.near(&name).all(|(_, p)| p.likeness(&name) < Likeness::Spelling)
            {
                let form = text[mention.name.clone()].to_owned();
                let person = Person { forms: vec![(bare(&form).to_owned(), name)], ..Person::default() };
                self.list.push(person);
                self.claim_mention(draft, self.list.len() - 1, *turn, mention, true);
            }
        }
        for (turn, opening) in &heard.openings {
            let person = self.of_voice[voices.of_turn[*turn]];
            if let Some(form) = opening.name.clone().filter(|_| opening.for_whom.is_none()) {
                self.call_themselves(person, &draft.turns[*turn].text[form]);
            }
            if let (Some(title), false) = (&opening.title, self.list[person].operator) {
                let title = draft.turns[*turn].text[title.clone()].to_owned();
                let evidence = said(draft, "self-introduction", *turn, opening.words.clone());
                let role = match () {
                    () if opening.outside => Role::Other,
                    () if titles::is_ir(&title) => Role::Ir,
                    () => Role::Executive,
                };
                let person = &mut self.list[person];
                if opening.outside || *turn < heard.first_qa || person.prepared > 0 {
                    person.claim(Fact::Role(role), Strength::SelfIntroduction, evidence.clone());
                    person.claim(Fact::Title(title), Strength::SelfIntroduction, evidence);
                }
            } else if opening.outside && *turn < heard.first_qa {
                self.speak_for(draft, person, *turn, opening);
            }
        }
    }

    /// Somebody who takes part in the formal part of a meeting, for others than the company.
    fn speak_for(&mut self, draft: &Draft, person: usize, turn: usize, opening: &Opening) {
        let Some(firm) = opening.firm.clone() else { return };
        let firm = draft.turns[turn].text[firm].to_owned();
        let person = &mut self.list[person];
        if person.role().is_none() && !is_company(draft, &firm) {
            let evidence = said(draft, "self-introduction", turn, opening.words.clone());
            person.claim(Fact::Role(Role::Other), Strength::SelfIntroduction, evidence.clone());
            person.claim(Fact::Firm(firm), Strength::SelfIntroduction, evidence);
        }
    }

    /// Claims firm and title for outsiders who are presented, heard or not.
    fn read_guests(&mut self, draft: &Draft, heard: &Heard) {
        for (turn, guest) in &heard.guests {
            let text: &str = &draft.turns[*turn].text;
            let firm = text[guest.firm.clone()].to_owned();
            if is_company(draft, &firm) {
                continue;
            }
            let form = bare(&text[guest.name.clone()]).to_owned();
            let name = Name::new(&form);
            let person = self.resolve(&name).unwrap_or_else(|| {
                self.list.push(Person { forms: vec![(form, name)], ..Person::default() });
                self.list.len() - 1
            });
            let evidence = said(draft, "presented-as-guest", *turn, guest.words.clone());
            let person = &mut self.list[person];
            person.claim(Fact::Role(Role::Other), Strength::Welcome, evidence.clone());
            if let Some(title) = guest.title.clone() {
                person.claim(Fact::Title(text[title].to_owned()), Strength::Welcome, evidence.clone());
            }
            person.claim(Fact::Firm(firm), Strength::Welcome, evidence);
        }
    }

    /// Notes what somebody calls themselves, if it is nobody else's name: "this is NG".
    fn call_themselves(&mut self, person: usize, form: &str) {
        let form = bare(form);
        let name = Name::new(form);
        let others = self.near(&name).any(|(at, p)| at != person && p.likeness(&name) != Likeness::None);
        let own = &mut self.list[person];
        if !own.operator && !own.numbered && !others && own.forms.iter().all(|(known, _)| known != form) {
            own.forms.push((form.to_owned(), name));
        }
    }

    /// The person of whom a mention speaks.
    fn mentioned(&self, name: &Name, next: Option<usize>, mention: &Mention, others: &[Name]) -> Option<usize> {
        if mention.kind.gives_floor()
            && let Some(next) = next
            && (self.list[next].likeness(name) != Likeness::None || self.list[next].shares_surname(name))
        {
            return Some(next);
        }
        let found =
            self.resolve(name).or_else(|| self.resolve_prepared(name)).or_else(|| self.by_surname(name, others))?;
        let person = &self.list[found];
        if person.operator {
            return None;
        }
        let part = person.likeness(name) == Likeness::Part;
        (!part || person.prepared > 0 || person.voices.is_empty()).then_some(found)
    }

    /// The only one who presents under a surname, if no other name that is said is theirs: "Todd" may be Thomas.
    fn by_surname(&self, name: &Name, others: &[Name]) -> Option<usize> {
        if others.len() > CROWD {
            return None;
        }
        let mut found = self.near(name).filter(|(_, person)| !person.operator && person.shares_surname(name));
        let (person, _) = found.next().filter(|_| found.next().is_none())?;
        let known = others.iter().any(|other| other.is_full() && self.list[person].likeness(other) == Likeness::Same);
        (self.list[person].prepared > 0 && !known).then_some(person)
    }

    /// Among several, the only one who speaks in the prepared remarks.
    fn resolve_prepared(&self, name: &Name) -> Option<usize> {
        let mut found = self
            .near(name)
            .filter(|(_, person)| person.prepared > 0 && !person.operator)
            .filter(|(_, person)| !person.numbered && person.likeness(name) != Likeness::None);
        let first = found.next();
        first.filter(|_| found.next().is_none()).map(|(at, _)| at)
    }

    /// Forgets the silent participants who turned out to be voices after all.
    pub(super) fn drop_heard(&mut self, named: &[(usize, Name)]) {
        // Silent people are the last of the list: no voice points behind them.
        self.list.retain(|person| {
            !person.voices.is_empty() || named.iter().all(|(_, name)| person.likeness(name) != Likeness::Same)
        });
    }

    /// Claims what a mention says. Where no company speaks to others, whoever has an office is a guest, and being
    /// given the floor says nothing.
    pub(super) fn claim_mention(
        &mut self,
        draft: &Draft,
        person: usize,
        turn: usize,
        mention: &Mention,
        is_call: bool,
    ) {
        let (rule, strength) = match mention.kind {
            Occasion::Welcome => ("host-welcome", Strength::Welcome),
            Occasion::Handover | Occasion::Address => ("hand-over", Strength::Handover),
            Occasion::Passing => ("named-with-title", Strength::Handover),
        };
        let evidence = said(draft, rule, turn, mention.words.clone());
        let title = mention.title.clone().map(|title| draft.turns[turn].text[title].to_owned());
        let person = &mut self.list[person];
        let role = match title.as_deref() {
            Some(title) if titles::is_ir(title) => Some(Role::Ir),
            _ if is_call => Some(Role::Executive),
            Some(_) => Some(Role::Other),
            None => None,
        };
        if let Some(role) = role {
            person.claim(Fact::Role(role), strength, evidence.clone());
        }
        if let Some(title) = title {
            person.claim(Fact::Title(title), strength.max(Strength::Welcome), evidence);
        }
        let form = draft.turns[turn].text[mention.name.clone()].to_owned();
        let form = bare(&form).to_owned();
        if !person.numbered && person.forms.iter().all(|(known, _)| *known != form) {
            let name = Name::new(&form);
            person.forms.push((form, name));
        }
    }

    /// Who speaks next, the operator apart.
    pub(super) fn next_person(&self, voices: &Voices, turn: usize) -> Option<usize> {
        let speaker = voices.of_turn[turn];
        voices.of_turn[turn + 1..]
            .iter()
            .take(3)
            .map(|&voice| (voice, self.of_voice[voice]))
            .find(|&(voice, person)| voice != speaker && !self.list[person].operator)
            .map(|(_, person)| person)
    }
}

/// The names that are printed in the list of participants, each with its firm.
struct Listed<'d>(HashMap<Name, Option<&'d str>>);

impl<'d> Listed<'d> {
    fn of(draft: &'d Draft) -> Self {
        let mut listed = HashMap::new();
        for entry in &draft.roster {
            listed.entry(Name::new(&entry.name)).or_insert(entry.firm.as_deref());
        }
        Listed(listed)
    }

    /// Whether two names are listed as two people: at two firms, for lists also print one person in two spellings.
    fn are_two(&self, a: &Name, b: &Name) -> bool {
        let firm = |name: &Name| self.0.get(name).copied().flatten();
        a != b && firm(a).zip(firm(b)).is_some_and(|(a, b)| !firms::same(a, b))
    }
}

/// Whether a firm is the company whose call it is.
pub(super) fn is_company(draft: &Draft, firm: &str) -> bool {
    draft.header.company.as_deref().is_some_and(|company| firms::same(company, firm))
}

/// A name without honorifics.
pub(super) fn bare(form: &str) -> &str {
    let mut rest = form.trim();
    while let Some((word, after)) = rest.split_once(' ') {
        if !super::names::HONORIFICS.iter().any(|honorific| word.eq_ignore_ascii_case(honorific)) {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

/// Whether somebody unheard is presented well enough to be noted as a participant.
fn is_silent(mention: &Mention, name: &Name, turn: usize, heard: &Heard) -> bool {
    name.is_full() && mention.title.is_some() && mention.kind == Occasion::Welcome && turn <= 3 && turn < heard.first_qa
}

/// Whether two voices speak to each other: then they are not one person.
fn converse(voices: &Voices, ids: &[usize], other: usize) -> bool {
    let speaks =
        |turn: Option<usize>| turn.and_then(|turn| voices.of_turn.get(turn)).is_some_and(|id| ids.contains(id));
    voices.list[other].turns.iter().any(|&turn| speaks(turn.checked_sub(1)) || speaks(Some(turn + 1)))
}

/// Whether a lone name can be joined to a full one: nobody else on the call has it.
fn lone_form_is_safe(voices: &Voices, name: &Name) -> bool {
    let like = voices.list.iter().filter(|voice| voice.name.is_full() && voice.name.likeness(name) != Likeness::None);
    !name.is_full() && like.count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cast::testing::{people, voices},
        layout::{RosterEntry, Side},
        text::Traced,
    };

    /// The labels of each person, joined.
    fn joined(turns: &[&str]) -> Vec<String> {
        let (draft, voices) = voices(turns);
        let people = People::join(&draft, &voices, draft.turns.len());
        let labels = |p: &Person| p.voices.iter().map(|&v| voices.list[v].label.as_str()).collect::<Vec<_>>().join("+");
        people.list.iter().map(labels).collect()
    }

    #[test]
    fn labels_of_one_person_are_joined() {
        for (turns, want) in [
            (&["Ann Roe: a", "Bo Li: b", "Ann B. Roe: c"][..], "Ann Roe+Ann B. Roe, Bo Li"),
            (&["Robert Li: a", "Ann Roe: b", "Bob Li: c"], "Robert Li+Bob Li, Ann Roe"),
            (&["Ann Roe: a", "Bo Li: b", "Ann: c"], "Ann Roe+Ann, Bo Li"),
            // Two have that name: it joins neither.
            (&["Ann Roe: a", "Ann Doe: b", "Bo Li: c", "Ann: d"], "Ann Roe, Ann Doe, Bo Li, Ann"),
            // They speak to each other.
            (&["Ann Roe: a", "Ann: b"], "Ann Roe, Ann"),
            (&["Bran Skellick: a", "Bo Li: b", "Bran Skelick: c"], "Bran Skellick+Bran Skelick, Bo Li"),
            (&["Ann Roe: a", "Bo Li: b", "Mary Roe: c"], "Ann Roe, Bo Li, Mary Roe"),
        ] {
            assert_eq!(joined(turns).join(", "), want, "{turns:?}");
        }
    }

    #[test]
    fn who_is_listed_at_two_firms_is_two() {
        let (mut draft, voices) = voices(&["Bran Skellick: a", "Bo Li: b", "Bran Skelick: c"]);
        let entry = |name: &str, firm: &str| RosterEntry {
            name: Traced::verbatim(name, 0),
            title: None,
            firm: Some(Traced::verbatim(firm, 0)),
            side: Side::Outside,
        };
        for (firm, people) in [("Acme Bank", 2), ("Acme Bank, Inc.", 2), ("Quay Research", 3)] {
            draft.roster = vec![entry("Bran Skellick", "Acme Bank"), entry("Bran Skelick", firm)];
            assert_eq!(People::join(&draft, &voices, 3).list.len(), people, "{firm}");
        }
        // One who is not listed may be a misprint.
        draft.roster.pop();
        assert_eq!(People::join(&draft, &voices, 3).list.len(), 2);
    }

    #[test]
    fn a_name_without_its_space_is_the_same_name() {
        assert_eq!(joined(&["Ann Roe: a", "Bo Li: b", "AnnRoe: c"]), ["Ann Roe+AnnRoe", "Bo Li"]);
        assert_eq!(joined(&["AnnRoe: a", "Bo Li: b", "Ann Roe: c"]), ["AnnRoe+Ann Roe", "Bo Li"]);
        // And is told as it is said.
        let turns = ["Ann Roe: With me is Bo Li, our CFO. Bo?", "BoLi: Thank you, Ann.", "Ann Roe: Well said."];
        assert_eq!(people(&turns)[1], "Bo Li executive | CFO");
    }

    #[test]
    fn a_crowd_is_joined_by_shared_words() {
        // Four syllables a word, all over the alphabet: hardly two of them look like one name.
        let word = |seed: u64| -> String {
            let syllables = (0..4).map(|n| seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (8 + n * 12));
            syllables
                .flat_map(|s| [b"BDFGKLMNPRSTVZ"[s as usize % 14], b"aeiou"[s as usize / 14 % 5]])
                .map(char::from)
                .collect()
        };
        let turns: Vec<String> = (0..2000).map(|n| format!("{} {}: words", word(n), word(n + 5000))).collect();
        let mut turns: Vec<&str> = turns.iter().map(String::as_str).collect();
        turns.extend(["Ann Roe: a", "Bo Li: b", "Ann B. Roe: c"]);
        let labels = joined(&turns);
        assert!(labels.len() > 1990, "{}", labels.len());
        assert!(labels.contains(&"Ann Roe+Ann B. Roe".to_owned()));
    }

    #[test]
    fn the_welcome_gives_titles() {
        let turns = ["Ann Roe: With me is Mr. Bo Li, our CFO. Bo?", "Bo Li: Thank you, Ann.", "Ann Roe: Well said."];
        assert_eq!(people(&turns)[1], "Bo Li executive | CFO");
        let presented = ["Ann Roe: With me are Bo Li, our CFO; and Jo Doe, our President. Bo?", "Bo Li: Thank you."];
        assert!(people(&presented).contains(&"Jo Doe executive | President".to_owned()), "{:?}", people(&presented));
    }
}
