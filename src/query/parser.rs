//! From tokens to a plan.
//!
//! ```text
//! or    = and { "OR" and }
//! and   = not { ["AND"] not }
//! not   = { "NOT" | "-" } near
//! near  = one { ("NEAR" | "ADJ") ["/" n] one }
//! one   = "(" or ")" | phrase | word | word "*" | field ":" value | ("asked" | "answered") ":" one
//! value = word | phrase | "(" or-of-values ")"
//! ```
//!
//! Operators without operands are ignored, with a note. Time is linear; depth is bounded.

use std::{collections::HashSet, ops::Range};

use super::{
    Plan, Query, QueryError, Side,
    fields::Field,
    lexer::{Mistake, Token, TokenKind, lex},
    lower,
    plan::{Note, Term},
    star::starred,
    terms,
};

/// How deep a plan may be.
const DEEPEST: usize = 50;

/// How deep parentheses may nest: a plan's own, when printed, and some more.
const DEEPEST_PARENTHESES: usize = 64;

/// Understands a query line.
///
/// # Errors
/// What cannot be meant: a field's name misspelled, an impossible value, NOT inside NEAR, a `*` where
/// none can be, nesting without bounds.
pub fn parse(line: &str) -> Result<Query, QueryError> {
    understand(line).map_err(|Mistake { range, message, proposal }| QueryError {
        query: line.to_owned(),
        range,
        message,
        proposal,
    })
}

fn understand(line: &str) -> Result<Query, Mistake> {
    let (tokens, notes) = lex(line)?;
    let mut parser = Parser { line, tokens: &tokens, at: 0, notes, depth: 0, value_of: None, in_side: false };
    let found = parser.or()?;
    let mut notes = parser.notes;
    let plan = match found {
        Some(part) => part.plan,
        None => operators_as_words(line, &tokens, &mut notes),
    };
    notes.sort_by_key(|note| note.range.start);
    // Once is enough to say the same.
    let mut said = HashSet::new();
    notes.retain(|note| said.insert(note.message.clone()));
    Ok(Query { plan, notes })
}

/// A line of nothing but operators means the words; an empty one everything.
fn operators_as_words(line: &str, tokens: &[Token], notes: &mut Vec<Note>) -> Plan {
    let operators = tokens
        .iter()
        .filter(|token| matches!(token.kind, TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Near { .. }));
    let mut plans = Vec::new();
    for token in operators {
        let text = &line[token.range.clone()];
        if let Some(plan) = word(terms::terms(text, false)) {
            notes.retain(|note| note.range != token.range);
            let message = format!("`{text}` is taken as text: there is nothing else in the query");
            notes.push(Note { range: token.range.clone(), message });
            plans.push(plan);
        }
    }
    match plans.len() {
        0 => Plan::All,
        1 => plans.swap_remove(0),
        _ => Plan::And(plans),
    }
}

fn word(mut terms: Vec<Term>) -> Option<Plan> {
    match terms.len() {
        0 => None,
        1 => Some(Plan::Word(terms.swap_remove(0))),
        _ => Some(Plan::Glued(terms)),
    }
}

struct Parser<'t> {
    line: &'t str,
    tokens: &'t [Token],
    at: usize,
    notes: Vec<Note>,
    depth: usize,
    /// Inside `field:( )`.
    value_of: Option<Field>,
    /// Inside `asked:( )`.
    in_side: bool,
}

/// A part of the plan, with what its surroundings must know.
struct Part {
    plan: Plan,
    range: Range<usize>,
    /// How deep the plan is.
    height: usize,
    /// The first thing in it that cannot stand inside NEAR, and its name.
    unfit: Option<(Range<usize>, &'static str)>,
}

type Parsed = Result<Option<Part>, Mistake>;

impl Part {
    fn new(plan: Plan, range: Range<usize>) -> Self {
        Part { plan, range, height: 1, unfit: None }
    }

