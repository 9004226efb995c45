//! The widget's WebAssembly as visitors get it, but for the names of its functions, which it keeps.

use anyhow::{Context as _, Result};

use crate::build::bindgen::Bound;
use crate::build::{Names, bindgen, cargo, optimise, slim};
use crate::toolchain::{Profile, Toolchain};

/// Takes the widget through the steps of the build, in a folder of its own.
///
/// # Errors
/// When a step fails.
pub(crate) fn widget() -> Result<Bound> {
    let modules = cargo::compile(Toolchain::choose()?, Profile::Ui, &["widget"], false)?;
    let module = modules.get("widget").context("the widget was not compiled")?;
    let bound = bindgen::bind("named", Profile::Ui, module, Names::Kept)?;
    slim::slim(&bound.wasm, &bound.glue, Names::Kept)?;
    let named = bound.wasm.with_extension("small.wasm");
    optimise::optimise(Profile::Ui, &bound.wasm, &named, Names::Kept)?;
    Ok(Bound { wasm: named, ..bound })
}
