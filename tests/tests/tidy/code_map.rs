//! The code map of ARCHITECTURE.md lists exactly the crates that exist.

use std::collections::BTreeSet;
use std::fs;

use crate::sources::root;

/// The folders that the workspace names as its members.
fn members() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("the workspace has a manifest");
    let manifest: toml::Table = text.parse().expect("the manifest is TOML");
    let members = manifest["workspace"]["members"].as_array().expect("the workspace has members");
    members.iter().filter_map(toml::Value::as_str).flat_map(folders).collect()
}

/// What a member's pattern stands for: a folder, or each folder below one.
fn folders(pattern: &str) -> Vec<String> {
    let Some(parent) = pattern.strip_suffix("/*") else { return vec![pattern.to_owned()] };
    let entries = fs::read_dir(root().join(parent)).expect("the folder exists");
    let names = entries.map(|entry| entry.expect("the folder stays").file_name());
    names.map(|name| format!("{parent}/{}", name.to_string_lossy())).collect()
}

/// The first code of each row of the code map.
fn listed() -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("it describes the code");
    let section = text.split("\n## ").find(|section| section.starts_with("Code map"));
    let section = section.expect("it has a section 'Code map'");
    let rows = section.lines().filter(|line| line.starts_with('|') || line.starts_with('-'));
    rows.filter_map(|row| Some(row.split('`').nth(1)?.to_owned())).collect()
}

#[test]
fn the_code_map_lists_exactly_the_crates_that_exist() {
    let listed = listed();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a crate stands there twice: {listed:?}");
    assert_eq!(once, members(), "left: the code map, right: the workspace's members");
}

#[test]
fn a_crate_has_the_name_of_its_folder() {
    for member in members() {
        let manifest = root().join(&member).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a member has a manifest");
        let manifest: toml::Table = text.parse().expect("a manifest is TOML");
        let name = manifest["package"]["name"].as_str().unwrap_or_default();
        assert_eq!(Some(name), member.rsplit('/').next(), "{member}");
    }
}
