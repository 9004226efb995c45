//! A stand-in of Chatwoot's API channel inbox, after its source and its own OpenAPI document.
//!
//! It behaves like the real one also where that is unpleasant: the webhook is told of everything, private notes too, once
//! and never again; a message that comes twice is there twice; a contact is known again by its name in the inbox, and
//! taken for another one by its e-mail address. A request that the document does not have fails the test.

mod contract;
mod desk;
mod payload;

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use contract::Contract;

use crate::service::{self, Handler};
use crate::{Edge, Service, clock, random, site, wait};

pub use desk::{Contact, Conversation, Desk, Message};
pub use payload::{AGENT, AGENT_EMAIL, AGENT_NAME, hmac};

/// How the inbox is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Its identifier.
    pub inbox: String,
    /// Signs what the webhook is told. Older installations have none.
    pub secret: Option<String>,
    /// Proves identities, where the inbox demands that.
    pub hmac_token: Option<String>,
    /// Whether a contact has one conversation only.
    pub lock_to_single_conversation: bool,
}

impl Default for Options {
    fn default() -> Self {
        let (inbox, secret) = (random::token(), Some(random::token()));
        Self { inbox, secret, hmac_token: None, lock_to_single_conversation: false }
    }
}

impl Options {
    fn identified(&self, identifier: Option<&str>, hash: Option<&str>) -> bool {
        let Some(token) = &self.hmac_token else { return true };
        let expected = hmac(token, &[identifier.unwrap_or_default().as_bytes()]);
        hash == Some(&*expected)
    }
}

/// An event that was sent to the webhook.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// What it said.
    pub payload: Value,
    /// How it was answered; nothing where it was lost on the way.
    pub status: Option<u16>,
}

/// The stand-in.
pub struct Chatwoot {
    /// The server behind it, which can be told to fail.
    pub service: Service,
    /// How the inbox is set up.
    pub options: Options,
    /// The secret of the site's own that ends the address of the webhook.
    pub key: String,
    shared: Arc<Shared>,
    sender: JoinHandle<()>,
}

struct Shared {
    desk: watch::Sender<Desk>,
    violations: Mutex<Vec<String>>,
    /// Where events go; nothing while they are lost.
    webhook: Mutex<Option<String>>,
    told: watch::Sender<Vec<Told>>,
    news: Notify,
}

impl Chatwoot {
    /// Starts one with an ordinary inbox.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// Starts one.
    pub async fn with(options: Options) -> Self {
        let shared = Arc::new(Shared {
            desk: watch::Sender::default(),
            violations: Mutex::default(),
            webhook: Mutex::default(),
            told: watch::Sender::default(),
            news: Notify::new(),
        });
        let service = Service::start(handler(Arc::clone(&shared), options.clone())).await;
        let sender = tokio::spawn(send_events(Arc::clone(&shared), options.secret.clone()));
        Self { service, options, key: random::token(), shared, sender }
    }

    /// Its entry in a site's configuration.
    #[must_use]
    pub fn channel(&self, id: &str) -> Value {
        let Options { inbox, secret, hmac_token, .. } = &self.options;
        let mut channel = json!({
            "type": "chatwoot", "id": id, "url": self.service.url(), "inbox": inbox, "key": self.key,
        });
        for (field, value) in [("secret", secret), ("hmac_token", hmac_token)] {
            if let Some(value) = value {
                channel[field] = json!(value);
            }
        }
        channel
    }

    /// Enters the address of a channel as the inbox's webhook.
    pub fn connect(&self, edge: &Edge, channel: &str) {
        *self.shared.webhook.lock().expect("nothing panics with it") =
            Some(self.webhook(edge, channel));
    }

    /// From now on events get lost on the way.
    pub fn disconnect(&self) {
        *self.shared.webhook.lock().expect("nothing panics with it") = None;
    }

