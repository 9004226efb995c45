//! What the homeserver sends.

use channels::event::{Event, What, Whose, Written};
use channels::matrix::MAX_TRANSACTION;
use channels::{EventError, Incoming, News};
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{AS_TOKEN, HS_TOKEN, NOW, ROOM, ROOT, channel, configuration, parsed};

fn taken(authorization: Option<&str>, key: &str, body: &[u8]) -> Result<Event, EventError> {
    let mut headers = HeaderMap::new();
    if let Some(value) = authorization {
        let value = HeaderValue::from_str(value).expect("the value fits a header");
        headers.insert("authorization", value);
    }
    let incoming = Incoming { headers: &headers, key: Some(key), body };
    channels::event(&channel(), &incoming, NOW)
}

fn signed(key: &str, body: &Value) -> Event {
    taken(Some(&format!("Bearer {HS_TOKEN}")), key, body.to_string().as_bytes())
        .expect("it is taken")
}

/// A whole event, of which the case tells what matters.
fn event(case: &Value) -> Value {
    let mut event = json!({
        "age": 22,
        "content": case["content"],
        "event_id": "$NJ_orGrVwbxikYrK-ke9jLzeFdv9tiHaOJp-fcPaXPA",
        "origin_server_ts": 1_795_385_913_263_i64,
        "room_id": ROOM,
        "sender": "@grace:example.org",
        "type": "m.room.message",
        "unsigned": { "age": 22 },
    });
    for name in ["event_id", "room_id", "sender", "type", "state_key"] {
        if let Some(value) = case.get(name) {
            event[name] = value.clone();
        }
    }
    event
}

fn expected(news: &Value) -> Vec<News> {
    let text = |name: &str| news[name].as_str().map(str::to_owned);
    let what = match news {
        Value::Null => return Vec::new(),
        news if news["closed"] == true => What::Closed,
        news if news["opened"] == true => What::Opened,
        _ => What::Written(Written {
            remote: "$NJ_orGrVwbxikYrK-ke9jLzeFdv9tiHaOJp-fcPaXPA".to_owned(),
            text: text("text").unwrap_or_default(),
            quoted: None,
            attachments: serde_json::from_value(news["attachments"].clone()).unwrap_or_default(),
            author: text("author"),
        }),
    };
    vec![News { of: Whose::Place(ROOT.to_owned()), what }]
}

#[test]
fn events_mean_what_is_recorded() {
    let cases: Vec<Value> =
        serde_json::from_str(include_str!("../../fixtures/matrix/events.json")).unwrap();
    for case in cases {
        // Between two that are fine: none keeps back the others.
        let fine = json!({ "msgtype": "m.text", "body": "Fine.", "m.relates_to": { "rel_type": "m.thread", "event_id": "$fine" } });
        let fine = event(&json!({ "content": fine }));
        let event = signed("1", &json!({ "events": [fine, event(&case), fine] }));
        let (first, last) = (event.news.first(), event.news.last());
        let fine = |news: Option<&News>| news.unwrap().of == Whose::Place("$fine".to_owned());
        assert!(fine(first) && fine(last), "{case}");
        assert_eq!(event.news[1..event.news.len() - 1], expected(&case["news"]), "{case}");
        assert_eq!(event.answer.as_deref(), Some("{}"));
    }
}

#[test]
fn a_transaction_of_synapse_is_taken_in_order() {
    let transaction = include_bytes!("../../fixtures/matrix/transaction.json");
    let mut configuration = configuration();
    configuration.user = "@askhours:localhost".to_owned();
    let mut headers = HeaderMap::new();
    headers.insert("authorization", HeaderValue::from_str(&format!("Bearer {HS_TOKEN}")).unwrap());
    let incoming = Incoming { headers: &headers, key: Some("5"), body: transaction };
    let event = channels::event(&parsed(configuration), &incoming, NOW).unwrap();
    let what: Vec<_> = event.news.iter().map(|news| &news.what).collect();
    assert_eq!(what, [&What::Closed, &What::Closed], "by a command and by a tick");
}

