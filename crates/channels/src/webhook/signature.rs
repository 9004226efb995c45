//! Signing and verifying after [Standard Webhooks](https://www.standardwebhooks.com) 1.0.0:
//! `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.

use std::fmt;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use sha2::Sha256;
use timeline::Moment;

use crate::{EventError, signed};

/// The header with the message's id: the key by which repetitions are recognised.
pub const ID: &str = "webhook-id";
/// The header with the moment of the attempt, in seconds since the Unix epoch.
pub const TIMESTAMP: &str = "webhook-timestamp";
/// The header with one or more signatures, separated by spaces.
pub const SIGNATURE: &str = "webhook-signature";

/// The length of a secret in bytes, after the specification's table of signature schemes.
const SECRET_LENGTHS: std::ops::RangeInclusive<usize> = 24..=64;
/// More signatures than secrets are rotated at a time; the rest is not looked at.
const MAX_SIGNATURES: usize = 8;

/// Padding is written, and not demanded: people lose it when they copy a secret.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A secret, ready to sign and to verify.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

/// Not a secret of Standard Webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the secret must be whsec_ and the base64 of 24 to 64 bytes; \
     make one with: echo whsec_$(openssl rand -base64 32)"
)]
pub struct KeyError;

impl Key {
    /// Reads a secret: `whsec_` and base64.
    ///
    /// # Errors
    /// Says how to make one.
    pub fn parse(secret: &str) -> Result<Self, KeyError> {
        let text = secret.trim().strip_prefix("whsec_").ok_or(KeyError)?;
        let bytes = BASE64.decode(text).map_err(|_| KeyError)?;
        if !SECRET_LENGTHS.contains(&bytes.len()) {
            return Err(KeyError);
        }
        Hmac::new_from_slice(&bytes).map(Self).map_err(|_| KeyError)
    }

    /// The value of the header [`SIGNATURE`].
    #[must_use]
    pub fn sign(&self, id: &str, timestamp: i64, body: &[u8]) -> String {
        let tag = self.over(id, timestamp, body).finalize().into_bytes();
        format!("v1,{}", BASE64.encode(tag))
    }

    /// Checks that `body` was signed with this secret within the [`signed::TOLERANCE`] around `now`, and
    /// gives the message's id. Each of several signatures may fit, so that secrets can be rotated.
    ///
    /// # Errors
    /// Says what is missing or does not fit.
    pub fn verify<'a>(
        &self,
        headers: &'a HeaderMap,
        body: &[u8],
        now: Moment,
    ) -> Result<&'a str, EventError> {
        let id = signed::header(headers, ID)?;
        if !is_id(id) {
            return Err(EventError::Header(ID));
        }
        let timestamp = signed::header(headers, TIMESTAMP)?;
        let timestamp = timestamp.parse().map_err(|_| EventError::Header(TIMESTAMP))?;
        let signatures = signed::header(headers, SIGNATURE)?;
        signed::is_recent(timestamp, now)?;
        let expected = self.over(id, timestamp, body);
        let fits = signatures
            .split(' ')
            .filter_map(|signature| BASE64.decode(signature.strip_prefix("v1,")?).ok())
            .take(MAX_SIGNATURES)
            // `verify_slice` takes the same time wherever the first difference is.
            .any(|tag| expected.clone().verify_slice(&tag).is_ok());
        if fits { Ok(id) } else { Err(EventError::Signature) }
    }

    fn over(&self, id: &str, timestamp: i64, body: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.0.clone();
        mac.update(format!("{id}.{timestamp}.").as_bytes());
        mac.update(body);
        mac
    }
}

impl fmt::Debug for Key {
    /// A secret has no business in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key(..)")
    }
}

/// A moment as the header [`TIMESTAMP`] has it.
#[must_use]
pub const fn timestamp(moment: Moment) -> i64 {
    moment.0.div_euclid(1_000)
}

/// Visible and without a full stop, which the specification rules out: a signature for one id and
/// body could otherwise be read as one for another.
pub(crate) fn is_id(id: &str) -> bool {
    (1..=signed::MAX_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'.')
}
