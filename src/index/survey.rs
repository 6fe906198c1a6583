//! Sums of words and of mentions by quarter, worked out from columns and postings: no text is read.
//!
//! The head of a call knows its quarter and its words, so sums over whole calls look at heads only; sums
//! over some passages of calls look at columns of these passages.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;
use rayon::prelude::*;
use tantivy::{
    DocAddress, DocId, DocSet as _, SegmentReader,
    columnar::StrColumn,
    postings::{Postings as _, SegmentPostings},
    query::{EnableScoring, Query, Weight},
    schema::IndexRecordOption,
};

use super::{
    Card, Snapshot, Within,
    block::day_number,
    columns::{self, Numbers},
    forms::{ClassStatistics, Form, expand},
    lower::{Lowering, single_words},
    outline::Place,
    span_query::SpanQuery,
    standing::{unpack_role, unpack_traits},
};
use crate::{
    error::Result,
    query::{
        Pattern, Run,
        spans::{Occurrence, Spans, count_apart},
    },
    transcript::{Period, Role, Section},
};

/// So many documents at a time, where positions of many words are put together.
const WINDOW: DocId = 1 << 16;

/// Which quarter a call is in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The fiscal quarter that it is about. A call about a whole year is in none.
    #[default]
    Fiscal,
    /// The quarter of the calendar in which it was held.
    Calendar,
}

/// By what passages are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Apart {
    /// They are not.
    #[default]
    Nothing,
    /// The speaker's role.
    Role,
    /// The section.
    Section,
    /// The company.
    Company,
    /// The speaker.
    Speaker,
}

/// How passages are summed up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Survey<'s> {
    /// By which quarters.
    pub clock: Clock,
    /// By what else.
    pub apart: Apart,
    /// Calls held before this day do not count, and those held on a day unknown are in no quarter.
    pub since: Option<Date>,
    /// Files and folders to answer from.
    pub within: Within<'s>,
    /// Calls that do not count.
    pub without: Option<&'s HashSet<Place>>,
}

/// What is counted in each passage.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'p> {
    /// Its words.
    Words,
    /// The passage itself.
    Passages,
    /// Its exchange, once for all its passages; by the first of them.
    Exchanges,
    /// The occurrences of a pattern in it that do not overlap.
    Occurrences(&'p Pattern),
}

/// Whose words were counted.
#[derive(Clone, Debug)]
pub enum Whose {
    /// Everybody's.
    Anybody,
    /// Those of people in this role.
    Role(Role),
    /// Those in this section.
    Section(Section),
    /// Those on calls of this company, as printed.
    Company(Option<String>),
    /// Those of this participant.
    Speaker(Arc<Card>, usize),
}

/// How much was counted in a quarter.
#[derive(Clone, Debug)]
pub struct Sum {
    /// The quarter, if the call tells.
    pub quarter: Option<Period>,
    /// Whose words.
    pub whose: Whose,
    /// How much.
    pub n: u64,
    /// On how many calls; told where [`Sums::calls`] are.
    pub calls: u64,
}

/// All that was counted.
#[derive(Clone, Debug, Default)]
pub struct Sums {
    /// By quarter and speaker or the like, in no order; there may be several of one kind.
    pub sums: Vec<Sum>,
    /// On how many calls; told for [`Counted::Words`], [`Counted::Passages`] and [`Counted::Exchanges`].
    pub calls: BTreeMap<Option<Period>, u64>,
}

