//! Somebody on Matrix, as a client talks for them.

use http::Method;
use serde_json::{Value, json};

use super::{SERVER, USER};
use crate::edge::Door;
use crate::{Request, random, wait};

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    door: Door,
    token: String,
    /// The whole id, such as `@grace:nordwind.example`.
    pub id: String,
}

impl Person {
    pub(super) async fn register(door: Door, name: &str) -> Self {
        let account = json!({ "username": name, "password": random::token(), "auth": { "type": "m.login.dummy" } });
        let request = door.request(Method::POST, "/_matrix/client/v3/register").json(&account);
        let answer: Value = request.send().await.with_status(200).json();
        let token = text(&answer["access_token"]);
        Self { door, token, id: format!("@{name}:{SERVER}") }
    }

    /// Makes a room and invites the application service's user.
    pub async fn room(&self) -> String {
        let room = self.empty_room().await;
        self.invite(&room, USER).await;
        room
    }

    /// Makes a room in which nobody else is.
    pub async fn empty_room(&self) -> String {
        let room = json!({ "preset": "private_chat", "name": "Questions" });
        text(&self.does(Method::POST, "createRoom", &room).await["room_id"])
    }

    /// Invites somebody.
    pub async fn invite(&self, room: &str, user: &str) {
        let path = format!("rooms/{}/invite", escaped(room));
        self.does(Method::POST, &path, &json!({ "user_id": user })).await;
    }

    /// Accepts an invitation.
    pub async fn join(&self, room: &str) {
        self.does(Method::POST, &format!("join/{}", escaped(room)), &json!({})).await;
    }

    /// Sends something, and gives the event's id.
    pub async fn send(&self, room: &str, kind: &str, content: &Value) -> String {
        let path = format!("rooms/{}/send/{kind}/{}", escaped(room), random::token());
        text(&self.does(Method::PUT, &path, content).await["event_id"])
    }

    /// Answers in a thread, and gives the event's id.
    pub async fn reply(&self, room: &str, thread: &str, body: &str) -> String {
        self.send(room, "m.room.message", &in_thread(thread, body)).await
    }

    /// Reacts to an event.
    pub async fn react(&self, room: &str, event: &str, key: &str) {
        let relation = json!({ "rel_type": "m.annotation", "event_id": event, "key": key });
        self.send(room, "m.reaction", &json!({ "m.relates_to": relation })).await;
    }

    /// Deletes what an event says.
    pub async fn delete(&self, room: &str, event: &str) {
        let path = format!("rooms/{}/redact/{}/{}", escaped(room), escaped(event), random::token());
        self.does(Method::PUT, &path, &json!({})).await;
    }

    /// Encrypts a room, which nobody can undo.
    pub async fn encrypt(&self, room: &str) {
        let path = format!("rooms/{}/state/m.room.encryption/", escaped(room));
        self.does(Method::PUT, &path, &json!({ "algorithm": "m.megolm.v1.aes-sha2" })).await;
    }

    /// All messages of a room, the oldest first.
    pub async fn messages(&self, room: &str) -> Vec<Value> {
        let path = format!("rooms/{}/messages?dir=b&limit=100", escaped(room));
        let page = self.does(Method::GET, &path, &Value::Null).await;
        let events = page["chunk"].as_array().cloned().unwrap_or_default();
        events.into_iter().rev().filter(|event| event["type"] == "m.room.message").collect()
    }

    /// Waits until a room has enough messages, and gives them.
    pub async fn sees(
        &self,
        what: &str,
        room: &str,
        enough: impl Fn(&[Value]) -> bool,
    ) -> Vec<Value> {
        wait::until(what, async {
            // From here on the homeserver answers as soon as something has happened.
            let mut since = self.sync("timeout=0").await;
            loop {
                let messages = self.messages(room).await;
                if enough(&messages) {
                    return messages;
                }
                since = self.sync(&format!("timeout=60000&since={since}")).await;
            }
        })
        .await
    }

    /// Waits for this many messages of the application service.
    pub async fn sees_ours(&self, room: &str, count: usize) -> Vec<Value> {
        let what = format!("message {count} of ours in the room");
        let all = self.sees(&what, room, |all| ours(all).count() >= count).await;
        ours(&all).cloned().collect()
    }

    async fn sync(&self, query: &str) -> String {
        text(&self.does(Method::GET, &format!("sync?{query}"), &Value::Null).await["next_batch"])
    }

    async fn does(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.request(method, path);
        let request = if body.is_null() { request } else { request.json(body) };
        request.send().await.with_status(200).json()
    }

    fn request(&self, method: Method, path: &str) -> Request {
        self.door.request(method, &format!("/_matrix/client/v3/{path}")).bearer(&self.token)
    }
}

/// The messages that the application service has sent.
pub fn ours(messages: &[Value]) -> impl Iterator<Item = &Value> {
    messages.iter().filter(|event| event["sender"] == USER)
}

/// What a client sends as an answer in a thread.
#[must_use]
pub fn in_thread(root: &str, body: &str) -> Value {
    json!({
        "msgtype": "m.text",
        "body": body,
        "m.relates_to": {
            "rel_type": "m.thread",
            "event_id": root,
            "is_falling_back": true,
            "m.in_reply_to": { "event_id": root },
        },
    })
}

fn text(value: &Value) -> String {
    value.as_str().expect("the homeserver gives it").to_owned()
}

/// Ids have characters that mean something in an address.
fn escaped(id: &str) -> String {
    id.replace('!', "%21").replace(':', "%3A").replace('$', "%24")
}
