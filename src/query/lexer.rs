//! A query line cut into tokens. What a person would paste never fails here; it is noted.

use std::ops::Range;

use super::{Side, fields::Field, lookalike::lookalike, plan::Note, terms};

/// A part of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    /// Its bytes in the line.
    pub(super) range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    /// `NOT`, or a hyphen or an exclamation mark directly before what it negates.
    Not,
    Near {
        within: u32,
        ordered: bool,
    },
    /// A field's name and its colon, directly before a value.
    Field(Field),
    /// `asked:`, `answered:`
    Side(Side),
    /// Characters without a blank.
    Text,
    /// What stands in quotes, which are not in the range.
    Quoted,
}

/// A mistake, before the line is put beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) proposal: Option<String>,
}

/// Lines with more tokens are refused.
pub(super) const MOST_TOKENS: usize = 20_000;

/// Within how many words, if nobody says.
const DEFAULT_WITHIN: u32 = 10;

/// The furthest that NEAR and ADJ reach.
const FURTHEST: u32 = 1000;

/// What transcribers put in parentheses in place of speech, or about it.
const MARKS: &[&str] = &["ph", "phonetic", "sic", "inaudible", "indiscernible", "unintelligible", "indecipherable"];

/// Cuts a line into tokens.
pub(super) fn lex(line: &str) -> Result<(Vec<Token>, Vec<Note>), Mistake> {
    let mut lexer = Lexer { line, at: 0, tokens: Vec::new(), notes: Vec::new(), no_closing_quote: false };
    while let Some(c) = lexer.line[lexer.at..].chars().next() {
        lexer.step(c)?;
    }
    lexer.match_parentheses();
    if let Some(beyond) = lexer.tokens.get(MOST_TOKENS) {
        let range = beyond.range.start..line.len();
        let message = format!("the query has more than {MOST_TOKENS} words");
        return Err(Mistake { range, message, proposal: None });
    }
    Ok((lexer.tokens, lexer.notes))
}

struct Lexer<'l> {
    line: &'l str,
    at: usize,
    tokens: Vec<Token>,
    notes: Vec<Note>,
    no_closing_quote: bool,
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '＂')
}

/// How long a chunk is, cut before or after the signs that other tools have for AND and OR.
fn before_signs(chunk: &str) -> usize {
    match ["&&", "||"].iter().filter_map(|sign| chunk.find(sign)).min() {
        Some(0) => 2,
        Some(at) => at,
        None => chunk.len(),
    }
}

