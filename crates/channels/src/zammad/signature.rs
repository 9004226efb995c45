//! The signature of Zammad's webhook: `sha1=` and the HMAC-SHA1 of the body in hexadecimal digits, after
//! [WebSub](https://www.w3.org/TR/websub/#authenticated-content-distribution).
//!
//! Nothing in it says when it was made. That an answer is taken once is left to the id of its article, and a state
//! counts only while the ticket's own time says that it is new.

use hmac::{Hmac, Mac as _};
use http::HeaderMap;
use sha1::Sha1;

use crate::{EventError, signed};

/// The header with the signature.
const SIGNATURE: &str = "x-hub-signature";
/// The header with the id of the job that sends, the same in each of its five attempts. It is not signed, so it
/// serves to recognise repetitions, and for nothing else.
pub(super) const DELIVERY: &str = "x-zammad-delivery";

/// Checks that the body was signed with the key.
pub(super) fn verify(key: &Hmac<Sha1>, headers: &HeaderMap, body: &[u8]) -> Result<(), EventError> {
    let tag = signed::tag::<20>(headers, SIGNATURE, "sha1=")?;
    let mut mac = key.clone();
    mac.update(body);
    // `verify_slice` takes the same time wherever the first difference is.
    mac.verify_slice(&tag).map_err(|_| EventError::Signature)
}