#[test]
fn a_repetition_has_the_same_id_whatever_its_age() {
    let content = json!({ "msgtype": "m.text", "body": "Yes.", "m.relates_to": { "rel_type": "m.thread", "event_id": ROOT } });
    let mut reply = event(&json!({ "content": content }));
    let id = |key: &str, event: &Value| signed(key, &json!({ "events": [event] })).id.unwrap();
    let first = id("7", &reply);
    assert!((1..=256).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_graphic()));
    reply["unsigned"]["age"] = 90_000.into();
    reply["age"] = 90_000.into();
    assert_eq!(id("7", &reply), first);
    assert_ne!(id("8", &reply), first);
    // A homeserver that was set up anew counts from the beginning.
    reply["event_id"] = "$other".into();
    assert_ne!(id("7", &reply), first);
    assert!(id(&"\u{e4}\n".repeat(300), &reply).len() <= 256);
}

#[test]
fn a_ping_is_answered() {
    let event = signed("ping", &json!({ "transaction_id": "mid1" }));
    assert_eq!(event, Event { id: None, news: vec![], answer: Some("{}".to_owned()) });
}

#[test]
fn only_the_homeserver_is_heard() {
    let bearer = |token: &str| format!("Bearer {token}");
    let header = EventError::Header("authorization");
    for (authorization, expected) in [
        (None, header),
        (Some(String::new()), header),
        (Some("Bearer".to_owned()), header),
        (Some(HS_TOKEN.to_owned()), header),
        (Some(format!("Basic {HS_TOKEN}")), header),
        (Some(bearer("")), EventError::Signature),
        (Some(bearer(AS_TOKEN)), EventError::Signature),
        (Some(bearer(&HS_TOKEN[1..])), EventError::Signature),
        (Some(bearer(&format!("{HS_TOKEN} "))), EventError::Signature),
        (Some(bearer(&"a".repeat(10_000))), EventError::Signature),
    ] {
        let error = taken(authorization.as_deref(), "1", b"{\"events\":[]}").unwrap_err();
        assert_eq!(error, expected, "{authorization:?}");
    }
}

#[test]
fn what_is_broken_or_huge_is_refused() {
    let take = |body: &[u8]| taken(Some(&format!("Bearer {HS_TOKEN}")), "1", body);
    for body in ["", "{", "1", "{\"events\":{}}", "{\"events\":null}", "{\"events\":[{}"] {
        assert_eq!(take(body.as_bytes()).unwrap_err().status(), 400, "{body}");
    }
    assert_eq!(take(b"\xff\xfe").unwrap_err().status(), 400);
    let depth = "[".repeat(100_000);
    assert_eq!(take(format!("{{\"events\":{depth}").as_bytes()).unwrap_err().status(), 400);
    let huge = vec![b' '; MAX_TRANSACTION + 1];
    assert_eq!(take(&huge).unwrap_err(), EventError::TooLarge(MAX_TRANSACTION));
    assert!(take(b"{\"events\":[null,1,\"a\",[],{},{\"type\":1}]}").unwrap().news.is_empty());
}

proptest! {
    #[test]
    fn no_text_harms(body in "\\PC{0,80}|[>!<@ *\\n\\ra-z]{0,60}", sender in "@?[a-zA-Z=:@]{0,20}", key in "\\PC{0,20}") {
        let relation = json!({ "rel_type": "m.thread", "event_id": ROOT, "m.in_reply_to": { "event_id": "$x" } });
        let content = json!({ "msgtype": "m.text", "body": body, "m.relates_to": relation });
        let event = signed(&key, &json!({ "events": [event(&json!({ "content": content, "sender": sender }))] }));
        for news in event.news {
            if let What::Written(written) = news.what {
                prop_assert!(body.ends_with(&written.text));
                prop_assert!(written.author.is_none_or(|author| !author.contains('@')));
            }
        }
    }
}
