//! Days and fiscal periods as people write them, and ranges of them.

use jiff::civil::Date;

use super::{Dates, Periods};
use crate::transcript::Period;

/// What is wrong with a value, and what to do about it.
pub(super) type Wrong = (String, Option<String>);

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `2023Q2`, `2023`, `2022Q3..2023Q2`, open ends; also `Q2 2023`, `2Q23`, `FY2023`, `2023H1`.
pub(super) fn periods(value: &str) -> Result<Periods, Wrong> {
    let (from, to) = ends(value)?;
    let from = from.map(period).transpose()?;
    let to = to.map(period).transpose()?;
    let range = Periods { from: from.map(|(first, _)| first), to: to.map(|(_, last)| last) };
    match (range.from, range.to) {
        (Some(first), Some(last)) if quarter_of(first, 1) > quarter_of(last, 4) => {
            Err((format!("{first} is after {last}"), Some(format!("did you mean `period:{last}..{first}`?"))))
        }
        _ => Ok(range),
    }
}

/// `2023-08-29`, `2023-08`, `2023`, ranges of these, open ends; also `Aug 29, 2023`.
pub(super) fn dates(value: &str) -> Result<Dates, Wrong> {
    let (from, to) = ends(value)?;
    let from = from.map(days).transpose()?;
    let to = to.map(days).transpose()?;
    match (from, to) {
        (Some((first, _)), Some((_, last))) if first > last => {
            Err((format!("{first} is after {last}"), Some("write the earlier day first".to_owned())))
        }
        _ => Ok(Dates { from: from.map(|(first, _)| first), to: to.map(|(_, last)| last) }),
    }
}

/// The ends of a range `a..b`; of a single value, that value twice.
fn ends(value: &str) -> Result<(Option<&str>, Option<&str>), Wrong> {
    let Some((from, to)) = value.split_once("..") else { return Ok((Some(value), Some(value))) };
    let end =
        |text| Some(str::trim_matches(text, |c: char| c.is_whitespace() || c == '.')).filter(|end| !end.is_empty());
    match (end(from), end(to)) {
        (None, None) => Err(("a range without ends".to_owned(), Some("write 2022..2023, 2022.. or ..2023".to_owned()))),
        ends => Ok(ends),
    }
}

fn quarter_of(period: Period, default: u8) -> (i16, u8) {
    (period.year, period.quarter.unwrap_or(default))
}

/// The first and the last period meant.
fn period(text: &str) -> Result<(Period, Period), Wrong> {
    let shown = text.trim();
    let wrong = || {
        let proposal = "write 2023Q2, 2023 or 2022Q3..2023Q2".to_owned();
        (format!("`{shown}` is not a fiscal period"), Some(proposal))
    };
    let mut plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    plain.make_ascii_uppercase();
    let fiscal = plain.contains("FY");
    let plain = plain.replace("FY", "");
    if !plain.is_ascii() {
        return Err(wrong());
    }
    let year = |digits: &str| -> Option<i16> {
        match digits.len() {
            4 => digits.parse().ok().filter(|year| (1900..2200).contains(year)),
            2 => digits.parse::<i16>().ok().map(|year| 2000 + year),
            _ => None,
        }
    };
    if plain.bytes().all(|b| b.is_ascii_digit()) {
        let known = year(&plain).filter(|_| plain.len() == 4 || fiscal).ok_or_else(wrong)?;
        let period = Period { year: known, quarter: None };
        return Ok((period, period));
    }
    let (before, unit, after) = match (plain.split_once('Q'), plain.split_once('H')) {
        (Some((before, after)), None) => (before, 4, after),
        (None, Some((before, after))) => (before, 2, after),
        _ => return Err(wrong()),
    };
    // Q2 2023, 2Q23, 2023Q2, 20232Q
    let (number, year) = match (before.len(), after.len()) {
        (0, 3 | 5) => (after.get(..1), after.get(1..).and_then(year)),
        (1, 2 | 4) => (Some(before), year(after)),
        (2 | 4, 1) => (Some(after), year(before)),
        (5, 0) => (before.get(4..), before.get(..4).and_then(year)),
        _ => (None, None),
    };
    let number = number.and_then(|digit| digit.parse::<u8>().ok()).ok_or_else(wrong)?;
    let year = year.ok_or_else(wrong)?;
    if !(1..=unit).contains(&number) {
        let parts = if unit == 4 { "quarters" } else { "halves" };
        return Err((format!("`{shown}` is not a fiscal period: a year has {unit} {parts}"), None));
    }
    let quarter = |quarter: u8| Period { year, quarter: Some(quarter) };
    Ok(if unit == 4 { (quarter(number), quarter(number)) } else { (quarter(2 * number - 1), quarter(2 * number)) })
}

/// The first and the last day meant.
fn days(text: &str) -> Result<(Date, Date), Wrong> {
    let shown = text.trim().trim_end_matches(',');
    let wrong = || {
        let proposal = "write 2023-08-29, 2023-08, 2023, or a range like 2023-01..2023-06".to_owned();
        (format!("`{shown}` is not a date"), Some(proposal))
    };
    let lower = shown.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    if !lower.starts_with(|c: char| c.is_alphanumeric()) || parts.iter().any(|part| !part.is_ascii()) {
        return Err(wrong());
    }
    if let [only] = parts[..]
        && only.contains(['q', 'h'])
        && period(only).is_ok()
    {
        return Err((
            format!("`{shown}` is a fiscal period, not a date"),
            Some(format!("did you mean `period:{shown}`?")),
        ));
    }
    let (year, month, day) = named_month(&parts).or_else(|| numbers(&parts)).ok_or_else(wrong)?;
    let impossible = || (format!("there is no day `{shown}`"), None);
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| impossible())?;
    let last = match (month, day) {
        (None, _) => Date::new(year, 12, 31).map_err(|_| impossible())?,
        (Some(_), None) => first.last_of_month(),
        (Some(_), Some(_)) => first,
    };
    Ok((first, last))
}

