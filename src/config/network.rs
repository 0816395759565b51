//! Addresses that stand for one machine or for a network of them.

use std::fmt::{self, Display, Formatter};
use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An address like `10.0.0.2`, or a network in CIDR notation like `10.0.0.0/8` (RFC 4632, RFC 4291).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

/// Text that is neither.
#[derive(Debug, Error)]
#[error("`{0}` is neither an address like 10.0.0.2 nor a network like 10.0.0.0/8")]
pub struct NoNetwork(String);

impl Network {
    /// Whether an address belongs to it; an IPv4 address that is written as one of IPv6 does.
    pub fn holds(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }
}

impl TryFrom<String> for Network {
    type Error = NoNetwork;

    fn try_from(text: String) -> Result<Self, NoNetwork> {
        let one = text.parse::<IpAddr>().map(IpNet::from);
        one.or_else(|_| text.parse()).map(Self).map_err(|_| NoNetwork(text))
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl Display for Network {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if self.0.prefix_len() == self.0.max_prefix_len() {
            return self.0.addr().fmt(out);
        }
        self.0.fmt(out)
    }
}
