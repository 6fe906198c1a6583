//! Texts of pages whose ends nothing marks: which lines come again on page after page, and whether lines are wrapped.

use std::collections::HashMap;

use super::plain::line::ends_sentence;

/// From so many times on a line that stands again is a page's.
const OFTEN: usize = 3;

/// A repeated line so long was never said.
const LONG: usize = 60;

/// For each line whether it is a page's head or foot: it stands there again and again, the same but for its numbers, and
/// has a number or an address, or is long; or it is a page's number, or never stands but below such a line.
pub(super) fn running(lines: &[&str]) -> Vec<bool> {
    const LONGEST: usize = 400;
    let shapes: Vec<Option<String>> =
        lines.iter().map(|line| (!line.is_empty() && line.len() <= LONGEST).then(|| shape(line))).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for shape in shapes.iter().flatten() {
        *counts.entry(shape).or_default() += 1;
    }
    let often = |at: usize| shapes[at].as_deref().is_some_and(|shape| counts[shape] >= OFTEN);
    let alone: Vec<bool> = (0..lines.len())
        .map(|at| {
            let line = lines[at];
            // A rule parts speeches, and no pages.
            let written = line.contains(char::is_alphanumeric);
            let numbered = || line.contains(|c: char| c.is_ascii_digit()) && !ends_sentence(line);
            is_page_number(line) || written && often(at) && (line.len() >= LONG || numbered() || line.contains("www."))
        })
        .collect();
    // A head's second line stands below its first, and nowhere else.
    let below = |at: usize| at > 0 && alone[at - 1] && !is_page_number(lines[at - 1]);
    let mut under: HashMap<&str, usize> = HashMap::new();
    for shape in (0..lines.len()).filter(|&at| below(at)).filter_map(|at| shapes[at].as_deref()) {
        *under.entry(shape).or_default() += 1;
    }
    let second = |at: usize| {
        let always = || shapes[at].as_deref().is_some_and(|shape| under.get(shape) == counts.get(shape));
        below(at) && often(at) && !ends_sentence(lines[at]) && always()
    };
    (0..lines.len()).map(|at| alone[at] || second(at)).collect()
}

/// `12`.
fn is_page_number(line: &str) -> bool {
    (1..=3).contains(&line.len()) && line.bytes().all(|b| b.is_ascii_digit())
}

/// A line without what changes from page to page.
fn shape(line: &str) -> String {
    let mut shape = String::with_capacity(line.len());
    for c in line.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }) {
        if !(c == '#' && shape.ends_with('#')) {
            shape.push(c);
        }
    }
    shape
}

/// Whether most lines of some length break off in mid-sentence.
pub(super) fn is_wrapped(lines: &[&str]) -> bool {
    const FEWEST: usize = 6;
    const WIDEST: usize = 200;
    let long = || lines.iter().filter(|line| line.len() >= 40);
    let broken = long().filter(|line| line.len() <= WIDEST && !ends_sentence(line)).count();
    long().count() >= FEWEST && broken * 2 >= long().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_and_feet_come_again() {
        let page = |number: usize| {
            format!(
                "Q{number} 2024 Earnings Call of Nordlys\n(Norwegian, English)\nAda Berg\nYes\nAda Berg\n{number}\n\
                 © Fjord News, all rights are reserved, and none of them was given away\nAda Berg\n"
            )
        };
        let text: String = (1..4).map(page).collect();
        let lines: Vec<&str> = text.lines().collect();
        let taken: Vec<&str> = lines.iter().zip(running(&lines)).filter(|(_, is)| *is).map(|(line, _)| *line).collect();
        assert_eq!(taken[..4], ["Q1 2024 Earnings Call of Nordlys", "(Norwegian, English)", "1", lines[6]]);
        assert_eq!(taken.len(), 3 * 4);
    }
}
