//! What the inbox's webhook tells.
//!
//! It gets every event of the inbox, private notes too: its filter does not look at that flag. What passes is a new
//! message that an agent has written for the visitor, and where a conversation stands.

use serde::Deserialize;
use serde_json::Value;
use timeline::Moment;

use super::calls::{Status, conversation_of};
use super::plain::plain;
use super::shown::{author, files};
use super::{Settings, signature};
use crate::event::{What, Whose, Written};
use crate::{Event, EventError, Incoming, MAX_EVENT, News, signed};

/// What the service has sent to us.
pub(crate) fn event(
    settings: &Settings,
    incoming: &Incoming<'_>,
    now: Moment,
) -> Result<Event, EventError> {
    let body = incoming.body;
    if body.len() > MAX_EVENT {
        return Err(EventError::TooLarge(MAX_EVENT));
    }
    settings.key.verify(incoming.key)?;
    if let Some(secret) = &settings.secret {
        secret.verify(incoming.headers, body, now)?;
    }
    let received: Received = parse(body, "it needs a text `event`")?;
    let news = match received.event.as_str() {
        "message_created" => message(body)?,
        "conversation_status_changed" => status(body)?.into_iter().collect(),
        _ => Vec::new(),
    };
    Ok(Event { id: signed::id(incoming.headers, signature::DELIVERY), news, answer: None })
}

fn message(body: &[u8]) -> Result<Vec<News>, EventError> {
    // What is written here is a text; the same field of messages inside of a conversation is a number.
    let Addressed { message_type, private } = parse(body, "a message needs a `message_type`")?;
    if message_type != "outgoing" || private != Some(false) {
        return Ok(Vec::new());
    }
    let message: ReceivedMessage =
        parse(body, "a message needs an `id` and a `conversation` with its `contact_inbox`")?;
    let text = plain(message.content.as_deref().unwrap_or_default());
    let attachments = files(&message.attachments);
    if text.is_empty() && attachments.is_empty() {
        return Ok(Vec::new());
    }
    // Chatwoot marks a message as failed that was refused: its agent sees that nobody gets it.
    let conversation = conversation_of(&message.conversation.contact_inbox.source_id)
        .ok_or(EventError::Body("its contact does not come from here and cannot be reached"))?;
    let written = Written {
        remote: message.id.to_string(),
        text,
        attachments,
        author: message.author(),
        ..Written::default()
    };
    // An answer into what is closed leaves it closed there, and one that closes may overtake the event of the closing.
    let closed = message.conversation.status == "resolved";
    let what = [Some(What::Written(written)), closed.then_some(What::Closed)];
    let of = Whose::Conversation(conversation);
    Ok(what.into_iter().flatten().map(|what| News { of: of.clone(), what }).collect())
}

fn status(body: &[u8]) -> Result<Option<News>, EventError> {
    let changed: Changed = parse(body, "it needs a `status` and a `contact_inbox`")?;
    let what = match Status::parse(&changed.status) {
        Status::Open => What::Opened,
        Status::Resolved => What::Closed,
        Status::Other => return Ok(None),
    };
    let conversation = conversation_of(&changed.contact_inbox.source_id);
    Ok(conversation.map(|conversation| News { of: Whose::Conversation(conversation), what }))
}

/// Serde's own message would quote the body.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8], mend: &'static str) -> Result<T, EventError> {
    serde_json::from_slice(body).map_err(|_| EventError::Body(mend))
}

/// The kind decides what the rest is, so it is read first and alone.
#[derive(Deserialize)]
struct Received {
    event: String,
}

#[derive(Deserialize)]
struct Addressed {
    message_type: String,
    /// Where it is missing, nobody knows: it counts as private.
    private: Option<bool>,
}

#[derive(Deserialize)]
struct ReceivedMessage {
    id: u64,
    content: Option<String>,
    conversation: ReceivedConversation,
    #[serde(default)]
    sender: Value,
    #[serde(default)]
    attachments: Value,
}

impl ReceivedMessage {
    /// The name that the agent has chosen for visitors. The event's `sender` has only the one for colleagues, and the
    /// e-mail address, of which nothing is read; the same message inside of the conversation has both names.
    fn author(&self) -> Option<String> {
        let messages = self.conversation.messages.as_array().into_iter().flatten();
        let same = messages
            .filter(|message| message.get("id").and_then(Value::as_u64) == Some(self.id))
            .find_map(|message| author(message.get("sender")?));
        same.or_else(|| author(&self.sender))
    }
}

#[derive(Deserialize)]
struct ReceivedConversation {
    contact_inbox: ContactInbox,
    #[serde(default)]
    status: Value,
    #[serde(default)]
    messages: Value,
}

#[derive(Deserialize)]
struct ContactInbox {
    source_id: String,
}

#[derive(Deserialize)]
struct Changed {
    status: String,
    contact_inbox: ContactInbox,
}
