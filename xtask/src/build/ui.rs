//! Widget and inbox: WebAssembly with its entry script and styles, and the loader.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::build::cargo::Modules;
use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, Names, asset, bindgen, node, optimise, slim};
use crate::toolchain::Profile;
use crate::{project, say};

/// What the bundles are made of besides the module.
pub(crate) const SOURCES: [&str; 5] = ["ts", "js", "css", "svg", "json"];
/// Browsers with WebAssembly reference types know at least this.
pub(crate) const MODERN: &str = "es2022";

/// The free identifier that the edge replaces by a site's payload.
pub(crate) const PAYLOAD: &str = "__ASKHOURS_PAYLOAD__";

/// Builds `<name>.js`, `<name>.wasm` and, where there is a sheet for the page, `<name>.css`.
pub(crate) fn build(name: &str, modules: &Modules) -> Result<Manifest> {
    let module = modules.get(name).with_context(|| format!("{name} was not compiled"))?;
    let folder = project::root().join(name);
    let mut inputs = Inputs::new()?;
    inputs.file(module)?;
    inputs.folder(&folder, &SOURCES)?;

    fresh::unless_fresh(name, &project::assets(), inputs, || {
        let bound = bindgen::bind(name, Profile::Ui, module, Names::Taken)?;
        slim::slim(&bound.wasm, &bound.glue, Names::Taken)?;
        let out = project::stage().join(format!("{name}.out"));
        std::fs::create_dir_all(&out)?;
        let wasm = out.join(format!("{name}.wasm"));
        optimise::optimise(Profile::Ui, &bound.wasm, &wasm, Names::Taken)?;

        let script = out.join(format!("{name}.js"));
        say::step(&format!("esbuild: {name}"), || {
            node::bundle(&json!({
                "entryPoints": [folder.join("app.ts")],
                "outfile": script,
                "format": "esm",
                "target": MODERN,
                "loader": { ".css": "text", ".svg": "text" },
                "alias": { format!("glue/{name}"): bound.glue },
            }))
        })?;
        let (js, wasm_name, css) =
            (format!("{name}.js"), format!("{name}.wasm"), format!("{name}.css"));
        let mut files = vec![(js.as_str(), script.as_path()), (&wasm_name, &wasm)];
        // The widget's styles live in its script; only the inbox is a page with a sheet.
        let sheet = out.join(&css);
        if name == "inbox" {
            node::bundle(&json!({
                "entryPoints": [folder.join("style.css")],
                "outfile": sheet,
                "target": MODERN,
            }))?;
            files.push((&css, &sheet));
        }
        asset::publish(&files)
    })
}

/// Builds `loader.js`, which the edge sends with a site's payload.
pub(crate) fn build_loader() -> Result<Manifest> {
    let folder = project::root().join("widget/loader");
    let mut inputs = Inputs::new()?;
    inputs.folder(&folder, &SOURCES)?;
    fresh::unless_fresh("loader", &project::assets(), inputs, || {
        let out = loader();
        say::step("esbuild: loader", || {
            node::bundle(&json!({
                "entryPoints": [folder.join("loader.ts")],
                "outfile": out,
                "format": "iife",
                "target": MODERN,
                "loader": { ".css": "text", ".svg": "text" },
                "squeeze": true,
            }))
        })?;
        let places = std::fs::read_to_string(&out)?.matches(PAYLOAD).count();
        if places != 1 {
            bail!("loader.js has {places} places for {PAYLOAD}, and the edge fills exactly one");
        }
        asset::publish(&[("loader.js", &out)])
    })
}

/// Where the loader's script stands.
pub(crate) fn loader() -> PathBuf {
    project::stage().join("loader.js")
}
