//! The words of a sentence, and the lists that tell what they do in a question.

use crate::text::{LazyLexicon, Lexicon};

/// A word in lower case.
pub(super) struct Word<'s> {
    pub(super) text: &'s str,
    /// A clause begins here.
    pub(super) opens: bool,
}

/// The words of a sentence in lower case.
pub(super) fn words(lower: &str) -> Vec<Word<'_>> {
    let mut opens = true;
    let mut words = Vec::new();
    for part in lower.split_whitespace() {
        let text = part.trim_matches(|c: char| !c.is_alphanumeric());
        if text.is_empty() {
            opens |= part.contains(['-', '–', '—', '−']);
            continue;
        }
        words.push(Word { text, opens });
        opens = part.ends_with([',', ';', ':', '–', '—', '−', '-', '.', '…']);
    }
    words
}

/// Words of stage management, and of courtesies that have the form of a question.
pub(super) const STAGE: u32 = 1 << 0;
/// Words before the first of a clause.
pub(super) const OPENERS: u32 = 1 << 1;
/// Words that link a sentence to the one before.
pub(super) const LINKS: u32 = 1 << 2;
/// Words of another topic.
pub(super) const NEW: u32 = 1 << 3;
/// Words that ask.
pub(super) const ASKERS: u32 = 1 << 4;
/// Verbs that stand before their subject in a question.
pub(super) const AUXILIARIES: u32 = 1 << 5;
/// Whom a question is about, where a statement would have the verb behind.
pub(super) const SUBJECTS: u32 = 1 << 6;
/// Of these, those that tell also within a sentence.
pub(super) const PRONOUNS: u32 = 1 << 7;
/// What somebody is asked to do: to tell.
pub(super) const TELL: u32 = 1 << 8;
/// What an analyst hopes for any of.
pub(super) const NEWS: u32 = 1 << 9;

static LISTS: LazyLexicon = LazyLexicon::new(|| {
    Lexicon::new(&[
        (
            "a add afternoon all am and another anybody are ask asking bit both can could couple doing evening \
             everybody everyone everything first follow follow-up follow-ups followup for from get go going good \
             got guys have hear hello hey hi how how's i i've if in is it just last line may maybe me more \
             morning my now of ok okay on one other out please question questions quick quickly second sneak so \
             sorry squeeze that that's there things this through to today two up with yes you your",
            STAGE,
        ),
        (
            "again also alright and basically but first firstly guess here i just kind like maybe mean now \
             obviously of okay or perhaps second secondly so specifically then third thirdly well yeah yes",
            OPENERS,
        ),
        ("and so but okay ok great just maybe well now perhaps", LINKS),
        (
            "second secondly third thirdly then also another last lastly final finally separately other next \
             follow-up",
            NEW,
        ),
        ("how what why when where which who whether if", ASKERS),
        (
            "are aren't can can't could couldn't did didn't do does doesn't don't had has hasn't have haven't is \
             isn't may might should shouldn't was wasn't were weren't will won't would wouldn't",
            AUXILIARIES,
        ),
        ("any anything he i it our she that the there these they this those we you your", SUBJECTS),
        ("i it that there they this we you your", PRONOUNS),
        (
            "add address break bridge characterize clarify comment confirm describe discuss elaborate expand \
             explain frame give go help offer provide quantify remind share shed size speak talk tell touch \
             unpack update walk",
            TELL,
        ),
        (
            "color colour thoughts thought update updates insight insights comments commentary detail details \
             help perspective sense",
            NEWS,
        ),
    ])
});

/// Whether a word stands in a list.
pub(super) fn is(word: &str, list: u32) -> bool {
    LISTS.lists(word) & list > 0
}
