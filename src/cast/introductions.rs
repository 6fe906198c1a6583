//! The operator's introductions: whose question comes next, and for which firm.
//!
//! Spoken introductions have few shapes: a lead (`from the line of`), a name, and a firm behind a
//! preposition or a comma. Finding the name by its capitals and then asking what stands around it
//! takes them all, and needs no phrase book.

use std::ops::Range;

use super::{
    names::{self, Name},
    phrase::{Kind, Token, range_of, tokens},
    span,
    vocabulary::{CUES, GOING, HANDOVERS, LEADS},
};

/// Somebody is called to ask. Ranges are bytes of the text given to [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Introduction {
    /// The name; for a firm without a name (`the line of Acme`) the firm's words.
    pub name: Range<usize>,
    /// Another form of the name, in brackets: `Ann Roe (安若)`.
    pub also: Option<Range<usize>>,
    /// The firm.
    pub firm: Option<Range<usize>>,
    /// All the words, from the lead on.
    pub words: Range<usize>,
    /// Whether the sentence speaks of a question or a line, or is nothing but a name.
    pub cue: Cue,
}

/// How plainly an introduction is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    /// Only a name, with or without a firm: `Ann Roe, Acme.`
    Bare,
    /// It speaks of a question, a line, or of going to somebody.
    Spoken,
}

