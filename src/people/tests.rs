//! Who is one person, by examples.

use std::sync::Arc;

use super::{Part, Person, gather, those};
use crate::{
    index::{Card, Spoken},
    transcript::{Call, Participant, Role, SourceInfo},
};

/// A call: its id, company, period and date, and who speaks: `name|role|firm`, in the order of their questions.
fn call(id: &str, company: &str, day: &str, people: &[&str]) -> Vec<Part> {
    let (period, date) = day.split_once(' ').unwrap_or((day, ""));
    let call = Call {
        id: id.to_owned(),
        company: Some(company.to_owned()).filter(|name| !name.is_empty()),
        period: period.parse().ok(),
        date: date.parse().ok(),
        ..Call::default()
    };
    let source = SourceInfo { path: String::new(), layout: String::new(), bytes: 0, hash: String::new() };
    let participants: Vec<Participant> = people.iter().map(|person| participant(person)).collect();
    let asks = |id: &usize| participants[*id].role == Role::Analyst;
    let questioners = (0..participants.len()).filter(asks).collect();
    let spoken = vec![Spoken { turns: 1, words: 9, answers: 0 }; participants.len()];
    let card = Arc::new(Card { call, source, participants, spoken, questioners });
    (0..people.len()).map(|id| (Arc::clone(&card), id)).collect()
}

fn participant(text: &str) -> Participant {
    let mut fields = text.split('|');
    let name = fields.next().unwrap_or_default().to_owned();
    let role = match fields.next().unwrap_or("a") {
        "a" => Role::Analyst,
        "e" => Role::Executive,
        "o" => Role::Operator,
        _ => Role::Unknown,
    };
    let firm = fields.next().map(str::to_owned);
    Participant { name, role, title: None, firm, aliases: Vec::new(), evidence: Vec::new() }
}

/// Everybody, as `name: calls`, those who said most first.
fn told(parts: &[Part]) -> Vec<String> {
    let told = |person: &Person| {
        let ids: Vec<String> =
            person.calls.iter().map(|at| [vec![at.call.clone()], at.copies.clone()].concat().join("=")).collect();
        format!("{}: {}", person.name, ids.join(" "))
    };
    let mut told: Vec<String> = gather(parts).iter().map(told).collect();
    told.sort();
    told
}

