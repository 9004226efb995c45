//! The edge's module: WebAssembly, glue, shim, and the texts that it gives out.

use std::fs;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, Names, bindgen, cargo, node, optimise, pinned, ui};
use crate::toolchain::{Profile, Toolchain};
use crate::{project, say};

/// Name of the module without what wasm-bindgen adds to it.
const NAME: &str = "index";
/// The module; the glue imports it, and so does the configuration of workerd.
const WASM: &str = "index_bg.wasm";
const SCRIPT: &str = "index.js";
/// Stands beside the module, because workerd looks for what it embeds beside the configuration.
const CONFIG: &str = "workerd.capnp";

/// Compiles `index_bg.wasm` and its glue.
pub(crate) fn build_module(toolchain: Toolchain, deny_warnings: bool) -> Result<()> {
    let modules = cargo::compile(toolchain, Profile::Edge, &["edge"], deny_warnings)?;
    let module = modules.get("edge").context("the edge was not compiled")?;
    let folder = project::edge();
    fs::create_dir_all(&folder)?;
    let mut inputs = Inputs::new()?;
    inputs.file(module)?;
    fresh::unless_fresh("edge-module", &folder, inputs, || {
        let bound = bindgen::bind(NAME, Profile::Edge, module, Names::Taken)?;
        optimise::optimise(Profile::Edge, &bound.wasm, &folder.join(WASM), Names::Taken)?;
        // workerd and wrangler give a plain import as a module already.
        let glue = fs::read_to_string(&bound.glue)?;
        fs::write(&bound.glue, glue.replace("import source ", "import "))?;
        Ok(Manifest::from([(WASM.to_owned(), WASM.to_owned())]))
    })?;
    Ok(())
}

/// Bundles `index.js`, with the manifest and the loader inside.
pub(crate) fn bundle(manifest: &Manifest) -> Result<()> {
    let source = project::root().join("edge");
    let (shim, config) = (source.join("shim.js"), source.join(CONFIG));
    let stage = project::stage().join(NAME);
    let glue = stage.join(SCRIPT);
    let built = built(manifest)?;
    let folder = project::edge();

    let mut inputs = Inputs::new()?;
    inputs.file(&glue)?;
    inputs.file(&shim)?;
    inputs.file(&config)?;
    inputs.bytes(built.as_bytes());
    fresh::unless_fresh("edge", &folder, inputs, || {
        fs::write(stage.join("built.js"), &built)?;
        say::step("esbuild: edge", || {
            node::bundle(&json!({
                "entryPoints": [shim],
                "outfile": folder.join(SCRIPT),
                "format": "esm",
                "target": "es2024",
                "external": [format!("./{WASM}"), "cloudflare:*"],
                "alias": { "glue/edge": glue },
            }))
        })?;
        fs::copy(&config, folder.join(CONFIG))?;
        Ok(Manifest::from([SCRIPT, CONFIG].map(|name| (name.to_owned(), name.to_owned()))))
    })?;
    Ok(())
}

/// The script `built.js`, which the edge's Rust imports: the assets' names, the loader, and the
/// hash of the pinned script.
/// It stands apart from the module, so that a change of the widget does not compile the edge anew.
fn built(manifest: &Manifest) -> Result<String> {
    let names = serde_json::to_string(&serde_json::to_string(manifest)?)?;
    let loader = fs::read_to_string(ui::loader()).unwrap_or_else(|_| {
        say::fact("edge: no loader yet, `cargo xtask build widget` makes it");
        String::new()
    });
    let loader = serde_json::to_string(&loader)?;
    let integrity = match manifest.get(pinned::FILES[0]) {
        Some(file) => pinned::integrity(&project::assets().join(file))?,
        None => String::new(),
    };
    let integrity = serde_json::to_string(&integrity)?;
    let texts = [("manifest", names), ("loader", loader), ("integrity", integrity)];
    Ok(texts.map(|(name, text)| format!("export const {name} = () => {text};\n")).concat())
}
