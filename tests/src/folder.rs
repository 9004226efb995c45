//! A folder that lives as long as a test, and stays when the test fails.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::random;

/// A folder of a test's own.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// A new, empty folder.
    #[must_use]
    pub fn new() -> Self {
        let path = artefacts().join("end-to-end").join(random::token());
        fs::create_dir_all(&path).expect("the target folder is writable");
        Self(path)
    }

    /// A new, empty folder with a short path, which every user of this machine may pass: sockets have no room for
    /// more than 100 bytes, and a mail system works as several users.
    #[must_use]
    pub fn short() -> Self {
        let path = std::env::temp_dir().join(format!("askhours-{:08x}", random::below(1 << 32)));
        fs::create_dir(&path).expect("the folder for temporary files is writable");
        Self(path)
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Not `eprintln!`: what is there to look at is for the person, not for the lints.
            let kept = format!("what the test has left is kept in {}\n", self.0.display());
            std::io::stderr().write_all(kept.as_bytes()).ok();
        } else {
            fs::remove_dir_all(&self.0).ok();
        }
    }
}

/// The root of the working tree.
#[must_use]
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// What `cargo xtask build` has made.
#[must_use]
pub fn artefacts() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root().join(target).join("askhours")
}
