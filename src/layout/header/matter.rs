//! The fields that stand above a text between two rules (`---`), as pages of sites and notes have them. What they say
//! fills in what the text itself does not.

use super::{Header, date, read_field};
use crate::layout::beginning;

/// The rule around the fields.
const RULE: &str = "---";

/// What the fields above a text say about the event; nothing, if there are none.
pub(crate) fn front_matter(text: &str) -> Header {
    /// No list of fields is longer.
    const LONGEST: usize = 1 << 14;
    let mut header = Header::default();
    let mut lines = beginning(text, LONGEST).trim_start_matches('\u{feff}').lines();
    if lines.next().map(str::trim_end) != Some(RULE) {
        return header;
    }
    let mut published = None;
    for field in fields(lines.take_while(|line| line.trim_end() != RULE)) {
        let Some((name, value)) = field.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase().replace(['_', '-'], " ");
        let value = value.trim();
        let value = ['"', '\''].iter().find_map(|sign| value.strip_prefix(*sign)?.strip_suffix(*sign)).unwrap_or(value);
        let value = without_time(value);
        if is_publishing(&name) {
            published = published.or_else(|| date(value));
        } else {
            read_field(&format!("{name}: {value}"), &mut header);
        }
    }
    header.date = header.date.or(published);
    header
}

/// The day of `2025-10-05T09:00:00Z`; any other value as it is.
fn without_time(value: &str) -> &str {
    const DAY: usize = 10;
    match value.split_at_checked(DAY) {
        Some((day, time)) if time.starts_with('T') && date(day).is_some() => day,
        _ => value,
    }
}

/// Fields, each with the lines that go on with its value.
fn fields<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    for line in lines {
        match fields.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            Some(field) => {
                field.push(' ');
                field.push_str(line.trim());
            }
            None => fields.push(line.trim_end().to_owned()),
        }
    }
    fields
}

/// Whether a field is the day on which something was published: near that of the call, where no other is known.
fn is_publishing(name: &str) -> bool {
    matches!(
        name,
        "publish date"
            | "published"
            | "published at"
            | "published on"
            | "published date"
            | "publication date"
            | "publishdate"
            | "pubdate"
            | "date published"
            | "release date"
            | "released"
            | "upload date"
            | "uploaded"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_between_rules_describe_the_event() {
        let day = |text: &str| front_matter(text).date.map(|day| day.to_string());
        for (fields, want) in [
            ("publish_date: 2025-10-05\nguest: Ada Lund", Some("2025-10-05")),
            ("published: '5 October 2025'", Some("2025-10-05")),
            ("pubDate: 2025-10-07\ndate: 2025-10-05T09:00:00", Some("2025-10-05")),
            ("created: 2025-10-05", None),
            ("tags:\n- 2025-10-05", None),
        ] {
            let text = format!("---\n{fields}\n---\n\nAda Lund: Hello. publish_date: 2020-01-01");
            assert_eq!(day(&text).as_deref(), want, "{fields}");
            assert_eq!(day(&text[4..]), None, "{fields}");
        }
        let header = front_matter("---\ntitle: \"Boats | Ada Lund (Nordlys,\n  Fjord)\"\nTicker: nrdl\n---\n");
        assert_eq!(header.title.as_deref(), Some("Boats | Ada Lund (Nordlys, Fjord)"));
        assert_eq!(header.ticker.as_deref(), Some("NRDL"));
    }
}
