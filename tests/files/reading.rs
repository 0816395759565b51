//! Bytes go out: whole, in ranges, or not when somebody has them.

use renexus_load::http::Request;
use serde_json::{Value, json};

use crate::problem::problem;
use crate::shelf::{FILES, Shelf};

const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz";

/// SPEC FILE-9
#[tokio::test]
async fn ranges_are_given_as_they_are_asked_for() {
    let shelf = Shelf::open().await;
    let file = shelf.kept("alphabet.txt", ALPHABET).await;
    let whole = shelf.get(&file, "/content", &[]).await;
    assert_eq!((whole.status, whole.text().as_str()), (200, ALPHABET));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    for (range, part, place) in [
        ("bytes=0-0", "a", "bytes 0-0/26"),
        ("bytes=2-5", "cdef", "bytes 2-5/26"),
        ("bytes=20-", "uvwxyz", "bytes 20-25/26"),
        ("bytes=-3", "xyz", "bytes 23-25/26"),
        ("bytes=24-999", "yz", "bytes 24-25/26"),
    ] {
        let answer = shelf.get(&file, "/content", &[("range", range)]).await;
        assert_eq!((answer.status, answer.text().as_str()), (206, part), "{range}");
        assert_eq!(answer.header("content-range"), Some(place));
        assert_eq!(answer.header("content-length"), Some(part.len().to_string().as_str()));
    }
    for ignored in ["bytes=0-1,5-6", "bytes=9-2", "lines=1-2", "nonsense"] {
        assert_eq!(shelf.get(&file, "/content", &[("range", ignored)]).await.text(), ALPHABET);
    }
    let outside = shelf.get(&file, "/content", &[("range", "bytes=26-")]).await;
    problem(&outside, 416, "range");
    assert_eq!(outside.header("content-range"), Some("bytes */26"));
}

/// SPEC FILE-9
#[tokio::test]
async fn large_files_come_back_byte_for_byte() {
    let shelf = Shelf::open().await;
    let bytes: Vec<u8> = (0..5_000_003_u32).map(|at| u8::try_from(at % 251).unwrap()).collect();
    let file = shelf.kept("large.bin", bytes.clone()).await;
    assert!(shelf.get(&file, "/content", &[]).await.body[..] == bytes, "bytes differ");
    let part = shelf.get(&file, "/content", &[("range", "bytes=1048570-3145800")]).await;
    assert!(part.body[..] == bytes[1_048_570..=3_145_800], "bytes differ");
    let path = format!("{FILES}/{}/content", file["id"].as_str().unwrap());
    let head = shelf.door.ask(Request::new("HEAD", &path).bearer(&shelf.ada.token)).await;
    assert_eq!((head.status, head.header("content-length")), (200, Some("5000003")));
    assert!(head.body.is_empty());
    let empty = shelf.kept("empty.txt", "").await;
    let answer = shelf.get(&empty, "/content", &[]).await;
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("0")));
}

/// SPEC FILE-10
#[tokio::test]
async fn who_has_a_file_is_not_sent_it_again() {
    let shelf = Shelf::open().await;
    let file = shelf.kept("alphabet.txt", ALPHABET).await;
    let whole = shelf.get(&file, "/content", &[]).await;
    let (tag, at) = (whole.header("etag").unwrap(), whole.header("last-modified").unwrap());
    assert_eq!(tag, format!("\"{}\"", file["sha256"].as_str().unwrap()));
    for known in [("if-none-match", tag), ("if-modified-since", at), ("if-none-match", "*")] {
        let answer = shelf.get(&file, "/content", &[known]).await;
        assert_eq!((answer.status, answer.body.len()), (304, 0), "{known:?}");
        assert_eq!(answer.header("etag"), Some(tag));
    }
    let other = shelf.get(&file, "/content", &[("if-none-match", "\"other\"")]).await;
    assert_eq!(other.status, 200);
    problem(&shelf.get(&file, "/content", &[("if-match", "\"other\"")]).await, 412, "stale");
    let range = ("range", "bytes=0-2");
    let same = shelf.get(&file, "/content", &[range, ("if-range", tag)]).await;
    assert_eq!((same.status, same.text().as_str()), (206, "abc"));
    let old = shelf.get(&file, "/content", &[range, ("if-range", "\"old\"")]).await;
    assert_eq!((old.status, old.text().as_str()), (200, ALPHABET));
}

