//! Each file opens by saying what it is for.

use crate::none;
use crate::sources::with_endings;

/// How a file of this ending begins; nothing for files that cannot hold a comment.
fn opening(ending: &str) -> &'static [&'static str] {
    match ending {
        "rs" => &["//!"],
        "ts" | "js" | "mjs" | "jsonc" => &["//", "/*"],
        "css" => &["/*"],
        "capnp" | "sh" => &["#"],
        _ => &[],
    }
}

#[test]
fn each_file_opens_by_saying_what_it_is_for() {
    let endings = ["rs", "ts", "js", "mjs", "jsonc", "css", "capnp", "sh"];
    let mut findings = Vec::new();
    for source in with_endings(&endings) {
        let ending = source.path.rsplit('.').next().unwrap_or_default();
        let text = source.text.strip_prefix("#!/usr/bin/env bash\n").unwrap_or(&source.text);
        let first = text.lines().next().unwrap_or_default();
        let marks = opening(ending);
        let said = marks.iter().find_map(|mark| first.strip_prefix(mark));
        // The sentence may begin on the line after `/*`.
        let has_words =
            said.is_some_and(|words| !words.trim().is_empty() || first.starts_with("/*"));
        if !has_words {
            findings.push(source.at(1, first));
        }
    }
    none(&findings, "begin the file with a comment that says what it is for");
}

#[test]
fn no_module_hides_in_a_mod_rs() {
    let sources = with_endings(&["rs"]);
    let hidden: Vec<_> = sources
        .iter()
        .filter(|source| source.path.ends_with("/mod.rs"))
        .map(|source| source.path.clone())
        .collect();
    none(&hidden, "name the file after its module: `foo.rs` beside `foo/`");
}
