//! A signed-in agent, as the inbox talks for one.

use http::Method;
use protocol::forwarding::{ChannelHealth, Deliveries, Tested};
use protocol::inbox::{
    Assign, Detail, Entry, List, Move, MoveTo, Opening, Session, SignIn, Summary, Switch,
};
use protocol::live::InboxEvent;
use protocol::question::Write;
use serde::Serialize;

use crate::edge::Door;
use crate::{Answer, Request, Socket, random};

/// The name of the session's cookie.
pub const COOKIE: &str = "askhours_inbox";

/// A signed-in agent.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Where the edge is.
    pub door: Door,
    /// The session's cookie, as it is sent.
    pub cookie: String,
}

impl Agent {
    pub(crate) async fn sign_in(door: Door, key: &str) -> Self {
        let answer = signing_in(&door, key).send().await.with_status(200);
        let cookie = cookie(&answer);
        Self { door, cookie }
    }

    /// Who is signed in.
    pub async fn session(&self) -> Session {
        self.get("/session").await.with_status(200).json()
    }

    /// Signs out.
    pub async fn sign_out(&self) -> Answer {
        self.request(Method::DELETE, "/session").send().await.with_status(204)
    }

    /// A page of the list; `query` begins with `?` or is empty.
    pub async fn list(&self, query: &str) -> List {
        self.get(&format!("/conversations{query}")).await.with_status(200).json()
    }

    /// Every conversation, page by page, with the length of each page.
    pub async fn all(&self, query: &str) -> (Vec<Summary>, Vec<usize>) {
        let (mut all, mut pages, mut next) = (Vec::new(), Vec::new(), query.to_owned());
        loop {
            let list = self.list(&next).await;
            pages.push(list.conversations.len());
            all.extend(list.conversations);
            let Some(cursor) = list.cursor else { return (all, pages) };
            let separator = if query.is_empty() { "?" } else { "&" };
            next = format!("{query}{separator}cursor={cursor}");
        }
    }

    /// One conversation in full.
    pub async fn detail(&self, id: &str) -> Detail {
        self.get(&format!("/conversations/{id}")).await.with_status(200).json()
    }

    /// Replies to the visitor.
    pub async fn reply(&self, id: &str, text: &str) -> Entry {
        self.write(id, "replies", text).await.with_status(201).json()
    }

    /// Writes a note to the team.
    pub async fn note(&self, id: &str, text: &str) -> Entry {
        self.write(id, "notes", text).await.with_status(201).json()
    }

    /// Writes a reply or a note, whatever comes of it.
    pub async fn write(&self, id: &str, kind: &str, text: &str) -> Answer {
        let write = Write { text: text.to_owned() };
        let path = format!("/conversations/{id}/{kind}");
        let request = self.request(Method::POST, &path).header("idempotency-key", random::token());
        request.json(&write).send().await
    }

    /// Assigns to an agent, or to nobody.
    pub async fn assign(&self, id: &str, agent: Option<&str>) -> Answer {
        let assign = Assign { agent: agent.map(str::to_owned) };
        let path = format!("/conversations/{id}/assignee");
        self.request(Method::PUT, &path).json(&assign).send().await
    }

    /// Closes, reopens, or marks as spam.
    pub async fn move_to(&self, id: &str, to: MoveTo) -> Summary {
        let path = format!("/conversations/{id}/state");
        let answer = self.request(Method::PUT, &path).json(&Move { to }).send().await;
        answer.with_status(200).json()
    }

    /// Says for now that the team pauses or stays.
    pub async fn switch(&self, switch: &Switch) -> Opening {
        self.try_switch(switch).await.with_status(200).json()
    }

    /// Says so, whatever comes of it.
    pub async fn try_switch(&self, switch: &impl Serialize) -> Answer {
        self.request(Method::PUT, "/switch").json(switch).send().await
    }

    /// Lets the opening hours hold again.
    pub async fn switch_back(&self) -> Opening {
        self.request(Method::DELETE, "/switch").send().await.with_status(200).json()
    }

    /// What has not arrived.
    pub async fn deliveries(&self) -> Deliveries {
        self.get("/deliveries").await.with_status(200).json()
    }

    /// Sends a delivery again.
    pub async fn retry(&self, id: &str) -> Answer {
        self.request(Method::POST, &format!("/deliveries/{id}/retry")).send().await
    }

    /// Sends all of them again.
    pub async fn retry_all(&self) {
        let answer = self.request(Method::POST, "/deliveries/retry").send().await;
        answer.is(204);
    }

    /// How a channel does.
    pub async fn health(&self, channel: &str) -> ChannelHealth {
        let channels = self.deliveries().await.channels;
        let health = channels.into_iter().find(|health| health.id == channel);
        health.unwrap_or_else(|| panic!("there is no channel {channel}"))
    }

    /// Pauses a channel.
    pub async fn pause(&self, channel: &str) {
        self.on_channel(Method::PUT, channel, "pause").await.is(204);
    }

    /// Lets a channel go on.
    pub async fn resume(&self, channel: &str) {
        self.on_channel(Method::DELETE, channel, "pause").await.is(204);
    }

    /// Sends a test question to a channel.
    pub async fn test(&self, channel: &str) -> Tested {
        self.on_channel(Method::POST, channel, "test").await.with_status(200).json()
    }

    /// Does something with a channel, whatever comes of it.
    pub async fn on_channel(&self, method: Method, channel: &str, what: &str) -> Answer {
        self.request(method, &format!("/channels/{channel}/{what}")).send().await
    }

    /// Opens the inbox's socket.
    pub async fn live(&self) -> Socket<InboxEvent> {
        let headers = [("origin", &*self.door.origin), ("cookie", &self.cookie)];
        Socket::open(&self.door.origin, "/v1/inbox/live", &headers).await
    }

    /// Reads something of the inbox.
    pub async fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().await
    }

    /// A request below `/v1/inbox`, from the inbox itself.
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Request {
        let request = self.door.request(method, &format!("/v1/inbox{path}"));
        request.header("origin", &self.door.origin).header("cookie", &self.cookie)
    }
}

/// The request that signs in with a key.
#[must_use]
pub fn signing_in(door: &Door, key: &str) -> Request {
    let request = door.request(Method::POST, "/v1/inbox/session").header("origin", &door.origin);
    request.json(&SignIn { key: key.to_owned() })
}

/// The cookie that an answer sets, as a browser sends it back.
#[must_use]
pub fn cookie(answer: &Answer) -> String {
    let set = answer.header("set-cookie");
    set.split(';').next().unwrap_or_default().to_owned()
}
