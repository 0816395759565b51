//! Files without HTTP and without a database: where bytes live (a port), and what is decided about them.

pub mod blobs;
pub mod conditional;
pub mod disposition;
mod error;
pub mod fingerprint;
pub mod intake;
pub mod key;
pub mod media;
pub mod name;
pub mod range;
pub mod thumbnail;

pub use error::FileError;
