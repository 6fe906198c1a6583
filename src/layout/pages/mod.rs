//! Text of PDFs, pages apart by form feeds. Running heads and page numbers are taken out wherever they
//! fall; then either the houses' own headings are read ([`label`], [`judge`]), or, where the labels stand
//! before colons, the text as any other.

mod events;
mod front;
mod judge;
mod label;
mod sheet;
mod spaced;

use std::{collections::HashMap, ops::Range};

use jiff::civil::Date;

use self::{
    judge::{Verdict, judge, key},
    label::{Candidate, Style},
    sheet::Sheets,
};
use super::{
    Draft, DraftTurn, Header, Label, Layout, RosterEntry, Side,
    draft::{clamp_diagnostics, not_a_transcript},
    furniture::{self, section_heading},
    header, plain,
    plain::line::ends_sentence,
    seekingalpha, stacked,
};
use crate::{error::Diagnostic, source::Source, text::Traced, transcript::Section};

pub(super) const LAYOUT: Layout = Layout { name: "pages", matches, read };

fn matches(source: &Source) -> bool {
    const PAGES: usize = 2;
    memchr::memchr_iter(b'\x0c', source.text.as_bytes()).take(PAGES).count() == PAGES
}

/// A file may hold many calls, one after another, and among them what is none.
fn read(source: &Source) -> Vec<Draft> {
    let text = &*spaced::closed(&source.text);
    let parts = events::split(text);
    if parts.len() < 2 {
        return vec![read_call(text)];
    }
    let (mut calls, mut others) = (Vec::new(), Vec::new());
    for range in parts {
        let draft = read_call(&text.slice(range.clone()));
        // Lists of what the file holds name no speaker.
        let silent = draft.turns.iter().all(|turn| turn.label.is_none());
        if silent { others.push(range) } else { calls.push(draft) }
    }
    let Some(first) = calls.first_mut() else {
        return vec![not_a_transcript(LAYOUT.name, "pages about several events, and nobody speaks on them")];
    };
    for range in others {
        let opening = super::beginning(text[range.clone()].trim_start(), 120).to_owned();
        let source_bytes = Some(text.source_span(range));
        first.diagnostics.push(Diagnostic { code: "not-a-call".to_owned(), turn: None, text: opening, source_bytes });
    }
    calls
}

fn read_call(text: &Traced) -> Draft {
    let title = events::title_len(text);
    if title == 0 {
        return read_pages(text);
    }
    let mut draft = read_pages(&text.slice(title..text.len()));
    if draft.turns.is_empty() {
        return draft;
    }
    let ranges: Vec<Range<usize>> = sheet::read(&text[..title]).lines.into_iter().map(|line| line.range).collect();
    let lines: Vec<&str> = ranges.iter().map(|range| &text[range.clone()]).collect();
    let printed = header::from_lines(&lines);
    let said = std::mem::take(&mut draft.header);
    draft.header = Header {
        company: printed.company.or(said.company),
        ticker: printed.ticker.or(said.ticker),
        exchange: printed.exchange.or(said.exchange),
        period: printed.period.or(said.period),
        date: printed.date.or(said.date),
        title: printed.title.or(said.title),
    };
    place_furniture(&mut draft, text, &ranges);
    clamp_diagnostics(&mut draft);
    draft
}

fn read_pages(text: &Traced) -> Draft {
    let mut sheets = sheet::read(text);
    if let Some(mut draft) = as_article(text, &sheets) {
        draft.layout = LAYOUT.name;
        place_furniture(&mut draft, text, &sheets.furniture);
        clamp_diagnostics(&mut draft);
        return draft;
    }
    let verdicts = judge(text, &sheets.lines);
    let headed = verdicts.values().filter(|verdict| matches!(verdict, Verdict::Label(_))).count();
    let front = front::read(text, &sheets);
    let mut plain = as_plain(text, &sheets, &front.lines);
    let labelled = plain.turns.iter().filter(|turn| turn.label.is_some()).count();
    let mut draft = if headed >= 3 && headed > labelled {
        let draft = Reader::new(text, &sheets).read(&verdicts);
        match plain::against(&draft.turns) {
            Some(reason) => return not_a_transcript(LAYOUT.name, reason),
            None => draft,
        }
    } else {
        plain.layout = LAYOUT.name;
        plain.roster = front.roster;
        sheets.furniture.extend(front.lines.iter().map(|at| sheets.lines[*at].range.clone()));
        plain
    };
    read_heads(&mut draft.header, text, &sheets.furniture);
    place_furniture(&mut draft, text, &sheets.furniture);
    clamp_diagnostics(&mut draft);
    draft
}

