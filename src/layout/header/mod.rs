//! What is printed, or said, about the event: company, ticker, exchange, period, date, title.
//!
//! Shared by all layouts. Nothing is invented: a year that stands nowhere is no year.

mod matter;
mod spoken;
mod when;

use std::sync::LazyLock;

use regex::Regex;

use self::when::find_period;
pub(crate) use self::{
    matter::front_matter,
    spoken::{complete, recorded, settle_possessive},
    when::{date, period},
};
use super::Header;

const ORDINALS: &str = r"first|second|third|fourth|1st|2nd|3rd|4th";

/// Builds a pattern of this module. Digits and the ends of words are those of ASCII: the tables of Unicode would make
/// each take ten times as long to build, and slow in every text with a curly apostrophe. Patterns for either case would
/// take twice as long again: but for capitals that mean something, they are for texts in lower case.
fn pattern(text: &str) -> Regex {
    let text = text.replace("ORDINAL", ORDINALS).replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
    Regex::new(&text).expect("a valid pattern")
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
            let is_ticker = |u: &regex::Match<'_>| {
                !NO_TICKERS.contains(&u.as_str()) && !is_short_for(u.as_str(), &text[..range.start], &text[range.end..])
            };
            if let Some(ticker) = found.name("u").filter(is_ticker) {
                return Some((None, ticker.as_str().to_owned(), range));
            }
        }
    }
    let found = BARE_TICKER.captures(text)?;
    Some((Some(found["x"].to_owned()), found["t"].to_owned(), found.get(0)?.range()))
}

/// Whether capitals in brackets are no ticker, but short for something in a sentence that goes on: for the words before them
/// (`with the Harbour and Lighthouse Commission (HLC), and`), or for whatever, in a line that begins inside of a sentence.
/// A title goes on with what is known of the call.
fn is_short_for(capitals: &str, before: &str, after: &str) -> bool {
    let goes_on = after.trim_start_matches([',', ' ']).starts_with(char::is_lowercase);
    if !goes_on || ["earnings", "call", "results", "transcript"].iter().any(|word| after.contains(word)) {
        return false;
    }
    let is_small = |word: &str| word.chars().all(char::is_lowercase);
    let words = before.split_whitespace().rev().filter(|word| !matches!(*word, "and" | "of" | "the" | "&"));
    let mut initials = words.filter_map(|word| word.chars().next());
    before.split_whitespace().next().is_some_and(|word| is_small(word.trim_end_matches([',', ';'])))
        || capitals.chars().rev().all(|capital| initials.next() == Some(capital))
}

/// Capitals in brackets that are no tickers.
const NO_TICKERS: &[&str] = &[
    "PH", "IR", "CEO", "CFO", "COO", "Q", "A", "Q1", "Q2", "Q3", "Q4", "FY", "ET", "EST", "EDT", "PT", "GMT", "UTC",
    "US", "UK", "PDF", "C", "R", "TM", "SIC", "SEC", "SEBI", "GAAP", "IFRS",
];

/// A line of a company's name and ticker is no longer.
const SHORT: usize = 90;

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
    let below = title.and_then(|title| lines.iter().position(|line| line == title));
    let below = below.map_or(&[][..], |at| &lines[at + 1..lines.len().min(at + 3)]);
    // The title first, and what stands below it: the letter around them has another date. Then whatever else a line
    // may add.
    for line in title.into_iter().chain(below).chain(&lines) {
        // In small print all in capitals, brackets hold abbreviations.
        let small = line.len() > SHORT && !line.contains(char::is_lowercase) && title_score(line) <= 3;
        let sure = |exchange: &Option<String>| exchange.is_some() || !small;
        if header.ticker.is_none()
            && let Some((exchange, ticker)) = ticker(line).filter(|(exchange, _)| sure(exchange))
        {
            header.ticker = Some(ticker);
            header.exchange = header.exchange.or(exchange);
        }
        header.date = header.date.or_else(|| date(line).filter(|_| !line.contains("://")));
        if title_score(line) > 0 {
            header.period = header.period.or_else(|| period(line));
            header.company = header.company.or_else(|| company(line));
        }
    }
    for line in &lines {
        header.period = header.period.or_else(|| period(line).filter(|_| line.len() < 60));
        // The day of an address is that on which it was put there.
        header.date = header.date.or_else(|| date(line));
    }
    header.company = header.company.or_else(|| title.and_then(|title| company_beside(&lines, title)));
    let title = title.map(|line| without_stray_quote(line)).filter(|line| !is_generic(line));
    header.title = header.title.or_else(|| title.map(str::to_owned));
    header
}

