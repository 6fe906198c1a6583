//! One committed state of an index: everything that is asked of it.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
    sync::{Arc, Mutex},
};

use rayon::prelude::*;
use tantivy::{
    DocAddress, DocId, Searcher, SegmentOrdinal, TantivyDocument,
    collector::{Collector, Count},
    query::{BooleanQuery, ConstScoreQuery, EnableScoring, Query, TermQuery},
    schema::{Field, IndexRecordOption, Value},
};

use super::{
    block::{Card, FileStamp, Place, Rest, restore},
    call_query::{CallQuery, Extent},
    columns::{Columns, Numbers},
    damaged,
    forms::ClassStatistics,
    lower::Lowering,
    rank::{WINDOW, rerank},
    schema::{Fields, fact},
    segments,
    span_query::SpanQuery,
    standing::{Standing, unpack_traits},
    top::{Floor, Ranked, Sort, Top},
};
use crate::{
    error::{Error, Result},
    query::{Run, Scope},
    text::Span,
    transcript::{Kind, Section, Transcript, Withheld},
};

/// What to look for, and which part of the answer to give.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query.
    pub run: Run,
    /// Where its words must meet.
    pub scope: Scope,
    /// Files and folders to answer from; `None` for the whole index.
    pub paths: Option<Vec<String>>,
    /// The order.
    pub sort: Sort,
    /// How many hits.
    pub limit: usize,
    /// How many hits to pass over first.
    pub offset: usize,
}

/// Which files to answer from, for look-ups that are no searches.
pub type Within<'a> = Option<&'a [String]>;

/// A passage that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// How well it fits: greater is better; 0 if sorted by time.
    pub score: f32,
    /// Its call.
    pub card: Arc<Card>,
    /// Its turn's ordinal.
    pub turn: u32,
    /// Its turn's section.
    pub section: Section,
    /// Its turn's kind.
    pub kind: Kind,
    /// The ways in which its turn keeps back what was asked.
    pub ways: Vec<Withheld>,
    /// Its turn's exchange.
    pub exchange: Option<u32>,
    /// Its speaker: index in the card's participants.
    pub participant: usize,
    /// Its words.
    pub text: String,
    /// Its first byte in the turn's text.
    pub start: usize,
    /// Its bytes in the source.
    pub source: Span,
}

/// From so many cards on, they are read at several at a time.
const MANY: usize = 1000;

/// One committed state of an index.
pub struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) columns: Columns,
    folder: PathBuf,
    cards: Mutex<HashMap<DocAddress, Arc<Card>>>,
}

impl Snapshot {
    pub(super) fn new(searcher: Searcher, fields: Fields, folder: PathBuf) -> Snapshot {
        Snapshot { searcher, fields, columns: Columns::default(), folder, cards: Mutex::new(HashMap::new()) }
    }