impl Lexer<'_> {
    fn step(&mut self, c: char) -> Result<(), Mistake> {
        let start = self.at;
        let here = start..start + c.len_utf8();
        match c {
            c if c.is_whitespace() => self.at = here.end,
            '(' | '[' if self.skip_mark() => {}
            '(' => self.push(TokenKind::Open, here),
            ')' => self.push(TokenKind::Close, here),
            c if is_quote(c) => self.quote(here),
            '-' | '!' if self.negates() => self.push(TokenKind::Not, here),
            _ => return self.chunk(),
        }
        Ok(())
    }

    fn push(&mut self, kind: TokenKind, range: Range<usize>) {
        self.at = range.end;
        self.tokens.push(Token { kind, range });
    }

    fn note(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.notes.push(Note { range, message: message.into() });
    }

    /// Whether a value must come now: right after `role:`.
    fn at_value(&self) -> bool {
        matches!(self.tokens.last(), Some(Token { kind: TokenKind::Field(_), range }) if range.end == self.at)
    }

    /// Whether something can begin here: after a blank, an opening bracket, a dash, a closing quote.
    fn at_start(&self) -> bool {
        let Some(before) = self.line[..self.at].chars().next_back() else { return true };
        before.is_whitespace()
            || is_quote(before)
            || matches!(before, '(' | '[' | '{' | ')' | ':' | '-' | '—' | '–' | '/' | '=' | '+')
    }

    /// Whether the sign here means NOT: after a blank, and directly before a word, a quote or a group.
    fn negates(&self) -> bool {
        let before = self.line[..self.at].chars().next_back();
        let after = self.line[self.at + 1..].chars().next();
        let begins = before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ':' | ')') || is_quote(c));
        begins
            && !self.at_value()
            && after.is_some_and(|c| c.is_alphanumeric() || is_quote(c) || matches!(c, '(' | '$' | '*'))
    }

    /// Passes over a transcriber's mark, if one stands here; in the index such marks are no words.
    fn skip_mark(&mut self) -> bool {
        let (longest, close) = if self.line.as_bytes()[self.at] == b'(' { (20, b')') } else { (50, b']') };
        if self.at_value() {
            return false;
        }
        let rest = &self.line.as_bytes()[self.at..];
        let Some(length) = rest.iter().take(longest).position(|b| *b == close) else { return false };
        let range = self.at..self.at + length + 1;
        let inside = &self.line[range.start + 1..range.end - 1];
        let mark = match close {
            b')' => MARKS.iter().any(|mark| inside.eq_ignore_ascii_case(mark)),
            _ => inside.chars().any(char::is_alphanumeric) && terms::terms(&self.line[range.clone()], false).is_empty(),
        };
        if mark {
            let message =
                format!("`{}` is a transcriber's mark, not what was said: ignored", &self.line[range.clone()]);
            self.note(range.clone(), message);
            self.at = range.end;
        }
        mark
    }

    /// A phrase, or a quote by itself, which is ignored.
    fn quote(&mut self, here: Range<usize>) {
        let opens = self.at_start() && !self.no_closing_quote;
        let close = opens.then(|| self.line[here.end..].find(is_quote)).flatten();
        if let Some(length) = close {
            let inside = here.end..here.end + length;
            let close = self.line[inside.end..].chars().next().map_or(0, char::len_utf8);
            self.tokens.push(Token { kind: TokenKind::Quoted, range: inside.clone() });
            self.at = inside.end + close;
            return;
        }
        self.no_closing_quote |= opens;
        let message = format!("a stray {} is ignored", &self.line[here.clone()]);
        self.note(here.clone(), message);
        self.at = here.end;
    }

    /// Characters up to a blank, a parenthesis or a quote.
    fn chunk(&mut self) -> Result<(), Mistake> {
        let rest = &self.line[self.at..];
        let length =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')') || is_quote(c)).unwrap_or(rest.len());
        let length = before_signs(&rest[..length]);
        let (range, text) = (self.at..self.at + length, &rest[..length]);
        if self.at_value() {
            self.push(TokenKind::Text, range);
            return Ok(());
        }
        if let Some(kind) = self.operator(text, &range)? {
            self.push(kind, range);
            return Ok(());
        }
        if let Some((name, _)) = text.split_once(':')
            && let Some(field) = self.field(name, range.start)?
        {
            let kind = match field {
                Field::Asked => TokenKind::Side(Side::Asked),
                Field::Answered => TokenKind::Side(Side::Answered),
                field => TokenKind::Field(field),
            };
            self.push(kind, range.start..range.start + name.len() + 1);
            return Ok(());
        }
        self.text(text, range);
        Ok(())
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(message) = lookalike(text) {
            self.note(range.clone(), message);
        }
        if text.contains(|c: char| c.is_alphanumeric() || c == '*') {
            if text.starts_with(|c: char| c.is_ascii_digit())
                && matches!(self.tokens.last(), Some(Token { kind: TokenKind::Not, range: minus }) if minus.end == range.start && &self.line[minus.clone()] == "-")
            {
                let message = format!("`-{text}` means NOT {text}; to search for the number, put it in quotes");
                self.note(range.start - 1..range.end, message);
            }
            self.push(TokenKind::Text, range);
        } else {
            self.at = range.end;
            if lookalike(text).is_none() {
                self.note(range, format!("`{text}` has no letter or digit: ignored"));
            }
        }
    }

    fn operator(&mut self, text: &str, range: &Range<usize>) -> Result<Option<TokenKind>, Mistake> {
        let (word, number) = match text.split_once('/') {
            Some((word, number)) => (word, Some(number)),
            None => (text, None),
        };
        let ordered = match (word, number) {
            ("AND", None) => return Ok(Some(TokenKind::And)),
            ("OR", None) => return Ok(Some(TokenKind::Or)),
            ("&&", None) => return Ok(Some(TokenKind::And)),
            ("||" | "|", None) => return Ok(Some(TokenKind::Or)),
            ("NOT" | "!", None) => return Ok(Some(TokenKind::Not)),
            ("NEAR", _) => false,
            ("ADJ", _) => true,
            _ => return Ok(None),
        };
        let Some(number) = number else {
            self.note(range.clone(), format!("{word} without a number means {word}/{DEFAULT_WITHIN}"));
            return Ok(Some(TokenKind::Near { within: DEFAULT_WITHIN, ordered }));
        };
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(None);
        }
        match number.parse() {
            Ok(within) if (1..=FURTHEST).contains(&within) => Ok(Some(TokenKind::Near { within, ordered })),
            _ => Err(Mistake {
                range: range.clone(),
                message: format!("{word} reaches from 1 to {FURTHEST} words"),
                proposal: None,
            }),
        }
    }

    /// The field that `name`, which stands before a colon, names; an error if it is a slip of one.
    fn field(&mut self, name: &str, start: usize) -> Result<Option<Field>, Mistake> {
        let colon = start + name.len();
        let after = self.line[colon + 1..].chars().next();
        let direct = after.is_some_and(|c| !c.is_whitespace() && !matches!(c, ')' | '/' | ':'));
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Ok(None);
        }
        let (lower, range) = (name.to_ascii_lowercase(), start..colon);
        let is_lower = lower == name;
        match Field::named(&lower) {
            Some(field) if direct && is_lower => return Ok(Some(field)),
            Some(_) if direct => {
                self.note(range, format!("`{name}:` is taken as text; the field is written `{lower}:`"));
            }
            Some(_) => {
                self.note(range, format!("`{name}:` is taken as text; a field's value follows without a blank"));
            }
            None if direct && is_lower => {
                if let Some(near) = Field::nearest(name) {
                    let message = format!("no field `{name}`");
                    return Err(Mistake { range, message, proposal: Some(format!("did you mean `{near}:`?")) });
                }
                let message = match Field::alias(name) {
                    Some(field) => format!("`{name}:` is no field and taken as text; did you mean `{field}:`?"),
                    None => format!("`{name}:` is no field and taken as text"),
                };
                self.note(range, message);
            }
            None => {}
        }
        Ok(None)
    }

    /// Drops parentheses without a partner.
    fn match_parentheses(&mut self) {
        let (mut open, mut stray) = (Vec::new(), Vec::new());
        for (i, token) in self.tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Open => open.push(i),
                TokenKind::Close if open.pop().is_none() => stray.push(i),
                _ => {}
            }
        }
        stray.extend(open);
        stray.sort_unstable();
        for &i in &stray {
            let range = self.tokens[i].range.clone();
            let message = format!("a stray {} is ignored", &self.line[range.clone()]);
            self.note(range, message);
        }
        let mut at = 0;
        self.tokens.retain(|_| {
            at += 1;
            stray.binary_search(&(at - 1)).is_err()
        });
    }
}
