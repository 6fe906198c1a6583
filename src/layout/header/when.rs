//! When: fiscal periods and dates, in all the ways that titles and speakers write them.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::pattern;
use crate::{text::WordStarts, transcript::Period};

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What must stand in a text for a pattern to be worth building, and trying.
struct Hints {
    q: bool,
    quarter: bool,
    year: bool,
    spelled: bool,
}

impl Hints {
    /// Those of a text in lower case.
    fn of(text: &str) -> Hints {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let q = text.contains('q');
        let quarter = q && has(&["quarter"]);
        let spelled = quarter && has(&[SPELLED]);
        Hints { q, quarter, year: has(&["fy", "fiscal", "financial", "full"]), spelled }
    }
}

type Needs = fn(&Hints) -> bool;

/// How a year of this century begins where a machine wrote down what it heard: `twenty twenty one`.
const SPELLED: &str = "twenty ";

/// All ways to write a period, with the groups `q`, `p`, `o` (quarter) and `y`, `z`, `s` (year); two digits
/// alone are a year only where nothing else can be meant.
static PERIODS: [(Needs, LazyLock<Regex>); 7] = [
    // Q2 2023, Q2 FY23, Q3 fiscal 2024, Q4 and full year 2022, Q1'24, Q2-2023, Quarter 2 2023, Quarter Two 2023
    (
        |text| text.q,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?: (?: f?q | quarter \s )(?<q>[1-4]) | quarter \s (?<o>one|two|three|four) ) [\s,/-]* (?:(?:and|&) \s+ (?:full|fiscal)[\s-]year [\s,]* | (?:of \s+)? (?:fiscal|fy) (?:[\s-]year)? \s* | cy \s* | of \s+ )* (?<y>(?:19|20)\d\d | (?: fy \s? ['’]? | fiscal (?:\s year)? \s ['’]? | ['’] ) \d\d) \b",
            )
        }),
    ),
    // 4Q24, 1Q 2023
    (
        |text| text.q,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b f?(?<q>[1-4])q (?: [\s,/-]* (?:fy \s?)? (?<y>(?:19|20)\d\d | ['’]\d\d) | (?:fy)? (?<z>\d\d) ) \b",
            )
        }),
    ),
    // second quarter 2023, fourth quarter and full year 2022, second quarter of fiscal year 2023
    (
        |text| text.quarter,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?<o>ORDINAL) [\s-]+ (?:fiscal \s+)? quarter (?:['’]s)? [\s,]* (?:(?:(?:and|&) \s+)? (?:the \s+)? (?:full|fiscal|year[\s-]end) (?:[\s-]+ (?:fiscal|year|full))* [\s,]* | (?:of \s+)? (?:the \s+)? (?:fiscal|financial|calendar|full|fy) (?:[\s-]year)? \s* | (?:of|for|in) \s+ )* ['’]? (?<y>(?:19|20)\d\d|(?-x:(?:(?:fy|'|’))\d\d)) \b",
            )
        }),
    ),
    // FY21 second quarter, fiscal year 2023 third quarter, 2020 fourth quarter
    (
        |text| text.quarter,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?:(?:fiscal|financial|full) (?:[\s-]year)? \s* | fy \s* ['’]? )? (?<y>(?:19|20)\d\d|(?:fy \s* ['’]?) \d\d) (?:['’]s)? [\s,-]* (?:fiscal \s+)? (?<o>ORDINAL) [\s-]+ (?:fiscal \s+)? quarter \b",
            )
        }),
    ),
    // fiscal 2024 Q3, FY24 Q3, 2023Q2, 2023 Q2
    (
        |text| text.q,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?:(?:fiscal|financial) (?:[\s-]year)? \s* )? (?<y>(?:19|20)\d\d|fy \s* ['’]? \d\d(?:\d\d)?) [\s,_-]* (?:q(?<q>[1-4]) | (?<p>[1-4])q) \b",
            )
        }),
    ),
    // third quarter twenty twenty one, fourth quarter of fiscal twenty nineteen
    (
        |text| text.spelled,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?<o>ORDINAL) [\s-]+ (?:fiscal \s+)? quarter [\s,]* (?: (?:and \s+)? (?:of|for|in|the|fiscal|full|calendar|year) \s+ )* twenty [\s-] (?<s> twenty (?:[\s-] (?:one|two|three|four|five|six|seven|eight|nine) )? | ten | eleven | twelve | (?:thir|four|fif|six|seven|eigh|nine)teen ) \b",
            )
        }),
    ),
    // full year 2022, FY 2022, fiscal 2022: a whole year
    (
        |text| text.year,
        LazyLock::new(|| {
            pattern(
                r"(?x) \b (?: (?:full|fiscal|financial) (?:[\s-]+ (?:fiscal[\s-]+)? year)? | fy ) \s* (?<y>(?:19|20)\d\d) | \b fy \s? ['’]? (?<z>\d\d) \b",
            )
        }),
    ),
];

