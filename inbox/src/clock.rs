//! What clocks show in a place, and which moment that is.
//!
//! The browser alone knows the zones of the world (`Intl`); what is worked out
//! from them is plain arithmetic.

const MINUTE: i64 = 60_000;
/// A day of a calendar without changes of its clocks, in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// What clocks show: milliseconds since 1970 as if the place kept UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wall(pub(crate) i64);

/// A place with clocks.
pub(crate) trait Zone {
    /// What its clocks show at a moment.
    fn wall(&self, at: i64) -> Wall;

    /// The moment at which its clocks show this. Of two such moments, when clocks go
    /// back, it is the first; where clocks leap over it, it is as long after the leap
    /// as it would be without (both as in `Temporal`, disambiguation "compatible").
    fn moment(&self, wall: Wall) -> i64 {
        let with_offset_at = |at: i64| {
            let offset = self.wall(at).0.saturating_sub(at);
            wall.0.saturating_sub(offset)
        };
        let before = with_offset_at(wall.0.saturating_sub(DAY));
        let after = with_offset_at(wall.0.saturating_add(DAY));
        let shows = |at: i64| self.wall(at) == wall;
        if !shows(before) && shows(after) { after } else { before }
    }

    /// The first moment after another at which its clocks show this: when they go back,
    /// they show it twice.
    fn first_after(&self, after: i64, wall: Wall) -> Option<i64> {
        let first = self.moment(wall);
        let later = first.saturating_add(DAY);
        let offset = self.wall(later).0.saturating_sub(later);
        let second = wall.0.saturating_sub(offset);
        let shown_again = second > first && self.wall(second) == wall;
        [Some(first), shown_again.then_some(second)].into_iter().flatten().find(|at| *at > after)
    }
}

impl Wall {
    /// A time of a day, both counted: days from 1970, minutes from midnight.
    pub(crate) fn at(day: i64, minutes: i64) -> Self {
        Self(day.saturating_mul(DAY).saturating_add(minutes.saturating_mul(MINUTE)))
    }

    /// The day of the calendar, counted from 1970.
    pub(crate) fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// The time of day, as a field for times holds it: `09:05`.
    pub(crate) fn time(self) -> String {
        let minutes = self.0.rem_euclid(DAY) / MINUTE;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    /// Day and time, as a field for both holds them: `2026-11-22T09:05`.
    pub(crate) fn day_and_time(self) -> String {
        let (year, month, day) = civil(self.day());
        format!("{year:04}-{month:02}-{day:02}T{}", self.time())
    }

    /// Reads what [`Self::day_and_time`] writes, with or without seconds.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let mut date = date.split('-').map(str::parse::<i64>);
        let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
        let is_date = (1970..10_000).contains(&year) && (1..13).contains(&month);
        let whole = Self::at(days(year, month, day), minutes(time)?);
        (is_date && civil(whole.day()) == (year, month, day)).then_some(whole)
    }

    /// Reads a moment that a format of the browser's wrote in numbers, in the order of
    /// the American English that it was asked for: `11/22/2026, 09:05:30`.
    pub(crate) fn from_numbers(text: &str) -> Option<Self> {
        let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let mut numbers = digits.map(|digits| digits.parse::<u16>().ok().map(i64::from));
        let mut next = || numbers.next().flatten();
        let (month, day, year) = (next()?, next()?, next()?);
        let (hours, minutes, seconds) = (next()?, next()?, next()?);
        Some(Self(Self::at(days(year, month, day), hours * 60 + minutes).0 + seconds * 1_000))
    }
}

/// The minutes from midnight that a field for times holds: `09:05`, with or without seconds.
pub(crate) fn minutes(text: &str) -> Option<i64> {
    let mut parts = text.split(':').map(str::parse::<u8>);
    let (hours, minutes) = (parts.next()?.ok()?, parts.next()?.ok()?);
    (hours < 24 && minutes < 60).then_some(i64::from(hours) * 60 + i64::from(minutes))
}

/// Days from 1970 to a date of the Gregorian calendar (Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", `days_from_civil`), in the years that a field takes.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = year.clamp(0, 9_999) - i64::from(month <= 2);
    let (month, day) = (month.clamp(1, 12), day.clamp(1, 31));
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day that is counted from 1970 (the same, `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = (shifted + 2) % 12 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests;