impl Snapshot {
    /// Counts in all passages of which `run` is true.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn sum(&self, survey: &Survey<'_>, counted: Counted<'_>, run: &Run) -> Result<Sums> {
        let statistics = ClassStatistics::new(&self.searcher);
        let lowering = self.lowering(&statistics);
        let surveyor = || -> tantivy::Result<Surveyor<'_>> {
            let is_whole = matches!(survey.apart, Apart::Nothing | Apart::Company) && *run == Run::All;
            let query = match counted {
                Counted::Words if is_whole => self.fact("is", "head"),
                _ => lowering.passages(run)?,
            };
            let words = match counted {
                Counted::Occurrences(pattern) => Some(Words::of(pattern, &lowering)?),
                _ => None,
            };
            let query = self.only_within(query, survey.within);
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let is_limited = *run != Run::All || survey.within.is_some();
            Ok(Surveyor { survey: *survey, counted, weight, columns: &self.columns, words, is_limited })
        };
        let surveyor = surveyor().map_err(|error| self.damaged(&error))?;
        let segments: Vec<(u32, &SegmentReader)> = (0..).zip(self.searcher.segment_readers()).collect();
        let found: tantivy::Result<Vec<(u32, Ledger)>> =
            segments.into_par_iter().map(|(i, reader)| Ok((i, surveyor.segment(i, reader)?))).collect();
        let mut sums = Sums::default();
        for (segment, ledger) in found.map_err(|error| self.damaged(&error))? {
            self.put_together(survey, segment, ledger, &mut sums)?;
        }
        Ok(sums)
    }

    fn put_together(&self, survey: &Survey<'_>, segment: u32, ledger: Ledger, sums: &mut Sums) -> Result<()> {
        for (quarter, n) in ledger.calls {
            *sums.calls.entry(quarter.map(period)).or_default() += n;
        }
        let company = || self.searcher.segment_reader(segment).fast_fields().str("company");
        let company = company().map_err(|error| self.damaged(&error))?;
        for ((quarter, part), (n, calls)) in ledger.cells {
            let whose = match survey.apart {
                Apart::Nothing => Whose::Anybody,
                Apart::Role => Whose::Role(unpack_role(part << 4)),
                Apart::Section => Whose::Section(unpack_traits(part).1),
                Apart::Company => Whose::Company(self.company_name(company.as_ref(), part)?),
                Apart::Speaker => {
                    let card = self.card(DocAddress::new(segment, (part >> 32) as DocId))?;
                    let participant = (part & u64::from(u32::MAX)) as usize;
                    if participant >= card.participants.len() {
                        return Err(self.broken("a passage has no speaker"));
                    }
                    Whose::Speaker(card, participant)
                }
            };
            sums.sums.push(Sum { quarter: quarter.map(period), whose, n, calls });
        }
        Ok(())
    }

    /// The name behind a number of the column of companies; 0 for none.
    fn company_name(&self, column: Option<&StrColumn>, part: u64) -> Result<Option<String>> {
        let (Some(column), Some(ord)) = (column, part.checked_sub(1)) else { return Ok(None) };
        let mut name = String::new();
        let known = column.ord_to_str(ord, &mut name).map_err(|error| self.damaged(&error.into()))?;
        Ok(known.then_some(name))
    }
}

/// A day of a column of days.
pub(super) fn day(number: u64) -> Option<Date> {
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The last day of a quarter counted from year 0, as a day of a column of days: when a call was at the earliest of
/// which only the period is known.
fn end_of_quarter(quarter: u64) -> u64 {
    quarter / 4 * 10_000 + (quarter % 4 + 1) * 300 + 31
}

/// A quarter counted from year 0, as a period.
pub(super) fn period(quarter: u64) -> Period {
    let year = i16::try_from(quarter / 4).unwrap_or(i16::MAX);
    Period { year, quarter: Some((quarter % 4) as u8 + 1) }
}

/// What is done in every segment.
struct Surveyor<'s> {
    survey: Survey<'s>,
    counted: Counted<'s>,
    /// The passages that count.
    weight: Box<dyn Weight>,
    columns: &'s columns::Columns,
    /// The pattern whose occurrences are counted.
    words: Option<Words>,
    /// Whether some passages do not count.
    is_limited: bool,
}

/// How the occurrences of a pattern are counted.
enum Words {
    /// One of these words, none of which can share a place with another.
    Apart(Vec<Form>),
    /// One of these words, wholes among them, that may share places with their parts.
    Mixed(Vec<Form>),
    /// Anything else.
    Spans(Box<SpanQuery>),
}

impl Words {
    fn of(pattern: &Pattern, lowering: &Lowering<'_>) -> tantivy::Result<Words> {
        let field = lowering.fields.words;
        let spans = Spans::new(pattern);
        let leaves = spans.leaves().iter().map(|leaf| expand(lowering.searcher, field, leaf));
        let leaves = leaves.collect::<tantivy::Result<Vec<Vec<Form>>>>()?;
        if single_words(pattern).is_none() {
            let query = SpanQuery { field, pattern: pattern.clone(), spans, leaves, frequencies: Vec::new() };
            return Ok(Words::Spans(Box::new(query)));
        }
        let mut forms: Vec<Form> = leaves.into_iter().flatten().collect();
        forms.sort_unstable();
        forms.dedup();
        let is_apart = forms.iter().all(|form| form.length == 1);
        Ok(if is_apart { Words::Apart(forms) } else { Words::Mixed(forms) })
    }

