//! The library by which tests start an edge whose clock they can set.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{process, project};

/// Builds it with the C compiler, by which Rust links as well. Systems other than Linux keep
/// their programs from loading it; there, the tests that need it are left out.
///
/// # Errors
/// When it cannot be built.
pub(crate) fn library() -> Result<Option<PathBuf>> {
    if !cfg!(target_os = "linux") {
        return Ok(None);
    }
    let library = project::stage().join("clock.so");
    std::fs::create_dir_all(project::stage())?;
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o"]);
    compiler.arg(&library).arg(project::root().join("xtask/src/browser/clock.c"));
    process::quiet(&mut compiler).context("cannot build the clock of the tests' edges")?;
    Ok(Some(library))
}
