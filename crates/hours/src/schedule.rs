//! Weekly hours and exceptions in a time zone, worked out as a timeline.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;
use timeline::{Moment, Period, State, Timeline};

use crate::day::Day;
use crate::error::{Field, HoursError, Problem, shortened};
use crate::exception::{ExceptedDates, Exception};
use crate::expression::WeeklyHours;

/// How far a site's timeline reaches where nothing else is asked for: past any usual holiday, yet a small payload.
pub const DEFAULT_DAYS: u32 = 60;

/// The furthest that a timeline reaches: three years, which take a few milliseconds.
const MAX_DAYS: u32 = 3 * 366;

/// The most exceptions: decades of single days for one team.
const MAX_EXCEPTIONS: usize = 1000;

/// What the evaluator can tell about, in seconds since the Unix epoch: 1900-01-03 until 9990-01-01. Moments outside
/// are taken for the nearest within.
const KNOWN_SECONDS: Range<i64> = -2_208_816_000..253_086_768_000;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What a site writes down about its hours.
#[derive(Clone, Copy, Debug)]
pub struct SiteHours<'a> {
    /// The weekly hours in OpenStreetMap's `opening_hours` syntax, such as `Mo-Fr 09:00-17:00; Sa 10:00-14:00`.
    pub expression: &'a str,
    /// The time zone's name in the IANA database, such as `Europe/Berlin`.
    pub time_zone: &'a str,
    /// The dates on which other hours hold.
    pub exceptions: &'a [Exception],
}

/// Opening hours that were read and can be worked out for any time.
#[derive(Clone, Debug)]
pub struct Schedule {
    weekly: WeeklyHours,
    exceptions: Vec<ExceptedDates>,
    time_zone: Tz,
}

impl Schedule {
    /// Reads what a site wrote down.
    ///
    /// # Errors
    ///
    /// The first fault, with its field, its position where one can be named, and the mend.
    pub fn parse(site: SiteHours<'_>) -> Result<Self, HoursError> {
        let weekly = WeeklyHours::parse(site.expression)?;
        let time_zone = site.time_zone.parse().map_err(|_| {
            let name = shortened(site.time_zone);
            HoursError::new(Field::TimeZone, Problem::UnknownTimeZone { name })
        })?;
        if site.exceptions.len() > MAX_EXCEPTIONS {
            let problem = Problem::TooMany { limit: MAX_EXCEPTIONS };
            return Err(HoursError::new(Field::Exceptions, problem));
        }
        let exceptions = site.exceptions.iter().enumerate();
        let exceptions = exceptions.map(|(index, it)| ExceptedDates::parse(index, it));
        Ok(Self { weekly, exceptions: exceptions.collect::<Result<_, _>>()?, time_zone })
    }

    /// The timeline that holds `now` and at least as many days after it (at most three years).
    ///
    /// It begins at the last midnight of UTC, so that every call on one day gives the same one, and a page that
    /// carries it stays cacheable.
    #[must_use]
    pub fn timeline(&self, now: Moment, days: u32) -> Timeline {
        let seconds = now.0.div_euclid(1_000).clamp(KNOWN_SECONDS.start, KNOWN_SECONDS.end - 1);
        let from = seconds.div_euclid(DAY) * DAY;
        let until = from + (i64::from(days.min(MAX_DAYS)) + 1) * DAY;

        let mut periods = Vec::new();
        let mut start = from;
        while start < until {
            let offset = self.offset(start);
            let end = self.end_of_offset(start, until);
            self.push_periods(start..end, offset, &mut periods);
            start = end;
        }
        join(periods, moment(until))
    }

    /// The periods of a stretch of time, in seconds, within which the clock on the wall is not put back or forward:
    /// its local time is UTC and a constant.
    fn push_periods(&self, stretch: Range<i64>, offset: i64, periods: &mut Vec<Period>) {
        let first = (stretch.start + offset).div_euclid(DAY);
        let last = (stretch.end - 1 + offset).div_euclid(DAY);
        for date in first..=last {
            let midnight = date * DAY - offset;
            for (minutes, segment) in self.day(date_of(date)).segments() {
                let start = (midnight + i64::from(minutes.start) * 60).max(stretch.start);
                let end = (midnight + i64::from(minutes.end) * 60).min(stretch.end);
                if start < end {
                    let reason = segment.reason.as_deref().map(str::to_owned);
                    periods.push(Period { from: moment(start), state: segment.state, reason });
                }
            }
        }
    }

    /// What holds on a date: see the crate's documentation for what lasts past midnight.
    fn day(&self, date: NaiveDate) -> Day {
        let yesterday = date.pred_opt().and_then(|yesterday| self.exception(yesterday));
        let (mut day, night) = match (self.exception(date), yesterday) {
            (None, None) => (self.weekly.day(date), Vec::new()),
            (None, Some(yesterday)) => (self.weekly.own_day(date), yesterday.night_after()),
            (Some(today), None) => (today.day(), self.weekly.night_before(date)),
            (Some(today), Some(yesterday)) => (today.day(), yesterday.night_after()),
        };
        for (minutes, reason) in night {
            day.set(minutes, State::Open, reason);
        }
        day.open_last_minute();
        day
    }

    fn exception(&self, date: NaiveDate) -> Option<&ExceptedDates> {
        self.exceptions.iter().rev().find(|exception| exception.holds_on(date))
    }

    /// How many seconds the clock on the wall is ahead of UTC.
    fn offset(&self, seconds: i64) -> i64 {
        DateTime::from_timestamp(seconds, 0).map_or(0, |utc| {
            let offset = self.time_zone.offset_from_utc_datetime(&utc.naive_utc());
            i64::from(offset.fix().local_minus_utc())
        })
    }

    /// The first second after `start` at which the clock on the wall is put back or forward, or `until`.
    ///
    /// The database tells an offset but no changes of it. No time zone has ever changed twice within an hour,
    /// so hourly steps see each change, and halving finds its second.
    fn end_of_offset(&self, start: i64, until: i64) -> i64 {
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

/// Every stretch pushes its periods in order and one at least, so that nothing can be wrong with them.
fn join(periods: Vec<Period>, until: Moment) -> Timeline {
    Timeline::joining(periods, until)
        .expect("periods in order, of which the first begins before the end")
}

fn moment(seconds: i64) -> Moment {
    Moment(seconds * 1_000)
}

/// The date that is so many days after 1970-01-01.
fn date_of(days: i64) -> NaiveDate {
    i32::try_from(days).ok().and_then(NaiveDate::from_epoch_days).unwrap_or(NaiveDate::MAX)
}