/// An article that somebody printed: what is no page's head or foot, read as the article.
fn as_article(text: &Traced, sheets: &Sheets) -> Option<Draft> {
    const HEADINGS: [&[&str]; 3] = [
        &["Company Participants", "Executives"],
        &["Conference Call Participants", "Analysts"],
        &["Question-and-Answer Session", "Question-and-Answer"],
    ];
    let line = |at: usize| &text[sheets.lines[at].range.clone()];
    let stands = |headings: &&[&str]| (0..sheets.lines.len()).find(|&at| headings.contains(&line(at)));
    let [Some(first), Some(_), Some(_)] = HEADINGS.each_ref().map(stands) else { return None };
    let body = rest(text, &sheets.lines[first..]);
    let mut draft = if stacked::is_stacked(&body) {
        stacked::read_text(&body)
    } else {
        let mut articles = seekingalpha::read_text(&body);
        articles.pop().filter(|_| articles.is_empty())?
    };
    // `FQ3: 11-19-19 Earnings Summary` is no title.
    let summary = |line: &str| line.split_once(':').is_some_and(|(head, _)| head.len() <= 3 && head.contains('Q'));
    let front: Vec<&str> = (0..first).map(line).filter(|line| !summary(line)).collect();
    let said = std::mem::replace(&mut draft.header, header::from_lines(&front));
    super::metadata::fill(&mut draft.header, said);
    Some(draft)
}

/// The lines that are left, read as any text of lines; those that are listed, by number, are not.
fn as_plain(text: &Traced, sheets: &Sheets, listed: &[usize]) -> Draft {
    let unlisted = sheets.lines.iter().enumerate().filter(|(at, _)| listed.binary_search(at).is_err());
    plain::read_text(&rest(text, unlisted.map(|(_, line)| line)))
}

/// Lines, as a text of its own.
fn rest<'l>(text: &Traced, lines: impl IntoIterator<Item = &'l sheet::Line>) -> Traced {
    let mut rest = Traced::default();
    for line in lines {
        if !rest.is_empty() {
            rest.push_made(if line.opens { "\n\n" } else { "\n" });
        }
        rest.push_range(text, line.range.clone());
    }
    rest
}

/// Fills in whose call it was and when, if only the running heads and feet say so. A time of day beside a date, or an
/// address, is that of printing.
fn read_heads(header: &mut Header, text: &str, furniture: &[Range<usize>]) {
    /// Heads and feet repeat from page to page.
    const LINES: usize = 40;
    if header.date.is_some() && header.period.is_some() && header.company.is_some() {
        return;
    }
    let printed = |line: &str| line.contains("://") || line.contains("www.") || line.contains(':');
    let heads = furniture.iter().take(LINES).map(|range| &text[range.clone()]).filter(|line| !printed(line));
    for line in heads {
        header.period = header.period.or_else(|| header::period(line));
        let year = header.period.map(|period| period.year);
        let near = |date: &Date| year.is_none_or(|year| date.year().abs_diff(year) <= 1);
        header.date = header.date.or_else(|| header::date(line).filter(near));
        header.company = header.company.take().or_else(|| header::firm_line(line)).or_else(|| header::titled(line));
    }
}

/// Notes what was taken out before the lines were read, each piece before the turn it stood in or before.
fn place_furniture(draft: &mut Draft, text: &Traced, furniture: &[Range<usize>]) {
    let starts: Vec<u64> = draft.turns.iter().map(|turn| turn.text.span().start).collect();
    for range in furniture {
        let span = text.source_span(range.clone());
        let turn = starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        draft.diagnostics.push(Diagnostic {
            code: "furniture".to_owned(),
            turn: Some(turn as u32),
            text: text[range.clone()].to_owned(),
            source_bytes: Some(span),
        });
    }
    draft.diagnostics.sort_by_key(|odd| odd.source_bytes.map(|span| span.start));
}

