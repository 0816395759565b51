//! A rich text that grows bit by bit: what is there becomes what it should be, with few edits.

use renexus_wire::rich::{Element, Node, Particulars};
use yrs::types::Attrs;
use yrs::{
    Text, TransactionMut, Xml, XmlElementPrelim, XmlFragment, XmlOut, XmlTextPrelim, XmlTextRef,
};

use super::rich::{any_of, attributes, write};

/// One child of a node as Yjs keeps it: texts that stand side by side are one.
#[derive(Clone, Debug, PartialEq)]
enum Child<'a> {
    Line(Vec<(&'a str, &'a Particulars)>),
    Element(&'a Element),
}

fn children(nodes: &[Node]) -> Vec<Child<'_>> {
    let mut found = Vec::new();
    for node in nodes {
        match (node, found.last_mut()) {
            (Node::Text { text, marks }, Some(Child::Line(runs))) => {
                runs.push((text.as_str(), marks));
            }
            (Node::Text { text, marks }, _) => {
                found.push(Child::Line(vec![(text.as_str(), marks)]));
            }
            (Node::Element(element), _) => found.push(Child::Element(element)),
        }
    }
    found
}

/// Makes `new` of the `old` nodes that stand at `at`; what both begin with stays as it is.
pub fn grow(
    txn: &mut TransactionMut<'_>,
    parent: &impl XmlFragment,
    at: u32,
    (old, new): (&[Node], &[Node]),
) {
    let (old, new) = (children(old), children(new));
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let mut kept = same;
    if let (Some(old), Some(new)) = (old.get(same), new.get(same))
        && merge(txn, parent, place(at, same), (old, new))
    {
        kept += 1;
    }
    let surplus = place(0, old.len().saturating_sub(kept));
    if surplus > 0 {
        parent.remove_range(txn, place(at, kept), surplus);
    }
    for (index, child) in new.iter().enumerate().skip(kept) {
        put(txn, parent, place(at, index), child);
    }
}

/// Changes a child in its place, if it can be the other one.
fn merge(
    txn: &mut TransactionMut<'_>,
    parent: &impl XmlFragment,
    at: u32,
    (old, new): (&Child<'_>, &Child<'_>),
) -> bool {
    match (old, new, parent.get(txn, at)) {
        (Child::Line(old), Child::Line(new), Some(XmlOut::Text(text))) => {
            respell(txn, &text, (old, new));
            true
        }
        (Child::Element(old), Child::Element(new), Some(XmlOut::Element(element)))
            if old.name == new.name && old.attributes == new.attributes =>
        {
            grow(txn, &element, 0, (&old.content, &new.content));
            true
        }
        _ => false,
    }
}

fn put(txn: &mut TransactionMut<'_>, parent: &impl XmlFragment, at: u32, child: &Child<'_>) {
    match child {
        Child::Line(runs) => {
            let text = parent.insert(txn, at, XmlTextPrelim::new(""));
            respell(txn, &text, (&[], runs));
        }
        Child::Element(element) => {
            let made = parent.insert(txn, at, XmlElementPrelim::empty(element.name.as_str()));
            for (name, value) in &element.attributes {
                made.insert_attribute(txn, name.as_str(), any_of(value));
            }
            write(txn, &made, &element.content);
        }
    }
}

type Run<'a> = (&'a str, &'a Particulars);

