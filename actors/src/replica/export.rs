//! A document as JSON or text.
//!
//! The types of a document's roots are not stored; they are told from what the
//! roots hold, as every Yjs server has to.

use std::sync::Arc;

use renexus_wire::rest::assistant::ROOT as SUGGESTIONS;
use renexus_wire::rich::{self as nodes, Prose, ROOT};
use serde_json::{Map, Value};
use yrs::types::ToJson;
use yrs::{
    Any, Array, ArrayRef, GetString, Map as _, MapRef, Out, ReadTxn, TextRef, Transaction,
    XmlFragment, XmlFragmentRef,
};

use super::rich;

/// Every root type as JSON, by name: text as a string, XML as ProseMirror writes a rich text, arrays and maps as
/// themselves. Of each rich text at most so many blocks.
pub fn to_json(txn: &Transaction<'_>, blocks: usize) -> Value {
    let roots = txn.root_refs();
    let roots = roots.map(|(name, root)| (name.to_owned(), root_json(txn, root, blocks)));
    Value::Object(roots.collect::<Map<_, _>>())
}

/// What people read of a document: the rich text that it holds, else its text.
pub fn prose(txn: &Transaction<'_>) -> Prose {
    let own = rich::read(txn, ROOT);
    if !own.is_empty() {
        return Prose::Rich(own);
    }
    let mut others: Vec<_> = txn.root_refs().map(|(name, root)| (name.to_owned(), root)).collect();
    others.sort_by(|(one, _), (other, _)| one.cmp(other));
    let found = others.into_iter().find_map(|(_, root)| match recognise(txn, root) {
        Some(Root::Xml(xml)) => Some(rich::first(txn, &xml, usize::MAX)),
        _ => None,
    });
    found.map_or_else(|| Prose::Plain(to_text(txn)), Prose::Rich)
}

/// The text of every root type in the order of names, empty ones left out, a blank line between two.
pub fn to_text(txn: &Transaction<'_>) -> String {
    let mut roots: Vec<_> =
        txn.root_refs().map(|(name, root)| (name.to_owned(), root_text(txn, root))).collect();
    // Notes about the text are none of it.
    roots.retain(|(name, _)| name != SUGGESTIONS);
    roots.sort();
    let texts: Vec<_> =
        roots.into_iter().map(|(_, text)| text).filter(|text| !text.is_empty()).collect();
    texts.join("\n\n")
}

/// What a root turned out to be.
enum Root {
    Text(TextRef),
    Xml(XmlFragmentRef),
    Array(ArrayRef),
    Map(MapRef),
}

fn recognise(txn: &Transaction<'_>, root: Out) -> Option<Root> {
    let branch = match root {
        Out::UndefinedRef(branch) => branch,
        Out::YText(text) => return Some(Root::Text(text)),
        Out::YArray(array) => return Some(Root::Array(array)),
        Out::YMap(map) => return Some(Root::Map(map)),
        Out::YXmlFragment(xml) => return Some(Root::Xml(xml)),
        _ => return None,
    };
    let map = MapRef::from(branch);
    if map.len(txn) > 0 {
        return Some(Root::Map(map));
    }
    let text = TextRef::from(branch);
    if !text.get_string(txn).is_empty() {
        return Some(Root::Text(text));
    }
    let array = ArrayRef::from(branch);
    match array.get(txn, 0) {
        Some(Out::YXmlElement(_) | Out::YXmlText(_) | Out::YXmlFragment(_)) => {
            Some(Root::Xml(XmlFragmentRef::from(branch)))
        }
        Some(_) => Some(Root::Array(array)),
        None => Some(Root::Text(text)),
    }
}

fn root_json(txn: &Transaction<'_>, root: Out, blocks: usize) -> Value {
    match recognise(txn, root) {
        Some(Root::Text(text)) => Value::String(text.get_string(txn)),
        Some(Root::Xml(xml)) => nodes::to_json(&rich::first(txn, &xml, blocks)),
        Some(Root::Array(array)) => any_json(&array.to_json(txn)),
        Some(Root::Map(map)) => any_json(&map.to_json(txn)),
        None => Value::Null,
    }
}

fn root_text(txn: &Transaction<'_>, root: Out) -> String {
    match recognise(txn, root) {
        Some(Root::Text(text)) => text.get_string(txn),
        Some(Root::Xml(xml)) => xml_text(txn, &xml),
        Some(Root::Array(array)) => lines(array.to_json(txn)),
        Some(Root::Map(map)) => lines(map.to_json(txn)),
        None => String::new(),
    }
}

/// The text inside XML, one line per element that holds text directly.
fn xml_text(txn: &Transaction<'_>, xml: &XmlFragmentRef) -> String {
    let mut texts = Vec::new();
    for node in xml.successors(txn) {
        if let yrs::XmlOut::Text(text) = node {
            texts.push(plain(txn, &text));
        }
    }
    texts.join("\n")
}

/// The characters of a formatted text, without the tags that mark its formats.
fn plain(txn: &Transaction<'_>, text: &yrs::XmlTextRef) -> String {
    use yrs::Text;
    let pieces = text.diff(txn, yrs::types::text::YChange::identity);
    pieces
        .into_iter()
        .filter_map(|piece| match piece.insert {
            Out::Any(Any::String(characters)) => Some(characters),
            _ => None,
        })
        .collect::<Vec<Arc<str>>>()
        .concat()
}

fn lines(any: Any) -> String {
    match any {
        Any::String(text) => text.to_string(),
        Any::Array(items) => items
            .iter()
            .cloned()
            .map(lines)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"),
        Any::Map(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let texts = entries.into_iter().map(|(_, value)| lines(value.clone()));
            texts.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        }
        _ => String::new(),
    }
}

/// JSON for values that JSON can hold: bytes become an array of numbers, `undefined` becomes null.
fn any_json(any: &Any) -> Value {
    serde_json::to_value(any).unwrap_or(Value::Null)
}
