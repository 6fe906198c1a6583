//! Lines that may be a speaker's name: their shape, before anybody asks whether it is one.

use std::{collections::HashSet, sync::LazyLock};

use crate::layout::Mark;

/// Lines longer than this are speech.
const LABEL_LEN: usize = 140;

/// Names longer than this are none.
const NAME_LEN: usize = 60;

/// A line with the shape of a speaker's heading, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Candidate<'a> {
    pub name: &'a str,
    /// What follows the dash: a title or a firm.
    pub detail: &'a str,
    /// `Q -` or `A -`.
    pub mark: Option<Mark>,
    pub kind: Kind,
}

/// What a candidate names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `Operator`, `Moderator`: sure by itself.
    Operator,
    /// `Unidentified Analyst`, `Unknown Executive`: sure by itself.
    Anonymous,
    /// Somebody, or two capitalized words of speech.
    Name,
    /// Speech, unless the roster has somebody of that name: `Will Power`.
    Doubtful,
}

impl<'a> Candidate<'a> {
    /// Reads a line; `None` if nobody could be called so.
    pub fn of(line: &'a str) -> Option<Self> {
        if line.len() > LABEL_LEN || line.is_empty() {
            return None;
        }
        let (mark, rest) = split_mark(line);
        let whole = rest.trim_end_matches([':', ' ']);
        if is_operator(whole) {
            return Some(Candidate { name: whole, detail: "", mark, kind: Kind::Operator });
        }
        let (name, detail) = split_detail(whole);
        let kind = if is_anonymous(name) { Kind::Anonymous } else { name_kind(name)? };
        // A colon after a name ends a heading, after other words an introduction to a list.
        let kind = if kind == Kind::Name && whole.len() < rest.len() { Kind::Doubtful } else { kind };
        is_detail(detail).then_some(Candidate { name, detail, mark, kind })
    }

    /// Reads a name with a full stop, which no heading should have and few have: `Jane Doe.`
    pub fn stopped(line: &'a str) -> Option<Self> {
        let candidate = line.strip_suffix('.').and_then(Self::of)?;
        let is_name = matches!(candidate.kind, Kind::Name | Kind::Doubtful) && candidate.words() > 1;
        (is_name && candidate.detail.is_empty() && !line.ends_with("..")).then_some(candidate)
    }

    /// Whether a word of the name is none that stands alone in a line of speech: `Will Roe`, and not `Good Morning`.
    pub fn has_rare_word(&self) -> bool {
        self.name.split_whitespace().any(|word| word.chars().all(is_name_char) && !is_speech(word))
    }

    /// How many words the name has.
    pub fn words(&self) -> usize {
        self.name.split_whitespace().count()
    }
}

/// A name as it is compared: its letters, in lower case. `EdMcGowan` is `Ed McGowan`.
pub(super) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The surname, as far as the shape tells: the last word that is no suffix.
pub(super) fn last_name(name: &str) -> String {
    name.split_whitespace().rev().map(key).find(|word| word.len() > 1 && !is_suffix(word)).unwrap_or_default()
}

/// `Name - Title` or `Name – Firm`, with a space lost here and there, or `Name : Title`. Hyphens
/// within a name have no space at either side.
pub(super) fn split_detail(line: &str) -> (&str, &str) {
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    let spaced = |at: usize, c: char| {
        line[..at].ends_with(char::is_whitespace) || line[at + c.len_utf8()..].starts_with(char::is_whitespace)
    };
    let found = line.char_indices().find(|&(at, c)| {
        at > 0
            && (dash(c) && (spaced(at, c) || c != '-' || at + 1 == line.len()) || c == ':' && line[..at].ends_with(' '))
    });
    match found {
        Some((at, _)) => (line[..at].trim_end(), line[at..].trim_start_matches(|c| dash(c) || c == ':' || c == ' ')),
        None => (line, ""),
    }
}

