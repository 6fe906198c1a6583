//! Page furniture: what stands in a transcript's text and was said by nobody.
//!
//! Two kinds of evidence: forms that are furniture on any page ([`known`]), and lines that are foreign
//! among the sentences of one ([`Page::is_foreign`]). Speech must never be taken for furniture, so the
//! known forms are whole lines, and short or followed by what only links have.

mod foreign;

use std::sync::LazyLock;

use regex::Regex;

pub(crate) use self::foreign::Page;
use super::beginning;
use crate::transcript::Section;

/// What a line of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Furniture {
    /// "Advertisement", "Story continues".
    Break,
    /// A photographer, an agency.
    Credit,
    /// An invitation to read something else.
    Link,
    /// A page number, a running head or foot.
    Page,
    /// Who owns the text.
    Notice,
    /// A heading of the layout.
    Heading,
}

/// Lines that are furniture wherever they stand, in lower case, without the punctuation at their end.
const WHOLE: &[(&str, Furniture)] = &[
    ("advertisement", Furniture::Break),
    ("advertisements", Furniture::Break),
    ("advertisement - scroll to continue", Furniture::Break),
    ("story continues", Furniture::Break),
    ("story continues below advertisement", Furniture::Break),
    ("article continues below", Furniture::Break),
    ("sponsored content", Furniture::Break),
    ("sponsored", Furniture::Break),
    ("in this article", Furniture::Heading),
    ("contents", Furniture::Heading),
    ("call participants", Furniture::Heading),
    ("company participants", Furniture::Heading),
    ("corporate participants", Furniture::Heading),
    ("conference call participants", Furniture::Heading),
    ("participants", Furniture::Heading),
    ("transcript", Furniture::Heading),
    ("earnings call transcript", Furniture::Heading),
    ("full conference call transcript", Furniture::Heading),
    ("end of q&a", Furniture::Heading),
    ("end of transcript", Furniture::Heading),
    ("[end of transcript]", Furniture::Heading),
    ("continue reading", Furniture::Link),
    ("read more", Furniture::Link),
    ("read full article", Furniture::Link),
    ("read the full transcript", Furniture::Link),
    ("show more", Furniture::Link),
    ("share this article", Furniture::Link),
    ("trending now", Furniture::Link),
    ("recommended stories", Furniture::Link),
    ("related articles", Furniture::Link),
    ("related quotes", Furniture::Link),
    ("view comments", Furniture::Link),
    ("join premium", Furniture::Link),
    ("all rights reserved", Furniture::Notice),
    ("pixabay", Furniture::Credit),
    ("pexels", Furniture::Credit),
    ("unsplash", Furniture::Credit),
    ("shutterstock", Furniture::Credit),
    ("getty images", Furniture::Credit),
];

/// How lines of furniture begin, in lower case. Those of the second list need the look of a headline.
const OPENINGS: &[(&str, Furniture)] = &[
    ("story continues", Furniture::Break),
    ("click to continue reading", Furniture::Link),
    ("click here to read", Furniture::Link),
    ("click here to see", Furniture::Link),
    ("to continue reading", Furniture::Link),
    ("also read:", Furniture::Link),
    ("also read –", Furniture::Link),
    ("also check out:", Furniture::Link),
    ("read next:", Furniture::Link),
    ("read more:", Furniture::Link),
    ("read also:", Furniture::Link),
    ("see also:", Furniture::Link),
    ("see more:", Furniture::Link),
    ("related:", Furniture::Link),
    ("related article:", Furniture::Link),
    ("related articles:", Furniture::Link),
    ("recommended article:", Furniture::Link),
    ("recommended articles:", Furniture::Link),
    ("recommended reading:", Furniture::Link),
    ("suggested articles:", Furniture::Link),
    ("suggested article:", Furniture::Link),
    ("don't miss:", Furniture::Link),
    ("10 stocks we like better than", Furniture::Link),
    ("subscribe to our", Furniture::Link),
    ("sign up for our", Furniture::Link),
    ("image source:", Furniture::Credit),
    ("image credit:", Furniture::Credit),
    ("image by ", Furniture::Credit),
    ("image via ", Furniture::Credit),
    ("photo by ", Furniture::Credit),
    ("photo credit:", Furniture::Credit),
    ("photo via ", Furniture::Credit),
    ("photo:", Furniture::Credit),
    ("courtesy of ", Furniture::Credit),
    ("transcribed by http", Furniture::Notice),
    ("this transcript is provided", Furniture::Notice),
    ("this transcript was provided", Furniture::Notice),
    ("this article is a transcript of", Furniture::Notice),
    ("need a quote from a", Furniture::Notice),
    ("disclosure: none", Furniture::Notice),
    ("duration:", Furniture::Heading),
];

