//! The folder as tantivy sees it: every byte is checked before it is believed.
//!
//! Behind what tantivy writes into a file stand the checksums of its blocks; behind the small files that
//! are replaced as a whole, one line with a checksum. A block is checked when it is first read, or each time where the
//! file is not mapped, so opening an index costs no more than before, and an answer is never made of bytes that have changed.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use tantivy::{
    Directory, HasLen,
    directory::{
        AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback, WatchHandle,
        WritePtr,
        error::{DeleteError, LockError, OpenReadError, OpenWriteError},
    },
};

#[cfg(test)]
use super::faults::Disk;
#[cfg(not(test))]
use tantivy::directory::MmapDirectory as Disk;

/// How many bytes share a checksum.
const BLOCK: usize = 16 << 10;

/// How much of a file that is not mapped is read at a time, at least, and kept until something else of it is.
const AHEAD: usize = 4 * BLOCK;

/// The end of every sealed file.
const MAGIC: &[u8; 8] = b"whosaid1";

/// After the checksums of the blocks: the checksum of these, the length of what is sealed, the magic.
const TRAILER: usize = 4 + 8 + MAGIC.len();

/// Before the checksum of a file that is replaced as a whole.
const LINE: &str = "\nwhosaid-crc32:";

/// Begins the names of what a rebuild writes, until it takes the place of what was there.
pub(super) const REBUILT: &str = "rebuilt-";

/// The two files that say which others belong to the index.
pub(super) const META: &str = "meta.json";
pub(super) const MANAGED: &str = ".managed.json";

/// A folder of sealed files.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    folder: PathBuf,
    files: Disk,
    /// Whether a file without a seal is refused: older formats have none.
    is_strict: bool,
    /// Whether the two lists are those of a rebuild that is under way.
    is_rebuild: bool,
    /// Whether files are read piece by piece, and not mapped.
    is_frugal: bool,
}

impl Sealed {
    /// A folder in which every file must bear a seal.
    pub(super) fn open(folder: &Path) -> tantivy::Result<Sealed> {
        let files = Disk::open(folder)?;
        Ok(Sealed { folder: folder.to_owned(), files, is_strict: true, is_rebuild: false, is_frugal: false })
    }

    /// The same for reading what any version wrote: files without a seal are taken as they are.
    pub(super) fn lenient(self) -> Sealed {
        Sealed { is_strict: false, ..self }
    }

    /// The same for writing an index beside the one that is there.
    pub(super) fn for_rebuild(self) -> Sealed {
        Sealed { is_rebuild: true, ..self }
    }

    /// The same for whoever looks at every byte once, as merging does: what has been read does not stay in memory.
    /// Files must not vanish meanwhile; those of segments that are in use do not, within the process that writes.
    pub(super) fn frugal(self) -> Sealed {
        Sealed { is_frugal: true, ..self }
    }

    /// Reads a file that is replaced as a whole, and says whether it bears a seal.
    pub(super) fn read_small(&self, name: &str) -> io::Result<(Vec<u8>, bool)> {
        unseal_small(std::fs::read(self.folder.join(name))?)
    }

    /// Whether a file bears a seal that is whole.
    pub(super) fn bears_seal(&self, path: &Path) -> bool {
        self.sealed_file(path).is_ok_and(|file| file.is_some())
    }

    /// Checks every byte of a file.
    pub(super) fn verify(&self, path: &Path) -> io::Result<()> {
        if [META, MANAGED].iter().any(|name| path == Path::new(name)) {
            return match unseal_small(std::fs::read(self.folder.join(path))?)? {
                (_, true) => Ok(()),
                (_, false) => Err(broken("it bears no seal")),
            };
        }
        let file = self.sealed_file(path).map_err(io::Error::other)?.ok_or_else(|| broken("it bears no seal"))?;
        (0..file.len()).step_by(BLOCK).try_for_each(|at| file.read_bytes(at..(at + BLOCK).min(file.len())).map(drop))
    }

    /// Opens a file; `None` if it bears no seal.
    fn sealed_file(&self, path: &Path) -> Result<Option<SealedFile>, OpenReadError> {
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        let bytes = if self.is_frugal {
            Bytes::Read(Pieces::open(self.folder.join(path)).map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
                _ => failed(error),
            })?)
        } else {
            let handle = self.files.get_file_handle(path)?;
            Bytes::Mapped(handle.read_bytes(0..handle.len()).map_err(failed)?)
        };
        SealedFile::open(path, bytes).map_err(failed)
    }

    /// Where a file is kept.
    fn place(&self, path: &Path) -> PathBuf {
        match path.to_str() {
            Some(name @ (META | MANAGED)) if self.is_rebuild => PathBuf::from(format!("{REBUILT}{name}")),
            _ => path.to_owned(),
        }
    }
}

