//! `renexus ai check`: the service alone, by the way that the assistant takes.

use std::process::Output;

use crate::door;
use crate::service::Service;

/// Whether it went well, and all that was said.
fn check(settings: &[(&str, &str)]) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let Output { status, stdout, stderr } = door::run(folder.path(), &["ai", "check"], settings);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.success(), text(stdout) + &text(stderr))
}

/// What is said of a service whose model is called so.
fn check_model(service: &Service, model: &str, more: &[(&str, &str)]) -> (bool, String) {
    let url = service.url();
    let settings =
        [("assistant.url", url.as_str()), ("assistant.key", "sk-hush"), ("assistant.model", model)];
    check(&[&settings[..], more].concat())
}

/// SPEC AI-1
#[tokio::test]
async fn a_service_that_works_is_told_with_its_figures() {
    let service = Service::start();
    let (well, said) = check_model(&service, "plain", &[("assistant.embedding_model", "small")]);
    assert!(well, "{said}");
    assert!(said.contains("write    ok") && said.contains("60 tokens"), "{said}");
    assert!(said.contains("form     ok") && said.contains("meaning  ok"), "{said}");
    assert!(said.contains("8 dimensions"), "{said}");
    let seen = service.seen().await;
    assert!(seen.iter().all(|one| one["key"] == "Bearer sk-hush"), "{seen:?}");
    let (well, said) = check_model(&service, "plain", &[]);
    assert!(well && said.contains("assistant.embedding_model is empty"), "{said}");
}

/// SPEC AI-1
#[tokio::test]
async fn a_service_that_does_not_work_is_told_with_the_reason() {
    let service = Service::start();
    let short = [("assistant.silence_seconds", "0.5"), ("assistant.answer_seconds", "0.4")];
    for (model, reason) in [
        ("wrong", "failed: status 500: out of order"),
        ("refused", "refused: status 401: no such key: Bearer …"),
        ("busy", "the model service is busy"),
        ("hang", "took too long"),
        ("mute", "took too long"),
        ("cut", "failed: "),
        ("garbage", "a piece of its answer is not JSON"),
        ("line", "longer than it may be: one line"),
        ("long", "took too long: the answer did not end"),
    ] {
        let (well, said) = check_model(&service, model, &short);
        assert!(!well && said.contains(reason), "{model}: {said}");
        assert!(!said.contains("sk-hush"), "{model}: {said}");
    }
    let bound = [("assistant.answer_bytes", "1024")];
    let (well, said) = check_model(&service, "long", &bound);
    assert!(!well && said.contains("more than 1024 bytes"), "{said}");
}

/// SPEC AI-1
#[test]
fn without_a_service_there_is_nothing_to_check() {
    let (well, said) = check(&[]);
    assert!(!well && said.contains("assistant.url is empty"), "{said}");
    let url = ("assistant.url", "http://127.0.0.1:9/v1");
    let (well, said) = check(&[url]);
    assert!(!well && said.contains("assistant.model = \"\": needs the name"), "{said}");
    let (well, said) = check(&[url, ("assistant.model", "plain")]);
    assert!(!well && said.contains("write    fails"), "{said}");
}
