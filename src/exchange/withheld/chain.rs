//! Long chains of words: a negation, whatever may stand between, and what is not told; a promise, and when it is kept.
//!
//! As expressions these are copies of copies, and take longer to build than a folder of calls takes to read. Here they
//! are walked: from each place where one begins, by lists of words in lower case.

use std::{ops::Range, sync::LazyLock};

use regex::bytes::Regex;

use super::rules::rule;

/// Not doing it.
static NOT: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "don't|didn't|won't|wouldn't|can't|couldn't|aren't|isn't|haven't|hasn't|shouldn't|cannot|do not|did not|\
         will not|would not|can not|could not|are not|is not|am not|have not|has not|'re not|'m not|'ve not|\
         'd not|'s not|should not|probably not|never|rather not|preferred not to|prefer not to|prefer to not|\
         going to not|to not|not to",
    )
});

/// What may stand between a negation and its verb.
static BETWEEN: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "really|yet|actually|currently|typically|generally|normally|usually|necessarily|specifically|publicly|\
         historically|ever|even|just|quite|also|obviously|ready|prepared|able|allowed|permitted|going|gonna|\
         planning|intending|inclined|want|wanting|like|care|at liberty|in a position|at a point|where we can|\
         at this time|at this point|at this stage|right now|today|to|be|been|comfortable|here|that we|we|at all|\
         formally|break|out and|do|you|and|or|any|a lot of|share or|know that|know if|think that|think|we're|\
         start|starting|try|trying|sure that it makes that much sense|sure that it makes much sense|\
         sure that it makes any sense|sure that it makes sense|sure it makes that much sense|\
         sure it makes much sense|sure it makes any sense|sure it makes sense|for me|for us|it's",
    )
});

/// How many of them.
const LONGEST: usize = 7;

/// To tell: with any object it is a refusal not to do it.
static TELLS: LazyLock<Regex> = LazyLock::new(|| rule(&format!("^ (?:{TELL}|{SAY})")));
const TELL: &str = r"(?:disclos(?:e|ed|ing)|comment(?:ed|ing)?(?: on| about| further| beyond|[.,;]| at| to)|speculat(?:e|ing)|quantif(?:y|ied|ying)|divulg(?:e|ing)|break(?:ing)? (?:that|this|it|those|them|out|down|apart|up)|broken? (?:that|this|it|those|them|out|down)|guid(?:e|ed|ing) (?:to|on|for|that|specific|beyond|by|past|into|at|out)|(?:get|getting|go|going|gotten|gone) into (?:the |any |too many |too much |that |those |a lot of |more |further |all |much |great )*(?:specific|detail|number|particular|level|granular|that|those|what|how|individual|exact)\w*|pre-?announc(?:e|ing)|parse (?:that|it|out)|split (?:that|it|those|them) out|itemiz\w+|(?:talk|speak|discuss)\w* (?:about |to |on |in detail about )?(?:individual|specific|particular|named?|any (?:individual|specific|particular|one)) (?:customer|client|compan|product|account|deal|contract|transaction|program|regulat|negotiat|partner)\w*)";

/// What is not said, if a refusal: "I wouldn't say it's robust" is none.
const SAY: &str = r"(?:say|saying) (?:anything|much|more|how (?:much|many)|exactly|any more|specifically|beyond that|which|who|that (?:today|now|yet))";

/// To give, say, share: a refusal only if what is not given is information.
static GIVES: LazyLock<Regex> = LazyLock::new(|| rule(&format!("^ {GIVE} {INFORMATION}")));
const GIVE: &str = r"(?:provid(?:e|ed|ing)|giv(?:e|en|ing)|gave|shar(?:e|ed|ing)|discuss(?:ed|ing)?|talk(?:ed|ing)? (?:about|to)|spe(?:ak|aking|ll) (?:to|about)|report(?:ed|ing)?|nam(?:e|ed|ing)|forecast(?:ed|ing)?|predict(?:ing)?|project(?:ing)?|put(?:ting)?(?: out| forth)?|releas(?:e|ed|ing)|reveal(?:ed|ing)?|specif(?:y|ied|ying)|publish(?:ed|ing)?|communicat(?:e|ed|ing)|answer(?:ing)?|address(?:ed|ing)?|offer(?:ed|ing)?|commit(?:ted|ting)?(?: to)?|lay(?:ing)? out|laid out|throw(?:ing)? out|ma(?:ke|de) (?:any |a )?(?:comment|statement|prediction|forecast|projection)s?)";
const INFORMATION: &str = r"(?:(?:[\w'%-]+,? ){0,7}?(?:guidance|details?|numbers?|specifics?|figures?|break-?downs?|break-?outs?|colou?r|outlooks?|information|splits?|amounts?|metrics?|forecasts?|percentages?|targets?|ranges?|time-?lines?|names?|pricing|prices?|terms|granularity|granular|disclosures?|projections?|estimates?|statistics|visibility on|customers|data points?|comments?|predictions?|statements?|expectations|timing|fee|question|exact|precise|specifically|beyond that|more than that|anything (?:more|else|beyond|further|on|about)|how (?:much|many)|by (?:region|product|segment|customer|country|brand|quarter|geography|market|channel|business|category|model))\b|(?:you )?(?:that|this|it|those|them|any of that|anything|more|too much)(?:[,.;]| at this| today| right now| now| yet| publicly| specifically| separately| level| here| on (?:this|the) call| at the moment| because| out| for (?:competitive|obvious)))";

