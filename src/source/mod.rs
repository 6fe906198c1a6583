//! Bytes to text: the only reader of transcript files. Finds, decompresses, decodes, repairs.

mod decode;
mod find;
#[cfg(feature = "pdf")]
mod pdf;
mod unpack;

use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

pub use find::{find, tidy};
pub use pdf::{read_pdfs_apart, serve as serve_pdf};
use unpack::{Archive, Packing};

use crate::{
    error::{Diagnostic, Error, Result},
    text::Traced,
};

/// A file's text, decoded, with every byte traced to the file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as given; `-` for standard input; `calls.zip/one.txt` for a member of an archive.
    pub path: String,
    /// Size in bytes, after decompression; of a PDF, the bytes of its text.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex, 32 digits.
    pub hash: String,
    /// The text, line ends as they stand.
    pub text: Traced,
    /// What was odd about the encoding.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// Decodes bytes that were read elsewhere. Total: any bytes are text of some kind.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Source {
        let (text, diagnostics) = decode::decode(bytes);
        Source {
            path: path.into(),
            bytes: bytes.len() as u64,
            hash: blake3::hash(bytes).to_hex()[..32].to_owned(),
            text,
            diagnostics,
        }
    }
}

/// How much of a file is read before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, or of one member of an archive, after decompression. What lies above
    /// 4 GiB is refused in any case.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 1 << 30 }
    }
}

impl Limits {
    /// [`Traced`] counts in 32 bits, and a repaired byte may take three bytes of text.
    fn effective(self) -> u64 {
        self.bytes.min(u64::from(u32::MAX) / 3)
    }
}

/// Opens a file, or standard input if the path is `-`: one source, or one for each member of a zip
/// archive, read as they are asked for. A member that cannot be read is an error, and the next one follows.
///
/// # Errors
/// If the file cannot be read, is larger than the limits allow, or holds no text.
pub fn open(path: &Path, limits: Limits) -> Result<Sources> {
    let failed = |source| Error::Io { path: path.to_owned(), source };
    let from_stdin = path.as_os_str() == "-";
    if !from_stdin && is_device(path) {
        let reason = "a device, which may have no end".to_owned();
        return Err(Error::NotATranscript { path: path.to_owned(), reason });
    }
    let mut input: Box<dyn Read> = if from_stdin {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(failed)?))
    };
    let mut head = Vec::with_capacity(unpack::MAGIC_LEN);
    input.by_ref().take(unpack::MAGIC_LEN as u64).read_to_end(&mut head).map_err(failed)?;
    let packing = Packing::of(&head);
    if packing == Packing::Zip {
        let archive = if from_stdin {
            let bytes = unpack::read_capped(path, Cursor::new(head).chain(input), limits.effective())?;
            Archive::new(path, Box::new(Cursor::new(bytes)))?
        } else {
            Archive::new(path, Box::new(BufReader::new(File::open(path).map_err(failed)?)))?
        };
        return Ok(Sources { path: path.to_owned(), limits, rest: Rest::Archive(archive) });
    }
    if !from_stdin {
        unpack::check_len(path, std::fs::metadata(path).map_err(failed)?.len(), limits.effective())?;
    }
    let bytes = unpack::unpack(path, packing, Cursor::new(head).chain(input), limits.effective())?;
    let source = from_file(path, &bytes)?;
    Ok(Sources { path: path.to_owned(), limits, rest: Rest::One(Some(Box::new(source))) })
}

/// Whether a path is neither a file nor a pipe (as a shell's `<(…)` is), and so nothing that ends.
fn is_device(path: &Path) -> bool {
    let Ok(kind) = std::fs::metadata(path).map(|metadata| metadata.file_type()) else { return false };
    #[cfg(unix)]
    let is_pipe = std::os::unix::fs::FileTypeExt::is_fifo(&kind);
    #[cfg(not(unix))]
    let is_pipe = false;
    !(kind.is_file() || kind.is_dir() || is_pipe)
}

/// The sources of one file. See [`open`].
pub struct Sources {
    path: PathBuf,
    limits: Limits,
    rest: Rest,
}

enum Rest {
    One(Option<Box<Source>>),
    Archive(Archive),
}

impl Iterator for Sources {
    type Item = Result<Source>;

    fn next(&mut self) -> Option<Result<Source>> {
        match &mut self.rest {
            Rest::One(source) => source.take().map(|source| Ok(*source)),
            Rest::Archive(archive) => {
                let member = archive.next(&self.path, self.limits.effective())?;
                Some(member.and_then(|(path, bytes)| from_file(&path, &bytes)))
            }
        }
    }
}

/// Decodes the unpacked bytes of a file, if they can be text at all.
fn from_file(path: &Path, bytes: &[u8]) -> Result<Source> {
    let refused = |reason: Cow<'_, str>| Error::NotATranscript { path: path.to_owned(), reason: reason.into_owned() };
    let name = path.to_string_lossy();
    if pdf::is_pdf(bytes) {
        let text = pdf::text(bytes).map_err(refused)?;
        return Ok(Source::from_bytes(name, text.as_bytes()));
    }
    match decode::not_text(bytes) {
        Some(reason) => Err(refused(reason.into())),
        None => Ok(Source::from_bytes(name, bytes)),
    }
}