/// `Q - Name`, `A – Name`.
fn split_mark(line: &str) -> (Option<Mark>, &str) {
    let mark = match line.as_bytes().first() {
        Some(b'Q') => Mark::Question,
        Some(b'A') => Mark::Answer,
        _ => return (None, line),
    };
    let rest = line[1..].trim_start();
    match rest.strip_prefix(['-', '–', '—']) {
        Some(name) if name.starts_with(char::is_whitespace) => (Some(mark), name.trim()),
        _ => (None, line),
    }
}

fn is_operator(text: &str) -> bool {
    text.len() <= 20
        && ["operator", "moderator", "coordinator", "conference operator", "facilitator"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// `Unidentified Company Representative`, `Unknown Analyst`.
fn is_anonymous(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    let known = ["unidentified", "unknown", "unverified"].iter().any(|word| first.eq_ignore_ascii_case(word));
    known && matches!(words.clone().count(), 1..=3) && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether somebody could be called so. A single word that speech begins with is nobody.
pub(super) fn is_named(name: &str) -> bool {
    name_kind(name).is_some_and(|kind| kind == Kind::Name || name.contains(' '))
}

/// What these words are if they could be a name: capitalized, letters only. Doubtful if speech may
/// begin with one of them.
fn name_kind(name: &str) -> Option<Kind> {
    let bare = name.trim_end_matches("(ph)").trim_end_matches("[ph]").trim();
    if bare.is_empty() || bare.len() > NAME_LEN || bare.ends_with(',') {
        return None;
    }
    let (mut n_words, mut capitalized, mut kind) = (0, 0, Kind::Name);
    for word in bare.split_whitespace() {
        n_words += 1;
        let word = word.trim_matches(|c| matches!(c, '[' | ']' | '(' | ')' | '"' | '“' | '”' | ','));
        if word.starts_with(char::is_uppercase) && word.chars().all(is_name_char) {
            capitalized += 1;
            if is_speech(word) {
                kind = Kind::Doubtful;
            }
        } else if !is_particle(word) {
            return None;
        }
    }
    let ends_well = !bare.ends_with('.') || ends_in_abbreviation(bare);
    (n_words <= 7 && capitalized > 0 && ends_well).then_some(kind)
}

fn is_name_char(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '‘' | '-' | '`' | '´')
}

/// A line of speech may be two capitalized words and a full stop; `Jr.` and initials keep theirs.
fn ends_in_abbreviation(name: &str) -> bool {
    let last = name.rsplit(char::is_whitespace).next().unwrap_or_default();
    is_suffix(&key(last)) || last.chars().filter(|c| c.is_alphabetic()).count() == 1 || last.matches('.').count() > 1
}

/// A title or a firm: not the rest of a sentence.
fn is_detail(detail: &str) -> bool {
    if detail.is_empty() {
        return true;
    }
    let cut_off = detail.ends_with(['?', '!', ',', ';', '…']) || detail.ends_with("--");
    let sentence =
        detail.ends_with('.') && detail.split_whitespace().filter(|w| w.starts_with(char::is_lowercase)).count() > 2;
    !cut_off
        && !sentence
        && detail.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '[' | '(' | '"' | '“'))
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "da"
            | "di"
            | "du"
            | "del"
            | "della"
            | "der"
            | "den"
            | "des"
            | "dos"
            | "la"
            | "le"
            | "van"
            | "von"
            | "ter"
            | "ten"
            | "zu"
            | "bin"
            | "al"
            | "el"
            | "y"
            | "e"
            | "d"
            | "ph"
            | "&"
            | "and"
    )
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "v" | "cfa" | "phd" | "md" | "esq" | "cpa" | "mba" | "dvm")
}

