//! Many trends, a line each: its sums, and a small curve.
//!
//! A name is never cut so far that two look alike: where names and curves have no room beside each other, the name stands
//! above its numbers. A curve spans all quarters: where they have no room for a character each, a character is several.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::{
    Label, Page, Piece,
    axis::{self, LEAST_GAP, Step},
    chart::{Ink, Series, clean, decimal, telling_width},
    flow,
};
use crate::{transcript::Period, trend::Point};

/// Names as long as this are not cut for the sake of a curve.
const NAME: usize = 24;

/// A curve shorter than this shows nothing, unless there is no more to show.
const LEAST_CURVE: usize = 8;

/// A character of a curve.
enum Cell {
    /// A quarter, or several.
    Quarters(Range<usize>),
    /// A run of quarters without calls.
    Gap,
}

/// Where the columns are.
struct Columns {
    /// The width of a name; 0 if it stands above.
    name: usize,
    mentions: usize,
    rate: usize,
}

/// Draws trends over the same quarters.
pub(super) fn render(page: &Page, quarters: &[Period], series: &[Series], ink: Ink) -> String {
    let mut steps = axis::steps(quarters.len(), series, LEAST_GAP);
    let labels: Vec<String> = series.iter().map(|one| clean(&one.label)).collect();
    let sums: Vec<[String; 2]> = series.iter().map(|one| numbers(&one.points)).collect();
    let widest = |i: usize, heading: &str| sums.iter().map(|sum| sum[i].len()).max().unwrap_or(0).max(heading.len());
    let mut columns = Columns { name: 0, mentions: widest(0, MENTIONS), rate: widest(1, RATE) };
    let room = page.width.saturating_sub(columns.width());
    let longest = labels.iter().map(|label| label.width()).max().unwrap_or(0);
    let least = longest.min(NAME).max(telling_width(&labels));
    if least + LEAST_CURVE.min(steps.len()) <= room {
        columns.name = longest.min(room - steps.len().min(room - least));
    }
    let (mut cells, mut each) = divide(&steps, quarters.len(), room - columns.name);
    if each >= LEAST_GAP {
        // No gap is shorter than a character.
        steps = axis::steps(quarters.len(), series, each + 1);
        (cells, each) = divide(&steps, quarters.len(), room - columns.name);
    }
    let rates = |one: &Series| cells.iter().filter_map(|cell| rate(cell, &one.points)).max();
    let top = series.iter().filter_map(rates).max().unwrap_or(0);

    let mut out = String::new();
    let span = match (quarters.first(), quarters.last()) {
        (Some(first), Some(last)) => format!("{first}-{last}"),
        _ => String::new(),
    };
    let has_room = columns.name + columns.width() + span.len() <= page.width;
    let heading = columns.line("", [MENTIONS, RATE], if has_room { &span } else { "" });
    page.put(&mut out, Label::Aside, &heading);
    out.push('\n');
    for ((one, label), [mentions, rate]) in series.iter().zip(&labels).zip(&sums) {
        let name = if columns.name == 0 { String::new() } else { flow::cut(label, columns.name) };
        if name.is_empty() && !label.is_empty() {
            out.push_str(&flow::wrap(page, &[Piece::new(Label::Speaker, label)], "", 4));
        }
        page.put(&mut out, Label::Speaker, &name);
        out.push_str(&columns.line(&name, [mentions, rate], &curve(&cells, &one.points, top, ink))[name.len()..]);
        out.push('\n');
    }
    let gaps = steps.iter().filter_map(|step| if let Step::Gap(gap) = step { Some(gap) } else { None });
    let gaps: Vec<String> = gaps.map(|gap| axis::told(gap, quarters)).collect();
    let gaps = match gaps.as_slice() {
        _ if !cells.iter().any(|cell| matches!(cell, Cell::Gap)) => None,
        [one] => Some(format!("{} {one}", gap_mark(ink))),
        _ => Some(format!("{} no calls for {} quarters or more", gap_mark(ink), LEAST_GAP.max(each + 1))),
    };
    let each = (each > 1).then(|| format!("{each} quarters a character"));
    let span = (!has_room).then_some(span).filter(|_| !cells.is_empty());
    let notes: Vec<String> = [span, each, gaps].into_iter().flatten().collect();
    if !notes.is_empty() {
        out.push_str(&flow::wrap(page, &[Piece::new(Label::Aside, &notes.join(" · "))], "", 0));
    }
    out
}

const MENTIONS: &str = "mentions";
const RATE: &str = "per 10k";

/// The mentions of all quarters, and how many these are in 10,000 words.
fn numbers(points: &[Point]) -> [String; 2] {
    let sum = sum(points);
    [sum.mentions.to_string(), decimal(sum.rate())]
}

fn sum(points: &[Point]) -> Point {
    points.iter().fold(Point::default(), |sum, point| Point {
        mentions: sum.mentions + point.mentions,
        words: sum.words + point.words,
    })
}

impl Columns {
    /// The width of all but the name and the curve.
    fn width(&self) -> usize {
        self.mentions + self.rate + 6
    }

    fn line(&self, name: &str, [mentions, rate]: [&str; 2], rest: &str) -> String {
        let pad = " ".repeat(self.name.saturating_sub(name.width()));
        let line = format!("{name}{pad}  {mentions:>0$}  {rate:>1$}  {rest}", self.mentions, self.rate);
        line.trim_end().to_owned()
    }
}

