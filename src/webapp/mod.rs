//! The web app: files that were built from `web/`, embedded into the program.

mod files;
mod lookup;

pub(crate) use files::{Packing, Served, WebFiles};
