//! Writing what differs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use yrs::branch::BranchPtr;
use yrs::types::Attrs;
use yrs::{
    Any, Array, ArrayPrelim, ArrayRef, In, Map, MapPrelim, MapRef, Out, ReadTxn, Text, TextRef,
    TransactionMut, WriteTxn, Xml, XmlElementPrelim, XmlElementRef, XmlFragmentPrelim,
    XmlTextPrelim, XmlTextRef,
};

use super::Irreversible;
use super::aligning::changes;
use super::shape::{Entries, Named, Root, Run, Sequence, Shape, branch, inside};

type Written = Result<(), Irreversible>;

/// Makes the roots that are there into those that are wanted.
pub(super) fn become_equal(
    txn: &mut TransactionMut<'_>,
    found: &BTreeMap<String, Root>,
    wanted: &BTreeMap<String, Root>,
) -> Written {
    let names: BTreeSet<_> = found.keys().chain(wanted.keys()).collect();
    let nothing = Root::default();
    for name in names {
        let (old, new) = (found.get(name).unwrap_or(&nothing), wanted.get(name));
        let new = new.unwrap_or(&nothing);
        if old == new {
            continue;
        }
        let known = txn.root_refs().find(|(known, _)| known == name).map(|(_, out)| out);
        let root = match known {
            Some(out) => branch(&out)?,
            None => inside(&txn.get_or_insert_map(name.as_str())),
        };
        entries(txn, &MapRef::from(root), (&old.named, &new.named))?;
        sequence(txn, root, (&old.sequence, &new.sequence))?;
    }
    Ok(())
}

fn sequence(
    txn: &mut TransactionMut<'_>,
    root: BranchPtr,
    (old, new): (&Sequence, &Sequence),
) -> Written {
    let (text, array) = (TextRef::from(root), ArrayRef::from(root));
    match (old, new) {
        (Sequence::Text(old), Sequence::Text(new)) => respell(txn, &text, (old, new)),
        (Sequence::Text(old), Sequence::Empty) => respell(txn, &text, (old, &[])),
        (Sequence::Empty, Sequence::Text(new)) => respell(txn, &text, (&[], new)),
        (Sequence::Things(old), Sequence::Things(new)) => things(txn, &array, (old, new))?,
        (Sequence::Things(old), Sequence::Empty) => things(txn, &array, (old, &[]))?,
        (Sequence::Empty, Sequence::Things(new)) => things(txn, &array, (&[], new))?,
        (Sequence::Empty, Sequence::Empty) => {}
        (Sequence::Text(_), Sequence::Things(_)) | (Sequence::Things(_), Sequence::Text(_)) => {
            return Err(Irreversible::Holds("a root that was of another kind"));
        }
    }
    Ok(())
}

/// Makes things in order into others. What stands in the place of what it can be made of is changed there.
fn things(
    txn: &mut TransactionMut<'_>,
    array: &ArrayRef,
    (old, new): (&[Shape], &[Shape]),
) -> Written {
    for (gone, come) in changes(old, new) {
        let at = come.start;
        let old = old.get(gone).unwrap_or_default();
        exchange(txn, (array, at), (old, new.get(come).unwrap_or_default()))?;
    }
    Ok(())
}

/// Makes some things that stand at `at` into others.
fn exchange(
    txn: &mut TransactionMut<'_>,
    (array, at): (&ArrayRef, usize),
    (old, new): (&[Shape], &[Shape]),
) -> Written {
    let pairs = old.iter().zip(new).take_while(|(old, new)| can_become(old, new));
    let mut kept = 0;
    for (old, new) in pairs {
        let Some(out) = array.get(txn, place(at + kept)) else { break };
        become_other(txn, &out, (old, new))?;
        kept += 1;
    }
    let surplus = place(old.len() - kept);
    if surplus > 0 {
        array.remove_range(txn, place(at + kept), surplus);
    }
    for (index, shape) in new.iter().enumerate().skip(kept) {
        let made = array.insert(txn, place(at + index), blank(shape));
        fill(txn, &made, shape)?;
    }
    Ok(())
}

fn entries(
    txn: &mut TransactionMut<'_>,
    map: &MapRef,
    (old, new): (&Entries, &Entries),
) -> Written {
    for name in old.keys().filter(|name| !new.contains_key(*name)) {
        map.remove(txn, name);
    }
    for (name, shape) in new.iter().filter(|(name, shape)| old.get(*name) != Some(*shape)) {
        match (old.get(name), map.get(txn, name)) {
            (Some(there), Some(out)) if can_become(there, shape) => {
                become_other(txn, &out, (there, shape))?;
            }
            _ => {
                let made = map.insert(txn, Arc::clone(name), blank(shape));
                fill(txn, &made, shape)?;
            }
        }
    }
    Ok(())
}

