//! Archives that are not what was written, and places that are not empty.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use renexus::adapters::blobs::ObjectBlobs;
use renexus::config::{DataSettings, Settings};
use renexus::copying::archive::ArchiveReader;
use renexus::copying::{About, Contents, CopyError, Parts, Sink, Source, Watch, receive};
use renexus::db::Database;

use crate::door::blobs::count;
use crate::door::{Door, engine};
use crate::hand::Hand;
use crate::studio::{SETTINGS, Studio, command, refused, shelf, text, well};

/// An archive of an installation that was stopped.
async fn archive(path: &Path) {
    let door = Door::with(&SETTINGS);
    Studio::open(&door).await;
    let writer = door.writer(renexus_load::Protocol::Hocuspocus, "notes").await;
    writer.insert("words").unwrap();
    writer.all_acknowledged().await.unwrap();
    let folder = door.shut();
    well(folder.path(), &["backup", path.to_str().unwrap()], &[]);
}

fn told(path: &Path) -> String {
    match ArchiveReader::open(path) {
        Ok(_) => panic!("{} was taken", path.display()),
        Err(error @ (CopyError::Damaged { .. } | CopyError::Foreign { .. })) => error.to_string(),
        Err(error) => panic!("{error}"),
    }
}

/// Where a word stands in a file.
fn place(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).position(|window| window == word).unwrap()
}

