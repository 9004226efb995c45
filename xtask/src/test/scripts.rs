//! The unit tests of scripts and packages: `*.test.ts` beside them, run by Node.js.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::json;

use crate::build::node;
use crate::test::log::Log;
use crate::{npm, project};

/// Where scripts stand that have tests of their own.
const FOLDERS: [&str; 3] = ["widget", "inbox", "integrations"];

/// Bundles the tests, because Node.js reads no TypeScript, and runs them.
pub(crate) fn unit(log: &mut Log) -> Result<()> {
    npm::install()?;
    let mut tests = Vec::new();
    for folder in FOLDERS {
        find(&project::root().join(folder), &mut tests)?;
    }
    if tests.is_empty() {
        bail!("there is no *.test.ts in {}", FOLDERS.join(", "));
    }
    let out = project::stage().join("tests");
    // A test that was renamed must not go on under its old name.
    fs::remove_dir_all(&out).ok();
    node::bundle(&json!({
        "entryPoints": tests,
        "outdir": out,
        "outbase": project::root(),
        "outExtension": { ".js": ".mjs" },
        "platform": "node",
        "format": "esm",
        "minify": false,
        "sourcemap": "inline",
        "loader": { ".css": "text", ".svg": "text" },
    }))?;
    let mut bundles = Vec::new();
    for test in &tests {
        let path = test.strip_prefix(project::root())?;
        bundles.push(out.join(path).with_extension("mjs"));
    }
    log.run(
        Command::new("node")
            .args(["--enable-source-maps", "--test", "--test-reporter=spec"])
            .args(bundles)
            // Tests that read files of the project name them from its root.
            .current_dir(project::root()),
    )
}

fn find(folder: &Path, tests: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, tests)?;
        } else if path.to_string_lossy().ends_with(".test.ts") {
            tests.push(path);
        }
    }
    Ok(())
}
