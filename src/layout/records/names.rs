//! Names of numbered voices: who `spk_0` is, where a file says so apart from the speech.

use std::collections::HashMap;

use super::TITLE;
use crate::layout::tree::Node;

/// Names of numbered voices, where a file lists them.
#[derive(Debug, Default)]
pub(in crate::layout) struct Names<'t> {
    pub(super) by_id: HashMap<&'t str, Name<'t>>,
    /// Who speaks at a time, as printed: some recognisers list words and speakers apart.
    pub(super) by_time: HashMap<&'t str, &'t str>,
}

#[derive(Debug)]
pub(super) struct Name<'t> {
    pub(super) name: &'t str,
    pub(super) title: Option<&'t str>,
}

const NAME_LISTS: &[&str] = &[
    "speaker_name_map_v2",
    "speaker_name_map",
    "speakers",
    "speaker_map",
    "speaker_names",
    "speakerMap",
    "speaker_info",
];
const ID: &[&str] = &["id", "spkid", "speaker_id", "speaker", "label", "speaker_label", "key"];
const NAME: &[&str] = &["name", "display_name", "speaker_name", "full_name"];

impl<'t> Names<'t> {
    /// Reads `{"spk_0": "Ann"}`, `{"spk01": {"name": …, "title": …}}` or `[{"id": 0, "name": …}]`.
    pub(in crate::layout) fn collect(root: &Node<'t>) -> Names<'t> {
        let mut names = HashMap::new();
        for list in NAME_LISTS.iter().filter_map(|key| root.get(key)) {
            for (id, value) in list.entries() {
                let name = value.scalar().or_else(|| value.any(NAME)?.scalar());
                let title = value.any(TITLE).and_then(Node::scalar);
                names.extend(name.filter(|name| !name.is_empty()).map(|name| (*id, Name { name, title })));
            }
            for value in list.elements() {
                let id = value.any(ID).and_then(Node::scalar);
                let name = value.any(NAME).and_then(Node::scalar).filter(|name| !name.is_empty());
                let title = value.any(TITLE).and_then(Node::scalar);
                names.extend(id.zip(name).map(|(id, name)| (id, Name { name, title })));
            }
        }
        Names { by_id: names, by_time: by_time(root) }
    }
}

/// The speakers of single words, by the words' start times.
fn by_time<'t>(root: &Node<'t>) -> HashMap<&'t str, &'t str> {
    let labels = root.get("results").unwrap_or(root).get("speaker_labels");
    let segments = labels.and_then(|labels| labels.get("segments")).map(Node::elements).unwrap_or_default();
    let items = segments.iter().filter_map(|segment| segment.get("items")).flat_map(Node::elements);
    items.filter_map(|item| item.get("start_time")?.scalar().zip(item.get("speaker_label")?.scalar())).collect()
}