/// SPEC CLI-12
#[tokio::test]
async fn a_flipped_byte_is_refused_and_named() {
    let (_shelf, path) = shelf("copy.zip");
    archive(&path).await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    ArchiveReader::open(&path).unwrap();
    let whole = fs::read(&path).unwrap();
    let flipped = |at: usize, bit: u8| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        fs::write(&path, bytes).unwrap();
        told(&path)
    };
    for number in 0..60 {
        let at = number * (whole.len() - 1) / 59;
        let told = flipped(at, u8::try_from(number % 8).unwrap());
        assert!(told.contains("copy.zip"), "{at}: {told}");
    }
    // Six megabytes of a file, stored as they are; a table behind its name.
    let inside = place(&whole, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]) + 1_000_000;
    let told_of_blob = flipped(inside, 3);
    assert!(told_of_blob.contains("`blobs/workspaces/"), "{told_of_blob}");
    let inside = place(&whole, b"tables/people.jsonl") + 150;
    assert!(flipped(inside, 0).contains("`tables/people.jsonl`"), "{}", flipped(inside, 0));
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(told(&path).contains("copy.zip"), "{length}");
    }
    // By the front door: nothing is made of it.
    let mut bytes = whole.clone();
    bytes[inside] ^= 1;
    fs::write(&path, bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let refusal = refused(folder.path(), &["restore", path.to_str().unwrap()], &[]);
    assert!(refusal.contains("`tables/people.jsonl` is not what was written"), "{refusal}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// SPEC CLI-12
#[tokio::test]
async fn what_is_not_empty_stays_as_it_is() {
    let (_shelf, path) = shelf("copy.zip");
    archive(&path).await;
    let file = path.to_str().unwrap();
    let used = Door::with(&SETTINGS);
    let ada = used.human("Ada").await;
    used.workspace(&ada, "mine").await;
    assert!(refused(used.folder(), &["restore", file], &[]).contains("another renexus uses"));
    let used = used.shut();
    let told = refused(used.path(), &["restore", file], &[]);
    assert!(told.contains("is not empty; nothing was changed"), "{told}");
    let mut hand = Hand::in_folder(used.path());
    assert_eq!(hand.number("SELECT count(*) FROM workspaces WHERE slug = 'mine'"), 1);
    assert_eq!(hand.number("SELECT count(*) FROM workspaces"), 1);

    let url = engine::fresh();
    let settings = [("database.url", url.as_str())];
    let one = tempfile::tempdir().unwrap();
    well(one.path(), &["restore", file, "--verify"], &settings);
    let two = tempfile::tempdir().unwrap();
    let told = refused(two.path(), &["restore", file], &settings);
    assert!(told.contains("is not empty; nothing was changed"), "{told}");

    let bytes = tempfile::tempdir().unwrap();
    fs::create_dir(bytes.path().join("blobs")).unwrap();
    fs::write(bytes.path().join("blobs/one"), "words").unwrap();
    let told = refused(bytes.path(), &["restore", file], &[]);
    assert!(told.contains("the place of files is not empty"), "{told}");
}

/// SPEC CLI-11
#[tokio::test]
async fn a_backup_takes_nobodys_place_and_leaves_no_half() {
    let (shelf, path) = shelf("copy.zip");
    fs::write(&path, "something else").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let door = Door::on(folder, &SETTINGS);
    let told = refused(door.folder(), &["backup", path.to_str().unwrap()], &[]);
    assert!(told.contains("copy.zip is not empty"), "{told}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "something else");
    fs::remove_file(&path).unwrap();
    let nowhere = tempfile::tempdir().unwrap();
    let arguments = ["backup", path.to_str().unwrap(), "--data"];
    let folder = nowhere.path().join("none");
    let output = command(&[&arguments[..], &[folder.to_str().unwrap()]].concat(), &[]);
    assert!(!output.status.success(), "{}", text(&output.stdout));
    assert_eq!(fs::read_dir(shelf.path()).unwrap().count(), 0, "{}", text(&output.stderr));
    well(door.folder(), &["backup", shelf.path().to_str().unwrap()], &[]);
    let names: Vec<_> = fs::read_dir(shelf.path()).unwrap().flatten().collect();
    let name = names[0].file_name().into_string().unwrap();
    assert!(names.len() == 1 && name.starts_with("renexus-2") && name.ends_with(".zip"), "{name}");
}

/// A source with something wrong at its end, or at its beginning.
struct Wrong {
    archive: ArchiveReader,
    about: Option<About>,
}

impl Source for Wrong {
    fn pour(&mut self, sink: &mut dyn Sink, watch: &Watch) -> Result<Contents, CopyError> {
        if let Some(about) = &self.about {
            sink.begin(about)?;
        }
        self.archive.pour(sink, watch)?;
        Err(CopyError::Broken("the wire was cut".into()))
    }
}

/// What an attempt to take a wrong source ends with, and how many things are in the folder then.
fn taken(path: &Path, about: Option<About>) -> (String, [i64; 2], usize) {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let settings = Settings {
        data: DataSettings { folder: folder.path().into(), ..Default::default() },
        ..Default::default()
    };
    let blobs = ObjectBlobs::open(&settings.blobs, folder.path()).unwrap();
    let parts = Parts {
        database: settings.database_settings(),
        log: settings.log_settings(),
        keys: Some(folder.path().join("keys")),
        blobs: Some(Arc::new(blobs)),
        runtime: runtime.handle().clone(),
    };
    let database = Database::open(&parts.database).unwrap();
    let source = Wrong { archive: ArchiveReader::open(path).unwrap(), about };
    let received = receive(&database, parts, Box::new(source), Arc::new(|_| ()));
    let error = runtime.block_on(received).unwrap_err().to_string();
    drop(database);
    let mut hand = Hand::in_folder(folder.path());
    let rows =
        ["people", "documents"].map(|table| hand.number(&format!("SELECT count(*) FROM {table}")));
    let left = count(&folder.path().join("blobs")) + count(&folder.path().join("keys"));
    (error, rows, left)
}

/// SPEC CLI-12
#[test]
fn what_is_not_taken_to_its_end_leaves_nothing() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_shelf, path) = shelf("copy.zip");
    runtime.block_on(archive(&path));
    let (error, rows, left) = taken(&path, None);
    assert_eq!((error.as_str(), rows, left), ("the wire was cut", [0, 0], 0));
    let about =
        About { program: "0.0.9".into(), engine: "sqlite".into(), migrations: vec!["1".into()] };
    let (error, rows, left) = taken(&path, Some(about));
    assert!(error.contains("made by Renexus 0.0.9 with other tables"), "{error}");
    assert_eq!((rows, left), ([0, 0], 0));
}
