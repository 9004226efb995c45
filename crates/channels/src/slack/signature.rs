//! How Slack signs what it sends: `v0=` and the hexadecimal HMAC-SHA256 over `v0:timestamp:body`.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use timeline::{Millis, Moment};

use crate::EventError;

/// The header with the signature.
const SIGNATURE: &str = "x-slack-signature";
/// The header with the moment of the attempt, in seconds since the Unix epoch.
const TIMESTAMP: &str = "x-slack-request-timestamp";
/// How far the timestamp may be off in either direction, after Slack's documentation.
const TOLERANCE: Millis = Millis::from_minutes(5);

/// A signing secret, ready to verify.
#[derive(Clone)]
pub(super) struct Key(Hmac<Sha256>);

impl Key {
    /// Takes a signing secret. Slack's have 32 characters today; nothing promises that.
    pub(super) fn parse(secret: &str) -> Option<Self> {
        let secret = secret.trim().as_bytes();
        let fits = (16..=256).contains(&secret.len()) && secret.iter().all(u8::is_ascii_graphic);
        fits.then(|| Hmac::new_from_slice(secret).ok().map(Self)).flatten()
    }

    /// Checks that `body` was signed with this secret within the [`TOLERANCE`] around `now`.
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
        let written = header(TIMESTAMP)?;
        let digits =
            (1..=15).contains(&written.len()) && written.bytes().all(|byte| byte.is_ascii_digit());
        let timestamp: i64 =
            written.parse().ok().filter(|_| digits).ok_or(EventError::Header(TIMESTAMP))?;
        let signature = header(SIGNATURE)?;
        let tag =
            signature.strip_prefix("v0=").and_then(bytes).ok_or(EventError::Header(SIGNATURE))?;
        let sent = Moment(Millis::from_seconds(timestamp).0);
        if sent < now - TOLERANCE || sent > now + TOLERANCE {
            return Err(EventError::Timestamp);
        }
        let mut mac = self.0.clone();
        mac.update(format!("v0:{written}:").as_bytes());
        mac.update(body);
        // `verify_slice` takes the same time wherever the first difference is.
        mac.verify_slice(&tag).map_err(|_| EventError::Signature)
    }
}

/// The bytes of a hexadecimal HMAC-SHA256.
fn bytes(hexadecimal: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<_>> =
        hexadecimal.chars().map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect();
    let digits = digits.filter(|digits| digits.len() == 64)?;
    let byte = |pair: &[u8]| pair.iter().fold(0_u8, |byte, digit| (byte << 4) | digit);
    Some(digits.chunks(2).map(byte).collect())
}

impl fmt::Debug for Key {
    /// A secret has no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(..)")
    }
}
