//! Matrix, held to the bodies in `fixtures/matrix/`: `transaction.json` and `relations.json` were recorded from
//! Synapse 1.163.

mod events;
mod exchanges;
mod settings;
mod sweeps;

use std::collections::BTreeMap;

use channels::delivery::{Content, Conversation, Message, Reply, Thread, Visitor};
use channels::exchange::HttpAnswer;
use channels::{Answer, Call, Channel, Delivery, Exchange, Failure, Pause, Receipt, deliver};
use http::{HeaderMap, Request};
use protocol::channel::{ChannelConfiguration, Matrix};
use serde_json::Value;
use timeline::Moment;

const AS_TOKEN: &str = "as-token-of-the-registration";
const HS_TOKEN: &str = "hs-token-of-the-registration";
const ROOM: &str = "!uyHzlBsCks_r0u1m4I5JI02V6w5yrGxIkO9jyfh0DlE";
const USER: &str = "@askhours:example.org";
const ROOT: &str = "$tLwgj6g6tMLGxDRxXyOOEojssCN4HjMTmcJzdHoGp20";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn configuration() -> Matrix {
    Matrix {
        id: "room".to_owned(),
        by_rule: false,
        url: "https://matrix.example.org/".to_owned(),
        room: ROOM.to_owned(),
        user: USER.to_owned(),
        as_token: Some(AS_TOKEN.to_owned()),
        hs_token: Some(HS_TOKEN.to_owned()),
        names: BTreeMap::from([("@ada:example.org".to_owned(), "Ada Lovelace".to_owned())]),
    }
}

fn channel() -> Channel {
    parsed(configuration())
}

fn parsed(configuration: Matrix) -> Channel {
    Channel::parse(&ChannelConfiguration::Matrix(configuration)).expect("all fields are in order")
}

fn message(id: &str, text: &str) -> Message {
    Message { id: id.to_owned(), text: text.to_owned(), sent_at: NOW }
}

fn reply() -> Reply {
    let (author, from) = (Some("Grace".to_owned()), Some("desk".to_owned()));
    Reply { message: message("m3", "Yes, two per coach."), author, from }
}

fn question() -> Delivery {
    let text = "Does the night train take bicycles?\n<b>Two</b> of them & a @room \"tandem\"";
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
                phone: Some("+49 30 123456".to_owned()),
                verified: false,
            },
            topic: Some("tickets".to_owned()),
            topic_label: Some("Tickets".to_owned()),
            page: "https://nordwind.example/help".to_owned(),
            locale: "de".to_owned(),
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

/// The same conversation with something else to bring, once it has its thread.
fn later(content: Content) -> Delivery {
    Delivery { content, thread: thread(), ..question() }
}

fn thread() -> Thread {
    Thread { place: Some(ROOT.to_owned()), ..Thread::default() }
}

/// What the homeserver answers.
fn answer(status: u16, body: &Value) -> Answer {
    let body = match body {
        Value::String(text) => text.clone(),
        body => body.to_string(),
    };
    let headers = HeaderMap::new();
    Answer::Http(HttpAnswer { status, headers, body: body.into_bytes() })
}

/// What a delivery comes to with these answers: its end, or the next request.
fn attempt(delivery: &Delivery, answers: &[Answer]) -> Result<Receipt, Pause> {
    deliver(&channel(), delivery, NOW, &mut Exchange::new(answers))
}

/// The request that follows these answers.
fn request(delivery: &Delivery, answers: &[Answer]) -> Request<Vec<u8>> {
    called(attempt(delivery, answers))
}

fn called<T: std::fmt::Debug>(paused: Result<T, Pause>) -> Request<Vec<u8>> {
    match paused {
        Err(Pause::Call(call)) => match *call {
            Call::Http(request) => request,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn failed<T: std::fmt::Debug>(paused: Result<T, Pause>) -> Failure {
    match paused {
        Err(Pause::Failed(failure)) => failure,
        other => panic!("{other:?}"),
    }
}

fn json(text: &[u8]) -> Value {
    serde_json::from_slice(text).expect("it is JSON")
}
