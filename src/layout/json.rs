//! Strings inside JSON, traced to the bytes of the file.
//!
//! Readers deserialize with `#[serde(borrow)] speech: &'a RawValue` from the source's own text, and
//! turn what they keep into [`Traced`] here.

use serde_json::value::RawValue;

use super::tree;
use crate::text::Traced;

/// The text of a JSON string that was borrowed from `source`, escapes undone; `None` if the value is
/// no string, or does not lie in `source`.
pub(super) fn string(source: &Traced, raw: &RawValue) -> Option<Traced> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    let start = (inner.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    (start + inner.len() <= source.len()).then(|| tree::unescape(source, inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    #[test]
    fn escapes_are_undone_and_traced() {
        for (json, text) in [
            (r#""""#, ""),
            (r#""plain – text""#, "plain – text"),
            (r#""a\nb\t\"c\" \\ \/""#, "a\nb\t\"c\" \\ /"),
            (r#""It\u2019s \ud83d\ude00""#, "It’s 😀"),
            (r#""half \ud83d, other \ude00\u0041""#, "half \\ud83d, other \\ude00A"),
        ] {
            let source = Traced::verbatim(format!("  {json} "), 100);
            let raw: &RawValue = serde_json::from_str(&source).unwrap();
            let value = string(&source, raw).unwrap();
            assert_eq!(value.as_str(), text);
            if !text.is_empty() {
                assert_eq!(value.span(), Span { start: 103, end: 101 + json.len() as u64 });
            }
        }
    }

    #[test]
    fn what_is_no_string_of_this_text_is_none() {
        let source = Traced::verbatim("[1]", 0);
        let raw: &RawValue = serde_json::from_str(&source).unwrap();
        assert!(string(&source, raw).is_none());
        let elsewhere: Box<RawValue> = serde_json::from_str("\"a\"").unwrap();
        assert!(string(&source, &elsewhere).is_none());
    }
}
