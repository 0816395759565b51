//! Every reference that an update can make, to every edge of what is there and
//! of the update itself: an engine that looks a block up without looking whether
//! it exists fails on one of them.

/// Blocks of the greeting: client 1, clocks 0 to 4.
const KNOWN: u8 = 1;
/// The client of the update.
const OWN: u8 = 2;
const UNKNOWN: u8 = 3;

/// First, middle, last, just behind, one further, and far away.
const CLOCKS: [&[u8]; 6] = [&[0], &[2], &[4], &[5], &[6], &[0xff, 0xff, 0xff, 0xff, 0x07]];

/// Updates with one block and one deletion, named after what they refer to.
pub(crate) fn updates() -> Vec<(String, Vec<u8>)> {
    let ids: Vec<Vec<u8>> = [KNOWN, OWN, UNKNOWN]
        .iter()
        .flat_map(|client| CLOCKS.iter().map(|clock| [&[*client], *clock].concat()))
        .collect();
    let mut updates = Vec::new();
    for id in &ids {
        // Left origin, right origin, and the type that it stands in; text "x" or a deleted range.
        for (kind, start) in [("origin", 0x80), ("right", 0x40), ("parent", 0x00)] {
            let parent: &[u8] = if kind == "parent" { &[0] } else { &[] };
            for (content, bytes) in [(4, &[1, b'x'][..]), (1, &[3])] {
                let block = [&[start | content], parent, id, bytes].concat();
                updates.push((format!("{kind} {id:?}, content {content}"), around(&block, &[0])));
            }
        }
        // The same from the deleted side: one id, and a range that runs past the end.
        for length in [&[1][..], &[9], &[0xff, 0xff, 0x03]] {
            let (client, clock) = id.split_at(1);
            let deleted = [&[1], client, &[1], clock, length].concat();
            let block = [0x84, KNOWN, 4, 1, b'x'];
            updates.push((format!("delete {id:?} for {length:?}"), around(&block, &deleted)));
        }
        for other in &ids {
            let block = [&[0xc4], &id[..], other, &[1, b'x']].concat();
            updates.push((format!("between {id:?} and {other:?}"), around(&block, &[0])));
        }
    }
    updates
}

/// One block of the own client at clock 0, and deletions.
fn around(block: &[u8], deleted: &[u8]) -> Vec<u8> {
    [&[1, 1, OWN, 0], block, deleted].concat()
}
