//! A date and a time of day, as a clock and a calendar on the wall show them.

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
    /// Reads `month/day/year, hour:minute`, as English is written in America with a clock of 24 hours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let numbers = text.split(|letter: char| !letter.is_ascii_digit());
        let numbers: Vec<i64> = numbers.filter_map(|number| number.parse().ok()).collect();
        let [month, day, year, hours, minutes] = *numbers else { return None };
        Some(Self { year, month, day, minute: 60 * hours + minutes })
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
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 7")]
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

    fn number(text: &str) -> i64 {
        Local::parse(&format!("{text}, 00:00")).unwrap().day_number()
    }

    #[test]
    fn what_the_runtime_writes_is_read() {
        let local = Local::parse("12/4/2026, 09:05").unwrap();
        assert_eq!((local.date(), local.time()), ("2026-12-04".to_owned(), "09:05".to_owned()));
        assert_eq!(Local::parse("soon"), None);
        assert_eq!(Local::parse("12/4/2026"), None);
    }

    #[test]
    fn neighbouring_days_differ_by_one() {
        assert_eq!(number("2/29/2024") - number("2/28/2024"), 1);
        assert_eq!(number("3/1/2024") - number("2/29/2024"), 1);
        assert_eq!(number("1/1/2025") - number("12/31/2024"), 1);
        assert_eq!(number("1/1/1970") - number("1/1/1969"), 365);
    }

    #[test]
    fn weekdays_are_those_of_the_calendar() {
        let weekday = |text: &str| Local::parse(&format!("{text}, 12:00")).unwrap().weekday();
        assert_eq!(weekday("1/1/1970"), 3, "a Thursday");
        assert_eq!(weekday("11/22/2026"), 6, "a Sunday");
        assert_eq!(weekday("11/23/2026"), 0, "a Monday");
    }
}
