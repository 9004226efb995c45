//! What the stand-in keeps, and what it does with a contact's requests.

use http::StatusCode;
use serde_json::{Value, json};

use super::Options;
use super::contract::Operation;

/// Everything that the stand-in keeps.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// The contacts.
    pub contacts: Vec<Contact>,
    /// Their conversations.
    pub conversations: Vec<Conversation>,
    /// The events on their way to the inbox's webhook.
    pub(super) events: Vec<Value>,
    /// The last number that was given.
    pub(super) last: u64,
}

/// A contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Contact {
    /// Its number.
    pub id: u64,
    /// The name under which the inbox knows it; nothing for one that somebody has typed in.
    pub source: Option<String>,
    /// What agents read as its name.
    pub name: String,
    /// The verified address.
    pub email: Option<String>,
    /// What else is noted.
    pub attributes: Value,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Its number.
    pub id: u64,
    /// The contact's name in the inbox.
    pub source: String,
    /// The contact's number.
    pub contact: u64,
    /// `open`, `resolved`, `pending` or `snoozed`.
    pub status: String,
    /// What is noted of it.
    pub attributes: Value,
    /// Its messages, private notes included.
    pub messages: Vec<Message>,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its number.
    pub id: u64,
    /// Markdown.
    pub content: String,
    /// 0 incoming, 1 outgoing, 2 activity, 3 template.
    pub kind: u8,
    /// Whether it is for agents alone.
    pub private: bool,
    /// The addresses of its files.
    pub files: Vec<String>,
    /// Whether the webhook did not take it.
    pub failed: bool,
}

impl Conversation {
    /// What the contact has written.
    #[must_use]
    pub fn incoming(&self) -> Vec<&str> {
        let incoming = self.messages.iter().filter(|message| message.kind == 0);
        incoming.map(|message| &*message.content).collect()
    }
}

impl Desk {
    /// A new number.
    pub(super) fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The conversation of a contact of ours.
    ///
    /// # Panics
    /// Where there is none.
    #[must_use]
    pub fn conversation(&self, source: &str) -> &Conversation {
        let mut all = self.conversations.iter();
        all.find(|conversation| conversation.source == source)
            .unwrap_or_else(|| panic!("{source} has a conversation"))
    }

    /// Does what a contact asks for.
    pub(super) fn serve(
        &mut self,
        options: &Options,
        operation: &Operation,
        body: &Value,
    ) -> (u16, Value) {
        let parameters: Vec<_> = operation.parameters.iter().map(String::as_str).collect();
        let [inbox, rest @ ..] = parameters.as_slice() else { return missing() };
        if *inbox != options.inbox {
            return missing();
        }
        match (&*operation.id, rest) {
            ("create-a-contact", []) => self.contact(options, body),
            ("create-a-conversation", [source]) => self.open(options, source, body),
            ("list-all-contact-conversations", [source]) => self.list(source),
            ("get-single-conversation", [source, id]) => {
                self.on(source, id, |desk, place| (200, desk.shown(&desk.conversations[place])))
            }
            ("resolve-conversation", [source, id]) => self.on(source, id, |desk, place| {
                // In spite of the address it never opens one.
                desk.restate(place, "resolved");
                (200, desk.shown(&desk.conversations[place]))
            }),
            ("list-all-conversation-messages", [source, id]) => {
                self.on(source, id, |desk, place| (200, desk.latest(place)))
            }
            ("create-a-message", [source, id]) => self.on(source, id, |desk, place| {
                let content = body["content"].as_str().unwrap_or_default();
                desk.write(place, 0, content, false, Vec::new());
                let message = desk.conversations[place].messages.last().expect("just written");
                let answer = desk.told(&desk.conversations[place], message);
                desk.greet(place);
                desk.open_for(place);
                (200, answer)
            }),
            (other, _) => panic!("the stand-in knows no {other}"),
        }
    }

    /// A contact is known again by its name in the inbox, and taken for another one by its e-mail address.
    fn contact(&mut self, options: &Options, body: &Value) -> (u16, Value) {
        let text = |key: &str| body[key].as_str().map(str::to_owned);
        if !options.identified(text("identifier").as_deref(), text("identifier_hash").as_deref()) {
            return (401, json!({ "error": "HMAC failed: Invalid Identifier Hash Provided" }));
        }
        let source = text("source_id").unwrap_or_else(|| format!("made-up-{}", self.last));
        let known = self.contacts.iter().position(|known| known.source.as_ref() == Some(&source));
        let known = known.or_else(|| {
            let email = text("email")?;
            self.contacts.iter().position(|known| known.email.as_ref() == Some(&email))
        });
        let place = known.unwrap_or_else(|| {
            let id = self.number();
            let name = text("name").unwrap_or_else(|| "silent-moon-512".to_owned());
            let attributes = body["custom_attributes"].clone();
            self.contacts.push(Contact {
                id,
                source: None,
                name,
                email: text("email"),
                attributes,
            });
            self.contacts.len() - 1
        });
        self.contacts[place].source = Some(source.clone());
        let contact = &self.contacts[place];
        let answer = json!({
            "source_id": source, "pubsub_token": "wJ8n2kP", "id": contact.id, "name": contact.name,
            "email": contact.email, "phone_number": null,
        });
        (200, answer)
    }