    /// Calls `emit` with documents and how often the words occur there; for one document maybe several times.
    fn each_count(&self, reader: &SegmentReader, mut emit: impl FnMut(DocId, u64)) -> tantivy::Result<()> {
        let open = |form: &Form, option| -> tantivy::Result<Option<SegmentPostings>> {
            Ok(reader.inverted_index(form.term.field())?.read_postings(&form.term, option)?)
        };
        match self {
            Words::Apart(forms) => {
                for form in forms {
                    let Some(mut postings) = open(form, IndexRecordOption::WithFreqs)? else { continue };
                    while postings.doc() != tantivy::TERMINATED {
                        emit(postings.doc(), u64::from(postings.term_freq()));
                        postings.advance();
                    }
                }
            }
            Words::Mixed(forms) => {
                let mut all = Vec::with_capacity(forms.len());
                for form in forms {
                    let postings = open(form, IndexRecordOption::WithFreqsAndPositions)?;
                    all.extend(postings.map(|postings| (postings, form.length)));
                }
                each_window(all, reader.max_doc(), emit);
            }
            Words::Spans(query) => query.each_count(reader, emit)?,
        }
        Ok(())
    }
}

/// Puts the places of many words together, some documents at a time, and counts in each.
fn each_window(mut words: Vec<(SegmentPostings, u32)>, max_doc: DocId, mut emit: impl FnMut(DocId, u64)) {
    let (mut places, mut positions) = (Vec::<(DocId, Occurrence)>::new(), Vec::new());
    let mut end = 0;
    while end < max_doc {
        end = end.saturating_add(WINDOW);
        for (postings, length) in &mut words {
            while postings.doc() < end.min(max_doc) {
                postings.positions(&mut positions);
                places.extend(positions.iter().map(|&at| (postings.doc(), (at, at + *length))));
                postings.advance();
            }
        }
        places.sort_unstable();
        for document in places.chunk_by(|a, b| a.0 == b.0) {
            let mut occurrences: Vec<Occurrence> = document.iter().map(|(_, place)| *place).collect();
            emit(document[0].0, count_apart(&mut occurrences));
        }
        places.clear();
    }
}

impl Surveyor<'_> {
    fn segment(&self, ordinal: u32, reader: &SegmentReader) -> tantivy::Result<Ledger> {
        let columns = Columns::open(reader, self.columns, self)?;
        let mut clerk = Clerk::new(&self.survey, ordinal, &columns);
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|alive| alive.is_alive(doc));
        let Some(words) = &self.words else {
            let mut exchanges = HashSet::new();
            self.weight.for_each_no_score(reader, &mut |docs| {
                for &doc in docs.iter().filter(|doc| is_alive(**doc)) {
                    let n = match self.counted {
                        Counted::Words => number(columns.n_words.as_ref(), doc),
                        Counted::Exchanges => u64::from(exchanges.insert(columns.exchange_of(doc))),
                        Counted::Passages | Counted::Occurrences(_) => 1,
                    };
                    clerk.add(doc, n);
                }
            })?;
            return Ok(clerk.finish());
        };
        let counts = if self.is_limited { Some(self.those_that_count(reader)?) } else { None };
        words.each_count(reader, |doc, n| {
            let count = counts.as_ref().is_none_or(|counts| counts.get(doc as usize) == Some(&true));
            if count && is_alive(doc) {
                clerk.add(doc, n);
            }
        })?;
        Ok(clerk.finish())
    }

    fn those_that_count(&self, reader: &SegmentReader) -> tantivy::Result<Vec<bool>> {
        let mut counts = vec![false; reader.max_doc() as usize];
        self.weight.for_each_no_score(reader, &mut |docs| {
            for &doc in docs {
                if let Some(count) = counts.get_mut(doc as usize) {
                    *count = true;
                }
            }
        })?;
        Ok(counts)
    }
}

/// The columns that are summed by; those that nobody asks for are not opened.
struct Columns {
    back: Numbers,
    n_words: Option<Numbers>,
    exchange: Option<Numbers>,
    /// Traits or speaker, whichever tells passages apart.
    part: Option<Numbers>,
    date: Numbers,
    period_first: Numbers,
    period_last: Numbers,
    company: Option<StrColumn>,
}

impl Columns {
    fn open(reader: &SegmentReader, known: &columns::Columns, surveyor: &Surveyor<'_>) -> tantivy::Result<Self> {
        let column = |name| known.open(reader, name);
        let wanted = |name, is_wanted: bool| is_wanted.then(|| column(name)).transpose();
        Ok(Columns {
            back: column("back")?,
            n_words: wanted("n_words", matches!(surveyor.counted, Counted::Words))?,
            exchange: wanted("exchange", matches!(surveyor.counted, Counted::Exchanges))?,
            part: match surveyor.survey.apart {
                Apart::Nothing | Apart::Company => None,
                Apart::Role | Apart::Section => Some(column("traits")?),
                Apart::Speaker => Some(column("speaker")?),
            },
            date: column("date")?,
            period_first: column("period_first")?,
            period_last: column("period_last")?,
            company: match surveyor.survey.apart {
                Apart::Company => reader.fast_fields().str("company")?,
                _ => None,
            },
        })
    }

