//! The WebSocket handshake, as much as a relay needs (RFC 6455, 4.2).

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// The end of a request's headers.
const END: &[u8] = b"\r\n\r\n";

/// A longer head is refused.
const MOST_BYTES: usize = 16 * 1024;

/// A request to open a socket.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// The path without its query.
    pub(super) room: String,
    /// The answer.
    pub(super) answer: String,
    /// Bytes that the request took; frames may follow.
    pub(super) length: usize,
}

/// The request at the start of `bytes`; None while it is not complete, an
/// error in words for the answer when it is no such request.
pub(super) fn read(bytes: &[u8]) -> Result<Option<Opening>, &'static str> {
    let Some(end) = bytes.windows(END.len()).position(|window| window == END) else {
        return if bytes.len() > MOST_BYTES { Err("too long") } else { Ok(None) };
    };
    let (head, _) = bytes.split_at(end);
    let head = std::str::from_utf8(head).map_err(|_| "not text")?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some("GET"), Some(path)) = (words.next(), words.next()) else { return Err("not a GET") };
    let key = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("sec-websocket-key").then(|| value.trim())
    });
    let key = derive_accept_key(key.ok_or("no Sec-WebSocket-Key")?.as_bytes());
    let room = path.split_once('?').map_or(path, |(path, _)| path);
    Ok(Some(Opening {
        room: room.to_owned(),
        answer: format!(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Accept: {key}\r\n\r\n"
        ),
        length: end + END.len(),
    }))
}

/// The answer to what is no such request.
pub(super) fn refusal(why: &str) -> String {
    format!(
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{why}",
        why.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_answered() {
        let request = b"GET /chat?token=x HTTP/1.1\r\nHost: h\r\nsec-websocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nrest";
        let opening = read(request).unwrap().unwrap();
        assert_eq!((opening.room.as_str(), opening.length), ("/chat", request.len() - 4));
        assert!(opening.answer.contains("Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"));
        assert_eq!(read(&request[..40]), Ok(None));
        assert_eq!(read(b"GET / HTTP/1.1\r\n\r\n"), Err("no Sec-WebSocket-Key"));
        assert_eq!(read(b"POST / HTTP/1.1\r\n\r\n"), Err("not a GET"));
        assert_eq!(read(&vec![b'a'; MOST_BYTES + 1]), Err("too long"));
    }
}
