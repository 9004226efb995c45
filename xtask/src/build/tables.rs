//! The words of each language, which the inbox fetches as JSON. Those of loader and panel come from the edge, with what
//! a site says otherwise.

use std::fs;

use anyhow::{Context as _, Result};

use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, asset};
use crate::project;

/// Builds `inbox-<language>.json`: texts in the order of the enum.
pub(crate) fn build() -> Result<Manifest> {
    let mut tables = Vec::new();
    for language in words::inbox::LANGUAGES {
        let inbox = words::inbox::table(language).context("a language without words")?;
        tables.push((format!("inbox-{language}.json"), serde_json::to_vec(inbox.as_slice())?));
    }
    let mut inputs = Inputs::new()?;
    for (_, text) in &tables {
        inputs.bytes(text);
    }
    fresh::unless_fresh("words", &project::assets(), inputs, || {
        let folder = project::stage().join("words");
        fs::create_dir_all(&folder)?;
        let mut files = Vec::new();
        for (name, text) in &tables {
            let file = folder.join(name);
            fs::write(&file, text)?;
            files.push((name.as_str(), file));
        }
        let files: Vec<_> = files.iter().map(|(name, file)| (*name, file.as_path())).collect();
        asset::publish(&files)
    })
}
