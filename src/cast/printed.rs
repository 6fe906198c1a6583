//! What is printed of people: rosters, and the titles, firms and marks of labels.

use super::{
    claim::{Fact, Strength, printed},
    firms,
    names::Name,
    people::{MOST_FORMS, People, Person},
    titles,
    voice::{Hint, LabelKind, Voices, runs_the_line, side_of},
};
use crate::{
    layout::{Draft, Mark, RosterEntry, Side},
    text::Traced,
    transcript::Role,
};

/// More than rosters say of anybody. One that is printed again and again says nothing new.
const MOST_CLAIMS: usize = 256;

impl People {
    /// Reads rosters and labels.
    pub(super) fn read_printed(&mut self, draft: &Draft, voices: &Voices) {
        for (id, voice) in voices.list.iter().enumerate() {
            let person = &mut self.list[self.of_voice[id]];
            let Some(&turn) = voice.turns.first() else { continue };
            let Some(label) = draft.turns[turn].label.as_ref() else { continue };
            let hinted = match voice.kind {
                LabelKind::Unidentified(Hint::Analyst) => Some(Role::Analyst),
                LabelKind::Unidentified(Hint::Company) => Some(Role::Executive),
                LabelKind::Unidentified(Hint::Guest) => Some(Role::Other),
                LabelKind::Operator => Some(Role::Operator),
                _ => None,
            };
            if voice.kind == LabelKind::Unidentified(Hint::Participant) {
                // Companies' people are rarely called so, but it happens: anything else said weighs more.
                person.claim(Fact::Role(Role::Analyst), Strength::Behavior, printed("label", Some(turn), &label.name));
            }
            if let Some(role) = hinted {
                person.claim(Fact::Role(role), Strength::Label, printed("label", Some(turn), &label.name));
            }
            if let Some(title) = label.title.as_ref().filter(|title| runs_the_line(title)) {
                person.claim(Fact::Role(Role::Operator), Strength::Label, printed("label", Some(turn), title));
            }
        }
        let company = draft.header.company.as_deref().unwrap_or_default();
        self.read_labels(draft, voices, company);
        for entry in &draft.roster {
            self.read_entry(entry, company);
        }
    }

    /// Titles, firms and marks that labels print.
    fn read_labels(&mut self, draft: &Draft, voices: &Voices, company: &str) {
        for (turn, draft_turn) in draft.turns.iter().enumerate() {
            let Some(label) = draft_turn.label.as_ref() else { continue };
            if voices.at(turn).operator {
                continue;
            }
            let person = &mut self.list[self.of_voice[voices.of_turn[turn]]];
            if let Some(mark) = label.mark {
                const RULE: &str = "label-mark";
                let role = Fact::Role(match mark {
                    Mark::Question => Role::Analyst,
                    Mark::Answer => Role::Executive,
                });
                // A mark stands at every turn, and says no more the second time.
                if !person.claims.iter().any(|claim| claim.fact == role && claim.evidence.rule == RULE) {
                    person.claim(role, Strength::Handover, printed(RULE, Some(turn), &label.name));
                }
            }
            if voices.at(turn).turns.first() != Some(&turn) {
                continue;
            }
            // A vendor's word for the company's side names no position, and a firm beside it is the company.
            if let Some(word) = label.title.as_ref().filter(|title| side_of(title) == Some(Hint::Company)) {
                person.claim(Fact::Role(Role::Executive), Strength::Field, printed("label", Some(turn), word));
                continue;
            }
            let title = office(label.title.as_ref(), company);
            claim_printed(person, "label", Some(turn), Strength::Label, title, label.firm.as_ref(), Side::Unsaid);
        }
    }

    fn read_entry(&mut self, entry: &RosterEntry, company: &str) {
        let name = Name::new(&entry.name);
        if name.is_empty() {
            return;
        }
        let person = self.resolve(&name).unwrap_or_else(|| {
            self.list.push(Person::default());
            self.list.len() - 1
        });
        let person = &mut self.list[person];
        if person.operator || person.forms.len() >= MOST_FORMS || person.claims.len() >= MOST_CLAIMS {
            return;
        }
        if person.forms.iter().all(|(form, _)| form != entry.name.as_str()) {
            person.forms.push((entry.name.to_string(), name));
        }
        if let Some(title) = entry.title.as_ref().filter(|title| runs_the_line(title)) {
            person.operator = true;
            person.claim(Fact::Role(Role::Operator), Strength::Roster, printed("roster", None, title));
            return;
        }
        let title = office(entry.title.as_ref(), company);
        claim_printed(person, "roster", None, Strength::Roster, title, entry.firm.as_ref(), entry.side);
        if person.role().is_none() {
            return;
        }
        if let Some(claim) = person.claims.last_mut()
            && claim.evidence.text.is_empty()
        {
            claim.evidence = printed("roster", None, &entry.name);
        }
    }
}

/// The title, if it is one: `Ada Berg - Fjord Bank, Inc.` on the bank's own call says where, and not what she is.
fn office<'t>(title: Option<&'t Traced>, company: &str) -> Option<&'t Traced> {
    title.filter(|title| !(titles::positions(title).is_empty() && firms::same(title, company)))
}

/// `ceo`: a vendor's code for an office. Whoever says the title says it better.
fn is_code(title: &str) -> bool {
    const LONGEST: usize = 4;
    (1..=LONGEST).contains(&title.len()) && title.bytes().all(|b| b.is_ascii_lowercase())
}

