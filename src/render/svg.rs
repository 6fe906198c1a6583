//! Trends as a picture: a line chart in SVG, written by hand, that a browser, a slide and a screen reader understand.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::{
    axis::{self, LEAST_GAP, Step},
    chart::{Series, decimal},
    sanitize,
};
use crate::transcript::Period;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 28.0;
const PLOT_HEIGHT: f64 = 340.0;
/// From the top to the first row of the legend.
const LEGEND_TOP: f64 = 66.0;
const LEGEND_ROW: f64 = 22.0;
/// From a line of the title to the next, of which there are two at most, and the characters that each has room for.
const TITLE_LINE: f64 = 24.0;
const TITLE: usize = 76;
/// Names longer than this are cut: those that have a row to themselves, and fill it.
const LONGEST_NAME: usize = 106;
/// What a quarter below the axis takes, with a blank.
const LABEL: f64 = 54.0;
/// What a character of the legend takes, at most.
const CHARACTER: f64 = 7.6;

/// Colours that also those tell apart who see fewer of them (after Okabe and Ito).
const COLORS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#333333"];

/// How lines are dashed when the colours come round again; their marks differ, too.
const DASHES: [&str; 3] = ["", "7 4", "2 4"];

/// So many lines can be told apart.
const MOST: usize = COLORS.len() * DASHES.len();

/// What is said about the picture.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'c> {
    /// The title.
    pub title: &'c str,
    /// A line below the title.
    pub subtitle: &'c str,
}

/// Where things are.
struct Frame {
    top: f64,
    bottom: f64,
    /// The value at the top, in hundredths.
    highest: u64,
    steps: Vec<Step>,
    /// For each quarter its step.
    step_of: Vec<usize>,
}

impl Frame {
    /// Where a quarter is.
    fn x(&self, quarter: usize) -> f64 {
        self.at(self.step_of.get(quarter).copied().unwrap_or(0))
    }

    /// Where a step along the axis is.
    fn at(&self, step: usize) -> f64 {
        let room = WIDTH - LEFT - RIGHT;
        match self.steps.len() {
            0 | 1 => LEFT + room / 2.0,
            n => LEFT + 16.0 + (room - 32.0) * step as f64 / (n - 1) as f64,
        }
    }

    fn y(&self, value: u64) -> f64 {
        self.bottom - (self.bottom - self.top) * value as f64 / self.highest as f64
    }
}

/// Draws the rates of trends over the same quarters.
pub fn render(caption: &Caption<'_>, quarters: &[Period], series: &[Series]) -> String {
    let n_more = series.len().saturating_sub(MOST);
    let series = &series[..series.len() - n_more];
    let title = in_two(caption.title);
    let head = LEGEND_TOP + TITLE_LINE * (title.len() - 1) as f64;
    let (legend, legend_height) = legend(series, n_more, head);
    let top = head + legend_height + 22.0;
    let highest = series.iter().flat_map(|one| &one.points).filter_map(|point| point.rate()).max().unwrap_or(0);
    let step = step(highest);
    let highest = highest.div_ceil(step).max(1) * step;
    let steps = axis::steps(quarters.len(), series, LEAST_GAP);
    let mut step_of = vec![0; quarters.len()];
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Quarter(i) => step_of[*i] = at,
            Step::Gap(gap) => step_of[gap.clone()].fill(at),
        }
    }
    let has_gaps = steps.iter().any(|step| matches!(step, Step::Gap(_)));
    let frame = Frame { top, bottom: top + PLOT_HEIGHT, highest, steps, step_of };
    let height = frame.bottom + if has_gaps { 66.0 } else { 48.0 };
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" \
         height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\" \
         font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"13\" fill=\"#222\">\n"
    );
    let _ = writeln!(out, "<title id=\"title\">{}</title>", escape(caption.title));
    let _ = writeln!(out, "<desc id=\"desc\">{}</desc>", escape(&description(caption, &frame, quarters, series)));
    let _ = writeln!(out, "<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>");
    for (row, line) in title.iter().enumerate() {
        let y = 30.0 + TITLE_LINE * row as f64;
        let line = escape(line);
        let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y}\" font-size=\"18\" font-weight=\"bold\">{line}</text>");
    }
    let y = head - LEGEND_TOP + 50.0;
    let _ = writeln!(out, "<text x=\"{LEFT}\" y=\"{y}\" fill=\"#666\">{}</text>", escape(caption.subtitle));
    out.push_str(&legend);
    axes(&mut out, &frame, step, quarters);
    for (i, one) in series.iter().enumerate() {
        line(&mut out, &frame, quarters, one, i);
    }
    out.push_str("</svg>\n");
    out
}

