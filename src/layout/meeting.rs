//! Exports of meeting tools: a heading with a name and a time, the words below or beside it
//! (`**Ann**  0:23`, `Ann Lee 1:02:03`, `[00:00:23] Ann Lee:`), texts with times alone, and what was copied from the page
//! of a recording: the name on a line, the time on the next, the words below, and perhaps what a picture is called above.

use std::collections::HashMap;

use super::{
    Draft, DraftTurn, Label, Layout,
    draft::{clamp_diagnostics, no_speakers},
    fool::is_name,
    header,
    lines::{furniture, tail},
    plain::line::ends_sentence,
    voices,
    voices::opening,
};
use crate::{source::Source, text::Traced};

pub(super) const LAYOUT: Layout = Layout { name: "meeting", matches, read };

/// A heading, taken apart.
struct Heading<'t> {
    name: Option<&'t str>,
    seconds: f64,
    words: &'t str,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 59;
const LONGEST_BOLD: usize = 60;

fn heading(line: &str) -> Option<Heading<'_>> {
    let begins_with_time = line.starts_with(|c: char| c.is_ascii_digit() || c == '[' || c == '(');
    if begins_with_time { time_first(line) } else { name_first(line) }
}

/// `[00:00:23] Ann Lee: words`, `00:00:23 words`.
fn time_first(line: &str) -> Option<Heading<'_>> {
    let rest = line.strip_prefix(['[', '(']).unwrap_or(line);
    let (time, after) = rest.split_at(time_len(rest, 2)?);
    let (fraction, after) = after.split_at(fraction_len(after));
    let after = after.strip_prefix([']', ')']).unwrap_or(after);
    let said = after.trim_start_matches(' ');
    if said.len() == after.len() {
        return None;
    }
    let undashed = said.trim_start_matches('-');
    let said = match undashed.strip_prefix(' ') {
        Some(rest) if undashed.len() < said.len() => rest.trim_start_matches(' '),
        _ => said,
    };
    let seconds = voices::seconds(&rest[..time.len() + fraction.len()])?;
    // `**Ann Lee**: words`
    if let Some((name, words)) = said.strip_prefix("**").and_then(|bold| bold.split_once("**"))
        && let Some(words) = words.strip_prefix(':').or(name.ends_with(':').then_some(words))
        && let name = name.trim_end_matches(':')
        && is_printed_name(name)
        && is_speaker(name)
    {
        return Some(Heading { name: Some(name), seconds, words: words.trim_start_matches(' ') });
    }
    // Without a name all after the time is words, what stands before a colon too.
    Some(match said.split_once(':').filter(|(name, _)| is_printed_name(name) && is_speaker(name)) {
        Some((name, words)) => Heading { name: Some(name), seconds, words: words.trim_start_matches(' ') },
        None => Heading { name: None, seconds, words: said },
    })
}

/// `**Ann Lee**  0:23`, `Ann Lee [1:02:03]`; with words after it only in bold type, since a time in the middle of
/// a sentence is no heading.
fn name_first(line: &str) -> Option<Heading<'_>> {
    const LONGEST_WITHOUT_WORDS: usize = 90;
    if !holds_time(line) {
        return None;
    }
    if let Some(inner) = line.strip_prefix("**") {
        let (inside, after) = inner.split_once("**").filter(|(inside, _)| !inside.contains('*'))?;
        let name = inside.strip_suffix(':').filter(|name| !name.is_empty()).unwrap_or(inside);
        let (time, words) = time_behind(after)?;
        let fits = (1..=LONGEST_BOLD).contains(&name.chars().count());
        return fits.then_some(Heading { name: Some(name), seconds: voices::seconds(time)?, words });
    }
    if line.len() > LONGEST_WITHOUT_WORDS || !line.starts_with(char::is_uppercase) {
        return None;
    }
    let mut ends = line.char_indices().take(LONGEST_NAME + 1).skip(1);
    let mut inside = line.chars().skip(1);
    loop {
        let (end, _) = ends.next()?;
        if let Some((time, words)) = time_behind(&line[end..]) {
            let heading = Heading { name: Some(&line[..end]), seconds: voices::seconds(time)?, words };
            return words.trim().is_empty().then_some(heading);
        }
        inside.next().filter(|&c| is_of_name(c) && c != '_')?;
    }
}

/// A name with the time on the line below it, as pages of recordings have them.
fn two_lines<'t>(name: &'t str, below: &str) -> Option<Heading<'t>> {
    let seconds = lone_time(below)?;
    let fits = name.chars().count() <= LONGEST_NAME && !ends_sentence(name);
    fits.then_some(Heading { name: Some(name), seconds, words: "" })
}