/// The fiscal period that a line prints.
pub(crate) fn period(text: &str) -> Option<Period> {
    find_period(text).map(|(period, _)| period)
}

/// The period and the bytes where it stands.
pub(super) fn find_period(text: &str) -> Option<(Period, std::ops::Range<usize>)> {
    // The first letter may be a capital.
    if !text.bytes().any(|b| b.is_ascii_digit()) && !text.contains(&SPELLED[1..]) {
        return None;
    }
    let text = &text.to_ascii_lowercase();
    let hints = Hints::of(text);
    PERIODS.iter().filter(|(needs, _)| needs(&hints)).find_map(|(_, pattern)| {
        let found = pattern.captures(text)?;
        Some((to_period(&found)?, found.get(0)?.range()))
    })
}

fn to_period(found: &Captures) -> Option<Period> {
    let year = match found.name("s") {
        Some(words) => spelled_year(words.as_str())?,
        None => {
            let year = found.name("y").or(found.name("z"))?.as_str();
            let digits: String = year.chars().filter(char::is_ascii_digit).collect();
            let year: i16 = digits.parse().ok()?;
            if digits.len() == 2 { year + if year < 70 { 2000 } else { 1900 } } else { year }
        }
    };
    if !(1980..2040).contains(&year) {
        return None;
    }
    let number = found.name("q").or(found.name("p")).and_then(|q| q.as_str().parse().ok());
    let word = found.name("o").map(|o| match o.as_str() {
        "first" | "1st" | "one" => 1,
        "second" | "2nd" | "two" => 2,
        "third" | "3rd" | "three" => 3,
        _ => 4,
    });
    Some(Period { year, quarter: number.or(word) })
}

/// `nineteen`, `twenty`, `twenty one`: the year of this century.
fn spelled_year(words: &str) -> Option<i16> {
    const NUMBERS: &[&str] = &[
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    let number = |word: &str| NUMBERS.iter().position(|known| *known == word).and_then(|at| i16::try_from(at + 1).ok());
    match words.strip_prefix("twenty") {
        Some("") => Some(2020),
        Some(ones) => Some(2020 + number(ones.trim_start_matches(|c: char| !c.is_alphabetic()))?),
        None => Some(2000 + number(words)?),
    }
}

/// A pattern, and what a line must have for it to be worth building.
type Hinted = (fn(&str) -> bool, LazyLock<Regex>);

static DATES: [Hinted; 4] = [
    // August 29, 2023; Aug. 29th 2023; MAY 21, 2020
    (
        has_month,
        LazyLock::new(|| {
            pattern(
                r"\b(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(?<y>(?:19|20)\d\d)\b",
            )
        }),
    ),
    // 29 August 2023; 13-Jul-2012
    (
        has_month,
        LazyLock::new(|| {
            pattern(
                r"\b(?<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+(?<y>(?:19|20)\d\d)\b",
            )
        }),
    ),
    // 2023-08-29; 2023/08/29
    (has_numbers, LazyLock::new(|| pattern(r"\b(?<y>(?:19|20)\d\d)[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})\b"))),
    // 11/14/2022
    (has_numbers, LazyLock::new(|| pattern(r"\b(?<m>\d{1,2})/(?<d>\d{1,2})/(?<y>(?:19|20)\d\d)\b"))),
];

/// Whether a word begins as a month's name.
fn has_month(text: &str) -> bool {
    let begins_month = |at: usize| {
        let month = text.as_bytes()[at..].first_chunk::<3>().map(|name| name.map(|byte| byte | 0x20));
        month.is_some_and(|month| MONTHS.iter().any(|known| known.as_bytes() == month))
    };
    WordStarts::that(begins_month, text).next().is_some()
}

/// Whether there is what may be a year, as every date that is read here has it.
fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'1', b'2', bytes).any(|at| match bytes[at..].first_chunk() {
        Some([b'1', b'9', decade, year] | [b'2', b'0', decade, year]) => {
            decade.is_ascii_digit() && year.is_ascii_digit()
        }
        _ => false,
    })
}