/// A title in one line, or in two, the second of them cut where even these are too short.
fn in_two(title: &str) -> Vec<String> {
    let mut first = String::new();
    for word in title.split_inclusive(' ') {
        if first.width() + word.trim_end().width() > TITLE {
            break;
        }
        first.push_str(word);
    }
    let rest = title[first.len()..].trim_start();
    if first.is_empty() || rest.is_empty() {
        return vec![super::flow::cut(title, TITLE)];
    }
    vec![first.trim_end().to_owned(), super::flow::cut(rest, TITLE)]
}

/// All numbers in words, for those who do not see the picture.
fn description(caption: &Caption<'_>, frame: &Frame, quarters: &[Period], series: &[Series]) -> String {
    let mut text = format!("{}.", caption.subtitle);
    for one in series {
        let told = |step: &Step| match step {
            Step::Quarter(i) => {
                let rate = one.points.get(*i).and_then(|point| point.rate());
                format!("{} {}", quarters[*i], decimal(rate))
            }
            Step::Gap(gap) => axis::told(gap, quarters),
        };
        let told: Vec<String> = frame.steps.iter().map(told).collect();
        let _ = write!(text, " {}: {}.", one.label, told.join(", "));
    }
    text
}

/// The distance of the lines behind: 1, 2 or 5 and zeros, so that there are three to seven of them.
fn step(highest: u64) -> u64 {
    let mut unit: u64 = 1;
    loop {
        for step in [unit, 2 * unit, 5 * unit] {
            if highest <= step.saturating_mul(6) {
                return step;
            }
        }
        unit *= 10;
    }
}

fn axes(out: &mut String, frame: &Frame, step: u64, quarters: &[Period]) {
    let right = WIDTH - RIGHT;
    out.push_str("<g fill=\"#666\" font-size=\"12\">\n");
    for value in (0..=frame.highest).step_by(usize::try_from(step).unwrap_or(usize::MAX)) {
        let y = frame.y(value);
        let color = if value == 0 { "#888" } else { "#e4e4e4" };
        let _ = writeln!(out, "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"{color}\"/>");
        let text = if step.is_multiple_of(100) { (value / 100).to_string() } else { decimal(Some(value)) };
        let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{text}</text>", LEFT - 8.0, y + 4.0);
    }
    // As many quarters as have room to be read, the first and the last always among them.
    let every = frame.steps.len().div_ceil(14).max(1);
    let is_apart = |at: usize| frame.at(at) - frame.at(0) >= LABEL;
    let is_labelled = |at: usize| at == 0 || (is_apart(at) && (frame.steps.len() - 1 - at).is_multiple_of(every));
    for (at, step) in frame.steps.iter().enumerate() {
        if let Step::Quarter(i) = step
            && is_labelled(at)
        {
            let (x, y) = (frame.at(at), frame.bottom + 22.0);
            let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">{}</text>", quarters[*i]);
        }
    }
    gaps(out, frame, quarters);
    out.push_str("</g>\n");
}