/// Every introduction in a turn, in order.
pub(crate) fn find(text: &str, window: Range<usize>) -> Vec<Introduction> {
    let all = tokens(text, window);
    let mut found: Vec<Introduction> = Vec::new();
    let mut before: &[Token<'_>] = &[];
    for sentence in all.split(|t| t.kind == Kind::Stop).filter(|sentence| !sentence.is_empty()) {
        if let Some(unheard) = unheard(text, before, sentence) {
            found.push(unheard);
        } else if !found.last_mut().is_some_and(|last| says_firm(text, last, sentence)) {
            introduction(sentence, &mut found);
        }
        before = sentence;
    }
    found
}

/// `the line of [indiscernible] with Acme`: the name was not heard, the firm was.
fn unheard(text: &str, before: &[Token<'_>], sentence: &[Token<'_>]) -> Option<Introduction> {
    let (last, first) = (before.last()?, sentence.first()?);
    let gap = text.get(last.end..first.start)?;
    let calls = last.is_any(&["from", "of"]) && before.iter().any(|t| t.among(CUES));
    if !calls || !gap.contains(['[', '(']) || !first.is_any(&["with", "from", "of", "at"]) {
        return None;
    }
    let end = span::firm(sentence, 1)?;
    let firm = range_of(&sentence[1..end]);
    let words = range_of(&sentence[..end]);
    Some(Introduction { name: firm.clone(), also: None, firm: Some(firm), words, cue: Cue::Spoken })
}

/// `from Ann Roe. Ann is with Acme.`: the firm follows in a sentence of its own. Whether it does.
fn says_firm(text: &str, last: &mut Introduction, sentence: &[Token<'_>]) -> bool {
    let [who, is, place, ..] = sentence else { return false };
    let stated = is.is("is") && place.is_any(&["with", "from", "at", "of"]);
    if last.firm.is_some() || !stated || last.words.end > who.start {
        return false;
    }
    let name = Name::new(&text[last.name.clone()]);
    let theirs = who.is_any(&["he", "she"]) || name.words().iter().any(|word| who.is(word));
    let Some(end) = span::firm(sentence, 3).filter(|_| theirs) else { return false };
    let firm = range_of(&sentence[3..end]);
    last.words.end = firm.end;
    last.firm = Some(firm);
    true
}

/// The introduction of somebody whose name is known: where the words of the name stand, and the firm behind them.
pub(crate) fn of_name(text: &str, window: Range<usize>, name: &Name) -> Option<Introduction> {
    let all = tokens(text, window);
    let last = name.words().last()?;
    let is = |token: &Token<'_>, word: &str| token.kind == Kind::Capital && Name::new(token.text).words() == [word];
    all.split(|t| t.kind == Kind::Stop).rev().find_map(|sentence| {
        if sentence.iter().any(|t| t.among(HANDOVERS)) {
            return None;
        }
        let at = sentence.iter().rposition(|token| is(token, last))?;
        let given = &name.words()[..name.words().len() - 1];
        let mut start = at;
        while start > 0 && given.iter().any(|word| is(&sentence[start - 1], word)) {
            start -= 1;
        }
        if start == at {
            return None;
        }
        let (firm, end) = firm_after(sentence, at + 1);
        Some(make(sentence, start..at + 1, firm, start, end, Cue::Spoken))
    })
}

/// The introductions of one sentence.
fn introduction(sentence: &[Token<'_>], found: &mut Vec<Introduction>) {
    let has = |words: u32| sentence.iter().any(|t| t.is_word() && t.among(words));
    let raised = raises_hand(sentence);
    let cue = raised || has(CUES);
    let going = goes(sentence);
    if has(HANDOVERS) && !raised && !sentence.iter().any(|t| t.is("question") || t.is("line")) {
        return;
    }
    if let Some(first) = firm_first(sentence, cue || going) {
        found.push(first);
        return;
    }
    let mut at = 0;
    while at < sentence.len() {
        let lead = at.checked_sub(1).and_then(|i| sentence.get(i));
        let open = lead.is_none_or(|t| t.kind == Kind::Mark);
        let called = lead.is_some_and(|t| t.among(LEADS));
        if !(open || called) {
            at += 1;
            continue;
        }
        let spoken = cue || going;
        let Some(end) = person_or_firm(sentence, at, called && spoken) else {
            at += 1;
            continue;
        };
        if let Some((introduction, next)) = around(sentence, at, end, spoken) {
            found.push(introduction);
            at = next.max(at + 1);
        } else {
            at = end.max(at + 1);
        }
    }
}

/// `Acme, Ann Roe`, `Acme Capital, Ann Roe, your line is open`: what stands first is nobody's name.
fn firm_first(sentence: &[Token<'_>], spoken: bool) -> Option<Introduction> {
    let firm = span::firm(sentence, 0).filter(|_| span::not_a_phrase(&sentence[0]))?;
    sentence.get(firm).filter(|t| t.is_mark(","))?;
    let end = span::person(sentence, firm + 1, false)?;
    let known = span::looks_like_firm(&sentence[..firm]);
    // One word that is no given name is a firm as well: nobody is called by a surname and a full name.
    let lone = firm == 1 && span::is_name_word(&sentence[0]) && !names::is_given(sentence[0].text);
    let closes = end == sentence.len() || follows_call(sentence, end);
    if !(known || lone) || !closes || span::looks_like_firm(&sentence[firm + 1..end]) {
        return None;
    }
    let cue = if spoken { Cue::Spoken } else { Cue::Bare };
    Some(make(sentence, firm + 1..end, Some(0..firm), 0, end, cue))
}

/// `the first hand that I see`: somebody has raised it, and nothing is handed over.
fn raises_hand(sentence: &[Token<'_>]) -> bool {
    sentence.windows(2).any(|pair| {
        pair[0].is_any(&["first", "next", "last", "another", "one", "raised", "final"])
            && pair[1].is_any(&["hand", "hands"])
    })
}

/// Whether a sentence goes to somebody: `we'll go next to`, `hear from`, `that comes from`, `we have`.
fn goes(sentence: &[Token<'_>]) -> bool {
    (0..sentence.len()).any(|i| {
        let soon = |word: &str| sentence[i + 1..].iter().take(3).any(|t| t.is(word));
        let verb = &sentence[i];
        if !verb.among(GOING) {
            return false;
        }
        (verb.is_any(&["go", "goes", "move", "moving", "back", "switch"]) && soon("to"))
            || (verb.is_any(&["hear", "come", "comes", "be", "coming", "take"]) && soon("from"))
            || (verb.is_any(&["its", "it", "is"]) && sentence.get(i + 1).is_some_and(|t| t.is("from")))
            || (verb.is_any(&["start", "begin"]) && soon("with"))
            || (verb.is_any(&["it", "that", "there"]) && verb.possessive)
            || (verb.is("we") && sentence.get(i + 1).is_some_and(|t| t.is("have")))
            || (i == 0 && verb.is("from") && sentence.len() <= NAME_AND_FIRM)
    })
}

/// As many words as a name and a firm take, and hardly more: `From Acme Capital, Ann Roe.`
const NAME_AND_FIRM: usize = 9;

fn person_or_firm(sentence: &[Token<'_>], at: usize, lone: bool) -> Option<usize> {
    let owner = span::firm(sentence, at).filter(|&end| sentence[end - 1].possessive && end < sentence.len());
    if let Some(end) = owner.filter(|&end| lone && span::person(sentence, behind_comma(sentence, end), true).is_some())
    {
        return Some(end);
    }
    span::person(sentence, at, lone).or_else(|| {
        // A firm first: `from Acme's Ann Roe`, `from JPMorgan, we have Ann Roe`.
        let end = span::firm(sentence, at)?;
        let after = sentence.get(end);
        (lone && sentence[end - 1].possessive && end < sentence.len())
            .then_some(end)
            .or_else(|| (lone && after.is_some_and(|t| t.is_mark(","))).then_some(end))
    })
}

/// The place behind a comma, if there is one: `Acme's, Ann Roe`.
fn behind_comma(sentence: &[Token<'_>], at: usize) -> usize {
    at + usize::from(sentence.get(at).is_some_and(|t| t.is_mark(",")))
}

/// Reads what stands around a name: the firm behind it, or before it.
fn around(sentence: &[Token<'_>], at: usize, end: usize, spoken: bool) -> Option<(Introduction, usize)> {
    let cue = if spoken { Cue::Spoken } else { Cue::Bare };
    // The name ran on into what follows it: `Bernstein's Toni Roe`, `Acme, we have Ann Roe`.
    if sentence[end - 1].possessive {
        let start = behind_comma(sentence, end);
        let name_end = span::person(sentence, start, true)?;
        return Some((make(sentence, start..name_end, Some(at..end), at, name_end, cue), name_end));
    }
    let firm_end = span::firm(sentence, at).unwrap_or(end);
    if let Some((start, end)) = we_have(sentence, firm_end).map(|start| (start, firm_end))
        && let Some(name_end) = span::person(sentence, start, false)
    {
        return Some((make(sentence, start..name_end, Some(at..end), at, name_end, cue), name_end));
    }
    let (firm, last) = firm_after(sentence, behind_given(sentence, at, end));
    let person = span::person(sentence, at, true)?;
    if cue == Cue::Bare {
        // Nothing but a name: it must fill the sentence.
        let filled = at == 0 && (last == sentence.len() || sentence[last..].first().is_some_and(|t| t.is_mark(",")));
        let plausible = span::person(sentence, at, false).is_some() && last.saturating_sub(at) <= 12;
        if !(filled && plausible && (firm.is_some() || sentence.len() == end)) {
            return None;
        }
    } else if at == 0 && firm.is_none() && !follows_call(sentence, end) {
        // A name at the start of a sentence about a question: `Ann Roe, your line is open`.
        return None;
    }
    Some((make(sentence, at..person.min(end), firm, at, last, cue), last))
}

/// The place behind a given name that follows the surname: `the line of Roe, Ann with Acme`.
fn behind_given(sentence: &[Token<'_>], at: usize, end: usize) -> usize {
    let given = |token: &Token<'_>| span::is_name_word(token) && names::is_given(token.text);
    let surname = end == at + 1 && !given(&sentence[at]) && !span::looks_like_firm(&sentence[at..end]);
    let [comma, name, rest @ ..] = &sentence[end..] else { return end };
    let ends = rest.first().is_none_or(|t| t.kind == Kind::Mark || t.is_any(&["with", "from", "of", "at"]));
    if surname && comma.is_mark(",") && given(name) && ends { end + 2 } else { end }
}

/// `, your line is open`, `has our next question`, `please go ahead`.
fn follows_call(sentence: &[Token<'_>], end: usize) -> bool {
    let after = usize::from(sentence.get(end).is_some_and(|t| t.kind == Kind::Mark));
    sentence
        .get(end + after)
        .is_some_and(|t| t.is_any(&["your", "you", "please", "go", "has", "the", "is", "you're", "you’re", "with"]))
}

/// `, we have`, `, it's`: the place behind it.
fn we_have(sentence: &[Token<'_>], end: usize) -> Option<usize> {
    let comma = usize::from(sentence.get(end).is_some_and(|t| t.is_mark(",")));
    let rest = sentence.get(end + comma..)?;
    let lead: &[&[&str]] = &[
        &["we", "have"],
        &["we've", "got"],
        &["we’ve", "got"],
        &["it", "is"],
        &["we", "will", "hear", "from"],
        &["we", "will", "go", "to"],
        &["we'll", "go", "to"],
        &["we’ll", "go", "to"],
        &["we'll", "hear", "from"],
        &["we’ll", "hear", "from"],
        &["we", "go", "to"],
        &["we're", "joined", "by"],
    ];
    lead.iter()
        .find(|lead| lead.len() < rest.len() && lead.iter().zip(rest).all(|(word, token)| token.is(word)))
        .map(|lead| end + comma + lead.len())
}

/// The firm behind a name, and where the introduction ends.
fn firm_after(sentence: &[Token<'_>], end: usize) -> (Option<Range<usize>>, usize) {
    if let Some(close) = other_form(sentence, end) {
        let (firm, last) = firm_behind(sentence, close + 1);
        if firm.is_some() {
            return (firm, last);
        }
    }
    firm_behind(sentence, end)
}

/// `Ann Roe (安若)`: the place of the bracket that closes another form of a name.
fn other_form(sentence: &[Token<'_>], end: usize) -> Option<usize> {
    sentence.get(end).filter(|t| t.is_mark("("))?;
    let close = end + sentence[end..].iter().take(5).position(|t| t.is_mark(")"))?;
    let words = &sentence[end + 1..close];
    (!words.is_empty() && words.iter().all(span::is_name_word)).then_some(close)
}

/// Whether the word that ends here is one of banks' names, and no name stands before it.
fn is_lone_bank(sentence: &[Token<'_>], end: usize) -> bool {
    let is_named = || end > 1 && sentence[end - 2].kind == Kind::Capital;
    end > 0 && sentence[end - 1].is_any(&["bank", "banc"]) && !is_named()
}

fn firm_behind(sentence: &[Token<'_>], end: usize) -> (Option<Range<usize>>, usize) {
    let comma = sentence.get(end).is_some_and(|t| t.is_mark(",") || t.is_dash() || t.is_mark("("));
    let start = end + usize::from(comma);
    // The preposition may come after a few more words: `Ann Roe, you may go ahead, from Acme`.
    for at in start..sentence.len().min(start + 9) {
        let token = &sentence[at];
        // "The question on the design of the plant": more than a name stands before it.
        let is_of_another = token.is("of") && at > start && sentence[at - 1].kind == Kind::Lower;
        if token.kind == Kind::Lower
            && !is_of_another
            && token.is_any(&["with", "from", "of", "at", "representing", "for", "w/"])
        {
            let again =
                sentence.get(at + 1).is_some_and(|t| t.kind == Kind::Lower && t.is_any(&["with", "from", "of", "at"]));
            let at = at + 1 + usize::from(again);
            if let Some(firm_end) = span::firm(sentence, at) {
                // "From Bank of Acme": what was taken for a name begins the firm's.
                let is_bank = token.is("of") && at == end + 1 && is_lone_bank(sentence, end);
                return (Some(if is_bank { end - 1 } else { at }..firm_end), firm_end);
            }
        } else if !(token.kind == Kind::Lower || token.is_mark(",")) {
            break;
        }
    }
    if comma && let Some(firm_end) = span::firm(sentence, start) {
        return (Some(start..firm_end), firm_end);
    }
    // "Ann Roe the JPMorgan": a misheard preposition.
    if sentence.get(end).is_some_and(|t| t.is("the"))
        && let Some(firm_end) = span::firm(sentence, end + 1)
        && span::looks_like_firm(&sentence[end + 1..firm_end])
    {
        return (Some(end + 1..firm_end), firm_end);
    }
    (None, end)
}

fn make(
    sentence: &[Token<'_>],
    name: Range<usize>,
    firm: Option<Range<usize>>,
    from: usize,
    to: usize,
    cue: Cue,
) -> Introduction {
    // The lead belongs to the evidence: `the line of Ann Roe with Acme`.
    let from = from.min(name.start);
    let lead =
        sentence[..from].iter().rposition(|t| t.kind == Kind::Mark).map_or(0, |i| i + 1).max(from.saturating_sub(8));
    let also = other_form(sentence, name.end).map(|close| range_of(&sentence[name.end + 1..close]));
    Introduction {
        name: range_of(&sentence[name]),
        also,
        firm: firm.map(|firm| range_of(&sentence[firm])),
        words: range_of(&sentence[lead..to.max(from + 1)]),
        cue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[(&str, &str)]) {
        let found = find(text, 0..text.len());
        let found: Vec<(&str, &str)> =
            found.iter().map(|i| (&text[i.name.clone()], i.firm.clone().map_or("", |f| &text[f]))).collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn phrasings() {
        for (text, name, firm) in [
            (
                "Our first question comes from the line of Ann Roe with Acme Capital. Please go ahead.",
                "Ann Roe",
                "Acme Capital",
            ),
            (
                "And your next question is from Mr. Bo Li at A.B. Longacre & Co. Your line is open.",
                "Mr. Bo Li",
                "A.B. Longacre & Co.",
            ),
            ("(Operator Instructions). Ann Roe, Acme.", "Ann Roe", "Acme"),
            ("Ann Roe.", "Ann Roe", ""),
            ("Acme Capital, Ann Roe.", "Ann Roe", "Acme Capital"),
            ("It comes from the line of Wozniak, Robert with Acme. Please go ahead.", "Wozniak", "Acme"),
            ("It comes from the line of Wozniak, Robert. Please go ahead.", "Wozniak", ""),
            ("Longacre, Ann Roe, your line is open.", "Ann Roe", "Longacre"),
            ("Next, we'll go to C.J. Doe of Keefe, Bruyette & Woods.", "C.J. Doe", "Keefe, Bruyette & Woods"),
            ("From Acme, we have Ann Roe.", "Ann Roe", "Acme"),
            ("We'll hear now from Acme's, Ann Roe.", "Ann Roe", "Acme"),
            ("Our next question is from Ann Roe the Acme Bank.", "Ann Roe", "Acme Bank"),
            ("That will come from Acme’s Ann Roe.", "Ann Roe", "Acme"),
            ("Ann Roe of Acme, your line is open.", "Ann Roe", "Acme"),
            ("Ann Roe from Acme has our next question.", "Ann Roe", "Acme"),
            (
                "We have a question from Ann de la Cruz, Bank of America Merrill Lynch.",
                "Ann de la Cruz",
                "Bank of America Merrill Lynch",
            ),
            ("The next question comes from Ann Roe with RBC Capital markets.", "Ann Roe", "RBC Capital markets"),
            ("Your next question comes from Ann Roe with Raymond James Your line is open.", "Ann Roe", "Raymond James"),
            ("Your question is from Ann Roe. Ann is with Acme. Please go ahead.", "Ann Roe", "Acme"),
            ("The question comes from [indiscernible] with Acme Capital.", "Acme Capital", "Acme Capital"),
            ("It comes from the line of Wei Li (李伟) with Acme. Please go ahead.", "Wei Li", "Acme"),
            ("The first hand that I see is Ann van den Roe of Acme.", "Ann van den Roe", "Acme"),
            ("Our next question comes from V ivek Roe of Bank of Acme.", "Bank", "Bank of Acme"),
            ("We'll hear next from Ann Roe over at The Benchmark Company.", "Ann Roe", "The Benchmark Company"),
        ] {
            check(text, &[(name, firm)]);
        }
    }

    #[test]
    fn not_introductions() {
        for text in [
            "I would now like to turn the call over to Ann Roe, Chief Executive Officer.",
            "Good day and welcome to the Acme Corp Second Quarter Earnings Call.",
            "Thank you. This concludes today's conference.",
            "Thank you, Ann.",
            "Thanks, Ann Roe.",
        ] {
            check(text, &[]);
        }
    }
}