#[test]
fn who_is_one_person_on_two_calls() {
    for (first, second, is_one) in [
        // Analysts: one name is one person, whatever the firm.
        ("Acme|Ann Roe|a|Hill", "Bolt|Ann Roe|a|Hill", true),
        ("Acme|Ann Roe|a|Hill", "Bolt|Ann Roe|a|Dale", true),
        ("Acme|Ann Roe|a|Hill", "Bolt|Ann Röe, CFA|a|Hill", true),
        ("Acme|Ann Roe|a|Hill", "Bolt|Mary Roe|a|Hill", false),
        ("Acme|Wei Zhang|a|Hill", "Bolt|Zhang Wei|a|Hill", true),
        // Forms of a name: with a firm or a company in common.
        ("Acme|Theodore Roe|a|Hill", "Bolt|Ted Roe|a|Hill Capital", true),
        ("Acme|Theodore Roe|a|Hill", "Acme|Ted Roe|a|Dale", true),
        ("Acme|Theodore Roe|a|Hill", "Bolt|Ted Roe|a|Dale", true),
        ("Acme|Ann B. Roe|a|Hill", "Bolt|Ann C. Roe|a|Dale", false),
        ("Acme|T. Roe|a|Hill", "Bolt|Ted Roe|a", false),
        ("Acme|T. Roe|a|Hill", "Bolt|Ted Roe|a|Hill", true),
        // Short names of somebody's own making: with a firm and a company in common.
        ("Acme|Mig Roe|a|Hill", "Acme|Mircea Roe|a|Hill", true),
        ("Acme|Mig Roe|a|Hill", "Bolt|Mircea Roe|a|Hill", false),
        ("Acme|Mig Roe|a|Hill", "Acme|Ann Roe|a|Hill", false),
        ("Acme|Collin Roe|a|Hill", "Bolt|Colin Roe|a|Hill", true),
        // A lone name says little.
        ("Acme|Ann|a|Hill", "Bolt|Ann|a|Dale", false),
        ("Acme|Ann|a|Hill", "Bolt|Ann|a|Hill", true),
        ("Acme|Unidentified Analyst|a|Hill", "Acme|Unidentified Analyst|a|Hill", false),
        // A company's own stay at their company.
        ("Acme Inc.|Ann Roe|e", "Acme|Ann B. Roe|e", true),
        ("Acme|Ann Roe|e", "Bolt|Ann Roe|e", false),
        ("Acme|Ann Roe|e", "Acme|Ann Roe|a|Hill", false),
        ("Acme|Ann Roe|e", "Acme|Ann Roe|u", true),
        ("Acme|Ann Roe|u", "Bolt|Ann Roe|u", false),
        ("|Ann Roe|e", "|Ann Roe|e", false),
        ("Acme|Operator|o", "Bolt|OPERATOR|o", true),
    ] {
        let (a, b) = (first.split_once('|').unwrap(), second.split_once('|').unwrap());
        let calls = [call("A", a.0, "2023Q1 2023-05-01", &[a.1]), call("B", b.0, "2023Q2 2023-08-01", &[b.1])].concat();
        assert_eq!(gather(&calls).len() == 1, is_one, "{first} / {second}: {:?}", told(&calls));
        let back: Vec<Part> = calls.into_iter().rev().collect();
        assert_eq!(gather(&back).len() == 1, is_one, "the other way round: {first} / {second}");
    }
}

/// So many people of some family names, on calls of two: analysts of many firms and companies' own, by many given names and
/// their short forms.
pub(super) fn crowd(n: usize, families: usize) -> Vec<Part> {
    const GIVEN: &[&str] = &[
        "Ann",
        "Theodore",
        "Ted",
        "T.",
        "William",
        "Bill",
        "Robert",
        "Bob",
        "Katherine",
        "Kate",
        "Li",
        "Mircea",
        "Mig",
        "Ann B.",
        "Ann C.",
        "Colin",
        "Collin",
        "Jorge",
        "Wei",
        "Ottilie",
        "Samir",
        "Dora",
        "Lenora",
        "Igor",
        "Piet",
    ];
    // Far from random, but all of it meets all.
    let mut at: usize = 7;
    let mut next = |most: usize| {
        at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
        at / 1_000 % most
    };
    let mut parts = Vec::new();
    for i in 0..n / 2 {
        let (company, year, month) = (next(n / 8), 2010 + next(10), 1 + next(12));
        let mut asker =
            || format!("{} Roe{}|a|House{} Capital", GIVEN[next(GIVEN.len())], next(families), next(n / 10));
        let (asker, day) = (asker(), format!("2023Q1 {year}-{month:02}-02"));
        let own = format!("{} Roe{}|e", GIVEN[next(GIVEN.len())], next(families));
        parts.extend(call(&i.to_string(), &format!("Acme{company}"), &day, &[&asker, &own]));
    }
    parts
}

#[test]
fn of_several_who_fit_the_one_with_most_in_common_is_meant() {
    let calls = [
        call("A", "Acme", "2023Q1 2023-05-01", &["Ann Roe|a|Hill", "Ann Roe|a|Dale"]),
        call("B", "Bolt", "2023Q2 2023-08-01", &["Ann Roe|a|Dale"]),
        call("C", "Cane", "2023Q3 2023-11-01", &["Ann Roe|a|Hill"]),
    ];
    assert_eq!(told(&calls.concat()), ["Ann Roe: A B", "Ann Roe: A C"]);
}

