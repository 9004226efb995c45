//! A visitor, as the widget talks for one.

use http::Method;
use protocol::conversation::{Conversation, Written};
use protocol::live::{SUBPROTOCOL, VisitorEvent};
use protocol::question::{Ask, Asked, Write};

use crate::edge::Door;
use crate::{Request, Socket, random, site};

/// A visitor on a page of a site.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Where the edge is.
    pub door: Door,
    /// The site.
    pub site: String,
    /// The origin of the page.
    pub origin: String,
}

impl Visitor {
    /// Asks, and expects that it is taken.
    pub async fn ask(&self, text: &str) -> Asked {
        self.ask_with(&question(text)).await
    }

    /// The same with more than a text.
    pub async fn ask_with(&self, ask: &Ask) -> Asked {
        let answer = self.asking(&random::token()).json(ask).send().await;
        answer.with_status(201).json()
    }

    /// The request that asks, with a key and without a body.
    #[must_use]
    pub fn asking(&self, key: &str) -> Request {
        let path = format!("/v1/sites/{}/questions", self.site);
        self.request(Method::POST, &path).header("idempotency-key", key)
    }

    /// Reads the own conversation.
    pub async fn read(&self, asked: &Asked) -> Conversation {
        self.reading(asked).send().await.with_status(200).json()
    }

    /// The request that reads it.
    #[must_use]
    pub fn reading(&self, asked: &Asked) -> Request {
        self.on(Method::GET, asked, "")
    }

    /// Writes on, and expects that it is taken.
    pub async fn write(&self, asked: &Asked, text: &str) -> Written {
        let write = Write { text: text.to_owned() };
        let answer = self.writing(asked, &random::token()).json(&write).send().await;
        answer.with_status(201).json()
    }

    /// The request that writes on, with a key and without a body.
    #[must_use]
    pub fn writing(&self, asked: &Asked, key: &str) -> Request {
        self.on(Method::POST, asked, "/messages").header("idempotency-key", key)
    }

    /// Has everything in the own conversation before the eyes, as the open panel says.
    pub async fn see(&self, asked: &Asked) {
        self.on(Method::PUT, asked, "/seen").send().await.is(204);
    }

    /// Erases the own conversation.
    pub async fn erase(&self, asked: &Asked) {
        let answer = self.on(Method::DELETE, asked, "").send().await;
        answer.is(204);
    }

    /// A request on the own conversation.
    #[must_use]
    pub fn on(&self, method: Method, asked: &Asked, below: &str) -> Request {
        let path = format!("/v1/conversations/{}{below}", asked.conversation);
        self.request(method, &path).bearer(&asked.secret)
    }

    /// Opens the socket of the own conversation.
    pub async fn live(&self, asked: &Asked) -> Socket<VisitorEvent> {
        let secret = &asked.secret;
        let protocols = format!("{SUBPROTOCOL}, {secret}");
        let path = format!("/v1/conversations/{}/live", asked.conversation);
        let headers = [("origin", &*self.origin), ("sec-websocket-protocol", &protocols)];
        Socket::open(&self.door.origin, &path, &headers).await
    }

    /// A request from the page.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        self.door.request(method, path).header("origin", &self.origin)
    }
}

/// A question with nothing but what it needs.
#[must_use]
pub fn question(text: &str) -> Ask {
    Ask {
        text: text.to_owned(),
        page: site::PAGE.to_owned(),
        locale: "de".to_owned(),
        ..Ask::default()
    }
}
