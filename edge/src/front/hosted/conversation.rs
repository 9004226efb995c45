//! `GET` and `POST /{site}/conversations/{id}?secret=...`: reads the visitor's
//! conversation, writes on in it, erases it.

use askama::Template;
use conversation::id::ConversationId;
use protocol::conversation::{Author, Conversation, ConversationState, Message, Written};
use protocol::problem::Problem;
use protocol::question::Write;
use serde::de::DeserializeOwned;
use timeline::Moment;
use web_sys::Response;
use words::{fill, hosted, panel};
use worker::Method;

use super::calendar::{Calendar as _, Nearness, nearness};
use super::fields::{self, Errors, Fields};
use super::{Frame, Visit, notice, promise};
use crate::front::body;
use crate::front::object::{self, Outward};
use crate::front::{respond, sites};
use crate::problem::{ApiError, ApiResult};

/// Nobody but the visitor is to read it, not even on the same machine later.
const CACHE: &str = "no-store";

#[derive(Template)]
#[template(path = "hosted/conversation.html")]
struct ConversationPage<'page> {
    frame: Frame,
    title: String,
    /// This page's own address, with the secret.
    address: &'page str,
    /// Whether the question has only just been asked.
    new: bool,
    standing: &'page str,
    promise: Option<String>,
    messages: Vec<Line<'page>>,
    draft: &'page Draft,
}

/// A message as the page shows it.
struct Line<'page> {
    own: bool,
    by: String,
    text: &'page str,
}

/// A message that is being written.
struct Draft {
    text: String,
    key: String,
    errors: Errors,
}

impl Default for Draft {
    fn default() -> Self {
        Self { text: String::new(), key: fields::new_key(), errors: Errors::default() }
    }
}

/// The visitor's key to one conversation.
struct Door<'page> {
    route: String,
    authorization: String,
    /// The page's own address.
    address: &'page str,
}

/// The conversation, or what came of writing in it.
pub(super) async fn answer(visit: &Visit<'_>, id: &str) -> ApiResult<Response> {
    let query = Fields::decode(visit.incoming.query().as_bytes());
    let secret = query.get("secret");
    let of_this_site =
        ConversationId::parse(id).is_ok_and(|id| id.site().as_str() == visit.known.payload.site);
    if !of_this_site || !could_be_secret(secret) {
        return Err(ApiError::not_found("The link to the conversation is not complete."));
    }
    let door = Door {
        route: format!("/v1/conversations/{id}"),
        authorization: format!("Bearer {secret}"),
        address: visit.incoming.path_and_query(),
    };
    if visit.incoming.method != Method::Post {
        return show(visit, &door, 200, &Draft::default()).await;
    }
    let body = body::read(visit.incoming, body::FORM).await?.unwrap_or_default();
    let sent = Fields::decode(&body);
    match sent.get("do") {
        "erase" => erase(visit, &door).await,
        _ => write(visit, &door, &sent).await,
    }
}

async fn show(
    visit: &Visit<'_>,
    door: &Door<'_>,
    status: u16,
    draft: &Draft,
) -> ApiResult<Response> {
    let conversation: Conversation =
        call(visit, door, "GET", &door.route, None).await?.map_err(unreadable)?;
    if is_looked_at(visit.incoming.head, |name| visit.incoming.header(name)) {
        see(visit, door).await?;
    }
    let texts = &visit.texts;
    let waiting = conversation.state == ConversationState::Waiting;
    let page = ConversationPage {
        frame: visit.frame(),
        title: texts.naming(hosted::Word::ConversationTitle, &visit.known.payload.name),
        address: door.address,
        new: waiting && conversation.messages.len() == 1,
        standing: texts.panel(match conversation.state {
            ConversationState::Waiting | ConversationState::Spam => panel::Word::WaitingForAnswer,
            ConversationState::Answered => panel::Word::Answered,
            ConversationState::Closed => panel::Word::ClosedNotice,
        }),
        promise: waiting.then(|| {
            promise::in_words(conversation.promise, texts, &*visit.calendar, sites::now())
        }),
        messages: conversation.messages.iter().map(|message| line(visit, message)).collect(),
        draft,
    };
    visit.page(status, &page, CACHE)
}

async fn write(visit: &Visit<'_>, door: &Door<'_>, sent: &Fields) -> ApiResult<Response> {
    let (text, key) = (sent.get("text").to_owned(), sent.key());
    let mut written = hand_over(visit, door, &key, &text).await?;
    // Who goes back and writes another message sends the key of the first one with it.
    if matches!(&written, Err(problem) if problem.code() == "key_reused") {
        let key = fields::key_of_another(&key, text.as_bytes());
        written = hand_over(visit, door, &key, &text).await?;
    }
    match written {
        // A reload of the page that follows sends nothing again.
        Ok(_) => again(door),
        Err(problem) if problem.status == 404 => Err(unreadable(problem)),
        Err(problem) => {
            let errors = Errors::of(&problem, &visit.texts);
            show(visit, door, problem.status, &Draft { text, key, errors }).await
        }
    }
}