/// Stands in for the reader of PDF files where it was not built in.
#[cfg(not(feature = "pdf"))]
mod pdf {
    use std::{
        borrow::Cow,
        io::{self, Read, Write},
        process::Command,
    };

    const WITHOUT: &str =
        "a PDF, which this whosaid was built without (`--features pdf`): `pdftotext -layout` makes text of it";

    /// Does nothing: PDFs are not read.
    pub fn read_pdfs_apart(_: fn() -> io::Result<Command>) {}

    /// Refuses.
    ///
    /// # Errors
    /// Always.
    pub fn serve(_: impl Read, _: impl Write) -> Result<(), Cow<'static, str>> {
        Err(WITHOUT.into())
    }

    pub(super) fn is_pdf(bytes: &[u8]) -> bool {
        bytes.starts_with(b"%PDF-")
    }

    pub(super) fn text(_: &[u8]) -> Result<String, Cow<'static, str>> {
        Err(WITHOUT.into())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const TEXT: &str = "Jane Doe: Good morning.\n";

    fn write(name: &str, bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        (dir, path)
    }

    fn read(path: &Path) -> Vec<Result<Source>> {
        match open(path, Limits { bytes: 1 << 20 }) {
            Ok(sources) => sources.collect(),
            Err(error) => vec![Err(error)],
        }
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(bytes).unwrap();
        gz.finish().unwrap()
    }

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in members {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn packed_files_are_unpacked_by_what_they_hold() {
        let twice = [gzip(TEXT.as_bytes()), gzip(b"More.\n")].concat();
        for (bytes, text) in [
            (TEXT.as_bytes().to_vec(), TEXT.to_owned()),
            (gzip(TEXT.as_bytes()), TEXT.to_owned()),
            (twice, format!("{TEXT}More.\n")),
            (zstd::encode_all(TEXT.as_bytes(), 1).unwrap(), TEXT.to_owned()),
            (Vec::new(), String::new()),
        ] {
            let (_dir, path) = write("call.txt", &bytes);
            let sources: Vec<Source> = read(&path).into_iter().map(Result::unwrap).collect();
            assert_eq!(sources.len(), 1);
            assert_eq!(sources[0].text.as_str(), text);
            assert_eq!(sources[0].bytes, text.len() as u64);
            assert_eq!(sources[0].path, path.to_string_lossy());
        }
    }

    #[test]
    fn an_archive_holds_many_calls_and_a_bad_member_stops_no_other() {
        let packed = gzip(b"B: b\n");
        let bytes =
            zip(&[("d/", b""), ("d/a.txt", b"A: a\n"), ("bad.png", &[0, 1, 2, 3].repeat(20)), ("b.gz", &packed)]);
        let (_dir, path) = write("calls.zip", &bytes);
        let sources = read(&path);
        assert_eq!(sources.len(), 3);
        let member = sources[0].as_ref().unwrap();
        assert_eq!((member.path.as_str(), member.text.as_str()), (&*format!("{}/d/a.txt", path.display()), "A: a\n"));
        let error = sources[1].as_ref().unwrap_err().to_string();
        assert!(error.contains("calls.zip/bad.png: "), "{error}");
        assert_eq!(sources[2].as_ref().unwrap().text.as_str(), "B: b\n");
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_a_reason() {
        let bomb = gzip(&vec![b'a'; 3 << 20]);
        let zip_bomb = zip(&[("a.txt", &vec![b'a'; 3 << 20])]);
        let zstd_bomb = zstd::encode_all(&vec![b'a'; 3 << 20][..], 1).unwrap();
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        for (bytes, reason) in [
            (&bomb[..], "larger than"),
            (&zip_bomb, "larger than"),
            (&zstd_bomb, "larger than"),
            (&vec![b'a'; 3 << 20], "larger than"),
            (&gzip(TEXT.as_bytes())[..20], "gzip"),
            (b"PK\x03\x04 and nothing else", "zip"),
            (&tar, "tar"),
            (&[0, 159, 7, 1].repeat(100), "binary"),
        ] {
            let (_dir, path) = write("call.txt", bytes);
            let errors: Vec<String> = read(&path).into_iter().map(|s| s.unwrap_err().to_string()).collect();
            assert_eq!(errors.len(), 1);
            assert!(errors[0].contains("call.txt") && errors[0].contains(reason), "{errors:?}, not {reason}");
        }
    }

    #[test]
    fn office_documents_and_nested_archives_are_no_text() {
        let inner = zip(&[("a.txt", b"A: a\n")]);
        for bytes in
            [zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]), zip(&[("b.zip", &inner)])]
        {
            let (_dir, path) = write("call.docx", &bytes);
            let sources = read(&path);
            assert_eq!(sources.len(), 1);
            assert!(matches!(sources[0], Err(Error::NotATranscript { .. })));
        }
    }
}
