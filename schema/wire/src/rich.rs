//! Rich text outside of a document: the nodes that Tiptap and ProseMirror editors know.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The root type in which editors keep a rich text.
pub const ROOT: &str = "default";

/// Attributes of a node, or marks of a text with what they carry.
pub type Particulars = BTreeMap<String, Value>;

/// One node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A node that holds others: a paragraph, a list, a table.
    Element(Element),
    /// Characters that are marked in the same way.
    Text {
        /// The characters.
        text: String,
        /// How they are marked: `bold`, `italic`, `strike`, `code`, `link`.
        marks: Particulars,
    },
}

/// A node that holds others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// What it is, such as `paragraph`.
    pub name: String,
    /// What it carries, such as the level of a heading.
    pub attributes: Particulars,
    /// What it holds.
    pub content: Vec<Node>,
}

impl Element {
    /// A node without attributes.
    pub fn new(name: &str, content: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: Particulars::new(), content }
    }

    /// The same with one attribute more.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.to_owned(), value.into());
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl Node {
    /// Text without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), marks: Particulars::new() }
    }
}

/// A document as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prose {
    /// Its rich text.
    Rich(Vec<Node>),
    /// Characters, where there is no rich text.
    Plain(String),
}

/// A whole text as ProseMirror writes it in JSON.
pub fn to_json(nodes: &[Node]) -> Value {
    json!({ "type": "doc", "content": nodes.iter().map(node).collect::<Vec<_>>() })
}

fn node(one: &Node) -> Value {
    match one {
        Node::Text { text, marks } if marks.is_empty() => json!({ "type": "text", "text": text }),
        Node::Text { text, marks } => {
            let mark = |(name, value): (&String, &Value)| match value {
                Value::Object(carried) if !carried.is_empty() => {
                    json!({ "type": name, "attrs": carried })
                }
                _ => json!({ "type": name }),
            };
            json!({ "type": "text", "text": text, "marks": marks.iter().map(mark).collect::<Vec<_>>() })
        }
        Node::Element(Element { name, attributes, content }) => {
            let mut told = json!({ "type": name });
            if let Value::Object(fields) = &mut told {
                if !attributes.is_empty() {
                    fields.insert("attrs".into(), json!(attributes));
                }
                if !content.is_empty() {
                    fields.insert("content".into(), content.iter().map(node).collect());
                }
            }
            told
        }
    }
}
