//! Time as the team counts it: only while it is open.
//!
//! "We answer within 2 hours" means two hours of opening time. Only what the timeline has worked out
//! is counted: outside of it, no opening time passes.

use crate::{Millis, Moment, Period, State, Timeline};

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

    /// The open stretches that end after `start`, the first of them cut to begin no earlier. Periods that are
    /// open one after the other, for another reason each, are one stretch.
    pub(crate) fn open_stretches(&self, start: Moment) -> impl Iterator<Item = (Moment, Moment)> {
        let periods = &self.periods()[self.index_at(start)..];
        periods
            .chunk_by(|one, next| is_open(one) == is_open(next))
            .filter(|stretch| is_open(&stretch[0]))
            .map(move |stretch| (stretch[0].from.max(start), self.end_of_stretch(stretch)))
            .filter(|(from, to)| from < to)
    }

    /// When the first period that is open where this stretch is not, or the other way round, begins.
    fn end_of_stretch(&self, stretch: &[Period]) -> Moment {
        let last = stretch.last().map_or(self.until(), |period| period.from);
        self.end_of(self.index_at(last))
    }
}

fn is_open(period: &Period) -> bool {
    period.state == State::Open
}
