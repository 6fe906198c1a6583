//! What can still be read of an index that another version wrote, or that is damaged: the stored documents,
//! without anything that was made to find them.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use tantivy::{
    Directory, TantivyDocument, TantivyError,
    columnar::{ColumnarReader, DynamicColumn},
    directory::{FileSlice, footer::Footer},
    fastfield::AliveBitSet,
    schema::Field,
    store::StoreReader,
};

use super::{
    block::{Card, FileStamp, Place, Rest, restore},
    schema,
    sealed::{META, Sealed},
    snapshot::base_of,
    writing::{is_of_segment, names, stored_text},
};
use crate::{
    error::{Error, Result},
    transcript::Transcript,
};

/// What is left of an index.
pub(super) struct Remains {
    segments: Vec<Segment>,
    stored: Stored,
    /// What could not be read, as sentences.
    pub(super) lost: Vec<String>,
}

/// The fields that are stored, as the writer numbered them.
#[derive(Clone, Copy)]
struct Stored {
    text: Field,
    card: Field,
    rest: Field,
}

/// The documents of a segment.
struct Segment {
    name: String,
    store: StoreReader,
    /// `None`: all of them.
    alive: Option<AliveBitSet>,
    columns: Option<ColumnarReader>,
    n_documents: Option<u32>,
}

/// A segment as `meta.json` lists it.
#[derive(serde::Deserialize)]
struct Listed {
    segment_id: String,
    max_doc: Option<u32>,
    deletes: Option<Deletes>,
}

#[derive(serde::Deserialize)]
struct Deletes {
    opstamp: u64,
}

impl Remains {
    /// Looks at what is in a folder.
    pub(super) fn find(folder: &Path) -> Result<Remains> {
        let files = Sealed::open(folder).map_err(|error| super::damaged(folder, &error))?.lenient();
        let mut lost = Vec::new();
        let meta = files.read_small(META).map_err(|error| error.to_string());
        let meta = meta.and_then(|(json, _)| serde_json::from_slice(&json).map_err(|error| error.to_string()));
        let meta: serde_json::Value = meta.unwrap_or_else(|reason| {
            lost.push(format!("{META} ({reason}): calls that had been replaced or dropped may have come back"));
            serde_json::Value::Null
        });
        let listed: Vec<Listed> = serde_json::from_value(meta["segments"].clone()).unwrap_or_else(|_| on_disk(folder));
        let mut segments = Vec::new();
        for listed in listed {
            match quietly(|| Segment::open(&files, &listed, &mut lost)) {
                Ok(segment) => segments.push(segment),
                Err(reason) => lost.push(format!("all calls of segment {} ({reason})", listed.segment_id)),
            }
        }
        Ok(Remains { segments, stored: Stored::of(&meta), lost })
    }

    /// Gives every call that is whole, and where it stood. The first time, what is not whole is noted.
    pub(super) fn each(
        &mut self,
        is_first_time: bool,
        take: &mut dyn FnMut(usize, Transcript, Place) -> Result<()>,
    ) -> Result<()> {
        let mut lost = Vec::new();
        for (ord, segment) in self.segments.iter().enumerate() {
            segment.each(self.stored, &mut lost, &mut |transcript, place| take(ord, transcript, place))?;
        }
        if is_first_time {
            self.lost.append(&mut lost);
        }
        Ok(())
    }
}

/// The segments of which there are documents in a folder, the oldest first.
fn on_disk(folder: &Path) -> Vec<Listed> {
    let names = names(folder);
    let mut found = Vec::new();
    for name in names.iter().filter(|name| is_of_segment(name)) {
        let Some(id) = name.strip_suffix(".store") else { continue };
        let modified = std::fs::metadata(folder.join(name)).and_then(|metadata| metadata.modified()).ok();
        let opstamps = names
            .iter()
            .filter_map(|name| name.strip_prefix(id)?.strip_prefix('.')?.strip_suffix(".del")?.parse::<u64>().ok());
        let deletes = opstamps.max().map(|opstamp| Deletes { opstamp });
        found.push((modified, Listed { segment_id: id.to_owned(), max_doc: None, deletes }));
    }
    found.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.segment_id.cmp(&y.segment_id)));
    found.into_iter().map(|(_, listed)| listed).collect()
}

