//! Is this something that somebody said? Evidence for speech, and against it.
//!
//! People who speak say `I`, `we` and `you`, in whatever they speak of: in calls and meetings these are one
//! word in fifteen, in articles, manuals and licences one in fifty at most. Tables, lists and source text show
//! by their symbols. Only English is known so well; of other languages the sentences must do.

use crate::{
    layout::beginning,
    text::{LazyLexicon, Lexicon, Runs},
};

/// How much of a text is looked at.
const SAMPLE: usize = 1 << 16;

/// How much is looked at of what stands behind names: pieces from all over it, of so many bytes.
const SPREAD: usize = 1 << 13;
const PIECE: usize = 512;

/// First persons: whoever says these is speaking.
const FIRST: u32 = 1;
/// Second persons, and courtesies.
const SECOND: u32 = 2;
/// Small words of which any English text is full.
const SMALL: u32 = 4;

static WORDS: LazyLexicon = LazyLexicon::new(|| {
    Lexicon::new(&[
        ("i i'd i'll i'm i've me my our us we we'd we'll we're we've let's", FIRST),
        (
            "you you'd you'll you're you've your thank thanks yeah yes hello hi okay welcome morning afternoon evening",
            SECOND,
        ),
        ("the of and to in a is that for it on with are was this be", SMALL),
    ])
});

/// What was counted in a sample of a text.
#[derive(Debug)]
pub(super) struct Evidence {
    /// How often each byte stands there.
    bytes: [u32; 256],
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
    fn nothing() -> Self {
        Evidence {
            bytes: [0; 256],
            chars: 0,
            letters: 0,
            strange: 0,
            symbols: 0,
            words: 0,
            first: 0,
            second: 0,
            small: 0,
            ends: 0,
            lines: 0,
            listed: 0,
        }
    }

    /// Counts in the beginning of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut evidence = Evidence::nothing();
        evidence.look_at(beginning(text, SAMPLE));
        evidence.counted()
    }

    /// Counts in texts: all of them if they are short, else in pieces of them.
    pub(super) fn gather<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut evidence = Evidence::nothing();
        let total: usize = texts.clone().map(str::len).sum();
        if total <= SPREAD {
            texts.for_each(|text| evidence.look_at(text));
            return evidence.counted();
        }
        let period = PIECE * total.div_ceil(SPREAD);
        let mut before = 0_usize;
        for text in texts {
            let mut at = before.next_multiple_of(period) - before;
            while at < text.len() {
                let rest = &text[beginning(text, at).len()..];
                evidence.look_at(beginning(rest, PIECE));
                at += period;
            }
            before += text.len();
        }
        evidence.counted()
    }

    fn look_at(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            self.bytes[usize::from(byte)] += 1;
        }
        if !text.is_ascii() {
            text.chars().filter(|c| !c.is_ascii()).for_each(|c| self.look_at_char(c, 1));
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            self.lines += 1;
            self.listed += usize::from(is_listed(line));
        }
        let bytes = text.as_bytes();
        let mut runs = Runs::of(bytes);
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_whitespace() {
                at += 1;
                continue;
            }
            let mut end = at + runs.len(at);
            let is_blank = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
            // Most words are letters alone.
            if is_blank(end) {
                self.count_lists(WORDS.lists_at(text, at..end));
            } else {
                while !is_blank(end) {
                    end += 1;
                }
                let word = &text[at..end];
                if word.is_ascii() {
                    self.count(word);
                } else {
                    word.split_whitespace().for_each(|word| self.count(word));
                }
            }
            at = end;
        }
    }

    /// Counts the characters of ASCII by their bytes.
    fn counted(mut self) -> Self {
        // Line ends of Windows are no characters of their own.
        self.bytes[usize::from(b'\r')] = 0;
        let bytes = self.bytes;
        for (c, &times) in ('\0'..='\u{7f}').zip(&bytes) {
            self.look_at_char(c, times as usize);
        }
        self
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
        self.count_lists(WORDS.lists(word.trim_matches(|c: char| !c.is_alphanumeric())));
    }

    /// Counts a word by the lists that hold it.
    fn count_lists(&mut self, lists: u32) {
        self.words += 1;
        self.first += usize::from(lists & FIRST > 0);
        self.second += usize::from(lists & SECOND > 0);
        self.small += usize::from(lists & SMALL > 0);
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

    /// Whether hardly a word in a thousand is said to somebody.
    pub(super) fn addresses_nobody(&self) -> bool {
        self.second * 1000 < self.words
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
        Evidence::of(text).against_unnamed().is_none()
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
