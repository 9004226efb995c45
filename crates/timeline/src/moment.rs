//! Points and lengths in time, in whole milliseconds.
//!
//! All arithmetic saturates: a moment that came from a broken clock or a hostile payload
//! ends up at the edge of what can be told, and nothing panics.

use std::ops::{Add, Sub};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, without leap seconds, as in JavaScript's `Date`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// A length of time in milliseconds; negative where it points back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub i64);

impl Moment {
    /// The moment at which a minute begins, counted in minutes since the Unix epoch.
    #[must_use]
    pub const fn from_minute(minute: i64) -> Self {
        Self(minute.saturating_mul(Millis::MINUTE.0))
    }

    /// The minute that holds this moment, counted in minutes since the Unix epoch.
    #[must_use]
    pub const fn minute(self) -> i64 {
        self.0.div_euclid(Millis::MINUTE.0)
    }
}

impl Millis {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// One minute: the resolution of opening hours.
    pub const MINUTE: Self = Self(60_000);

    /// A number of seconds.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// A number of minutes.
    #[must_use]
    pub const fn from_minutes(minutes: i64) -> Self {
        Self(minutes.saturating_mul(60_000))
    }

    /// A number of hours.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600_000))
    }

    /// A number of days of 24 hours each; a day of the calendar may be longer or shorter.
    #[must_use]
    pub const fn from_days(days: i64) -> Self {
        Self(days.saturating_mul(86_400_000))
    }
}

impl Add<Millis> for Moment {
    type Output = Self;

    fn add(self, length: Millis) -> Self {
        Self(self.0.saturating_add(length.0))
    }
}

impl Sub<Millis> for Moment {
    type Output = Self;

    fn sub(self, length: Millis) -> Self {
        Self(self.0.saturating_sub(length.0))
    }
}

impl Sub for Moment {
    type Output = Millis;

    fn sub(self, earlier: Self) -> Millis {
        Millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Millis {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Millis {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_holds_its_own_beginning_and_nothing_of_the_next() {
        assert_eq!(Moment(0).minute(), 0);
        assert_eq!(Moment(59_999).minute(), 0);
        assert_eq!(Moment(60_000).minute(), 1);
        assert_eq!(Moment(-1).minute(), -1);
        assert_eq!(Moment::from_minute(-1), Moment(-60_000));
    }

    #[test]
    fn arithmetic_stops_at_the_edge_of_time() {
        assert_eq!(Moment(i64::MAX) + Millis::MINUTE, Moment(i64::MAX));
        assert_eq!(Moment(i64::MIN) - Millis::MINUTE, Moment(i64::MIN));
        assert_eq!(Moment(i64::MAX) - Moment(i64::MIN), Millis(i64::MAX));
        assert_eq!(Moment::from_minute(i64::MAX), Moment(i64::MAX));
    }
}
