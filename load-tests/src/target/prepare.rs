//! The request that creates a document before its first client comes.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::http::Request;

use super::address::split;

/// An HTTP request, with placeholders in its address and body.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prepare {
    /// `POST`, `PUT`, …
    pub method: String,
    /// An address that begins with `http://`.
    pub url: String,
    /// A JSON body; empty for none.
    #[serde(default)]
    pub body: String,
}

impl Prepare {
    /// Sends it. The document may be there already (409).
    pub(super) async fn send(&self) -> Result<()> {
        let shown = || format!("`prepare`: {} {}", self.method, self.url);
        let (addr, path) = split(&self.url, "http://").await.with_context(shown)?;
        let mut request = Request::new(&self.method, &path);
        if !self.body.is_empty() {
            request = request.json(&self.body);
        }
        let answer = request.send(addr).await?;
        let made = (200..300).contains(&answer.status) || answer.status == 409;
        ensure!(made, "{} answered {}: {}", shown(), answer.status, answer.text());
        Ok(())
    }
}