fn broken(reason: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.to_string())
}

/// What a small file says, and whether it bears a seal.
fn unseal_small(mut bytes: Vec<u8>) -> io::Result<(Vec<u8>, bool)> {
    let seal_len = LINE.len() + 8 + 1;
    let Some(body) = bytes.len().checked_sub(seal_len) else { return Ok((bytes, false)) };
    let (content, seal) = bytes.split_at(body);
    if !seal.starts_with(LINE.as_bytes()) {
        return Ok((bytes, false));
    }
    if seal != seal_small(content).as_bytes() {
        return Err(broken("its checksum is another"));
    }
    bytes.truncate(body);
    Ok((bytes, true))
}

fn seal_small(content: &[u8]) -> String {
    format!("{LINE}{:08x}\n", crc32fast::hash(content))
}

impl Directory for Sealed {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.sealed_file(path)? {
            Some(file) => Ok(Arc::new(file)),
            None if self.is_strict => {
                let error = broken(format!("{}: it bears no seal", path.display()));
                Err(OpenReadError::wrap_io_error(error, path.to_owned()))
            }
            None => self.files.get_file_handle(path),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(&self.place(path))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(&self.place(path))
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let sealing =
            Sealing { inner: self.files.open_write(path)?, body_len: 0, block: Block::default(), sums: Vec::new() };
        Ok(io::BufWriter::new(Box::new(sealing)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.files.atomic_read(&self.place(path))?;
        let failed = |error| OpenReadError::wrap_io_error(error, path.to_owned());
        match unseal_small(bytes).map_err(failed)? {
            (_, false) if self.is_strict => Err(failed(broken(format!("{}: it bears no seal", path.display())))),
            (content, _) => Ok(content),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.files.atomic_write(&self.place(path), &[data, seal_small(data).as_bytes()].concat())?;
        // What the old list named is removed next. Were power lost then, the old list must not come back.
        if path == Path::new(META) { self.files.sync_directory() } else { Ok(()) }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.files.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

/// The block that is being filled.
#[derive(Default)]
struct Block {
    hasher: crc32fast::Hasher,
    len: usize,
}

/// Passes bytes on and takes their checksums.
struct Sealing {
    inner: WritePtr,
    body_len: u64,
    block: Block,
    sums: Vec<u8>,
}

impl Sealing {
    fn close_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.sums.extend(block.hasher.finalize().to_le_bytes());
    }
}

impl Write for Sealing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.inner.write(bytes)?;
        let mut rest = &bytes[..n];
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.block.len));
            self.block.hasher.update(now);
            self.block.len += now.len();
            if self.block.len == BLOCK {
                self.close_block();
            }
            rest = later;
        }
        self.body_len += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        if self.block.len > 0 {
            self.close_block();
        }
        let mut trailer = std::mem::take(&mut self.sums);
        let sum = trailer_sum(&trailer, self.body_len);
        trailer.extend(sum.to_le_bytes());
        trailer.extend(self.body_len.to_le_bytes());
        trailer.extend(MAGIC);
        self.inner.write_all(&trailer)?;
        self.inner.terminate_ref(token)
    }
}

fn trailer_sum(sums: &[u8], body_len: u64) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(sums);
    hasher.update(&body_len.to_le_bytes());
    hasher.finalize()
}

/// Where the bytes of a file come from.
enum Bytes {
    /// What is touched stays in memory, and is there at once when it is asked for again.
    Mapped(OwnedBytes),
    Read(Pieces),
}

impl Bytes {
    fn len(&self) -> usize {
        match self {
            Bytes::Mapped(bytes) => bytes.len(),
            Bytes::Read(pieces) => pieces.len,
        }
    }

    fn slice(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        match self {
            Bytes::Mapped(bytes) => Ok(bytes.slice(range)),
            Bytes::Read(pieces) => pieces.read(range).map(OwnedBytes::new),
        }
    }
}

/// A file that is opened anew for each piece: there may be more files than a process may hold open.
struct Pieces {
    path: PathBuf,
    len: usize,
}

impl Pieces {
    fn open(path: PathBuf) -> io::Result<Pieces> {
        let len = usize::try_from(std::fs::metadata(&path)?.len()).map_err(io::Error::other)?;
        Ok(Pieces { path, len })
    }

