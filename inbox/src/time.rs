//! Times as people say them: pure arithmetic first, the browser's `Intl` below.

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::clock::{DAY, Wall};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A length of time, told in one unit: exact where little is left, else short to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// Whole minutes, up to an hour.
    Minutes(u64),
    /// Hours, up to a day and a half.
    Hours(u64),
    /// Days of 24 hours.
    Days(u64),
}

impl Length {
    /// A length in milliseconds; at least one minute.
    pub(crate) fn of(millis: u64) -> Self {
        let rounded = |unit: i64| {
            let unit = unit.unsigned_abs();
            millis.saturating_add(unit / 2) / unit
        };
        match millis / MINUTE.unsigned_abs() {
            minutes @ 0..60 => Self::Minutes(minutes.max(1)),
            _ => match rounded(HOUR) {
                hours @ 0..36 => Self::Hours(hours),
                _ => Self::Days(rounded(DAY)),
            },
        }
    }
}

/// How a reply promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// There is time left.
    In(Length),
    /// There is little time left.
    Soon(Length),
    /// It was not kept.
    Overdue(Length),
}

/// From when on a promise is marked: long enough to finish what one is at.
const SOON: i64 = 30 * MINUTE;

/// How a promise stands at a moment.
pub(crate) fn due(answer_by: i64, now: i64) -> Due {
    let left = answer_by.saturating_sub(now);
    let length = Length::of(left.unsigned_abs());
    if left < 0 {
        Due::Overdue(length)
    } else if left <= SOON {
        Due::Soon(length)
    } else {
        Due::In(length)
    }
}

/// How long ago something was, in days of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ago {
    /// Within the minute, or in the future by a clock that is wrong.
    JustNow,
    /// Less than an hour.
    Minutes(u64),
    /// Earlier today, or less than six hours ago.
    Hours(u64),
    /// Yesterday.
    Yesterday,
    /// Earlier.
    Earlier,
}

/// How long ago a moment was; `days` is how many midnights have passed since.
pub(crate) fn ago(at: i64, now: i64, days: i64) -> Ago {
    let past = now.saturating_sub(at).max(0);
    let unsigned = |value: i64| u64::try_from(value).unwrap_or(0);
    if past < MINUTE {
        Ago::JustNow
    } else if past < HOUR {
        Ago::Minutes(unsigned(past / MINUTE))
    } else if days <= 0 || past < 6 * HOUR {
        Ago::Hours(unsigned(past / HOUR))
    } else if days == 1 {
        Ago::Yesterday
    } else {
        Ago::Earlier
    }
}

/// How often what is told in minutes is brought up to date, in milliseconds.
const TICK: i64 = 15_000;

/// How long to wait until something else is to be told, in milliseconds: until the status
/// changes, where that comes first.
pub(crate) fn tick(now: i64, change: Option<i64>) -> u32 {
    let left = change.map_or(TICK, |change| change.saturating_sub(now));
    // Timers may end a little early.
    u32::try_from(left.saturating_add(1).clamp(1, TICK)).unwrap_or(u32::MAX)
}

/// The day of the calendar, counted from 1970, for a zone that is `offset`
/// minutes behind UTC (the sign of `Date.getTimezoneOffset`).
pub(crate) fn day_number(at: i64, offset: i64) -> i64 {
    at.saturating_sub(offset.saturating_mul(MINUTE)).div_euclid(DAY)
}

/// The day of the calendar in the browser's zone, counted from 1970.
pub(crate) fn local_day(at: i64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "an offset is less than a day in minutes")]
    let offset = date(at).get_timezone_offset() as i64;
    day_number(at, offset)
}

/// What the browser's clock says.
pub(crate) fn now() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "whole milliseconds, far below 2^53")]
    let now = Date::now() as i64;
    now
}

fn date(at: i64) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "past 2^53 a date is invalid either way")]
    let millis = JsValue::from_f64(at as f64);
    Date::new(&millis)
}

/// The formats of one language, made once: making one costs more than using it.
#[derive(Clone, Debug)]
pub(crate) struct Formats {
    time: Option<Function>,
    day: Option<Function>,
    day_and_year: Option<Function>,
    weekday: Option<Function>,
    weekday_name: Option<Function>,
    date: Option<Function>,
    moment: Option<Function>,
    /// All of a moment in numbers, to be read by [`Wall::from_numbers`].
    numbers: Option<Function>,
    languages: Option<(JsValue, Function)>,
}

