//! What holds for all opening hours: nothing panics, and the timeline agrees with the clock on the wall at every minute,
//! asked of two witnesses: the evaluator itself, and a team that works in shifts.

mod evaluator;
mod expressions;
mod robustness;
mod shifts;
mod year;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use hours::{Schedule, SiteHours};
use proptest::test_runner::Config;
use timeline::{Millis, Moment, Status, Timeline};

/// With daylight saving of an hour and of half an hour, without, suspended for a month, and with a date that never was.
const ZONES: [(&str, i32); 7] = [
    ("Europe/Berlin", 2026),
    ("America/New_York", 2026),
    ("America/Sao_Paulo", 2018),
    ("Australia/Lord_Howe", 2026),
    ("Asia/Kathmandu", 2026),
    ("Africa/Casablanca", 2026),
    ("Pacific/Apia", 2011),
];

/// As many cases as a test takes a second or two for, or as `PROPTEST_CASES` says.
fn cases(usual: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(usual),
    }
}

fn plain(expression: &str, time_zone: &str) -> Option<Schedule> {
    Schedule::parse(SiteHours { expression, time_zone, region: None, exceptions: &[] }).ok()
}

fn moment(utc: NaiveDateTime) -> Moment {
    Moment(utc.and_utc().timestamp_millis())
}

/// The year's first midnight of UTC.
fn new_year(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).expect("every year has one").into()
}

fn local(zone: Tz, moment: Moment) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(moment.0).expect("a moment of this century");
    utc.with_timezone(&zone).naive_local()
}

fn is_open(timeline: &Timeline, at: Moment) -> bool {
    matches!(timeline.status(at, Millis::ZERO), Status::Open { .. })
}
