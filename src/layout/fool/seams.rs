//! Headings whose line break was lost, so that the office or the firm is glued to the name: `Ada LundChief Executive
//! Officer`, `Bo RoeFjord Bank — Analyst`. A dash is put between, and they are headings as others are.

use std::collections::HashSet;

use super::heading::{Heading, is_name, is_position, split};
use crate::{
    layout::{echoed, lines, plain::are_capital},
    text::Traced,
};

/// Headings are no longer.
const LONGEST: usize = 220;

/// The text with its seams opened; `None` if it has hardly any, or at few names, or if most headings are whole: somebody
/// may be called `LaMotte`.
pub(super) fn opened(text: &Traced) -> Option<Traced> {
    const FEWEST: usize = 4;
    const FEWEST_NAMES: usize = 3;
    let (mut seams, mut names, mut whole) = (Vec::new(), HashSet::new(), 0);
    for line in lines::raw_lines(text) {
        if let Some(seam) = seam(line) {
            seams.push(text.range_of(line).start + seam);
            names.insert(line[..seam].trim_start());
        } else {
            whole += usize::from(Heading::parse(line.trim()).is_some_and(|heading| heading.title.is_some()));
        }
    }
    if seams.len() < FEWEST || names.len() < FEWEST_NAMES || seams.len() < whole * 2 {
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
    // `Bo LaMotte -- Fjord Bank -- Analyst` lacks nothing.
    if split(detail).is_some() {
        return None;
    }
    // One word before the dash may be the name's end: `Kim SangHyun -- CEO`.
    let is_office = if detail.is_empty() { is_position(rest) } else { rest.contains(' ') && is_position(detail) };
    (is_office && are_capital(rest) && is_name(name)).then_some(start + seam)
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
            ("Bo DuBoisFjord Bank — Analyst", Some("Bo DuBois")),
            ("Bo LoMoe -- Fjord Bank -- Analyst", None),
            ("Bo GaMoe -- Fjord Bank -- Analyst", None),
            ("Kim SangHyun -- Chief Executive Officer", None),
        ] {
            assert_eq!(seam(line).map(|seam| &line[..seam]), name, "{line}");
        }
    }

    #[test]
    fn seams_are_opened_where_there_are_several() {
        let two = "Ada LundChief Executive Officer\nWe grew.\nBo RoeFjord Bank — Analyst\nWhy?\n";
        // Two people whose names have such seams, however often they speak.
        assert!(opened(&Traced::verbatim(two.repeat(9), 0)).is_none());
        // Most of the headings are whole.
        let named = "Ada LiLund Moe -- CEO\nWell.\nBo ReRoe Moe -- CFO\nWell.\nKai MiMoe Li -- COO\nWell.\n".repeat(2);
        let whole = "Eve Holt -- Fjord Bank -- Analyst\nWhy?\n".repeat(4);
        assert!(opened(&Traced::verbatim(format!("{named}{whole}"), 0)).is_none());
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
