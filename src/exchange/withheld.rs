//! Answers that are none: the company refuses, is unable, or puts it off.
//!
//! Judged sentence by sentence, by wording alone, in the turns that answer. What fires is kept with its bytes. An
//! answer may withhold a part of what was asked and give the rest: it is flagged all the same, since the words show
//! which part. What is uncertain in the world ("hard to predict", "we will see") is no non-answer; neither is a
//! sentence that asks.

mod chain;
mod rules;

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::{text::sentences, transcript::Nonanswer};

/// What a rule found is believed only in a sentence with one of these: it speaks of not doing, or of another time or
/// place. Few sentences are asked, so what is quick to build is quicker.
static CUES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let cues = [
        "not ",
        "n't",
        "n’t",
        "cannot",
        "never",
        "no comment",
        "no idea",
        "declin",
        "confidential",
        "premature",
        "early",
        "offline",
        "off-line",
        "off line",
        "back to you",
        "follow up",
        "following up",
        "circle back",
        "stay tuned",
        "ask me",
        "next quarter",
        "next call",
        "next year",
        "next month",
        "day",
        "wait",
        "later",
        "we'll",
        "we’ll",
        "will ",
        "going to",
        "more to come",
        "wish i",
        "hope to",
        "have to check",
        "have to look",
        "board",
        "due course",
        "refrain",
        "leave it",
    ];
    let mut builder = AhoCorasick::builder();
    builder.ascii_case_insensitive(true).kind(Some(AhoCorasickKind::NoncontiguousNFA));
    builder.build(cues).expect("a small set of cues")
});

/// The sentences of an answer that withhold what was asked, and how.
pub(super) fn withheld(text: &str) -> Vec<Nonanswer> {
    let mut found: Vec<Nonanswer> = Vec::new();
    let mut all = rules::signs(text).peekable();
    let mut lower = Vec::new();
    for range in sentences(text) {
        let sentence = text[range.clone()].trim_end();
        let mut signs = 0;
        while let Some((_, sign)) = all.next_if(|(behind, _)| *behind <= range.end) {
            signs |= sign;
        }
        if !rules::may(signs) || sentence.ends_with('?') {
            continue;
        }
        lower.clear();
        lower.extend(sentence.bytes().map(|byte| byte.to_ascii_lowercase()));
        let Some((kind, words)) = rules::first(&lower, signs) else { continue };
        if !CUES.is_match(sentence) || is_excused(sentence, &words) {
            continue;
        }
        let start =
            range.start + words.start + (sentence[words.clone()].len() - sentence[words.clone()].trim_start().len());
        let end = range.start + words.start + sentence[words].trim_end().len();
        if start < end {
            found.push(Nonanswer { kind, words: start..end });
        }
    }
    found
}

/// Whether the words before say that it is no refusal: a condition, or what others do.
fn is_excused(sentence: &str, words: &Range<usize>) -> bool {
    const OTHERS: &[&str] = &[
        "they",
        "he",
        "she",
        "customer",
        "customers",
        "people",
        "if you",
        "if we",
        "if they",
        "if it",
        "competitors",
        "unless",
        "who",
        "what i",
    ];
    let before = sentence.as_bytes().get(..words.start).unwrap_or_default().trim_ascii_end();
    OTHERS.iter().any(|other| {
        let Some(start) = before.len().checked_sub(other.len()) else { return false };
        let begins = start == 0 || !(before[start - 1].is_ascii_alphanumeric() || before[start - 1] == b'_');
        begins && before[start..].eq_ignore_ascii_case(other.as_bytes())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Withheld;

    #[test]
    fn answers_that_keep_something_back_are_told_from_those_that_only_sound_so() {
        use Withheld::{Defers, Refuses, Unable};
        for (text, expected) in [
            ("We don't disclose that.", Some((Refuses, "don't disclose"))),
            ("Thanks. We don’t break that out by port.", Some((Refuses, "don’t break that"))),
            ("We are not providing guidance for next year at this point.", Some((Refuses, "not providing guidance"))),
            ("It's a bit too early to say how the boats will sell.", Some((Refuses, "too early to say"))),
            ("No comment.", Some((Refuses, "No comment"))),
            ("I don't have anything to announce today.", Some((Refuses, "don't have anything to announce"))),
            ("It's not something that we would share.", Some((Refuses, "not something that we would share"))),
            ("I don't have that number in front of me.", Some((Unable, "don't have that number in front of"))),
            ("I don't know the exact share, sorry.", Some((Unable, "I don't know the exact"))),
            ("I'd have to check.", Some((Unable, "I'd have to check"))),
            ("Let's take that offline.", Some((Defers, "take that offline"))),
            ("We'll get back to you on the yard.", Some((Defers, "get back to you"))),
            (
                "We will talk about that at our investor day.",
                Some((Defers, "We will talk about that at our investor day")),
            ),
            ("I don't think I am going to answer that question.", Some((Refuses, "don't think I am going to answer"))),
            (
                "We hope to be able to provide an update on our next earnings call.",
                Some((Defers, "hope to be able to")),
            ),
            ("We'll have an opportunity in March, Ann, to give you an update.", Some((Defers, "opportunity in March"))),
            (
                "We'll go through this in detail in the next earnings call, but expect more.",
                Some((Defers, "We'll go through this in detail")),
            ),
            ("I was prepared, whether or not anything is going to happen.", None),
            ("We're now guiding 50 to 60 boats for next quarter.", None),
            ("Ola takes steel, and then I'll talk about wood versus what we showed in February.", None),
            ("We'll have an opportunity in China to provide better boats.", None),
            ("We don't provide financing to small yards.", None),
            ("I don't know, we sold maybe forty boats.", None),
            ("I wouldn't say it's weak, but it is within our range.", None),
            ("Our customers don't disclose prices.", None),
            ("Boats sell online and offline.", None),
            ("We will open the second yard next year.", None),
            ("It's hard to predict the weather.", None),
            ("Do we disclose that? We sold forty.", None),
            ("Why don't we break that out?", None),
        ] {
            let found = withheld(text);
            let found = found.first().map(|one| (one.kind, &text[one.words.clone()]));
            match (found, expected) {
                (Some((kind, words)), Some((want, opening))) => {
                    assert!(kind == want && words.contains(opening), "{text}: {kind} {words}");
                }
                (found, expected) => assert_eq!(found, expected, "{text}"),
            }
        }
    }

    #[test]
    fn each_sentence_has_signs_of_its_own() {
        for (text, expected) in [
            (
                "No. We don't disclose it.\nWe have forty. I don't know exactly.  We should wait for the next call. Thanks.",
                &["don't disclose", "I don't know exactly", "should wait for the next call"][..],
            ),
            // The sign `wait ` ends with the text, and what would make a rule of it follows in another sentence.
            ("We should wait \nfor the next call. No comment. Stay tuned.", &["No comment", "Stay tuned"]),
        ] {
            let found: Vec<&str> = withheld(text).into_iter().map(|one| &text[one.words]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
