//! One document: its replica, its audience, and the actor that owns both.

mod across;
mod actor;
mod applying;
pub mod audience;
mod coverage;
mod delivery;
mod exporting;
pub(crate) mod gathering;
mod hearing;
pub mod member;
mod mending;
mod messages;
pub(crate) mod neighbours;
pub mod presence;
mod reading;
mod receipts;
mod saving;

pub use actor::{Contents, DocumentActor, Surroundings};
pub use messages::{
    Apply, Attach, Close, Closed, Detach, Export, Exported, Format, Idle, Input, Patch, PatchError,
    Quiesce, ReadProse, Share,
};
pub use reading::Reading;
