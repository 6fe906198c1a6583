//! Letters that are not what they look like: a Cyrillic `А` in a name that is else Latin makes another name of it.

use unicode_security::{MixedScript, skeleton};

/// Where letters stand in a text that look Latin and are not, in words that else are Latin, or among such words. A
/// name in Greek or Cyrillic has letters that look like nothing else, and is left alone.
pub fn lookalikes(text: &str) -> Vec<usize> {
    if text.is_ascii() {
        return Vec::new();
    }
    let is_foreign = text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && !looks_latin(c));
    let is_among_latin = text.contains(|c: char| c.is_ascii_alphabetic()) || !is_foreign;
    let mut found = Vec::new();
    let mut start = 0;
    for word in text.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = || word.char_indices().filter(|(_, c)| c.is_alphabetic());
        if letters().any(|(_, c)| c.is_ascii()) || (is_among_latin && letters().all(|(_, c)| looks_latin(c))) {
            found.extend(letters().filter(|(_, c)| looks_latin(*c)).map(|(at, _)| start + at));
        }
        start += word.len();
    }
    found
}

/// Whether a letter is of another script, and drawn as a letter of ours.
fn looks_latin(c: char) -> bool {
    let mut buffer = [0; 4];
    let alone: &str = c.encode_utf8(&mut buffer);
    !c.is_ascii()
        && skeleton(alone).next().is_some_and(|drawn| drawn.is_ascii_alphabetic())
        && !format!("A{alone}").as_str().is_single_script()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_disguises_are_told() {
        for (text, disguised) in [
            ("", ""),
            ("Ann Holt", ""),
            ("Søren Ångström-Łęcki, ıßœ", ""),
            ("José Núñez 李明", ""),
            ("Νίκος Παπαδόπουλος", ""),
            ("Сара Петрова", ""),
            ("Ivan Петров", ""),
            ("\u{410}nn Holt", "\u{410}"),
            ("Ann \u{421}\u{43e}\u{445}", "\u{421}\u{43e}\u{445}"),
            ("Briar \u{421}apital", "\u{421}"),
            ("\u{395}mma \u{39d}ash", "\u{395}\u{39d}"),
            ("\u{405}\u{430}\u{440}\u{435}", "\u{405}\u{430}\u{440}\u{435}"),
        ] {
            let found: String = lookalikes(text).iter().filter_map(|at| text[*at..].chars().next()).collect();
            assert_eq!(found, disguised, "{text}");
        }
    }
}
