//! What is printed, or said, about the event: company, ticker, exchange, period, date, title.
//!
//! Shared by all layouts. Nothing is invented: a year that stands nowhere is no year.

mod when;

use std::sync::LazyLock;

use regex::Regex;

use self::when::find_period;
pub(crate) use self::when::{date, period};
use super::{Header, beginning};

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
        r"(?x) (?:['’]s?)? \s* (?: \s[-–—|]\s | [,:]?\s \b (?: ORDINAL ) \s+ (?:fiscal\s+)? quarter | \b (?: earnings | financial \s+ results | quarterly | results | conference | transcript | shareholder | stockholder | investor | analyst | annual | interim | fiscal | full[\s-]year | half[\s-]year | year[\s-]end | ceo \s | cfo \s | management \s | discusses | presents | on \s+ q[1-4] | business \s+ update | corporate \s+ (?:call|conference) | call | webcast | preliminary | pre- | m&a | special | virtual | extraordinary | edited ) )",
    )
});

fn after_company(text: &str) -> Option<usize> {
    AFTER_COMPANY.find(&text.to_ascii_lowercase()).map(|found| found.start())
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
    let first = name.split(' ').next().unwrap_or_default();
    let named = name.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || first.trim_end_matches('.').contains('.')
        || name.chars().skip(1).any(char::is_uppercase);
    let address = ["Good ", "Thank", "Ladies", "Welcome"].iter().any(|start| name.starts_with(start));
    let whole = name.matches('(').count() == name.matches(')').count();
    (fits && !is_generic && !spoken && named && whole && !address && !is_clock(name)).then(|| name.to_owned())
}

/// `02:00 pm`: when, and nobody.
fn is_clock(name: &str) -> bool {
    let (time, half) = name.split_once(' ').unwrap_or((name, ""));
    let digits = time.split_once(':').is_some_and(|(hour, minute)| {
        [hour, minute].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    });
    digits && ["", "am", "pm", "a.m.", "p.m."].iter().any(|word| half.eq_ignore_ascii_case(word))
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

/// The sentences that open a call: "welcome to Acme's second quarter 2023 earnings conference call".
static WELCOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) \b (?: welcome (?: ,? \s+ (?:everyone|everybody|all|back|you \s+ all|ladies \s+ and \s+ gentlemen))* ,? \s+ to | (?:joining|join) \s+ (?:us \s+)? (?:for|on|in|at)? (?:\s+today \s+ for)? | thank \s+ you \s+ for \s+ (?:attending|participating \s+ in) | this \s+ is | to \s+ discuss | results \s+ for | today \s+ for | welcome \s+ you (?:\s+ all)? \s+ to | start \s+ of | hosting ) \s+",
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
        from = found.end() + rest.len();
        let clause = first_clause(rest);
        if rest.len() < SHORTEST_CLAUSE || !is_call(clause) {
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

/// Takes the `'s` from a name that others say without it.
fn drop_possessive(name: String, speech: &[&str]) -> String {
    let Some(bare) = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")) else { return name };
    let without = speech.iter().any(|text| {
        beginning(text, 3000)
            .match_indices(bare)
            .any(|(at, _)| text[at + bare.len()..].starts_with(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’'))
    });
    if without { bare.to_owned() } else { name }
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
        header.company = header.company.take().or(said.company.map(|name| drop_possessive(name, &speech)));
        header.period = header.period.or(said.period);
        header.date = header.date.or(said.date);
    }
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
        ] {
            assert_eq!(company(line).as_deref(), want, "{line}");
        }
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
        ];
        for (text, company, period) in cases {
            let header = from_speech(text);
            assert_eq!(header.company.unwrap_or_default(), company, "{text}");
            assert_eq!(header.period.map(|p| p.to_string()).unwrap_or_default(), period, "{text}");
        }
    }
}
