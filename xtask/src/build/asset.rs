//! Assets: files whose names hold a digest of their content, so that they are immutable.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use crate::build::{Manifest, fresh, node};
use crate::{clock, project};

/// Hexadecimal digits of the digest in a name: 48 bits tell the builds of one file apart.
const DIGITS: usize = 12;

/// How long a file stays after its successor: pages that were open before a build, and edges
/// that were started before it, still ask for it.
const KEPT: Duration = Duration::from_hours(24);

/// The same for what pages have pinned, which their authors have to change by hand.
const KEPT_PINNED: Duration = Duration::from_hours(24 * 365);

/// Puts finished files among the assets, each under its logical name, and compresses them.
pub(crate) fn publish(files: &[(&str, &Path)]) -> Result<Manifest> {
    let folder = project::assets();
    fs::create_dir_all(&folder)?;
    let mut names = Manifest::new();
    for (logical, file) in files {
        let bytes = fs::read(file)?;
        let name = hashed(logical, &bytes);
        fs::write(folder.join(&name), bytes)?;
        names.insert((*logical).to_owned(), name);
    }
    let paths: Vec<PathBuf> = names.values().map(|name| folder.join(name)).collect();
    node::compress(&paths)?;
    Ok(names)
}

/// Writes `manifest.json` over all assets, and removes what earlier builds left.
pub(crate) fn write_manifest() -> Result<Manifest> {
    let folder = project::assets();
    let manifest = fresh::made_in(&folder)?;
    replace(&folder, &manifest, clock::system())?;
    Ok(manifest)
}

/// Puts a manifest in the place of the one before. A file is as old as it is out of use: those of both manifests are
/// marked as used until now.
fn replace(folder: &Path, manifest: &Manifest, now: SystemTime) -> Result<()> {
    let place = folder.join("manifest.json");
    let before: Manifest = fs::read(&place)
        .ok()
        .and_then(|json| serde_json::from_slice(&json).ok())
        .unwrap_or_default();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let plain = name.trim_end_matches(".br").trim_end_matches(".gz");
        if plain == "manifest.json" {
            continue;
        }
        if manifest.values().chain(before.values()).any(|file| file == plain) {
            File::options().write(true).open(&path)?.set_modified(now)?;
        } else if now
            .duration_since(path.metadata()?.modified()?)
            .is_ok_and(|age| age > kept(&name))
        {
            fs::remove_file(&path)?;
        }
    }
    fs::write(place, serde_json::to_vec_pretty(manifest)?)?;
    Ok(())
}

/// How long a file of an earlier build stays.
fn kept(name: &str) -> Duration {
    if name.starts_with("pinned.") { KEPT_PINNED } else { KEPT }
}

/// `widget.js` to `widget.0123456789ab.js`.
pub(crate) fn hashed(logical: &str, bytes: &[u8]) -> String {
    let digest = fresh::hexadecimal(&Sha256::digest(bytes));
    let digest = &digest[..DIGITS];
    match logical.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{logical}.{digest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_stands_before_the_extension() {
        assert_eq!(hashed("panel-de.json", b""), "panel-de.e3b0c44298fc.json");
    }

    #[test]
    fn what_pages_have_pinned_stays_with_its_webassembly() {
        for name in ["pinned.0123456789ab.js", "pinned.0123456789ab.wasm.br"] {
            assert!(kept(name) > kept("widget.0123456789ab.js") * 300, "{name}");
        }
    }

    #[test]
    fn a_file_is_kept_from_when_it_was_replaced() {
        let folder = std::env::temp_dir().join(format!("askhours-assets-{}", std::process::id()));
        _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let names = ["widget.000000000001.js", "pinned.000000000001.js", "widget.000000000002.js"];
        let put = |file: &str| fs::write(folder.join(file), "x").unwrap();
        let manifest =
            |widget: usize| Manifest::from([("widget.js".to_owned(), names[widget].to_owned())]);
        let there = || names.map(|file| folder.join(file).exists());

        let now = clock::system();
        names[..2].iter().for_each(|file| put(file));
        put("widget.000000000001.js.br");
        let mut with_pinned = manifest(0);
        with_pinned.insert("pinned.js".to_owned(), names[1].to_owned());
        replace(&folder, &with_pinned, now).unwrap();
        // It was in use for far longer than what is replaced is kept.
        let replaced = now + KEPT_PINNED * 2;
        put(names[2]);
        replace(&folder, &manifest(2), replaced).unwrap();
        assert_eq!(there(), [true; 3]);
        replace(&folder, &manifest(2), replaced + KEPT).unwrap();
        assert_eq!(there(), [true; 3]);
        replace(&folder, &manifest(2), replaced + KEPT * 2).unwrap();
        assert_eq!(there(), [false, true, true]);
        assert!(!folder.join("widget.000000000001.js.br").exists());
        replace(&folder, &manifest(2), replaced + KEPT_PINNED * 2).unwrap();
        assert_eq!(there(), [false, false, true]);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn other_content_has_another_name() {
        assert_ne!(hashed("widget.js", b"1"), hashed("widget.js", b"2"));
    }
}