#[test]
fn nobody_is_at_two_firms_by_turns() {
    let on = |id, company, day, firm| call(id, company, day, &[&format!("Ann Roe|a|{firm}")[..]]);
    let calls = [
        on("A", "Acme", "2022Q1 2022-05-01", "Hill"),
        on("B", "Bolt", "2022Q4 2023-02-01", "Dale"),
        on("C", "Cane", "2023Q3 2023-11-01", "Hill"),
        on("D", "Dorn", "2024Q3 2024-11-01", "Moor"),
    ];
    assert_eq!(told(&calls.concat()), ["Ann Roe: A C D", "Ann Roe: B"]);
    assert_eq!(told(&[&calls[0][..], &calls[1]].concat()), ["Ann Roe: A B"]);
}

#[test]
fn a_form_of_one_name_is_not_a_form_of_another() {
    let calls = [
        call("A", "Acme", "2023Q1 2023-05-01", &["John Roe|a|Hill"]),
        call("B", "Acme", "2023Q2 2023-08-01", &["J. Roe|a|Hill"]),
        call("C", "Acme", "2023Q3 2023-11-01", &["Jane Roe|a|Hill"]),
    ];
    assert_eq!(told(&calls.concat()), ["Jane Roe: C", "John Roe: A B"]);
}

#[test]
fn a_call_by_two_sources_counts_once() {
    let people =
        ["Ken Gabrielski|a|Hill", "Bo Lindqvist|a|Dale", "Ann Roe|a|Moor", "Al Fox|a", "Vi Orr|a", "Jo Crane|e"];
    let others = ["Ken Gawrelski|a|Hill", "Bo Lindqvist|a", "Ann Roe|a|Moor", "Al Fox|a", "Vi Orr|a", "Joanna Crane|u"];
    let one_event = |company: &str, day: &str, others: &[&str]| {
        let calls = [call("A", "Acme Inc.", "2023Q2 2023-08-01", &people), call("B", company, day, others)].concat();
        told(&calls).iter().filter(|person| person.contains('=')).count()
    };
    assert_eq!(one_event("Acme", "2023Q2", &others), 6);
    assert_eq!(one_event("Acme", "2023Q2 2023-05-05", &others), 6, "sources err about days");
    assert_eq!(one_event("Acme", "2023Q3 2023-08-02", &people), 6, "and about periods");
    assert_eq!(one_event("Acme", "", &people), 6, "or know nothing of either; then all must agree");
    assert_eq!(one_event("Acme", "", &others), 0);
    assert_eq!(one_event("Acme", "2023Q3 2023-11-01", &others), 0);
    assert_eq!(one_event("Bolt", "2023Q2 2023-08-01", &others), 0);
    assert_eq!(one_event("Acme", "2023Q2 2023-08-01", &["Ann Roe|a", "Cy Dorn|a", "Di Ely|a"]), 0, "another call");
}

#[test]
fn two_names_on_one_event_are_one_persons_elsewhere_too() {
    let others = ["Bo Lindqvist|a|Dale", "Ann Roe|a|Moor", "Cy Dorn|a|Dale"];
    let on = |id, company, day, name| call(id, company, day, &[&[name][..], &others].concat());
    let calls = [
        on("A", "Acme", "2023Q1 2023-05-01", "Mig Dobry|a|Hill"),
        on("B", "Bolt", "2023Q1 2023-05-02", "Mircea Dobry|a|Hill"),
        on("C", "Cane", "2023Q1 2023-05-03", "Mig Dobry|a|Hill"),
        on("D", "Cane", "2023Q1 2023-05-03", "Mircea Dobry|a|Hill"),
    ];
    assert!(told(&calls[..2].concat()).contains(&"Mig Dobry: A".to_owned()));
    assert!(
        told(&calls.concat()).iter().any(|person| person.ends_with("Dobry: A B C=D")),
        "{:?}",
        told(&calls.concat())
    );
}

