//! Which turns answer which question, and what each turn does.

use crate::{
    cast::Cast,
    layout::Draft,
    transcript::{Exchange, Kind, Section},
};

/// Kinds and exchanges of all turns.
#[derive(Clone, Debug, Default)]
pub struct Pairing {
    /// For each turn, what it does, and the exchange it belongs to (counted from 1).
    pub turns: Vec<(Kind, Option<u32>)>,
    /// The exchanges, in order.
    pub exchanges: Vec<Exchange>,
}

/// Pairs questions with answers.
pub fn pair(draft: &Draft, _sections: &[Section], _cast: &Cast) -> Pairing {
    Pairing { turns: vec![(Kind::Remarks, None); draft.turns.len()], exchanges: Vec::new() }
}
