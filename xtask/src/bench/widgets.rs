//! What a page pays for its widget, before a click and up to the open field: ours, and beside it Sentry's feedback
//! widget from npm, which is the lightest of those that many pages embed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::build::node;
use crate::stack::{Addresses, Stack};
use crate::{chromium, process, project};

/// How often each page is measured, each time in a fresh profile.
const RUNS: u32 = 5;

/// The figures of one widget at one slow-down, by the names of `widgets.mjs`.
type Figures = BTreeMap<String, f64>;

/// A row of the table: its words, the figure's name, at which slow-down, and how it is written.
type Row = (&'static str, &'static str, &'static str, fn(f64) -> String);

const ROWS: [Row; 16] = [
    ("before a click: KiB (brotli)", "bytes", "1", kibibytes),
    ("before a click: requests", "requests", "1", whole),
    ("before a click: cookies and stored keys", "stored", "1", whole),
    ("before a click: hosts of third parties", "thirds", "1", whole),
    ("before a click: layout shift", "shift", "1", fraction),
    ("loading: main thread", "task", "1", milliseconds),
    ("loading: main thread, processor 4 times slower", "task", "4", milliseconds),
    ("loading: long tasks", "long", "1", whole),
    ("loading: long tasks, 4 times slower", "long", "4", whole),
    ("in all up to the open field: KiB (brotli)", "all", "1", kibibytes),
    ("click to field, first visit", "cold", "1", milliseconds),
    ("click to field, first visit, 4 times slower", "cold", "4", milliseconds),
    ("click to field, cached", "warm", "1", milliseconds),
    ("click to field, cached, 4 times slower", "warm", "4", milliseconds),
    ("click to field, cached, pointer rested on it", "intended", "1", milliseconds),
    ("click to field, cached, rested, 4 times slower", "intended", "4", milliseconds),
];

/// Measures both, and an empty page, and gives the table.
///
/// # Errors
/// When the edge or the browser does not start, or a widget does not open.
pub(crate) fn measure() -> Result<String> {
    let folder = project::stage().join("bench");
    fs::create_dir_all(&folder)?;
    let sentry = folder.join("sentry.js");
    node::bundle(&json!({
        "entryPoints": [project::root().join("xtask/src/bench/sentry.js")],
        "outfile": sentry,
        "format": "esm",
        "target": "es2022",
    }))?;
    let chromium = chromium::find_or_install()?;
    let data = project::artefacts().join("bench-widgets");
    fs::remove_dir_all(&data).ok();
    let told = tokio::runtime::Runtime::new()?.block_on(async {
        let stack = Stack::start(Addresses::take(0, 0).await?, data, false).await?;
        let what = json!({
            "chromium": chromium, "edge": stack.edge(), "runs": RUNS, "sentry": sentry,
        });
        let mut command = Command::new("node");
        command.arg(project::root().join("xtask/src/bench/widgets.mjs")).arg(what.to_string());
        command.current_dir(project::root());
        let outcome = tokio::task::block_in_place(|| process::text(&mut command));
        stack.stop().await?;
        outcome
    })?;
    let results: BTreeMap<String, BTreeMap<String, Figures>> =
        serde_json::from_str(&told).context("widgets.mjs prints figures")?;
    let mut text =
        String::from("| what | empty page | Askhours | Sentry feedback |\n|---|---:|---:|---:|\n");
    for (what, key, slowdown, shown) in ROWS {
        let figure = |widget: &str| {
            let figure = results.get(widget).and_then(|it| it.get(slowdown)?.get(key));
            figure.map_or_else(String::new, |it| shown(*it))
        };
        let figures = ["blank", "ours", "sentry"].map(figure);
        writeln!(text, "| {what} | {} |", figures.join(" | "))?;
    }
    Ok(text)
}

fn kibibytes(bytes: f64) -> String {
    format!("{:.1}", bytes / 1024.0)
}

fn milliseconds(figure: f64) -> String {
    format!("{figure:.0} ms")
}

fn whole(figure: f64) -> String {
    format!("{figure:.0}")
}

fn fraction(figure: f64) -> String {
    format!("{figure:.3}")
}
