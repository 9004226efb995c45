//! A time zone: which time the clock on the wall shows, and when it is put back or forward.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Offset as _, TimeZone as _};
use chrono_tz::Tz;
use timeline::Moment;

use crate::error::{Field, HoursError, Problem, shortened};

pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;

/// What the evaluator can tell about, in seconds since the Unix epoch: 1900-01-03 until 9990-01-01. Moments outside
/// are taken for the nearest within.
const KNOWN_SECONDS: Range<i64> = -2_208_816_000..253_086_768_000;

/// A zone of the IANA database.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Zone(Tz);

/// A time within which the clock on the wall is not put back or forward: it shows UTC and a constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// In seconds since the Unix epoch.
    pub(crate) seconds: Range<i64>,
    /// How many seconds the clock on the wall is ahead of UTC.
    pub(crate) offset: i64,
}

impl Zone {
    pub(crate) fn parse(name: &str) -> Result<Self, HoursError> {
        name.parse().map(Self).map_err(|_| {
            let name = shortened(name);
            HoursError::new(Field::TimeZone, Problem::UnknownTimeZone { name })
        })
    }

    /// The stretches of a time, in order and without a gap.
    pub(crate) fn stretches(self, seconds: Range<i64>) -> impl Iterator<Item = Stretch> {
        let mut start = seconds.start;
        std::iter::from_fn(move || {
            if start >= seconds.end {
                return None;
            }
            let end = self.end_of_offset(start, seconds.end);
            let stretch = Stretch { seconds: start..end, offset: self.offset(start) };
            start = end;
            Some(stretch)
        })
    }

    /// How many seconds the clock on the wall is ahead of UTC.
    fn offset(self, seconds: i64) -> i64 {
        DateTime::from_timestamp(seconds, 0).map_or(0, |utc| {
            let offset = self.0.offset_from_utc_datetime(&utc.naive_utc());
            i64::from(offset.fix().local_minus_utc())
        })
    }

    /// The first second after `start` at which the clock on the wall is put back or forward, or `until`.
    ///
    /// The database tells an offset but no changes of it. No time zone has ever changed twice within an hour,
    /// so hourly steps see each change, and halving finds its second.
    fn end_of_offset(self, start: i64, until: i64) -> i64 {
        let offset = self.offset(start);
        let mut same = start;
        while same < until {
            let mut other = (same + HOUR).min(until);
            if self.offset(other) != offset {
                while other - same > 1 {
                    let middle = same.midpoint(other);
                    if self.offset(middle) == offset { same = middle } else { other = middle }
                }
                return other;
            }
            same = other;
        }
        until
    }
}

impl Stretch {
    /// The days of the calendar that it touches, counted from 1970-01-01.
    pub(crate) fn days(&self) -> std::ops::RangeInclusive<i64> {
        let day = |seconds: i64| (seconds + self.offset).div_euclid(DAY);
        day(self.seconds.start)..=day(self.seconds.end - 1)
    }

    /// The second at which this day has its midnight, which may lie outside of the stretch.
    pub(crate) const fn midnight(&self, day: i64) -> i64 {
        day * DAY - self.offset
    }
}

/// A moment in seconds since the Unix epoch, within what can be told.
pub(crate) fn seconds(moment: Moment) -> i64 {
    moment.0.div_euclid(1_000).clamp(KNOWN_SECONDS.start, KNOWN_SECONDS.end - 1)
}

pub(crate) const fn moment(seconds: i64) -> Moment {
    Moment(seconds * 1_000)
}

/// The date that is so many days after 1970-01-01.
pub(crate) fn date_of(days: i64) -> NaiveDate {
    i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days).unwrap_or(NaiveDate::MAX)
}
