//! Whether a server has cut a connection whose client does not read.
//!
//! The client's own socket cannot tell: the end stands behind what was not
//! read. On one machine the system's list of sockets shows the server's end.

use std::fs;
use std::net::SocketAddr;

/// Between two looks at the list: reading it costs milliseconds when it is long.
pub(super) const LOOK: u64 = 250_000;

/// So many slow readers are watched, the others only counted.
pub(super) const MOST_WATCHED: u32 = 4;

/// As the list writes it.
const ESTABLISHED: &str = "01";

/// A client that stopped reading.
#[derive(Clone, Copy, Debug)]
pub(super) struct SlowReader {
    /// The phase in which it did so.
    pub(super) phase: usize,
    /// When.
    pub(super) stopped: u64,
    /// Whether the server's end of its connection was seen open since.
    pub(super) watched: bool,
    /// When the server was found to have cut it.
    pub(super) cut: Option<u64>,
}

/// Whether the server still holds its end of a connection on this machine.
pub(super) fn server_holds(client: SocketAddr, server: SocketAddr) -> bool {
    let lists = ["/proc/net/tcp", "/proc/net/tcp6"];
    // Without such lists nothing is ever seen open, and so nothing is seen cut.
    lists.iter().any(|list| holds(&fs::read_to_string(list).unwrap_or_default(), client, server))
}

/// Looks for the line of the server's end; ports are enough, as client ports are not reused so soon.
fn holds(list: &str, client: SocketAddr, server: SocketAddr) -> bool {
    let (own, other) = (format!(":{:04X}", server.port()), format!(":{:04X}", client.port()));
    list.lines().skip(1).any(|line| {
        let mut fields = line.split_ascii_whitespace().skip(1);
        let mut ends = |port: &str| fields.next().is_some_and(|end| end.ends_with(port));
        ends(&own) && ends(&other) && fields.next() == Some(ESTABLISHED)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn an_end_is_seen_closed_though_the_client_has_not_read_what_came_before_it() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = listener.local_addr().unwrap();
        let stream = TcpStream::connect(server).unwrap();
        let client = stream.local_addr().unwrap();
        let (mut accepted, _) = listener.accept().unwrap();
        accepted.set_nonblocking(true).unwrap();
        while accepted.write(&[0; 65_536]).is_ok() {}
        assert!(server_holds(client, server));
        drop(accepted);
        assert!(!server_holds(client, server));
    }
}