/// Runs what may stumble over damaged bytes: older formats cannot tell that they are damaged.
fn quietly<T, E: ToString>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("its bytes make no sense".to_owned()),
    }
}

impl Stored {
    /// The fields by their names in `meta.json`, else as we number them.
    fn of(meta: &serde_json::Value) -> Stored {
        let (_, ours) = schema::build();
        let listed = meta["schema"].as_array();
        let number = |name: &str, ours: Field| {
            let at = listed.and_then(|fields| fields.iter().position(|field| field["name"] == name));
            at.and_then(|at| u32::try_from(at).ok()).map_or(ours, Field::from_field_id)
        };
        Stored { text: number("text", ours.text), card: number("card", ours.card), rest: number("rest", ours.rest) }
    }
}

impl Segment {
    fn open(files: &Sealed, listed: &Listed, lost: &mut Vec<String>) -> std::io::Result<Segment> {
        let name = listed.segment_id.replace('-', "");
        let store = body(files, &format!("{name}.store"))?;
        let alive = match &listed.deletes {
            None => None,
            Some(Deletes { opstamp }) => {
                let bits = quietly(|| {
                    let file = body(files, &format!("{name}.{opstamp}.del"))?;
                    Ok::<_, std::io::Error>(AliveBitSet::open(file.read_bytes()?))
                });
                bits.map_err(|reason| {
                    let what = "calls that had been replaced or dropped may have come back";
                    lost.push(format!("{name}.{opstamp}.del ({reason}): {what}"));
                })
                .ok()
            }
        };
        // These only say where files stood; the documents of newer formats say so themselves.
        let columns = quietly(|| ColumnarReader::open(body(files, &format!("{name}.fast"))?)).ok();
        Ok(Segment { store: StoreReader::open(store, 4)?, alive, columns, n_documents: listed.max_doc, name })
    }

    fn is_alive(&self, doc: u32) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    fn each(
        &self,
        stored: Stored,
        lost: &mut Vec<String>,
        take: &mut dyn FnMut(Transcript, Place) -> Result<()>,
    ) -> Result<()> {
        let mut block: Option<Block> = None;
        let mut n_strays = 0;
        for doc in 0..self.n_documents.unwrap_or(u32::MAX) {
            let document = quietly(|| match self.store.get::<TantivyDocument>(doc) {
                Err(TantivyError::InvalidArgument(_)) => Ok(None),
                other => other.map(Some),
            });
            let document = match document {
                Ok(None) => break,
                Ok(Some(document)) => Some(document),
                Err(_) => None,
            };
            if !self.is_alive(doc) {
                continue;
            }
            let read = |field| document.as_ref().and_then(|document| stored_text(document, field));
            match (read(stored.card), &mut block) {
                (Some(card), _) => {
                    self.finish(block.take(), lost, take)?;
                    // Up to schema 5 a head had its rest with it.
                    block = Some(Block { doc, card, rest: read(stored.rest), texts: Vec::new() });
                }
                (None, Some(open)) => match read(stored.rest) {
                    Some(rest) => {
                        open.rest = Some(rest);
                        // What follows a tail is of another call, whether its head can be read or not.
                        self.finish(block.take(), lost, take)?;
                    }
                    None => open.texts.push(read(stored.text)),
                },
                (None, None) => n_strays += 1,
            }
        }
        self.finish(block, lost, take)?;
        if n_strays > 0 {
            lost.push(format!("{n_strays} passages of {}.store, of calls whose head cannot be read", self.name));
        }
        Ok(())
    }