/// The company that a line names, if it is a call's title with its period: a running head may be one.
pub(crate) fn titled(line: &str) -> Option<String> {
    (title_score(line) > 3).then(|| company(line)).flatten()
}

/// The firm on a line of its own above the title, or below it.
fn company_beside(lines: &[&str], title: &str) -> Option<String> {
    let at = lines.iter().position(|line| *line == title)?;
    let near = [at.checked_sub(1), at.checked_sub(2), Some(at + 1)];
    near.into_iter().flatten().filter_map(|near| lines.get(near)).find_map(|line| firm_line(line))
}

/// The firm that is all of a line: a name that ends as only firms' do. A date behind it is none of it.
pub(crate) fn firm_line(line: &str) -> Option<String> {
    const ENDINGS: &[&str] = &[
        "inc",
        "incorporated",
        "llc",
        "ltd",
        "limited",
        "plc",
        "corp",
        "corporation",
        "ag",
        "sa",
        "nv",
        "se",
        "ab",
        "as",
        "asa",
        "spa",
        "gmbh",
        "kgaa",
    ];
    let line = line.trim_matches(|c: char| matches!(c, '"' | '“' | '”') || c.is_whitespace());
    let name = when::before_date(line).trim_end_matches([',', '-', '–', '—', '|', ' ']);
    let last = name.rsplit(' ').next().unwrap_or_default();
    let bare: String = last.chars().filter(|c| *c != '.').collect();
    // In small letters the short ones are words.
    let ends = bare.starts_with(char::is_uppercase) || bare == "plc";
    let is_firm = name.contains(' ') && ends && ENDINGS.contains(&bare.to_lowercase().as_str());
    (is_firm && !name.contains(['©', ':', '@'])).then(|| clean_company(name)).flatten()
}

/// A title without a quotation mark whose fellow stands in another line.
fn without_stray_quote(line: &str) -> &str {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”');
    if line.chars().filter(|c| is_quote(*c)).count() == 1 { line.trim_matches(is_quote).trim() } else { line }
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
        r"(?x) (?:['’]s?)? \s* (?: \s[-–—|]\s | [,:]?\s \b (?: ORDINAL ) \s+ (?:fiscal\s+)? quarter | \b (?: earnings | financial \s+ results | quarterly | results | conference | transcript | shareholder | stockholder | investor | analyst | annual | interim | fiscal | full[\s-]year | half[\s-]year | year[\s-]end | ceo \s | cfo \s | management \s | discusses | presents | announces | reports | on \s+ q[1-4] | (?:19|20)\d\d \b | [1-4]q \b | q[1-4] \b | [1-9]\d?m \b | (?:january|february|march|april|may|june|july|august|september|october|november|december) [\s,]+ (?:19|20)\d\d \b | trading \s+ update | business \s+ update | corporate \s+ (?:call|conference) | call | webcast | preliminary | pre- | m&a | special | virtual | extraordinary | edited ) )",
    )
});

fn after_company(text: &str) -> Option<usize> {
    let after = AFTER_COMPANY.find(&text.to_ascii_lowercase()).map(|found| found.start());
    // `Nordlys & CoEarnings Conference Call`: a blank was lost.
    let glued = text.match_indices("Earnings").map(|(at, _)| at);
    let glued = glued.filter(|at| text[..*at].ends_with(|c: char| c.is_lowercase() || c == '.')).min();
    [after, glued].into_iter().flatten().min()
}

