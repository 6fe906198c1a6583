//! People named in speech, with the titles they are given: the host's welcome, hand-overs, and people who
//! say who they are.

use std::ops::Range;

use super::{
    beside::{title_after, title_before},
    phrase::{Kind, Token, range_of, tokens},
    span, titles,
    vocabulary::{PASSES, PLURALS, WELCOMES},
};

/// Somebody is named. Ranges are bytes of the text given to [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    /// The name, or a part of it.
    pub name: Range<usize>,
    /// The title given with it.
    pub title: Option<Range<usize>>,
    /// All the words that say so.
    pub words: Range<usize>,
    /// In what kind of sentence.
    pub kind: Occasion,
}

/// In what kind of sentence somebody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Occasion {
    /// Named with a title, in passing.
    Passing,
    /// The host says who is on the call.
    Welcome,
    /// The floor goes to somebody, by nothing but a name: "Ann?"
    Address,
    /// The floor goes to somebody.
    Handover,
}

impl Occasion {
    /// Whether the floor goes to the one who is named.
    pub(super) fn gives_floor(self) -> bool {
        matches!(self, Occasion::Address | Occasion::Handover)
    }
}

/// Everybody who is named with a title or given the floor in `text[window]`, in order.
pub(super) fn find(text: &str, window: Range<usize>) -> Vec<Mention> {
    let all = tokens(text, window);
    let mut found = Vec::new();
    for sentence in all.split(|t| t.kind == Kind::Stop) {
        if sentence.len() > 1 {
            sentence_mentions(sentence, &mut found);
        }
    }
    found
}

