//! One call: welcome, prepared remarks, then one analyst after the other.

use std::fmt::Write as _;

use super::{
    chance::{Chance, mixed},
    people::{Company, Person, some},
    words::Words,
};

/// Calls that each company holds: so many quarters.
const QUARTERS: usize = 12;

/// Words of remarks, questions and answers; people who speak; things that an analyst says.
const REMARKS: &[(f64, f64)] = &[
    (0.0, 60.0),
    (0.1, 159.0),
    (0.25, 474.0),
    (0.5, 931.0),
    (0.75, 1430.0),
    (0.9, 2018.0),
    (0.99, 3450.0),
    (1.0, 4500.0),
];
const QUESTION: &[(f64, f64)] =
    &[(0.0, 10.0), (0.1, 22.0), (0.25, 42.0), (0.5, 66.0), (0.75, 94.0), (0.9, 126.0), (0.99, 188.0), (1.0, 280.0)];
const ANSWER: &[(f64, f64)] =
    &[(0.0, 3.0), (0.1, 9.0), (0.25, 40.0), (0.5, 105.0), (0.75, 187.0), (0.9, 285.0), (0.99, 552.0), (1.0, 900.0)];
const N_EXECUTIVES: &[(f64, f64)] = &[(0.0, 1.6), (0.25, 2.0), (0.5, 3.0), (0.75, 4.0), (0.9, 6.0), (1.0, 8.0)];
const N_ANALYSTS: &[(f64, f64)] =
    &[(0.0, 3.0), (0.1, 6.0), (0.25, 8.0), (0.5, 10.0), (0.75, 13.0), (0.9, 15.0), (1.0, 20.0)];
const N_QUESTIONS: &[(f64, f64)] = &[(0.0, 0.6), (0.4, 1.4), (0.75, 2.4), (0.93, 3.4), (1.0, 5.4)];

/// What one says until another speaks.
pub struct Turn {
    pub speaker: String,
    pub role: &'static str,
    pub firm: Option<String>,
    pub title: Option<&'static str>,
    pub section: &'static str,
    pub text: String,
}

/// A call, and all that is said on it.
pub struct Call {
    pub id: String,
    pub heading: String,
    pub turns: Vec<Turn>,
}

impl Call {
    /// As transcripts are mostly published: a heading and bare `Name: text` lines.
    pub fn transcript(&self) -> String {
        let mut text = format!("{}\n\n", self.heading);
        for turn in &self.turns {
            write!(text, "{}: {}\n\n", turn.speaker, turn.text).expect("a string takes all");
        }
        text
    }
}

/// All calls that there could be.
pub struct Corpus {
    seed: u64,
    words: Words,
}

impl Corpus {
    pub fn new(seed: u64) -> Corpus {
        Corpus { seed, words: Words::new(seed) }
    }

    /// A call. Neighbours in number are of one company.
    pub fn call(&self, nth: usize) -> Call {
        let company = Company::nth(self.seed, nth / QUARTERS);
        let mut chance = Chance::of(&[self.seed, 5, nth as u64]);
        let (year, quarter) = (2022 + nth % QUARTERS / 4, nth % 4 + 1);
        let when = when(year, quarter, &mut chance);
        let heading = format!(
            "{} ({}:{}) Q{quarter} {year} Earnings Call Transcript {when}",
            company.name, company.exchange, company.ticker
        );
        let topic = (mixed(&[self.seed, 6, (nth / QUARTERS) as u64]), mixed(&[self.seed, 7, nth as u64]));
        let n_executives = chance.draw(N_EXECUTIVES).clamp(2, company.people.len() - 1);
        let mut call =
            Telling { words: &self.words, company: &company, n_executives, topic, chance, turns: Vec::new() };
        call.welcome(quarter, year);
        call.remarks();
        call.questions();
        call.farewell();
        Call { id: format!("{}-{year}Q{quarter}", company.ticker), heading, turns: call.turns }
    }
}

/// Some weeks after the quarter.
fn when(year: usize, quarter: usize, chance: &mut Chance) -> String {
    let (month, year) = [("April", year), ("July", year), ("October", year), ("January", year + 1)][quarter - 1];
    format!("{month} {}, {year}", 12 + chance.below(18))
}