/// Words that stand alone in a line of speech, and in no name.
fn is_speech(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        "thank thanks good morning afternoon evening night yes yeah no okay ok right great sure hi hello hey question questions
         answer answers session operator instructions call start end presentation conference the of for our we inc corporation
         corp company earnings results transcript copyright next line please well exactly absolutely correct perfect welcome
         all fair got it i you my so that this executives analysts executive analyst participants participant multiple speakers
         audio gap technical difficulty video music break applause laughter first second third fourth fiscal year quarter bye
         congratulations appreciate everyone sir ma'am go ahead but not with in on at from if what how why when where who he she
         they there then now also as is are was be do does did can could will would have has had let just maybe very much about
         understood agreed wonderful excellent fantastic nice awesome terrific interesting indeed certainly definitely true
         chief officer president director investor relations corporate inaudible indiscernible crosstalk foreign language
         unidentified unknown speaker q&a to by or us him her its your their"
            .split_whitespace()
            .collect()
    });
    let plain = word.trim_end_matches('.').to_lowercase();
    WORDS.contains(plain.as_str()) && plain.len() != 1 || word == "I"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_come_apart() {
        for (line, name, detail, mark, kind) in [
            ("Operator", "Operator", "", None, Kind::Operator),
            ("Operator:", "Operator", "", None, Kind::Operator),
            ("Jane Q. Doe", "Jane Q. Doe", "", None, Kind::Name),
            (
                "Jane Doe - Example Bank, Research Division",
                "Jane Doe",
                "Example Bank, Research Division",
                None,
                Kind::Name,
            ),
            ("Jean-Luc Doe – CFO", "Jean-Luc Doe", "CFO", None, Kind::Name),
            ("Jane Doe- CFO", "Jane Doe", "CFO", None, Kind::Name),
            ("Jane Doe : CFO", "Jane Doe", "CFO", None, Kind::Name),
            ("Jane Doe -", "Jane Doe", "", None, Kind::Name),
            ("J. P. Doe, Jr.", "J. P. Doe, Jr.", "", None, Kind::Name),
            ("Ludwig van der Example", "Ludwig van der Example", "", None, Kind::Name),
            ("[Alisha] (ph)", "[Alisha] (ph)", "", None, Kind::Name),
            ("Q - Jane Doe", "Jane Doe", "", Some(Mark::Question), Kind::Name),
            ("A – Jane Doe", "Jane Doe", "", Some(Mark::Answer), Kind::Name),
            ("Unidentified Company Representative", "Unidentified Company Representative", "", None, Kind::Anonymous),
            ("Unknown Executive - ", "Unknown Executive", "", None, Kind::Anonymous),
            ("Good Morning", "Good Morning", "", None, Kind::Doubtful),
            ("[Operator Instructions]", "[Operator Instructions]", "", None, Kind::Doubtful),
            ("Jane Doe:", "Jane Doe", "", None, Kind::Doubtful),
            ("Will Roe", "Will Roe", "", None, Kind::Doubtful),
        ] {
            assert_eq!(Candidate::of(line.trim()), Some(Candidate { name, detail, mark, kind }), "{line}");
        }
    }

    #[test]
    fn speech_is_no_heading() {
        for line in [
            "",
            "Thank you.",
            "Yes.",
            "Got it. That's all for me",
            "Your next question comes from Jane Doe",
            "Okay, great - thanks",
            "Jane Doe, please go ahead",
            "Jane Doe.",
            "We grew 5%",
            "(00:26:17)",
            "I think it was down…",
        ] {
            assert_eq!(Candidate::of(line), None, "{line}");
        }
    }

    #[test]
    fn a_full_stop_may_end_a_name() {
        for (line, want) in [
            ("Jane Doe.", Some("Jane Doe")),
            ("Will Roe.", Some("Will Roe")),
            ("Jane Doe", None),
            ("Jane Doe..", None),
            ("Jane.", None),
            ("Operator.", None),
            ("Jane Doe - Example Bank.", None),
            ("Jane Doe is here.", None),
        ] {
            assert_eq!(Candidate::stopped(line).map(|candidate| candidate.name), want, "{line}");
        }
    }

    #[test]
    fn names_compare_by_their_letters() {
        assert_eq!(key("D. G. O’Brien-Roe"), key("DG OBrienRoe"));
        assert_eq!(last_name("J. Patrick Doe, Jr."), "doe");
        assert_eq!(last_name("Doe J."), "doe");
    }
}
