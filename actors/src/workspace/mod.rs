//! One workspace that is open on this node: its roster, its events, and who hears them.

mod actor;
mod announcement;
mod catching_up;
mod channel;
mod directory;
mod elsewhere;
mod events;
mod hearing;
mod messages;
mod reader;
mod subscription;
mod whispering;

pub use actor::WorkspaceActor;
pub use channel::{Channel, OpenWorkspace};
pub use directory::{WorkspaceParts, WorkspacesActor};
pub use messages::{Happened, Whisper};
pub use subscription::{Listener, Subscription, Told};
pub use whispering::Overhear;
