//! `cargo xtask test`: everything, as suites with one closing line each.

mod cargo_tests;
mod checks;
mod log;
mod peers;
mod products;
mod scripts;
mod synapse;

use std::fmt;

use anyhow::{Result, bail};

use crate::build::{self, Product};
use crate::{clock, holidays, say, size};
use log::Log;

/// Which suites to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Runs this suite alone; can be given several times.
    #[arg(long, value_name = "SUITE")]
    only: Vec<Suite>,
    /// Arguments for Playwright, as in `cargo xtask test --only browser -- --headed`.
    #[arg(last = true)]
    playwright: Vec<String>,
}

/// The suites, in the order in which they run: what is quick to fail comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Suite {
    /// rustfmt.
    Format,
    /// The WebAssembly with warnings denied, and the budgets of its sizes.
    Build,
    /// Clippy on the host and, where the toolchain has it, for wasm32; TypeScript.
    Lints,
    /// rustdoc.
    Docs,
    /// The tests of every crate and of the loader's scripts, and the table of public holidays.
    Unit,
    /// The built edge on workerd, talked to as clients do.
    EndToEnd,
    /// The widget and the inbox in Chromium.
    Browser,
    /// What wrangler would send to Cloudflare.
    Deploy,
}

const ALL: [Suite; 8] = [
    Suite::Format,
    Suite::Build,
    Suite::Lints,
    Suite::Docs,
    Suite::Unit,
    Suite::EndToEnd,
    Suite::Browser,
    Suite::Deploy,
];

/// Runs the suites; a failed one does not keep the others from running.
///
/// # Errors
/// When one failed.
pub(crate) fn run(options: &Options) -> Result<()> {
    let start = clock::start();
    let chosen = |suite: &Suite| options.only.is_empty() || options.only.contains(suite);
    let suites: Vec<Suite> = ALL.into_iter().filter(chosen).collect();
    if !suites.contains(&Suite::Build) && suites.iter().any(|suite| suite.needs_build()) {
        build::run(&build::Options { product: Product::All, deny_warnings: false })?;
    }
    let mut failed = Vec::new();
    for suite in &suites {
        // Somebody who asks for one suite wants to see it at work.
        let mut log =
            if options.only.is_empty() { Log::kept(&suite.to_string())? } else { Log::shown() };
        if let Err(error) = say::step(&suite.to_string(), || suite.run(options, &mut log)) {
            say::line(&log.tail()?);
            say::line(&format!("{suite}: {error:#}\n"));
            failed.push(suite.to_string());
        }
    }
    say::line(&format!("\ntook {}", say::seconds(start.elapsed())));
    // Alone on its line, as programs that read test output expect it.
    say::line(&format!("{} passed, {} failed", suites.len() - failed.len(), failed.len()));
    if !failed.is_empty() {
        bail!("failed: {}; each alone: cargo xtask test --only NAME", failed.join(", "));
    }
    Ok(())
}

impl Suite {
    fn run(self, options: &Options, log: &mut Log) -> Result<()> {
        match self {
            Self::Format => checks::format(log),
            Self::Build => {
                build::run(&build::Options { product: Product::All, deny_warnings: true })?;
                size::budgets()
            }
            Self::Lints => checks::lints(log),
            Self::Docs => checks::docs(log),
            Self::Unit => {
                cargo_tests::unit(log)?;
                scripts::unit(log)?;
                holidays::check()
            }
            Self::EndToEnd => cargo_tests::end_to_end(log),
            Self::Browser => products::browser(&options.playwright, log),
            Self::Deploy => products::deploy(log),
        }
    }

    /// Whether it looks at what `cargo xtask build` makes. TypeScript does, at the glue's types.
    fn needs_build(self) -> bool {
        matches!(self, Self::Lints | Self::EndToEnd | Self::Browser | Self::Deploy)
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Format => "format",
            Self::Build => "build",
            Self::Lints => "lints",
            Self::Docs => "docs",
            Self::Unit => "unit",
            Self::EndToEnd => "end-to-end",
            Self::Browser => "browser",
            Self::Deploy => "deploy",
        })
    }
}
