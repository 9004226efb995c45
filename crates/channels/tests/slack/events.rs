//! What Slack sends.

use channels::event::{What, Whose};
use channels::{Event, EventError, MAX_EVENT};
use serde_json::{Value, json};

use crate::{CONVERSATION, ROOT, cases, fixture, form, take};

/// The news of an event, in the form in which the fixtures have it.
fn shown(event: &Event) -> Value {
    let news = event.news.iter().map(|news| {
        let of = match &news.of {
            Whose::Place(place) => json!({ "place": place }),
            Whose::Conversation(conversation) => json!({ "conversation": conversation.as_str() }),
            other => panic!("{other:?}"),
        };
        let what = match &news.what {
            What::Written(written) => json!({
                "remote": written.remote, "text": written.text, "author": written.author,
                "attachments": written.attachments,
            }),
            What::Closed => json!("closed"),
            What::Opened => json!("opened"),
        };
        json!({ "of": of, "what": what })
    });
    news.collect()
}

#[test]
fn messages_mean_what_is_recorded() {
    let recorded = fixture(include_str!("../../fixtures/slack/event.json"));
    for case in cases(include_str!("../../fixtures/slack/messages.json")) {
        let mut body = recorded.clone();
        let message = body["event"].as_object_mut().unwrap();
        let with = case["with"].as_object().unwrap();
        if with.contains_key("text") {
            message.remove("blocks");
        }
        for (field, value) in with {
            if value.is_null() {
                message.remove(field);
            } else {
                message.insert(field.clone(), value.clone());
            }
        }
        let event = take("application/json", body.to_string().as_bytes()).unwrap();
        assert_eq!(event.id.as_deref(), Some("Ev0123456789"));
        assert_eq!(event.answer, None);
        let expected = match &case["news"] {
            Value::Null => json!([]),
            news => {
                let mut what = json!({
                    "remote": "1795426100.000200", "text": "Yes, two per coach.", "author": "Grace",
                    "attachments": [],
                });
                what.as_object_mut().unwrap().extend(news.as_object().unwrap().clone());
                json!([{ "of": { "place": ROOT }, "what": what }])
            }
        };
        assert_eq!(shown(&event), expected, "{}", case["what"]);
    }
}

#[test]
fn a_challenge_is_answered() {
    let body = br#"{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}"#;
    let event = take("application/json", body).unwrap();
    let answer: Value = serde_json::from_str(&event.answer.unwrap()).unwrap();
    assert_eq!(
        answer,
        json!({"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"})
    );
    assert_eq!((event.id, event.news.len()), (None, 0));
}

#[test]
fn presses_mean_what_is_recorded() {
    let recorded = fixture(include_str!("../../fixtures/slack/press.json"));
    let press = |action: &str, channel: &str, value: &str| {
        let mut payload = recorded.clone();
        payload["channel"]["id"] = json!(channel);
        payload["actions"][0]["action_id"] = json!(action);
        payload["actions"][0]["value"] = json!(value);
        take("application/x-www-form-urlencoded", &form(&payload)).unwrap()
    };
    let of = |what: &str| json!([{ "of": { "conversation": CONVERSATION }, "what": what }]);
    let close = press("askhours_close", "C0123456789", CONVERSATION);
    assert_eq!(shown(&close), of("closed"));
    assert_eq!(close.answer.as_deref(), Some(""), "200 without a body");
    assert_eq!(
        close.id.as_deref(),
        Some("12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3")
    );
    assert_eq!(shown(&press("askhours_open", "C0123456789", CONVERSATION)), of("opened"));
    for harmless in [
        press("askhours_inbox", "C0123456789", CONVERSATION),
        press("approve", "C0123456789", CONVERSATION),
        press("askhours_close", "C9999999999", CONVERSATION),
        press("askhours_close", "C0123456789", "../../admin"),
    ] {
        assert_eq!(shown(&harmless), json!([]));
    }
    let other = json!({"type": "view_submission", "actions": recorded["actions"], "channel": recorded["channel"]});
    assert_eq!(
        shown(&take("application/x-www-form-urlencoded", &form(&other)).unwrap()),
        json!([])
    );
}

#[test]
fn what_is_not_understood_is_told() {
    for (kind, body, status) in [
        ("application/json", "", 400),
        ("application/json", "{", 400),
        ("application/json", "[]", 400),
        ("application/json", r#"{"type":7}"#, 400),
        ("application/json", r#"{"type":"url_verification"}"#, 400),
        ("application/json", r#"{"type":"event_callback"}"#, 400),
        ("application/x-www-form-urlencoded", "", 400),
        ("application/x-www-form-urlencoded", "payload=%7B", 400),
        ("application/x-www-form-urlencoded", "command=%2Fask", 400),
    ] {
        let error = take(kind, body.as_bytes()).unwrap_err();
        assert_eq!(error.status(), status, "{body}");
        assert!(matches!(error, EventError::Body(_)), "{body}");
    }
    let long = format!(r#"{{"type":"url_verification","challenge":"{}"}}"#, "a".repeat(501));
    assert_eq!(take("application/json", long.as_bytes()).unwrap_err().status(), 400);
    for body in [
        r#"{"type":"app_rate_limited"}"#,
        r#"{"type":"event_callback","event":7}"#,
        r#"{"type":"event_callback","event_id":"","event":{"type":"message","channel":"C0123456789"}}"#,
        r#"{"type":"event_callback","event_id":"Ev 1","event":{"type":"reaction_added"}}"#,
    ] {
        assert_eq!(take("application/json", body.as_bytes()), Ok(Event::default()), "{body}");
    }
    let huge = vec![b' '; MAX_EVENT + 1];
    assert_eq!(take("application/json", &huge), Err(EventError::TooLarge(MAX_EVENT)));
}