impl Formats {
    /// The formats for a language tag of the browser's or of ours, in a time zone:
    /// the reader's own where none is given, or the browser does not know it.
    pub(crate) fn new(tag: &str, zone: Option<&str>) -> Self {
        let tags = Array::of1(&tag.into());
        let format_in = |tags: &Array, options: &[(&str, &str)]| {
            let zoned: Vec<_> =
                options.iter().copied().chain(zone.map(|zone| ("timeZone", zone))).collect();
            let format = intl("DateTimeFormat", tags, &zoned)
                .or_else(|| intl("DateTimeFormat", tags, options))?;
            method(&format, "format")
        };
        let format = |options: &[(&str, &str)]| format_in(&tags, options);
        let numbers = ["year", "month", "day", "hour", "minute", "second"];
        let numbers: Vec<_> = numbers
            .map(|part| (part, "numeric"))
            .into_iter()
            .chain([("hourCycle", "h23")])
            .collect();
        Self {
            time: format(&[("timeStyle", "short")]),
            day: format(&[("day", "numeric"), ("month", "short")]),
            day_and_year: format(&[("dateStyle", "medium")]),
            weekday: format(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            weekday_name: format(&[("weekday", "long")]),
            date: format(&[("day", "numeric"), ("month", "long")]),
            numbers: format_in(&Array::of1(&"en-US".into()), &numbers),
            moment: format(&[("dateStyle", "full"), ("timeStyle", "short")]),
            languages: intl("DisplayNames", &tags, &[("type", "language")])
                .and_then(|names| method(&names, "of").map(|of| (names, of))),
        }
    }

    /// A time of day: `17:05`.
    pub(crate) fn time(&self, at: i64) -> String {
        call(self.time.as_ref(), at)
    }

    /// A day: `12 Nov`, and with its year where that is another than today's.
    pub(crate) fn day(&self, at: i64, now: i64) -> String {
        let same_year = date(at).get_full_year() == date(now).get_full_year();
        let format = if same_year { &self.day } else { &self.day_and_year };
        call(format.as_ref(), at)
    }

    /// A day with its weekday: `Thursday 12 November`.
    pub(crate) fn weekday(&self, at: i64) -> String {
        call(self.weekday.as_ref(), at)
    }

    /// The name of a day of the week: `Thursday`.
    pub(crate) fn weekday_name(&self, at: i64) -> String {
        call(self.weekday_name.as_ref(), at)
    }

    /// A day with its month: `12 November`.
    pub(crate) fn date(&self, at: i64) -> String {
        call(self.date.as_ref(), at)
    }

    /// What clocks show, to the second; nothing where the browser has no clocks of the zone.
    pub(crate) fn wall(&self, at: i64) -> Option<Wall> {
        let whole = Wall::from_numbers(&call(self.numbers.as_ref(), at))?;
        Some(Wall(whole.0.saturating_add(at.rem_euclid(1_000))))
    }

    /// A day with its time, in full.
    pub(crate) fn moment(&self, at: i64) -> String {
        call(self.moment.as_ref(), at)
    }

    /// A language's name, or its tag where it has none.
    pub(crate) fn language(&self, tag: &str) -> String {
        self.languages
            .as_ref()
            .and_then(|(names, of)| of.call1(names, &tag.into()).ok()?.as_string())
            .unwrap_or_else(|| tag.to_owned())
    }
}

/// A moment that no calendar has is an empty text rather than an error.
fn call(format: Option<&Function>, at: i64) -> String {
    format
        .and_then(|format| format.call1(&JsValue::UNDEFINED, &date(at)).ok()?.as_string())
        .unwrap_or_default()
}

/// An object of `Intl`; none where the browser does not know what was asked for.
fn intl(class: &str, tags: &Array, options: &[(&str, &str)]) -> Option<JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = method(&intl, class)?;
    Reflect::construct(&class, &Array::of2(tags, &object(options))).ok()
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn object(entries: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // An ordinary object takes every property.
        Reflect::set(&object, &(*key).into(), &(*value).into()).ok();
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_in_the_unit_that_says_most() {
        for (minutes, expected) in [
            (0, Length::Minutes(1)),
            (1, Length::Minutes(1)),
            (59, Length::Minutes(59)),
            (60, Length::Hours(1)),
            (119, Length::Hours(2)),
            (149, Length::Hours(2)),
            (35 * 60, Length::Hours(35)),
            (36 * 60, Length::Days(2)),
            (5 * 24 * 60, Length::Days(5)),
        ] {
            assert_eq!(Length::of(minutes * 60_000), expected, "{minutes}");
        }
        assert!(matches!(Length::of(u64::MAX), Length::Days(_)));
    }

    #[test]
    fn a_promise_is_soon_half_an_hour_before_and_overdue_right_after() {
        assert_eq!(due(31 * MINUTE, 0), Due::In(Length::Minutes(31)));
        assert_eq!(due(30 * MINUTE, 0), Due::Soon(Length::Minutes(30)));
        assert_eq!(due(0, 0), Due::Soon(Length::Minutes(1)));
        assert_eq!(due(0, 1), Due::Overdue(Length::Minutes(1)));
        assert_eq!(due(0, 3 * HOUR), Due::Overdue(Length::Hours(3)));
        assert!(matches!(due(i64::MIN, i64::MAX), Due::Overdue(_)));
        assert!(matches!(due(i64::MAX, i64::MIN), Due::In(_)));
    }

    #[test]
    fn the_past_is_told_by_the_calendar() {
        assert_eq!(ago(0, MINUTE - 1, 0), Ago::JustNow);
        assert_eq!(ago(MINUTE, 0, 0), Ago::JustNow, "a clock that is wrong");
        assert_eq!(ago(0, 59 * MINUTE, 1), Ago::Minutes(59));
        assert_eq!(ago(0, 9 * HOUR, 0), Ago::Hours(9));
        assert_eq!(ago(0, 5 * HOUR, 1), Ago::Hours(5), "a night shift");
        assert_eq!(ago(0, 9 * HOUR, 1), Ago::Yesterday);
        assert_eq!(ago(0, 30 * HOUR, 2), Ago::Earlier);
        assert_eq!(ago(i64::MIN, i64::MAX, i64::MAX), Ago::Earlier);
    }

    #[test]
    fn the_clock_ticks_when_the_status_changes() {
        assert_eq!(tick(0, None), 15_000);
        assert_eq!(tick(0, Some(HOUR)), 15_000);
        assert_eq!(tick(0, Some(2_000)), 2_001);
        assert_eq!(tick(5, Some(i64::MIN)), 1);
        assert_eq!(tick(i64::MIN, Some(i64::MAX)), 15_000);
    }

    #[test]
    fn days_change_at_local_midnight() {
        let berlin = -60;
        assert_eq!(day_number(23 * HOUR - 1, berlin), 0);
        assert_eq!(day_number(23 * HOUR, berlin), 1);
        assert_eq!(day_number(-1, 0), -1);
        assert_eq!(day_number(4 * HOUR, 300), -1);
    }
}
