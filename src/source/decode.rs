//! Bytes to text: UTF-8, UTF-16, Windows-1252, and UTF-8 that was taken for Windows-1252 or Latin-1
//! and encoded once more.

use crate::{
    error::Diagnostic,
    text::{Span, Traced, without_unseen},
};

/// How many bytes are looked at to tell what they are.
const SAMPLE: usize = 64 * 1024;

/// Decodes bytes, and says what was odd about them: in one diagnostic.
pub(super) fn decode(bytes: &[u8]) -> (Traced, Vec<Diagnostic>) {
    if let Some((order, skip)) = utf16(bytes) {
        let (text, mut diagnostics) = decode_utf16(bytes, order, skip);
        let (text, unseen) = without_unseen(text);
        diagnostics.extend(unseen.map(Diagnostic::unseen));
        return (text, diagnostics);
    }
    let start = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let mut odd = Oddities::default();
    let text = decode_utf8(&bytes[start..], start as u64, &mut odd);
    let text = repair(text, &mut odd);
    let (text, unseen) = without_unseen(text);
    let mut diagnostics = odd.diagnostics();
    diagnostics.extend(unseen.map(Diagnostic::unseen));
    (text, diagnostics)
}

/// Why bytes cannot be a text, if they cannot.
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive: unpack it first");
    }
    if utf16(bytes).is_some() {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Without branches, and counted in bytes, this takes next to no time.
    let is_control = |b: u8| (b <= 8) | (b.wrapping_sub(14) <= 12) | (b.wrapping_sub(28) <= 3);
    let count = |part: &[u8]| part.iter().map(|&b| u8::from(is_control(b))).sum::<u8>();
    let controls: usize = sample.chunks(usize::from(u8::MAX)).map(|part| usize::from(count(part))).sum();
    // Compressed data and images are a tenth control characters; damaged text is not.
    let binary = match std::str::from_utf8(sample) {
        Ok(_) => controls * 10 > sample.len() * 3,
        Err(error) if error.error_len().is_none() => controls * 10 > sample.len() * 3,
        Err(_) => controls * 25 > sample.len(),
    };
    binary.then_some("binary data, not text")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Little,
    Big,
}

/// The byte order of UTF-16, by its mark or by where the zero bytes of Latin letters stand, and the
/// length of the mark.
fn utf16(bytes: &[u8]) -> Option<(Order, usize)> {
    match bytes {
        [0xFF, 0xFE, ..] => return Some((Order::Little, 2)),
        [0xFE, 0xFF, ..] => return Some((Order::Big, 2)),
        _ => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    memchr::memchr(0, sample)?;
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    if half == 0 {
        None
    } else if odd * 10 > half * 7 && even * 10 < half {
        Some((Order::Little, 0))
    } else if even * 10 > half * 7 && odd * 10 < half {
        Some((Order::Big, 0))
    } else {
        None
    }
}

fn decode_utf16(bytes: &[u8], order: Order, skip: usize) -> (Traced, Vec<Diagnostic>) {
    let mut text = Traced::default();
    let mut at = skip as u64;
    let units = bytes[skip..].chunks(2).map(|pair| match (order, pair) {
        (Order::Little, &[a, b]) => u16::from_le_bytes([a, b]),
        (Order::Big, &[a, b]) => u16::from_be_bytes([a, b]),
        // Half a unit at the end decodes to the replacement character.
        _ => 0xDC00,
    });
    let mut buffer = [0; 4];
    for c in char::decode_utf16(units) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let end = (at + 2 * c.len_utf16() as u64).min(bytes.len() as u64);
        text.push_substitute(c.encode_utf8(&mut buffer), Span { start: at, end });
        at = end;
    }
    let name = if order == Order::Little { "UTF-16, low byte first" } else { "UTF-16, high byte first" };
    (text, vec![diagnostic(format!("read as {name}"))])
}

/// What was done to the text, counted.
#[derive(Default)]
struct Oddities {
    windows_1252: usize,
    undecodable: usize,
    repaired: usize,
}

impl Oddities {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let clauses: Vec<String> = [
            (self.repaired, "that had been encoded twice", "repaired"),
            (self.windows_1252, "in Windows-1252", "decoded"),
            (self.undecodable, "that no encoding explains", "replaced"),
        ]
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, which, done)| match n {
            1 => format!("1 character {which} was {done}"),
            _ => format!("{n} characters {which} were {done}"),
        })
        .collect();
        if clauses.is_empty() { Vec::new() } else { vec![diagnostic(clauses.join("; "))] }
    }
}

fn diagnostic(text: String) -> Diagnostic {
    Diagnostic { code: "encoding".to_owned(), turn: None, text, source_bytes: None }
}

