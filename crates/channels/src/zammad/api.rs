//! Zammad's REST API, as far as it is used here.

use conversation::id::ConversationId;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Method, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use timeline::Moment;

use super::Settings;
use super::article::Article;
use crate::exchange::HttpAnswer;
use crate::{Exchange, Failure, MAX_RESPONSE, Pause, Reason};

/// The API within one exchange.
pub(super) struct Api<'exchange, 'answers> {
    pub(super) settings: &'exchange Settings,
    pub(super) now: Moment,
    pub(super) exchange: &'exchange mut Exchange<'answers>,
}

/// A ticket, as far as it matters here.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Ticket {
    pub(super) id: Option<u64>,
    /// The name of its state, such as `open`.
    pub(super) state: Option<String>,
    pub(super) updated_at: Option<String>,
    /// The ids of its articles, oldest first where the ticket is new.
    #[serde(default)]
    pub(super) article_ids: Option<Vec<u64>>,
}

/// What a ticket's state means to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Closed,
    /// Its articles are in another ticket by now.
    Merged,
    /// One that the company has made itself.
    Unknown,
}

impl Ticket {
    pub(super) fn state(&self) -> State {
        match self.state.as_deref() {
            Some("new" | "open" | "pending reminder" | "pending close") => State::Open,
            Some("closed") => State::Closed,
            Some("merged" | "removed") => State::Merged,
            _ => State::Unknown,
        }
    }
}

/// A user, as far as it matters here.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct User {
    pub(super) firstname: Option<String>,
    pub(super) lastname: Option<String>,
}

/// What was made.
#[derive(Deserialize)]
struct Created {
    id: u64,
}

#[derive(Deserialize)]
struct Tags {
    tags: Vec<String>,
}

/// What Zammad says of a request that it does not take.
#[derive(Deserialize)]
struct Refusal {
    error: Option<String>,
    error_human: Option<String>,
}

/// How many tickets with our tag are looked at: there is one, or few where one was merged or sent twice.
const CANDIDATES: usize = 3;

