//! What shows that a request comes from Chatwoot: the key at the end of the address, and the signature that newer
//! installations add, `sha256=` and the hexadecimal HMAC-SHA256 over `timestamp.body`.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use timeline::Moment;

use crate::{EventError, signed};

/// The header with the moment of sending, in seconds since the Unix epoch.
pub(super) const TIMESTAMP: &str = "x-chatwoot-timestamp";
/// The header with the signature.
pub(super) const SIGNATURE: &str = "x-chatwoot-signature";
/// The header with an id of the event, a UUID.
pub(super) const DELIVERY: &str = "x-chatwoot-delivery";

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
        base16ct::lower::encode_string(&mac.finalize().into_bytes())
    }

    /// Checks that a body was signed with this secret, about `now`.
    ///
    /// # Errors
    /// Says what is missing or does not fit.
    pub(super) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Moment,
    ) -> Result<(), EventError> {
        let timestamp = signed::header(headers, TIMESTAMP)?;
        let tag = signed::tag::<32>(headers, SIGNATURE, "sha256=")?;
        let seconds = timestamp.parse().map_err(|_| EventError::Header(TIMESTAMP))?;
        signed::is_recent(seconds, now)?;
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

fn mac(key: &[u8]) -> Hmac<Sha256> {
    // An HMAC takes keys of any length, and a longer one than the longest is hashed.
    Hmac::new_from_slice(key).expect("an HMAC takes keys of any length")
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
