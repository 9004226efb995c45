//! What keeps the widget a guest: it touches the host page in one file, and shows text as text.

use crate::none;
use crate::sources::{Source, rust, with_endings};

/// The one file that touches the host page.
const HOST: &str = "widget/loader/host.ts";

/// Ways to touch the page. Making a node touches nothing until it is put somewhere.
const TOUCHES: &[&str] = &[
    "document.add",
    "document.body",
    "document.cookie",
    "document.currentScript",
    "document.documentElement",
    "document.getElement",
    "document.head",
    "document.query",
    "document.title",
    "history.",
    "window.add",
    "window.history",
    "window.on",
];

/// The same from Rust.
const TOUCHES_FROM_RUST: &[&str] = &[
    ".body()",
    ".document_element()",
    ".head()",
    "add_event_listener_with_callback(\"",
    "get_element_by_id",
    "query_selector",
    "set_cookie",
    "set_title",
];

/// Ways to show a text as markup, or to run it.
const MARKUP: &[&str] = &[
    "document.write",
    "innerHTML",
    "inner_html",
    "insertAdjacentHTML",
    "insert_adjacent_html",
    "new Function(",
    "outerHTML",
    "set_outer_html",
    " eval(",
];

fn scripts() -> Vec<Source> {
    let mut scripts = with_endings(&["ts"]);
    scripts
        .retain(|script| script.path.starts_with("widget/") && !script.path.ends_with(".test.ts"));
    scripts
}

fn findings(sources: &[Source], texts: &[&str], except: &str) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources.iter().filter(|source| source.path != except) {
        for (number, line) in source.product() {
            if texts.iter().any(|text| line.contains(text)) {
                findings.push(source.at(number, line));
            }
        }
    }
    findings
}

#[test]
fn the_host_page_is_touched_in_one_file() {
    let scripts = scripts();
    assert!(scripts.iter().any(|script| script.path == HOST), "{HOST} does not exist any more");
    let mut all = findings(&scripts, TOUCHES, HOST);
    let mut rust = rust();
    rust.retain(|source| source.path.starts_with("widget/"));
    all.extend(findings(&rust, TOUCHES_FROM_RUST, ""));
    none(&all, "touch the host page in widget/loader/host.ts, and let the rest call that");
}

#[test]
fn text_is_never_markup() {
    let mut sources = with_endings(&["ts", "rs"]);
    sources.retain(|source| ["widget/", "inbox/"].iter().any(|own| source.path.starts_with(own)));
    none(&findings(&sources, MARKUP, ""), "text is text: set it as text");
}
