//! What holds at a moment, and when that changes next.

use crate::{Millis, Moment, Period, State, Timeline};

/// What a visitor is told about the team at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// The team answers.
    Open {
        /// When it closes; unknown where the timeline shows no closing.
        until: Option<Moment>,
    },
    /// The team answers, and closes within the site's `closing_soon`.
    ClosingSoon {
        /// When it closes.
        at: Moment,
    },
    /// The team does not answer.
    Closed {
        /// When it answers again; unknown where the timeline shows no opening.
        reopens: Option<Moment>,
        /// Why it is closed now, where the site said so.
        reason: Option<String>,
    },
    /// The team has stopped answering for now.
    Paused {
        /// When it answers again: the next opening, which may come later than the pause's end.
        reopens: Option<Moment>,
        /// Why, where the team said so.
        reason: Option<String>,
    },
}

impl Timeline {
    /// What holds at `now`.
    ///
    /// A period holds from its first moment on, and no longer at the first moment of the next one.
    /// Before the first period, that period is taken to hold already; from [`Timeline::until`] on,
    /// the last one still. The end of the timeline is never given as a change.
    ///
    /// `closing_soon` is how long before a closing visitors are told; zero for never.
    #[must_use]
    pub fn status(&self, now: Moment, closing_soon: Millis) -> Status {
        let index = self.index_at(now);
        let period = &self.periods()[index];
        match (period.state, self.next_turn(index)) {
            (State::Closed, reopens) => Status::Closed { reopens, reason: period.reason.clone() },
            (State::Paused, reopens) => Status::Paused { reopens, reason: period.reason.clone() },
            (State::Open, Some(at)) if now >= warning(at, closing_soon) => {
                Status::ClosingSoon { at }
            }
            (State::Open, until) => Status::Open { until },
        }
    }

    /// The moment after `now` at which [`Timeline::status`] gives another answer, so that a page can set its timer.
    #[must_use]
    pub fn next_change(&self, now: Moment, closing_soon: Millis) -> Option<Moment> {
        let index = self.index_at(now);
        match self.periods()[index].state {
            State::Open => {
                let closes = self.next_turn(index)?;
                let warned = warning(closes, closing_soon);
                Some(if now < warned { warned } else { closes })
            }
            // Closed for another reason is another answer too.
            State::Closed | State::Paused => self.periods().get(index + 1).map(|next| next.from),
        }
    }

    /// When the team next stops answering, or answers again.
    fn next_turn(&self, index: usize) -> Option<Moment> {
        let is_open = |period: &Period| period.state == State::Open;
        let open = is_open(&self.periods()[index]);
        self.periods()[index..].iter().find(|next| is_open(next) != open).map(|next| next.from)
    }
}

/// From when on the closing at `closes` is near.
fn warning(closes: Moment, closing_soon: Millis) -> Moment {
    closes - closing_soon.max(Millis::ZERO)
}
