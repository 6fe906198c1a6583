//! From tags to readable text: blocks of text, and the element that holds nearly all of them.

use std::{collections::HashMap, convert::Infallible};

use html5gum::{
    Span as TagSpan, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::tag;
use crate::{
    layout::fool::is_name,
    text::{Traced, Unseen, is_unseen, sequence},
};

/// A page's readable text.
pub(super) struct Page {
    /// Blocks separated by empty lines.
    pub(super) text: Traced,
    /// Blocks inside the article that are no part of it.
    pub(super) left_out: Vec<Traced>,
    /// The page sets a translation beside the text; the text is in chunks that end anywhere.
    pub(super) translated: bool,
    /// References to characters that nobody sees, which are left out.
    pub(super) unseen: Unseen,
}

/// Reads a page.
pub(super) fn read(source: &Traced) -> Page {
    let mut builder = Builder::new(source);
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: TagSpan<usize>| -> Option<Infallible> {
        builder.event(&event, span);
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(before_endless_tag(source), emitter).finish();
    builder.finish()
}

/// The page up to a tag with more quoted attributes than any has: the tokenizer goes one call deeper with each, and
/// the stack has an end.
fn before_endless_tag(html: &str) -> &str {
    const MOST: usize = 4_000;
    let bytes = html.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|at| from + at) {
        from = at + 1;
        if !bytes.get(from).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
            continue;
        }
        let mut n_quoted = 0;
        loop {
            // Where neither follows, no tag ends any more, and none has values.
            let Some(next) = memchr::memchr3(b'"', b'\'', b'>', &bytes[from..]).map(|next| from + next) else {
                return html;
            };
            from = next + 1;
            if bytes[next] == b'>' {
                break;
            }
            if bytes[next - 1] == b'=' {
                n_quoted += 1;
                if n_quoted > MOST {
                    return &html[..at];
                }
                let end = memchr::memchr(bytes[next], &bytes[from..]);
                from = end.map_or(bytes.len(), |end| from + end + 1);
            }
        }
    }
    html
}

/// An element; its parent comes before it.
struct Element {
    parent: usize,
    /// Bytes of text in it, all its elements included.
    size: usize,
    skipped: bool,
    foreign: bool,
}

/// A paragraph, a heading, a cell.
struct Block {
    text: Traced,
    element: usize,
    /// Bytes of it that are links.
    links: usize,
    /// Table and column.
    cell: Option<(usize, usize)>,
    is_title: bool,
    /// The heading of a column.
    is_heading: bool,
}

struct Builder<'t> {
    source: &'t Traced,
    elements: Vec<Element>,
    open: Vec<(String, usize)>,
    /// How many elements of a name are open.
    counts: HashMap<String, usize>,
    blocks: Vec<Block>,
    text: Traced,
    links: usize,
    /// White space waits for the next word.
    gap: bool,
    /// Name of the start tag being read.
    starting: String,
    attribute: String,
    foreign: bool,
    tables: usize,
    columns: Vec<(usize, usize)>,
    unseen: Unseen,
}

impl<'t> Builder<'t> {
    fn new(source: &'t Traced) -> Self {
        Builder {
            source,
            elements: vec![Element { parent: 0, size: 0, skipped: false, foreign: false }],
            open: Vec::new(),
            counts: HashMap::new(),
            blocks: Vec::new(),
            text: Traced::default(),
            links: 0,
            gap: false,
            starting: String::new(),
            attribute: String::new(),
            foreign: false,
            tables: 0,
            columns: Vec::new(),
            unseen: Unseen::default(),
        }
    }

