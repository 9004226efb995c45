//! The edge's `/v1/inbox`, one function per route. Every answer is what was
//! asked for or a [`Failure`].

use gloo_net::http::{Request, RequestBuilder, Response};
use js_sys::encode_uri_component;
use protocol::forwarding::{Deliveries, Tested};
use protocol::inbox::{
    Assign, Detail, Entry, List, Move, MoveTo, Opening, Session, SignIn, Summary, Switch,
};
use protocol::problem::Problem;
use protocol::question::Write;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use crate::state::drafts::{Kind, Outgoing};

/// After this long a request counts as failed: a line that hangs is told to the
/// reader, who can then try again. In milliseconds.
const LIMIT: u32 = 20_000;

/// The same for a test question: a channel may need several requests, each with a limit of its own.
const TEST_LIMIT: u32 = 90_000;

const SWITCH: &str = "/v1/inbox/switch";

/// What a request comes to.
pub(crate) type Answer<T> = Result<T, Failure>;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There is no session, or no longer.
    SignedOut,
    /// The edge was not reached, or something else answered in its place.
    Unreachable,
    /// The edge would not do it.
    Refused(Problem),
}

/// Who is signed in.
pub(crate) async fn session() -> Answer<Session> {
    data(get("/v1/inbox/session").build()).await
}

/// Signs in. A wrong key is [`Failure::SignedOut`].
pub(crate) async fn sign_in(key: String) -> Answer<Session> {
    data(post("/v1/inbox/session").json(&SignIn { key })).await
}

/// Signs out.
pub(crate) async fn sign_out() -> Answer<()> {
    done(limited(Request::delete("/v1/inbox/session")).build()).await
}

/// A page of the list.
pub(crate) async fn conversations(query: Vec<(&'static str, &str)>) -> Answer<List> {
    data(get("/v1/inbox/conversations").query(query).build()).await
}

/// A conversation in full.
pub(crate) async fn conversation(id: &str) -> Answer<Detail> {
    data(get(&at(id, "")).build()).await
}

/// Stores a reply or note.
pub(crate) async fn write(id: &str, outgoing: &Outgoing) -> Answer<Entry> {
    let path = match outgoing.kind {
        Kind::Reply => at(id, "/replies"),
        Kind::Note => at(id, "/notes"),
    };
    let request = post(&path).header("idempotency-key", &outgoing.key);
    data(request.json(&Write { text: outgoing.text.clone() })).await
}

/// Assigns a conversation to an agent or to no one.
pub(crate) async fn assign(id: &str, agent: Option<String>) -> Answer<Summary> {
    data(put(&at(id, "/assignee")).json(&Assign { agent })).await
}

/// Closes a conversation, marks it as spam, or takes it back.
pub(crate) async fn move_to(id: &str, to: MoveTo) -> Answer<Summary> {
    data(put(&at(id, "/state")).json(&Move { to })).await
}

/// Says what holds for now, against the hours.
pub(crate) async fn switch(switch: &Switch) -> Answer<Opening> {
    data(put(SWITCH).json(switch)).await
}

/// Lets the hours hold again.
pub(crate) async fn switch_back() -> Answer<Opening> {
    data(limited(Request::delete(SWITCH)).build()).await
}

/// What has not arrived, and how the channels do.
pub(crate) async fn deliveries() -> Answer<Deliveries> {
    data(get("/v1/inbox/deliveries").build()).await
}

/// Sends a failed delivery again.
pub(crate) async fn retry(delivery: &str) -> Answer<()> {
    let delivery = encode_uri_component(delivery);
    done(post(&format!("/v1/inbox/deliveries/{delivery}/retry")).build()).await
}

/// Sends every failed delivery again.
pub(crate) async fn retry_all() -> Answer<()> {
    done(post("/v1/inbox/deliveries/retry").build()).await
}

/// Pauses a channel.
pub(crate) async fn pause(channel: &str) -> Answer<()> {
    done(put(&channel_at(channel, "pause")).build()).await
}

/// Lets a paused channel go on.
pub(crate) async fn resume(channel: &str) -> Answer<()> {
    done(limited(Request::delete(&channel_at(channel, "pause"))).build()).await
}

/// Sends a test question to a channel, and waits for what comes of it.
pub(crate) async fn test(channel: &str) -> Answer<Tested> {
    let signal = AbortSignal::timeout_with_u32(TEST_LIMIT);
    data(post(&channel_at(channel, "test")).abort_signal(Some(&signal)).build()).await
}

/// A table of words, from the address that the page names.
pub(crate) async fn words(address: &str) -> Answer<Vec<String>> {
    data(get(address).build()).await
}

fn at(id: &str, rest: &str) -> String {
    format!("/v1/inbox/conversations/{}{rest}", encode_uri_component(id))
}

fn channel_at(id: &str, rest: &str) -> String {
    format!("/v1/inbox/channels/{}/{rest}", encode_uri_component(id))
}

fn get(path: &str) -> RequestBuilder {
    limited(Request::get(path))
}

fn post(path: &str) -> RequestBuilder {
    limited(Request::post(path))
}

fn put(path: &str) -> RequestBuilder {
    limited(Request::put(path))
}

fn limited(request: RequestBuilder) -> RequestBuilder {
    request.abort_signal(Some(&AbortSignal::timeout_with_u32(LIMIT)))
}

async fn data<T: DeserializeOwned>(request: Result<Request, gloo_net::Error>) -> Answer<T> {
    send(request).await?.json().await.map_err(|_| Failure::Unreachable)
}

async fn done(request: Result<Request, gloo_net::Error>) -> Answer<()> {
    send(request).await.map(|_| ())
}

async fn send(request: Result<Request, gloo_net::Error>) -> Answer<Response> {
    let request = request.map_err(|_| Failure::Unreachable)?;
    let response = request.send().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return Ok(response);
    }
    if response.status() == 401 {
        return Err(Failure::SignedOut);
    }
    match response.json().await {
        Ok(problem) => Err(Failure::Refused(problem)),
        Err(_) => Err(Failure::Unreachable),
    }
}
