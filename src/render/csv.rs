//! For spreadsheets: CSV of which no cell is taken for a formula.

use std::{borrow::Cow, io};

use super::sanitize::is_unseen;

/// Writes rows of cells, with a line of headings.
///
/// # Errors
/// If the output cannot be written.
pub fn write(
    out: impl io::Write,
    headings: &[impl AsRef<str>],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(headings.iter().map(AsRef::as_ref)).map_err(io_error)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).map_err(io_error)?;
    }
    writer.flush()
}

/// What a cell that is run begins with; the wide forms are run in some countries.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// The cell, with an apostrophe before what a spreadsheet would run, and with escape sequences and what turns the
/// direction of text spelled out: a file of commas is looked at with `head` before it is opened. Numbers stay numbers,
/// and joiners letters.
fn harmless(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.starts_with(FORMULA) && cell.parse::<f64>().is_err();
    let is_control = |c: char| is_unseen(c) && !matches!(c, '\n' | '\t' | '\r' | '\u{200c}' | '\u{200d}');
    if !is_formula && !cell.contains(is_control) {
        return Cow::Borrowed(cell);
    }
    let mut shown = String::from(if is_formula { "'" } else { "" });
    for c in cell.chars() {
        if is_control(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text_and_numbers_are_numbers() {
        let mut out = Vec::new();
        let cells = ["=1+1", "+A1", "-x", "@SUM", "-3.5", "\u{ff1d}1", "a, \"b\"\nc", "a\u{202e}\u{1b}b\u{200d}", ""];
        write(&mut out, &["text", "z"], cells.map(|cell| vec![cell.to_owned(), "z".to_owned()])).unwrap();
        let expected = "text,z\n'=1+1,z\n'+A1,z\n'-x,z\n'@SUM,z\n-3.5,z\n'\u{ff1d}1,z\n\"a, \"\"b\"\"\nc\",z\n\
                        a\\u{202e}\\u{1b}b\u{200d},z\n,z\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
