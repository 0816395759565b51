//! `renexus serve`.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::{Source, banner};
use crate::server::Server;
use crate::telemetry;

/// The status of a program that was interrupted a second time.
const INTERRUPTED: i32 = 130;
/// The status of a program that could not finish in time; what was acknowledged is on disk.
const UNFINISHED: i32 = 1;
/// What ending takes after the drain has given up.
const GRACE: Duration = Duration::from_millis(500);

/// Run the server.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    source: Source,
    /// Address and port; port 0 takes a free one.
    #[arg(long)]
    listen: Option<String>,
}

impl Serve {
    pub(super) fn run(self) -> Result<ExitCode> {
        let mut settings = self.source.unchecked()?;
        if let Some(listen) = self.listen {
            settings.server.listen = listen;
        }
        settings.check()?;
        telemetry::start(&settings.log);
        actix_web::rt::System::new().block_on(async move {
            // Before anybody is told that it runs: a signal from here on drains.
            let signals = Signals::hear()?;
            let server = Server::bind(settings.clone()).await?;
            let stop = CancellationToken::new();
            let bound = settings.server.shutdown() + GRACE;
            actix_web::rt::spawn(signals.stop(stop.clone(), bound));
            banner::print(&server, &settings)?;
            server.run(stop).await?;
            Ok(ExitCode::SUCCESS)
        })
    }
}

/// Ends a process that hangs in something it cannot leave, such as a disk that does not answer.
fn end_after(bound: Duration) {
    std::thread::sleep(bound);
    log::error!("shutdown took longer than {} s: ending as it is", bound.as_secs_f64());
    std::process::exit(UNFINISHED);
}

/// The signals that end a server.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Hears signals from now on.
    fn hear() -> std::io::Result<Self> {
        let (terminate, interrupt) = (SignalKind::terminate(), SignalKind::interrupt());
        Ok(Self { terminate: signal(terminate)?, interrupt: signal(interrupt)? })
    }

    /// The first signal drains, the second ends the process at once.
    async fn stop(mut self, stop: CancellationToken, bound: Duration) {
        loop {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.interrupt.recv() => {}
            }
            if stop.is_cancelled() {
                log::warn!("second signal: ending at once");
                std::process::exit(INTERRUPTED);
            }
            stop.cancel();
            std::thread::spawn(move || end_after(bound));
        }
    }
}
