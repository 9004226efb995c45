//! What channels send back: verified, taken once, and brought to the visitor.

use channels::{Channel, EventError, Incoming};
use http::{HeaderMap, HeaderName, HeaderValue};
use protocol::problem::FieldError;
use timeline::Moment;
use worker::{Request, Response};

use super::news::{self, Source};
use super::sql::values;
use super::{Site, health, mail, nothing, now, outbox};
use crate::problem::{ApiError, ApiResult};

/// How long an event's id is remembered. Signatures are refused after five
/// minutes; services repeat an event, signed anew, for days.
const REMEMBERED: i64 = 7 * 24 * 3_600_000;

/// `POST /v1/sites/{site}/channels/{channel}/events`, and the addresses that services prescribe.
pub(super) async fn take(
    site: &Site,
    request: &Request,
    channel: &str,
    key: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let settings = site.settings()?;
    let channel = settings.channel(channel).ok_or_else(|| {
        ApiError::not_found("The site has no such channel. Check the address, or add the channel.")
    })?;
    let now = now();
    let headers = headers(request);
    let key = (!key.is_empty()).then_some(key);
    let incoming = Incoming { headers: &headers, key, body };
    let event = channels::event(&channel.channel, &incoming, Moment(now))
        .map_err(|error| refused(&error))?;

    let stored = site.sql.transaction(|| {
        health::reported(&site.sql, &channel.id, now)?;
        if let Some(id) = &event.id
            && !is_new(site, &channel.id, id, now)?
        {
            return Ok(Vec::new());
        }
        news::store(site, &settings, &channel.id, &event.news, Source::Event, now)
    });
    let stored = match stored {
        // Channels may share the address that takes answers, and a mail server posts all of them to one.
        Err(error) if error.status() == 404 && matches!(channel.channel, Channel::Email(_)) => {
            return mail::take(site, body).await;
        }
        stored => stored?,
    };
    if !stored.is_empty() {
        outbox::schedule(site).await?;
        // Told when it is stored, and only the first time.
        news::tell(site, stored)?;
    }
    match event.answer {
        Some(answer) => {
            let mut response = Response::ok(answer)?;
            response.headers_mut().set("content-type", "application/json")?;
            response.headers_mut().set("cache-control", "no-store")?;
            Ok(response)
        }
        None => nothing(),
    }
}

/// Whether an event comes for the first time, in a transaction of the caller.
pub(super) fn is_new(site: &Site, channel: &str, id: &str, now: i64) -> ApiResult<bool> {
    site.sql.run("DELETE FROM events WHERE received_at < ?", values![now - REMEMBERED])?;
    let query = "SELECT 1 FROM events WHERE channel = ? AND id = ?";
    if site.sql.row(query, values![channel, id])?.is_some() {
        return Ok(false);
    }
    let statement = "INSERT INTO events (channel, id, received_at) VALUES (?, ?, ?)";
    site.sql.run(statement, values![channel, id, now])?;
    Ok(true)
}

fn refused(error: &EventError) -> ApiError {
    let detail = format!("The event was not taken: {error}.");
    if let EventError::TooLarge(limit) = error {
        return ApiError::too_large(*limit);
    }
    match error.status() {
        401 => ApiError::unauthorised(detail),
        422 => ApiError::invalid(vec![FieldError {
            field: "data.text".to_owned(),
            code: "text".to_owned(),
            detail: error.to_string(),
        }]),
        _ => ApiError::malformed(detail),
    }
}

fn headers(request: &Request) -> HeaderMap {
    let headers = request.headers().entries().filter_map(|(name, value)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::from_str(&value).ok()?))
    });
    headers.collect()
}
