//! A speaker's line: `Name`, `Name -- Title`, `Name--Firm -- Analyst`, or the three spread over lines.

/// A speaker's line, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heading<'l> {
    pub(super) name: &'l str,
    pub(super) title: Option<&'l str>,
    pub(super) firm: Option<&'l str>,
}

/// What stands between the parts. A single hyphen with spaces is left to other layouts.
const DASHES: [&str; 4] = ["--", " — ", " – ", " ― "];

impl<'l> Heading<'l> {
    /// Takes a line apart, if it can be a heading. Whether a bare name is one is for the caller to know.
    pub(super) fn parse(line: &'l str) -> Option<Heading<'l>> {
        const LONGEST: usize = 220;
        let line = line.trim();
        if line.len() > LONGEST || ends_sentence(line) {
            return None;
        }
        let Some((name, rest)) = split(line) else {
            let heading = Heading { name: line, title: None, firm: None };
            return (is_name(line) || heading.is_nobody()).then_some(heading);
        };
        let (first, second) = split(rest).map_or((rest, None), |(first, second)| (first, Some(second)));
        let more = second.is_some_and(|second| split(second).is_some());
        let starts = |part: &str| part.starts_with(|c: char| c.is_uppercase());
        if more || !is_name(name) || !starts(first) || second.is_some_and(|second| !starts(second)) {
            return None;
        }
        Some(match second {
            None => Heading { name, title: Some(first), firm: None },
            Some(second) if is_position(first) && !is_position(second) => {
                Heading { name, title: Some(first), firm: Some(second) }
            }
            Some(second) => Heading { name, title: Some(second), firm: Some(first) },
        })
    }

    /// A heading over several lines, `Name`, `--`, `Title`, perhaps `--`, `Analyst`; and how many lines.
    pub(super) fn split(lines: &[&'l str]) -> Option<(Heading<'l>, usize)> {
        let [name, dash, rest, ..] = *lines else { return None };
        if dash != "--" || !is_name(name) || rest.len() > 160 || rest == "--" {
            return None;
        }
        if let [_, _, firm, "--", title, ..] = *lines
            && is_position(title)
        {
            return Some((Heading { name, title: Some(title), firm: Some(firm) }, 5));
        }
        let (title, firm) = split(rest).map_or((rest, None), |(firm, title)| (title, Some(firm)));
        Some((Heading { name, title: Some(title), firm }, 3))
    }

    /// Whether it names no person: the operator, somebody unknown.
    pub(super) fn is_nobody(&self) -> bool {
        let name = self.name.to_lowercase();
        let first = name.split_whitespace().next().unwrap_or_default();
        name.len() <= 40
            && (matches!(first, "unidentified" | "unknown") && name.split_whitespace().count() <= 3
                || matches!(name.as_str(), "operator" | "moderator" | "coordinator" | "conference operator"))
    }
}

/// Splits at the first dash.
pub(super) fn split(line: &str) -> Option<(&str, &str)> {
    let dash = DASHES.iter().filter_map(|dash| Some((line.find(dash)?, dash.len()))).min()?;
    let (before, after) = (line[..dash.0].trim(), line[dash.0 + dash.1..].trim());
    (!before.is_empty() && !after.is_empty()).then_some((before, after))
}

/// Two to six words that begin with capitals, or particles between them.
pub(in crate::layout) fn is_name(text: &str) -> bool {
    const LONGEST: usize = 60;
    const PARTICLES: &[&str] = &[
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "el", "al", "bin",
        "ten", "ter", "y", "e",
    ];
    let text = text.trim();
    if text.len() > LONGEST
        || text.contains(['$', '%', ':', ';', '!', '?', '&', '/'])
        || text.bytes().any(|b| b.is_ascii_digit())
    {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital = |word: &&str| word.trim_start_matches(['"', '“', '(', '\'', '‘']).starts_with(char::is_uppercase);
    let fits =
        |word: &&str| is_capital(word) || PARTICLES.contains(word) || word.starts_with("d'") || word.starts_with("d’");
    (2..=6).contains(&words.len())
        && words.iter().all(fits)
        && words.last().is_some_and(is_capital)
        && words.iter().filter(|w| is_capital(w)).count() >= 2
}

/// Whether a line ends as a sentence does, and not as a firm or a name can.
fn ends_sentence(line: &str) -> bool {
    const ABBREVIATIONS: &[&str] = &[
        "inc.", "co.", "corp.", "ltd.", "jr.", "sr.", "llc.", "s.a.", "n.a.", "l.p.", "plc.", "a.g.", "n.v.", "bros.",
    ];
    let last = line.rsplit(' ').next().unwrap_or_default().to_lowercase();
    line.ends_with(['?', '!', ';', ':', ','])
        || line.ends_with('.') && !ABBREVIATIONS.contains(&last.as_str()) && last.trim_end_matches('.').len() > 1
}

/// Whether the words name a position.
pub(in crate::layout) fn is_position(phrase: &str) -> bool {
    const WORDS: &[&str] = &[
        "analyst",
        "officer",
        "president",
        "director",
        "head",
        "chief",
        "relations",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "treasurer",
        "vp",
        "svp",
        "evp",
        "manager",
        "counsel",
        "controller",
        "ceo",
        "cfo",
        "coo",
        "cto",
        "ir",
        "partner",
        "founder",
        "co-founder",
        "cofounder",
        "secretary",
        "md",
        "strategist",
    ];
    phrase.split(|c: char| !c.is_alphanumeric() && c != '-').any(|word| WORDS.contains(&word.to_lowercase().as_str()))
}
