//! Tokens of speech, as far as names, firms and titles need them: words with their bytes, sentence
//! ends, and the transcriber's marks taken out of the way.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
    ops::Range,
    sync::OnceLock,
};

/// A word or a mark of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// As written, without a possessive ending.
    pub text: &'a str,
    /// First byte in the text that was cut up.
    pub start: usize,
    /// One past the last byte of `text`.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Whether `'s` follows.
    pub possessive: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word that begins with a capital letter.
    Capital,
    /// Any other word.
    Lower,
    /// A number, or a word that begins with a digit.
    Digit,
    /// A comma, a dash, a bracket, …
    Mark,
    /// The end of a sentence or a paragraph, or a note of the transcriber such as `[Operator Instructions]`.
    Stop,
}

impl Token<'_> {
    /// Whether the token is this word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of these lower-case words, in any case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether the token is in a list, in any case.
    pub(super) fn among(&self, words: &Words) -> bool {
        words.contains(self.text)
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Capital | Kind::Lower | Kind::Digit)
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        self.kind == Kind::Mark && self.text == mark
    }

    pub(super) fn is_dash(&self) -> bool {
        self.kind == Kind::Mark && matches!(self.text, "-" | "--" | "–" | "—")
    }

    /// A single letter, with or without its full stop, or several: `J.`, `J`, `J.P.`.
    pub(super) fn is_initial(&self) -> bool {
        self.kind == Kind::Capital
            && (self.text.chars().count() == 1 || (self.text.contains('.') && letters_apart(self.text)))
    }
}

/// A list of lower-case words, looked up in any case.
pub(super) struct Words {
    list: &'static str,
    set: OnceLock<HashSet<&'static [u8], BuildHasherDefault<Quick>>>,
}

/// A hasher for short words that nobody chose in order to collide: FNV-1a.
#[derive(Default)]
pub(super) struct Quick(u64);

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        // The table takes its place from the low bits and its tag from the high ones.
        self.0 ^ self.0 >> 32
    }
}

impl Words {
    /// The words of a text, with straight apostrophes.
    pub(super) const fn new(list: &'static str) -> Words {
        Words { list, set: OnceLock::new() }
    }

    fn contains(&self, word: &str) -> bool {
        /// Longer than any word listed.
        const LONGEST: usize = 24;
        let set = self.set.get_or_init(|| self.list.split_whitespace().map(str::as_bytes).collect());
        if word.len() > 2 * LONGEST {
            return false;
        }
        let mut buffer = [0u8; LONGEST];
        if word.is_ascii() {
            let Some(lower) = buffer.get_mut(..word.len()) else { return false };
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            return set.contains(&*lower);
        }
        let mut len = 0;
        for c in word.chars() {
            let c = if c == '’' { '\'' } else { c.to_ascii_lowercase() };
            if !c.is_ascii() || len == LONGEST {
                return false;
            }
            buffer[len] = c as u8;
            len += 1;
        }
        set.contains(&buffer[..len])
    }
}

/// The range from the first byte of the first token to the last byte of the last.
pub(super) fn range_of(tokens: &[Token<'_>]) -> Range<usize> {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    }
}

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: &[&str] =
    &["mr", "mrs", "ms", "dr", "jr", "sr", "prof", "st", "inc", "co", "corp", "ltd", "cos", "messrs", "mssrs", "bros"];

/// What transcribers put in brackets after a word that they only heard.
const HEARD: &[&str] = &["ph", "sp", "phonetic", "ph.", "sic", "spelling", "inaudible name"];

/// Cuts `text[window]` into tokens; their bytes count from the start of `text`.
pub(super) fn tokens(text: &str, window: Range<usize>) -> Vec<Token<'_>> {
    let window = floor(text, window.start)..floor(text, window.end);
    let mut tokens = Vec::with_capacity(window.len() / 5);
    let mut at = window.start;
    let bytes = &text.as_bytes()[..window.end];
    while let Some(c) = text[at..window.end].chars().next() {
        if c == ' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic) {
            at += 1;
        } else if let Some(token) = plain_word(text, bytes, at) {
            at = token.end;
            tokens.push(token);
        } else if c.is_whitespace() || c == '\u{200b}' {
            let gap = text[at..window.end].find(|c: char| !c.is_whitespace()).map_or(window.end, |n| at + n);
            if text[at..gap.max(at)].contains("\n\n") {
                tokens.push(Token { text: "", start: at, end: at, kind: Kind::Stop, possessive: false });
            }
            at = gap.max(at + c.len_utf8());
        } else if c.is_alphanumeric() {
            let token = word(text, at, window.end, c);
            at = token.end + if token.possessive { possessive(token.text, &text[token.end..window.end]) } else { 0 };
            tokens.push(token);
        } else if let Some((end, note)) = bracketed(&text[at..window.end]) {
            if note {
                tokens.push(Token { text: "", start: at, end: at, kind: Kind::Stop, possessive: false });
            }
            at += end;
        } else {
            let mut end = at + c.len_utf8();
            if c == '-' && text[end..window.end].starts_with('-') {
                end += 1;
            }
            let kind = if matches!(c, '.' | '?' | '!' | '…') { Kind::Stop } else { Kind::Mark };
            if !matches!(c, '[' | ']' | '"' | '“' | '”' | '*') {
                tokens.push(Token { text: &text[at..end], start: at, end, kind, possessive: false });
            }
            at = end;
        }
    }
    tokens
}

