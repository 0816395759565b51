//! What texts mean, where a model tells it: pieces of all that can be found are asked about in the background, and a
//! question finds those that mean something like it.
//!
//! The service is asked by the worker of the assistant alone. Whatever keeps it from answering costs nothing but this way
//! of finding things: words go on.

mod asking;
mod embedding;
mod index;
mod lens;
mod shelf;

pub(crate) use asking::{Meanings, Why};
pub(crate) use embedding::run;
pub use lens::{Lens, Looking, Near};
pub use shelf::Shelf;
