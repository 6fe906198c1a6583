//! Firms: kept as said, compared with punctuation, legal endings and well-known renamings ignored.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{phrase::Token, vocabulary::FIRMS};

/// Endings that say what kind of body a firm is, and nothing about which.
const LEGAL: &[&str] = &[
    "inc",
    "incorporated",
    "llc",
    "llp",
    "lllp",
    "lp",
    "ltd",
    "limited",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "companies",
    "ag",
    "sa",
    "nv",
    "bv",
    "se",
    "ab",
    "asa",
    "spa",
    "gmbh",
    "kk",
    "pte",
    "pty",
    "sas",
    "the",
    "and",
    "usa",
    "us",
];

/// What a firm's department adds to its name.
const DEPARTMENT: &[&str] = &["research", "division", "equity", "equities", "broker", "institutional"];

/// Words that stand in many firms' names and tell none apart where others do.
const COMMON: &[&str] = &[
    "securities",
    "capital",
    "markets",
    "partners",
    "bank",
    "group",
    "advisors",
    "advisers",
    "associates",
    "holdings",
    "investment",
    "investments",
    "international",
    "financial",
    "management",
    "global",
    "asset",
];

/// Names under which one house has gone, as normalised words; the first is the key.
const RENAMED: &[&[&str]] = &[
    &["jpmorgan", "jp morgan", "j p morgan", "jp morgan chase", "jpmorgan chase", "jpmc"],
    &[
        "bofa",
        "bank of america",
        "bofa merrill lynch",
        "bank of america merrill lynch",
        "merrill lynch",
        "b of a",
        "boa",
        "baml",
        "banc of america",
    ],
    &["citi", "citigroup", "citibank"],
    &["cowen", "td cowen"],
    &["evercore", "evercore isi", "isi group", "isi"],
    &["kbw", "keefe bruyette woods"],
    &["truist", "suntrust", "suntrust robinson humphrey"],
    &["canaccord", "canaccord genuity"],
    &["wells fargo", "wachovia", "wells"],
    &["piper sandler", "piper jaffray", "piper"],
    &["bernstein", "sanford bernstein", "sanford c bernstein", "alliancebernstein", "ab bernstein"],
    &["rbc", "royal bank of canada", "rbc dominion"],
    &["baird", "robert w baird", "robert baird", "rw baird"],
    &["stifel", "stifel nicolaus"],
    &["leerink", "svb leerink", "svb"],
    &["bmo", "bank of montreal"],
    &["barclays", "barcap"],
    &["ubs", "ubs warburg"],
    &["redburn", "redburn atlantic", "rothschild redburn"],
    &["liberum", "panmure liberum"],
    &["kepler cheuvreux", "cheuvreux", "kepler"],
    &["oddo bhf", "oddo"],
    &["moffettnathanson", "moffett nathanson", "svb moffettnathanson"],
    &["benchmark", "benchmark company"],
    &["goldman sachs", "goldman"],
    &["keybanc", "key banc", "keybank"],
    &["jefferies", "jeffries"],
    &["bnp paribas", "bnp paribas exane", "exane", "exane bnp paribas"],
    &["seaport", "seaport research", "seaport global"],
    &["hc wainwright", "h c wainwright", "wainwright"],
    &["da davidson", "d a davidson", "davidson"],
    &["b riley", "b riley fbr", "fbr", "b riley wealth"],
    &["tph", "tudor pickering holt", "tudor pickering"],
    &["credit suisse", "csfb", "credit suisse first boston"],
    &["clsa", "credit agricole", "calyon", "credit agricole securities usa"],
    &["societe generale", "soc gen", "socgen", "sg americas"],
    &["susquehanna", "sig", "susquehanna financial"],
    &["scotiabank", "scotia", "scotia howard weil", "scotia capital"],
    &["nomura", "instinet", "nomura instinet"],
    &["wolfe", "wolfe research", "wolfe trahan"],
    &["deutsche bank", "deutsche"],
    &["morgan stanley"],
    &["raymond james"],
    &["william blair"],
    &["cantor fitzgerald", "cantor"],
    &["craig hallum", "craighallum"],
    &["johnson rice"],
    &["sandler oneill"],
    &["oppenheimer", "oppenheimer funds"],
];

/// A firm's name as it is compared: lower case, no punctuation, no legal ending, today's name of the house.
///
/// ```
/// use whosaid::cast::firms::normalize;
///
/// assert_eq!(normalize("A.B. Longacre & Co., LLC"), normalize("AB Longacre"));
/// ```
pub fn normalize(firm: &str) -> String {
    let mut letters = String::with_capacity(firm.len());
    // Where, and of what kind: "(United States)", "(Broker)".
    let outside = firm.split_once('(').map_or(firm, |(head, _)| head);
    let firm = if outside.trim().is_empty() { firm } else { outside };
    let mut take = |c: char| match c {
        '.' | '\'' | '’' => {}
        c if c.is_ascii_alphanumeric() => letters.push(c.to_ascii_lowercase()),
        c if c.is_alphanumeric() => letters.extend(c.to_lowercase()),
        _ => letters.push(' '),
    };
    if firm.is_ascii() {
        firm.chars().for_each(take);
    } else {
        firm.nfkd().filter(|c| !is_combining_mark(*c)).for_each(&mut take);
    }
    let mut words: Vec<&str> = letters.split_whitespace().collect();
    let all = words.clone();
    words.retain(|word| !LEGAL.contains(word) && !DEPARTMENT.contains(word));
    if words.is_empty() {
        words = all;
    }
    let whole = words.join(" ");
    if let Some(house) = house(&whole) {
        return house.to_owned();
    }
    let mut core = words.clone();
    while core.len() > 1 && core.last().is_some_and(|word| COMMON.contains(word)) {
        core.pop();
    }
    house(&core.join(" ")).map_or(whole, str::to_owned)
}