/// The last character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// A word that begins at `at` and is nothing but letters and digits of ASCII up to a blank or a comma: most are.
fn plain_word<'t>(text: &'t str, bytes: &[u8], at: usize) -> Option<Token<'t>> {
    let len = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let end = at + len;
    let ends = bytes.get(end).is_none_or(|next| matches!(next, b' ' | b',' | b'?' | b';' | b':' | b'\n'));
    let kind = match bytes.get(at)? {
        _ if len == 0 || !ends => return None,
        b'0'..=b'9' => Kind::Digit,
        b'A'..=b'Z' => Kind::Capital,
        _ => Kind::Lower,
    };
    Some(Token { text: &text[at..end], start: at, end, kind, possessive: false })
}

/// A word that begins at `at`: letters, digits, inner apostrophes, hyphens and ampersands, and the full stops of
/// initials and abbreviations.
fn word(text: &str, at: usize, limit: usize, first: char) -> Token<'_> {
    let mut end = at;
    let mut chars = text[at..limit].char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|&(_, c)| c);
        let inner = next.is_some_and(char::is_alphanumeric);
        let keep = match c {
            c if c.is_alphanumeric() || is_combining(c) => true,
            '\'' | '’' | '‘' | '`' => inner && possessive(&text[at..at + i], &text[at + i..limit]) == 0,
            '-' | '‐' | '‑' | '&' | '/' => inner,
            '.' if inner && ABBREVIATIONS[..4].iter().any(|a| text[at..at + i].eq_ignore_ascii_case(a)) => {
                // `Ms.Roe`: the full stop ends the honorific, glued or not.
                end = at + i + 1;
                break;
            }
            '.' => (inner && letters_apart(&text[at..at + i])) || ends_abbreviation(&text[at..at + i], next),
            _ => false,
        };
        if !keep {
            break;
        }
        end = at + i + c.len_utf8();
    }
    let kind = if first.is_numeric() {
        Kind::Digit
    } else if first.is_uppercase() || !first.is_lowercase() {
        Kind::Capital
    } else {
        Kind::Lower
    };
    Token { text: &text[at..end], start: at, end, kind, possessive: possessive(&text[at..end], &text[end..limit]) > 0 }
}

/// Whether a full stop after `word` belongs to it: an initial, `J.P.`, `Mr.`, `Inc.`.
fn ends_abbreviation(word: &str, next: Option<char>) -> bool {
    if next.is_some_and(|c| c == '.') {
        return false;
    }
    let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    single || (word.contains('.') && letters_apart(word)) || ABBREVIATIONS.iter().any(|a| word.eq_ignore_ascii_case(a))
}

/// Whether a word is nothing but single letters with full stops between.
fn letters_apart(word: &str) -> bool {
    word.split('.').all(|part| part.chars().count() <= 1)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The length of a possessive ending behind `word`, at the start of `rest`, or 0: `Acme's`, `Acme Labs' `.
fn possessive(word: &str, rest: &str) -> usize {
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '\'' | '’')) else { return 0 };
    let mut chars = rest[mark.len_utf8()..].chars();
    match chars.next() {
        Some('s' | 'S') if !chars.next().is_some_and(char::is_alphanumeric) => mark.len_utf8() + 1,
        Some(' ') if word.ends_with('s') => mark.len_utf8(),
        _ => 0,
    }
}

/// A group in brackets at the start of `rest` that nobody said: its length, and whether it separates what stands
/// around it. `(ph)` does not, `[Operator Instructions]` does. Groups that hold a spoken name are none.
fn bracketed(rest: &str) -> Option<(usize, bool)> {
    let close = match rest.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        b'{' => '}',
        _ => return None,
    };
    let end = rest.bytes().take(90).position(|b| b == close as u8)?;
    let inner = rest[1..end].trim();
    if HEARD.iter().any(|heard| inner.eq_ignore_ascii_case(heard)) {
        return Some((end + 1, false));
    }
    const NOTES: &[&str] = &[
        "operat",
        "instruct",
        "indiscern",
        "inaudible",
        "technical",
        "question",
        "audio",
        "foreign",
        "interpret",
        "cross",
        "laugh",
        "applause",
        "video",
        "break",
        "music",
        "start of",
        "end of",
        "presentation",
        "break",
    ];
    let lower = inner.to_ascii_lowercase();
    NOTES.iter().any(|note| lower.starts_with(note)).then_some((end + 1, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let parts: Vec<String> = tokens(text, 0..text.len())
            .iter()
            .map(|t| match t.kind {
                Kind::Stop => "|".to_owned(),
                _ if t.possessive => format!("{}'s", t.text),
                _ => t.text.to_owned(),
            })
            .collect();
        parts.join(" ")
    }

    #[test]
    fn words_keep_their_full_stops() {
        for (text, want) in [
            ("J.P. Morgan & Co. Your line", "J.P. Morgan & Co. Your line"),
            ("Ann B. Roe. Next", "Ann B. Roe | Next"),
            ("Mr. O’Hara of S&P.", "Mr. O’Hara of S&P |"),
            ("Acme’s Jean-Luc Doe?", "Acme's Jean-Luc Doe |"),
            ("Acme Labs’ Ann Roe", "Acme Labs's Ann Roe"),
            ("[Operator Instructions] Bo Li (ph), Acme", "| Bo Li , Acme"),
            ("Roe--Acme", "Roe -- Acme"),
            ("one\n\ntwo", "one | two"),
        ] {
            assert_eq!(cut(text), want, "{text}");
        }
    }

    #[test]
    fn tokens_are_total() {
        for text in ["", "(", "'s", "é\u{301}", "[", "A'", "\u{feff}", "(é", "—é—"] {
            for end in 0..=text.len() + 2 {
                let _ = tokens(text, 0..end);
            }
        }
    }
}
