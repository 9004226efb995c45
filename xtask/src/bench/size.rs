//! How many bytes a timeline adds to what a visitor loads.

use std::fs;

use anyhow::Result;
use hours::{Schedule, holidays};
use protocol::timeline::Timeline;

use crate::bench::report::Report;
use crate::bench::schedules::{hard, usual};
use crate::build::node;
use crate::{clock, project};

/// As in a payload.
const DAYS: u32 = 60;

/// The timelines' JSON, raw and compressed as the payload is.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    let folder = project::stage().join("bench");
    fs::create_dir_all(&folder)?;
    for hours in [usual(), hard()] {
        let timeline = Schedule::parse(hours.site())?.timeline(clock::now(), DAYS);
        let told = Timeline::of(&timeline, |reason| {
            let text = match holidays::names(reason) {
                Some(names) => names.in_language("en"),
                None => reason,
            };
            Some([("en".to_owned(), text.to_owned())].into())
        });
        let file = folder.join("timeline.json");
        fs::write(&file, serde_json::to_vec(&told)?)?;
        node::compress(std::slice::from_ref(&file))?;
        let raw = file.metadata()?.len();
        let brotli = folder.join("timeline.json.br").metadata()?.len();
        report.bytes(format!("{}: timeline of {DAYS} days, JSON", hours.name), raw, brotli);
    }
    Ok(())
}
