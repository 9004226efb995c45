//! The reply promise: the moment by which the team says it will answer, counted
//! in opening time.

use timeline::{Millis, Moment, Timeline};

/// What the team aims for between a message and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyTarget {
    /// So much opening time, in minutes.
    OpenMinutes(u32),
    /// So many days on which the team answers at all; see [`Timeline::after_opening_days`].
    OpeningDays(u32),
}

impl ReplyTarget {
    /// The promise for a message written at `asked`: none where the timeline
    /// holds too little opening time to keep one. `midnights` are those of the
    /// site's calendar, from the day of the message on.
    #[must_use]
    pub fn promise(
        self,
        timeline: &Timeline,
        midnights: &[Moment],
        asked: Moment,
    ) -> Option<Moment> {
        match self {
            Self::OpenMinutes(minutes) => {
                timeline.after_open_time(asked, Millis::from_minutes(i64::from(minutes)))
            }
            Self::OpeningDays(days) => timeline.after_opening_days(asked, days, midnights),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{Period, State};

    const HOUR: i64 = 3_600_000;

    /// Closed until 8:00, open until 16:00, closed for the night, open again until 40:00, then closed.
    fn two_days() -> Timeline {
        let period = |hour: i64, state| Period::new(Moment(hour * HOUR), state);
        let periods = vec![
            period(0, State::Closed),
            period(8, State::Open),
            period(16, State::Closed),
            period(32, State::Open),
            period(40, State::Closed),
        ];
        Timeline::new(periods, Moment(48 * HOUR)).unwrap()
    }

    fn promise(target: ReplyTarget, hour: i64) -> Option<i64> {
        let midnights = [0, 24, 48].map(|hour| Moment(hour * HOUR));
        let promise = target.promise(&two_days(), &midnights, Moment(hour * HOUR))?;
        Some(promise.0 / HOUR)
    }

    #[test]
    fn the_night_does_not_count() {
        let target = ReplyTarget::OpenMinutes(120);
        assert_eq!(promise(target, 9), Some(11));
        assert_eq!(promise(target, 2), Some(10));
        assert_eq!(promise(target, 15), Some(33));
    }

    #[test]
    fn an_opening_day_is_promised_by_its_end() {
        let target = ReplyTarget::OpeningDays(1);
        assert_eq!(promise(target, 2), Some(16));
        assert_eq!(promise(target, 9), Some(40));
    }

    #[test]
    fn what_cannot_be_kept_is_not_promised() {
        assert_eq!(promise(ReplyTarget::OpenMinutes(120), 39), None);
        assert_eq!(promise(ReplyTarget::OpeningDays(1), 33), None);
    }
}
