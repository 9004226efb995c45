//! A stand-in of Zammad, after its documentation and request specs: REST API with tokens, triggers with a signed
//! webhook. Like the real one it takes the same message twice, tries a webhook five times, and asks its database for
//! tags. Unlike it, it complains about every field and address that it does not know, which fails the test.

mod rest;
mod store;

use std::sync::{Arc, Mutex, MutexGuard};

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::Method;
use serde_json::{Value, json};
use sha1::Sha1;

use crate::service::Handler;
use crate::{Edge, Request, Service, random, site};

use store::Store;
pub use store::{Article, Ticket, User};

/// The access token of the user as whom the edge writes.
pub const TOKEN: &str = "zammad-token-of-the-website";
/// The secret that signs the webhook.
pub const SECRET: &str = "zammad-secret-of-the-webhook";
/// The group that gets the tickets.
pub const GROUP: &str = "Questions";
/// The e-mail address of the agent who answers, of which no visitor may learn.
pub const AGENT_EMAIL: &str = "grace@nordwind.example";
/// How often Zammad tries a webhook.
pub const ATTEMPTS: usize = 5;

/// A stand-in of Zammad.
#[derive(Debug)]
pub struct Zammad {
    /// Its server, with what it has seen.
    pub service: Service,
    store: Arc<Mutex<Store>>,
}

impl Zammad {
    /// Starts one without a ticket.
    pub async fn start() -> Self {
        let store = Arc::new(Mutex::new(Store::default()));
        let shared = Arc::clone(&store);
        let handler: Handler = Arc::new(move |request| {
            rest::answer(&mut shared.lock().expect("no handler panics"), request)
        });
        Self { service: Service::start(handler).await, store }
    }

    /// Its entry in a site's configuration.
    #[must_use]
    pub fn channel(&self, id: &str) -> Value {
        json!({ "type": "zammad", "id": id, "url": self.service.url(), "group": GROUP, "token": TOKEN, "secret": SECRET })
    }

    /// The tickets that there are, oldest first.
    #[must_use]
    pub fn tickets(&self) -> Vec<Ticket> {
        self.store().tickets.clone()
    }

    /// The only ticket.
    #[must_use]
    pub fn ticket(&self) -> Ticket {
        let mut tickets = self.tickets();
        assert_eq!(tickets.len(), 1, "{tickets:?}");
        tickets.remove(0)
    }

    /// The customer of a ticket.
    #[must_use]
    pub fn customer(&self, ticket: &Ticket) -> User {
        let store = self.store();
        let found = store.users.iter().find(|user| user.id == ticket.customer_id);
        found.expect("each ticket has a customer").clone()
    }

    /// The articles of a ticket, oldest first.
    #[must_use]
    pub fn articles(&self, ticket: u64) -> Vec<Article> {
        let store = self.store();
        store.articles.iter().filter(|article| article.ticket_id == ticket).cloned().collect()
    }

    /// Waits until there are this many articles, and gives the only ticket's.
    pub async fn written(&self, count: usize) -> Vec<Article> {
        let what = format!("{count} articles in Zammad");
        self.service.requests(&what, |_| self.store().articles.len() >= count).await;
        self.articles(self.ticket().id)
    }

    /// Waits until the only ticket has this state.
    pub async fn is(&self, state: &str) {
        let what = format!("a ticket that is {state}");
        let there = || self.store().tickets.first().is_some_and(|ticket| ticket.state == state);
        self.service.requests(&what, |_| there()).await;
    }

    /// The agent writes a public note in the rich text editor.
    #[must_use]
    pub fn note(&self, ticket: u64, html: &str) -> Article {
        self.store().write(Article { body: html.to_owned(), ..Article::by_agent(ticket) })
    }

    /// The agent writes something else.
    #[must_use]
    pub fn write(&self, article: Article) -> Article {
        self.store().write(article)
    }

    /// The agent makes an internal article public.
    pub fn publish(&self, article: u64) {
        let mut store = self.store();
        let found = store.articles.iter_mut().find(|one| one.id == article);
        found.expect("there is the article").internal = false;
    }

    /// The agent sets a ticket's state.
    pub fn set_state(&self, ticket: u64, state: &str) {
        self.store().set_state(ticket, state);
    }

    /// The agent deletes a ticket.
    pub fn delete(&self, ticket: u64) {
        let mut store = self.store();
        store.tickets.retain(|one| one.id != ticket);
        store.articles.retain(|article| article.ticket_id != ticket);
    }

    /// Searches understand no condition from now on, and find every ticket.
    pub fn ignore_conditions(&self) {
        self.store().ignores_conditions = true;
    }

    /// The job that a trigger starts for an article, or for a change of a ticket's state alone.
    #[must_use]
    pub fn job(&self, ticket: u64, article: Option<u64>) -> Job {
        let id = random::token();
        Job {
            id,
            secret: SECRET.to_owned(),
            body: self.store().payload(ticket, article).to_string(),
        }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().expect("no handler panics")
    }
}

impl Drop for Zammad {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let complaints = std::mem::take(&mut self.store().complaints);
            assert_eq!(complaints, [""; 0], "Zammad does not know this");
        }
    }
}

/// A job that posts the webhook; each part can be spoilt.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id, the same in each attempt.
    pub id: String,
    /// What signs it.
    pub secret: String,
    /// What it posts.
    pub body: String,
}

impl Job {
    /// Posts as Zammad does: until it is taken, five times at most. Gives the statuses.
    pub async fn run(&self, edge: &Edge, channel: &str) -> Vec<u16> {
        let mut statuses = Vec::new();
        while statuses.len() < ATTEMPTS
            && statuses.last().is_none_or(|last| !(200..300).contains(last))
        {
            statuses.push(self.to(edge, channel).send().await.status);
        }
        statuses
    }

    /// One attempt.
    #[must_use]
    pub fn to(&self, edge: &Edge, channel: &str) -> Request {
        let path = format!("/v1/sites/{}/channels/{channel}/events", site::NAME);
        edge.request(Method::POST, &path)
            .header("content-type", "application/json")
            .header("user-agent", "Zammad User Agent")
            .header("x-zammad-trigger", "Askhours")
            .header("x-zammad-delivery", &self.id)
            .header("x-hub-signature", signature(&self.secret, self.body.as_bytes()))
            .body(self.body.clone())
    }
}

/// The signature of a body, as Zammad writes it.
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("any length is fine");
    mac.update(body);
    let tag = mac.finalize().into_bytes();
    tag.iter().fold("sha1=".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}
