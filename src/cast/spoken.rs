//! What a turn says of its own speaker: who they are, for whom they stand in, and that they ask.

use std::ops::Range;

use super::{
    firms, names,
    phrase::{Kind, Token, range_of, tokens},
    span, titles,
    vocabulary::{PLACES, SELF},
};

/// What the opening of a turn says of its speaker. Ranges are bytes of the turn's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Opening {
    /// "This is Ann Roe": the name.
    pub name: Option<Range<usize>>,
    /// "… from Acme": the firm.
    pub firm: Option<Range<usize>>,
    /// "Ann Roe, Acme.": a name and capitals that fill a sentence, a firm if the name is the speaker's.
    pub beside: Option<(Range<usize>, Range<usize>)>,
    /// "Yes, Acme Research.": capitals that fill a sentence, a firm where the operator named none.
    pub bare: Option<Range<usize>>,
    /// "… on for Bo": whose place the speaker takes.
    pub for_whom: Option<Range<usize>>,
    /// "… the CEO of Acme": the title.
    pub title: Option<Range<usize>>,
    /// Whether the title or the firm makes them an outsider: a holder of shares, or somebody who speaks for others.
    pub outside: bool,
    /// All the words that say so.
    pub words: Range<usize>,
}

/// How much of a turn is looked at.
const OPENING: usize = 260;

/// Reads the opening of a turn.
pub(super) fn opening(text: &str) -> Opening {
    let all = tokens(text, 0..OPENING);
    let mut opening = Opening::default();
    for (at, sentence) in all.split(|t| t.kind == Kind::Stop).take(6).enumerate() {
        if at < 3 && opening.bare.is_none() {
            opening.bare = bare(sentence).map(|firm| range_of(&sentence[firm]));
        }
        if opening.beside.is_none() {
            opening.beside = beside(sentence);
        }
        read(sentence, &mut opening);
        if opening.name.is_some() || opening.firm.is_some() || opening.for_whom.is_some() {
            opening.words = range_of(sentence);
            break;
        }
    }
    opening
}

