//! `wasm-opt` from binaryen.

use std::path::Path;

use anyhow::Result;

use crate::build::Names;
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

/// What makes the fewest bytes after compression, found by trying (`docs/sizes.md`). A function that is called once stays one
/// where it is long: put into its caller, it would look like no other. The compiler puts the stack below all data, so
/// the lowest kilobyte is the stack's very end, and a new memory is zero. Nothing here relies on code that never
/// traps: what a panic guards stays guarded.
const SMALLEST: [&str; 9] = [
    "--low-memory-unused",
    "--zero-filled-memory",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--always-inline-max-function-size=4",
    "--one-caller-inline-max-function-size=45",
];

/// Writes an optimised copy of a module without debug information.
///
/// # Errors
/// When `wasm-opt` refuses the module.
pub(crate) fn optimise(profile: Profile, from: &Path, to: &Path, names: Names) -> Result<()> {
    let name = from.file_name().unwrap_or_default().to_string_lossy();
    say::step(&format!("wasm-opt: {name}"), || {
        let level: &[&str] = match profile {
            Profile::Edge => &["-Os"],
            Profile::Ui => &SMALLEST,
        };
        let mut command = npm::node("binaryen/bin/wasm-opt")?;
        command.args(FEATURES).args(level).args(["--strip-producers", "--strip-target-features"]);
        command.arg(match names {
            Names::Taken => "--strip-debug",
            Names::Kept => "--debuginfo",
        });
        command.arg(from).arg("-o").arg(to);
        process::quiet(&mut command)?;
        Ok(())
    })
}
