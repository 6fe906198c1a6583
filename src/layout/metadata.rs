//! What vendors' fields say about a call, whatever they call them. Shared by JSON and CSV.

use jiff::civil::Date;

use super::{
    Header,
    tree::{Node, unescape},
};
use crate::{text::Traced, transcript::Period};

const TICKER: &[&str] = &["symbol", "ticker", "stock_code", "stock_ticker", "ticker_symbol", "Symbol", "Ticker"];
const COMPANY: &[&str] = &["company_name", "companyName", "company", "Company", "organization_name"];
const QUARTER: &[&str] = &[
    "quarter",
    "fiscal_quarter",
    "fiscal_period_qtr",
    "fiscalQuarter",
    "period",
    "reporting_period",
    "fiscal_period",
    "Quarter",
    "q",
];
const YEAR: &[&str] = &["year", "fiscal_year", "fiscal_period_year", "fiscalYear", "Year"];
const DATE: &[&str] = &["date", "call_date", "conference_date", "event_date", "conferenceDate", "Date", "time"];
/// The day on which results came out, if it is one.
const RESULTS_DATE: &[&str] = &["earnings_date", "earningsDate", "report_date", "reported_date"];
const TITLE: &[&str] = &["title", "call_title", "event_title", "headline", "Title"];
const EXCHANGE: &[&str] = &["exchange", "ticker_exchange", "exchange_name", "Exchange"];
/// Objects inside the call's object that hold such fields.
const HOLDERS: &[&str] = &["event", "metadata", "meta", "call", "header", "info", "call_info", "transcript"];

/// Fields by name: an object's, or those of a row in a table.
pub(super) trait Fields {
    /// The value of the first of these fields that is there and not empty.
    fn field(&self, names: &[&str]) -> Option<String>;
}

/// The fields of an object of a traced JSON text.
pub(super) struct Object<'n, 't> {
    pub(super) text: &'t Traced,
    pub(super) node: &'n Node<'t>,
}

impl Fields for Object<'_, '_> {
    fn field(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let value = match self.node.get(name)? {
                Node::Text(raw) => unescape(self.text, raw).trim().to_owned(),
                Node::Number(number) => (*number).to_owned(),
                _ => return None,
            };
            (!value.is_empty()).then_some(value)
        })
    }
}

/// What an object, and the objects in it that describe the event, say about the call.
pub(super) fn of_object<'t>(text: &'t Traced, node: &Node<'t>) -> Header {
    let inner = HOLDERS.iter().filter_map(|name| node.get(name)).filter(|node| !node.entries().is_empty());
    let mut header = of_fields(&Object { text, node });
    for node in inner {
        fill(&mut header, of_fields(&Object { text, node }));
    }
    header
}

/// What fields say about the call.
pub(super) fn of_fields(fields: &impl Fields) -> Header {
    let short = |names| fields.field(names).filter(|value| value.len() <= 200 && !value.contains('\n'));
    let year = short(YEAR).and_then(|year| year.parse().ok()).filter(|year| (1980..2100).contains(year));
    let quarter = short(QUARTER);
    let period = period(year, quarter.as_deref());
    let day = |names| short(names).as_deref().and_then(date);
    Header {
        company: short(COMPANY).map(without_translation),
        ticker: short(TICKER).filter(|ticker| is_ticker(ticker)).map(|ticker| ticker.to_uppercase()),
        exchange: short(EXCHANGE),
        period,
        date: day(DATE).or_else(|| day(RESULTS_DATE).filter(|day| !is_placeholder(*day, period))),
        title: short(TITLE),
    }
}

/// Takes over what is missing.
pub(super) fn fill(header: &mut Header, other: Header) {
    header.company = header.company.take().or(other.company);
    header.ticker = header.ticker.take().or(other.ticker);
    header.exchange = header.exchange.take().or(other.exchange);
    header.period = header.period.filter(|p| p.quarter.is_some()).or(other.period).or(header.period);
    header.date = header.date.or(other.date);
    header.title = header.title.take().or(other.title);
}

