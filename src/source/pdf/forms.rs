//! How much a page draws. It may draw forms, and these others: a file of some kilobytes can so draw for years, and
//! nothing that anybody would see.

use std::collections::HashMap;

use hayro_interpret::hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{
        Name, ObjectIdentifier, Stream,
        dict::keys::{RESOURCES, SUBTYPE},
    },
    page::{Page, Resources},
};

/// Deeper than this, no form is drawn.
const DEEPEST: usize = 50;

/// What it costs to begin a form, in bytes of drawing.
const BEGINNING: u64 = 200;

/// A form, and whose fonts and forms it draws with: its own, or those of who draws it.
type Drawn = (ObjectIdentifier, Option<ObjectIdentifier>);

/// Bytes of drawing of the forms of a file.
#[derive(Default)]
pub(super) struct Forms {
    /// Without end while a form is looked into: it is drawn by itself.
    known: HashMap<Drawn, u64>,
}

impl Forms {
    /// Bytes that are read to draw a page.
    pub(super) fn of_page(&mut self, page: &Page<'_>) -> u64 {
        let Some(content) = page.page_stream() else { return 0 };
        self.of_content(content, page.resources(), page.raw().obj_id(), 0)
    }

    fn of_content(
        &mut self,
        content: &[u8],
        resources: &Resources<'_>,
        owner: Option<ObjectIdentifier>,
        depth: usize,
    ) -> u64 {
        let mut n = content.len() as u64;
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if let TypedInstruction::XObject(name) = instruction
                && let Some(stream) = resources.get_x_object(name.0)
            {
                n = n.saturating_add(self.of_form(&stream, resources, owner, depth)).saturating_add(BEGINNING);
            }
        }
        n
    }

    fn of_form(
        &mut self,
        stream: &Stream<'_>,
        resources: &Resources<'_>,
        owner: Option<ObjectIdentifier>,
        depth: usize,
    ) -> u64 {
        let is_form = stream.dict().get::<Name<'_>>(SUBTYPE).as_deref() == Some(b"Form");
        if !is_form || depth == DEEPEST {
            return 0;
        }
        let own = stream.dict().get(RESOURCES).map(Resources::new);
        let owner = if own.is_some() { Some(stream.obj_id()) } else { owner };
        let drawn = (stream.obj_id(), owner);
        if let Some(known) = self.known.get(&drawn) {
            return *known;
        }
        self.known.insert(drawn, u64::MAX);
        let content = stream.decoded_data().unwrap_or_default();
        let n = self.of_content(&content, own.as_ref().unwrap_or(resources), owner, depth + 1);
        self.known.insert(drawn, n);
        n
    }
}
