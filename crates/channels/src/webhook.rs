//! The webhook: a question posted as JSON to an address of the team's own, signed after [Standard
//! Webhooks](https://www.standardwebhooks.com), and replies that come back in the same form.
//!
//! Sent are `question.created` for the message that opens a conversation and `message.created` for
//! each one after it, `reply.created` for what the team has answered elsewhere, `conversation.closed` and
//! `conversation.reopened`, and `test` for a try from the inbox. Taken are `reply.created` with
//! `data: {conversation, text, author?: {name}}`, `conversation.closed` and `conversation.reopened` with
//! `data: {conversation}`; other types are acknowledged and ignored. `fixtures/webhook/` has an example of each.
//!
//! A receiver gets each message at least once, the repetitions with the same `webhook-id`.

mod settings;
pub mod signature;

use chrono::{DateTime, Datelike as _, SecondsFormat};
use conversation::id::ConversationId;
use conversation::text::QuestionText;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use serde::{Deserialize, Serialize};
use timeline::Moment;

use crate::delivery::{Content, Message, Reply, Step, StepTo};
use crate::event::{What, Whose, Written, display_name};
use crate::{
    Delivery, Event, EventError, Exchange, Failure, Incoming, MAX_EVENT, News, Pause, Reason,
    Receipt,
};

pub use settings::Settings;

/// Posts `delivery` to the receiver, signed at `now`.
pub(crate) fn deliver(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Receipt, Pause> {
    if matches!(delivery.content, Content::Step(_)) && delivery.thread.place.is_none() {
        // The receiver never heard of the conversation.
        return Ok(Receipt::default());
    }
    let body = body(delivery, now).ok_or(Failure::give_up(Reason::Unsendable))?;
    let answer = exchange.http(request(settings, delivery, now, body))?;
    match answer.status {
        // The receiver knows conversations by our id.
        200..=299 => Ok(Receipt { remote: None, place: Some(delivery.conversation.id.clone()) }),
        status => Err(Failure::of_status(status, &answer.headers, now).into()),
    }
}

fn request(
    settings: &Settings,
    delivery: &Delivery,
    now: Moment,
    body: Vec<u8>,
) -> Result<Request<Vec<u8>>, http::Error> {
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
}

/// What the receiver has sent to us.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    now: Moment,
) -> Result<Event, EventError> {
    let body = incoming.body;
    if body.len() > MAX_EVENT {
        return Err(EventError::TooLarge(MAX_EVENT));
    }
    let id = settings.key.verify(incoming.headers, body, now)?;
    let received: Received = parse(body, "it needs a text `type` and an object `data`")?;
    let news = match received.kind.as_str() {
        "reply.created" => Some(reply(id, body)?),
        "conversation.closed" => Some(step(body, What::Closed)?),
        "conversation.reopened" => Some(step(body, What::Opened)?),
        _ => None,
    };
    Ok(Event { id: Some(id.to_owned()), news: news.into_iter().collect(), answer: None })
}

fn reply(id: &str, body: &[u8]) -> Result<News, EventError> {
    let Envelope::<ReceivedReply> { data } =
        parse(body, "data needs the texts `conversation` and `text`")?;
    let text = QuestionText::parse(&data.text).map_err(EventError::Text)?;
    let author = data.author.and_then(|author| author.name);
    let written = Written {
        remote: id.to_owned(),
        text: text.as_str().to_owned(),
        author: author.as_deref().and_then(display_name),
        ..Written::default()
    };
    Ok(News { of: conversation(&data.conversation)?, what: What::Written(written) })
}

fn step(body: &[u8], what: What) -> Result<News, EventError> {
    let Envelope::<ReceivedStep> { data } = parse(body, "data needs the text `conversation`")?;
    Ok(News { of: conversation(&data.conversation)?, what })
}

fn conversation(id: &str) -> Result<Whose, EventError> {
    ConversationId::parse(id)
        .map(Whose::Conversation)
        .map_err(|_| EventError::Body("data.conversation is not the id of a conversation"))
}

/// Serde's own message would quote the body.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8], mend: &'static str) -> Result<T, EventError> {
    serde_json::from_slice(body).map_err(|_| EventError::Body(mend))
}

/// A moment as RFC 3339 text, which Standard Webhooks' own examples use, in UTC; nothing outside of the years 0 to
/// 9999.
fn rfc_3339(moment: Moment) -> Option<String> {
    DateTime::from_timestamp_millis(moment.0)
        .filter(|time| (0..=9999).contains(&time.year()))
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true))
}

/// The JSON of a delivery; nothing where a moment of it has no date, or its id would not fit a signature.
fn body(delivery: &Delivery, now: Moment) -> Option<Vec<u8>> {
    if !signature::is_id(&delivery.id) {
        return None;
    }
    let (kind, at, message, reply) = match &delivery.content {
        Content::Question(message) => ("question.created", message.sent_at, Some(message), None),
        Content::FollowUp(message) => ("message.created", message.sent_at, Some(message), None),
        Content::Reply(reply) => ("reply.created", reply.message.sent_at, None, Some(reply)),
        Content::Step(Step { to: StepTo::Closed, at, .. }) => {
            ("conversation.closed", *at, None, None)
        }
        Content::Step(Step { to: StepTo::Open, at, .. }) => {
            ("conversation.reopened", *at, None, None)
        }
        Content::Test(_) => ("test", now, None, None),
        Content::Confirmation(_) | Content::Answer(_) => return None,
    };
    let created = Created { kind, timestamp: rfc_3339(at)?, data: data(delivery, message, reply)? };
    serde_json::to_vec(&created).ok()
}

fn data<'a>(
    delivery: &'a Delivery,
    message: Option<&'a Message>,
    reply: Option<&'a Reply>,
) -> Option<CreatedData<'a>> {
    let conversation = &delivery.conversation;
    let visitor = &conversation.visitor;
    let written = message.or(reply.map(|reply| &reply.message));
    let promise_by = match conversation.promise_by {
        Some(promise_by) => Some(rfc_3339(promise_by)?),
        None => None,
    };
    Some(CreatedData {
        site: &conversation.site,
        conversation: &conversation.id,
        message: match written {
            Some(message) => Some(CreatedMessage {
                id: &message.id,
                text: &message.text,
                sent_at: rfc_3339(message.sent_at)?,
            }),
            None => None,
        },
        author: reply.map(|reply| CreatedAuthor { name: reply.author.as_deref() }),
        channel: reply.and_then(|reply| reply.from.as_deref()),
        visitor: CreatedVisitor {
            name: visitor.name.as_deref(),
            email: visitor.email.as_deref(),
            phone: visitor.phone.as_deref(),
            verified: visitor.verified,
        },
        topic: conversation.topic.as_deref(),
        page: &conversation.page,
        locale: &conversation.locale,
        promise_by,
        inbox_url: &conversation.inbox_url,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<CreatedMessage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<CreatedAuthor<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
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
struct CreatedAuthor<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct CreatedVisitor<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    verified: bool,
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
struct ReceivedStep {
    conversation: String,
}
