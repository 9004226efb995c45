//! Any text (`-max_len` says how long) as each of the fields that a site writes about its hours: nothing panics, and what is read
//! can be worked out and asked.

#![no_main]

use hours::{Exception, ExceptionRule, Schedule, SiteHours, parse_reply_target};
use libfuzzer_sys::fuzz_target;
use timeline::{Millis, Moment, Timeline};

/// In October 2026, so that a change of the clock lies within the days that are worked out.
const NOW: Moment = Moment(1_792_800_000_000);

fuzz_target!(|text: &str| {
    // Every field alone, in a site that is right otherwise.
    let right = Site { hours: "Mo-Fr 22:00-02:00", ..Site::default() };
    try_out(Site { hours: text, ..right });
    try_out(Site { region: Some(text), ..right });
    try_out(Site { times: Some(text), ..right });
    try_out(Site { from: text, to: text, ..right });
    try_out(Site { zone: text, ..right });
    let _ = parse_reply_target(text);
    // And one to a line, together.
    if let Some(site) = lines(text) {
        try_out(site);
    }
});

#[derive(Clone, Copy)]
struct Site<'a> {
    hours: &'a str,
    zone: &'a str,
    region: Option<&'a str>,
    from: &'a str,
    to: &'a str,
    /// The exception's hours; closed where there are none.
    times: Option<&'a str>,
}

impl Default for Site<'_> {
    fn default() -> Self {
        let day = "2026-10-25";
        Self { hours: "off", zone: "Europe/Berlin", region: None, from: day, to: day, times: None }
    }
}

fn lines(text: &str) -> Option<Site<'_>> {
    let mut lines = text.lines();
    Some(Site {
        hours: lines.next()?,
        region: Some(lines.next()?),
        times: lines.next(),
        from: lines.next().unwrap_or("12-24"),
        to: lines.next().unwrap_or("01-02"),
        zone: lines.next().unwrap_or("Pacific/Apia"),
    })
}

fn try_out(site: Site<'_>) {
    let rule = match site.times {
        None => ExceptionRule::Closed,
        Some(times) => ExceptionRule::Hours(times.to_owned()),
    };
    let (from, to) = (site.from.to_owned(), site.to.to_owned());
    let exceptions = [Exception { from, to, rule, note: Some(site.hours.to_owned()) }];
    let read = Schedule::parse(SiteHours {
        expression: site.hours,
        time_zone: site.zone,
        region: site.region,
        exceptions: &exceptions,
    });
    let schedule = match read {
        Ok(schedule) => schedule,
        Err(error) => {
            let _ = error.to_string();
            return;
        }
    };
    let timeline = schedule.timeline(NOW, 14);
    let promise = timeline.after_open_time(NOW, Millis::from_hours(2));
    if let Some(promise) = promise {
        assert_eq!(timeline.open_time_between(NOW, promise), Millis::from_hours(2));
    }
    let _ = timeline.status(NOW, Millis::from_minutes(15));
    let _ = timeline.days(&schedule.midnights(NOW, 7));
    assert!(Timeline::try_from(timeline.to_wire()).is_ok());
}
