//! Time as the team counts it: only while it is open.
//!
//! "We answer within 2 hours" means two hours of opening time. Only what the timeline has worked out
//! is counted: outside of it, no opening time passes.

use crate::{Millis, Moment, State, Timeline};

impl Timeline {
    /// The opening time from `start` until `end`; none where `end` is not after `start`.
    #[must_use]
    pub fn open_time_between(&self, start: Moment, end: Moment) -> Millis {
        self.open_stretches(start)
            .take_while(|(from, _)| *from < end)
            .fold(Millis::ZERO, |sum, (from, to)| sum + (to.min(end) - from))
    }

    /// The first moment by which `open` of opening time has passed since `start`: the reply promise.
    ///
    /// None where the timeline ends before. A length that is not positive has passed at once.
    #[must_use]
    pub fn after_open_time(&self, start: Moment, open: Millis) -> Option<Moment> {
        if open <= Millis::ZERO {
            return Some(start);
        }
        let mut left = open;
        for (from, to) in self.open_stretches(start) {
            let length = to - from;
            if left <= length {
                return Some(from + left);
            }
            left = left - length;
        }
        None
    }

    /// The open stretches that end after `start`, the first of them cut to begin no earlier.
    fn open_stretches(&self, start: Moment) -> impl Iterator<Item = (Moment, Moment)> {
        (self.index_at(start)..self.periods().len())
            .filter(|index| self.periods()[*index].state == State::Open)
            .map(move |index| (self.periods()[index].from.max(start), self.end_of(index)))
            .filter(|(from, to)| from < to)
    }
}
