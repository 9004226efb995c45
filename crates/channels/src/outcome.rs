//! What became of an attempt.

use timeline::Millis;

use crate::Reason;

/// What became of an attempt to bring a delivery to its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The channel has taken it.
    Delivered,
    /// It has not, and may do so later.
    Retry {
        /// How long the channel wants to be left alone. It postpones what
        /// [`next_attempt`](crate::backoff::next_attempt) gives, and never brings it forward.
        after: Option<Millis>,
        /// Why.
        reason: Reason,
    },
    /// It never will take this delivery, but takes others.
    Rejected {
        /// Why.
        reason: Reason,
    },
    /// It takes no deliveries any more: switch the channel off.
    Gone {
        /// Why.
        reason: Reason,
    },
}

impl Outcome {
    /// There was no answer at all: no connection, or none in time.
    #[must_use]
    pub const fn unreachable(reason: Reason) -> Self {
        Self::Retry { after: None, reason }
    }
}