/// The characters of a curve in some room, and how many quarters each stands for. Where not even the gaps have room, they
/// are quarters like any other.
fn divide(steps: &[Step], n_quarters: usize, room: usize) -> (Vec<Cell>, usize) {
    if room == 0 || n_quarters == 0 {
        return (Vec::new(), 1);
    }
    let runs: Vec<&[Step]> = steps.chunk_by(|a, b| is_quarter(a) && is_quarter(b)).collect();
    let n_cells = |each: usize| runs.iter().map(|run| run.len().div_ceil(each)).sum::<usize>();
    let (mut each, mut enough) = (1, steps.len().max(1));
    while each < enough {
        let middle = (each + enough) / 2;
        if n_cells(middle) <= room {
            enough = middle;
        } else {
            each = middle + 1;
        }
    }
    if n_cells(each) <= room {
        let pieces = runs.iter().flat_map(|run| run.chunks(each));
        return (pieces.filter_map(cell).collect(), each);
    }
    let each = n_quarters.div_ceil(room);
    let starts = (0..n_quarters).step_by(each);
    (starts.map(|start| Cell::Quarters(start..(start + each).min(n_quarters))).collect(), each)
}

fn is_quarter(step: &Step) -> bool {
    matches!(step, Step::Quarter(_))
}

/// The character of neighbouring quarters, or of a gap.
fn cell(steps: &[Step]) -> Option<Cell> {
    match (steps.first()?, steps.last()?) {
        (Step::Quarter(first), Step::Quarter(last)) => Some(Cell::Quarters(*first..last + 1)),
        _ => Some(Cell::Gap),
    }
}

fn rate(cell: &Cell, points: &[Point]) -> Option<u64> {
    match cell {
        Cell::Quarters(range) => sum(points.get(range.clone())?).rate(),
        Cell::Gap => None,
    }
}

fn gap_mark(ink: Ink) -> char {
    match ink {
        Ink::Blocks => '⋮',
        Ink::Ascii => '|',
    }
}

/// A character for each cell: blank where nothing was said, on the ground where nothing was mentioned.
fn curve(cells: &[Cell], points: &[Point], top: u64, ink: Ink) -> String {
    let levels: [char; 8] = match ink {
        Ink::Blocks => ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
        Ink::Ascii => ['_', '.', ':', '-', '=', '+', '*', '#'],
    };
    let level = |rate: u64| match rate {
        0 => levels[0],
        rate => levels[((u128::from(rate) * 7).div_ceil(u128::from(top.max(1))) as usize).clamp(1, 7)],
    };
    let draw = |cell: &Cell| match cell {
        Cell::Gap => gap_mark(ink),
        Cell::Quarters(_) => rate(cell, points).map_or(' ', level),
    };
    cells.iter().map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Trends over quarters of which some have calls.
    fn all(labels: &[&str], calls: &[u64]) -> (Vec<Period>, Vec<Series>) {
        let quarter = |i: usize| Period { year: 2001 + i as i16 / 4, quarter: Some(i as u8 % 4 + 1) };
        let points =
            calls.iter().enumerate().map(|(i, calls)| Point { mentions: calls * i as u64, words: calls * 9_000 });
        let points: Vec<Point> = points.collect();
        let one = |label: &&str| Series { label: (*label).to_owned(), calls: calls.to_vec(), points: points.clone() };
        ((0..calls.len()).map(quarter).collect(), labels.iter().map(one).collect())
    }

    fn page(width: usize) -> Page {
        Page { width, color: false, is_terminal: true }
    }

    #[test]
    fn names_win_over_curves() {
        let labels =
            ["tariff · Orvelle Semiconductor, Inc.", "tariff · Orvelle Semiconductor Asia", "margin · Keldvane"];
        let (quarters, series) = all(&labels, &[1; 60]);
        for width in [40, 60, 80, 120, 200] {
            let text = render(&page(width), &quarters, &series, Ink::Blocks);
            // What tells two names apart is their 31st character.
            for name in ["Orvelle Semiconductor,", "Orvelle Semiconductor A", "margin · Keldvane"] {
                assert!(text.contains(name), "{width}: {name}\n{text}");
            }
            assert!(text.lines().all(|line| line.width() <= width), "{width}\n{text}");
        }
        let wide = render(&page(200), &quarters, &series, Ink::Blocks);
        assert!(labels.iter().all(|label| wide.contains(label)), "{wide}");
    }

    #[test]
    fn a_curve_spans_what_it_says_it_spans() {
        let (quarters, series) = all(&["first", "second", "third", "fourth"], &[1; 60]);
        for width in [40, 60, 80, 120] {
            let text = render(&page(width), &quarters, &series, Ink::Blocks);
            assert!(text.contains("2001Q1-2015Q4"), "{width}\n{text}");
            // It rises from the first quarter to the last.
            let row = text.lines().find(|line| line.ends_with('█')).unwrap_or_default();
            let n = row.chars().filter(|c| ('▁'..='█').contains(c)).count();
            let told = text.lines().last().and_then(|line| line.strip_suffix(" quarters a character"));
            let each: usize = told.map_or(1, |line| line.rsplit(' ').next().unwrap_or(line).parse().unwrap());
            assert_eq!(n, 60_usize.div_ceil(each), "{width}\n{text}");
        }
    }

    #[test]
    fn a_long_run_without_calls_is_one_mark() {
        let calls = [&[1][..], &[0; 68], &[1, 1]].concat();
        let (quarters, series) = all(&["a", "b", "c", "d"], &calls);
        let text = render(&page(60), &quarters, &series, Ink::Blocks);
        assert!(text.contains("▁⋮▇█") || text.contains("▁⋮██"), "{text}");
        assert!(text.ends_with("⋮ 2001Q2 to 2018Q1: no calls\n"), "{text}");
        let text = render(&page(60), &quarters, &series, Ink::Ascii);
        assert!(text.ends_with("| 2001Q2 to 2018Q1: no calls\n") && text.is_ascii(), "{text}");
    }
}
