//! The tests that cargo knows. They are compiled once for the whole workspace, with
//! one set of features, and then run from their executables: first those of the crates,
//! later those that need the built products.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::test::log::Log;
use crate::test::{checks, peers, products};

/// The crate with the end-to-end tests.
const END_TO_END: &str = "tests";

/// A compiled test.
struct Executable {
    file: PathBuf,
    /// The folder of its crate, in which cargo too would run it.
    folder: PathBuf,
}

/// Cargo's message about something that was compiled.
#[derive(Deserialize)]
struct Artifact {
    manifest_path: PathBuf,
    profile: Profile,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

/// The tests of every crate but the end-to-end ones, and the examples in the documentation.
pub(crate) fn unit(log: &mut Log) -> Result<()> {
    let mut failed = Vec::new();
    for test in compile(log)?.iter().filter(|test| !test.folder.ends_with(END_TO_END)) {
        if log.run(&mut test.command()).is_err() {
            failed.push(test.file.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    log.run(checks::cargo().args(["test", "--workspace", "--doc"]))?;
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

/// The end-to-end tests, against what `cargo xtask build` has made.
pub(crate) fn end_to_end(log: &mut Log) -> Result<()> {
    let left_out = peers::left_out();
    for test in compile(log)?.iter().filter(|test| test.folder.ends_with(END_TO_END)) {
        log.run(products::environment(&mut test.command())?.args(&left_out))?;
    }
    Ok(())
}

fn compile(log: &mut Log) -> Result<Vec<Executable>> {
    let mut command = checks::cargo();
    command.args(["test", "--workspace", "--no-run"]);
    command.arg("--message-format=json-render-diagnostics");
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log.stream()?).spawn()?;
    let output = child.stdout.take().context("cargo has no output")?;
    let mut executables = Vec::new();
    for line in BufReader::new(output).lines() {
        // Messages about other things have other fields.
        let Ok(artifact) = serde_json::from_str::<Artifact>(&line?) else { continue };
        if let (true, Some(file)) = (artifact.profile.test, artifact.executable) {
            let folder = artifact.manifest_path.parent().map(Path::to_owned).unwrap_or_default();
            executables.push(Executable { file, folder });
        }
    }
    if !child.wait()?.success() {
        bail!("the tests do not compile");
    }
    Ok(executables)
}

impl Executable {
    fn command(&self) -> Command {
        let mut command = Command::new(&self.file);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}
