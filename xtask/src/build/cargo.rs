//! Compiles crates to WebAssembly and reads what cargo says about it.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, IsTerminal as _};
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::toolchain::{Profile, Toolchain};
use crate::{process, say};

/// Crate name to its compiled module.
pub(crate) type Modules = BTreeMap<String, PathBuf>;

/// The crates that share a profile. They are compiled by one cargo, also when only one is
/// wanted, so that cargo settles on one set of features for their dependencies.
fn together(profile: Profile) -> &'static [&'static str] {
    match profile {
        Profile::Edge => &["edge"],
        Profile::Ui => &["widget", "inbox"],
    }
}

/// The part of cargo's JSON messages that matters here.
#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-message")]
    Said { target: Target, message: Diagnostic },
    #[serde(rename = "compiler-artifact")]
    Made { target: Target, filenames: Vec<PathBuf> },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: Option<String>,
}

/// Compiles the crates of a profile. Fails when a wanted one does not compile, or, where
/// warnings are denied, when there is a warning in a crate of this workspace (of others
/// cargo reports none).
pub(crate) fn compile(
    toolchain: Toolchain,
    profile: Profile,
    wanted: &[&str],
    deny_warnings: bool,
) -> Result<Modules> {
    let crates = together(profile);
    let what = format!("cargo: compile {} (profile {})", wanted.join(" and "), profile.name());
    say::step(&what, || {
        let mut command = toolchain.cargo("build", profile);
        let colours = std::io::stderr().is_terminal();
        let format = if colours { "json-diagnostic-rendered-ansi" } else { "json" };
        command.args(["--lib", "--keep-going", "--quiet", "--message-format", format]);
        command.args(crates.iter().flat_map(|name| ["--package", name]));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start `{}`", process::shown(&command)))?;
        let output = child.stdout.take().context("cargo has no output")?;

        let mut modules = Modules::new();
        let mut warnings = 0;
        for line in BufReader::new(output).lines() {
            match serde_json::from_str(&line?) {
                Ok(Message::Said { target, message }) => {
                    eprint!("{}", message.rendered.unwrap_or_default());
                    let counted = wanted.contains(&target.name.as_str()) || deny_warnings;
                    warnings += usize::from(counted && message.level == "warning");
                }
                Ok(Message::Made { target, filenames }) => {
                    let module =
                        filenames.into_iter().find(|f| f.extension() == Some("wasm".as_ref()));
                    modules.extend(module.map(|module| (target.name, module)));
                }
                Ok(Message::Other) | Err(_) => {}
            }
        }
        child.wait()?;
        if let Some(name) = wanted.iter().find(|name| !modules.contains_key(**name)) {
            bail!("`{name}` does not compile to WebAssembly; the compiler's errors stand above");
        }
        if deny_warnings && warnings > 0 {
            bail!("{warnings} warnings from the compiler, and here warnings are errors");
        }
        Ok(modules)
    })
}
