//! What versions of documents are changed with.

use async_graphql::{InputObject, MaybeUndefined};
use serde::Serialize;

input! {
    /// A version of a document as it is now.
    NewVersion
    needs {}
    takes {
        /// What it is called; named versions stay until somebody deletes them.
        name: String,
    }
}

input! {
    /// Changes a version.
    VersionChange
    needs {}
    takes {
        /// What it is called; null takes the name away.
        name: String,
    }
}
