//! What is printed, or said, about the event: company, ticker, exchange, period, date, title.
//!
//! Shared by all layouts. Nothing is invented: a year that stands nowhere is no year.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::{Header, beginning};
use crate::transcript::Period;

const ORDINALS: &str = r"first|second|third|fourth|1st|2nd|3rd|4th";
const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn pattern(text: &str) -> Regex {
    Regex::new(&text.replace("ORDINAL", ORDINALS)).expect("a valid pattern")
}

/// All ways to write a period, with the groups `q`, `p`, `o` (quarter) and `y`, `z` (year); two digits
/// alone are a year only where nothing else can be meant.
static PERIODS: LazyLock<[Regex; 6]> = LazyLock::new(|| {
    [
        // Q2 2023, Q2 FY23, Q3 fiscal 2024, Q4 and full year 2022, Q1'24, Q2-2023
        pattern(
            r"(?ix) \b q(?<q>[1-4]) [\s,/-]* (?:(?:and|&) \s+ (?:full|fiscal)[\s-]year [\s,]* | (?:of \s+)? (?:fiscal|fy) (?:[\s-]year)? \s* | cy \s* | of \s+ )* (?<y>(?:19|20)\d\d | (?: fy \s? ['’]? | fiscal (?:\s year)? \s ['’]? | ['’] ) \d\d) \b",
        ),
        // 4Q24, 1Q 2023
        pattern(
            r"(?ix) \b (?<q>[1-4])q (?: [\s,/-]* (?:fy \s?)? (?<y>(?:19|20)\d\d | ['’]\d\d) | (?:fy)? (?<z>\d\d) ) \b",
        ),
        // second quarter 2023, fourth quarter and full year 2022, second quarter of fiscal year 2023
        pattern(
            r"(?ix) \b (?<o>ORDINAL) [\s-]+ (?:fiscal \s+)? quarter (?:['’]s)? [\s,]* (?:(?:and|&) \s+ (?:the \s+)? (?:full|fiscal|year[\s-]end) (?:[\s-]+ (?:fiscal|year|full))* [\s,]* | (?:of \s+)? (?:the \s+)? (?:fiscal|financial|calendar|full|fy) (?:[\s-]year)? \s* | (?:of|for|in) \s+ )* ['’]? (?<y>(?:19|20)\d\d|(?-x:(?:(?:fy|FY|'|’))\d\d)) \b",
        ),
        // FY21 second quarter, fiscal year 2023 third quarter, 2020 fourth quarter
        pattern(
            r"(?ix) \b (?:(?:fiscal|financial|full) (?:[\s-]year)? \s* | fy \s* ['’]? )? (?<y>(?:19|20)\d\d|(?:fy \s* ['’]?) \d\d) (?:['’]s)? [\s,-]* (?:fiscal \s+)? (?<o>ORDINAL) [\s-]+ (?:fiscal \s+)? quarter \b",
        ),
        // fiscal 2024 Q3, FY24 Q3, 2023Q2, 2023 Q2
        pattern(
            r"(?ix) \b (?:(?:fiscal|financial) (?:[\s-]year)? \s* )? (?<y>(?:19|20)\d\d|fy \s* ['’]? \d\d(?:\d\d)?) [\s,_-]* (?:q(?<q>[1-4]) | (?<p>[1-4])q) \b",
        ),
        // full year 2022, FY 2022, fiscal 2022: a whole year
        pattern(
            r"(?ix) \b (?: (?:full|fiscal|financial) (?:[\s-]+ (?:fiscal[\s-]+)? year)? | fy ) \s* (?<y>(?:19|20)\d\d) | \b fy \s? ['’]? (?<z>\d\d) \b",
        ),
    ]
});

/// The fiscal period that a line prints.
pub(crate) fn period(text: &str) -> Option<Period> {
    find_period(text).map(|(period, _)| period)
}

/// The period and the bytes where it stands.
fn find_period(text: &str) -> Option<(Period, std::ops::Range<usize>)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    PERIODS.iter().find_map(|pattern| {
        let found = pattern.captures(text)?;
        Some((to_period(&found)?, found.get(0)?.range()))
    })
}

