//! Parts of an object by dotted paths: `--fields ref,speaker.name`.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

/// What a path leads to: null if it leads nowhere.
pub fn get<'v>(value: &'v Value, path: &str) -> &'v Value {
    path.split('.').try_fold(value, |value, key| value.get(key)).unwrap_or(&Value::Null)
}

/// What a path leads to, as the text of a cell: lists joined by "; ", nothing for null.
pub fn cell(value: &Value, path: &str) -> String {
    text(get(value, path))
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            items.iter().map(text).collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    }
}

/// Whether a path leads to a known field, or to an object that holds known fields.
pub fn is_known(path: &str, known: &[&str]) -> bool {
    known.iter().any(|field| *field == path || field.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')))
}

/// An object of only some paths, in their order, nested as they were.
pub fn project(value: &Value, paths: &[String]) -> impl Serialize {
    let mut root = Branch::default();
    for path in paths {
        root.insert(path, get(value, path).clone());
    }
    root
}

#[derive(Default)]
struct Branch(Vec<(String, Node)>);

enum Node {
    Leaf(Value),
    Branch(Branch),
}

impl Branch {
    fn insert(&mut self, path: &str, value: Value) {
        let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let known = self.0.iter().position(|(name, _)| name == key);
        let at = known.unwrap_or_else(|| {
            self.0.push((key.to_owned(), Node::Branch(Branch::default())));
            self.0.len() - 1
        });
        match (&mut self.0[at].1, rest) {
            (Node::Branch(branch), Some(rest)) => branch.insert(rest, value),
            // The whole object was asked for already.
            (Node::Leaf(_), Some(_)) => {}
            (node, None) => *node = Node::Leaf(value),
        }
    }
}

impl Serialize for Branch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, node) in &self.0 {
            match node {
                Node::Leaf(value) => map.serialize_entry(key, value)?,
                Node::Branch(branch) => map.serialize_entry(key, branch)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn objects_keep_only_what_is_asked_for_in_that_order() {
        let value = json!({"ref": "A#1", "speaker": {"name": "Li", "role": "ir"}, "list": ["a", 1], "none": null});
        for (paths, expected) in [
            (&["speaker.role", "ref"][..], r#"{"speaker":{"role":"ir"},"ref":"A#1"}"#),
            (&["speaker.role", "speaker.name"], r#"{"speaker":{"role":"ir","name":"Li"}}"#),
            (&["speaker", "speaker.name"], r#"{"speaker":{"name":"Li","role":"ir"}}"#),
            (&["nowhere.at"], r#"{"nowhere":{"at":null}}"#),
        ] {
            let paths: Vec<String> = paths.iter().map(ToString::to_string).collect();
            assert_eq!(serde_json::to_string(&project(&value, &paths)).unwrap(), expected);
        }
        assert_eq!(cell(&value, "list"), "a; 1");
        assert_eq!(cell(&value, "none"), "");
        assert!(is_known("speaker", &["speaker.name"]) && !is_known("spea", &["speaker.name"]));
    }
}