struct Reader<'a> {
    text: &'a Traced,
    sheets: &'a Sheets,
    draft: Draft,
    /// The heading of the questions, by the turn it stands before.
    questions: Option<usize>,
    side: Side,
}

impl<'a> Reader<'a> {
    fn new(text: &'a Traced, sheets: &'a Sheets) -> Self {
        let draft = Draft { layout: LAYOUT.name, ..Draft::default() };
        Reader { text, sheets, draft, questions: None, side: Side::Unsaid }
    }

    fn line(&self, at: usize) -> &'a str {
        &self.text[self.sheets.lines[at].range.clone()]
    }

    fn read(mut self, verdicts: &HashMap<usize, Verdict>) -> Draft {
        let n_lines = self.sheets.lines.len();
        let labels = || verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Label(_))).map(|(at, _)| *at);
        let first = self.first(labels().collect(), verdicts).unwrap_or(n_lines);
        let last = labels().max().unwrap_or(0);
        self.front(first, verdicts);
        let mut at = first;
        while at < n_lines {
            match verdicts.get(&at) {
                Some(Verdict::Label(label)) => {
                    self.open(at, label);
                    at += label.n_lines;
                    if label.style == Style::Column && !verdicts.contains_key(&at) {
                        at += usize::from(self.time(at));
                    }
                    continue;
                }
                Some(Verdict::Listed(label)) if at > last => {
                    self.list(label);
                    self.skip(at);
                }
                _ if at > last && is_tail(self.line(at)) => {
                    (at..n_lines).for_each(|at| self.skip(at));
                    break;
                }
                _ => self.go_on(at),
            }
            at += 1;
        }
        self.finish()
    }

    /// The first of the labels; where lists stand above it, the first that somebody speaks under, for a list has names and
    /// firms below them, too.
    fn first(&self, mut labels: Vec<usize>, verdicts: &HashMap<usize, Verdict>) -> Option<usize> {
        const NEAR: usize = 6;
        const FULL: usize = 60;
        labels.sort_unstable();
        let first = *labels.first()?;
        if (0..first).all(|at| side_heading(self.line(at)).is_none()) {
            return Some(first);
        }
        let n_lines = self.sheets.lines.len();
        let speaks = |at: usize| {
            let Some(Verdict::Label(label)) = verdicts.get(&at) else { return false };
            let below = (at + label.n_lines..n_lines).take(NEAR).take_while(|at| !verdicts.contains_key(at));
            !label.text.is_empty()
                || below.map(|at| self.line(at)).any(|line| line.len() >= FULL || ends_sentence(line))
        };
        labels.into_iter().find(|at| speaks(*at)).or(Some(first))
    }

    /// What stands above the first label: the title, lists of people, notices; or, where a house prints the
    /// speeches without their speakers, speech.
    fn front(&mut self, first: usize, verdicts: &HashMap<usize, Verdict>) {
        let lines: Vec<&str> = (0..first).map(|at| self.line(at)).collect();
        self.draft.header = header::from_lines(&lines);
        let size = |range: Range<usize>| self.sheets.lines[range].iter().map(|line| line.range.len()).sum::<usize>();
        let spoken = size(0..first) * 4 > size(0..self.sheets.lines.len());
        for at in 0..first {
            if let Some(side) = side_heading(self.line(at)) {
                self.side = side;
            }
            match verdicts.get(&at) {
                Some(Verdict::Listed(label) | Verdict::Label(label)) => {
                    self.list(label);
                    let below = at + label.n_lines;
                    if self.side == Side::Outside
                        && label.firm.is_none()
                        && below < first
                        && !verdicts.contains_key(&below)
                    {
                        self.list_firm(label, below);
                    }
                    self.skip(at);
                }
                _ if spoken && (!self.draft.turns.is_empty() || furniture::is_speech(&self.paragraph(at))) => {
                    if self.draft.turns.is_empty() {
                        self.draft.turns.push(DraftTurn::default());
                    }
                    self.go_on(at);
                }
                _ => self.skip(at),
            }
        }
    }

    /// The paragraph that begins with a line.
    fn paragraph(&self, at: usize) -> String {
        const LINES: usize = 8;
        let lines = &self.sheets.lines[at..];
        let n_lines = 1 + lines.iter().skip(1).take(LINES).take_while(|line| !line.opens).count();
        lines[..n_lines].iter().map(|line| &self.text[line.range.clone()]).collect::<Vec<_>>().join(" ")
    }

    fn list(&mut self, label: &Candidate) {
        let part = |range: &Option<Range<usize>>| range.clone().map(|range| self.text.slice(range));
        let (title, firm) = (part(&label.title), part(&label.firm));
        if title.is_some() || firm.is_some() {
            let name = self.text.slice(label.name.clone());
            self.draft.roster.push(RosterEntry { name, title, firm, side: self.side });
        }
    }

    /// Somebody with the firm on the line below.
    fn list_firm(&mut self, label: &Candidate, below: usize) {
        let (name, firm) =
            (self.text.slice(label.name.clone()), self.text.slice(self.sheets.lines[below].range.clone()));
        if label.title.is_none() && !ends_sentence(&firm) && side_heading(&firm).is_none() {
            self.draft.roster.push(RosterEntry { name, title: None, firm: Some(firm), side: self.side });
        }
    }

    fn open(&mut self, at: usize, label: &Candidate) {
        let name = self.text.slice(label.name.clone());
        let tops = self.sheets.lines[at].tops && label.style == Style::Own;
        // Some houses print the speaker again at the top of each page.
        let again = tops
            && self
                .draft
                .turns
                .last()
                .and_then(|turn| turn.label.as_ref())
                .is_some_and(|last| key(&last.name) == key(&name));
        if again {
            return (at..at + label.n_lines).for_each(|at| self.skip(at));
        }
        self.drop_empty();
        let part = |range: &Option<Range<usize>>| range.clone().map(|range| self.text.slice(range));
        let label_ = Label { name, title: part(&label.title), firm: part(&label.firm), mark: label.mark };
        self.draft.turns.push(DraftTurn { label: Some(label_), ..DraftTurn::default() });
        for range in &label.text {
            self.append(range.clone(), false);
        }
    }

    /// Reads the time in the margin of a line below a speaker in a column, and what is said beside it. Whether there is one.
    fn time(&mut self, at: usize) -> bool {
        let Some(line) = self.sheets.lines.get(at).filter(|line| !line.opens) else { return false };
        let range = line.range.clone();
        let Some((seconds, len)) = margin_time(&self.text[range.clone()]) else { return false };
        if let Some(turn) = self.draft.turns.last_mut() {
            turn.start_seconds = Some(seconds);
        }
        self.append(range.start + len..range.end, false);
        true
    }

    /// A line that is no label: more of what is being said, or a heading.
    fn go_on(&mut self, at: usize) {
        let (line, range) = (self.line(at), self.sheets.lines[at].range.clone());
        let opens = self.sheets.lines[at].opens;
        if let Some(section) = section_heading(line).or_else(|| slide(line).and_then(section_heading)) {
            if section == Section::Qa {
                self.questions.get_or_insert(self.draft.turns.len());
            }
            return self.skip(at);
        }
        let stops = self.draft.turns.last().is_none_or(|turn| ends_sentence(&turn.text));
        if (opens || stops) && is_slide(line) || opens && furniture::known(line).is_some() {
            return self.skip(at);
        }
        self.append(range, opens);
    }

    fn append(&mut self, range: Range<usize>, opens: bool) {
        let Some(turn) = self.draft.turns.last_mut() else { return };
        if !turn.text.is_empty() && !range.is_empty() {
            if opens {
                turn.text.push_made("\n\n");
            } else if !turn.text.strip_suffix('-').is_some_and(|rest| rest.ends_with(char::is_alphabetic)) {
                turn.text.push_made(" ");
            }
        }
        turn.text.push_range(self.text, range);
    }

    fn skip(&mut self, at: usize) {
        let range = self.sheets.lines[at].range.clone();
        let turn = self.draft.turns.len().saturating_sub(usize::from(at > 0));
        self.diagnose("furniture", turn, range);
    }

    fn diagnose(&mut self, code: &str, turn: usize, range: Range<usize>) {
        self.draft.diagnostics.push(Diagnostic {
            code: code.to_owned(),
            turn: Some(turn as u32),
            text: self.text[range.clone()].to_owned(),
            source_bytes: Some(self.text.source_span(range)),
        });
    }

    fn drop_empty(&mut self) {
        let Some(turn) = self.draft.turns.pop_if(|turn| turn.text.trim().is_empty()) else { return };
        if let Some(label) = turn.label {
            let turn = Some(self.draft.turns.len() as u32);
            let source_bytes = Some(label.name.span());
            let text = label.name.into_string();
            self.draft.diagnostics.push(Diagnostic { code: "empty-turn".to_owned(), turn, text, source_bytes });
        }
    }

    fn finish(mut self) -> Draft {
        self.drop_empty();
        if let Some(at) = self.questions.filter(|at| (1..self.draft.turns.len()).contains(at)) {
            for (ordinal, turn) in self.draft.turns.iter_mut().enumerate() {
                turn.section = Some(if ordinal < at { Section::Prepared } else { Section::Qa });
            }
        }
        let speech = self.draft.turns.iter().take(3).map(|turn| turn.text.as_str());
        header::complete(&mut self.draft.header, speech);
        self.draft
    }
}

