//! Words with `*`: `invent*`, `"gross marg*"`; and what to say where a star can mean nothing.

use std::ops::Range;

use super::{lexer::Mistake, plan::Term, terms::terms};

/// The words of a text that stands at `start`, and a note, if something in it is ignored. In a phrase
/// any word may end in `*`, elsewhere the last.
pub(super) fn starred(text: &str, start: usize, phrase: bool) -> Result<(Vec<Term>, Option<String>), Mistake> {
    if text.contains("**") {
        let message = "`**` is ignored: a single * at the end of a word finds words that begin so";
        return Ok((terms(&text.replace("**", " "), false), Some(message.to_owned())));
    }
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices('*') {
        let (before, after) = (&text[from..at], &text[at + 1..]);
        let place = start + at..start + at + 1;
        let in_word = after.starts_with(char::is_alphanumeric);
        let last = !after.contains(char::is_alphanumeric);
        if !before.ends_with(char::is_alphanumeric) || in_word || !(phrase || last) {
            return Err(mistake(place, text, before, phrase));
        }
        let words = terms(before, true);
        if let Some(only) = words.last().filter(|term| term.text.len() < 2) {
            let message = format!("`{}*` would find too much: at least two letters before the *", only.text);
            return Err(Mistake { range: place, message, proposal: None });
        }
        found.extend(words);
        from = at + 1;
    }
    found.extend(terms(&text[from..], false));
    let note = (from == 0 && has_mark(text, found.len()))
        .then(|| format!("in `{text}` what stands in brackets is a transcriber's mark: ignored"));
    Ok((found, note))
}

/// Whether something in brackets was no word to the tokenizer.
fn has_mark(text: &str, found: usize) -> bool {
    const BRACKETS: [char; 8] = ['[', ']', '{', '}', '<', '>', '(', ')'];
    text.contains(BRACKETS) && terms(&text.replace(BRACKETS, " "), false).len() > found
}

fn mistake(place: Range<usize>, text: &str, before: &str, phrase: bool) -> Mistake {
    let message = "a `*` stands only at the end of a word".to_owned();
    let start = terms(before, false).pop().filter(|term| term.text.len() > 1);
    let proposal = match start {
        Some(start) if before.ends_with(char::is_alphanumeric) => Some(format!("did you mean `{}*`?", start.text)),
        _ if phrase => Some("for a gap between words write a ADJ/2 b".to_owned()),
        _ => {
            let rest = terms(&text.replace('*', " "), false).pop();
            rest.map(|rest| format!("words cannot be searched by their end; `{0}` finds all forms of {0}", rest.text))
        }
    };
    Mistake { range: place, message, proposal }
}
