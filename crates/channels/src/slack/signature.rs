//! How Slack signs what it sends: `v0=` and the hexadecimal HMAC-SHA256 over `v0:timestamp:body`.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use timeline::Moment;

use crate::{EventError, signed};

/// The header with the signature.
const SIGNATURE: &str = "x-slack-signature";
/// The header with the moment of the attempt, in seconds since the Unix epoch.
const TIMESTAMP: &str = "x-slack-request-timestamp";

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

    /// Checks that `body` was signed with this secret, about `now`.
    pub(super) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Moment,
    ) -> Result<(), EventError> {
        let timestamp = signed::header(headers, TIMESTAMP)?;
        let seconds = timestamp.parse().map_err(|_| EventError::Header(TIMESTAMP))?;
        let tag = signed::tag::<32>(headers, SIGNATURE, "v0=")?;
        signed::is_recent(seconds, now)?;
        let mut mac = self.0.clone();
        mac.update(format!("v0:{timestamp}:").as_bytes());
        mac.update(body);
        // `verify_slice` takes the same time wherever the first difference is.
        mac.verify_slice(&tag).map_err(|_| EventError::Signature)
    }
}

impl fmt::Debug for Key {
    /// A secret has no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(..)")
    }
}