#[test]
fn a_company_that_was_renamed_keeps_its_people() {
    let calls = [
        call("A", "Acme", "2023Q1 2023-05-01", &["Jo Crane|e", "Ted Dorn|e", "Di Ely|e"]),
        call("B", "Bolt", "2023Q2 2023-08-01", &["Jo Crane|e", "Theodore Dorn|e", "Di Ely|e"]),
        call("C", "Cane", "2023Q2 2023-08-01", &["Jo Crane|e"]),
    ];
    assert_eq!(told(&calls.concat()), ["Di Ely: A B", "Jo Crane: A B", "Jo Crane: C", "Theodore Dorn: A B"]);
}

#[test]
fn the_name_of_most_calls_is_shown_and_the_others_are_told() {
    let calls = [
        call("A", "Acme", "2023Q1 2023-05-01", &["ANN ROE|a|HILL BANK"]),
        call("B", "Acme", "2023Q2 2023-08-01", &["Ann Roe|a|Hill Bank"]),
        call("C", "Acme", "2023Q3 2023-11-01", &["Ann Beth Roe|a|HILL BANK"]),
    ];
    let people = gather(&calls.concat());
    assert_eq!((people[0].name.as_str(), people[0].aliases.concat()), ("Ann Roe", "Ann Beth Roe".to_owned()));
    assert_eq!(people[0].firms, ["Hill Bank"]);
    assert_eq!(people[0].stints[0].firm, "Hill Bank");
    assert_eq!(people[0].spots.len(), 3);
}

#[test]
fn a_period_tells_when_where_no_day_does() {
    let calls = [
        call("A", "Acme", "2021Q3", &["Ann Roe|a|Dale"]),
        call("B", "Acme", "2018Q4 2019-02-28", &["Ann Roe|a|Hill"]),
        call("C", "Acme", "2017Q1", &["Ann Roe|a|Hill"]),
    ];
    let [person] = &gather(&calls.concat())[..] else { panic!("not one") };
    let when = |when: Option<super::When>| when.map(|when| when.to_string()).unwrap_or_default();
    assert_eq!([when(person.first), when(person.last)], ["2017Q1", "2021Q3"]);
    let stints: Vec<String> =
        person.stints.iter().map(|stint| format!("{} {} {}", stint.firm, when(stint.from), when(stint.to))).collect();
    assert_eq!(stints, ["Hill 2017Q1 2019-02-28", "Dale 2021Q3 2021Q3"]);
    assert_eq!(serde_json::to_string(&person.last).unwrap(), "\"2021Q3\"");
}

#[test]
fn of_copies_that_say_as_much_one_that_tells_the_company_is_shown_and_what_others_know_is_told() {
    let asks = &["Ann Roe|a|Hill", "Bo Li|a|Hill", "Cy Orr|a|Hill", "Di Ely|e", "Jo Crane|e"];
    let mut longer = call("A", "", "2023Q1 2023-05-02", asks);
    for (card, _) in &mut longer {
        let mut told = Card::clone(card);
        told.spoken.iter_mut().for_each(|spoken| spoken.words = 10);
        *card = Arc::new(told);
    }
    let people = gather(&[longer, call("B", "Acme", "2023Q1", asks)].concat());
    let at = people.iter().find(|person| person.name == "Ann Roe").map(|person| &person.calls[0]).unwrap();
    assert_eq!((at.call.as_str(), at.copies.concat()), ("B", "A".to_owned()));
    assert_eq!(at.date.map(|day| day.to_string()).as_deref(), Some("2023-05-02"));
    // Who asks more on the copy without a company is shown there, and the company is told all the same.
    let more = call("C", "", "2023Q1 2023-05-02", asks);
    let mut card = Card::clone(&more[0].0);
    card.questioners.push(0);
    let more: Vec<Part> = (0..asks.len()).map(|id| (Arc::new(card.clone()), id)).collect();
    let people = gather(&[more, call("B", "Acme", "2023Q1", asks)].concat());
    let at = people.iter().find(|person| person.name == "Ann Roe").map(|person| &person.calls[0]).unwrap();
    assert_eq!((at.call.as_str(), at.company.as_deref()), ("C", Some("Acme")));
}

