//! Timelines against the evaluator, asked for the state at a local time.

use chrono::{Days, NaiveDateTime, TimeDelta, Timelike};
use chrono_tz::Tz;
use opening_hours::{OpeningHours, RuleKind};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use timeline::{Millis, Moment};

use crate::expressions::{EXPRESSIONS, rules};
use crate::{ZONES, is_open, local, moment, new_year, plain};

#[test]
fn a_year_agrees_with_the_evaluator() {
    for (name, year) in ZONES {
        let zone: Tz = name.parse().unwrap();
        let minutes = minutes_of_a_year(zone, year);
        for expression in EXPRESSIONS {
            let hours: OpeningHours = expression.parse().unwrap();
            let timeline = plain(expression, name).unwrap().timeline(moment(new_year(year)), 366);
            for at in &minutes {
                let local = local(zone, *at);
                let expected = evaluated(&hours, local);
                assert_eq!(is_open(&timeline, *at), expected, "{expression} in {name} at {local}");
            }
        }
    }
}

proptest! {
    #[test]
    fn rules_agree_with_the_evaluator(
        text in rules(),
        (name, year) in select(&ZONES[..]),
        day in 0u64..366,
        minutes in vec(0i64..14 * 1440, 60),
    ) {
        if let Some(schedule) = plain(&text, name) {
            let zone: Tz = name.parse().unwrap();
            let hours: OpeningHours = text.parse().unwrap();
            let start = new_year(year) + Days::new(day);
            let timeline = schedule.timeline(moment(start), 14);
            for minute in minutes {
                let at = moment(start + TimeDelta::minutes(minute));
                let local = local(zone, at);
                prop_assert_eq!(is_open(&timeline, at), evaluated(&hours, local), "at {}", local);
            }
        }
    }
}

/// What the evaluator says, with the day's last minute belonging to the day.
fn evaluated(hours: &OpeningHours, local: NaiveDateTime) -> bool {
    let minute = TimeDelta::minutes(1);
    let (kind, comment) = hours.state(local);
    let is_last = (local.hour(), local.minute()) == (23, 59);
    kind == RuleKind::Open
        || is_last && comment.is_empty() && hours.state(local - minute).0 == RuleKind::Open
}

/// Every minute of the hours around a change of the clock, and every 181st of the year: a prime, so that each minute
/// of the day comes up.
fn minutes_of_a_year(zone: Tz, year: i32) -> Vec<Moment> {
    let first = moment(new_year(year));
    let ahead = |at: Moment| local(zone, at) - local(Tz::UTC, at);
    let near = Millis::from_hours(3);
    let hours = (0..366 * 24).flat_map(|hour| {
        let at = first + Millis::from_hours(hour);
        let changes = ahead(at - near) != ahead(at + near);
        let minutes = hour * 60..(hour + 1) * 60;
        minutes.filter(move |minute| changes || minute % 181 == 0)
    });
    hours.map(|minute| first + Millis::from_minutes(minute)).collect()
}
