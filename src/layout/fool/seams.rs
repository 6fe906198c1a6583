//! Headings whose line break was lost, so that the office or the firm is glued to the name: `Ada LundChief Executive
//! Officer`, `Bo RoeFjord Bank — Analyst`. A dash is put between, and they are headings as others are.

use std::collections::HashSet;

use super::heading::{is_name, is_position, split};
use crate::{
    layout::{echoed, lines},
    text::Traced,
};

/// Headings are no longer.
const LONGEST: usize = 220;

/// The text with its seams opened; `None` if it has hardly any, or at few names: somebody may be called `DuPont`.
pub(super) fn opened(text: &Traced) -> Option<Traced> {
    const FEWEST: usize = 4;
    const FEWEST_NAMES: usize = 3;
    let (mut seams, mut names) = (Vec::new(), HashSet::new());
    for line in lines::raw_lines(text) {
        if let Some(seam) = seam(line) {
            seams.push(text.range_of(line).start + seam);
            names.insert(line[..seam].trim_start());
        }
    }
    if seams.len() < FEWEST || names.len() < FEWEST_NAMES {
        return None;
    }
    let mut opened = Traced::default();
    let mut from = 0;
    for seam in seams {
        opened.push_range(text, from..seam);
        opened.push_made(" -- ");
        from = seam;
    }
    opened.push_range(text, from..text.len());
    Some(opened)
}

/// Where a name ends that a position, or a firm with a position behind a dash, is glued to.
fn seam(line: &str) -> Option<usize> {
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ':']) {
        return None;
    }
    let (head, detail) = split(line).unwrap_or((line, ""));
    let start = line.len() - line.trim_start().len();
    let seam = echoed::seam(head)?;
    let (name, rest) = head.split_at(seam);
    const SMALL: [&str; 8] = ["of", "and", "for", "the", "to", "in", "&", "-"];
    let is_capital = |word: &str| !word.starts_with(char::is_lowercase) || SMALL.contains(&word);
    let is_office = if detail.is_empty() { is_position(rest) } else { is_position(detail) };
    (is_office && rest.split(' ').all(is_capital) && is_name(name)).then_some(start + seam)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_a_capital_follows_a_small_letter() {
        for (line, name) in [
            ("Ada LundChief Executive Officer", Some("Ada Lund")),
            ("Ada McLundGroup Chief Financial Officer", Some("Ada McLund")),
            ("Bo RoeFjord Bank — Analyst", Some("Bo Roe")),
            ("Bo RoeFjord Bank", None),
            ("Ada Lund", None),
            ("Ada Lund -- Chief Executive Officer", None),
            ("Our LoudBoats were sold by our Director", None),
            ("Ada LundChief Executive Officer.", None),
            ("Ada DelOrmo -- Chief Executive Officer", None),
        ] {
            assert_eq!(seam(line).map(|seam| &line[..seam]), name, "{line}");
        }
    }

    #[test]
    fn seams_are_opened_where_there_are_several() {
        let two = "Ada LundChief Executive Officer\nWe grew.\nBo RoeFjord Bank — Analyst\nWhy?\n";
        // Two people whose names have such seams, however often they speak.
        assert!(opened(&Traced::verbatim(two.repeat(9), 0)).is_none());
        let three = format!("{two}Kai MoeQuay Bank — Analyst\nHow?\n");
        assert!(opened(&Traced::verbatim(three.clone(), 0)).is_none());
        let text = Traced::verbatim(three.repeat(2), 0);
        let opened = opened(&text).expect("seams");
        let want = "Ada Lund -- Chief Executive Officer\nWe grew.\nBo Roe -- Fjord Bank — Analyst\nWhy?\n\
                    Kai Moe -- Quay Bank — Analyst\nHow?\n";
        assert_eq!(opened.as_str(), want.repeat(2));
        let firm = opened.part(&opened[opened.find("Fjord").expect("a firm")..][..5]);
        assert_eq!(firm.span().start as usize, three.find("Fjord").expect("a firm"));
    }
}
