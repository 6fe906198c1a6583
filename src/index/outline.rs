//! Calls as columns tell them: enough to see which of them may be one event, without reading a card.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use jiff::civil::Date;
use tantivy::{
    DocAddress, DocId, DocSet as _, TERMINATED, columnar::StrColumn, query::EnableScoring, schema::IndexRecordOption,
};

use super::{
    Card, Snapshot, Within,
    forms::ClassStatistics,
    segments,
    survey::{day, period},
};
use crate::{error::Result, query::Run, transcript::Period};

/// Which call of one state of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place(DocAddress);

impl Place {
    pub(crate) fn new(segment: u32, head: DocId) -> Place {
        Place(DocAddress::new(segment, head))
    }

    pub(super) fn head(self) -> DocAddress {
        self.0
    }
}

/// What columns tell of a call.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Which call.
    pub place: Place,
    /// The company, as printed.
    pub company: Option<Arc<str>>,
    /// A number that calls share whose ticker is the same; `None` for whom nobody shares it, or where it was not looked up.
    pub ticker: Option<usize>,
    /// The fiscal period.
    pub period: Option<Period>,
    /// The day.
    pub date: Option<Date>,
    /// The words of the whole call.
    pub words: u64,
    /// A number that calls share whose ids were the same before they were told apart; `None` for whom nobody shares it, or
    /// where it was not looked up.
    pub namesake: Option<usize>,
}

