//! For spreadsheets: CSV of which no cell is taken for a formula.

use std::{borrow::Cow, io};

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

/// The cell, with an apostrophe before what a spreadsheet would run, and with escape sequences spelled out: a file of
/// commas is looked at with `head` before it is opened. Numbers stay numbers.
fn harmless(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
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
        let rows =
            ["=1+1", "+A1", "-x", "@SUM", "-3.5", "a, \"b\"\nc", ""].map(|cell| vec![cell.to_owned(), "z".to_owned()]);
        write(&mut out, &["text", "z"], rows).unwrap();
        let expected = "text,z\n'=1+1,z\n'+A1,z\n'-x,z\n'@SUM,z\n-3.5,z\n\"a, \"\"b\"\"\nc\",z\n,z\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