/// SPEC FILE-5, FILE-11, FILE-12
#[tokio::test]
async fn what_could_run_in_a_browser_is_saved_instead_of_shown() {
    let shelf = Shelf::open().await;
    let page = "<!DOCTYPE html><html><script>alert(1)</script>";
    let drawing = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    for (name, bytes, media_type, shown) in [
        ("picture.png", page, "text/html; charset=utf-8", false),
        ("notes.txt", drawing, "image/svg+xml", false),
        ("program.js", "alert(1)", "text/javascript; charset=utf-8", false),
        ("page.html", "alert(1)", "text/html; charset=utf-8", false),
        ("notes.txt", "words", "text/plain; charset=utf-8", true),
        ("paper.pdf", "%PDF-1.7\n", "application/pdf", true),
    ] {
        let file = shelf.kept(name, bytes).await;
        let answer = shelf.get(&file, "/content", &[]).await;
        assert_eq!(answer.header("content-type"), Some(media_type), "{name}");
        let disposition = answer.header("content-disposition").unwrap();
        let wanted = if shown { "inline; " } else { "attachment; " };
        assert!(disposition.starts_with(wanted), "{name}: {disposition}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        let policies = answer.headers.iter().filter(|(name, _)| name == "content-security-policy");
        let policies: Vec<_> = policies.map(|(_, policy)| policy.as_str()).collect();
        assert!(policies.len() == 1 && policies[0].contains("sandbox"), "{policies:?}");
        let saved = shelf.get(&file, "/content?download=true", &[]).await;
        assert!(saved.header("content-disposition").unwrap().starts_with("attachment; "));
    }
    let file = shelf.kept("Gebühr \"1\".txt", "words").await;
    let answer = shelf.get(&file, "/content", &[]).await;
    assert_eq!(
        answer.header("content-disposition"),
        Some("inline; filename=\"Geb_hr _1_.txt\"; filename*=UTF-8''Geb%C3%BChr%20%221%22.txt")
    );
}

/// SPEC FILE-19
#[tokio::test]
async fn files_are_listed_by_page_word_kind_and_use() {
    let shelf = Shelf::open().await;
    for name in ["plan 100%.txt", "plan_b.csv", "other.txt"] {
        shelf.kept(name, "words").await;
    }
    let names = async |query: &str| {
        let (status, list) = shelf.call("GET", &format!("{FILES}{query}"), &Value::Null).await;
        assert_eq!(status, 200, "{list}");
        let name = |file: &Value| file["name"].as_str().unwrap().to_owned();
        (
            list["items"].as_array().unwrap().iter().map(name).collect::<Vec<_>>(),
            list["next"].clone(),
        )
    };
    let (first, next) = names("?limit=2").await;
    assert_eq!(first, ["plan 100%.txt", "plan_b.csv"]);
    let rest = names(&format!("?after={}", next.as_str().unwrap())).await;
    assert_eq!(rest, (vec!["other.txt".to_owned()], Value::Null));
    assert_eq!(names("?q=plan").await.0.len(), 2);
    assert_eq!(names("?q=%25").await.0, ["plan 100%.txt"]);
    assert_eq!(names("?q=_b").await.0, ["plan_b.csv"]);
    assert_eq!(names("?media_type=text/csv").await.0, ["plan_b.csv"]);
    assert!(names("?used_by=task:one").await.0.is_empty());
    for bad in ["?used_by=task", "?used_by=person:x", "?limit=0", "?colour=red"] {
        let (status, told) = shelf.call("GET", &format!("{FILES}{bad}"), &Value::Null).await;
        assert_eq!(status, 400, "{bad}: {told}");
    }
}

/// SPEC FILE-21
#[tokio::test]
async fn what_is_said_of_a_file_changes_by_version() {
    let shelf = Shelf::open().await;
    let file = shelf.kept("plan.txt", "words").await;
    let path = format!("{FILES}/{}", file["id"].as_str().unwrap());
    let change = json!({ "name": "plan b.txt", "description": "the other one" });
    let (status, changed) = shelf.call("PATCH", &path, &change).await;
    assert_eq!((status, &changed["version"]), (200, &json!(2)), "{changed}");
    assert_eq!(
        (&changed["name"], &changed["description"]),
        (&change["name"], &change["description"])
    );
    let late = Request::new("PATCH", &path).bearer(&shelf.ada.token).header("if-match", "\"1\"");
    let late = shelf.door.ask(late.json(r#"{"name":"plan c.txt"}"#)).await;
    problem(&late, 412, "stale");
    assert_eq!(late.json().unwrap()["current"]["name"], "plan b.txt");
    let shown = shelf.door.ask(Request::get(&path).bearer(&shelf.ada.token)).await;
    assert_eq!((shown.header("etag"), shown.json().unwrap()), (Some("\"2\""), changed));
}
