//! What is said about the event by those who open the call.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::{
    after_company, clean_company, cut_company, pattern,
    when::{date, find_date, find_period, period},
};
use crate::{
    layout::{Header, beginning},
    transcript::Period,
};

/// The sentences that open a call: "welcome to Acme's second quarter 2023 earnings conference call".
static WELCOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) \b (?: welcome (?: ,? \s+ (?:everyone|everybody|all|back|you \s+ all|ladies \s+ and \s+ gentlemen))* ,? \s+ to | (?:joining|join) \s+ (?:us \s+)? (?:for|on|in|at)? (?:\s+today \s+ for)? | thank \s+ you \s+ for \s+ (?:attending|joining \s+ the|participating \s+ in) | this \s+ is | to \s+ discuss | results \s+ for | today \s+ for | welcome \s+ you (?:\s+ all)? \s+ to | start \s+ of | hosting ) \s+",
    )
});
static HOSTED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) (?i:call|results|webcast|conference|meeting|presentation) \s+ (?: (?i:for|of|hosted\ by|with) ) \s+ (?<name> (?:the\s)? [A-Z0-9][^;:] )",
    )
});

/// What is said behind a welcome, in characters: shorter names no call, longer is not looked at.
const SHORTEST_CLAUSE: usize = 4;
const LONGEST_CLAUSE: usize = 240;

/// The beginning of a text up to one of the characters in `until`, and of `longest` characters at most.
fn run<'t>(text: &'t str, longest: usize, until: &[char]) -> &'t str {
    let end = text.char_indices().enumerate().find(|&(count, (_, c))| count == longest || until.contains(&c));
    &text[..end.map_or(text.len(), |(_, (at, _))| at)]
}

/// What the first words of a call say about the event.
pub(crate) fn from_speech(text: &str) -> Header {
    let mut header = Header::default();
    let text = beginning(text, 3000);
    let lower = text.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = WELCOME.find_at(&lower, from) {
        let rest = run(&text[found.end()..], LONGEST_CLAUSE, &['?', '!']);
        let clause = first_clause(rest);
        from = found.end() + clause.len();
        if rest.len() < SHORTEST_CLAUSE || !is_call(clause) {
            continue;
        }
        header.period = header.period.or_else(|| period(clause));
        header.company = header.company.or_else(|| spoken_company(clause).map(|name| keep_possessive(name, text)));
        header.date = header.date.or_else(|| date(clause));
    }
    header
}

/// `Maddock's` is a name of its own: so it is if the text never says it without the `'s`.
fn keep_possessive(name: String, text: &str) -> String {
    let (mut bare, mut possessive) = (0, None);
    let mut count = 0;
    for (at, _) in text.match_indices(name.as_str()) {
        let rest = &text[at + name.len()..];
        match ["'s", "’s"].iter().find(|ending| rest.starts_with(**ending)) {
            Some(ending) => {
                possessive = Some(*ending);
                count += 1;
            }
            None => bare += 1,
        }
    }
    match possessive {
        Some(ending) if bare == 0 && count > 1 => name + ending,
        _ => name,
    }
}

/// Takes the `'s` from a name that the same texts say without it as well, and not just once in a while: `the Maddock
/// family` says nothing about Maddock's.
fn drop_possessive<'a>(name: String, speech: impl Iterator<Item = &'a str>) -> String {
    let Some(bare) = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")) else { return name };
    let (mut with, mut owned, mut without) = (0, 0, 0);
    for text in speech {
        for rest in text.match_indices(bare).map(|(at, _)| &text[at + bare.len()..]) {
            let mut next = rest.chars();
            match (next.next(), next.next()) {
                (Some('\'' | '’' | '‘' | '`'), Some('s' | 'S')) => {
                    with += 1;
                    owned += usize::from(is_any_companys(next.as_str()));
                }
                (Some(c), _) if c.is_alphanumeric() => {}
                _ => without += 1,
            }
        }
    }
    // `Nordlys Bank's first quarter`, and nothing but the like: so it is said of any company. One word may be a name.
    let possessive = owned == with && owned > 0 && bare.contains(' ');
    if possessive || without > 0 && without * 4 >= with { bare.to_owned() } else { name }
}