    fn read(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(range.start as u64))?;
        let mut bytes = vec![0; range.len()];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// A file of which each block is checked when it is read from the disk.
struct SealedFile {
    path: PathBuf,
    bytes: Bytes,
    /// How many of the bytes are what tantivy wrote.
    body_len: usize,
    /// Four bytes a block.
    sums: OwnedBytes,
    /// One bit a block: whether it has been checked. Where it was mapped, it is the same bytes as then.
    checked: Vec<AtomicU64>,
    /// Of a file that is read in pieces, the blocks read last, and where they begin.
    last: Mutex<(usize, OwnedBytes)>,
}

impl std::fmt::Debug for SealedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SealedFile({}, {} bytes)", self.path.display(), self.body_len)
    }
}

impl SealedFile {
    /// Opens a file; `None` if it bears no seal.
    fn open(path: &Path, bytes: Bytes) -> io::Result<Option<SealedFile>> {
        let wrong = |reason: &str| broken(format!("{}: {reason}", path.display()));
        let Some(at) = bytes.len().checked_sub(TRAILER) else { return Ok(None) };
        let trailer = bytes.slice(at..bytes.len())?;
        if !trailer.ends_with(MAGIC) {
            return Ok(None);
        }
        let (sum, rest) = trailer.split_at(4);
        let body_len = rest[..8].iter().rev().fold(0u64, |n, byte| n << 8 | u64::from(*byte));
        let body_len = usize::try_from(body_len).ok().filter(|len| *len <= at);
        let body_len = body_len.ok_or_else(|| wrong("its length is another"))?;
        let n_blocks = body_len.div_ceil(BLOCK);
        let sums = bytes.slice(body_len..at)?;
        if sums.len() != 4 * n_blocks || sum != trailer_sum(&sums, body_len as u64).to_le_bytes() {
            return Err(wrong("its seal is broken"));
        }
        let checked = match bytes {
            Bytes::Mapped(_) => (0..n_blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
            Bytes::Read(_) => Vec::new(),
        };
        let last = Mutex::new((0, OwnedBytes::empty()));
        Ok(Some(SealedFile { path: path.to_owned(), bytes, body_len, sums, checked, last }))
    }

    /// Compares a block with its checksum.
    fn check(&self, block: usize, bytes: &[u8]) -> io::Result<()> {
        if crc32fast::hash(bytes).to_le_bytes() != self.sums[4 * block..4 * block + 4] {
            return Err(broken(format!("{}: the checksum of block {block} is another", self.path.display())));
        }
        Ok(())
    }

    /// Checks the blocks of a range of a mapped file that have not been checked.
    fn check_mapped(&self, mapped: &OwnedBytes, range: &Range<usize>) -> io::Result<()> {
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let (word, bit) = (&self.checked[block / 64], 1 << (block % 64));
            if word.load(Relaxed) & bit == 0 {
                self.check(block, &mapped[block * BLOCK..(block * BLOCK + BLOCK).min(self.body_len)])?;
                word.fetch_or(bit, Relaxed);
            }
        }
        Ok(())
    }

