//! What every log of events keeps to. An adapter's own test is only its setup.

use crate::ports::{EventLog, LogRange};

/// A log, and the ways to change it that the port lacks.
pub trait Writable: EventLog {
    /// Makes a workspace with `count` events; its id.
    fn filled(&self, name: &str, count: i64) -> impl Future<Output = String>;
    /// Forgets the events of a workspace up to a number.
    fn forget(&self, workspace: &str, up_to: i64) -> impl Future<Output = ()>;
}

/// Runs every case; how many there were.
pub async fn run(log: &impl Writable) -> usize {
    held!(log;
        an_unknown_workspace_has_no_log
        events_come_in_order_page_by_page
        what_was_forgotten_is_not_in_the_range
        workspaces_do_not_mix
    )
}

async fn seqs(log: &impl Writable, workspace: &str, after: i64, most: usize) -> Vec<i64> {
    let page = log.after(workspace.to_owned(), after, most).await.unwrap();
    assert!(page.iter().all(|event| event.workspace == workspace));
    page.iter().map(|event| event.seq).collect()
}

async fn range(log: &impl Writable, workspace: &str) -> Option<(i64, i64)> {
    let range = log.range(workspace.to_owned()).await.unwrap();
    range.map(|LogRange { oldest, head }| (oldest, head))
}

async fn an_unknown_workspace_has_no_log(log: &impl Writable) {
    assert_eq!(range(log, "unknown").await, None);
    assert!(seqs(log, "unknown", 0, 9).await.is_empty());
}

async fn events_come_in_order_page_by_page(log: &impl Writable) {
    let fresh = log.filled("fresh", 0).await;
    assert_eq!(range(log, &fresh).await, Some((1, 0)));
    let order = log.filled("order", 5).await;
    assert_eq!(range(log, &order).await, Some((1, 5)));
    assert_eq!(seqs(log, &order, 0, 2).await, [1, 2]);
    assert_eq!(seqs(log, &order, 2, 9).await, [3, 4, 5]);
    assert!(seqs(log, &order, 5, 9).await.is_empty());
}

async fn what_was_forgotten_is_not_in_the_range(log: &impl Writable) {
    let pruned = log.filled("pruned", 4).await;
    log.forget(&pruned, 2).await;
    assert_eq!(range(log, &pruned).await, Some((3, 4)));
    assert_eq!(seqs(log, &pruned, 0, 9).await, [3, 4]);
    log.forget(&pruned, 4).await;
    assert_eq!(range(log, &pruned).await, Some((5, 4)));
}

async fn workspaces_do_not_mix(log: &impl Writable) {
    let (one, two) = (log.filled("one", 1).await, log.filled("two", 2).await);
    assert_eq!(seqs(log, &one, 0, 9).await, [1]);
    assert_eq!(seqs(log, &two, 0, 9).await, [1, 2]);
}
