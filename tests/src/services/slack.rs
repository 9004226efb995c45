//! A stand-in of Slack, after its documentation: a workspace with one channel, our app in it, and people.
//!
//! It behaves like the real one where that is awkward: refusals come with status 200, each message is taken as often
//! as it comes, more than one message a second is too much after a short burst, texts come back with entities, the app is told of its own
//! messages too, and an event that is not answered is repeated.

mod blocks;
mod events;
mod web_api;

use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::{Value, json};
use timeline::{Millis, Moment};

use crate::service::Handler;
use crate::{Service, clock};

pub use events::{Attempts, form, signed_at};

/// The channel's id on our side.
pub const ID: &str = "team";
/// The channel's id in Slack.
pub const CHANNEL: &str = "C0123456789";
/// The bot's token.
pub const TOKEN: &str = "xoxb-1234567890-0987654321-abcdefghijklmnop";
/// The secret with which Slack signs.
pub const SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
/// A member of the team, whose name is in the configuration.
pub const GRACE: &str = "U0123456789";
/// Another one, whose name is not.
pub const ADA: &str = "U1111111111";
/// The app's own user.
const BOT: &str = "U0987654321";

/// A workspace of Slack.
#[derive(Debug)]
pub struct Slack {
    /// The server.
    pub service: Service,
    workspace: Arc<Mutex<Workspace>>,
}

/// What it knows.
#[derive(Debug)]
struct Workspace {
    /// All messages of the channel, oldest first, as they are given back with metadata.
    messages: Vec<Value>,
    /// Events of which the app has not been told yet.
    events: Vec<Value>,
    /// The error with which every call is refused.
    refusing: Option<Value>,
    /// When the app last posted.
    posted_at: Option<Moment>,
    /// How many milliseconds' worth of messages it had left then.
    allowance: i64,
    /// By how much its clock is ahead.
    ahead: Millis,
    /// Parts of names that are given once.
    count: u64,
}

impl Slack {
    /// Starts one with an empty channel.
    pub async fn start() -> Self {
        let workspace = Arc::new(Mutex::new(Workspace {
            messages: Vec::new(),
            events: Vec::new(),
            refusing: None,
            posted_at: None,
            allowance: 0,
            ahead: Millis::ZERO,
            count: 0,
        }));
        let shared = Arc::clone(&workspace);
        let handler: Handler =
            Arc::new(move |request| web_api::answer(&mut locked(&shared), request));
        Self { service: Service::start(handler).await, workspace }
    }

    /// Its entry in a site's configuration.
    #[must_use]
    pub fn channel(&self) -> Value {
        json!({
            "type": "slack", "id": ID, "channel": CHANNEL, "token": TOKEN, "secret": SECRET,
            "url": self.service.url(), "names": { GRACE: "Grace" },
        })
    }

    /// Moves its clock on.
    pub fn pass(&self, time: Millis) {
        let mut workspace = self.workspace();
        workspace.ahead = workspace.ahead + time;
    }

    /// What its clock shows.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.workspace().now()
    }

    /// Refuses every call with this error.
    pub fn refuse(&self, error: &str) {
        let needed = if error == "missing_scope" { "chat:write" } else { "" };
        self.workspace().refusing = Some(json!({ "ok": false, "error": error, "needed": needed }));
    }

    /// Takes calls again.
    pub fn accept(&self) {
        self.workspace().refusing = None;
    }

    /// All messages so far, as they are shown to people.
    #[must_use]
    pub fn messages(&self) -> Vec<Posted> {
        self.workspace().messages.iter().map(Posted::from).collect()
    }

    /// Waits until the app has posted this many messages, and gives them.
    pub async fn posted(&self, count: usize) -> Vec<Posted> {
        self.until(&format!("message {count} in Slack"), |messages| {
            messages.iter().filter(|message| message.by_app).count() >= count
        })
        .await
        .into_iter()
        .filter(|message| message.by_app)
        .collect()
    }

    /// Waits until the messages are as they should be, and gives them.
    pub async fn until(&self, what: &str, right: impl Fn(&[Posted]) -> bool) -> Vec<Posted> {
        // Something new is there only after a request.
        self.service.requests(what, |_| right(&self.messages())).await;
        self.messages()
    }

    /// Somebody writes into a thread, or outside of any.
    pub fn writes(&self, user: &str, thread: Option<&str>, text: &str) {
        self.writes_with(user, thread, text, &json!({}));
    }

    /// The same with further fields.
    pub fn writes_with(&self, user: &str, thread: Option<&str>, text: &str, further: &Value) {
        let mut workspace = self.workspace();
        let ts = workspace.ts();
        let mut message = json!({
            "type": "message", "user": user, "ts": ts, "client_msg_id": format!("client-{ts}"),
            "text": text, "team": "T0123456789",
        });
        if let Some(thread) = thread {
            message["thread_ts"] = json!(thread);
        }
        // What is typed is described beside the text as well, without entities.
        if !text.is_empty() && !text.contains('<') {
            let typed = json!({ "type": "text", "text": blocks::unescaped(text) });
            let section = json!({ "type": "rich_text_section", "elements": [typed] });
            message["blocks"] =
                json!([{ "type": "rich_text", "block_id": "b", "elements": [section] }]);
        }
        for (field, value) in further.as_object().into_iter().flatten() {
            message[field] = value.clone();
        }
        workspace.add(message);
    }

    /// Somebody deletes a message.
    pub fn deletes(&self, ts: &str) {
        self.workspace().messages.retain(|message| message["ts"] != *ts);
    }

    fn workspace(&self) -> MutexGuard<'_, Workspace> {
        locked(&self.workspace)
    }
}

