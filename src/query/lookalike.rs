//! What looks like another tool's operator is text here, and is told what to write instead.

/// Operators of other tools that are followed by a distance, and ours.
const DISTANCES: &[(&str, &str)] =
    &[("NEAR", "NEAR"), ("ADJ", "ADJ"), ("W/", "NEAR"), ("ONEAR", "ADJ"), ("PRE/", "ADJ"), ("PHRASE", "ADJ")];

/// A note on characters without a blank, if they look like an operator.
pub(super) fn lookalike(text: &str) -> Option<String> {
    logic(text).or_else(|| distance(text)).or_else(|| letters(text))
}

fn logic(text: &str) -> Option<String> {
    let rest = text.strip_prefix('+')?;
    rest.starts_with(char::is_alphabetic)
        .then(|| "the + is ignored: words without OR between them are all required".to_owned())
}

fn distance(text: &str) -> Option<String> {
    if let Some(number) = text.strip_prefix('~').filter(|rest| is_number(rest)) {
        return Some(format!("`{text}` is taken as text; for words near each other write a NEAR/{number} b"));
    }
    if text.len() > 12 {
        return None;
    }
    let upper = text.to_ascii_uppercase();
    for (word, ours) in DISTANCES {
        let number = upper.strip_prefix(word).map(|rest| rest.trim_start_matches('/'));
        if let Some(number) = number.filter(|rest| is_number(rest)) {
            return Some(format!("`{text}` is taken as text; write {ours}/{number}"));
        }
    }
    let ours = ["NEAR/", "ADJ/"].iter().any(|word| upper.starts_with(word));
    ours.then(|| format!("`{text}` is taken as text; write NEAR/5 or ADJ/5"))
}

/// Signs inside words: wildcards, fuzziness, weights; addresses have such signs of their own.
fn letters(text: &str) -> Option<String> {
    if text.contains('/') {
        return None;
    }
    let weighted = text.rsplit_once('^').is_some_and(|(_, weight)| is_number(weight));
    let fuzzy = text.rsplit_once('~').is_some_and(|(_, rest)| rest.is_empty() || is_number(rest));
    if weighted || fuzzy {
        return Some(format!("`{text}` is taken as text: there is no weight or fuzziness here"));
    }
    let wildcard = text.match_indices('?').any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    });
    wildcard.then(|| format!("in `{text}` the ? stands for no letter; `word*` finds words that begin so"))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}
