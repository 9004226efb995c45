//! Where things stand in the working tree.

use std::path::{Path, PathBuf};

/// The root of the working tree.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Cargo's target folder, which the products share.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Everything that `cargo xtask build` makes.
pub(crate) fn artefacts() -> PathBuf {
    target().join("askhours")
}

/// The files that browsers fetch, each with `.br` and `.gz` beside it, and `manifest.json`.
pub(crate) fn assets() -> PathBuf {
    artefacts().join("assets")
}

/// The edge's module: `index.js` and `index_bg.wasm`.
pub(crate) fn edge() -> PathBuf {
    artefacts().join("edge")
}

/// What stands between two steps of a build: glue, unoptimised modules, stamps.
pub(crate) fn stage() -> PathBuf {
    artefacts().join("stage")
}