    /// The hits of a query, in order.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn search(&self, request: &Request) -> Result<Vec<Hit>> {
        if request.limit == 0 {
            return Ok(Vec::new());
        }
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(&request.run, request.scope, request.paths.as_deref(), &statistics)?;
        let n_all = usize::try_from(self.searcher.num_docs()).unwrap_or(usize::MAX).max(1);
        let wanted = request.limit.saturating_add(request.offset);
        let reranked = if request.sort == Sort::Relevance { WINDOW } else { 0 };
        let top = Top {
            limit: wanted.max(reranked).min(n_all),
            sort: request.sort,
            columns: self.columns.clone(),
            words: self.fields.words,
            floor: query.is::<SpanQuery>().then(Floor::default),
        };
        let find = || -> tantivy::Result<Vec<Ranked>> {
            let scoring = match request.sort {
                Sort::Relevance => EnableScoring::enabled_from_statistics_provider(&statistics, &self.searcher),
                Sort::Newest | Sort::Oldest => EnableScoring::disabled_from_searcher(&self.searcher),
            };
            let mut ranked = self.collect(query.as_ref(), &top, scoring)?;
            if reranked > 0 {
                rerank(&self.lowering(&statistics), &request.run, &mut ranked)?;
            }
            Ok(ranked)
        };
        let ranked = find().map_err(|error| self.damaged(&error))?;
        let page = ranked.iter().skip(request.offset).take(request.limit);
        page.map(|ranked| self.hit(ranked)).collect()
    }

    /// How many passages match.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn count(&self, run: &Run, scope: Scope, within: Within<'_>) -> Result<usize> {
        let statistics = ClassStatistics::new(&self.searcher);
        let query = self.lower(run, scope, within, &statistics)?;
        let unscored = EnableScoring::disabled_from_searcher(&self.searcher);
        self.collect(query.as_ref(), &Count, unscored).map_err(|error| self.damaged(&error))
    }

    /// Looks at all segments, at several at a time if there is much to look at.
    fn collect<C: Collector>(
        &self,
        query: &dyn Query,
        collector: &C,
        scoring: EnableScoring<'_>,
    ) -> tantivy::Result<C::Fruit> {
        let weight = query.weight(scoring)?;
        let fruits = segments::of_each(&self.searcher, |segment, reader| {
            collector.collect_segment(weight.as_ref(), segment, reader)
        });
        collector.merge_fruits(fruits?)
    }

    /// The calls of which some head or passage fits a filter, by id, case ignored.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn calls(&self, run: &Run, within: Within<'_>) -> Result<Vec<Arc<Card>>> {
        self.cards_of(self.listed(run, within)?.iter().map(|call| call.place))
    }

    /// The heads of the calls of which some head or passage fits a filter, sorted.
    pub(super) fn heads_that_fit(&self, run: &Run, within: Within<'_>) -> Result<Vec<DocAddress>> {
        let statistics = ClassStatistics::new(&self.searcher);
        if *run == Run::All {
            return self.heads(self.fact("is", "head"), within);
        }
        let lowering = self.lowering(&statistics);
        if let Some(heads) = lowering.heads(run) {
            return self.heads(heads, within);
        }
        let query = lowering.run(run).map_err(|error| self.damaged(&error))?;
        self.heads_of(self.only_within(query, within).as_ref())
    }

    /// A whole call, by its id, case ignored.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn transcript(&self, id: &str) -> Result<Option<Transcript>> {
        let heads = self.heads(self.fact("call", &id.to_uppercase()), None)?;
        heads.first().map(|head| self.transcript_at(*head)).transpose()
    }

    /// The whole call of a head.
    pub(super) fn transcript_at(&self, head: DocAddress) -> Result<Transcript> {
        let card: Card = self.json(&self.document(head)?, self.fields.card)?;
        let length = self.number(head, "length")?;
        let at = |back: u64| DocAddress::new(head.segment_ord, head.doc_id.saturating_add(back as u32));
        let tail = length.checked_sub(1).map(at).filter(|tail| {
            let reader = self.searcher.segment_reader(head.segment_ord);
            tail.doc_id > head.doc_id && tail.doc_id < reader.max_doc()
        });
        let tail = tail.ok_or_else(|| self.broken("a call has no tail"))?;
        let rest: Rest = self.json(&self.document(tail)?, self.fields.rest)?;
        let texts = (1..length - 1).map(|back| self.text(&self.document(at(back))?)).collect::<Result<Vec<_>>>()?;
        let n_texts = texts.len();
        match restore(card, rest, texts.into_iter()) {
            Some((transcript, n_used)) if n_used == n_texts => Ok(transcript),
            _ => Err(self.broken("a transcript does not fit together")),
        }
    }

    /// How many calls there are.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn n_calls(&self) -> Result<usize> {
        self.searcher.search(self.fact("is", "head").as_ref(), &Count).map_err(|error| self.damaged(&error))
    }

    /// Whether there is no call at all.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn is_empty(&self, within: Within<'_>) -> Result<bool> {
        Ok(self.heads(self.fact("is", "head"), within)?.is_empty())
    }

    /// The files in the index, as they were when read.
    pub(super) fn files(&self) -> Result<HashMap<String, FileStamp>> {
        let mut files = HashMap::new();
        let heads = self.heads(self.fact("is", "head"), None)?;
        for heads in heads.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            self.files_of(heads, &mut files).map_err(|error| self.damaged(&error))?;
        }
        Ok(files)
    }

    /// The files of some heads of one segment.
    fn files_of(&self, heads: &[DocAddress], files: &mut HashMap<String, FileStamp>) -> tantivy::Result<()> {
        let Some(first) = heads.first() else { return Ok(()) };
        let fast = self.searcher.segment_reader(first.segment_ord).fast_fields();
        let (size, modified) = (fast.u64("size")?, fast.u64("modified")?);
        let Some(path) = fast.str("path")? else { return Ok(()) };
        let stamp =
            |doc: u32| FileStamp { size: size.first(doc).unwrap_or(0), modified: modified.first(doc).unwrap_or(0) };
        let named = heads.iter().filter_map(|head| Some((path.term_ords(head.doc_id).next()?, stamp(head.doc_id))));
        let mut named: Vec<(u64, FileStamp)> = named.collect();
        named.sort_by_key(|(ord, _)| *ord);
        named.dedup_by_key(|(ord, _)| *ord);
        let ords: Vec<u64> = named.iter().map(|(ord, _)| *ord).collect();
        let mut stamps = named.iter().map(|(_, stamp)| *stamp);
        // In one go through the dictionary: names share their beginnings, and are unpacked block by block.
        path.dictionary().sorted_ords_to_term_cb(&ords, |name| {
            files.insert(String::from_utf8_lossy(name).into_owned(), stamps.next().unwrap_or_default());
        })?;
        Ok(())
    }

    /// The ids, before they were told apart, of the calls of a file.
    pub(super) fn bases_of(&self, file: &str) -> Result<Vec<String>> {
        let heads = self.heads(self.fact("path", file), None)?;
        let bases = heads.into_iter().map(|head| {
            let card = self.card(head)?;
            Ok(base_of(&card.call.id).to_uppercase())
        });
        bases.collect()
    }

    /// The hashes of the sources of a file that gave calls, sorted.
    pub(super) fn hashes_of(&self, file: &str) -> Result<BTreeSet<String>> {
        let heads = self.heads(self.fact("path", file), None)?;
        heads.into_iter().map(|head| Ok(self.card(head)?.source.hash.clone())).collect()
    }

    /// Who has an id, or would have it if it were not for the others: where, and under which id.
    pub(super) fn claims(&self, base: &str) -> Result<Vec<(Place, String)>> {
        let heads = self.heads(self.fact("base", base), None)?;
        let claim = |head: DocAddress| {
            let card = self.card(head)?;
            let reader = self.searcher.segment_reader(head.segment_ord);
            let columns = || -> tantivy::Result<_> {
                let fast = reader.fast_fields();
                let path = fast.str("path")?;
                let number =
                    |name: &str| -> tantivy::Result<u64> { Ok(fast.u64(name)?.first(head.doc_id).unwrap_or(0)) };
                let mut file = String::new();
                if let Some(path) = path
                    && let Some(ord) = path.term_ords(head.doc_id).next()
                {
                    path.ord_to_str(ord, &mut file)?;
                }
                let stamp = FileStamp { size: number("size")?, modified: number("modified")? };
                Ok(Place { file, nth: number("nth")?, base: base_of(&card.call.id).to_owned(), stamp })
            };
            let place = columns().map_err(|error| self.damaged(&error))?;
            Ok((place, card.call.id.clone()))
        };
        heads.into_iter().map(claim).collect()
    }

    pub(super) fn lowering<'s>(&'s self, statistics: &'s ClassStatistics<'s>) -> Lowering<'s> {
        Lowering { searcher: &self.searcher, fields: &self.fields, statistics, columns: &self.columns }
    }

    pub(super) fn lower(
        &self,
        run: &Run,
        scope: Scope,
        within: Within<'_>,
        statistics: &ClassStatistics<'_>,
    ) -> Result<Box<dyn Query>> {
        let query = self.lowering(statistics).query(run, scope).map_err(|error| self.damaged(&error))?;
        Ok(self.only_within(query, within))
    }

    pub(super) fn only_within(&self, query: Box<dyn Query>, within: Within<'_>) -> Box<dyn Query> {
        match within {
            None => query,
            Some(paths) => Box::new(BooleanQuery::intersection(vec![query, self.under(paths)])),
        }
    }

    /// What is in these files, or in files under these folders.
    fn under(&self, paths: &[String]) -> Box<dyn Query> {
        let facts =
            |name: &str| Box::new(BooleanQuery::union(paths.iter().map(|path| self.fact(name, path)).collect()));
        let below = CallQuery { heads: facts("under"), extent: Extent::Block, columns: self.columns.clone() };
        let either = BooleanQuery::union(vec![facts("path"), Box::new(below)]);
        Box::new(ConstScoreQuery::new(Box::new(either), 0.0))
    }

    pub(super) fn fact(&self, name: &str, value: &str) -> Box<dyn Query> {
        Box::new(TermQuery::new(fact(&self.fields, name, value), IndexRecordOption::Basic))
    }

    /// The heads among what a query finds, sorted.
    pub(super) fn heads(&self, query: Box<dyn Query>, within: Within<'_>) -> Result<Vec<DocAddress>> {
        let mut queries = vec![query, self.fact("is", "head")];
        queries.extend(within.map(|paths| self.under(paths)));
        let query = BooleanQuery::intersection(queries);
        let mut heads = Vec::new();
        self.each_match(&query, |segment, doc| heads.push(DocAddress::new(segment, doc)))?;
        Ok(heads)
    }

    /// The heads of the passages that a query finds, each once, sorted.
    pub(super) fn heads_of(&self, query: &dyn Query) -> Result<Vec<DocAddress>> {
        let mut heads: Vec<DocAddress> = Vec::new();
        let backs = self.column("back")?;
        self.each_match(query, |segment, doc| {
            let back = backs[segment as usize].first(doc).unwrap_or(0);
            let head = DocAddress::new(segment, doc.saturating_sub(back as DocId));
            if heads.last() != Some(&head) {
                heads.push(head);
            }
        })?;
        Ok(heads)
    }

    /// Calls `take` with the segment and the number of each document that a query finds, in their order.
    pub(super) fn each_match(&self, query: &dyn Query, mut take: impl FnMut(SegmentOrdinal, DocId)) -> Result<()> {
        let mut run = || -> tantivy::Result<()> {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
                segments::each_doc(weight.as_ref(), reader, |doc| take(segment, doc))?;
            }
            Ok(())
        };
        run().map_err(|error| self.damaged(&error))
    }

    /// A column of every segment.
    pub(super) fn column(&self, name: &'static str) -> Result<Vec<Numbers>> {
        let columns = segments::of_each(&self.searcher, |_, reader| self.columns.open(reader, name));
        columns.map_err(|error| self.damaged(&error))
    }

    fn head_of(&self, address: DocAddress) -> Result<DocAddress> {
        let back = self.number(address, "back")?;
        let doc = u64::from(address.doc_id).checked_sub(back).ok_or_else(|| self.broken("a passage has no head"))?;
        Ok(DocAddress::new(address.segment_ord, doc as u32))
    }

    fn hit(&self, ranked: &Ranked) -> Result<Hit> {
        let card = self.card(self.head_of(ranked.address)?)?;
        self.hit_at(ranked.address, ranked.score, card)
    }

    /// A passage of a call as a hit.
    pub(super) fn hit_at(&self, at: DocAddress, score: f32, card: Arc<Card>) -> Result<Hit> {
        let document = self.document(at)?;
        let standing = self.standing(&document)?;
        let participant = standing.speaker as usize;
        if participant >= card.participants.len() {
            return Err(self.broken("a passage has no speaker"));
        }
        let (kind, section, ways) = unpack_traits(standing.traits);
        Ok(Hit {
            score,
            turn: standing.turn,
            section,
            kind,
            ways,
            exchange: (standing.exchange > 0).then_some(standing.exchange),
            participant,
            text: self.text(&document)?,
            start: standing.start,
            source: standing.source,
            card,
        })
    }

    fn number(&self, address: DocAddress, column: &'static str) -> Result<u64> {
        let column = self.columns.open(self.searcher.segment_reader(address.segment_ord), column);
        let column = column.map_err(|error| self.damaged(&error))?;
        column.first(address.doc_id).ok_or_else(|| self.broken("a passage lacks a number"))
    }

    pub(super) fn card(&self, head: DocAddress) -> Result<Arc<Card>> {
        let lock = || self.cards.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(card) = lock().get(&head) {
            return Ok(card.clone());
        }
        let card: Arc<Card> = Arc::new(self.json(&self.document(head)?, self.fields.card)?);
        lock().insert(head, card.clone());
        Ok(card)
    }

    /// The cards of some heads, in their order.
    pub(super) fn cards(&self, heads: &[DocAddress]) -> Result<Vec<Arc<Card>>> {
        if heads.len() < MANY {
            return heads.iter().map(|head| self.card(*head)).collect();
        }
        heads.par_iter().map(|head| self.card(*head)).collect()
    }

    pub(super) fn document(&self, address: DocAddress) -> Result<TantivyDocument> {
        self.searcher.doc(address).map_err(|error| self.damaged(&error))
    }

    pub(super) fn standing(&self, document: &TantivyDocument) -> Result<Standing> {
        let standing = document.get_first(self.fields.standing);
        let standing = standing.and_then(|value| Standing::from_bytes(value.as_bytes()?));
        standing.ok_or_else(|| self.broken("a passage does not say where it stands"))
    }

    fn text(&self, document: &TantivyDocument) -> Result<String> {
        let text = document.get_first(self.fields.text).and_then(|value| value.as_str().map(str::to_owned));
        text.ok_or_else(|| self.broken("a passage has no text"))
    }

    pub(super) fn json<T: serde::de::DeserializeOwned>(&self, document: &TantivyDocument, field: Field) -> Result<T> {
        let text = document.get_first(field).and_then(|value| value.as_str().map(str::to_owned));
        let text = text.ok_or_else(|| self.broken("a call has no head"))?;
        serde_json::from_str(&text).map_err(|error| self.broken(&error.to_string()))
    }

    pub(super) fn damaged(&self, error: &tantivy::TantivyError) -> Error {
        damaged(&self.folder, error)
    }

    pub(super) fn broken(&self, reason: &str) -> Error {
        Error::Damaged { folder: self.folder.clone(), reason: reason.to_owned() }
    }
}

/// An id before it was told apart from others.
pub(super) fn base_of(id: &str) -> &str {
    match id.rsplit_once('~') {
        Some((base, rank)) if rank.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => id,
    }
}
