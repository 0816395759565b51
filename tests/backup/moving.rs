//! From one engine to the other, and back.

use renexus_load::Protocol;

use crate::door::blobs::Bucket;
use crate::door::{Door, engine};
use crate::studio::{Archive, SETTINGS, Studio, refused, shelf, text, well};

/// SPEC CLI-13
#[tokio::test(flavor = "multi_thread")]
async fn there_and_back_everything_is_as_it_was() {
    let door = Door::with(&SETTINGS);
    let studio = Studio::open(&door).await;
    let mut words = Vec::new();
    for number in 0..12 {
        let writer = door.writer(Protocol::Hocuspocus, &format!("notes-{number}")).await;
        for edit in 0..5 {
            writer.insert(&format!("word {number}.{edit} ")).unwrap();
        }
        writer.all_acknowledged().await.unwrap();
        words.push(writer.text());
    }
    let first = door.shut();
    let back = tempfile::tempdir().unwrap();
    let (there, url) = (first.path().to_str().unwrap(), engine::fresh());
    let (one, two) = (format!("sqlite:{there}"), format!("sqlite:{}", back.path().display()));
    let said = well(first.path(), &["migrate", "--from", &one, "--to", &url], &[]);
    assert!(said.contains("all is well"), "{said}");
    // The same folder holds files and keys on, for a server that finds its rows elsewhere.
    let moved = Door::on(first, &[&SETTINGS[..], &[("database.url", &url)]].concat());
    for (number, text) in words.iter().enumerate() {
        assert_eq!(moved.text(&format!("notes-{number}")).await, *text);
    }
    let first = moved.shut();
    let said = well(first.path(), &["migrate", "--from", &url, "--to", &two], &[]);
    assert!(said.contains("all is well"), "{said}");

    let (shelf, _) = shelf("copies");
    let copy = |name: &str, folder: &std::path::Path, settings: &[(&str, &str)]| {
        let path = shelf.path().join(name);
        well(folder, &["backup", path.to_str().unwrap()], settings);
        Archive::read(&path)
    };
    let sent = copy("sent.zip", first.path(), &[("database.url", url.as_str())]);
    let came = copy("came.zip", back.path(), &[]);
    let names = |archive: &Archive| archive.parts.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sent), names(&came));
    assert_eq!(sent.manifest["contents"], came.manifest["contents"]);
    let differing: Vec<_> =
        sent.parts.iter().filter(|(name, sum)| came.parts[*name] != **sum).collect();
    assert!(differing.is_empty(), "{differing:?}");

    let back = Door::on(back, &SETTINGS);
    for (number, text) in words.iter().enumerate() {
        assert_eq!(back.text(&format!("notes-{number}")).await, *text);
    }
    studio.check(&back).await;
}

/// SPEC CLI-13
#[tokio::test(flavor = "multi_thread")]
async fn files_may_move_into_a_bucket_on_the_way() {
    let door = Door::with(&SETTINGS);
    let studio = Studio::open(&door).await;
    let folder = door.shut();
    let (bucket, url) = (Bucket::fresh(), engine::fresh());
    let kept = bucket.settings();
    let mut settings: Vec<_> = kept.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let (_, address) = settings.remove(0);
    let from = format!("sqlite:{}", folder.path().display());
    let args = ["migrate", "--from", &from, "--to", &url, "--blobs-to", address];
    let said = well(folder.path(), &args, &settings);
    assert!(said.contains("all is well"), "{said}");
    assert_eq!(bucket.blobs(), 3);
    settings.extend([("blobs.url", address), ("database.url", &url)]);
    settings.extend(SETTINGS);
    studio.check(&Door::on(folder, &settings)).await;
}

/// SPEC CLI-13
#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_that_is_used_or_the_same() {
    let url = engine::fresh();
    let door = Door::with(&SETTINGS);
    let from = format!("sqlite:{}", door.folder().display());
    let to_itself = ["migrate", "--from", &from, "--to", &from];
    assert!(refused(door.folder(), &to_itself, &[]).contains("the same as --from"));
    let used = ["migrate", "--from", &from, "--to", &url];
    assert!(refused(door.folder(), &used, &[]).contains("another renexus uses"));
    let nonsense = ["migrate", "--from", "mysql://u:secret@h/d", "--to", &url];
    let told = refused(door.folder(), &nonsense, &[]);
    assert!(told.contains("`sqlite:FOLDER`") && !told.contains("secret"), "{told}");
    let folder = door.shut();
    well(folder.path(), &used, &[]);
    let again = refused(folder.path(), &used, &[]);
    assert!(again.contains("is not empty; nothing was changed"), "{again}");
    assert!(!again.contains(&text(b"postgres://")), "{again}");
}
