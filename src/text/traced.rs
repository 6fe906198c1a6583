//! A string that remembers which bytes of the source file each part of it came from.
//!
//! Readers cut, trim, unescape, repair and join text; a hit must still lead back to bytes. So every
//! piece of text that leaves the source is a [`Traced`]: the text, and the runs it is made of.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in the source file. Written in JSON as `[start, end]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u64; 2]", into = "[u64; 2]")]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl From<[u64; 2]> for Span {
    fn from([start, end]: [u64; 2]) -> Self {
        Span { start, end }
    }
}

impl From<Span> for [u64; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// A stretch of text and the stretch of source it stands for. If both have the same length they
/// correspond byte by byte; if not, the run is one indivisible substitution (a repaired character,
/// an unescaped `\n`); a run whose source is empty was written by a reader (a joining space).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    at: u32,
    len: u32,
    source: u64,
    source_len: u32,
}

impl Run {
    fn end(&self) -> usize {
        (self.at + self.len) as usize
    }

    fn is_verbatim(&self) -> bool {
        self.len == self.source_len
    }
}

/// Text and where it came from. Dereferences to `str` for reading; grows only at the end.
///
/// Texts are at most 4 GiB; a source larger than that is refused before it becomes text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    text: String,
    runs: Vec<Run>,
}

impl std::ops::Deref for Traced {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Traced {
    /// Text that is the source itself, byte for byte, from `start` on.
    pub fn verbatim(text: impl Into<String>, start: u64) -> Self {
        let text = text.into();
        let mut traced = Traced { text: String::new(), runs: Vec::new() };
        traced.push_run(text.len(), start, text.len());
        traced.text = text;
        traced
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, without its origin.
    pub fn into_string(self) -> String {
        self.text
    }

    /// Appends bytes that stand in the source exactly so, from `start` on.
    pub fn push_verbatim(&mut self, text: &str, start: u64) {
        self.push_run(text.len(), start, text.len());
        self.text.push_str(text);
    }

    /// Appends text that stands for other source bytes (an escape, a repaired character).
    pub fn push_substitute(&mut self, text: &str, source: Span) {
        let source_len = (source.end - source.start) as usize;
        self.push_run(text.len(), source.start, source_len);
        self.text.push_str(text);
    }

    /// Appends text that has no source (a space or a newline between joined pieces).
    pub fn push_made(&mut self, text: &str) {
        let source = self.runs.last().map_or(0, |run| run.source + u64::from(run.source_len));
        self.push_run(text.len(), source, 0);
        self.text.push_str(text);
    }

    /// Appends another traced text.
    pub fn push(&mut self, other: &Traced) {
        self.push_range(other, 0..other.len());
    }

    /// Appends the part `range` (bytes, on character boundaries) of another traced text.
    pub fn push_range(&mut self, other: &Traced, range: Range<usize>) {
        self.text.push_str(&other.text[range.clone()]);
        for run in &other.runs[other.first_run(range.start)..] {
            let at = run.at as usize;
            if at >= range.end {
                break;
            }
            let start = at.max(range.start);
            let end = run.end().min(range.end);
            if run.is_verbatim() {
                self.push_run(end - start, run.source + (start - at) as u64, end - start);
            } else {
                self.push_run(end - start, run.source, run.source_len as usize);
            }
        }
    }

    /// The part `range` (bytes, on character boundaries) as a traced text of its own.
    pub fn slice(&self, range: Range<usize>) -> Traced {
        let mut part = Traced::default();
        part.push_range(self, range);
        part
    }

    /// The source bytes that `range` of this text came from: from the first byte of its first
    /// character to the last byte of its last. Empty ranges give an empty span at their place.
    pub fn source_span(&self, range: Range<usize>) -> Span {
        let mut span: Option<Span> = None;
        for run in &self.runs[self.first_run(range.start)..] {
            let at = run.at as usize;
            if at >= range.end && span.is_some() {
                break;
            }
            let (start, end) = if run.is_verbatim() {
                let start = range.start.clamp(at, run.end()) - at;
                let end = range.end.clamp(at, run.end()) - at;
                (run.source + start as u64, run.source + end as u64)
            } else {
                (run.source, run.source + u64::from(run.source_len))
            };
            let whole = span.get_or_insert(Span { start, end });
            whole.start = whole.start.min(start);
            whole.end = whole.end.max(end);
            if at >= range.end {
                break;
            }
        }
        span.unwrap_or_else(|| {
            let end = self.runs.last().map_or(0, |run| run.source + u64::from(run.source_len));
            Span { start: end, end }
        })
    }

    /// The source bytes of the whole text.
    pub fn span(&self) -> Span {
        self.source_span(0..self.len())
    }

    /// The range of `part`, which must be a subslice of this text (as `trim`, `lines`, `split` give).
    ///
    /// # Panics
    /// If `part` is not a slice of this very text: a mistake of the caller, not of the input.
    pub fn range_of(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        assert!(start <= self.text.len() && start + part.len() <= self.text.len(), "not a part of this text");
        start..start + part.len()
    }

    /// The part of this text that stands for exactly these bytes of the source, if its runs are in the order of the source.
    pub(crate) fn range_from(&self, span: Span) -> Option<Range<usize>> {
        let first = self.runs.partition_point(|run| run.source + u64::from(run.source_len) <= span.start);
        let behind = self.runs.partition_point(|run| run.source < span.end);
        let within = |run: &Run, at: u64| {
            let inside = usize::try_from(at.saturating_sub(run.source)).unwrap_or(usize::MAX);
            run.at as usize + if run.is_verbatim() { inside.min(run.len as usize) } else { 0 }
        };
        let start = self.runs.get(first).map(|run| within(run, span.start))?;
        let last = self.runs.get(behind.checked_sub(1)?)?;
        let end = if last.is_verbatim() { within(last, span.end) } else { last.end() };
        self.text.get(start..end)?;
        (self.source_span(start..end) == span).then_some(start..end)
    }

    /// `part`, a subslice of this text, as a traced text of its own. Panics as [`Self::range_of`].
    pub fn part(&self, part: &str) -> Traced {
        self.slice(self.range_of(part))
    }

    /// Where the text comes from, for storing: `[at, length, source, source length]` of each run.
    pub(crate) fn runs(&self) -> Vec<[u64; 4]> {
        self.runs.iter().map(|r| [r.at.into(), r.len.into(), r.source, r.source_len.into()]).collect()
    }

    /// Puts a stored text together again; `None` if runs and text do not fit together.
    pub(crate) fn from_runs(text: String, runs: &[[u64; 4]]) -> Option<Traced> {
        let mut traced = Traced { text, runs: Vec::with_capacity(runs.len()) };
        let mut end = 0;
        for &[at, len, source, source_len] in runs {
            let run = Run {
                at: u32::try_from(at).ok()?,
                len: u32::try_from(len).ok()?,
                source,
                source_len: u32::try_from(source_len).ok()?,
            };
            if run.at as usize != end || run.len == 0 {
                return None;
            }
            end = run.at.checked_add(run.len)? as usize;
            traced.runs.push(run);
        }
        (end == traced.text.len()).then_some(traced)
    }

    fn first_run(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.end() <= offset).min(self.runs.len().saturating_sub(1))
    }

