//! Builds what runs in the edge and in browsers, into `target/askhours/`.
//!
//! ```text
//! cargo (profile edge) -> bindgen -> optimise -> bundle with shim, manifest and loader -> edge/
//! cargo (profile ui)   -> bindgen -> optimise -> bundle with entry and styles          -> assets/
//! ```
//!
//! Cargo knows by itself what is fresh. Each later product keeps a stamp with a
//! digest of its inputs, so that nothing is made twice.

mod asset;
pub(crate) mod bindgen;
mod cargo;
mod edge;
mod fresh;
pub(crate) mod named;
pub(crate) mod node;
mod optimise;
mod pinned;
mod slim;
mod tables;
pub(crate) mod ui;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::thread::{self, ScopedJoinHandle};

use anyhow::{Context as _, Result};

use crate::toolchain::{Profile, Toolchain};
use crate::{clock, npm, project, say};

/// What to build, and how strictly.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Options {
    /// The product to build.
    #[arg(default_value = "all")]
    pub(crate) product: Product,
    /// Fails on any warning of the compiler.
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// What can be built by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Product {
    /// The Worker, with the assets as they are.
    Edge,
    /// The visitor's loader and panel.
    Widget,
    /// The team's page.
    Inbox,
    /// Everything.
    All,
}

/// Builds.
///
/// # Errors
/// When a tool is missing or a step fails.
pub(crate) fn run(options: &Options) -> Result<()> {
    let start = clock::start();
    let toolchain = Toolchain::choose()?;
    say::fact(&format!("toolchain: {}", toolchain.description()));
    npm::install()?;
    let _lock = lock()?;

    let product = options.product;
    // Both kinds of WebAssembly spend minutes in steps that use one core.
    thread::scope(|scope| {
        let ui = scope.spawn(|| build_ui(toolchain, options));
        let edge = scope.spawn(|| match product {
            Product::All | Product::Edge => edge::build_module(toolchain, options.deny_warnings),
            Product::Widget | Product::Inbox => Ok(()),
        });
        joined(ui).and(joined(edge))
    })?;
    tables::build()?;
    tables::build_layout()?;
    let manifest = asset::write_manifest()?;
    if matches!(product, Product::All | Product::Edge) {
        edge::bundle(&manifest)?;
    }
    say::fact(&format!("built in {}", say::seconds(start.elapsed())));
    Ok(())
}

fn build_ui(toolchain: Toolchain, options: &Options) -> Result<()> {
    let wanted: &[&str] = match options.product {
        Product::Edge => return Ok(()),
        Product::Widget => &["widget"],
        Product::Inbox => &["inbox"],
        Product::All => &["widget", "inbox"],
    };
    let modules = cargo::compile(toolchain, Profile::Ui, wanted, options.deny_warnings)?;
    let built = thread::scope(|scope| {
        let started: Vec<_> =
            wanted.iter().map(|name| scope.spawn(|| ui::build(name, &modules))).collect();
        started.into_iter().map(joined).collect::<Result<Vec<_>>>()
    })?;
    if options.product != Product::Inbox {
        ui::build_loader()?;
        let files: Manifest = built.into_iter().flatten().collect();
        pinned::build(&files)?;
    }
    Ok(())
}

/// What a thread comes to; its panic goes on here.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Whether functions keep their names in a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// For those who look at what weighs.
    Kept,
    /// As it is sent.
    Taken,
}

/// Logical name of an asset, such as `widget.js`, to the name of its file.
pub(crate) type Manifest = BTreeMap<String, String>;

/// Two builds at once would write the same files; the second one waits.
fn lock() -> Result<File> {
    fs::create_dir_all(project::artefacts())?;
    let file = File::create(project::artefacts().join(".lock"))?;
    if file.try_lock().is_err() {
        say::step("wait for another build to end", || {
            file.lock().context("cannot lock the folder of the artefacts")
        })?;
    }
    Ok(file)
}
