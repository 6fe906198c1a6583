//! Inflections: which words count as forms of one another.

use std::cell::RefCell;

use frostem::{Algorithm, Stemmer};

/// The stem of a folded word: two words with one stem are forms of one word (`order`, `orders`,
/// `ordered`). Words with digits or letters beyond a to z have only themselves.
pub fn stem(word: &str) -> String {
    thread_local!(static ENGLISH: RefCell<Stemmer> = RefCell::new(Stemmer::new(Algorithm::English)));
    if !word.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'') {
        return word.to_owned();
    }
    ENGLISH.with_borrow_mut(|stemmer| stemmer.stem(word).to_string())
}

/// A prefix that every form of `word` begins with, so that they can be found in a sorted dictionary:
/// the stem up to the letters that stemming itself may rewrite (`suppli` stands for supply and supplies,
/// `die` for dying).
pub fn stem_prefix(word: &str) -> String {
    let stem = stem(word);
    if !word.is_ascii() {
        return word.to_owned(); // its only form
    }
    let common = stem.bytes().zip(word.bytes()).take_while(|(a, b)| a == b).count();
    // A final y or i alternates, a final e may be put back, and a doubled consonant may be undone:
    // one letter less covers these. Two letters are the least that can be looked up at a bearable cost.
    let end = common.min(stem.len().saturating_sub(1)).max(common.min(2));
    word[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_its_stem() {
        for forms in [
            &["order", "orders", "ordered", "ordering", "order's"][..],
            &["supply", "supplies", "supplied", "supplying"],
            &["inventory", "inventories"],
            &["margin", "margins"],
            &["ship", "shipped", "shipping", "ships"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
                for other in forms {
                    assert!(other.starts_with(&stem_prefix(form)), "{form} {other}");
                }
            }
        }
        assert_ne!(stem("order"), stem("border"));
        assert_eq!(stem("a13"), "a13");
        assert_eq!(stem("größe"), "größe");
        assert_eq!(stem_prefix("李"), "李");
        assert_eq!(stem_prefix("вафля"), "вафля");
    }
}
