//! Slips of the finger: what somebody may have meant.

use super::fold;

/// How many are proposed.
const PROPOSALS: usize = 3;

/// Those of some names that a word may be a slip for, the closest first: the whole name, or a word of it.
///
/// ```
/// let known = ["speaker.name", "speaker.role", "ref"];
/// assert_eq!(whosaid::text::nearest("speaker.nmae", known), ["speaker.name"]);
/// assert_eq!(whosaid::text::nearest("roel", known), ["speaker.role"]);
/// assert!(whosaid::text::nearest("colour", known).is_empty());
/// ```
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let wanted: Vec<char> = fold(word).chars().collect();
    let most = most_slips(wanted.len());
    let mut close: Vec<(usize, &str)> = Vec::new();
    for name in names {
        let folded = fold(name);
        let words = folded.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let least = std::iter::once(&*folded).chain(words).filter_map(|word| slips(&wanted, word, most)).min();
        if let Some(least) = least.filter(|_| close.iter().all(|(_, known)| *known != name)) {
            close.push((least, name));
        }
    }
    close.sort_by_key(|(slips, _)| *slips);
    close.into_iter().take(PROPOSALS).map(|(_, name)| name).collect()
}

/// How many slips of the finger a word of so many letters may hold.
pub(crate) fn most_slips(n_chars: usize) -> usize {
    match n_chars {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// Letters to insert, drop, replace or swap with their neighbour, if at most `most`.
pub(crate) fn slips(wanted: &[char], spelled: &str, most: usize) -> Option<usize> {
    let spelled: Vec<char> = spelled.chars().collect();
    if wanted.len().abs_diff(spelled.len()) > most || wanted.len() > 64 {
        return None;
    }
    let mut before_last = vec![0; spelled.len() + 1];
    let mut last: Vec<usize> = (0..=spelled.len()).collect();
    for (i, a) in wanted.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in spelled.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == spelled[j - 1] && wanted[i - 1] == *b {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|edits| *edits <= most)
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn slips_of_the_finger_are_counted() {
        for (wanted, spelled, expected) in [
            ("wafre", "wafer", Some(1)),
            ("waffer", "wafer", Some(1)),
            ("wafer", "wafers", Some(1)),
            ("margin", "mragni", Some(2)),
            ("wafer", "safety", None),
            ("müller", "muller", Some(1)),
            ("", "", Some(0)),
        ] {
            let wanted: Vec<char> = wanted.chars().collect();
            assert_eq!(slips(&wanted, spelled, 2), expected, "{spelled}");
        }
    }
}
