//! A sieve of numbers: small enough to stay in the nearest cache, it lets all through that were put in, and few others.

/// A bit for each place that a number may tell.
#[derive(Debug)]
pub(super) struct Sieve(Box<[u64; 1 << (BITS - 6)]>);

const BITS: u32 = 14;

/// The bit of a number, in whose highest bits all of it has a say.
#[inline]
fn place(number: u64) -> usize {
    (number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

impl Sieve {
    pub(super) fn of(numbers: impl Iterator<Item = u64>) -> Sieve {
        let mut sieve = Box::new([0; 1 << (BITS - 6)]);
        for place in numbers.map(place) {
            sieve[place >> 6] |= 1 << (place & 63);
        }
        Sieve(sieve)
    }

    /// Whether a number may have been put in; if not, it was not.
    #[inline]
    pub(super) fn passes(&self, number: u64) -> bool {
        let place = place(number);
        self.0[place >> 6] >> (place & 63) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_passes_and_few_others_do() {
        let sieve = Sieve::of(0..500);
        assert!((0..500).all(|n| sieve.passes(n)));
        let others = (500..10_500).filter(|n| sieve.passes(*n)).count();
        assert!(others < 500, "{others}");
    }
}