fn read(sentence: &[Token<'_>], opening: &mut Opening) {
    let is = |at: usize, words: &[&str]| sentence.get(at).is_some_and(|t| t.is_any(words));
    for at in 0..sentence.len() {
        let named = if sentence[at].among(SELF) { named(sentence, at) } else { None };
        let open = at == 0 || (at <= 6 && (sentence[at - 1].is_mark(",") || sentence[at - 1].is_mark(";")));
        let place = named.or_else(|| open.then_some(at));
        if let Some(place) = place {
            let lone = named.is_some() || is(place + 1, &["here", "on", "from", "in", "for", "speaking"]);
            let place = place + usize::from(is(place, &["actually", "just"]));
            let place = place + usize::from(named.is_some() && is(place, &["with", "from"]));
            if let Some(end) = span::person(sentence, place, lone)
                && !span::looks_like_firm(&sentence[place..end])
                && (named.is_some()
                    || is(end, &["here", "on", "from", "speaking", "with", "in", "for", "at"])
                    || sentence.get(end).is_some_and(|t| t.is_mark(",")))
            {
                let from = firm_after(sentence, end);
                let office =
                    from.clone().filter(|firm| is_office(&sentence[firm.clone()])).or_else(|| heads(sentence, end));
                let holder = holder(sentence, end);
                let house = represents(sentence, end);
                if holder.is_some()
                    || named.is_some()
                    || from.is_some()
                    || stands_in(sentence, end).is_some()
                    || is(end, &["here"])
                {
                    opening.name = Some(range_of(&sentence[place..end]));
                    opening.outside = holder.is_some() || house.is_some();
                    opening.title = holder
                        .or_else(|| title_after(sentence, end))
                        .or(office)
                        .map(|title| range_of(&sentence[title]));
                    opening.firm =
                        from.or(house).filter(|_| opening.title.is_none()).map(|firm| range_of(&sentence[firm]));
                }
            } else if named.is_some()
                && opening.firm.is_none()
                && let Some(end) = span::firm(sentence, place)
                && firms::is_firm(&sentence[place..end])
            {
                opening.firm = Some(range_of(&sentence[place..end]));
            }
        }
        if sentence[at].among(PLACES)
            && let Some(whom) = stands_in(sentence, at)
        {
            opening.for_whom = Some(range_of(&sentence[whom]));
        }
    }
    if opening.name.is_none() && opening.firm.is_none() {
        // "JPMorgan." and no more: the firm, said before the question.
        let whole = span::firm(sentence, 0).filter(|&end| end == sentence.len() && firms::is_firm(sentence));
        opening.firm = whole.map(|end| range_of(&sentence[..end]));
    }
}

/// `this is`, `I'm`, `it's`: the place behind it.
fn named(sentence: &[Token<'_>], at: usize) -> Option<usize> {
    let is = |at: usize, words: &[&str]| sentence.get(at).is_some_and(|t| t.is_any(words));
    let verb = is(at, &["this", "name", "it"]) && is(at + 1, &["is"]) || is(at, &["i"]) && is(at + 1, &["am"]);
    if verb {
        return Some(at + 2);
    }
    (is(at, &["i'm", "i’m"]) || is(at, &["it"]) && sentence[at].possessive).then_some(at + 1)
}

/// `Ann Roe, Acme`, and no more.
fn beside(sentence: &[Token<'_>]) -> Option<(Range<usize>, Range<usize>)> {
    /// A greeting before the name.
    const GREETING: usize = 3;
    let at = (0..sentence.len().min(GREETING + 1)).find(|&at| {
        (at == 0 || sentence[at - 1].is_mark(",") || sentence[at - 1].is_mark(";"))
            && span::person(sentence, at, false).is_some()
    })?;
    let comma = span::person(sentence, at, false).filter(|&end| sentence.get(end).is_some_and(|t| t.is_mark(",")))?;
    let end = span::firm(sentence, comma + 1).filter(|&end| end == sentence.len())?;
    Some((range_of(&sentence[at..comma]), range_of(&sentence[comma + 1..end])))
}

/// Capitals that fill a sentence, but for a greeting before them and a place behind.
fn bare(sentence: &[Token<'_>]) -> Option<Range<usize>> {
    let greeting = sentence.first().is_some_and(|t| {
        t.is_any(&["yes", "yeah", "hi", "hello", "hey", "thanks", "okay", "great", "from", "with", "at"])
    });
    let mut at = usize::from(greeting);
    at += usize::from(sentence.get(at).is_some_and(|t| t.is_mark(",")));
    let end = span::firm(sentence, at)?;
    let (words, behind) = (&sentence[at..end], &sentence[end..]);
    // Whether it is a firm's name takes longest to tell, and is asked last.
    let place = || {
        behind.len() <= 3 && behind.iter().all(|t| t.kind == Kind::Capital || t.is_mark(","))
            || behind.first().is_some_and(|t| t.kind == Kind::Mark) && firms::is_firm(words)
    };
    let plain = || words.len() >= 2 || words[0].text.chars().all(char::is_uppercase) || firms::is_firm(words);
    (words[0].kind == Kind::Capital
        && words.iter().all(|t| t.kind != Kind::Lower || t.is_any(&["of", "and"]))
        && !is_given_name(words)
        && span::not_a_phrase(&words[0])
        && place()
        && plain())
    .then_some(at..end)
}

/// `from Acme` behind a name.
fn firm_after(sentence: &[Token<'_>], end: usize) -> Option<Range<usize>> {
    let comma = sentence.get(end).is_some_and(|t| t.is_mark(","));
    let mut at = end + usize::from(comma);
    let mut skipped = 0;
    while skipped < 3 && sentence.get(at).is_some_and(|t| t.is_any(&["here", "calling", "speaking", "over"])) {
        at += 1;
        skipped += 1;
    }
    if sentence.get(at).is_some_and(|t| t.is_any(&["from", "with", "at", "of"])) {
        let beside = skipped > 0 && sentence[at].is("with");
        return span::firm(sentence, at + 1)
            .filter(|&stop| !beside || stop > at + 2 || firms::is_firm(&sentence[at + 1..stop]))
            .map(|stop| at + 1..stop)
            .filter(|firm| !is_given_name(&sentence[firm.clone()]));
    }
    let stop = span::firm(sentence, at).filter(|_| comma)?;
    firms::is_firm(&sentence[at..stop]).then_some(at..stop)
}

/// `with Bo`, `from Bo's team`: a colleague, no firm.
fn is_given_name(tokens: &[Token<'_>]) -> bool {
    tokens
        .first()
        .is_some_and(|t| t.kind == Kind::Capital && (t.possessive || tokens.len() == 1 && names::is_given(t.text)))
}

/// `from Investor Relations`: a department of the company's, no firm.
fn is_office(words: &[Token<'_>]) -> bool {
    words.iter().any(titles::is_core) && words.iter().all(|t| titles::is_word(t) || t.is_any(&["and", "&", "of"]))
}

/// `, and I head Investor Relations`: the words of the office.
fn heads(sentence: &[Token<'_>], end: usize) -> Option<Range<usize>> {
    let verb = (end + 1..sentence.len())
        .find(|&at| sentence[at - 1].is("i") && sentence[at].is_any(&["head", "lead", "run", "manage", "oversee"]))?;
    let len = sentence[verb + 1..].iter().take_while(|t| titles::is_word(t)).count();
    let office = verb + 1..verb + 1 + len;
    is_office(&sentence[office.clone()]).then_some(office)
}

/// `, a shareholder since 1988` behind a name.
fn holder(sentence: &[Token<'_>], end: usize) -> Option<Range<usize>> {
    sentence.get(end).filter(|t| t.is_mark(","))?;
    let at = end + 1 + usize::from(sentence.get(end + 1).is_some_and(|t| t.is_any(&["a", "an"])));
    let is = |at: usize, words: &[&str]| sentence.get(at).is_some_and(|t| t.is_any(words));
    if is(at, &["shareholder", "stockholder", "shareowner", "unitholder"]) && !is(at + 1, &["relations", "relation"]) {
        return Some(at..at + 1);
    }
    (is(at, &["private", "individual", "retail"]) && is(at + 1, &["investor", "shareholder"])).then_some(at..at + 2)
}

/// `I speak for Acme`, `I represent Acme`: whose words they bring.
fn represents(sentence: &[Token<'_>], end: usize) -> Option<Range<usize>> {
    let is = |at: usize, words: &[&str]| sentence.get(at).is_some_and(|t| t.is_any(words));
    let at = (end..sentence.len()).find_map(|at| match () {
        () if is(at, &["represent"]) => Some(at + 1),
        () if is(at, &["speak"]) && is(at + 1, &["for"]) => Some(at + 2),
        () => None,
    })?;
    span::firm(sentence, at).map(|stop| at..stop)
}

/// `, the CEO of Acme` behind a name.
fn title_after(sentence: &[Token<'_>], end: usize) -> Option<Range<usize>> {
    let mut at = end + usize::from(sentence.get(end).is_some_and(|t| t.is_mark(",")));
    while sentence.get(at).is_some_and(|t| t.is_any(&["the", "our", "a"]) || t.possessive) {
        at += 1;
    }
    let mut stop = at;
    while sentence
        .get(stop)
        .is_some_and(|t| titles::is_word(t) || t.is_any(&["and", "of", "&", "for"]) || t.is_mark(",") || t.is_mark("&"))
    {
        stop += 1;
    }
    while stop > at && !titles::is_word(&sentence[stop - 1]) {
        stop -= 1;
    }
    sentence[at..stop].iter().any(titles::is_core).then_some(at..stop)
}

/// `on for Bo`, `in for Bo`, `on behalf of Bo`, `filling in for Bo`, `for Bo`: the tokens of the name.
fn stands_in(sentence: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let is = |at: usize, words: &[&str]| sentence.get(at).is_some_and(|t| t.is_any(words));
    let place = if is(at, &["on", "in", "here", "sitting", "standing", "filling", "speaking", "stepping"])
        && is(at + 1, &["for"])
    {
        at + 2
    } else if is(at, &["on", "in"]) && is(at + 1, &["behalf", "place", "lieu"]) && is(at + 2, &["of"]) {
        at + 3
    } else if is(at, &["with", "from"]) && sentence.get(at + 1).is_some_and(|t| is_given_name(&[*t])) {
        return Some(at + 1..at + 2);
    } else {
        return None;
    };
    span::person(sentence, place, true).map(|end| place..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: [&str; 4]) {
        let o = opening(text);
        let cut = |r: Option<Range<usize>>| r.map_or("", |r| &text[r]);
        assert_eq!([cut(o.name), cut(o.firm), cut(o.for_whom), cut(o.title)], want, "{text}");
    }

    #[test]
    fn openings() {
        check("Hi. This is Matt on for Simon. Two questions.", ["Matt", "", "Simon", ""]);
        check("Hello, everyone. This is NG, the CEO of Acme. Thank you.", ["NG", "", "", "CEO"]);
        check("Ann Roe from Acme. I wanted to ask", ["Ann Roe", "Acme", "", ""]);
        check("Yes, good morning. It's Bo Li from Acme Capital. Two questions", ["Bo Li", "Acme Capital", "", ""]);
        check("Good morning and thanks for taking my question.", ["", "", "", ""]);
        check("Good morning. I am Ann Roe, from Investor Relations.", ["Ann Roe", "", "", "Investor Relations"]);
        check("I'm Ann Roe, and I head Investor Relations at Acme.", ["Ann Roe", "", "", "Investor Relations"]);
        check("I am Ann Roe, a shareholder since 1988.", ["Ann Roe", "", "", "shareholder"]);
        check("Bo Li, private investor, 40 shares.", ["Bo Li", "", "", "private investor"]);
        check("I am Ann Roe, and I speak for the Faith Fund.", ["Ann Roe", "the Faith Fund", "", ""]);
        check("Yes, good morning; Ann Roe at Acme. A question", ["Ann Roe", "Acme", "", ""]);
        check("It's Deutsche Bank. First question, just on", ["", "Deutsche Bank", "", ""]);
    }
}
