//! Playwright on an edge and a demo site that are started for it, with nothing asked yet.

pub(crate) mod clock;

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::stack::{Addresses, Stack};
use crate::{chromium, ending, npm, project};

/// Runs Playwright with a configuration from `tests/browser/`. `prepare` has the last word on
/// its command.
///
/// # Errors
/// When the edge or the browser is missing, or a test fails.
pub(crate) fn run(
    configuration: &str,
    arguments: &[String],
    prepare: impl FnOnce(&mut Command) -> Result<()>,
) -> Result<()> {
    let mut command = npm::node("@playwright/test/cli.js")?;
    command.args(["test", "--config"]).arg(format!("tests/browser/{configuration}"));
    command.args(arguments).current_dir(project::root());
    command.env("CHROMIUM", chromium::find_or_install()?);
    // With these, tests start further edges.
    command
        .env("ASKHOURS_WORKERD", npm::workerd()?)
        .env("ASKHOURS_EDGE_DIR", project::edge())
        .env("ASKHOURS_ASSETS_DIR", project::assets());
    if let Some(library) = clock::library()? {
        command.env("ASKHOURS_CLOCK", library);
    }
    prepare(&mut command)?;

    let data = project::artefacts().join("browser-data");
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    tokio::runtime::Runtime::new()?.block_on(async {
        let stack = Stack::start(Addresses::take(0, 0).await?, data, false).await?;
        command
            .env("ASKHOURS_EDGE", stack.edge())
            .env("ASKHOURS_DEMO", stack.demo())
            .env("ASKHOURS_ADMIN_KEY", &stack.keys.admin)
            .env("ASKHOURS_SIGN_IN", &stack.sign_in);
        let outcome = playwright(command).await;
        stack.stop().await?;
        match outcome? {
            Outcome::Passed => Ok(()),
            Outcome::Failed => bail!("Playwright has found something; what it said stands above"),
            // Nobody waits for the suites that would follow.
            Outcome::Interrupted => std::process::exit(INTERRUPTED),
        }
    })
}

/// The status by which shells know that Ctrl-C ended a program.
const INTERRUPTED: i32 = 130;

enum Outcome {
    Passed,
    Failed,
    Interrupted,
}

async fn playwright(command: Command) -> Result<Outcome> {
    let mut child = tokio::process::Command::from(command)
        .kill_on_drop(true)
        .spawn()
        .context("cannot start Playwright; delete node_modules and run this again")?;
    tokio::select! {
        status = child.wait() => {
            Ok(if status?.success() { Outcome::Passed } else { Outcome::Failed })
        }
        asked = ending::asked() => {
            asked?;
            ending::end(&mut child).await?;
            Ok(Outcome::Interrupted)
        }
    }
}