async fn hand_over(
    visit: &Visit<'_>,
    door: &Door<'_>,
    key: &str,
    text: &str,
) -> ApiResult<Result<Written, Problem>> {
    let body = serde_json::to_vec(&Write { text: text.to_owned() }).map_err(ApiError::internal)?;
    call(visit, door, "POST", &format!("{}/messages", door.route), Some((key, &body))).await
}

/// The page shows everything, so nothing of it has to be told by e-mail.
async fn see(visit: &Visit<'_>, door: &Door<'_>) -> ApiResult<()> {
    let headers = object::headers(&[("authorization", &door.authorization)])?;
    let address = format!("{}/seen", door.route);
    let outward = Outward { method: "PUT", address: &address, headers, body: None };
    visit.send(outward).await.map(drop)
}

/// Whether somebody has the page before them: what looks ahead, such as prefetching or the preview of a link, keeps no
/// answer from being told by e-mail.
///
/// A request that says nothing of itself counts: older browsers (Safari before 16.4) send no such headers, nor does
/// any browser to an edge without TLS, and a visitor who has read the answer should get no e-mail of it.
fn is_looked_at(head: bool, header: impl Fn(&str) -> Option<String>) -> bool {
    let is = |name, expected| header(name).is_none_or(|value| value == expected);
    let ahead = header("sec-purpose").is_some_and(|purpose| purpose.contains("prefetch"));
    !head && !ahead && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document")
}

async fn erase(visit: &Visit<'_>, door: &Door<'_>) -> ApiResult<Response> {
    let headers = object::headers(&[("authorization", &door.authorization)])?;
    let outward = Outward { method: "DELETE", address: &door.route, headers, body: None };
    match visit.send(outward).await?.status_code() {
        200..300 => notice::erased(visit),
        404 => Err(ApiError::not_found("The conversation was erased before.")),
        other => Err(ApiError::internal(format!("erasing was answered by {other}"))),
    }
}

async fn call<T: DeserializeOwned>(
    visit: &Visit<'_>,
    door: &Door<'_>,
    method: &str,
    route: &str,
    sent: Option<(&str, &[u8])>,
) -> ApiResult<Result<T, Problem>> {
    let mut headers = vec![("authorization", door.authorization.as_str())];
    if let Some((key, _)) = sent {
        headers.extend([("content-type", "application/json"), ("idempotency-key", key)]);
    }
    let headers = object::headers(&headers)?;
    let body = sent.map(|(_, body)| body);
    object::read(visit.send(Outward { method, address: route, headers, body }).await?).await
}

fn again(door: &Door<'_>) -> ApiResult<Response> {
    let headers = [("location", door.address), ("cache-control", CACHE)];
    respond::empty(303, headers.into_iter().chain([("referrer-policy", "same-origin")]))
}

fn line<'page>(visit: &Visit<'_>, message: &'page Message) -> Line<'page> {
    let (now, sent_at) = (sites::now(), Moment(message.sent_at));
    let today = nearness(&*visit.calendar, now, sent_at) == Nearness::Today;
    let own = message.from == Author::Visitor;
    let word = match (own, today) {
        (true, true) => panel::Word::YouWroteAt,
        (true, false) => panel::Word::YouWroteOn,
        (false, true) => panel::Word::WroteAt,
        (false, false) => panel::Word::WroteOn,
    };
    let team = visit.texts.panel(panel::Word::Team);
    let values = [
        ("name", message.name.as_deref().unwrap_or(team)),
        ("time", &visit.calendar.time(sent_at)),
        ("day", &visit.calendar.day(now, sent_at)),
    ];
    Line { own, by: fill(visit.texts.panel(word), &values), text: &message.text }
}

/// Whether a text has a secret's letters, those of base64url: only these are put into a header.
fn could_be_secret(text: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !text.is_empty() && text.bytes().all(letter)
}

/// A wrong secret and an unknown conversation look the same.
fn unreadable(problem: Problem) -> ApiError {
    match problem.status {
        401 | 403 | 404 => ApiError::not_found(problem.detail),
        _ => ApiError::internal(problem.detail),
    }
}

#[cfg(test)]
mod tests {
    use super::{could_be_secret, is_looked_at};

    #[test]
    fn what_looks_ahead_has_not_seen() {
        let seen = |head: bool, sent: &[(&str, &str)]| {
            let header = |name: &str| sent.iter().find(|(known, _)| *known == name);
            is_looked_at(head, |name| header(name).map(|(_, value)| (*value).to_owned()))
        };
        let (mode, dest) = (("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"));
        assert!(seen(false, &[mode, dest]) && seen(false, &[]));
        assert!(!seen(true, &[mode, dest]));
        assert!(!seen(false, &[mode, dest, ("sec-purpose", "prefetch;prerender")]));
        assert!(!seen(false, &[("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty")]));
        assert!(!seen(false, &[mode, ("sec-fetch-dest", "iframe")]));
    }

    #[test]
    fn nothing_but_a_secret_gets_into_a_header() {
        assert!(could_be_secret("9BA_sy6Al8H2mCOkpxXyIG0squsDtkRqSGsRR0Edd3k"));
        for bad in ["", "a b", "a\r\nx: y", "ä", "\""] {
            assert!(!could_be_secret(bad), "{bad:?}");
        }
    }
}
