//! What happens after the last phase: documents are opened that are only on disk.

use serde::{Deserialize, Serialize};

/// The server is restarted, and newcomers open every document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cold {
    /// How often, each time after a restart.
    pub openings: u32,
    /// From the last goodbye until the first restart: servers that store later have stored by then.
    #[serde(default = "settle_seconds")]
    pub settle_seconds: f64,
}

/// Longer than the pace of every target that ships.
fn settle_seconds() -> f64 {
    12.0
}
