//! What keeps the libraries testable: no I/O, no clock, no dice, and one place for the wire.

use std::fs;

use crate::none;
use crate::sources::{root, rust};

/// Crates that do I/O, or belong to one place where code runs.
const FOREIGN: &[&str] = &[
    "axum",
    "getrandom",
    "gloo-net",
    "hyper",
    "js-sys",
    "leptos",
    "rand",
    "reqwest",
    "tokio",
    "ureq",
    "uuid",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
    "worker",
];

/// Calls that read a clock, roll dice, or reach out of the program.
const REACHES_OUT: &[&str] = &[
    "Date::now",
    "Instant::now",
    "Local::now",
    "Math::random",
    "RandomState",
    "SystemTime",
    "Utc::now",
    "getrandom",
    "std::env",
    "std::fs",
    "std::io",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::thread",
];

#[test]
fn libraries_depend_on_nothing_that_does_io() {
    let mut findings = Vec::new();
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let manifest = entry.unwrap().path().join("Cargo.toml");
        let table: toml::Table = fs::read_to_string(&manifest).unwrap().parse().unwrap();
        let empty = toml::Table::new();
        let direct = table.get("dependencies").and_then(toml::Value::as_table).unwrap_or(&empty);
        let targets = table.get("target").and_then(toml::Value::as_table).unwrap_or(&empty);
        let of_targets =
            targets.values().filter_map(|target| target.get("dependencies")?.as_table());
        for name in of_targets.chain([direct]).flat_map(toml::Table::keys) {
            if FOREIGN.contains(&name.as_str()) {
                findings.push(format!("{}: {name}", manifest.display()));
            }
        }
    }
    none(&findings, "a library in crates/ does no I/O; take what it needs as a parameter");
}

#[test]
fn libraries_read_no_clock_and_roll_no_dice() {
    let mut findings = Vec::new();
    for source in rust().iter().filter(|source| source.path.starts_with("crates/")) {
        for (number, line) in source.product() {
            if REACHES_OUT.iter().any(|call| line.contains(call)) {
                findings.push(source.at(number, line));
            }
        }
    }
    none(&findings, "time, randomness and files are parameters of a library in crates/");
}

/// Where serde's derives are no wire: a tool reads cargo's messages and its own files with them.
const TOOLS: [&str; 2] = ["xtask/", "demo-site/"];

#[test]
fn the_wire_is_described_in_one_crate() {
    let mut findings = Vec::new();
    for source in rust() {
        let home = source.path.starts_with("crates/protocol/");
        if home || TOOLS.iter().any(|tool| source.path.starts_with(tool)) {
            continue;
        }
        let code: Vec<_> = source.product().collect();
        for (place, (number, line)) in code.iter().enumerate() {
            let derives = line.contains("derive(")
                && (line.contains("Serialize") || line.contains("Deserialize"));
            // A channel's own JSON stays in its file and folder, so its types are private or theirs alone.
            let item = code[place + 1..].iter().find(|(_, line)| !line.trim().starts_with("#["));
            let private = item.is_some_and(|(_, line)| {
                let line = line.trim();
                !line.starts_with("pub") || line.starts_with("pub(super)")
            });
            let own = source.path.starts_with("crates/channels/") && private;
            if derives && !own {
                findings.push(source.at(*number, line));
            }
        }
    }
    none(
        &findings,
        "what is on the wire is described in crates/protocol, a channel's own JSON in its file",
    );
}

#[test]
fn nothing_in_a_product_unwraps() {
    let mut findings = Vec::new();
    for source in rust() {
        for (number, line) in source.product() {
            if line.contains(".unwrap()") {
                findings.push(source.at(number, line));
            }
        }
    }
    none(&findings, "say what holds with `expect`, or return the error");
}
