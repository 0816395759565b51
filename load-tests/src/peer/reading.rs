//! What a peer reads in its own copy of the document.

use std::time::Duration;

use yrs::updates::encoder::Encode;
use yrs::{GetString, ReadTxn, Transact};

use super::error::PeerError;
use super::replica::Replica;
use super::{Peer, TEXT};

impl Peer {
    /// The shared text [`TEXT`] as this peer has it.
    pub fn text(&self) -> String {
        text_of(&self.shared.lock())
    }

    /// Waits until the shared text equals `expected`.
    pub async fn wait_text(&self, expected: &str, deadline: Duration) -> Result<(), PeerError> {
        let what = format!("text {:?}", shortened(expected));
        let look = |replica: &mut Replica| (text_of(replica) == expected).then_some(());
        self.shared.wait(&what, deadline, look).await
    }

    /// Reads the own copy of the document.
    pub fn read<T>(&self, look: impl FnOnce(&yrs::Transaction<'_>) -> T) -> T {
        look(&self.shared.lock().doc.transact())
    }

    /// Waits until `look` finds something in the own copy of the document.
    pub async fn wait_read<T>(
        &self,
        what: &str,
        deadline: Duration,
        mut look: impl FnMut(&yrs::Transaction<'_>) -> Option<T>,
    ) -> Result<T, PeerError> {
        self.shared.wait(what, deadline, |replica| look(&replica.doc.transact())).await
    }

    /// The own copy's state vector, encoded.
    pub fn state_vector(&self) -> Vec<u8> {
        self.read(|txn| txn.state_vector().encode_v1())
    }

    /// This peer's Yjs clientID.
    pub fn client_id(&self) -> u64 {
        self.shared.lock().doc.client_id().get()
    }
}

fn text_of(replica: &Replica) -> String {
    let txn = replica.doc.transact();
    txn.get_text(TEXT).map(|text| text.get_string(&txn)).unwrap_or_default()
}

/// Enough of a text to recognise it in an error.
fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}
