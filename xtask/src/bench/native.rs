//! The crates, compiled for this machine.

use anyhow::{Context as _, Result};
use hours::Schedule;
use timeline::{Millis, Moment};

use crate::bench::measure::median;
use crate::bench::report::Report;
use crate::bench::schedules::{Hours, hard, usual};
use crate::clock;

/// As in a payload.
const DAYS: u32 = 60;

/// The work of a change of configuration and of a new day, and that of a page.
pub(crate) fn measure(report: &mut Report) -> Result<()> {
    for hours in [usual(), hard()] {
        schedule(&hours, report)?;
    }
    Ok(())
}

fn schedule(hours: &Hours, report: &mut Report) -> Result<()> {
    let now = clock::now();
    let read = || Schedule::parse(hours.site());
    let schedule = read().with_context(|| format!("the {} cannot be read", hours.name))?;
    let timeline = schedule.timeline(now, DAYS);
    let moments: Vec<_> = (0..1_000).map(|it| now + Millis::from_minutes(it * 60)).collect();
    let mut next = moments.iter().cycle().copied();
    let mut moment = move || next.next().unwrap_or(now);
    let soon = Millis::from_minutes(15);

    let name = hours.name;
    report.time(format!("{name}: read, at a change of configuration"), "native", median(read));
    report.time(
        format!("{name}: timeline of {DAYS} days, once a day"),
        "native",
        median(|| schedule.timeline(now, DAYS)),
    );
    report.time(
        format!("{name}: status and next change at a moment"),
        "native",
        median(|| {
            let at: Moment = moment();
            (timeline.status(at, soon), timeline.next_change(at, soon))
        }),
    );
    report.time(
        format!("{name}: reply promise, 2 h of opening time"),
        "native",
        median(|| timeline.after_open_time(now, Millis::from_hours(2))),
    );
    Ok(())
}