/// UTF-8, and what is not UTF-8 byte by byte as Windows-1252: a whole file in Windows-1252 comes out
/// right, and so does a file that two programs wrote to.
fn decode_utf8(bytes: &[u8], start: u64, odd: &mut Oddities) -> Traced {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Traced::verbatim(text, start);
    }
    let mut text = Traced::default();
    let mut at = start;
    let mut buffer = [0; 4];
    for chunk in bytes.utf8_chunks() {
        text.push_verbatim(chunk.valid(), at);
        at += chunk.valid().len() as u64;
        let end = start + bytes.len() as u64;
        let invalid = chunk.invalid();
        // A character cut in two by the end of the file is no Windows-1252.
        if invalid.len() > 1 && at + invalid.len() as u64 == end {
            text.push_substitute("\u{FFFD}", Span { start: at, end });
            odd.undecodable += 1;
            break;
        }
        for &byte in invalid {
            let c = windows_1252(byte);
            odd.windows_1252 += usize::from(c != char::REPLACEMENT_CHARACTER);
            odd.undecodable += usize::from(c == char::REPLACEMENT_CHARACTER);
            text.push_substitute(c.encode_utf8(&mut buffer), Span { start: at, end: at + 1 });
            at += 1;
        }
    }
    text
}

/// What Windows-1252 has in the places 0x80 to 0x9F; five are empty.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}', '\u{FFFD}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The byte that a wrong decoder turned into this character: Latin-1 keeps the number, Windows-1252
/// has its own characters from 0x80 to 0x9F.
fn mistaken_byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xFF => Some(code as u8),
        0x100.. => WINDOWS_1252.iter().position(|w| *w == c).map(|i| 0x80 + i as u8).filter(|_| c != '\u{FFFD}'),
        _ => None,
    }
}

/// Repairs what was encoded twice: `â€™` and U+00E2 U+0080 U+0099 are both an apostrophe whose three
/// bytes were taken for three characters. Control characters that only Windows-1252 explains follow suit.
fn repair(text: Traced, odd: &mut Oddities) -> Traced {
    let mut repaired = Traced::default();
    let mut done = 0;
    // Every character from U+0080 to U+00FF begins with one of these two bytes.
    for at in memchr::memchr2_iter(0xC2, 0xC3, text.as_bytes()) {
        if at < done {
            continue;
        }
        let Some((c, len)) = repaired_char(&text[at..]) else { continue };
        repaired.push_range(&text, done..at);
        repaired.push_substitute(c.encode_utf8(&mut [0; 4]), text.source_span(at..at + len));
        done = at + len;
        odd.repaired += 1;
    }
    if done == 0 {
        return text;
    }
    repaired.push_range(&text, done..text.len());
    repaired
}

