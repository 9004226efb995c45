//! `wasm-opt` from binaryen.

use std::path::Path;

use anyhow::Result;

use crate::toolchain::Profile;
use crate::{npm, process, say};

/// What the compiler may have used. Not `--all-features`: engines do not know them all yet.
const FEATURES: [&str; 7] = [
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-exception-handling",
];

/// Writes an optimised copy of a module without names and debug information.
///
/// # Errors
/// When `wasm-opt` refuses the module.
pub(crate) fn optimise(profile: Profile, from: &Path, to: &Path) -> Result<()> {
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    say::step(&format!("wasm-opt: {name}"), || {
        let level = match profile {
            Profile::Edge => "-Os",
            Profile::Ui => "-Oz",
        };
        let mut command = npm::node("binaryen/bin/wasm-opt")?;
        command.arg(level).args(FEATURES).args(["--strip-debug", "--strip-producers"]);
        command.arg("--strip-target-features").arg(from).arg("-o").arg(to);
        process::quiet(&mut command)?;
        Ok(())
    })
}
