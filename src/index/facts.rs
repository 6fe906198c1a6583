//! What is said of a call and of who takes part, as single terms.

use super::{block::Place, spelling::is_here};
use crate::{
    cast::{firms, titles},
    query::names,
    transcript::{Participant, Transcript},
};

/// The facts by which all documents of a block are taken out.
pub(super) fn place_facts(place: &Place) -> Vec<(&'static str, String)> {
    vec![("path", place.file.clone()), ("place", place.name())]
}

/// The facts of a call, by which its head is found, and by it its passages.
pub(super) fn call_facts(transcript: &Transcript, place: &Place) -> Vec<(&'static str, String)> {
    let call = &transcript.call;
    let mut facts = place_facts(place);
    facts.push(("call", call.id.to_uppercase()));
    facts.extend(folders(&place.file).map(|folder| ("under", folder.to_owned())));
    facts.extend(call.ticker.iter().map(|ticker| ("ticker", ticker.to_uppercase())));
    facts.extend(call.company.iter().flat_map(|company| firm_words(company)).map(|word| ("company", word)));
    facts
}

/// The folders that hold a path, from the nearest: `a/b/c.txt` gives `a/b`, `a` and `.`.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/').map(|(folder, _)| folder), |folder| {
        folder.rsplit_once('/').map(|(folder, _)| folder)
    })
    .map(|folder| if folder.is_empty() { "/" } else { folder })
    .chain(is_here(path).then_some("."))
}

/// The facts of a participant.
pub(super) fn participant_facts(participant: &Participant) -> Vec<(&'static str, String)> {
    let mut facts = vec![("role", participant.role.as_str().to_owned())];
    let forms = std::iter::once(&participant.name).chain(&participant.aliases);
    facts.extend(forms.flat_map(|name| names::words(name)).map(|word| ("speaker", word)));
    if let Some(title) = &participant.title {
        facts.extend(names::words(title).into_iter().map(|word| ("title", word)));
        facts.extend(titles::positions(title).into_iter().map(|position| ("position", position.as_str().to_owned())));
    }
    if let Some(firm) = &participant.firm {
        facts.extend(firm_words(firm).into_iter().map(|word| ("firm", word)));
    }
    facts.sort();
    facts.dedup();
    facts
}

/// The words by which a firm or a company is found: its own, those of its name as it is compared, and those that others
/// write apart, or together.
pub(crate) fn firm_words(firm: &str) -> Vec<String> {
    let mut words = names::words(firm);
    words.extend(names::normalize(firm));
    words.extend(names::apart_and_together(firm));
    words.extend(names::normalize(&firms::normalize(firm)));
    words.extend(firms::houses(firm).flat_map(names::words));
    words.sort();
    words.dedup();
    words
}
