//! Format, lints and documentation.

use std::process::Command;

use anyhow::Result;

use crate::test::log::Log;
use crate::toolchain::{Profile, Toolchain};
use crate::{npm, project};

/// rustfmt changes nothing.
pub(crate) fn format(log: &mut Log) -> Result<()> {
    log.run(cargo().args(["fmt", "--all", "--check", "--", "--color", "never"]))
}

/// Clippy on the host sees every crate, those of the browser and the edge too. For wasm32
/// Debian has no clippy; there the suite `build` has refused rustc's own warnings already.
pub(crate) fn lints(log: &mut Log) -> Result<()> {
    npm::install()?;
    log.run(npm::node("typescript/bin/tsc")?.arg("--project").arg(project::root()))?;
    let denied = ["--", "--deny", "warnings"];
    log.run(cargo().args(["clippy", "--workspace", "--all-targets"]).args(denied))?;
    if Toolchain::choose()? == Toolchain::Prebuilt {
        for (profile, crates) in
            [(Profile::Edge, ["edge"].as_slice()), (Profile::Ui, &["widget", "inbox"])]
        {
            let mut command = Toolchain::Prebuilt.cargo("clippy", profile);
            command.args(crates.iter().flat_map(|name| ["--package", name])).args(denied);
            log.run(&mut command)?;
        }
    }
    Ok(())
}

/// rustdoc has nothing to say against the documentation. It is for the people who work on
/// these crates, so it includes what is private, and links to it.
pub(crate) fn docs(log: &mut Log) -> Result<()> {
    let mut command = cargo();
    command.args(["doc", "--workspace", "--no-deps", "--document-private-items"]);
    let flags = "--deny warnings --allow rustdoc::private_intra_doc_links";
    log.run(command.env("RUSTDOCFLAGS", flags))
}

/// Cargo on the whole workspace, for the host.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(project::root()).args(["--color", "never"]);
    command
}
