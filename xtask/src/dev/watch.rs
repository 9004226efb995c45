//! Tells when a source file changed; one answer for a burst of changes.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use crate::project;

/// What the products are made of.
const FOLDERS: [&str; 5] = ["crates", "demo-site", "edge", "inbox", "widget"];
/// An editor writes a file in several steps; this quiet ends a burst.
const QUIET: Duration = Duration::from_millis(100);

/// The watched files.
pub(crate) struct Files {
    changes: UnboundedReceiver<PathBuf>,
    /// Watches as long as it lives.
    _watcher: Option<RecommendedWatcher>,
}

impl Files {
    /// Watches the sources, or nothing.
    pub(crate) fn new(watch: bool) -> Result<Self> {
        let (send, changes) = unbounded_channel();
        if !watch {
            return Ok(Self { changes, _watcher: None });
        }
        let mut watcher =
            notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
                for path in event.into_iter().filter(changes_content).flat_map(|event| event.paths)
                {
                    // Nobody waits any longer when the server stops.
                    send.send(path).ok();
                }
            })?;
        for folder in FOLDERS {
            watcher.watch(&project::root().join(folder), RecursiveMode::Recursive)?;
        }
        Ok(Self { changes, _watcher: Some(watcher) })
    }

    /// Waits for a burst of changes and gives the files in it; without a watch, for ever.
    pub(crate) async fn edited(&mut self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        while let Some(file) = self.next(files.is_empty()).await {
            if is_source(&file) {
                files.push(file);
            }
        }
        files
    }

    async fn next(&mut self, patient: bool) -> Option<PathBuf> {
        if !patient {
            return timeout(QUIET, self.changes.recv()).await.ok().flatten();
        }
        match self.changes.recv().await {
            Some(file) => Some(file),
            None => std::future::pending().await,
        }
    }
}

/// Reading a file, as the build does, is an event too.
fn changes_content(event: &notify::Event) -> bool {
    matches!(event.kind, EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_))
}

/// Editors keep hidden files and copies with `~` beside the source.
fn is_source(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    !name.starts_with('.') && !name.ends_with('~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_editors_own_files_are_no_sources() {
        assert!(is_source(Path::new("edge/src/lib.rs")));
        assert!(!is_source(Path::new("edge/src/.lib.rs.swp")));
        assert!(!is_source(Path::new("edge/src/lib.rs~")));
    }
}