/// How these verbs begin.
const TELLING: &[&[u8; 3]] = &[
    b"dis", b"com", b"spe", b"qua", b"div", b"bre", b"bro", b"gui", b"get", b"go ", b"goi", b"got", b"gon", b"pre",
    b"par", b"spl", b"ite", b"tal", b"say",
];
const GIVING: &[&[u8; 3]] = &[
    b"pro", b"giv", b"gav", b"sha", b"dis", b"tal", b"spe", b"rep", b"nam", b"for", b"pre", b"put", b"rel", b"rev",
    b"pub", b"com", b"ans", b"add", b"off", b"lay", b"lai", b"thr", b"mak", b"mad",
];

/// The first refusal to tell or to give in a sentence, which is in lower case.
pub(super) fn refusal(sentence: &[u8]) -> Option<Range<usize>> {
    beginnings(sentence, &NOT).find_map(|(start, behind)| {
        let end = verb(sentence, behind, 0, TELLING, &TELLS).or_else(|| verb(sentence, behind, 0, GIVING, &GIVES))?;
        Some(start..end)
    })
}

/// The end of a verb with its object, behind as many words between as there are.
fn verb(sentence: &[u8], at: usize, depth: usize, verbs: &[&[u8; 3]], rule: &Regex) -> Option<usize> {
    let rest = sentence.get(at..)?;
    let word = rest.strip_prefix(b" ")?;
    if depth < LONGEST {
        let mut further = BETWEEN.at(word).map(|len| at + 1 + len);
        let found = further.find_map(|end| verb(sentence, end, depth + 1, verbs, rule));
        if found.is_some() {
            return found;
        }
    }
    let three = word.first_chunk::<3>()?;
    if !verbs.contains(&three) {
        return None;
    }
    Some(at + rule.find(rest)?.end())
}

/// What will be done, perhaps.
static WILL: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "we'll|i'll|we will|i will|will be|we'd|going to|we can|we expect to|we plan to|we intend to|you'll|\
         we would|we may|we should|we're going to|we're gonna|we're planning to|we're hoping to|\
         we're looking forward to|hope to be able to",
    )
});

/// Saying it, or something of it.
static SAYING: LazyLock<Phrases> = LazyLock::new(|| {
    Phrases::new(
        "talking|talk|update|updating|share|sharing|provide|providing|give|giving|saying|say|discussing|discuss|\
         disclose|disclosing|announce|announcing|communicate|communicating|guide|guiding|hear|addressing|address|\
         covering|cover|speaking|speak|come back|laying out|lay out|walking you through|walk you through|\
         commenting|comment|telling you|tell you|more to say|let you know|do that|give you|get into|go into|\
         go through this|go through that|go through it|go through those|go through these|go through all|report back",
    )
});

/// When, other than now.
static LATER: LazyLock<Regex> = LazyLock::new(|| {
    rule(
        r"\b(?:next (?:quarter|call|month|week|year|earnings|quarter's|update|time)|(?:investor|analyst|capital markets|R&D|strategy|financial analyst) (?:day|meeting|event|update|conference|presentation)|(?:fourth|first|second|third|year-end|Q[1-4]|4Q|1Q|2Q|3Q|full-year|full year|annual|half-year|[a-z]+'s) (?:quarter )?(?:\d{4} )?(?:call|earnings|results|release|report|conference call)|at that (?:time|point)|when we (?:report|get (?:there|to)|have (?:more|something|that|it|any)|announce|give|provide|are ready|'re ready|come|issue|do|release|close|put|file|publish|speak|talk|go through|roll)|later (?:this|in the|on|date|time)|(?:over|in) the (?:coming|next|upcoming) (?:few |couple of |several )?(?:quarters|months|weeks|days|year|call)|in due (?:course|time)|down the road|in the (?:near )?future|at (?:the|an) (?:appropriate|right|later|proper) (?:time|date|point|moment)|when (?:it's |it is |the time is |we're |we are )?(?:appropriate|right|ready)|as (?:we|the year|things|time|it) (?:get closer|get further|get more|go|progress\w*|evolves?|develops?|unfolds?|complete|learn|move|near)|in (?:January|February|March|April|May|June|July|August|September|October|November|December)|once (?:we|it|the|that)|after (?:we|the close|closing)|soon)\b",
    )
});

