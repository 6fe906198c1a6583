//! Labels that show only beside other lines: over two of them, behind a role, or with nothing but words below.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use super::{
    label::{self, Candidate, Shapes},
    line::{Line, ends_sentence},
    shape::Shape,
};
use crate::text::Traced;

/// Headings of name, title and firm run over the margin: joins two lines' candidates, at the first.
pub(super) fn fold(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) -> HashSet<usize> {
    let mut folded = HashSet::new();
    for number in 1..lines.len() {
        let (before, after) = (&text[lines[number - 1].range.clone()], &text[lines[number].range.clone()]);
        let is_capital = |part: &str| part.contains(char::is_uppercase) && !part.contains(char::is_lowercase);
        let open =
            candidates[number - 1].is_none() && before.len() < 200 && before.contains(", ") && is_capital(before);
        let close = || after.split_once(':').is_some_and(|(head, _)| head.len() < 160 && is_capital(head));
        if !open || lines[number].opens || before.ends_with(['.', '?', '!', ':']) || !close() {
            continue;
        }
        if let Some(candidate) = label::candidate_of(&format!("{before} {after}"), &mut Shapes::default())
            && candidate.name.end < before.len()
        {
            candidates[number - 1] = Some(candidate);
            candidates[number] = None;
            folded.insert(number - 1);
        }
    }
    folded
}

/// Looks at lines that are nothing but a role and a name. `SPEAKER: Ada Lund` at every turn is her label, and
/// `Moderator: Ada Lund` on a cover says who is host, in nobody's words.
pub(super) fn roles(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const COVER: usize = 20;
    const FEWEST: usize = 2;
    const LONGEST: usize = 40;
    let line = |number: usize| &text[lines[number].range.clone()];
    let mut named: Vec<(usize, Range<usize>)> = Vec::new();
    let (mut speakers, mut moderators, mut roles, mut cover) = (0, 0, 0, None);
    for (number, candidate) in candidates.iter().enumerate() {
        let Some(candidate) = candidate else { continue };
        let is_role = |role: &str| line(number)[candidate.name.clone()].eq_ignore_ascii_case(role);
        let name = candidate.called(line(number));
        moderators += usize::from(is_role("moderator"));
        match name {
            Some(name) if is_role("speaker") => named.push((number, name)),
            Some(_) if number < COVER && roles == 0 && is_role("moderator") => cover = Some(number),
            _ => {
                speakers += usize::from(is_role("speaker"));
                roles += usize::from(candidate.shape == Shape::Certain);
            }
        }
    }
    // Whether a sentence stands below, before the next label.
    let is_said = |number: usize| {
        let below = (number + 1..candidates.len()).take(LONGEST).take_while(|&number| candidates[number].is_none());
        below.map(line).any(ends_sentence)
    };
    // Who is called so speaks if more is said below, or, where the next speaks at once, if he does so again.
    let is_label = |number: usize| candidates.get(number).is_some_and(Option::is_some);
    let cover = cover.filter(|&number| !is_said(number) && (moderators == 1 || !is_label(number + 1)));
    // Somebody known as no more than a speaker says names, too.
    let n_said = named.iter().filter(|(number, _)| is_said(*number)).count();
    let are_labels = named.len() >= FEWEST && speakers == 0 && n_said * 2 > named.len();
    if let Some(number) = cover {
        candidates[number] = None;
    }
    for (number, name) in named.into_iter().filter(|_| are_labels) {
        let end = lines[number].range.len();
        if let Some(candidate) = candidates[number].as_mut() {
            (candidate.name, candidate.text, candidate.shape) = (name, end, Shape::Certain);
        }
    }
}

/// Takes lines that are nothing but a name and an office, with words below them, for labels: `Ada Lund, CEO`. One alone
/// is who wrote a text.
pub(super) fn by_commas(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const FEWEST: usize = 2;
    let headings = above_words(text, lines, candidates, label::heading);
    if headings.len() >= FEWEST {
        headings.into_iter().for_each(|(number, heading)| candidates[number] = Some(heading));
    }
}

/// The same with dashes, `Ada Lund - Nordlys - CEO`, in a text whose speakers have such headings and no labels: they come
/// again, or the operator stands between them. Then `Bo Roe - Fjord Bank` is one, too.
pub(super) fn by_dashes(text: &Traced, lines: &[Line], candidates: &mut [Option<Candidate>]) {
    const FEWEST: usize = 2;
    let labels = candidates.iter().flatten().filter(|candidate| candidate.shape >= Shape::Person);
    if labels.take(FEWEST).count() == FEWEST || come_again(text, lines, candidates) >= FEWEST {
        return;
    }
    let headings = above_words(text, lines, candidates, label::dashed);
    if headings.iter().filter(|(_, heading)| heading.title.is_some()).count() < FEWEST {
        return;
    }
    let operators = above_words(text, lines, candidates, label::operator);
    let mut names = HashSet::new();
    let mut all = headings.iter().map(|(number, heading)| &text[lines[*number].range.clone()][heading.name.clone()]);
    let differ = all.all(|name| names.insert(name));
    if operators.is_empty() && differ {
        return;
    }
    for (number, heading) in headings.into_iter().chain(operators) {
        candidates[number] = Some(Candidate { shape: Shape::Certain, ..heading });
    }
}

/// How many names that may be labels, of whatever look, stand before colons more than once.
fn come_again(text: &Traced, lines: &[Line], candidates: &[Option<Candidate>]) -> usize {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (line, candidate) in lines.iter().zip(candidates) {
        if let Some(candidate) = candidate {
            *times.entry(&text[line.range.clone()][candidate.name.clone()]).or_default() += 1;
        }
    }
    times.values().filter(|times| **times > 1).count()
}

/// The lines that are headings by their look, and have words below them.
fn above_words(
    text: &Traced,
    lines: &[Line],
    candidates: &[Option<Candidate>],
    look: impl Fn(&str) -> Option<Candidate>,
) -> Vec<(usize, Candidate)> {
    const FULL: usize = 60;
    let line = |number: usize| &text[lines[number].range.clone()];
    let mut headings = Vec::new();
    // A list's lines stand one above the other.
    let mut before = false;
    for number in 0..lines.len().saturating_sub(1) {
        let heading = look(line(number));
        let listed = std::mem::replace(&mut before, heading.is_some());
        let Some(heading) = heading.filter(|_| !listed && lines[number].opens && candidates[number].is_none()) else {
            continue;
        };
        let below = line(number + 1);
        if candidates[number + 1].is_none() && (below.len() >= FULL || ends_sentence(below)) {
            headings.push((number, heading));
        }
    }
    headings
}