    /// The address of a channel for this inbox.
    #[must_use]
    pub fn webhook(&self, edge: &Edge, channel: &str) -> String {
        let (origin, site, key) = (edge.origin(), site::NAME, &self.key);
        format!("{origin}/v1/sites/{site}/channels/{channel}/events/{key}")
    }

    /// An agent answers the contact. Gives the event of it, once it was sent or lost.
    pub async fn reply(&self, conversation: &str, text: &str) -> Told {
        self.write(conversation, text, false, &[]).await
    }

    /// An agent answers with files.
    pub async fn reply_with_files(&self, conversation: &str, text: &str, files: &[&str]) -> Told {
        self.write(conversation, text, false, files).await
    }

    /// An agent writes to the other agents.
    pub async fn note(&self, conversation: &str, text: &str) -> Told {
        self.write(conversation, text, true, &[]).await
    }

    async fn write(&self, conversation: &str, text: &str, private: bool, files: &[&str]) -> Told {
        let files = files.iter().map(|&file| file.to_owned()).collect();
        let id = self.on(conversation, |desk, place| desk.write(place, 1, text, private, files));
        self.told_of(id).await
    }

    /// An agent closes it, opens it, or puts it off.
    pub fn restate(&self, conversation: &str, status: &str) {
        self.on(conversation, |desk, place| desk.restate(place, status));
    }

    /// An agent deletes it.
    pub fn delete(&self, conversation: &str) {
        self.on(conversation, |desk, place| desk.conversations.remove(place));
    }

    /// An agent types in a customer.
    pub fn customer(&self, name: &str, email: &str) {
        self.change(|desk| {
            let id = desk.number();
            let (name, email) = (name.to_owned(), Some(email.to_owned()));
            desk.contacts.push(Contact { id, source: None, name, email, attributes: json!({}) });
        });
    }

    fn on<T>(&self, conversation: &str, change: impl FnOnce(&mut Desk, usize) -> T) -> T {
        let source = source(conversation);
        self.change(|desk| {
            let place = desk.conversations.iter().position(|known| known.source == source);
            change(desk, place.unwrap_or_else(|| panic!("{source} has a conversation")))
        })
    }

    fn change<T>(&self, change: impl FnOnce(&mut Desk) -> T) -> T {
        self.shared.change(change)
    }

    /// What it keeps.
    #[must_use]
    pub fn desk(&self) -> Desk {
        self.shared.desk.borrow().clone()
    }

    /// Waits until it keeps something, and gives all that it keeps then.
    pub async fn until(&self, what: &str, enough: impl Fn(&Desk) -> bool) -> Desk {
        let mut desk = self.shared.desk.subscribe();
        let kept = wait::until(what, desk.wait_for(|desk| enough(desk))).await;
        kept.expect("the stand-in outlives the test").clone()
    }

    /// Waits until a conversation of ours has this many messages of its contact, and gives it.
    pub async fn incoming(&self, conversation: &str, count: usize) -> Conversation {
        let source = source(conversation);
        let what = format!("message {count} of {source} in Chatwoot");
        let enough = |desk: &Desk| {
            let mut own = desk.conversations.iter().filter(|known| known.source == source);
            own.any(|known| known.incoming().len() >= count)
        };
        self.until(&what, enough).await.conversation(&source).clone()
    }

    /// Waits until the webhook was told something, and gives all that it was told.
    pub async fn told(&self, what: &str, enough: impl Fn(&[Told]) -> bool) -> Vec<Told> {
        let mut told = self.shared.told.subscribe();
        let all = wait::until(what, told.wait_for(|all| enough(all))).await;
        all.expect("the stand-in outlives the test").clone()
    }

    async fn told_of(&self, message: u64) -> Told {
        let of = move |told: &Told| {
            told.payload["event"] == "message_created" && told.payload["id"] == message
        };
        let what = format!("the event of message {message}");
        let all = self.told(&what, |all| all.iter().any(of)).await;
        all.into_iter().find(|told| of(told)).expect("it was waited for")
    }
}

