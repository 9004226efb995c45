//! Synapse, the homeserver of Matrix that tests of its channel start: from `PyPI`, in a Python environment of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{apt, process, project, say};

/// The version against which the channel was written.
const PACKAGE: &str = "matrix-synapse==1.163.2";

/// Installs it, unless that was done already.
///
/// # Errors
/// When Python 3.10 with its module venv is missing, or pip cannot reach its registry.
pub(crate) fn install() -> Result<()> {
    // Inside the folder that it vouches for, so that both are deleted together.
    let stamp = environment().join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == PACKAGE) {
        return Ok(());
    }
    say::step(&format!("pip: install {PACKAGE}"), || {
        // A half-finished one would not be mended.
        fs::remove_dir_all(environment()).ok();
        if make_environment().is_err() {
            apt::install(&["python3", "python3-venv"]).context("Python has no venv")?;
            make_environment()?;
        }
        let flags = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
        // Without wheels it would be compiled, which takes more tools than this.
        let wheels = ["--only-binary", ":all:"];
        process::quiet(Command::new(python()).args(flags).args(wheels).arg(PACKAGE))
            .context("pip could not install Synapse; is its registry reachable?")
    })?;
    fs::write(stamp, PACKAGE)?;
    Ok(())
}

/// Python with Synapse, for the tests.
pub(crate) fn python() -> PathBuf {
    environment().join("bin/python")
}

fn make_environment() -> Result<()> {
    let environment = environment();
    process::quiet(Command::new("python3").args(["-m", "venv"]).arg(environment)).map(drop)
}

fn environment() -> PathBuf {
    project::artefacts().join("synapse")
}
