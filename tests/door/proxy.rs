//! A way to a server that a test can make bad: a TCP proxy of our own, on a thread of its own.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Bytes that are carried at once.
const PIECE: usize = 4 << 10;

/// How the way is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Bytes pass.
    Open,
    /// Every piece comes so much later.
    Late(Duration),
    /// So many bytes pass in a second.
    Throttled(u32),
    /// Connections live, and nothing passes.
    Silent,
    /// Connections are ended at once, those that are open as well.
    Cut,
    /// Whatever is asked is answered with 500; connections that are open are ended.
    Failing,
}

/// A proxy; it ends with the test.
pub struct Proxy {
    address: SocketAddr,
    way: Arc<watch::Sender<Way>>,
}

impl Proxy {
    /// A good way to a server, given as `http://host:port` or `host:port`.
    pub fn to(server: &str) -> Self {
        let server = server.strip_prefix("http://").unwrap_or(server).to_owned();
        let way = Arc::new(watch::Sender::new(Way::Open));
        let (told, (bound, address)) = (way.subscribe(), std::sync::mpsc::channel());
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async move {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                bound.send(listener.local_addr().expect("an address")).expect("a test");
                tokio::select! {
                    () = listen(listener, server, &told) => {}
                    () = over(told.clone()) => {}
                }
            });
        });
        Self { address: address.recv().expect("a proxy"), way }
    }

    /// A proxy before the server that an address names, and the address through it.
    pub fn before(url: &str) -> (Self, String) {
        let place =
            url.split(['/', '@']).find(|part| part.contains("127.0.0.1:")).expect("a place");
        let proxy = Self::to(place);
        let through = url.replace(place, &proxy.address.to_string());
        (proxy, through)
    }

    /// The way as an endpoint.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes the way good or bad from now on.
    pub fn set(&self, way: Way) {
        self.way.send_replace(way);
    }
}

async fn listen(listener: TcpListener, server: String, told: &watch::Receiver<Way>) {
    while let Ok((client, _)) = listener.accept().await {
        tokio::spawn(carry(client, server.clone(), told.clone()));
    }
}

/// Whoever may change the way is gone.
async fn over(mut told: watch::Receiver<Way>) {
    while told.changed().await.is_ok() {}
}

async fn carry(mut client: TcpStream, server: String, mut way: watch::Receiver<Way>) {
    if way.wait_for(|way| *way != Way::Silent).await.is_err() {
        return;
    }
    if *way.borrow() == Way::Failing {
        tokio::select! {
            () = fail(&mut client) => {}
            _ = way.wait_for(|way| *way != Way::Failing) => {}
        }
        return;
    }
    let (both, to_client) = (way.clone(), way.clone());
    let carried = async {
        let Ok(mut server) = TcpStream::connect(server).await else { return };
        let (from_server, to_server) = server.split();
        let (from_client, back) = client.split();
        tokio::join!(pump(from_client, to_server, both), pump(from_server, back, to_client));
    };
    tokio::select! {
        () = carried => {}
        _ = way.wait_for(|way| matches!(way, Way::Cut | Way::Failing)) => {}
    }
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut way: watch::Receiver<Way>,
) {
    let mut bytes = vec![0; PIECE];
    while let Ok(read) = from.read(&mut bytes).await {
        if read == 0 || way.wait_for(|way| *way != Way::Silent).await.is_err() {
            break;
        }
        let now = *way.borrow();
        match now {
            Way::Late(pause) => tokio::time::sleep(pause).await,
            Way::Throttled(rate) => {
                let pieces = u32::try_from(read).expect("a piece is small");
                tokio::time::sleep(Duration::from_secs(1) * pieces / rate).await;
            }
            _ => {}
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            break;
        }
    }
    // Whoever listened may be gone.
    let _ = to.shutdown().await;
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
