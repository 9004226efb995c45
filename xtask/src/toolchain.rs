//! Picks the toolchain that compiles to WebAssembly.
//!
//! In this order: a compiler that has the target's standard library (rustup's
//! `wasm32-unknown-unknown`), Debian's packages, which are installed where that
//! is possible, else the command to run is told.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::{apt, process, project};

/// The triple of everything that runs in the edge or in a browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// What Debian calls the compiler for the web, its sources and its linker.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_SOURCES: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";
/// The oldest compiler with all that the workspace uses, as `rust-version` in Cargo.toml.
const OLDEST: (u32, u32) = (1, 95);

/// A way to compile to WebAssembly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The compiler on `PATH` has the target's standard library, built to abort on panic.
    Prebuilt,
    /// Debian's compiler builds the standard library from Debian's sources, as each product needs it.
    Debian,
}

/// The two kinds of WebAssembly, each a profile of the root `Cargo.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// The Worker: unwinds where the toolchain can, so that a panic is an answer.
    Edge,
    /// Widget and inbox: aborts without a message, for the fewest bytes.
    Ui,
}

impl Profile {
    /// The name in `Cargo.toml`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Ui => "ui",
        }
    }
}

impl Toolchain {
    /// The first toolchain of the order that is there or can be installed.
    ///
    /// # Errors
    /// When there is none; the error holds the command that mends it.
    pub(crate) fn choose() -> Result<Self> {
        if is_prebuilt() {
            return Ok(Self::Prebuilt);
        }
        let Err(missing) = debian() else { return Ok(Self::Debian) };
        if let Err(error) = apt::install(&PACKAGES) {
            bail!(
                "no toolchain for WebAssembly. Run:\n\n    rustup target add {TARGET}\n\n\
                 Debian's packages would do as well ({}), but {missing:#}, and: {error:#}",
                PACKAGES.join(", ")
            );
        }
        debian().context("Debian's packages are installed, but cannot be used")?;
        Ok(Self::Debian)
    }

    /// One line that says which it is.
    pub(crate) fn description(self) -> String {
        match self {
            Self::Prebuilt => format!("the compiler on PATH with its target {TARGET}"),
            Self::Debian => format!(
                "Debian's rustc-web with rust-web-src ({TARGET} is not installed on PATH's compiler)"
            ),
        }
    }

    /// `cargo <subcommand>` for this target and profile.
    pub(crate) fn cargo(self, subcommand: &str, profile: Profile) -> Command {
        let mut command = match self {
            Self::Prebuilt => Command::new("cargo"),
            Self::Debian => Command::new(DEBIAN_CARGO),
        };
        command.current_dir(project::root()).arg(subcommand);
        command.args(["--profile", profile.name(), "--target", TARGET]);
        // Its `async` exports then use the futures of js-sys, as the worker crate expects.
        command.env("WASM_BINDGEN_USE_JS_SYS", "1");
        if self == Self::Debian {
            clean(&mut command);
            command.env("RUSTC", DEBIAN_RUSTC).env("RUSTDOC", "/usr/bin/rustdoc");
            // Debian's compiler is a stable one; `-Zbuild-std` wants to be asked for.
            command.env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
            match profile {
                Profile::Edge => {
                    command.env("RUSTFLAGS", "-Cpanic=unwind");
                    command.arg("-Zbuild-std=std,panic_unwind");
                }
                Profile::Ui => {
                    command.env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort");
                    command.arg("-Zbuild-std=std,panic_abort");
                    command.arg("-Zbuild-std-features=optimize_for_size");
                }
            }
        }
        command
    }
}

/// Takes away what `cargo run` and rustup's proxies set for xtask itself.
fn clean(command: &mut Command) {
    let theirs = ["RUSTUP_TOOLCHAIN", "CARGO", "CARGO_ENCODED_RUSTFLAGS", "LD_LIBRARY_PATH"];
    for name in theirs {
        command.env_remove(name);
    }
}

/// Whether the compiler on `PATH` comes with the target's standard library.
pub(crate) fn is_prebuilt() -> bool {
    let mut ask = Command::new("rustc");
    ask.args(["--print", "target-libdir", "--target", TARGET]).current_dir(project::root());
    process::text(&mut ask).is_ok_and(|folder| {
        std::fs::read_dir(folder).is_ok_and(|files| {
            files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
        })
    })
}

/// Whether Debian's packages are there and new enough, else what is wrong with them.
fn debian() -> Result<()> {
    for file in [DEBIAN_RUSTC, DEBIAN_CARGO, DEBIAN_SOURCES, DEBIAN_LINKER] {
        if !Path::new(file).exists() {
            bail!("{file} is missing");
        }
    }
    let version = process::text(Command::new(DEBIAN_RUSTC).arg("--version"))?;
    if parse_version(&version).is_none_or(|found| found < OLDEST) {
        bail!("{version} is older than {}.{}", OLDEST.0, OLDEST.1);
    }
    Ok(())
}

fn parse_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix("rustc ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_of_a_compiler_is_read() {
        assert_eq!(parse_version("rustc 1.96.0 (ac68faa20 2026-05-25)"), Some((1, 96)));
        assert_eq!(parse_version("clang 19"), None);
    }
}
