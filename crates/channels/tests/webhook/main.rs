//! The webhook, held to the recorded bodies and answers in `fixtures/webhook/`.

mod events;
mod hostile;
mod requests;
mod signature;

use channels::delivery::{Content, Conversation, Message, Reply, Thread, Visitor};
use channels::webhook::signature::{ID, Key, SIGNATURE, TIMESTAMP};
use channels::{
    Answer, Call, Channel, Delivery, Event, EventError, Exchange, Failure, Incoming, Pause,
    Receipt, deliver,
};
use http::{HeaderMap, HeaderValue, Request};
use protocol::channel::{ChannelConfiguration, Webhook};
use serde_json::Value;
use timeline::Moment;

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const OTHER_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn channel() -> Channel {
    let webhook = Webhook {
        id: "hook".to_owned(),
        url: "https://desk.example/hook?team=1".to_owned(),
        secret: Some(SECRET.to_owned()),
        ..Webhook::default()
    };
    Channel::parse(&ChannelConfiguration::Webhook(webhook)).expect("address and secret fit")
}

fn key(secret: &str) -> Key {
    Key::parse(secret).expect("the secret is in order")
}

fn fixture(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the fixture is a list")
}

fn message(id: &str, text: &str) -> Message {
    Message { id: id.to_owned(), text: text.to_owned(), sent_at: NOW }
}

fn reply() -> Reply {
    let (author, from) = (Some("Grace".to_owned()), Some("desk".to_owned()));
    Reply { message: message("m3", "Yes, two per coach."), author, from }
}

fn question() -> Delivery {
    let text = "Does the night train take bicycles?\n<b>Two</b> of them & a \"tandem\"";
    Delivery {
        id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk".to_owned(),
        content: Content::Question(message("m1", text)),
        conversation: Conversation {
            id: CONVERSATION.to_owned(),
            site: "nordwind".to_owned(),
            company: "Nordwind".to_owned(),
            language: "de".to_owned(),
            visitor: Visitor {
                name: Some("Ada".to_owned()),
                email: Some("ada@example.org".to_owned()),
                phone: Some("+49 30 123456".to_owned()),
                verified: false,
            },
            topic: Some("tickets".to_owned()),
            topic_label: Some("Fahrkarten".to_owned()),
            page: "https://nordwind.example/help".to_owned(),
            locale: "en".to_owned(),
            mail: Vec::new(),
            promise_by: Some(Moment(1_795_433_200_000)),
            promise: Some("Montag, 12:26".to_owned()),
            inbox_url: format!("https://ask.nordwind.example/inbox#{CONVERSATION}"),
            visitor_url: "https://ask.nordwind.example/c#secret-of-the-visitor".to_owned(),
        },
        thread: Thread {
            token: "team-token".to_owned(),
            visitor_token: "visitor-token".to_owned(),
            ..Thread::default()
        },
        repeated: false,
    }
}

/// The same conversation with something else to bring, once it stands at the receiver.
fn later(content: Content) -> Delivery {
    let place = Some(CONVERSATION.to_owned());
    Delivery { content, thread: Thread { place, ..question().thread }, ..question() }
}

fn anonymous(delivery: Delivery) -> Delivery {
    let conversation = Conversation {
        visitor: Visitor::default(),
        topic: None,
        topic_label: None,
        promise_by: None,
        promise: None,
        ..delivery.conversation
    };
    Delivery { conversation, ..delivery }
}

/// The request that an attempt at `now` begins with.
fn request(delivery: &Delivery, now: Moment) -> Request<Vec<u8>> {
    match deliver(&channel(), delivery, now, &mut Exchange::new(&[])) {
        Err(Pause::Call(call)) => match *call {
            Call::Http(request) => request,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

/// What becomes of an attempt that is answered like this.
fn answered(answer: Answer, now: Moment) -> Result<Receipt, Failure> {
    deliver(&channel(), &question(), now, &mut Exchange::new(&[answer])).map_err(failure)
}

fn failure(pause: Pause) -> Failure {
    match pause {
        Pause::Failed(failure) => failure,
        Pause::Call(call) => panic!("one request is enough: {call:?}"),
    }
}

/// Takes an event as the receiver of [`channel`].
fn event(headers: &HeaderMap, body: &[u8], now: Moment) -> Result<Event, EventError> {
    channels::event(&channel(), &Incoming { headers, key: None, body }, now)
}

/// The headers of a body that is signed with `secret` at `now`.
fn signed(secret: &str, now: Moment, body: &[u8]) -> HeaderMap {
    let timestamp = now.0 / 1_000;
    let signature = key(secret).sign("msg_1", timestamp, body);
    headers("msg_1", &timestamp.to_string(), &signature)
}

fn headers(id: &str, timestamp: &str, signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [(ID, id), (TIMESTAMP, timestamp), (SIGNATURE, signature)] {
        headers.insert(name, HeaderValue::from_str(value).expect("the value fits a header"));
    }
    headers
}