/// The seconds of a line that is nothing but a time.
fn lone_time(line: &str) -> Option<f64> {
    let rest = line.strip_prefix(['[', '(']).unwrap_or(line);
    let (time, after) = rest.split_at(time_len(rest, 3)?);
    let after = &after[fraction_len(after)..];
    after.trim_start_matches([']', ')']).is_empty().then(|| voices::seconds(time)).flatten()
}

/// The time at the beginning of what stands behind a name, blanks and brackets aside, and the words after it.
fn time_behind(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(' ');
    let text = text.strip_prefix(['[', '(']).unwrap_or(text);
    let (time, after) = text.split_at(time_len(text, 3)?);
    let after = after.strip_prefix([']', ')']).unwrap_or(after).trim_start_matches(' ');
    Some((time, after.strip_prefix(':').unwrap_or(after)))
}

/// The length of a time at the beginning of a text: `1:02:03`, or `62:03` with minutes of so many digits at most.
fn time_len(text: &str, longest: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let minutes = |from: usize| {
        let len = digits(from);
        let colon = from + len;
        let fits = (1..=longest).contains(&len) && bytes.get(colon) == Some(&b':') && digits(colon + 1) >= 2;
        fits.then_some(colon + 3)
    };
    let hours = digits(0);
    let after_hours =
        if (1..=2).contains(&hours) && bytes.get(hours) == Some(&b':') { minutes(hours + 1) } else { None };
    after_hours.or_else(|| minutes(0))
}

/// The length of `.123`.
fn fraction_len(text: &str) -> usize {
    let digits = text.strip_prefix('.').map_or(0, |rest| rest.bytes().take(3).take_while(u8::is_ascii_digit).count());
    if digits == 0 { 0 } else { digits + 1 }
}

/// A capital, and as many characters of names as a name has.
fn is_printed_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(is_of_name) && name.chars().count() <= LONGEST_NAME
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '\'' | '’' | '(' | ')' | ' ' | '-')
}

/// Whether digits stand on both sides of a colon: without, there is no need to look closer.
fn holds_time(line: &str) -> bool {
    let is_digit = |at: usize| line.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b':', line.as_bytes()).any(|at| is_digit(at + 1) && at.checked_sub(1).is_some_and(is_digit))
}

/// A name, one word, or a numbered voice; not the first half of a sentence with a colon.
fn is_speaker(name: &str) -> bool {
    is_name(name) || !name.contains(' ') || name.ends_with(|c: char| c.is_ascii_digit())
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}')))
}

/// How many lines are looked at to recognise the layout.
const SAMPLE: usize = 100;

fn matches(source: &Source) -> bool {
    let sample: Vec<&str> = lines(&source.text).filter(|line| !line.is_empty()).take(SAMPLE).collect();
    is_export(&sample) || is_copied(&sample)
}

/// Three headings, their times in order, and few lines without one.
fn is_export(sample: &[&str]) -> bool {
    let mut last = -1.0;
    let (mut headings, mut others) = (0, 0);
    for line in sample {
        match heading(line).filter(|heading| heading.seconds >= last) {
            Some(heading) => {
                headings += 1;
                last = heading.seconds;
            }
            None => others += 1,
        }
    }
    headings >= 3 && others <= headings * 6
}

/// Three headings of two lines, their times in order, words between them, and hardly a time without a name above it:
/// elsewhere words stand above times.
fn is_copied(sample: &[&str]) -> bool {
    let (mut headings, mut times, mut last, mut before) = (0, 0, -1.0, 0);
    for (at, line) in sample.iter().enumerate() {
        let Some(seconds) = lone_time(line) else { continue };
        times += 1;
        let name = at.checked_sub(1).filter(|name| *name == 0 || *name > before);
        let named = |name: &str| is_printed_name(name) && is_speaker(name) && two_lines(name, line).is_some();
        if name.is_some_and(|name| named(sample[name])) && seconds >= last {
            headings += 1;
            last = seconds;
        }
        before = at + 1;
    }
    headings >= 3 && headings * 4 >= times * 3
}

