//! The reply promise: the moment by which the team says it will answer, counted
//! in opening time.

use timeline::{Millis, Moment, Timeline};

/// What the team aims for, as opening time between a message and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyTarget {
    /// Opening time, in minutes.
    pub open_minutes: u32,
}

impl ReplyTarget {
    /// The promise for a message written at `asked`: none where the timeline
    /// holds too little opening time to keep one.
    #[must_use]
    pub fn promise(self, timeline: &Timeline, asked: Moment) -> Option<Moment> {
        timeline.after_open_time(asked, Millis(i64::from(self.open_minutes) * 60_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use timeline::{Period, State};

    const HOUR: i64 = 3_600_000;

    /// Closed until 8:00, open until 16:00, closed for the night, open again until 40:00.
    fn two_days() -> Timeline {
        let period = |hour: i64, state| Period { from: Moment(hour * HOUR), state, reason: None };
        let periods = vec![
            period(0, State::Closed),
            period(8, State::Open),
            period(16, State::Closed),
            period(32, State::Open),
        ];
        Timeline::new(periods, Moment(40 * HOUR)).unwrap()
    }

    #[test]
    fn the_night_does_not_count() {
        let target = ReplyTarget { open_minutes: 120 };
        let promise = |hour: i64| target.promise(&two_days(), Moment(hour * HOUR));
        assert_eq!(promise(9), Some(Moment(11 * HOUR)));
        assert_eq!(promise(2), Some(Moment(10 * HOUR)));
        assert_eq!(promise(15), Some(Moment(33 * HOUR)));
    }

    #[test]
    fn what_cannot_be_kept_is_not_promised() {
        let target = ReplyTarget { open_minutes: 120 };
        assert_eq!(target.promise(&two_days(), Moment(39 * HOUR)), None);
    }
}
