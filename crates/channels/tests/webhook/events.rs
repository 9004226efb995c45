//! What the receiver sends back.

use channels::event::{What, Whose, Written};
use channels::{EventError, Exchange, MAX_EVENT};
use conversation::id::ConversationId;
use serde_json::{Value, json};

use crate::{CONVERSATION, NOW, SECRET, channel, event, fixture, question, signed};

#[test]
fn events_mean_what_is_recorded() {
    for case in fixture(include_str!("../../fixtures/webhook/events.json")) {
        let body = case["body"].as_str().unwrap().as_bytes();
        let event = match event(&signed(SECRET, NOW, body), body, NOW) {
            Ok(event) => event,
            Err(error) => {
                assert_eq!(Some(u64::from(error.status())), case["status"].as_u64(), "{case}");
                continue;
            }
        };
        assert_eq!(case["status"], Value::Null, "{case}");
        assert_eq!((event.id.as_deref(), &event.answer), (Some("msg_1"), &None));
        let whose = Whose::Conversation(ConversationId::parse(CONVERSATION).unwrap());
        assert!(event.news.iter().all(|news| news.of == whose), "{case}");
        let what: Vec<_> = event.news.into_iter().map(|news| news.what).collect();
        let expected = if let Some(text) = case["reply"].as_str() {
            vec![What::Written(Written {
                remote: "msg_1".to_owned(),
                text: text.to_owned(),
                author: case["author"].as_str().map(str::to_owned),
                ..Written::default()
            })]
        } else if case["closed"] == true {
            vec![What::Closed]
        } else if case["opened"] == true {
            vec![What::Opened]
        } else {
            vec![]
        };
        assert_eq!(what, expected, "{case}");
    }
}

#[test]
fn a_reply_is_bounded() {
    let body = |length: usize| {
        let text = "\u{fc}".repeat(length);
        let data = json!({"conversation": CONVERSATION, "text": text});
        json!({"type": "reply.created", "data": data}).to_string().into_bytes()
    };
    let take = |body: &[u8]| event(&signed(SECRET, NOW, body), body, NOW);
    assert!(take(&body(8_000)).is_ok());
    assert_eq!(take(&body(8_001)).unwrap_err().status(), 422);
    assert_eq!(take(&body(MAX_EVENT)).unwrap_err(), EventError::TooLarge(MAX_EVENT));
}

#[test]
fn a_receiver_cannot_be_asked() {
    assert!(!channel().can_be_swept());
    let conversation = ConversationId::parse(CONVERSATION).unwrap();
    let mut exchange = Exchange::new(&[]);
    let found =
        channels::sweep(&channel(), &question().thread, &conversation, NOW, &mut exchange).unwrap();
    assert_eq!(found, []);
}
