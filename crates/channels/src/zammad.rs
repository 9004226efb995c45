//! Tickets of Zammad.

use std::fmt;

use conversation::id::ConversationId;
use protocol::channel::Zammad;
use timeline::{Millis, Moment};

use crate::delivery::Thread;
use crate::server::Wrong;
use crate::{Delivery, Event, EventError, Exchange, Failure, Incoming, News, Pause, Reason, Receipt};

/// The least time between two deliveries.
pub const PACE: Millis = Millis(200);

/// How the service is reached.
#[derive(Clone)]
pub struct Settings {
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(_configuration: &Zammad) -> Result<Self, Vec<Wrong>> {
        Ok(Self {})
    }
}

impl fmt::Debug for Settings {
    /// Secrets have no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").finish_non_exhaustive()
    }
}

pub(crate) fn deliver(
    _settings: &Settings,
    _delivery: &Delivery,
    _now: Moment,
    _exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    Err(Failure::give_up(Reason::Unsendable).into())
}

pub(crate) fn event(
    _settings: &Settings,
    _incoming: &Incoming<'_>,
    _now: Moment,
) -> Result<Event, EventError> {
    Err(EventError::Signature)
}

pub(crate) fn sweep(
    _settings: &Settings,
    _thread: &Thread,
    _conversation: &ConversationId,
    _now: Moment,
    _exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    Ok(Vec::new())
}
