//! What nodes ask of the database: few questions, whose answers do not depend on who asks first.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use renexus::adapters::clock::SystemClock;
use renexus::adapters::store::DatabaseStore;
use renexus::db::{Database, DatabaseSettings, PostgresSettings};
use renexus_actors::ports::{Appended, DocumentInfo, DocumentStore, JournalEntry};
use renexus_wire::id::DocumentId;

use crate::door::engine;

/// The store of a node, and what it asks with.
struct Node {
    store: DatabaseStore,
    database: Database,
}

impl Node {
    fn on(url: &str) -> Self {
        let postgres = PostgresSettings {
            url: url.to_owned(),
            authorities: std::path::PathBuf::new(),
            statement: Duration::from_secs(10),
            pause: Duration::from_secs(10),
        };
        let settings = DatabaseSettings {
            postgres: Some(postgres),
            shared: true,
            readers: 2,
            ..DatabaseSettings::default()
        };
        let database = Database::open(&settings).unwrap();
        Self { store: DatabaseStore::new(database.clone(), Arc::new(SystemClock)), database }
    }

    async fn create(&self, many: usize) -> Vec<Arc<DocumentInfo>> {
        let id = |number| DocumentId::parse(&format!("d{number}")).unwrap();
        let created = join_all((0..many).map(|number| self.store.create(id(number), None))).await;
        created.into_iter().map(|info| Arc::new(info.unwrap())).collect()
    }

    /// Appends one update to each, and says how many questions that took.
    async fn append(&self, documents: &[Arc<DocumentInfo>], update: &str) -> (Appended, u64) {
        let before = self.database.statements();
        let updates = vec![Bytes::copy_from_slice(update.as_bytes())];
        let entry = |it: &Arc<DocumentInfo>| JournalEntry {
            document: Arc::clone(it),
            seq: 1,
            updates: updates.clone(),
            writers: Vec::new(),
        };
        let batch = documents.iter().map(entry).collect();
        let appended = self.store.append(Arc::new(batch)).await.unwrap();
        (appended, self.database.statements() - before)
    }

    async fn tail(&self, document: &Arc<DocumentInfo>) -> Vec<String> {
        let stored = self.store.load(Arc::clone(document)).await.unwrap();
        assert_eq!(usize::try_from(stored.head).unwrap(), stored.tail.len());
        stored.tail.into_iter().map(|it| String::from_utf8(it).unwrap()).collect()
    }
}

/// SPEC NODE-15
#[tokio::test]
async fn a_commit_is_one_question_and_two_where_another_node_was_faster() {
    let url = engine::fresh();
    let (one, other) = (Node::on(&url), Node::on(&url));
    let documents = one.create(20).await;
    let before = one.database.statements();
    join_all(documents.iter().map(|document| one.tail(document))).await;
    assert_eq!(one.database.statements() - before, 20, "one question opens a document");
    for (node, some, update, questions) in [
        (&one, 0..20, "a", 1),
        (&one, 0..20, "b", 1),
        (&other, 0..10, "c", 2),
        (&other, 5..10, "d", 1),
        (&one, 0..20, "e", 2),
    ] {
        let (appended, asked) = node.append(&documents[some.clone()], update).await;
        assert_eq!(asked, questions, "for `{update}`");
        assert_eq!((appended.reached.len(), appended.damaged.len()), (some.len(), 0));
    }
    let (elsewhere, _) = other.append(&documents[..1], "f").await;
    one.store.hear(&documents[0], elsewhere.reached[&documents[0].key]);
    let (_, asked) = one.append(&documents[..1], "g").await;
    assert_eq!(asked, 1, "the other node said how far it is");
    for (document, told) in [(0, "abcefg"), (5, "abcde"), (10, "abe")] {
        assert_eq!(other.tail(&documents[document]).await.concat(), told);
    }
    one.store.delete(Arc::clone(&documents[0])).await.unwrap();
    let (appended, _) = other.append(&documents[..2], "late").await;
    assert_eq!(appended.damaged, [0; 0]);
    assert_eq!(appended.reached.keys().collect::<Vec<_>>(), [&documents[1].key]);
}

/// SPEC NODE-15: positions have no holes, and none is given twice.
#[tokio::test]
async fn what_nodes_append_at_once_stands_one_behind_the_other() {
    const ROUNDS: usize = 40;
    let url = engine::fresh();
    let nodes = [Node::on(&url), Node::on(&url), Node::on(&url)];
    let documents = nodes[0].create(5).await;
    let rounds = nodes.iter().enumerate().map(async |(number, node)| {
        for round in 0..ROUNDS {
            let (appended, _) = node.append(&documents, &format!("{number}/{round}")).await;
            assert_eq!(appended.reached.len(), documents.len());
        }
    });
    join_all(rounds).await;
    for document in &documents {
        let tail = nodes[0].tail(document).await;
        assert_eq!(tail.len(), nodes.len() * ROUNDS);
        for number in 0..nodes.len() {
            let own = tail.iter().filter(|it| it.starts_with(&format!("{number}/")));
            let expected: Vec<_> = (0..ROUNDS).map(|round| format!("{number}/{round}")).collect();
            assert_eq!(own.cloned().collect::<Vec<_>>(), expected, "in the order of its node");
        }
    }
}

/// SPEC NODE-15
#[tokio::test]
async fn documents_that_are_created_at_once_share_a_transaction() {
    let url = engine::fresh();
    let (one, other) = (Node::on(&url), Node::on(&url));
    let before = one.database.statements();
    let (created, found) = tokio::join!(one.create(60), other.create(60));
    assert_eq!(created, found, "each exists once");
    let asked = one.database.statements() - before;
    assert!(asked < 60, "{asked} questions for 60 documents");
    // Its account of documents is right: it is checked when the database is opened.
    Node::on(&url);
}
