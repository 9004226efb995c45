//! What the signatures of all services have in common: headers that are text, a moment that may be off by a
//! little, ids of attempts, and tags in hexadecimal digits.

use http::HeaderMap;
use timeline::{Millis, Moment};

use crate::EventError;

/// How far the moment of sending may be off in either direction: what the reference libraries of Standard
/// Webhooks and Slack's documentation say.
pub const TOLERANCE: Millis = Millis::from_minutes(5);

/// The longest id of an attempt, in characters.
pub(crate) const MAX_ID: usize = 256;

/// A header's text.
///
/// # Errors
/// Names the header that is missing or no text.
pub(crate) fn header<'a>(
    headers: &'a HeaderMap,
    name: &'static str,
) -> Result<&'a str, EventError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or(EventError::Header(name))
}

/// Checks a moment of sending, in seconds since the Unix epoch.
///
/// # Errors
/// Where it is further from `now` than [`TOLERANCE`].
pub(crate) fn is_recent(seconds: i64, now: Moment) -> Result<(), EventError> {
    let sent = Moment(Millis::from_seconds(seconds).0);
    if sent < now - TOLERANCE || sent > now + TOLERANCE {
        return Err(EventError::Timestamp);
    }
    Ok(())
}

/// The bytes of a tag: hexadecimal digits behind the name of how it was made, such as `sha256=`.
///
/// # Errors
/// Names the header where there is none, or one of another length.
pub(crate) fn tag<const LENGTH: usize>(
    headers: &HeaderMap,
    name: &'static str,
    scheme: &str,
) -> Result<[u8; LENGTH], EventError> {
    let mut tag = [0; LENGTH];
    let digits = header(headers, name)?.strip_prefix(scheme);
    let read = digits.and_then(|digits| base16ct::mixed::decode(digits, &mut tag).ok());
    if read.is_none_or(|read| read.len() < LENGTH) {
        return Err(EventError::Header(name));
    }
    Ok(tag)
}

/// The id of an attempt, where there is a good one.
pub(crate) fn id(headers: &HeaderMap, name: &'static str) -> Option<String> {
    let id = header(headers, name).ok()?;
    let good = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| id.to_owned())
}
