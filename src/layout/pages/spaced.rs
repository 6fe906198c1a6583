//! Words whose letters a PDF sets apart: `B i l l M c R o e` is read as `Bill McRoe`. Where the gaps between the words are
//! lost, capitals begin the next; words in nothing but capitals are closed up only where their gaps are wider.

use std::borrow::Cow;

use crate::text::Traced;

/// Fewer letters one by one are initials, or a list.
const FEWEST: usize = 5;

/// The text with such words closed up.
pub(super) fn closed(text: &Traced) -> Cow<'_, Traced> {
    let mut closed = Traced::default();
    let mut kept = 0;
    let mut at = 0;
    for line in text.as_str().split_inclusive('\n') {
        for run in runs(line.trim_end_matches(['\n', '\r'])) {
            closed.push_range(text, kept..at + run.first);
            for piece in run.pieces {
                closed.push_range(text, at + piece.start..at + piece.end);
            }
            kept = at + run.end;
        }
        at += line.len();
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    closed.push_range(text, kept..text.len());
    Cow::Owned(closed)
}

/// Letters one by one, and what of the line is left of them.
struct Run {
    first: usize,
    end: usize,
    pieces: Vec<std::ops::Range<usize>>,
}

/// The runs of letters set apart in a line.
fn runs(line: &str) -> Vec<Run> {
    let mut found = Vec::new();
    let mut letters: Vec<(usize, char, bool)> = Vec::new();
    let (mut at, mut wide) = (0, false);
    for token in line.split(' ') {
        let mut chars = token.chars();
        match (chars.next(), chars.next()) {
            (None, _) => wide = true,
            (Some(letter), None) if letter.is_alphabetic() || !letters.is_empty() && is_inner(letter) => {
                letters.push((at, letter, wide && !letters.is_empty()));
                wide = false;
            }
            _ => {
                found.extend(close(&letters));
                letters.clear();
                wide = false;
            }
        }
        at += token.len() + 1;
    }
    found.extend(close(&letters));
    found
}

/// Marks inside names.
fn is_inner(c: char) -> bool {
    matches!(c, '.' | '\'' | '’' | '-')
}

fn close(letters: &[(usize, char, bool)]) -> Option<Run> {
    let small = letters.iter().any(|(_, letter, _)| letter.is_lowercase());
    let gaps = letters.iter().any(|(_, _, wide)| *wide);
    let (&(first, ..), &(last, letter, _)) = (letters.first()?, letters.last()?);
    if letters.len() < FEWEST || !(small || gaps) {
        return None;
    }
    let mut pieces = Vec::new();
    let mut word = String::new();
    for &(at, letter, wide) in letters {
        let begins = !word.is_empty() && !gaps && letter.is_uppercase() && !goes_on(&word);
        if wide || begins {
            pieces.push(at - 1..at);
            word.clear();
        }
        pieces.push(at..at + letter.len_utf8());
        word.push(letter);
    }
    Some(Run { first, end: last + letter.len_utf8(), pieces })
}

/// Whether a capital may follow inside a name: `Mc|Roe`, `O'|Hara`, `Roe-|Li`.
fn goes_on(word: &str) -> bool {
    matches!(word, "Mc" | "Mac") || word.ends_with(['\'', '’', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_closed_up() {
        for (text, want) in [
            ("It comes from B i l l M c R o e (ph) of Acme.\nNext", "It comes from Bill McRoe (ph) of Acme.\nNext"),
            ("J . A n n O ' H a r a", "J. Ann O'Hara"),
            ("J O H N  S M I T H", "JOHN SMITH"),
            ("A d a  B e r g", "Ada Berg"),
            // Where the words of capitals end cannot be told.
            ("P R E S E N T A T I O N", "P R E S E N T A T I O N"),
            ("Plan A, B, C and D", "Plan A, B, C and D"),
            ("I a m", "I a m"),
            ("", ""),
        ] {
            let traced = Traced::verbatim(text, 10);
            let closed = closed(&traced);
            assert_eq!(closed.as_str(), want, "{text}");
        }
        let traced = Traced::verbatim("to B i l l R o e", 10);
        let closed = closed(&traced);
        let span = closed.source_span(3..7);
        assert_eq!((span.start, span.end), (13, 20));
    }
}