fn to_period(found: &Captures) -> Option<Period> {
    let digits: String = found.name("y").or(found.name("z"))?.as_str().chars().filter(char::is_ascii_digit).collect();
    let year: i16 = digits.parse().ok()?;
    let year = if digits.len() == 2 { year + if year < 70 { 2000 } else { 1900 } } else { year };
    if !(1980..2040).contains(&year) {
        return None;
    }
    let number = found.name("q").or(found.name("p")).and_then(|q| q.as_str().parse().ok());
    let word = found.name("o").map(|o| match o.as_str().to_ascii_lowercase().as_str() {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        _ => 4,
    });
    Some(Period { year, quarter: number.or(word) })
}

static DATES: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        // August 29, 2023; Aug. 29th 2023; MAY 21, 2020
        pattern(
            r"(?i)\b(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?\s*,?\s+(?<y>(?:19|20)\d\d)\b",
        ),
        // 29 August 2023; 13-Jul-2012
        pattern(
            r"(?i)\b(?<d>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?[\s-]+(?<y>(?:19|20)\d\d)\b",
        ),
        // 2023-08-29; 2023/08/29
        pattern(r"\b(?<y>(?:19|20)\d\d)[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})\b"),
        // 11/14/2022
        pattern(r"\b(?<m>\d{1,2})/(?<d>\d{1,2})/(?<y>(?:19|20)\d\d)\b"),
    ]
});

/// The first date that a line prints.
pub(crate) fn date(text: &str) -> Option<Date> {
    find_date(text).map(|(date, _)| date)
}

fn find_date(text: &str) -> Option<(Date, std::ops::Range<usize>)> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    DATES.iter().find_map(|pattern| {
        let found = pattern.captures(text)?;
        let month = found.name("m")?.as_str();
        let month = match month.parse::<i8>() {
            Ok(number) => number,
            Err(_) => MONTHS.iter().position(|name| month.to_ascii_lowercase().starts_with(name))? as i8 + 1,
        };
        let date = Date::new(found["y"].parse().ok()?, month, found["d"].parse().ok()?).ok()?;
        Some((date, found.get(0)?.range()))
    })
}

static TICKER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) [(\[] \s* (?: (?<x> [A-Za-z][A-Za-z\ .]{1,24}? ) \s* : \s* (?<t> [A-Za-z0-9]{1,6} (?:[.\-/][A-Za-z0-9]{1,4})? ) | (?<u> [A-Z]{1,5} (?:[.\-/][A-Z]{1,3})? ) ) \s* (?: [,;|+\-)\]] | \s [+\-\d] )",
    )
});
static BARE_TICKER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?<x>NASDAQ|NYSE|NYSEAMERICAN|AMEX|OTC|OTCQX|OTCQB|OTCPK|TSX|TSXV|LSE|HKEX|SEHK|ASX|NSE|BSE|XETRA|EPA|SIX)\s?:\s?(?<t>[A-Z0-9]{1,6}(?:[.-][A-Z]{1,3})?)\b",
    )
});

/// Exchange, if printed, and ticker: `(NASDAQ:CAN)`, `(CAN)`, `NYSE: CAN`.
pub(crate) fn ticker(text: &str) -> Option<(Option<String>, String)> {
    find_ticker(text).map(|(exchange, ticker, _)| (exchange, ticker))
}

fn find_ticker(text: &str) -> Option<(Option<String>, String, std::ops::Range<usize>)> {
    if text.contains(['(', '[']) {
        for found in TICKER.captures_iter(text) {
            let range = found.get(0)?.range();
            if let (Some(exchange), Some(ticker)) = (found.name("x"), found.name("t")) {
                return Some((Some(exchange.as_str().trim().to_owned()), ticker.as_str().to_uppercase(), range));
            }
            if let Some(ticker) = found.name("u").filter(|u| !NO_TICKERS.contains(&u.as_str())) {
                return Some((None, ticker.as_str().to_owned(), range));
            }
        }
    }
    let found = BARE_TICKER.captures(text)?;
    Some((Some(found["x"].to_owned()), found["t"].to_owned(), found.get(0)?.range()))
}

