//! The title that stands beside a name: `Ann Roe, our Chief Financial Officer`, `our CFO, Ann Roe`.

use std::ops::Range;

use super::{
    phrase::{Kind, Token},
    titles,
};

/// The title at the start of a range, behind a name.
pub(super) fn title_after(sentence: &[Token<'_>], range: Range<usize>) -> Option<Range<usize>> {
    const FILLERS: &[&str] = &[
        "our",
        "the",
        "its",
        "a",
        "an",
        "is",
        "as",
        "who",
        "company",
        "serves",
        "also",
        "your",
        "host",
        "today",
        "here",
        "currently",
        "new",
        "newly",
        "appointed",
        "their",
        "has",
        "been",
        "both",
        "who's",
        "who’s",
        "whom",
        "we",
        "we've",
        "we’ve",
        "have",
        "just",
        "promoted",
        "you",
        "all",
        "know",
    ];
    let mut at = range.start;
    let mut skipped = 0;
    // `Ann Roe, Acme Digital's senior vice president`.
    if let Some(owner) = (at..range.end.min(at + 6)).find(|&k| sentence[k].possessive)
        && sentence[at..owner].iter().all(|t| t.kind == Kind::Capital || t.is_mark(","))
    {
        at = owner + 1;
    }
    while at < range.end && skipped < 6 {
        let token = &sentence[at];
        let rises = token.is("to") && at > range.start && sentence[at - 1].is_any(&["promoted", "appointed", "named"]);
        let filler =
            token.kind == Kind::Mark && !token.is_mark(";") || token.is_any(FILLERS) || token.possessive || rises;
        if !filler || titles::is_core(token) {
            break;
        }
        at += 1;
        skipped += 1;
    }
    // A firm between name and title: `Jim Roe, Acme President and CEO`, `Acme Labs' President`, `Acme, President`.
    let mut start = at;
    while start < range.end && start < at + 5 && firm_before_title(sentence, at, start) {
        start += 1;
    }
    if start < range.end && titles::is_word(&sentence[start]) {
        at = start;
    }
    let mut end = at;
    while end < range.end && end < at + 24 && title_goes_on(sentence, end, range.end) {
        end += 1;
    }
    trim(sentence, at..end)
}

/// Whether the token at `at` may belong to a firm that stands between name and title.
fn firm_before_title(sentence: &[Token<'_>], from: usize, at: usize) -> bool {
    let token = &sentence[at];
    (token.kind == Kind::Capital && !titles::is_word(token))
        || (at > from && token.kind == Kind::Mark && !token.is_mark(";"))
}

/// The title at the end of a range, before a name.
pub(super) fn title_before(sentence: &[Token<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let mut start = range.end;
    while start > range.start && range.end - start < 24 {
        let token = &sentence[start - 1];
        if token.possessive || !(title_part(token) || (start == range.end && token.is_dash())) {
            break;
        }
        start -= 1;
    }
    // What comes before the first word of a title is no part of it.
    while start < range.end && !titles::is_word(&sentence[start]) {
        start += 1;
    }
    trim(sentence, start..range.end)
}

fn title_part(token: &Token<'_>) -> bool {
    titles::is_word(token)
        || token.kind == Kind::Capital
        || token.is_any(&["and", "of", "for", "the", "&", "in"])
        || (token.kind == Kind::Mark && matches!(token.text, "," | "&" | "/" | "-" | "–"))
}

/// Whether a title goes on with the token at `at`.
fn title_goes_on(sentence: &[Token<'_>], at: usize, limit: usize) -> bool {
    let token = &sentence[at];
    if token.possessive || token.is_any(&["our", "i", "i'm", "we", "i’m", "please", "you", "thank", "thanks"]) {
        return false;
    }
    if token.is("and") {
        let next = sentence.get(at + 1).filter(|_| at + 1 < limit);
        // `CEO, and Ann will begin`: what goes on is the sentence.
        let acts = sentence.get(at + 2).is_some_and(|t| t.is_any(&["will", "who", "is", "has", "would"]));
        return next.is_some_and(|t| titles::is_word(t) || t.kind == Kind::Capital && !acts);
    }
    // `vice president of real estate and investor relations`
    let inside = token.kind == Kind::Lower
        && at.checked_sub(1).is_some_and(|i| sentence[i].is_any(&["of", "and", "for"]))
        && sentence.get(at + 1).filter(|_| at + 1 < limit).is_some_and(|t| titles::is_word(t) || t.is("and"));
    title_part(token) || inside
}

/// Cuts connecting words off both ends; nothing is left unless a word makes it a title.
fn trim(sentence: &[Token<'_>], mut range: Range<usize>) -> Option<Range<usize>> {
    let loose = |t: &Token<'_>| t.kind == Kind::Mark || t.is_any(&["and", "of", "for", "the", "in"]);
    while range.start < range.end && loose(&sentence[range.start]) {
        range.start += 1;
    }
    while range.start < range.end && loose(&sentence[range.end - 1]) {
        range.end -= 1;
    }
    // "Investor Relations Director of the company": of whose, is no part of a title.
    let tail = &sentence[range.start..range.end];
    if let [.., of, the, company] = tail
        && of.is("of")
        && the.is_any(&["the", "our", "this"])
        && company.is("company")
    {
        range.end -= 3;
    }
    sentence[range.clone()].iter().any(titles::is_core).then_some(range)
}