impl Snapshot {
    /// All calls under some paths.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn outlines(&self, within: Within<'_>) -> Result<Vec<Outline>> {
        let mut outlines = self.outlines_of(&self.heads(self.fact("is", "head"), within)?)?;
        let shared = |prefix| self.shared(prefix).map_err(|error| self.damaged(&error));
        let (namesakes, tickers) = (shared("base:")?, shared("ticker:")?);
        for outline in &mut outlines {
            outline.namesake = namesakes.get(&outline.place).copied();
            outline.ticker = tickers.get(&outline.place).copied();
        }
        Ok(outlines)
    }

    /// The calls of these heads, sorted; what they share with others is not looked up.
    pub(super) fn outlines_of(&self, heads: &[DocAddress]) -> Result<Vec<Outline>> {
        let mut outlines = Vec::with_capacity(heads.len());
        for heads in heads.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            self.outlines_in(heads, &mut outlines).map_err(|error| self.damaged(&error))?;
        }
        Ok(outlines)
    }

    /// The calls of one segment.
    fn outlines_in(&self, heads: &[DocAddress], outlines: &mut Vec<Outline>) -> tantivy::Result<()> {
        let Some(first) = heads.first() else { return Ok(()) };
        let reader = self.searcher.segment_reader(first.segment_ord);
        let column = |name| self.columns.open(reader, name);
        let (date, words) = (column("date")?, column("n_words")?);
        let (from, to) = (column("period_first")?, column("period_last")?);
        let company = reader.fast_fields().str("company")?;
        let company_of = |doc: DocId| company.as_ref().and_then(|column| column.term_ords(doc).next());
        let names = names(company.as_ref(), heads.iter().filter_map(|head| company_of(head.doc_id)))?;
        for head in heads {
            let doc = head.doc_id;
            let name = company_of(doc).and_then(|ord| names.get(&ord).cloned());
            outlines.push(Outline {
                place: Place(*head),
                company: name,
                ticker: None,
                period: from.first(doc).zip(to.first(doc)).map(|(from, to)| match period(from) {
                    whole if from != to => Period { quarter: None, ..whole },
                    quarter => quarter,
                }),
                date: date.first(doc).and_then(day),
                words: words.first(doc).unwrap_or(0),
                namesake: None,
            });
        }
        Ok(())
    }

    /// The calls that share a fact of some kind with another, and a number for each such fact: the id as it was before calls
    /// were told apart, the ticker.
    fn shared(&self, prefix: &str) -> tantivy::Result<HashMap<Place, usize>> {
        let facts = segments::of_each(&self.searcher, |segment, reader| {
            let mut facts = Vec::new();
            let index = reader.inverted_index(self.fields.facts)?;
            let mut terms = index.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                // Two of one hash would only be looked at in vain.
                let mut hasher = DefaultHasher::new();
                terms.key().hash(&mut hasher);
                facts.push((hasher.finish(), segment, terms.value().clone()));
            }
            Ok(facts)
        });
        let readers = self.searcher.segment_readers();
        let mut facts: Vec<_> = facts?.into_iter().flatten().collect();
        facts.sort_by_key(|(hash, segment, _)| (*hash, *segment));
        let shared = facts.chunk_by(|a, b| a.0 == b.0);
        let shared = shared.filter(|bearers| bearers.iter().map(|(.., info)| info.doc_freq).sum::<u32>() > 1);
        let mut numbers = HashMap::new();
        for (number, bearers) in shared.enumerate() {
            let mut places = Vec::new();
            for (_, segment, info) in bearers {
                let reader = &readers[*segment as usize];
                let alive = reader.alive_bitset();
                let index = reader.inverted_index(self.fields.facts)?;
                let mut heads = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                while heads.doc() != TERMINATED {
                    if alive.is_none_or(|alive| alive.is_alive(heads.doc())) {
                        places.push(Place::new(*segment, heads.doc()));
                    }
                    heads.advance();
                }
            }
            // What was taken out is still in the dictionary, but shares nothing with anybody.
            if places.len() > 1 {
                numbers.extend(places.into_iter().map(|place| (place, number)));
            }
        }
        Ok(numbers)
    }

    /// What hits need of a call.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn card_of(&self, place: Place) -> Result<Arc<Card>> {
        self.card(place.0)
    }

    /// What hits need of some calls, in their order.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn cards_of(&self, places: impl Iterator<Item = Place>) -> Result<Vec<Arc<Card>>> {
        self.cards(&places.map(|place| place.0).collect::<Vec<DocAddress>>())
    }

    /// Those of some calls that have passages of which `run` is true.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn with_passages(&self, places: &[Place], run: &Run) -> Result<HashSet<Place>> {
        let mut places = places.to_vec();
        if *run == Run::All {
            return Ok(places.into_iter().collect());
        }
        places.sort_unstable();
        let statistics = ClassStatistics::new(&self.searcher);
        let lowering = self.lowering(&statistics);
        let look = || -> tantivy::Result<HashSet<Place>> {
            let query = lowering.passages(run)?;
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let mut found = HashSet::new();
            for calls in places.chunk_by(|a, b| a.0.segment_ord == b.0.segment_ord) {
                let Some(first) = calls.first() else { continue };
                let reader = self.searcher.segment_reader(first.0.segment_ord);
                let length = self.columns.open(reader, "length")?;
                let mut passages = weight.scorer(reader, 1.0)?;
                for call in calls {
                    let head = call.0.doc_id;
                    if passages.doc() < head {
                        passages.seek(head);
                    }
                    if u64::from(passages.doc()) < u64::from(head) + length.first(head).unwrap_or(0) {
                        found.insert(*call);
                    }
                }
            }
            Ok(found)
        };
        look().map_err(|error| self.damaged(&error))
    }
}

/// The words behind numbers of a column, in one go through its dictionary: it is packed in blocks.
fn names(column: Option<&StrColumn>, ords: impl Iterator<Item = u64>) -> tantivy::Result<HashMap<u64, Arc<str>>> {
    let mut ords: Vec<u64> = ords.collect();
    ords.sort_unstable();
    ords.dedup();
    let mut names = HashMap::with_capacity(ords.len());
    if let Some(column) = column {
        let mut next = ords.iter();
        column.dictionary().sorted_ords_to_term_cb(&ords, |name| {
            names.extend(next.next().map(|ord| (*ord, Arc::from(String::from_utf8_lossy(name)))));
        })?;
    }
    Ok(names)
}
