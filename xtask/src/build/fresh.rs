//! Remembers by digests which products are up to date.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::build::Manifest;
use crate::{project, say};

/// The steps of the build itself: a change in one of them makes everything anew.
const RECIPE: &[&str] = &[
    include_str!("asset.rs"),
    include_str!("bindgen.rs"),
    include_str!("bundle.mjs"),
    include_str!("compress.mjs"),
    include_str!("edge.rs"),
    include_str!("optimise.rs"),
    include_str!("pinned.rs"),
    include_str!("slim.rs"),
    include_str!("ui.rs"),
];

/// The digest of a product's inputs.
pub(crate) struct Inputs(Sha256);

/// What was made from which inputs.
#[derive(Debug, Serialize, Deserialize)]
struct Stamp {
    digest: String,
    folder: PathBuf,
    files: Manifest,
}

impl Inputs {
    /// Starts with what goes into every product: the recipe and the versions of the tools.
    pub(crate) fn new() -> Result<Self> {
        let mut inputs = Self(Sha256::new());
        for text in RECIPE {
            inputs.bytes(text.as_bytes());
        }
        inputs.file(&project::root().join("package-lock.json"))?;
        Ok(inputs)
    }

    /// Adds some bytes, apart from those before.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds the content of a file.
    pub(crate) fn file(&mut self, file: &Path) -> Result<()> {
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        self.bytes(&bytes);
        Ok(())
    }

    /// Adds every file under a folder with one of these extensions, by name and content.
    pub(crate) fn folder(&mut self, folder: &Path, extensions: &[&str]) -> Result<()> {
        let mut entries = fs::read_dir(folder)
            .with_context(|| format!("cannot read the folder {}", folder.display()))?
            .collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            if path.is_dir() {
                self.folder(&path, extensions)?;
            } else if path.extension().is_some_and(|e| extensions.iter().any(|known| e == *known)) {
                self.bytes(path.to_string_lossy().as_bytes());
                self.file(&path)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> String {
        hexadecimal(&self.0.finalize())
    }
}

/// Makes the files of a product in `folder`, unless they were made from the same inputs before.
/// Gives the logical names with those of the files.
pub(crate) fn unless_fresh(
    product: &str,
    folder: &Path,
    inputs: Inputs,
    make: impl FnOnce() -> Result<Manifest>,
) -> Result<Manifest> {
    let digest = inputs.finish();
    if let Some(stamp) = read(product)
        && stamp.digest == digest
        && stamp.files.values().all(|file| folder.join(file).exists())
    {
        say::fact(&format!("{product}: up to date"));
        return Ok(stamp.files);
    }
    let files = make()?;
    let stamp = Stamp { digest, folder: folder.to_owned(), files };
    fs::create_dir_all(stamps())?;
    fs::write(path(product), serde_json::to_vec_pretty(&stamp)?)?;
    Ok(stamp.files)
}

/// The files of every product that stand in `folder`.
pub(crate) fn made_in(folder: &Path) -> Result<Manifest> {
    let mut files = Manifest::new();
    for entry in fs::read_dir(stamps())? {
        if let Some(stamp) = entry?.path().file_stem().and_then(|name| read(name.to_str()?))
            && stamp.folder == folder
        {
            files.extend(stamp.files);
        }
    }
    Ok(files)
}

/// Lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

fn read(product: &str) -> Option<Stamp> {
    serde_json::from_slice(&fs::read(path(product)).ok()?).ok()
}

fn stamps() -> PathBuf {
    project::artefacts().join("stamps")
}

fn path(product: &str) -> PathBuf {
    stamps().join(product).with_extension("json")
}
