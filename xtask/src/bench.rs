//! `cargo xtask bench`: how long schedule work takes, how much room a timeline takes, and what a page pays for the
//! widget, into `docs/performance.md`. It measures, and never passes or fails.
//!
//! - [`widgets`] measures pages that embed a widget, in Chromium,
//! - [`schedules`] are what is measured: a usual week, and one as hard as a site may write it,
//! - [`native`] measures the crates, [`scripts`] the loader, [`worker`] the built edge on workerd, [`size`] the bytes.

mod measure;
mod native;
mod report;
mod schedules;
mod scripts;
mod size;
mod widgets;
mod worker;

use std::process::Command;

use anyhow::{Result, bail};

use crate::build::{self, Product};
use crate::{project, say};
use report::Report;

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// This part alone.
    part: Option<Part>,
}

/// The parts, each with its tables in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Pages that embed a widget.
    Widgets,
    /// Opening hours.
    Schedules,
}

/// Measures everything, or one part of it.
///
/// # Errors
/// When something cannot be built, started or written.
pub(crate) fn run(options: &Options) -> Result<()> {
    let wanted = |part| options.part.is_none_or(|it| it == part);
    if cfg!(debug_assertions) && wanted(Part::Schedules) {
        return optimised(options);
    }
    build::run(&build::Options { product: Product::All, deny_warnings: false })?;
    if wanted(Part::Widgets) {
        let table = say::step("measure widgets", widgets::measure)?;
        report::write("widgets", &format!("Machine: {}.\n\n{table}", report::machine()?))?;
    }
    if !wanted(Part::Schedules) {
        return Ok(());
    }
    let mut report = Report::default();
    say::step("measure the crates", || native::measure(&mut report))?;
    say::step("measure the loader", || scripts::measure(&mut report))?;
    say::step("measure the edge", || worker::measure(&mut report))?;
    say::step("measure sizes", || size::measure(&mut report))?;
    report.write()
}

/// Starts the same again, compiled as products are: without optimisation, times would say nothing.
fn optimised(options: &Options) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["run", "--release", "--package", "xtask", "--", "bench"]);
    command.args(options.part.map(|_| "schedules"));
    if !command.current_dir(project::root()).status()?.success() {
        bail!("the measurement has not ended; what it said stands above");
    }
    Ok(())
}
