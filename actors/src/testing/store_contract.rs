//! What every document store keeps to. An adapter's own test is only its setup.

use std::sync::Arc;

use bytes::Bytes;
use renexus_wire::id::DocumentId;

use crate::ports::{DocumentInfo, DocumentStore, JournalEntry, Seq, StoreError, StoredDocument};

/// Runs every case on an empty store; how many there were.
pub async fn run(store: &dyn DocumentStore) -> usize {
    held!(store;
        an_unknown_document_is_not_found
        a_document_is_created_once
        updates_come_back_in_order
        documents_of_one_batch_do_not_mix
        a_batch_that_does_not_fit_is_named_and_the_others_are_kept
        a_checkpoint_takes_the_place_of_what_it_covers
        an_older_checkpoint_changes_nothing
        a_deleted_document_is_gone_and_its_id_stays_taken
    )
}

fn id(name: &str) -> DocumentId {
    DocumentId::parse(name).unwrap()
}

async fn created(store: &dyn DocumentStore, name: &str) -> Arc<DocumentInfo> {
    Arc::new(store.create(id(name), None).await.unwrap())
}

fn entry(document: &Arc<DocumentInfo>, seq: Seq, updates: &[&'static str]) -> JournalEntry {
    let updates = updates.iter().map(|update| Bytes::from_static(update.as_bytes())).collect();
    JournalEntry { document: Arc::clone(document), seq, updates, writers: Vec::new() }
}

async fn append(store: &dyn DocumentStore, entries: Vec<JournalEntry>) -> Vec<i64> {
    store.append(Arc::new(entries)).await.unwrap().damaged
}

async fn load(store: &dyn DocumentStore, document: &Arc<DocumentInfo>) -> StoredDocument {
    store.load(Arc::clone(document)).await.unwrap()
}

fn tail(updates: &[&str]) -> Vec<Vec<u8>> {
    updates.iter().map(|update| update.as_bytes().to_vec()).collect()
}

async fn an_unknown_document_is_not_found(store: &dyn DocumentStore) {
    assert_eq!(store.find(id("unknown")).await, Ok(None));
}

async fn a_document_is_created_once(store: &dyn DocumentStore) {
    let first = store.create(id("once"), Some("w".into())).await.unwrap();
    assert_eq!(store.create(id("once"), Some("other".into())).await, Ok(first.clone()));
    assert_eq!(store.find(id("once")).await, Ok(Some(first.clone())));
    assert_eq!(first.workspace.as_deref(), Some("w"));
    assert_eq!(load(store, &Arc::new(first)).await, StoredDocument::default());
}

async fn updates_come_back_in_order(store: &dyn DocumentStore) {
    let document = created(store, "order").await;
    assert!(append(store, vec![entry(&document, 2, &["a", "b"])]).await.is_empty());
    assert!(append(store, vec![entry(&document, 3, &["c"])]).await.is_empty());
    let expected = StoredDocument { checkpoint: None, tail: tail(&["a", "b", "c"]), head: 3 };
    assert_eq!(load(store, &document).await, expected);
}

async fn documents_of_one_batch_do_not_mix(store: &dyn DocumentStore) {
    let (one, two) = (created(store, "one").await, created(store, "two").await);
    append(store, vec![entry(&one, 1, &["x"]), entry(&two, 2, &["y", "z"])]).await;
    assert_eq!(load(store, &one).await.tail, tail(&["x"]));
    assert_eq!(load(store, &two).await.tail, tail(&["y", "z"]));
}

async fn a_batch_that_does_not_fit_is_named_and_the_others_are_kept(store: &dyn DocumentStore) {
    let (ahead, right) = (created(store, "ahead").await, created(store, "right").await);
    let named = append(store, vec![entry(&ahead, 9, &["x"]), entry(&right, 1, &["y"])]).await;
    assert_eq!(named, [ahead.key]);
    assert_eq!(load(store, &ahead).await.head, 0);
    assert_eq!(load(store, &right).await.head, 1);
}

async fn a_checkpoint_takes_the_place_of_what_it_covers(store: &dyn DocumentStore) {
    let document = created(store, "folded").await;
    append(store, vec![entry(&document, 1, &["a"])]).await;
    append(store, vec![entry(&document, 2, &["b"])]).await;
    append(store, vec![entry(&document, 3, &["c"])]).await;
    store.checkpoint(Arc::clone(&document), 2, b"a+b".to_vec()).await.unwrap();
    let expected =
        StoredDocument { checkpoint: Some((2, b"a+b".to_vec())), tail: tail(&["c"]), head: 3 };
    assert_eq!(load(store, &document).await, expected);
    append(store, vec![entry(&document, 4, &["d"])]).await;
    assert_eq!(load(store, &document).await.tail, tail(&["c", "d"]));
}

async fn an_older_checkpoint_changes_nothing(store: &dyn DocumentStore) {
    let document = created(store, "late").await;
    append(store, vec![entry(&document, 1, &["a"])]).await;
    append(store, vec![entry(&document, 2, &["b"])]).await;
    store.checkpoint(Arc::clone(&document), 2, b"new".to_vec()).await.unwrap();
    store.checkpoint(Arc::clone(&document), 1, b"old".to_vec()).await.unwrap();
    assert_eq!(load(store, &document).await.checkpoint, Some((2, b"new".to_vec())));
}

async fn a_deleted_document_is_gone_and_its_id_stays_taken(store: &dyn DocumentStore) {
    let document = created(store, "deleted").await;
    append(store, vec![entry(&document, 1, &["a"])]).await;
    store.delete(Arc::clone(&document)).await.unwrap();
    assert_eq!(store.find(id("deleted")).await, Err(StoreError::Deleted));
    assert_eq!(store.create(id("deleted"), None).await, Err(StoreError::Deleted));
    assert_eq!(store.load(Arc::clone(&document)).await, Err(StoreError::Deleted));
    let late = append(store, vec![entry(&document, 2, &["b"])]).await;
    assert!(late.is_empty(), "what comes late is dropped without harm");
}