const HEADLINES: &[&str] = &[
    "see also ",
    "also read ",
    "read next ",
    "read more ",
    "follow ",
    "view ",
    "check out ",
    "explore ",
    "click to ",
    "click here",
];

static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?ix)^(?: page \s \d+ (?: \s (?:of|/) \s \d+ )? .{0,80} | \d{1,3} \s? / \s? \d{1,3} | -\s?\d{1,3}\s?- | (?: www\. | https?:// ) \S+ | .{0,80} \s page \s \d+ \s of \s \d+ )$").expect("a valid pattern")
});
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:copyright\s.{0,12}|©|\(c\))\s?.{0,160}$|^.{0,100}\ball rights reserved\b.{0,60}$")
        .expect("a valid pattern")
});

/// What a line is if it is furniture on any page.
pub(crate) fn known(line: &str) -> Option<Furniture> {
    if line.len() > 400 {
        return None;
    }
    let lower = line.to_lowercase().replace(['’', '‘'], "'");
    let bare = lower
        .trim_matches(|c: char| matches!(c, '*' | '_' | '#' | ':' | '.' | '…' | '-' | '–' | '—' | ' ' | '[' | ']'));
    if bare.is_empty() {
        // Rules and bullets; a word in a script of its own is none.
        return (!lower.contains(char::is_alphanumeric)).then_some(Furniture::Page);
    }
    // A sentence's last words at a broken line's beginning ("participants.") are no heading.
    let heads = !ends_in_one_stop(line) && !line.starts_with(char::is_lowercase);
    if let Some((_, kind)) = WHOLE.iter().find(|(whole, kind)| *whole == bare && (heads || *kind == Furniture::Break)) {
        return Some(*kind);
    }
    if is_break(bare) {
        return Some(Furniture::Break);
    }
    if let Some((_, kind)) = OPENINGS.iter().find(|(opening, _)| lower.starts_with(opening)) {
        return Some(*kind);
    }
    if HEADLINES.iter().any(|opening| lower.starts_with(opening)) && is_headline(line) || is_list_headline(line) {
        return Some(Furniture::Link);
    }
    if is_credit(&lower) {
        return Some(Furniture::Credit);
    }
    let may_be_notice = ["copyright", "©", "(c)", "all right"].iter().any(|sign| lower.contains(sign));
    if may_be_notice && NOTICE.is_match(line) && !is_speech(line) {
        return Some(Furniture::Notice);
    }
    (!ends_in_one_stop(line) && line.len() < 160 && PAGE.is_match(bare)).then_some(Furniture::Page)
}

/// Whether a line opens what vendors print under a transcript: all that follows was said by nobody.
pub(crate) fn opens_tail(line: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "[copyright",
        "[thomson",
        "[ccbn",
        "[lseg",
        "[refinitiv",
        "the information contained in event transcripts",
        "in the conference calls upon which event transcripts",
        "this article is a transcript of",
        "this article represents the opinion",
        "this transcript may not be 100",
        "all earnings call transcripts on",
        "should you invest $",
        "before you buy stock in",
        "where to invest $",
        "stocks mentioned",
        "call participants",
        "disclaimer",
        "definitions",
        "transcribed by https",
    ];
    const WHOLE: &[&str] = &["disclaimer", "definitions", "call participants", "stocks mentioned"];
    let start = beginning(line, 80).to_lowercase();
    OPENINGS.iter().any(|opening| {
        start
            .strip_prefix(opening)
            .is_some_and(|rest| !WHOLE.contains(opening) || rest.trim_matches([':', '.', ' ']).is_empty())
    })
}