    fn open(&mut self, options: &Options, source: &str, body: &Value) -> (u16, Value) {
        let Some(contact) = self.known(source) else { return missing() };
        let last = self.conversations.iter().rposition(|known| known.source == source);
        if let Some(place) = last.filter(|_| options.lock_to_single_conversation) {
            return (200, self.shown(&self.conversations[place]));
        }
        let conversation = Conversation {
            id: self.number(),
            source: source.to_owned(),
            contact,
            status: "open".to_owned(),
            attributes: body["custom_attributes"].clone(),
            messages: Vec::new(),
        };
        let answer = self.shown(&conversation);
        self.conversations.push(conversation);
        self.say("conversation_created", self.conversations.len() - 1);
        (200, answer)
    }

    /// The latest first, as nobody promises any order.
    fn list(&self, source: &str) -> (u16, Value) {
        if self.known(source).is_none() {
            return missing();
        }
        let own = self.conversations.iter().rev().filter(|known| known.source == source);
        (200, own.map(|conversation| self.shown(conversation)).collect())
    }

    fn known(&self, source: &str) -> Option<u64> {
        let known = self.contacts.iter().find(|known| known.source.as_deref() == Some(source));
        known.map(|contact| contact.id)
    }

    fn on(
        &mut self,
        source: &str,
        id: &str,
        serve: impl FnOnce(&mut Self, usize) -> (u16, Value),
    ) -> (u16, Value) {
        let own = |known: &Conversation| known.source == source && known.id.to_string() == id;
        match self.conversations.iter().position(own) {
            Some(place) => serve(self, place),
            None => missing(),
        }
    }

    /// Writes a message, of which the webhook is told whatever it is, private ones too.
    pub(super) fn write(
        &mut self,
        place: usize,
        kind: u8,
        content: &str,
        private: bool,
        files: Vec<String>,
    ) -> u64 {
        let id = self.number();
        let content = content.to_owned();
        let message = Message { id, content, kind, private, files, failed: false };
        let conversation = &mut self.conversations[place];
        conversation.messages.push(message.clone());
        let payload = super::payload::message(self, &self.conversations[place], &message);
        self.events.push(payload);
        id
    }

    /// The inbox's greeting comes once, by the service itself.
    fn greet(&mut self, place: usize) {
        if self.conversations[place].messages.len() == 1 {
            self.write(place, 3, "Thanks for writing! We are on our way.", false, Vec::new());
        }
    }

    /// What a contact writes opens a conversation again.
    fn open_for(&mut self, place: usize) {
        if matches!(&*self.conversations[place].status, "resolved" | "snoozed") {
            self.restate(place, "open");
        }
    }

    /// Changes where a conversation stands; the webhook is told if it changes.
    pub(super) fn restate(&mut self, place: usize, status: &str) {
        if self.conversations[place].status != status {
            status.clone_into(&mut self.conversations[place].status);
            self.say("conversation_status_changed", place);
        }
    }

    fn say(&mut self, event: &str, place: usize) {
        let payload = super::payload::conversation(self, &self.conversations[place], event);
        self.events.push(payload);
    }

    /// The latest 20 messages that contacts see.
    fn latest(&self, place: usize) -> Value {
        let conversation = &self.conversations[place];
        let seen: Vec<_> =
            conversation.messages.iter().filter(|message| !message.private).collect();
        let latest = seen[seen.len().saturating_sub(20)..].iter();
        latest.map(|message| self.told(conversation, message)).collect()
    }

    /// A conversation as its contact sees it: with the whole contact.
    fn shown(&self, conversation: &Conversation) -> Value {
        let contact = self.contacts.iter().find(|contact| contact.id == conversation.contact);
        let contact = contact.expect("a conversation has a contact");
        let seen = conversation.messages.iter().filter(|message| !message.private);
        let messages: Vec<_> = seen.map(|message| self.told(conversation, message)).collect();
        json!({
            "id": conversation.id, "uuid": "2f9f4c0a-6d0e-4d07-8b2b-6f8d3d3f1e55", "inbox_id": 3,
            "contact_last_seen_at": 0, "status": conversation.status, "agent_last_seen_at": 0,
            "messages": messages,
            "contact": {
                "id": contact.id, "name": contact.name, "email": contact.email, "phone_number": null,
                "account_id": 1, "additional_attributes": {}, "identifier": null,
                "custom_attributes": contact.attributes,
            },
        })
    }

    /// A message as its contact sees it.
    fn told(&self, conversation: &Conversation, message: &Message) -> Value {
        let mut told = json!({
            "id": message.id, "content": message.content, "message_type": message.kind,
            "content_type": "text", "content_attributes": {}, "created_at": 1_795_426_000_u64 + message.id,
            "conversation_id": conversation.id,
        });
        if !message.files.is_empty() {
            told["attachments"] = super::payload::files(message);
        }
        let contact = self.contacts.iter().find(|contact| contact.id == conversation.contact);
        match (message.kind, contact) {
            (0, Some(contact)) => {
                told["sender"] = json!({
                    "id": contact.id, "name": contact.name, "email": contact.email, "phone_number": null,
                    "identifier": null, "thumbnail": "", "type": "contact", "blocked": false,
                    "custom_attributes": contact.attributes, "additional_attributes": {},
                });
            }
            (1, _) => told["sender"] = super::payload::agent(),
            _ => {}
        }
        told
    }
}

fn missing() -> (u16, Value) {
    (StatusCode::NOT_FOUND.as_u16(), json!({ "error": "Resource could not be found" }))
}
