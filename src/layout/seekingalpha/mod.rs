//! Seeking Alpha articles: a name alone on a line, then what they say, a paragraph a line; before that
//! rosters of `Name - Title` and `Name - Firm`. No colons, and blank lines everywhere or nowhere.

mod glue;
mod label;
mod roster;

use std::collections::HashMap;

use glue::Glue;
use label::{Candidate, Kind, key, last_name};
use roster::{Names, is_sentence, side_heading};

use super::{
    Draft, Label, Layout, Side, furniture, header,
    lines::{head, lines, tail},
    metadata,
    plain::is_label,
    script::Script,
};
use crate::{
    cast::{Likeness, Name},
    source::Source,
    text::Traced,
    transcript::Section,
};

pub(super) const LAYOUT: Layout = Layout { name: "seekingalpha", matches, read };

/// How much of what was said last may announce the next speaker.
const ANNOUNCED: usize = 300;

/// How much of a text is looked at to recognise it.
const HEAD: usize = 128 * 1024;

/// So many lines may stand above the first list.
const TITLE: usize = 12;

/// A roster and a name of it alone on a line; or, where no roster is printed, an operator who stands
/// alone on a line again and again.
fn matches(source: &Source) -> bool {
    let mut names = Names::default();
    let (mut in_roster, mut rosters, mut operators) = (false, 0, 0);
    let lines: Vec<&str> = lines(head(&source.text, HEAD)).filter(|line| !line.is_empty()).collect();
    for (i, line) in lines.iter().enumerate() {
        if side_heading(line).is_some() {
            in_roster = true;
            rosters += 1;
            continue;
        }
        if in_roster {
            match roster::line(line, lines.get(i + 1).copied(), &names) {
                roster::Line::Entry(name, _) => names.add(name),
                roster::Line::Over => in_roster = false,
                roster::Line::Junk => {}
            }
        }
        if !in_roster && let Some(candidate) = Candidate::of(line) {
            operators += usize::from(candidate.kind == Kind::Operator && !line.ends_with(':'));
            if rosters > 0 && (operators > 0 || names.has(candidate.name)) || operators >= 3 {
                return true;
            }
        }
    }
    false
}

/// A file may hold several articles, one after another.
fn read(source: &Source) -> Vec<Draft> {
    read_text(&source.text)
}

pub(super) fn read_text(text: &Traced) -> Vec<Draft> {
    let lines: Vec<&str> = lines(text).filter(|line| !line.is_empty()).collect();
    let begins: Vec<usize> = (2..lines.len()).filter(|&at| begins_article(&lines, at)).collect();
    // Above a title may stand the title of the page, and no call.
    let above = begins.first().copied().filter(|&at| at <= TITLE && !is_call(&lines[..at])).unwrap_or(0);
    let mut starts = vec![above];
    starts.extend(begins.into_iter().filter(|&at| at > above));
    starts.push(lines.len());
    let articles = starts.windows(2).enumerate().map(|(number, pair)| {
        let mut article = Article::new(text, &lines[pair[0]..pair[1]]);
        let page = if number == 0 { &lines[..above] } else { &[] };
        page.iter().for_each(|line| article.script.skip(line));
        let mut draft = article.read();
        metadata::fill(&mut draft.header, header::from_lines(page));
        draft
    });
    articles.collect()
}

/// Whether somebody speaks in these lines, or a list says who will.
fn is_call(lines: &[&str]) -> bool {
    lines.iter().any(|line| side_heading(line).is_some() || is_operator(line))
        || lines.windows(2).any(|pair| looks_like_label(pair[0]) && is_sentence(pair[1]))
        || lines.iter().any(|line| is_label(line))
        || furniture::is_speech(&lines.join(" "))
}

/// A title above the company's roster, in mid-text.
fn begins_article(lines: &[&str], at: usize) -> bool {
    let heading = lines.get(at + 1).is_some_and(|line| side_heading(line) == Some(Side::Company));
    let title = lines[at].len() < 300 && lines[at].contains('(') && lines[at].contains(':');
    heading && title && !lines[..at].is_empty()
}

/// One article, while it is read.
struct Article<'a> {
    script: Script<'a>,
    lines: &'a [&'a str],
    names: Names,
    /// How often each name-like line stands in the article.
    counts: HashMap<String, u32>,
    sides: HashMap<String, Side>,
    /// The lines of the rosters.
    listed: Vec<&'a str>,
    /// What was said last, for whether it announces the next speaker.
    before: &'a str,
    /// How long the lines are in which the paragraphs are printed, if they are.
    wrapped: Option<usize>,
    /// Whether the line before was said, too.
    is_mid_turn: bool,
}

