//! The compact form in which a timeline travels: the first minute, and the length of each period.
//!
//! Opening hours change on whole minutes, and the states alternate, so that a usual week is a dozen
//! small numbers. `protocol` gives it its JSON; this file knows how to read and write it.

use crate::{Moment, Period, State, Timeline, TimelineError};

/// A timeline in periods of whole minutes that are open and not open by turns.
///
/// Two neighbours of the same state, of which one has a reason, stand with a period of no length
/// between them: closed 600, open 0, closed 1440 with a reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wire {
    /// When the first period begins, in minutes since the Unix epoch.
    pub from_minute: i64,
    /// Whether the first period is open.
    pub open: bool,
    /// How long each period lasts, in minutes. The timeline ends with the last.
    pub lengths: Vec<u32>,
    /// The reasons that are known, each with the index of its period in `lengths`.
    pub reasons: Vec<(u32, String)>,
    /// Which of the periods that are not open are pauses, by their index in `lengths`.
    pub paused: Vec<u32>,
}

impl Timeline {
    /// The compact form. A change within a minute is moved to that minute's beginning.
    #[must_use]
    pub fn to_wire(&self) -> Wire {
        let mut wire = Wire {
            from_minute: self.from().minute(),
            open: self.periods()[0].state == State::Open,
            ..Wire::default()
        };
        for (index, period) in self.periods().iter().enumerate() {
            let mut minutes = self.end_of(index).minute().saturating_sub(period.from.minute());
            // More than a number of 32 bits can tell (8166 years) takes several periods.
            loop {
                let length = u32::try_from(minutes).unwrap_or(u32::MAX);
                wire.push(period, length);
                minutes -= i64::from(length);
                if minutes <= 0 {
                    break;
                }
            }
        }
        wire
    }
}

impl Wire {
    fn push(&mut self, period: &Period, length: u32) {
        if self.is_open(self.lengths.len()) != (period.state == State::Open) {
            self.lengths.push(0);
        }
        if let Ok(index) = u32::try_from(self.lengths.len()) {
            if let Some(reason) = &period.reason {
                self.reasons.push((index, reason.clone()));
            }
            if period.state == State::Paused {
                self.paused.push(index);
            }
        }
        self.lengths.push(length);
    }

    fn is_open(&self, index: usize) -> bool {
        self.open == index.is_multiple_of(2)
    }

    fn state_of(&self, index: usize) -> State {
        if self.is_open(index) {
            State::Open
        } else if u32::try_from(index).is_ok_and(|index| self.paused.contains(&index)) {
            State::Paused
        } else {
            State::Closed
        }
    }
}

impl TryFrom<Wire> for Timeline {
    type Error = TimelineError;

    fn try_from(mut wire: Wire) -> Result<Self, TimelineError> {
        let mut reasons: Vec<Option<String>> = vec![None; wire.lengths.len()];
        for (index, reason) in std::mem::take(&mut wire.reasons) {
            *usize::try_from(index)
                .ok()
                .and_then(|index| reasons.get_mut(index))
                .ok_or(TimelineError::ReasonWithoutPeriod { index })? = Some(reason);
        }
        let mut periods = Vec::with_capacity(wire.lengths.len());
        let mut minute = wire.from_minute;
        for (index, (length, reason)) in wire.lengths.iter().zip(reasons).enumerate() {
            periods.push(Period { from: moment(minute)?, state: wire.state_of(index), reason });
            minute = minute.checked_add(i64::from(*length)).ok_or(TimelineError::OutOfRange)?;
        }
        Self::joining(periods, moment(minute)?)
    }
}

fn moment(minute: i64) -> Result<Moment, TimelineError> {
    let moment = Moment::from_minute(minute);
    if moment.minute() == minute { Ok(moment) } else { Err(TimelineError::OutOfRange) }
}
