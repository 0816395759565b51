//! The blocks of a rich text: what stands directly below its root.

use renexus_wire::rest::assistant::{ItemId, Position};
use renexus_wire::rich::Node;
use yrs::branch::Branch;
use yrs::{
    Assoc, BranchID, ClientID, ID, IndexScope, ReadTxn, StickyIndex, TransactionMut, WriteTxn,
    XmlFragment, XmlOut,
};

use super::rich;

/// Blocks inside one another that are looked into.
const DEPTH: usize = 40;

/// A block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The item that it is.
    pub id: Option<ItemId>,
    /// What it holds.
    pub node: Node,
}

/// The blocks of a root type, in their order; texts that stand at the root are none.
pub fn read(txn: &impl ReadTxn, root: &str) -> Vec<(u32, Block)> {
    let Some(fragment) = txn.get_xml_fragment(root) else { return Vec::new() };
    let block = |(place, child): (u32, XmlOut)| {
        let node = rich::node(txn, &child, DEPTH)?;
        Some((place, Block { id: item(child.as_ref()), node }))
    };
    (0..).zip(fragment.children(txn)).filter_map(block).collect()
}

/// The number of children of a root type.
pub fn count(txn: &impl ReadTxn, root: &str) -> u32 {
    txn.get_xml_fragment(root).map_or(0, |fragment| fragment.len(txn))
}

/// The place of the block in which a position lies; none when it is not there any more.
pub fn place(txn: &impl ReadTxn, root: &str, position: &Position) -> Option<u32> {
    let fragment = txn.get_xml_fragment(root)?;
    let last = fragment.len(txn).checked_sub(1)?;
    let offset = sticky(position)?.get_offset(txn)?;
    let meant = offset.branch.id();
    let top: &Branch = fragment.as_ref();
    if meant == top.id() {
        return Some(offset.index.min(last));
    }
    let mut children = (0..).zip(fragment.children(txn));
    children.find(|(_, child)| holds(txn, child, &meant, DEPTH)).map(|(place, _)| place)
}

/// Removes blocks; how many there were.
pub fn remove(txn: &mut TransactionMut<'_>, root: &str, which: impl Fn(ItemId) -> bool) -> usize {
    let fragment = txn.get_or_insert_xml_fragment(root);
    let children = (0..).zip(fragment.children(txn));
    let found = children.filter(|(_, child)| item(child.as_ref()).is_some_and(&which));
    let mut found: Vec<u32> = found.map(|(place, _)| place).collect();
    found.reverse();
    for place in &found {
        fragment.remove_range(txn, *place, 1);
    }
    found.len()
}

/// The item that a nested type is.
pub fn item(branch: &Branch) -> Option<ItemId> {
    match branch.id() {
        BranchID::Nested(id) => Some(ItemId { client: id.client.get(), clock: id.clock }),
        BranchID::Root(_) => None,
    }
}

fn holds(txn: &impl ReadTxn, child: &XmlOut, meant: &BranchID, depth: usize) -> bool {
    let branch: &Branch = child.as_ref();
    if branch.id() == *meant {
        return true;
    }
    match (child, depth.checked_sub(1)) {
        (XmlOut::Element(element), Some(depth)) => {
            element.children(txn).any(|child| holds(txn, &child, meant, depth))
        }
        _ => false,
    }
}

fn sticky(position: &Position) -> Option<StickyIndex> {
    let id = |id: &ItemId| ID::new(ClientID::new(id.client), id.clock);
    let scope = match position {
        Position { item: Some(item), .. } => IndexScope::Relative(id(item)),
        Position { kind: Some(kind), .. } => IndexScope::Nested(id(kind)),
        Position { tname: Some(name), .. } => IndexScope::Root(name.as_str().into()),
        _ => return None,
    };
    let side = if position.assoc < 0 { Assoc::Before } else { Assoc::After };
    Some(StickyIndex::new(scope, side))
}
