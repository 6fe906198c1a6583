//! Outsiders who are presented to a meeting: a guest, the inspector of an election, the auditors' partner.

use std::{ops::Range, sync::LazyLock};

use super::{
    phrase::{Kind, Token, range_of, tokens},
    span, titles,
    vocabulary::OUTSIDE,
};
use crate::text::Cues;

/// Somebody who is neither the company's nor calls in. Ranges are bytes of the text given to [`find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guest {
    /// The name.
    pub name: Range<usize>,
    /// Whom they come from.
    pub firm: Range<usize>,
    /// What they are said to be.
    pub title: Option<Range<usize>>,
    /// All the words that say so.
    pub words: Range<usize>,
}

/// Every outsider who is presented in `text[window]`, in order.
pub(super) fn find(text: &str, window: Range<usize>) -> Vec<Guest> {
    static SIGNS: LazyLock<Cues> =
        LazyLock::new(|| Cues::new(&[(&["guest", "inspector", "auditor", "proponent", "tabulator"], 1)]));
    let said = text.get(window.clone()).unwrap_or_default();
    if SIGNS.lists(said, 1) == 0 {
        return Vec::new();
    }
    let all = tokens(text, window);
    all.split(|t| t.kind == Kind::Stop).filter_map(|sentence| guest(text, sentence)).collect()
}

fn guest(text: &str, sentence: &[Token<'_>]) -> Option<Guest> {
    let words = range_of(sentence);
    // The company's own people are guests in speech only: "our guest today is our CFO".
    if !sentence.iter().any(|t| t.among(OUTSIDE)) || !titles::positions(&text[words.clone()]).is_empty() {
        return None;
    }
    let (at, end) = (0..sentence.len()).find_map(|at| span::person(sentence, at, false).map(|end| (at, end)))?;
    let firm = (end..sentence.len().min(end + 12)).find_map(|at| firm(sentence, at))?;
    let title = (end..sentence.len()).find_map(|at| title(sentence, at)).map(|title| range_of(&sentence[title]));
    Some(Guest { name: range_of(&sentence[at..end]), firm: range_of(&sentence[firm]), title, words })
}

/// `of Acme`, `of our auditors, Acme`.
fn firm(sentence: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    if !sentence[at].is_any(&["of", "from", "at", "with"]) {
        return None;
    }
    let mut start = at + 1;
    while sentence.get(start).is_some_and(|t| t.is_any(&["our", "their"]) || t.among(OUTSIDE) || t.is_mark(",")) {
        start += 1;
    }
    span::firm(sentence, start).map(|end| start..end)
}

/// `is our inspector of election`: what they are, up to the next mark.
fn title(sentence: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    const LONGEST: usize = 8;
    let start = at + 2;
    let stated = sentence[at].is("is") && sentence.get(at + 1)?.is_any(&["our", "the", "a", "an"]);
    let len = sentence.get(start..)?.iter().take_while(|t| t.is_word()).count();
    (stated && (1..=LONGEST).contains(&len)).then_some(start..start + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outsiders() {
        for (text, want) in [
            ("Bo Li of Acme Count is our inspector of election.", "Bo Li|Acme Count|inspector of election"),
            ("Also here is Ms. Ann Roe, of our auditors, Acme LLP.", "Ms. Ann Roe|Acme LLP|"),
            (
                "We have a guest: Ann Roe, who works at the University of Gor, and who is the head nurse.",
                "Ann Roe|the University of Gor|head nurse",
            ),
            ("Our guest today is Ann Roe of Acme, our CFO.", ""),
            ("Our guest today is Ann Roe.", ""),
            ("With me is Ann Roe of Acme.", ""),
        ] {
            let found = find(text, 0..text.len()).pop().map_or(String::new(), |guest| {
                let title = guest.title.map_or("", |title| &text[title]);
                format!("{}|{}|{title}", &text[guest.name], &text[guest.firm])
            });
            assert_eq!(found, want, "{text}");
        }
    }
}
