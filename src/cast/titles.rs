//! Titles: which words are one, and which positions they mean.

use std::collections::BTreeSet;

use super::{
    phrase::{Kind, Token},
    vocabulary::{TITLE_CORES, TITLE_WORDS},
};

/// A position that a title names. A title may name several: "Chairman and CEO".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Position {
    /// Chief executive officer.
    Ceo,
    /// Chief financial officer.
    Cfo,
    /// Chief operating officer.
    Coo,
    /// Chief technology officer.
    Cto,
    /// Chief information officer.
    Cio,
    /// Chief marketing, commercial or revenue officer.
    Cmo,
    /// Another chief officer.
    Chief,
    /// Chair of the board.
    Chair,
    /// President.
    President,
    /// Vice president of any rank.
    VicePresident,
    /// Investor relations.
    Ir,
    /// Founder.
    Founder,
    /// Treasurer.
    Treasurer,
    /// Controller.
    Controller,
    /// General counsel.
    Counsel,
    /// Managing or other director.
    Director,
}

impl Position {
    /// All positions, in the order of their declaration.
    pub const ALL: &[Position] = &[
        Position::Ceo,
        Position::Cfo,
        Position::Coo,
        Position::Cto,
        Position::Cio,
        Position::Cmo,
        Position::Chief,
        Position::Chair,
        Position::President,
        Position::VicePresident,
        Position::Ir,
        Position::Founder,
        Position::Treasurer,
        Position::Controller,
        Position::Counsel,
        Position::Director,
    ];

    /// The word for it in a query: `cfo`, `chair`, `vp`, `ir`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Position::Ceo => "ceo",
            Position::Cfo => "cfo",
            Position::Coo => "coo",
            Position::Cto => "cto",
            Position::Cio => "cio",
            Position::Cmo => "cmo",
            Position::Chief => "chief",
            Position::Chair => "chair",
            Position::President => "president",
            Position::VicePresident => "vp",
            Position::Ir => "ir",
            Position::Founder => "founder",
            Position::Treasurer => "treasurer",
            Position::Controller => "controller",
            Position::Counsel => "counsel",
            Position::Director => "director",
        }
    }
}

/// The positions that a title names, from its words alone.
///
/// ```
/// use whosaid::cast::titles::{Position, positions};
///
/// let both = positions("Chairman & Chief Executive Officer");
/// assert!(both.contains(&Position::Chair) && both.contains(&Position::Ceo));
/// ```
pub fn positions(title: &str) -> BTreeSet<Position> {
    let lower = title.to_lowercase().replace(['.', ','], "");
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut found = BTreeSet::new();
    for (i, word) in words.iter().enumerate() {
        let next = words.get(i + 1).copied().unwrap_or_default();
        let before = i.checked_sub(1).and_then(|i| words.get(i)).copied().unwrap_or_default();
        let position = match *word {
            "ceo" => Position::Ceo,
            "cfo" => Position::Cfo,
            "coo" => Position::Coo,
            "cto" => Position::Cto,
            "cio" => Position::Cio,
            "cmo" | "cco" | "cro" => Position::Cmo,
            "chief" => chief(next),
            "chair" | "chairman" | "chairwoman" | "chairperson" if before != "vice" => Position::Chair,
            "president" if before == "vice" => Position::VicePresident,
            "president" => Position::President,
            "vp" | "svp" | "evp" | "avp" | "rvp" => Position::VicePresident,
            "ir" => Position::Ir,
            "investor" | "shareholder" | "shareowner" | "stockholder" if next.starts_with("relation") => Position::Ir,
            "investors" if next.starts_with("relation") => Position::Ir,
            "founder" | "cofounder" => Position::Founder,
            "treasurer" => Position::Treasurer,
            "controller" | "comptroller" => Position::Controller,
            "counsel" => Position::Counsel,
            "director" | "directors" if before != "of" => Position::Director,
            _ => continue,
        };
        found.insert(position);
    }
    found
}

fn chief(next: &str) -> Position {
    match next {
        "executive" | "exec" => Position::Ceo,
        next if next.starts_with("financ") => Position::Cfo,
        next if next.starts_with("operati") => Position::Coo,
        next if next.starts_with("techn") => Position::Cto,
        "information" => Position::Cio,
        "marketing" | "commercial" | "revenue" => Position::Cmo,
        _ => Position::Chief,
    }
}

/// Whether a title says investor relations.
pub(super) fn is_ir(title: &str) -> bool {
    positions(title).contains(&Position::Ir)
}

/// Whether a word makes a title of the words around it.
pub(super) fn is_core(token: &Token<'_>) -> bool {
    token.is_word() && token.among(TITLE_CORES)
}

/// Whether a word belongs to titles and to no name.
pub(super) fn is_word(token: &Token<'_>) -> bool {
    is_core(token) || (token.kind != Kind::Mark && token.among(TITLE_WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_titles() {
        for (title, want) in [
            ("Chief Financial Officer", "cfo"),
            ("CFO, SVP and Treasurer", "cfo vp treasurer"),
            ("Chairman and CEO", "ceo chair"),
            ("President & Chief Operating Officer", "coo president"),
            ("Senior Vice President, Investor Relations", "vp ir"),
            ("IR Manager", "ir"),
            ("Vice Chairman of the Board of Directors", ""),
            ("Director of Shareholder Relations", "ir director"),
            ("Analyst", ""),
        ] {
            let found: Vec<&str> = positions(title).into_iter().map(Position::as_str).collect();
            assert_eq!(found.join(" "), want, "{title}");
        }
    }
}
