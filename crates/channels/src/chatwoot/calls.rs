//! The public client API of Chatwoot: what a contact may do.
//!
//! A contact is named by a `source_id` of our choice, by which Chatwoot knows it again.

use conversation::id::ConversationId;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use timeline::Moment;

use super::Settings;
use super::shown::{author, files};
use crate::exchange::HttpAnswer;
use crate::{Exchange, Failure, Pause, Reason};

/// A contact's part of the API.
#[derive(Debug)]
pub(super) struct Contact<'a> {
    settings: &'a Settings,
    source: String,
    now: Moment,
}

/// The name of a conversation's contact. Rails takes what follows a dot in an address for a format and finds no page,
/// so the dot of our id becomes `_`, which stands in no id.
pub(super) fn source_id(conversation: &str) -> String {
    conversation.replace('.', "_")
}

/// The conversation of a contact's name; nothing for contacts that are not ours.
pub(super) fn conversation_of(source: &str) -> Option<ConversationId> {
    ConversationId::parse(&source.replacen('_', ".", 1)).ok()
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// In work, or waiting for a bot of theirs.
    Open,
    /// Closed.
    Resolved,
    /// Put off: neither closed nor in work. Also whatever a later version may know.
    Other,
}

impl Status {
    pub(super) fn parse(text: &str) -> Self {
        match text {
            "open" | "pending" => Self::Open,
            "resolved" => Self::Resolved,
            _ => Self::Other,
        }
    }
}

/// A message of a conversation that both sides see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) content: String,
    /// The sender's name, as visitors may see it.
    pub(super) author: Option<String>,
    pub(super) attachments: Vec<String>,
    pub(super) deleted: bool,
}

/// Whose a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The contact's, so ours.
    Incoming,
    /// An agent's, or that of a bot in their place.
    Outgoing,
    /// The service's own.
    Other,
}

impl<'a> Contact<'a> {
    pub(super) fn new(settings: &'a Settings, conversation: &str, now: Moment) -> Self {
        Self { settings, source: source_id(conversation), now }
    }

    /// The contact of all tries from a site: one conversation with each of them, whose replies reach nobody.
    pub(super) fn for_tests(settings: &'a Settings, site: &str, now: Moment) -> Self {
        Self { settings, source: format!("{site}_test"), now }
    }

    /// Makes the contact, or finds it: that is the same call.
    pub(super) fn make(
        &self,
        exchange: &mut Exchange<'_>,
        name: &str,
        attributes: Map<String, Value>,
    ) -> Result<(), Pause> {
        let hash = self.settings.hmac_token.as_ref().map(|token| token.hex(&self.source));
        let body = NewContact {
            source_id: &self.source,
            name,
            identifier: hash.is_some().then_some(self.source.as_str()),
            identifier_hash: hash.as_deref(),
            custom_attributes: attributes,
        };
        let path = format!("/public/api/v1/inboxes/{}/contacts", self.settings.inbox);
        self.taken(exchange.http(self.request(Method::POST, &path, Some(&body)))?)?;
        Ok(())
    }

    /// The contact's conversation, the first where agents have begun more of them.
    pub(super) fn find(&self, exchange: &mut Exchange<'_>) -> Result<Option<String>, Pause> {
        let path = self.path("conversations");
        let answer = exchange.http(self.request(Method::GET, &path, NOTHING))?;
        let all: Vec<ReadConversation> = self.read(answer)?;
        Ok(all.iter().map(|conversation| conversation.id).min().map(|id| id.to_string()))
    }

    /// Makes a conversation, or finds it where the inbox allows each contact only one.
    pub(super) fn open(
        &self,
        exchange: &mut Exchange<'_>,
        attributes: Map<String, Value>,
    ) -> Result<String, Pause> {
        let body = NewConversation { custom_attributes: attributes };
        let path = self.path("conversations");
        let answer = exchange.http(self.request(Method::POST, &path, Some(&body)))?;
        Ok(self.read::<ReadConversation>(answer)?.id.to_string())
    }

    /// Where a conversation stands.
    pub(super) fn status(&self, exchange: &mut Exchange<'_>, place: &str) -> Result<Status, Pause> {
        let path = self.path(&format!("conversations/{}", number(place)?));
        let answer = self.taken(exchange.http(self.request(Method::GET, &path, NOTHING))?)?;
        let read = serde_json::from_slice(&answer.body).ok();
        // All messages stand in the answer, so a long conversation's is cut off. The state comes before them.
        let read = read.or_else(|| serde_json::from_str(&before_messages(&answer.body)?).ok());
        let read: ReadStatus = read.ok_or_else(|| unexpected(answer))?;
        Ok(Status::parse(&read.status))
    }

    /// Closes a conversation. In spite of its name the call only ever closes, and closes once.
    pub(super) fn resolve(&self, exchange: &mut Exchange<'_>, place: &str) -> Result<(), Pause> {
        let path = self.path(&format!("conversations/{}/toggle_status", number(place)?));
        self.taken(exchange.http(self.request(Method::POST, &path, NOTHING))?)?;
        Ok(())
    }

