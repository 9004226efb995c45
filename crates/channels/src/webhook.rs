//! The webhook: a question posted as JSON to an address of the team's own, signed after [Standard
//! Webhooks](https://www.standardwebhooks.com), and replies that come back in the same form.
//!
//! Sent are `question.created` for the message that opens a conversation and `message.created` for
//! each one after it. Taken are `reply.created` with `data: {conversation, text, author?: {name}}`
//! and `conversation.closed` with `data: {conversation}`; other types are acknowledged and ignored.
//! `fixtures/webhook/` has an example of each.
//!
//! A receiver gets each message at least once, the repetitions with the same `webhook-id`.

mod settings;
pub mod signature;

use chrono::{DateTime, Datelike as _, SecondsFormat};
use conversation::id::ConversationId;
use conversation::text::{PersonName, QuestionText};
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, Method, Request};
use serde::{Deserialize, Serialize};
use timeline::Moment;

use crate::delivery::Kind;
use crate::retry_after::retry_after;
use crate::{ChannelError, Delivery, Event, EventError, MAX_EVENT, Outcome, Reason, Reply};

pub use settings::{Settings, SettingsError};

/// The POST that brings `delivery` to the receiver, signed at `now`.
pub(crate) fn request(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
) -> Result<Request<Vec<u8>>, ChannelError> {
    if !signature::is_id(&delivery.id) {
        return Err(ChannelError::Id);
    }
    let body = serde_json::to_vec(&created(delivery)?).map_err(|_| ChannelError::Request)?;
    let timestamp = signature::timestamp(now);
    Request::builder()
        .method(Method::POST)
        .uri(settings.address.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, concat!("Askhours/", env!("CARGO_PKG_VERSION")))
        .header(signature::ID, &delivery.id)
        .header(signature::TIMESTAMP, timestamp)
        .header(signature::SIGNATURE, settings.key.sign(&delivery.id, timestamp, &body))
        .body(body)
        .map_err(|_| ChannelError::Request)
}

/// What an answer means, after the guidance of Standard Webhooks: 2xx is success, 410 switches the
/// channel off, and all else is a failure that is tried again, because a receiver that was set up
/// wrongly is often mended within days. The exception is 413: the same message stays too large, and
/// would hold up the ones after it for nothing.
pub(crate) fn outcome(status: u16, headers: &HeaderMap, now: Moment) -> Outcome {
    let reason = match status {
        200..=299 => return Outcome::Delivered,
        410 => return Outcome::Gone { reason: Reason::Gone(status) },
        413 => return Outcome::Rejected { reason: Reason::TooLarge(status) },
        300..=399 => Reason::Moved(status),
        401 | 403 => Reason::Unauthorised(status),
        404 | 405 => Reason::NotFound(status),
        408 => Reason::TimedOut,
        425 | 429 => Reason::Busy(status),
        400..=499 => Reason::Refused(status),
        500..=599 => Reason::Fault(status),
        _ => Reason::Unexpected(status),
    };
    Outcome::Retry { after: retry_after(headers, now), reason }
}

/// What the receiver has sent to us.
pub(crate) fn event(
    settings: &Settings,
    headers: &HeaderMap,
    body: &[u8],
    now: Moment,
) -> Result<Event, EventError> {
    if body.len() > MAX_EVENT {
        return Err(EventError::TooLarge);
    }
    let id = settings.key.verify(headers, body, now)?.to_owned();
    let received: Received = parse(body, "it needs a text `type` and an object `data`")?;
    let mut event = Event { id, replies: Vec::new(), closed: None };
    match received.kind.as_str() {
        "reply.created" => event.replies.push(reply(body)?),
        "conversation.closed" => {
            let Envelope::<ReceivedClosing> { data } =
                parse(body, "data needs the text `conversation`")?;
            event.closed = Some(conversation(&data.conversation)?);
        }
        _ => {}
    }
    Ok(event)
}

fn reply(body: &[u8]) -> Result<Reply, EventError> {
    let Envelope::<ReceivedReply> { data } =
        parse(body, "data needs the texts `conversation` and `text`")?;
    let text = QuestionText::parse(&data.text).map_err(EventError::Text)?;
    // Some systems show an agent's e-mail address where they know no name. It is not the visitor's
    // to see.
    let name = data.author.and_then(|author| author.name).filter(|name| !name.contains('@'));
    let author = name.and_then(|name| PersonName::parse(&name).ok());
    Ok(Reply { conversation: conversation(&data.conversation)?, text, author })
}

fn conversation(id: &str) -> Result<ConversationId, EventError> {
    ConversationId::parse(id)
        .map_err(|_| EventError::Body("data.conversation is not the id of a conversation"))
}

/// Serde's own message would quote the body.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8], mend: &'static str) -> Result<T, EventError> {
    serde_json::from_slice(body).map_err(|_| EventError::Body(mend))
}

/// A moment as RFC 3339 text, which Standard Webhooks' own examples use, in UTC.
fn rfc_3339(moment: Moment) -> Result<String, ChannelError> {
    DateTime::from_timestamp_millis(moment.0)
        .filter(|time| (0..=9999).contains(&time.year()))
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
        .ok_or(ChannelError::Moment)
}

fn created(delivery: &Delivery) -> Result<Created<'_>, ChannelError> {
    let sent_at = rfc_3339(delivery.message.sent_at)?;
    Ok(Created {
        kind: match delivery.kind {
            Kind::Question => "question.created",
            Kind::FollowUp => "message.created",
        },
        timestamp: sent_at.clone(),
        data: CreatedData {
            site: &delivery.site,
            conversation: &delivery.conversation,
            message: CreatedMessage {
                id: &delivery.message.id,
                text: &delivery.message.text,
                sent_at,
            },
            visitor: CreatedVisitor {
                name: delivery.visitor.name.as_deref(),
                email: delivery.visitor.email.as_deref(),
                phone: delivery.visitor.phone.as_deref(),
            },
            topic: delivery.topic.as_deref(),
            page: &delivery.page,
            locale: &delivery.locale,
            promise_by: delivery.promise_by.map(rfc_3339).transpose()?,
            inbox_url: &delivery.inbox_url,
        },
    })
}

#[derive(Serialize)]
struct Created<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    timestamp: String,
    data: CreatedData<'a>,
}

#[derive(Serialize)]
struct CreatedData<'a> {
    site: &'a str,
    conversation: &'a str,
    message: CreatedMessage<'a>,
    visitor: CreatedVisitor<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    page: &'a str,
    locale: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise_by: Option<String>,
    inbox_url: &'a str,
}

#[derive(Serialize)]
struct CreatedMessage<'a> {
    id: &'a str,
    text: &'a str,
    sent_at: String,
}

#[derive(Serialize)]
struct CreatedVisitor<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
}

/// The kind decides what `data` is, so it is read first and alone.
#[derive(Deserialize)]
struct Received {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Envelope<Data> {
    data: Data,
}

#[derive(Deserialize)]
struct ReceivedReply {
    conversation: String,
    text: String,
    author: Option<ReceivedAuthor>,
}

#[derive(Deserialize)]
struct ReceivedAuthor {
    name: Option<String>,
}

#[derive(Deserialize)]
struct ReceivedClosing {
    conversation: String,
}