fn read(source: &Source) -> Vec<Draft> {
    let text = &source.text;
    let mut draft = Draft { layout: LAYOUT.name, ..Draft::default() };
    let chat = is_chat(text);
    let lines: Vec<&str> = lines(text).filter(|line| !line.is_empty()).collect();
    let copied = is_copied(&lines[..lines.len().min(SAMPLE)]);
    let picture = if copied { picture(&lines) } else { None };
    let mut headed = false;
    for (at, line) in lines.iter().enumerate() {
        // The second line of a heading.
        if std::mem::take(&mut headed) {
            continue;
        }
        let below = lines.get(at + 1).filter(|_| copied);
        let two_lines = below.and_then(|below| two_lines(line, below));
        headed = two_lines.is_some();
        let is_picture = || {
            Some(*line) == picture
                && lines.get(at + 2).is_some_and(|time| self::two_lines(lines[at + 1], time).is_some())
        };
        if let Some(mut heading) = two_lines.or_else(|| heading(line)) {
            if let Some((name, words)) = handle(heading.words).filter(|_| chat && heading.name.is_none()) {
                heading = Heading { name: Some(name), words, ..heading };
            }
            let label = heading.name.map(|name| Label { name: text.part(name.trim()), ..Label::default() });
            let words = heading.words.trim();
            open_turn(&mut draft, label, heading.seconds);
            add(&mut draft, text, words, copied);
        } else if is_footer(line) || is_picture() {
            draft.diagnostics.push(furniture(text, line, draft.turns.len().saturating_sub(1)));
        } else {
            add(&mut draft, text, line, copied);
        }
    }
    draft.turns.retain(|turn| !turn.text.is_empty());
    no_speakers(&mut draft);
    clamp_diagnostics(&mut draft);
    header::complete(&mut draft.header, opening(&draft.turns));
    vec![draft]
}

/// What stands above most headings of two lines: the words for a picture of whoever speaks.
fn picture<'t>(lines: &[&'t str]) -> Option<&'t str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut headings = 0;
    for three in lines.windows(3).filter(|three| two_lines(three[1], three[2]).is_some()) {
        headings += 1;
        *counts.entry(three[0]).or_default() += 1;
    }
    let most = counts.into_iter().find(|(line, count)| *count > 1 && count * 2 > headings && !ends_sentence(line));
    most.map(|(line, _)| line)
}

/// `ann: Hi`: the handle of somebody in a chat, and the words.
fn handle(words: &str) -> Option<(&str, &str)> {
    const LONGEST: usize = 30;
    words
        .split_once(": ")
        .filter(|(name, _)| (2..=LONGEST).contains(&name.len()) && name.chars().all(|c| is_of_name(c) && c != ' '))
}

/// Whether nearly all times stand before handles, some of them again and again: a colon in speech comes once in a while.
fn is_chat(text: &str) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut n_times = 0;
    for heading in lines(text).filter_map(heading) {
        n_times += 1;
        let name = heading.name.or_else(|| handle(heading.words).map(|(name, _)| name));
        name.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
    }
    let n_named: usize = counts.values().sum();
    n_named * 10 >= n_times * 9 && counts.values().any(|count| *count > 1)
}

/// Begins a turn, unless the same voice goes on: tools print a heading every few sentences.
fn open_turn(draft: &mut Draft, label: Option<Label>, seconds: f64) {
    const MINUTE: f64 = 60.0;
    let goes_on = draft.turns.last().is_some_and(|turn| match (&turn.label, &label) {
        (Some(a), Some(b)) => a.name.as_str() == b.name.as_str(),
        (None, None) => turn.start_seconds.is_some_and(|start| seconds - start < MINUTE),
        _ => false,
    });
    if !goes_on {
        draft.turns.push(DraftTurn { label, start_seconds: Some(seconds), ..DraftTurn::default() });
    }
}

/// Adds a line to the last turn: a paragraph, unless a sentence goes on in it; what stands before the first heading was
/// not said. The lines of a recording are `broken` wherever a recogniser drew breath.
fn add(draft: &mut Draft, text: &Traced, line: &str, broken: bool) {
    /// A recogniser that knows no full stops must not make one paragraph of it all.
    const LONGEST_PARAGRAPH: usize = 1000;
    let Some(turn) = draft.turns.last_mut().filter(|_| !line.is_empty()) else { return };
    if !turn.text.is_empty() {
        let goes_on = (broken || line.starts_with(char::is_lowercase))
            && !ends_sentence(tail(&turn.text, LONGEST_PARAGRAPH))
            && (turn.text.len() < LONGEST_PARAGRAPH || tail(&turn.text, LONGEST_PARAGRAPH).contains("\n\n"));
        turn.text.push_made(if goes_on { " " } else { "\n\n" });
    }
    turn.text.push_range(text, text.range_of(line));
}

