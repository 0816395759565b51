//! Rich texts in and out of a document, in the shape in which y-prosemirror keeps them.

use std::collections::BTreeMap;
use std::sync::Arc;

use renexus_wire::rich::{Element, Node, Particulars};
use serde_json::Value;
use yrs::types::Attrs;
use yrs::types::text::YChange;
use yrs::{
    Any, Out, ReadTxn, Text, TransactionMut, Xml, XmlElementPrelim, XmlFragment, XmlOut,
    XmlTextPrelim, XmlTextRef,
};

/// Nodes inside one another that are read; what stands deeper is left out, since it is read by recursion.
const DEPTH: usize = 40;

/// The rich text of a root type; empty when it holds none.
pub fn read(txn: &impl ReadTxn, root: &str) -> Vec<Node> {
    let fragment = txn.get_xml_fragment(root);
    fragment.map_or_else(Vec::new, |fragment| first(txn, &fragment, usize::MAX))
}

/// The first children of a fragment, at most so many.
pub(super) fn first(txn: &impl ReadTxn, fragment: &impl XmlFragment, most: usize) -> Vec<Node> {
    content(txn, fragment, most, DEPTH)
}

fn content(txn: &impl ReadTxn, parent: &impl XmlFragment, most: usize, depth: usize) -> Vec<Node> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let mut nodes = Vec::new();
    for child in parent.children(txn).take(most) {
        match &child {
            XmlOut::Text(text) => nodes.extend(runs(txn, text)),
            _ => nodes.extend(node(txn, &child, depth)),
        }
    }
    nodes
}

/// An element with what it holds.
pub(super) fn node(txn: &impl ReadTxn, child: &XmlOut, depth: usize) -> Option<Node> {
    let XmlOut::Element(element) = child else { return None };
    let attributes = element.attributes(txn);
    let attribute = |(name, value): (&str, Out)| match value {
        Out::Any(any) => Some((name.to_owned(), value_of(&any))),
        _ => None,
    };
    Some(Node::Element(Element {
        name: element.try_tag().map_or_else(String::new, |tag| tag.to_string()),
        attributes: attributes.filter_map(attribute).collect(),
        content: content(txn, element, usize::MAX, depth),
    }))
}

fn runs(txn: &impl ReadTxn, text: &XmlTextRef) -> Vec<Node> {
    let pieces = text.diff(txn, YChange::identity).into_iter();
    let run = |piece: yrs::types::text::Diff<_>| match piece.insert {
        Out::Any(Any::String(text)) => {
            let marks = piece.attributes.map(|marks| *marks).unwrap_or_default();
            let set = marks.iter().filter(|(_, value)| !matches!(value, Any::Null));
            let marks = set.map(|(name, value)| (name.to_string(), value_of(value))).collect();
            Some(Node::Text { text: text.to_string(), marks })
        }
        _ => None,
    };
    pieces.filter_map(run).collect()
}

/// JSON for what JSON can hold.
pub(super) fn value_of(any: &Any) -> Value {
    serde_json::to_value(any).unwrap_or(Value::Null)
}

/// Writes nodes to the end of a fragment or an element.
pub(super) fn write(txn: &mut TransactionMut<'_>, parent: &impl XmlFragment, nodes: &[Node]) {
    let mut open: Option<XmlTextRef> = None;
    for node in nodes {
        match node {
            Node::Text { text, marks } => {
                let target = match open.take() {
                    Some(open) => open,
                    None => parent.push_back(txn, XmlTextPrelim::new("")),
                };
                let end = Text::len(&target, txn);
                target.insert_with_attributes(txn, end, text, attributes(marks));
                open = Some(target);
            }
            Node::Element(element) => {
                open = None;
                let made = parent.push_back(txn, XmlElementPrelim::empty(element.name.as_str()));
                for (name, value) in &element.attributes {
                    made.insert_attribute(txn, name.as_str(), any_of(value));
                }
                write(txn, &made, &element.content);
            }
        }
    }
}

pub(super) fn attributes(marks: &Particulars) -> Attrs {
    marks.iter().map(|(name, value)| (Arc::from(name.as_str()), any_of(value))).collect()
}

/// Numbers stay whole where they are: editors compare the level of a heading.
pub(super) fn any_of(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(flag) => Any::Bool(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Any::Number(whole.into()),
            (None, Some(number)) => Any::Number(number.into()),
            (None, None) => Any::Null,
        },
        Value::String(text) => Any::String(Arc::from(text.as_str())),
        Value::Array(items) => Any::Array(items.iter().map(any_of).collect()),
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields.iter().collect();
            let fields = fields.into_iter().map(|(name, value)| (name.clone(), any_of(value)));
            Any::Map(Arc::new(fields.collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::Replica;
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let bold = Particulars::from([("bold".to_owned(), json!({}))]);
        let link = Particulars::from([("link".to_owned(), json!({ "href": "https://a.example" }))]);
        let line = vec![
            Node::plain("a "),
            Node::Text { text: "b 😀".into(), marks: bold },
            Node::plain(" c"),
            Element::new("hardBreak", Vec::new()).into(),
            Node::Text { text: "d".into(), marks: link },
        ];
        let item = Element::new("taskItem", vec![Element::new("paragraph", line).into()]);
        let nodes = vec![
            Element::new("heading", vec![Node::plain("T")]).with("level", 2).into(),
            Element::new("taskList", vec![item.with("checked", true).into()]).into(),
        ];
        let update = Replica::from_rich("default", &nodes).unwrap();
        let mut replica = Replica::new();
        replica.apply(&update, &super::super::STORED);
        let told = replica.read(|txn| read(txn, "default"));
        assert_eq!(told, nodes);
    }
}