impl<'answers> Api<'_, 'answers> {
    /// The conversation's ticket of that number; nothing where there is none any more, or where the number is that of
    /// another ticket, in a Zammad that was set up anew.
    pub(super) fn ticket(
        &mut self,
        place: &str,
        conversation: &str,
    ) -> Result<Option<Ticket>, Pause> {
        // It comes from Zammad and is a number; anything else must not become a part of a path.
        let Ok(id) = place.parse::<u64>() else { return Ok(None) };
        let answer = self.get(&format!("tickets/{id}?expand=true"))?;
        if answer.status == 404 {
            return Ok(None);
        }
        let ticket: Ticket = self.read(answer)?;
        let ours = self.has_tag(id, conversation)?;
        Ok(ours.then_some(Ticket { id: Some(id), ..ticket }))
    }

    /// The ticket that has the conversation's tag and is in use.
    ///
    /// Zammad asks its database, not the search index, where there are conditions and no query: so it finds a ticket
    /// that was made a moment ago.
    pub(super) fn find(&mut self, conversation: &str) -> Result<Option<Ticket>, Pause> {
        // Our ids are letters, digits and one full stop; anything else would have to be escaped.
        ConversationId::parse(conversation).map_err(|_| Failure::give_up(Reason::Unsendable))?;
        let condition = format!(
            "condition%5Bticket.tags%5D%5Boperator%5D=contains%20all&condition%5Bticket.tags%5D%5Bvalue%5D={conversation}"
        );
        let answer = self.get(&format!("tickets/search?{condition}&expand=true&limit=10"))?;
        let found: Vec<Ticket> = self.read(answer)?;
        let in_use = found.into_iter().filter(|ticket| ticket.state() != State::Merged);
        for ticket in in_use.take(CANDIDATES) {
            let Some(id) = ticket.id else { continue };
            // A condition that some version does not understand would find every ticket.
            if self.has_tag(id, conversation)? {
                return Ok(Some(ticket));
            }
        }
        Ok(None)
    }

    fn has_tag(&mut self, ticket: u64, conversation: &str) -> Result<bool, Pause> {
        let answer = self.get(&format!("tags?object=Ticket&o_id={ticket}"))?;
        let Tags { tags } = self.read(answer)?;
        Ok(tags.iter().any(|tag| tag == conversation))
    }

    /// The articles of a ticket, oldest first. Of a ticket with so many that they are not read to the end, the first.
    pub(super) fn articles(&mut self, ticket: u64) -> Result<Vec<Article>, Pause> {
        let answer = self.get(&format!("ticket_articles/by_ticket/{ticket}"))?;
        if answer.body.len() >= MAX_RESPONSE && answer.status == 200 {
            return Ok(beginning(&answer.body));
        }
        self.read(answer)
    }

    /// Makes a ticket. A refusal is for the caller to judge.
    pub(super) fn create(
        &mut self,
        ticket: &impl Serialize,
    ) -> Result<&'answers HttpAnswer, Pause> {
        self.call(Method::POST, "tickets", Some(ticket))
    }

    /// Adds an article, and gives its id.
    pub(super) fn add(&mut self, article: &impl Serialize) -> Result<Option<u64>, Pause> {
        let answer = self.call(Method::POST, "ticket_articles", Some(article))?;
        match answer.status {
            // It stands there, whatever became of the rest of the answer.
            200..=299 => {
                let created = serde_json::from_slice(&answer.body);
                Ok(created.ok().map(|created: Created| created.id))
            }
            _ => Err(self.refused(answer).into()),
        }
    }

    /// Sets a ticket's state.
    pub(super) fn set_state(&mut self, ticket: u64, state: &str) -> Result<(), Pause> {
        #[derive(Serialize)]
        struct Change<'a> {
            state: &'a str,
        }
        let answer =
            self.call(Method::PUT, &format!("tickets/{ticket}"), Some(&Change { state }))?;
        match answer.status {
            200..=299 => Ok(()),
            _ => Err(self.refused(answer).into()),
        }
    }

    /// What is in an answer.
    pub(super) fn read<T: DeserializeOwned>(&self, answer: &HttpAnswer) -> Result<T, Pause> {
        match answer.status {
            200..=299 => serde_json::from_slice(&answer.body)
                .map_err(|_| Failure::retry(Reason::Unexpected(answer.status)).into()),
            _ => Err(self.refused(answer).into()),
        }
    }

    /// What an answer means that is none of success.
    pub(super) fn refused(&self, answer: &HttpAnswer) -> Failure {
        let refusal: Option<Refusal> = serde_json::from_slice(&answer.body).ok();
        let said = refusal.and_then(|refusal| refusal.error_human.or(refusal.error));
        Failure::of_status(answer.status, &answer.headers, self.now).saying(said.as_deref())
    }

    fn get(&mut self, path: &str) -> Result<&'answers HttpAnswer, Pause> {
        self.call(Method::GET, path, None::<&()>)
    }

    fn call(
        &mut self,
        method: Method,
        path: &str,
        body: Option<&impl Serialize>,
    ) -> Result<&'answers HttpAnswer, Pause> {
        let body = body.map(serde_json::to_vec).transpose();
        let body = body.map_err(|_| Failure::give_up(Reason::Unsendable))?;
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}/api/v1/{path}", self.settings.base))
            .header(AUTHORIZATION, self.settings.authorization.clone())
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, concat!("Askhours/", env!("CARGO_PKG_VERSION")));
        if body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        self.exchange.http(request.body(body.unwrap_or_default()))
    }
}

/// The whole articles at the beginning of a list that is cut off.
fn beginning(body: &[u8]) -> Vec<Article> {
    let mut rest = body.strip_prefix(b"[").unwrap_or_default();
    let mut articles = Vec::new();
    loop {
        let mut stream = serde_json::Deserializer::from_slice(rest).into_iter();
        let Some(Ok(article)) = stream.next() else { return articles };
        articles.push(article);
        rest = rest.get(stream.byte_offset()..).unwrap_or_default();
        rest = rest.trim_ascii_start().strip_prefix(b",").unwrap_or_default();
    }
}