/// Whether a thing can be changed into another where it stands.
fn can_become(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        (Shape::Element { tag: old, .. }, Shape::Element { tag: new, .. }) => old == new,
        (Shape::Value(_), _) | (_, Shape::Value(_)) => false,
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

/// The same with nothing in it.
fn empty(shape: &Shape) -> Shape {
    match shape {
        Shape::Value(value) => Shape::Value(value.clone()),
        Shape::Text(_) => Shape::Text(Vec::new()),
        Shape::Array(_) => Shape::Array(Vec::new()),
        Shape::Map(_) => Shape::Map(BTreeMap::new()),
        Shape::Fragment(_) => Shape::Fragment(Vec::new()),
        Shape::Line { .. } => Shape::Line { attributes: Named::new(), runs: Vec::new() },
        Shape::Element { tag, .. } => {
            Shape::Element { tag: Arc::clone(tag), attributes: Named::new(), content: Vec::new() }
        }
    }
}

/// What is inserted, to be filled then.
fn blank(shape: &Shape) -> In {
    match shape {
        Shape::Value(value) => In::Any(value.clone()),
        Shape::Text(_) => In::Text(yrs::types::text::DeltaPrelim::default()),
        Shape::Array(_) => In::Array(ArrayPrelim::default()),
        Shape::Map(_) => In::Map(MapPrelim::default()),
        Shape::Element { tag, .. } => In::XmlElement(XmlElementPrelim::empty(Arc::clone(tag))),
        Shape::Fragment(_) => In::XmlFragment(XmlFragmentPrelim::default()),
        Shape::Line { .. } => In::from(XmlTextPrelim::default()),
    }
}

fn fill(txn: &mut TransactionMut<'_>, out: &Out, shape: &Shape) -> Written {
    match shape {
        Shape::Value(_) => Ok(()),
        _ => become_other(txn, out, (&empty(shape), shape)),
    }
}

fn become_other(txn: &mut TransactionMut<'_>, out: &Out, (old, new): (&Shape, &Shape)) -> Written {
    let there = branch(out)?;
    match (old, new) {
        (Shape::Text(old), Shape::Text(new)) => {
            respell(txn, &TextRef::from(there), (old, new));
        }
        (Shape::Map(old), Shape::Map(new)) => {
            entries(txn, &MapRef::from(there), (old, new))?;
        }
        (Shape::Array(old), Shape::Array(new)) | (Shape::Fragment(old), Shape::Fragment(new)) => {
            things(txn, &ArrayRef::from(there), (old, new))?;
        }
        (
            Shape::Element { attributes: had, content: old, .. },
            Shape::Element { attributes: gets, content: new, .. },
        ) => {
            attribute(txn, &XmlElementRef::from(there), (had, gets));
            things(txn, &ArrayRef::from(there), (old, new))?;
        }
        (
            Shape::Line { attributes: had, runs: old },
            Shape::Line { attributes: gets, runs: new },
        ) => {
            attribute(txn, &XmlTextRef::from(there), (had, gets));
            respell(txn, &TextRef::from(there), (old, new));
        }
        _ => return Err(Irreversible::Unequal),
    }
    Ok(())
}

fn attribute(txn: &mut TransactionMut<'_>, xml: &impl Xml, (had, gets): (&Named, &Named)) {
    for name in had.keys().filter(|name| !gets.contains_key(*name)) {
        xml.remove_attribute(txn, name);
    }
    for (name, value) in gets.iter().filter(|(name, value)| had.get(*name) != Some(*value)) {
        xml.insert_attribute(txn, Arc::clone(name), value.clone());
    }
}

/// One sign of a text with its run: a character, or a thing among them.
#[derive(Clone, Copy, PartialEq)]
enum Sign<'a> {
    Letter(char, &'a Named),
    Thing(&'a Any, &'a Named),
}

impl Sign<'_> {
    /// How long it is for Yjs.
    fn units(&self) -> usize {
        match self {
            Self::Letter(letter, _) => letter.len_utf16(),
            Self::Thing(..) => 1,
        }
    }
}

fn signs(runs: &[Run]) -> Vec<Sign<'_>> {
    let mut signs = Vec::new();
    for Run { what, marks } in runs {
        match what {
            Any::String(text) => signs.extend(text.chars().map(|sign| Sign::Letter(sign, marks))),
            thing => signs.push(Sign::Thing(thing, marks)),
        }
    }
    signs
}

/// Makes one text of another: what is common stays.
fn respell(txn: &mut TransactionMut<'_>, text: &TextRef, (old, new): (&[Run], &[Run])) {
    let (old, new) = (signs(old), signs(new));
    let units = |signs: &[Sign<'_>]| signs.iter().map(Sign::units).sum::<usize>();
    let (mut seen, mut at) = (0, 0);
    for (gone, come) in changes(&old, &new) {
        at += units(old.get(seen..gone.start).unwrap_or_default());
        seen = gone.end;
        let surplus = units(old.get(gone).unwrap_or_default());
        if surplus > 0 {
            text.remove_range(txn, place(at), place(surplus));
        }
        at += spell(txn, (text, at), new.get(come).unwrap_or_default());
    }
}

/// Inserts signs; how long they are.
fn spell(txn: &mut TransactionMut<'_>, (text, at): (&TextRef, usize), signs: &[Sign<'_>]) -> usize {
    let mut end = at;
    let mut rest = signs.iter().peekable();
    while let Some(sign) = rest.next() {
        match sign {
            Sign::Thing(thing, marks) => {
                let marks = attrs(marks);
                text.insert_embed_with_attributes(txn, place(end), (*thing).clone(), marks);
                end += 1;
            }
            Sign::Letter(letter, marks) => {
                let mut piece = String::from(*letter);
                while let Some(Sign::Letter(more, _)) =
                    rest.next_if(|next| matches!(next, Sign::Letter(_, others) if others == marks))
                {
                    piece.push(*more);
                }
                text.insert_with_attributes(txn, place(end), &piece, attrs(marks));
                end += piece.encode_utf16().count();
            }
        }
    }
    end - at
}

fn attrs(marks: &Named) -> Attrs {
    marks.iter().map(|(name, value)| (Arc::clone(name), value.clone())).collect()
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
