//! How far a PDF would unfold, found out before anything of it is kept: the crate that reads it has no limit.
//!
//! Twice: by the bytes of the file alone, before it is opened, and then by its streams, deciphered if it is.

use std::io::{self, Cursor, Read};

use flate2::{Decompress, FlushDecompress, Status, read::DeflateDecoder};

/// As much may be unfolded from however little.
const HARMLESS: u64 = 64 << 20;

/// How many times its size a file may unfold to, all its streams together.
const FOLDS: u64 = 200;

/// A stream is packed once; what is packed again and again is made to harm.
const MOST_LAYERS: usize = 4;

/// Less than this may come out of what is not packed so often.
const CHANCE: u64 = 4096;

/// What it costs to look into a stream, in bytes unfolded.
const LOOK: u64 = 4096;

/// How far a byte can unfold at most: deflate.
pub(super) const DEFLATE: u64 = 1032;

/// And by the oldest way of packing, when its table is full.
pub(super) const LZW: u64 = 2560;

/// More comes out, or more is to be looked into, than may be.
#[derive(Debug, PartialEq)]
pub(super) struct Beyond;

/// What may come out of a file, and be read of it to find that out.
pub(super) struct Bound {
    most: u64,
    left: u64,
    inflate: Decompress,
    buffer: Vec<u8>,
}

/// What came of unfolding: the bytes taken and given, and those left that make no sense to us.
#[derive(Default)]
struct Unfolded {
    n_in: u64,
    n_out: u64,
    n_odd: u64,
}

impl Bound {
    /// Of a file of so many bytes.
    pub(super) fn new(len: usize) -> Bound {
        let most = (len as u64).saturating_mul(FOLDS).max(HARMLESS);
        Bound { most, left: most, inflate: Decompress::new(false), buffer: vec![0; 16 << 10] }
    }

    fn pay(&mut self, cost: u64) -> Result<(), Beyond> {
        self.left = self.left.checked_sub(cost).ok_or(Beyond)?;
        Ok(())
    }

    /// Whether a stream that is not looked into stays in bounds by itself, though each of its bytes be so many.
    pub(super) fn expect(&self, len: usize, folds: u64) -> Result<(), Beyond> {
        if (len as u64).saturating_mul(folds) > self.most { Err(Beyond) } else { Ok(()) }
    }

    /// Pays for what is said to be deflated. Where it makes no sense, the crate that reads it goes on, and we expect
    /// the most that can come.
    pub(super) fn pay_for_deflated(&mut self, bytes: &[u8]) -> Result<(), Beyond> {
        let mark = mark(bytes);
        let unfolded = self.unfold(&bytes[mark..]);
        // One stream may be there under many numbers.
        self.pay(LOOK.saturating_add(unfolded.n_in).saturating_add(unfolded.n_out))?;
        self.pay(unfolded.n_odd.saturating_mul(DEFLATE))?;
        if mark > 0 {
            // Where the sum at the end is wrong, the mark is taken to be packed too.
            let unmarked = self.unfold(bytes);
            self.pay(unmarked.n_in.saturating_add(unmarked.n_out))?;
        }
        Ok(())
    }

    /// Unfolds until the end, what makes no sense, or more than is left.
    fn unfold(&mut self, bytes: &[u8]) -> Unfolded {
        self.inflate.reset(false);
        let is_odd = loop {
            let (n_in, n_out) = (self.inflate.total_in(), self.inflate.total_out());
            if n_out > self.left || n_in > self.left {
                break false;
            }
            let rest = bytes.get(n_in as usize..).unwrap_or_default();
            match self.inflate.decompress(rest, &mut self.buffer, FlushDecompress::None) {
                Ok(Status::StreamEnd) => break false,
                Ok(_) if (self.inflate.total_in(), self.inflate.total_out()) == (n_in, n_out) => break false,
                Ok(_) => {}
                Err(_) => break true,
            }
        };
        let (n_in, n_out) = (self.inflate.total_in(), self.inflate.total_out());
        let n_odd = if is_odd { (bytes.len() as u64).saturating_sub(n_in) } else { 0 };
        Unfolded { n_in, n_out, n_odd }
    }

