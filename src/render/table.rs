//! Tables for people: aligned by the width that characters take, fitted to the page.

use unicode_width::UnicodeWidthStr;

use super::{Label, Page, Piece, flow, sanitize};

/// Between two columns.
const GAP: usize = 2;

/// A column narrower than this says nothing any more.
const LEAST: usize = 6;

/// A column narrower than this says so little that a spare one is better left out.
const COMFORT: usize = 12;

/// No column is padded to more than this: a single cell can be as long as a file, and there may be as many rows.
const WIDEST: usize = 300;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column<'h> {
    /// Its heading.
    pub heading: &'h str,
    /// What stands in it.
    pub label: Label,
    /// Whether it holds numbers.
    pub is_number: bool,
    /// Whether its cells say nothing unless they are whole: dates, references.
    pub is_whole: bool,
    /// Whether it is left out where there is no room.
    pub is_spare: bool,
}

impl<'h> Column<'h> {
    /// A column of words.
    pub const fn words(heading: &'h str, label: Label) -> Column<'h> {
        Column { heading, label, is_number: false, is_whole: false, is_spare: false }
    }

    /// A column of numbers.
    pub const fn number(heading: &'h str) -> Column<'h> {
        Column { heading, label: Label::Plain, is_number: true, is_whole: true, is_spare: false }
    }

    /// The same column, never cut.
    pub const fn whole(self) -> Column<'h> {
        Column { is_whole: true, ..self }
    }

    /// The same column, left out where there is no room.
    pub const fn spare(self) -> Column<'h> {
        Column { is_spare: true, ..self }
    }
}

/// Lays out a table. On a terminal it fits the width: wide columns are cut, then spare ones left out, and where
/// even that does not help, each row becomes a paragraph.
pub fn render(page: &Page, columns: &[Column<'_>], rows: &[Vec<String>]) -> String {
    let clean = |cell: &String| sanitize::unmasked(cell).split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(clean).collect()).collect();
    let natural: Vec<usize> = (0..columns.len())
        .map(|i| {
            let widest = rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.width()).max().unwrap_or(0);
            widest.max(columns[i].heading.width())
        })
        .collect();
    if !page.is_terminal {
        let widths: Vec<usize> = natural.iter().map(|width| (*width).min(WIDEST)).collect();
        return grid(page, columns, &rows, &widths);
    }
    let least = if columns.iter().any(|column| column.is_spare) { COMFORT } else { LEAST };
    if let Some(widths) = shrink(columns, natural, page.width, least) {
        return grid(page, columns, &rows, &widths);
    }
    match columns.iter().rposition(|column| column.is_spare) {
        None => paragraphs(page, columns, &rows),
        Some(last) => {
            let without =
                |cells: &Vec<String>| [&cells[..last.min(cells.len())], cells.get(last + 1..).unwrap_or(&[])].concat();
            let rows: Vec<Vec<String>> = rows.iter().map(without).collect();
            render(page, &[&columns[..last], &columns[last + 1..]].concat(), &rows)
        }
    }
}

