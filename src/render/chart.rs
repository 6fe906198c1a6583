//! Trends for people: a table of quarters, each with a bar, as wide as the page and no wider.
//!
//! Several trends stand side by side as long as there is room for their numbers and names: with bars, else without. Where
//! there is none, a few stand one below the other, and many are one line each, with a small curve. All are drawn to one
//! scale, so that they can be compared.

use unicode_width::UnicodeWidthStr;

use super::{
    Label, Page,
    axis::{self, LEAST_GAP, Step},
    curves, flow, sanitize,
};
use crate::{transcript::Period, trend::Point};

/// Between two trends.
const GAP: usize = 3;

/// A bar shorter than this shows nothing.
const LEAST_BAR: usize = 6;

/// A bar longer than this shows no more.
const LONGEST_BAR: usize = 60;

/// A name as long as this is not cut for the sake of standing beside another.
const NAME: usize = 24;

/// So many trends can stand one below the other and still be compared.
const FEW: usize = 3;

/// A trend to be drawn.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it is the trend of.
    pub label: String,
    /// For each quarter, the calls.
    pub calls: Vec<u64>,
    /// For each quarter, the mentions.
    pub points: Vec<Point>,
}

/// How bars are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ink {
    /// In blocks, to an eighth of a column.
    #[default]
    Blocks,
    /// In plain characters.
    Ascii,
}

/// The columns of one trend.
#[derive(Clone, Copy)]
struct Columns {
    calls: usize,
    words: usize,
    mentions: usize,
    rate: usize,
    bar: usize,
    /// What the name above them needs.
    name: usize,
}

/// Hundredths as a decimal number: `12.34`. A dash where there is none.
pub fn decimal(hundredths: Option<u64>) -> String {
    hundredths.map_or_else(|| "-".to_owned(), |n| format!("{}.{:02}", n / 100, n % 100))
}

/// Draws trends over the same quarters.
pub fn render(page: &Page, quarters: &[Period], series: &[Series], ink: Ink) -> String {
    let Some(layout) = side_by_side(page.width, series) else {
        if series.len() > FEW {
            return curves::render(page, quarters, series, ink);
        }
        let blocks: Vec<String> = series.iter().map(|one| block(page, quarters, one, series, ink)).collect();
        return blocks.join("\n");
    };
    let shown: Vec<&Series> = series.iter().collect();
    grid(page, quarters, &shown, series, layout, ink)
}

/// One trend by itself, under its name.
fn block(page: &Page, quarters: &[Period], one: &Series, all: &[Series], ink: Ink) -> String {
    let layout = Columns::fit(page.width.saturating_sub(QUARTER + 2), one, all);
    grid(page, quarters, &[one], all, layout, ink)
}

/// The width of a quarter.
const QUARTER: usize = "quarter".len();

/// The columns of each trend, if all have room beside each other.
fn side_by_side(width: usize, series: &[Series]) -> Option<Columns> {
    let room = width.checked_sub(QUARTER + 2)?.checked_sub(GAP * series.len().saturating_sub(1))?;
    let each = room / series.len().max(1);
    if let [one] = series {
        return Some(Columns::fit(each, one, series));
    }
    let names: Vec<String> = series.iter().map(|one| clean(&one.label)).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0);
    let name = longest.min(NAME).max(telling_width(&names));
    let mut columns = Columns { calls: 0, words: 0, name, ..Columns::natural(series) };
    columns.bar = bar(each, columns.used());
    (columns.width() <= each).then_some(columns)
}

/// What is left for a bar.
fn bar(room: usize, used: usize) -> usize {
    let left = room.saturating_sub(used + 2);
    if left < LEAST_BAR { 0 } else { left.min(LONGEST_BAR) }
}

impl Columns {
    /// The columns that all numbers fit in, with no bar.
    fn natural(series: &[Series]) -> Columns {
        let points = || series.iter().flat_map(|one| &one.points);
        let widest = |heading: &str, cells: &mut dyn Iterator<Item = String>| {
            cells.map(|cell| cell.len()).max().unwrap_or(0).max(heading.len())
        };
        let calls = series.iter().flat_map(|one| &one.calls);
        Columns {
            calls: widest("calls", &mut calls.map(ToString::to_string)),
            words: widest("words", &mut points().map(|point| point.words.to_string())),
            mentions: widest("mentions", &mut points().map(|point| point.mentions.to_string())),
            rate: widest("per 10k", &mut points().map(|point| decimal(point.rate()))),
            bar: 0,
            name: 0,
        }
    }

    /// The columns of one trend that fit: words and calls go first, and the bar before the numbers.
    fn fit(room: usize, one: &Series, all: &[Series]) -> Columns {
        let mut columns = Columns { calls: Columns::natural(std::slice::from_ref(one)).calls, ..Columns::natural(all) };
        if columns.used() + LEAST_BAR + 2 > room {
            columns.words = 0;
        }
        if columns.used() + LEAST_BAR + 2 > room {
            columns.calls = 0;
        }
        columns.bar = bar(room, columns.used());
        columns
    }

