//! Updates that were made for one moment of a document, over ports in memory.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use actix::Addr;
use renexus_actors::document::{DocumentActor, Export, Exported, Format, Patch, PatchError};
use renexus_actors::ports::Writer;
use renexus_actors::registry::Open;
use renexus_actors::replica::Replica;
use renexus_actors::replica::reverting::revert;
use renexus_actors::testing::{MemoryStore, registry};
use renexus_wire::id::DocumentId;
use yrs::{Text, TransactionMut, WriteTxn};

async fn patched(
    document: &Addr<DocumentActor>,
    update: &[u8],
    made_for: Option<&[u8]>,
) -> Result<bool, PatchError> {
    let made_for = made_for.map(|moment| moment.to_vec().into());
    let patch = Patch { update: update.to_vec().into(), by: Writer::Server, made_for };
    document.send(patch).await.unwrap().map(|applied| applied.changed)
}

async fn state(document: &Addr<DocumentActor>) -> Vec<u8> {
    let format = Format::Update { since: bytes::Bytes::new() };
    match document.send(Export { format }).await.unwrap().unwrap() {
        Exported::Binary(update) => update,
        other => panic!("{other:?}"),
    }
}

async fn text(document: &Addr<DocumentActor>) -> String {
    match document.send(Export { format: Format::Text }).await.unwrap().unwrap() {
        Exported::Text(text) => text,
        other => panic!("{other:?}"),
    }
}

/// SPEC VER-9: a restore that was made before somebody typed, or deleted, is not applied.
#[actix_rt::test]
async fn what_was_made_for_another_moment_is_not_applied() {
    let registry = registry(MemoryStore::default());
    let open = Open { document: DocumentId::parse("minutes").unwrap(), create: true };
    let handle = registry.send(open).await.unwrap().unwrap();
    let document = &handle.address;
    let mut ana = Replica::new();
    let edit = |ana: &mut Replica, change: fn(&mut TransactionMut<'_>)| ana.edit(change).unwrap().1;
    let push = edit(&mut ana, |txn| txn.get_or_insert_text("text").push(txn, "as it was"));
    assert_eq!(patched(document, &push, None).await, Ok(true));
    let then = state(document).await;
    let more = edit(&mut ana, |txn| txn.get_or_insert_text("text").push(txn, " and more"));
    assert_eq!(patched(document, &more, None).await, Ok(true));

    let typed: fn(&mut TransactionMut<'_>) =
        |txn| txn.get_or_insert_text("text").push(txn, " meanwhile");
    let deleted: fn(&mut TransactionMut<'_>) =
        |txn| txn.get_or_insert_text("text").remove_range(txn, 9, 1);
    for change in [typed, deleted] {
        let late = revert(&state(document).await, &then).unwrap().unwrap();
        let meanwhile = edit(&mut ana, change);
        assert_eq!(patched(document, &meanwhile, None).await, Ok(true));
        let before = text(document).await;
        let moved = patched(document, &late.update, Some(&late.made_for)).await;
        assert_eq!(moved, Err(PatchError::Moved));
        assert_eq!(text(document).await, before);
    }
    let again = revert(&state(document).await, &then).unwrap().unwrap();
    assert_eq!(patched(document, &again.update, Some(&again.made_for)).await, Ok(true));
    assert_eq!(text(document).await, "as it was");
}
