//! Whatever comes in, nothing panics, nothing is taken that was not signed, and nothing of it is said again.

use channels::delivery::{Content, Reply, Visitor};
use channels::event::What;
use channels::exchange::HttpAnswer;
use channels::{Answer, EventError, MAX_EVENT, Reason, Then};
use http::HeaderMap;
use proptest::prelude::*;
use serde_json::{Value, json};
use timeline::{Millis, Moment};

use crate::{
    CONVERSATION, NOW, OTHER_SECRET, SECRET, answered, event, headers, key, later, message,
    question, reply, request, signed,
};

proptest! {
    #[test]
    fn no_signed_body_is_too_much(body: Vec<u8>) {
        _ = event(&signed(SECRET, NOW, &body), &body, NOW);
    }

    #[test]
    fn no_signed_text_is_too_much(text: String, conversation: String, name: Option<String>) {
        for kind in ["reply.created", "conversation.closed", "conversation.reopened"] {
            let data = json!({
                "conversation": conversation, "text": text, "author": {"name": name},
            });
            let body = json!({"type": kind, "data": data}).to_string();
            _ = event(&signed(SECRET, NOW, body.as_bytes()), body.as_bytes(), NOW);
        }
    }

    #[test]
    fn a_reply_is_plain_text_and_its_author_no_address(text: String, name: String) {
        let data = json!({"conversation": CONVERSATION, "text": text, "author": {"name": name}});
        let body = json!({"type": "reply.created", "data": data}).to_string();
        if let Ok(taken) = event(&signed(SECRET, NOW, body.as_bytes()), body.as_bytes(), NOW) {
            let What::Written(written) = &taken.news[0].what else { panic!("{taken:?}") };
            let visible = |text: &str| !text.contains(|one: char| one.is_control() && one != '\n');
            prop_assert!(visible(&written.text), "{:?}", written.text);
            let author = written.author.as_deref().unwrap_or_default();
            prop_assert!(visible(author) && !author.contains(['@', '\n']), "{author:?}");
        }
    }

    #[test]
    fn a_body_cut_or_changed_anywhere_is_not_taken(place in 0..1_000_usize, byte: u8) {
        let data = json!({"conversation": CONVERSATION, "text": "Yes."});
        let body = json!({"type": "reply.created", "data": data}).to_string().into_bytes();
        let headers = signed(SECRET, NOW, &body);
        let place = place % body.len();
        prop_assert_eq!(event(&headers, &body[..place], NOW), Err(EventError::Signature));
        let mut changed = body.clone();
        changed[place] = byte;
        prop_assert_eq!(event(&headers, &changed, NOW).is_ok(), changed == body);
    }

    #[test]
    fn no_header_is_too_much(
        values in prop::collection::vec("[\\x20-\\x7e]{0,80}", 3), now: i64,
    ) {
        let headers = headers(&values[0], &values[1], &values[2]);
        prop_assert!(event(&headers, b"ping", Moment(now)).is_err());
    }

    #[test]
    fn no_answer_is_too_much(
        status: u16, retry_after in "[\\x20-\\x7e]{0,40}", body: Vec<u8>, now in 0..4_000_000_000_000_i64,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", retry_after.parse().unwrap());
        let answer = Answer::Http(HttpAnswer { status, headers, body });
        match answered(answer, Moment(now)) {
            Ok(_) => prop_assert!((200..300).contains(&status)),
            Err(failure) => {
                prop_assert!(!(200..300).contains(&status));
                if let Then::Retry { after: Some(after) } = failure.then {
                    prop_assert!(after > Millis::ZERO && after <= Millis::from_hours(6));
                }
            }
        }
    }

    #[test]
    fn any_text_can_be_sent(text: String, name: Option<String>, now in 0..4_000_000_000_000_i64) {
        for content in [
            Content::Question(message("m1", &text)),
            Content::FollowUp(message("m2", &text)),
            Content::Reply(Reply { message: message("m3", &text), author: name.clone(), ..reply() }),
        ] {
            let mut delivery = later(content);
            delivery.conversation.visitor = Visitor { name: name.clone(), ..Visitor::default() };
            let request = request(&delivery, Moment(now));
            prop_assert!(key(SECRET).verify(request.headers(), request.body(), Moment(now)).is_ok());
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            prop_assert_eq!(&body["data"]["message"]["text"], &text);
            prop_assert_eq!(body["data"]["visitor"]["name"].as_str(), name.as_deref());
        }
    }
}

#[test]
fn an_answer_of_another_kind_is_no_delivery() {
    for odd in [Answer::Sent, Answer::Encrypted, Answer::Smtp(b"250 ok\r\n".to_vec())] {
        let failure = answered(odd, NOW).unwrap_err();
        assert_eq!((failure.reason, failure.then), (Reason::Unsendable, Then::GiveUp));
    }
}

#[test]
fn size_is_looked_at_before_the_signature_and_the_signature_before_the_body() {
    let huge = vec![b'['; MAX_EVENT + 1];
    assert_eq!(event(&HeaderMap::new(), &huge, NOW), Err(EventError::TooLarge(MAX_EVENT)));
    // As deep as it may be: it costs no stack to refuse it.
    let deep = vec![b'['; MAX_EVENT];
    assert_eq!(event(&signed(SECRET, NOW, &deep), &deep, NOW).unwrap_err().status(), 400);
    let forged = signed(OTHER_SECRET, NOW, b"not even JSON");
    assert_eq!(event(&forged, b"not even JSON", NOW), Err(EventError::Signature));
}

#[test]
fn errors_repeat_nothing_of_what_came() {
    let data = json!({"conversation": "leak-1", "text": 7, "author": {"name": "leak-2"}});
    let body = json!({"type": "reply.created", "data": data}).to_string();
    let error = event(&signed(SECRET, NOW, body.as_bytes()), body.as_bytes(), NOW).unwrap_err();
    let said = format!("{error} {error:?}");
    assert!(!said.contains("leak") && !said.contains("whsec"), "{said}");
    assert!(!format!("{:?}", request(&question(), NOW).headers()).contains("C2FV"));
}