    /// The width of all but the bar.
    fn used(&self) -> usize {
        let optional = |width: usize| if width > 0 { width + 2 } else { 0 };
        optional(self.calls) + optional(self.words) + self.mentions + 2 + self.rate
    }

    fn width(&self) -> usize {
        (self.used() + if self.bar > 0 { self.bar + 2 } else { 0 }).max(self.name)
    }

    /// Some cells, each to the right of its column.
    fn line(&self, [calls, words, mentions, rate]: [&str; 4]) -> String {
        let mut cells = Vec::new();
        for (cell, width, is_optional) in [
            (calls, self.calls, true),
            (words, self.words, true),
            (mentions, self.mentions, false),
            (rate, self.rate, false),
        ] {
            if width > 0 || !is_optional {
                cells.push(format!("{cell:>width$}"));
            }
        }
        cells.join("  ")
    }
}

/// The highest rate: what a full bar means.
fn top(series: &[Series]) -> u64 {
    series.iter().flat_map(|one| &one.points).filter_map(|point| point.rate()).max().unwrap_or(0)
}

/// A line a quarter for each of the trends shown, of all that are drawn to one scale.
fn grid(page: &Page, quarters: &[Period], shown: &[&Series], all: &[Series], columns: Columns, ink: Ink) -> String {
    let mut out = String::new();
    let (top, width) = (top(all), columns.width());
    // Alone, a name may be longer than what stands below.
    let room = if shown.len() == 1 { page.width.saturating_sub(QUARTER + 2) } else { width };
    let labels: Vec<String> = shown.iter().map(|one| flow::cut(&clean(&one.label), room)).collect();
    if labels.iter().any(|label| !label.is_empty()) {
        let cells = labels.iter().map(|label| (Label::Heading, label.clone()));
        row(page, &mut out, (Label::Aside, ""), cells, width);
    }
    let heading = columns.line(["calls", "words", "mentions", "per 10k"]);
    let headings = shown.iter().map(|_| (Label::Aside, heading.clone()));
    row(page, &mut out, (Label::Aside, "quarter"), headings, width);
    for step in axis::steps(quarters.len(), all, LEAST_GAP) {
        let i = match step {
            Step::Quarter(i) => i,
            Step::Gap(gap) => {
                let mark = if ink == Ink::Ascii { "..." } else { "⋮" };
                let told = format!("{mark} {}", axis::told(&gap, quarters));
                page.put(&mut out, Label::Aside, &flow::cut(&told, page.width));
                out.push('\n');
                continue;
            }
        };
        let mut cells = Vec::new();
        for one in shown {
            let point = one.points.get(i).copied().unwrap_or_default();
            let calls = one.calls.get(i).copied().unwrap_or(0).to_string();
            let rate = point.rate();
            let numbers = columns.line([&calls, &point.words.to_string(), &point.mentions.to_string(), &decimal(rate)]);
            let bar = draw(rate.unwrap_or(0), top, columns.bar, ink);
            let gap = if bar.is_empty() { "" } else { "  " };
            cells.push((Label::Plain, format!("{numbers}{gap}{bar}")));
        }
        row(page, &mut out, (Label::Reference, &quarters[i].to_string()), cells.into_iter(), width);
    }
    out
}

