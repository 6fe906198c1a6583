//! Names of people and firms as they stand in speech: where one begins and where it ends.

use super::{
    firms,
    phrase::{Kind, Token},
    titles,
    vocabulary::{FIRM_ENDS, FIRM_WORDS, HONORIFICS, NO_NAME, PARTICLES, SOMETIMES},
};

/// The end of a person's name that begins at `tokens[at]`: `None` if none begins there.
///
/// A lone word counts only with an honorific or where `lone` allows it.
pub(super) fn person(tokens: &[Token<'_>], at: usize, lone: bool) -> Option<usize> {
    let mut end = at;
    let mut honorific = false;
    while tokens.get(end).is_some_and(|t| t.is_word() && t.among(HONORIFICS)) {
        honorific = true;
        end += 1;
    }
    let first = end;
    let mut words = 0;
    while let Some(token) = tokens.get(end) {
        if token.possessive && words > 0 {
            break;
        }
        if is_name_word(token) && (!token.among(SOMETIMES) || surname_here(tokens, end, words)) {
            words += 1;
            end += 1;
        } else if words > 0 && !token.possessive && is_particle(tokens, end) {
            end += 1;
        } else if words == 1 && token.is_mark("(") && nickname(tokens, end) {
            end += 3;
        } else {
            break;
        }
        if token.possessive || words > 5 {
            return None;
        }
    }
    if tokens.get(end).is_some_and(|t| t.possessive && t.kind == Kind::Capital) {
        // `Acme Corp's` is somebody's, and nobody; but `Ann Roe Acme's President` lacks only a comma.
        let glued = words >= 2 && tokens.get(end + 1).is_some_and(titles::is_core);
        return glued.then_some(end);
    }
    let initials_only = tokens[first..end].iter().all(Token::is_initial);
    let enough = words >= 2 || (words == 1 && (honorific || lone));
    (enough && !initials_only).then_some(end)
}

/// Whether a word can be part of a name.
pub(super) fn is_name_word(token: &Token<'_>) -> bool {
    token.kind == Kind::Capital
        && !token.text.contains(['&', '/'])
        && !token.text.chars().any(|c| c.is_ascii_digit())
        && (token.is_initial() || !token.among(NO_NAME))
        && !titles::is_word(token)
}

/// Whether a word that may be anything is a name here: `Mark May with Acme`, `Will Roe`, but not `Ann. Next`.
fn surname_here(tokens: &[Token<'_>], at: usize, words: usize) -> bool {
    let next = tokens.get(at + 1);
    if words == 0 {
        return at > 0 && tokens[at].is("will") && next.is_some_and(|t| is_name_word(t) && !t.among(SOMETIMES));
    }
    next.is_none_or(|t| {
        t.kind == Kind::Mark
            || titles::is_core(t)
            || t.is_any(&[
                "with", "from", "of", "at", "on", "in", "your", "please", "to", "for", "and", "as", "will", "who",
                "has", "is",
            ])
    })
}

/// Whether a lower-case particle stands between parts of a name.
fn is_particle(tokens: &[Token<'_>], at: usize) -> bool {
    let particle = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Lower && t.among(PARTICLES));
    particle(at)
        && (tokens.get(at + 1).is_some_and(is_name_word)
            || (particle(at + 1) && tokens.get(at + 2).is_some_and(is_name_word)))
}

/// `James (Jim) Roe`.
fn nickname(tokens: &[Token<'_>], at: usize) -> bool {
    tokens.get(at + 1).is_some_and(is_name_word)
        && tokens.get(at + 2).is_some_and(|t| t.is_mark(")"))
        && tokens.get(at + 3).is_some_and(is_name_word)
}

/// The end of a firm's name that begins at `tokens[at]`: `None` if none begins there.
pub(super) fn firm(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    let article = usize::from(tokens.get(at).is_some_and(|t| t.is("the")));
    let mut end = at + article;
    if !tokens.get(end).is_some_and(begins_firm) {
        return None;
    }
    end += 1;
    while let Some(token) = tokens.get(end) {
        let next = tokens.get(end + 1);
        let goes_on = next.is_some_and(|t| begins_firm(t) && !t.among(FIRM_ENDS));
        let before = &tokens[end - 1];
        if before.possessive {
            break;
        }
        let more = match token.kind {
            Kind::Capital | Kind::Digit => !token.among(FIRM_ENDS) || (token.is("and") && goes_on),
            Kind::Lower if token.is("and") => goes_on && !person_with_firm(tokens, end + 1),
            Kind::Lower if token.is("of") => goes_on,
            Kind::Lower => token.among(FIRM_WORDS) && begins_firm(before),
            Kind::Mark if matches!(token.text, "&" | "+") => next.is_some_and(|t| t.is_word()),
            Kind::Mark if token.text == "/" => goes_on,
            Kind::Mark if token.text == "," => partner(tokens, end),
            Kind::Mark if token.is_dash() => {
                goes_on && token.start == before.end && next.is_some_and(|t| t.start == token.end)
            }
            _ => false,
        };
        if !more || end - at > 8 {
            break;
        }
        end += 1;
    }
    while end > at + 1 && (tokens[end - 1].kind == Kind::Mark || tokens[end - 1].is_any(&["and", "of", "the"])) {
        end -= 1;
    }
    // A lone letter is what a page left of a word: `W inslade Research`.
    let is_letter = |token: &Token<'_>| token.text.chars().filter(|c| c.is_alphanumeric()).count() < 2;
    (end - at - article != 1 || !is_letter(&tokens[end - 1])).then_some(end)
}

fn begins_firm(token: &Token<'_>) -> bool {
    (token.kind == Kind::Capital || (token.kind == Kind::Digit && token.text.chars().count() > 1) || is_camel(token))
        && !token.among(FIRM_ENDS)
        && !token.among(HONORIFICS)
}

/// `iA Capital`, `eMarketer`.
fn is_camel(token: &Token<'_>) -> bool {
    // Hardly a word has a capital within, or another letter than those of ASCII.
    let may_be = || token.text.bytes().skip(1).any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii());
    token.kind == Kind::Lower && may_be() && token.text.chars().skip(1).any(char::is_uppercase)
}

/// After a comma: a further partner of the house (`Roe, Doe & Poe`), or a legal ending.
fn partner(tokens: &[Token<'_>], comma: usize) -> bool {
    let Some(next) = tokens.get(comma + 1) else { return false };
    if next.is_any(&["inc", "inc.", "llc", "lp", "l.p.", "ltd", "ltd.", "llp", "plc"]) {
        return true;
    }
    let joined = |i: usize| tokens.get(i).is_some_and(|t| t.is_mark("&") || t.is("and") || t.is_mark(","));
    let capital = |i: usize| tokens.get(i).is_some_and(|t| begins_firm(t) && t.kind == Kind::Capital);
    capital(comma + 1) && joined(comma + 2) && (capital(comma + 3) || (joined(comma + 3) && capital(comma + 4)))
}

/// Whether a person and a firm stand here: `… and Ann Roe with Acme`.
fn person_with_firm(tokens: &[Token<'_>], at: usize) -> bool {
    person(tokens, at, false).is_some_and(|end| tokens.get(end).is_some_and(|t| t.is_any(&["with", "from"])))
}

/// Whether words look like a firm rather than a person.
pub(super) fn looks_like_firm(tokens: &[Token<'_>]) -> bool {
    firms::is_firm(tokens)
}

/// Whether a word could begin a name, and not just any sentence.
pub(super) fn not_a_phrase(token: &Token<'_>) -> bool {
    !token.among(NO_NAME) && !token.among(SOMETIMES)
}
