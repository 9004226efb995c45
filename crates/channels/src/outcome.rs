//! What became of an attempt.

use std::fmt;

use http::HeaderMap;
use timeline::{Millis, Moment};

use crate::Reason;
use crate::retry_after::retry_after;

/// What a channel has noted of a message that it took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The service's own id of the message, by which it is known again.
    pub remote: Option<String>,
    /// The service's own name of the conversation, where the message opened it there.
    pub place: Option<String>,
}

/// Why an attempt failed, and what follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why, in our words.
    pub reason: Reason,
    /// What the service said itself.
    pub said: Option<Said>,
    /// What follows.
    pub then: Then,
}

/// What follows a failed attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It is tried again.
    Retry {
        /// How long the channel wants to be left alone, with everything. It postpones what
        /// [`next_attempt`](crate::backoff::next_attempt) gives, and never brings it forward.
        after: Option<Millis>,
    },
    /// The channel never will take this delivery, but takes others.
    GiveUp,
    /// It takes no deliveries any more: switch the channel off.
    SwitchOff,
}

impl Failure {
    /// It is tried again.
    #[must_use]
    pub const fn retry(reason: Reason) -> Self {
        Self { reason, said: None, then: Then::Retry { after: None } }
    }

    /// It is given up.
    #[must_use]
    pub const fn give_up(reason: Reason) -> Self {
        Self { reason, said: None, then: Then::GiveUp }
    }

    /// The same, with what the service said.
    #[must_use]
    pub fn saying(self, said: Option<&str>) -> Self {
        Self { said: said.and_then(Said::parse), ..self }
    }

    /// What an answer that is not 2xx means, after the guidance of Standard Webhooks: 410 switches the channel off,
    /// and all else is tried again, because what was set up wrongly is often mended within days. The exception is
    /// 413: the same message stays too large, and would hold up the ones after it for nothing.
    #[must_use]
    pub fn of_status(status: u16, headers: &HeaderMap, now: Moment) -> Self {
        let reason = match status {
            410 => {
                let then = Then::SwitchOff;
                return Self { reason: Reason::Gone(status), said: None, then };
            }
            413 => return Self::give_up(Reason::TooLarge(status)),
            300..=399 => Reason::Moved(status),
            401 | 403 | 407 => Reason::Unauthorised(status),
            404 | 405 => Reason::NotFound(status),
            408 => Reason::TimedOut,
            425 | 429 => Reason::Busy(status),
            400..=499 => Reason::Refused(status),
            500..=599 => Reason::Fault(status),
            _ => Reason::Unexpected(status),
        };
        Self { then: Then::Retry { after: retry_after(headers, now) }, ..Self::retry(reason) }
    }
}

/// The longest that a service may say, in characters.
const MAX_SAID: usize = 200;

/// A service's own words on what is wrong, on one short line. For the team alone: never for visitors, never for a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said(String);

impl Said {
    /// The beginning of what was said; nothing where that is empty.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text
            .chars()
            .map(|character| if character.is_control() { ' ' } else { character })
            .take(4 * MAX_SAID)
            .collect();
        let words: Vec<_> = plain.split_whitespace().collect();
        let line: String = words.join(" ").chars().take(MAX_SAID).collect();
        (!line.is_empty()).then_some(Self(line))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
