//! The log is written, killed, damaged and opened again.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

fn settings(folder: &Path) -> WalSettings {
    WalSettings { folder: folder.into(), segment_bytes: 1 << 20, segments: 4, accept_loss: false }
}

fn open(settings: &WalSettings) -> Result<Wal, WalError> {
    Wal::open(settings, 0, || ())
}

fn stretch(document: i64, seq: i64, body: &str) -> Stretch {
    Stretch { document, seq, count: 1, body: body.as_bytes().to_vec() }
}

fn append(wal: &Wal, stretch: Stretch) -> Appended {
    let heads = HashMap::from([(stretch.document, 0)]);
    wal.append(&[stretch], &heads).unwrap()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder_in(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some()).collect();
    paths.sort();
    paths
}

#[test]
fn what_was_written_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let wal = open(&settings(folder.path())).unwrap();
    append(&wal, stretch(1, 1, "a"));
    append(&wal, stretch(2, 1, "b"));
    append(&wal, stretch(1, 2, "c"));
    drop(wal);
    let wal = open(&settings(folder.path())).unwrap();
    assert_eq!(wal.tail(1).unwrap(), [stretch(1, 1, "a"), stretch(1, 2, "c")]);
    assert_eq!((wal.head(1), wal.head(2), wal.head(3)), (Some(2), Some(1), None));
    assert_eq!(append(&wal, stretch(1, 3, "d")), Appended::Written(vec![]));
    assert_eq!(wal.tail(1).unwrap().len(), 3);
}

#[test]
fn updates_that_do_not_follow_are_named_and_unknown_documents_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let wal = open(&settings(folder.path())).unwrap();
    let unknown = wal.append(&[stretch(1, 1, "a"), stretch(2, 1, "b")], &HashMap::new());
    assert_eq!(unknown.unwrap(), Appended::Unknown(vec![1, 2]));
    let heads = HashMap::from([(1, 0), (2, 5)]);
    let written = wal.append(&[stretch(1, 1, "a"), stretch(2, 1, "b")], &heads);
    assert_eq!(written.unwrap(), Appended::Written(vec![2]));
    assert_eq!((wal.head(1), wal.head(2)), (Some(1), None));
}

#[test]
fn a_frame_that_was_never_acknowledged_may_be_torn_and_one_that_was_may_not() {
    let folder = tempfile::tempdir().unwrap();
    let wal = open(&settings(folder.path())).unwrap();
    append(&wal, stretch(1, 1, "a"));
    append(&wal, stretch(1, 2, "b"));
    drop(wal);
    let path = files(folder.path()).remove(0);
    let bytes = fs::read(&path).unwrap();
    let second = 2 * (bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1) / 2;
    // The beginning of a third frame, as a write leaves it that was cut short.
    let mut torn = bytes.clone();
    torn[second] = 40;
    fs::write(&path, &torn).unwrap();
    assert_eq!(open(&settings(folder.path())).unwrap().head(1), Some(2));
    let mut damaged = bytes.clone();
    damaged[second - 1] ^= 1;
    fs::write(&path, &damaged).unwrap();
    let Err(WalError::Damaged(words)) = open(&settings(folder.path())) else { panic!("opened") };
    assert!(words.contains("2 commits were acknowledged"), "{words}");
    let accepted = WalSettings { accept_loss: true, ..settings(folder.path()) };
    assert_eq!(open(&accepted).unwrap().head(1), Some(1));
    assert_eq!(open(&settings(folder.path())).unwrap().head(1), Some(1));
}

#[test]
fn segments_end_go_when_they_are_settled_and_are_missed_when_they_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let settings = WalSettings { segment_bytes: 64, ..settings(folder.path()) };
    let ended = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&ended);
    let wal = Wal::open(&settings, 0, move || _ = heard.fetch_add(1, Ordering::SeqCst)).unwrap();
    let body = "x".repeat(100);
    for seq in 1..=3 {
        append(&wal, stretch(1, seq, &body));
    }
    assert_eq!((ended.load(Ordering::SeqCst), files(folder.path()).len()), (3, 3));
    let due = wal.due().unwrap();
    assert_eq!(due.last, 1);
    assert_eq!(wal.read(&due.tails[0]).unwrap(), [stretch(1, 1, &body)]);
    wal.cover(1, 1);
    wal.retire(&due).unwrap();
    assert_eq!(files(folder.path()).len(), 2);
    assert_eq!(wal.tail(1).unwrap().len(), 2);
    drop(wal);
    assert!(open(&settings).is_err(), "frame 1 is nowhere, as far as the tables say");
    assert_eq!(Wal::open(&settings, 1, || ()).unwrap().tail(1).unwrap().len(), 2);
}

#[test]
fn a_segment_that_the_tables_do_not_take_holds_up_nobody_else_but_many_do() {
    let folder = tempfile::tempdir().unwrap();
    let settings = WalSettings { segment_bytes: 64, segments: 2, ..settings(folder.path()) };
    let wal = open(&settings).unwrap();
    let body = "x".repeat(100);
    append(&wal, stretch(1, 1, &body));
    append(&wal, stretch(2, 1, &body));
    let full = wal.append(&[stretch(2, 2, &body)], &HashMap::new());
    assert!(matches!(full, Err(WalError::Full(2))), "{full:?}");
    // Document 1 is damaged: it stays, and its segment counts no longer.
    let due = wal.due().unwrap();
    wal.retire(&due).unwrap();
    append(&wal, stretch(2, 2, &body));
    assert_eq!((wal.head(1), files(folder.path()).len()), (Some(1), 3));
}

#[test]
fn a_segment_that_never_got_its_first_frame_takes_nothing_along_when_it_goes() {
    let folder = tempfile::tempdir().unwrap();
    let wal = open(&settings(folder.path())).unwrap();
    append(&wal, stretch(1, 1, "a"));
    drop(wal);
    let torn = folder_in(folder.path()).join("00000000000000000002.wal");
    fs::write(&torn, [40, 0, 0]).unwrap();
    let wal = open(&settings(folder.path())).unwrap();
    append(&wal, stretch(1, 2, "b"));
    wal.cover(1, 1);
    while let Some(due) = wal.due() {
        wal.retire(&due).unwrap();
    }
    assert!(torn.exists(), "it is the segment that is written now");
    drop(wal);
    assert_eq!(Wal::open(&settings(folder.path()), 1, || ()).unwrap().head(1), Some(2));
}
