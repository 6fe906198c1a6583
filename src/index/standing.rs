//! Where a passage stands: in which turn and exchange, whose it is, and which bytes it is made of.

use crate::{
    text::Span,
    transcript::{Kind, Role, Section, Turn, Withheld},
};

/// Where a passage stands. Stored beside its text, for those that are shown; what is asked of many at once is in
/// columns also.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// The turn's ordinal.
    pub(super) turn: u32,
    /// The exchange's ordinal; 0 for none.
    pub(super) exchange: u32,
    /// The speaker: index in the card's participants.
    pub(super) speaker: u32,
    /// See [`pack_traits`].
    pub(super) traits: u64,
    /// The first byte in the turn's text.
    pub(super) start: usize,
    /// The bytes in the source.
    pub(super) source: Span,
}

impl Standing {
    /// As stored: seven numbers of seven bits a byte, the lowest first; the last is how long the source is.
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let Standing { turn, exchange, speaker, traits, start, source } = self;
        let numbers = [u64::from(turn), u64::from(exchange), u64::from(speaker), traits, start as u64, source.start];
        let mut bytes = Vec::with_capacity(16);
        for mut number in numbers.into_iter().chain([source.end.saturating_sub(source.start)]) {
            while number >= 0x80 {
                bytes.push(number as u8 | 0x80);
                number >>= 7;
            }
            bytes.push(number as u8);
        }
        bytes
    }

    /// As it was before it was stored; `None` if it was not.
    pub(super) fn from_bytes(mut bytes: &[u8]) -> Option<Standing> {
        let mut next = || {
            let mut number = 0u64;
            for shift in (0..64).step_by(7) {
                let (first, rest) = bytes.split_first()?;
                bytes = rest;
                number |= u64::from(first & 0x7f) << shift;
                if first & 0x80 == 0 {
                    return Some(number);
                }
            }
            None
        };
        let mut small = || u32::try_from(next()?).ok();
        let (turn, exchange, speaker) = (small()?, small()?, small()?);
        let (traits, start, source_start, length) = (next()?, next()?, next()?, next()?);
        let source = Span { start: source_start, end: source_start.checked_add(length)? };
        Some(Standing { turn, exchange, speaker, traits, start: usize::try_from(start).ok()?, source })
    }
}

/// The bits of the traits that say kind and section. Above them come four of the role, then the ways of keeping back.
pub(super) const KIND_AND_SECTION: u64 = 0xf;

/// The bits of the traits that say the role.
pub(super) const ROLE: u64 = 0xf0;

/// What is asked of many passages at once of their turns, in one number.
pub(super) fn pack_traits(turn: &Turn, role: Role) -> u64 {
    let ways = turn.ways().iter().fold(0, |bits, way| bits | 1 << (*way as u64));
    ways << 8 | (role as u64) << 4 | (turn.kind as u64) << 1 | turn.section as u64
}

/// The kind and the section of a passage's turn, and the ways in which it keeps back what was asked.
pub(super) fn unpack_traits(traits: u64) -> (Kind, Section, Vec<Withheld>) {
    let kind = Kind::ALL.get((traits >> 1 & 7) as usize).copied().unwrap_or(Kind::Remarks);
    let ways = Withheld::ALL.iter().copied().filter(|way| traits >> 8 >> (*way as u64) & 1 == 1).collect();
    (kind, Section::ALL[(traits & 1) as usize], ways)
}

/// The role of who speaks in a passage.
pub(super) fn unpack_role(traits: u64) -> Role {
    Role::ALL.get((traits >> 4 & 0xf) as usize).copied().unwrap_or(Role::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back_and_nothing_else_is() {
        let source = Span { start: 1 << 40, end: (1 << 40) + 300 };
        let full = Standing { turn: u32::MAX, exchange: 127, speaker: 128, traits: u64::MAX, start: 16_384, source };
        for standing in [Standing::default(), full] {
            let bytes = standing.to_bytes();
            assert_eq!(Standing::from_bytes(&bytes), Some(standing));
            assert_eq!(Standing::from_bytes(&bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(Standing::from_bytes(&[0xff; 40]), None);
    }
}