fn sentence_mentions(sentence: &[Token<'_>], found: &mut Vec<Mention>) {
    let has = |words: u32| sentence.iter().any(|t| t.is_word() && t.among(words));
    let titled = sentence.iter().any(titles::is_core);
    let passes = has(PASSES);
    let words = range_of(sentence);
    if !titled && !passes {
        let mention = |(at, end): (usize, usize)| Mention {
            name: range_of(&sentence[at..end]),
            title: None,
            words: words.clone(),
            kind: Occasion::Welcome,
        };
        if has(WELCOMES) {
            found.extend(listed(sentence).into_iter().map(mention));
        }
        return;
    }
    let people = if titled { people(sentence) } else { Vec::new() };
    let occasion = if has(WELCOMES) { Occasion::Welcome } else { Occasion::Passing };
    let target = passes.then(|| target(sentence)).flatten();
    let mut target_seen = false;
    for (at, end, title) in &people {
        let is_target = target.is_some_and(|(start, stop)| *at < stop && start < *end) && !target_seen;
        target_seen |= is_target;
        let kind = if is_target { Occasion::Handover } else { occasion };
        if title.is_some() || is_target {
            found.push(Mention {
                name: range_of(&sentence[*at..*end]),
                title: title.clone().map(|t| range_of(&sentence[t])),
                words: words.clone(),
                kind,
            });
        }
    }
    if let Some((at, end)) = target
        && !target_seen
    {
        found.push(Mention { name: range_of(&sentence[at..end]), title: None, words, kind: Occasion::Handover });
    }
}

/// `With us today are Ann Roe, Bo Li and Jo Doe`: full names, one after another, behind the word that opens the list.
fn listed(sentence: &[Token<'_>]) -> Vec<(usize, usize)> {
    let mut listed = Vec::new();
    let opens =
        |at: usize| sentence[at].is_any(&["are", "is", "by"]) && span::person(sentence, at + 1, false).is_some();
    let Some(mut at) = (0..sentence.len()).find(|&at| opens(at)).map(|at| at + 1) else { return listed };
    while let Some(end) = span::person(sentence, at, false) {
        if span::looks_like_firm(&sentence[at..end]) {
            return Vec::new();
        }
        listed.push((at, end));
        at = end;
        while sentence.get(at).is_some_and(|t| t.is_mark(",") || t.is_mark(";") || t.is("and")) {
            at += 1;
        }
    }
    // Whatever else follows makes something else of them: `by Acme Labs in May`.
    if at == sentence.len() { listed } else { Vec::new() }
}

/// To whom a sentence hands the floor: the first name behind `to`, `introduce`, `here is`; or the name before
/// `you may begin`.
fn target(sentence: &[Token<'_>]) -> Option<(usize, usize)> {
    const LEADS: &[&str] = &[
        "to",
        "introduce",
        "is",
        "with",
        "from",
        "host",
        "here",
        "today",
        "speaker",
        "welcome",
        "by",
        "invite",
        "introducing",
    ];
    let verb = sentence.iter().position(|t| t.among(PASSES))?;
    let behind =
        (verb..sentence.len()).filter(|&i| sentence[i].is_any(LEADS) || sentence[i].is_mark(",")).find_map(|i| {
            let mut at = i + 1;
            while sentence
                .get(at)
                .is_some_and(|t| t.is_mark(",") || t.is_any(&["our", "your", "host", "speaker", "to"]))
            {
                at += 1;
            }
            let sure =
                !sentence[i].is_mark(",") && !sentence[i].is_any(&["today", "is", "from", "with", "host", "speaker"]);
            // `over to Acme Chief Executive Officer, Ann Roe`: the firm is nobody.
            let end = span::person(sentence, at, sure)?;
            (!sentence.get(end).is_some_and(titles::is_word)).then_some((at, end))
        });
    behind.or_else(|| {
        let begins = sentence.iter().any(|t| t.is_any(&["begin", "proceed", "ahead", "you"]));
        let first = (0..sentence.len()).find_map(|at| span::person(sentence, at, at == 0).map(|end| (at, end)));
        first.filter(|_| begins)
    })
}

/// The name in the last words of a turn that gives the floor by nothing but a name: `Ann?`, `Ann, over to you.`
pub(super) fn vocative(text: &str) -> Option<Mention> {
    let all = tokens(text, text.len().saturating_sub(260)..text.len());
    let sentence = all.split(|t| t.kind == Kind::Stop).rfind(|sentence| !sentence.is_empty())?;
    let asks = text.trim_end().ends_with('?');
    let (at, end) = addressed_first(sentence).or_else(|| addressed_last(sentence, asks))?;
    Some(Mention {
        name: range_of(&sentence[at..end]),
        title: None,
        words: range_of(sentence),
        kind: Occasion::Address,
    })
}

/// `Ann?`, `Ann, over to you`, `Ann, the floor is yours`, `Ann will start`: the tokens of the name.
fn addressed_first(sentence: &[Token<'_>]) -> Option<(usize, usize)> {
    /// As many words as it takes to give the floor.
    const SHORT: usize = 8;
    let first = sentence
        .iter()
        .position(|t| !t.is_any(&["so", "and", "now", "okay", "go", "ahead", "please", "then"]) && !t.is_mark(","))?;
    let end = span::person(sentence, first, true)?;
    let rest = &sentence[end..];
    let says = |words: &[&str]| rest.iter().any(|t| t.is_any(words));
    let asked = rest.first().is_some_and(|t| t.is_mark(","))
        && (says(&["you", "over", "comment"])
            || rest.len() <= SHORT
                && says(&["yours", "floor", "start", "begin", "ahead", "away", "please", "take", "proceed"]));
    let announced = rest.first().is_some_and(|t| t.is("will"))
        && rest.len() <= SHORT
        && says(&["start", "begin", "kick", "open", "lead", "go"]);
    (rest.is_empty() || asked || announced).then_some((first, end))
}

/// `Do you want to take that, Ann?`, `Over to you, Ann`, `Without further ado, Ann Roe`: the tokens of the name. Whoever
/// is asked something (`asks`) is to answer; those who thank or greet somebody by name give nothing.
fn addressed_last(sentence: &[Token<'_>], asks: bool) -> Option<(usize, usize)> {
    let comma = sentence.iter().rposition(|t| t.is_mark(","))?;
    let end = span::person(sentence, comma + 1, true).filter(|&end| end == sentence.len())?;
    let says = |words: &[&str]| sentence[..comma].iter().any(|t| t.is_any(words));
    let gives = says(&["you", "over", "ado", "floor", "take", "start", "begin", "comment", "add", "go", "want"]);
    let greets = says(&["thank", "thanks", "congratulations", "congrats", "good", "hi", "hello", "hear", "see", "for"]);
    ((gives || asks) && !greets).then_some((comma + 1, end))
}

/// The people of a sentence with their titles: token ranges.
fn people(sentence: &[Token<'_>]) -> Vec<(usize, usize, Option<Range<usize>>)> {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        if let Some(end) = span::person(sentence, at, follows_title(sentence, at)) {
            if !span::looks_like_firm(&sentence[at..end]) {
                spans.push((at, end));
            }
            at = end;
        } else {
            at += 1;
        }
    }
    drop_owners(sentence, &mut spans);
    let mut people: Vec<(usize, usize, Option<Range<usize>>)> = spans.iter().map(|&(s, e)| (s, e, None)).collect();
    for i in 0..people.len() {
        let from = if i == 0 { 0 } else { people[i - 1].1 };
        let gap = from..people[i].0;
        let taken = if i > 0 { divide_gap(sentence, &mut people, i, gap.clone()) } else { gap.start };
        if people[i].2.is_none() {
            // `…, CEO; CFO; Ann Roe; …`: a list whose titles come first.
            let first = i > 0 && people[i - 1].2.is_some() && gap.end > taken && sentence[gap.end - 1].is_mark(";");
            people[i].2 = title_before(sentence, taken..gap.end - usize::from(first));
        }
    }
    if let Some(last) = people.last_mut()
        && last.2.is_none()
    {
        // `I'm Ann Roe; Vice President`.
        let mark = sentence.get(last.1).is_some_and(|t| t.is_mark(";"));
        let from = last.1 + usize::from(mark && sentence.get(last.1 + 1).is_some_and(titles::is_word));
        last.2 = title_after(sentence, from..sentence.len());
    }
    share_titles(sentence, &mut people);
    people
}

/// Takes out capitals that name whose title it is: `Ann Roe, Acme Digital President`, `Acme Digital CEO Ann Roe`.
fn drop_owners(sentence: &[Token<'_>], spans: &mut Vec<(usize, usize)>) {
    let mut i = 0;
    while i < spans.len() {
        let (start, end) = spans[i];
        let titled = sentence.get(end).is_some_and(titles::is_core);
        let behind_name = i > 0 && start == spans[i - 1].1 + 1 && sentence[start - 1].is_mark(",");
        let before_name = spans.get(i + 1).is_some_and(|&(next, _)| {
            sentence[end..next].iter().all(|t| titles::is_word(t) || t.is_any(&["and", "of", "for"]) || t.is_mark("&"))
        });
        // `the CEO of Acme Labs, Ann Roe`: whose title it is stands between title and name.
        let between = start >= 2
            && sentence[start - 1].is_any(&["of", "at"])
            && titles::is_core(&sentence[start - 2])
            && sentence.get(end).is_some_and(|t| t.is_mark(","))
            && spans.get(i + 1).is_some_and(|&(next, _)| next == end + 1);
        if titled && (behind_name || before_name) || between {
            spans.remove(i);
        } else {
            i += 1;
        }
    }
}

/// `Ann Roe and Bo Li, our Co-Chief Executive Officers`, `CEOs, Ann Roe and Bo Li`: one title for both.
fn share_titles(sentence: &[Token<'_>], people: &mut [(usize, usize, Option<Range<usize>>)]) {
    let joint = |title: &Option<Range<usize>>| {
        title.clone().filter(|title| sentence[title.clone()].iter().any(|t| t.among(PLURALS)))
    };
    for i in 1..people.len() {
        let gap = &sentence[people[i - 1].1..people[i].0];
        if !matches!(gap, [and] if and.is("and")) && !matches!(gap, [comma, and] if comma.is_mark(",") && and.is("and"))
        {
            continue;
        }
        match (joint(&people[i - 1].2), joint(&people[i].2)) {
            (Some(title), None) if people[i].2.is_none() => people[i].2 = Some(title),
            (None, Some(title)) if people[i - 1].2.is_none() => people[i - 1].2 = Some(title),
            _ => {}
        }
    }
}

/// A lone name is one where a title stands before it: `our CFO, James`.
fn follows_title(sentence: &[Token<'_>], at: usize) -> bool {
    let comma = at > 0 && sentence[at - 1].is_mark(",");
    at.checked_sub(1 + usize::from(comma)).is_some_and(|i| titles::is_core(&sentence[i]))
}

/// Gives the person before a gap the title in it, if it is theirs. Returns where the rest of the gap begins.
fn divide_gap(
    sentence: &[Token<'_>],
    people: &mut [(usize, usize, Option<Range<usize>>)],
    i: usize,
    gap: Range<usize>,
) -> usize {
    // `;` parts people for certain; else `, and our` before the second title of the gap.
    let mut semicolons = gap.clone().filter(|&k| sentence[k].is_mark(";"));
    let semicolon = semicolons.next();
    if people[i - 1].2.is_none()
        && semicolon == Some(gap.start)
        && let Some(end) = semicolons.next()
    {
        // `Bo Li; Chief Investment Officer; Ann Roe`.
        people[i - 1].2 = title_after(sentence, gap.start + 1..end);
        return end + 1;
    }
    let ours = gap.clone().rev().find(|&k| {
        k > gap.start
            && sentence[k].is_any(&["our", "his", "her"])
            && sentence[gap.start..k].iter().any(titles::is_core)
            && (sentence[k - 1].is("and") || sentence[k - 1].kind == Kind::Mark)
    });
    let end = semicolon.or(ours).unwrap_or(gap.end);
    if people[i - 1].2.is_some() {
        return semicolon.map_or(gap.start, |k| k + 1);
    }
    if let Some(title) = title_after(sentence, gap.start..end) {
        let stop = title.end;
        people[i - 1].2 = Some(title);
        return if semicolon.is_some() || ours.is_some() { end } else { stop };
    }
    semicolon.map_or(gap.start, |k| k + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &[(&str, &str)]) {
        let found = find(text, 0..text.len());
        let found: Vec<(&str, &str)> =
            found.iter().map(|m| (&text[m.name.clone()], m.title.clone().map_or("", |t| &text[t]))).collect();
        assert_eq!(found, want, "{text}");
    }

    #[test]
    fn welcomes() {
        check(
            "With me today are Ann Roe, our Chief Executive Officer; and Bo Li, Chief Financial Officer.",
            &[("Ann Roe", "Chief Executive Officer"), ("Bo Li", "Chief Financial Officer")],
        );
        check(
            "Joining us today are our Chairman and CEO, Mr. Wei Zhang, and our CFO, Mr. James Bo Li.",
            &[("Mr. Wei Zhang", "Chairman and CEO"), ("Mr. James Bo Li", "CFO")],
        );
        check(
            "In addition, Mr. Leo Doe, IR Senior Director and Ms. Xi Zhang, IR Manager, will also be available.",
            &[("Mr. Leo Doe", "IR Senior Director"), ("Ms. Xi Zhang", "IR Manager")],
        );
        check(
            "With me are Ann Roe, CEO; and Bo Li, whom we've promoted to Chief Operating Officer as of May.",
            &[("Ann Roe", "CEO"), ("Bo Li", "Chief Operating Officer")],
        );
        check(
            "With us is Ann Roe, Chairman of the Board and CEO, and Ann will begin.",
            &[("Ann Roe", "Chairman of the Board and CEO")],
        );
        check("With us today are Ann Roe, Bo Li and Jo Doe.", &[("Ann Roe", ""), ("Bo Li", ""), ("Jo Doe", "")]);
        check("We were joined by Nordlys Boats in May.", &[]);
        check(
            "The speakers on today's call are CEO Bill Poe and CFO Andy Doe.",
            &[("Bill Poe", "CEO"), ("Andy Doe", "CFO")],
        );
        check(
            "I'm joined by Ann Roe, Chairman, President and CEO, Bo Li, Executive Vice President and CFO, and Jim Poe.",
            &[("Ann Roe", "Chairman, President and CEO"), ("Bo Li", "Executive Vice President and CFO")],
        );
    }

    #[test]
    fn titles_find_their_people() {
        for (text, want) in [
            (
                "Joining me are Ann Roe and Bo Li, our Co-Chief Executive Officers; and Jo Doe, our CFO.",
                &[
                    ("Ann Roe", "Co-Chief Executive Officers"),
                    ("Bo Li", "Co-Chief Executive Officers"),
                    ("Jo Doe", "CFO"),
                ][..],
            ),
            ("On the call are CEOs, Ann Roe and Bo Li.", &[("Ann Roe", "CEOs"), ("Bo Li", "CEOs")]),
            ("With me are Ann Roe, Acme Fabrics President and CEO.", &[("Ann Roe", "President and CEO")]),
            (
                "Here are our CFO, Ann Roe; and Acme Fabrics President Bo Li.",
                &[("Ann Roe", "CFO"), ("Bo Li", "President")],
            ),
            ("With me is Ann Roe, Acme Labs' President.", &[("Ann Roe", "President")]),
            (
                "Here are Bo Li, Acme's President; and Ann Roe Acme's CFO.",
                &[("Bo Li", "President"), ("Ann Roe", "CFO")],
            ),
            (
                "I'm Ann Roe; Vice President of Investor Relations.",
                &[("Ann Roe", "Vice President of Investor Relations")],
            ),
            (
                "Here are President and CEO, Ann Roe; Treasurer and CFO; Bo Li; Controller, Jo Doe.",
                &[("Ann Roe", "President and CEO"), ("Bo Li", "Treasurer and CFO"), ("Jo Doe", "Controller")],
            ),
            (
                "With me I have the CEO of Acme Fabrics, Ann Roe; and our CFO, Bo Li.",
                &[("Ann Roe", "CEO of Acme Fabrics"), ("Bo Li", "CFO")],
            ),
            (
                "Here are Ann Roe, CEO; Bo Li; Chief Investment Officer; and Jo Doe, CFO.",
                &[("Ann Roe", "CEO"), ("Bo Li", "Chief Investment Officer"), ("Jo Doe", "CFO")],
            ),
        ] {
            check(text, want);
        }
    }

    #[test]
    fn the_floor_is_given_by_a_name_at_the_end() {
        for (text, want) in [
            ("We had a good year. Ann?", "Ann"),
            ("We had a good year. Ann, over to you.", "Ann"),
            ("We had a good year. Ann, the floor is yours.", "Ann"),
            ("We had a good year. And now, Ann Roe.", "Ann Roe"),
            ("We had a good year. Over to you, Ann.", "Ann"),
            ("We had a good year. Without further ado, Ann Roe.", "Ann Roe"),
            ("We had a good year. Ann, please start.", "Ann"),
            ("We had a good year. Ann will kick us off.", "Ann"),
            ("I do not know. Do you want to take that, Ann?", "Ann"),
            ("I built boats before. Ann did so as well, right, Ann?", "Ann"),
            ("I built boats before. Ann did so as well, right, Ann.", ""),
            ("We had a good year. Thank you, Ann.", ""),
            ("Good to hear from you, Ann.", ""),
            ("We had a good year, Ann said to me yesterday.", ""),
        ] {
            assert_eq!(vocative(text).map_or("", |m| &text[m.name]), want, "{text}");
        }
    }

    #[test]
    fn hand_overs() {
        for (text, name, title) in [
            (
                "I would now like to turn the call over to Ann Roe, Head of Investor Relations.",
                "Ann Roe",
                "Head of Investor Relations",
            ),
            ("I will now turn the call over to our CFO, James.", "James", "CFO"),
            ("With that, I'll hand it over to Kelly.", "Kelly", ""),
            ("I would now like to introduce Ms. Liz Roe.", "Ms. Liz Roe", ""),
            (
                "I'd like to turn it over to Acme's senior vice president of investor relations, Jo Doe.",
                "Jo Doe",
                "senior vice president of investor relations",
            ),
        ] {
            check(text, &[(name, title)]);
        }
    }
}