/// `0s`, `6m 57s`, `1h 2m 3s` in a margin: the seconds, and the place behind it.
fn margin_time(line: &str) -> Option<(f64, usize)> {
    let (mut seconds, mut units) = (0.0, "hms");
    let mut words = line.split(' ');
    let mut len = 0;
    while units.contains('s') {
        let word = words.next()?;
        let unit = word.chars().next_back()?;
        let at = units.find(unit)?;
        let number: u32 = word[..word.len() - 1].parse().ok().filter(|number| *number < 1000)?;
        seconds += f64::from(number) * [3600.0, 60.0, 1.0]["hms".find(unit)?];
        units = &units[at + 1..];
        len += word.len() + 1;
    }
    let rest = &line[(len - 1).min(line.len())..];
    let is_margin = rest.is_empty() || rest.starts_with("  ");
    is_margin.then(|| (seconds, line.len() - rest.trim_start().len()))
}

/// `Slide 4 – Strong performance`.
fn is_slide(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("Slide ").or_else(|| line.strip_prefix("SLIDE ")) else { return false };
    rest.starts_with(|c: char| c.is_ascii_digit()) && line.len() < 160 && !ends_sentence(line)
}

/// What such a heading says behind the number.
fn slide(line: &str) -> Option<&str> {
    let words = line.trim_start_matches("Slide ").trim_start_matches(|c: char| c.is_ascii_digit());
    is_slide(line).then(|| words.trim_start_matches([',', ':', '–', '-', ' ']))
}

