//! The keys of a development edge: made once, kept in the data folder, readable by their owner only.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::{project, random};

/// The edge's storage in the data folder.
pub(crate) const STORAGE: &str = "storage";

/// What is kept in `keys.toml`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Keys {
    /// Opens `/v1/admin/`.
    pub(crate) admin: String,
    /// From this one the edge derives the visitors' secrets.
    pub(crate) signing: String,
    /// Shared with `cargo xtask receiver`; a secret of Standard Webhooks.
    pub(crate) receiver: String,
    /// The owner's personal key for the inbox, once it was minted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) owner: Option<String>,
}

impl Keys {
    /// Reads the keys of a data folder, and makes them where there are none.
    pub(crate) fn of(data: &Path) -> Result<Self> {
        if file(data).exists() {
            let mut keys = Self::read(data)?;
            // The edge forgets a personal key with its storage.
            keys.owner = keys.owner.filter(|_| data.join(STORAGE).exists());
            return Ok(keys);
        }
        let keys = Self {
            admin: random::key()?,
            signing: random::key()?,
            receiver: random::webhook_secret()?,
            owner: None,
        };
        keys.write(data)?;
        Ok(keys)
    }

    /// Reads the keys of a data folder.
    ///
    /// # Errors
    /// When there are none.
    pub(crate) fn read(data: &Path) -> Result<Self> {
        let path = file(data);
        let text = fs::read_to_string(&path).with_context(|| {
            format!("{} is missing; `cargo xtask dev` makes it", path.display())
        })?;
        toml::from_str(&text).with_context(|| {
            format!("{} cannot be read; delete it to get new keys", path.display())
        })
    }

    /// Keeps the keys, out of the sight of other users of the machine.
    pub(crate) fn write(&self, data: &Path) -> Result<()> {
        fs::create_dir_all(data)?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(file(data))?;
        writeln!(file, "# Keys of this development edge. Delete the folder to begin anew.")?;
        file.write_all(toml::to_string(self)?.as_bytes())?;
        Ok(())
    }
}

/// Where `cargo xtask dev` keeps its data unless it is told otherwise.
pub(crate) fn default_folder() -> PathBuf {
    project::root().join(".askhours")
}

fn file(data: &Path) -> PathBuf {
    data.join("keys.toml")
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn keys_are_made_once_and_are_private() {
        let data = std::env::temp_dir().join(format!("askhours-keys-{}", std::process::id()));
        let first = Keys::of(&data).unwrap();
        assert_eq!(Keys::of(&data).unwrap().admin, first.admin);
        assert!(channels::webhook::signature::Key::parse(&first.receiver).is_ok());
        let mode = file(&data).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        fs::remove_dir_all(data).unwrap();
    }
}
