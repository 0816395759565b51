//! Who people are: keys, tokens, revocations.

mod claims;
mod keys;
mod tickets;
mod tokens;

pub use claims::NewClaims;
pub use keys::{KeyError, KeyRing};
pub use tickets::FileTicket;
pub use tokens::{Anonymous, MintError, Minted, Revoked, TokenAuthority};
