//! What channels send back: verified, taken once, and brought to the visitor.

use channels::{Event, EventError};
use conversation::state::{State, Step};
use http::{HeaderMap, HeaderName, HeaderValue};
use protocol::inbox::Entry;
use protocol::problem::FieldError;
use timeline::Moment;
use worker::{Request, Response};

use super::actions::{self, TeamReply};
use super::conversations::standing;
use super::sql::values;
use super::{Site, configuration, nothing, now};
use crate::problem::{ApiError, ApiResult};

/// How long an event's id is remembered. Signatures are refused after five
/// minutes; services repeat an event, signed anew, for days.
const REMEMBERED: i64 = 7 * 24 * 3_600_000;

/// `POST /v1/sites/{site}/channels/{channel}/events`.
pub(super) fn take(
    site: &Site,
    request: &Request,
    channel: &str,
    body: &[u8],
) -> ApiResult<Response> {
    let settings = site.settings()?;
    let channel = settings.channel(channel).ok_or_else(|| {
        ApiError::not_found("The site has no such channel. Check the address, or add the channel.")
    })?;
    let now = now();
    let event = channels::event(&channel.channel, &headers(request), body, Moment(now))
        .map_err(|error| refused(&error))?;
    of_this_site(site, &event)?;

    let stored = site.sql.transaction(|| {
        site.sql.run("DELETE FROM events WHERE received_at < ?", values![now - REMEMBERED])?;
        let query = "SELECT 1 FROM events WHERE channel = ? AND id = ?";
        if site.sql.row(query, values![channel.id, event.id])?.is_some() {
            return Ok(Vec::new());
        }
        let statement = "INSERT INTO events (channel, id, received_at) VALUES (?, ?, ?)";
        site.sql.run(statement, values![channel.id, event.id, now])?;
        store(site, &channel.id, &event, now)
    })?;
    // Told when it is stored, and only the first time.
    for told in stored {
        match told {
            Stored::Reply(conversation, entry) => {
                actions::tell_of_reply(site, &conversation, &entry)?;
            }
            Stored::Step(conversation, state) => {
                actions::tell_of_step(site, &conversation, state)?;
            }
        }
    }
    nothing()
}

/// What of an event was stored, in which conversation.
#[derive(Debug)]
enum Stored {
    Reply(String, Entry),
    Step(String, State),
}

fn store(site: &Site, channel: &str, event: &Event, now: i64) -> ApiResult<Vec<Stored>> {
    let mut stored = Vec::new();
    for reply in &event.replies {
        let conversation = reply.conversation.as_str();
        let standing = standing(&site.sql, conversation)?;
        let name = reply.author.as_ref().map(conversation::text::PersonName::as_str);
        let (channel, text) = (Some(channel), reply.text.as_str());
        let reply = TeamReply { conversation, name, channel, text };
        let entry = actions::store_reply(site, &standing, &reply, now)?;
        stored.push(Stored::Reply(conversation.to_owned(), entry));
    }
    if let Some(closed) = &event.closed {
        let conversation = closed.as_str();
        let standing = standing(&site.sql, conversation)?;
        let state = actions::store_step(site, conversation, &standing, Step::Close)?;
        stored.push(Stored::Step(conversation.to_owned(), state));
    }
    Ok(stored)
}

/// A channel speaks for its own site alone.
fn of_this_site(site: &Site, event: &Event) -> ApiResult<()> {
    let name = configuration::site_id(&site.sql)?;
    let named = event.replies.iter().map(|reply| &reply.conversation).chain(&event.closed);
    for conversation in named {
        if conversation.site().as_str() != name {
            return Err(ApiError::not_found("This site has no such conversation."));
        }
        standing(&site.sql, conversation.as_str())?;
    }
    Ok(())
}

fn refused(error: &EventError) -> ApiError {
    let detail = format!("The event was not taken: {error}.");
    match error.status() {
        401 => ApiError::unauthorised(detail),
        413 => ApiError::too_large(channels::MAX_EVENT),
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
