//! Who takes part: companies, their people, and the analysts who follow them.

use super::{
    chance::{Chance, mixed},
    words::syllables,
};

/// Companies whose calls the same analysts listen to, and how many of these analysts there are.
const FOLLOWED: usize = 12;
const ANALYSTS: usize = 20;

/// Given names: common ones, of no one in particular.
const GIVEN: &[&str] = &[
    "Aaron", "Adele", "Alicia", "Amara", "Andre", "Anita", "Arthur", "Asha", "Beatrice", "Bernard", "Carla", "Carlos",
    "Cecilia", "Clara", "Colin", "Cynthia", "Damian", "Daphne", "Derek", "Diana", "Dmitri", "Edith", "Edwin", "Elena",
    "Elliot", "Emma", "Erik", "Esther", "Felix", "Fiona", "Gavin", "Gloria", "Graham", "Greta", "Hannah", "Harold",
    "Heidi", "Hugo", "Ines", "Irene", "Isaac", "Ivan", "Jasmine", "Joel", "Julia", "Karen", "Keiko", "Kurt", "Laura",
    "Leon", "Lydia", "Magnus", "Marcus", "Marta", "Mei", "Miles", "Nadia", "Nathan", "Nina", "Noel", "Olga", "Oscar",
    "Paula", "Philip", "Priya", "Quentin", "Rachel", "Rafael", "Rita", "Roland", "Ruth", "Samir", "Sandra", "Simon",
    "Sofia", "Stefan", "Tanya", "Theo", "Ursula", "Vera", "Victor", "Wanda", "Wendell", "Yasmin", "Yuri", "Zoe",
];

/// A person, and what they do.
#[derive(Clone)]
pub struct Person {
    pub given: &'static str,
    pub family: String,
    /// One of the company, or whom they work for.
    pub title: Option<&'static str>,
    pub firm: Option<String>,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    fn new(chance: &mut Chance) -> Person {
        let given = GIVEN[chance.below(GIVEN.len())];
        Person { given, family: capitalized(&syllables(chance, 2, 3)), title: None, firm: None }
    }
}

/// A company: what it is called, who speaks for it, and who asks.
pub struct Company {
    pub name: String,
    pub short: String,
    pub ticker: String,
    pub exchange: &'static str,
    /// Investor relations, then executives from the top.
    pub people: Vec<Person>,
    pub analysts: Vec<Person>,
}

/// Titles from the top; below them, everybody is somebody's vice president.
const TITLES: &[&str] = &[
    "Chief Executive Officer",
    "Chief Financial Officer",
    "Chief Operating Officer",
    "Chief Technology Officer",
    "Executive Vice President of Sales",
    "General Counsel",
    "President of International Operations",
    "Senior Vice President of Strategy",
];

impl Company {
    pub fn nth(seed: u64, nth: usize) -> Company {
        let mut chance = Chance::of(&[seed, 2, nth as u64]);
        let short = capitalized(&syllables(&mut chance, 2, 3));
        let trade = chance.pick(&[
            "Semiconductor, Inc.",
            "Therapeutics, Inc.",
            "Holdings Corporation",
            "Energy Corp.",
            "Industries, Inc.",
            "Software, Inc.",
            "Foods Company",
            "Bancorp, Inc.",
            "Materials Ltd.",
            "Logistics Group, Inc.",
        ]);
        let mut people =
            vec![Person { title: Some("Vice President of Investor Relations"), ..Person::new(&mut chance) }];
        people.extend(TITLES.iter().map(|title| Person { title: Some(title), ..Person::new(&mut chance) }));
        apart(&mut people);
        let block = (nth / FOLLOWED) as u64;
        let mut analysts: Vec<_> = (0..ANALYSTS as u64).map(|n| analyst(seed, block, n)).collect();
        apart(&mut analysts);
        Company {
            name: format!("{short} {trade}"),
            short,
            ticker: ticker(nth),
            exchange: chance.pick(&["NYSE", "NASDAQ"]),
            people,
            analysts,
        }
    }
}

fn analyst(seed: u64, block: u64, n: u64) -> Person {
    let mut chance = Chance::of(&[seed, 3, block, n]);
    let firm = firm(seed, chance.below(180) as u64);
    Person { firm: Some(firm), ..Person::new(&mut chance) }
}

fn firm(seed: u64, nth: u64) -> String {
    let mut chance = Chance::of(&[seed, 4, nth]);
    let name = capitalized(&syllables(&mut chance, 2, 2));
    let kind = chance.pick(&["Securities", "Capital Markets", "& Co.", "Partners", "Research", "Capital", "Bank"]);
    format!("{name} {kind}")
}

/// Nobody has another's family name: on one call, names mean one person.
fn apart(people: &mut [Person]) {
    for at in 1..people.len() {
        while people[..at].iter().any(|other| other.family == people[at].family) {
            people[at].family.push('s');
        }
    }
}

/// Four letters, another for each company.
fn ticker(nth: usize) -> String {
    const ALL: usize = 26 * 26 * 26 * 26;
    let mut rest = (nth * 140_729 + 33_331) % ALL;
    let mut letters = [0; 4];
    for letter in &mut letters {
        *letter = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    letters.iter().map(|letter| char::from(*letter)).collect()
}

/// `k` of them, each once, in an order of their own.
pub fn some<'a>(chance: &mut Chance, from: &'a [Person], k: usize) -> Vec<&'a Person> {
    let key = chance.next();
    let mut order: Vec<usize> = (0..from.len()).collect();
    order.sort_by_key(|at| mixed(&[key, *at as u64]));
    order.into_iter().take(k).map(|at| &from[at]).collect()
}

fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_ascii_uppercase() + rest
}
