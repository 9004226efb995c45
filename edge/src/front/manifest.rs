//! The manifest of the build: which files there are, and under which names.

use std::collections::BTreeMap;

/// Hexadecimal digits of the digest in a file's name.
const DIGITS: usize = 12;

/// The files of the build.
#[derive(Debug)]
pub(crate) struct Manifest {
    names: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the manifest: a JSON object of logical names and hashed names.
    ///
    /// # Errors
    /// Where it is something else.
    pub(crate) fn parse(json: &str) -> Result<Self, serde_json::Error> {
        Ok(Self { names: serde_json::from_str(json)? })
    }

    /// The address of a file by its logical name; empty where the build did not make it.
    pub(crate) fn address(&self, logical: &str) -> String {
        self.names.get(logical).map_or_else(String::new, |name| format!("/assets/{name}"))
    }

    /// Whether a name is that of a file of this build or an earlier one, which pages
    /// that were open before still ask for. Nothing else is ever read from disk.
    pub(crate) fn names(&self, file: &str) -> bool {
        let mut parts = file.split('.');
        let (stem, digest, extension) = (parts.next(), parts.next(), parts.next());
        match (stem, digest, extension, parts.next()) {
            (Some(stem), Some(digest), Some(extension), None) => {
                digest.len() == DIGITS
                    && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
                    && self.names.contains_key(&format!("{stem}.{extension}"))
            }
            _ => false,
        }
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
        let json = r#"{"widget.wasm":"widget.0123456789ab.wasm"}"#;
        let manifest = Manifest::parse(json).unwrap();
        assert_eq!(manifest.address("widget.wasm"), "/assets/widget.0123456789ab.wasm");
        assert_eq!(manifest.address("other.js"), "");
    }

    #[test]
    fn earlier_builds_are_still_known_and_nothing_else() {
        let json = r#"{"widget.wasm":"widget.0123456789ab.wasm"}"#;
        let manifest = Manifest::parse(json).unwrap();
        assert!(manifest.names("widget.0123456789ab.wasm"));
        assert!(manifest.names("widget.ba9876543210.wasm"));
        for other in [
            "widget.wasm",
            "manifest.json",
            "widget.abc.wasm",
            "../x.0123456789ab.wasm",
            "widget.0123456789ab.wasm.br",
        ] {
            assert!(!manifest.names(other), "{other}");
        }
    }

    #[test]
    fn types_follow_the_end_of_the_name() {
        assert_eq!(media_type("widget.abc.wasm"), "application/wasm");
        assert_eq!(media_type("panel-de.abc.json"), "application/json");
        assert_eq!(media_type("none"), "application/octet-stream");
    }
}
