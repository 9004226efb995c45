//! One file per channel: what we say to a service, and what it says to us.
//!
//! A [`Channel`] is a place outside to which a conversation is forwarded, and from which replies
//! come back. Three plain functions are all that the edge knows of one:
//!
//! - [`deliver()`]: the exchange that brings a [`Delivery`],
//! - [`event()`]: what the service has sent to us, verified,
//! - [`sweep()`]: the exchange that finds what the service did not manage to send.
//!
//! Nothing here does I/O, reads a clock or rolls dice. An [`Exchange`] says which call is next and is
//! given its answer; [`backoff`] says when to try again. The edge sends requests without following
//! redirects, within [`TIME_LIMIT`], and reads no more of an answer than [`MAX_RESPONSE`].
//!
//! # Adding a channel
//!
//! Add its file with `Settings`, `deliver`, `event` and `sweep`, its variant in [`Channel`] and in
//! `protocol`'s configuration, and a folder of recorded bodies under `fixtures/`; `docs/channels/` says it
//! in one page. The JSON of its service stays inside its file. Replies pass only where the service says
//! that an agent wrote them for the visitor: what is not known to be public is left out.

pub mod backoff;
pub mod chatwoot;
pub mod delivery;
pub mod email;
pub mod event;
pub mod exchange;
pub mod matrix;
pub mod outcome;
pub mod reason;
mod retry_after;
pub mod server;
pub mod signed;
pub mod slack;
pub mod webhook;
mod wording;
pub mod zammad;

use protocol::channel::ChannelConfiguration;
use timeline::{Millis, Moment};

pub use delivery::Delivery;
pub use event::{Event, EventError, Incoming, News};
pub use exchange::{Answer, Call, Exchange, Pause};
pub use outcome::{Failure, Receipt, Said, Then};
pub use reason::Reason;
pub use server::Wrong;

/// How long the edge waits for an answer. Standard Webhooks recommends 15 to 30 seconds; a team's
/// own program has no reason to be slow, and while we wait the later messages of the
/// conversation wait too.
pub const TIME_LIMIT: Millis = Millis::from_seconds(15);

/// The most of an answer's body that is read, in bytes: a page of the longest messages that a service gives at once.
pub const MAX_RESPONSE: usize = 1024 * 1024;

/// The largest event that is taken, in bytes. A reply of the longest text
/// (8,000 characters of up to 12 bytes each as JSON escapes) takes 94 KiB, and the service's own
/// fields come on top.
pub const MAX_EVENT: usize = 256 * 1024;

/// The largest e-mail that is taken, in bytes: what most mail servers take, attachments included.
pub const MAX_MAIL: usize = 25 * 1024 * 1024;

/// A configured channel.
#[derive(Clone, Debug)]
pub enum Channel {
    /// A webhook that is signed after Standard Webhooks.
    Webhook(webhook::Settings),
    /// E-mail.
    Email(email::Settings),
    /// An API channel's inbox of Chatwoot.
    Chatwoot(chatwoot::Settings),
    /// Tickets of Zammad.
    Zammad(zammad::Settings),
    /// Threads in a room of Matrix.
    Matrix(matrix::Settings),
    /// Threads in a channel of Slack.
    Slack(slack::Settings),
}

/// Brings `delivery` to the channel. `now` is the moment of this attempt.
///
/// # Errors
/// The next call, or why it failed.
pub fn deliver(
    channel: &Channel,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    match channel {
        Channel::Webhook(settings) => webhook::deliver(settings, delivery, now, exchange),
        Channel::Email(settings) => email::deliver(settings, delivery, now, exchange),
        Channel::Chatwoot(settings) => chatwoot::deliver(settings, delivery, now, exchange),
        Channel::Zammad(settings) => zammad::deliver(settings, delivery, now, exchange),
        Channel::Matrix(settings) => matrix::deliver(settings, delivery, now, exchange),
        Channel::Slack(settings) => slack::deliver(settings, delivery, now, exchange),
    }
}