/// Whether what is somebody's is a company's: a quarter, a call, an officer.
fn is_any_companys(rest: &str) -> bool {
    const OWNED: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "quarter",
        "fiscal",
        "full",
        "full-year",
        "earnings",
        "results",
        "conference",
        "call",
        "chairman",
        "chairwoman",
        "chair",
        "chief",
        "ceo",
        "cfo",
        "president",
        "head",
        "board",
        "website",
    ];
    let word = rest.split_whitespace().next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    OWNED.iter().any(|owned| word.eq_ignore_ascii_case(owned))
}

/// Looks again, with all that is said on the call, whether the `'s` at the end of its company's name is a part of it.
pub(crate) fn settle_possessive<'a>(header: &mut Header, speech: impl Iterator<Item = &'a str>) {
    header.company = header.company.take().map(|name| drop_possessive(name, speech));
}

/// Up to the end of the sentence; "Inc." and initials do not end one.
fn first_clause(rest: &str) -> &str {
    let end = rest.match_indices(". ").map(|(at, _)| at).find(|&at| {
        let last = rest[..at].rsplit(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
        let after = rest[at + 2..].trim_start();
        let abbreviated = matches!(
            last.to_ascii_lowercase().as_str(),
            "inc" | "corp" | "co" | "ltd" | "st" | "dr" | "mr" | "ms" | "mrs" | "cos" | "bros" | "jr" | "plc" | "llc"
        );
        !(last.chars().count() <= 1
            || last.contains('.')
            || abbreviated && !OPENERS.iter().any(|w| after.starts_with(w)))
    });
    &rest[..end.unwrap_or(rest.len())]
}

/// How sentences begin, behind an abbreviation that may have ended one.
const OPENERS: &[&str] = &[
    "My ", "At ", "I ", "Today", "All ", "As ", "After ", "Please ", "On ", "Before ", "With ", "We ", "This ",
    "Joining ", "Thank ", "If ", "During ", "In ", "Good ", "Our ", "The ", "Now",
];

fn is_call(clause: &str) -> bool {
    let lower = clause.to_lowercase();
    ["call", "earnings", "results", "quarter", "webcast", "conference"].iter().any(|word| lower.contains(word))
}

/// `the results of Acme and what follows`: the name of a call's host and what stands behind it.
fn hosted_by(clause: &str) -> Option<&str> {
    const FURTHEST: usize = 60;
    const LONGEST: usize = 81;
    let found = HOSTED_BY.captures(clause)?;
    let before = &clause[..found.get(0)?.start()];
    let name = found.name("name")?;
    let behind =
        run(&clause[name.start()..], LONGEST + if name.as_str().starts_with("the") { 4 } else { 0 }, &[';', ':']);
    (!before.contains('\n') && before.chars().count() <= FURTHEST).then_some(behind)
}

fn spoken_company(clause: &str) -> Option<String> {
    let clause = clause.trim();
    if let Some(name) = hosted_by(clause) {
        let early = after_company(clause).is_none_or(|after| after < 24);
        if early && let Some(name) = cut_company(name.split(" on ").next().unwrap_or_default()) {
            return Some(name);
        }
    }
    let lead = ["the ", "today's ", "today’s ", "our "]
        .iter()
        .fold(clause, |text, lead| text.strip_prefix(lead).unwrap_or(text));
    let lead = lead.strip_prefix("this ").unwrap_or(lead);
    // "The third quarter 2019 Acme earnings call": the period first.
    if let Some((_, range)) = find_period(lead).filter(|(_, range)| range.start == 0) {
        let rest = lead[range.end..].trim_start();
        let end = after_company(rest)?;
        return if rest.starts_with(char::is_uppercase) { clean_company(&rest[..end]) } else { None };
    }
    // The name stands before the period or before what the call is about; a clause that goes on without either names nobody.
    let period = find_period(lead).map(|(_, range)| range.start);
    let after = after_company(lead);
    let end = match (period, after) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let name = lead[..end].trim();
    let site = name.split(' ').next().is_some_and(|word| word.trim_end_matches('.').contains('.'));
    (site || name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        .then(|| clean_company(name))
        .flatten()
        .filter(|name| !is_person_talk(name))
}

/// "Ms. Ada Lund", "Ada, and welcome": an address and no company.
fn is_person_talk(name: &str) -> bool {
    ["Mr.", "Ms.", "Mrs.", "Dr.", "Good ", "Thank", "Ladies"].iter().any(|start| name.starts_with(start))
        || name.contains(" and welcome")
}

/// Fills in from the first turns what no line prints.
pub(crate) fn complete<'a>(header: &mut Header, speech: impl Iterator<Item = &'a str>) {
    let speech: Vec<&str> = speech.collect();
    for text in &speech {
        if header.company.is_some() && header.period.is_some() {
            return;
        }
        let said = from_speech(text);
        header.company =
            header.company.take().or(said.company.map(|name| drop_possessive(name, speech.iter().copied())));
        header.period = header.period.or(said.period);
        header.date = header.date.or(said.date);
    }
    if let Some(begun) = speech.first().filter(|_| header.company.is_none() || header.period.is_none()) {
        let (company, period) = begun_in_the_title(begun);
        header.company = header.company.take().or(company.map(|name| drop_possessive(name, speech.iter().copied())));
        header.period = header.period.or(period);
    }
    header.company = header.company.take().or_else(|| speech.iter().find_map(|text| who_cautions(text)));
}

/// The day of which somebody says that the call is recorded on it: `this call is being recorded today, Monday, May 6, 2024`.
pub(crate) fn recorded(text: &str) -> Option<Date> {
    const LEAD: &[&str] =
        &["on", "today", "the", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let text = beginning(text, 3000);
    text.match_indices(" recorded").find_map(|(at, words)| {
        let rest = beginning(&text[at + words.len()..], LONGEST_CLAUSE);
        let (day, range) = find_date(rest)?;
        let mut lead = rest[..range.start].split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        lead.all(|word| LEAD.contains(&word.to_ascii_lowercase().as_str())).then_some(day)
    })
}

/// A recording that begins in the middle of the welcome: `Nordlys' First Quarter 2024 Webcast. My name is …`.
fn begun_in_the_title(text: &str) -> (Option<String>, Option<Period>) {
    const ENDS: &[&str] = &["call", "webcast", "teleconference", "conference", "meeting", "presentation"];
    let clause = first_clause(run(text, LONGEST_CLAUSE, &['?', '!', '\n']));
    let is_title = clause.rsplit(' ').next().is_some_and(|last| ENDS.contains(&last.to_lowercase().as_str()));
    match find_period(clause).filter(|_| is_title) {
        Some((period, range)) if range.start > 0 => (cut_company(&clause[..range.start]), Some(period)),
        Some((period, _)) => (None, Some(period)),
        None => (None, None),
    }
}

/// The name before `cautions that these statements …`: whoever reads the safe harbour out is of that company.
fn who_cautions(text: &str) -> Option<String> {
    const VERBS: &[&str] = &[
        " cautions that",
        " cautions you",
        " cautions investors",
        " undertakes no ",
        " assumes no ",
        " disclaims any ",
        " does not undertake ",
        " is under no obligation",
    ];
    let text = beginning(text, 4000);
    let before = VERBS.iter().filter_map(|verb| text.find(verb)).min().map(|at| &text[..at])?;
    let is_of_a_name = |word: &&str| word.starts_with(char::is_uppercase) || matches!(*word, "&" | "of" | "and");
    let start = before.split(' ').rev().take_while(is_of_a_name).last()?;
    let name = &before[start.as_ptr() as usize - before.as_ptr() as usize..];
    let name = clean_company(name).filter(|name| !name.contains(". ") && name.split(' ').count() <= 6)?;
    let first = name.split(' ').next().unwrap_or_default();
    const NOBODY: &[&str] =
        &["We", "It", "Management", "Company", "Corporation", "Bank", "Group", "Firm", "Therefore", "And"];
    (!NOBODY.contains(&first)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_welcome_names_company_and_period() {
        let cases = [
            (
                "thank you for standing by and welcome to Nordlys Inc.’s Second Quarter 2023 Earnings Conference Call. At this time",
                "Nordlys Inc.",
                "2023Q2",
            ),
            ("Welcome to Nordlys Fourth Quarter 2022 Earnings Conference Call. I would", "Nordlys", "2022Q4"),
            ("Welcome to the Nordlys Bank's 2020 Fourth Quarter Results Conference Call.", "Nordlys Bank", "2020Q4"),
            ("welcome to the Nordlys fourth quarter earnings conference call. At this time", "Nordlys", ""),
            (
                "Welcome to the Second Quarter 2023 Earnings Call for Nordlys Corporation. My name",
                "Nordlys Corporation",
                "2023Q2",
            ),
            (
                "welcome to the Third Quarter 2019 Nordlys Boats Inc. Earnings Conference Call. At",
                "Nordlys Boats Inc.",
                "2019Q3",
            ),
            (
                "thank you all for joining us to discuss Nordlys Boats' Second Quarter 2021 Results. Our",
                "Nordlys Boats",
                "2021Q2",
            ),
            (
                "I would like to welcome everyone to the Fourth Quarter Year-End 2014 Earnings Conference Call. All",
                "",
                "2014Q4",
            ),
            ("Welcome to our second quarter earnings call.", "", ""),
            ("Joining us for the Q&A portion of the call are Ada Lund, our President", "", ""),
            ("welcome to the nordlys.com Quarter 4 2022 Financial Results Teleconference.", "nordlys.com", "2022Q4"),
            ("Thank you, Ada, and welcome to the call.", "", ""),
            (
                "This is the conference operator. Welcome to the Nordlys Third Quarter of Fiscal 2021 Earnings Call.",
                "Nordlys",
                "2021Q3",
            ),
            (
                "thank you for joining the Third Quarter 2021 Earnings Conference Call for Nordlys Boats Ltd. On the call today",
                "Nordlys Boats Ltd",
                "2021Q3",
            ),
            ("welcome to the Quarter Two 2021 Nordlys Inc. Earnings Conference Call. At", "Nordlys Inc.", "2021Q2"),
            ("welcome to Nordlys's video conference to discuss results.", "Nordlys", ""),
        ];
        for (text, company, period) in cases {
            let header = from_speech(text);
            assert_eq!(header.company.unwrap_or_default(), company, "{text}");
            assert_eq!(header.period.map(|p| p.to_string()).unwrap_or_default(), period, "{text}");
        }
    }

    #[test]
    fn the_day_of_the_recording_is_the_day() {
        for (text, want) in [
            ("This call is being recorded on Thursday, February 13, 2025. I would", "2025-02-13"),
            ("please note that today's call is being recorded today, Friday, July 10, 2020. At", "2020-07-10"),
            ("The conference is recorded on the 4th of August 2011, and", "2011-08-04"),
            ("As a reminder, this call is being recorded, Thursday, July 29, 2021.\nI would", "2021-07-29"),
            ("We recorded revenue of $3 million. On May 2, 2024, we", ""),
            ("This call is being recorded. A replay is there until March 3, 2025.", ""),
            ("This call is recorded on Monday", ""),
        ] {
            assert_eq!(recorded(text).map(|day| day.to_string()).unwrap_or_default(), want, "{text}");
        }
    }

    #[test]
    fn what_nobody_welcomes_to_is_found_elsewhere() {
        let complete = |speech: &[&str]| {
            let mut header = Header::default();
            complete(&mut header, speech.iter().copied());
            (header.company.unwrap_or_default(), header.period.map(|p| p.to_string()).unwrap_or_default())
        };
        let cases: [(&[&str], &str, &str); 8] = [
            (&["Nordlys' First Quarter 2024 Q&A Webcast. My name is Ida."], "Nordlys", "2024Q1"),
            (
                &["Thanks for joining. Nordlys Boats cautions that these statements are subject to risks."],
                "Nordlys Boats",
                "",
            ),
            (&["These are risks. The Company undertakes no obligation to update them."], "", ""),
            (&["We said so. Nordlys sells boats in many places."], "", ""),
            (
                &["Welcome to Nordlys's first quarter 2024 earnings call.", "Nordlys's boats sell, and Nordlys grows."],
                "Nordlys",
                "2024Q1",
            ),
            (
                &["Welcome to Nordlys Bank's first quarter 2024 earnings call.", "Over to Nordlys Bank's CEO."],
                "Nordlys Bank",
                "2024Q1",
            ),
            (
                &[
                    "Welcome to Ola Nordly's first quarter 2024 earnings call. Ola Nordly's boats",
                    "At Ola Nordly's, boats",
                ],
                "Ola Nordly's",
                "2024Q1",
            ),
            (
                &["Welcome to Nordly's first quarter 2024 earnings call. Nordly's boats", "At Nordly's, boats sell."],
                "Nordly's",
                "2024Q1",
            ),
        ];
        for (speech, company, period) in cases {
            assert_eq!(complete(speech), (company.to_owned(), period.to_owned()), "{speech:?}");
        }
    }
}