#[test]
fn companies_are_counted_and_not_their_spellings() {
    let calls: Vec<Part> =
        ["Pine Hill", "PineHill", "Pine Hill’s", "PINE HILL, Inc.", "The Pine Hill Company", "Pine Dale"]
            .iter()
            .zip('A'..)
            .flat_map(|(company, id)| {
                call(&id.to_string(), company, &format!("{}Q1", 2010 + id as i32 - 65), &["Ann Roe|a|Hill"])
            })
            .collect();
    assert_eq!(gather(&calls)[0].companies, ["Pine Hill", "Pine Dale"]);
    // One ticker is one company.
    let listed = ["Acme", "Acme Works"].iter().zip(["2023Q1", "2023Q2"]).map(|(company, period)| {
        let mut card = Card::clone(&call(period, company, period, &["Ann Roe|a|Hill"])[0].0);
        card.call.ticker = Some("ACM".to_owned());
        (Arc::new(card), 0)
    });
    assert_eq!(gather(&listed.collect::<Vec<Part>>())[0].companies, ["Acme"]);
}

#[test]
fn firms_have_their_plainest_names() {
    for (a, b, want) in [
        ("Hill Capital, Research Division", "Hill Capital", "Hill Capital"),
        ("Hill Capital", "Hill Capital, Research Division", "Hill Capital"),
        ("HILL BANK", "Hill Bank", "Hill Bank"),
        ("Hill Bank", "HILL BANK", "Hill Bank"),
        ("Hill Bank", "HB", "Hill Bank"),
        ("Hillside", "Hill", "Hillside"),
        // A house that was renamed.
        ("Hill & Dale", "Cove Capital", "Cove Capital"),
    ] {
        assert_eq!(super::plainer(a, b), want, "{a} / {b}");
    }
}

#[test]
fn whoever_is_meant_by_one_name_is_found_with_all() {
    let calls = [
        call("A", "Acme", "2023Q1 2023-05-01", &["Theodore Roe|a|Hill", "Ann Roe|a|Hill"]),
        call("B", "Acme", "2023Q2 2023-08-01", &["Ted Roe|a|Hill"]),
    ];
    let found = those(&calls.concat(), |(card, id)| card.participants[*id].name.starts_with("Ted"));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].calls.len(), 2);
}

/// A call of 3 who ask and 3 of the company, `words` each.
fn spoken_call(id: &str, company: &str, day: &str, people: &[&str], words: &[u32]) -> Vec<Part> {
    let mut parts = call(id, company, day, people);
    let mut card = Card::clone(&parts[0].0);
    card.spoken.iter_mut().zip(words).for_each(|(spoken, words)| spoken.words = *words);
    let card = Arc::new(card);
    parts.iter_mut().for_each(|part| part.0 = Arc::clone(&card));
    parts
}

#[test]
fn names_that_were_misheard_and_questions_left_out_do_not_part_an_event() {
    let own = ["Kai Berg|e", "Ola Rahm|e", "Ida Lund|e"];
    let asks = ["Ann Maccley|a", "Bo Dolvani|a", "Cy Voigt|a", "Di Poe|a", "Ed Fay|a"];
    let heard = ["Ann McCleay|a", "Bo Dolvanani|a", "Cy Vogt|a", "Di Poe|a", "Ed Fay|a"];
    let whole = [&own[..], &asks].concat();
    let words = [2000, 1500, 900, 90, 90, 90, 90, 90];
    let is_one = |other: Vec<Part>| {
        let parts = [spoken_call("A", "Acme", "2023Q1 2023-05-02", &whole, &words), other].concat();
        told(&parts).iter().any(|line| line.starts_with("Kai Berg: ") && line.contains('='))
    };
    assert!(is_one(spoken_call("B", "Acme", "2023Q1", &[&own[..], &heard].concat(), &words)));
    assert!(is_one(spoken_call("B", "Acme", "2023Q1", &own, &[2050, 1480, 910])));
    // One of them may have been cut short, two not; and the period tells quarters apart.
    assert!(!is_one(spoken_call("B", "Acme", "2023Q1", &own, &[2050, 1100, 910])));
    assert!(!is_one(spoken_call("B", "Acme", "2023Q2", &own, &[2050, 1480, 910])));
    assert!(!is_one(spoken_call("B", "Acme", "2023Q1", &own[..2], &[2050, 1480])));
}

