//! Chance that repeats: a small generator of numbers, and figures drawn from measured distributions.

/// SplitMix64: enough for text, and the same everywhere.
#[derive(Clone)]
pub struct Chance(u64);

/// One number out of several: where independent streams begin.
pub fn mixed(parts: &[u64]) -> u64 {
    parts
        .iter()
        .fold(0x9E37_79B9_7F4A_7C15, |state, part| Chance(state ^ part.wrapping_mul(0xD6E8_FEB8_6659_FD93)).next())
}

impl Chance {
    pub fn of(parts: &[u64]) -> Chance {
        Chance(mixed(parts))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// Whether something that happens so often in a thousand happens now.
    pub fn permille(&mut self, n: usize) -> bool {
        self.below(1000) < n
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// A draw from a distribution given by its quantiles, straight lines between them.
    pub fn draw(&mut self, quantiles: &[(f64, f64)]) -> usize {
        let at = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        let upper = quantiles.iter().position(|(share, _)| at < *share).unwrap_or(quantiles.len() - 1);
        let ((a, low), (b, high)) = (quantiles[upper - 1], quantiles[upper]);
        (low + (high - low) * (at - a) / (b - a)).round() as usize
    }
}
