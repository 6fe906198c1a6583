//! How one sentence asks, by its wording.
//!
//! A transcriber may end a question with a full stop, and an analyst may ask by saying that they wonder. So the order of
//! words tells as much as the mark: "were you surprised", "how do you see it". What only names a topic ("a question on
//! steel") is told apart from what asks, since a question on it mostly follows.

use super::words::{ASKERS, AUXILIARIES, LINKS, NEW, NEWS, OPENERS, PRONOUNS, STAGE, SUBJECTS, TELL, Word, is, words};

/// How a sentence asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// With a question mark or in the order of a question.
    Asks,
    /// By saying what is wanted: "I was hoping you could give the price".
    Requests,
    /// By a statement and a tag: "Steel is up, right?" In the midst of a question this is rhetoric.
    Confirms,
    /// Says on what a question will follow.
    Announces,
    /// In words that ask where nothing else does.
    Hints,
    /// Not at all.
    Not,
}

/// The way in which a sentence asks.
pub(super) fn way(sentence: &str) -> Way {
    let lower = sentence.to_lowercase().replace('’', "'");
    let mut words = words(&lower);
    let bare = lower.trim_end_matches(|c: char| c.is_whitespace() || CLOSERS.contains(&c));
    let marked = bare.ends_with(['?', '？']);
    // A sentence in another script has no blanks.
    if is_courtesy(&words) || words.len() < if marked { 2 } else { 4 } && lower.is_ascii() {
        return Way::Not;
    }
    let tag = if marked { tag(bare) } else { None };
    if marked && tag.is_none() {
        return Way::Asks;
    }
    words.truncate(words.len().saturating_sub(tag.unwrap_or_default()));
    if is_inverted(&words) {
        Way::Asks
    } else if requests(&words) {
        Way::Requests
    } else if marked {
        Way::Confirms
    } else if announces(&words) && !words.iter().any(|word| word.text.starts_with("thank")) {
        Way::Announces
    } else if HINTS.iter().any(|hint| lower.contains(hint)) {
        Way::Hints
    } else {
        Way::Not
    }
}

/// Whether a sentence asks nothing of the company: "can you hear me", "how are you, Ada".
pub(super) fn is_idle(sentence: &str) -> bool {
    is_courtesy(&words(&sentence.to_lowercase().replace('’', "'")))
}

/// Whether a sentence goes on to another topic: "And then, secondly, …"
pub(super) fn begins_topic(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let words = words(&lower);
    let mut words = words.iter().map(|word| word.text).skip_while(|word| is(word, LINKS));
    let first = words.next().unwrap_or_default();
    is(first, NEW) || ["my", "the", "a", "one"].contains(&first) && words.next().is_some_and(|next| is(next, NEW))
}

/// Whether a sentence names its question: "my question is on steel".
pub(super) fn names_question(sentence: &str) -> bool {
    sentence.to_lowercase().contains("question")
}

/// Closing quotes and brackets, behind which a question mark may stand.
const CLOSERS: &[char] = &['"', '\'', '”', '’', '»', ')', ']'];

/// Of a sentence that ends in a tag, how many words the tag has.
fn tag(sentence: &str) -> Option<usize> {
    const TAGS: &[(&str, usize)] =
        &[(", right", 1), (", correct", 1), (", okay", 1), (", ok", 1), (", yes", 1), (", no", 1), (", you know", 2)];
    let statement = sentence.trim_end_matches(['?', '？', ' ']);
    TAGS.iter().find(|(tag, _)| statement.ends_with(tag)).map(|(_, words)| *words)
}

/// Of these one stands in each courtesy.
const COURTESIES: &[&[&str]] = &[
    &["hear", "me"],
    &["hear", "us"],
    &["you", "hear"],
    &["how", "are", "you"],
    &["how", "is", "everybody"],
    &["how", "is", "everyone"],
    &["how's", "everybody"],
    &["how's", "everyone"],
    &["how's", "it", "going"],
    &["how", "is", "it", "going"],
    &["how", "are", "things"],
    &["if", "i", "may"],
    &["if", "i", "could"],
    &["if", "i", "can"],
    &["if", "that's", "okay"],
    &["is", "that", "okay"],
    &["is", "that", "ok"],
    &["can", "i"],
    &["could", "i"],
    &["may", "i"],
    &["am", "i"],
    &["my", "line"],
    &["on", "the", "line"],
];

