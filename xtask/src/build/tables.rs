//! The words of each language, which panel and inbox fetch as JSON.

use std::fs;

use anyhow::{Context as _, Result};

use crate::build::fresh::{self, Inputs};
use crate::build::{Manifest, asset};
use crate::project;

/// Builds `panel-<language>.json` and `inbox-<language>.json`: texts in the order of the enums.
pub(crate) fn build() -> Result<Manifest> {
    let mut tables = Vec::new();
    for language in words::LANGUAGES {
        let panel = words::panel::table(language).context("a language without words")?;
        tables.push((format!("panel-{language}.json"), serde_json::to_vec(panel.as_slice())?));
    }
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
