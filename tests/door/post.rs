//! A server for mail that takes one mail.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// Takes one mail as RFC 5321 says; returns what was said, line by line.
pub async fn take_mail(listener: TcpListener) -> Vec<String> {
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