/// The company that a title names.
fn company(line: &str) -> Option<String> {
    // `04/17/2002   Acme Inc (ACME)`: the day in front is no part of the name.
    let day = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | ' ')).len();
    let line = if line[..day].matches('/').count() == 2 { &line[day..] } else { line };
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
    let end = after_company(phrase).unwrap_or(phrase.len());
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
    // "Good day and welcome to today's Acme": a sentence that was cut at the wrong end.
    if let Some(at) = name.rfind("elcome to") {
        name = name[at + "elcome to".len()..].trim();
    }
    for article in ["the ", "The ", "THE ", "today's ", "today’s ", "our ", "your "] {
        name = name.strip_prefix(article).unwrap_or(name);
    }
    for ending in ["'s", "’s", "'", "’", ",", " -", " –", " and", " for", " on", " Group's"] {
        name = name.strip_suffix(ending).unwrap_or(name).trim_end();
    }
    // `Nordlys's video`, `Nordlys's Q3`: what is the company's is not its name.
    for possessive in ["'s ", "’s "] {
        if let Some((owner, owned)) = name.split_once(possessive)
            && (owned.starts_with(char::is_lowercase) || owned.starts_with(['Q', 'q']) && owned.len() < 4)
        {
            name = owner;
        }
    }
    // A full stop that ends a sentence, and no abbreviation.
    if let Some(bare) = name.strip_suffix('.')
        && bare.rsplit([' ', '.']).next().is_some_and(|word| word.len() > 4 && !bare.ends_with("Assoc"))
    {
        name = bare;
    }
    if name.split_whitespace().next_back().is_some_and(|word| DANGLING.contains(&word.to_lowercase().as_str())) {
        return None;
    }
    let words = name.split_whitespace().count();
    let is_generic = is_generic(name);
    let fits = !name.to_lowercase().contains("quarter")
        && (1..=9).contains(&words)
        && name.len() <= 80
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let spoken = [". ", "? ", "! "].iter().any(|end| {
        name.split(end).next().is_some_and(|first| {
            first.len() < name.len() && first.split_whitespace().last().is_some_and(|w| w.len() > 4)
        })
    });
    // `eBoats`, `boats.com`, but not `operation of Acme`.
    let first = name.split(' ').next().unwrap_or_default();
    let named = first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || first.trim_end_matches('.').contains('.')
        || first.chars().skip(1).any(char::is_uppercase);
    let address = ["Good ", "Thank", "Ladies", "Welcome"].iter().any(|start| name.starts_with(start));
    let whole = name.matches('(').count() == name.matches(')').count();
    // `EX-99.1 2 d123.htm`: what a filing calls its parts.
    let is_file = name.split(' ').any(|word| word.ends_with(".htm") || word.ends_with(".html"));
    (fits && !is_generic && !spoken && named && whole && !address && !is_file && !is_clock(name))
        .then(|| name.to_owned())
}

/// `02:00 pm`: when, and nobody.
fn is_clock(name: &str) -> bool {
    let (time, half) = name.split_once(' ').unwrap_or((name, ""));
    let digits = time.split_once(':').is_some_and(|(hour, minute)| {
        [hour, minute].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    });
    digits && ["", "am", "pm", "a.m.", "p.m."].iter().any(|word| half.eq_ignore_ascii_case(word))
}

