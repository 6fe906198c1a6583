//! Text looked at many bytes at a time: where words of ASCII begin and end, and the case of letters.

/// The highest bit of each of eight bytes.
pub(super) const HIGH: u64 = 0x8080_8080_8080_8080;

const EACH: u64 = 0x0101_0101_0101_0101;

/// Of each of eight bytes, which are below 0x80, the highest bit if it lies between two others.
#[inline]
fn between(eight: u64, first: u8, last: u8) -> u64 {
    let from = eight.wrapping_add(EACH * u64::from(0x80 - first));
    let behind = eight.wrapping_add(EACH * u64::from(0x7f - last));
    from & !behind & HIGH
}

/// Of each of eight bytes the highest bit if it is a letter or a digit of ASCII.
#[inline]
pub(super) fn alphanumeric(eight: u64) -> u64 {
    let low = eight & !HIGH;
    let letters = between(low | (EACH * 0x20), b'a', b'z');
    let digits = between(low, b'0', b'9');
    (letters | digits) & !eight
}

/// Of each of eight bytes the highest bit if it is a capital of ASCII.
#[inline]
pub(super) fn capitals(eight: u64) -> u64 {
    between(eight & !HIGH, b'A', b'Z') & !eight
}

/// Eight bytes of ASCII with their letters in lower case.
#[inline]
pub(super) fn lowercase(eight: u64) -> u64 {
    eight | (between(eight, b'A', b'Z') >> 2)
}

/// The eight bytes from a place on, zeros behind the end.
#[inline]
pub(super) fn eight_at(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    }
}

/// How many letters and digits of ASCII stand from a place on.
#[inline]
pub(crate) fn word_len(bytes: &[u8], at: usize) -> usize {
    let mut len = 0;
    loop {
        let run = ((!alphanumeric(eight_at(bytes, at + len)) & HIGH).trailing_zeros() / 8) as usize;
        len += run;
        if run < 8 {
            return len;
        }
    }
}

/// How many words there are in a text if only blanks of ASCII part them.
pub(crate) fn count_runs(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut n_runs, mut inside) = (0, 0);
    for at in (0..bytes.len()).step_by(8) {
        // Behind the end are zeros, which are no blanks: they must not begin a run.
        let eight = eight_at(bytes, at);
        let low = eight & !HIGH;
        let blanks = (between(low, b'\t', b'\n') | between(low, 0x0c, b'\r') | between(low, b' ', b' ')) & !eight;
        let inked = !blanks & HIGH;
        let within = bytes.len() - at;
        let inked = if within < 8 { inked & !(u64::MAX << (8 * within)) } else { inked };
        n_runs += (inked & !(inked << 8 | inside)).count_ones() as usize;
        inside = inked >> 56;
    }
    n_runs
}

/// How many bytes are looked at in a row, a bit each.
const ROW: usize = 64;

/// Which bytes of a row are so, the first in the lowest bit. The compiler looks at sixteen at once and more.
#[inline]
fn bits(row: &[u8; ROW], is: impl Fn(u8) -> bool) -> u64 {
    /// Times eight bytes of 0 or 1: gathers them in the highest byte.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut so = [0; ROW];
    for (so, byte) in so.iter_mut().zip(row) {
        *so = u8::from(is(*byte));
    }
    let eights = so.as_chunks::<8>().0.iter().rev();
    eights.fold(0, |bits, eight| bits << 8 | u64::from_le_bytes(*eight).wrapping_mul(GATHER) >> 56)
}

/// Which bytes of the row that begins at a place are so; behind the end of the text none is.
#[inline]
fn bits_at(bytes: &[u8], at: usize, is: impl Fn(u8) -> bool) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first_chunk() {
        Some(row) => bits(row, is),
        None => {
            let mut row = [0; ROW];
            row[..rest.len()].copy_from_slice(rest);
            bits(&row, is) & !(u64::MAX << rest.len())
        }
    }
}

/// The places where bytes are so, in order.
pub(super) struct Places<'t, F> {
    bytes: &'t [u8],
    is: F,
    /// Where the row begins of which the places are told, and those that are left.
    at: usize,
    left: u64,
}

impl<'t, F: Fn(u8) -> bool> Places<'t, F> {
    pub(super) fn of(bytes: &'t [u8], is: F) -> Self {
        let left = bits_at(bytes, 0, &is);
        Places { bytes, is, at: 0, left }
    }

    /// The next place from one on, and no place twice.
    #[inline]
    pub(super) fn next_from(&mut self, from: usize) -> Option<usize> {
        loop {
            // Those before are passed by: all of the row, or some.
            if let Some(within) = from.checked_sub(self.at) {
                self.left &= if within < ROW { u64::MAX << within } else { 0 };
            }
            if self.left != 0 {
                return Some(self.at + lowest(&mut self.left));
            }
            self.at = (self.at + ROW).max(from);
            if self.at >= self.bytes.len() {
                return None;
            }
            self.left = bits_at(self.bytes, self.at, &self.is);
        }
    }
}

/// The places of a text where a letter or a digit of ASCII stands behind none, of those that `may` be of use.
pub(crate) struct WordStarts<'t, F> {
    bytes: &'t [u8],
    may: F,
    /// Where the row begins of which the starts are told, and those that are left.
    at: usize,
    starts: u64,
    /// Where the next row begins; the lowest bit, if a word goes on there.
    next: usize,
    inside: u64,
}

