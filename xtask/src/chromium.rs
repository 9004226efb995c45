//! The browser of the browser tests: one that the machine has, else Debian's.

use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::{apt, process};

/// Under these names systems install it.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// The browser that `$CHROMIUM` names, or one in `PATH`, or Debian's after installing it.
///
/// # Errors
/// When there is none and none can be installed.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    if let Some(path) = find() {
        return Ok(path);
    }
    apt::install(&["chromium"])
        .context("there is no Chromium; install one, or name one in $CHROMIUM")?;
    find().context("the package chromium brought no program of this name")
}

fn find() -> Option<PathBuf> {
    NAMES.into_iter().find_map(process::find)
}
