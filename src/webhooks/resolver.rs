//! From the name of a host to addresses that may be reached: what is checked is what is connected to.

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

use super::network::is_public;

/// Why an address is not reached.
#[derive(Debug, Error)]
pub(super) enum Unreachable {
    /// It stands in a private network.
    #[error("the host is not on the internet")]
    Private,
    /// Nothing has that name.
    #[error("the host has no address")]
    Nameless,
}

/// Looks up hosts, and gives out addresses of the internet alone.
#[derive(Clone, Debug)]
pub(super) struct Resolver {
    /// Hosts that may be anywhere.
    private_hosts: Arc<BTreeSet<String>>,
}

impl Resolver {
    /// A resolver that trusts these hosts.
    pub(super) fn new(private_hosts: &[String]) -> Self {
        let plain = private_hosts.iter().map(|host| bare(host).to_ascii_lowercase());
        Self { private_hosts: Arc::new(plain.collect()) }
    }

    /// Refuses an address whose host is no name but a number that may not be reached: nobody looks those up.
    pub(super) fn check(&self, url: &Url) -> Result<(), Unreachable> {
        let host = url.host_str().ok_or(Unreachable::Nameless)?;
        let number: Result<IpAddr, _> = bare(host).parse();
        match number {
            Ok(address) if !is_public(address) && !self.trusts(host) => Err(Unreachable::Private),
            _ => Ok(()),
        }
    }

    fn trusts(&self, host: &str) -> bool {
        self.private_hosts.contains(bare(host))
    }

    /// The addresses of a host, all of which may be reached.
    async fn addresses(&self, host: &str) -> Result<Vec<SocketAddr>, Unreachable> {
        let found = tokio::net::lookup_host((host, 0)).await.map_err(|_| Unreachable::Nameless)?;
        let found: Vec<_> = found.collect();
        if found.is_empty() {
            return Err(Unreachable::Nameless);
        }
        if !self.trusts(host) && !found.iter().all(|address| is_public(address.ip())) {
            return Err(Unreachable::Private);
        }
        Ok(found)
    }
}

/// A host without the brackets of IPv6 and without the dot of the root.
fn bare(host: &str) -> &str {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host).trim_end_matches('.')
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let found = resolver.addresses(name.as_str()).await?;
            let found: Addrs = Box::new(found.into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(trusted: &[&str], url: &str) -> bool {
        let trusted: Vec<_> = trusted.iter().map(|host| (*host).to_owned()).collect();
        Resolver::new(&trusted).check(&url.parse().unwrap()).is_ok()
    }

    #[test]
    fn numbers_are_read_in_every_way_in_which_they_are_written() {
        for hidden in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://0177.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://127.0.0.1./",
            "https://①②⑦.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://user@10.0.0.1/",
            "https://0/",
        ] {
            assert!(!reached(&[], hidden), "{hidden}");
        }
        assert!(reached(&[], "https://example.org/") && reached(&[], "https://1.1.1.1/"));
        assert!(
            reached(&["127.0.0.1"], "https://127.1/") && reached(&["[::1]"], "https://[::1]:8443/")
        );
        assert!(!reached(&["127.0.0.1"], "https://127.0.0.2/"));
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_not_looked_up() {
        let closed = Resolver::new(&[]);
        assert!(matches!(closed.addresses("localhost").await, Err(Unreachable::Private)));
        let trusting = Resolver::new(&["localhost".to_owned()]);
        assert!(!trusting.addresses("localhost").await.unwrap().is_empty());
        assert!(closed.addresses("no-such-host.invalid").await.is_err());
    }
}