impl<'t, F: Fn(usize) -> bool> WordStarts<'t, F> {
    pub(crate) fn that(may: F, text: &'t str) -> Self {
        WordStarts { bytes: text.as_bytes(), may, at: 0, starts: 0, next: 0, inside: 0 }
    }

    /// Looks at the next row. All its words are asked in turn without a branch between them, since nobody can foretell
    /// which of them may be.
    #[inline]
    fn look(&mut self) {
        self.at = self.next;
        self.next += ROW;
        let words = bits_at(self.bytes, self.at, |byte| byte.is_ascii_alphanumeric());
        let mut starts = words & !(words << 1 | self.inside);
        self.inside = words >> (ROW - 1);
        self.starts = 0;
        while starts != 0 {
            let within = lowest(&mut starts);
            self.starts |= u64::from((self.may)(self.at + within)) << within;
        }
    }
}

impl<F: Fn(usize) -> bool> Iterator for WordStarts<'_, F> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.starts == 0 {
            if self.next >= self.bytes.len() {
                return None;
            }
            self.look();
        }
        Some(self.at + lowest(&mut self.starts))
    }
}

/// How many letters and digits of ASCII stand from a place on, for those who ask from one word to the next: most words
/// stand in the row that was looked at for the one before.
pub(crate) struct Runs<'t> {
    bytes: &'t [u8],
    /// Where the row begins of which it is known where letters and digits stand.
    at: usize,
    words: u64,
}

impl<'t> Runs<'t> {
    pub(crate) fn of(bytes: &'t [u8]) -> Self {
        // Behind the end nothing stands, and that is known without a look.
        Runs { bytes, at: bytes.len(), words: 0 }
    }

    pub(crate) fn bytes(&self) -> &'t [u8] {
        self.bytes
    }

    /// The same as [`word_len`].
    #[inline]
    pub(crate) fn len(&mut self, at: usize) -> usize {
        if let Some(within) = at.checked_sub(self.at).filter(|within| *within < ROW) {
            let len = (self.words >> within).trailing_ones() as usize;
            if within + len < ROW {
                return len;
            }
        }
        self.look(at)
    }

    fn look(&mut self, at: usize) -> usize {
        let mut len = 0;
        loop {
            self.at = at + len;
            self.words = bits_at(self.bytes, self.at, |byte| byte.is_ascii_alphanumeric());
            let more = self.words.trailing_ones() as usize;
            len += more;
            if more < ROW {
                return len;
            }
        }
    }
}

/// The place of the lowest bit, which is taken away; there must be one.
#[inline]
fn lowest(bits: &mut u64) -> usize {
    let at = bits.trailing_zeros() as usize;
    *bits &= *bits - 1;
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end_as_byte_by_byte() {
        let all: String = (0..=0x17f).filter_map(char::from_u32).flat_map(|c| ['a', c, '9', c, c]).collect();
        let long = format!("{} {}é{}", "x".repeat(63), "y9".repeat(70), "z".repeat(128));
        for text in ["", "a", "  a", "We sold 40 boats.", "sevenths eighths-ninths’tenths", "é1é", &all, &long] {
            let bytes = text.as_bytes();
            let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            let want: Vec<usize> =
                (0..bytes.len()).filter(|&at| is_word(at) && !at.checked_sub(1).is_some_and(is_word)).collect();
            assert_eq!(WordStarts::that(|_| true, text).collect::<Vec<_>>(), want, "{text}");
            let odd: Vec<usize> = want.iter().copied().filter(|at| at % 2 == 1).collect();
            assert_eq!(WordStarts::that(|at| at % 2 == 1, text).collect::<Vec<_>>(), odd, "{text}");
            for step in [1, 3, 70, 200] {
                let mut places = Places::of(bytes, |byte| byte == b'9' || byte >= 0x80);
                let (mut from, mut want) = (0, 0);
                while let Some(at) = places.next_from(from) {
                    want += bytes[want..].iter().position(|byte| *byte == b'9' || *byte >= 0x80).expect("a place");
                    assert_eq!(at, want, "{text} by {step}");
                    from = at + step;
                    want = from.min(bytes.len());
                }
                assert!(bytes[want..].iter().all(|byte| *byte != b'9' && *byte < 0x80), "{text} by {step}");
            }
            let mut runs = Runs::of(bytes);
            for at in 0..=bytes.len() {
                let want = (at..bytes.len()).take_while(|&at| is_word(at)).count();
                assert_eq!(word_len(bytes, at), want, "{text} from {at}");
                assert_eq!(runs.len(at), want, "{text} from {at}");
                assert_eq!(Runs::of(bytes).len(at), want, "{text} from {at}");
            }
        }
        for text in ["", " ", "a", "we sold  forty\tboats", " é \u{b} x\r\n", "12345678 12345678", "1234567 ", &all] {
            assert_eq!(count_runs(text), text.split_ascii_whitespace().count(), "{text}");
        }
        let lower = |text: &[u8; 8]| lowercase(u64::from_le_bytes(*text)).to_le_bytes();
        assert_eq!(&lower(b"aZ@[`{0A"), b"az@[`{0a");
    }
}
