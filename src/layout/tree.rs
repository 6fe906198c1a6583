//! JSON as a tree of slices of the text, so that every string leads back to its bytes.
//!
//! Lenient where files in the wild are broken: one text may hold several values (JSON Lines, a file
//! pasted twice), and what is cut off, too deep or malformed gives up only the rest of its value.
//! Nothing recurses while parsing, and the depth is bounded, so that dropping is safe too.

use crate::text::{Span, Traced, Unseen, is_unseen, sequence};

/// Deeper nesting than any transcript has.
const DEEPEST: usize = 200;

/// A value. Strings are the raw text between the quotes, numbers and words as printed.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node<'t> {
    /// `null`, `true`, `false`.
    Word(&'t str),
    /// A number.
    Number(&'t str),
    /// A string, escapes not yet undone.
    Text(&'t str),
    /// An array.
    Array(Vec<Node<'t>>),
    /// An object, in the order of the text.
    Object(Vec<(&'t str, Node<'t>)>),
}

impl<'t> Node<'t> {
    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entries().iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The value of the first of these keys that is there and not null.
    pub(super) fn any(&self, keys: &[&str]) -> Option<&Node<'t>> {
        keys.iter().find_map(|key| self.get(key).filter(|value| **value != Node::Word("null")))
    }

    /// The entries of an object; nothing for any other value.
    pub(super) fn entries(&self) -> &[(&'t str, Node<'t>)] {
        if let Node::Object(entries) = self { entries } else { &[] }
    }

    /// The elements of an array; nothing for any other value.
    pub(super) fn elements(&self) -> &[Node<'t>] {
        if let Node::Array(elements) = self { elements } else { &[] }
    }

    /// The raw text of a string, or a number as printed.
    pub(super) fn scalar(&self) -> Option<&'t str> {
        match self {
            Node::Text(raw) | Node::Number(raw) => Some(raw),
            _ => None,
        }
    }

    /// A number, printed as one or as a string.
    pub(super) fn number(&self) -> Option<f64> {
        self.scalar()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// What is wrong with the JSON, and where (a byte of the text).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Damage {
    /// A clause: "the text ends inside a string".
    pub(super) what: &'static str,
    /// Where.
    pub(super) at: usize,
}

/// All values of a text, and the first damage.
pub(super) fn parse(text: &str) -> (Vec<Node<'_>>, Option<Damage>) {
    let mut parser = Parser { text, at: 0 };
    let mut values = Vec::new();
    let mut damage = None;
    loop {
        parser.skip_space();
        if parser.at >= text.len() {
            return (values, damage);
        }
        let (value, broken) = parser.value();
        values.extend(value);
        if let Some(broken) = broken {
            damage.get_or_insert(broken);
            // The next value that stands at the beginning of a line.
            let rest = &text.as_bytes()[parser.at..];
            match rest.windows(2).position(|pair| pair[0] == b'\n' && matches!(pair[1], b'{' | b'[')) {
                Some(next) => parser.at += next + 1,
                None => return (values, damage),
            }
        }
    }
}

/// An array or object that is not closed yet.
enum Open<'t> {
    Array(Vec<Node<'t>>),
    Object(Vec<(&'t str, Node<'t>)>, &'t str),
}

impl<'t> Open<'t> {
    fn put(&mut self, value: Node<'t>) {
        match self {
            Open::Array(elements) => elements.push(value),
            Open::Object(entries, key) => entries.push((key, value)),
        }
    }

    fn close(self) -> Node<'t> {
        match self {
            Open::Array(elements) => Node::Array(elements),
            Open::Object(entries, _) => Node::Object(entries),
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Parser<'t> {
    /// One value with all that is in it; what could be read of it, if it is damaged.
    fn value(&mut self) -> (Option<Node<'t>>, Option<Damage>) {
        let mut open: Vec<Open<'t>> = Vec::new();
        loop {
            let step = self.step(&mut open);
            let done = match step {
                Ok(None) => continue,
                Ok(Some(value)) => (Some(value), None),
                Err((value, what)) => (value, Some(Damage { what, at: self.at })),
            };
            let (Some(value), broken) = done else {
                return (close_all(open, None), done.1);
            };
            match open.last_mut() {
                Some(outer) if broken.is_none() => outer.put(value),
                _ => return (close_all(open, Some(value)), broken),
            }
        }
    }

    /// Reads up to the end of a value: gives the value, nothing if one was only opened, or what is
    /// wrong, with what was read of a string that is cut off.
    #[allow(clippy::type_complexity)]
    fn step(&mut self, open: &mut Vec<Open<'t>>) -> Result<Option<Node<'t>>, (Option<Node<'t>>, &'static str)> {
        self.skip_space();
        if let Some(outer) = open.last_mut() {
            let closing = if matches!(outer, Open::Array(_)) { b']' } else { b'}' };
            if self.peek() == Some(b',') {
                self.at += 1;
                self.skip_space();
            }
            if self.peek() == Some(closing) {
                self.at += 1;
                return Ok(open.pop().map(Open::close));
            }
            if let Open::Object(_, key) = outer {
                *key = self.key()?;
            }
        }
        match self.peek() {
            None => Err((None, "the text ends inside a value")),
            Some(b'{' | b'[') if open.len() >= DEEPEST => Err((None, "it is nested too deeply")),
            Some(b'{') => {
                self.at += 1;
                open.push(Open::Object(Vec::new(), ""));
                Ok(None)
            }
            Some(b'[') => {
                self.at += 1;
                open.push(Open::Array(Vec::new()));
                Ok(None)
            }
            Some(b'"') => {
                let (raw, whole) = self.string();
                if whole {
                    Ok(Some(Node::Text(raw)))
                } else {
                    Err((Some(Node::Text(raw)), "the text ends inside a string"))
                }
            }
            Some(_) => self.word().map(Some).ok_or((None, "there is a character that does not belong there")),
        }
    }

    fn key(&mut self) -> Result<&'t str, (Option<Node<'t>>, &'static str)> {
        if self.peek() != Some(b'"') {
            return Err((
                None,
                if self.peek().is_none() { "the text ends inside an object" } else { "a key is missing" },
            ));
        }
        let (key, whole) = self.string();
        self.skip_space();
        if !whole || self.peek() != Some(b':') {
            return Err((None, "a key has no value"));
        }
        self.at += 1;
        self.skip_space();
        Ok(key)
    }

    /// The raw text up to the closing quote, and whether there is one.
    fn string(&mut self) -> (&'t str, bool) {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => {
                    self.at = at + 1;
                    return (&self.text[start..at], true);
                }
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
        self.at = bytes.len();
        (&self.text[start..], false)
    }

    /// A number or one of the three words; `NaN` and the like, which Python writes, too.
    fn word(&mut self) -> Option<Node<'t>> {
        let rest = &self.text[self.at..];
        let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
        let word = &rest[..len];
        self.at += len;
        let is_number = word.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        let is_word = matches!(word, "null" | "true" | "false" | "NaN" | "Infinity" | "None" | "True" | "False");
        let null = matches!(word, "null" | "None" | "NaN" | "Infinity");
        (is_number || is_word).then_some(match word {
            _ if is_number => Node::Number(word),
            _ if null => Node::Word("null"),
            _ => Node::Word(word),
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| b.is_ascii_whitespace() || **b == 0).count();
    }
}

/// Closes what a damaged value left open.
fn close_all<'t>(open: Vec<Open<'t>>, value: Option<Node<'t>>) -> Option<Node<'t>> {
    open.into_iter().rev().fold(value, |inner, mut outer| {
        if let Some(inner) = inner {
            outer.put(inner);
        }
        Some(outer.close())
    })
}

/// A raw string of the tree as text: escapes undone, each traced to its bytes, and those of characters that nobody sees
/// left out. `raw` must be a slice of `text`.
pub(super) fn unescape(text: &Traced, raw: &str) -> Traced {
    let range = text.range_of(raw);
    let mut out = Traced::default();
    let mut at = 0;
    while let Some(next) = raw[at..].find('\\') {
        let start = at + next;
        out.push_range(text, range.start + at..range.start + start);
        let (character, mut len) = escape(&raw[start..]);
        let steers = character.filter(|c| c.is_control()).and_then(|_| sequence(written(&raw[start..])));
        len = steers.unwrap_or(len);
        let span: Span = text.source_span(range.start + start..range.start + start + len);
        let mut buffer = [0; 4];
        match character {
            Some(character) if steers.is_some() || is_unseen(character, &out) => {}
            Some(character) => out.push_substitute(character.encode_utf8(&mut buffer), span),
            // Half of a surrogate pair, or no escape at all: as it stands.
            None => out.push_range(text, range.start + start..range.start + start + len),
        }
        at = start + len;
    }
    out.push_range(text, range.start + at..range.end);
    out
}

/// A text of JSON without the escapes of what nobody sees, and what these were; `None` if there are none. Joiners stay:
/// what they join is an escape as well, most often.
pub(super) fn without_unseen_escapes(text: &Traced) -> Option<(Traced, Unseen)> {
    let (mut seen, mut unseen, mut done) = (Traced::default(), Unseen::default(), 0);
    for at in memchr::memmem::find_iter(text.as_bytes(), "\\u") {
        // The end of a sequence may be an escape as well.
        let Some(before) = text.as_bytes().get(done..at) else { continue };
        let n_before = before.iter().rev().take_while(|byte| **byte == b'\\').count();
        let (Some(character), len) = escape(&text[at..]) else { continue };
        // A backslash that is escaped itself begins nothing.
        if n_before % 2 == 1 {
            continue;
        }
        let steers = character.is_control().then(|| sequence(written(&text[at..]))).flatten();
        if steers.is_none() && !is_unseen(character, "\u{e9}") {
            continue;
        }
        seen.push_range(text, done..at);
        done = at + steers.unwrap_or(len);
        let span = text.source_span(at..done);
        if steers.is_some() { unseen.note_sequence(span) } else { unseen.note(character, span) }
    }
    let unseen = unseen.told()?;
    seen.push_range(text, done..text.len());
    Some((seen, unseen))
}

/// The characters of a raw string from some place on, up to its end, each with the bytes that it is written in.
fn written(raw: &str) -> impl Iterator<Item = (char, usize)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        let first = rest.chars().next().filter(|c| *c != '"')?;
        let (character, len) = if first == '\\' { escape(rest) } else { (Some(first), first.len_utf8()) };
        rest = &rest[len..];
        character.map(|character| (character, len))
    })
}

