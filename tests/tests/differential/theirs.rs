//! The npm package `opening_hours`, run by Node.js in the time zone that is asked about.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::cases::{Case, Years};
use crate::spans::{Span, joined};

/// What the package says to each case, in the same order: the open stretches, or why it reads none.
pub(crate) fn evaluate(zone: &str, years: Years, cases: &[Case]) -> Vec<Result<Vec<Span>, String>> {
    let asked: Vec<_> = cases.iter().map(Case::to_json).collect();
    let (from, until) = years.span();
    let question = json!({ "from": from, "until": until, "cases": asked });
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential");
    let mut node = Command::new("node")
        .arg(folder.join("evaluator.mjs"))
        .env("TZ", zone)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js is installed");
    let mut input = node.stdin.take().expect("standard input is a pipe");
    input.write_all(question.to_string().as_bytes()).expect("Node.js reads it");
    drop(input);
    let output = node.wait_with_output().expect("Node.js ends");
    assert!(output.status.success(), "the packages are installed by `cargo xtask build`");
    let answers = String::from_utf8(output.stdout).expect("the output is text");
    let answers: Vec<_> = answers.lines().map(read).collect();
    assert_eq!(answers.len(), cases.len(), "an answer for each case");
    answers
}

fn read(line: &str) -> Result<Vec<Span>, String> {
    let answer: Value = serde_json::from_str(line).expect("each line is JSON");
    match answer["error"].as_str() {
        Some(error) => Err(error.to_owned()),
        None => {
            Ok(joined(serde_json::from_value(answer["open"].clone()).expect("pairs of numbers")))
        }
    }
}