/// Claims what a roster or a label prints.
fn claim_printed(
    person: &mut Person,
    rule: &'static str,
    turn: Option<usize>,
    strength: Strength,
    title: Option<&Traced>,
    firm: Option<&Traced>,
    side: Side,
) {
    let analyst_title = title.is_some_and(|title| {
        let lower = title.to_lowercase();
        lower.contains("analyst") && !titles::is_ir(title)
    });
    let words = title.or(firm).cloned().unwrap_or_default();
    let evidence = printed(rule, turn, &words);
    let coded = strength == Strength::Label && title.is_some_and(|title| is_code(title));
    let strength = if coded { Strength::Field } else { strength };
    let role = match side {
        Side::Company if title.is_some_and(|title| titles::is_ir(title)) => Some(Role::Ir),
        Side::Company => Some(Role::Executive),
        Side::Outside => Some(Role::Analyst),
        Side::Member => None,
        Side::Unsaid if analyst_title => Some(Role::Analyst),
        Side::Unsaid => title
            .filter(|title| !titles::positions(title).is_empty())
            .map(|title| if titles::is_ir(title) { Role::Ir } else { Role::Executive })
            .or_else(|| (firm.is_some() && title.is_none()).then_some(Role::Analyst)),
    };
    let company = matches!(role, Some(Role::Executive | Role::Ir));
    if let Some(title) = title.filter(|title| !title.trim().is_empty() && !analyst_title) {
        person.claim(Fact::Title(title.to_string()), strength, evidence.clone());
    }
    if let Some(firm) = firm.filter(|firm| !company && !firm.trim().is_empty()) {
        person.claim(Fact::Firm(firm.to_string()), strength, printed(rule, turn, firm));
    }
    if let Some(role) = role {
        person.claim(Fact::Role(role), strength, evidence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cast::{
            resolve,
            testing::{REMARKS, draft},
        },
        section,
    };

    /// `name role title` of everybody on a call of the Fjord Bank with this roster: names and titles of its own.
    fn people(turns: &[&str], roster: &[(&str, &str)], label_title: &str) -> Vec<String> {
        let mut draft = draft(turns);
        draft.header.company = Some("Fjord Bank".to_owned());
        for (name, title) in roster {
            let (name, title) = (Traced::verbatim(*name, 0), Some(Traced::verbatim(*title, 0)));
            draft.roster.push(RosterEntry { name, title, firm: None, side: Side::Company });
        }
        for label in draft.turns.iter_mut().filter_map(|turn| turn.label.as_mut()) {
            label.title = Some(Traced::verbatim(label_title, 0)).filter(|title| !title.is_empty());
        }
        let cast = resolve(&draft, &section::divide(&draft));
        let told = |one: &crate::transcript::Participant| {
            format!("{} {} {}", one.name, one.role, one.title.as_deref().unwrap_or("-"))
        };
        cast.participants.iter().map(told).collect()
    }

    #[test]
    fn who_is_printed_as_running_the_line_runs_it() {
        let remarks = format!("Ann Roe: {REMARKS}");
        let roster = [("Ann Roe", "Chief Executive Officer"), ("Bo Li", "Conference Facilitator")];
        for host in ["Operator", "Bo Li"] {
            let welcome = format!("{host}: Thank you for standing by. My name is Bo. Please go ahead.");
            let people = people(&[&welcome, &remarks], &roster, "");
            assert!(people.contains(&"Bo Li operator -".to_owned()), "{people:?}");
            assert!(people.contains(&"Ann Roe executive Chief Executive Officer".to_owned()), "{people:?}");
        }
    }

    #[test]
    fn words_for_a_side_are_roles_and_codes_yield_to_what_is_said() {
        let welcome = format!("Ann Roe: With me is Bo Li, our Chief Financial Officer. Over to Bo. {REMARKS}");
        let remarks = format!("Bo Li: Thank you, Ann. {REMARKS}");
        for (title, want) in [
            ("executive", ["Ann Roe executive -", "Bo Li executive Chief Financial Officer"]),
            ("cfo", ["Ann Roe executive cfo", "Bo Li executive Chief Financial Officer"]),
            ("Treasurer", ["Ann Roe executive Treasurer", "Bo Li executive Treasurer"]),
            ("operator", ["Ann Roe operator -", "Bo Li operator -"]),
        ] {
            assert_eq!(people(&[&welcome, &remarks], &[], title), want, "{title}");
        }
    }

    #[test]
    fn the_name_of_the_company_is_no_title() {
        let turns = [
            "Operator: Welcome to the call. Please go ahead.".to_owned(),
            format!(
                "Bo Li: Thank you. With me is our Chief Executive Officer, Ann Roe. I turn the call over to Ann. {REMARKS}"
            ),
            format!("Ann Roe: {REMARKS}"),
        ];
        let turns: Vec<&str> = turns.iter().map(String::as_str).collect();
        let found =
            people(&turns, &[("Ann Roe", "Fjord Bank, Inc."), ("Bo Li", "Fjord Bank, Inc.")], "Fjord Bank, Inc.");
        assert_eq!(found[1..], ["Bo Li executive -", "Ann Roe executive Chief Executive Officer"]);
    }
}