fn is_footer(line: &str) -> bool {
    line.len() < 120 && line.to_ascii_lowercase().trim_start_matches(['*', '_', ' ']).starts_with("transcribed by http")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<(String, String, Option<f64>)> {
        let source = Source::from_bytes("-", text.as_bytes());
        assert!(matches(&source), "not recognised: {text}");
        let row = |turn: DraftTurn| {
            (turn.label.unwrap_or_default().name.into_string(), turn.text.into_string(), turn.start_seconds)
        };
        read(&source).remove(0).turns.into_iter().map(row).collect()
    }

    #[test]
    fn headings_of_many_tools() {
        let expected =
            [("Ann Lee", "One at 10:30.\n\nMore.", 0.0), ("Bo", "Two.", 62.0), ("Ann Lee", "Three.", 3723.0)];
        let expected = expected.map(|(name, text, start)| (name.to_owned(), text.to_owned(), Some(start)));
        for text in [
            "**Ann Lee**  0:00  \nOne at 10:30.\n\n**Ann Lee** [0:09]\nMore.\n\n**Bo** [1:02] Two.\n**Ann Lee**    1:02:03\nThree.\n\
             Transcribed by https://example.org\n",
            "Ann Lee 0:00\nOne at 10:30.\n\nMore.\n\nBo  1:02\nTwo.\n\nAnn Lee 1:02:03\nThree.\n",
            "[00:00:00] Ann Lee: One at 10:30.\nMore.\n[00:01:02] Bo: Two.\n[01:02:03] Ann Lee: Three.",
            "[00:00] **Ann Lee**: One at 10:30.\nMore.\n[01:02] **Bo:** Two.\n[01:02:03] **Ann Lee**: Three.",
        ] {
            assert_eq!(turns(text), expected, "{text}");
        }
    }

    #[test]
    fn names_stand_above_times_on_the_page_of_a_recording() {
        let row = |name: &str, text: &str, start| (name.to_owned(), text.to_owned(), Some(start));
        let want = [
            row("Ann Lee", "One of Two.\n\nMore.", 2.0),
            row("Unknown Speaker", "Can you hear me?", 70.0),
            row("bo@home", "Yes.\n\nUser avatar", 74.0),
            row("Ann Lee", "So.", 80.0),
        ];
        let page = "avatar\nAnn Lee\n00:00:02\nOne of\nTwo.\nMore.\navatar\nUnknown Speaker\n00:01:10\nCan you hear me?\n\
                    avatar\nbo@home\n00:01:14\nYes.\nUser avatar\navatar\nAnn Lee\n00:01:20\nSo.\n";
        for page in [page, &page.replace("\navatar\n", "\n")[7..], &page[7..]] {
            assert_eq!(turns(page), want, "{page}");
        }
        // Words stand above times where these are all that parts them.
        for text in
            ["0:00\nWe built\n0:04\nThe Boats\n0:08\nMy Boats\n0:12\nthey float\n", "A B\n0:01\nC D\n0:02\nE F\n"]
        {
            assert!(!matches(&Source::from_bytes("-", text.as_bytes())), "{text}");
        }
    }

    #[test]
    fn times_alone_are_unnamed_turns() {
        let got = turns("00:00:00 One.\n\n00:00:08 Two.\n\n00:01:20 Three.\n");
        assert_eq!(got[0], (String::new(), "One.\n\nTwo.".to_owned(), Some(0.0)));
        assert_eq!(got[1], (String::new(), "Three.".to_owned(), Some(80.0)));
    }

    #[test]
    fn handles_of_a_chat_are_names() {
        let row = |name: &str, text: &str, start| (name.to_owned(), text.to_owned(), Some(start));
        let chat = "[10:02] ann: Is it ready?\n[10:03] bo_li: It is.\n[10:05] ann: Good: so we go.\n";
        let want =
            [row("ann", "Is it ready?", 602.0), row("bo_li", "It is.", 603.0), row("ann", "Good: so we go.", 605.0)];
        assert_eq!(turns(chat), want);
        let talk = "[00:02] we did: One.\n[00:03] note: Two.\n[00:05] so it is.\n";
        assert_eq!(turns(talk), [row("", "we did: One.\n\nnote: Two.\n\nso it is.", 2.0)]);
    }

    #[test]
    fn prose_with_times_is_none_of_ours() {
        for text in ["Meet at 10:30\nor 11:30\nor 12:30 or so\n", "Ann: Hi\nBo: Ho\nAnn: Hi\n", "", "0:00\n"] {
            assert!(!matches(&Source::from_bytes("-", text.as_bytes())), "{text}");
        }
    }
}
