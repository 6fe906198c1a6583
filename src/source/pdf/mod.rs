//! PDF files to text: pages apart by form feeds, lines where they stand on the page.
//!
//! A crate reads the file and says which characters are drawn where; [`page`] puts them into lines. The
//! bytes that a hit leads back to are those of this text, as with every packed file.

mod apart;
mod bound;
mod forms;
mod page;

use std::panic::{self, AssertUnwindSafe};

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::GlyphRun,
    hayro_cmap::BfString,
    hayro_syntax::{
        Filter, LoadPdfError, Pdf,
        object::{Object, Stream},
    },
    interpret_page,
    kurbo::{BezPath, Point, Rect},
};

pub(super) use self::apart::text;
pub use self::apart::{read_pdfs_apart, serve};
use self::{
    bound::Bound,
    page::{Glyph, Page},
};

/// Larger files are books of pictures. What is unpacked from one stays in proportion.
const LARGEST: usize = 256 << 20;

/// More than any transcript draws. A file can be small and draw without end.
const MOST_DRAWN: usize = 20_000_000;

const UNFOLDS: &str = "a PDF that unfolds to more than 200 times its size, which no transcript does";

/// Whether a file says it is a PDF. Readers allow some bytes before the mark.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-") || bytes.starts_with(b"\xEF\xBB\xBF%PDF-")
}

/// The text of a PDF, or why there is none, within the bounds that can be counted beforehand.
fn read(bytes: Vec<u8>) -> Result<String, &'static str> {
    if bytes.len() > LARGEST {
        return Err("a PDF too large to be a transcript");
    }
    if bound::is_beyond(&bytes) {
        return Err(UNFOLDS);
    }
    // The reader is meant not to panic. A file made to harm it costs this file alone.
    let drawn = panic::catch_unwind(AssertUnwindSafe(|| pages(bytes)));
    let pages = drawn.map_err(|_| "a damaged PDF, or one that draws without end")??;
    if pages.iter().all(Page::is_empty) {
        return Err("a PDF without text: its pages are pictures, which a program for text recognition can read");
    }
    Ok(page::text(&pages))
}

fn pages(bytes: Vec<u8>) -> Result<Vec<Page>, &'static str> {
    let len = bytes.len();
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => "an encrypted PDF: save it without a password",
        LoadPdfError::Invalid => "a damaged PDF",
    })?;
    let mut bound = Bound::new(len);
    for stream in pdf.objects().into_iter().filter_map(Object::into_stream) {
        pay_for(&stream, &mut bound)?;
    }
    let mut forms = forms::Forms::default();
    for sheet in pdf.pages().iter() {
        forms.pay_for(sheet).map_err(|forms::Endless| "a PDF that draws without end")?;
    }
    let cache = InterpreterCache::new();
    // Comments pinned to a page are no part of what was said.
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let mut pen = Pen::default();
    let pages = pdf.pages().iter().map(|sheet| {
        let upright = sheet.initial_transform(true).to_kurbo();
        let (width, height) = sheet.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, width.into(), height.into());
        let mut context = Context::new(upright, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(sheet, &mut context, &mut pen);
        Page::new(std::mem::take(&mut pen.glyphs))
    });
    Ok(pages.collect())
}

/// Pays for what comes out of a stream, by what the file says of it.
fn pay_for(stream: &Stream<'_>, bound: &mut Bound) -> Result<(), &'static str> {
    let filters = stream.filters();
    // A picture is not unpacked, and by nothing but a picture's reader.
    let is_pictorial = |filter: &Filter| {
        matches!(filter, Filter::DctDecode | Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode)
    };
    if filters.iter().any(is_pictorial) {
        return Ok(());
    }
    let is_packing =
        |filter: &&Filter| matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode);
    let mut packings = filters.iter().filter(is_packing);
    let Some(packing) = packings.next() else { return Ok(()) };
    if packings.next().is_some() {
        return Err("a PDF whose pages are packed more than once, which nobody does");
    }
    let raw = stream.raw_data();
    let is_first = filters.iter().find(|filter| !matches!(filter, Filter::Crypt)) == Some(packing);
    let paid = match packing {
        Filter::FlateDecode if is_first => bound.pay_for_deflated(&raw),
        // Left to the crate: to expect the most would be to refuse what the nineties left.
        _ if is_first => Ok(()),
        Filter::FlateDecode => bound.expect(raw.len(), bound::DEFLATE),
        _ => bound.expect(raw.len(), bound::LZW),
    };
    paid.map_err(|bound::Beyond| UNFOLDS)
}

/// Notes what is written on a page, and passes over all that is painted.
#[derive(Default)]
struct Pen {
    glyphs: Vec<Glyph>,
    n_drawn: usize,
}

impl Pen {
    fn count(&mut self) {
        self.n_drawn += 1;
        if self.n_drawn > MOST_DRAWN {
            // The one way out of the interpreter; it runs no hook and prints nothing.
            panic::resume_unwind(Box::new("drawn without end"));
        }
    }
}

impl Device<'_> for Pen {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        /// Glyphs are placed in thousandths of the font's size.
        const EM: f64 = 1000.0;
        for glyph in run.glyphs() {
            self.count();
            let place = props.transform * glyph.transform();
            let (from, to) = (place * Point::ZERO, place * Point::new(EM, 0.0));
            let size = to.x - from.x;
            // Stamps across the page, and notes along its margin.
            if !size.is_finite() || size <= 0.0 || (to.y - from.y).abs() > size / 8.0 {
                continue;
            }
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.glyphs.push(Glyph { x: from.x, y: from.y, size, c }),
                Some(BfString::String(ligature)) => self.glyphs.extend(Glyph::spread(from.x, from.y, size, &ligature)),
                None => self.glyphs.push(Glyph { x: from.x, y: from.y, size, c: char::REPLACEMENT_CHARACTER }),
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {
        self.count();
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.count();
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {
        self.count();
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
