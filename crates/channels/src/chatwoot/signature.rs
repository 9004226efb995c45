//! What shows that a request comes from Chatwoot: the key at the end of the address, and the signature that newer
//! installations add, `sha256=` and the hexadecimal HMAC-SHA256 over `timestamp.body`.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use timeline::{Millis, Moment};

use crate::EventError;

/// The header with the moment of sending, in seconds since the Unix epoch.
pub(super) const TIMESTAMP: &str = "x-chatwoot-timestamp";
/// The header with the signature.
pub(super) const SIGNATURE: &str = "x-chatwoot-signature";
/// The header with an id of the event, a UUID.
pub(super) const DELIVERY: &str = "x-chatwoot-delivery";

/// How far the timestamp may be off in either direction.
const TOLERANCE: Millis = Millis::from_minutes(5);
/// The longest id of an event.
const MAX_ID: usize = 256;

/// A secret shared with Chatwoot, ready to sign and to verify.
#[derive(Clone)]
pub(super) struct Secret(Box<Hmac<Sha256>>);

impl Secret {
    pub(super) fn new(text: &str) -> Self {
        Self(Box::new(mac(text.as_bytes())))
    }

    /// The hexadecimal HMAC of a text.
    pub(super) fn hex(&self, text: &str) -> String {
        let mut mac = Hmac::clone(&self.0);
        mac.update(text.as_bytes());
        let tag = mac.finalize().into_bytes();
        let digits = tag.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }

    /// Checks that a body was signed with this secret within [`TOLERANCE`] of `now`.
    ///
    /// # Errors
    /// Says what is missing or does not fit.
    pub(super) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Moment,
    ) -> Result<(), EventError> {
        let header = |name: &'static str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.ok_or(EventError::Header(name))
        };
        let (timestamp, signature) = (header(TIMESTAMP)?, header(SIGNATURE)?);
        let seconds = timestamp.parse().map_err(|_| EventError::Header(TIMESTAMP))?;
        let tag = signature.strip_prefix("sha256=").and_then(bytes);
        let tag = tag.ok_or(EventError::Header(SIGNATURE))?;
        let sent = Moment(Millis::from_seconds(seconds).0);
        if sent < now - TOLERANCE || sent > now + TOLERANCE {
            return Err(EventError::Timestamp);
        }
        let mut mac = Hmac::clone(&self.0);
        mac.update(timestamp.as_bytes());
        mac.update(b".");
        mac.update(body);
        // `verify_slice` takes the same time wherever the first difference is.
        mac.verify_slice(&tag).map_err(|_| EventError::Signature)
    }
}

/// The key that ends the webhook's address.
#[derive(Clone)]
pub(super) struct PathKey(Box<Hmac<Sha256>>);

/// Under which keys are compared: it only makes them equally long, and needs not be secret.
const COMPARING: &[u8] = b"the key at the end of the address";

impl PathKey {
    pub(super) fn new(key: &str) -> Self {
        let mut mac = mac(COMPARING);
        mac.update(key.as_bytes());
        Self(Box::new(mac))
    }

    /// Checks what stands at the end of the address. Both sides are hashed, so that the time tells neither where the
    /// first difference is nor how long the key is.
    pub(super) fn verify(&self, key: Option<&str>) -> Result<(), EventError> {
        let mut theirs = mac(COMPARING);
        theirs.update(key.unwrap_or_default().as_bytes());
        let theirs = theirs.finalize().into_bytes();
        Hmac::clone(&self.0).verify_slice(&theirs).map_err(|_| EventError::Key)
    }
}

/// The id of an event, where there is a good one.
pub(super) fn delivery(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(DELIVERY)?.to_str().ok()?;
    let good = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    good.then(|| id.to_owned())
}

fn mac(key: &[u8]) -> Hmac<Sha256> {
    // An HMAC takes keys of any length, and a longer one than the longest is hashed.
    Hmac::new_from_slice(key).expect("an HMAC takes keys of any length")
}

/// The bytes of hexadecimal digits in pairs.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let digit =
        |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let digits: Option<Vec<u8>> = text.as_bytes().iter().map(digit).collect();
    let (pairs, rest) = digits.as_deref()?.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

macro_rules! show_nothing {
    ($($kind:ident),*) => {$(
        impl fmt::Debug for $kind {
            /// A secret has no business in a log.
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($kind), "(..)"))
            }
        }
    )*};
}
show_nothing!(Secret, PathKey);