fn grid(page: &Page, columns: &[Column<'_>], rows: &[Vec<String>], widths: &[usize]) -> String {
    let mut out = String::new();
    let headings: Vec<String> = columns.iter().map(|column| column.heading.to_owned()).collect();
    let heading_row = std::iter::once((&headings, true));
    for (row, is_heading) in heading_row.chain(rows.iter().map(|row| (row, false))) {
        let mut blanks = 0;
        for ((column, cell), width) in columns.iter().zip(row).zip(widths) {
            // Only a terminal has an edge.
            let cell = if page.is_terminal { flow::cut(cell, *width) } else { cell.clone() };
            let pad = width.saturating_sub(cell.width());
            let before = if column.is_number { pad } else { 0 };
            if !cell.is_empty() {
                out.push_str(&" ".repeat(blanks + before));
                page.put(&mut out, if is_heading { Label::Aside } else { column.label }, &cell);
                blanks = 0;
            }
            // Blanks at the end of a line are held back.
            blanks += pad - if cell.is_empty() { 0 } else { before } + GAP;
        }
        out.push('\n');
    }
    out
}

/// Widths that fit, taking from the widest column first, down to `least`; `None` if nothing readable fits.
fn shrink(columns: &[Column<'_>], mut widths: Vec<usize>, room: usize, least: usize) -> Option<Vec<usize>> {
    let gaps = GAP * columns.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > room {
        let can_give = |(i, width): &(usize, &mut usize)| !columns[*i].is_whole && **width > least;
        // The first column says what the row is about: it gives last.
        let weight = |(i, width): &(usize, &mut usize)| if *i == 0 { **width / 2 } else { **width };
        let (_, widest) = widths.iter_mut().enumerate().filter(can_give).max_by_key(weight)?;
        *widest -= 1;
    }
    // Half of the columns cut to stumps is no table.
    let stumps = widths.iter().zip(columns).filter(|(width, column)| !column.is_whole && **width == LEAST).count();
    (stumps * 2 <= columns.len()).then_some(widths)
}

fn paragraphs(page: &Page, columns: &[Column<'_>], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    for (n, row) in rows.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let cells = || columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        let mut indent = 0;
        for (column, cell) in cells().filter(|(column, _)| !column.is_number) {
            out.push_str(&flow::wrap(page, &[Piece::new(column.label, cell)], &" ".repeat(indent), indent));
            indent = 2;
        }
        let counts = cells().filter(|(column, _)| column.is_number);
        let counts: Vec<String> = counts.map(|(column, cell)| format!("{cell} {}", column.heading)).collect();
        if !counts.is_empty() {
            let counts = Piece::new(Label::Aside, &counts.join(" · "));
            out.push_str(&flow::wrap(page, &[counts], &" ".repeat(indent), indent));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column<'_>] =
        &[Column::words("call", Label::Reference), Column::words("company", Label::Plain), Column::number("turns")];

    fn table(width: usize, is_terminal: bool) -> String {
        let rows = [["ORVL-2023Q1", "Orvelle Semiconductor 李伟", "25"], ["X", "", "1234"]];
        let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        render(&Page { width, color: false, is_terminal }, COLUMNS, &rows)
    }

    #[test]
    fn columns_align() {
        let expected = "call         company                     turns\n\
                        ORVL-2023Q1  Orvelle Semiconductor 李伟     25\n\
                        X                                         1234\n";
        assert_eq!(table(80, true), expected);
        assert_eq!(table(10, false), expected);
    }

    #[test]
    fn an_endless_cell_makes_no_endless_rows() {
        let row = |name: String| vec![name, String::new(), "1".to_owned()];
        let mut rows = vec![row("x".repeat(100_000))];
        rows.extend((0..100).map(|n| row(n.to_string())));
        let page = Page { width: 80, color: false, is_terminal: false };
        let table = render(&page, COLUMNS, &rows);
        assert!(table.contains(&"x".repeat(100_000)), "nothing is cut");
        assert!(table.len() < 140_000, "{} bytes", table.len());
    }

    #[test]
    fn what_must_be_whole_is_not_cut() {
        let columns = [COLUMNS[0].whole(), COLUMNS[1], COLUMNS[2]];
        let rows = [["ORVL-2023Q1-A-LONG-ONE", "Orvelle Semiconductor", "25"].map(str::to_owned).to_vec()];
        let text = |width| render(&Page { width, color: false, is_terminal: true }, &columns, &rows);
        assert!(text(38).contains("ORVL-2023Q1-A-LONG-ONE  Orvell…"), "{}", text(38));
        let spare = [columns[0], columns[1], columns[2].spare()];
        let page = Page { width: 30, color: false, is_terminal: true };
        assert_eq!(render(&page, &spare, &rows).lines().last(), Some("ORVL-2023Q1-A-LONG-ONE  Orvel…"));
        // Before a company is cut to a stump, a spare column goes.
        let page = Page { width: 41, ..page };
        assert_eq!(render(&page, &spare, &rows).lines().last(), Some("ORVL-2023Q1-A-LONG-ONE  Orvelle Semicond…"));
        assert!(text(30).starts_with("ORVL-2023Q1-A-LONG-ONE\n  Orvelle"), "{}", text(30));
    }

    #[test]
    fn narrow_terminals_get_cut_columns_then_paragraphs() {
        let cut = table(36, true);
        assert!(cut.lines().all(|line| line.width() <= 36), "{cut}");
        assert!(cut.contains('…'));
        assert_eq!(
            table(14, true),
            "ORVL-2023Q1\n  Orvelle\n  Semiconducto\n  r 李伟\n  25 turns\n\nX\n  1234 turns\n"
        );
    }
}
