//! What two people must have in common to be one: by this they are found among many without comparing all with all.

use std::collections::HashMap;

use super::{
    copies::Events,
    identity::{Known, Side},
};
use crate::cast::rows_of_short_forms;

/// Something that two people may have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Tie {
    /// A company on whose calls they speak.
    Company(usize),
    /// A firm that they work for.
    Firm(String),
    /// For outsiders: the first word of a full name, or a row of the table of short forms that it stands in.
    Given(String),
    Short(usize),
    /// The line's own.
    Line,
}

/// The ties of somebody by which a namesake is the same person.
pub(super) fn ties(known: &Known) -> Vec<Tie> {
    if known.side == Side::Line {
        return vec![Tie::Line];
    }
    let companies = known.companies.iter().map(|company| Tie::Company(*company));
    companies.chain(known.firms.iter().map(|firm| Tie::Firm(firm.clone()))).collect()
}

/// The ties of which a namesake has one who may be the same person: also to companies that are kin to one's own.
pub(super) fn wanted(known: &Known, events: &Events) -> Vec<Tie> {
    let mut wanted = ties(known);
    if known.side == Side::Company {
        wanted.extend(known.companies.iter().flat_map(|company| events.kin(*company)).map(|kin| Tie::Company(*kin)));
    }
    wanted
}

/// The ties by which outsiders may be one who share nothing but a form of a name.
pub(super) fn given(known: &Known) -> Vec<Tie> {
    let mut ties = Vec::new();
    if known.side == Side::Outsider {
        for given in known.names.iter().filter(|name| name.is_full()).filter_map(|name| name.words().first()) {
            ties.push(Tie::Given(given.clone()));
            ties.extend(rows_of_short_forms(given).iter().map(|row| Tie::Short(*row)));
        }
    }
    ties
}

/// People by their ties.
#[derive(Default)]
pub(super) struct Ties(HashMap<Tie, Vec<usize>>);

impl Ties {
    /// Lists somebody under some ties.
    pub(super) fn put(&mut self, ties: &[Tie], at: usize) {
        for tie in ties {
            match self.0.get_mut(tie) {
                Some(list) if list.last() == Some(&at) => {}
                Some(list) => list.push(at),
                None => drop(self.0.insert(tie.clone(), vec![at])),
            }
        }
    }

    /// Those with one of these ties; some of them more than once.
    pub(super) fn with(&self, ties: Vec<Tie>) -> impl Iterator<Item = usize> {
        ties.into_iter().filter_map(|tie| self.0.get(&tie)).flatten().copied()
    }
}
