//! What is done with files: rows and blobs together, and who may do it.
//!
//! A blob is written down for removal before its first byte, and struck out in the transaction
//! that makes it somebody's; the sweep removes what is due. So a crash at any moment leaves
//! neither a file without bytes nor bytes without a file.

mod assembling;
mod changing;
mod direct;
mod error;
mod giving;
mod pictures;
mod portraits;
mod receiving;
mod recording;
mod rights;
mod sweeping;
mod targets;
mod uploads;
mod view;

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

pub(crate) use changing::Reference;
pub(crate) use direct::Target;
pub(crate) use error::FilingError;
pub(crate) use giving::Kept;
pub(crate) use pictures::PictureSize;
pub(crate) use portraits::{forget_portrait, portrait_key};
pub(crate) use receiving::Announced;
pub(crate) use rights::{level, reader};
pub(crate) use sweeping::forget_orphans;
pub(crate) use uploads::{Progress, Upload};

use crate::config::FileSettings;
use crate::domain::Domain;
use crate::files::blobs::Blobs;

/// Takes files in, gives them out, and removes them.
pub(crate) struct Filing {
    domain: Domain,
    blobs: Arc<dyn Blobs>,
    settings: FileSettings,
    /// Files that may come in at once.
    transfers: Semaphore,
    /// Pictures that may be decoded at once.
    decoders: Semaphore,
    /// Wakes the sweep before its time.
    due: Notify,
}

impl Filing {
    /// Files of a domain, with their bytes in `blobs`.
    pub(crate) fn new(domain: Domain, blobs: Arc<dyn Blobs>, settings: FileSettings) -> Self {
        let transfers = Semaphore::new(settings.transfers);
        let decoders = Semaphore::new(settings.pictures_at_once);
        Self { domain, blobs, settings, transfers, decoders, due: Notify::new() }
    }
}
