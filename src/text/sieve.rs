//! A sieve of numbers: small enough to stay in the nearest cache, it lets all through that were put in, and few others.

/// One bit for each of the highest bits that a number may have.
#[derive(Debug)]
pub(super) struct Sieve(Box<[u64; 1 << (BITS - 6)]>);

const BITS: u32 = 14;

impl Sieve {
    /// A sieve of numbers whose highest bits tell them apart.
    pub(super) fn of(numbers: impl Iterator<Item = u32>) -> Sieve {
        let mut sieve = Box::new([0; 1 << (BITS - 6)]);
        for number in numbers {
            let place = number >> (32 - BITS);
            sieve[(place >> 6) as usize] |= 1 << (place & 63);
        }
        Sieve(sieve)
    }

    /// Whether a number may have been put in; if not, it was not.
    #[inline]
    pub(super) fn passes(&self, number: u32) -> bool {
        let place = number >> (32 - BITS);
        self.0[(place >> 6) as usize] >> (place & 63) & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_passes_and_few_others_do() {
        let mixed = |n: u32| n.wrapping_mul(0x9e37_79b1);
        let sieve = Sieve::of((0..500).map(mixed));
        assert!((0..500).all(|n| sieve.passes(mixed(n))));
        let others = (500..10_500).filter(|n| sieve.passes(mixed(*n))).count();
        assert!(others < 500, "{others}");
    }
}
