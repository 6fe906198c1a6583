//! Names as filters compare them: the words of people's names, titles and firms.

use crate::text::fold;

/// Endings that say what kind of body a firm is, and nothing about which.
const LEGAL: &[&str] = &[
    "ab",
    "ag",
    "asa",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kgaa",
    "kk",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "nv",
    "oyj",
    "plc",
    "pte",
    "pty",
    "sa",
    "sas",
    "se",
    "spa",
];

/// The words of a name or a title: folded, without punctuation; `J.P.` is one word, `O'Neil` too.
///
/// ```
/// assert_eq!(whosaid::query::names::words("Zoë O’Neil, J.P."), ["zoe", "oneil", "jp"]);
/// ```
pub fn words(name: &str) -> Vec<String> {
    let folded = fold(name);
    let mut words = Vec::new();
    for token in folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '&')) {
        let token: String = token.trim_matches('&').chars().filter(|c| !matches!(c, '\'' | '&')).collect();
        let mut letters = String::new();
        for part in token.split('.').filter(|part| !part.is_empty()) {
            if part.chars().nth(1).is_none() {
                letters.push_str(part);
                continue;
            }
            words.extend((!letters.is_empty()).then(|| std::mem::take(&mut letters)));
            words.push(part.to_owned());
        }
        words.extend((!letters.is_empty()).then_some(letters));
    }
    words
}

/// The words of a firm's name, as they are compared: initials as one word, "and", "the" and legal endings ignored.
///
/// ```
/// use whosaid::query::names::normalize;
///
/// assert_eq!(normalize("B.K. Winslade & Co., LLC"), normalize("bk winslade"));
/// ```
pub fn normalize(firm: &str) -> Vec<String> {
    let mut all = words(firm);
    if all.iter().any(|word| word != "and") {
        all.retain(|word| word != "and");
    }
    let mut joined: Vec<String> = Vec::with_capacity(all.len());
    let mut in_initials = false;
    for word in all {
        let initial = word.chars().nth(1).is_none();
        match joined.last_mut() {
            Some(last) if initial && in_initials => last.push_str(&word),
            _ => joined.push(word),
        }
        in_initials = initial;
    }
    while joined.len() > 1 && joined.last().is_some_and(|word| LEGAL.binary_search(&word.as_str()).is_ok()) {
        joined.pop();
    }
    let the = joined.iter().take_while(|word| *word == "the").count().min(joined.len().saturating_sub(1));
    joined.drain(..the);
    joined
}

/// The words of a firm's name as others write it: apart where a capital begins one (`BluePine`, `LWPeak`), and the first two,
/// or all, together.
///
/// ```
/// use whosaid::query::names::apart_and_together;
///
/// assert_eq!(apart_and_together("LWPeakBank Inc."), ["lw", "peak", "bank", "lwpeak", "lwpeakbank"]);
/// assert_eq!(apart_and_together("LW Peak"), ["lw", "peak", "lwpeak"]);
/// ```
pub fn apart_and_together(firm: &str) -> Vec<String> {
    let apart: Vec<String> =
        firm.split_whitespace().map(|word| capitals_apart(word).unwrap_or(word.to_owned())).collect();
    let mut words = normalize(&apart.join(" "));
    let first = words.iter().take(2).map(String::as_str).collect::<Vec<_>>();
    if let [a, b] = first[..]
        && !["and", "of", "the"].iter().any(|small| [a, b].contains(small))
    {
        let (two, all) = ([a, b].concat(), words.concat());
        words.extend((all != two).then(|| two.clone()).into_iter().chain([all]));
    }
    words
}

/// A word with blanks before its inner capitals, if each of its parts has two letters and more.
fn capitals_apart(word: &str) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let begins = |at: usize| {
        let is_upper = |at: usize| letters.get(at).is_some_and(|c| c.is_uppercase());
        let is_lower = |at: usize| letters.get(at).is_some_and(|c| c.is_lowercase());
        at > 0 && is_upper(at) && (is_lower(at - 1) || (is_upper(at - 1) && is_lower(at + 1)))
    };
    let mut parts: Vec<String> = Vec::new();
    for (at, letter) in letters.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if !begins(at) => part.push(*letter),
            _ => parts.push(letter.to_string()),
        }
    }
    let is_word = |part: &String| part.chars().filter(|c| c.is_alphabetic()).count() > 1;
    (parts.len() > 1 && parts.iter().all(is_word)).then(|| parts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_punctuation() {
        for (name, expected) in [
            ("Ted Brackwell", "ted brackwell"),
            ("BRACKWELL, Ted", "brackwell ted"),
            ("J. P. Smith-Jones", "j p smith jones"),
            ("B.Rendle", "b rendle"),
            ("AT&T", "att"),
            ("Müller", "muller"),
            ("--", ""),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn firms_compare_without_endings() {
        for (firm, expected) in [
            ("B.K. Winslade & Co., LLC", "bk winslade"),
            ("B K Winslade", "bk winslade"),
            ("BK Winslade", "bk winslade"),
            ("The Halvard Company", "halvard"),
            ("J.P.Marlow", "jp marlow"),
            ("Smith and Sons", "smith sons"),
            ("Smith & Sons S.A.", "smith sons"),
            ("Company", "company"),
            ("The Co", "the"),
            ("", ""),
        ] {
            assert_eq!(normalize(firm).join(" "), expected, "{firm}");
            assert_eq!(normalize(&normalize(firm).join(" ")).join(" "), expected, "again {firm}");
        }
        assert!(LEGAL.is_sorted());
    }
}
