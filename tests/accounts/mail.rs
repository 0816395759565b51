//! Mail that a server for mail takes.

use std::time::Duration;

use renexus_load::http::Request;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::time::timeout;

use crate::door::people::OPEN;
use crate::door::{DEADLINE, Door};

/// Takes one mail as RFC 5321 says; returns what was said, line by line.
async fn take_mail(listener: TcpListener) -> Vec<String> {
    let (stream, _) = listener.accept().await.expect("the server comes");
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let (mut said, mut in_body) = (Vec::new(), false);
    write.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
    while let Some(line) = lines.next_line().await.unwrap() {
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match (in_body, word.as_str()) {
            (true, ".") => {
                in_body = false;
                b"250 taken\r\n"
            }
            (true, _) => b"",
            (false, "DATA") => {
                in_body = true;
                b"354 go on\r\n"
            }
            (false, "QUIT") => b"221 bye\r\n",
            (false, _) => b"250 fine\r\n",
        };
        write.write_all(answer).await.unwrap();
        said.push(line);
        if answer.starts_with(b"250 taken") {
            break;
        }
    }
    said
}

/// SPEC ACCT-11
#[tokio::test]
async fn mail_is_handed_to_the_server_for_mail() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let settings = [OPEN, ("mail.smtp_url", &url), ("mail.from", "Us <us@example.org>")];
    let door = Door::with(&settings);
    let ada = door.human("Ada").await;
    let taken = tokio::spawn(take_mail(listener));
    let forgot = json!({ "email": ada.email }).to_string();
    let asked = door.ask(Request::post("/api/v1/auth/forgot").json(&forgot)).await;
    assert_eq!(asked.status, 202);
    let said = timeout(DEADLINE + Duration::from_secs(5), taken).await.unwrap().unwrap();
    let said = said.join("\n");
    assert!(said.contains("MAIL FROM:<us@example.org>"), "{said}");
    assert!(said.contains("RCPT TO:<ada@example.org>"), "{said}");
    assert!(said.contains("Subject: A new password for Renexus"), "{said}");
    let whole = said.replace("=\n", "");
    assert!(whole.contains("/reset#"), "{said}");
}