/// Marks where the axis leaves out quarters; which, is written below, as far as there is room.
fn gaps(out: &mut String, frame: &Frame, quarters: &[Period]) {
    let mut written = 0.0;
    for (at, step) in frame.steps.iter().enumerate() {
        let Step::Gap(gap) = step else { continue };
        let (x, told) = (frame.at(at), axis::told(gap, quarters));
        let (top, bottom) = (frame.top, frame.bottom);
        let _ = writeln!(
            out,
            "<g class=\"left-out\"><title>{told}</title><line x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" \
             y2=\"{bottom:.1}\" stroke=\"#bbb\" stroke-dasharray=\"2 6\"/><path d=\"M{:.1} {:.1}l6 -10m3 0l-6 10\" \
             stroke=\"#888\" fill=\"none\"/></g>",
            x - 4.5,
            bottom + 5.0
        );
        // Below the mark, or as near as others and the edges let it.
        let width = (told.width() + 2) as f64 * CHARACTER * 0.9;
        let left = (x - width / 2.0).min(WIDTH - RIGHT - width).max(LEFT.max(written));
        if left + width <= WIDTH - RIGHT {
            written = left + width + CHARACTER;
            let (middle, y) = (left + width / 2.0, bottom + 42.0);
            let _ = writeln!(out, "<text x=\"{middle:.1}\" y=\"{y:.1}\" text-anchor=\"middle\">⋮ {told}</text>");
        }
    }
}

/// A line, thin and dotted over quarters in which nothing was said, with a point for each quarter that tells its numbers.
fn line(out: &mut String, frame: &Frame, quarters: &[Period], one: &Series, i: usize) {
    let (color, dash) = (color(i), dash(i));
    let _ = writeln!(out, "<g stroke=\"{color}\" fill=\"{color}\">");
    let places: Vec<Option<(f64, f64)>> = (0..quarters.len())
        .map(|i| one.points.get(i).and_then(|point| point.rate()).map(|rate| (frame.x(i), frame.y(rate))))
        .collect();
    if places.iter().flatten().count() > 1 && places.contains(&None) {
        let points: Vec<String> = places.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            out,
            "<polyline class=\"gap\" points=\"{}\" fill=\"none\" stroke-width=\"1.5\" \
             stroke-opacity=\"0.6\" stroke-dasharray=\"2 3\"/>",
            points.join(" ")
        );
    }
    for piece in places.split(Option::is_none).filter(|piece| piece.len() > 1) {
        let points: Vec<String> = piece.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(out, "<polyline points=\"{}\" fill=\"none\" stroke-width=\"2\"{dash}/>", points.join(" "));
    }
    for ((place, quarter), point) in places.iter().zip(quarters).zip(&one.points) {
        let Some((x, y)) = place else { continue };
        let told = format!(
            "{}, {quarter}: {} mentions in {} words, {} per 10,000",
            one.label,
            point.mentions,
            point.words,
            decimal(point.rate())
        );
        let _ = writeln!(out, "<g><title>{}</title>{}</g>", escape(&told), mark(i, *x, *y));
    }
    out.push_str("</g>\n");
}

/// The names of the lines, in rows from `top`, and how many more there are; and how high the rows are.
fn legend(series: &[Series], n_more: usize, top: f64) -> (String, f64) {
    let (mut out, mut x, mut y) = (String::from("<g>\n"), LEFT, top);
    let widest = series.iter().map(|one| one.label.width().min(LONGEST_NAME)).max().unwrap_or(0);
    let width = 34.0 + widest as f64 * CHARACTER + 12.0;
    for (i, one) in series.iter().enumerate() {
        let name = super::flow::cut(&one.label, LONGEST_NAME);
        if x > LEFT && x + width > WIDTH - RIGHT {
            (x, y) = (LEFT, y + LEGEND_ROW);
        }
        let (color, dash) = (color(i), dash(i));
        let middle = y + 7.0;
        let _ = writeln!(
            out,
            "<line x1=\"{x:.1}\" y1=\"{middle:.1}\" x2=\"{:.1}\" y2=\"{middle:.1}\" stroke=\"{color}\" \
             stroke-width=\"2\"{dash}/><g stroke=\"{color}\" fill=\"{color}\">{}</g>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x + 26.0,
            mark(i, x + 13.0, middle),
            x + 34.0,
            middle + 4.5,
            escape(&name)
        );
        x += width;
    }
    if n_more > 0 {
        y += LEGEND_ROW;
        let _ =
            writeln!(out, "<text x=\"{LEFT}\" y=\"{:.1}\" fill=\"#666\">and {n_more} more, not drawn</text>", y + 11.5);
    }
    out.push_str("</g>\n");
    (out, y - top + LEGEND_ROW)
}