/// The character an escape at the beginning of `text` stands for, and the length of the escape.
fn escape(text: &str) -> (Option<char>, usize) {
    let hex = |at: usize| text.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let simple = match text.as_bytes().get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(&byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
        Some(b'u') => {
            let Some(unit) = hex(2) else { return (None, 1) };
            let low = text.get(6..8).filter(|mark| *mark == "\\u").and_then(|_| hex(8));
            return match (unit, low) {
                (0xD800..0xDC00, Some(low @ 0xDC00..0xE000)) => {
                    (char::from_u32(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), 12)
                }
                _ => (char::from_u32(unit), 6),
            };
        }
        _ => return (None, 1),
    };
    (Some(simple), 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_lead_back_to_their_bytes() {
        let text = Traced::verbatim(r#"{"a": "x\ny \u00e9\ud83d\ude00 \"q\" \ud800 \z"}"#, 0);
        let (values, damage) = parse(&text);
        assert_eq!(damage, None);
        let raw = values[0].get("a").and_then(Node::scalar).unwrap();
        let value = unescape(&text, raw);
        assert_eq!(value.as_str(), "x\ny é😀 \"q\" \\ud800 \\z");
        assert_eq!(value.span(), Span { start: 7, end: 46 });
        assert_eq!(value.source_span(1..2), Span { start: 8, end: 10 });
        assert_eq!(value.source_span(4..6), Span { start: 12, end: 18 });
    }

    #[test]
    fn escapes_of_what_nobody_sees_are_left_out() {
        let text = Traced::verbatim(r#""zan\u200bzi\u00ADbar \u0915\u094d\u200d a\u200d \\u200b \u202e""#, 0);
        let (values, _) = parse(&text);
        let shown = unescape(&text, values[0].scalar().unwrap());
        assert_eq!(shown.as_str(), "zanzibar \u{915}\u{94d}\u{200d} a \\u200b \u{202e}");
        assert_eq!(shown.source_span(0..8), Span { start: 1, end: 21 });
        let (seen, unseen) = without_unseen_escapes(&text).unwrap();
        assert_eq!(seen.as_str(), r#""zanzibar \u0915\u094d\u200d a\u200d \\u200b \u202e""#);
        assert_eq!(unseen.to_string(), "2 characters that nobody sees were left out: U+00AD, U+200B");
        assert_eq!(unseen.first, Some(Span { start: 4, end: 10 }));
        assert_eq!(without_unseen_escapes(&Traced::verbatim(r#""It\u2019s \\u200b""#, 0)), None);
    }

    #[test]
    fn sequences_that_steer_a_terminal_are_left_out_whole() {
        let text = r#""a \u001b[31mwafer\u001b[0m, \u001b]0;owned\u0007b\u009b2J \u001b]8;;x\u001b\\y\n \\u001b[1m \u001b\u001b]0;""#;
        let text = Traced::verbatim(text, 0);
        let (values, _) = parse(&text);
        let want = "a wafer, by\n \\u001b[1m \u{1b}\u{1b}]0;".replace("by", "b y");
        let shown = unescape(&text, values[0].scalar().unwrap());
        assert_eq!(shown.as_str(), want);
        assert_eq!(shown.source_span(2..7), Span { start: 13, end: 18 });
        let (seen, unseen) = without_unseen_escapes(&text).unwrap();
        let (values, _) = parse(&seen);
        assert_eq!(unescape(&seen, values[0].scalar().unwrap()).as_str(), want);
        assert_eq!(unseen.to_string(), "5 sequences that steer a terminal were left out");
        assert_eq!(unseen.first, Some(Span { start: 3, end: 13 }));
    }

    #[test]
    fn damaged_values_keep_what_was_read() {
        let cases = [
            (r#"{"a": [1, "b"#, r#"Object([("a", Array([Number("1"), Text("b")]))])"#, "the text ends inside a string"),
            (r#"{"a": [1,"#, r#"Object([("a", Array([Number("1")]))])"#, "the text ends inside a value"),
            (r#"{"a": 1, "b""#, r#"Object([("a", Number("1"))])"#, "a key has no value"),
            (r#"{"a": 1, %}"#, r#"Object([("a", Number("1"))])"#, "a key is missing"),
            ("[1, %]", r#"Array([Number("1")])"#, "there is a character that does not belong there"),
        ];
        for (text, expected, what) in cases {
            let (values, damage) = parse(text);
            assert_eq!(values.iter().map(|v| format!("{v:?}")).collect::<Vec<_>>(), [expected], "{text}");
            assert_eq!(damage.map(|damage| damage.what), Some(what), "{text}");
        }
    }

    #[test]
    fn several_values_and_the_one_after_a_damaged_one() {
        assert_eq!(parse("{}\n[] \"a\"\0 1").0.len(), 4);
        let (values, damage) = parse("{\"a\": 1, %\n{\"b\": 2}\n");
        assert_eq!(values[1].get("b").and_then(Node::number), Some(2.0));
        assert!(damage.is_some());
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(1_000_000);
        let (values, damage) = parse(&deep);
        assert_eq!(values.len(), 1);
        assert_eq!(damage.map(|damage| damage.what), Some("it is nested too deeply"));
        assert!(parse(&"{\"a\":".repeat(1_000_000)).1.is_some());
    }
}
