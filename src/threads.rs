//! The threads that actors live on.
//!
//! Each is an actix system of its own with a large stack: deep values in
//! documents are walked by recursion, and a stack that is not touched costs nothing.

use std::sync::mpsc;
use std::thread::JoinHandle;

use actix_rt::{ArbiterHandle, System};

/// Stack of a document thread and of the threads that restore documents.
const STACK_BYTES: usize = 256 << 20;
/// Restores and checkpoints that run at once per thread; more wait.
const BLOCKING_THREADS: usize = 4;
/// How far a thread stands behind the others, in nice levels: it gets a tenth of a processor that both want.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 10;

/// A running thread for actors.
pub(crate) struct ActorThread {
    system: System,
    arbiter: ArbiterHandle,
    thread: Option<JoinHandle<()>>,
}

impl ActorThread {
    /// Starts a thread.
    pub(crate) fn start(name: &str) -> std::io::Result<Self> {
        Self::spawn(name, || {})
    }

    /// Starts a thread that stands behind the others where there are not processors enough for all.
    pub(crate) fn start_behind(name: &str) -> std::io::Result<Self> {
        Self::spawn(name, stand_behind)
    }

    fn spawn(name: &str, first: fn()) -> std::io::Result<Self> {
        let (sender, receiver) = mpsc::sync_channel(1);
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                first();
                let Ok(runtime) = runtime() else { return };
                let runner = System::with_tokio_rt(move || runtime);
                let system = System::current();
                // The receiver waits for it.
                let _ = sender.send((system.clone(), system.arbiter().clone()));
                if let Err(error) = runner.run() {
                    log::error!("an actor thread failed: {error}");
                }
            })?;
        let (system, arbiter) = receiver.recv().map_err(std::io::Error::other)?;
        Ok(Self { system, arbiter, thread: Some(thread) })
    }

    /// Where actors are started.
    pub(crate) fn arbiter(&self) -> ArbiterHandle {
        self.arbiter.clone()
    }
}

/// Lowers the priority of the calling thread. Only Linux has one for each thread (setpriority(2)).
fn stand_behind() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, BEHIND) {
        log::debug!("a thread keeps its priority: {error}");
    }
}

impl Drop for ActorThread {
    fn drop(&mut self) {
        self.system.stop();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            log::error!("an actor thread panicked");
        }
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .thread_stack_size(STACK_BYTES)
        .max_blocking_threads(BLOCKING_THREADS)
        .build()
}
