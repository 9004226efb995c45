//! Runs the build's own two scripts under Node.js: bundling and compression, both native there.

use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Serialize;

use crate::project;

/// Bundles, see `bundle.mjs`.
pub(crate) fn bundle(options: &impl Serialize) -> Result<()> {
    run("bundle.mjs", options).context("esbuild could not bundle; its messages stand above")
}

/// Compresses files, see `compress.mjs`.
pub(crate) fn compress(files: &[std::path::PathBuf]) -> Result<()> {
    run("compress.mjs", &files).context("could not compress the assets")
}

fn run(script: &str, options: &impl Serialize) -> Result<()> {
    let status = Command::new("node")
        .arg(project::root().join("xtask/src/build").join(script))
        .arg(serde_json::to_string(options)?)
        .current_dir(project::root())
        .stdin(Stdio::null())
        .status()
        .context("cannot start Node.js")?;
    if !status.success() {
        bail!("{script} failed ({status})");
    }
    Ok(())
}
