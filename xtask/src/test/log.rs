//! What the programs of a suite print: kept in a file and shown when the suite fails, or
//! shown at once.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{process, project, say};

/// Lines that are shown of a failed suite: a compiler's first errors scroll by, but a screen
/// or two can be read, and the file has the rest.
const SHOWN: usize = 300;

/// The output of one suite.
pub(crate) enum Log {
    /// On the terminal.
    Shown,
    /// In a file.
    Kept {
        /// Where it is.
        path: PathBuf,
        /// It, open for writing.
        file: File,
    },
}

impl Log {
    /// Shows everything at once.
    pub(crate) fn shown() -> Self {
        Self::Shown
    }

    /// Begins the log of a suite anew.
    pub(crate) fn kept(suite: &str) -> Result<Self> {
        let folder = project::artefacts().join("logs");
        fs::create_dir_all(&folder)?;
        let path = folder.join(suite).with_extension("log");
        let file = File::create(&path)?;
        Ok(Self::Kept { path, file })
    }

    /// Runs a program with its output in the log.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub(crate) fn run(&mut self, command: &mut Command) -> Result<()> {
        self.catch(command)?;
        let shown = process::shown(command);
        let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
        if !status.success() {
            bail!("`{shown}` failed ({status})");
        }
        Ok(())
    }

    /// Makes a program that somebody else starts write to the log.
    pub(crate) fn catch(&mut self, command: &mut Command) -> Result<()> {
        self.line(&format!("$ {}", process::shown(command)))?;
        command.stdin(Stdio::null()).stdout(self.stream()?).stderr(self.stream()?);
        Ok(())
    }

    /// Where the output of a program goes.
    pub(crate) fn stream(&self) -> Result<Stdio> {
        Ok(match self {
            Self::Shown => Stdio::inherit(),
            Self::Kept { file, .. } => file.try_clone()?.into(),
        })
    }

    /// The last lines, where they were not shown before.
    pub(crate) fn tail(&self) -> Result<String> {
        let Self::Kept { path, .. } = self else { return Ok(String::new()) };
        let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
        let lines: Vec<&str> = text.lines().collect();
        let skipped = lines.len().saturating_sub(SHOWN);
        let shown = lines[skipped..].join("\n");
        Ok(match skipped {
            0 => shown,
            _ => format!("({skipped} more lines in {})\n{shown}", path.display()),
        })
    }

    fn line(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Shown => say::line(text),
            Self::Kept { file, .. } => writeln!(file, "{text}")?,
        }
        Ok(())
    }
}
