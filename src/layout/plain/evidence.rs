//! Is this something that somebody said? Evidence for speech, and against it.
//!
//! People who speak say `I`, `we` and `you`, in whatever they speak of: in calls and meetings these are one
//! word in fifteen, in articles, manuals and licences one in fifty at most. Tables, lists and source text show
//! by their symbols. Only English is known so well; of other languages the sentences must do.

use crate::layout::beginning;

/// How much of a text is looked at.
const SAMPLE: usize = 1 << 16;

/// First persons: whoever says these is speaking.
fn is_first(word: &[u8]) -> bool {
    matches!(
        word,
        b"i" | b"i'd"
            | b"i'll"
            | b"i'm"
            | b"i've"
            | b"me"
            | b"my"
            | b"our"
            | b"us"
            | b"we"
            | b"we'd"
            | b"we'll"
            | b"we're"
            | b"we've"
            | b"let's"
    )
}

/// Second persons, and courtesies.
fn is_second(word: &[u8]) -> bool {
    matches!(
        word,
        b"you"
            | b"you'd"
            | b"you'll"
            | b"you're"
            | b"you've"
            | b"your"
            | b"thank"
            | b"thanks"
            | b"yeah"
            | b"yes"
            | b"hello"
            | b"hi"
            | b"okay"
            | b"welcome"
            | b"morning"
            | b"afternoon"
            | b"evening"
    )
}

/// Small words of which any English text is full.
fn is_small(word: &[u8]) -> bool {
    matches!(
        word,
        b"the"
            | b"of"
            | b"and"
            | b"to"
            | b"in"
            | b"a"
            | b"is"
            | b"that"
            | b"for"
            | b"it"
            | b"on"
            | b"with"
            | b"are"
            | b"was"
            | b"this"
            | b"be"
    )
}

/// What was counted in a sample of a text.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    chars: usize,
    letters: usize,
    strange: usize,
    symbols: usize,
    words: usize,
    first: usize,
    second: usize,
    small: usize,
    /// Words that end a sentence.
    ends: usize,
    lines: usize,
    /// Lines that begin as headings, list items, comments and rows of tables do.
    listed: usize,
}

impl Evidence {
    /// Counts in texts, up to the size of a sample.
    pub(super) fn gather<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut evidence = Evidence::default();
        let mut left = SAMPLE;
        for text in texts {
            let text = beginning(text, left);
            evidence.look_at(text);
            left -= text.len();
            if left == 0 {
                break;
            }
        }
        evidence
    }

    fn look_at(&mut self, text: &str) {
        let mut bytes = [0_usize; 256];
        for &byte in text.as_bytes() {
            bytes[usize::from(byte)] += 1;
        }
        // Line ends of Windows are no characters of their own.
        bytes[usize::from(b'\r')] = 0;
        for (c, &times) in ('\0'..='\u{7f}').zip(&bytes) {
            self.look_at_char(c, times);
        }
        if !text.is_ascii() {
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| self.look_at_char(c, 1));
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.lines += 1;
            self.listed += usize::from(is_listed(line));
        }
        for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            match word.len() - letters {
                // A word of letters alone, as most are.
                0 => self.count_letters(word),
                _ if word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_whitespace() || byte == 0x0b) => {
                    self.count(word);
                }
                _ => word.split_whitespace().for_each(|word| self.count(word)),
            }
        }
    }

    /// Counts a character that stands there so many times.
    fn look_at_char(&mut self, c: char, times: usize) {
        self.chars += times;
        self.letters += times * usize::from(c.is_alphabetic() || c == ' ' || c == '\n');
        self.symbols += times * usize::from(is_symbol(c));
        self.strange += times * usize::from(is_strange(c));
        self.ends += times * usize::from(matches!(c, '。' | '？' | '！'));
    }

    fn count(&mut self, word: &str) {
        self.ends += usize::from(word.trim_end_matches(['"', '”', ')', ']']).ends_with(['.', '?', '!']));
        self.count_letters(word.trim_matches(|c: char| !c.is_alphanumeric()));
    }

    /// Counts a word, whatever stood around it.
    fn count_letters(&mut self, word: &str) {
        self.words += 1;
        let mut lower = [0; LONGEST];
        let Some(word) = ascii_lowercase(word, &mut lower) else { return };
        self.first += usize::from(is_first(word));
        self.small += usize::from(is_small(word));
        self.second += usize::from(is_second(word));
    }

    /// Why nobody said a text that names no speaker, if nobody did.
    pub(super) fn against_unnamed(&self) -> Option<&'static str> {
        if let Some(reason) = self.against_any() {
            return Some(reason);
        }
        if self.listed * 4 > self.lines && self.listed > 1 {
            return Some("lists and headings, and no speech");
        }
        if !self.is_english() {
            let sentences = self.ends > 0 && (self.ends * 40 >= self.words);
            return (!sentences && self.first + self.second == 0).then_some("words, and no sentences");
        }
        // In a few words one "we" or "thank you" is enough.
        let speaks = (self.first + self.second) * 100 >= self.words * 3 && self.first * 100 >= self.words
            || self.words < 30 && self.first + self.second > 0;
        (!speaks).then_some("nobody speaks in it: it names no speaker, and hardly ever says I, we or you")
    }

    /// Why nobody said what stands after what looked like names, if nobody did.
    pub(super) fn against_named(&self) -> Option<&'static str> {
        if let Some(reason) = self.against_any() {
            return Some(reason);
        }
        if self.words >= 200 && self.is_english() && (self.first + self.second) * 150 < self.words {
            return Some("nobody speaks in it: it hardly ever says I, we or you");
        }
        if self.ends == 0 && self.first + self.second + self.small == 0 {
            return Some("words, and no sentences");
        }
        None
    }

    fn against_any(&self) -> Option<&'static str> {
        if self.strange * 20 > self.chars || self.letters * 10 < self.chars * 6 {
            return Some("this is not text that somebody said");
        }
        (self.symbols > 4 && self.symbols * 50 > self.chars).then_some("symbols as in source code or a table")
    }

    fn is_english(&self) -> bool {
        self.small * 20 >= self.words
    }
}

