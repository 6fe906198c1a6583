//! What `--count` and `--facets` print.

use serde::Serialize;

/// `whosaid.count/1`: what `--count` prints.
#[derive(Serialize)]
pub struct CountLine {
    schema: &'static str,
    count: usize,
}

/// The wire form of a count.
pub fn count(count: usize) -> CountLine {
    CountLine { schema: "whosaid.count/1", count }
}

/// `whosaid.facet/1`: what `--facets` prints, one line a value.
#[derive(Serialize)]
pub struct FacetLine<'a> {
    schema: &'static str,
    field: &'a str,
    value: Option<&'a str>,
    count: usize,
}

impl FacetLine<'_> {
    /// Its cells in a table: field, value, count.
    pub fn cells(&self) -> Vec<String> {
        vec![self.field.to_owned(), self.value.unwrap_or("(none)").to_owned(), self.count.to_string()]
    }
}

/// The wire form of a count by value; `None` counts what has no such value.
pub fn facet<'a>(field: &'a str, value: Option<&'a str>, count: usize) -> FacetLine<'a> {
    FacetLine { schema: "whosaid.facet/1", field, value, count }
}
