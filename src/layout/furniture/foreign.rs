//! Lines that are foreign among the sentences of a page: known by what stands around them, not by their form.

use std::collections::HashMap;

use crate::text::{LazyLexicon, Lexicon};

/// What is usual on one page: the measure of what is foreign on it.
pub(crate) struct Page<'a> {
    repeated: HashMap<&'a str, u32>,
    /// Nearly all paragraphs end as sentences do.
    punctuated: bool,
}

impl<'a> Page<'a> {
    /// Looks over all lines of a page.
    pub(crate) fn new(lines: impl Iterator<Item = &'a str>, wrapped: bool) -> Self {
        let mut repeated: HashMap<&str, u32> = HashMap::with_capacity(lines.size_hint().0);
        let (mut all, mut ended) = (0_usize, 0_usize);
        for line in lines {
            if line.len() < 160 {
                *repeated.entry(line).or_default() += 1;
            } else {
                all += 1;
                ended += usize::from(line.ends_with(['.', '?', '!', '"', '”', ')', ']', '…', '。', '*']));
            }
        }
        Page { repeated, punctuated: !wrapped && all > 4 && ended * 10 >= all * 9 }
    }

    /// Whether a short line stands foreign after `before`: whole sentences around it, and it is none.
    pub(crate) fn is_foreign(&self, line: &str, before: &str, last: bool) -> bool {
        if !self.punctuated || line.len() > 140 {
            return false;
        }
        let ends = |text: &str| {
            text.trim_end_matches(['"', '”', '’', ')', ']']).ends_with(['.', '?', '!', '…', '。', ':', ';', ','])
        };
        let is_between_sentences =
            (ends(before) || before.ends_with([']', ')'])) && !ends(line) && !line.ends_with([']', ')', '-', '–', '—']);
        if !is_between_sentences || is_spoken(line) {
            return false;
        }
        let words = line.split_whitespace().count();
        let repeated = self.repeated.get(line).is_some_and(|&count| count > 1) && words > 1;
        words <= 16 && (repeated || words > 1 || !last)
    }
}

/// Whether a short line holds a word that people say when they are short.
fn is_spoken(line: &str) -> bool {
    static SPOKEN: LazyLexicon = LazyLexicon::new(|| {
        let words = "i we you our your my us me thank thanks yes no yeah yep okay ok right sure bye hello hi good great \
                     please go correct sorry well it's that's exactly absolutely i'm we're is are was will welcome \
                     morning afternoon";
        Lexicon::new(&[(words, 1)])
    });
    line.split_whitespace().any(|word| SPOKEN.lists(word.trim_matches(|c: char| !c.is_alphanumeric())) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_without_an_end_is_foreign_among_sentences() {
        let sentence = "We sold more boats than in the year before, and we sold them at better prices. ".repeat(3);
        let lines: Vec<&str> = vec![sentence.trim(); 6];
        let page = Page::new(lines.into_iter(), false);
        assert!(page.is_foreign("best boats for long trips", "We sold more.", false));
        assert!(!page.is_foreign("and we will sell", "We sold more.", false));
        assert!(!page.is_foreign("Thank you", "We sold more.", true));
        assert!(!page.is_foreign("best boats for long trips", "We sold the", false));
    }
}