/// What stands at a point of a line, another thing each time the colours come round.
fn mark(i: usize, x: f64, y: f64) -> String {
    match i / COLORS.len() % DASHES.len() {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>"),
        1 => {
            let (x, y) = (x - 3.5, y - 3.5);
            format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"7\" height=\"7\" fill=\"#fff\" stroke-width=\"1.5\"/>")
        }
        _ => format!("<path d=\"M{x:.1} {:.1}l4.5 8h-9z\" fill=\"#fff\" stroke-width=\"1.5\"/>", y - 5.0),
    }
}

fn color(i: usize) -> &'static str {
    COLORS[i % COLORS.len()]
}

fn dash(i: usize) -> String {
    match DASHES[i / COLORS.len() % DASHES.len()] {
        "" => String::new(),
        dash => format!(" stroke-dasharray=\"{dash}\""),
    }
}

/// The text as XML has it; what a terminal would obey, XML may not hold, or cannot be seen, is spelled out.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in sanitize::visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c == '\u{fffe}' || c == '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::Point;

    #[test]
    fn the_scale_has_round_numbers() {
        for (highest, expected) in [(0, 1), (6, 1), (7, 2), (30, 5), (100, 20), (1234, 500), (60_000, 10_000)] {
            assert_eq!(step(highest), expected, "{highest}");
        }
    }

    #[test]
    fn text_is_escaped_and_gaps_stay_gaps() {
        let quarters: Vec<Period> = ["2023Q1", "2023Q2", "2023Q3", "2023Q4"].map(|q| q.parse().unwrap()).to_vec();
        let points = [(1, 1_000), (2, 1_000), (0, 0), (3, 1_000)].map(|(mentions, words)| Point { mentions, words });
        let one = Series { label: "R&D <\u{202e}x>\"".to_owned(), calls: vec![1; 4], points: points.to_vec() };
        let svg = render(&Caption { title: "a & b", subtitle: "c" }, &quarters, &[one.clone(), one]);
        assert!(svg.contains("R&amp;D &lt;\\u{202e}x&gt;&quot;"), "{svg}");
        assert!(!svg.contains('\u{202e}') && !svg.contains("a & b"));
        // One piece of a line, and a point alone, for each of two.
        assert_eq!((svg.matches("<polyline points").count(), svg.matches("<title>R&amp;D").count()), (2, 6));
    }

    #[test]
    fn quarters_without_calls_take_no_room_on_the_axis() {
        let quarters: Vec<Period> =
            (0..80).map(|i| format!("{}Q{}", 2001 + i / 4, i % 4 + 1).parse().unwrap()).collect();
        let mut calls = vec![0; 80];
        let mut points = vec![Point::default(); 80];
        for i in [0, 78, 79] {
            calls[i] = 1;
            points[i] = Point { mentions: 1, words: 1_000 };
        }
        let one = Series { label: "tariffs".to_owned(), calls, points };
        let svg = render(&Caption { title: "a", subtitle: "c" }, &quarters, &[one]);
        assert!(svg.contains(">⋮ 2001Q2 to 2020Q2: no calls</text>"), "{svg}");
        // Four steps: a third of the room each.
        let places: Vec<&str> = svg.split("cx=\"").skip(2).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(places, ["80.0", "637.3", "916.0"], "{svg}");
    }

    /// Lines over some quarters, of one rate.
    fn lines(n: usize, quarters: &[Period]) -> Vec<Series> {
        let one = |i| Series {
            label: format!("line {i}"),
            calls: vec![1; quarters.len()],
            points: vec![Point { mentions: 1, words: 1_000 }; quarters.len()],
        };
        (0..n).map(one).collect()
    }

    fn years(n: i32) -> Vec<Period> {
        (0..n).map(|i| format!("{}Q{}", 2001 + i / 4, i % 4 + 1).parse().unwrap()).collect()
    }

    #[test]
    fn no_two_lines_look_alike_and_what_is_not_drawn_is_told() {
        let quarters = years(1);
        let svg = render(&Caption { title: "a", subtitle: "c" }, &quarters, &lines(30, &quarters));
        let legend = svg.split("</g>\n<g").next().unwrap();
        let mut looks: Vec<String> = legend
            .lines()
            .filter(|line| line.contains(">line "))
            .map(|line| {
                let of =
                    |from: &str, to: &str| line.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or("");
                format!("{} {}", of("<g stroke=\"", "\""), of("\"><", " "))
            })
            .collect();
        assert_eq!(looks.len(), 21, "{svg}");
        looks.sort();
        looks.dedup();
        assert_eq!(looks.len(), 21, "{looks:?}");
        assert!(svg.contains(">and 9 more, not drawn</text>") && !svg.contains("line 21"), "{svg}");
        let all = render(&Caption { title: "a", subtitle: "c" }, &quarters, &lines(21, &quarters));
        assert!(!all.contains("not drawn"));
    }

    #[test]
    fn the_first_and_the_last_quarter_are_labelled() {
        for n in [1, 14, 15, 16, 27, 28, 29, 43] {
            let quarters = years(n);
            let svg = render(&Caption { title: "a", subtitle: "c" }, &quarters, &lines(1, &quarters));
            let labels: Vec<&str> = svg.lines().filter(|line| line.contains("\"middle\">20")).collect();
            let ends =
                |line: Option<&&str>, quarter: &Period| line.is_some_and(|line| line.contains(&quarter.to_string()));
            assert!(ends(labels.first(), &quarters[0]) && ends(labels.last(), quarters.last().unwrap()), "{labels:?}");
            assert!(labels.len() <= 15, "{labels:?}");
        }
    }

    #[test]
    fn long_titles_take_two_lines_and_long_names_a_row() {
        let quarters = years(2);
        let mut one = lines(1, &quarters);
        one[0].label = "n".repeat(100);
        let title = ["words "; 40].concat();
        let svg = render(&Caption { title: title.trim_end(), subtitle: "c" }, &quarters, &one);
        let heading: Vec<usize> = svg
            .lines()
            .filter(|line| line.contains("font-weight"))
            .filter_map(|line| Some(line.split('>').nth(1)?.split('<').next()?.width()))
            .collect();
        assert_eq!(heading.len(), 2, "{svg}");
        assert!(heading.iter().all(|width| *width <= TITLE), "{heading:?}");
        assert!(svg.contains(&format!(">{}</text>", one[0].label)), "{svg}");
        assert_eq!(in_two("short"), ["short"]);
        assert_eq!(in_two(""), [""]);
    }

    #[test]
    fn nothing_at_all_is_drawn_too() {
        assert!(render(&Caption { title: "", subtitle: "" }, &[], &[]).ends_with("</svg>\n"));
        let quarters = ["2023Q1".parse().unwrap()];
        let one = Series { label: String::new(), calls: vec![0], points: vec![Point::default()] };
        assert!(!render(&Caption { title: "", subtitle: "" }, &quarters, &[one]).contains("NaN"));
    }
}