/// Capitals in brackets that are no tickers.
const NO_TICKERS: &[&str] = &[
    "PH", "IR", "CEO", "CFO", "COO", "Q", "A", "Q1", "Q2", "Q3", "Q4", "FY", "ET", "EST", "EDT", "PT", "GMT", "UTC",
    "US", "UK", "PDF", "C", "R", "TM", "SIC",
];

/// What the lines above a transcript say about the event.
pub(crate) fn from_lines(lines: &[&str]) -> Header {
    let mut header = Header::default();
    let lines: Vec<&str> =
        lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && line.len() <= 300).take(60).collect();
    for line in &lines {
        read_field(line, &mut header);
    }
    let title = lines
        .iter()
        .max_by_key(|line| (title_score(line), std::cmp::Reverse(line.len())))
        .filter(|line| title_score(line) > 0);
    // The title first, then whatever else a line may add.
    for line in title.into_iter().chain(&lines) {
        if header.ticker.is_none()
            && let Some((exchange, ticker)) = ticker(line)
        {
            header.ticker = Some(ticker);
            header.exchange = header.exchange.or(exchange);
        }
        header.date = header.date.or_else(|| date(line));
        if title_score(line) > 0 {
            header.period = header.period.or_else(|| period(line));
            header.company = header.company.or_else(|| company(line));
        }
    }
    for line in &lines {
        header.period = header.period.or_else(|| period(line).filter(|_| line.len() < 60));
    }
    header.title = header.title.or_else(|| title.filter(|line| !is_generic(line)).map(|&line| line.to_owned()));
    header
}

/// `Ticker: CAN`, `Quarter: Q1 2025`, `Company: Acme`: fields of an export's own heading.
fn read_field(line: &str, header: &mut Header) {
    let Some((name, value)) = line.split_once(':') else { return };
    let value = value.trim();
    if value.is_empty() || value.len() > 120 {
        return;
    }
    match name.trim().to_ascii_lowercase().as_str() {
        "company" | "company name" => {
            header.company = Some(value.split(['(', '（']).next().unwrap_or(value).trim().to_owned())
        }
        "ticker" | "symbol" | "stock code" => header.ticker = Some(value.to_uppercase()),
        "exchange" => header.exchange = Some(value.to_owned()),
        "quarter" | "period" | "fiscal period" => header.period = period(value).or(header.period),
        "date" | "call date" | "event date" => header.date = date(value).or(header.date),
        "title" => header.title = Some(value.to_owned()),
        _ => {}
    }
}

/// How much a line looks like a call's title.
fn title_score(line: &str) -> u32 {
    if line.len() > 220 {
        return 0;
    }
    let lower = line.to_lowercase();
    let named = [
        "earnings",
        "conference call",
        "transcript",
        "results",
        "shareholder",
        "investor day",
        "analyst day",
        "annual meeting",
    ]
    .iter()
    .filter(|word| lower.contains(*word))
    .count() as u32;
    if named == 0 || line.ends_with(['.', '!', '?']) && line.split_whitespace().count() > 14 {
        return 0;
    }
    named
        + 2 * u32::from(ticker(line).is_some())
        + 3 * u32::from(period(line).is_some())
        + u32::from(date(line).is_some())
}

/// Where a title goes on after the company's name.
static AFTER_COMPANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) (?:['’]s?)? \s* (?: \s[-–—|]\s | [,:]?\s \b (?: ORDINAL ) \s+ (?:fiscal\s+)? quarter | \b (?: earnings | financial \s+ results | quarterly | results | conference | transcript | shareholder | stockholder | investor | analyst | annual | interim | fiscal | full[\s-]year | half[\s-]year | year[\s-]end | inc\.?\s+earnings | ceo \s | cfo \s | management \s | discusses | presents | on \s+ q[1-4] | business \s+ update | corporate \s+ (?:call|conference) | call | webcast | preliminary | pre- | m&a | special | virtual | extraordinary | edited ) )",
    )
});

