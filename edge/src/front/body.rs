//! Reads bodies, and no more of them than the cap.

use futures_util::StreamExt as _;
use worker::Request;

use crate::front::incoming::Incoming;
use crate::front::sites;
use crate::problem::{ApiError, ApiResult};
use crate::routes::Access;

/// What visitors and agents may send, in bytes: 8,000 characters of 4 bytes, in
/// JSON that escapes some of them, and room for the other fields.
pub(crate) const PEOPLE: usize = 64 * 1024;

/// What a configuration or a channel's event may have, in bytes: hundreds of
/// exceptions, or a help desk's whole ticket.
pub(crate) const MACHINES: usize = 256 * 1024;

/// What a form may send, in bytes: [`PEOPLE`] with every byte written as `%xx`.
pub(crate) const FORM: usize = 3 * PEOPLE;

/// How far the time of a signature may be off, in milliseconds, as where it is verified.
const SIGNED_WITHIN: u64 = 5 * 60_000;

/// What is reserved for a body before any of it has come, in bytes, whatever length it tells.
const RESERVED: usize = 64 * 1024;

/// The cap of a body on a route, in bytes. An e-mail comes with its attachments, and a homeserver of Matrix sends many
/// events at once. Nobody can tell who sent them before they are read; who does not even pretend is not read that far.
pub(crate) fn limit(incoming: &Incoming, access: Access) -> usize {
    match access {
        Access::Page | Access::Visitor | Access::Agent => PEOPLE,
        Access::Channel if is_mail(incoming) && is_signed(incoming) => channels::MAX_MAIL,
        Access::Channel
            if is_transaction(incoming) && incoming.header("authorization").is_some() =>
        {
            channels::matrix::MAX_TRANSACTION
        }
        Access::Admin | Access::Channel => MACHINES,
    }
}

fn is_mail(incoming: &Incoming) -> bool {
    let kind = incoming.header("content-type").unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("message/rfc822"))
}

/// Whether it has what a signature after Standard Webhooks consists of, made lately.
fn is_signed(incoming: &Incoming) -> bool {
    let told = incoming.header("webhook-timestamp").unwrap_or_default();
    incoming.header("webhook-signature").is_some() && is_fresh(&told, sites::now().0)
}

fn is_fresh(seconds: &str, now: i64) -> bool {
    let told = seconds.parse::<i64>().ok().and_then(|seconds| seconds.checked_mul(1_000));
    told.and_then(|told| told.checked_sub(now))
        .is_some_and(|off| off.unsigned_abs() <= SIGNED_WITHIN)
}

fn is_transaction(incoming: &Incoming) -> bool {
    incoming.path().contains("/_matrix/app/v1/transactions/")
}

/// The body of a request; none where it has none.
///
/// # Errors
/// Where it is longer than `limit`: said before it is read if it tells its length,
/// else as soon as the limit is passed.
pub(crate) async fn read(incoming: &Incoming, limit: usize) -> ApiResult<Option<Vec<u8>>> {
    let told = incoming.header("content-length").and_then(|length| length.parse::<usize>().ok());
    if told.is_some_and(|length| length > limit) {
        return Err(ApiError::too_large(limit));
    }
    if incoming.raw.body().is_none() {
        return Ok(None);
    }
    let mut stream = Request::from(Clone::clone(&incoming.raw)).stream()?;
    let mut body = Vec::with_capacity(told.unwrap_or_default().min(RESERVED));
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        if body.len() + chunk.len() > limit {
            return Err(ApiError::too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

#[cfg(test)]
mod tests {
    use super::is_fresh;

    #[test]
    fn a_signature_is_of_now() {
        let now = 1_800_000_000_000;
        for fresh in ["1800000000", "1799999700", "1800000300"] {
            assert!(is_fresh(fresh, now), "{fresh}");
        }
        for stale in
            ["", "now", "1799999699", "1800000301", "0", "-9223372036854775808", "1800000000.5"]
        {
            assert!(!is_fresh(stale, now), "{stale}");
        }
    }
}
