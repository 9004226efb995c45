//! Slack, held to the recorded bodies and answers in `fixtures/slack/`.

mod events;
mod hostile;
mod messages;
mod repeated;
mod signature;

use std::fmt::Write as _;

use channels::delivery::{Content, Conversation, Message, Reply, Thread, Visitor};
use channels::exchange::HttpAnswer;
use channels::{
    Answer, Call, Channel, Delivery, Event, EventError, Exchange, Failure, Incoming, Pause,
    Receipt, deliver,
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, Request};
use protocol::channel::{ChannelConfiguration, Slack};
use serde_json::{Value, json};
use sha2::Sha256;
use timeline::Moment;

/// The secret of the example in Slack's documentation.
const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
const TOKEN: &str = "xoxb-0000-0000-not-a-real-token";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
const ROOT: &str = "1795426001.000100";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn configuration() -> Slack {
    Slack {
        id: "team".to_owned(),
        channel: "C0123456789".to_owned(),
        token: Some(TOKEN.to_owned()),
        secret: Some(SECRET.to_owned()),
        names: [("U0123456789".to_owned(), "Grace".to_owned())].into(),
        ..Slack::default()
    }
}

fn channel() -> Channel {
    Channel::parse(&ChannelConfiguration::Slack(configuration())).expect("all fields fit")
}

fn fixture(text: &str) -> Value {
    serde_json::from_str(text).expect("the fixture is JSON")
}

fn cases(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the fixture is a list")
}

fn message(id: &str, text: &str) -> Message {
    Message { id: id.to_owned(), text: text.to_owned(), sent_at: NOW }
}

fn reply() -> Content {
    let message = message("m3", "Yes, two per coach.");
    Content::Reply(Reply { message, author: Some("Grace".to_owned()), from: None })
}

fn question() -> Delivery {
    let text = "Does the <!channel> train take bicycles? :tada:\n<b>Two</b> of them & a *tandem*";
    Delivery {
        id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk".to_owned(),
        content: Content::Question(message("m1", text)),
        conversation: Conversation {
            id: CONVERSATION.to_owned(),
            site: "nordwind".to_owned(),
            company: "Nordwind".to_owned(),
            language: "en".to_owned(),
            visitor: Visitor {
                name: Some("Ada".to_owned()),
                email: Some("ada@example.org".to_owned()),
                phone: None,
                verified: false,
            },
            topic: Some("tickets".to_owned()),
            topic_label: Some("Tickets".to_owned()),
            page: "https://nordwind.example/help".to_owned(),
            locale: "en".to_owned(),
            mail: Vec::new(),
            promise_by: Some(Moment(1_795_433_200_000)),
            promise: Some("Monday, 12:26".to_owned()),
            inbox_url: format!("https://ask.nordwind.example/inbox#{CONVERSATION}"),
            visitor_url: "https://ask.nordwind.example/c#secret-of-the-visitor".to_owned(),
        },
        thread: Thread::default(),
        repeated: false,
    }
}

/// The same conversation with something else to bring, once it has a thread.
fn later(content: Content) -> Delivery {
    let thread =
        Thread { place: Some(ROOT.to_owned()), known: vec![ROOT.to_owned()], ..Thread::default() };
    Delivery { content, thread, ..question() }
}

/// What an attempt with these answers so far comes to.
fn attempt(delivery: &Delivery, answers: &[Answer]) -> Result<Receipt, Pause> {
    deliver(&channel(), delivery, NOW, &mut Exchange::new(answers))
}

/// The request that follows these answers.
fn request(delivery: &Delivery, answers: &[Answer]) -> Request<Vec<u8>> {
    called(attempt(delivery, answers))
}

fn called<T: std::fmt::Debug>(result: Result<T, Pause>) -> Request<Vec<u8>> {
    match result {
        Err(Pause::Call(call)) => match *call {
            Call::Http(request) => request,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn failure(result: Result<Receipt, Pause>) -> Failure {
    match result {
        Err(Pause::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

fn body(request: &Request<Vec<u8>>) -> Value {
    serde_json::from_slice(request.body()).expect("the body is JSON")
}

fn query(request: &Request<Vec<u8>>) -> Vec<(String, String)> {
    form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
        .into_owned()
        .collect()
}

fn answer(body: &Value) -> Answer {
    answer_of(200, HeaderMap::new(), body.to_string().as_bytes())
}

fn answer_of(status: u16, headers: HeaderMap, body: &[u8]) -> Answer {
    Answer::Http(HttpAnswer { status, headers, body: body.to_vec() })
}

fn posted(ts: &str) -> Answer {
    answer(&json!({"ok": true, "channel": "C0123456789", "ts": ts, "message": {}}))
}

/// The headers of a body that Slack has signed at `now`.
fn signed(secret: &str, now: Moment, kind: &str, body: &[u8]) -> HeaderMap {
    let timestamp = now.0 / 1_000;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length fits");
    mac.update(format!("v0:{timestamp}:").as_bytes());
    mac.update(body);
    let mut signature = "v0=".to_owned();
    for byte in mac.finalize().into_bytes() {
        write!(signature, "{byte:02x}").expect("a text takes everything");
    }
    headers(&timestamp.to_string(), &signature, kind)
}

fn headers(timestamp: &str, signature: &str, kind: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-slack-request-timestamp", timestamp),
        ("x-slack-signature", signature),
        ("content-type", kind),
    ] {
        headers.insert(name, value.parse().expect("the value fits a header"));
    }
    headers
}

/// What is made of a body that is signed.
fn take(kind: &str, body: &[u8]) -> Result<Event, EventError> {
    take_with(&signed(SECRET, NOW, kind, body), body)
}

fn take_with(headers: &HeaderMap, body: &[u8]) -> Result<Event, EventError> {
    channels::event(&channel(), &Incoming { headers, key: None, body }, NOW)
}

/// A press of a button as Slack sends it.
fn form(payload: &Value) -> Vec<u8> {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("payload", &payload.to_string()).finish().into_bytes()
}
