//! Bytes to text: the only reader of transcript files. Decompresses, decodes, repairs.

use std::path::Path;

use crate::{
    error::{Diagnostic, Error, Result},
    text::Traced,
};

/// A file's text, decoded, with every byte traced to the file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as given; `-` for standard input.
    pub path: String,
    /// Size in bytes, after decompression.
    pub bytes: u64,
    /// BLAKE3 of those bytes, in hex, 32 digits.
    pub hash: String,
    /// The text, line ends as they stand.
    pub text: Traced,
    /// What was odd about the encoding.
    pub diagnostics: Vec<Diagnostic>,
}

impl Source {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn open(path: &Path) -> Result<Source> {
        let bytes = std::fs::read(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        Ok(Source::from_bytes(path.to_string_lossy(), &bytes))
    }

    /// Decodes bytes that were read elsewhere. Total: any bytes are text of some kind.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Source {
        Source {
            path: path.into(),
            bytes: bytes.len() as u64,
            hash: blake3::hash(bytes).to_hex()[..32].to_owned(),
            text: Traced::verbatim(String::from_utf8_lossy(bytes), 0),
            diagnostics: Vec::new(),
        }
    }
}