/// The heading before the colon of a line that names no speaker, where speech may follow: `End of Q&A: Thank you.`
pub(crate) fn unnamed_heading(line: &str) -> Option<usize> {
    let at = beginning(line, 40).find(':')?;
    let head = line[..at].trim().to_lowercase();
    let is_heading = matches!(head.as_str(), "end of q&a" | "q&a" | "q -" | "a -" | "q –" | "a –")
        || section_heading(&line[..at]).is_some();
    is_heading.then_some(at + 1)
}

/// `end.`, but not `reading...`.
fn ends_in_one_stop(line: &str) -> bool {
    line.ends_with('.') && !line.ends_with("..")
}

/// The section that a line opens, if it is a heading of one.
pub(crate) fn section_heading(line: &str) -> Option<Section> {
    if line.len() > 60 {
        return None;
    }
    let words: String = line.to_lowercase().replace('&', " and ").replace(|c: char| !c.is_alphanumeric(), " ");
    let words: Vec<&str> = words.split_whitespace().collect();
    match words.join(" ").as_str() {
        "q and a"
        | "q and a session"
        | "q and a section"
        | "question and answer"
        | "question and answer session"
        | "question and answer section"
        | "question and answers"
        | "questions and answers"
        | "questions and answers session"
        | "questions and answer session"
        | "questionandanswer session"
        | "analyst q and a"
        | "questions answers" => Some(Section::Qa),
        "presentation"
        | "prepared remarks"
        | "management discussion section"
        | "management discussion"
        | "presentation section" => Some(Section::Prepared),
        _ => None,
    }
}

/// Whether a paragraph reads as something said: long enough, and people speak of themselves or to others in it.
pub(crate) fn is_speech(line: &str) -> bool {
    const SPOKEN: &[&str] =
        &["we", "our", "i", "you", "us", "thank", "thanks", "we're", "we've", "i'm", "i'd", "i'll", "we'll", "your"];
    let mut words = 0;
    let mut spoken = 0;
    for word in line.split_whitespace() {
        words += 1;
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).replace('’', "'").to_lowercase();
        spoken += usize::from(SPOKEN.contains(&word.as_str()));
    }
    words >= 20 && spoken >= 2
}

/// A headline: most of its longer words are capitalised, or numbers.
fn is_headline(line: &str) -> bool {
    let (mut long, mut capital) = (0, 0);
    for word in
        line.split_whitespace().skip(1).filter(|word| word.len() > 3 || word.starts_with(|c: char| c.is_ascii_digit()))
    {
        long += 1;
        capital += usize::from(word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '('));
    }
    long > 1 && capital * 10 >= long * 7 && !is_speech(line)
}

/// Breaks glued to each other: `AdvertisementAdvertisement`.
fn is_break(bare: &str) -> bool {
    let breaks = WHOLE.iter().filter(|(_, kind)| *kind == Furniture::Break).map(|(whole, _)| *whole);
    let mut rest = bare;
    while !rest.is_empty() {
        let Some(longest) = breaks.clone().filter(|whole| rest.starts_with(whole)).max_by_key(|whole| whole.len())
        else {
            return false;
        };
        rest = rest[longest.len()..].trim_start();
    }
    true
}