    fn event(&mut self, event: &CallbackEvent<'_>, span: TagSpan<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.starting = String::from_utf8_lossy(name).into_owned();
                self.foreign = false;
            }
            CallbackEvent::AttributeName { name } => self.attribute = String::from_utf8_lossy(name).into_owned(),
            CallbackEvent::AttributeValue { value } => {
                let named = matches!(self.attribute.as_str(), "class" | "id");
                self.foreign |= named && tag::is_foreign(&String::from_utf8_lossy(value));
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start(*self_closing),
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { .. } => self.string(span),
            _ => {}
        }
    }

    fn top(&self) -> usize {
        self.open.last().map_or(0, |(_, element)| *element)
    }

    fn start(&mut self, self_closing: bool) {
        let name = std::mem::take(&mut self.starting);
        while let Some((open, _)) = self.open.last()
            && tag::closes(&name, open)
        {
            let open = open.clone();
            self.end(&open);
        }
        if name == "br" {
            self.line_break();
        }
        if !tag::is_inline(&name) && name != "br" {
            self.close_block();
        }
        if tag::is_void(&name) || self_closing && !matches!(name.as_str(), "p" | "div" | "span" | "a") {
            return;
        }
        match name.as_str() {
            "table" => {
                self.tables += 1;
                self.columns.push((self.tables, 0));
            }
            "tr" => self.columns.iter_mut().next_back().into_iter().for_each(|(_, column)| *column = 0),
            "td" | "th" => self.columns.iter_mut().next_back().into_iter().for_each(|(_, column)| *column += 1),
            _ => {}
        }
        let parent = self.top();
        let inherited = self.elements[parent].skipped;
        let skipped = inherited || tag::is_skipped(&name);
        let foreign = self.foreign && !matches!(name.as_str(), "html" | "body" | "main" | "article");
        self.elements.push(Element { parent, size: 0, skipped, foreign });
        *self.counts.entry(name.clone()).or_default() += 1;
        self.open.push((name, self.elements.len() - 1));
    }

    /// Closes the innermost element of a name, and all in it; nothing if none is open.
    fn end(&mut self, name: &str) {
        if !tag::is_inline(name) {
            self.close_block();
        }
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some((open, _)) = self.open.pop() {
            if let Some(count) = self.counts.get_mut(&open) {
                *count -= 1;
            }
            if open == "table" {
                self.columns.pop();
            }
            if open == name {
                break;
            }
        }
    }

    fn line_break(&mut self) {
        self.gap = false;
        if !self.text.is_empty() {
            self.text.push_made("\n");
        }
    }

    fn string(&mut self, span: TagSpan<usize>) {
        let Some(raw) = self.source.as_str().get(span.start..span.end) else { return };
        if self.elements[self.top()].skipped {
            return;
        }
        let before = self.text.len();
        let mut at = 0;
        while at < raw.len() {
            let rest = &raw[at..];
            let stop = rest.find(|c: char| c == '&' || c.is_whitespace()).unwrap_or(rest.len());
            if stop > 0 {
                self.push(&rest[..stop]);
                at += stop;
                continue;
            }
            let (decoded, len) = if rest.starts_with('&') { entity(rest) } else { (String::new(), 0) };
            if len == 0 && rest.starts_with('&') {
                self.push(&rest[..1]);
                at += 1;
            } else if decoded.trim().is_empty() {
                self.gap = true;
                at += len.max(rest.chars().next().map_or(1, char::len_utf8));
            } else if let Some(len) = decoded.starts_with(char::is_control).then(|| sequence(written(rest))).flatten() {
                self.unseen.note_sequence(self.source.source_span(self.source.range_of(&rest[..len])));
                at += len;
            } else if let Some(c) = decoded.chars().next().filter(|c| is_unseen(*c, &self.text)) {
                self.unseen.note(c, self.source.source_span(self.source.range_of(&rest[..len])));
                at += len;
            } else {
                self.close_gap();
                let range = self.source.range_of(&rest[..len]);
                self.text.push_substitute(&decoded, self.source.source_span(range));
                at += len;
            }
        }
        if self.counts.get("a").is_some_and(|open| *open > 0) {
            self.links += self.text.len() - before;
        }
    }

    fn push(&mut self, part: &str) {
        self.close_gap();
        self.text.push_range(self.source, self.source.range_of(part));
    }

    fn close_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_made(" ");
        }
    }

    fn close_block(&mut self) {
        self.gap = false;
        let text = std::mem::take(&mut self.text);
        let links = std::mem::take(&mut self.links);
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        let element = self.top();
        let is_title = self.counts.get("h1").is_some_and(|open| *open > 0);
        let is_heading = self.counts.get("th").is_some_and(|open| *open > 0);
        self.elements[element].size += words.len();
        self.blocks.push(Block {
            text: text.part(words),
            element,
            links,
            cell: self.columns.last().copied(),
            is_title,
            is_heading,
        });
    }

    fn finish(mut self) -> Page {
        self.close_block();
        for at in (1..self.elements.len()).rev() {
            let Element { parent, size, .. } = self.elements[at];
            self.elements[parent].size += size;
        }
        self.leave_out_foreign();
        let translations = self.translations();
        let article = if translations.is_empty() { self.article() } else { 0 };
        let (text, left_out, unseen) = (Traced::default(), Vec::new(), std::mem::take(&mut self.unseen));
        let mut page = Page { text, left_out, translated: !translations.is_empty(), unseen };
        let inside = self.inside(article);
        let mut in_cell = false;
        for block in &self.blocks {
            let within = inside[block.element];
            let dropped = self.elements[block.element].skipped
                || block.links * 10 > block.text.len() * 6 && !is_name(&block.text);
            let translation = block.cell.is_some_and(|cell| translations.contains(&cell));
            let foreign_script = page.translated && block.cell.is_none() && !is_latin(letters(&block.text));
            if translation || foreign_script || page.translated && block.is_heading || !within && !block.is_title {
                continue;
            }
            if dropped {
                page.left_out.push(block.text.clone());
                continue;
            }
            if !page.text.is_empty() {
                // Chunks of a text set in a table go on where the one before ends.
                let goes_on = page.translated && in_cell && block.cell.is_some() && !opens_with_name(&block.text);
                page.text.push_made(if goes_on { " " } else { "\n\n" });
            }
            page.text.push(&block.text);
            in_cell = block.cell.is_some();
        }
        page
    }

    /// Skips elements whose class says that they are foreign, unless most of the page is in them.
    fn leave_out_foreign(&mut self) {
        let whole = self.elements[0].size;
        for at in 1..self.elements.len() {
            let Element { parent, size, foreign, .. } = self.elements[at];
            let inherited = self.elements[parent].skipped;
            self.elements[at].skipped |= inherited || foreign && size * 4 < whole;
        }
    }

    /// The innermost element that holds nearly all text that is not left out.
    fn article(&self) -> usize {
        let mut sizes = vec![0; self.elements.len()];
        for block in self.blocks.iter().filter(|block| !self.elements[block.element].skipped) {
            sizes[block.element] += block.text.len();
        }
        for at in (1..sizes.len()).rev() {
            sizes[self.elements[at].parent] += sizes[at];
        }
        // Parents come first, so the last one that is large enough is the innermost.
        let enough = sizes[0] / 10 * 9;
        (0..sizes.len()).rev().find(|at| sizes[*at] >= enough).unwrap_or(0)
    }

    /// For each element, whether it is in another. Parents come before their children.
    fn inside(&self, ancestor: usize) -> Vec<bool> {
        let mut inside = vec![false; self.elements.len()];
        for at in 0..inside.len() {
            inside[at] = at == ancestor || inside[self.elements[at].parent];
        }
        inside
    }

    /// Columns of tables that hold a translation: other letters, beside a column of Latin ones.
    fn translations(&self) -> Vec<(usize, usize)> {
        let mut letters: HashMap<(usize, usize), [usize; 2]> = HashMap::new();
        for block in &self.blocks {
            let Some(cell) = block.cell else { continue };
            let counts = letters.entry(cell).or_default();
            let [latin, other] = self::letters(&block.text);
            *counts = [counts[0] + latin, counts[1] + other];
        }
        let beside = |table: usize| letters.iter().any(|((other, _), counts)| *other == table && is_latin(*counts));
        letters
            .iter()
            .filter(|((table, _), counts)| !is_latin(**counts) && counts[1] > 100 && beside(*table))
            .map(|(cell, _)| *cell)
            .collect()
    }
}

