//! Addresses that people are sent to. A secret stands behind the `#`, so that no server logs it.

use std::sync::{Arc, OnceLock};

/// Makes links into the app; clones share the address.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Known once the server is bound.
    url: Arc<OnceLock<String>>,
}

impl Links {
    /// Says where people reach the server; the first time counts.
    pub(crate) fn set(&self, url: String) {
        // A server is bound once.
        let _ = self.url.set(url);
    }

    /// Where people reach the server, without a slash at the end.
    pub fn url(&self) -> &str {
        self.url.get().map_or("", String::as_str)
    }

    /// Where the first administrator registers.
    pub fn setup(&self, secret: &str) -> String {
        format!("{}/setup#{secret}", self.url())
    }

    /// Where an invitation is accepted.
    pub fn invitation(&self, secret: &str) -> String {
        format!("{}/join#{secret}", self.url())
    }

    /// Where a forgotten password is replaced.
    pub fn reset(&self, secret: &str) -> String {
        format!("{}/reset#{secret}", self.url())
    }

    /// Where an address is shown to be somebody's.
    pub fn verify(&self, secret: &str) -> String {
        format!("{}/verify#{secret}", self.url())
    }

    /// Where a resource that is shared by link is opened.
    pub fn shared(&self, secret: &str) -> String {
        format!("{}/shared#{secret}", self.url())
    }
}