/// As long as the longest word listed.
const LONGEST: usize = 9;

/// A word in lower case and with straight apostrophes; `None` if it is too long to be listed, or not English.
fn ascii_lowercase<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    if word.len() > LONGEST + 2 {
        return None;
    }
    if word.is_ascii() && word.len() <= LONGEST {
        let lower = &mut buffer[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return (!lower.is_empty()).then_some(lower);
    }
    let mut len = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c };
        *buffer.get_mut(len)? = u8::try_from(c).ok().filter(u8::is_ascii)?.to_ascii_lowercase();
        len += 1;
    }
    (len > 0).then_some(&buffer[..len])
}

/// Signs of source text, mark-up and tables, which no speech is written down with.
fn is_symbol(c: char) -> bool {
    matches!(c, '{' | '}' | '<' | '>' | '=' | '\\' | '_' | '#' | '|' | ';' | '`' | '@' | '+' | '~' | '^' | '\t')
}

fn is_strange(c: char) -> bool {
    (c.is_control() && !c.is_whitespace() && !matches!(c, '\u{80}'..='\u{9f}')) || c == '\u{fffd}'
}

fn is_listed(line: &str) -> bool {
    ["#", "- ", "* ", "+ ", "|", "```", "//", "/*", "• "].iter().any(|mark| line.starts_with(mark))
}

/// Why a text is no transcript, whatever else it is: other formats show at their first characters.
pub(super) fn other_format(text: &str) -> Option<&'static str> {
    let start = text.trim_start();
    let is_json = start.starts_with(['{', '[']) && beginning(start, SAMPLE).contains("\":");
    is_json.then_some("this is JSON of a kind that no reader knows")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unnamed(text: &str) -> bool {
        Evidence::gather(std::iter::once(text)).against_unnamed().is_none()
    }

    #[test]
    fn speech_without_names_is_speech() {
        for text in [
            "Good morning, and welcome to our call. We sold more boats than last year, and I am proud of the yard.",
            "so what we did in the quarter is that we moved the yard and you can see that in our margin i think",
            "Thank you.",
            "Guten Morgen. Wir haben mehr Boote verkauft als im Jahr davor. Vielen Dank.",
            "大家好。我们今年卖了更多的船。",
        ] {
            assert!(unnamed(text), "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "# nordlys\n\nA library for boats.\n\n## Install\n\n- get it\n- build it\n\nYou can use it as our docs say.",
            "harbor\tboats\tyear\nBergvik\t12\t2023\nSkerry\t7\t2022\n",
            "harbor,boats,year\nBergvik,12,2023\nSkerry,7,2022\n",
            "fn main() {\n    let boats = harbor.count();\n    println!(\"{boats}\");\n}\n",
            "Nordlys said on Tuesday that it sold 40 boats in the quarter, a third more than in the year before. Analysts \
             had expected 30. The shares of the company rose in the morning and were traded at a price of 12 in Bergvik.",
            "milk\neggs\nbread\nbutter\n",
        ] {
            assert!(!unnamed(text), "{text}");
        }
    }

    #[test]
    fn names_do_not_make_a_list_speech() {
        let named = |texts: &[&str]| Evidence::gather(texts.iter().copied()).against_named().is_none();
        assert!(!named(&["2 litres", "12", "one loaf"]));
        assert!(!named(&["struct Boat { name: String, }", "impl Boat { fn new() -> Self; }"]));
        assert!(named(&["Good morning.", "Boats float."]));
    }
}
