//! When to stop: Ctrl-C, SIGTERM, or the terminal that was closed.

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};

/// Waits until somebody asks this process to end.
pub(crate) async fn asked() -> Result<()> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
        _ = hang_up.recv() => {}
    }
    Ok(())
}
