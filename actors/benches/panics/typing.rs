//! People who type and read, and how late each word came.

use std::io::{self, IoSlice};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_rt::Arbiter;
use renexus_actors::document::member::{Identity, Member};
use renexus_actors::document::{Apply, Attach, Input};
use renexus_actors::outlet::{Outlet, OutletBounds, Sink};
use renexus_actors::registry::Handle;
use renexus_wire::access::Level;
use renexus_wire::codec::Envelope;
use renexus_wire::id::{DocumentId, MemberId, SessionId};
use tokio::sync::watch;
use yrs::{Doc, Text, Transact};

use crate::parts::House;

const DOCUMENTS: u64 = 50;
/// Readers of each document, beside who writes.
const READERS: u64 = 3;
/// Between two edits of one document.
const PACE: Duration = Duration::from_millis(100);
/// Session numbers that the assistant's seats do not have.
const FIRST: u64 = 1 << 32;
/// Around a number in the text, and its digits.
const MARKS: (u8, u8) = (b'<', b'>');
const DIGITS: usize = 12;

/// How late each word came to each reader, in microseconds since the beginning.
#[derive(Debug)]
struct Late {
    began: Instant,
    seen: Mutex<Vec<u64>>,
}

/// A reader: each edit tells when it was due.
#[derive(Debug)]
struct Reader(Arc<Late>);

impl Sink for Reader {
    fn try_write(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let now = micros(self.0.began.elapsed());
        let bytes: Vec<u8> = pieces.iter().flat_map(|piece| piece.iter().copied()).collect();
        let mut seen = self.0.seen.lock().unwrap();
        for word in bytes.windows(DIGITS + 2) {
            if (word[0], word[DIGITS + 1]) == MARKS
                && let Ok(due) =
                    str::from_utf8(&word[1..=DIGITS]).unwrap_or_default().parse::<u64>()
            {
                seen.push(now.saturating_sub(due));
            }
        }
        Ok(bytes.len())
    }

    fn poll_writable(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap()
}

/// Everybody who types; on a thread of their own.
pub(crate) struct Typing {
    late: Arc<Late>,
    stop: watch::Sender<bool>,
    thread: Arbiter,
}

impl Typing {
    pub(crate) async fn start(house: &House) -> Self {
        let late = Arc::new(Late { began: Instant::now(), seen: Mutex::default() });
        let (stop, thread) = (watch::Sender::new(false), Arbiter::new());
        for number in 0..DOCUMENTS {
            let handle = house.open(DocumentId::parse(&format!("typed-{number}")).unwrap()).await;
            for seat in 0..=READERS {
                attend(&handle, FIRST + number * (READERS + 1) + seat, &late).await;
            }
            let (late, stopped) = (Arc::clone(&late), stop.subscribe());
            thread.spawn(write(handle, number, late, stopped));
        }
        Self { late, stop, thread }
    }

    /// Ends it; p99 of how late words came, in milliseconds.
    pub(crate) async fn stop(self) -> f64 {
        self.stop.send_replace(true);
        // What is under way arrives.
        tokio::time::sleep(5 * PACE).await;
        self.thread.stop();
        let mut seen = std::mem::take(&mut *self.late.seen.lock().unwrap());
        assert!(seen.len() > 1_000, "only {} words came", seen.len());
        seen.sort_unstable();
        Duration::from_micros(seen[seen.len() * 99 / 100]).as_secs_f64() * 1e3
    }
}

async fn attend(handle: &Handle, session: u64, late: &Arc<Late>) {
    let bounds = OutletBounds { bytes: 1 << 24, stalled: Duration::from_secs(60), bare: false };
    let outlet = Outlet::new(bounds, Arc::new(Reader(Arc::clone(late))));
    let member = Member::new(outlet, Envelope::Bare, Level::Write, Identity::default());
    let id = MemberId { session: SessionId(session), seat: 0 };
    handle.address.send(Attach { id, member }).await.unwrap();
    let first = Input::Step1 { state_vector: vec![0].into(), ask_back: false };
    handle.address.send(Apply { id, inputs: vec![first] }).await.unwrap();
}

async fn write(handle: Handle, number: u64, late: Arc<Late>, mut stopped: watch::Receiver<bool>) {
    let id = MemberId { session: SessionId(FIRST + number * (READERS + 1)), seat: 0 };
    let doc = Doc::with_client_id(number + 1);
    let text = doc.get_or_insert_text("text");
    // They do not all type at the same moment.
    let mut due = late.began + PACE.mul_f64(number as f64 / DOCUMENTS as f64);
    loop {
        due += PACE;
        tokio::select! {
            _ = stopped.changed() => return,
            () = tokio::time::sleep_until(due.into()) => {}
        }
        let update = {
            let mut transaction = doc.transact_mut();
            let word = format!("<{:0DIGITS$}>", micros(due - late.began));
            text.push(&mut transaction, &word);
            transaction.encode_update_v1()
        };
        let inputs = vec![Input::Update(update.into())];
        if handle.address.send(Apply { id, inputs }).await.is_err() {
            return;
        }
    }
}