/// The character that the beginning of `text` was meant to be, if it was encoded twice, and how many
/// bytes of `text` stand for it.
fn repaired_char(text: &str) -> Option<(char, usize)> {
    let mut chars = text.char_indices();
    let (_, first) = chars.next()?;
    let lead = mistaken_byte(first).filter(|_| u32::from(first) < 0x100)?;
    let width = match lead {
        0x80..=0x9F => {
            let c = windows_1252(lead);
            return (c != char::REPLACEMENT_CHARACTER).then_some((c, first.len_utf8()));
        }
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut len = first.len_utf8();
    let mut controls = false;
    for byte in &mut bytes[1..width] {
        let (at, c) = chars.next()?;
        *byte = mistaken_byte(c).filter(|b| matches!(b, 0x80..=0xBF))?;
        controls |= matches!(c, '\u{80}'..='\u{9F}');
        len = at + c.len_utf8();
    }
    // `CAFÉ—` is two characters that somebody wrote; control characters, and what only follows these
    // letters by mistake, nobody wrote.
    if !controls && !matches!(lead, 0xC2 | 0xC3 | 0xC5 | 0xE2 | 0xEF | 0xF0) {
        return None;
    }
    let c = std::str::from_utf8(&bytes[..width]).ok()?.chars().next()?;
    Some((c, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, diagnostics: &[&str]) {
        let (decoded, odd) = decode(bytes);
        assert_eq!(decoded.as_str(), text);
        let odd: Vec<&str> = odd.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(odd, diagnostics, "{text}");
        if !text.is_empty() {
            let end = decoded.source_span(text.len() - 1..text.len()).end;
            assert_eq!(end, bytes.len() as u64, "{text}: the last character's bytes");
        }
    }

    #[test]
    fn what_is_meant_is_read() {
        let twice = |n: usize| match n {
            1 => "1 character that had been encoded twice was repaired".to_owned(),
            n => format!("{n} characters that had been encoded twice were repaired"),
        };
        check(b"", "", &[]);
        check("It’s 5 °C, café, «É»".as_bytes(), "It’s 5 °C, café, «É»", &[]);
        check("\u{FEFF}It’s".as_bytes(), "It’s", &[]);
        check("It\u{E2}\u{80}\u{99}s".as_bytes(), "It’s", &[&twice(1)]);
        check("Itâ€™s CarolÂ\u{A0}TomÃ©".as_bytes(), "It’s Carol\u{A0}Tomé", &[&twice(3)]);
        check("It\u{92}s".as_bytes(), "It’s", &[&twice(1)]);
        check("CAFÉ— and «CAFÉ»".as_bytes(), "CAFÉ— and «CAFÉ»", &[]);
        check("ends with â".as_bytes(), "ends with â", &[]);
        check(b"It\x92s", "It’s", &["1 character in Windows-1252 was decoded"]);
        check(b"\x93No\x94", "“No”", &["2 characters in Windows-1252 were decoded"]);
        check(b"cut \xE2\x80", "cut \u{FFFD}", &["1 character that no encoding explains was replaced"]);
        check(b"a\x81b", "a\u{FFFD}b", &["1 character that no encoding explains was replaced"]);
    }

    #[test]
    fn utf16_is_told_by_its_mark_or_its_zeros() {
        let units: Vec<u16> = "Jane Doe: It’s 😀.".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
        let (low, high) = (["read as UTF-16, low byte first"], ["read as UTF-16, high byte first"]);
        check(&little, "Jane Doe: It’s 😀.", &low);
        check(&[b"\xFF\xFE", &little[..]].concat(), "Jane Doe: It’s 😀.", &low);
        check(&big, "Jane Doe: It’s 😀.", &high);
        check(&[b"\xFE\xFF", &big[..], b"\0"].concat(), "Jane Doe: It’s 😀.\u{FFFD}", &high);
    }

    #[test]
    fn repaired_text_leads_back_to_the_bytes() {
        let (text, _) = decode("a\u{E2}\u{80}\u{99}b".as_bytes());
        assert_eq!(text.source_span(1..4), Span { start: 1, end: 7 });
        assert_eq!(text.source_span(4..5), Span { start: 7, end: 8 });
    }

    #[test]
    fn what_nobody_sees_is_left_out_and_said() {
        check(
            "Ann\u{200b} Ho\u{ad}lt\u{200e}:".as_bytes(),
            "Ann Holt:",
            &["3 characters that nobody sees were left out: U+00AD, U+200B, U+200E"],
        );
        check("A\u{200d}nn".as_bytes(), "Ann", &["1 character that nobody sees was left out: U+200D"]);
        check(
            "\u{202d}Ann:\u{202c}\u{202d}We\u{202c}\u{202d}grew.\u{202c}\n\u{202d}Bo".as_bytes(),
            "Ann: We grew.\nBo",
            &["7 characters that nobody sees were left out: U+202C, U+202D"],
        );
        check("\u{feff}\u{feff}a".as_bytes(), "a", &["1 character that nobody sees was left out: U+FEFF"]);
        for kept in ["It’s — “so”… €5\u{a0}m", "क\u{94d}\u{200d}ष", "👩\u{200d}🚀", "a\u{202e}b", "ﬁ Ａ"]
        {
            check(kept.as_bytes(), kept, &[]);
        }
        let (text, odd) = decode("Ann\u{200b} Holt".as_bytes());
        assert_eq!(text.source_span(3..8), Span { start: 6, end: 11 });
        assert_eq!((odd[0].code.as_str(), odd[0].source_bytes), ("unseen", Some(Span { start: 3, end: 6 })));
    }

    #[test]
    fn sequences_that_steer_a_terminal_are_left_out_whole() {
        let text = "We sold \u{1b}[31mwa\u{1b}[1m\u{200b}fer\u{1b}[0ms\u{1b}]0;a\u{1b}\\, \u{1b}[\u{200b}4mof\u{1b}]no \u{1b}.";
        let told =
            "2 characters that nobody sees were left out: U+200B; 5 sequences that steer a terminal were left out";
        check(text.as_bytes(), "We sold wafers, of\u{1b}]no \u{1b}.", &[told]);
        let (read, odd) = decode(text.as_bytes());
        assert_eq!(read.source_span(8..10), Span { start: 13, end: 15 });
        assert_eq!(read.source_span(10..13), Span { start: 22, end: 25 });
        assert_eq!(odd[0].source_bytes, Some(Span { start: 8, end: 13 }));
        check("\u{1b}[1mAnn\u{1b}[0m: Hi".as_bytes(), "Ann: Hi", &["2 sequences that steer a terminal were left out"]);
    }

    #[test]
    fn only_what_is_no_text_is_refused() {
        let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(not_text(&noise).is_some());
        assert!(not_text(&[0; 100]).is_some());
        for text in [&b""[..], b"A: a\0\0 b", b"\x93Quoted\x94, and no more", "Ж: ж".as_bytes(), b"A\0:\0 \0a\0"] {
            assert_eq!(not_text(text), None, "{text:?}");
        }
    }
}
