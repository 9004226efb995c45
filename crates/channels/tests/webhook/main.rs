//! The webhook, held to the recorded bodies and answers in `fixtures/webhook/`.

mod hostile;
mod signature;

use channels::delivery::{Kind, Message, Visitor};
use channels::webhook::Settings;
use channels::webhook::signature::{ID, Key, SIGNATURE, TIMESTAMP};
use channels::{
    Channel, ChannelError, Delivery, EventError, MAX_EVENT, Outcome, Reason, event, outcome,
};
use conversation::id::ConversationId;
use conversation::text::PersonName;
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use timeline::{Millis, Moment};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const OTHER_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const CONVERSATION: &str = "nordwind.abcdefghijklmnopqrstuvwxyz";
/// Monday, 23 November 2026, 09:26:40.123 UTC.
const NOW: Moment = Moment(1_795_426_000_123);

fn channel() -> Channel {
    let settings = Settings::parse("https://desk.example/hook?team=1", SECRET);
    Channel::Webhook(settings.expect("address and secret are in order"))
}

fn key(secret: &str) -> Key {
    Key::parse(secret).expect("the secret is in order")
}

fn fixture(text: &str) -> Vec<Value> {
    serde_json::from_str(text).expect("the fixture is a list")
}

fn question() -> Delivery {
    Delivery {
        id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk".to_owned(),
        site: "nordwind".to_owned(),
        conversation: CONVERSATION.to_owned(),
        message: Message {
            id: "m1".to_owned(),
            text: "Does the night train take bicycles?\n<b>Two</b> of them & a \"tandem\""
                .to_owned(),
            sent_at: NOW,
        },
        kind: Kind::Question,
        visitor: Visitor {
            name: Some("Ada".to_owned()),
            email: Some("ada@example.org".to_owned()),
            phone: Some("+49 30 123456".to_owned()),
        },
        topic: Some("tickets".to_owned()),
        page: "https://nordwind.example/help".to_owned(),
        locale: "en".to_owned(),
        promise_by: Some(Moment(1_795_433_200_000)),
        inbox_url: format!("https://ask.nordwind.example/inbox#{CONVERSATION}"),
    }
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

#[test]
fn requests_have_the_recorded_bodies() {
    let follow_up = Delivery {
        message: Message {
            id: "m2".to_owned(),
            text: "And a dog?".to_owned(),
            ..question().message
        },
        kind: Kind::FollowUp,
        visitor: Visitor::default(),
        topic: None,
        locale: "de-AT".to_owned(),
        promise_by: None,
        ..question()
    };
    for (delivery, recorded) in [
        (question(), include_str!("../../fixtures/webhook/question.json")),
        (follow_up, include_str!("../../fixtures/webhook/message.json")),
    ] {
        let request = channels::request(&channel(), &delivery, NOW).unwrap();
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(body, serde_json::from_str::<Value>(recorded).unwrap());
    }
}

#[test]
fn a_request_is_a_signed_post_to_the_address() {
    let request = channels::request(&channel(), &question(), NOW).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://desk.example/hook?team=1");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()[ID], "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
    assert_eq!(request.headers()[TIMESTAMP], "1795426000");
    let id = key(SECRET).verify(request.headers(), request.body(), NOW).unwrap();
    assert_eq!(id, "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk");
}

#[test]
fn a_later_attempt_repeats_id_and_body_and_is_signed_anew() {
    let later = NOW + Millis::from_hours(6);
    let first = channels::request(&channel(), &question(), NOW).unwrap();
    let second = channels::request(&channel(), &question(), later).unwrap();
    assert_eq!(first.headers()[ID], second.headers()[ID]);
    assert_eq!(first.body(), second.body());
    assert!(key(SECRET).verify(second.headers(), second.body(), later).is_ok());
}

#[test]
fn what_cannot_be_sent_is_told() {
    for id in ["", "msg 1", "msg\n1", "msg.1", "m\u{fc}", &"m".repeat(257)] {
        let delivery = Delivery { id: id.to_owned(), ..question() };
        let error = channels::request(&channel(), &delivery, NOW).unwrap_err();
        assert_eq!(error, ChannelError::Id, "{id:?}");
    }
    for moment in [i64::MIN, i64::MAX, 253_402_300_800_000] {
        let delivery = Delivery { promise_by: Some(Moment(moment)), ..question() };
        let error = channels::request(&channel(), &delivery, NOW).unwrap_err();
        assert_eq!(error, ChannelError::Moment);
    }
}

#[test]
fn answers_mean_what_is_recorded() {
    for case in fixture(include_str!("../../fixtures/webhook/outcomes.json")) {
        let mut headers = HeaderMap::new();
        if let Some(value) = case["retry_after"].as_str() {
            headers.insert("retry-after", value.parse().unwrap());
        }
        let status = u16::try_from(case["status"].as_u64().unwrap()).unwrap();
        let now = Moment(NOW.0 - 123);
        let (name, reason, after) = match outcome(&channel(), status, &headers, b"<h1>", now) {
            Outcome::Delivered => ("delivered", None, None),
            Outcome::Retry { after, reason } => ("retry", Some(reason), after),
            Outcome::Rejected { reason } => ("rejected", Some(reason), None),
            Outcome::Gone { reason } => ("gone", Some(reason), None),
        };
        assert_eq!(name, case["outcome"], "{case}");
        assert_eq!(reason.map(Reason::code), case["reason"].as_str(), "{case}");
        assert_eq!(after.map(|after| after.0 / 1_000), case["after_seconds"].as_i64(), "{case}");
    }
}

#[test]
fn events_mean_what_is_recorded() {
    for case in fixture(include_str!("../../fixtures/webhook/events.json")) {
        let body = case["body"].as_str().unwrap().as_bytes();
        match event(&channel(), &signed(SECRET, NOW, body), body, NOW) {
            Ok(event) => {
                assert_eq!(case["status"], Value::Null, "{case}");
                assert_eq!(event.id, "msg_1");
                let reply = event.replies.first();
                assert!(reply.is_none_or(|reply| reply.conversation.as_str() == CONVERSATION));
                assert_eq!(reply.map(|reply| reply.text.as_str()), case["reply"].as_str());
                let author = reply.and_then(|reply| reply.author.as_ref());
                assert_eq!(author.map(PersonName::as_str), case["author"].as_str());
                assert_eq!(
                    event.closed.as_ref().map(ConversationId::as_str),
                    case["closed"].as_str()
                );
            }
            Err(error) => assert_eq!(Some(u64::from(error.status())), case["status"].as_u64()),
        }
    }
}

#[test]
fn a_reply_is_bounded() {
    let body = |length: usize| {
        let text = "\u{fc}".repeat(length);
        let data = serde_json::json!({"conversation": CONVERSATION, "text": text});
        serde_json::json!({"type": "reply.created", "data": data}).to_string().into_bytes()
    };
    let take = |body: &[u8]| event(&channel(), &signed(SECRET, NOW, body), body, NOW);
    assert!(take(&body(8_000)).is_ok());
    assert_eq!(take(&body(8_001)).unwrap_err().status(), 422);
    assert_eq!(take(&body(MAX_EVENT)).unwrap_err(), EventError::TooLarge);
}
