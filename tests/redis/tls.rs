//! Redis over TLS.

use renexus::shared::{Redis, RedisSettings};

use crate::servers::{OwnServer, connected, free_port, settings};

/// SPEC REDIS-1
#[tokio::test]
async fn a_certificate_is_checked_against_the_authorities_that_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    };
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = file("redis.crt", &made.cert.pem());
    let key = file("redis.key", &made.signing_key.serialize_pem());
    let (certificate_path, port) = (certificate.to_str().unwrap(), free_port().to_string());
    let server = OwnServer::redis(&[
        "--tls-port",
        &port,
        "--tls-cert-file",
        certificate_path,
        "--tls-key-file",
        key.to_str().unwrap(),
        "--tls-ca-cert-file",
        certificate_path,
        "--tls-auth-clients",
        "no",
    ]);
    server.says(&["acl", "setuser", "node", "on", ">secret", "~*", "&*", "+@all"]);
    let url = format!("rediss://node:secret@127.0.0.1:{port}");
    let trusting = RedisSettings { authorities: certificate, ..settings(&url) };
    let redis = connected(trusting).await;
    let pong: String = redis.ask(&redis::cmd("PING")).await.unwrap();
    assert_eq!(pong, "PONG");
    let pong: String = redis.ask_large(&redis::cmd("PING")).await.unwrap();
    assert_eq!(pong, "PONG");
    // Nobody vouches for it otherwise.
    let refused = Redis::attempt(&settings(&url)).await.unwrap_err().to_string();
    assert!(!refused.contains("secret"), "{refused}");
    // And a wrong password is none.
    let wrong = RedisSettings { url: url.replace("secret", "other"), ..settings(&url) };
    let wrong = RedisSettings { authorities: folder.path().join("redis.crt"), ..wrong };
    let refused = Redis::attempt(&wrong).await.unwrap_err().to_string();
    assert!(refused.contains("WRONGPASS") || refused.contains("uthentication"), "{refused}");
}
