//! Lists of things in the forms that programs and people ask for.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;
use whosaid::{
    render::{Label, csv, fields, json, sanitize, table},
    text::nearest,
};

use super::{
    args::{Form, Format},
    outcome::{Failure, Result},
    settings::Settings,
};

/// How a kind of thing is listed.
pub struct Listing<'l, T> {
    /// All fields of its wire form.
    pub fields: &'l [&'l str],
    /// Those in a CSV file, unless others are asked for.
    pub csv: &'l [&'l str],
    /// The columns of its table.
    pub columns: &'l [table::Column<'l>],
    /// Its cells in these columns.
    pub cells: fn(&T) -> Vec<String>,
}

impl Form {
    /// The form that was asked for, if any.
    pub fn format(&self) -> Option<Format> {
        let by_fields = || (!self.fields.is_empty()).then_some(Format::Table);
        if self.json { Some(Format::Json) } else { self.format.or_else(by_fields) }
    }

    /// Fails if a field is asked for that there is not.
    pub fn check(&self, known: &[&str]) -> Result<()> {
        check(&self.fields, known)
    }
}

/// Fails if a field is asked for that there is not.
pub fn check(asked: &[String], known: &[&str]) -> Result<()> {
    match asked.iter().find(|field| !fields::is_known(field, known)) {
        None => Ok(()),
        Some(field) => {
            let ends_so = known.iter().find(|path| path.rsplit('.').next() == Some(field));
            let meant = ends_so.copied().or_else(|| nearest(field, known.iter().copied()).first().copied());
            let hint = match meant {
                Some(path) => format!("did you mean `{path}`?"),
                None => format!("known are {}", known.join(", ")),
            };
            Err(Failure::usage(format!("no field `{field}`"), hint))
        }
    }
}

/// Prints things in a form.
pub fn print<T: Serialize>(
    settings: &Settings,
    format: Format,
    asked: &[String],
    listing: &Listing<'_, T>,
    things: &[T],
) -> Result<()> {
    let mut out = settings.stdout();
    match format {
        Format::Json => things.iter().try_for_each(|thing| print_json(&mut out, asked, thing))?,
        Format::Csv => print_csv(&mut out, settings, asked, listing.csv, things.iter())?,
        Format::Table if asked.is_empty() => {
            let rows: Vec<Vec<String>> = things.iter().map(listing.cells).collect();
            if !rows.is_empty() {
                out.write_all(table::render(&settings.page, listing.columns, &rows).as_bytes())?;
            }
        }
        Format::Table => {
            let columns: Vec<table::Column<'_>> =
                asked.iter().map(|field| table::Column::words(field, Label::Plain)).collect();
            let rows: Vec<Vec<String>> = things.iter().map(|thing| cells(thing, asked)).collect();
            if !rows.is_empty() {
                out.write_all(table::render(&settings.page, &columns, &rows).as_bytes())?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// Prints a thing, or only some of its fields, as a line of JSON.
pub fn print_json(out: impl Write, asked: &[String], thing: &impl Serialize) -> Result<()> {
    if asked.is_empty() {
        json::write(out, thing)?;
    } else {
        json::write(out, &fields::project(&value(thing), asked))?;
    }
    Ok(())
}

/// Prints things as CSV: the fields asked for, else the usual ones.
pub fn print_csv<T: Serialize>(
    out: impl Write,
    settings: &Settings,
    asked: &[String],
    usual: &[&str],
    things: impl IntoIterator<Item = T>,
) -> Result<()> {
    let usual: Vec<String> = usual.iter().map(ToString::to_string).collect();
    let columns = if asked.is_empty() { &usual } else { asked };
    let rows = things.into_iter().map(|thing| {
        let cells = cells(&thing, columns);
        if settings.page.is_terminal {
            return cells.iter().map(|cell| sanitize::unmasked(cell).into_owned()).collect();
        }
        cells
    });
    csv::write(out, columns, rows)?;
    Ok(())
}

fn cells(thing: &impl Serialize, columns: &[String]) -> Vec<String> {
    let value = value(thing);
    columns.iter().map(|column| fields::cell(&value, column)).collect()
}

fn value(thing: &impl Serialize) -> Value {
    // Wire forms are structs of plain fields: they always have a value.
    serde_json::to_value(thing).unwrap_or_default()
}
