//! The words of each language, which the inbox fetches as JSON. Those of loader and panel come from the edge, with what
//! a site says otherwise; for pages that stay open over an upgrade, their order in this build stands among the assets.

use std::fs;

use anyhow::{Context as _, Result};

use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, asset, pinned};
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

/// Builds `layout.json`, which a later edge reads by what stands for the order in an address of its words.
pub(crate) fn build_layout() -> Result<Manifest> {
    let folder = project::assets();
    let text = pinned::words()?.to_string();
    let name = format!("layout.{}.json", words::LAYOUT);
    let mut inputs = Inputs::new()?;
    inputs.bytes(name.as_bytes());
    inputs.bytes(text.as_bytes());
    fresh::unless_fresh("layout", &folder, inputs, || {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(&name), text)?;
        Ok(Manifest::from([("layout.json".to_owned(), name.clone())]))
    })
}
