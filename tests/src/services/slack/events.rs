//! What Slack tells the app: events and presses of buttons, signed, and repeated where they are not taken.

use std::fmt::Write as _;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use serde_json::{Value, json};
use sha2::Sha256;
use timeline::Moment;

use super::{CHANNEL, ID, SECRET, Slack};
use crate::{Answer, Edge, Request, site};

/// How often Slack tries an event: at once, nearly at once again, after a minute and after five. A test does not wait.
const ATTEMPTS: usize = 4;
/// How long it waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How often an event was sent until it was taken.
pub type Attempts = usize;

impl Slack {
    /// The events of which the app has not been told yet, oldest first; from then on they count as told.
    #[must_use]
    pub fn untold(&self) -> Vec<Value> {
        std::mem::take(&mut self.workspace().events)
    }

    /// Tells the app of everything that it does not know yet, and gives the answers' statuses.
    pub async fn tell(&self, edge: &Edge) -> Vec<u16> {
        let mut statuses = Vec::new();
        for event in self.untold() {
            statuses.push(self.send(edge, &event).await.status);
        }
        statuses
    }

    /// Sends one event, again and again until it is answered with 2xx within its time.
    pub async fn deliver(&self, edge: &Edge, event: &Value) -> Attempts {
        let body = event.to_string();
        for attempt in 0..ATTEMPTS {
            let mut request = self.signed(edge, "application/json", body.as_bytes());
            if attempt > 0 {
                request = request
                    .header("x-slack-retry-num", attempt.to_string())
                    .header("x-slack-retry-reason", "http_error");
            }
            let answer = tokio::time::timeout(PATIENCE, request.try_send()).await;
            if matches!(answer, Ok(Ok(answer)) if (200..300).contains(&answer.status)) {
                return attempt + 1;
            }
        }
        panic!("the event was not taken within {ATTEMPTS} attempts");
    }

    /// Sends one event once.
    pub async fn send(&self, edge: &Edge, event: &Value) -> Answer {
        self.signed(edge, "application/json", event.to_string().as_bytes()).send().await
    }

    /// Somebody presses a button of a message.
    pub async fn press(&self, edge: &Edge, ts: &str, action: &str) -> Answer {
        self.pressing(edge, &self.pressed(ts, action)).send().await
    }

    /// What a press says.
    #[must_use]
    pub fn pressed(&self, ts: &str, action: &str) -> Value {
        let mut workspace = self.workspace();
        workspace.count += 1;
        let message = workspace.messages.iter().find(|message| message["ts"] == *ts);
        let message = message.expect("the message is there").clone();
        let blocks = message["blocks"].as_array().cloned().unwrap_or_default();
        let elements = blocks.iter().flat_map(|block| {
            let elements = block["elements"].as_array().cloned().unwrap_or_default();
            elements.into_iter().map(|element| (block["block_id"].clone(), element))
        });
        let (block, button) = elements
            .into_iter()
            .find(|(_, element)| element["action_id"] == *action)
            .unwrap_or_else(|| panic!("there is no button {action}"));
        json!({
            "type": "block_actions", "api_app_id": "A0123456789", "token": "XXYYZZ",
            "user": { "id": super::GRACE, "username": "grace", "team_id": "T0123456789" },
            "container": { "type": "message", "message_ts": ts, "channel_id": CHANNEL },
            "trigger_id": format!("{}.333649436676.d8c1bb837935619ccad0f624c448ffb3", workspace.count),
            "channel": { "id": CHANNEL, "name": "questions" },
            "message": message,
            "actions": [{
                "type": "button", "block_id": block, "action_id": action, "text": button["text"],
                "value": button["value"], "action_ts": ts,
            }],
        })
    }

    /// The request that brings a press.
    #[must_use]
    pub fn pressing(&self, edge: &Edge, payload: &Value) -> Request {
        self.signed(edge, "application/x-www-form-urlencoded", form(payload).as_bytes())
    }

    /// A request that is signed now.
    #[must_use]
    pub fn signed(&self, edge: &Edge, kind: &str, body: &[u8]) -> Request {
        signed_at(edge, self.now(), SECRET, kind, body)
    }
}

/// What a press says, as the form in which it comes.
#[must_use]
pub fn form(payload: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("payload", &payload.to_string()).finish()
}

/// A request that is signed at any moment with any secret.
#[must_use]
pub fn signed_at(edge: &Edge, at: Moment, secret: &str, kind: &str, body: &[u8]) -> Request {
    let timestamp = at.0.div_euclid(1_000);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length fits");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("a text takes everything");
    }
    let path = format!("/v1/sites/{}/channels/{ID}/events", site::NAME);
    edge.request(Method::POST, &path)
        .header("content-type", kind)
        .header("x-slack-request-timestamp", timestamp.to_string())
        .header("x-slack-signature", signature)
        .body(body)
}