/// The name without what stands in brackets after it: a translation, or the name once more.
fn without_translation(mut name: String) -> String {
    if name.ends_with([')', '）'])
        && let Some(at) = name.rfind(['(', '（']).filter(|at| *at > 0)
    {
        name.truncate(at);
        name.truncate(name.trim_end().len());
    }
    name
}

fn is_ticker(text: &str) -> bool {
    text.len() <= 12 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b".-:/ ".contains(&b))
}

/// `4`, `Q4`, `2022Q4`, `Q4 2022`, with the year beside or inside.
fn period(year: Option<i16>, quarter: Option<&str>) -> Option<Period> {
    let inside = quarter.and_then(|text| {
        text.split(|c: char| !c.is_ascii_digit())
            .filter(|digits| digits.len() == 4)
            .find_map(|digits| digits.parse().ok().filter(|year| (1980..2100).contains(year)))
    });
    let quarter = quarter.and_then(|text| {
        let text = text.trim();
        let digit = match text.find(['Q', 'q']) {
            Some(at) => text[at + 1..].trim_start().chars().next()?,
            None => text.chars().next().filter(|_| text.len() == 1)?,
        };
        digit.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).filter(|quarter| (1..=4).contains(quarter))
    });
    year.or(inside).map(|year| Period { year, quarter })
}

/// Whether a day of results stands for one that nobody knows: the first of a month, in the very quarter that the results
/// are of.
fn is_placeholder(day: Date, period: Option<Period>) -> bool {
    let quarter = u8::try_from((day.month() - 1) / 3 + 1).ok();
    day.day() == 1 && period.is_some_and(|period| period.year == day.year() && period.quarter == quarter)
}

/// The day at the beginning of `2020-10-29 17:00:00` or `2023-02-02T17:00:00.000-05:00`.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        let cases = [
            (Some(2023), Some("2"), Some("2023Q2")),
            (None, Some("2022Q4"), Some("2022Q4")),
            (None, Some("Q1 2025"), Some("2025Q1")),
            (None, Some("Q1-2025"), Some("2025Q1")),
            (Some(2024), Some("Q3"), Some("2024Q3")),
            (Some(2024), None, Some("2024")),
            (Some(2024), Some("full"), Some("2024")),
            (None, Some("4"), None),
            (None, None, None),
        ];
        for (year, quarter, expected) in cases {
            let got = period(year, quarter).map(|period| period.to_string());
            assert_eq!(got.as_deref(), expected, "{year:?} {quarter:?}");
        }
    }

    #[test]
    fn a_day_that_stands_for_none_is_none() {
        let cases = [
            ("2022-08-01", "2022Q3", None),
            ("2022-08-01", "2022Q2", Some("2022-08-01")),
            ("2022-08-02", "2022Q3", Some("2022-08-02")),
        ];
        for (day, period, want) in cases {
            let json = format!(r#"{{"quarter": "{period}", "earnings_date": "{day}"}}"#);
            let text = Traced::verbatim(&json, 0);
            let header = of_object(&text, &super::super::tree::parse(&text).0[0]);
            assert_eq!(header.date.map(|date| date.to_string()).as_deref(), want, "{day} {period}");
        }
    }

    #[test]
    fn objects_describe_calls_under_many_names() {
        let text = Traced::verbatim(r#"{"reporting_period": "Q1-2025"}"#, 0);
        let header = of_object(&text, &super::super::tree::parse(&text).0[0]);
        assert_eq!(header.period.map(|p| p.to_string()).as_deref(), Some("2025Q1"));
        let text = Traced::verbatim(
            r#"{"symbol": "exco", "event": {"year": 2023, "quarter": 1, "conference_date": "2023-02-02T17:00:00"}}"#,
            0,
        );
        let (values, _) = super::super::tree::parse(&text);
        let header = of_object(&text, &values[0]);
        assert_eq!(header.ticker.as_deref(), Some("EXCO"));
        assert_eq!(header.period.map(|p| p.to_string()).as_deref(), Some("2023Q1"));
        assert_eq!(header.date.map(|d| d.to_string()).as_deref(), Some("2023-02-02"));
    }
}
