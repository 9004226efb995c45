//! What keeps the edge surveyable: one way out, one place for what the runtime gives.

use crate::none;
use crate::sources::{rust, with_endings};

/// Findings of these texts in the edge, outside of one file and the folder beside it.
fn outside(home: &str, texts: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    let folder = home.replace(".rs", "/");
    let sources = rust();
    let edge = sources.iter().filter(|source| source.path.starts_with("edge/src/"));
    assert!(sources.iter().any(|source| source.path == home), "{home} does not exist any more");
    for source in edge.filter(|source| source.path != home && !source.path.starts_with(&folder)) {
        for (number, line) in source.product() {
            if texts.iter().any(|text| line.contains(text)) {
                findings.push(source.at(number, line));
            }
        }
    }
    findings
}

#[test]
fn requests_leave_through_one_file() {
    let ways = [
        "Fetch::",
        "fetch_with_str",
        "Socket::builder",
        "worker::connect",
        "worker_sys::Socket",
        "worker_sys::{",
        "EmailMessage::",
        "gloo_net",
    ];
    let findings = outside("edge/src/outgoing.rs", &ways);
    none(&findings, "send it by edge/src/outgoing.rs");
}

#[test]
fn bindings_and_secrets_are_read_in_one_file() {
    let ways = [
        ".var(",
        ".secret(",
        ".durable_object(",
        ".assets(",
        ".service(",
        ".kv(",
        ".bucket(",
        ".d1(",
        ".send_email(",
        "get_binding(",
    ];
    let findings = outside("edge/src/bindings.rs", &ways);
    none(&findings, "read it in edge/src/bindings.rs");
}

#[test]
fn no_page_shows_text_as_markup() {
    let mut findings = Vec::new();
    for source in with_endings(&["html"]) {
        if !source.path.starts_with("edge/templates/") {
            continue;
        }
        for (number, line) in source.lines() {
            if line.contains("|safe") || line.contains("| safe") || line.contains("escape none") {
                findings.push(source.at(number, line));
            }
        }
    }
    none(&findings, "text is text: let the template escape it");
}
