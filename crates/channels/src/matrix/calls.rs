//! The calls of the [client-server API](https://spec.matrix.org/v1.16/client-server-api/) that are made, always as
//! the application service's own user, who is named in each: a registration that does not fit the configuration is
//! refused, and never writes in another one's name.

use std::fmt::Write as _;

use http::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::{Millis, Moment};

use super::Settings;
use super::content::DELIVERY;
use super::room::RoomEvent;
use crate::backoff::{CAP, MINIMUM};
use crate::exchange::HttpAnswer;
use crate::{Exchange, Failure, Pause, Reason, Then};

/// Events of a thread that are read, the newest ones. More of the longest would not fit
/// [`MAX_RESPONSE`](crate::MAX_RESPONSE).
const RELATED: u32 = 50;
/// Own events of the room among which one that was sent earlier is looked for. In the thread there are fewer.
const OWN: u32 = 50;

/// Sends a message. Its transaction id is the delivery's.
pub(super) fn send<'a>(
    settings: &Settings,
    delivery: &str,
    content: &Value,
    exchange: &mut Exchange<'a>,
) -> Result<&'a HttpAnswer, Pause> {
    let path = path(&["rooms", &settings.room, "send", "m.room.message", delivery]);
    exchange.http(request(settings, Method::PUT, &format!("v3{path}"), &[], Some(content)))
}

/// The id of the event that was sent.
pub(super) fn event_id(answer: &HttpAnswer, now: Moment) -> Result<String, Pause> {
    let sent: Sent = read(answer, now)?;
    Ok(sent.event_id)
}

/// Joins the room, to which somebody has to have invited us.
pub(super) fn join(
    settings: &Settings,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<(), Pause> {
    let path = format!("v3{}", path(&["join", &settings.room]));
    let answer = exchange.http(request(settings, Method::POST, &path, &[], Some(&json!({}))))?;
    read::<Value>(answer, now).map(drop)
}

/// The event of a delivery that was sent earlier, if it was. A room or thread that we may not read has none.
pub(super) fn sent_earlier(
    settings: &Settings,
    delivery: &str,
    place: Option<&str>,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Option<String>, Pause> {
    let looked = place.map_or_else(|| own(settings), |place| relations(settings, place));
    let answer = exchange.http(looked)?;
    if matches!(answer.status, 403 | 404) {
        return Ok(None);
    }
    let page: Page = read(answer, now)?;
    let sent = page
        .chunk
        .into_iter()
        .find(|event| event["sender"] == settings.user && event["content"][DELIVERY] == delivery);
    Ok(sent.and_then(|event| event["event_id"].as_str().map(str::to_owned)))
}

/// The latest events that relate to the one that opened a thread, the newest first. A thread that the room does not
/// have any more, or never had since the channel's room was another one then, has none.
pub(super) fn related(
    settings: &Settings,
    place: &str,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<Vec<RoomEvent>, Pause> {
    let answer = exchange.http(relations(settings, place))?;
    if answer.status == 404 && refusal(answer).is_some_and(|refusal| !refusal.is_of_address()) {
        return Ok(Vec::new());
    }
    let page: Page = read(answer, now)?;
    Ok(page.chunk.into_iter().filter_map(RoomEvent::parse).collect())
}

/// The latest messages of ours in the room.
fn own(settings: &Settings) -> Result<Request<Vec<u8>>, http::Error> {
    let path = format!("v3{}", path(&["rooms", &settings.room, "messages"]));
    let filter = json!({ "senders": [settings.user], "types": ["m.room.message"] });
    let (limit, filter) = (OWN.to_string(), filter.to_string());
    let query = [("dir", "b"), ("limit", &*limit), ("filter", &*filter)];
    request(settings, Method::GET, &path, &query, None)
}

/// Not those of the thread alone: ✅ relates to its first event too.
fn relations(settings: &Settings, place: &str) -> Result<Request<Vec<u8>>, http::Error> {
    let path = format!("v1{}", path(&["rooms", &settings.room, "relations", place]));
    let limit = RELATED.to_string();
    request(settings, Method::GET, &path, &[("dir", "b"), ("limit", &limit)], None)
}

/// Whether the room is encrypted.
pub(super) fn is_encrypted(
    settings: &Settings,
    now: Moment,
    exchange: &mut Exchange<'_>,
) -> Result<bool, Pause> {
    let path = path(&["rooms", &settings.room, "state", "m.room.encryption", ""]);
    let answer = exchange.http(request(settings, Method::GET, &format!("v3{path}"), &[], None))?;
    if answer.status == 404 {
        return Ok(false);
    }
    read::<Value>(answer, now).map(|_| true)
}

fn request(
    settings: &Settings,
    method: Method,
    path: &str,
    query: &[(&str, &str)],
    body: Option<&Value>,
) -> Result<Request<Vec<u8>>, http::Error> {
    let mut address =
        format!("{}/_matrix/client/{path}?user_id={}", settings.base, escaped(&settings.user));
    for (name, value) in query {
        // Writing to a text cannot fail.
        write!(address, "&{name}={}", escaped(value)).ok();
    }
    Request::builder()
        .method(method)
        .uri(address)
        .header(AUTHORIZATION, settings.authorization.clone())
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, concat!("Askhours/", env!("CARGO_PKG_VERSION")))
        .body(body.map(|body| body.to_string().into_bytes()).unwrap_or_default())
}

fn path(segments: &[&str]) -> String {
    segments.iter().flat_map(|segment| ["/".to_owned(), escaped(segment)]).collect()
}

/// Everything but RFC 3986's unreserved characters, percent-encoded.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").ok();
        }
    }
    escaped
}

/// What an answer says, or why there is none. Where it was taken and cannot be read, it is asked again.
fn read<'a, T: Deserialize<'a>>(answer: &'a HttpAnswer, now: Moment) -> Result<T, Pause> {
    if (200..=299).contains(&answer.status) {
        let unexpected = Failure::retry(Reason::Unexpected(answer.status));
        return serde_json::from_slice(&answer.body).map_err(|_| unexpected.into());
    }
    Err(failure(answer, now).into())
}

/// What the homeserver says is wrong, as `errcode: error`. How long to wait stands in the body too, and with older
/// ones only there.
fn failure(answer: &HttpAnswer, now: Moment) -> Failure {
    let mut failure = Failure::of_status(answer.status, &answer.headers, now);
    let Some(refusal) = refusal(answer) else { return failure };
    if answer.status == 429 && failure.then == (Then::Retry { after: None }) {
        let after = refusal.retry_after_ms.map(|after| Millis(after).clamp(MINIMUM, CAP));
        failure.then = Then::Retry { after };
    }
    failure.saying(Some(&format!("{}: {}", refusal.errcode, refusal.error)))
}

fn refusal(answer: &HttpAnswer) -> Option<Refusal> {
    serde_json::from_slice(&answer.body).ok()
}

#[derive(Deserialize)]
struct Sent {
    event_id: String,
}

#[derive(Deserialize)]
struct Page {
    chunk: Vec<Value>,
}

/// A standard error response.
#[derive(Deserialize)]
struct Refusal {
    errcode: String,
    #[serde(default)]
    error: String,
    retry_after_ms: Option<i64>,
}

impl Refusal {
    /// Whether the homeserver does not know what is asked at all.
    fn is_of_address(&self) -> bool {
        self.errcode == "M_UNRECOGNIZED"
    }
}
