//! What the inbox's webhook is told, and how that is signed.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::desk::{Conversation, Desk, Message};

/// The name that the agent has chosen for visitors.
pub const AGENT: &str = "Mary";
/// The agent's own name, for colleagues.
pub const AGENT_NAME: &str = "Mary Somerville";
/// The agent's address, which no visitor may see.
pub const AGENT_EMAIL: &str = "mary.somerville@desk.example";

/// The hexadecimal HMAC-SHA256 of a text.
#[must_use]
pub fn hmac(secret: &str, parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length fits");
    for part in parts {
        mac.update(part);
    }
    let tag = mac.finalize().into_bytes();
    tag.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// An agent as contacts see one.
pub(super) fn agent() -> Value {
    json!({
        "id": 1, "name": AGENT_NAME, "available_name": AGENT, "avatar_url": "", "type": "user",
        "availability_status": "online", "thumbnail": "",
    })
}

pub(super) fn files(message: &Message) -> Value {
    let files = message.files.iter().map(|url| {
        json!({
            "id": 1, "message_id": message.id, "file_type": "file", "account_id": 1, "extension": null,
            "data_url": url, "thumb_url": "", "file_size": 2048,
        })
    });
    files.collect()
}

/// The event of a new message. Its kind is a word here, and a number in the conversation.
pub(super) fn message(desk: &Desk, conversation: &Conversation, message: &Message) -> Value {
    let kinds = ["incoming", "outgoing", "activity", "template"];
    let sender = match message.kind {
        0 => contact(desk, conversation),
        1 => json!({ "id": 1, "name": AGENT_NAME, "email": AGENT_EMAIL, "type": "user" }),
        _ => Value::Null,
    };
    let mut payload = json!({
        "event": "message_created",
        "account": { "id": 1, "name": "Nordwind" },
        "additional_attributes": {}, "content_attributes": {}, "content_type": "text",
        "content": message.content,
        "conversation": shown(desk, conversation),
        "created_at": "2026-11-23T09:27:41.000Z",
        "id": message.id,
        "inbox": { "id": 3, "name": "Website" },
        "message_type": kinds[usize::from(message.kind)],
        "private": message.private,
        "sender": sender,
        "source_id": null,
    });
    if !message.files.is_empty() {
        payload["attachments"] = files(message);
    }
    payload
}

/// An event of a conversation.
pub(super) fn conversation(desk: &Desk, conversation: &Conversation, event: &str) -> Value {
    let mut payload = shown(desk, conversation);
    payload["event"] = event.into();
    payload["changed_attributes"] = json!([{ "status": { "current_value": conversation.status } }]);
    payload
}

fn contact(desk: &Desk, conversation: &Conversation) -> Value {
    let contact = desk.contacts.iter().find(|contact| contact.id == conversation.contact);
    let contact = contact.expect("a conversation has a contact");
    json!({
        "id": contact.id, "name": contact.name, "email": contact.email, "phone_number": null,
        "identifier": null, "thumbnail": "", "type": "contact", "blocked": false,
        "custom_attributes": contact.attributes, "additional_attributes": {},
    })
}

fn shown(desk: &Desk, conversation: &Conversation) -> Value {
    let latest = conversation.messages.iter().rev().find(|message| !message.private);
    let messages: Vec<_> = latest
        .map(|message| {
            let sender = if message.kind == 1 { agent() } else { Value::Null };
            json!({
                "id": message.id, "content": message.content, "account_id": 1, "inbox_id": 3,
                "conversation_id": conversation.id, "message_type": message.kind, "private": false,
                "status": "sent", "content_type": "text", "sender": sender,
                "processed_message_content": message.content,
            })
        })
        .into_iter()
        .collect();
    json!({
        "additional_attributes": {}, "can_reply": true, "channel": "Channel::Api",
        "contact_inbox": {
            "id": conversation.contact, "contact_id": conversation.contact, "inbox_id": 3,
            "source_id": conversation.source, "hmac_verified": false,
        },
        "id": conversation.id, "inbox_id": 3, "messages": messages, "labels": [],
        "meta": { "sender": contact(desk, conversation), "assignee": null, "team": null },
        "status": conversation.status, "custom_attributes": conversation.attributes,
        "snoozed_until": null, "unread_count": 1, "priority": null, "created_at": 1_795_426_001_u64,
    })
}
