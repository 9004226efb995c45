//! One file per channel: message to HTTP request, response or event to result.
//!
//! A [`Channel`] is a place outside to which a conversation is forwarded, and from which replies
//! come back. Three plain functions are all that the edge knows of one:
//!
//! - [`request()`]: what to send for a [`Delivery`],
//! - [`outcome()`]: what the answer to it means,
//! - [`event()`]: what the channel has sent to us, verified.
//!
//! Nothing here does I/O, reads a clock or rolls dice; [`backoff`] says when to try again.
//! The edge sends requests without following redirects, within [`TIME_LIMIT`], and reads no more of
//! an answer than [`MAX_RESPONSE`].
//!
//! # Adding a channel
//!
//! Add its file with `Settings`, `request`, `outcome` and `event`, its variant in [`Channel`], and
//! a folder of recorded bodies under `fixtures/`. The JSON of its service stays inside its file.
//! Replies pass only where the service says that an agent wrote them for the visitor: what is not
//! known to be public is left out.

pub mod backoff;
pub mod delivery;
pub mod event;
pub mod outcome;
pub mod reason;
mod retry_after;
pub mod webhook;

use http::{HeaderMap, Request};
use timeline::{Millis, Moment};

pub use delivery::Delivery;
pub use event::{Event, EventError, Reply};
pub use outcome::Outcome;
pub use reason::Reason;

/// How long the edge waits for an answer. Standard Webhooks recommends 15 to 30 seconds; a team's
/// own program has no reason to be slow, and while we wait the later messages of the
/// conversation wait too.
pub const TIME_LIMIT: Millis = Millis::from_seconds(15);

/// The most of an answer's body that is read, in bytes. Services tell their errors in
/// a few hundred; the rest would only fill memory.
pub const MAX_RESPONSE: usize = 64 * 1024;

/// The largest event that is taken, in bytes. A reply of the longest text
/// (8,000 characters of up to 12 bytes each as JSON escapes) takes 94 KiB, and the service's own
/// fields come on top.
pub const MAX_EVENT: usize = 256 * 1024;

/// A configured channel.
#[derive(Clone, Debug)]
pub enum Channel {
    /// A webhook that is signed after Standard Webhooks.
    Webhook(webhook::Settings),
}

/// Why a delivery cannot be put into the form that its channel wants. Trying again is no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChannelError {
    /// The delivery's id does not fit into a header.
    #[error("the delivery's id must be 1 to 256 visible characters of ASCII, without a full stop")]
    Id,
    /// A moment lies outside of the years 0 to 9999.
    #[error("a moment of the message lies outside of the calendar")]
    Moment,
    /// The request cannot be built from its parts.
    #[error("the request cannot be built; check the channel's address")]
    Request,
}

/// The HTTP request that brings `delivery` to the channel. `now` is the moment of this attempt.
///
/// # Errors
/// Where the delivery can never be sent; give it up with [`Reason::Unsendable`].
pub fn request(
    channel: &Channel,
    delivery: &Delivery,
    now: Moment,
) -> Result<Request<Vec<u8>>, ChannelError> {
    match channel {
        Channel::Webhook(settings) => webhook::request(settings, delivery, now),
    }
}

/// What the channel's answer means for the delivery. `_body` is for services that tell their errors
/// in a body with status 200; a webhook's is not looked at.
#[must_use]
pub fn outcome(
    channel: &Channel,
    status: u16,
    headers: &HeaderMap,
    _body: &[u8],
    now: Moment,
) -> Outcome {
    match channel {
        Channel::Webhook(_) => webhook::outcome(status, headers, now),
    }
}

/// What the channel has sent to us, once its signature has been checked.
///
/// Its [`Event::id`] stays the same when the channel sends it again: remember it, and ignore
/// repetitions. Whether a conversation belongs to the channel's site is for the caller to check.
///
/// # Errors
/// Where it is not from the channel or cannot be understood; answer with [`EventError::status`].
pub fn event(
    channel: &Channel,
    headers: &HeaderMap,
    body: &[u8],
    now: Moment,
) -> Result<Event, EventError> {
    match channel {
        Channel::Webhook(settings) => webhook::event(settings, headers, body, now),
    }
}
