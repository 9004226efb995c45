//! The table in `docs/performance.md`.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::{process, project, say};

/// What was measured, in the order in which it was.
#[derive(Debug, Default)]
pub(crate) struct Report {
    times: Vec<(String, &'static str, Duration)>,
    sizes: Vec<(String, u64, u64)>,
}

impl Report {
    /// Notes how long something takes, and where it ran.
    pub(crate) fn time(&mut self, what: String, place: &'static str, took: Duration) {
        say::line(&format!("       {:>10}  {what} ({place})", shown(took)));
        self.times.push((what, place, took));
    }

    /// Notes how much room something takes, as it is and in brotli.
    pub(crate) fn bytes(&mut self, what: String, raw: u64, brotli: u64) {
        say::line(&format!("       {brotli:>8} B  {what}"));
        self.sizes.push((what, raw, brotli));
    }

    /// Writes the tables in between the markers.
    ///
    /// # Errors
    /// When the document or its markers are missing.
    pub(crate) fn write(&self) -> Result<()> {
        write("schedules", &self.tables()?)
    }

    fn tables(&self) -> Result<String> {
        let mut text =
            format!("Machine: {}.\n\n| what | where | median |\n|---|---|---:|\n", machine()?);
        for (what, place, took) in &self.times {
            writeln!(text, "| {what} | {place} | {} |", shown(*took))?;
        }
        text.push_str("\n| what | raw | brotli 11 |\n|---|---:|---:|\n");
        for (what, raw, brotli) in &self.sizes {
            writeln!(text, "| {what} | {raw} B | {brotli} B |")?;
        }
        Ok(text)
    }
}

/// Writes a part in between its markers.
///
/// # Errors
/// When the document or its markers are missing.
pub(crate) fn write(part: &str, tables: &str) -> Result<()> {
    let file = project::root().join("docs/performance.md");
    let text = fs::read_to_string(&file)?;
    let marker = |what: &str| format!("<!-- cargo xtask bench {part}: {what} -->");
    let (begin, end) = (marker("begin"), marker("end"));
    let (before, rest) = text.split_once(&begin).with_context(|| format!("no {begin}"))?;
    let (_, after) = rest.split_once(&end).with_context(|| format!("no {end}"))?;
    fs::write(&file, format!("{before}{begin}\n\n{tables}\n{end}{after}"))?;
    say::fact("docs/performance.md");
    Ok(())
}

/// Three digits of it.
fn shown(time: Duration) -> String {
    let nanoseconds = time.as_secs_f64() * 1e9;
    match nanoseconds {
        ..1e3 => format!("{nanoseconds:.0} ns"),
        ..1e5 => format!("{:.1} µs", nanoseconds / 1e3),
        _ => format!("{:.2} ms", nanoseconds / 1e6),
    }
}

/// The processor as Linux names it, and what there is of it.
pub(crate) fn machine() -> Result<String> {
    let processors = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model =
        processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(std::env::consts::ARCH, |(_, name)| name).to_owned();
    let cores = thread::available_parallelism()?;
    let rustc = process::text(Command::new("rustc").arg("--version"))?;
    let node = process::text(Command::new("node").arg("--version"))?;
    let compiler = rustc.split(" (").next().unwrap_or_default();
    Ok(format!("{model}, {cores} cores, {compiler}, Node.js {node}"))
}