/// Words that end no name.
const DANGLING: &[&str] = &[
    "a", "an", "the", "this", "these", "that", "our", "your", "of", "to", "in", "on", "for", "by", "with", "from", "is",
];

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
        "portion",
        "session",
        "fiscal",
        "year",
        "full",
        "event",
        "final",
        "edited",
        "welcome",
        "company",
        "corporation",
        "corrected",
        "employee",
        "employees",
        "today",
        "quarterly",
        "annual",
        "financial",
        "the",
        "of",
        "inc",
        "first",
        "second",
        "third",
        "fourth",
        "quarter",
        "fiscal",
        "year-end",
        "end",
        "and",
        "release",
        "investor",
        "presentation",
    ];
    name.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
        .all(|word| word.is_empty() || WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_company() {
        for (line, want) in [
            ("04/17/2002     Nordlys Inc (NRDL) - Q1 2002 Earnings", Some("Nordlys Inc")),
            ("02:00 pm     Conference Call", None),
            ("Good afternoon ladies and gentlemen and welcome to the Q1 2002 earnings call", None),
            ("Good day everyone and welcome to today's Nordlys Q1 2002 earnings call", Some("Nordlys")),
            ("included a tax benefit of $149m. Q1 2002 earnings", None),
            ("FDfn) textual representation of the applicable Issuer's conference call", None),
            ("nordlys.com Q1 2002 earnings call", Some("nordlys.com")),
            ("EX-99.1 2 d12345dex991.htm TRANSCRIPT OF EARNINGS CONFERENCE CALL", None),
            ("EMPLOYEE CONFERENCE CALL TRANSCRIPT", None),
            ("(CORRECTED TRANSCRIPT)", None),
        ] {
            assert_eq!(company(line).as_deref(), want, "{line}");
        }
    }

    #[test]
    fn a_firm_beside_the_title_is_the_company() {
        for (lines, company, title) in [
            (
                &["Nordlys Fjordbank plc", "Third quarter 2023 results", "26 October 2023"][..],
                Some("Nordlys Fjordbank plc"),
                "Third quarter 2023 results",
            ),
            (
                &["To", "\"Nordlys Tiles Limited", "Q3 FY '25 Earnings Conference Call\""],
                Some("Nordlys Tiles Limited"),
                "Q3 FY '25 Earnings Conference Call",
            ),
            (
                &[
                    "2 May 2024",
                    "SEE THE INTERBANK RATE (IBOR), THE SWAP RATE AND ALL THAT IS SET BY THEM, AND WHAT WE SAY OF EITHER ON OUR PAGE",
                    "Q2 2024 Earnings Call",
                    "Nordlys AS",
                    "1 May 2024",
                ],
                Some("Nordlys AS"),
                "Q2 2024 Earnings Call",
            ),
            (&["Sold as", "Q2 2024 Earnings Call", "Copyright © 2024 Nordlys Inc."], None, "Q2 2024 Earnings Call"),
        ] {
            let header = from_lines(lines);
            assert_eq!((header.company.as_deref(), header.title.as_deref()), (company, Some(title)), "{lines:?}");
            assert_eq!(header.ticker, None, "{lines:?}");
            assert!(header.date.is_none_or(|date| date.day() != 2), "{lines:?}");
        }
        assert_eq!(firm_line("Nordlys Co. Ltd. January 17, 2025").as_deref(), Some("Nordlys Co. Ltd."));
    }

    #[test]
    fn what_is_short_for_the_words_before_it_is_no_ticker() {
        for (line, want) in [
            ("other filings with the Harbour and Lighthouse Commission (HLC), and in other talks", None),
            ("Harbour Lighthouse Commission (HLC) under Form 6.", None),
            ("North Harbour Lights (NHL) Q2 2023 Earnings Call", Some("NHL")),
            ("North Harbour Lights (NHL) second quarter earnings call", Some("NHL")),
            ("We own shares of Nordlys (NRDL), which", Some("NRDL")),
            ("illiquidity, Interharbour Lights (IHL) risk", None),
        ] {
            assert_eq!(ticker(line).map(|(_, ticker)| ticker).as_deref(), want, "{line}");
        }
    }

    #[test]
    fn a_printed_day_is_believed_before_that_of_an_address() {
        let date = |lines: &[&str]| from_lines(lines).date.map(|day| day.to_string()).unwrap_or_default();
        let address = "URL: https://calls.example/2026/04/21/nordlys-q4-2025-earnings-call-transcript/";
        assert_eq!(date(&["Earnings Call Transcript", address, "Thursday, April 24, 2025 at 8 a.m. ET"]), "2025-04-24");
        assert_eq!(date(&["Earnings Call Transcript", address]), "2026-04-21");
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
            ("Q3 2011 Nordlys & CoEarnings Conference Call - Final", "Nordlys & Co", "", "2011Q3"),
            ("Nordlys. (NYSE:N) Q3 2011 Earnings Call", "Nordlys", "N", "2011Q3"),
            ("Nordlys Reports Third Quarter 2011 Results", "Nordlys", "", "2011Q3"),
        ];
        for (line, company, ticker, period) in cases {
            let header = from_lines(&[line]);
            assert_eq!(header.company.as_deref(), Some(company), "{line}");
            assert_eq!(header.ticker.unwrap_or_default(), ticker, "{line}");
            assert_eq!(header.period.map(|p| p.to_string()).unwrap_or_default(), period, "{line}");
            assert_eq!(header.title.as_deref(), Some(line), "{line}");
        }
        for line in [
            "Earnings Call Transcript",
            "This transcript is provided for the convenience of",
            "Numbers refer to the call",
        ] {
            assert_eq!(from_lines(&[line]).company, None, "{line}");
        }
    }
}
