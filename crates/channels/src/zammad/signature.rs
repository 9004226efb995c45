//! The signature of Zammad's webhook: `sha1=` and the HMAC-SHA1 of the body in hexadecimal digits, after
//! [WebSub](https://www.w3.org/TR/websub/#authenticated-content-distribution).
//!
//! Nothing in it says when it was made. That an answer is taken once is left to the id of its article, and a state
//! counts only while the ticket's own time says that it is new.

use hmac::{Hmac, Mac as _};
use http::HeaderMap;
use sha1::Sha1;

use crate::EventError;

/// The header with the signature.
const SIGNATURE: &str = "x-hub-signature";
/// The header with the id of the job that sends, the same in each of its five attempts.
const DELIVERY: &str = "x-zammad-delivery";
/// The longest id of a job that is taken.
const MAX_ID: usize = 256;

/// Checks that the body was signed with the key.
pub(super) fn verify(key: &Hmac<Sha1>, headers: &HeaderMap, body: &[u8]) -> Result<(), EventError> {
    let header = headers.get(SIGNATURE).and_then(|value| value.to_str().ok());
    let digits = header.and_then(|value| value.strip_prefix("sha1="));
    let tag = digits.and_then(bytes).ok_or(EventError::Header(SIGNATURE))?;
    let mut mac = key.clone();
    mac.update(body);
    // `verify_slice` takes the same time wherever the first difference is.
    mac.verify_slice(&tag).map_err(|_| EventError::Signature)
}

/// The id of the job that sends. It is not signed, so it serves to recognise repetitions, and for nothing else.
pub(super) fn id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(DELIVERY)?.to_str().ok()?;
    let fits = (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| id.to_owned())
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    if !rest.is_empty() || pairs.len() != 20 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?)).collect()
}
