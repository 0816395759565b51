//! Updates that take the document library long.

use renexus_load::Protocol;
use renexus_load::http::Request;
use renexus_wire::lib0::{write_var_string, write_var_uint};

use crate::door::Door;

/// Inserts in the update that is made to take long. The library compares each with all before it.
const INSERTS: u64 = 2_000;

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
