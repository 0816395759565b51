//! A way to a server that a test can make bad: a TCP proxy of our own.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How the way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Bytes pass.
    Open,
    /// Connections are taken, and nothing is ever said on them.
    Silent,
    /// Connections are ended at once, those that are open as well.
    Cut,
    /// Whatever is asked is answered with 500.
    Failing,
}

/// A proxy; it ends with the test.
pub(crate) struct Proxy {
    address: SocketAddr,
    way: Arc<watch::Sender<Way>>,
}

impl Proxy {
    /// A good way to a server, given as `http://host:port`.
    pub(crate) async fn to(endpoint: &str) -> Self {
        let server = endpoint.strip_prefix("http://").expect("http").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let way = Arc::new(watch::Sender::new(Way::Open));
        let told = Arc::clone(&way);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, server.clone(), told.subscribe()));
            }
        });
        Self { address, way }
    }

    /// The way as an endpoint.
    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes the way good or bad from now on; connections that are open begin anew.
    pub(crate) fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn carry(mut client: TcpStream, server: String, mut way: watch::Receiver<Way>) {
    let now = *way.borrow_and_update();
    let carried = async {
        match now {
            Way::Open => {
                let Ok(mut server) = TcpStream::connect(server).await else { return };
                let _ = copy_bidirectional(&mut client, &mut server).await;
            }
            Way::Silent => std::future::pending().await,
            Way::Cut => {}
            Way::Failing => fail(&mut client).await,
        }
    };
    tokio::select! {
        () = carried => {}
        _ = way.changed() => {}
    }
}

/// Answers each request, whose body is read as far as it comes at once.
async fn fail(client: &mut TcpStream) {
    const ANSWER: &[u8] =
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let mut bytes = vec![0; 64 << 10];
    let mut head = Vec::new();
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        match client.read(&mut bytes).await {
            Ok(0) | Err(_) => return,
            Ok(read) => head.extend_from_slice(&bytes[..read]),
        }
    }
    let _ = client.write_all(ANSWER).await;
    // A close before the body was read would be a reset, and the answer lost.
    while matches!(client.read(&mut bytes).await, Ok(read) if read > 0) {}
}