/// The company that a title names.
fn company(line: &str) -> Option<String> {
    if let Some((_, _, range)) = find_ticker(line) {
        let before = clean_company(&line[..range.start]);
        if before.is_some() {
            return before;
        }
    }
    if let Some((_, range)) = find_period(line) {
        return cut_company(&line[..range.start]).or_else(|| cut_company(&line[range.end..]));
    }
    cut_company(line)
}

/// The beginning of a phrase up to where the title goes on.
fn cut_company(phrase: &str) -> Option<String> {
    let phrase = phrase.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = AFTER_COMPANY.find(phrase).map_or(phrase.len(), |found| found.start());
    clean_company(&phrase[..end])
}

/// A company's name without what a sentence or title glues to it; `None` if nothing of a name is left.
fn clean_company(name: &str) -> Option<String> {
    let mut name = name.trim().trim_matches(|c: char| {
        matches!(c, '"' | '“' | '”' | '*' | '#' | '-' | '–' | '—' | ':' | ',' | ';' | '|') || c.is_whitespace()
    });
    if let Some((_, range)) = find_period(name) {
        let after = &name[range.end..];
        name = if range.start < 4 { after.trim() } else { name[..range.start].trim() };
    }
    for article in ["the ", "The ", "THE ", "today's ", "today’s ", "our ", "your "] {
        name = name.strip_prefix(article).unwrap_or(name);
    }
    for ending in ["'s", "’s", "'", "’", ",", " -", " –", " and", " for", " on", " Group's"] {
        name = name.strip_suffix(ending).unwrap_or(name).trim_end();
    }
    let words = name.split_whitespace().count();
    let is_generic = is_generic(name);
    let fits = (1..=9).contains(&words) && name.len() <= 80 && name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let spoken = [". ", "? ", "! "].iter().any(|end| {
        name.split(end).next().is_some_and(|first| {
            first.len() < name.len() && first.split_whitespace().last().is_some_and(|w| w.len() > 4)
        })
    });
    let named = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || name.contains('.')
        || name.chars().skip(1).any(char::is_uppercase);
    (fits && !is_generic && !spoken && named).then(|| name.to_owned())
}

/// Whether a title or a name holds nothing but the words of any.
fn is_generic(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "earnings",
        "transcript",
        "conference",
        "call",
        "calls",
        "results",
        "q&a",
        "fiscal",
        "year",
        "full",
        "event",
        "final",
        "edited",
        "welcome",
        "company",
        "corporation",
        "today",
        "quarterly",
        "annual",
        "financial",
        "the",
        "of",
        "inc",
    ];
    name.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .all(|word| word.is_empty() || WORDS.contains(&word.as_str()))
}

/// The sentences that open a call: "welcome to Acme's second quarter 2023 earnings conference call".
static WELCOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \b (?: welcome (?: ,? \s+ (?:everyone|everybody|all|back|you \s+ all|ladies \s+ and \s+ gentlemen))* ,? \s+ to | (?:joining|join) \s+ (?:us \s+)? (?:for|on|in|at)? (?:\s+today \s+ for)? | thank \s+ you \s+ for \s+ (?:attending|participating \s+ in) | this \s+ is | welcome \s+ you (?:\s+ all)? \s+ to | start \s+ of | hosting ) \s+ (?<rest> [^?!]{4,240} )",
    )
});
static HOSTED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) ^ .{0,60}? (?i:call|results|webcast|conference|meeting|presentation) \s+ (?: (?i:for|of|hosted\ by|with) ) \s+ (?<name> (?:the\s)? [A-Z0-9][^;:]{1,80} )",
    )
});

/// What the first words of a call say about the event.
pub(crate) fn from_speech(text: &str) -> Header {
    let mut header = Header::default();
    let text = beginning(text, 3000);
    for found in WELCOME.captures_iter(text) {
        let Some(rest) = found.name("rest").map(|rest| rest.as_str()) else { continue };
        let clause = first_clause(rest);
        if !is_call(clause) {
            continue;
        }
        header.period = header.period.or_else(|| period(clause));
        header.company = header.company.or_else(|| spoken_company(clause).map(|name| keep_possessive(name, text)));
        header.date = header.date.or_else(|| date(clause));
    }
    header
}