/// How many letters of a text are Latin, and how many are others.
fn letters(text: &str) -> [usize; 2] {
    let mut counts = [0; 2];
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        counts[usize::from(c > '\u{2ff}')] += 1;
    }
    counts
}

fn is_latin([latin, other]: [usize; 2]) -> bool {
    latin >= 2 * other
}

/// Whether a chunk begins with a speaker's line: `Ann Lee: …`.
fn opens_with_name(text: &str) -> bool {
    text.split_once(':').is_some_and(|(name, _)| name == "Operator" || is_name(name))
}

/// The characters of a text between tags from some place on, each with the bytes that it is written in.
fn written(text: &str) -> impl Iterator<Item = (char, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (decoded, len) = if first == '&' { entity(rest) } else { (String::new(), 0) };
        let len = len.max(first.len_utf8());
        rest = &rest[len..];
        Some((decoded.chars().next().unwrap_or(first), len))
    })
}

/// The characters that a reference at the beginning of `text` stands for, and its length; 0 if it is none.
fn entity(text: &str) -> (String, usize) {
    const LONGEST: usize = 34;
    let name = text.bytes().skip(1).take(LONGEST).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    if name == 0 {
        return (String::new(), 0);
    }
    let len = 1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'));
    let mut decoded = Vec::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: TagSpan<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            decoded.extend_from_slice(value);
        }
        None
    });
    let Ok(()) = Tokenizer::new_with_emitter(&text[..len], emitter).finish();
    (String::from_utf8_lossy(&decoded).replace('\u{a0}', " "), len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_without_end_is_where_a_page_ends() {
        let endless = format!("<p>Yes.</p><p{}>No.</p>", " a=\"b\"".repeat(400_000));
        assert_eq!(before_endless_tag(&endless), "<p>Yes.</p>");
        read(&Traced::verbatim(&endless, 0));
        let some = format!("<p{}>Yes.</p> a < b <", " a=\"b>\" c='\"'".repeat(1_000));
        assert_eq!(before_endless_tag(&some), some);
        assert_eq!(before_endless_tag("<a<a<a \"=\""), "<a<a<a \"=\"");
    }
}
