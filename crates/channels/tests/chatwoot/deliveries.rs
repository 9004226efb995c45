//! What is brought, call by call, and what is found there.

use channels::delivery::{Content, Message, Reply, Step, StepTo, Thread};
use channels::event::{What, Whose};
use channels::{Delivery, Receipt, Then};
use conversation::id::ConversationId;
use protocol::channel::Chatwoot;
use serde_json::{Value, json};

use crate::{CONVERSATION, NOW, channel, configuration, conversation, fixture, replay};

pub(crate) fn message(text: &str) -> Message {
    Message { id: "m1".to_owned(), text: text.to_owned(), sent_at: NOW }
}

pub(crate) fn delivery(content: Content) -> Delivery {
    Delivery {
        id: "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk".to_owned(),
        content,
        conversation: conversation(),
        thread: Thread::default(),
        repeated: false,
    }
}

fn recorded(case: &Value) -> Delivery {
    let text = case["text"].as_str().unwrap_or("Does the night train take bicycles?");
    let reply = |from: Option<&str>| Reply {
        message: message(text),
        author: Some("Grace".to_owned()),
        from: from.map(str::to_owned),
    };
    let step = |to| Content::Step(Step { to, from: None, at: NOW });
    let content = match case["content"].as_str().expect("a case has a content") {
        "question" => Content::Question(message(text)),
        "follow-up" => Content::FollowUp(message(text)),
        "reply" => Content::Reply(reply(None)),
        "reply from slack" => Content::Reply(reply(Some("slack"))),
        "answer" => Content::Answer(reply(None)),
        "confirmation" => Content::Confirmation(message(text)),
        "closed" => step(StepTo::Closed),
        "opened" => step(StepTo::Open),
        "test" => Content::Test("Grace".to_owned()),
        other => panic!("no content {other}"),
    };
    let mut delivery = delivery(content);
    delivery.thread = thread(case);
    delivery.repeated = case["repeated"] == true;
    if case["nobody"] == true {
        let conversation = &mut delivery.conversation;
        conversation.visitor = channels::delivery::Visitor::default();
        (conversation.topic, conversation.topic_label) = (None, None);
        (conversation.promise_by, conversation.promise) = (None, None);
        "de".clone_into(&mut conversation.language);
    }
    delivery
}

fn thread(case: &Value) -> Thread {
    let known = case["known"].as_array().into_iter().flatten().filter_map(Value::as_str);
    Thread {
        place: case["place"].as_str().map(str::to_owned),
        known: known.map(str::to_owned).collect(),
        ..Thread::default()
    }
}

#[test]
fn deliveries_go_as_recorded() {
    for case in fixture(include_str!("../../fixtures/chatwoot/deliveries.json")) {
        let what = case["what"].as_str().unwrap();
        let hmac_token = case["hmac_token"].as_str().map(str::to_owned);
        let channel = channel(Chatwoot { hmac_token, ..configuration() });
        let delivery = recorded(&case);
        let outcome = replay(what, &case["calls"], |exchange| {
            channels::deliver(&channel, &delivery, NOW, exchange)
        });
        let outcome = match outcome {
            Ok(Receipt { remote, place }) => json!({ "remote": remote, "place": place }),
            Err(failure) => {
                let then = match failure.then {
                    Then::Retry { after } => {
                        json!({ "retry_after_seconds": after.map(|after| after.0 / 1_000) })
                    }
                    Then::GiveUp => json!("give up"),
                    Then::SwitchOff => json!("switch off"),
                };
                let said = failure.said.map(|said| said.as_str().to_owned());
                json!({ "reason": failure.reason.code(), "said": said, "then": then })
            }
        };
        assert_eq!(outcome, case["outcome"], "{what}");
    }
}

#[test]
fn sweeps_find_as_recorded() {
    for case in fixture(include_str!("../../fixtures/chatwoot/sweeps.json")) {
        let what = case["what"].as_str().unwrap();
        let (channel, thread) = (channel(configuration()), thread(&case));
        let id = ConversationId::parse(CONVERSATION).unwrap();
        let outcome = replay(what, &case["calls"], |exchange| {
            channels::sweep(&channel, &thread, &id, NOW, exchange)
        });
        let outcome = match outcome {
            Ok(news) => {
                assert!(news.iter().all(|news| news.of == Whose::Conversation(id.clone())));
                news.iter().map(|news| told(&news.what)).collect()
            }
            Err(failure) => json!(failure.reason.code()),
        };
        assert_eq!(outcome, case["news"], "{what}");
    }
}

/// News as the fixtures have it.
pub(crate) fn told(what: &What) -> Value {
    match what {
        What::Closed => json!("closed"),
        What::Opened => json!("opened"),
        What::Written(written) => {
            assert_eq!(written.quoted, None);
            let mut told = json!({ "remote": written.remote, "text": written.text });
            if let Some(author) = &written.author {
                told["author"] = json!(author);
            }
            if !written.attachments.is_empty() {
                told["attachments"] = json!(written.attachments);
            }
            told
        }
    }
}