/// A list that some other page offers: `15 Quiet Cities Where …`. A number, and words capitalised as in a title.
fn is_list_headline(line: &str) -> bool {
    let Some((number, rest)) = line.split_once(' ') else { return false };
    let counts = number.len() <= 3 && number.bytes().all(|b| b.is_ascii_digit());
    let titled = |word: &str| {
        let mut letters = word.chars().skip_while(|c| !c.is_alphanumeric());
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase)
    };
    counts
        && (4..=16).contains(&rest.split_whitespace().count())
        && !rest.ends_with(['.', ',', ';', ':', '?', '-'])
        && rest.split_whitespace().all(|word| word.len() <= 4 || titled(word))
        && rest.split_whitespace().next().is_some_and(titled)
        && rest.split_whitespace().filter(|word| titled(word)).count() >= 3
}

/// A photographer's or an agency's name, and nothing else.
fn is_credit(lower: &str) -> bool {
    const AGENCIES: &[&str] = &[
        "shutterstock",
        "getty images",
        "gettyimages",
        "istock",
        "pixabay",
        "unsplash",
        "pexels",
        "depositphotos",
        "123rf",
        "alamy",
        "stock photo",
        "reuters/",
        "ap photo",
        "bloomberg via",
        "public domain",
        "wikimedia",
        "flickr",
        "dreamstime",
        "adobe stock",
        "freepik",
        "copyright:",
    ];
    let words = lower.split_whitespace().count();
    words <= 12
        && !lower.ends_with(['.', '?', '!', ','])
        && AGENCIES.iter().any(|agency| lower.contains(agency))
        && (lower.contains(['/', '|', '©']) || lower.contains(" via ") || lower.contains(" by ") || words <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_and_speech_is_not() {
        let cases = [
            ("Advertisement", Some(Furniture::Break)),
            ("Story continues", Some(Furniture::Break)),
            ("In this article:", Some(Furniture::Heading)),
            ("Lena Ostrowska/Shutterstock.com", Some(Furniture::Credit)),
            ("Photo by Lena Ostrowska on Unsplash", Some(Furniture::Credit)),
            ("Pixabay/Public Domain", Some(Furniture::Credit)),
            ("Copyright: nordlys / 123RF Stock Photo", Some(Furniture::Credit)),
            ("See also 12 Best Fjords for Kayaking and 15 Cheapest Ferries in 2023.", Some(Furniture::Link)),
            ("Click to continue reading…", Some(Furniture::Link)),
            ("Follow Nordlys Holdings (NASDAQ:NRDL)", Some(Furniture::Link)),
            ("Page 3 of 26 © 2020 Nordlys, Inc. All rights reserved.", Some(Furniture::Notice)),
            ("© 2020 Nordlys, Inc.", Some(Furniture::Notice)),
            ("https://example.com/a", Some(Furniture::Page)),
            ("AdvertisementAdvertisement", Some(Furniture::Break)),
            ("Advertisement Story continues", Some(Furniture::Break)),
            ("12 Fjords You Can Only Reach by Ferry", Some(Furniture::Link)),
            ("15 Quiet Harbors Where Small Boats Are Building", Some(Furniture::Link)),
            ("-----", Some(Furniture::Page)),
            ("15 Nordlys boats were sold to Fjord Capital Partners", None),
            ("15 MILLION IN THE FIRST QUARTER", None),
            ("12 New Boats, Ida Rahm Said.", None),
            ("See also the slide that we showed in March.", None),
            ("Follow the money and you will see what we mean.", None),
            ("We sold our stake in Shutterstock.", None),
            ("participants.", None),
            ("page 7.", None),
            ("Thank you.", None),
            ("Yes.", None),
        ];
        for (line, want) in cases {
            let got = known(line);
            assert!(
                got == want || (want.is_some() && got.is_some() && matches!(want, Some(Furniture::Notice))),
                "{line}: {got:?}"
            );
        }
    }

    #[test]
    fn headings_open_sections() {
        for line in
            ["Q&A Session", "Question-and-Answer Session", "QUESTIONS AND ANSWERS", "Questions & Answers:", "**Q&A**"]
        {
            assert_eq!(section_heading(line), Some(Section::Qa), "{line}");
        }
        assert_eq!(section_heading("Prepared Remarks:"), Some(Section::Prepared));
        assert_eq!(section_heading("We will now take questions"), None);
    }
}
