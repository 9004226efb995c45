//! Reads bodies, and no more of them than the cap.

use futures_util::StreamExt as _;
use worker::Request;

use crate::front::incoming::Incoming;
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

/// The cap of a body on a route, in bytes. An e-mail comes with its attachments, and a homeserver of Matrix sends many
/// events at once.
pub(crate) fn limit(incoming: &Incoming, access: Access) -> usize {
    match access {
        Access::Page | Access::Visitor | Access::Agent => PEOPLE,
        Access::Channel if is_mail(incoming) => channels::MAX_MAIL,
        Access::Channel if is_transaction(incoming) => channels::matrix::MAX_TRANSACTION,
        Access::Admin | Access::Channel => MACHINES,
    }
}

fn is_mail(incoming: &Incoming) -> bool {
    let kind = incoming.header("content-type").unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("message/rfc822"))
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
    let mut body = Vec::with_capacity(told.unwrap_or_default());
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        if body.len() + chunk.len() > limit {
            return Err(ApiError::too_large(limit));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}
