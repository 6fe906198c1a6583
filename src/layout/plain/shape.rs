//! What a label looks like: a role, a recogniser's code, a person's name, or nothing of the kind.

/// The look of what stands before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::layout) enum Shape {
    /// A word or two that could be a name and could be anything: `Revenue`, `So Kim`, `trentm`.
    Weak,
    /// One capitalised word.
    Single,
    /// Two or more words, as in a person's name.
    Person,
    /// `Operator`, `Unidentified Analyst`, `SPEAKER_00`: cannot be anything but a label.
    Certain,
}

/// Who runs the line, and those whom the transcriber did not know.
const ROLES: &[&str] = &[
    "operator",
    "the operator",
    "conference operator",
    "conference call operator",
    "teleconference operator",
    "moderator",
    "the moderator",
    "coordinator",
    "conference coordinator",
    "conference facilitator",
    "facilitator",
    "conference host",
    "company representative",
    "company speaker",
    "company participant",
    "corporate participant",
    "corporate representative",
    "analyst",
    "participant",
    "audience member",
    "audience",
    "shareholder",
    "unknown",
    "unidentified",
    "speaker",
    "the caller",
    "caller",
    "questioner",
    "the questioner",
    "interviewer",
    "interpreter",
    "translator",
    "the chair",
    "chairman",
    "the chairman",
    "recording",
    "automated voice",
];

/// Words that open a label of somebody not known by name.
const NAMELESS: &[&str] =
    &["unidentified", "unknown", "unidentifed", "unidentifiedanalyst", "inaudible", "multiple", "various"];

/// Words of speaker codes, before a number.
const CODES: &[&str] = &[
    "speaker",
    "spk",
    "spkr",
    "person",
    "participant",
    "voice",
    "analyst",
    "executive",
    "channel",
    "caller",
    "attendee",
    "shareholder",
    "guest",
];

const PARTICLES: &[&str] = &[
    "de", "da", "di", "du", "do", "dos", "das", "del", "della", "der", "den", "des", "la", "le", "van", "von", "vom",
    "ten", "ter", "te", "el", "al", "bin", "bint", "ibn", "zu", "zur", "af", "av", "e", "y", "i", "st", "san", "ap",
    "und",
];

/// Words that no name holds, however they are capitalised.
const NO_NAME: &[&str] = &[
    "the",
    "a",
    "and",
    "but",
    "here",
    "there",
    "here's",
    "that's",
    "what's",
    "it's",
    "this",
    "that",
    "these",
    "those",
    "is",
    "was",
    "were",
    "be",
    "what",
    "why",
    "when",
    "where",
    "which",
    "who",
    "our",
    "your",
    "his",
    "its",
    "it",
    "we",
    "they",
    "their",
    "of",
    "for",
    "from",
    "or",
    "if",
    "not",
    "yes",
    "first",
    "second",
    "third",
    "fourth",
    "firstly",
    "secondly",
    "thirdly",
    "finally",
    "lastly",
    "also",
    "now",
    "just",
    "okay",
    "ok",
    "because",
    "than",
    "about",
    "into",
    "some",
    "every",
    "each",
    "question",
    "questions",
    "answer",
    "answers",
    "note",
    "notes",
    "example",
    "quarter",
    "revenue",
    "revenues",
    "thank",
    "thanks",
    "please",
    "earnings",
    "transcript",
    "presentation",
    "remarks",
    "number",
    "item",
    "slide",
    "q1",
    "q2",
    "q3",
    "q4",
    "latin",
    "duration",
    "source",
    "date",
    "company",
    "companies",
    "ticker",
    "url",
    "scraped",
    "characters",
    "contents",
    "contact",
    "contacts",
    "tel",
    "phone",
    "email",
    "fax",
    "website",
    "disclosure",
    "disclaimer",
    "copyright",
    "attendees",
    "agenda",
    "minutes",
    "apologies",
    "ref",
    "address",
    "subject",
    "cin",
    "encl",
    "registered",
    "mailing",
    "toll",
    "safe",
    "summary",
    "overview",
    "introduction",
    "outlook",
    "guidance",
    "update",
    "related",
    "recommended",
    "http",
    "https",
    "session",
    "participants",
    "discussion",
    "section",
    "end",
    "photo",
    "credit",
    "vice",
    "officer",
    "engineering",
    "today",
    "today's",
    "yesterday",
    "tomorrow",
    "however",
    "therefore",
    "importantly",
    "remember",
    "clearly",
    "again",
    "could",
    "would",
    "should",
    "have",
    "has",
    "had",
];

/// Words that a sentence can open with, and that are surnames or given names too.
const CLASHES: &[&str] = &[
    "so", "an", "in", "on", "my", "no", "to", "as", "at", "do", "he", "she", "you", "her", "one", "two", "well",
    "right", "i", "page", "read", "look", "north", "south", "east", "york", "hong", "point", "can", "are", "how",
    "then", "with", "by", "very", "see", "step", "all", "any",
];

/// Places that stand before a colon as names do.
const PLACES: &[&str] = &[
    "north america",
    "latin america",
    "south america",
    "central america",
    "united states",
    "united kingdom",
    "hong kong",
    "new york",
    "middle east",
    "asia pacific",
    "south africa",
    "south korea",
    "new zealand",
    "saudi arabia",
    "europe",
    "asia",
    "africa",
    "america",
    "china",
    "japan",
    "germany",
    "india",
    "canada",
    "brazil",
    "mexico",
    "france",
    "australia",
    "russia",
    "korea",
    "taiwan",
    "singapore",
];

