//! What the programs of a suite print: kept in a file, shown when the suite fails.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{process, project};

/// Lines that are shown of a failed suite. The first error of a compiler is rarely the one
/// that matters alone, and a screen or two can be read.
const SHOWN: usize = 300;

/// The output of one suite.
pub(crate) struct Log {
    path: PathBuf,
    file: File,
}

impl Log {
    /// Begins the log of a suite anew.
    pub(crate) fn new(suite: &str) -> Result<Self> {
        let folder = project::artefacts().join("logs");
        fs::create_dir_all(&folder)?;
        let path = folder.join(suite).with_extension("log");
        let file = File::create(&path)?;
        Ok(Self { path, file })
    }

    /// Runs a program with its output in the log.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result<()> {
        let shown = process::shown(command);
        writeln!(self.file, "$ {shown}")?;
        let status = command
            .stdin(Stdio::null())
            .stdout(self.file.try_clone()?)
            .stderr(self.file.try_clone()?)
            .status()
            .with_context(|| format!("cannot start `{shown}`"))?;
        if !status.success() {
            bail!("`{shown}` failed ({status})");
        }
        Ok(())
    }

    /// Where the errors of a program go whose output is read.
    pub(crate) fn errors(&self) -> Result<Stdio> {
        Ok(self.file.try_clone()?.into())
    }

    /// The last lines.
    pub(crate) fn tail(&self) -> Result<String> {
        let text = String::from_utf8_lossy(&fs::read(&self.path)?).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let skipped = lines.len().saturating_sub(SHOWN);
        let shown = lines[skipped..].join("\n");
        Ok(match skipped {
            0 => shown,
            _ => format!("({skipped} more lines in {})\n{shown}", self.path.display()),
        })
    }
}