/// Whether a sign that parts the numbers of a date stands between two digits.
fn has_numbers(text: &str) -> bool {
    let parts = |w: &[u8]| w[0].is_ascii_digit() && matches!(w[1], b'-' | b'/' | b'.') && w[2].is_ascii_digit();
    text.as_bytes().windows(3).any(parts)
}

/// The first date that a line prints, but for the end of a period: `the quarter ended March 31, 2023`.
pub(crate) fn date(text: &str) -> Option<Date> {
    let mut rest = text;
    loop {
        let (date, range) = find_date(rest)?;
        let before = rest[..range.start].trim_end();
        // The end of a period, and the day of another paper.
        const OTHERS: &[&str] = &["ended", "ending", "ends", "Ended", "Ending", "ENDED", "ENDING", " dated"];
        if !OTHERS.iter().any(|other| before.ends_with(other)) {
            return Some(date);
        }
        rest = &rest[range.end..];
    }
}

/// A line without the date at its end.
pub(super) fn before_date(line: &str) -> &str {
    match find_date(line) {
        Some((_, range)) if line[range.end..].trim().is_empty() => line[..range.start].trim_end(),
        _ => line,
    }
}

pub(super) fn find_date(text: &str) -> Option<(Date, std::ops::Range<usize>)> {
    if !has_year(text) {
        return None;
    }
    let text = &text.to_ascii_lowercase();
    DATES.iter().filter(|(needs, _)| needs(text)).find_map(|(_, pattern)| {
        let found = pattern.captures(text)?;
        let month = found.name("m")?.as_str();
        let month = match month.parse::<i8>() {
            Ok(number) => number,
            Err(_) => MONTHS.iter().position(|name| month.starts_with(name))? as i8 + 1,
        };
        let date = Date::new(found["y"].parse().ok()?, month, found["d"].parse().ok()?).ok()?;
        Some((date, found.get(0)?.range()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_all_their_forms() {
        let cases = [
            ("Q2 2023", "2023Q2"),
            ("Q2 FY23 results", "2023Q2"),
            ("Fiscal Q3 2024", "2024Q3"),
            ("First Quarter 2023", "2023Q1"),
            ("FY21 Second Quarter", "2021Q2"),
            ("Q4 and Full Year 2022", "2022Q4"),
            ("4Q24 FINANCIAL RESULTS", "2024Q4"),
            ("Q1'24", "2024Q1"),
            ("fourth quarter and full year 2022", "2022Q4"),
            ("second quarter of fiscal year 2023", "2023Q2"),
            ("Second Quarter Fiscal Year 2023", "2023Q2"),
            ("2020 Fourth Quarter and Fiscal Year-End", "2020Q4"),
            ("fiscal year 2023 third quarter", "2023Q3"),
            ("FY2024 Q3", "2024Q3"),
            ("2023Q2", "2023Q2"),
            ("Full Year 2022 Results", "2022"),
            ("third-quarter 2019", "2019Q3"),
            ("F3Q14", "2014Q3"),
            ("F4Q 2012", "2012Q4"),
            ("Quarter Two 2023", "2023Q2"),
            ("Third Quarter twenty twenty one", "2021Q3"),
            ("fourth quarter of fiscal twenty nineteen", "2019Q4"),
            ("second quarter twenty twenty", "2020Q2"),
        ];
        for (text, want) in cases {
            assert_eq!(period(text).map(|p| p.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in [
            "second quarter",
            "second quarter twenty boats",
            "q2 44 million",
            "4Q 30 deals",
            "in 2023",
            "Q5 2023",
            "quarter",
            "",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_in_all_their_forms() {
        for text in [
            "August 29, 2023",
            "Aug. 29th, 2023 8:00 AM ET",
            "29 August 2023",
            "2023-08-29",
            "8/29/2023",
            "AUGUST 29, 2023 / 9:30PM GMT",
        ] {
            assert_eq!(date(text).map(|d| d.to_string()).as_deref(), Some("2023-08-29"), "{text}");
        }
        assert_eq!(date("February 30, 2023"), None);
        let ended = "for the period ending December 31, 2023 (Feb 13, 2024)";
        assert_eq!(date(ended).map(|d| d.to_string()).as_deref(), Some("2024-02-13"));
        assert_eq!(date("for the three months ended March 31, 2023"), None);
        assert_eq!(date("This is further to our letter dated March 31, 2023."), None);
        assert_eq!(date("May 2023"), None);
    }
}