    /// Puts a call together and hands it on, or notes that it is lost.
    fn finish(
        &self,
        block: Option<Block>,
        lost: &mut Vec<String>,
        take: &mut dyn FnMut(Transcript, Place) -> Result<()>,
    ) -> Result<()> {
        let Some(block) = block else { return Ok(()) };
        let Some((card, rest, place)) = self.head(&block) else {
            lost.push(format!("{}: what is said of it cannot be read", id_of(&block.card)));
            return Ok(());
        };
        let (id, path) = (card.call.id.clone(), card.source.path.clone());
        let n_texts = block.texts.len();
        match quietly(|| Ok::<_, Error>(restore(card, rest, block.texts.into_iter().map_while(|text| text)))) {
            Ok(Some((transcript, n_used))) if n_used == n_texts => take(transcript, place),
            _ => {
                lost.push(format!("{id} ({path}): its passages cannot all be read"));
                Ok(())
            }
        }
    }

    /// What is said of a call, and where it stood.
    fn head(&self, block: &Block) -> Option<(Card, Rest, Place)> {
        let card: Card = serde_json::from_str(&block.card).ok()?;
        let mut rest: Rest = serde_json::from_str(block.rest.as_ref()?).ok()?;
        let place = rest.place.take().or_else(|| quietly(|| self.place_in_columns(block.doc, &card)).ok());
        let place = place.unwrap_or_else(|| Place {
            file: card.source.path.clone(),
            nth: 0,
            base: base_of(&card.call.id).to_owned(),
            stamp: FileStamp::default(),
        });
        Some((card, rest, place))
    }

    /// Where a call stood, as the columns have it.
    fn place_in_columns(&self, doc: u32, card: &Card) -> std::io::Result<Place> {
        let missing = || std::io::Error::other("no such column");
        let columns = self.columns.as_ref().ok_or_else(missing)?;
        let column = |name: &str| -> std::io::Result<DynamicColumn> {
            columns.read_columns(name)?.first().ok_or_else(missing)?.open()
        };
        let number = |name: &str| -> std::io::Result<u64> {
            Ok(if let DynamicColumn::U64(column) = column(name)? { column.first(doc).unwrap_or(0) } else { 0 })
        };
        let DynamicColumn::Str(paths) = column("path")? else { return Err(missing()) };
        let mut file = String::new();
        let ord = paths.term_ords(doc).next().ok_or_else(missing)?;
        paths.ord_to_str(ord, &mut file)?;
        let stamp = FileStamp { size: number("size")?, modified: number("modified")? };
        Ok(Place { file, nth: number("nth")?, base: base_of(&card.call.id).to_owned(), stamp })
    }
}

/// A call that is being read.
struct Block {
    /// The number of its head.
    doc: u32,
    card: String,
    rest: Option<String>,
    /// The words of its passages, as far as they can be read.
    texts: Vec<Option<String>>,
}

/// The id in a card, however little of the rest makes sense.
fn id_of(card: &str) -> String {
    let card: serde_json::Value = serde_json::from_str(card).unwrap_or_default();
    card["call"]["id"].as_str().unwrap_or("a call").to_owned()
}

/// A file without tantivy's footer. What bears our seal is checked as it is read. Older formats have one checksum for
/// a whole file: where it is another, nobody knows which bytes are, and they may ask for any amount of memory.
fn body(files: &Sealed, name: &str) -> std::io::Result<FileSlice> {
    let path = Path::new(name);
    let file = files.open_read(path).map_err(|error| std::io::Error::other(error.to_string()))?;
    let (footer, body) = Footer::extract_footer(file)?;
    if !files.bears_seal(path) && crc32fast::hash(body.read_bytes()?.as_slice()) != footer.crc {
        return Err(std::io::Error::other("its checksum is another"));
    }
    Ok(body)
}

/// The calls to keep, by place and id: where one is met twice, that of the later segment.
pub(super) type Kept = BTreeMap<(String, u64, String), (usize, String)>;
