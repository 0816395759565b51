//! A client with a real document: it fills documents before a run and looks at them after it.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use anyhow::{Context, Result};
use renexus_wire::lib0::Reader;
use yrs::updates::decoder::Decode;
use yrs::{Doc, GetString, ReadTxn, StateVector, Transact, Update};

use crate::peer::{Dialect, Heard, TEXT};

use super::crowd::Plan;
use super::socket::{Endpoint, Listen, Outgoing, READ_BYTES, Socket};

/// One that holds what the server sends.
pub(super) struct Newcomer {
    socket: Socket,
    page: Page,
    scratch: Vec<u8>,
}

struct Page {
    dialect: Dialect,
    doc: Doc,
    synced: bool,
}

/// Opens a socket for a document of the plan, and asks for it.
pub(super) async fn greet(plan: &Plan, room: usize) -> Result<(Socket, Dialect)> {
    let place = plan.rooms.get(room).context("no such document")?;
    let endpoint = Endpoint::resolve(&place.url).await?;
    let mut socket = Socket::open(&endpoint, None, None).await?;
    let dialect = plan.dialect(room);
    let mut out = socket.outgoing();
    if let Some(auth) = dialect.auth(place.token.as_deref().unwrap_or_default()) {
        out.send(&auth);
    }
    out.send(&dialect.step_one(&[0]));
    Ok((socket, dialect))
}

impl Newcomer {
    /// Opens a document of the plan and asks for it.
    pub(super) async fn open(plan: &Plan, room: usize) -> Result<Self> {
        let (socket, dialect) = greet(plan, room).await?;
        let page = Page { dialect, doc: Doc::new(), synced: false };
        Ok(Self { socket, page, scratch: vec![0; READ_BYTES] })
    }

    /// Sends an update.
    pub(super) fn send(&mut self, update: &[u8]) {
        self.socket.outgoing().send(&self.page.dialect.update(update));
    }

    /// Reads until the document is synced and `enough` says so; false when that takes too long.
    pub(super) async fn until(
        &mut self,
        deadline: Duration,
        enough: impl Fn(&StateVector) -> bool,
    ) -> Result<bool> {
        let Self { socket, page, scratch } = self;
        let reading = poll_fn(|cx| {
            if let Poll::Ready(error) = socket.poll(cx, scratch, page) {
                return Poll::Ready(Err(error));
            }
            let there = page.synced && enough(&page.doc.transact().state_vector());
            if there { Poll::Ready(Ok(())) } else { Poll::Pending }
        });
        match tokio::time::timeout(deadline, reading).await {
            Ok(outcome) => outcome.map(|()| true),
            Err(_) => Ok(false),
        }
    }

    /// How much of each client it has.
    pub(super) fn state(&self) -> StateVector {
        self.page.doc.transact().state_vector()
    }

    /// The shared text.
    pub(super) fn text(&self) -> String {
        let text = self.page.doc.get_or_insert_text(TEXT);
        text.get_string(&self.page.doc.transact())
    }
}

impl Listen for Page {
    fn hear(&mut self, message: &[u8], out: &mut Outgoing<'_>) -> Result<()> {
        let mut reader = Reader::new(message);
        while !reader.is_empty() {
            match self.dialect.read_one(message, &mut reader)? {
                Heard::StepTwo(update) => {
                    self.apply(update)?;
                    self.synced = true;
                }
                Heard::Update(update) => self.apply(update)?,
                Heard::StepOne(_) => out.send(&self.dialect.step_two(&[0, 0])),
                Heard::Ping => out.send(&self.dialect.pong()),
                Heard::Denied(why) => anyhow::bail!("the server refuses: {why}"),
                _ => {}
            }
        }
        Ok(())
    }

    fn received(&mut self, _bytes: usize) {}

    fn sent(&mut self, _bytes: usize) {}
}

impl Page {
    fn apply(&self, update: &[u8]) -> Result<()> {
        let update = Update::decode_v1(update).context("the server sends a broken update")?;
        self.doc.transact_mut().apply_update(update).context("an update cannot be applied")
    }
}
