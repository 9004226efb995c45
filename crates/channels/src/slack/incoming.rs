//! What Slack sends: events as JSON, and presses of buttons as a form.

use conversation::id::ConversationId;
use http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};
use timeline::Moment;

use super::Settings;
use super::blocks::{CLOSE, OPEN};
use super::message::Message;
use crate::event::{What, Whose};
use crate::{Event, EventError, Incoming, MAX_EVENT, News};

/// The longest challenge that is given back, in characters. Slack's have 52.
const MAX_CHALLENGE: usize = 500;

/// What Slack has sent to us.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    now: Moment,
) -> Result<Event, EventError> {
    if incoming.body.len() > MAX_EVENT {
        return Err(EventError::TooLarge(MAX_EVENT));
    }
    settings.key.verify(incoming.headers, incoming.body, now)?;
    let kind =
        incoming.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.trim_start().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        pressed(settings, incoming.body)
    } else {
        told(settings, incoming.body)
    }
}

/// An event of the Events API.
fn told(settings: &Settings, body: &[u8]) -> Result<Event, EventError> {
    let envelope: Envelope = parse(body, "it needs a text `type`")?;
    match envelope.kind.as_str() {
        "url_verification" => {
            let challenge = envelope.challenge.filter(|text| text.chars().count() <= MAX_CHALLENGE);
            let challenge = challenge.ok_or(EventError::Body("it needs a text `challenge`"))?;
            let answer = json!({ "challenge": challenge }).to_string();
            Ok(Event { answer: Some(answer), ..Event::default() })
        }
        "event_callback" => {
            let event = envelope.event.ok_or(EventError::Body("it needs an object `event`"))?;
            let ours = event["type"] == "message" && event["channel"] == *settings.channel;
            let message = ours.then(|| Message::read(&event)).flatten();
            let news = message.as_ref().and_then(|message| message.answer(settings)).map(
                |(thread, written)| News {
                    of: Whose::Place(thread.to_owned()),
                    what: What::Written(written),
                },
            );
            let id = envelope.event_id.filter(|id| is_event_id(id));
            Ok(Event { id, news: news.into_iter().collect(), answer: None })
        }
        // A kind that says nothing to us, such as `app_rate_limited`.
        _ => Ok(Event::default()),
    }
}

/// A press of one of our buttons.
fn pressed(settings: &Settings, body: &[u8]) -> Result<Event, EventError> {
    let payload = form_urlencoded::parse(body).find(|(name, _)| name == "payload");
    let (_, payload) = payload.ok_or(EventError::Body("it needs a field `payload`"))?;
    let press: Press = parse(payload.as_bytes(), "its payload needs a text `type`")?;
    let ours = press.kind == "block_actions"
        && press.channel.is_some_and(|channel| channel.id == settings.channel);
    let news = press.actions.iter().filter(|_| ours).filter_map(|action| {
        let what = match action.action_id.as_deref()? {
            CLOSE => What::Closed,
            OPEN => What::Opened,
            _ => return None,
        };
        let conversation = ConversationId::parse(action.value.as_deref()?).ok()?;
        Some(News { of: Whose::Conversation(conversation), what })
    });
    // A press has no event's id; what it would trigger has one.
    let id = press.trigger_id.filter(|id| is_event_id(id));
    // Slack wants 200 and nothing else for a press, and shows a warning beside the button otherwise.
    Ok(Event { id, news: news.collect(), answer: Some(String::new()) })
}

fn is_event_id(id: &str) -> bool {
    (1..=256).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Serde's own message would quote the body.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8], mend: &'static str) -> Result<T, EventError> {
    serde_json::from_slice(body).map_err(|_| EventError::Body(mend))
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    challenge: Option<String>,
    event_id: Option<String>,
    event: Option<Value>,
}

#[derive(Deserialize)]
struct Press {
    #[serde(rename = "type")]
    kind: String,
    trigger_id: Option<String>,
    channel: Option<Channel>,
    #[serde(default)]
    actions: Vec<Action>,
}

#[derive(Deserialize)]
struct Channel {
    id: String,
}

#[derive(Deserialize)]
struct Action {
    action_id: Option<String>,
    value: Option<String>,
}
