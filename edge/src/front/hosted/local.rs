//! A date and a time of day, as a clock and a calendar on the wall show them.
//!
//! By the database of time zones from which the opening hours were worked out: days are told by hundreds for one page,
//! and the runtime takes many times as long for each.

use chrono::{DateTime, Datelike as _, Offset as _, TimeZone as _, Timelike as _};
use chrono_tz::Tz;
use timeline::Moment;

/// What the wall shows, by the Gregorian calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    /// Minutes since 00:00.
    pub(crate) minute: i64,
}

impl Local {
    /// What it shows in a zone; nothing where years have too many digits to be counted.
    pub(crate) fn of(zone: Tz, moment: Moment) -> Option<Self> {
        let utc = DateTime::from_timestamp_millis(moment.0)?.naive_utc();
        let local = utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix())?;
        Some(Self {
            year: local.year().into(),
            month: local.month().into(),
            day: local.day().into(),
            minute: (60 * local.hour() + local.minute()).into(),
        })
    }

    /// The number of the day: neighbours differ by one. Counted from 1 March of year 0, which was a
    /// Wednesday (after Howard Hinnant's `days_from_civil`).
    pub(crate) const fn day_number(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let day_of_year = (153 * ((self.month + 9) % 12) + 2) / 5 + self.day - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
    }

    /// The day of the week; Monday is 0.
    pub(crate) const fn weekday(self) -> usize {
        #[expect(clippy::cast_possible_truncation, reason = "below 7")]
        let weekday = (self.day_number() + 2).rem_euclid(7) as usize;
        weekday
    }

    /// The date as ISO 8601 writes it, `2026-12-24`.
    pub(crate) fn date(self) -> String {
        let Self { year, month, day, .. } = self;
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// The time of day as ISO 8601 writes it, `17:00`.
    pub(crate) fn time(self) -> String {
        format!("{:02}:{:02}", self.minute / 60, self.minute % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What it shows in Berlin.
    fn berlin(utc: &str) -> Local {
        let moment: DateTime<chrono::Utc> = utc.parse().unwrap();
        Local::of(Tz::Europe__Berlin, Moment(moment.timestamp_millis())).unwrap()
    }

    fn number(date: &str) -> i64 {
        berlin(&format!("{date}T12:00:00Z")).day_number()
    }

    #[test]
    fn the_clock_on_the_wall_is_read() {
        let told = |utc: &str| (berlin(utc).date(), berlin(utc).time());
        let expected = |date: &str, time: &str| (date.to_owned(), time.to_owned());
        assert_eq!(told("2026-12-04T08:05:59Z"), expected("2026-12-04", "09:05"));
        assert_eq!(told("2026-12-31T23:00:00Z"), expected("2027-01-01", "00:00"));
        assert_eq!(told("2026-07-01T22:30:00Z"), expected("2026-07-02", "00:30"));
        assert_eq!(Local::of(Tz::Europe__Berlin, Moment(i64::MAX)), None);
        assert_eq!(Local::of(Tz::Pacific__Apia, Moment(i64::MIN)), None);
    }

    #[test]
    fn neighbouring_days_differ_by_one() {
        assert_eq!(number("2024-02-29") - number("2024-02-28"), 1);
        assert_eq!(number("2024-03-01") - number("2024-02-29"), 1);
        assert_eq!(number("2025-01-01") - number("2024-12-31"), 1);
        assert_eq!(number("1970-01-01") - number("1969-01-01"), 365);
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let weekday = |date: &str| berlin(&format!("{date}T12:00:00Z")).weekday();
        assert_eq!(weekday("1970-01-01"), 3, "a Thursday");
        assert_eq!(weekday("2026-11-22"), 6, "a Sunday");
        assert_eq!(weekday("2026-11-23"), 0, "a Monday");
    }
}
