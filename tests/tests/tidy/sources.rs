//! The files of the project, without what is built, installed or kept by others.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of the project's own.
const FOREIGN: [&str; 6] = ["target", "node_modules", ".git", ".askhours", "test-results", "dist"];

/// A file of the project.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its path from the root, with `/`.
    pub(crate) path: String,
    /// What stands in it.
    pub(crate) text: String,
}

impl Source {
    /// The lines with their numbers, without those that are comments.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let comment =
            |line: &str| ["//", "*", "#!", "/*"].iter().any(|mark| line.starts_with(mark));
        self.lines().filter(move |(_, line)| !comment(line.trim_start()))
    }

    /// All lines with their numbers.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(place, line)| (place + 1, line))
    }

    /// The code that is part of the product: what stands before the tests of its file.
    pub(crate) fn product(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code().take_while(|(_, line)| line.trim() != "#[cfg(test)]")
    }

    /// Where something was found, as compilers write it.
    pub(crate) fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {}", self.path, what.trim())
    }
}

/// Where the root of the working tree is.
pub(crate) fn root() -> PathBuf {
    tests::folder::root().to_owned()
}

/// Every text file with one of these endings, in a fixed order.
pub(crate) fn with_endings(endings: &[&str]) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root(), &mut paths);
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            endings.contains(&ending)
        })
        .filter_map(|path| {
            let text = fs::read_to_string(&path).ok()?;
            let path = path.strip_prefix(root()).ok()?.to_str()?.replace('\\', "/");
            Some(Source { path, text })
        })
        .collect()
}

/// The Rust files of products and libraries: no tests, no build scripts.
pub(crate) fn rust() -> Vec<Source> {
    let mut sources = with_endings(&["rs"]);
    sources.retain(|source| {
        let mut parts = source.path.split('/');
        source.path.contains("/src/")
            && !source.path.starts_with("tests/")
            && !parts.any(|part| part == "tests" || part == "tests.rs")
    });
    sources
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the working tree can be read") {
        let entry = entry.expect("the working tree stays");
        let name = entry.file_name();
        let kind = entry.file_type().expect("a file has a type");
        if kind.is_dir() && !FOREIGN.iter().any(|foreign| name == *foreign) {
            walk(&entry.path(), paths);
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
}
