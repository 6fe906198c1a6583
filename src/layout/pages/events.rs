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
    // A title page begins a call as well, and its heading may be another.
    let (mut titled, mut title) = (false, None);
    for page in text.split_inclusive('\u{c}') {
        let event = event(page);
        if let Some(when) = title_page(page).filter(|when| Some(*when) != title) {
            starts.push(at);
            last = event;
            titled = last.is_none();
            title = Some(when);
        } else if event.is_some() && last != event {
            if !std::mem::take(&mut titled) {
                starts.push(at);
            }
            last = event;
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

/// Of a title page, the line that says when the event was.
fn title_page(page: &str) -> Option<&str> {
    const LINES: usize = 8;
    let mut lines = page.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    lines.find(|line| line.get(..LABEL.len()).is_some_and(|label| label.eq_ignore_ascii_case(LABEL)))
}

/// The length of a text's title page, if it begins with one and goes on.
pub(super) fn title_len(text: &str) -> usize {
    let first = text.split_inclusive('\u{c}').next().unwrap_or_default();
    if first.len() < text.len() && title_page(first).is_some() { first.len() } else { 0 }
}

/// Before the day and the time on a title page.
const LABEL: &str = "event date/time:";

/// The event that a page's heading names: a line with a day and a period, or with a day in figures. Some programs print
/// the heading of a page behind its text.
fn event(page: &str) -> Option<Event> {
    let lines = || page.lines().map(str::trim).filter(|line| !line.is_empty());
    heading(lines().take(TOP)).or_else(|| spread(lines().take(2 * TOP))).or_else(|| {
        let mut last: Vec<&str> = page.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(TOP).collect();
        last.reverse();
        heading(last.into_iter())
    })
}

/// A heading over several lines: a day in figures, and below it the period.
fn spread<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<Event> {
    let day = lines.by_ref().take(TOP).find(|line| line.len() == DAY && is_day(line))?;
    let (line, period) = lines.filter(|line| line.len() <= 160).find_map(|line| Some((line, header::period(line)?)))?;
    let letters = line.chars().filter(|c| c.is_alphabetic()).collect();
    Some(Event { date: header::date(day), period, letters })
}

/// The length of a day in figures.
const DAY: usize = "04/18/2002".len();

fn heading<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<Event> {
    lines.find_map(|line| {
        (line.len() <= 160).then_some(())?;
        let date = header::date(line);
        let figures = line.get(..DAY).is_some_and(is_day);
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
        // Headings at the foot of each page, behind a title page.
        let feet = "Contents\n\u{c}NORDLYS\nQ1 2002 Earnings Conference Call\nEVENT DATE/TIME: APRIL 18, 2002 / 2:00PM\n\u{c}\
                    a\nb\nc\nd\ne\nAPRIL 18, 2002 / 2:00PM - Q1 2002 Nordlys Earnings Conference Call\n8\n\u{c}\
                    f\ng\nh\ni\nj\nAPRIL 18, 2002 / 2:00PM - Q1 2002 Nordlys Earnings Conference Call\n9\n\u{c}\
                    FJORD\nEVENT DATE/TIME: APRIL 18, 2002 / 3:00PM\n\u{c}k\n";
        let parts: Vec<&str> = split(feet).into_iter().map(|range| &feet[range]).collect();
        assert_eq!(parts.len(), 3, "{parts:?}");
        assert!(parts[1].starts_with("NORDLYS") && parts[2].starts_with("FJORD"), "{parts:?}");
        let one = "Nordlys Q1 2002 Earnings Call, April 18, 2002, page 1\n\u{c}Nordlys Q1 2002 Earnings Call, April 18, 2002, page 2\n";
        assert_eq!(split(one).len(), 1);
    }
}
