//! Strings inside JSON, traced to the bytes of the file.
//!
//! Readers deserialize with `#[serde(borrow)] speech: &'a RawValue` from the source's own text, and
//! turn what they keep into [`Traced`] here.

use serde_json::value::RawValue;

use crate::text::Traced;

/// The text of a JSON string that was borrowed from `source`, escapes undone; `None` if the value is
/// no string, or does not lie in `source`.
pub(super) fn string(source: &Traced, raw: &RawValue) -> Option<Traced> {
    let inner = raw.get().strip_prefix('"')?.strip_suffix('"')?;
    let start = (inner.as_ptr() as usize).checked_sub(source.as_ptr() as usize)?;
    if start + inner.len() > source.len() {
        return None;
    }
    let mut text = Traced::default();
    let mut done = 0;
    while let Some(found) = memchr::memchr(b'\\', &inner.as_bytes()[done..]) {
        let at = done + found;
        text.push_range(source, start + done..start + at);
        let (c, len) = unescape(&inner[at..]);
        text.push_substitute(c.encode_utf8(&mut [0; 4]), source.source_span(start + at..start + at + len));
        done = at + len;
    }
    text.push_range(source, start + done..start + inner.len());
    Some(text)
}

/// The character that the escape at the beginning of `text` stands for, and the escape's length.
fn unescape(text: &str) -> (char, usize) {
    let c = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'u') => return unescape_unit(text),
        // `"`, `\` and `/` stand for themselves; so would anything that the parser had let through.
        _ => {
            let c = text.chars().nth(1).unwrap_or(char::REPLACEMENT_CHARACTER);
            return (c, text.len().min(1 + c.len_utf8()));
        }
    };
    (c, 2)
}

/// `\u00e9`, or the two halves `\ud83d\ude00` of one character.
fn unescape_unit(text: &str) -> (char, usize) {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2.min(text.len())) };
    if let Some(c) = char::from_u32(first) {
        return (c, 6);
    }
    match unit(6) {
        Some(second @ 0xDC00..=0xDFFF) if first < 0xDC00 => {
            let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
            (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
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
            (r#""half \ud83d, other \ude00\u0041""#, "half \u{FFFD}, other \u{FFFD}A"),
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
