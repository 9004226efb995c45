//! What weighs in the scripts: the bytes of each file in its bundle, as esbuild tells them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde::Deserialize;
use serde_json::json;

use crate::build::{node, ui};
use crate::project;

/// The part of esbuild's metafile that matters here.
#[derive(Deserialize)]
struct Metafile {
    outputs: BTreeMap<String, Output>,
}

#[derive(Deserialize)]
struct Output {
    inputs: BTreeMap<String, Input>,
}

#[derive(Deserialize)]
struct Input {
    #[serde(rename = "bytesInOutput")]
    bytes: u64,
}

/// The files of a bundle with their bytes, the heaviest first. The bundle is that of the build, before anything goes over it
/// that no longer knows files.
///
/// # Errors
/// When esbuild refuses it.
pub(crate) fn files(entry: &str, glue: &Path) -> Result<Vec<(String, u64)>> {
    let folder = project::stage().join("size");
    fs::create_dir_all(&folder)?;
    let metafile = folder.join("meta.json");
    node::bundle(&json!({
        "entryPoints": [project::root().join(entry)],
        "outfile": folder.join("why.js"),
        "format": "esm",
        "target": ui::MODERN,
        "loader": { ".css": "text", ".svg": "text" },
        "alias": { "glue/widget": glue },
        "metafile": metafile,
    }))?;
    let told: Metafile = serde_json::from_slice(&fs::read(metafile)?)?;
    let inputs = told.outputs.into_values().flat_map(|output| output.inputs);
    let mut files: Vec<_> = inputs.map(|(name, input)| (name, input.bytes)).collect();
    files.sort_by_key(|&(_, bytes)| Reverse(bytes));
    Ok(files)
}
