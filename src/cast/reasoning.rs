//! Why each participant is taken for what they are: all that was claimed of them, what decided, and what lost.

use super::{
    claim::{Claim, Fact, Strength},
    decide,
    people::{People, Person},
    voice::Voices,
};
use crate::{
    layout::Draft,
    transcript::{Evidence, Role, Section},
};

/// What was claimed of one participant, in the order in which it is decided: role, title, firm, name; what decided
/// first, then the strongest.
pub type Reasoning = Vec<Reason>;

/// A claim, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// What it is about: `role`, `title`, `firm`, `name`.
    pub about: &'static str,
    /// What it says: a role, or the words of a title, a firm, a name.
    pub says: String,
    /// How strong it is, in a word.
    pub strength: &'static str,
    /// How sure that makes it: `sure`, `likely`, `guess`.
    pub confidence: &'static str,
    /// The rule, the turn and the words.
    pub evidence: Evidence,
    /// Whether it decided.
    pub decides: bool,
}

/// The reasoning for every participant, in the order of [`super::Cast::participants`].
pub fn explain(draft: &Draft, sections: &[Section]) -> Vec<Reasoning> {
    let voices = Voices::of(draft);
    let people = super::weigh(draft, &voices, sections);
    let order = decide::order(&voices, &people);
    order.iter().map(|&person| reasoning(&people, person)).collect()
}

fn reasoning(people: &People, person: usize) -> Reasoning {
    let person = &people.list[person];
    let deciding = decide::deciding(person);
    let mut reasons: Vec<(usize, &Claim, bool)> = Vec::new();
    for claim in &person.claims {
        let decides = deciding.iter().flatten().any(|chosen| std::ptr::eq(*chosen, claim));
        let known =
            |(_, other, _): &(usize, &Claim, bool)| other.fact == claim.fact && other.evidence == claim.evidence;
        if decides || !reasons.iter().any(known) {
            reasons.push((place(&claim.fact), claim, decides));
        }
    }
    reasons.sort_by_key(|(place, claim, decides)| (*place, !decides, std::cmp::Reverse(claim.strength)));
    let mut reasons: Reasoning = reasons.into_iter().map(|(_, claim, decides)| reason(claim, decides)).collect();
    label_gives_role(person, &mut reasons);
    reasons
}

/// A voice that runs the line does so by all it says: no single claim stands for that.
fn label_gives_role(person: &Person, reasons: &mut Reasoning) {
    let operator = Role::Operator.as_str();
    if person.operator {
        for reason in reasons.iter_mut().filter(|reason| reason.about == "role") {
            reason.decides = reason.says == operator;
        }
    }
}

fn reason(claim: &Claim, decides: bool) -> Reason {
    let says = match &claim.fact {
        Fact::Role(role) => role.to_string(),
        Fact::Title(words) | Fact::Firm(words) | Fact::Name(words) => words.clone(),
    };
    let about = ["role", "title", "firm", "name"][place(&claim.fact)];
    let (strength, confidence) = weight(claim.strength);
    Reason { about, says, strength, confidence, evidence: claim.evidence.clone(), decides }
}

fn place(fact: &Fact) -> usize {
    match fact {
        Fact::Role(_) => 0,
        Fact::Title(_) => 1,
        Fact::Firm(_) => 2,
        Fact::Name(_) => 3,
    }
}

/// A strength in a word, and how sure it makes a claim.
fn weight(strength: Strength) -> (&'static str, &'static str) {
    match strength {
        Strength::Roster => ("roster", "sure"),
        Strength::Label => ("label", "sure"),
        Strength::Introduction => ("introduction", "sure"),
        Strength::Welcome => ("welcome", "sure"),
        Strength::Handover => ("hand-over", "likely"),
        Strength::SelfIntroduction => ("self-introduction", "likely"),
        Strength::Floor => ("floor", "likely"),
        Strength::Field => ("field", "guess"),
        Strength::Behavior => ("behavior", "guess"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{layout, section, source::Source};

    /// `about says strength rule decides` of every reason, for one participant.
    fn reasons(text: &str, participant: usize) -> Vec<String> {
        let draft = layout::read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let all = explain(&draft, &section::divide(&draft));
        all[participant]
            .iter()
            .map(|r| format!("{} {} {} {} {}", r.about, r.says, r.strength, r.evidence.rule, r.decides))
            .collect()
    }

    const CALL: &str = "Operator: Welcome to the call. All lines are in listen-only mode.\n\n\
        Ann Roe: With me is Bo Li, our CFO. Bo?\n\n\
        Bo Li: Thank you. We sold more boats than last year, and the yard is full.\n\n\
        Operator: Our first question comes from the line of Jo Doe with Acme Capital. Please go ahead.\n\n\
        Jo Doe: This is Jo Doe from Longacre. What about the margin?\n\n\
        Bo Li: It was better.\n";

    #[test]
    fn what_decided_stands_before_what_lost() {
        let bo = reasons(CALL, 2);
        assert_eq!(bo[0], "role executive welcome host-welcome true", "{bo:#?}");
        assert!(bo.iter().any(|r| r == "role executive behavior speaks-in-prepared-remarks false"), "{bo:#?}");
        assert!(bo.iter().any(|r| r == "title CFO welcome host-welcome true"), "{bo:#?}");
        let jo = reasons(CALL, 3);
        assert!(jo.iter().any(|r| r == "firm Acme Capital introduction operator-introduction true"), "{jo:#?}");
        assert!(jo.iter().any(|r| r == "firm Longacre self-introduction self-introduction false"), "{jo:#?}");
    }

    #[test]
    fn participants_and_reasons_go_together() {
        let source = Source::from_bytes("-", CALL.as_bytes());
        let draft = layout::read(&source).remove(0);
        let sections = section::divide(&draft);
        let cast = super::super::resolve(&draft, &sections);
        let all = explain(&draft, &sections);
        assert_eq!(all.len(), cast.participants.len());
        for (participant, reasons) in cast.participants.iter().zip(&all) {
            let decided = |about: &str| reasons.iter().find(|r| r.about == about && r.decides).map(|r| r.says.clone());
            assert_eq!(participant.firm, decided("firm"), "{}", participant.name);
            assert_eq!(participant.title, decided("title"), "{}", participant.name);
        }
    }
}
