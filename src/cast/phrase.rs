//! Tokens of speech, as far as names, firms and titles need them: words with their bytes, sentence
//! ends, and the transcriber's marks taken out of the way.

use std::ops::Range;

use super::vocabulary::{FIRMS, LISTS};
use crate::text::Runs;

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
    /// The lists of the vocabulary that hold the word.
    pub lists: u32,
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

impl<'a> Token<'a> {
    /// What is no word.
    fn sign(text: &'a str, at: usize, kind: Kind) -> Token<'a> {
        Token { text, start: at, end: at + text.len(), kind, possessive: false, lists: 0 }
    }

    /// Whether the token is this word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether the token is one of these lower-case words, in any case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether the token is in one of these lists, in any case.
    pub(super) fn among(&self, lists: u32) -> bool {
        self.lists & lists > 0
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

/// The longest of them, in bytes.
const LONGEST_ABBREVIATION: usize = 6;

/// What transcribers put in brackets after a word that they only heard.
const HEARD: &[&str] = &["ph", "sp", "phonetic", "ph.", "sic", "spelling", "inaudible name"];

/// Cuts `text[window]` into tokens; their bytes count from the start of `text`.
pub(super) fn tokens(text: &str, window: Range<usize>) -> Vec<Token<'_>> {
    let window = floor(text, window.start)..floor(text, window.end);
    let mut tokens = Vec::with_capacity(window.len() / 4 + 1);
    let mut at = window.start;
    let bytes = &text.as_bytes()[..window.end];
    let mut runs = Runs::of(bytes);
    // Where the brackets close that stand around a name.
    let mut closing = None;
    while let Some(byte) = bytes.get(at) {
        if *byte == b' ' && bytes.get(at + 1).is_some_and(u8::is_ascii_graphic) {
            at += 1;
            continue;
        }
        if byte.is_ascii_alphanumeric()
            && let Some(token) = plain_word(text, &mut runs, at)
        {
            at = token.end;
            tokens.push(token);
            continue;
        }
        if let Some(kind) = plain_mark(*byte) {
            tokens.push(Token::sign(&text[at..=at], at, kind));
            at += 1;
            continue;
        }
        let Some(c) = text[at..window.end].chars().next() else { break };
        if c.is_whitespace() || c == '\u{200b}' {
            let gap = text[at..window.end].find(|c: char| !c.is_whitespace()).map_or(window.end, |n| at + n);
            if text[at..gap.max(at)].contains("\n\n") {
                tokens.push(Token::sign("", at, Kind::Stop));
            }
            at = gap.max(at + c.len_utf8());
        } else if c.is_alphanumeric() {
            let token = word(text, at, window.end, c);
            at = token.end + if token.possessive { possessive(token.text, &text[token.end..window.end]) } else { 0 };
            tokens.push(token);
        } else if let Some((end, note)) = bracketed(&text[at..window.end]) {
            if note {
                tokens.push(Token::sign("", at, Kind::Stop));
            }
            at += end;
        } else {
            let mut end = at + c.len_utf8();
            if c == '-' && text[end..window.end].starts_with('-') {
                end += 1;
            }
            let kind = if matches!(c, '.' | '?' | '!' | '…') { Kind::Stop } else { Kind::Mark };
            if c == '(' && tokens.last().is_some_and(|token| token.text.starts_with(char::is_lowercase)) {
                closing = name_in_brackets(&text[at..window.end]).map(|len| at + len);
            }
            let around_name = c == '(' && closing > Some(at) || closing == Some(at);
            if !around_name && !matches!(c, '[' | ']' | '"' | '“' | '”' | '*') {
                tokens.push(Token::sign(&text[at..end], at, kind));
            }
            at = end;
        }
    }
    tokens
}

/// What a mark is that stands alone in most places.
fn plain_mark(byte: u8) -> Option<Kind> {
    match byte {
        b',' | b';' | b':' => Some(Kind::Mark),
        b'.' | b'?' | b'!' => Some(Kind::Stop),
        _ => None,
    }
}

/// The last character boundary at or before `at`.
pub(super) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// A word that begins at `at` and is nothing but letters and digits of ASCII, with marks between some, up to a blank, a
/// comma or a sentence's full stop: most are. [`word`] would say the same.
fn plain_word<'t>(text: &'t str, runs: &mut Runs<'_>, at: usize) -> Option<Token<'t>> {
    let bytes = runs.bytes();
    let mut end = at + runs.len(at);
    while let Some(b'\'' | b'-' | b'&' | b'/') = bytes.get(end) {
        let more = runs.len(end + 1);
        // `Acme's` is Acme.
        if more == 0 || bytes[end] == b'\'' && more == 1 && matches!(bytes[end + 1], b's' | b'S') {
            return None;
        }
        end += 1 + more;
    }
    let len = end - at;
    let ends = match bytes.get(end) {
        None | Some(b' ' | b',' | b'?' | b';' | b':' | b'\n') => true,
        // No initial, and no abbreviation.
        Some(b'.') => {
            len > 1
                && bytes.get(end + 1).is_none_or(|next| matches!(next, b' ' | b'\n'))
                && (len > LONGEST_ABBREVIATION || !is_abbreviation(&text[at..end]))
        }
        _ => false,
    };
    let kind = match bytes.get(at)? {
        _ if len == 0 || !ends => return None,
        b'0'..=b'9' => Kind::Digit,
        b'A'..=b'Z' => Kind::Capital,
        _ => Kind::Lower,
    };
    let lists = LISTS.lists_at(text, at..end);
    Some(Token { text: &text[at..end], start: at, end, kind, possessive: false, lists })
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
    let (word, rest) = (&text[at..end], &text[end..limit]);
    // `Inc.` is a word of firms as `Inc` is.
    let bare = word.strip_suffix('.').map_or(0, |bare| LISTS.lists(bare) & FIRMS);
    let lists = LISTS.lists(word) | bare;
    Token { text: word, start: at, end, kind, possessive: possessive(word, rest) > 0, lists }
}

/// Whether a full stop after `word` belongs to it: an initial, `J.P.`, `Mr.`, `Inc.`.
fn ends_abbreviation(word: &str, next: Option<char>) -> bool {
    if next.is_some_and(|c| c == '.') {
        return false;
    }
    let single = word.chars().count() == 1 && word.chars().all(char::is_uppercase) && word != "I";
    single || (word.contains('.') && letters_apart(word)) || is_abbreviation(word)
}

fn is_abbreviation(word: &str) -> bool {
    ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
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

/// Where the brackets close that `rest` begins with, if a full name and nothing else is in them: some transcribers spell
/// so whom they only heard. `line of (Ann Roe)`, but not `Robert (Bob) Roe`.
fn name_in_brackets(rest: &str) -> Option<usize> {
    const LONGEST: usize = 50;
    let close = rest.bytes().take(LONGEST).position(|b| b == b')')?;
    let inner = rest.get(1..close)?;
    let is_named = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    (inner.contains(' ') && inner.split(' ').all(is_named)).then_some(close)
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
            ("the line of (Ann B. Roe) with Acme (Acme)", "the line of Ann B. Roe with Acme ( Acme )"),
            ("the line of (Ann) and Robert (Bob Lee) Roe", "the line of ( Ann ) and Robert ( Bob Lee ) Roe"),
            ("the boats (All Of Them, really)", "the boats ( All Of Them , really )"),
            ("one\n\ntwo", "one | two"),
        ] {
            assert_eq!(cut(text), want, "{text}");
        }
    }

    #[test]
    fn a_glance_at_a_word_says_what_a_close_look_says() {
        const MARKS: [&str; 16] =
            ["", " ", ", ", ". ", ".", "'s ", "'", "'re ", "’s ", "-", "&", "/", "\n", "? ", "é", "."];
        const WORDS: [&str; 8] = ["We", "it", "Mr", "messrs", "longer", "U", "s", "3rd"];
        let mut n_glances = 0;
        for (first, second) in WORDS.iter().flat_map(|first| WORDS.map(|second| (first, second))) {
            for (mark, end) in MARKS.iter().flat_map(|mark| MARKS.map(|end| (mark, end))) {
                let text = format!("{first}{mark}{second}{end}");
                if let Some(token) = plain_word(&text, &mut Runs::of(text.as_bytes()), 0) {
                    let c = text.chars().next().unwrap_or_default();
                    assert_eq!(token, word(&text, 0, text.len(), c), "{text}");
                    n_glances += 1;
                }
            }
        }
        assert!(n_glances > 8 * 8 * 16 * 16 / 3, "{n_glances}");
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
