//! The tools from npm: installed when the lock file changed, and found without their shims.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{process, project, say};

/// The oldest Node.js with which the tools run.
const NODE: u32 = 20;

/// Installs what `package-lock.json` names, unless that was done already.
///
/// # Errors
/// When Node.js is missing or too old, or npm cannot reach its registry.
pub(crate) fn install() -> Result<()> {
    let lock = fs::read_to_string(project::root().join("package-lock.json"))?;
    // Inside the folder that it vouches for, so that both are deleted together.
    let stamp = modules().join(".installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node_version()?;
    say::step("npm: install the tools of package-lock.json", || {
        // No install scripts: they would swap shims for binaries that we call directly.
        let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        process::quiet(Command::new("npm").args(flags).current_dir(project::root()))
            .context("npm could not install the tools; is its registry reachable?")
    })?;
    fs::write(stamp, lock)?;
    Ok(())
}

/// `workerd`, the server that Cloudflare runs.
///
/// # Errors
/// When there is no build of it for this machine.
pub(crate) fn workerd() -> Result<PathBuf> {
    let system = if cfg!(target_os = "macos") { "darwin" } else { "linux" };
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "64" };
    binary(&format!("@cloudflare/workerd-{system}-{machine}/bin/workerd"))
}

/// Node.js with a script from the tools.
///
/// # Errors
/// When the script is missing.
pub(crate) fn node(script: &str) -> Result<Command> {
    let mut command = Command::new("node");
    command.arg(binary(script)?);
    Ok(command)
}

fn binary(path: &str) -> Result<PathBuf> {
    let file = modules().join(path);
    if !file.exists() {
        bail!(
            "{} is missing; delete node_modules and run the task again (npm has no such build \
             for a machine that is neither Linux nor macOS)",
            file.display()
        );
    }
    Ok(file)
}

fn modules() -> PathBuf {
    project::root().join("node_modules")
}

fn node_version() -> Result<()> {
    let version = process::text(Command::new("node").arg("--version"))
        .context("Node.js is missing: install version 20 or newer, with npm")?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        bail!("Node.js {version} is too old: install version {NODE} or newer");
    }
    Ok(())
}
