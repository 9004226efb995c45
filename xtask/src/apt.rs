//! Installs Debian packages where that is possible: on Debian, as root.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, say};

/// Installs the packages.
///
/// # Errors
/// When this is no Debian, we are not root, or apt has no such packages.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    let by_hand = format!("sudo apt-get update && sudo apt-get install {names}");
    if process::find("apt-get").is_none() {
        bail!("this machine has no apt-get");
    }
    if !is_root()? {
        bail!("not root; by hand: {by_hand}");
    }
    // Always anew: an old list names versions that the mirror has no longer, or too old ones.
    // Where the mirror cannot be reached, the old list may still do.
    say::step("apt: read the package lists", || process::quiet(apt().arg("update"))).ok();
    if !known(packages) {
        bail!("apt has no candidate for each of {names}");
    }
    say::step(&format!("apt: install {names}"), || {
        // `--no-remove`: a compiler that somebody chose must not be swapped silently.
        let flags = ["install", "--yes", "--no-remove", "--no-install-recommends"];
        process::quiet(apt().args(flags).args(packages))
    })?;
    Ok(())
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").arg("--quiet");
    command
}

/// Whether apt has a candidate for every package.
fn known(packages: &[&str]) -> bool {
    packages.iter().all(|package| {
        let mut ask = Command::new("apt-cache");
        // The answer is read by its English words.
        ask.env("LC_ALL", "C").args(["policy", package]);
        process::text(&mut ask).is_ok_and(|policy| {
            policy.lines().any(|line| {
                line.trim().strip_prefix("Candidate: ").is_some_and(|version| version != "(none)")
            })
        })
    })
}

/// Whether we may do what only an administrator may.
///
/// # Errors
/// When this machine does not say.
pub(crate) fn is_root() -> Result<bool> {
    Ok(process::text(Command::new("id").arg("-u"))? == "0")
}
