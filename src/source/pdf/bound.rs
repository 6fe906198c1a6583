//! How far a PDF would unfold, found out before anything of it is kept: the crate that reads it has no limit.

use std::io::{self, Cursor, Read};

use flate2::read::DeflateDecoder;

/// As much may be unfolded from however little.
const HARMLESS: u64 = 64 << 20;

/// How many times its size a file may unfold to, all its streams together.
const FOLDS: u64 = 200;

/// A stream is packed once; what is packed again and again is made to harm.
const MOST_LAYERS: usize = 4;

/// Less than this may come out of what is not packed so often.
const CHANCE: u64 = 4096;

/// Whether the streams of a file unfold out of all proportion, whatever the file says of them.
pub(super) fn is_beyond(bytes: &[u8]) -> bool {
    let mut left = (bytes.len() as u64).saturating_mul(FOLDS).max(HARMLESS);
    for at in memchr::memmem::find_iter(bytes, "stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let start = at + "stream".len();
        let start = start + bytes[start..].iter().take(2).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        for layers in 1..=MOST_LAYERS {
            let n = len(&bytes[start..], layers, left);
            if n > left || n > CHANCE && layers == MOST_LAYERS {
                return true;
            }
            left -= n;
            if n == 0 {
                break;
            }
        }
    }
    false
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
    let (mut buffer, mut n) = ([0; 16 << 10], 0);
    while n <= most {
        match input.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(more) => n += more as u64,
        }
    }
    n
}

/// What comes out of packed bytes, with the mark of two bytes before them or without.
fn inflated<'b>(mut input: Box<dyn Read + 'b>) -> io::Result<Box<dyn Read + 'b>> {
    let mut mark = [0; 2];
    input.read_exact(&mut mark)?;
    let is_mark = mark[0] & 0x0f == 8 && u16::from_be_bytes(mark).is_multiple_of(31);
    Ok(if is_mark {
        Box::new(DeflateDecoder::new(input))
    } else {
        Box::new(DeflateDecoder::new(Cursor::new(mark).chain(input)))
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
}
