//! Servers that can be measured: a small file says how one is started and reached.
//!
//! ```no_run
//! # use renexus_load::target::TargetFile;
//! # async fn example() -> anyhow::Result<()> {
//! let data = tempfile::tempdir()?;
//! let server = TargetFile::named("renexus")?.start(data.path()).await?;
//! let address = server.open(server.protocol(None)?, "notes").await?;
//! println!("{} (process {:?})", address.url, server.pid());
//! # Ok(()) }
//! ```

mod address;
mod check;
mod file;
pub mod nodes;
mod placeholder;
mod port;
mod prepare;
mod process;
mod running;

pub use self::address::Address;
pub use self::file::{TargetFile, shipped};
pub use self::prepare::Prepare;
pub use self::running::RunningTarget;
