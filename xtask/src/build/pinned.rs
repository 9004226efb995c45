//! `pinned.js`: loader and panel in one script that is the same for all sites, for pages that pin what they run by
//! Subresource Integrity. It holds the hash of its WebAssembly, so that the one hash of the tag covers all code.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha384};

use crate::build::fresh::{self, Inputs};
use crate::build::ui::{MODERN, SOURCES};
use crate::build::{Manifest, asset, node};
use crate::{project, say};

/// The names among the assets. The WebAssembly is the panel's, under a name of its own by which it is kept as long.
pub(crate) const FILES: [&str; 2] = ["pinned.js", "pinned.wasm"];

/// Builds the script, after the widget.
pub(crate) fn build(widget: &Manifest) -> Result<Manifest> {
    let folder = project::root().join("widget");
    let glue = project::stage().join("widget/widget.js");
    let wasm = widget.get("widget.wasm").context("the widget has no WebAssembly")?;
    let wasm = fs::read(project::assets().join(wasm))?;
    let words = words()?;
    let mut inputs = Inputs::new()?;
    inputs.folder(&folder, &SOURCES)?;
    inputs.file(&glue)?;
    inputs.bytes(&wasm);
    inputs.bytes(words.to_string().as_bytes());

    fresh::unless_fresh("pinned", &project::assets(), inputs, || {
        let [script_name, wasm_name] = FILES;
        let out = project::stage().join("pinned");
        fs::create_dir_all(&out)?;
        let (script, module) = (out.join(script_name), out.join(wasm_name));
        let app = json!({
            "wasm": format!("/assets/{}", asset::hashed(wasm_name, &wasm)),
            "integrity": hash(&wasm),
        });
        fs::write(&module, wasm)?;
        say::step("esbuild: pinned", || {
            node::bundle(&json!({
                "entryPoints": [folder.join("pinned/pinned.ts")],
                "outfile": script,
                "format": "iife",
                "target": MODERN,
                "loader": { ".css": "text", ".svg": "text" },
                "alias": { "glue/widget": glue },
                "instead": {
                    folder.join("loader/panel.ts").to_string_lossy(): folder.join("pinned/panel.ts"),
                },
                "define": {
                    "__ASKHOURS_APP__": app.to_string(),
                    "__ASKHOURS_WORDS__": words.to_string(),
                },
            }))
        })?;
        asset::publish(&[(script_name, &script), (wasm_name, &module)])
    })
}

/// The hash of a file as Subresource Integrity writes it.
pub(crate) fn integrity(file: &Path) -> Result<String> {
    Ok(hash(&fs::read(file)?))
}

fn hash(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The words that a script knows, in its order. English stands in for those that a later edge has no longer.
pub(crate) fn words() -> Result<Value> {
    let mut sections = Map::new();
    for section in [words::Section::Launcher, words::Section::Panel] {
        let table = section.table(words::LANGUAGES[0]).context("a language without words")?;
        // A list of pairs, because maps of JSON lose their order here.
        let pairs: Vec<_> = section.keys().iter().zip(table).collect();
        sections.insert(section.name().to_owned(), serde_json::to_value(pairs)?);
    }
    Ok(Value::Object(sections))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_written_as_browsers_read_it() {
        // Of the empty text, as `openssl dgst -sha384 -binary | base64` gives it.
        let empty = "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb";
        assert_eq!(hash(b""), empty);
    }

    #[test]
    fn words_are_in_the_order_of_this_build() {
        let words = words().unwrap();
        assert_eq!(words["launcher"][0][0], words::launcher::Word::KEYS[0]);
        assert_eq!(words["panel"].as_array().unwrap().len(), words::panel::Word::KEYS.len());
    }
}
