//! Compressed files and archives, told by their first bytes, unpacked within a limit.

use std::{
    io::{Cursor, Read, Seek},
    path::{Path, PathBuf},
};

use zip::{ZipArchive, read::ZipFile};

use crate::error::{Error, Result};

/// How many bytes [`Packing::of`] looks at.
pub(super) const MAGIC_LEN: usize = 4;

/// How a file is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    Plain,
    Gzip,
    Zstd,
    Zip,
}

impl Packing {
    /// By the first bytes: names lie.
    pub(super) fn of(head: &[u8]) -> Packing {
        match head {
            [0x1f, 0x8b, ..] => Packing::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Packing::Zstd,
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Packing::Zip,
            _ => Packing::Plain,
        }
    }
}

/// How many times its size a packed text may unfold to; speech packs to a fifth, a table of it to a thirtieth.
const FOLDS: u64 = 200;

/// As much may be unfolded from however little.
const HARMLESS: u64 = 64 << 20;

/// Reads and unpacks what is not an archive.
pub(super) fn unpack(path: &Path, packing: Packing, input: impl Read, limit: u64) -> Result<Vec<u8>> {
    if packing == Packing::Zip {
        return Err(refused(path, "an archive within an archive: unpack it first"));
    }
    let bytes = read_capped(path, input, limit)?;
    match packing {
        // Concatenated members are one file, as `zcat` and `zstdcat` have it.
        Packing::Gzip => unfold(path, flate2::read::MultiGzDecoder::new(bytes.as_slice()), bytes.len() as u64, limit)
            .map_err(|error| damaged(error, "damaged gzip data")),
        Packing::Zstd => {
            let failed = |source| Error::Io { path: path.to_owned(), source };
            let decoder = zstd::Decoder::with_buffer(bytes.as_slice()).map_err(failed)?;
            unfold(path, decoder, bytes.len() as u64, limit).map_err(|error| damaged(error, "damaged zstd data"))
        }
        Packing::Plain | Packing::Zip => Ok(bytes),
    }
}

/// Reads what a decompressor gives for `packed` bytes, unless that is out of all proportion.
fn unfold(path: &Path, input: impl Read, packed: u64, limit: u64) -> Result<Vec<u8>> {
    let most = packed.saturating_mul(FOLDS).max(HARMLESS);
    match read_capped(path, input, limit.min(most)) {
        Err(Error::NotATranscript { .. }) if most < limit => {
            Err(refused(path, format!("unfolds to more than {FOLDS} times its size, which no speech does")))
        }
        result => result,
    }
}

/// Reads to the end, or to one byte past the limit, which is an error: memory stays in proportion
/// however far a decompression bomb would unfold.
pub(super) fn read_capped(path: &Path, input: impl Read, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    check_len(path, bytes.len() as u64, limit)?;
    Ok(bytes)
}

/// Refuses what is larger than the limit.
pub(super) fn check_len(path: &Path, len: u64, limit: u64) -> Result<()> {
    if len > limit {
        return Err(refused(path, format!("larger than {limit} bytes, which is as much as is read of one file")));
    }
    Ok(())
}

/// A decompressor's errors speak of streams and frames; the user has a file.
fn damaged(error: Error, what: &str) -> Error {
    match error {
        Error::Io { path, source } if source.raw_os_error().is_none() => refused(&path, format!("{what}: {source}")),
        other => other,
    }
}

fn refused(path: &Path, reason: impl Into<String>) -> Error {
    Error::NotATranscript { path: path.to_owned(), reason: reason.into() }
}

/// What an archive is read from.
pub(super) trait Storage: Read + Seek {}

impl<T: Read + Seek> Storage for T {}

/// A zip archive, whose members are read one after another.
pub(super) struct Archive {
    zip: ZipArchive<Box<dyn Storage>>,
    next: usize,
}

impl Archive {
    pub(super) fn new(path: &Path, storage: Box<dyn Storage>) -> Result<Archive> {
        let zip = ZipArchive::new(storage).map_err(|error| refused(path, format!("damaged zip archive: {error}")))?;
        if zip.index_for_name("[Content_Types].xml").is_some() {
            return Err(refused(path, "an office document: save it as text, or as a web page"));
        }
        Ok(Archive { zip, next: 0 })
    }

    /// The next member that is a file, unpacked: its path behind the archive's, and its bytes.
    pub(super) fn next(&mut self, archive: &Path, limit: u64) -> Option<Result<(PathBuf, Vec<u8>)>> {
        while self.next < self.zip.len() {
            let index = self.next;
            self.next += 1;
            let mut member = match self.zip.by_index(index) {
                Ok(member) => member,
                Err(error) => {
                    let reason = format!("damaged zip archive: member {}: {error}", index + 1);
                    return Some(Err(refused(archive, reason)));
                }
            };
            if member.is_dir() {
                continue;
            }
            // The name is only shown, never opened; still it must stay behind the archive's.
            let name = String::from_utf8_lossy(member.name_raw());
            let path = archive.join(name.trim_start_matches('/'));
            let bytes = read_member(&path, &mut member, limit);
            return Some(bytes.map(|bytes| (path, bytes)));
        }
        None
    }
}

fn read_member<R: Read + ?Sized>(path: &Path, member: &mut ZipFile<'_, R>, limit: u64) -> Result<Vec<u8>> {
    let packed = member.compressed_size();
    let bytes = unfold(path, member, packed, limit).map_err(|error| damaged(error, "damaged zip archive"))?;
    match Packing::of(&bytes) {
        Packing::Plain => Ok(bytes),
        packing => unpack(path, packing, Cursor::new(bytes), limit),
    }
}
