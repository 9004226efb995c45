//! What looks at the built products: the browser's tests and the dry run of a deployment.

use std::process::Command;

use anyhow::Result;

use crate::test::log::Log;
use crate::test::synapse;
use crate::{browser, npm, project};

/// Tells tests where the built products are, and the library that moves an edge's clock.
///
/// # Errors
/// When workerd is missing, or the library cannot be built.
pub(crate) fn environment(command: &mut Command) -> Result<&mut Command> {
    if let Some(library) = browser::clock::library()? {
        command.env("ASKHOURS_CLOCK", library);
    }
    Ok(command
        .env("ASKHOURS_EDGE_DIR", project::edge())
        .env("ASKHOURS_ASSETS_DIR", project::assets())
        .env("ASKHOURS_WORKERD", npm::workerd()?)
        .env("ASKHOURS_SYNAPSE", synapse::python()))
}

/// Playwright, in the Chromium of the machine, on an edge and a demo site of its own.
pub(crate) fn browser(arguments: &[String], log: &mut Log) -> Result<()> {
    browser::run("playwright.config.ts", arguments, |command| log.catch(command.env("CI", "1")))
}

/// wrangler reads the configuration and packs what it would upload; nothing leaves the machine.
pub(crate) fn deploy(log: &mut Log) -> Result<()> {
    let out = project::stage().join("wrangler");
    let mut command = npm::node("wrangler/bin/wrangler.js")?;
    command.args(["deploy", "--dry-run", "--config"]);
    command.arg(project::root().join("edge/wrangler.jsonc")).arg("--outdir").arg(&out);
    command.current_dir(project::root());
    command.envs([
        ("CI", "1"),
        ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
        ("WRANGLER_HIDE_BANNER", "true"),
        ("WRANGLER_SEND_METRICS", "false"),
    ]);
    command.env("WRANGLER_LOG_PATH", project::artefacts().join("logs"));
    log.run(&mut command)
}