    fn head(&self, doc: DocId) -> DocId {
        doc.saturating_sub(self.back.first(doc).unwrap_or(0) as DocId)
    }

    fn exchange_of(&self, doc: DocId) -> (DocId, u64) {
        (self.head(doc), number(self.exchange.as_ref(), doc))
    }

    /// The quarter of a call, counted from year 0.
    fn quarter(&self, head: DocId, clock: Clock) -> Option<u64> {
        match clock {
            Clock::Fiscal => {
                let first = self.period_first.first(head)?;
                (self.period_last.first(head) == Some(first)).then_some(first)
            }
            Clock::Calendar => {
                let day = self.date.first(head)?;
                let (year, month) = (day / 10_000, day / 100 % 100);
                Some(year * 4 + month.saturating_sub(1) / 3)
            }
        }
    }
}

/// What a column says of a document.
fn number(column: Option<&Numbers>, doc: DocId) -> u64 {
    column.and_then(|column| column.first(doc)).unwrap_or(0)
}

/// What was counted in a segment: by quarter, and a number that says whose; how much, and on how many calls.
struct Ledger {
    cells: HashMap<(Option<u64>, u64), (u64, u64)>,
    calls: HashMap<Option<u64>, u64>,
}

/// Keeps the ledger.
struct Clerk<'c> {
    survey: &'c Survey<'c>,
    segment: u32,
    since: u64,
    columns: &'c Columns,
    ledger: Ledger,
    /// The call last looked at: its head, its quarter if it counts, and its company.
    call: Option<(DocId, Option<u64>, bool, u64)>,
    /// Whose words there were on it.
    parts: Vec<u64>,
    /// What has not been written down yet: neighbours often go on one line.
    pending: ((Option<u64>, u64), (u64, u64)),
}

impl<'c> Clerk<'c> {
    fn new(survey: &'c Survey<'c>, segment: u32, columns: &'c Columns) -> Clerk<'c> {
        let ledger = Ledger { cells: HashMap::new(), calls: HashMap::new() };
        let since = survey.since.map_or(0, day_number);
        Clerk { survey, segment, since, columns, ledger, call: None, parts: Vec::new(), pending: ((None, 0), (0, 0)) }
    }

    /// Writes down what was counted in a document.
    fn add(&mut self, doc: DocId, n: u64) {
        let head = self.columns.head(doc);
        let (_, quarter, counts, company) = match self.call {
            Some(call) if call.0 == head => call,
            _ => self.enter(head),
        };
        if !counts {
            return;
        }
        let part = number(self.columns.part.as_ref(), doc);
        let part = match self.survey.apart {
            Apart::Nothing => 0,
            Apart::Role => part >> 4 & 0xf,
            Apart::Section => part & 1,
            Apart::Company => company,
            Apart::Speaker => u64::from(head) << 32 | part,
        };
        let is_new = !self.parts.contains(&part);
        if is_new {
            self.parts.push(part);
        }
        if self.pending.0 != (quarter, part) {
            self.write_down();
            self.pending = ((quarter, part), (0, 0));
        }
        self.pending.1.0 += n;
        self.pending.1.1 += u64::from(is_new);
    }

    fn enter(&mut self, head: DocId) -> (DocId, Option<u64>, bool, u64) {
        let quarter_end = || self.columns.period_last.first(head).map(end_of_quarter);
        let day = self.columns.date.first(head).or_else(quarter_end);
        let is_placed = self.since == 0 || day.is_some();
        let quarter = self.columns.quarter(head, self.survey.clock).filter(|_| is_placed);
        let is_left_out = self.survey.without.is_some_and(|calls| calls.contains(&Place::new(self.segment, head)));
        let counts = !is_left_out && (!is_placed || day.unwrap_or(u64::MAX) >= self.since);
        let company = match (&self.columns.company, self.survey.apart) {
            (Some(column), Apart::Company) => column.term_ords(head).next().map_or(0, |ord| ord + 1),
            _ => 0,
        };
        if counts {
            *self.ledger.calls.entry(quarter).or_default() += 1;
        }
        self.parts.clear();
        *self.call.insert((head, quarter, counts, company))
    }

    fn write_down(&mut self) {
        let (cell, (n, calls)) = self.pending;
        if n > 0 || calls > 0 {
            let (all, on) = self.ledger.cells.entry(cell).or_default();
            *all += n;
            *on += calls;
        }
    }

    fn finish(mut self) -> Ledger {
        self.write_down();
        self.ledger
    }
}
