//! What a Yjs document holds, as plain values that can be compared and written again.

use std::collections::BTreeMap;
use std::sync::Arc;

use renexus_wire::rest::assistant::ROOT as SUGGESTIONS;
use yrs::branch::{Branch, BranchPtr};
use yrs::types::text::YChange;
use yrs::{
    Any, Array, ArrayRef, Map, MapRef, Out, ReadTxn, Text, TextRef, Xml, XmlElementRef, XmlTextRef,
};

use super::Irreversible;

/// Types inside one another that are read: deeper ones are refused, since they are read by recursion.
const DEPTH: usize = 100;

/// Values by name.
pub(super) type Named = BTreeMap<Arc<str>, Any>;

/// Things by name.
pub(super) type Entries = BTreeMap<Arc<str>, Shape>;

/// One thing in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A value that is changed as a whole.
    Value(Any),
    /// Characters with their marks.
    Text(Vec<Run>),
    /// Things in order.
    Array(Vec<Shape>),
    /// Things by name.
    Map(Entries),
    /// An element of XML.
    Element { tag: Arc<str>, attributes: Named, content: Vec<Shape> },
    /// Elements and lines without one around them.
    Fragment(Vec<Shape>),
    /// Characters inside XML.
    Line { attributes: Named, runs: Vec<Run> },
}

/// Characters, or one thing among them, with the marks that they have in common.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) what: Any,
    pub(super) marks: Named,
}

/// What stands in order in a root.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Sequence {
    /// Nothing, of whatever kind.
    #[default]
    Empty,
    /// Characters.
    Text(Vec<Run>),
    /// Things.
    Things(Vec<Shape>),
}

/// A root type. What kind it is nobody wrote down, so that both sides of it are read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Root {
    pub(super) named: Entries,
    pub(super) sequence: Sequence,
}

impl Root {
    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.sequence == Sequence::Empty
    }
}

/// Every root that holds something, by name; notes about the text are none of it.
pub(super) fn roots(txn: &impl ReadTxn) -> Result<BTreeMap<String, Root>, Irreversible> {
    let mut found = BTreeMap::new();
    for (name, out) in txn.root_refs().filter(|(name, _)| *name != SUGGESTIONS) {
        let read = root(txn, branch(&out)?)?;
        if !read.is_empty() {
            found.insert(name.to_owned(), read);
        }
    }
    Ok(found)
}

fn root(txn: &impl ReadTxn, branch: BranchPtr) -> Result<Root, Irreversible> {
    let named = entries(txn, &MapRef::from(branch), DEPTH)?;
    let (array, text) = (ArrayRef::from(branch), TextRef::from(branch));
    let pieces = text.diff(txn, YChange::identity);
    // Read as a text, things are left out and types are not values: what is left are characters.
    let sequence = if pieces.iter().any(|piece| matches!(piece.insert, Out::Any(_))) {
        Sequence::Text(runs(txn, &text)?)
    } else if array.len(txn) > 0 {
        Sequence::Things(things(txn, &array, DEPTH)?)
    } else {
        Sequence::Empty
    };
    Ok(Root { named, sequence })
}

/// The type behind a thing.
pub(super) fn branch(out: &Out) -> Result<BranchPtr, Irreversible> {
    Ok(match out {
        Out::YText(text) => inside(text),
        Out::YArray(array) => inside(array),
        Out::YMap(map) => inside(map),
        Out::YXmlElement(element) => inside(element),
        Out::YXmlFragment(fragment) => inside(fragment),
        Out::YXmlText(text) => inside(text),
        Out::UndefinedRef(branch) => *branch,
        Out::YDoc(_) => return Err(Irreversible::Holds("a document inside of the document")),
        Out::Any(_) => return Err(Irreversible::Holds("a value where a type is expected")),
    })
}

/// The type that something stands for.
pub(super) fn inside(shared: &impl AsRef<Branch>) -> BranchPtr {
    BranchPtr::from(shared.as_ref())
}

/// What a thing is and holds.
fn shape(txn: &impl ReadTxn, out: &Out, depth: usize) -> Result<Shape, Irreversible> {
    let depth = depth.checked_sub(1).ok_or(Irreversible::Deep(DEPTH))?;
    Ok(match out {
        Out::Any(value) => Shape::Value(value.clone()),
        Out::YText(text) => Shape::Text(runs(txn, text)?),
        Out::YArray(array) => Shape::Array(things(txn, array, depth)?),
        Out::YMap(map) => Shape::Map(entries(txn, map, depth)?),
        Out::YXmlElement(element) => Shape::Element {
            tag: element.try_tag().cloned().ok_or(Irreversible::Holds("an element of no name"))?,
            attributes: attributes(element, txn)?,
            content: things(txn, &ArrayRef::from(branch(out)?), depth)?,
        },
        Out::YXmlFragment(_) => Shape::Fragment(things(txn, &ArrayRef::from(branch(out)?), depth)?),
        Out::YXmlText(text) => {
            let pieces = runs(txn, &TextRef::from(branch(out)?))?;
            Shape::Line { attributes: attributes_of_text(text, txn)?, runs: pieces }
        }
        Out::YDoc(_) => return Err(Irreversible::Holds("a document inside of the document")),
        Out::UndefinedRef(_) => return Err(Irreversible::Holds("a type of a kind unknown here")),
    })
}

fn things(txn: &impl ReadTxn, array: &ArrayRef, depth: usize) -> Result<Vec<Shape>, Irreversible> {
    array.iter(txn).map(|out| shape(txn, &out, depth)).collect()
}

fn entries(txn: &impl ReadTxn, map: &MapRef, depth: usize) -> Result<Entries, Irreversible> {
    let entry = |(name, out): (&str, Out)| Ok((Arc::from(name), shape(txn, &out, depth)?));
    map.iter(txn).map(entry).collect()
}

fn attributes(element: &XmlElementRef, txn: &impl ReadTxn) -> Result<Named, Irreversible> {
    element.attributes(txn).map(|(name, out)| Ok((Arc::from(name), plain(out)?))).collect()
}

fn attributes_of_text(text: &XmlTextRef, txn: &impl ReadTxn) -> Result<Named, Irreversible> {
    text.attributes(txn).map(|(name, out)| Ok((Arc::from(name), plain(out)?))).collect()
}

fn runs(txn: &impl ReadTxn, text: &TextRef) -> Result<Vec<Run>, Irreversible> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in text.diff(txn, YChange::identity) {
        let marks = piece.attributes.map(|marks| *marks).unwrap_or_default();
        let marks = marks.into_iter().filter(|(_, value)| !matches!(value, Any::Null)).collect();
        let run = Run { what: plain(piece.insert)?, marks };
        match (runs.last_mut(), &run.what) {
            (Some(Run { what: Any::String(before), marks }), Any::String(more))
                if *marks == run.marks =>
            {
                *before = format!("{before}{more}").into();
            }
            _ => runs.push(run),
        }
    }
    Ok(runs)
}

fn plain(out: Out) -> Result<Any, Irreversible> {
    match out {
        Out::Any(value) => Ok(value),
        _ => Err(Irreversible::Holds("a type inside of a text or an attribute")),
    }
}
