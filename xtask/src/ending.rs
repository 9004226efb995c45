//! Ends: when this process should, and how those that it has started do.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use tokio::process::Child;
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::timeout;

use crate::process;

/// How long a process gets to end by itself. SIGTERM does not end workerd while a request hangs.
const LIMIT: Duration = Duration::from_secs(3);

/// Waits until somebody asks this process to end: by Ctrl-C, by SIGTERM, or by closing its terminal.
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

/// Ends a process: first it is asked, then made to.
pub(crate) async fn end(child: &mut Child) -> Result<()> {
    // There is no id any more once the end was noticed.
    if let Some(id) = child.id() {
        // It may have ended just now, and then there is nobody to ask.
        process::quiet(Command::new("kill").arg(id.to_string())).ok();
        if timeout(LIMIT, child.wait()).await.is_err() {
            child.kill().await?;
        }
    }
    Ok(())
}
