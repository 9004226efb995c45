//! `cargo xtask holidays`: works out the table of public holidays that `crates/hours` reads.
//!
//! It comes from the npm package date-holidays, in the version that `package-lock.json` names: to
//! take a newer one, update that and run the task. What counts as a holiday is decided in
//! `holidays/generate.mjs`; `holidays/corrections.mjs` has what the package says otherwise than the law.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{npm, process, project, say};

/// The files that are made: the table, and the licence under which its data stands.
const FILES: [&str; 2] = ["table.txt", "LICENSE"];

/// Whether to write the table or to look at it.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Writes nothing, and fails where the table is not what the task would write.
    #[arg(long)]
    check: bool,
}

/// Makes the table, or checks it.
///
/// # Errors
/// When the package cannot be had, or the checked table is another.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check {
        say::step("holidays: work out the table again", check)
    } else {
        npm::install()?;
        say::step("holidays: work out the table", || generate(&checked_in()))
    }
}

/// Compares the table that is checked in with a fresh one.
///
/// # Errors
/// When they differ, or the package cannot be had.
pub(crate) fn check() -> Result<()> {
    npm::install()?;
    let fresh = project::stage().join("holidays");
    fs::create_dir_all(&fresh)?;
    generate(&fresh)?;
    for file in FILES {
        if fs::read(fresh.join(file))? != fs::read(checked_in().join(file))? {
            bail!(
                "crates/hours/holidays/{file} is not what the date-holidays of package-lock.json \
                 gives: cargo xtask holidays"
            );
        }
    }
    Ok(())
}

fn checked_in() -> PathBuf {
    project::root().join("crates/hours/holidays")
}

fn generate(folder: &Path) -> Result<()> {
    let script = project::root().join("xtask/src/holidays/generate.mjs");
    let files = FILES.map(|file| folder.join(file));
    process::quiet(Command::new("node").arg(script).args(files)).map(drop)
}