fn house(words: &str) -> Option<&'static str> {
    /// Names of so many words are known without the blanks between these, too: those of a PDF come and go.
    const MANY: usize = 3;
    /// And so long is the shortest of these.
    const SHORTEST: usize = 12;
    static HOUSES: LazyLock<HashMap<Cow<'static, str>, &str>> = LazyLock::new(|| {
        let mut houses = HashMap::new();
        for names in RENAMED {
            for name in *names {
                houses.entry(Cow::Borrowed(*name)).or_insert(names[0]);
                if name.split(' ').filter(|word| word.len() > 1).count() >= MANY {
                    houses.entry(Cow::Owned(name.replace(' ', ""))).or_insert(names[0]);
                }
            }
        }
        houses
    });
    let glued = || (words.len() >= SHORTEST).then(|| HOUSES.get(words.replace(' ', "").as_str())).flatten();
    HOUSES.get(words).or_else(glued).copied()
}

/// All names under which a firm's house has gone, as normalised words; none where it has only its own. Without those
/// that are spelt out in letters: nobody means them who looks for `b`.
///
/// ```
/// use whosaid::cast::firms::houses;
///
/// assert!(houses("BofA Securities").any(|name| name == "merrill lynch"));
/// assert!(houses("BofA Securities").all(|name| name != "b of a"));
/// assert_eq!(houses("Acme Capital").count(), 0);
/// ```
pub fn houses(firm: &str) -> impl Iterator<Item = &'static str> {
    let key = normalize(firm);
    let names = RENAMED.iter().find(|names| names.first() == Some(&key.as_str())).copied().unwrap_or_default();
    names.iter().copied().filter(|name| name.split(' ').all(|word| word.len() > 1))
}

/// What firms that are [`same`] have in common: the normalised name without its common words; empty for no name.
///
/// ```
/// use whosaid::cast::firms::key;
///
/// assert_eq!(key("Longacre Capital Markets, Inc."), key("Longacre"));
/// ```
pub fn key(firm: &str) -> String {
    bare(&normalize(firm)).to_owned()
}

/// Whether words name a firm, and not only a department or what kind of firm it is: "Research Division" does not.
///
/// ```
/// use whosaid::cast::firms::is_name;
///
/// assert!(is_name("Longacre Research"));
/// assert!(!is_name("RESEARCH DIVISION"));
/// ```
pub fn is_name(firm: &str) -> bool {
    let is_general = |word: &str| LEGAL.contains(&word) || DEPARTMENT.contains(&word);
    normalize(firm).split(' ').any(|word| !word.is_empty() && !is_general(word))
}

/// Whether two names are one firm's: equal once normalised, or one of them the other without its common words.
///
/// ```
/// use whosaid::cast::firms::same;
///
/// assert!(same("TD Cowen", "Cowen and Company, LLC"));
/// assert!(!same("Capital One Securities", "Roth Capital Partners"));
/// ```
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (normalize(a), normalize(b));
    !a.is_empty() && (a == b || bare(&a) == bare(&b))
}

/// A firm's name without the article before it; `None` for a word that many names have, alone.
pub(super) fn whole(firm: &str) -> Option<&str> {
    let firm = firm.trim();
    let firm = firm.strip_prefix("the ").unwrap_or(firm);
    (firm.contains(' ') || !COMMON.contains(&normalize(firm).as_str())).then_some(firm)
}

/// Without the common words at the end.
fn bare(normalized: &str) -> &str {
    let mut rest = normalized;
    while let Some((head, last)) = rest.rsplit_once(' ') {
        if !COMMON.contains(&last) {
            break;
        }
        rest = head;
    }
    rest
}

/// Whether a word is one that firms' names are made of, and people's are not.
pub(super) fn is_word(token: &Token<'_>) -> bool {
    token.among(FIRMS)
}

/// Whether words are a firm's name, as far as general knowledge goes.
pub(super) fn is_firm(tokens: &[Token<'_>]) -> bool {
    if tokens.iter().any(is_word) {
        return true;
    }
    let words: Vec<&str> = tokens.iter().map(|t| t.text).collect();
    let whole = normalize(&words.join(" "));
    house(&whole) == Some(whole.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_names_are_no_firms() {
        for (firm, want) in [
            ("Securities", None),
            ("the Bank", None),
            ("the Longacre", Some("Longacre")),
            ("The Longacre Company", Some("The Longacre Company")),
            ("Acme Securities", Some("Acme Securities")),
            ("Global Research", Some("Global Research")),
        ] {
            assert_eq!(whole(firm), want, "{firm}");
        }
    }

    #[test]
    fn firms_compare_without_endings() {
        for (a, b, want) in [
            ("The Benchmark Company", "Benchmark", true),
            ("J.P. Morgan Securities LLC", "JPMorgan", true),
            ("Bank of America Merrill Lynch", "BofA Securities", true),
            ("UBS Investment Bank", "UBS", true),
            ("BANK OF AMERICAMERRILL LYNCH", "BofA", true),
            ("Acme Capital Markets (United States)", "Acme Companies", true),
            ("(Acme)", "Acme", true),
            ("Acme Capital Markets, Inc.", "Acme", true),
            ("A.B. Longacre & Co.", "AB Longacre", true),
            ("C. D. Longacre & Co.", "CD Longacre", false),
            ("Roth Capital", "Acme Capital", false),
            ("", "", false),
        ] {
            assert_eq!(same(a, b), want, "{a} / {b}");
        }
    }
}
