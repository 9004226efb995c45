//! E-mail to the team, and to visitors.

use std::fmt;

use protocol::channel::Email;
use timeline::{Millis, Moment};

use crate::server::Wrong;
use crate::{Delivery, Event, EventError, Exchange, Failure, Incoming, Pause, Reason, Receipt};

/// The least time between two deliveries.
pub const PACE: Millis = Millis(1_000);

/// How the service is reached.
#[derive(Clone)]
pub struct Settings {
    /// Whether visitors get e-mail.
    pub visitors: bool,
}

impl Settings {
    /// Checks the configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(_configuration: &Email) -> Result<Self, Vec<Wrong>> {
        Ok(Self { visitors: _configuration.visitors })
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
