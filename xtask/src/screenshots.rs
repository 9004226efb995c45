//! `cargo xtask screenshots`: the pictures of the documentation, taken of the built products.

use anyhow::Result;

use crate::browser;
use crate::build::{self, Product};

/// What Playwright is told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Arguments for Playwright, as in `cargo xtask screenshots -- --grep inbox`.
    #[arg(last = true)]
    playwright: Vec<String>,
}

/// Builds and takes the pictures.
///
/// # Errors
/// When a page does not come to look as it should.
pub(crate) fn run(options: &Options) -> Result<()> {
    build::run(&build::Options { product: Product::All, deny_warnings: false })?;
    browser::run("screenshots.config.ts", &options.playwright, |_| Ok(()))
}
