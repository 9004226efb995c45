//! What Zammad stores, and how it tells of it.

use chrono::{DateTime, SecondsFormat};
use serde_json::{Value, json};

use super::{AGENT_EMAIL, GROUP};
use crate::clock;

/// A ticket.
#[derive(Clone, Debug, Default)]
pub struct Ticket {
    /// Its id.
    pub id: u64,
    /// Its title.
    pub title: String,
    /// The name of its state.
    pub state: String,
    /// The id of its customer.
    pub customer_id: u64,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it last changed.
    pub updated_at: String,
}

/// An article of a ticket.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// Its id.
    pub id: u64,
    /// The ticket.
    pub ticket_id: u64,
    /// `Customer`, `Agent` or `System`.
    pub sender: String,
    /// `web`, `note`, `email` or another one.
    pub kind: String,
    /// Whether only agents see it.
    pub internal: bool,
    /// `text/plain` or `text/html`.
    pub content_type: String,
    /// What it says.
    pub body: String,
    /// To whom it was sent.
    pub to: String,
    /// What its maker keeps with it.
    pub preferences: Value,
    /// The names of its files.
    pub files: Vec<String>,
}

impl Article {
    /// A public note that says nothing yet.
    #[must_use]
    pub fn by_agent(ticket: u64) -> Self {
        Self {
            ticket_id: ticket,
            sender: "Agent".to_owned(),
            kind: "note".to_owned(),
            content_type: "text/html".to_owned(),
            preferences: json!({}),
            ..Self::default()
        }
    }
}

/// A user.
#[derive(Clone, Debug, Default)]
pub struct User {
    /// The id.
    pub id: u64,
    /// The login.
    pub login: String,
    /// The e-mail address; empty where there is none.
    pub email: String,
    /// The first name.
    pub firstname: String,
}

/// Zammad's database.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub(super) tickets: Vec<Ticket>,
    pub(super) articles: Vec<Article>,
    pub(super) users: Vec<User>,
    pub(super) complaints: Vec<String>,
    pub(super) ignores_conditions: bool,
    last_id: u64,
}

impl Store {
    /// Every kind of thing has its own ids in Zammad, and no two kinds the same by chance here.
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id + 100
    }

    pub(super) fn write(&mut self, article: Article) -> Article {
        let article = Article { id: self.next_id(), ..article };
        self.touch(article.ticket_id);
        self.articles.push(article.clone());
        article
    }

    pub(super) fn set_state(&mut self, ticket: u64, state: &str) {
        self.touch(ticket);
        if let Some(ticket) = self.tickets.iter_mut().find(|one| one.id == ticket) {
            state.clone_into(&mut ticket.state);
        }
    }

    fn touch(&mut self, ticket: u64) {
        if let Some(ticket) = self.tickets.iter_mut().find(|one| one.id == ticket) {
            ticket.updated_at = now();
        }
    }

    /// The customer of that login; made, where there is none.
    pub(super) fn customer(&mut self, login: &str, firstname: &str) -> u64 {
        let known = self.users.iter().find(|user| user.login == login.to_lowercase());
        if let Some(known) = known {
            return known.id;
        }
        let id = self.next_id();
        let (login, email, firstname) = (login.to_lowercase(), String::new(), firstname.to_owned());
        self.users.push(User { id, login, email, firstname });
        id
    }

    /// A ticket as the API tells of it, with the names of what belongs to it.
    pub(super) fn ticket(&self, ticket: &Ticket) -> Value {
        let ids: Vec<_> = self.articles_of(ticket.id).map(|article| article.id).collect();
        let customer = self.users.iter().find(|user| user.id == ticket.customer_id);
        json!({
            "id": ticket.id,
            "number": format!("{}", 10_000 + ticket.id),
            "title": ticket.title,
            "group_id": 3,
            "group": GROUP,
            "priority_id": 2,
            "priority": "2 normal",
            "state_id": 2,
            "state": ticket.state,
            "owner_id": 1,
            "owner": "-",
            "customer_id": ticket.customer_id,
            "customer": customer.map(|customer| &customer.login),
            "article_count": ids.len(),
            "article_ids": ids,
            "close_at": null,
            "pending_time": null,
            "preferences": {},
            "updated_at": ticket.updated_at,
        })
    }

    /// An article as the API tells of it.
    pub(super) fn article(article: &Article) -> Value {
        let by_agent = article.sender == "Agent" && article.preferences == json!({});
        let from = match (&*article.kind, by_agent) {
            ("email", _) => "\"Grace Hopper via Nordwind\" <desk@nordwind.example>",
            (_, true) => "Grace Hopper",
            (_, false) => "Website Questions",
        };
        let files = article.files.iter().enumerate().map(|(id, name)| {
            json!({ "id": id, "filename": name, "size": "35574", "preferences": { "Mime-Type": "application/pdf" } })
        });
        json!({
            "id": article.id,
            "ticket_id": article.ticket_id,
            "type_id": 10,
            "type": article.kind,
            "sender_id": 1,
            "sender": article.sender,
            "from": from,
            "to": article.to,
            "cc": null,
            "subject": "",
            "reply_to": null,
            "message_id": null,
            "content_type": article.content_type,
            "body": article.body,
            "internal": article.internal,
            "preferences": article.preferences,
            "attachments": files.collect::<Vec<_>>(),
            "created_by_id": if by_agent { 5 } else { 4 },
            "created_by": if by_agent { AGENT_EMAIL } else { "website@nordwind.example" },
            "origin_by_id": null,
        })
    }

    pub(super) fn articles_of(&self, ticket: u64) -> impl Iterator<Item = &Article> {
        self.articles.iter().filter(move |article| article.ticket_id == ticket)
    }

    /// The webhook's default payload, in which users are whole.
    pub(super) fn payload(&self, ticket: u64, article: Option<u64>) -> Value {
        let found = self.tickets.iter().find(|one| one.id == ticket).expect("there is the ticket");
        let mut told = self.ticket(found);
        let customer = self.users.iter().find(|user| user.id == found.customer_id);
        told["customer"] = customer.map_or_else(|| json!({}), user);
        told["updated_by"] = grace();
        let article = article.map(|id| {
            let article =
                self.articles.iter().find(|one| one.id == id).expect("there is the article");
            let mut told = Self::article(article);
            told["created_by"] = grace();
            told["updated_by"] = grace();
            told["accounted_time"] = json!(0);
            told
        });
        json!({ "ticket": told, "article": article.unwrap_or_else(|| json!({})) })
    }
}

/// A user as the API and the webhook tell of one.
pub(super) fn user(user: &User) -> Value {
    json!({
        "id": user.id, "login": user.login, "email": user.email, "firstname": user.firstname, "lastname": "",
        "active": true, "roles": ["Customer"], "organization_id": null, "out_of_office": false,
    })
}

fn grace() -> Value {
    json!({
        "id": 5, "login": AGENT_EMAIL, "email": AGENT_EMAIL, "firstname": "Grace", "lastname": "Hopper",
        "active": true, "roles": ["Agent"], "organization_id": null, "out_of_office": false,
    })
}

/// Now, as Zammad writes it.
pub(super) fn now() -> String {
    let now = DateTime::from_timestamp_millis(clock::now().0).expect("now has a date");
    now.to_rfc3339_opts(SecondsFormat::Millis, true)
}
