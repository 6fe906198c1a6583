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

/// The next byte that is so, from a place on.
#[inline]
pub(super) fn find_byte(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(row) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let bits = bits(row, &is);
        if bits != 0 {
            return Some(at + bits.trailing_zeros() as usize);
        }
        at += ROW;
    }
    Some(at + bytes.get(at..)?.iter().position(|byte| is(*byte))?)
}

/// The places of a text where a letter or a digit of ASCII stands behind none.
pub(crate) struct WordStarts<'t> {
    bytes: &'t [u8],
    /// Of which row the starts are told.
    at: usize,
    starts: u64,
    /// The lowest bit, if a word goes on from the row before.
    inside: u64,
}

impl<'t> WordStarts<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut starts = WordStarts { bytes: text.as_bytes(), at: 0, starts: 0, inside: 0 };
        starts.look();
        starts
    }

    #[inline]
    fn look(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let is_word = |byte: u8| byte.is_ascii_alphanumeric();
        let words = match rest.first_chunk() {
            Some(row) => bits(row, is_word),
            None => {
                let mut row = [0; ROW];
                row[..rest.len()].copy_from_slice(rest);
                bits(&row, is_word)
            }
        };
        self.starts = words & !(words << 1 | self.inside);
        self.inside = words >> (ROW - 1);
    }
}

impl Iterator for WordStarts<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.starts == 0 {
            self.at += ROW;
            if self.at >= self.bytes.len() {
                return None;
            }
            self.look();
        }
        let at = self.at + self.starts.trailing_zeros() as usize;
        self.starts &= self.starts - 1;
        Some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_and_end_as_byte_by_byte() {
        let all: String = (0..=0x17f).filter_map(char::from_u32).flat_map(|c| ['a', c, '9', c, c]).collect();
        for text in ["", "a", "  a", "We sold 40 boats.", "sevenths eighths-ninths’tenths", "é1é", &all] {
            let bytes = text.as_bytes();
            let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
            let want: Vec<usize> =
                (0..bytes.len()).filter(|&at| is_word(at) && !at.checked_sub(1).is_some_and(is_word)).collect();
            assert_eq!(WordStarts::of(text).collect::<Vec<_>>(), want, "{text}");
            for at in 0..=bytes.len() {
                let want = (at..bytes.len()).take_while(|&at| is_word(at)).count();
                assert_eq!(word_len(bytes, at), want, "{text} from {at}");
            }
        }
        for text in ["", " ", "a", "we sold  forty\tboats", " é \u{b} x\r\n", "12345678 12345678", "1234567 ", &all] {
            assert_eq!(count_runs(text), text.split_ascii_whitespace().count(), "{text}");
        }
        let lower = |text: &[u8; 8]| lowercase(u64::from_le_bytes(*text)).to_le_bytes();
        assert_eq!(&lower(b"aZ@[`{0A"), b"az@[`{0a");
    }
}
