//! The invariants of ARCHITECTURE.md that can be read off the code. Each test names the file and
//! the line that breaks one, and what to do instead.

mod code_map;
mod edge;
mod libraries;
mod opening;
mod sources;
mod widget;
mod wording;

/// Fails with every finding, one on a line.
#[track_caller]
fn none(findings: &[String], mend: &str) {
    assert!(findings.is_empty(), "{mend}:\n{}", findings.join("\n"));
}
