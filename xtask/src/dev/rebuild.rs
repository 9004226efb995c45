//! What follows a change: build, a new edge where it is another one, the configuration.

use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::{Result, bail};
use tokio::process::Command;

use crate::project;
use crate::stack::{self, Stack};

/// Brings everything up to date with the edited files.
///
/// # Errors
/// When the build fails, and then the old edge stays; or when the new one does not start.
pub(crate) async fn after(edited: &[PathBuf], stack: &mut Stack) -> Result<()> {
    let before = modified();
    build().await?;
    if modified() != before {
        stack.restart_edge().await?;
    }
    if edited.contains(&stack::configuration_file()) {
        stack.configure()?;
    }
    stack.reload_pages();
    Ok(())
}

/// Builds in another process: the words are compiled into xtask, so it may have to be
/// another xtask.
async fn build() -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--package", "xtask", "--", "build"]);
    let status = command.current_dir(project::root()).kill_on_drop(true).status().await?;
    if !status.success() {
        bail!("the build failed; the edge stays as it was");
    }
    Ok(())
}

/// When the edge's files were written. The names of the assets are among what is in them.
fn modified() -> Vec<Option<SystemTime>> {
    ["index.js", "index_bg.wasm"]
        .map(|name| project::edge().join(name).metadata().ok()?.modified().ok())
        .into()
}