/// What the channel's service has sent to us, once its signature has been checked.
///
/// An [`Event::id`] stays the same when the service sends it again: remember it, and ignore
/// repetitions. Whether a conversation belongs to the channel's site is for the caller to check.
///
/// # Errors
/// Where it is not from the service or cannot be understood; answer with [`EventError::status`].
pub fn event(channel: &Channel, incoming: &Incoming<'_>, now: Moment) -> Result<Event, EventError> {
    match channel {
        Channel::Webhook(settings) => webhook::event(settings, incoming, now),
        Channel::Email(settings) => email::event(settings, incoming, now),
        Channel::Chatwoot(settings) => chatwoot::event(settings, incoming, now),
        Channel::Zammad(settings) => zammad::event(settings, incoming, now),
        Channel::Matrix(settings) => matrix::event(settings, incoming, now),
        Channel::Slack(settings) => slack::event(settings, incoming, now),
    }
}

/// What agents have written in a conversation and what state it has there, read from the service, with what is known
/// already left out. A webhook's receiver and a mail server cannot be asked; they repeat what was not taken.
///
/// # Errors
/// The next call, or why it failed.
pub fn sweep(
    channel: &Channel,
    thread: &delivery::Thread,
    conversation: &conversation::id::ConversationId,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<News>, Pause> {
    match channel {
        Channel::Webhook(_) | Channel::Email(_) => Ok(Vec::new()),
        Channel::Chatwoot(settings) => {
            chatwoot::sweep(settings, thread, conversation, now, exchange)
        }
        Channel::Zammad(settings) => zammad::sweep(settings, thread, conversation, now, exchange),
        Channel::Matrix(settings) => matrix::sweep(settings, thread, conversation, now, exchange),
        Channel::Slack(settings) => slack::sweep(settings, thread, conversation, now, exchange),
    }
}

impl Channel {
    /// The channel of a configuration.
    ///
    /// # Errors
    /// Every field that is wrong, with what it should be.
    pub fn parse(configuration: &ChannelConfiguration) -> Result<Self, Vec<Wrong>> {
        Ok(match configuration {
            ChannelConfiguration::Webhook(webhook) => {
                Self::Webhook(webhook::Settings::parse(webhook)?)
            }
            ChannelConfiguration::Email(email) => Self::Email(email::Settings::parse(email)?),
            ChannelConfiguration::Chatwoot(chatwoot) => {
                Self::Chatwoot(chatwoot::Settings::parse(chatwoot)?)
            }
            ChannelConfiguration::Zammad(zammad) => Self::Zammad(zammad::Settings::parse(zammad)?),
            ChannelConfiguration::Matrix(matrix) => Self::Matrix(matrix::Settings::parse(matrix)?),
            ChannelConfiguration::Slack(slack) => Self::Slack(slack::Settings::parse(slack)?),
        })
    }

    /// Whether the service can be asked by [`sweep()`].
    #[must_use]
    pub const fn can_be_swept(&self) -> bool {
        !matches!(self, Self::Webhook(_) | Self::Email(_))
    }

    /// Whether it brings e-mail to visitors.
    #[must_use]
    pub const fn reaches_visitors(&self) -> bool {
        matches!(self, Self::Email(settings) if settings.visitors)
    }

    /// Whether it is told of steps that were taken in itself: where a press of a button shows nothing by itself.
    #[must_use]
    pub const fn confirms_steps(&self) -> bool {
        matches!(self, Self::Slack(_) | Self::Matrix(_))
    }

    /// Whether it takes steps and what agents have answered elsewhere. An e-mail for each would be noise.
    #[must_use]
    pub const fn follows_steps(&self) -> bool {
        !matches!(self, Self::Email(_))
    }

    /// Whether a failure says that its attempt had no effect at all, so that the next one is as good as the first. Of
    /// e-mail this is known; other services are asked, since they may have taken a part.
    #[must_use]
    pub fn had_no_effect(&self, failure: &Failure) -> bool {
        matches!(self, Self::Email(_)) && failure.reason != Reason::Uncertain
    }

    /// What stands after the channel's own address where its service reports what happened there. A secret in it is
    /// only hinted at.
    #[must_use]
    pub const fn events_path(&self) -> &'static str {
        match self {
            Self::Chatwoot(_) => "/events/<key>",
            Self::Matrix(_) => "",
            _ => "/events",
        }
    }

    /// The least time between the beginnings of two deliveries to the service. Each channel's file says why.
    #[must_use]
    pub const fn pace(&self) -> Millis {
        match self {
            Self::Webhook(_) | Self::Matrix(_) => Millis(0),
            Self::Email(_) => email::PACE,
            Self::Chatwoot(_) => chatwoot::PACE,
            Self::Zammad(_) => zammad::PACE,
            Self::Slack(_) => slack::PACE,
        }
    }
}
