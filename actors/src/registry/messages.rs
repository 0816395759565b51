//! What sessions and the border ask of the registry.

use std::sync::Arc;

use actix::{Addr, Message};
use renexus_wire::id::DocumentId;
use thiserror::Error;

use crate::document::DocumentActor;
use crate::ports::{DocumentInfo, StoreError};

/// Opens a document, or finds it open.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<Handle, OpenError>")]
pub struct Open {
    /// The document.
    pub document: DocumentId,
    /// Whether it may be created when there is none.
    pub create: bool,
}

/// An open document; while a handle lives, the document stays in memory.
#[derive(Clone, Debug)]
pub struct Handle {
    /// Its actor.
    pub address: Addr<DocumentActor>,
    /// Which document it is.
    pub info: Arc<DocumentInfo>,
    /// Counted by the registry.
    pub(super) lease: Arc<()>,
}

/// Why a document cannot be opened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OpenError {
    /// There is no such document, or it was deleted.
    #[error("there is no such document")]
    NotFound,
    /// What is stored is not what was written.
    #[error("document is damaged: {0}")]
    Damaged(String),
    /// The store is failing.
    #[error("document cannot be read: {0}")]
    Failing(String),
    /// Too many documents are open.
    #[error("too many documents are open")]
    Overloaded,
    /// The server is stopping.
    #[error("server is stopping")]
    Stopping,
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Deleted => Self::NotFound,
            StoreError::Damaged(what) => Self::Damaged(what),
            StoreError::Failing(what) => Self::Failing(what),
        }
    }
}

/// Closes a document for everybody and deletes it.
#[derive(Clone, Debug, Message)]
#[rtype(result = "Result<(), OpenError>")]
pub struct Delete {
    /// The document.
    pub document: DocumentId,
}

/// Closes every document; answers when all are on disk and out of memory.
#[derive(Clone, Copy, Debug, Message)]
#[rtype(result = "()")]
pub struct Shutdown;