impl<'a> Article<'a> {
    fn new(text: &'a Traced, lines: &'a [&'a str]) -> Self {
        let mut counts = HashMap::new();
        for candidate in lines.iter().filter_map(|line| Candidate::of(line)) {
            *counts.entry(key(candidate.name)).or_default() += 1;
        }
        let script = Script::new(LAYOUT.name, text);
        Article {
            script,
            lines,
            names: Names::default(),
            counts,
            sides: HashMap::new(),
            listed: Vec::new(),
            before: "",
            wrapped: wrapped(lines),
            is_mid_turn: false,
        }
    }

    fn read(mut self) -> Draft {
        let begin = self.read_front();
        let glue = || Glue::new(self.listed.iter().flat_map(|line| [*line, label::split_detail(line).0]));
        let lines = self.lines;
        let glue = lines[begin..].iter().any(|line| glue::is_hinted(line)).then(glue);
        let mut listed = begin;
        for (i, line) in lines.iter().enumerate().skip(begin) {
            if is_copyright(line) {
                self.skip_from(i);
                break;
            }
            if i >= listed {
                listed = i + self.read_list_again(i).max(self.skip_poll(i));
            }
            if i < listed {
                continue;
            }
            let pieces = glue.as_ref().map_or_else(|| vec![*line], |glue| glue.split(line));
            for (j, piece) in pieces.iter().enumerate() {
                let next = pieces.get(j + 1).or(lines.get(i + 1)).copied();
                self.spoken(piece, next);
            }
        }
        self.script.finish()
    }

    /// Title and rosters. Returns the index of the first line that is spoken, or the heading of one.
    fn read_front(&mut self) -> usize {
        let mut side = None;
        let title = self.title_len();
        self.script.title.extend(&self.lines[..title]);
        for (i, &line) in self.lines.iter().enumerate().skip(title) {
            let next = self.lines.get(i + 1).copied();
            if let Some(heading) = side_heading(line) {
                // `Presenters`, then `Participants`.
                let others = heading == Side::Unsaid && side == Some(Side::Company);
                side = Some(if others { Side::Outside } else { heading });
            } else if is_questions_heading(line) || is_presentation_heading(line) {
                return i;
            } else if let Some(side) = side {
                match roster::line(line, next, &self.names) {
                    roster::Line::Entry(name, detail) => {
                        self.listed.push(line);
                        self.list(name, detail, side);
                    }
                    roster::Line::Over => return i,
                    roster::Line::Junk => self.script.skip(line),
                }
            } else if i == 0 && !is_sentence(line) && !looks_like_label(line) {
                self.script.title.push(line);
            } else if is_sentence(line) || looks_like_label(line) {
                return i;
            }
        }
        // Neither a roster nor a heading: all but the title is said, though nobody knows by whom.
        if self.listed.is_empty() { self.lines.len().min(1) } else { self.lines.len() }
    }

    /// A list of people in mid-text, where the article is printed a second time: nobody says it. Returns how many lines
    /// it has.
    fn read_list_again(&mut self, at: usize) -> usize {
        let lines = self.lines;
        // Words below would be said by whom the line names.
        let entry = |i: usize| {
            let is_spoken = lines.get(i + 1).is_some_and(|next| is_sentence(next));
            let candidate = Candidate::of(lines.get(i)?).filter(|candidate| !candidate.detail.is_empty())?;
            (!is_spoken).then_some((candidate.name, candidate.detail))
        };
        let Some(mut side) = side_heading(lines[at]) else { return 0 };
        // `Management` may also be who speaks: below a list's heading stand two lines of the list, or one and its end.
        let goes_on = |line: &str| side_heading(line).is_some() || is_presentation_heading(line) || is_operator(line);
        let is_list = || entry(at + 2).is_some() || lines.get(at + 2).is_some_and(|line| goes_on(line));
        if self.listed.is_empty() || entry(at + 1).is_none() || !is_list() {
            return 0;
        }
        let mut end = at;
        while let Some(&line) = lines.get(end) {
            if let Some(heading) = side_heading(line) {
                side = heading;
            } else if let Some((name, detail)) = entry(end) {
                // Whoever speaks has been added to the names, too.
                if !self.sides.contains_key(&key(name)) {
                    self.list(name, detail, side);
                }
            } else {
                break;
            }
            self.script.skip(line);
            end += 1;
        }
        self.is_mid_turn = false;
        end - at
    }

    /// How many lines stand above the first list, if all are short.
    fn title_len(&self) -> usize {
        let first = self.lines.iter().take(TITLE).position(|line| side_heading(line).is_some()).unwrap_or(0);
        let is_title = |line: &&str| !is_sentence(line) && !is_operator(line);
        if self.lines[..first].iter().all(is_title) { first } else { 0 }
    }

    fn list(&mut self, name: &str, detail: &str, side: Side) {
        self.names.add(name);
        self.sides.entry(key(name)).or_insert(side);
        self.script.draft.roster.push(roster::entry(self.script.source, name, detail, side));
    }

    fn spoken(&mut self, line: &'a str, next: Option<&str>) {
        if is_questions_heading(line) {
            self.script.enter(Section::Qa);
        } else if is_presentation_heading(line) {
            self.script.enter(Section::Prepared);
        } else if is_furniture(line) || self.wrapped.is_some() && is_page_number(line) {
            self.script.skip(line);
        } else if let Some(candidate) = self.heading(line, next) {
            self.names.add(candidate.name);
            let label = self.label(&candidate);
            self.script.open(Some(label));
            self.is_mid_turn = false;
        } else {
            // A line is full, or breaks off, where its paragraph goes on below.
            let goes_on = |width: usize| !ends_sentence(self.before) || self.before.len() * 4 >= width * 3;
            if self.is_mid_turn && self.wrapped.is_some_and(goes_on) {
                self.script.go_on(line);
            } else {
                self.script.say(line);
            }
            self.before = line;
            self.is_mid_turn = true;
        }
    }

    /// Reads a line as a heading, if it is one.
    fn heading(&self, line: &'a str, next: Option<&str>) -> Option<Candidate<'a>> {
        let heading = Candidate::of(line).filter(|candidate| self.is_heading(candidate, next));
        heading.or_else(|| Candidate::stopped(line).filter(|candidate| self.is_stopped_heading(candidate, next)))
    }

    /// Whether a name with a full stop is a heading: somebody is known by it, and between what was said and what is
    /// said next it would be an odd thing to say. In wrapped lines it is the end of a sentence.
    fn is_stopped_heading(&self, candidate: &Candidate, next: Option<&str>) -> bool {
        let heads = || candidate.kind == Kind::Name && self.counts.contains_key(&key(candidate.name));
        self.wrapped.is_none()
            && (self.names.has(candidate.name) || heads())
            && (self.is_mid_turn || self.script.draft.turns.is_empty())
            && next.is_some_and(|next| self.is_said(next))
    }

    /// Whether a line is neither a heading nor furniture.
    fn is_said(&self, line: &str) -> bool {
        Candidate::of(line).is_none_or(|candidate| !self.is_heading(&candidate, None))
            && !is_questions_heading(line)
            && !is_furniture(line)
            && !is_copyright(line)
    }

    /// Whether a line that looks like a name is a heading: the roster has it, or it is marked, or it
    /// has a firm; or it comes again, or the words before announce it, or all around it is sentences.
    fn is_heading(&self, candidate: &Candidate, next: Option<&str>) -> bool {
        if self.names.has(candidate.name) || matches!(candidate.kind, Kind::Operator | Kind::Anonymous) {
            return true;
        }
        if candidate.words() < 2 || candidate.kind == Kind::Doubtful {
            return candidate.mark.is_some() || self.is_called(candidate);
        }
        let again = || self.counts.get(&key(candidate.name)).is_some_and(|n| *n > 1);
        candidate.mark.is_some()
            || !candidate.detail.is_empty()
            || self.names.has_last(candidate.name)
            || again()
            || self.is_announced(candidate.name)
            || (ends_sentence(self.before) && next.is_some_and(ends_sentence))
    }

    /// Whether the end of what was said last has this surname in it.
    fn is_announced(&self, name: &str) -> bool {
        let tail = tail(self.before, ANNOUNCED);
        let last = last_name(name);
        tail.split_whitespace().any(|word| key(word) == last)
    }

    /// Whether the operator has just called somebody whom a doubtful name may be, as heard: `Will Roe` for Will Rowe.
    fn is_called(&self, candidate: &Candidate) -> bool {
        let label = self.script.draft.turns.last().and_then(|turn| turn.label.as_ref());
        if !self.is_mid_turn || !candidate.has_rare_word() || !label.is_some_and(|label| is_operator(&label.name)) {
            return false;
        }
        let name = Name::new(candidate.name);
        let words: Vec<&str> = tail(self.before, ANNOUNCED).split_whitespace().collect();
        words.windows(2).any(|pair| {
            let called = || Name::new(&pair.join(" "));
            pair.iter().all(|word| word.starts_with(char::is_uppercase))
                && name.words().first().is_some_and(|first| *first == key(pair[0]))
                && called().likeness(&name) >= Likeness::Spelling
        })
    }

    fn label(&self, candidate: &Candidate) -> Label {
        let source = self.script.source;
        let detail = (!candidate.detail.is_empty()).then(|| source.part(candidate.detail));
        let company = match self.sides.get(&key(candidate.name)) {
            Some(side) => *side == Side::Company,
            None => is_title(candidate.detail),
        };
        let (title, firm) = if company { (detail, None) } else { (None, detail) };
        Label { name: source.part(candidate.name), title, firm, mark: candidate.mark }
    }

    /// Skips a poll that begins at a line, and says how many lines it takes.
    fn skip_poll(&mut self, at: usize) -> usize {
        let len = poll_len(&self.lines[at..]);
        self.lines[at..at + len].iter().for_each(|line| self.script.skip(line));
        len
    }

    /// The publisher's words at the end.
    fn skip_from(&mut self, at: usize) {
        let source = self.script.source;
        if let (Some(first), Some(last)) = (self.lines.get(at), self.lines.last()) {
            let range = source.range_of(first).start..source.range_of(last).end;
            self.script.skip(&source[range]);
        }
    }
}

/// The length of the longest lines, if most break off in mid-sentence: the text of a page, and not a paragraph a line.
fn wrapped(lines: &[&str]) -> Option<usize> {
    const FEWEST: usize = 40;
    const WIDEST: usize = 200;
    let long = || lines.iter().filter(|line| line.len() >= 40);
    let broken = long().filter(|line| !ends_sentence(line)).count();
    // One in twenty may be longer: a title, a roster.
    let mut lengths: Vec<usize> = long().map(|line| line.len()).collect();
    lengths.sort_unstable();
    let width = *lengths.get(lengths.len() * 19 / 20)?;
    (lengths.len() >= FEWEST && broken * 2 >= lengths.len() && width <= WIDEST).then_some(width)
}

/// `12`, `Page 3`: between the lines of a paragraph.
fn is_page_number(line: &str) -> bool {
    let number = line.strip_prefix("Page ").unwrap_or(line);
    number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit())
}

fn looks_like_label(line: &str) -> bool {
    Candidate::of(line).is_some_and(|candidate| candidate.kind != Kind::Doubtful)
}

fn is_operator(line: &str) -> bool {
    Candidate::of(line).is_some_and(|candidate| candidate.kind == Kind::Operator)
}

fn ends_sentence(line: &str) -> bool {
    line.ends_with(['.', '?', '!', '…', ')', ']', '”', '"', '-', '–', '—'])
}

/// `Question-and-Answer Session` and what became of it.
fn is_questions_heading(line: &str) -> bool {
    line.len() < 50
        && matches!(
            key(line).as_str(),
            "questionandanswersession"
                | "questionandanswer"
                | "questionsandanswers"
                | "questionanswersession"
                | "qasession"
                | "qa"
                | "questionandanswers"
                | "questionsandanswerssession"
        )
}

fn is_presentation_heading(line: &str) -> bool {
    line.len() < 30 && matches!(key(line).as_str(), "presentation" | "preparedremarks" | "managementdiscussion")
}

/// `End of Q&A`, `Call Start: 17:00`, a time alone on a line.
fn is_furniture(line: &str) -> bool {
    let time =
        || line.starts_with('(') && line.ends_with(')') && line.contains(':') && !line.contains(char::is_alphabetic);
    line.len() < 40
        && (line.eq_ignore_ascii_case("end of q&a")
            || line.starts_with("Call Start:")
            || line.starts_with("Call End:")
            || time())
}

fn is_copyright(line: &str) -> bool {
    line.starts_with("Copyright policy:") || line.starts_with("THE INFORMATION CONTAINED HERE IS A TEXTUAL")
}

/// How many lines a poll takes: what readers are asked below a transcript, by a scale from `V. Bearish` to `V. Bullish`
/// whose marks stand above its words.
fn poll_len(lines: &[&str]) -> usize {
    const SCALE: [&str; 5] = ["v. bearish", "bearish", "neutral", "bullish", "v. bullish"];
    if !matches!(lines, ["1", word, ..] if word.eq_ignore_ascii_case(SCALE[0])) {
        return 0;
    }
    let is_mark = |line: &str| matches!(line, "1" | "2" | "3" | "4" | "5");
    let is_asked = |line: &&&str| {
        is_mark(line)
            || SCALE.iter().any(|word| line.eq_ignore_ascii_case(word))
            || line.contains(" in the Last ") && line.ends_with(" Days")
    };
    lines.iter().take_while(is_asked).count()
}

/// Whether what follows a name is a position rather than a firm.
fn is_title(detail: &str) -> bool {
    ["Officer", "President", "Chairman", "Chief", "CEO", "CFO", "COO", "Investor Relations", "Vice", "Treasurer"]
        .iter()
        .any(|word| detail.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_page_are_put_together() {
        let lines = "We built more boats than ever before in the quarter, and as to the yard in the\n\
            12\n\
            west, it will be ready in May. The orders that we have are those which we expected.\n\
            A short one.\n";
        let text = format!(
            "Nordlys Inc. (NRDL) Q2 2023 Earnings Call\nCompany Participants\nAda Lund - CEO\nOperator\nGood day.\n{}",
            format!("Ada Lund\n{lines}").repeat(30)
        );
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let said = draft.turns[1].text.as_str();
        assert!(said.contains("yard in the west, it will"), "{said}");
        assert!(said.contains("expected. A short one."), "{said}");
        // A paragraph a line.
        let text = text.replace(" in the\n12\n", " in the north.\n").replace("May. The", "May.\nThe");
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        assert_eq!(draft.turns[1].text.matches("\n\n").count(), 3);
    }

    /// `label: words` of every turn of an article that begins with this list.
    fn turns(said: &str) -> Vec<String> {
        let text = format!(
            "Nordlys Inc. (NRDL) Q2 2023 Earnings Call\nExecutives\nAda Lund - CEO\nBo Vik - CFO\nAnalysts\n\
             Will Stone - Quay Research\nOperator\nGood day to all of you on the line, and welcome.\n{said}\n"
        );
        let draft = read(&Source::from_bytes("-", text.as_bytes())).remove(0);
        let shown = |turn: &crate::layout::DraftTurn| {
            let label = turn.label.as_ref().map_or("-", |label| label.name.as_str());
            format!("{label}: {}", turn.text.replace('\n', "|"))
        };
        draft.turns.iter().skip(1).map(shown).collect()
    }

    #[test]
    fn the_title_of_the_page_is_no_call() {
        let call = "Nordlys, Inc. (NASDAQ:NRDL) Q3 2007 Earnings Call\nExecutives\nAda Lund - CEO\nAnalysts\n\
                    Will Stone - Quay Research\nOperator\nGood day to all of you on the line.\nAda Lund\nWe grew.\n";
        let page = format!(
            "Nordlys Q3 2007 Earnings Call Transcript\n| About: Nordlys (NRDL)\nThis page is for members of the club only.\n{call}"
        );
        let drafts = |text: &str| read(&Source::from_bytes("-", text.as_bytes()));
        assert_eq!(drafts(&page).len(), 1);
        assert_eq!(drafts(&page)[0].header.ticker.as_deref(), Some("NRDL"));
        assert_eq!(drafts(&format!("{page}{call}")).len(), 2);
        let dated = format!("Nordlys Q3 2007 Earnings Call Transcript\nNov. 3, 2007\n6:12 PM ET | {call}");
        assert_eq!(drafts(&dated).len(), 1);
        assert_eq!(drafts(&dated)[0].header.date.map(|date| date.to_string()).as_deref(), Some("2007-11-03"));
        // A short call is one.
        let short = "Ada Lund\nWe built more boats than before.\nKai Moe\nAnd we sold them all.\n";
        assert_eq!(drafts(&format!("{short}{call}")).len(), 2);
        let labelled = "Quay Inc. Q2 2006 Call\nKai Moe: We sold all of our boats.\nBo Roe: Why is that?\n";
        assert_eq!(drafts(&format!("{labelled}{call}")).len(), 2);
        let said = "Quay Inc. Q2 2006 Call\nWe thank you all for coming to our call today, and we are glad to tell you what we did this year.\n";
        assert_eq!(drafts(&format!("{said}{call}")).len(), 2);
        let listed = "Quay Inc. Q2 2006 Call\nAnalysts\nBo Roe - Quay Research\n";
        assert_eq!(drafts(&format!("{listed}{call}")).len(), 2);
    }

    #[test]
    fn what_readers_are_asked_was_said_by_nobody() {
        let poll = "1\n          V. Bearish\n        \n2\n          Bearish\n        \n3\n          Neutral\n        \n\
                    1 Author in the Last 30 Days";
        assert_eq!(turns(&format!("Ada Lund\nWe grew.\nOperator\nGood bye.\n{poll}"))[1..], ["Operator: Good bye."]);
        assert_eq!(turns(&format!("Ada Lund\nWe grew.\nOperator\n{poll}")), ["Ada Lund: We grew."]);
        let below = turns(&format!("Ada Lund\nWe grew.\n{poll}\nWill Stone\nHow?"));
        assert_eq!(below, ["Ada Lund: We grew.", "Will Stone: How?"]);
        assert_eq!(turns("Ada Lund\nWe grew.\n1\nBearish we are not."), ["Ada Lund: We grew.||1||Bearish we are not."]);
    }

    #[test]
    fn a_heading_may_have_a_full_stop() {
        for (said, want) in [
            // Listed, or at the head of other turns.
            ("Ada Lund.\nWe built boats.", &["Ada Lund: We built boats."][..]),
            (
                "Eva Dahl\nOne question.\nBo Vik\nYes?\nEva Dahl.\nWhich?",
                &["Eva Dahl: One question.", "Bo Vik: Yes?", "Eva Dahl: Which?"],
            ),
            // Known by nobody.
            (
                "Bo Vik\nHello.\nGood Harbour.\nYes.\nEva Dahl.\nYes.",
                &["Bo Vik: Hello.||Good Harbour.||Yes.||Eva Dahl.||Yes."],
            ),
            // An answer.
            ("Bo Vik\nAda Lund.\nShe said so.", &["Bo Vik: Ada Lund.||She said so."]),
            (
                "Bo Vik\nWho has built most?\nAda Lund.\nWill Stone\nI see.",
                &["Bo Vik: Who has built most?||Ada Lund.", "Will Stone: I see."],
            ),
        ] {
            assert_eq!(turns(said), want, "{said}");
        }
    }

    #[test]
    fn a_doubtful_name_is_a_heading_if_the_operator_calls_one_like_it() {
        for (said, want) in [
            (
                "Will Stine\nHow many boats?",
                &["Operator: The next question is from Will Stone.", "Will Stine: How many boats?"][..],
            ),
            ("Good Morning\nWell?", &["Operator: The next question is from Will Stone.||Good Morning||Well?"]),
            ("Will Harbour\nWell?", &["Operator: The next question is from Will Stone.||Will Harbour||Well?"]),
        ] {
            let said = format!("Bo Vik\nGood morning.\nOperator\nThe next question is from Will Stone.\n{said}");
            assert_eq!(turns(&said)[1..], *want, "{said}");
        }
        // Nobody called them.
        assert_eq!(
            turns("Bo Vik\nI met Will Stone.\nWill Stine\nWell?"),
            ["Bo Vik: I met Will Stone.||Will Stine||Well?"]
        );
    }

    #[test]
    fn a_second_list_of_people_is_said_by_nobody() {
        let list =
            "Executives\nAda Lund - CEO\nBo Vik - CFO\nAnalysts\nWill Stone - Quay Research\nEva Dahl - Acme Bank";
        for end in ["Operator\nGood day.", "Presentation\nOperator\nGood day."] {
            let said = format!("Bo Vik\nWe built boats.\n{list}\n{end}\nEva Dahl\nYes.");
            assert_eq!(turns(&said), ["Bo Vik: We built boats.", "Operator: Good day.", "Eva Dahl: Yes."], "{end}");
        }
        // Who speaks.
        let said =
            "Bo Vik\nWe built boats.\nAnalysts\nWill Stone - Quay Research\nGood morning to you all, and well done.";
        assert_eq!(
            turns(said),
            ["Bo Vik: We built boats.||Analysts", "Will Stone: Good morning to you all, and well done.",]
        );
    }
}