/// Whether all words are a courtesy's, but for one: a name.
fn is_courtesy(words: &[Word<'_>]) -> bool {
    const LONGEST: usize = 16;
    let mut others = (0..words.len().min(LONGEST)).filter(|&n| !is(words[n].text, STAGE));
    let name = others.next();
    let is_name = |n: usize| {
        let called = n <= 1 || words[n].opens || matches!(words[n - 1].text, "you" | "guys");
        called && !words[n].text.ends_with("ing")
    };
    words.len() <= LONGEST
        && others.next().is_none()
        && name.is_none_or(is_name)
        && COURTESIES.iter().any(|courtesy| stands(words, courtesy))
}

fn stands(words: &[Word<'_>], phrase: &[&str]) -> bool {
    words.windows(phrase.len()).any(|window| window.iter().map(|word| word.text).eq(phrase.iter().copied()))
}

/// Whether a sentence, or a clause of it, has the order of a question.
fn is_inverted(words: &[Word<'_>]) -> bool {
    let at = |n: usize| words.get(n).map_or("", |word| word.text);
    // "How do you" asks wherever it stands.
    let plain = |word: &str| !matches!(word, "is" | "was" | "has" | "had" | "may" | "might") && is_auxiliary(word);
    let asks = |n: usize| {
        matches!(at(n), "how" | "what" | "why" | "when" | "where") && plain(at(n + 1)) && is(at(n + 2), PRONOUNS)
    };
    if (0..words.len()).any(asks) {
        return true;
    }
    let mut done = 0;
    for (n, word) in words.iter().enumerate() {
        if n < done || !word.opens {
            continue;
        }
        let begins = (n..words.len()).find(|&n| !is(at(n), OPENERS)).unwrap_or(words.len());
        // Openers are passed over once.
        done = begins + 1;
        if opens_question(&words[begins..], n == 0) {
            return true;
        }
    }
    false
}

/// Whether a clause begins as a question does; within a sentence less is taken for one.
fn opens_question(clause: &[Word<'_>], begins: bool) -> bool {
    /// Words between the one that asks and the verb: "how much of the steel is".
    const NEAR: usize = 7;
    let at = |n: usize| clause.get(n).map_or("", |word| word.text);
    let (first, next) = (at(0), at(1));
    if is_auxiliary(first) {
        let subject = if begins { SUBJECTS } else { PRONOUNS };
        let states = !begins && matches!(first, "is" | "was" | "had") && !matches!(next, "it" | "there" | "your");
        let bare = begins && matches!(first, "are" | "does" | "did") && !matches!(next, "not" | "all" | "" | "just");
        return (is(next, subject) && !states || bare) && clause.len() > 2;
    }
    let follows = |word: &str| is(word, SUBJECTS) || word.contains('\'') || matches!(word, "a" | "an");
    match first {
        "what's" => !matches!(next, "interesting" | "important" | "great" | "clear" | "more" | "happened"),
        "how's" => true,
        "how" | "why" if begins => !follows(next),
        "how" | "what" | "why" if matches!(next, "much" | "many") || is_auxiliary(next) => at(2) != "clear",
        "what" if begins && matches!(next, "about" | "drove" | "drives" | "changed" | "percentage" | "kind") => true,
        "how" | "what" | "why" | "when" | "where" | "which" | "who" if !follows(next) && !is_auxiliary(next) => {
            (2..NEAR.min(clause.len())).any(|n| is_auxiliary(at(n)) && is(at(n + 1), PRONOUNS))
        }
        _ => false,
    }
}

fn is_auxiliary(word: &str) -> bool {
    is(word, AUXILIARIES)
}

/// Whether a sentence says that something is wanted to be told.
fn requests(words: &[Word<'_>]) -> bool {
    /// How many words further a wish may be told by.
    const FAR: usize = 16;
    let at = |n: usize| words.get(n).map_or("", |word| word.text);
    let would = |word: &str| matches!(word, "could" | "can" | "would" | "might" | "may");
    (0..words.len()).any(|n| match at(n) {
        "wondering" | "curious" => {
            let next = if matches!(at(n + 1), "just" | "as" | "to") { n + 2 } else { n + 1 };
            is(at(next), ASKERS) || matches!((at(n + 1), at(n + 2)), ("to", "know" | "hear" | "get" | "understand"))
        }
        "hoping" => {
            at(n + 1) == "you" || n > 0 && matches!(at(n - 1), "was" | "were" | "just") && speaks_of_self(words, n)
        }
        "want" | "wanted" | "like" | "love" if at(n + 1) == "to" && speaks_of_self(words, n) => match at(n + 2) {
            "hear" | "get" => !matches!(at(n + 3), "your" | "back" | "into" | "to" | "in"),
            "know" | "understand" | "clarify" | "confirm" | "check" => true,
            "make" => at(n + 3) == "sure",
            "see" | "ask" => is(at(n + 3), ASKERS),
            _ => false,
        },
        "if" if matches!(at(n + 1), "you" | "we") && would(at(n + 2)) => {
            (n + 3..n + 6).any(|n| is(at(n), TELL) || at(n) == "get" && at(n + 1) != "to")
        }
        "can" | "could" | "would" if at(n + 1) == "you" => n == 0 || !matches!(at(n - 1), "you" | "as" | "we" | "only"),
        "can" | "could" if matches!(at(n + 1), "we" | "i") => matches!(at(n + 2), "get" | "talk" | "hear"),
        "any" if is(at(n + 1), NEWS) => {
            n == 0 || words[n..].iter().take(FAR).any(|word| matches!(word.text, "would" | "appreciated" | "you"))
        }
        "help" if matches!(at(n + 1), "us" | "me") => matches!(
            at(n + 2),
            "understand" | "think" | "reconcile" | "bridge" | "frame" | "with" | "to" | "out" | "square"
        ),
        verb if words[n].opens || n > 0 && (words[n - 1].opens || n == 1) && is(at(n - 1), OPENERS) => match verb {
            "talk" => matches!(at(n + 1), "about" | "to" | "us" | "a" | "through"),
            "walk" | "remind" | "give" | "help" | "update" | "tell" => matches!(at(n + 1), "us" | "me"),
            "provide" | "elaborate" | "explain" | "quantify" | "expand" => n > 0,
            _ => false,
        },
        _ => false,
    })
}

/// Whether it is the speaker who wants it: "I'd just like to", "wanted to".
fn speaks_of_self(words: &[Word<'_>], at: usize) -> bool {
    const FEW: usize = 4;
    let filler = |word: &Word<'_>| {
        matches!(word.text, "just" | "also" | "really" | "would" | "was" | "am" | "kind" | "of" | "and" | "did" | "do")
    };
    let mut opens = words[at].opens;
    for word in words[at.saturating_sub(FEW)..at].iter().rev() {
        if opens {
            break;
        }
        if !filler(word) {
            return matches!(word.text, "i" | "i'd" | "i'm" | "we'd" | "so" | "then" | "maybe" | "but");
        }
        opens = word.opens;
    }
    opens
}

/// Whether a sentence says on what somebody will ask, or what they are after.
fn announces(words: &[Word<'_>]) -> bool {
    let at = |n: usize| words.get(n).map_or("", |word| word.text);
    (0..words.len()).any(|n| match at(n) {
        "question" | "questions" => {
            matches!(at(n + 1), "is" | "are" | "on" | "about" | "around" | "regarding" | "relates" | "would" | "was")
        }
        "wondering" | "curious" => true,
        "want" | "wanted" | "like" | "love" | "trying" if at(n + 1) == "to" && speaks_of_self(words, n) => !matches!(
            at(n + 2),
            "say" | "thank" | "congratulate" | "echo" | "apologize" | "be" | "add" | "welcome" | "start"
        ),
        "your" if matches!(at(n + 1), "view" | "views" | "thoughts" | "take" | "sense" | "expectation" | "opinion") => {
            n > 0 && (matches!(at(n - 1), "is" | "are") || matches!(at(n + 2), "on" | "around" | "about"))
        }
        _ => false,
    })
}

/// Where nothing else asks, these do.
const HINTS: &[&str] = &[
    "talk about",
    "give us",
    "help us",
    "could you",
    "can you",
    "would you",
    "any color",
    "any colour",
    "how do",
    "how should",
    "what is",
    "what are",
    "like to ask",
    "like to know",
    "question",
    "wanted to ask",
    "want to ask",
    "touch on",
    "update on",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_ask_in_many_ways() {
        use Way::{Announces, Asks, Confirms, Hints, Not, Requests};
        for (sentence, want) in [
            ("How many boats did you sell?", Asks),
            ("Why say, \"boats will sink?\"", Asks),
            ("Were you surprised that ferries were a third of orders.", Asks),
            ("And so, if you think of steel, are you on track for the year.", Asks),
            ("How durable is that.", Asks),
            ("For Ada on ferries, what do you see as the difference between yards.", Asks),
            ("How are you thinking about steel?", Asks),
            ("How are you guys assessing demand?", Asks),
            ("What kind of price would that be, right?", Asks),
            ("I was hoping you could give more detail on the yard.", Requests),
            ("I was hoping for more detail on the yard.", Requests),
            ("I'd love to hear what you think of ferries.", Requests),
            ("If you can confirm that all boats are sold.", Requests),
            ("And curious if you could share the share of ferries.", Requests),
            ("Maybe talk about the yard and its costs.", Requests),
            ("So on ferries, any color would be helpful.", Requests),
            ("That is a lot of steel for one yard, right?", Confirms),
            ("And then a quick one, just wanted to ask your view of steel.", Announces),
            ("My first question is on the new yard.", Announces),
            ("I'm curious about the price of steel.", Announces),
            ("So you said that you talk about boats.", Hints),
            ("How are you, Ada?", Not),
            ("How are you guys doing this morning?", Not),
            ("Hi, can you hear me?", Not),
            ("Two questions, if I may.", Not),
            ("Can I ask one more?", Not),
            ("If you can sell boats, margins go up.", Not),
            ("What we saw in June is that steel fell.", Not),
            ("When you look at steel, the price is high.", Not),
            ("You want to get to twenty boats.", Not),
            ("What I see, is that boats sell.", Not),
            ("Have a great day.", Not),
            ("Boats sold well in the north.", Not),
        ] {
            assert_eq!(way(sentence), want, "{sentence}");
        }
    }
}
