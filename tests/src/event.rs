//! What a channel sends back: signed after Standard Webhooks.

use channels::webhook::signature::{ID, Key, SIGNATURE, TIMESTAMP, timestamp};
use http::Method;
use serde_json::{Value, json};
use timeline::Moment;

use crate::{Edge, Request, clock, random};

/// An event that is being put together; each part can be spoilt.
#[derive(Clone, Debug)]
pub struct Event {
    /// The site to whose address it goes.
    pub site: String,
    /// The channel to whose address it goes.
    pub channel: String,
    /// The secret that signs it.
    pub secret: String,
    /// Its id.
    pub id: String,
    /// When it is signed.
    pub at: Moment,
    /// What it says.
    pub body: Vec<u8>,
}

impl Event {
    /// A well-formed event with a new id, signed now.
    #[must_use]
    pub fn new(site: &str, channel: &str, secret: &str, body: &Value) -> Self {
        Self {
            site: site.to_owned(),
            channel: channel.to_owned(),
            secret: secret.to_owned(),
            id: random::token(),
            at: clock::now(),
            body: body.to_string().into_bytes(),
        }
    }

    /// The request that brings it.
    #[must_use]
    pub fn to(&self, edge: &Edge) -> Request {
        let seconds = timestamp(self.at);
        let key = Key::parse(&self.secret).expect("the secret is in order");
        let path = format!("/v1/sites/{}/channels/{}/events", self.site, self.channel);
        edge.request(Method::POST, &path)
            .header("content-type", "application/json")
            .header(ID, &self.id)
            .header(TIMESTAMP, seconds.to_string())
            .header(SIGNATURE, key.sign(&self.id, seconds, &self.body))
            .body(self.body.clone())
    }
}

/// What says that an agent replied.
#[must_use]
pub fn reply(conversation: &str, text: &str) -> Value {
    json!({
        "type": "reply.created",
        "data": { "conversation": conversation, "text": text, "author": { "name": "Mary" } },
    })
}

/// What says that a conversation was closed.
#[must_use]
pub fn closed(conversation: &str) -> Value {
    json!({ "type": "conversation.closed", "data": { "conversation": conversation } })
}

/// What says that a conversation was opened again.
#[must_use]
pub fn reopened(conversation: &str) -> Value {
    json!({ "type": "conversation.reopened", "data": { "conversation": conversation } })
}