    fn unfit(mut self, name: &'static str) -> Self {
        self.unfit = Some((self.range.clone(), name));
        self
    }
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.at)
    }

    fn note(&mut self, range: &Range<usize>, message: impl Into<String>) {
        self.notes.push(Note { range: range.clone(), message: message.into() });
    }

    /// One part of several, or the only one.
    fn join(&self, mut parts: Vec<Part>, join: fn(Vec<Plan>) -> Plan) -> Parsed {
        if parts.len() < 2 {
            return Ok(parts.pop());
        }
        let range = parts[0].range.start..parts[parts.len() - 1].range.end;
        let height = self.deeper(parts.iter().map(|part| part.height).max().unwrap_or(0), &range)?;
        let unfit = parts.iter().find_map(|part| part.unfit.clone());
        let plan = join(parts.into_iter().map(|part| part.plan).collect());
        Ok(Some(Part { plan, range, height, unfit }))
    }

    fn dangling(&mut self, range: &Range<usize>, side: &str) {
        let operator = &self.line[range.clone()];
        let message = format!("{operator} has nothing {side} it: ignored");
        self.note(range, message);
    }

    fn or(&mut self) -> Parsed {
        let mut parts: Vec<Part> = Vec::new();
        let mut pending: Option<Range<usize>> = None;
        loop {
            let part = self.and()?;
            let found = part.is_some();
            parts.extend(part);
            if let (false, Some(range)) = (found, pending.take()) {
                self.dangling(&range, "after");
            }
            let Some(Token { kind: TokenKind::Or, range }) = self.peek() else { break };
            self.at += 1;
            if found {
                pending = Some(range.clone());
            } else if parts.is_empty() {
                self.dangling(range, "before");
            } else {
                // The OR before found nothing after it, and said so: this one takes its place.
                pending = Some(range.clone());
            }
        }
        self.join(parts, Plan::Or)
    }

    fn and(&mut self) -> Parsed {
        let mut parts: Vec<Part> = Vec::new();
        let mut pending: Option<Range<usize>> = None;
        while let Some(token) = self.peek() {
            match token.kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => {
                    self.at += 1;
                    if let Some(range) = pending.take() {
                        self.dangling(&range, "after");
                    }
                    if parts.is_empty() {
                        self.dangling(&token.range, "before");
                    } else {
                        pending = Some(token.range.clone());
                    }
                }
                TokenKind::Near { .. } => {
                    self.at += 1;
                    self.dangling(&token.range, "before");
                }
                _ => {
                    if let Some(part) = self.not()? {
                        let explicit = pending.take().is_some();
                        self.add(&mut parts, part, explicit);
                    }
                }
            }
        }
        if let Some(range) = pending {
            self.dangling(&range, "after");
        }
        self.join(parts, Plan::And)
    }

    /// Adds a part; two plain words side by side may be the halves of one.
    fn add(&self, parts: &mut Vec<Part>, part: Part, explicit: bool) {
        if !explicit
            && self.value_of.is_none()
            && let Some(last) = parts.last_mut()
            && let (Plan::Word(first), Plan::Word(rest)) = (&last.plan, &part.plan)
            && first.is_prefix()
            && rest.is_rest()
        {
            last.plan = Plan::Halves(first.clone(), rest.clone());
            last.range.end = part.range.end;
            return;
        }
        parts.push(part);
    }

    fn not(&mut self) -> Parsed {
        let mut negations = Vec::new();
        while let Some(Token { kind: TokenKind::Not, range }) = self.peek() {
            negations.push(range.clone());
            self.at += 1;
        }
        let ahead = self.peek().map(|token| token.kind);
        let part = match ahead {
            Some(TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Near { .. }) | None => None,
            Some(_) => self.near()?,
        };
        let Some(part) = part else {
            for range in &negations {
                self.dangling(range, "after");
            }
            return Ok(None);
        };
        if negations.len() > 1 {
            let range = negations[0].start..negations[negations.len() - 1].end;
            let message = format!("NOT of NOT, {} times in a row", negations.len());
            self.note(&range, message);
        }
        let Some(first) = negations.first() else { return Ok(Some(part)) };
        if negations.len().is_multiple_of(2) {
            return Ok(Some(part));
        }
        let range = first.start..part.range.end;
        let height = self.deeper(part.height, &range)?;
        let plan = Plan::Not(Box::new(part.plan));
        Ok(Some(Part { plan, range: range.clone(), height, unfit: Some((range, "NOT")) }))
    }

    /// One level more, if that is not too deep.
    fn deeper(&self, height: usize, range: &Range<usize>) -> Result<usize, Mistake> {
        if height >= DEEPEST { Err(too_deep(range, DEEPEST)) } else { Ok(height + 1) }
    }

    fn near(&mut self) -> Parsed {
        let Some(mut left) = self.one()? else { return Ok(None) };
        while let Some(Token { kind: TokenKind::Near { within, ordered }, range }) = self.peek() {
            let (within, ordered) = (*within, *ordered);
            self.at += 1;
            if self.value_of.is_some() {
                let message = "NEAR stands between words, not between a field's values".to_owned();
                return Err(Mistake { range: range.clone(), message, proposal: None });
            }
            if let Some(Token { kind: TokenKind::Not, range: not }) = self.peek() {
                return Err(self.unfit(range, not, "NOT"));
            }
            let right = match self.peek().map(|token| token.kind) {
                Some(TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Near { .. }) | None => None,
                Some(_) => self.one()?,
            };
            let Some(right) = right else {
                self.dangling(range, "after");
                continue;
            };
            if let Some((place, name)) = left.unfit.as_ref().or(right.unfit.as_ref()) {
                return Err(self.unfit(range, place, name));
            }
            let whole = left.range.start..right.range.end;
            let height = self.deeper(left.height.max(right.height), &whole)?;
            let plan = Plan::Near { within, ordered, left: Box::new(left.plan), right: Box::new(right.plan) };
            if lower::patterns(&plan).is_err() {
                let message = "too many combinations of words inside each other's NEAR".to_owned();
                return Err(Mistake { range: whole, message, proposal: Some("use fewer groups".to_owned()) });
            }
            left = Part { plan, range: whole, height, unfit: None };
        }
        Ok(Some(left))
    }

    fn unfit(&self, near: &Range<usize>, place: &Range<usize>, name: &str) -> Mistake {
        let operator = self.line[near.clone()].to_owned();
        let message = format!("{name} cannot stand inside {operator}, which takes words, phrases and groups of these");
        let proposal = match name {
            "NOT" => format!("close the {operator} in parentheses and put NOT after it: (a {operator} b) NOT c"),
            _ => format!("put it beside: (a {operator} b) AND …"),
        };
        Mistake { range: place.clone(), message, proposal: Some(proposal) }
    }

    fn one(&mut self) -> Parsed {
        let Some(token) = self.peek() else { return Ok(None) };
        self.at += 1;
        match token.kind {
            TokenKind::Open => self.group(token),
            TokenKind::Text | TokenKind::Quoted if self.value_of.is_some() => self.value(token),
            TokenKind::Text => self.text(token),
            TokenKind::Quoted => self.phrase(token),
            TokenKind::Field(field) => self.field(field, token),
            TokenKind::Side(side) => self.side(side, token),
            TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Near { .. } | TokenKind::Close => {
                self.at -= 1;
                Ok(None)
            }
        }
    }

    fn group(&mut self, open: &Token) -> Parsed {
        if self.depth >= DEEPEST_PARENTHESES {
            return Err(too_deep(&open.range, DEEPEST_PARENTHESES));
        }
        self.depth += 1;
        let inner = self.or()?;
        self.depth -= 1;
        let close = self.peek().map_or(self.line.len(), |token| token.range.end);
        self.at += 1;
        let range = open.range.start..close;
        let Some(mut inner) = inner else {
            self.note(&range, "empty parentheses are ignored");
            return Ok(None);
        };
        inner.range = range;
        Ok(Some(inner))
    }

    fn text(&mut self, token: &Token) -> Parsed {
        let text = &self.line[token.range.clone()];
        if text == "*" {
            return Ok(Some(Part::new(Plan::All, token.range.clone()).unfit("`*`, which is everything,")));
        }
        let star_only = !text.contains(char::is_alphanumeric);
        let terms = if star_only { Vec::new() } else { self.starred(text, token.range.start, false)? };
        let part = word(terms).map(|plan| Part::new(plan, token.range.clone()));
        if part.is_none() {
            self.note(&token.range, format!("`{text}` has no word that is searched: ignored"));
        }
        Ok(part)
    }

    fn phrase(&mut self, token: &Token) -> Parsed {
        let text = &self.line[token.range.clone()];
        let terms = self.starred(text, token.range.start, true)?;
        if terms.is_empty() {
            self.note(&token.range, "a phrase without words is ignored");
            return Ok(None);
        }
        let quotes = token.range.start.saturating_sub(1)..token.range.end;
        Ok(Some(Part::new(Plan::Phrase(terms), quotes)))
    }

    fn starred(&mut self, text: &str, start: usize, phrase: bool) -> Result<Vec<Term>, Mistake> {
        let (terms, message) = starred(text, start, phrase)?;
        if let Some(message) = message {
            self.note(&(start..start + text.len()), message);
        }
        Ok(terms)
    }

    fn side(&mut self, side: Side, token: &Token) -> Parsed {
        if self.in_side || self.value_of.is_some() {
            let message = format!("`{side}:` cannot stand inside another field");
            let proposal = "asked:(…) answered:(…) together mean both sides of one exchange".to_owned();
            return Err(Mistake { range: token.range.clone(), message, proposal: Some(proposal) });
        }
        self.in_side = true;
        let inner = match self.peek() {
            Some(Token { kind: TokenKind::Not, .. }) => self.not()?,
            _ => self.one()?,
        };
        self.in_side = false;
        let Some(inner) = inner else {
            let message = format!("`{side}:` needs words to look for");
            let proposal = Some(format!("write {side}:(word OR \"a phrase\")"));
            return Err(Mistake { range: token.range.clone(), message, proposal });
        };
        let range = token.range.start..inner.range.end;
        let height = self.deeper(inner.height, &range)?;
        let part = Part { plan: Plan::Side(side, Box::new(inner.plan)), range, height, unfit: None };
        Ok(Some(part.unfit("asked: or answered:")))
    }

    fn field(&mut self, field: Field, token: &Token) -> Parsed {
        if self.value_of.is_some() {
            let message = format!("`{}:` cannot stand inside another field", field.as_str());
            return Err(Mistake { range: token.range.clone(), message, proposal: None });
        }
        self.value_of = Some(field);
        let value = self.one()?;
        self.value_of = None;
        let Some(mut value) = value else {
            let message = format!("`{}:` needs a value", field.as_str());
            return Err(Mistake { range: token.range.clone(), message, proposal: None });
        };
        value.range.start = token.range.start;
        Ok(Some(value.unfit("a filter")))
    }

    fn value(&mut self, token: &Token) -> Parsed {
        let Some(field) = self.value_of else { return Ok(None) };
        let range = token.range.clone();
        match field.condition(&self.line[range.clone()]) {
            Ok(plan) => Ok(Some(Part::new(plan, range))),
            Err((message, proposal)) => Err(Mistake { range, message, proposal }),
        }
    }
}

fn too_deep(range: &Range<usize>, levels: usize) -> Mistake {
    let message = format!("more than {levels} levels of groups and operators inside each other");
    Mistake { range: range.clone(), message, proposal: None }
}
