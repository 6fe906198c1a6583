//! How much a page draws. It may draw forms, and these others: a file of some kilobytes can so draw for years, and
//! nothing that anybody would see.

use std::{collections::HashMap, rc::Rc};

use hayro_interpret::hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{
        Array, Name, ObjectIdentifier, Stream,
        dict::keys::{CONTENTS, RESOURCES, SUBTYPE},
    },
    page::{Page, Resources},
};

/// Deeper than this, no form is drawn.
const DEEPEST: usize = 50;

/// What it costs to begin a form, in bytes of drawing.
const BEGINNING: u64 = 2000;

/// What it costs to look for a part of a page.
const PART: u64 = 100;

/// Bytes of drawing, all pages together: many pages may share one stream, and many forms another.
const MOST: u64 = 256 << 20;

/// More is drawn than may be.
#[derive(Debug)]
pub(super) struct Endless;

/// What a stream of drawing draws, wherever it is drawn: a name is another form in another place.
struct Content {
    len: u64,
    names: Vec<Box<[u8]>>,
}

/// Goes the way that the drawing will go, and no further than it may.
pub(super) struct Forms {
    left: u64,
    /// No more names than `left` pays for.
    known: HashMap<ObjectIdentifier, Rc<Content>>,
}

impl Default for Forms {
    fn default() -> Forms {
        Forms { left: MOST, known: HashMap::new() }
    }
}

impl Forms {
    /// Pays for all that a page draws.
    pub(super) fn pay_for(&mut self, page: &Page<'_>) -> Result<(), Endless> {
        // One stream may be named many times as a part of a page, which is put together whole.
        let mut lens = HashMap::new();
        for part in page.raw().get::<Array<'_>>(CONTENTS).iter().flat_map(|parts| parts.iter::<Stream<'_>>()) {
            let len =
                *lens.entry(part.obj_id()).or_insert_with(|| part.decoded_data().unwrap_or_default().len() as u64);
            self.pay(len.saturating_add(PART))?;
        }
        let Some(content) = page.page_stream() else { return Ok(()) };
        let content = self.look_into(content)?;
        self.draw(&content, page.resources(), 0)
    }

    fn pay(&mut self, cost: u64) -> Result<(), Endless> {
        self.left = self.left.checked_sub(cost).ok_or(Endless)?;
        Ok(())
    }

    /// What a stream draws. Those names are enough that can be paid for.
    fn look_into(&self, bytes: &[u8]) -> Result<Content, Endless> {
        let (most, mut names) = (self.left / BEGINNING, Vec::new());
        let mut instructions = TypedIter::new(bytes);
        while let Some(instruction) = instructions.next() {
            if let TypedInstruction::XObject(name) = instruction {
                if names.len() as u64 >= most {
                    return Err(Endless);
                }
                names.push(Box::from(&**name.0));
            }
        }
        Ok(Content { len: bytes.len() as u64, names })
    }

    /// A form that is drawn by one of those that draw it has no name there: the reader does not give it.
    fn draw(&mut self, content: &Content, resources: &Resources<'_>, depth: usize) -> Result<(), Endless> {
        self.pay(content.len.saturating_add(BEGINNING.saturating_mul(content.names.len() as u64)))?;
        for name in &content.names {
            if let Some(stream) = resources.get_x_object(&Name::new_unescaped(name)) {
                self.draw_form(&stream, resources, depth)?;
            }
        }
        Ok(())
    }

    fn draw_form(&mut self, stream: &Stream<'_>, resources: &Resources<'_>, depth: usize) -> Result<(), Endless> {
        if stream.dict().get::<Name<'_>>(SUBTYPE).as_deref() != Some(b"Form") {
            return Ok(());
        }
        let known = stream.dict().obj_id().and_then(|id| self.known.get(&id).map(Rc::clone));
        let content = match known {
            Some(known) => known,
            None => {
                let content = Rc::new(self.look_into(&stream.decoded_data().unwrap_or_default())?);
                if let Some(id) = stream.dict().obj_id() {
                    self.known.insert(id, Rc::clone(&content));
                }
                content
            }
        };
        if depth == DEEPEST {
            // It is unpacked, and not drawn.
            return self.pay(content.len);
        }
        let own = stream.dict().get(RESOURCES).map(Resources::new);
        self.draw(&content, own.as_ref().unwrap_or(resources), depth + 1)
    }
}

#[cfg(test)]
mod tests {
    use hayro_interpret::hayro_syntax::Pdf;

    use super::*;

    /// Whether it ends, and how much is left, of a page that draws the first of such forms, each with those it draws.
    fn drawn(forms: &[(Vec<usize>, usize)]) -> (bool, u64) {
        use std::fmt::Write as _;
        let mut file = String::from(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</X 10 0 R>>>>>>\
             endobj\n4 0 obj<</Length 6>>stream\n/X Do \nendstream endobj\n",
        );
        for (n, (others, times)) in forms.iter().enumerate() {
            let names: String = others.iter().map(|other| format!("/X{other} {} 0 R", 10 + other)).collect();
            let calls: String = others.iter().map(|other| format!("/X{other} Do ").repeat(*times)).collect();
            write!(
                file,
                "{} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<<{names}>>>>/Length {}>>stream\n\
                 {calls}\nendstream endobj\n",
                10 + n,
                calls.len()
            )
            .unwrap();
        }
        file.push_str("trailer<</Root 1 0 R>>\n%%EOF\n");
        let pdf = Pdf::new(file.into_bytes()).unwrap();
        let mut forms = Forms::default();
        let ends = pdf.pages().iter().try_for_each(|page| forms.pay_for(page)).is_ok();
        (ends, forms.left)
    }

    #[test]
    fn forms_are_paid_for_each_time_and_way_they_are_drawn() {
        assert_eq!(drawn(&[(vec![], 0)]), (true, MOST - 6 - BEGINNING));
        // Ten times, on each of two ways.
        let (ends, left) = drawn(&[(vec![1, 2], 1), (vec![3], 10), (vec![3], 10), (vec![], 0)]);
        assert!(ends && MOST - left > 23 * BEGINNING && MOST - left < 24 * BEGINNING, "{left}");
        // What is never drawn for being too deep costs nothing: one chain.
        let chain =
            |n: usize, times: usize| (0..n).map(|at| (vec![at + 1], times)).chain([(vec![], 0)]).collect::<Vec<_>>();
        let (ends, left) = drawn(&chain(80, 1));
        assert!(ends && MOST - left > 50 * BEGINNING && MOST - left < 52 * BEGINNING, "{left}");
    }

    /// Each begin of a form is paid, and the money is as it was: the work is bounded whatever the file.
    #[test]
    fn drawing_without_end_ends_when_the_budget_does() {
        // A form first met where it is too deep to draw, and again where it is not, with a fan of empty ones.
        let mut deep: Vec<(Vec<usize>, usize)> = (0..47).map(|at| (vec![at + 1], 1)).collect();
        deep[0].0.push(47);
        deep.extend((47..54).map(|at| (vec![at + 1], 30)));
        deep.push((vec![], 0));
        assert!(!drawn(&deep).0);
        // Every one draws all others.
        let all: Vec<_> = (0..30).map(|_| ((0..30).collect(), 1)).collect();
        assert!(!drawn(&all).0);
        // Itself, which the reader does not.
        assert!(drawn(&[(vec![0], 100)]).0);
    }
}
