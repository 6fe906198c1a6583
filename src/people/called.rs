//! Who may be meant by a name as somebody types it.

use crate::{cast, query::names, transcript::Participant};

/// Whether a name as somebody types it can mean a participant, by the name or another form of it on the
/// call. Initials stand for names and names for initials; middle initials may be left out or put in; a full name
/// may have a short form of the given name (Ted, Theodore).
pub fn may_be(typed: &str, participant: &Participant) -> bool {
    let words = names::words(typed);
    let forms = || std::iter::once(&participant.name).chain(&participant.aliases);
    !words.is_empty()
        && (forms().any(|form| fits(&words, &names::words(form))) || forms().any(|form| cast::same_name(typed, form)))
}

/// Whether a name as typed is one of a participant's names in so many words.
pub fn is_called(typed: &str, names: &[String]) -> bool {
    let words = names::words(typed);
    words.len() > 1 && names.iter().any(|name| names::words(name) == words)
}

fn fits(typed: &[String], name: &[String]) -> bool {
    let is_initial = |word: &str| word.chars().nth(1).is_none();
    let alike = |a: &str, b: &str| a == b || ((is_initial(a) || is_initial(b)) && a.chars().next() == b.chars().next());
    // A family name is never an initial, so at least one word must be the same in full; of two or more it must be that.
    let in_full = match typed {
        [_] => typed.iter().any(|word| !is_initial(word) && name.contains(word)) || typed == name,
        _ => name.iter().rev().find(|word| !is_suffix(word)).is_some_and(|family| typed.contains(family)),
    };
    in_full
        && typed.iter().enumerate().all(|(i, word)| {
            let is_middle = i > 0 && i + 1 < typed.len() && is_initial(word);
            is_middle || name.iter().any(|other| alike(word, other))
        })
}

fn is_suffix(word: &str) -> bool {
    matches!(word, "jr" | "sr" | "ii" | "iii" | "iv" | "md" | "cfa" | "phd")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::Role;

    #[test]
    fn names_are_forgiving_and_not_loose() {
        for (typed, name, aliases, expected) in [
            ("brackwell", "Ted Brackwell", &[][..], true),
            ("ted brackwell", "Ted Brackwell", &[], true),
            ("Brackwell, Ted", "Ted Brackwell", &[], true),
            ("t brackwell", "Ted Brackwell", &[], true),
            ("ted m. brackwell", "Ted Brackwell", &[], true),
            ("ted brackwell", "T. Brackwell", &[], true),
            ("ted brackwell", "Ted M. Brackwell", &[], true),
            ("muller", "Jörg Müller", &[], true),
            ("jim farrant", "James Farrant", &[], true),
            ("jim", "James Farrant", &["Jim"], true),
            ("jim", "James Farrant", &[], false),
            ("ted brackwell", "Theodore Brackwell", &["Ted Brackwell"], true),
            ("john brackwell", "Ted Brackwell", &[], false),
            ("james mitchell", "Mitchell J. Speer", &[], false),
            ("ted brackwell", "Ted Brackwell Jr.", &[], true),
            ("brack", "Ted Brackwell", &[], false),
            ("t", "Ted Brackwell", &[], false),
            ("", "Ted Brackwell", &[], false),
            ("carla tennick", "Dora Tennick", &[], false),
        ] {
            let participant = Participant {
                name: name.to_owned(),
                role: Role::Analyst,
                title: None,
                firm: None,
                aliases: aliases.iter().map(ToString::to_string).collect(),
                evidence: Vec::new(),
            };
            assert_eq!(may_be(typed, &participant), expected, "{typed} {name}");
        }
    }

    #[test]
    fn a_name_in_so_many_words_is_told_from_a_form_of_it() {
        let names = ["T. Brackwell".to_owned(), "Ted Brackwell".to_owned()];
        assert!(is_called("ted  BRACKWELL", &names));
        assert!(!is_called("theodore brackwell", &names));
        assert!(!is_called("brackwell", &["Brackwell".to_owned()]));
    }
}