/// What `name` looks like; `None` if it cannot be a speaker's label.
pub(in crate::layout) fn of(name: &str) -> Option<Shape> {
    let lower = name.to_lowercase();
    if is_certain(&lower) {
        return Some(Shape::Certain);
    }
    if PLACES.contains(&lower.as_str()) {
        return None;
    }
    let mut words = 0;
    let mut weak = false;
    for word in name.split_whitespace() {
        match look(word)? {
            Look::Name => words += 1,
            Look::Small => {}
            Look::Weak => {
                words += 1;
                weak = true;
            }
        }
        if words > 6 {
            return None;
        }
    }
    match (words, weak) {
        (0, _) => None,
        (_, true) => Some(Shape::Weak),
        (1, false) if name.contains(' ') => Some(Shape::Person),
        (1, false) => Some(if is_caseless(name) { Shape::Person } else { Shape::Single }),
        _ => Some(Shape::Person),
    }
}

enum Look {
    Name,
    Small,
    Weak,
}

fn look(word: &str) -> Option<Look> {
    let bare = word.trim_matches(|c: char| matches!(c, '(' | ')' | '"' | '“' | '”' | '\'' | '‘' | '’' | '[' | ']'));
    let bare = bare.strip_suffix(',').unwrap_or(bare);
    if bare.is_empty() || matches!(bare, "-" | "–") {
        return None;
    }
    let known = bare.to_lowercase();
    let known = known.as_str();
    if is_suffix(known) {
        return Some(Look::Small);
    }
    // A full stop belongs to an initial or an abbreviation, else it ends a sentence.
    if known.trim_end_matches('.').split('.').any(|part| part.chars().count() > 4) && bare.contains('.') {
        return None;
    }
    if !bare.chars().all(|c| {
        c.is_alphabetic() || is_mark(c) || matches!(c, '.' | '-' | '‐' | '‑' | '\'' | '’' | '‘' | 'ʻ' | '`' | '·')
    }) {
        return None;
    }
    // Initials have a full stop too: `A. Krishnan`.
    let whole = if known.len() > 3 { known.trim_end_matches('.') } else { known };
    if NO_NAME.contains(&whole.replace('’', "'").as_str()) {
        return None;
    }
    if PARTICLES.contains(&known) && bare.starts_with(char::is_lowercase) {
        return Some(Look::Small);
    }
    if CLASHES.contains(&known) {
        return Some(Look::Weak);
    }
    // Any capital will do: d'Arcy, deGroot, al-Rashid; so will letters that know no capitals.
    let capital = bare.chars().any(char::is_uppercase) || !bare.chars().any(char::is_lowercase);
    Some(if capital { Look::Name } else { Look::Weak })
}

/// Combining marks, and the C1 controls that doubly encoded apostrophes and accents leave inside a name.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{80}'..='\u{9f}' | '\u{a0}'..='\u{bf}' | '\u{900}'..='\u{dff}' | '\u{200c}' | '\u{200d}')
}

fn is_suffix(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "jr" | "sr" | "ii" | "iii" | "iv" | "phd" | "ph.d" | "md" | "m.d" | "cfa" | "cpa" | "esq" | "mba"
    )
}

/// Whether the name is written in a script without capitals, and so without blanks between its parts.
fn is_caseless(name: &str) -> bool {
    name.chars().count() >= 2 && name.chars().all(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase())
}

fn is_certain(lower: &str) -> bool {
    if ROLES.contains(&lower) {
        return true;
    }
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    let rest = words.count();
    // "Operator (Interpreted)", "Unidentified Company Representative", "Unknown Speaker 2"
    (NAMELESS.contains(&first)
        && (1..=4).contains(&rest)
        && lower.chars().all(|c| c.is_alphanumeric() || " -/.#".contains(c)))
        || (matches!(first, "operator" | "moderator") && lower[first.len()..].trim_start().starts_with(['(', '[']))
        || is_code(lower)
}

/// `SPEAKER_00`, `Speaker 1`, `spk02`, `Person1`, `Speaker A`.
fn is_code(lower: &str) -> bool {
    CODES.iter().any(|word| {
        lower.strip_prefix(word).is_some_and(|rest| {
            let number = rest.trim_start_matches([' ', '_', '-', '#']);
            let digits = !number.is_empty() && number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
            let letter = number.len() == 1 && rest.len() == 2 && number.bytes().all(|b| b.is_ascii_lowercase());
            digits || letter
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_have_the_look_of_names_or_roles() {
        let cases = [
            ("Operator", Some(Shape::Certain)),
            ("THE OPERATOR", Some(Shape::Certain)),
            ("Unidentified Company Representative", Some(Shape::Certain)),
            ("SPEAKER_00", Some(Shape::Certain)),
            ("spk02", Some(Shape::Certain)),
            ("Speaker A", Some(Shape::Certain)),
            ("Ada Lundqvist", Some(Shape::Person)),
            ("MR. DONAL REEVE", Some(Shape::Person)),
            ("Dr. J.P. van der Berg-Smith III", Some(Shape::Person)),
            ("Siobhán O’Connor", Some(Shape::Person)),
            ("Odile d'Arcy", Some(Shape::Person)),
            ("Carlos L. Reyes, Jr.", Some(Shape::Person)),
            ("James (Jim) Harrow", Some(Shape::Person)),
            ("佐藤健", Some(Shape::Person)),
            ("Ada", Some(Shape::Single)),
            ("So Kim", Some(Shape::Weak)),
            ("trentm", Some(Shape::Weak)),
            ("Here is the thing", None),
            ("The bottom line", None),
            ("Certainly. Ada", None),
            ("North America", None),
            ("Ref. No.", None),
            ("Registered Office", None),
            ("A. Krishnan", Some(Shape::Person)),
            ("10", None),
            ("Vice President of Engineering", None),
        ];
        for (name, want) in cases {
            assert_eq!(of(name), want, "{name}");
        }
    }
}