    /// The latest messages of a conversation, in their order: Chatwoot gives 20, without private notes.
    pub(super) fn messages(
        &self,
        exchange: &mut Exchange<'_>,
        place: &str,
    ) -> Result<Vec<Listed>, Pause> {
        let path = self.path(&format!("conversations/{}/messages", number(place)?));
        let answer = exchange.http(self.request(Method::GET, &path, NOTHING))?;
        let all: Vec<ReadMessage> = self.read(answer)?;
        Ok(all.into_iter().map(ReadMessage::listed).collect())
    }

    /// Writes a message, and gives its id.
    pub(super) fn write(
        &self,
        exchange: &mut Exchange<'_>,
        place: &str,
        content: &str,
    ) -> Result<String, Pause> {
        let body = NewMessage { content };
        let path = self.path(&format!("conversations/{}/messages", number(place)?));
        let answer = exchange.http(self.request(Method::POST, &path, Some(&body)))?;
        Ok(self.read::<Written>(answer)?.id.to_string())
    }

    fn path(&self, below: &str) -> String {
        let (inbox, source) = (&self.settings.inbox, &self.source);
        format!("/public/api/v1/inboxes/{inbox}/contacts/{source}/{below}")
    }

    fn request<Body: Serialize>(
        &self,
        method: Method,
        path: &str,
        body: Option<&Body>,
    ) -> Result<Request<Vec<u8>>, http::Error> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.settings.base))
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("Askhours/", env!("CARGO_PKG_VERSION")));
        match body.and_then(|body| serde_json::to_vec(body).ok()) {
            Some(body) => request.header(CONTENT_TYPE, "application/json").body(body),
            None => request.body(Vec::new()),
        }
    }

    /// An answer that says yes.
    fn taken<'b>(&self, answer: &'b HttpAnswer) -> Result<&'b HttpAnswer, Failure> {
        match answer.status {
            200..=299 => Ok(answer),
            status => {
                let failure = Failure::of_status(status, &answer.headers, self.now);
                Err(failure.saying(said(&answer.body).as_deref()))
            }
        }
    }

    fn read<T: for<'b> Deserialize<'b>>(&self, answer: &HttpAnswer) -> Result<T, Failure> {
        let answer = self.taken(answer)?;
        serde_json::from_slice(&answer.body).map_err(|_| unexpected(answer))
    }
}

const NOTHING: Option<&()> = None;

/// An answer that was cut off or has another form. What was asked may have been done.
fn unexpected(answer: &HttpAnswer) -> Failure {
    Failure::retry(Reason::Unexpected(answer.status))
}

/// A conversation's number. What is stored came from Chatwoot, and stands in an address.
fn number(place: &str) -> Result<u64, Failure> {
    place.parse().map_err(|_| Failure::give_up(Reason::Unsendable))
}

/// The beginning of a conversation's JSON up to its messages, closed.
fn before_messages(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (beginning, _) = text.split_once("\"messages\"")?;
    Some(format!("{}}}", beginning.trim_end().trim_end_matches(',')))
}

/// What Chatwoot says is wrong, in the two fields in which it does. Its other bodies show whole contacts.
fn said(body: &[u8]) -> Option<String> {
    let said: Said = serde_json::from_slice(body).ok()?;
    let said = [said.error, said.message];
    said.into_iter().flatten().find_map(|value| value.as_str().map(str::to_owned))
}

#[derive(Serialize)]
struct NewContact<'a> {
    source_id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    identifier_hash: Option<&'a str>,
    custom_attributes: Map<String, Value>,
}

#[derive(Serialize)]
struct NewConversation {
    custom_attributes: Map<String, Value>,
}

#[derive(Serialize)]
struct NewMessage<'a> {
    content: &'a str,
}

#[derive(Deserialize)]
struct ReadConversation {
    id: u64,
}

#[derive(Deserialize)]
struct ReadStatus {
    status: String,
}

#[derive(Deserialize)]
struct Written {
    id: u64,
}

/// Of what is not needed for certain, any form is taken.
#[derive(Deserialize)]
struct ReadMessage {
    id: u64,
    #[serde(default)]
    content: Option<String>,
    message_type: u8,
    #[serde(default)]
    content_attributes: Value,
    #[serde(default)]
    attachments: Value,
    #[serde(default)]
    sender: Value,
}

impl ReadMessage {
    fn listed(self) -> Listed {
        Listed {
            id: self.id.to_string(),
            kind: match self.message_type {
                0 => Kind::Incoming,
                1 => Kind::Outgoing,
                _ => Kind::Other,
            },
            content: self.content.unwrap_or_default(),
            author: author(&self.sender),
            attachments: files(&self.attachments),
            deleted: self.content_attributes.get("deleted") == Some(&Value::Bool(true)),
        }
    }
}

#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    error: Option<Value>,
    #[serde(default)]
    message: Option<Value>,
}
