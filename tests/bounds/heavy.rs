//! Updates that take the document library long.

use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_wire::lib0::{write_var_string, write_var_uint};
use yrs::{Text, Transact};

use crate::door::Door;

/// Inserts in the update that is made to take long. The library compares each with all before it.
const INSERTS: u64 = 2_000;
/// Blocks that are deleted at once.
const DELETED: u32 = 200_000;

/// SPEC BND-24: on one thread for all documents, the edit of somebody else is saved meanwhile.
#[tokio::test]
async fn an_update_that_takes_long_holds_up_nobody_else() {
    let door = Door::with(&[("server.document_threads", "1")]);
    let slow = door.writer(Protocol::Hocuspocus, "slow").await;
    let quick = door.writer(Protocol::Hocuspocus, "quick").await;
    slow.send_update(&page());
    slow.all_acknowledged().await.unwrap();

    let heavy = slow.send_update(&far_apart());
    let after = slow.send_update(&crate::door::words(9, "after it"));
    quick.insert("meanwhile").unwrap();
    quick.all_acknowledged().await.unwrap();
    assert!(slow.acknowledged() < heavy, "it was not heavy");

    // Order is kept: what was sent after the heavy update is saved after it.
    slow.wait_acknowledged(after, std::time::Duration::from_secs(120)).await.unwrap();
    let request = Request::get("/api/documents/slow/text").bearer(&door.token("slow", "read"));
    assert!(door.ask(request).await.text().contains("after it"));
}

/// SPEC BND-24: a few bytes that delete much.
#[tokio::test]
async fn deleting_much_holds_up_nobody_else() {
    let door = Door::with(&[("server.document_threads", "1")]);
    let slow = door.writer(Protocol::Hocuspocus, "slow").await;
    let quick = door.writer(Protocol::Hocuspocus, "quick").await;
    let (letters, nothing) = written_and_deleted();
    assert!(nothing.len() < 100, "it says little");
    slow.send_update(&letters);
    slow.all_acknowledged().await.unwrap();

    let heavy = slow.send_update(&nothing);
    quick.insert("meanwhile").unwrap();
    quick.all_acknowledged().await.unwrap();
    assert!(slow.acknowledged() < heavy, "it was not heavy");
    slow.wait_acknowledged(heavy, std::time::Duration::from_secs(120)).await.unwrap();
    assert_eq!(door.text("slow").await, "");
}

/// Letters that were written from behind, each a block of its own, and the update that deletes them all.
fn written_and_deleted() -> (Vec<u8>, Vec<u8>) {
    let doc = yrs::Doc::with_client_id(1);
    let text = doc.get_or_insert_text("text");
    let mut writing = doc.transact_mut();
    for _ in 0..DELETED {
        text.insert(&mut writing, 0, "x");
    }
    let letters = writing.encode_update_v1();
    drop(writing);
    let mut deleting = doc.transact_mut();
    text.remove_range(&mut deleting, 0, DELETED);
    (letters, deleting.encode_update_v1())
}

/// A text as long as the inserts are many, by client 1.
fn page() -> Vec<u8> {
    let mut out = vec![1, 1, 1, 0, 0x04, 1];
    write_var_string(&mut out, "text");
    write_var_string(&mut out, &"x".repeat(usize::try_from(INSERTS).unwrap()));
    out.push(0);
    out
}

/// Inserts by client 2 at the very front, each with a right neighbour that stands further left.
fn far_apart() -> Vec<u8> {
    let mut out = vec![1];
    write_var_uint(&mut out, INSERTS);
    out.extend([2, 0]);
    for clock in (0..INSERTS).rev() {
        out.extend([0x44, 1]);
        write_var_uint(&mut out, clock);
        write_var_string(&mut out, "y");
    }
    out.push(0);
    out
}