/// The first promise in a sentence to say something later, which is in lower case.
pub(super) fn deferral(sentence: &[u8]) -> Option<Range<usize>> {
    /// Words before the verb.
    const FILLERS: usize = 3;
    beginnings(sentence, &WILL).find_map(|(start, behind)| {
        let mut at = behind;
        for filler in 0..=FILLERS {
            let word = sentence.get(at..)?.strip_prefix(b" ")?;
            let says = SAYING.at(word).map(|len| at + 1 + len);
            if let Some(end) = says.filter_map(|end| later(sentence, end)).next() {
                return Some(start..end);
            }
            if filler < FILLERS {
                let len = word.iter().take_while(|byte| is_word(**byte)).count();
                if len == 0 {
                    return None;
                }
                at += 1 + len;
            }
        }
        None
    })
}

/// The end of the first words behind a verb that say when, if they are near and in the same sentence.
fn later(sentence: &[u8], at: usize) -> Option<usize> {
    /// In characters.
    const NEAR: usize = 70;
    let rest = sentence.get(at..)?.strip_prefix(b" ")?;
    let rest = &rest[..rest.iter().position(|byte| matches!(byte, b'.' | b'?' | b'!')).unwrap_or(rest.len())];
    let found = LATER.find(rest)?;
    let near = rest[..found.start()].iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count() <= NEAR;
    let gone = rest[found.start()..].starts_with(b"in ") && tells_of_past(&rest[..found.start()]);
    (near && !gone).then_some(at + 1 + found.end())
}

/// Whether words before a month say what was then: "versus what we showed in February".
fn tells_of_past(words: &[u8]) -> bool {
    static PAST: LazyLock<Phrases> = LazyLock::new(|| {
        Phrases::new(
            "we showed|we said|we gave|we told|we talked|we did|we had|we laid|we put|we announced|we provided|\
             we discussed|we shared|we saw|you saw",
        )
    });
    // "As we said, in February" tells when it will be told.
    beginnings(words, &PAST).any(|(start, _)| !words[..start].ends_with(b"as "))
}

/// Where phrases begin as words do, and where they end.
fn beginnings<'s>(sentence: &'s [u8], phrases: &'s Phrases) -> impl Iterator<Item = (usize, usize)> + 's {
    let mut before = false;
    let places = sentence.iter().enumerate().filter(move |(_, byte)| {
        let inside = is_word(**byte);
        std::mem::replace(&mut before, inside) != inside
    });
    places.flat_map(move |(at, _)| phrases.at(&sentence[at..]).map(move |len| (at, at + len)))
}

/// Phrases in lower case, by the bytes with which they begin, in the order in which they are tried.
struct Phrases([Vec<&'static str>; 256]);

impl Phrases {
    fn new(list: &'static str) -> Phrases {
        let mut phrases = Phrases([const { Vec::new() }; 256]);
        for phrase in list.split('|') {
            let first = phrase.bytes().next().unwrap_or_default();
            phrases.0[usize::from(first)].push(phrase);
            if first == b'\'' {
                phrases.0[usize::from("’".as_bytes()[0])].push(phrase);
            }
        }
        phrases
    }

    /// The lengths of those with which a text begins.
    fn at<'s>(&'s self, text: &'s [u8]) -> impl Iterator<Item = usize> + 's {
        let list = text.first().map_or(&[][..], |first| &self.0[usize::from(*first)][..]);
        list.iter().filter_map(|phrase| prefix(text, phrase))
    }
}

/// The length of a phrase at the beginning of a text, with apostrophes of either kind.
fn prefix(text: &[u8], phrase: &str) -> Option<usize> {
    let mut rest = text;
    for byte in phrase.bytes() {
        let curly = if byte == b'\'' { rest.strip_prefix("’".as_bytes()) } else { None };
        rest = curly.or_else(|| rest.strip_prefix(&[byte]))?;
    }
    Some(text.len() - rest.len())
}

/// A word of ASCII, as expressions have it.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_walked() {
        for (text, refuses, defers) in [
            ("we do not really break that out", "do not really break that", ""),
            ("we’re not at this point going to comment on it", "’re not at this point going to comment on", ""),
            ("we will not be able to give you any numbers", "will not be able to give you any numbers", ""),
            ("we would not say it is weak", "", ""),
            ("knot disclosing", "", ""),
            ("we'll perhaps talk about it next quarter, or so", "", "we'll perhaps talk about it next quarter"),
            ("we will very soon be able to talk about it next year", "", ""),
            ("we will talk. boats sell next quarter", "", ""),
            (
                "we will go through this in detail in the next earnings call",
                "",
                "we will go through this in detail in the next earnings",
            ),
            ("we will go through a yard sale next year", "", ""),
            ("i'll talk about steel versus what we showed in february", "", ""),
            ("we'll update you, as we said, in january", "", "we'll update you, as we said, in january"),
            ("i'll talk about steel in february", "", "i'll talk about steel in february"),
            ("we're doing that might give us, end of this or next year", "", ""),
            ("we're now guiding 50 boats for next quarter", "", ""),
            ("we're going to talk about it next quarter", "", "we're going to talk about it next quarter"),
            ("we will", "", ""),
        ] {
            let cut = |range: Option<Range<usize>>| range.map_or("", |range| &text[range]);
            assert_eq!((cut(refusal(text.as_bytes())), cut(deferral(text.as_bytes()))), (refuses, defers), "{text}");
        }
    }
}
