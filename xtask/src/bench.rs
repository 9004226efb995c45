//! `cargo xtask bench`: how long schedule work takes, and how much room a timeline takes, into `docs/performance.md`.
//! It measures, and never passes or fails.
//!
//! - [`schedules`] are what is measured: a usual week, and one as hard as a site may write it,
//! - [`native`] measures the crates, [`scripts`] the loader, [`worker`] the built edge on workerd, [`size`] the bytes.

mod measure;
mod native;
mod report;
mod schedules;
mod scripts;
mod size;
mod worker;

use std::process::Command;

use anyhow::{Result, bail};

use crate::build::{self, Product};
use crate::{project, say};
use report::Report;

/// Measures everything.
///
/// # Errors
/// When something cannot be built, started or written.
pub(crate) fn run() -> Result<()> {
    if cfg!(debug_assertions) {
        return optimised();
    }
    build::run(&build::Options { product: Product::All, deny_warnings: false })?;
    let mut report = Report::default();
    say::step("measure the crates", || native::measure(&mut report))?;
    say::step("measure the loader", || scripts::measure(&mut report))?;
    say::step("measure the edge", || worker::measure(&mut report))?;
    say::step("measure sizes", || size::measure(&mut report))?;
    report.write()
}

/// Starts the same again, compiled as products are: without optimisation, times would say nothing.
fn optimised() -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--release", "--package", "xtask", "--", "bench"]);
    if !command.current_dir(project::root()).status()?.success() {
        bail!("the measurement has not ended; what it said stands above");
    }
    Ok(())
}
