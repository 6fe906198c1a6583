//! Several calls in one file, each page, or the first of each call, headed by the event it is from.

use std::ops::Range;

use jiff::civil::Date;

use crate::{layout::header, transcript::Period};

/// How many lines of a page are looked at for its heading.
const TOP: usize = 4;

/// Which event a page is from, by its heading.
#[derive(PartialEq, Eq)]
struct Event {
    date: Option<Date>,
    period: Period,
    /// The letters of the heading: page numbers change.
    letters: String,
}

/// The parts of a text that are each about one event: the whole of it, where no page's heading differs.
pub(super) fn split(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut last: Option<Event> = None;
    let mut at = 0;
    for page in text.split_inclusive('\u{c}') {
        if let Some(event) = event(page)
            && last.as_ref() != Some(&event)
        {
            starts.push(at);
            last = Some(event);
        }
        at += page.len();
    }
    if starts.len() < 2 {
        return std::iter::once(0..text.len()).collect();
    }
    starts.insert(0, 0);
    starts.push(text.len());
    starts.dedup();
    starts.windows(2).map(|pair| pair[0]..pair[1]).collect()
}

/// The event that a page's heading names: a line with a day and a period, or with a day in figures.
fn event(page: &str) -> Option<Event> {
    let lines = page.lines().map(str::trim).filter(|line| !line.is_empty()).take(TOP);
    lines.filter(|line| line.len() <= 160).find_map(|line| {
        let date = header::date(line);
        let figures = line.get(..10).is_some_and(is_day);
        (figures || date.is_some() && names_call(line)).then_some(())?;
        let period = header::period(line)?;
        let letters = line.chars().filter(|c| c.is_alphabetic()).collect();
        Some(Event { date, period, letters })
    })
}

fn names_call(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["conference call", "earnings call"].iter().any(|name| lower.contains(name))
}

/// `04/18/2002`.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('/');
    let mut figures =
        |n: usize| parts.next().is_some_and(|part| part.len() == n && part.bytes().all(|b| b.is_ascii_digit()));
    figures(2) && figures(2) && figures(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_heading_begins_a_new_call() {
        let text = "Contents\n\u{c}APRIL 18, 2002 / 2:00PM - Q1 2002 Nordlys Earnings Conference Call\na\n\u{c}\
                    APRIL 18, 2002 / 2:00PM - Q1 2002 Nordlys Earnings Conference Call\nb\n\u{c}\
                    04/18/2002   Fjord (FJRD) - FJRD Q1 2002\nc\n\u{c}more\n";
        let parts: Vec<&str> = split(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(parts.len(), 3, "{parts:?}");
        assert!(parts[1].ends_with("b\n\u{c}") && parts[2].ends_with("more\n"));
        let one = "Nordlys Q1 2002 Earnings Call, April 18, 2002, page 1\n\u{c}Nordlys Q1 2002 Earnings Call, April 18, 2002, page 2\n";
        assert_eq!(split(one).len(), 1);
    }
}