/// `McDonald's` is a name of its own: so it is if the text never says it without the `'s`.
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
            || abbreviated
                && !["My ", "At ", "I ", "Today", "All ", "As ", "After ", "Please "]
                    .iter()
                    .any(|w| after.starts_with(w)))
    });
    &rest[..end.unwrap_or(rest.len())]
}

fn is_call(clause: &str) -> bool {
    let lower = clause.to_lowercase();
    ["call", "earnings", "results", "quarter", "webcast", "conference"].iter().any(|word| lower.contains(word))
}

fn spoken_company(clause: &str) -> Option<String> {
    let clause = clause.trim();
    if let Some(found) = HOSTED_BY.captures(clause)
        && let Some(name) = found.name("name")
    {
        let early = AFTER_COMPANY.find(clause).is_none_or(|after| after.start() < 24);
        if early && let Some(name) = cut_company(name.as_str().split(" on ").next().unwrap_or_default()) {
            return Some(name);
        }
    }
    let lead = ["the ", "today's ", "today’s ", "our "]
        .iter()
        .fold(clause, |text, lead| text.strip_prefix(lead).unwrap_or(text));
    // The name stands before the period or before what the call is about; a clause that goes on without either names nobody.
    let period = find_period(lead).map(|(_, range)| range.start);
    let after = AFTER_COMPANY.find(lead).map(|found| found.start());
    let end = match (period, after) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let name = lead[..end].trim();
    name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
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
    for text in speech {
        if header.company.is_some() && header.period.is_some() {
            return;
        }
        let said = from_speech(text);
        header.company = header.company.take().or(said.company);
        header.period = header.period.or(said.period);
        header.date = header.date.or(said.date);
    }
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
        ];
        for (text, want) in cases {
            assert_eq!(period(text).map(|p| p.to_string()).as_deref(), Some(want), "{text}");
        }
        for text in ["second quarter", "q2 44 million", "4Q 30 deals", "in 2023", "Q5 2023", "quarter", ""] {
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
        assert_eq!(date("May 2023"), None);
    }

    #[test]
    fn titles_name_the_company() {
        let cases = [
            (
                "Nordlys Inc. (NASDAQ:NRDL) Q2 2023 Earnings Call Transcript August 29, 2023",
                "Nordlys Inc.",
                "NRDL",
                "2023Q2",
            ),
            ("Nordlys (NYSE:N) Q3 2011 Earnings Call October 19, 2011 4:30 PM ET", "Nordlys", "N", "2011Q3"),
            ("Q1 2021 Nordlys Corp Earnings Call", "Nordlys Corp", "", "2021Q1"),
            ("Nordlys Fourth Quarter 2023 Earnings Call", "Nordlys", "", "2023Q4"),
            ("Q2 2012 Nordlys & Co. Earnings Conference Call - Final", "Nordlys & Co.", "", "2012Q2"),
            ("Nordlys (NRDL) Q3 2026 Earnings Call Transcript", "Nordlys", "NRDL", "2026Q3"),
            ("Nordlys Q3 2022 Earnings Call", "Nordlys", "", "2022Q3"),
            ("Nordlys' CEO Discusses Q3 2011 Results - Earnings Call Transcript", "Nordlys", "", "2011Q3"),
        ];
        for (line, company, ticker, period) in cases {
            let header = from_lines(&[line]);
            assert_eq!(header.company.as_deref(), Some(company), "{line}");
            assert_eq!(header.ticker.unwrap_or_default(), ticker, "{line}");
            assert_eq!(header.period.map(|p| p.to_string()).unwrap_or_default(), period, "{line}");
            assert_eq!(header.title.as_deref(), Some(line), "{line}");
        }
        assert_eq!(from_lines(&["Earnings Call Transcript"]).company, None);
    }

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
            ("Welcome to our second quarter earnings call.", "", ""),
            ("Thank you, Ada, and welcome to the call.", "", ""),
        ];
        for (text, company, period) in cases {
            let header = from_speech(text);
            assert_eq!(header.company.unwrap_or_default(), company, "{text}");
            assert_eq!(header.period.map(|p| p.to_string()).unwrap_or_default(), period, "{text}");
        }
    }
}