    fn push_run(&mut self, len: usize, source: u64, source_len: usize) {
        if len == 0 {
            return;
        }
        let at = self.runs.last().map_or(0, Run::end) as u32;
        if let Some(last) = self.runs.last_mut()
            && last.is_verbatim()
            && len == source_len
            && last.source + u64::from(last.source_len) == source
        {
            last.len += len as u32;
            last.source_len += len as u32;
            return;
        }
        self.runs.push(Run { at, len: len as u32, source, source_len: source_len as u32 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_lead_back_to_the_bytes_they_came_from() {
        let mut text = Traced::verbatim("abc", 10);
        text.push_made(" ");
        text.push_verbatim("def", 20);
        text.push_substitute("’", Span { start: 23, end: 29 });
        text.push_verbatim("s", 29);
        assert_eq!(text.as_str(), "abc def’s");
        assert_eq!(text.source_span(0..3), Span { start: 10, end: 13 });
        assert_eq!(text.source_span(1..5), Span { start: 11, end: 21 });
        assert_eq!(text.source_span(5..10), Span { start: 21, end: 29 });
        assert_eq!(text.span(), Span { start: 10, end: 30 });
        assert_eq!(text.slice(4..10).span(), Span { start: 20, end: 29 });
        assert_eq!(text.part(&text[4..7]).as_str(), "def");
        for range in [0..3, 1..2, 4..7, 4..10, 7..10, 0..11] {
            let found = text.range_from(text.source_span(range.clone()));
            assert_eq!(found, Some(range));
        }
        // Half a substitution, and what is not there.
        assert_eq!(text.range_from(Span { start: 24, end: 29 }), None);
        assert_eq!(text.range_from(Span { start: 90, end: 99 }), None);
    }

    #[test]
    fn neighbouring_verbatim_pieces_are_one_run() {
        let mut text = Traced::verbatim("abc", 0);
        text.push_verbatim("def", 3);
        assert_eq!(text, Traced::verbatim("abcdef", 0));
    }
}