type Parts = (i16, Option<i8>, Option<i8>);

fn year(digits: &str) -> Option<i16> {
    digits.parse().ok().filter(|year| digits.len() == 4 && (1900..2200).contains(year))
}

fn small(digits: &str) -> Option<i8> {
    digits.parse().ok().filter(|_| digits.len() <= 2)
}

/// Year, month and day as numbers, the year first.
fn numbers(parts: &[&str]) -> Option<Parts> {
    match parts {
        [all] if all.len() == 8 => Some((year(&all[..4])?, Some(small(&all[4..6])?), Some(small(&all[6..])?))),
        [y] => Some((year(y)?, None, None)),
        [y, m] => Some((year(y)?, Some(small(m)?), None)),
        [y, m, d] => Some((year(y)?, Some(small(m)?), Some(small(d)?))),
        _ => None,
    }
}

/// A month by its name or the first three letters of it or more, with year and day in any order.
fn named_month(parts: &[&str]) -> Option<Parts> {
    let month = |part: &str| {
        let named = |name: &&str| part.len() >= 3 && name.starts_with(part) || (part == "sept" && *name == "september");
        MONTHS.iter().position(named)
    };
    let at = parts.iter().position(|part| month(part).is_some())?;
    let number = i8::try_from(month(parts[at])? + 1).ok()?;
    let rest: Vec<&str> = parts.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, part)| *part).collect();
    let day = |part: &str| small(part.trim_end_matches(|c: char| c.is_ascii_alphabetic()));
    match rest[..] {
        [y] => Some((year(y)?, Some(number), None)),
        [a, b] => match (year(a), year(b)) {
            (Some(y), None) => Some((y, Some(number), Some(day(b)?))),
            (None, Some(y)) => Some((y, Some(number), Some(day(a)?))),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_written() {
        for (value, expected) in [
            ("2023Q2", "2023Q2 2023Q2"),
            ("2023q2", "2023Q2 2023Q2"),
            ("Q2 2023", "2023Q2 2023Q2"),
            ("Q2'23", "2023Q2 2023Q2"),
            ("2Q23", "2023Q2 2023Q2"),
            ("2Q 2023", "2023Q2 2023Q2"),
            ("2023-Q2", "2023Q2 2023Q2"),
            ("FY2023", "2023 2023"),
            ("fy23", "2023 2023"),
            ("Q2 FY23", "2023Q2 2023Q2"),
            ("2023H1", "2023Q1 2023Q2"),
            ("2023", "2023 2023"),
            ("2022Q3..2023Q2", "2022Q3 2023Q2"),
            ("2022..2023Q2", "2022 2023Q2"),
            ("2022..", "2022 -"),
            ("..2023Q2", "- 2023Q2"),
            ("2022...2023", "2022 2023"),
        ] {
            let end = |end: Option<Period>| end.map_or("-".to_owned(), |period| period.to_string());
            let found = periods(value).map(|range| format!("{} {}", end(range.from), end(range.to)));
            assert_eq!(found.as_deref(), Ok(expected), "{value}");
        }
        for wrong in [
            "2023Q5",
            "2023Q0",
            "23",
            "Q2",
            "..",
            "",
            "20235",
            "2023Q2..2022Q3",
            "2023..2022",
            "3023",
            "２０２３",
            "H",
            "2023H3",
        ] {
            assert!(periods(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn dates_are_read_as_written() {
        for (value, expected) in [
            ("2023-08-29", "2023-08-29 2023-08-29"),
            ("2023-8-9", "2023-08-09 2023-08-09"),
            ("2023/08/29", "2023-08-29 2023-08-29"),
            ("20230829", "2023-08-29 2023-08-29"),
            ("2023-08", "2023-08-01 2023-08-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2023", "2023-01-01 2023-12-31"),
            ("2023..", "2023-01-01 -"),
            ("..2023-06", "- 2023-06-30"),
            ("2023-01-01..2023-06-30", "2023-01-01 2023-06-30"),
            ("2022..2023-03", "2022-01-01 2023-03-31"),
            ("Aug 29, 2023", "2023-08-29 2023-08-29"),
            ("29th August 2023", "2023-08-29 2023-08-29"),
            ("2023-aug", "2023-08-01 2023-08-31"),
            ("sept 2023", "2023-09-01 2023-09-30"),
        ] {
            let end = |end: Option<Date>| end.map_or("-".to_owned(), |day| day.to_string());
            let found = dates(value).map(|range| format!("{} {}", end(range.from), end(range.to)));
            assert_eq!(found.as_deref(), Ok(expected), "{value}");
        }
        for wrong in [
            "2023-02-30",
            "2023-13",
            "29.08.2023",
            "08/29/2023",
            "2023-08..2023-07",
            "..",
            "2023Q2",
            "soon",
            "",
            "-2023",
            "2023-00",
        ] {
            assert!(dates(wrong).is_err(), "{wrong}");
        }
    }
}
