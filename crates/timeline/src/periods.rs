//! The timeline: periods of one state each, in order, without a gap.

use std::fmt;

use crate::Moment;

/// Whether the team answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// The team answers.
    Open,
    /// The team does not answer: these are not its hours.
    Closed,
    /// The team does not answer, though these may be its hours: it has said so for now.
    Paused,
}

/// One stretch of a timeline. It lasts until the next period begins, or the timeline ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment that belongs to this period.
    pub from: Moment,
    /// What holds from then on.
    pub state: State,
    /// Why, where the site said so: "Company outing". In the site's words, for visitors to read.
    pub reason: Option<String>,
}

impl Period {
    /// A period for which no reason was given.
    #[must_use]
    pub const fn new(from: Moment, state: State) -> Self {
        Self { from, state, reason: None }
    }

    /// The same period with the reason why.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

/// Opening hours, worked out from the first period's beginning until [`Timeline::until`].
///
/// Invariant: there is at least one period, each begins after the one before it, neighbours differ
/// in state or reason, and the last one begins before the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    periods: Vec<Period>,
    until: Moment,
}

impl Timeline {
    /// Takes periods that hold the invariant already.
    ///
    /// # Errors
    ///
    /// Names the first period that breaks the invariant.
    pub fn new(periods: Vec<Period>, until: Moment) -> Result<Self, TimelineError> {
        for (index, pair) in periods.windows(2).enumerate() {
            if pair[0].from >= pair[1].from {
                return Err(TimelineError::NotInOrder { index: index + 1 });
            }
            if alike(&pair[0], &pair[1]) {
                return Err(TimelineError::NoChange { index: index + 1 });
            }
        }
        match periods.last() {
            None => Err(TimelineError::Empty),
            Some(last) if last.from >= until => Err(TimelineError::EndsTooEarly),
            Some(_) => Ok(Self { periods, until }),
        }
    }

    /// Takes periods in order, of which some may have no length and neighbours may be alike:
    /// leaves the former out, and makes one of the latter.
    ///
    /// # Errors
    ///
    /// Where a period begins before the one that precedes it, or nothing is left.
    pub fn joining(
        periods: impl IntoIterator<Item = Period>,
        until: Moment,
    ) -> Result<Self, TimelineError> {
        let mut kept: Vec<Period> = Vec::new();
        let mut previous = Moment(i64::MIN);
        for (index, period) in periods.into_iter().enumerate() {
            if period.from < previous {
                return Err(TimelineError::NotInOrder { index });
            }
            previous = period.from;
            kept.pop_if(|last| last.from == period.from);
            if !kept.last().is_some_and(|last| alike(last, &period)) {
                kept.push(period);
            }
        }
        kept.truncate(kept.partition_point(|period| period.from < until));
        Self::new(kept, until)
    }

    /// The periods in order; never empty.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// The beginning of the first period.
    #[must_use]
    pub fn from(&self) -> Moment {
        self.periods[0].from
    }

    /// The end of what was worked out: from here on, nothing is known.
    #[must_use]
    pub const fn until(&self) -> Moment {
        self.until
    }

    /// The index of the period that holds at a moment.
    ///
    /// Outside of what was worked out, the nearest period is taken to hold: a visitor whose clock
    /// is wrong, or whose tab slept for months, still reads the most likely state.
    pub(crate) fn index_at(&self, moment: Moment) -> usize {
        self.periods.partition_point(|period| period.from <= moment).saturating_sub(1)
    }

    /// The end of the period with this index.
    pub(crate) fn end_of(&self, index: usize) -> Moment {
        self.periods.get(index + 1).map_or(self.until, |next| next.from)
    }
}

fn alike(one: &Period, other: &Period) -> bool {
    one.state == other.state && one.reason == other.reason
}

/// Why periods make no timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimelineError {
    /// There is no period with any length.
    Empty,
    /// A period does not begin after the one before it.
    NotInOrder {
        /// Which one, counted from 0.
        index: usize,
    },
    /// A period has the state and the reason of the one before it.
    NoChange {
        /// Which one, counted from 0.
        index: usize,
    },
    /// The last period begins at the end of the timeline or after it.
    EndsTooEarly,
    /// A moment lies beyond what 64 bits of milliseconds can tell.
    OutOfRange,
    /// A reason stands for a period that does not exist.
    ReasonWithoutPeriod {
        /// The index that the reason named.
        index: u32,
    },
}

impl fmt::Display for TimelineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("a timeline needs at least one period that lasts"),
            Self::NotInOrder { index } => {
                write!(f, "period {index} must begin after the one before it")
            }
            Self::NoChange { index } => write!(
                f,
                "period {index} must differ from the one before it in state or reason, else leave it out"
            ),
            Self::EndsTooEarly => f.write_str("a timeline must end after its last period begins"),
            Self::OutOfRange => {
                f.write_str("a moment is out of range: give minutes since 1970, not milliseconds")
            }
            Self::ReasonWithoutPeriod { index } => {
                write!(f, "the reason for period {index} needs a period with this index")
            }
        }
    }
}

impl std::error::Error for TimelineError {}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Closed, Open};

    fn at(moment: i64, state: State) -> Period {
        Period::new(Moment(moment), state)
    }

    #[test]
    fn holds_its_invariant() {
        let new = |periods: &[Period]| Timeline::new(periods.to_vec(), Moment(100)).err();
        assert_eq!(new(&[at(0, Open), at(5, Closed)]), None);
        assert_eq!(new(&[at(0, Closed), at(5, Closed).because("Outing")]), None);
        assert_eq!(new(&[]), Some(TimelineError::Empty));
        assert_eq!(
            new(&[at(0, Open), at(0, Closed)]),
            Some(TimelineError::NotInOrder { index: 1 })
        );
        assert_eq!(new(&[at(0, Open), at(5, Open)]), Some(TimelineError::NoChange { index: 1 }));
        assert_eq!(new(&[at(0, Open), at(100, Closed)]), Some(TimelineError::EndsTooEarly));
    }

    #[test]
    fn joins_what_is_alike_and_drops_what_has_no_length() {
        let joined = Timeline::joining(
            [at(0, Open), at(5, Open), at(10, Closed), at(10, Open), at(20, Closed), at(100, Open)],
            Moment(100),
        );
        assert_eq!(joined, Timeline::new(vec![at(0, Open), at(20, Closed)], Moment(100)));
    }

    #[test]
    fn refuses_to_join_what_is_out_of_order_or_empty() {
        let joining = |periods: &[Period]| Timeline::joining(periods.to_vec(), Moment(9)).err();
        assert_eq!(
            joining(&[at(5, Open), at(3, Closed)]),
            Some(TimelineError::NotInOrder { index: 1 })
        );
        assert_eq!(
            joining(&[at(0, Open), at(5, Open), at(3, Closed)]),
            Some(TimelineError::NotInOrder { index: 2 })
        );
        assert_eq!(joining(&[]), Some(TimelineError::Empty));
        assert_eq!(joining(&[at(9, Open)]), Some(TimelineError::Empty));
    }
}