    /// Pays for all that looks like a stream, whatever the file says of it.
    fn pay_for_file(&mut self, bytes: &[u8]) -> Result<(), Beyond> {
        for at in memchr::memmem::find_iter(bytes, "stream") {
            if bytes[..at].ends_with(b"end") {
                continue;
            }
            let start = at + "stream".len();
            let start = start + bytes[start..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let stream = &bytes[start..];
            self.pay(LOOK)?;
            // What makes no sense may be a picture, or no stream: this is not held against it.
            let once = self.unfold(&stream[mark(stream)..]);
            self.pay(once.n_out.saturating_add(once.n_in))?;
            if mark(stream) > 0 {
                let unmarked = self.unfold(stream);
                self.pay(unmarked.n_out.saturating_add(unmarked.n_in))?;
            }
            let mut n = once.n_out;
            for layers in 2..=MOST_LAYERS {
                if n == 0 {
                    break;
                }
                // All that is read on the way was paid for by the layer before, but for the file's own bytes.
                self.pay(once.n_in.saturating_add(LOOK))?;
                n = len(stream, layers, self.left);
                if n > CHANCE && layers == MOST_LAYERS {
                    return Err(Beyond);
                }
                self.pay(n)?;
            }
        }
        Ok(())
    }
}

/// Whether the streams of a file unfold out of all proportion, whatever the file says of them.
pub(super) fn is_beyond(bytes: &[u8]) -> bool {
    Bound::new(bytes.len()).pay_for_file(bytes).is_err()
}

/// How many bytes come out of so many layers of packing, until they end, make no sense, or are more than `most`.
fn len(bytes: &[u8], layers: usize, most: u64) -> u64 {
    let mut input: Box<dyn Read + '_> = Box::new(bytes);
    for _ in 0..layers {
        input = match inflated(input) {
            Ok(inflated) => inflated,
            Err(_) => return 0,
        };
    }
    let (mut buffer, mut n) = ([0; 4 << 10], 0);
    while n <= most {
        match input.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(more) => n += more as u64,
        }
    }
    n
}

/// How long the mark before packed bytes is: of two bytes, if there is one. With a dictionary, it is none to a PDF.
fn mark(bytes: &[u8]) -> usize {
    match bytes {
        [first, second, ..]
            if first & 0x0f == 8 && u16::from_be_bytes([*first, *second]).is_multiple_of(31) && second & 0x20 == 0 =>
        {
            2
        }
        _ => 0,
    }
}

/// What comes out of packed bytes, with the mark of two bytes before them or without.
fn inflated<'b>(mut input: Box<dyn Read + 'b>) -> io::Result<Box<dyn Read + 'b>> {
    let mut start = [0; 2];
    input.read_exact(&mut start)?;
    Ok(if mark(&start) > 0 {
        Box::new(DeflateDecoder::new(input))
    } else {
        Box::new(DeflateDecoder::new(Cursor::new(start).chain(input)))
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(bytes).unwrap();
        zlib.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\r\n", stream, b"\nendstream endobj"].concat()
    }

    #[test]
    fn what_unfolds_without_end_is_told_by_its_bytes() {
        let words = b"BT (Good morning.) Tj ET\n".repeat(1000);
        let zeros = packed(&vec![0; 100 << 20]);
        for (stream, expected) in [
            (words.clone(), false),
            (packed(&words), false),
            (packed(&packed(&words)), false),
            (zeros.clone(), true),
            (zeros[2..].to_vec(), true),
            (packed(&zeros), true),
            (packed(&packed(&zeros)), true),
            (packed(&packed(&packed(&packed(&words)))), true),
            (b"\xff\xd8\xff\xe0 a picture, endstream and stream".to_vec(), false),
        ] {
            assert_eq!(is_beyond(&file(&stream)), expected, "{} bytes", stream.len());
        }
    }

    #[test]
    fn looking_into_streams_is_paid_for_too() {
        // Each word would be a stream of all that follows, were it not for what it costs.
        let words = b"stream\n".repeat(1 << 20);
        assert!(is_beyond(&words));
        let mut few = Bound::new(7000);
        assert_eq!(few.pay_for_file(&words[..7000]), Ok(()));
        assert!(few.left <= HARMLESS - 1000 * LOOK, "{}", few.left);
        // Blocks that are stored as they are, each with a word that begins a stream of the blocks after it.
        let mut block = [&[0, 0, 0x80, 0xff, 0x7f][..], &[b'.'; 0x8000]].concat();
        block[5..12].copy_from_slice(b"stream\n");
        let end = block.len() - 1;
        block[end] = b'\n';
        let mut stored = b"stream\n".to_vec();
        for _ in 0..300 {
            stored.extend(&block);
        }
        let mut bound = Bound::new(stored.len());
        let all = bound.left;
        // The words within are followed by dots, which are no blocks.
        assert_eq!(bound.pay_for_file(&stored), Ok(()));
        assert!(all - bound.left > 2 * stored.len() as u64 && all - bound.left < 8 * stored.len() as u64);
        // Streams of the blocks after them: a word, and then blocks up to the end of the file.
        let chain = b"\0\x07\0\xf8\xffstream\n".repeat(100_000);
        let mut bound = Bound::new(chain.len());
        assert_eq!(bound.pay_for_file(&chain), Err(Beyond));
    }

    #[test]
    fn what_makes_no_sense_to_us_is_expected_to_unfold_as_far_as_it_can() {
        let mut broken = packed(&vec![0; 1 << 20]);
        broken[2] |= 6;
        broken.resize(100_000, 0);
        assert_eq!(Bound::new(broken.len()).pay_for_deflated(&broken), Err(Beyond));
        assert_eq!(Bound::new(broken.len()).pay_for_deflated(&broken[..20_000]), Ok(()));
        let cut_off = packed(&b"Good morning. ".repeat(10_000));
        assert_eq!(Bound::new(100_000).pay_for_deflated(&cut_off[..cut_off.len() / 2]), Ok(()));
        assert_eq!(Bound::new(0).pay_for_deflated(&[]), Ok(()));
    }
}
