//! wasm-bindgen as a library, at the version that the crates are compiled with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::build::Names;
use crate::project;
use crate::toolchain::Profile;

/// A module and the JavaScript around it.
pub(crate) struct Bound {
    /// The module, still to be optimised.
    pub(crate) wasm: PathBuf,
    /// The glue, an ES module.
    pub(crate) glue: PathBuf,
}

/// Writes the glue of a compiled module into a folder of its own.
///
/// # Errors
/// When the module was not made for this version of wasm-bindgen.
pub(crate) fn bind(name: &str, profile: Profile, module: &Path, names: Names) -> Result<Bound> {
    let folder = project::stage().join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).out_name(name);
    // What is taken out of a page's module is known by its name.
    let without_names = names == Names::Taken && profile == Profile::Edge;
    bindgen.remove_name_section(without_names).remove_producers_section(true);
    match profile {
        // After a crash the shim starts a new instance: what the worker crate relies on.
        Profile::Edge => bindgen
            .module(true)?
            .typescript(false)
            .reset_state_function(true)
            .force_enable_abort_handler(true),
        // The caller gives the URL of the module, as the file's name has a digest in it.
        Profile::Ui => bindgen.web(true)?.typescript(true).omit_default_module_path(true),
    };
    bindgen.generate(&folder).with_context(|| format!("wasm-bindgen on {name}"))?;
    Ok(Bound {
        wasm: folder.join(format!("{name}_bg.wasm")),
        glue: folder.join(format!("{name}.js")),
    })
}
