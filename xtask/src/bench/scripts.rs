//! The loader's TypeScript, in Node.js.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use hours::Schedule;
use protocol::timeline::Timeline;
use serde_json::json;

use crate::bench::report::Report;
use crate::bench::schedules::{hard, usual};
use crate::build::node;
use crate::{clock, process, project};

/// What `widget/loader/bench.ts` measures of each schedule.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let folder = project::stage().join("bench");
    fs::create_dir_all(&folder)?;
    let script = folder.join("bench.mjs");
    node::bundle(&json!({
        "entryPoints": [project::root().join("widget/loader/bench.ts")],
        "outfile": script,
        "platform": "node",
        "format": "esm",
        "minify": true,
    }))?;
    for hours in [usual(), hard()] {
        let now = clock::now();
        let timeline = Schedule::parse(hours.site())?.timeline(now, 60);
        let json = serde_json::to_string(&Timeline::of(&timeline, |_| None))?;
        let mut command = Command::new("node");
        let told = process::text(command.arg(&script).arg(json).arg(now.0.to_string()))?;
        let times: BTreeMap<String, u64> =
            serde_json::from_str(&told).context("widget/loader/bench.ts prints nanoseconds")?;
        for (what, nanoseconds) in times {
            let what = format!("{}: {what}", hours.name);
            report.time(what, "Node.js", Duration::from_nanos(nanoseconds));
        }
    }
    Ok(())
}