    /// Reads and checks the blocks of a range, and of what is asked for next, if it is what follows.
    fn read_ahead(&self, pieces: &Pieces, range: &Range<usize>) -> io::Result<OwnedBytes> {
        let of = |start: usize, blocks: &OwnedBytes| {
            let is_within = start <= range.start && range.end <= start + blocks.len();
            is_within.then(|| blocks.slice(range.start - start..range.end - start))
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = of(last.0, &last.1) {
            return Ok(bytes);
        }
        let start = range.start / BLOCK * BLOCK;
        let end = range.end.div_ceil(BLOCK) * BLOCK;
        let blocks = pieces.read(start..end.max(start + AHEAD).min(self.body_len));
        let blocks =
            blocks.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", self.path.display())))?;
        for (i, bytes) in blocks.chunks(BLOCK).enumerate() {
            self.check(start / BLOCK + i, bytes)?;
        }
        let blocks = OwnedBytes::new(blocks);
        if blocks.len() <= AHEAD {
            *last = (start, blocks.clone());
        }
        Ok(blocks.slice(range.start - start..range.end - start))
    }
}

impl HasLen for SealedFile {
    fn len(&self) -> usize {
        self.body_len
    }
}

impl FileHandle for SealedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.body_len {
            return Err(broken(format!("{}: it is shorter than what is read from it", self.path.display())));
        }
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        match &self.bytes {
            Bytes::Mapped(mapped) => {
                self.check_mapped(mapped, &range)?;
                Ok(mapped.slice(range))
            }
            Bytes::Read(pieces) => self.read_ahead(pieces, &range),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of three blocks, the last not full, as it stands on disk.
    fn written(folder: &Path) -> (Sealed, Vec<u8>) {
        let sealed = Sealed::open(folder).unwrap();
        let content: Vec<u8> = (0..BLOCK * 2 + 777).map(|i| ((i * 31) >> 3) as u8).collect();
        let mut file = sealed.open_write(Path::new("a.store")).unwrap();
        file.write_all(&content).unwrap();
        file.terminate().unwrap();
        sealed.atomic_write(Path::new(META), b"{\"a\": 1}").unwrap();
        (sealed, content)
    }

    #[test]
    fn what_is_read_is_what_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let (sealed, content) = written(folder.path());
        let file = sealed.open_read(Path::new("a.store")).unwrap();
        assert_eq!(file.len(), content.len());
        let read = sealed.clone().frugal().open_read(Path::new("a.store")).unwrap();
        for range in [0..content.len(), 0..0, 5..BLOCK, BLOCK - 1..BLOCK + 1, 7..8, content.len()..content.len()] {
            assert_eq!(file.slice(range.clone()).read_bytes().unwrap().as_slice(), &content[range.clone()]);
            assert_eq!(read.slice(range.clone()).read_bytes().unwrap().as_slice(), &content[range]);
        }
        // Ranges before, in, across and behind what was read last, shorter and longer than it.
        let blocks: Vec<usize> = [0, 9, 1, 4, 5, 8, 3, 10, 0].map(|block| block * BLOCK).to_vec();
        let long: Vec<u8> = (0..BLOCK * 11 + 5).map(|i| ((i * 37) >> 4) as u8).collect();
        let mut file = sealed.open_write(Path::new("long.store")).unwrap();
        file.write_all(&long).unwrap();
        file.terminate().unwrap();
        let read = sealed.clone().frugal().open_read(Path::new("long.store")).unwrap();
        for start in blocks {
            for len in [1, 100, BLOCK, AHEAD - 1, AHEAD + 1, BLOCK * 5] {
                let range = start + 3..(start + 3 + len).min(long.len());
                assert_eq!(
                    read.slice(range.clone()).read_bytes().unwrap().as_slice(),
                    &long[range.clone()],
                    "{range:?}"
                );
            }
        }
        assert_eq!(sealed.atomic_read(Path::new(META)).unwrap(), b"{\"a\": 1}");
        sealed.verify(Path::new("a.store")).unwrap();
        sealed.verify(Path::new(META)).unwrap();
    }

    #[test]
    fn every_changed_byte_is_found_and_the_rest_can_be_read() {
        for (name, step) in [("a.store", 97), (META, 1)] {
            let folder = tempfile::tempdir().unwrap();
            let (sealed, content) = written(folder.path());
            let path = folder.path().join(name);
            let whole = std::fs::read(&path).unwrap();
            for at in (0..whole.len()).step_by(step).chain([whole.len() - 1]) {
                let mut bytes = whole.clone();
                bytes[at] ^= 1 << (at % 8);
                std::fs::write(&path, &bytes).unwrap();
                assert!(sealed.verify(Path::new(name)).is_err(), "{name}: byte {at}");
                if name == META {
                    assert!(sealed.atomic_read(Path::new(META)).is_err(), "byte {at}");
                } else if at < content.len() {
                    let file = sealed.open_read(Path::new(name)).unwrap();
                    let block = at / BLOCK * BLOCK..(at / BLOCK * BLOCK + BLOCK).min(content.len());
                    let read = sealed.clone().frugal().open_read(Path::new(name)).unwrap();
                    assert!(read.slice(block.start..block.start + 1).read_bytes().is_err(), "byte {at}");
                    assert!(file.slice(block).read_bytes().is_err(), "byte {at}");
                    let other = if at < BLOCK { BLOCK * 2..BLOCK * 2 + 9 } else { 0..9 };
                    assert_eq!(file.slice(other.clone()).read_bytes().unwrap().as_slice(), &content[other]);
                } else {
                    assert!(sealed.open_read(Path::new(name)).is_err(), "byte {at}");
                }
            }
        }
    }

    #[test]
    fn a_file_cut_short_or_without_a_seal_is_refused_unless_any_version_will_do() {
        let folder = tempfile::tempdir().unwrap();
        let (sealed, _) = written(folder.path());
        let path = folder.path().join("a.store");
        let whole = std::fs::read(&path).unwrap();
        for len in [0, 1, 19, 20, 21, BLOCK, whole.len() - 1] {
            std::fs::write(&path, &whole[..len]).unwrap();
            assert!(sealed.open_read(Path::new("a.store")).is_err(), "{len} bytes");
        }
        std::fs::write(folder.path().join("old"), "an older format").unwrap();
        assert!(sealed.open_read(Path::new("old")).is_err());
        let old = sealed.lenient().open_read(Path::new("old")).unwrap();
        assert_eq!(old.read_bytes().unwrap().as_slice(), b"an older format");
    }
}