/// Makes one line of another: what both begin with stays.
fn respell(txn: &mut TransactionMut<'_>, text: &XmlTextRef, (old, new): (&[Run<'_>], &[Run<'_>])) {
    let signs = |runs: &[Run<'_>]| -> Vec<(char, usize)> {
        let signs = runs.iter().enumerate();
        signs.flat_map(|(run, (text, _))| text.chars().map(move |sign| (sign, run))).collect()
    };
    let (before, after) = (signs(old), signs(new));
    let alike = |was: usize, is: usize| match (old.get(was), new.get(is)) {
        (Some((_, was)), Some((_, is))) => was == is,
        _ => false,
    };
    let same = before.iter().zip(&after);
    let same = same.take_while(|(was, is)| was.0 == is.0 && alike(was.1, is.1));
    let same = same.count();
    let kept = units(before.iter().take(same));
    let surplus = units(before.iter().skip(same));
    if surplus > 0 {
        text.remove_range(txn, kept, surplus);
    }
    let mut end = kept;
    let mut rest = after.iter().skip(same).peekable();
    while let Some((_, run)) = rest.peek().copied() {
        let mut piece = String::new();
        while let Some((sign, _)) = rest.next_if(|(_, other)| other == run) {
            piece.push(*sign);
        }
        let marked: Attrs = new.get(*run).map(|(_, marks)| attributes(marks)).unwrap_or_default();
        let length = piece.encode_utf16().count();
        text.insert_with_attributes(txn, end, &piece, marked);
        end = place(end, length);
    }
}

/// Characters as Yjs counts them.
fn units<'a>(signs: impl Iterator<Item = &'a (char, usize)>) -> u32 {
    place(0, signs.map(|(sign, _)| sign.len_utf16()).sum())
}

fn place(at: u32, more: usize) -> u32 {
    at.saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use yrs::WriteTxn;

    use super::super::{Replica, rich};
    use super::*;

    /// Grows through all of these; what the document, and one that got the updates, hold in the end.
    fn grown(through: &[Vec<Node>]) -> (Vec<Node>, Vec<Node>) {
        let (mut pen, mut reader) = (Replica::new(), Replica::new());
        let mut old = Vec::new();
        for new in through {
            let ((), update) = pen
                .edit(|txn| {
                    let root = txn.get_or_insert_xml_fragment("default");
                    grow(txn, &root, 0, (&old, new));
                })
                .unwrap();
            reader.apply(&update, &super::super::STORED);
            old.clone_from(new);
        }
        let read = |replica: &Replica| replica.read(|txn| rich::read(txn, "default"));
        (read(&pen), read(&reader))
    }

    fn paragraph(content: Vec<Node>) -> Node {
        Element::new("paragraph", content).into()
    }

    #[test]
    fn a_text_becomes_the_other_whatever_it_was() {
        let bold = Particulars::from([("bold".to_owned(), json!({}))]);
        let bold = |text: &str| Node::Text { text: text.into(), marks: bold.clone() };
        let item = |text| Element::new("listItem", vec![paragraph(vec![Node::plain(text)])]).into();
        let stages = [
            vec![paragraph(vec![Node::plain("We **ag")])],
            vec![paragraph(vec![Node::plain("We "), bold("agreed 😀"), Node::plain(" on")])],
            vec![
                paragraph(vec![Node::plain("We "), bold("agreed 😁"), Node::plain(" on it.")]),
                Element::new("bulletList", vec![item("one")]).into(),
            ],
            vec![
                Element::new("heading", vec![Node::plain("We")]).with("level", 2).into(),
                Element::new("bulletList", vec![item("one"), item("two")]).into(),
                paragraph(vec![Node::plain("a"), Element::new("hardBreak", vec![]).into()]),
            ],
            vec![],
        ];
        for length in 1..=stages.len() {
            let (here, there) = grown(&stages[..length]);
            assert_eq!(here, stages[length - 1]);
            assert_eq!(there, stages[length - 1]);
        }
    }

    #[test]
    fn what_is_added_is_all_that_travels() {
        let mut pen = Replica::new();
        let line = |text: &str| vec![paragraph(vec![Node::plain(text)])];
        let mut edit = |old: &[Node], new: &[Node]| {
            let edited = pen.edit(|txn| {
                let root = txn.get_or_insert_xml_fragment("default");
                grow(txn, &root, 0, (old, new));
            });
            edited.unwrap().1.len()
        };
        let long = "word ".repeat(200);
        edit(&[], &line(&long));
        assert!(edit(&line(&long), &line(&format!("{long}more"))) < 40);
    }
}
