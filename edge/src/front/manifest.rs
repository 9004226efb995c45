//! The manifest of the build: which files there are, and under which names.

use std::collections::{BTreeMap, HashSet};

/// The files of the build.
#[derive(Debug)]
pub(crate) struct Manifest {
    names: BTreeMap<String, String>,
    files: HashSet<String>,
}

impl Manifest {
    /// Reads the manifest: a JSON object of logical names and hashed names.
    ///
    /// # Errors
    /// Where it is something else.
    pub(crate) fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let names: BTreeMap<String, String> = serde_json::from_str(json)?;
        let files = names.values().cloned().collect();
        Ok(Self { names, files })
    }

    /// The address of a file by its logical name; empty where the build did not make it.
    pub(crate) fn address(&self, logical: &str) -> String {
        self.names.get(logical).map_or_else(String::new, |name| format!("/assets/{name}"))
    }

    /// Whether a file of this name was built. Nothing else is ever read from disk.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.files.contains(file)
    }
}

/// The media type of a file, by the end of its name.
pub(crate) fn media_type(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_both_names() {
        let manifest = Manifest::parse(r#"{"widget.wasm":"widget.abc.wasm"}"#).unwrap();
        assert_eq!(manifest.address("widget.wasm"), "/assets/widget.abc.wasm");
        assert_eq!(manifest.address("other.js"), "");
        assert!(manifest.has("widget.abc.wasm"));
        assert!(!manifest.has("widget.wasm") && !manifest.has("../manifest.json"));
    }

    #[test]
    fn types_follow_the_end_of_the_name() {
        assert_eq!(media_type("widget.abc.wasm"), "application/wasm");
        assert_eq!(media_type("panel-de.abc.json"), "application/json");
        assert_eq!(media_type("none"), "application/octet-stream");
    }
}