impl Drop for Chatwoot {
    fn drop(&mut self) {
        self.sender.abort();
        let violations = self.shared.violations.lock().expect("nothing panics with it").clone();
        // A test that fails already says more.
        assert!(violations.is_empty() || std::thread::panicking(), "{violations:#?}");
    }
}

impl fmt::Debug for Chatwoot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Chatwoot").field("service", &self.service).finish_non_exhaustive()
    }
}

/// The name of a conversation's contact: its id, with a dot that Rails would take for the beginning of a format.
#[must_use]
pub fn source(conversation: &str) -> String {
    conversation.replace('.', "_")
}

/// The headers of an event: a moment, a signature where there is a secret, and an id.
#[must_use]
pub fn headers(secret: Option<&str>, seconds: i64, body: &[u8]) -> Vec<(&'static str, String)> {
    let timestamp = seconds.to_string();
    let mut headers = vec![("x-chatwoot-delivery", random::token())];
    if let Some(secret) = secret {
        let tag = hmac(secret, &[timestamp.as_bytes(), b".", body]);
        headers.push(("x-chatwoot-signature", format!("sha256={tag}")));
        headers.push(("x-chatwoot-timestamp", timestamp));
    }
    headers
}

impl Shared {
    fn change<T>(&self, change: impl FnOnce(&mut Desk) -> T) -> T {
        let mut changed = None;
        self.desk.send_modify(|desk| changed = Some(change(desk)));
        self.news.notify_one();
        changed.expect("it was changed")
    }

    fn violated(&self, violation: String) {
        self.violations.lock().expect("nothing panics with it").push(violation);
    }
}

fn handler(shared: Arc<Shared>, options: Options) -> Handler {
    let contract = Contract::read();
    Arc::new(move |request| {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let operation = match contract.request(request.method(), path, request.body()) {
            Ok(operation) => operation,
            Err(violation) => {
                shared.violated(violation);
                return service::status(404);
            }
        };
        let body = serde_json::from_slice(request.body()).unwrap_or_default();
        let (status, answer) = shared.change(|desk| desk.serve(&options, &operation, &body));
        if let Err(violation) = contract.answer(&operation, status, &answer) {
            shared.violated(format!("the stand-in's own answer: {violation}"));
        }
        service::json(status, &answer)
    })
}

/// Tells the webhook what happens, in order, each once. A message that it does not take is marked.
async fn send_events(shared: Arc<Shared>, secret: Option<String>) {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build();
    let client = client.expect("a client without TLS needs nothing");
    loop {
        let mut events = Vec::new();
        shared.desk.send_if_modified(|desk| {
            events = std::mem::take(&mut desk.events);
            false
        });
        if events.is_empty() {
            shared.news.notified().await;
        }
        for payload in events {
            let address = shared.webhook.lock().expect("nothing panics with it").clone();
            let status = match address {
                Some(address) => send(&client, &address, secret.as_deref(), &payload).await,
                None => None,
            };
            if !status.is_some_and(|status| (200..300).contains(&status)) {
                shared.desk.send_modify(|desk| mark_failed(desk, &payload));
            }
            shared.told.send_modify(|all| all.push(Told { payload, status }));
        }
    }
}

async fn send(
    client: &reqwest::Client,
    address: &str,
    secret: Option<&str>,
    payload: &Value,
) -> Option<u16> {
    let body = payload.to_string();
    let mut request = client.post(address).header("content-type", "application/json");
    for (name, value) in headers(secret, clock::now().0 / 1_000, body.as_bytes()) {
        request = request.header(name, value);
    }
    let answer = request.body(body).send().await.ok()?;
    Some(answer.status().as_u16())
}

fn mark_failed(desk: &mut Desk, payload: &Value) {
    let messages = desk.conversations.iter_mut().flat_map(|known| &mut known.messages);
    let id = payload["id"].as_u64().filter(|_| payload["event"] == "message_created");
    for message in messages.filter(|message| Some(message.id) == id) {
        message.failed = true;
    }
}