/// A call being told.
struct Telling<'a> {
    words: &'a Words,
    company: &'a Company,
    n_executives: usize,
    topic: (u64, u64),
    chance: Chance,
    turns: Vec<Turn>,
}

impl<'a> Telling<'a> {
    fn executives(&self) -> &'a [Person] {
        &self.company.people[1..=self.n_executives]
    }

    fn relations(&self) -> &'a Person {
        &self.company.people[0]
    }

    fn put(&mut self, speaker: &Person, role: &'static str, section: &'static str, text: String) {
        let (firm, title) = (speaker.firm.clone(), speaker.title);
        self.turns.push(Turn { speaker: speaker.name(), role, firm, title, section, text });
    }

    fn operator(&mut self, section: &'static str, text: String) {
        self.turns.push(Turn {
            speaker: "Operator".to_owned(),
            role: "operator",
            firm: None,
            title: None,
            section,
            text,
        });
    }

    fn say(&mut self, n: usize, question: bool, out: &mut String) {
        self.words.say(&mut self.chance, self.topic, n, question, out);
    }

    fn welcome(&mut self, quarter: usize, year: usize) {
        let nth = ["First", "Second", "Third", "Fourth"][quarter - 1];
        let (host, short) = (self.relations(), &self.company.short);
        let ready = self.chance.pick(&[
            "Good day, and thank you for standing by.",
            "Good morning, everyone, and a warm welcome.",
            "Greetings.",
        ]);
        let held = self.chance.pick(&[
            "All participants can only listen for now, and a question-and-answer session follows the remarks.",
            "Everybody's line is muted until the question-and-answer session, and the call is being recorded.",
        ]);
        self.operator("prepared", format!(
            "{ready} Welcome to the {short} {nth} Quarter {year} Earnings Conference Call. {held} I would now like to turn \
             the call over to {}, {}. Please go ahead.",
            host.name(), host.title.unwrap_or_default()));
        let mut text = format!(
            "Thank you, operator, and good morning, everyone. Welcome to the {nth} quarter {year} earnings call of {short}. \
             Joining me today are "
        );
        let executives = self.executives();
        for (at, person) in executives.iter().enumerate() {
            let before = if at == 0 {
                ""
            } else if at + 1 == executives.len() {
                "; and "
            } else {
                "; "
            };
            write!(text, "{before}{}, our {}", person.name(), person.title.unwrap_or_default())
                .expect("a string takes all");
        }
        text += ". Some of what we say today looks forward, and what happens may differ from it: the risks are set out in \
                 our annual report on Form 10-K and our other filings, and we take on no duty to bring these statements up to \
                 date. We will also speak of figures that are not in accordance with GAAP, and the release on our website \
                 reconciles them. ";
        let filler = self.chance.below(200);
        self.say(filler + 1, false, &mut text);
        write!(text, " With that, I will turn the call over to {}.", executives[0].name()).expect("a string takes all");
        self.put(host, "ir", "prepared", text);
    }

    /// The first two executives speak, often a third, and hand on.
    fn remarks(&mut self) {
        let executives = self.executives();
        let n_speakers = executives.len().min(if self.chance.permille(600) { 3 } else { 2 });
        for (at, person) in executives[..n_speakers].iter().enumerate() {
            let mut text = match at {
                0 => format!("Thank you, {}, and good morning, everyone. ", self.relations().given),
                _ => format!("Thank you, {}. ", executives[at - 1].given),
            };
            let n = self.chance.draw(REMARKS);
            self.say(n, false, &mut text);
            match executives[..n_speakers].get(at + 1) {
                Some(next) => write!(text, " I will now hand it over to {}. {}?", next.name(), next.given),
                None => write!(text, " Operator, we are ready to take questions."),
            }
            .expect("a string takes all");
            self.put(person, "executive", "prepared", text);
        }
        let keys = self.chance.pick(&["please press star one", "press star and then one on your telephone"]);
        let text = format!("Thank you. We will now begin the question-and-answer session. To ask a question, {keys}.");
        self.operator("qa", text);
    }

    fn questions(&mut self) {
        let n = self.chance.draw(N_ANALYSTS);
        let analysts = some(&mut self.chance, &self.company.analysts, n);
        for (at, analyst) in analysts.into_iter().enumerate() {
            self.introduce(analyst, at == 0);
            for nth in 0..self.chance.draw(N_QUESTIONS).max(1) {
                self.question(analyst, nth);
                self.answers(analyst);
            }
            if self.chance.permille(650) {
                let given = self.executives()[0].given;
                let text = match self.chance.below(4) {
                    0 => "Okay. Thank you.".to_owned(),
                    1 => format!("Great. Thanks, {given}."),
                    2 => "That's helpful. Thank you very much.".to_owned(),
                    _ => "All right. Thanks a lot.".to_owned(),
                };
                self.put(analyst, "analyst", "qa", text);
            }
        }
    }

    fn introduce(&mut self, analyst: &Person, is_first: bool) {
        let (name, firm) = (analyst.name(), analyst.firm.clone().unwrap_or_default());
        let nth = if is_first { "first" } else { "next" };
        let text = match self.chance.below(8) {
            0 | 1 => format!("Our {nth} question comes from the line of {name} with {firm}. Your line is open."),
            2 => format!("Your {nth} question comes from {name} of {firm}. Please go ahead."),
            3 => format!("The {nth} question is from {name} from {firm}. Please proceed."),
            4 => format!("Thank you. And the {nth} question comes from {name} at {firm}. Please go ahead."),
            5 => format!("We will take our {nth} question from {name} with {firm}."),
            6 => format!(
                "Thank you. Our {nth} question will come from the line of {name} with {firm}. Your line is now open."
            ),
            _ => format!("And our {nth} question is from the line of {name} from {firm}. Your line is open."),
        };
        self.operator("qa", text);
    }

    fn question(&mut self, analyst: &Person, nth: usize) {
        let mut text = match (nth, self.chance.below(4)) {
            (0, 0) => "Hi. Thanks for taking my question. ",
            (0, 1) => "Good morning, and congratulations on the quarter. ",
            (0, 2) => "Thank you. ",
            (0, _) => "Great. Thanks for the question. ",
            (_, 0) => "Okay. ",
            (_, 1) => "And then a follow-up, if I may. ",
            (_, 2) => "That's helpful. And ",
            _ => "Got it. ",
        }
        .to_owned();
        let n = self.chance.draw(QUESTION);
        self.say(n, true, &mut text);
        self.put(analyst, "analyst", "qa", text);
    }

    /// One executive answers, or two, and sometimes the analyst says something in between.
    fn answers(&mut self, analyst: &Person) {
        let executives = self.executives();
        let first = if self.chance.permille(550) { 0 } else { self.chance.below(executives.len()) };
        let second = (first + 1) % executives.len();
        let n = self.chance.draw(ANSWER);
        let mut text = match self.chance.below(4) {
            0 => format!("Yes. Thanks, {}. ", analyst.given),
            1 => "Sure. ".to_owned(),
            2 => format!("Thank you, {}. ", analyst.given),
            _ => String::new(),
        };
        self.say(n, false, &mut text);
        if !self.chance.permille(330) {
            return self.put(&executives[first], "executive", "qa", text);
        }
        write!(text, " {}, do you want to add to that?", executives[second].given).expect("a string takes all");
        self.put(&executives[first], "executive", "qa", text);
        let (mut more, n) = ("Yes. ".to_owned(), self.chance.draw(ANSWER));
        self.say(n, false, &mut more);
        self.put(&executives[second], "executive", "qa", more);
        if self.chance.permille(300) {
            self.put(analyst, "analyst", "qa", "Okay.".to_owned());
            let (mut last, n) = ("Yes. ".to_owned(), self.chance.draw(ANSWER) / 4 + 2);
            self.say(n, false, &mut last);
            self.put(&executives[first], "executive", "qa", last);
        }
    }

    fn farewell(&mut self) {
        let head = &self.executives()[0];
        self.operator(
            "qa",
            format!("There are no further questions. I will turn the call back to {} to close.", head.name()),
        );
        let mut text = "Thank you, operator, and thank you all for your time. ".to_owned();
        self.say(20, false, &mut text);
        self.put(head, "executive", "qa", text);
        self.operator(
            "qa",
            "This concludes today's conference call. Thank you for joining. You may now disconnect.".to_owned(),
        );
    }
}