/// What is printed below a call: notices, and who to write to.
fn is_tail(line: &str) -> bool {
    const HEADINGS: &[&str] = &[
        "forward-looking statement",
        "forward looking statement",
        "cautionary statement",
        "cautionary note",
        "important notice",
        "important information",
        "legal notice",
        "about ",
        "contacts",
        "for further information",
        "investor contact",
        "disclaimer",
        "notes:",
        "this transcript",
        "this document",
    ];
    let lower = super::beginning(line, 60).to_lowercase();
    furniture::opens_tail(line)
        || (line.len() < 100 || lower.starts_with("this "))
            && HEADINGS.iter().any(|heading| lower.starts_with(heading))
            && (!ends_sentence(line) || lower.starts_with("this "))
}

/// The side of the table that a heading of a list of people names.
fn side_heading(line: &str) -> Option<Side> {
    // Print sets letters apart: `PARTICIPAN TS`.
    match key(super::beginning(line, 60)).as_str() {
        "speakers"
        | "management"
        | "host"
        | "hosts"
        | "presenters"
        | "executives"
        | "companyparticipants"
        | "corporateparticipants"
        | "managementparticipants" => Some(Side::Company),
        "analysts" | "analystsinvestors" | "otherparticipants" | "conferencecallparticipants" | "questionsfrom" => {
            Some(Side::Outside)
        }
        "participants" => Some(Side::Unsaid),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_stand_in_the_margin() {
        for (line, want) in [
            ("0s", Some((0.0, ""))),
            ("6m 57s      dollar bonds", Some((417.0, "dollar bonds"))),
            ("1h 2m 3s", Some((3723.0, ""))),
            ("3m", None),
            ("5s of it", None),
            ("2m 1h 3s", None),
            ("ms", None),
            ("é", None),
            ("", None),
        ] {
            let got = margin_time(line).map(|(seconds, len)| (seconds, &line[len..]));
            assert_eq!(got, want, "{line}");
        }
    }
}
