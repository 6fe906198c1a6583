//! Names of people and firms as they stand in speech: where one begins and where it ends.

use super::{
    firms, names,
    phrase::{Kind, Token, Words},
    titles,
};

/// Words that begin with a capital at the start of a sentence, or always, and are no part of anybody's name.
static NO_NAME: Words = Words::new(
    "a about absolutely actually additional after afternoon again all alright also america an analyst analysts \
     and another answer any anyone apologies apologize are as asia at audience because before but by caller \
     can canada certainly china closing company concludes conference congratulations corp corp. could covid \
     covid-19 december did do does during each earnings europe evening everyone excuse february finally \
     firstly fiscal follow-up followed following for friday from further gaap gentlemen go got harbor has have \
     he hello her hey hi him his hold hopefully how i i'd i'll i'm i've if in inc inc. india instruction \
     instructions internet is it it's its january japan joining just ladies lastly let let's line's llc \
     looking ltd ltd. ma'am maam many me member monday more morning moving my nasdaq no non-gaap none not \
     november now nyse october of ok okay on once operator or other our ours out over pardon participant \
     participants perfect ph please prepared proceed q q&a q1 q2 q3 q4 quarter question question-and-answer \
     questioner questions ready recording release remarks remember reminder results safe saturday sec secondly \
     security session she since sir slides so some sorry speaking sunday sure thank thanks that that's the \
     then there there's these they this those through thursday to today today's tuesday turning u.s. under \
     unidentified until up us usa very wait was we we'd we'll we're we've webcast website wednesday welcome \
     what when where which while who with would yeah yep yes you you're your yours",
);

/// Words that are surnames too: part of a name only behind a given name, and only in the middle of a sentence.
static SOMETIMES: Words = Words::new(
    "back best both call day end final first floor form good great here last line lines live march may moment most \
     next one press quick right second slide star still third two well will",
);

/// Lower-case words inside names: `de la`, `van der`, `bin`.
const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "del", "della", "der", "den", "dos", "das", "do", "la", "le", "van", "von", "vom", "zu",
    "ten", "ter", "bin", "binti", "al", "el", "ibn", "y", "e", "af", "av",
];

/// Lower-case words that may go on a firm's name.
const FIRM_WORDS: &[&str] = &[
    "capital",
    "securities",
    "markets",
    "market",
    "research",
    "partners",
    "bank",
    "group",
    "company",
    "investment",
    "investments",
    "advisors",
    "management",
    "equity",
    "equities",
    "financial",
    "asset",
    "international",
    "global",
    "associates",
    "holdings",
    "and",
];

/// Words after a firm that are no part of it.
static FIRM_ENDS: Words = Words::new(
    "again and from go good has have hello her hey hi his i if instructions is line ma'am may moment morning \
     mr mr. mrs. ms ms. next now ok okay operator our pardon please proceed question sir so sorry thank thanks \
     this we we'll will with yes you you're your",
);

/// The end of a person's name that begins at `tokens[at]`: `None` if none begins there.
///
/// A lone word counts only with an honorific or where `lone` allows it.
pub(super) fn person(tokens: &[Token<'_>], at: usize, lone: bool) -> Option<usize> {
    let mut end = at;
    let mut honorific = false;
    while tokens.get(end).is_some_and(|t| t.is_word() && t.is_any(names::HONORIFICS)) {
        honorific = true;
        end += 1;
    }
    let first = end;
    let mut words = 0;
    while let Some(token) = tokens.get(end) {
        if token.possessive && words > 0 {
            break;
        }
        if is_name_word(token) && (!token.among(&SOMETIMES) || surname_here(tokens, end, words)) {
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
        && (token.is_initial() || !token.among(&NO_NAME))
        && !titles::is_word(token)
}

/// Whether a word that may be anything is a name here: `Mark May with Acme`, `Will Roe`, but not `Ann. Next`.
fn surname_here(tokens: &[Token<'_>], at: usize, words: usize) -> bool {
    let next = tokens.get(at + 1);
    if words == 0 {
        return at > 0 && tokens[at].is("will") && next.is_some_and(|t| is_name_word(t) && !t.among(&SOMETIMES));
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
    let particle = |i: usize| tokens.get(i).is_some_and(|t| t.kind == Kind::Lower && PARTICLES.contains(&t.text));
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
        let goes_on = next.is_some_and(|t| begins_firm(t) && !t.among(&FIRM_ENDS));
        let before = &tokens[end - 1];
        if before.possessive {
            break;
        }
        let more = match token.kind {
            Kind::Capital | Kind::Digit => !token.among(&FIRM_ENDS) || (token.is("and") && goes_on),
            Kind::Lower if token.is("and") => goes_on && !person_with_firm(tokens, end + 1),
            Kind::Lower if token.is("of") => goes_on,
            Kind::Lower => FIRM_WORDS.contains(&token.text) && begins_firm(before),
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
    Some(end)
}

fn begins_firm(token: &Token<'_>) -> bool {
    (token.kind == Kind::Capital || (token.kind == Kind::Digit && token.text.chars().count() > 1) || is_camel(token))
        && !token.among(&FIRM_ENDS)
        && !token.is_any(names::HONORIFICS)
}

/// `iA Capital`, `eMarketer`.
fn is_camel(token: &Token<'_>) -> bool {
    token.kind == Kind::Lower && token.text.chars().skip(1).any(char::is_uppercase)
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
    !token.among(&NO_NAME) && !token.among(&SOMETIMES)
}
