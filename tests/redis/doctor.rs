//! What `renexus doctor` says of Redis.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::door;
use crate::servers::{OwnServer, every_kind};

fn doctor(url: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let told = door::run(folder.path(), &["doctor"], &[("redis.url", url)]);
    (told.status.success(), String::from_utf8(told.stdout).unwrap())
}

/// SPEC REDIS-7
#[test]
fn doctor_finds_every_kind_of_redis_well() {
    for (kind, url) in every_kind() {
        let (well, said) = doctor(&url);
        assert!(well, "{kind}: {said}");
        for words in ["Redis 7.", "memory has no limit", "its clock agrees", "channels work"] {
            assert!(said.contains(words), "{kind}: {said}");
        }
    }
}

/// SPEC REDIS-7
#[test]
fn doctor_says_what_is_wrong_with_redis_and_what_to_do() {
    let server = OwnServer::redis(&[]);
    let (well, said) = doctor(&server.url());
    assert!(well, "{said}");
    server.says(&["config", "set", "maxmemory", "100mb"]);
    server.says(&["config", "set", "maxmemory-policy", "allkeys-random"]);
    let (well, said) = doctor(&server.url());
    assert!(!well && said.contains("maxmemory-policy volatile-lru"), "{said}");
    server.says(&["config", "set", "maxmemory-policy", "volatile-lru"]);
    let (well, said) = doctor(&server.url());
    assert!(well && said.contains("volatile-lru"), "{said}");
    // Somebody without the right to publish.
    server.says(&["acl", "setuser", "poor", "on", ">secret", "~*", "+@all", "-publish"]);
    let poor = server.url().replace("redis://", "redis://poor:secret@");
    let (well, said) = doctor(&poor);
    assert!(!well && said.contains("PUBLISH") && !said.contains("secret"), "{said}");
    let url = server.url();
    drop(server);
    let (well, said) = doctor(&url);
    assert!(!well && said.contains("is it running"), "{said}");
    let (well, said) = doctor("redis+sentinel://nowhere");
    assert!(!well && said.contains("redis.url") && said.contains("NAME"), "{said}");
}
