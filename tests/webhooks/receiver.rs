//! A server that webhooks are delivered to.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use crate::door::DEADLINE;

/// Something that arrived.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub(crate) fn kind(&self) -> String {
        self.json()["type"].as_str().expect("a type").to_owned()
    }

    pub(crate) fn id(&self) -> &str {
        &self.headers["webhook-id"]
    }

    /// How many of the signatures are good for a secret, as Standard Webhooks checks them.
    pub(crate) fn signed(&self, secret: &str) -> usize {
        use aws_lc_rs::hmac;
        let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a prefix")).unwrap();
        assert_eq!(key.len(), 32);
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let timestamp = &self.headers["webhook-timestamp"];
        let age = crate::door::forge::now() - timestamp.parse::<i64>().unwrap();
        assert!((0..60).contains(&age), "{age}");
        let content = format!("{}.{timestamp}.{}", self.id(), self.body);
        let signatures = self.headers["webhook-signature"].split(' ');
        let good = |signature: &&str| {
            let signature = STANDARD.decode(signature.strip_prefix("v1,").unwrap()).unwrap();
            hmac::verify(&key, content.as_bytes(), &signature).is_ok()
        };
        signatures.filter(good).count()
    }
}

/// How a request is answered.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// With a status, further headers and a body.
    Say(u16, &'static str, String),
    /// Not at all, for so long.
    Silence(Duration),
}

/// Answers with a status.
pub(crate) fn say(status: u16) -> Answer {
    Answer::Say(status, "", String::new())
}

#[derive(Default)]
struct Books {
    received: Mutex<Vec<Received>>,
    answers: Mutex<VecDeque<Answer>>,
    news: Notify,
}

/// The server; it listens until the test ends.
#[derive(Clone)]
pub(crate) struct Receiver {
    books: Arc<Books>,
    pub(crate) url: String,
}

impl Receiver {
    /// A receiver that gives these answers first, then 200.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let books = Arc::new(Books::default());
        books.answers.lock().unwrap().extend(answers);
        let kept = Arc::clone(&books);
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let books = Arc::clone(&kept);
                tokio::spawn(async move {
                    // A peer that hangs up in the middle is no failure of the test.
                    let _ = serve(stream, &books).await;
                });
            }
        });
        Self { books, url }
    }

    /// What arrived so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.books.received.lock().unwrap().clone()
    }

    /// Waits until so many have arrived.
    pub(crate) async fn wait(&self, many: usize) -> Vec<Received> {
        let waiting = async {
            loop {
                let news = self.books.news.notified();
                let received = self.received();
                if received.len() >= many {
                    return received;
                }
                news.await;
            }
        };
        tokio::time::timeout(DEADLINE, waiting)
            .await
            .unwrap_or_else(|_| panic!("{} of {many} arrived", self.received().len()))
    }
}

async fn serve(stream: TcpStream, books: &Books) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut line, mut headers) = (String::new(), BTreeMap::new());
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        assert!(line.starts_with("POST "), "{line}");
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers["content-length"].parse().expect("a length");
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let body = String::from_utf8(body).expect("UTF-8");
        let answer = books.answers.lock().unwrap().pop_front().unwrap_or_else(|| say(200));
        books.received.lock().unwrap().push(Received { headers, body });
        books.news.notify_waiters();
        match answer {
            Answer::Say(status, more, body) => {
                let head =
                    format!("HTTP/1.1 {status} So\r\ncontent-length: {}\r\n{more}\r\n", body.len());
                stream.write_all(format!("{head}{body}").as_bytes()).await?;
            }
            Answer::Silence(time) => {
                tokio::time::sleep(time).await;
                return Ok(());
            }
        }
    }
}
