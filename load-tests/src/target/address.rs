//! Where a document is on a running target.

use std::net::SocketAddr;

use anyhow::{Context, Result};

use crate::peer::{Protocol, Target};

/// The address of one document in one protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Begins with `ws://`; holds the token where the protocol wants it there.
    pub url: String,
    /// What Hocuspocus' Auth message carries.
    pub token: Option<String>,
    /// Whether the server answers y-sweet's message 102 in this protocol.
    pub markers: bool,
}

impl Address {
    /// The same for a [`Peer`](crate::Peer).
    pub async fn target(&self, protocol: Protocol, document: &str) -> Result<Target> {
        let (addr, path) = split(&self.url, "ws://").await?;
        let mut target = Target::new(addr, protocol, document).with_path(path);
        target.token.clone_from(&self.token);
        target.markers = self.markers;
        Ok(target)
    }
}

/// Socket address and path of an address that begins with `scheme`.
pub(super) async fn split(url: &str, scheme: &str) -> Result<(SocketAddr, String)> {
    let rest = url.strip_prefix(scheme);
    let rest = rest.with_context(|| format!("{url} does not begin with {scheme}"))?;
    let (host, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let port = if host.rsplit_once(':').is_some() { "" } else { ":80" };
    let mut found = tokio::net::lookup_host(format!("{host}{port}"))
        .await
        .with_context(|| format!("cannot find the host of {url}"))?;
    let addr = found.next().with_context(|| format!("no address for the host of {url}"))?;
    Ok((addr, if path.is_empty() { "/".to_owned() } else { path.to_owned() }))
}