/// A name, fit for a terminal.
pub(super) fn clean(name: &str) -> String {
    sanitize::visible(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The width in which names that are not the same, cut to it, still do not look the same.
pub(super) fn telling_width(names: &[String]) -> usize {
    let mut names: Vec<&String> = names.iter().collect();
    names.sort_unstable();
    names.dedup();
    let same = |pair: &[&String]| -> usize {
        let common = pair[0].chars().zip(pair[1].chars()).take_while(|(a, b)| a == b);
        let common: String = common.map(|(a, _)| a).collect();
        // A wide character and the mark of the cut.
        common.width() + 3
    };
    names.windows(2).map(same).max().unwrap_or(0)
}

fn row(
    page: &Page,
    out: &mut String,
    (first_label, first): (Label, &str),
    cells: impl Iterator<Item = (Label, String)>,
    width: usize,
) {
    let mut blanks = 0;
    let mut put = |label: Label, text: &str, width: usize, gap: usize| {
        let text = text.trim_end();
        if !text.is_empty() {
            // Blanks at the end of a line are held back.
            out.push_str(&" ".repeat(blanks));
            page.put(out, label, text);
            blanks = 0;
        }
        blanks += width.saturating_sub(text.width()) + gap;
    };
    put(first_label, first, QUARTER, 2);
    for (label, cell) in cells {
        put(label, &cell, width, GAP);
    }
    out.push('\n');
}

/// A bar of so many of `top`, in a column of some width. What is not nothing is not drawn as nothing.
fn draw(n: u64, top: u64, width: usize, ink: Ink) -> String {
    if n == 0 || top == 0 || width == 0 {
        return String::new();
    }
    let parts = |per_column: u64| {
        let all = width as u64 * per_column;
        ((u128::from(n) * u128::from(all) + u128::from(top) / 2) / u128::from(top)).max(1) as usize
    };
    match ink {
        Ink::Ascii => "#".repeat(parts(1)),
        Ink::Blocks => {
            const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
            let eighths = parts(8);
            format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(label: &str, numbers: &[(u64, u64)]) -> Series {
        let points = numbers.iter().map(|&(mentions, words)| Point { mentions, words }).collect();
        Series { label: label.to_owned(), calls: vec![3; numbers.len()], points }
    }

    fn page(width: usize) -> Page {
        Page { width, color: false, is_terminal: true }
    }

    fn quarters(n: usize) -> Vec<Period> {
        let all = (2022..).flat_map(|year| (1..=4).map(move |quarter| Period { year, quarter: Some(quarter) }));
        all.take(n).collect()
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        for (n, top, width, ink, expected) in [
            (0, 100, 10, Ink::Blocks, ""),
            (100, 100, 10, Ink::Blocks, "██████████"),
            (50, 100, 5, Ink::Blocks, "██▌"),
            (1, 1_000_000, 5, Ink::Blocks, "▏"),
            (1, 1_000_000, 5, Ink::Ascii, "#"),
            (60, 100, 5, Ink::Ascii, "###"),
            (3, 0, 5, Ink::Ascii, ""),
        ] {
            assert_eq!(draw(n, top, width, ink), expected);
        }
    }

    #[test]
    fn many_trends_are_a_line_each() {
        let rising = series("rising", &[(0, 1_000), (1, 1_000), (0, 0), (7, 1_000)]);
        let all = [rising.clone(), rising.clone(), rising.clone(), rising];
        let text = render(&page(60), &quarters(4), &all, Ink::Blocks);
        assert_eq!(text.lines().nth(1), Some("rising         8    26.67  ▁▂ █"), "{text}");
        let text = render(&page(31), &quarters(4), &all, Ink::Ascii);
        assert!(text.lines().nth(1).is_some_and(|line| line.ends_with("_. #")), "{text}");
    }

    #[test]
    fn no_line_is_wider_than_the_page() {
        let one = series("tariffs", &[(0, 12_345), (3, 9_000), (0, 0), (120, 11_000)]);
        let two = series("李伟 \u{202e}and a very long name indeed", &[(10, 12_345), (3, 9_000), (0, 0), (1, 11_000)]);
        for width in 30..=200 {
            for shown in [
                &[one.clone()][..],
                &[one.clone(), two.clone()],
                &[one.clone(), two.clone(), one.clone()],
                &vec![two.clone(); 5],
            ] {
                for ink in [Ink::Blocks, Ink::Ascii] {
                    let text = render(&page(width), &quarters(4), shown, ink);
                    assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
                    assert!(
                        shown.len() > 3 || (text.contains("2022Q3") && text.contains("109.09")),
                        "{width}:\n{text}"
                    );
                    assert!(text.lines().all(|line| !line.ends_with(' ')), "{width}:\n{text}");
                }
            }
        }
    }

    #[test]
    fn long_runs_without_calls_are_one_line() {
        let points: Vec<(u64, u64)> = [&[(1, 1_000)][..], &[(0, 0); 5], &[(2, 1_000)]].concat();
        let mut one = series("tariffs", &points);
        one.calls = vec![1, 0, 0, 0, 0, 0, 1];
        let text = render(&page(80), &quarters(7), &[one.clone()], Ink::Blocks);
        assert_eq!(text.lines().nth(3), Some("⋮ 2022Q2 to 2023Q2: no calls"), "{text}");
        assert_eq!(text.lines().count(), 5, "{text}");
        // Calls on which nothing was mentioned are calls.
        one.calls = vec![1; 7];
        assert_eq!(render(&page(80), &quarters(7), &[one], Ink::Ascii).lines().count(), 9);
    }

    #[test]
    fn names_side_by_side_can_be_told_apart() {
        let numbers = [(1, 1_000), (2, 1_000)];
        let pair = ["tariffs · Orvelle Semiconductor North", "tariffs · Orvelle Semiconductor South"];
        let both = pair.map(|label| series(label, &numbers));
        for width in [60, 80, 100, 200] {
            let text = render(&page(width), &quarters(2), &both, Ink::Blocks);
            assert!(text.contains("Semiconductor N") && text.contains("Semiconductor S"), "{width}:\n{text}");
        }
    }

    #[test]
    fn decimals_are_fixed() {
        assert_eq!([decimal(Some(5)), decimal(Some(12_345)), decimal(None)], ["0.05", "123.45", "-"]);
    }
}
