//! Playwright on an edge and a demo site that are started for it, with nothing asked yet.

use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::stack::{Addresses, Stack};
use crate::{chromium, npm, project};

/// Runs Playwright by `run` with a configuration from `tests/browser/`.
///
/// # Errors
/// When the edge or the browser is missing, or a test fails.
pub(crate) fn run(
    configuration: &str,
    arguments: &[String],
    run: impl FnOnce(&mut Command) -> Result<()>,
) -> Result<()> {
    let mut command = npm::node("@playwright/test/cli.js")?;
    command.args(["test", "--config"]).arg(format!("tests/browser/{configuration}"));
    command.args(arguments).current_dir(project::root());
    command.env("CHROMIUM", chromium::find_or_install()?);

    let data = project::artefacts().join("browser-data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let stack = Stack::start(Addresses::take(0, 0).await?, data, false).await?;
        command
            .env("ASKHOURS_EDGE", stack.edge())
            .env("ASKHOURS_DEMO", stack.demo())
            .env("ASKHOURS_ADMIN_KEY", &stack.keys.admin)
            .env("ASKHOURS_SIGN_IN", &stack.sign_in);
        let outcome = tokio::task::block_in_place(|| run(&mut command));
        stack.stop().await?;
        outcome
    })
}
