//! What changes of documents and their places are asked for with.

use async_graphql::{InputObject, MaybeUndefined};
use serde::Serialize;

input! {
    /// A new document.
    NewPage
    needs {}
    takes {
        /// What it is called.
        title: String,
        /// An emoji in front of the title.
        icon: String,
        /// The id of the page that it stands below, as the last one.
        parent: String,
        /// Whether only admins and those who are named see it.
        closed: bool,
    }
}

input! {
    /// Changes a document's place and name.
    PageChange
    needs {}
    takes {
        /// What it is called.
        title: String,
        /// An emoji in front of the title.
        icon: String,
        /// The id of the page that it stands below; null is the top.
        parent: String,
        /// The id of the page that it stands right behind; null is the first place.
        behind: String,
        /// Whether only admins and those who are named see it.
        closed: bool,
        /// Whether it is put away, with all below it.
        archived: bool,
    }
}
