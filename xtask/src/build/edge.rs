//! The edge's module: WebAssembly, glue, shim, and the texts that it gives out.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::build::cargo::Modules;
use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, bindgen, node, optimise, ui};
use crate::toolchain::Profile;
use crate::{project, say};

/// Name of the module; the glue imports it, and so does the configuration of workerd.
const WASM: &str = "index_bg.wasm";
const SCRIPT: &str = "index.js";
/// Stands beside the module, because workerd looks for what it embeds beside the configuration.
const CONFIG: &str = "workerd.capnp";

/// Builds `index.js`, with the manifest and the loader inside, and `index_bg.wasm`.
pub(crate) fn build(modules: &Modules, manifest: &Manifest) -> Result<Manifest> {
    let module = modules.get("edge").context("the edge was not compiled")?;
    let built = built(manifest)?;
    let shim = project::root().join("edge/shim.js");
    let config = project::root().join("edge").join(CONFIG);
    let folder = project::edge();
    fs::create_dir_all(&folder)?;

    let mut wasm_inputs = Inputs::new()?;
    wasm_inputs.file(module)?;
    fresh::unless_fresh("edge-module", &folder, wasm_inputs, || {
        let bound = bindgen::bind("index", Profile::Edge, module)?;
        optimise::optimise(Profile::Edge, &bound.wasm, &folder.join(WASM))?;
        // workerd and wrangler give a plain import as a module already.
        let glue = fs::read_to_string(&bound.glue)?;
        fs::write(&bound.glue, glue.replace("import source ", "import "))?;
        Ok(Manifest::from([(WASM.to_owned(), WASM.to_owned())]))
    })?;

    let mut inputs = Inputs::new()?;
    inputs.file(module)?;
    inputs.file(&shim)?;
    inputs.file(&config)?;
    inputs.bytes(built.as_bytes());
    fresh::unless_fresh("edge", &folder, inputs, || {
        let stage = project::stage().join("index");
        fs::write(stage.join("built.js"), &built)?;
        say::step("esbuild: edge", || {
            node::bundle(&json!({
                "entryPoints": [shim],
                "outfile": folder.join(SCRIPT),
                "format": "esm",
                "target": "es2024",
                "external": ["./index_bg.wasm", "cloudflare:*"],
                "alias": { "glue/edge": stage.join("index.js") },
            }))
        })?;
        fs::copy(&config, folder.join(CONFIG))?;
        Ok(Manifest::from([SCRIPT, CONFIG].map(|name| (name.to_owned(), name.to_owned()))))
    })
}

/// The script `built.js`, which the edge's Rust imports: the assets' names and the loader.
/// It stands apart from the module, so that a change of the widget does not compile the edge anew.
fn built(manifest: &Manifest) -> Result<String> {
    let manifest = serde_json::to_string(&serde_json::to_string(manifest)?)?;
    let loader = fs::read_to_string(ui::loader()).unwrap_or_else(|_| {
        say::fact("edge: no loader yet, `cargo xtask build widget` makes it");
        String::new()
    });
    let loader = serde_json::to_string(&loader)?;
    Ok(format!(
        "export const manifest = () => {manifest};\nexport const loader = () => {loader};\n"
    ))
}
