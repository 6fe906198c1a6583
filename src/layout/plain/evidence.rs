//! Is this something that somebody said? Evidence for speech, and against it.
//!
//! People who speak say `I`, `we` and `you`, in whatever they speak of: in calls and meetings these are one
//! word in fifteen, in articles, manuals and licences one in fifty at most. Tables, lists and source text show
//! by their symbols. Only English is known so well; of other languages the sentences must do.

use crate::layout::beginning;

/// How much of a text is looked at.
const SAMPLE: usize = 1 << 16;

/// First persons: whoever says these is speaking.
const FIRST: &[&str] =
    &["i", "i'd", "i'll", "i'm", "i've", "me", "my", "our", "us", "we", "we'd", "we'll", "we're", "we've", "let's"];

/// Second persons, and courtesies.
const SECOND: &[&str] = &[
    "you",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "your",
    "thank",
    "thanks",
    "yeah",
    "yes",
    "hello",
    "hi",
    "okay",
    "welcome",
    "morning",
    "afternoon",
    "evening",
];

/// Small words of which any English text is full.
const SMALL: &[&str] =
    &["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "on", "with", "are", "was", "this", "be"];

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
        let mut ascii = [0_usize; 128];
        for &byte in text.as_bytes().iter().filter(|byte| byte.is_ascii()) {
            ascii[usize::from(byte)] += 1;
        }
        // Line ends of Windows are no characters of their own.
        ascii[usize::from(b'\r')] = 0;
        for (c, &times) in ('\0'..='\u{7f}').zip(&ascii) {
            self.look_at_char(c, times);
        }
        if !text.is_ascii() {
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| self.look_at_char(c, 1));
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.lines += 1;
            self.listed += usize::from(is_listed(line));
        }
        for word in text.split_whitespace() {
            self.count(word);
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
        self.words += 1;
        self.ends += usize::from(word.trim_end_matches(['"', '”', ')', ']']).ends_with(['.', '?', '!']));
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let mut lower = [0; LONGEST];
        let Some(word) = ascii_lowercase(word, &mut lower) else { return };
        let is_in = |list: &[&str]| usize::from(list.iter().any(|known| known.as_bytes() == word));
        // Each list with the lengths of its words: most words are in none.
        if word.len() <= 5 {
            self.first += is_in(FIRST);
            self.small += is_in(SMALL);
        }
        if word.len() >= 2 {
            self.second += is_in(SECOND);
        }
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

/// Longer than any word listed.
const LONGEST: usize = 12;

/// A word in lower case and with straight apostrophes; `None` if it is too long to be listed, or not English.
fn ascii_lowercase<'b>(word: &str, buffer: &'b mut [u8; LONGEST]) -> Option<&'b [u8]> {
    if word.len() > LONGEST {
        return None;
    }
    let mut len = 0;
    for c in word.chars() {
        let c = if c == '’' { '\'' } else { c };
        buffer[len] = u8::try_from(c).ok().filter(u8::is_ascii)?.to_ascii_lowercase();
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