fn locked(workspace: &Mutex<Workspace>) -> MutexGuard<'_, Workspace> {
    workspace.lock().expect("no call panics with it")
}

impl Workspace {
    fn now(&self) -> Moment {
        clock::now() + self.ahead
    }

    /// A new name of a message: the time, and what makes it the only one.
    fn ts(&mut self) -> String {
        self.count += 1;
        let now = self.now().0;
        format!("{}.{:03}{:03}", now / 1_000, now % 1_000, self.count % 1_000)
    }

    /// Adds a message to the channel, of which the app is to be told, whoever wrote it.
    fn add(&mut self, message: Value) {
        let mut event = message.clone();
        let fields = event.as_object_mut().expect("it is an object");
        fields.remove("metadata");
        fields.insert("channel".to_owned(), json!(CHANNEL));
        fields.insert("channel_type".to_owned(), json!("channel"));
        fields.insert("event_ts".to_owned(), message["ts"].clone());
        self.count += 1;
        self.events.push(json!({
            "token": "XXYYZZ", "team_id": "T0123456789", "api_app_id": "A0123456789", "event": event,
            "type": "event_callback", "event_id": format!("Ev{:09}", self.count),
            "event_time": self.now().0 / 1_000,
        }));
        self.messages.push(message);
    }
}

/// A message as people see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    /// Its name.
    pub ts: String,
    /// The thread in which it stands; nothing for one outside of any, or at the beginning of one.
    pub thread: Option<String>,
    /// Whether the app has posted it.
    pub by_app: bool,
    /// What blocks show, one text each; the text where there are none.
    pub texts: Vec<String>,
    /// What buttons do, by their ids.
    pub buttons: Vec<String>,
    /// The text for notifications, as it came.
    pub fallback: String,
    /// The delivery in its metadata.
    pub delivery: Option<String>,
}

impl Posted {
    /// Whether one of the texts is this one.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.texts.iter().any(|shown| shown == text)
    }
}

impl From<&Value> for Posted {
    fn from(message: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let ts = text(&message["ts"]).unwrap_or_default();
        let blocks = message["blocks"].as_array().cloned().unwrap_or_default();
        let elements = |kind: &'static str| {
            let blocks = blocks.iter().filter(move |block| block["type"] == kind);
            blocks.flat_map(|block| block["elements"].as_array().cloned().unwrap_or_default())
        };
        let shown = blocks.iter().flat_map(|block| match block["type"].as_str() {
            Some("context") => block["elements"].as_array().cloned().unwrap_or_default(),
            _ => vec![block["text"].clone()],
        });
        let shown: Vec<_> = shown.filter_map(|shown| text(&shown["text"])).collect();
        let fallback = text(&message["text"]).unwrap_or_default();
        let texts = if blocks.is_empty() { vec![fallback.clone()] } else { shown };
        Self {
            thread: text(&message["thread_ts"]).filter(|thread| *thread != ts),
            by_app: message["bot_id"].is_string(),
            texts: texts.iter().map(|text| blocks::unescaped(text)).collect(),
            buttons: elements("actions").filter_map(|button| text(&button["action_id"])).collect(),
            delivery: text(&message["metadata"]["event_payload"]["delivery"]),
            fallback,
            ts,
        }
    }
}
