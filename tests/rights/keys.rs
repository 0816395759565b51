//! Keys: files that come and go.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use tempfile::tempdir;

use crate::door::forge::{self, claims, write_key};
use crate::door::{Door, keys, refused_start};
use crate::is_accepted;

const SECRET: &[u8] = b"thirty-two bytes are just enough";

/// SPEC ACC-12: add one, wait, remove the old one.
#[tokio::test]
async fn keys_rotate_by_adding_and_removing_files() {
    let door = Door::open();
    let old = forge::own_key(&keys(door.folder()));
    let before = door.token("*", "write");
    let folder = door.shut();
    write_key(&keys(folder.path()), "zz-next.ed25519", &forge::ed25519_file(), 0o600);

    let door = Door::on(folder, &[]);
    let after = door.token("*", "write");
    assert_eq!(forge::read(&before).0["kid"], old.kid);
    assert_eq!(forge::read(&after).0["kid"], "zz-next", "the last name signs");
    assert!(is_accepted(&door, &before).await && is_accepted(&door, &after).await);

    let folder = door.shut();
    fs::remove_file(keys(folder.path()).join(format!("{}.ed25519", old.kid))).unwrap();
    let door = Door::on(folder, &[]);
    assert!(!is_accepted(&door, &before).await, "a key that is gone verifies nothing");
    assert!(is_accepted(&door, &after).await);
}

/// SPEC ACC-13, ACC-11: a shared secret is a key like others, and no more than that.
#[tokio::test]
async fn a_shared_secret_signs_and_verifies() {
    let folder = tempdir().unwrap();
    write_key(&keys(folder.path()), "app.hs256", &forge::secret_file(SECRET), 0o600);
    let door = Door::on(folder, &[]);
    let own = door.token("*", "write");
    assert_eq!(forge::read(&own).0["alg"], "HS256");
    assert!(is_accepted(&door, &own).await);
    assert!(is_accepted(&door, &forge::hs256("app", SECRET, &claims("write"))).await);
    assert!(!is_accepted(&door, &forge::hs256("app", b"another", &claims("write"))).await);
    let pair = tempdir().unwrap();
    write_key(pair.path(), "app.ed25519", &forge::ed25519_file(), 0o600);
    let wrong_kind = forge::own_key(pair.path()).sign(&claims("write"));
    assert!(
        !is_accepted(&door, &wrong_kind).await,
        "a signature of the wrong kind under a known name"
    );
}

/// SPEC ACC-13: what can be guessed is no secret.
#[test]
fn a_short_or_broken_secret_is_refused_at_the_start() {
    for (content, right) in
        [(forge::secret_file(&SECRET[..31]), "32 bytes"), ("not base64!".into(), "base64")]
    {
        let folder = tempdir().unwrap();
        write_key(&keys(folder.path()), "app.hs256", &content, 0o600);
        let told = refused_start(folder.path(), "127.0.0.1:0", &[]);
        assert!(told.contains("app.hs256") && told.contains(right), "{told}");
    }
}

/// SPEC ACC-14: a key for everybody is no key.
#[test]
fn a_key_that_others_may_read_is_refused_at_the_start() {
    for mode in [0o644, 0o640, 0o604] {
        let folder = tempdir().unwrap();
        write_key(&keys(folder.path()), "app.hs256", &forge::secret_file(SECRET), 0o600);
        let path = keys(folder.path()).join("app.hs256");
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let told = refused_start(folder.path(), "127.0.0.1:0", &[]);
        assert!(told.contains(&path.display().to_string()), "{told}");
        assert!(told.contains(&format!("{mode:o}")) && told.contains("chmod 600"), "{told}");
    }
}

/// SPEC ACC-14, LIFE-1: made for the owner alone.
#[tokio::test]
async fn folder_and_keys_are_made_for_their_owner_alone() {
    let above = tempdir().unwrap();
    let data = above.path().join("data");
    let server = renexus_load::ServerProcess::start(crate::door::binary(), &data, &[]).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&keys(&data)), 0o700);
    let made = forge::own_key(&keys(&data));
    assert_eq!(mode(&keys(&data).join(format!("{}.ed25519", made.kid))), 0o600);
    drop(server);
}