#[test]
fn calls_that_columns_cannot_tell_apart_are_looked_at() {
    use super::likely::likely;
    use crate::index::{Outline, Place};
    let outline = |company: &str, period: &str, day: &str, words: u64, namesake: Option<usize>| Outline {
        place: Place::new(0, 0),
        company: Some(company.into()).filter(|_| !company.is_empty()),
        period: period.parse().ok(),
        date: day.parse().ok(),
        words,
        ticker: None,
        namesake,
    };
    type Known<'k> = (&'k str, &'k str, &'k str, u64, Option<usize>);
    let cases: [(Known<'_>, Known<'_>, bool); 12] = [
        (("Acme", "2023Q1", "", 900, None), ("Acme, Inc.", "2023Q1", "2023-05-02", 90, None), true),
        (("Acme", "2023Q1", "", 900, None), ("Acme", "2023Q2", "", 900, None), false),
        (("Acme", "2023Q1", "", 900, None), ("Bolt", "2023Q1", "", 900, None), false),
        (("Acme", "", "2023-05-01", 900, None), ("Acme", "", "2023-05-02", 90, None), true),
        (("Acme", "", "2023-05-01", 900, None), ("Acme", "", "2023-05-03", 900, None), false),
        // Nothing to compare but the length.
        (("Acme", "", "", 900, None), ("Acme", "2023Q1", "2023-05-02", 850, None), true),
        (("Acme", "", "", 900, None), ("Acme", "2023Q1", "2023-05-02", 600, None), false),
        (("Acme", "", "", 900, None), ("Acme", "", "", 901, None), true),
        (("Acme", "", "2023-05-01", 900, None), ("Acme", "2023Q1", "", 950, None), true),
        (("Acme", "2023Q1", "2023-05-01", 900, None), ("Acme", "2023Q2", "2023-05-09", 900, None), false),
        // Names without a word in common.
        (("", "2023Q1", "", 900, Some(0)), ("Bolt", "2023Q1", "", 900, Some(0)), true),
        (("", "", "", 900, None), ("", "", "", 900, None), false),
    ];
    for (a, b, want) in cases {
        let [first, second] = [a, b].map(|(company, period, day, words, id)| outline(company, period, day, words, id));
        let other = outline("Cove", "2023Q1", "2023-05-02", 900, None);
        let found = likely(&[first, other, second]);
        assert_eq!(found, if want { vec![0, 2] } else { vec![] }, "{a:?} {b:?}");
    }
}

#[test]
fn a_ticker_is_a_name_of_a_company() {
    use super::likely::likely;
    use crate::index::{Outline, Place};
    let outline = |company: &str, ticker: Option<usize>| Outline {
        place: Place::new(0, 0),
        company: Some(company.into()).filter(|_| !company.is_empty()),
        ticker,
        period: "2023Q1".parse().ok(),
        date: None,
        words: 900,
        namesake: None,
    };
    for (a, b, want) in [
        (("", Some(0)), ("", Some(0)), true),
        (("", Some(0)), ("", Some(1)), false),
        (("", Some(0)), ("Acme", Some(0)), true),
        (("Acme Labs", Some(0)), ("ACMELABS", Some(0)), true),
        (("Acme", Some(0)), ("Acme", Some(1)), true),
        (("Acme", Some(0)), ("Bolt", Some(1)), false),
        (("Acme", None), ("", Some(0)), false),
    ] {
        let [first, second] = [a, b].map(|(company, ticker)| outline(company, ticker));
        assert_eq!(likely(&[first, outline("Cove", Some(9)), second]).is_empty(), !want, "{a:?} {b:?}");
    }
}
